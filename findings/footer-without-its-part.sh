#!/bin/bash
# openpyxl drops a footer that does not say in which part of the page it stands, and takes it out of what it saves.
#
# What surprised us: the standard lets a footer begin without &L, &C or &R, and Excel and LibreOffice print it in the
# middle. XlsxWriter and its kin write what they are given. openpyxl reads it with a warning as no footer at all, and a
# workbook that only had one figure changed by a script comes back without the name of its sheet, or without the word
# “Confidential”, on every printed page. It hurts whoever marks paper by its footer.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.3.1 openpyxl==3.1.5

cat > both.py <<'PY'
import re, warnings, zipfile
import openpyxl, xlsxwriter

def footer(name):
    found = re.search(r"<oddFooter>(.*?)</oddFooter>", zipfile.ZipFile(name).read("xl/worksheets/sheet1.xml").decode())
    return found.group(1) if found else "none"

print("XlsxWriter", xlsxwriter.__version__, "openpyxl", openpyxl.__version__)
for words in ("Confidential", "&CConfidential"):
    book = xlsxwriter.Workbook("written.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, 421)
    sheet.set_footer(words)
    book.close()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        read = openpyxl.load_workbook("written.xlsx")
    read.active["A1"] = 422
    read.save("saved.xlsx")
    print(footer("written.xlsx"), "->", footer("saved.xlsx"), "| warned:", any("footer" in str(w.message) for w in said))
PY
venv/bin/python both.py | tee seen
cat > wanted <<'SEEN'
XlsxWriter 3.3.1 openpyxl 3.1.5
Confidential -> none | warned: True
&amp;CConfidential -> &amp;CConfidential | warned: False
SEEN
diff wanted seen || { echo "This is no longer so."; exit 1; }
