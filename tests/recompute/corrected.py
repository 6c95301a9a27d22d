"""Writes two corrections of the last quarter into a return of a demo: corrected.py WORKSPACE. The demo itself has none."""

import sys
import warnings
from pathlib import Path

import openpyxl

CORRECTIONS = (
    ("EHP05", "2026-27Q1", 10230, 9870, "Correction", "Two clubs were counted twice", "Jo Pemberton"),
    ("EHP04", "2026-27Q1", 155, 185, "Update", "Late records from the police", "Dev Patel"),
)

warnings.filterwarnings("ignore", module="openpyxl")
path = Path(sys.argv[1]) / "returns" / "2026-27Q2" / "EHP 2026-27Q2.xlsx"
book = openpyxl.load_workbook(path)
sheet = book["Corrections"]
heading = next(c for row in sheet.iter_rows() for c in row if c.value == "Indicator")
for down, line in enumerate(CORRECTIONS, 1):
    for right, value in enumerate(line):
        sheet.cell(heading.row + down, heading.column + right, value)
book.save(path)
