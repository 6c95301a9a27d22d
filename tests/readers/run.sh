#!/bin/bash
# Long sheets, whose rows we write ourselves and without the references of their cells, as five others read them: openpyxl,
# calamine, SheetJS, polars and LibreOffice, cell for cell what openpyxl reads where every cell says its reference. By hand.
#
#   tests/readers/run.sh QUARTERDAY WORKSPACE       a workspace that was consolidated, such as the demo's
#
# Installs what it needs (Debian's packages, pip, npm).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
quarterday=$(realpath "$1")
env=${READERS_ENV:-$root/target/readers}
mkdir -p "$env"
missing=()
for wanted in soffice:libreoffice-calc node:nodejs npm:npm; do
  command -v "${wanted%%:*}" >/dev/null || missing+=("${wanted##*:}")
done
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ ! -x "$env/venv/bin/python" ]; then
  python3 -m venv "$env/venv"
  "$env/venv/bin/pip" install -q openpyxl==3.1.5 python-calamine==0.9.1 polars==2.1.0 fastexcel==0.21.0 pyarrow
fi
[ -d "$env/node_modules/xlsx" ] || (cd "$env" && npm init -y >/dev/null && npm install --silent xlsx@0.18.5 exceljs@4.4.0)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for up_to in 100000000 0; do
  cp -r "$2" "$work/$up_to"
  rm -rf "$work/$up_to/reports"
  sed -i '/^cell_references_up_to/d; s/^\[editions\]$/&\ncell_references_up_to = '$up_to'/' "$work/$up_to/quarterday.toml"
  grep -q '^cell_references_up_to' "$work/$up_to/quarterday.toml" ||
    printf '\n[editions]\ncell_references_up_to = %s\n' "$up_to" >> "$work/$up_to/quarterday.toml"
  quarter=$(basename "$(ls -d "$2"/reports/*/ | tail -1)")
  "$quarterday" consolidate "$quarter" --workspace "$work/$up_to" --quiet >/dev/null || [ $? -eq 1 ]
  mkdir "$work/books-$up_to"
  cp "$work/$up_to"/reports/*/*.xlsx "$work/books-$up_to"
done
soffice --headless --norestore "-env:UserInstallation=file://$work/profile" --convert-to ods --outdir "$work/saved" \
  "$work"/books-0/*.xlsx >/dev/null 2>&1
MODULES=$env node "$here/sheetjs.cjs" "$work"/books-0/*.xlsx > "$work/sheetjs.json"
"$env/venv/bin/python" "$here/compare.py" "$work/books-100000000" "$work/books-0" "$work/saved" "$work/sheetjs.json"
