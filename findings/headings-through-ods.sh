#!/bin/bash
# A cell with Excel's built-in style Heading 1 (builtinId 16, which screen readers and checkers of accessibility go by) is saved
# by LibreOffice 7.4 in an .ods with the style "Excel Built-in Heading 1", beside its own "Heading 1", which is something else.
# Saved back as .xlsx it is a style of that name without a builtinId.
#
# What surprised us: nothing looks different on the screen, and the heading is gone for every program that knows headings by
# the format's own mark. It hurts whoever publishes accessible spreadsheets in both formats and makes one from the other.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if [[ $(soffice --version 2>/dev/null) != *" 7.4.7.2 "* ]]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-calc=4:7.4.7-1+deb12u14 >/dev/null
fi
convert() { soffice --headless --norestore "-env:UserInstallation=file://$work/profile" --convert-to "$1" --outdir "$2" "$3" >/dev/null 2>&1; }
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5

cat > make.py <<'PY'
import openpyxl
book = openpyxl.Workbook()
book.active["A1"] = "Pupils by area"
book.active["A1"].style = "Headline 1"  # openpyxl's name for it
book.save("form.xlsx")
PY
venv/bin/python make.py
convert ods . form.xlsx
convert xlsx back form.ods

cat > read.py <<'PY'
import re, zipfile
styles = lambda path: re.findall(r'<cellStyle [^>]*Head[^>]*>', zipfile.ZipFile(path).read("xl/styles.xml").decode())
kept = lambda tags: [dict(re.findall(r'(name|builtinId)="([^"]*)"', tag)) for tag in tags]
print("in the .xlsx:", kept(styles("form.xlsx")))
content = zipfile.ZipFile("form.ods").read("content.xml").decode()
print("in the .ods:", re.findall(r'table-cell" style:parent-style-name="([^"]*)"', content))
print("back in an .xlsx:", kept(styles("back/form.xlsx")))
PY
{ soffice --version | sed -n '1s, [^ ]*(.*,,p'; venv/bin/python read.py; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
LibreOffice 7.4.7.2
in the .xlsx: [{'name': 'Headline 1', 'builtinId': '16'}]
in the .ods: ['Excel_20_Built-in_20_Heading_20_1']
back in an .xlsx: [{'name': 'Excel Built-in Heading 1'}]
SEEN
