#!/bin/bash
# Gnumeric numbers the number formats of an .xls from 50 on. The format leaves those numbers to the file, which says what
# each of them is; calamine takes 50 to 58 for the dates that they are in East Asian versions of Excel.
#
# What surprised us: every figure with a format of its own comes out as a day of 1900 or as a time, and nothing says so.
# xlrd and SheetJS look into the file first and read the figures. A form that Gnumeric saved as .xls loses all its sums.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if [[ $(ssconvert --version 2>&1) != *"1.12.55"* ]]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnumeric=1.12.55-1 >/dev/null
fi
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 xlrd==2.0.2 python-calamine==0.9.1
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null

cat > make.py <<'PY'
import openpyxl
book = openpyxl.Workbook()
for row, (what, value, code) in enumerate([
    ("plain", 1234.5, "General"), ("share", 0.912, "0.0%"), ("grouped", 1234.5, "#,##0.0"), ("pounds", 3.25, "£#,##0.00"),
], 1):
    book.active.cell(row, 1, what)
    book.active.cell(row, 2, value).number_format = code
book.save("form.xlsx")
PY
venv/bin/python make.py
ssconvert -T Gnumeric_Excel:excel_biff8 form.xlsx form.xls 2>/dev/null

cat > read.py <<'PY'
import python_calamine, xlrd
book = xlrd.open_workbook("form.xls", formatting_info=True)
sheet = book.sheet_by_index(0)
number = lambda row: book.xf_list[sheet.cell_xf_index(row, 1)].format_key
print("numbers of the formats:", sorted(number(row) for row in range(sheet.nrows)))
print("xlrd 2.0.2:", dict(zip(sheet.col_values(0), sheet.col_values(1))))
read = python_calamine.load_workbook("form.xls").get_sheet_by_index(0).to_python()
print("python-calamine 0.9.1:", {what: str(value) for what, value in read})
PY
cat > read.js <<'JS'
const sheetjs = require("xlsx"), sheet = Object.values(sheetjs.readFile("form.xls").Sheets)[0];
console.log("SheetJS 0.18.5:", JSON.stringify(Object.fromEntries(sheetjs.utils.sheet_to_json(sheet, {header: 1}))));
JS
{ ssconvert --version 2>&1 | sed -n "1s/ssconvert version '\(.*\)'/Gnumeric \1/p"; venv/bin/python read.py; node read.js; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
Gnumeric 1.12.55
numbers of the formats: [0, 50, 51, 52]
xlrd 2.0.2: {'plain': 1234.5, 'share': 0.912, 'grouped': 1234.5, 'pounds': 3.25}
python-calamine 0.9.1: {'plain': '1234.5', 'share': '21:53:16.800000', 'grouped': '1903-05-18 12:00:00', 'pounds': '1900-01-03 06:00:00'}
SheetJS 0.18.5: {"plain":1234.5,"share":0.912,"grouped":1234.5,"pounds":3.25}
SEEN
