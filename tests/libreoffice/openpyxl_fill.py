"""Fills a form as a script of a service would, with openpyxl, and says what the form lost: openpyxl_fill.py FORM OUT"""
import sys

import openpyxl

form = openpyxl.load_workbook(sys.argv[1])
kept = {
    s.title: (s.sheet_state, s.protection.sheet, len(s.data_validations.dataValidation),
              sum(len(r.rules) for r in s.conditional_formatting),
              sorted(k for k, d in s.column_dimensions.items() if d.hidden), s.freeze_panes)
    for s in form.worksheets
}
sheet = form["Indicators"]
typed = 0
for row in range(6, sheet.max_row + 1):
    if sheet[f"M{row}"].value is not None or sheet[f"B{row}"].value is None:
        continue
    typed += 1
    if isinstance(sheet[f"L{row}"].value, str):  # worked out from the two beside it
        sheet[f"I{row}"], sheet[f"K{row}"] = row, 2 * row
    else:
        sheet[f"L{row}"] = row / 100  # a cell in per cent shows it a hundredfold
    sheet[f"P{row}"] = "As planned, step by step"
form["Feedback"]["C6"] = 3
cover = form["Cover"]
cover["C24"] = "Jo Hill"
corrections = form["Corrections"]
for cell, value in zip(("B6", "C6", "E6", "H6", "I6", "J6"),
                       (sheet["B6"].value, form["Lists"]["H2"].value, 12.5, "Correction", "Counted twice", "Jo Hill")):
    corrections[cell] = value
form.save(sys.argv[2])

again = openpyxl.load_workbook(sys.argv[2])
lost = {
    s.title: (s.sheet_state, s.protection.sheet, len(s.data_validations.dataValidation),
              sum(len(r.rules) for r in s.conditional_formatting),
              sorted(k for k, d in s.column_dimensions.items() if d.hidden), s.freeze_panes)
    for s in again.worksheets
}
if kept != lost:
    sys.exit(f"openpyxl did not keep the form:\n{kept}\n{lost}")
print(f"{typed} indicators filled with openpyxl; {len(kept)} sheets with their rules as they were")
