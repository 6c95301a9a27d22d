#!/usr/bin/env python3
"""Turn a benchmark data folder (register.xlsx, returns/, history.csv) into a Quarterday workspace.

    python prepare.py DATA_DIR WORKSPACE QUARTERDAY_PROGRAM LAYOUT.toml everything|alone

The register is re-written under our headings, the returns are linked as they are, the twelve past quarters are
imported into the ledger. `everything` leaves all as a council has it that changes no setting. `alone` is the peers' job as
far as settings go: nothing is sent back to the services, no trend and no forecast is worked out, and the one workbook has
the peers' five sheets. What has no setting stays: the ledger, the returns kept, the tables for other programs, the notebook.
Runs outside the measured time. Needs python-calamine and xlsxwriter.
"""
import os
import shutil
import subprocess
import sys

import python_calamine
import xlsxwriter

data, workspace, program, layout, job = sys.argv[1:6]
QUARTER = "2025-26Q2"
UNITS = {"number": "Number", "percent": "Percent", "currency": "Pounds", "days": "Days"}
POLARITY = {"higher": "Higher is better", "lower": "Lower is better"}
AGGREGATION = {"latest": "Last", "sum": "Sum", "average": "Mean"}
PRIORITIES = {"High": "H", "Medium": "M", "Low": "L"}

shutil.rmtree(workspace, ignore_errors=True)
os.makedirs(os.path.join(workspace, "layouts"))
os.makedirs(os.path.join(workspace, "returns"))
shutil.copy(layout, os.path.join(workspace, "layouts"))
os.symlink(os.path.abspath(os.path.join(data, "returns")), os.path.join(workspace, "returns", QUARTER))
with open(os.path.join(workspace, "quarterday.toml"), "w") as f:
    if job == "alone":
        f.write('[returns]\nsend_back = "never"\n\n[signals]\non = false\n\n[forecast]\non = false\n\n'
                '[editions]\nwritten = ["members"]\n\n[editions.sheets]\n'
                'members = ["Scorecard", "Indicators", "Exceptions", "Risk register", "Findings"]\n\n')
    f.write('[council]\nname = "Benchmark Council"\n\n[limits]\nsheet_cells = 20000000\nworkbook_cells = 40000000\n'
            'entry_mb = 2048\nunpacked_mb = 4096\nfile_mb = 500\nworker_mb = 4096\nworker_cpu_seconds = 600\n'
            'worker_wall_seconds = 900\n')

rows = python_calamine.CalamineWorkbook.from_path(os.path.join(data, "register.xlsx")).get_sheet_by_name("Indicators").to_python()
columns = {name: n for n, name in enumerate(rows[0])}
cell = lambda row, name: row[columns[name]]
one_return = len(os.listdir(os.path.join(data, "returns"))) == 1

# Shared texts, as Excel saves them and as the register of the workload has them.
book = xlsxwriter.Workbook(os.path.join(workspace, "register.xlsx"), {"constant_memory": False})
services = {}
for row in rows[1:]:
    code = str(cell(row, "id")).rsplit("-", 1)[0]
    services.setdefault("SVC00001" if one_return else code, (cell(row, "service"), cell(row, "directorate")))
sheet = book.add_worksheet("Services")
for x, row in enumerate([["Id", "Service", "Directorate", "Contact", "E-mail"]]
                        + [[k, *v, "A. Khan", f"{k.lower()}@council.example"] for k, v in services.items()]):
    sheet.write_row(x, 0, row)
sheet = book.add_worksheet("Priorities")
for x, row in enumerate([["Id", "Priority", "Owner"], *([v, f"{k} priority", "B. Jones"] for k, v in PRIORITIES.items())]):
    sheet.write_row(x, 0, row)
sheet = book.add_worksheet("Indicators")
sheet.write_row(0, 0, ["Id", "Indicator", "Service id", "Owner", "Unit", "Decimals", "Polarity", "Frequency", "Aggregation",
                       "Priority ids", "Tolerance %", "Least possible", "Greatest possible", "Numerator", "Denominator"])
for x, row in enumerate(rows[1:], 1):
    percent = cell(row, "unit") == "percent"
    code = "SVC00001" if one_return else str(cell(row, "id")).rsplit("-", 1)[0]
    sheet.write_row(x, 0, [cell(row, "id"), cell(row, "name"), code, "C. Smith", UNITS[cell(row, "unit")], cell(row, "decimals"),
                           POLARITY[cell(row, "polarity")], "Quarterly", AGGREGATION[cell(row, "aggregation")],
                           PRIORITIES[cell(row, "priority")], cell(row, "tolerance_pct"), cell(row, "min"), cell(row, "max"),
                           "Done" if percent else "", "All" if percent else ""])
sheet = book.add_worksheet("Targets")
sheet.write_row(0, 0, ["Indicator id", "Year", "Year's target", "Q1", "Q2", "Q3", "Q4"])
for x, row in enumerate(rows[1:], 1):
    sheet.write_row(x, 0, [cell(row, "id"), "2025-26", *(cell(row, k) for k in ("annual_target", "q1_target", "q2_target", "q3_target", "q4_target"))])
for name, heading in (("Checks", ["Code", "Title", "Severity", "Applies to", "Finding when", "What to do"]),
                      ("Comparators", ["Indicator id", "Compared with", "Quarter", "Value", "Source"])):
    book.add_worksheet(name).write_row(0, 0, heading)
book.close()

past = os.path.join(workspace, "past.csv")
with open(os.path.join(data, "history.csv")) as source, open(past, "w") as out:
    next(source)
    out.write("Indicator id,Quarter,Value\n")
    out.writelines(source)
subprocess.run([program, "history", "import", past, "--workspace", workspace, "--quiet"], check=True)
os.unlink(past)
