#!/bin/bash
# A sensitivity label of Microsoft Purview stands in a workbook as a part of its own (docMetadata/LabelInfo.xml), where a tenant
# has switched co-authoring of encrypted files on, or as properties MSIP_Label_… where it has not; ours has both.
#
# What surprised us: opened and saved, the workbook looks the same and has lost its label, or half of it. openpyxl, ExcelJS
# and SheetJS drop the part. openpyxl and SheetJS keep the properties; ExcelJS has neither. LibreOffice keeps both in an .xlsx, and
# gives the part the kind application/xml, which the specification has and Office does not; in an .ods it keeps the properties.
# It hurts whoever has a script between a labelled workbook and the one that is sent on.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if [[ $(soffice --version 2>/dev/null) != *" 7.4.7.2 "* ]]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-calc=4:7.4.7-1+deb12u14 >/dev/null
fi
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5
npm install --silent --no-audit --no-fund xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1

cat > make.py <<'PY'
import io, zipfile, openpyxl
ID, TENANT = "2096f6a2-d2f7-48be-b329-b73aaa526e5d", "cb46c030-1825-4e81-a295-151c039dbf02"
book = openpyxl.Workbook()
book.active["A1"] = 421
plain = io.BytesIO()
book.save(plain)
label = (f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/'
         f'2020/mipLabelMetadata"><clbl:label id="{{{ID}}}" enabled="1" method="Privileged" siteId="{{{TENANT}}}" contentBits="0" '
         'removed="0" /></clbl:labelList>')
said = {"Enabled": "true", "Method": "Privileged", "Name": "Official", "SiteId": TENANT, "ContentBits": "0"}
line = ('<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="MSIP_Label_' + ID + '_{}"><vt:lpwstr>{}</vt:lpwstr>'
        '</property>')
properties = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/'
              'officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
              + "".join(line.format(n, key, value) for n, (key, value) in enumerate(said.items(), 2)) + "</Properties>")
with zipfile.ZipFile("form.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
    for part in zipfile.ZipFile(plain).infolist():
        text = zipfile.ZipFile(plain).read(part)
        if part.filename == "[Content_Types].xml":
            text = text.replace(b"</Types>", b'<Override PartName="/docMetadata/LabelInfo.xml" ContentType="application/vnd.ms-office.'
                b'classificationlabels+xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-'
                b'officedocument.custom-properties+xml"/></Types>')
        if part.filename == "_rels/.rels":
            text = text.replace(b"</Relationships>", b'<Relationship Id="a1" Type="http://schemas.microsoft.com/office/2020/02/'
                b'relationships/classificationlabels" Target="docMetadata/LabelInfo.xml"/><Relationship Id="a2" Type="http://schemas.'
                b'openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>')
        out.writestr(part, text)
    out.writestr("docMetadata/LabelInfo.xml", label)
    out.writestr("docProps/custom.xml", properties)
openpyxl.load_workbook("form.xlsx").save("openpyxl.xlsx")
PY
venv/bin/python make.py
cat > save.js <<'JS'
const sheetjs = require("xlsx"), exceljs = require("exceljs");
(async () => {
  sheetjs.writeFile(sheetjs.readFile("form.xlsx", {bookFiles: true, bookProps: false}), "sheetjs.xlsx");
  const book = new exceljs.Workbook();
  await book.xlsx.readFile("form.xlsx");
  await book.xlsx.writeFile("exceljs.xlsx");
})();
JS
node save.js
convert() { soffice --headless --norestore "-env:UserInstallation=file://$work/profile" --convert-to "$1" --outdir "$2" "$3" >/dev/null 2>&1; }
convert xlsx libreoffice form.xlsx
convert ods . form.xlsx

cat > read.py <<'PY'
import re, zipfile
def told(name, path):
    package = zipfile.ZipFile(path)
    read = lambda part: package.read(part).decode() if part in package.namelist() else ""
    kind = re.findall(r'PartName="/docMetadata/LabelInfo.xml" ContentType="([^"]*)"', read("[Content_Types].xml"))
    led = "classificationlabels" in read("_rels/.rels")
    part = "part" if 'id="{2096f6a2' in read("docMetadata/LabelInfo.xml") else "no part"
    properties = re.findall(r'name="MSIP_Label_[^"]*_(\w+)"', read("docProps/custom.xml") + read("meta.xml"))
    print(f"{name}: {part}{', led to' if led else ''}{', as ' + kind[0] if kind else ''}; properties: {' '.join(properties) or 'none'}")
told("labelled", "form.xlsx")
told("openpyxl 3.1.5", "openpyxl.xlsx")
told("ExcelJS 4.4.0", "exceljs.xlsx")
told("SheetJS 0.18.5", "sheetjs.xlsx")
told("LibreOffice .xlsx", "libreoffice/form.xlsx")
told("LibreOffice .ods", "form.ods")
PY
{ soffice --version | sed -n '1s, [^ ]*(.*,,p'; venv/bin/python read.py; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
LibreOffice 7.4.7.2
labelled: part, led to, as application/vnd.ms-office.classificationlabels+xml; properties: Enabled Method Name SiteId ContentBits
openpyxl 3.1.5: no part; properties: Enabled Method Name SiteId ContentBits
ExcelJS 4.4.0: no part; properties: none
SheetJS 0.18.5: no part; properties: Enabled Method Name SiteId ContentBits
LibreOffice .xlsx: part, led to, as application/xml; properties: ContentBits Enabled Method Name SiteId
LibreOffice .ods: no part; properties: ContentBits Enabled Method Name SiteId
SEEN
