#!/bin/bash
# A cell of an .xlsx may leave out its reference, and a row its number (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73: both
# attributes are optional); each then follows the one before it. Some exports of large systems write sheets so.
#
# What surprised us: openpyxl, calamine and SheetJS read such a sheet in full. ExcelJS refuses it. xlsx2csv writes an empty
# file and reports success, so a nightly job goes on with no figures. It hurts whoever believes that a file is blank
# because the program that converted it was content.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 xlsx2csv==0.8.6
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 >/dev/null

cat > make.py <<'PY'
import re, zipfile, xlsxwriter
book = xlsxwriter.Workbook("whole.xlsx")
sheet = book.add_worksheet()
for row, cells in enumerate([["Measure", "Value"], ["Potholes", 421], ["Trees", 75]]):
    sheet.write_row(row, 0, cells)
book.close()
whole = zipfile.ZipFile("whole.xlsx")
with zipfile.ZipFile("bare.xlsx", "w") as bare:
    for name in whole.namelist():
        data = whole.read(name)
        if name == "xl/worksheets/sheet1.xml":
            data = re.sub(rb'<(c|row) r="[A-Z0-9]+"', rb"<\1", data)
            print("the sheet:", re.search(rb"<sheetData>.*</sheetData>", data)[0].decode())
        bare.writestr(name, data)
PY
venv/bin/python make.py

cat > read.py <<'PY'
import openpyxl, python_calamine
print("openpyxl 3.1.5:", [list(r) for r in openpyxl.load_workbook("bare.xlsx").active.values])
print("python-calamine 0.9.1:", python_calamine.load_workbook("bare.xlsx").get_sheet_by_index(0).to_python())
PY
cat > read.js <<'JS'
const excel = require("exceljs"), sheetjs = require("xlsx");
const sheet = sheetjs.readFile("bare.xlsx").Sheets.Sheet1;
console.log("SheetJS 0.18.5:", JSON.stringify(sheetjs.utils.sheet_to_json(sheet, {header: 1})));
new excel.Workbook().xlsx.readFile("bare.xlsx").then(
  book => console.log("ExcelJS 4.4.0:", JSON.stringify(book.worksheets[0].getSheetValues())),
  refused => console.log("ExcelJS 4.4.0 refuses:", refused.message));
JS
{
  venv/bin/python read.py
  node read.js
  venv/bin/xlsx2csv bare.xlsx out.csv && echo "xlsx2csv 0.8.6: success, $(tr -d '\r\n' < out.csv | wc -c) characters"
} > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
openpyxl 3.1.5: [['Measure', 'Value'], ['Potholes', 421], ['Trees', 75]]
python-calamine 0.9.1: [['Measure', 'Value'], ['Potholes', 421.0], ['Trees', 75.0]]
SheetJS 0.18.5: [["Measure","Value"],["Potholes",421],["Trees",75]]
ExcelJS 4.4.0 refuses: Invalid row number in model
xlsx2csv 0.8.6: success, 0 characters
SEEN
