"""Fails when a form lost something in LibreOffice: compare.py BEFORE.json AFTER.json BLANK.xlsx FILLED.xlsx"""
import json
import re
import sys
import zipfile


def read(path):
    [checked] = json.load(open(path))
    counts = {k: checked[k] for k in ("service", "period", "layout", "accepted", "readings", "risks", "actions", "feedback")}
    return counts, sorted((f["code"], f["sheet"], f["cell"] or "") for f in checked["findings"])


def left(path):
    """The counts of the sheet Checks as they were calculated: (code, sheet) and how many."""
    book = zipfile.ZipFile(path)
    texts = ["".join(re.findall(r"<t[^>]*>([^<]*)</t>", item))
             for item in re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
    out = {}
    for row in re.findall(r"<row .*?</row>", book.read("xl/worksheets/sheet7.xml").decode(), re.S):
        cells = {}
        for column, attributes, value in re.findall(r'<c r="([A-Z]+)\d+"([^>]*)>(?:<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>', row):
            cells[column] = texts[int(value)] if 't="s"' in attributes else value
        if re.fullmatch(r"[A-Z]\d{3}", cells.get("B", "")):
            out[cells["B"], cells["C"]] = int(float(cells["F"]))  # an error value is no number
    return out


before, after = read(sys.argv[1]), read(sys.argv[2])
if before != after:
    sys.exit(f"read otherwise after LibreOffice saved it:\n{before}\n{after}")
blank, filled = left(sys.argv[3]), left(sys.argv[4])
error = ("C003", "Indicators")
if blank.keys() != filled.keys() or (blank[error], filled[error]) != (0, 1):
    sys.exit(f"the live checks do not count an error value once:\n{blank}\n{filled}")
if filled["C009", "Indicators"] >= blank["C009", "Indicators"]:
    sys.exit(f"figures were typed and as many are still asked for:\n{blank}\n{filled}")
print(f"{before[0]['readings']} readings and {len(before[1])} findings, the same after LibreOffice saved the form")
