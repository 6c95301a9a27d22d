"""Makes a council whose fourth quarter is to be run: year_end.py WORKSPACE. It is that of fixtures/checks, with the quarters of its year
up to then in the past, numerators and denominators, targets of the years before and of the next one, a portfolio holder of each
service, and every edition written."""

import shutil
import sys
import warnings
from datetime import date
from pathlib import Path

import openpyxl

from inputs import ROOT

FIXTURE, QUARTER = ROOT / "fixtures" / "checks", "2026-27Q4"
EDITIONS = ("members", "officers", "scrutiny", "half-year", "year-end", "directorates", "portfolios", "services")
#: Of the year that ends, before its last quarter.
BEFORE = {
    "2026-27Q2": {"ST1": 421, "ST2": 81.2, "ST3": (300, 400), "ST7": 2020, "ST12": 91.2, "ST13": 745, "ST14": 53, "HO1": 26},
    "2026-27Q3": {"ST1": 398, "ST2": 78.9, "ST3": (270, 390), "ST7": 3011, "ST12": 89.4, "ST13": 810, "ST14": 51, "HO1": 22},
}
#: The year before, so that a ratio of it can be told.
PARTS = {"2025-26Q1": (280, 400), "2025-26Q2": (281, 390), "2025-26Q3": (262, 400), "2025-26Q4": (300, 410)}
#: Of the services, in the register's order.
HOLDERS = ("Councillor Ivy Dale", "Councillor Sam Okoro")
TARGETS = {
    "2023-24": {"ST1": 1650, "ST12": 92, "ST10": 70}, "2024-25": {"ST1": 1700, "ST2": 82, "ST12": 88},
    "2025-26": {"ST1": 1650, "ST2": 80, "ST3": 70, "ST7": 4100, "ST10": 74, "ST12": 90, "ST13": 700},
    "2027-28": {"ST1": 1720, "ST3": 72, "ST12": 91},
}


def headings(sheet):
    return {c.value: c.column for c in sheet[1] if c.value}


def add(sheet, **values):
    """A row below the last one that has anything in it."""
    row, columns = max(c.row for line in sheet.iter_rows() for c in line if c.value is not None) + 1, headings(sheet)
    for heading, value in values.items():
        heading = heading.replace("_", " ")
        column = columns.setdefault(heading, max(columns.values()) + 1)
        sheet.cell(1, column, heading)
        sheet.cell(row, column, value)
        columns = headings(sheet)


def past(workspace):
    book = openpyxl.load_workbook(workspace / "past.xlsx")
    sheet = book["Readings"]
    at = headings(sheet)
    for row in [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, at["Indicator id"]).value == "ST3"]:
        parts = PARTS.get(sheet.cell(row, at["Quarter"]).value)
        for value, heading in zip(parts or (), ("Numerator", "Denominator")):
            column = headings(sheet).get(heading, max(headings(sheet).values()) + 1)
            sheet.cell(1, column, heading)
            sheet.cell(row, column, value)
        if parts:
            sheet.cell(row, at["Value"], round(100 * parts[0] / parts[1], 1))
    for quarter, figures in BEFORE.items():
        for id, value in figures.items():
            n, d = value if isinstance(value, tuple) else (None, None)
            value = round(100 * n / d, 1) if d else value
            add(sheet, Indicator_id=id, Quarter=quarter, Value=value, Numerator=n, Denominator=d)
    risks = book["Risks"]
    last = {heading: risks.cell(2, column).value for heading, column in headings(risks).items()}
    add(risks, **{heading.replace(" ", "_"): value for heading, value in (last | {"Quarter": "2026-27Q3"}).items()})
    actions = book.create_sheet("Actions")
    actions.append(["Ref", "Service id", "Quarter", "Action", "About", "Lead", "Due date", "Status", "Progress %", "Update"])
    actions.append(["A1", "STR", "2026-27Q3", "Hire two sweepers", None, "Tom Barrow", date(2026, 12, 31), "Not started", None, None])
    book.save(workspace / "past.xlsx")


def register(workspace):
    book = openpyxl.load_workbook(workspace / "register.xlsx")
    for year, targets in TARGETS.items():
        for id, target in targets.items():
            add(book["Targets"], Indicator_id=id, Year=year, **{"Year's_target": target})
    services = book["Services"]
    column = max(headings(services).values()) + 1
    for row, value in enumerate(("Portfolio holder", *HOLDERS), 1):
        services.cell(row, column, value)
    book.save(workspace / "register.xlsx")


def sent(workspace):
    shutil.rmtree(workspace / "returns")
    (workspace / "returns" / QUARTER).mkdir(parents=True)
    book = openpyxl.load_workbook(FIXTURE / "returns" / "2026-27Q2" / "nothing-wrong.xlsx")
    book["Front"]["B4"] = QUARTER
    book.save(workspace / "returns" / QUARTER / "streets.xlsx")


def main(workspace):
    shutil.copytree(FIXTURE, workspace)
    # It lists the faults of the fixture's own returns.
    (workspace / "EXPECTED.csv").unlink()
    past(workspace)
    register(workspace)
    sent(workspace)
    with open(workspace / "quarterday.toml", "a", encoding="utf-8") as settings:
        settings.write(f"\n[editions]\nwritten = {list(EDITIONS)}\n")


warnings.filterwarnings("ignore", module="openpyxl")
main(Path(sys.argv[1]))
