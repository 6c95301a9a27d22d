#!/bin/bash
# Judges workbooks that other libraries wrote: one by gptables, which is made to keep the points, beside what it claims; the
# same saved by LibreOffice as .ods, where there is one; and ten by openpyxl that break one point each. By hand, with pip:
# run.sh [PROGRAM]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-${QUARTERDAY:-$here/../../target/release/quarterday}}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
venv=${ACCESSIBLE_VENV:-$out/venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q gptables==2.0.2 openpyxl==3.1.5
cd "$out"
"$venv/bin/python" "$here/gptables_book.py" gptables.xlsx
"$venv/bin/python" "$here/openpyxl_books.py" .
if command -v soffice >/dev/null; then
  soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to ods gptables.xlsx >/dev/null 2>&1
fi
# Broken points are what is looked for: 1 is as good as 0.
"$program" accessible --format json ./*.xlsx $(ls ./*.ods 2>/dev/null) > verdicts.json || [ $? = 1 ]
"$venv/bin/python" "$here/verdicts.py" verdicts.json
