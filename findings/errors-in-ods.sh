#!/bin/bash
# LibreOffice 7.4 saves the error value of a formula in an .ods as a text whose value is empty: office:value-type="string",
# office:string-value="". OpenDocument has no type for an error; that it is one stands only in an attribute of
# LibreOffice's own (calcext:value-type="error") and in the words that the cell shows.
#
# What surprised us: which of the two a reader takes decides whether an error is noticed. calamine takes the value, so
# #DIV/0! comes out as an empty text, like a cell that somebody left blank; the same sheet saved as .xls or .xlsx says
# that it is an error. It hurts whoever counts blanks as "not due" or "nothing to report".
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
venv/bin/pip install -q XlsxWriter==3.3.1 python-calamine==0.9.1 pyexcel-ods3==0.6.1 openpyxl==3.1.5

cat > make.py <<'PY'
import xlsxwriter
book = xlsxwriter.Workbook("form.xlsx")
sheet = book.add_worksheet()
for row, (formula, result) in enumerate([("=400+21", 421), ("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ("=NoSuchName", "#NAME?")]):
    sheet.write_formula(row, 0, formula, None, result)
book.close()
PY
venv/bin/python make.py
convert ods form.xlsx
mkdir again
cp form.ods again
(cd again && convert xlsx form.ods)

cat > read.py <<'PY'
import openpyxl, pyexcel_ods3, python_calamine, re, zipfile
content = zipfile.ZipFile("form.ods").read("content.xml").decode()
for cell in re.findall(r"<table:table-cell [^>]*table:formula[^>]*>", content):
    print("in the .ods:", *re.findall(r'(?:office|calcext):[a-z-]*value[a-z-]*="[^"]*"', cell))
print("python-calamine 0.9.1:", python_calamine.load_workbook("form.ods").get_sheet_by_index(0).to_python())
print("pyexcel-ods3 0.6.1:", pyexcel_ods3.get_data("form.ods")["Sheet1"])
again = openpyxl.load_workbook("again/form.xlsx", data_only=True).active
print("openpyxl 3.1.5, saved as .xlsx once more:", [list(row) for row in again.values])
PY
{ soffice --version | sed -n '1s, [^ ]*(.*,,p'; venv/bin/python read.py; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
LibreOffice 7.4.7.2
in the .ods: office:value-type="float" office:value="421" calcext:value-type="float"
in the .ods: office:value-type="string" office:string-value="" calcext:value-type="error"
in the .ods: office:value-type="string" office:string-value="" calcext:value-type="error"
in the .ods: office:value-type="string" office:string-value="" calcext:value-type="error"
python-calamine 0.9.1: [[421.0], [''], [''], ['']]
pyexcel-ods3 0.6.1: [[421], ['#DIV/0!'], ['#N/A'], ['#NAME?'], [], []]
openpyxl 3.1.5, saved as .xlsx once more: [[421], ['#DIV/0!'], ['#N/A'], ['#NAME?']]
SEEN
