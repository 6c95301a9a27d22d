#!/bin/bash
# LibreOffice 7.4 saves a formula whose result is a word as the number 0 in an .xls, where the format has a place for the
# word. Results that are numbers, truths, error values and even empty words are saved as they are.
#
# What surprised us: three readers of old workbooks agree on a figure that nobody ever saw: the "n/a" of an IF is 0, and so
# is "met". LibreOffice works the formula out anew on opening, so whoever looks sees the word. It hurts whoever collects
# figures from forms that some people save as .xls: "not available" becomes a nought, and noughts are added up.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if [[ $(soffice --version 2>/dev/null) != *" 7.4.7.2 "* ]]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-calc=4:7.4.7-1+deb12u14 >/dev/null
fi
convert() { soffice --headless --norestore "-env:UserInstallation=file://$work/profile" --convert-to "$1" "$2" >/dev/null 2>&1; }
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.3.1 xlrd==2.0.2 python-calamine==0.9.1
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null

cat > make.py <<'PY'
import xlsxwriter
book = xlsxwriter.Workbook("form.xlsx")
sheet = book.add_worksheet()
for row, (what, formula, result) in enumerate([
    ("number", "=400+21", 421), ("word", '=IF(1>2,5,"n/a")', "n/a"), ("joined", '="Pot"&"holes"', "Potholes"),
    ("empty word", '=""', ""), ("truth", "=2>1", True), ("error", "=1/0", "#DIV/0!"),
]):
    sheet.write(row, 0, what)
    sheet.write_formula(row, 1, formula, None, result)
book.close()
PY
venv/bin/python make.py
convert ods form.xlsx
convert xls form.xlsx

cat > read.py <<'PY'
import python_calamine, re, xlrd, zipfile
content = zipfile.ZipFile("form.ods").read("content.xml").decode()
print("saved as .ods, shown:", re.findall(r"table:formula=[^>]*><text:p>([^<]*)", content))
sheet = xlrd.open_workbook("form.xls").sheet_by_index(0)
print("xlrd 2.0.2:", dict(zip(sheet.col_values(0), sheet.col_values(1))))
print("python-calamine 0.9.1:", dict(python_calamine.load_workbook("form.xls").get_sheet_by_index(0).to_python()))
PY
cat > read.js <<'JS'
const sheetjs = require("xlsx"), sheet = sheetjs.readFile("form.xls").Sheets.Sheet1;
console.log("SheetJS 0.18.5:", JSON.stringify(Object.fromEntries(sheetjs.utils.sheet_to_json(sheet, {header: 1}))));
JS
{ soffice --version | sed -n '1s, [^ ]*(.*,,p'; venv/bin/python read.py; node read.js; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
LibreOffice 7.4.7.2
saved as .ods, shown: ['421', 'n/a', 'Potholes', 'TRUE', '#DIV/0!']
xlrd 2.0.2: {'number': 421.0, 'word': 0.0, 'joined': 0.0, 'empty word': '', 'truth': 1, 'error': 7}
python-calamine 0.9.1: {'number': 421.0, 'word': 0.0, 'joined': 0.0, 'empty word': '', 'truth': True, 'error': ''}
SheetJS 0.18.5: {"number":421,"word":0,"joined":0,"empty word":"","truth":true}
SEEN
