#!/bin/bash
# LibreOffice 7.4 reads sparklines of lines from an .xlsx, shows them on the screen and saves them in an .ods, but leaves their
# lines out of a PDF: the cell is blank there. Sparklines of columns, in the same workbook, are printed.
#
# What surprised us: a picture that everybody sees on the screen is not on paper, without a word, and only of one of the three
# kinds. It hurts whoever reads a trend from the printed page: a blank cell says "no figures".
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
venv/bin/pip install -q XlsxWriter==3.3.1 pypdfium2==5.15.2 pillow==13.0.0

cat > make.py <<'PY'
import xlsxwriter
for kind in ("line", "column", "win_loss"):
    book = xlsxwriter.Workbook(f"{kind}.xlsx")
    sheet = book.add_worksheet("Trend")
    sheet.set_column(0, 0, 30)
    sheet.set_row(0, 40)
    # The figures stand outside what is printed.
    sheet.write_row(0, 2, [3, -9, 1, 8, 2, 7, 5, 6])
    sheet.print_area(0, 0, 0, 0)
    sheet.add_sparkline(0, 0, {"range": "Trend!C1:J1", "type": kind, "series_color": "#000000", "weight": 3})
    book.close()
PY
venv/bin/python make.py

cat > look.py <<'PY'
import pypdfium2, re, zipfile
for kind in ("line", "column", "win_loss"):
    saved = zipfile.ZipFile(f"{kind}.ods").read("content.xml").decode()
    there = len(re.findall("<calcext:sparkline ", saved))
    try:
        page = pypdfium2.PdfDocument(f"{kind}.pdf")[0].render(scale=2).to_pil().convert("L")
        ink = "ink" if sum(page.histogram()[:128]) > 100 else "no ink"
    except FileNotFoundError:
        ink = "no page"
    print(f"{kind}: {there} in the .ods, {ink} in the PDF")
PY
for kind in line column win_loss; do
  convert ods $kind.xlsx
  convert pdf $kind.xlsx
done
{ soffice --version | sed -n '1s, [^ ]*(.*,,p'; venv/bin/python look.py; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
LibreOffice 7.4.7.2
line: 1 in the .ods, no ink in the PDF
column: 1 in the .ods, ink in the PDF
win_loss: 1 in the .ods, ink in the PDF
SEEN
