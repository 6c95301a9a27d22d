#!/bin/bash
# Compares what is read with LibreOffice's own reading of the same files, over workbooks made from a seed:
# run.sh [COUNT [SEED [FOLDER]]], 2,000 from seed 1 unless said otherwise.
# Runs by hand: LibreOffice takes some twenty minutes for 2,000. What it saved stays in FOLDER (target/differential/SEED-COUNT)
# and is not made again, so that a second run only reads and compares. QUARTERDAY names the program; else the release
# build, else the debug build.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../target
count=${1:-2000} seed=${2:-1}
folder=${3:-$target/differential/$seed-$count}
if ! command -v soffice >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc >/dev/null
fi
venv=${DIFFERENTIAL_VENV:-$target/differential-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q openpyxl==3.1.5 xlsxwriter==3.2.9 xlwt==1.3.0 odfpy==1.4.1
for built in "$target/release/quarterday" "$target/debug/quarterday"; do
  [ -n "${QUARTERDAY:-}" ] || [ ! -x "$built" ] || QUARTERDAY=$built
done
[ -n "${QUARTERDAY:-}" ] || { echo "quarterday is not built"; exit 2; }
export PYTHONDONTWRITEBYTECODE=1
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
made=$(cat "$here"/{kinds,writers,generate,older,opendocument}.py | sha256sum)
if [ "$made" != "$(cat "$folder/made" 2>/dev/null)" ]; then
  rm -rf "$folder"/{[0-9]*.xlsx,ods,xls,fods}
  "$venv/bin/python" "$here/generate.py" "$seed" "$count" "$folder"
  "$venv/bin/python" "$here/older.py" "$seed" "$count" "$folder"
  "$venv/bin/python" "$here/opendocument.py" "$seed" "$count" "$folder"
  echo "$made" > "$folder/made"
fi

# Many files in one call; what an earlier run saved is not saved again. One failure ends a call: the rest is tried again.
convert() { # FORMAT OUT FILES…
  local format=$1 out=$2 file saved try missing
  shift 2
  for try in 1 2 3; do
    rm -f "$out"/.~lock.*
    missing=()
    for file in "$@"; do
      saved=$out/$(basename "${file%.*}").$format
      [ -s "$saved" ] || missing+=("$file")
    done
    [ ${#missing[@]} != 0 ] || return 0
    printf '%s\0' "${missing[@]}" | xargs -0 -n 200 nice soffice --headless --norestore \
      "-env:UserInstallation=file://$folder/profile-$format-$(basename "$out")" \
      --convert-to "$format" --outdir "$out" >/dev/null 2>&1 || true
  done
}
cd "$folder"
mkdir -p ods xls fods/xlsx fods/ods fods/xls
# LibreOffice saves three in ten as .ods and three as .xls, beside those of odfpy and xlwt.
convert fods fods/xlsx [0-9]*.xlsx &
convert ods ods [0-9]*[048].xlsx
convert xls xls [0-9]*[159].xlsx
convert fods fods/ods ods/*.ods
convert fods fods/xls xls/*.xls
wait
ls [0-9]*.xlsx ods/*.ods xls/*.xls > files
xargs -a files "$QUARTERDAY" check --quarter 2026-27Q2 --today 2026-10-28 --format json --quiet --workspace "$here/../../fixtures/gallery" > ours.json || [ $? = 123 ]
"$venv/bin/python" "$here/compare.py" "$folder" ours.json
