#!/bin/bash
# An .ods keeps a length of time as office:time-value="PT00H03M25S" and beside it the words that the cell shows, here 03:25.
# pandas takes the words and reads them as hours and minutes.
#
# What surprised us: 3 minutes 25 seconds become 3 hours 25 minutes, sixty times as long, without a word. And one cell of
# the sheet that shows more than 24 hours ("30:30", a length of time like any other) refuses the whole sheet. pyexcel-ods3
# reads both from the value, as pandas does from the same sheet in an .xlsx. It hurts whoever measures how long callers
# wait, or hours worked, and collects the sheets with pandas.
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
venv/bin/pip install -q XlsxWriter==3.3.1 pandas==3.1.1 odfpy==1.4.1 openpyxl==3.1.5 pyexcel-ods3==0.6.1

cat > make.py <<'PY'
import xlsxwriter
for name, day, form in [("wait", 205 / 86400, "mm:ss"), ("worked", 30.5 / 24, "[h]:mm")]:
    book = xlsxwriter.Workbook(name + ".xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, name)
    sheet.write(0, 1, day, book.add_format({"num_format": form}))
    book.close()
PY
venv/bin/python make.py
for name in wait worked; do convert ods "$name.xlsx"; done

cat > read.py <<'PY'
import pandas, pyexcel_ods3, re, zipfile
for name in ["wait", "worked"]:
    content = zipfile.ZipFile(name + ".ods").read("content.xml").decode()
    value, shown = re.search(r'office:time-value="([^"]*)".*?<text:p>([^<]*)', content).groups()
    print(f"{name}: value {value}, shown {shown}")
    print("  pyexcel-ods3 0.6.1, .ods:", pyexcel_ods3.get_data(name + ".ods")["Sheet1"][0][1])
    print("  pandas 3.1.1, .xlsx:", pandas.read_excel(name + ".xlsx", header=None, engine="openpyxl").iat[0, 1])
    try:
        print("  pandas 3.1.1, .ods:", pandas.read_excel(name + ".ods", header=None).iat[0, 1])
    except ValueError as refused:
        print("  pandas 3.1.1, .ods, refuses:", refused)
PY
{ soffice --version | sed -n '1s, [^ ]*(.*,,p'; venv/bin/python read.py; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
LibreOffice 7.4.7.2
wait: value PT00H03M25S, shown 03:25
  pyexcel-ods3 0.6.1, .ods: 00:03:25
  pandas 3.1.1, .xlsx: 00:03:25
  pandas 3.1.1, .ods: 03:25:00
worked: value PT30H30M00S, shown 30:30
  pyexcel-ods3 0.6.1, .ods: 1 day, 6:30:00
  pandas 3.1.1, .xlsx: 1 days 06:30:00
  pandas 3.1.1, .ods, refuses: hour must be in 0..23: 30:30
SEEN
