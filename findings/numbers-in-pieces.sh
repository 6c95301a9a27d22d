#!/bin/bash
# A number in an .xlsx may be interrupted: by a comment, by a marked section, by a character written as its code. It is
# the same number to XML. calamine takes the first piece for the whole, SheetJS does for a comment, exceljs reads a
# marked section as blank; openpyxl and LibreOffice read every one.
#
# What surprised us: no error and no blank, but another figure: 48210 visits become 48, or 482. Programs that make
# workbooks from templates of XML leave comments in them; whoever reads those adds up a figure that is in no cell.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 python-calamine==0.9.1
npm install --silent --no-audit --no-fund xlsx@0.18.5 exceljs@4.4.0 >/dev/null

cat > make.py <<'PY'
import openpyxl, re, zipfile
book = openpyxl.Workbook()
for row, what in enumerate(["plain", "comment within", "marked section", "character reference"], 1):
    book.active.cell(row, 1, what)
    book.active.cell(row, 2, 48210)
book.save("plain.xlsx")
forms = iter(["48210", "48<!-- checked -->210", "<![CDATA[48210]]>", "482&#49;0"])
with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile("form.xlsx", "w") as form:
    for name in plain.namelist():
        part = plain.read(name).decode()
        if name.endswith("sheet1.xml"):
            part = re.sub("<v>48210</v>", lambda _: f"<v>{next(forms)}</v>", part)
        form.writestr(name, part)
PY
cat > read.py <<'PY'
import openpyxl, python_calamine
print("openpyxl 3.1.5:", dict(openpyxl.load_workbook("form.xlsx").active.values))
print("python-calamine 0.9.1:", dict(python_calamine.load_workbook("form.xlsx").get_sheet_by_index(0).to_python()))
PY
cat > read.js <<'JS'
const sheetjs = require("xlsx"), sheet = Object.values(sheetjs.readFile("form.xlsx").Sheets)[0];
console.log("SheetJS 0.18.5:", JSON.stringify(Object.fromEntries(sheetjs.utils.sheet_to_json(sheet, {header: 1}))));
const { Workbook } = require("exceljs"), book = new Workbook();
book.xlsx.readFile("form.xlsx").then(() => {
  const read = {};
  book.worksheets[0].eachRow((row) => (read[row.getCell(1).value] = row.getCell(2).value));
  console.log("exceljs 4.4.0:", JSON.stringify(read));
});
JS
venv/bin/python make.py
{ venv/bin/python read.py; node read.js; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
openpyxl 3.1.5: {'plain': 48210, 'comment within': 48210, 'marked section': 48210, 'character reference': 48210}
python-calamine 0.9.1: {'plain': 48210.0, 'comment within': 48.0, 'marked section': '', 'character reference': 482.0}
SheetJS 0.18.5: {"plain":48210,"comment within":48,"marked section":48210,"character reference":48210}
exceljs 4.4.0: {"plain":48210,"comment within":48210,"marked section":null,"character reference":48210}
SEEN
