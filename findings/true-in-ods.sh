#!/bin/bash
# A TRUE that somebody typed into an .xlsx is saved by LibreOffice 7.4 in an .ods as a number with a formula:
# office:value-type="float" office:value="1" table:formula="of:=TRUE()". OpenDocument has a type for it,
# office:value-type="boolean", and LibreOffice uses it where the cell has the format "TRUE";"TRUE";"FALSE" ("Checked" below).
#
# What surprised us: nothing was typed as a formula and nothing as a number, and three readers of the .ods read 1, where the
# .xlsx that it came from reads True. It hurts whoever asks "signed off? yes or no" and then adds up a column.
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
venv/bin/pip install -q XlsxWriter==3.3.1 python-calamine==0.9.1 pyexcel-ods3==0.6.1 pandas==3.1.1 odfpy==1.4.1 openpyxl==3.1.5

cat > make.py <<'PY'
import xlsxwriter
book = xlsxwriter.Workbook("form.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["Signed off", True])
sheet.write(1, 0, "Checked")
sheet.write(1, 1, True, book.add_format({"num_format": '"TRUE";"TRUE";"FALSE"'}))
book.close()
PY
venv/bin/python make.py
convert ods form.xlsx

cat > read.py <<'PY'
import openpyxl, pandas, pyexcel_ods3, python_calamine, re, zipfile
print("openpyxl 3.1.5, .xlsx:", [list(r) for r in openpyxl.load_workbook("form.xlsx").active.values])
content = zipfile.ZipFile("form.ods").read("content.xml").decode()
for cell in re.findall(r'<table:table-cell [^>]*value-type="(?!string)[^>]*>', content):
    print("in the .ods:", *re.findall(r'(?:office|table):(?:formula|[a-z-]*value[a-z-]*)="[^"]*"', cell))
print("python-calamine 0.9.1, .ods:", python_calamine.load_workbook("form.ods").get_sheet_by_index(0).to_python())
print("pyexcel-ods3 0.6.1, .ods:", [row for row in pyexcel_ods3.get_data("form.ods")["Sheet1"] if row])
print("pandas 3.1.1, .ods:", pandas.read_excel("form.ods", header=None).values.tolist())
PY
{ soffice --version | sed -n '1s, [^ ]*(.*,,p'; venv/bin/python read.py; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
LibreOffice 7.4.7.2
openpyxl 3.1.5, .xlsx: [['Signed off', True], ['Checked', True]]
in the .ods: table:formula="of:=TRUE()" office:value-type="float" office:value="1"
in the .ods: table:formula="of:=TRUE()" office:value-type="boolean" office:boolean-value="true"
python-calamine 0.9.1, .ods: [['Signed off', 1.0], ['Checked', True]]
pyexcel-ods3 0.6.1, .ods: [['Signed off', 1], ['Checked', True]]
pandas 3.1.1, .ods: [['Signed off', 1], ['Checked', 1]]
SEEN
