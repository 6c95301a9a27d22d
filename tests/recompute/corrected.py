"""Writes two corrections of the last quarter into a return of a demo: corrected.py WORKSPACE. The demo itself has none."""

import sys
import warnings
from pathlib import Path

import openpyxl

#: By the form's keys, which stand above its headings.
FIELDS = ("indicator", "period", "published", "corrected", "class", "reason", "author")
CORRECTIONS = (
    ("EHP05", "2026-27Q1", 10230, 9870, "Correction", "Two clubs were counted twice", "Jo Pemberton"),
    ("EHP04", "2026-27Q1", 155, 185, "Update", "Late records from the police", "Dev Patel"),
)

text = lambda value: value if isinstance(value, str) else ""
warnings.filterwarnings("ignore", module="openpyxl")
path = Path(sys.argv[1]) / "returns" / "2026-27Q2" / "EHP 2026-27Q2.xlsx"
book = openpyxl.load_workbook(path)
sheet = book["Corrections"]
keys = {text(c.value): c for row in sheet.iter_rows() for c in row if text(c.value).startswith("qd:")}
first = keys["qd:indicator"].row + 2
for down, line in enumerate(CORRECTIONS):
    for field, value in zip(FIELDS, line):
        sheet.cell(first + down, keys[f"qd:{field}"].column, value)
book.save(path)
