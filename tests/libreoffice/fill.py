"""Types figures, words and one broken formula into a form: fill.py FORM OUT"""
import re
import sys
import zipfile

INDICATORS, CHECKS = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet7.xml"
# LibreOffice believes the results that Excel saved, so those of the live checks are left out.
RESULT = re.compile(r'( t="str")?(><f>[^<]*</f>)<v>[^<]*</v>')
FLAG = re.compile(r'( t="str")?(><f>IF\(IFERROR\([^<]*,1,""\)</f>)<v>[^<]*</v>')


def fill(xml):
    """Figures in the column of values (L), where they are typed, which a cell in per cent shows a hundredfold; the first
    one a formula that fails."""
    typed = 0

    def cell(found):
        nonlocal typed
        place, style = found.groups()
        row = int(place[1:])
        reason = re.search(rf'<c r="M{row}"[^>]*?(/>|>)', xml)
        if row < 6 or reason is None or reason[1] != "/>":
            return found[0]
        typed += 1
        if typed == 1:
            return f'<c r="{place}"{style} t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        return f'<c r="{place}"{style}><v>0.{row:02}</v></c>'

    xml = re.sub(r'<c r="(L\d+)"([^>]*?)/>', cell, xml)
    xml = re.sub(r'<c r="(P\d+)"([^>]*?)/>', r'<c r="\1"\2 t="inlineStr"><is><t>As planned, step by step</t></is></c>', xml)
    if typed < 3:
        sys.exit(f"only {typed} figures to type in {sys.argv[1]}")
    return FLAG.sub(r"\2", xml)


with zipfile.ZipFile(sys.argv[1]) as form, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as out:
    for name in form.namelist():
        data = form.read(name)
        if name == INDICATORS:
            data = fill(data.decode()).encode()
        elif name == CHECKS:
            data = RESULT.sub(r"\2", data.decode()).encode()
        out.writestr(name, data)
