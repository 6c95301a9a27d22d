#!/bin/bash
# SheetJS writes content.xml of an .ods with a line for each row and cell, indented. Between these elements OpenDocument has
# no text, so that white space there means nothing (OpenDocument 1.3 part 3, 3.3).
#
# What surprised us: calamine refuses each such file ("Expecting 'table-cell', found 'Text…'"), be it of one cell, while
# pandas, pyexcel-ods3 and SheetJS itself read it. Gnumeric writes such lines too. With the line breaks taken out, and
# nothing else, calamine reads it. It hurts whoever offers "download as .ods" with one library and takes the file back with
# the other: each does as the standard says it may, or nearly, and the two never meet.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q python-calamine==0.9.1 pandas==3.1.1 odfpy==1.4.1 pyexcel-ods3==0.6.1
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null

cat > make.js <<'JS'
const sheetjs = require("xlsx"), book = sheetjs.utils.book_new();
sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet([["Potholes", 421], ["Trees", 75]]), "Data");
sheetjs.writeFile(book, "form.ods");
JS
node make.js

cat > read.py <<'PY'
import pandas, pyexcel_ods3, python_calamine, re, zipfile
form = zipfile.ZipFile("form.ods")
with zipfile.ZipFile("one-line.ods", "w") as one:
    for name in form.namelist():
        data = form.read(name)
        if name == "content.xml":
            print("SheetJS 0.18.5:", re.search(rb"<table:table-row>\s*<table:table-cell[^>]*>", data)[0])
        one.writestr(name, re.sub(rb">\s+<", b"><", data) if name == "content.xml" else data)

def calamine(name):
    try:
        return python_calamine.load_workbook(name).get_sheet_by_name("Data").to_python()
    except python_calamine.CalamineError as refused:
        return f"refused: {refused}"

print("pandas 3.1.1:", pandas.read_excel("form.ods", header=None).values.tolist())
print("pyexcel-ods3 0.6.1:", pyexcel_ods3.get_data("form.ods")["Data"])
print("python-calamine 0.9.1:", calamine("form.ods"))
print("python-calamine 0.9.1, without line breaks:", calamine("one-line.ods"))
PY
venv/bin/python read.py > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
SheetJS 0.18.5: b'<table:table-row>\n          <table:table-cell office:value-type="string">'
pandas 3.1.1: [['Potholes', 421], ['Trees', 75]]
pyexcel-ods3 0.6.1: [['Potholes', 421], ['Trees', 75]]
python-calamine 0.9.1: refused: Expecting 'table-cell', found 'Text(BytesText { content: Borrowed("\n          ") })'
python-calamine 0.9.1, without line breaks: [['Potholes', 421.0], ['Trees', 75.0]]
SEEN
