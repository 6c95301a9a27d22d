#!/bin/bash
# By hand, some minutes: pictures of every sheet of every workbook of a demo, as LibreOffice shows it on a laptop's screen
# and as it prints it, to be looked at page by page: run.sh [PROGRAM] [OUT] [PART OF A PATH ...]
# OUT/index.html has them all, OUT/pages.txt the pages of each sheet. With parts of paths (`cabinet returned/HWY`) only
# those workbooks. Fails when a page is empty, a cell shows ### or an error value, or cabinet.xlsx prints on too many pages.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../target/release/quarterday}")
mkdir -p "${2:-$here/../../target/pictures}"
out=$(cd "${2:-$here/../../target/pictures}" && pwd)
wanted=("${@:3}")

# Debian's own Python, for which its packages are.
python=/usr/bin/python3
if ! { command -v soffice && command -v Xvfb && command -v pdftoppm && fc-list | grep -i carlito && "$python" -c "import uno, PIL"; } \
  >/dev/null 2>&1; then
  apt-get update -qq
  # Carlito is as wide as Calibri, the workbook's font.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc libreoffice-writer \
    python3-uno python3-pil xvfb poppler-utils fontconfig fonts-crosextra-carlito >/dev/null
fi

work=$(mktemp -d)
office=
screen=
stop_office() {
  # The office is a process group of its own: `soffice` is a script that starts others.
  if [ -n "$office" ]; then
    kill -KILL -- "-$office" 2>/dev/null || true
    wait "$office" 2>/dev/null || true
  fi
  office=
}
stop_all() {
  stop_office
  [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
  rm -rf "$work"
}
trap stop_all EXIT

# A screen of the size of a council's laptop. Xvfb says the number of the display that was free.
Xvfb -displayfd 3 -screen 0 1366x768x24 -dpi 96 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
screen=$!
for _ in $(seq 50); do [ -s "$work/display" ] && break; sleep 0.2; done
DISPLAY=:$(cat "$work/display")
export DISPLAY

pipe=pictures-$$
start_office() {
  rm -rf "$work/profile"
  SAL_USE_VCLPLUGIN=gen setsid soffice --norestore --nologo --nodefault --nofirststartwizard \
    "-env:UserInstallation=file://$work/profile" "--accept=pipe,name=$pipe;urp;" >/dev/null 2>&1 &
  office=$!
}

"$program" demo "$work/demo" --today 2026-10-28 --quiet >/dev/null
cd "$work/demo"
find reports templates notebook \( -name '*.xlsx' -o -name '*.docx' \) | LC_ALL=C sort > "$work/books"
failed=0
while IFS= read -r book; do
  if [ ${#wanted[@]} -gt 0 ]; then
    grep -qF "$(printf '%s\n' "${wanted[@]}")" <<< "$book" || continue
  fi
  # reports/2026-27Q2/returned/HWY_marked.xlsx is found again under returned/HWY_marked.xlsx.
  shelf=${book#reports/*/}
  echo "$shelf"
  rm -rf "${out:?}/$shelf"
  mkdir -p "$out/$shelf"
  kill -0 "${office:-0}" 2>/dev/null && [ -n "$office" ] || start_office
  # An office that hangs over one workbook is ended, and the next workbook has a new one.
  if ! timeout -k 5 "${PICTURES_SECONDS:-300}" "$python" "$here/look.py" "$pipe" "$book" "$out/$shelf" < /dev/null; then
    echo "$shelf: no pictures" | tee "$out/$shelf/failed.txt"
    stop_office
    failed=1
  fi
done < "$work/books"
"$python" "$here/judge.py" "$out" || failed=1
echo "$out/index.html"
exit $failed
