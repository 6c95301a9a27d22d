"""The returns that every program writes: the same cells, each of a kind that programs write in their own way.

    plan.py plan.json    the cells of the council's own form, and what must be read from them
"""
import json
import sys

SHEET = "Return"
# A cell is a value, or an object: format (of numbers), formula with result, day.
HEADINGS = ["Ref", "Measure", "Unit", "Target", "Numerator", "Denominator", "Result", "If none, why", "Comment"]
COMMENT = "Café reopened: “ten per cent” up,\nthen down & < 5 > 3 "
ROWS = [
    ["LE1", "Visits to leisure centres", "Number", 48000, None, None, {"value": 48210, "format": "#,##0"}, None, COMMENT],
    ["LE2", "Members who stay for a year", "Percent", 82, 338, 400, {"formula": "E9/F9*100", "result": 84.5}, None, None],
    ["LE3", "Swimming lessons that are filled", "Percent", 90, None, None, {"value": 0.912, "format": "0.0%"}, None, None],
    ["LE4", "Income from the hire of pitches", "£ thousands", 120, None, None, "126.4", None, None],
    ["LE5", "Days to mend play equipment", "Days", 5, None, None, 4.5, None, None],
    ["LE6", "Change in allotment tenancies", "Number", None, None, None, {"value": -12, "format": "0;[Red]-0"}, None, None],
    ["LE7", "Cost of a visit", "£", None, None, None, {"value": 3.25, "format": "£#,##0.00"}, None, None],
    ["LE8", "Park land in our care", "Number", None, None, None, {"value": 1234.5, "format": "#,##0.0"}, None, None],
]
CELLS = [
    ["Fenmoor District Council: quarterly return"],
    ["Service", "Leisure and Parks"],
    ["Quarter", "2026-27Q2"],
    ["Approved by", "Carol Hughes"],
    ["Date approved", {"day": "2026-10-12"}],
    [],
    HEADINGS,
    *ROWS,
]
VALUES = {"LE1": 48210, "LE2": 84.5, "LE3": 91.2, "LE4": 126.4, "LE5": 4.5, "LE6": -12, "LE7": 3.25, "LE8": 1234.5}

if __name__ == "__main__":
    with open(sys.argv[1], "w") as out:
        json.dump({"sheet": SHEET, "cells": CELLS, "values": VALUES, "comment": COMMENT.strip(), "day": "2026-10-12"}, out)
