"""Computes a quarter again, apart from the program, and compares the members' and the officers' workbook with it cell by cell.

    python tests/recompute/recompute.py WORKSPACE [--at-least N] [--small] [--self-test]

The sheets of the members' and the officers' workbook are checked together, every other edition (a directorate's, a portfolio
holder's, scrutiny's, the half-year's …) by the same rules over what parts.py selects as its own.

From the workspace it takes the register, the settings, the layouts, the past series and the returns, and reads all of
them with other libraries than the program does. Which files count it finds out itself. From run.json it believes only which
rows were refused with an error finding; how many these are is printed. The forecast of the year is believed too, as far as a
status or a list hangs on it. Every figure, numerator, denominator and rating is found
in its file by the layout's headings and compared with run.json; status, variance, directions, changes, quarters, year
to date, baskets, risks, places among peers, complaints on working days, data quality, what is told of exceptions, successes
and actions, and every total, movement and state of money and milestones, are computed from that in exact
fractions, by the rules that rules.py and money.py state, and compared with the sheets Indicators, Headlines, Priorities, Risks, Risk register, Feedback, Returns,
Exceptions, Successes, Actions, Files, Findings, Restatements, Budget, Delivery plan and Scorecard. Of most findings it is believed that they were made.

Ends with 1 on any difference, when anything that should have been compared was not, and with fewer than N comparisons.
--self-test alters a cell of each kind in a copy of the report and requires that each is noticed.
"""

import argparse
import csv
import json
import re
import sys
import tomllib
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import openpyxl

from accepted import check_files, choose
from actions import by_subject, check_actions, load_actions
from baskets import Basket
from books import Files, Shelf, lines
from compare import Report, check_headlines, check_indicators, check_priorities, check_risks, check_standing
from editions import check_editions, check_services
from exceptions import Words, check_exceptions, check_successes
from findings import catalogue, check_findings
from formulas import work_out
from inputs import load_layouts, load_past, load_register, read_corrections, read_indicators, read_risks
from least import expected
from money import at_risk, check_budget, check_plan, check_scorecard, load_money
from money_results import check_money_results, paid_from
from outcomes import check_outcomes, mapping
from parts import select
from peers import check_peers, load_feedback
from returning import check_returns
from risk import CLOSED, DOUBTS, QUESTIONS, Register, check_delivery, check_lists, load_registers, read_actions, read_facts
from rules import Matrix, Quarter
from selftest import self_test
from values import Period, number, text

SHEETS = {"Indicators", "Headlines", "Priorities", "Risks", "Risk register", "Feedback", "Returns"}
SHEETS |= {"Exceptions", "Successes", "Actions", "Files", "Findings", "Restatements"}
#: Together they have every sheet; of one that both have, the members' is compared.
WORKBOOKS = ("cabinet.xlsx", "officers.xlsx")


def find_report(workspace):
    """The folder of the newest report."""
    records = sorted(workspace.glob("reports/*/run.json"))
    if not records:
        raise SystemExit(f"{workspace}: no report with run.json")
    return records[-1].parent


def read_books(folder):
    """Every workbook of the report, by name."""
    books = {path.name: openpyxl.load_workbook(path, data_only=True) for path in sorted(folder.glob("*.xlsx"))}
    for name, book in books.items():
        book.file = name
    return books


def of_all(books):
    """What members and officers read, as one book."""
    shelf = Shelf(*(books[name] for name in WORKBOOKS if name in books))
    missing = SHEETS - set(shelf.sheetnames)
    if missing:
        raise SystemExit(f"neither cabinet.xlsx nor officers.xlsx has the sheets {', '.join(sorted(missing))}")
    return shelf


class Quarterly:
    """One quarter of a workspace, computed from its inputs."""

    def __init__(self, workspace, record):
        self.settings = tomllib.loads((workspace / "quarterday.toml").read_text(encoding="utf-8"))
        self.now = Period.parse(record["period"])
        self.matrix = Matrix(self.settings)
        self.indicators, priorities, sets = load_register(workspace / "register.xlsx", self.settings)
        series, parts, self.past_risks = load_past(workspace, self.matrix, self.now)
        self.files = Files(workspace / "returns" / str(self.now))
        self.workspace, self.layouts = workspace, load_layouts(workspace)
        register = openpyxl.load_workbook(workspace / "register.xlsx", data_only=True)
        self.services = lines(register["Services"], "Id", "Service")
        self.service_names = {text(r["Id"]): text(r["Service"]) for r in self.services}
        self.priority_names = priorities
        self.received = choose(self.files.folder, self.files, self.layouts, self.services, self.now)
        self.counting = [f.entry() for f in self.received if f.counts]
        registers, known, actions = load_registers(workspace / "past.xlsx", self.matrix, self.now)
        actions = {key: said for key, said in actions.items() if said[1] not in CLOSED}
        self.rows, self.risks = self.read_returns(self.layouts, known, actions)
        asked = (f for f in record["findings"] if f["code"] in QUESTIONS and f["severity"] != "note")
        self.register = Register(
            self.settings, self.matrix, self.now, self.risks, self.past_risks, registers, known, actions,
            {f["subject"] for f in asked},
        )
        refused = {(f["file"], f["subject"]) for f in record["findings"] if f["severity"] == "error" and f["subject"]}
        self.refused = {id for id, rows in self.rows.items() if any((r.file, id) in refused for r in rows)}
        self.returned = {id: rows[0] for id, rows in self.rows.items() if len(rows) == 1 and id not in self.refused}
        self.corrections = [
            c for e in self.counting
            for c in read_corrections(self.files.sheets(e["file"]), self.layouts[e["layout"]], self.indicators, series)
        ]
        for c in self.corrections:
            series[c.id][c.of] = c.corrected
            parts[c.id].pop(c.of, None)
        self.outturns = {r["indicator"]: r.get("outturn") for r in record["readings"]}
        for id, row in self.returned.items():
            if row.value is not None:
                series[id][self.now] = row.value
        markers = {id: row.marker for id, row in self.returned.items() if row.marker}
        sent = set(self.returned) | self.refused
        self.computed, self.instead = work_out(self.indicators, series, parts, self.now, markers, sent)
        self.results = {id: self.result(i, series[id], parts[id]) for id, i in self.indicators.items()}
        doubted = {f["subject"] for f in record["findings"] if f["code"] in DOUBTS and f["severity"] == "query"}
        self.doubted = {id for id in doubted if id in self.results and self.results[id].values.get(self.now) is not None}
        self.actions, self.promised = load_actions(self)
        self.money = load_money(self, record)
        planted = workspace / "EXPECTED.csv"
        self.planted = len(planted.read_text(encoding="utf-8").splitlines()) - 1 if planted.exists() else 0
        self.council = Basket(self.settings["council"]["name"], list(self.results.values()), self.now)
        self.priorities = [
            Basket(name, [q for q in self.results.values() if id in q.i.priorities], self.now)
            for id, name in priorities
        ]
        self.returning, self.record, self.first_register, self.by_priorities = self.services, record, not self.past_risks, False
        self.said, self.catalogue, self.parts = Words(self), catalogue(self), select(self)
        self.feedback = load_feedback(self, {"inputs": self.counting}, self.layouts)
        self.paid_from = paid_from(self)
        self.outcomes = mapping(workspace, self.indicators)
        self.sets = [
            (Basket(name, [q for q in self.results.values() if name in q.i.sets], self.now), composite)
            for name, composite in sets
        ]

    def as_published(self, c):
        """The indicator with the figure that was published."""
        q = self.results[c.id]
        values = {p: v for p, v in (q.values | {c.of: c.was}).items() if v is not None}
        return Quarter(q.i, self.now, values, q.parts, q.marker, self.settings, outturn=q.outturn)

    def feeders(self, id):
        return sorted(set(re.findall(r'"([^"]+)"', self.indicators[id].formula)))

    def read_returns(self, layouts, known, actions):
        """Figures and ratings; what the returns say of risks and actions takes the place of what was known."""
        rows, risks = defaultdict(list), {}
        for entry in self.counting:
            sheets, layout = self.files.sheets(entry["file"]), layouts[entry["layout"]]
            for id, row in read_indicators(entry["file"], sheets, layout, self.indicators):
                rows[id].append(row)
            ratings = read_risks(sheets, layout, self.matrix)
            risks |= ratings
            known |= {id: facts for id, facts in read_facts(entry["service"], sheets, layout).items() if id in ratings}
            actions |= dict(read_actions(entry["service"], sheets, layout))
        return rows, risks

    def result(self, indicator, series, parts):
        r = self.returned.get(indicator.id)
        values, parts = dict(series), dict(parts)
        if r and r.value is not None:
            values[self.now] = r.value
        if r and None not in (r.numerator, r.denominator):
            parts[self.now] = r.numerator, r.denominator
        outturn = number(self.outturns.get(indicator.id))
        marker = r.marker if r else self.instead.get(indicator.id)
        return Quarter(indicator, self.now, values, parts, marker, self.settings, outturn=outturn)


def check_record(report, quarter, record):
    """run.json against the returns, both ways: nothing invented, nothing lost."""
    listed = {r["indicator"]: r for r in record["readings"]}
    received = {f.file for f in quarter.received}
    for entry in (e for e in record["inputs"] if e["file"] in received):
        report.same("file hash", entry["file"], quarter.files.sha256(entry["file"]), entry["sha256"])
    for id, got in listed.items():
        row, where = quarter.returned.get(id), f"run.json, {id}"
        if id in quarter.computed:
            result = quarter.results[id]
            report.same("worked out", where, result.values.get(quarter.now), got.get("value"))
            report.same("worked out from", where, quarter.feeders(id), sorted(got.get("computed-from", [])))
            report.same("status worked out", where, result.status(quarter.now), got["status"])
            continue
        if row is None:
            report.same("reading", where, None, got["cell"])
            continue
        report.same("place", where, (row.file, row.sheet, row.cell), (got["file"], got["sheet"], got["cell"]))
        report.same("figure", where, row.value, got.get("value"))
        # An indicator that is not due and has no figure needs no word of the service.
        silent = row.value is None and row.marker is None and quarter.now.quarter not in quarter.indicators[id].due
        report.same("marker", where, "not-due" if silent else row.marker, got.get("marker"))
        # What stands beside a suppressed figure would tell it.
        held_back = row.marker == "suppressed"
        report.same("numerator", where, None if held_back else row.numerator, got.get("numerator"))
        report.same("denominator", where, None if held_back else row.denominator, got.get("denominator"))
        report.same("status in run.json", where, quarter.results[id].status(quarter.now), got["status"])
    for id, row in quarter.returned.items():
        if row.value is not None or row.marker is not None:
            report.same("nothing lost", f"{row.file}, {id}", True, id in listed)


def read_statistics(folder):
    with open(folder / "statistics.csv", encoding="utf-8", newline="") as f:
        return {row["indicator"]: row for row in csv.DictReader(f)}


def compare(quarter, books, record, statistics):
    report, book = Report(), of_all(books)
    quarter.confirmed = {q["about"] for q in record["queries"] if q["state"] != "open"}
    check_record(report, quarter, record)
    check_files(report, book, quarter, record)
    # Which files count is known here; what else the record says of them is not needed below.
    counting = record | {"inputs": [f.entry() for f in quarter.received]}
    check_indicators(report, book["Indicators"], quarter.results, quarter.returned, quarter.settings, quarter.computed)
    check_headlines(report, book["Headlines"], [quarter.council, *quarter.priorities], quarter.settings)
    check_priorities(report, book["Priorities"], quarter.priorities, [b for b, _ in quarter.sets])
    check_standing(report, book["Priorities"], quarter.council, quarter.priorities, quarter.sets)
    check_risks(report, book, quarter.risks, quarter.past_risks, quarter.matrix, not quarter.past_risks)
    doubted = quarter.doubted
    check_peers(report, book, quarter, counting, quarter.workspace, quarter.layouts, doubted)
    placed = check_delivery(report, quarter.results, quarter.settings, quarter.matrix, statistics, doubted)
    quarter.placed = placed
    check_lists(report, book, quarter.register, placed, at_risk(quarter, quarter.money))
    about = by_subject(quarter.actions)
    check_exceptions(report, book["Exceptions"], quarter, doubted, statistics, quarter.said, about)
    check_successes(report, book["Successes"], quarter, doubted, statistics, quarter.said)
    check_actions(report, book["Actions"], quarter, quarter.actions, quarter.promised)
    check_findings(report, book, quarter, record, quarter.actions)
    check_budget(report, book, quarter, quarter.money)
    check_plan(report, book, quarter, quarter.money)
    check_scorecard(report, book, quarter)
    if "Money and results" in book.sheetnames:
        check_money_results(report, book["Money and results"], quarter)
    if "Outcomes" in book.sheetnames:
        check_outcomes(report, book["Outcomes"], quarter)
    check_returns(report, book["Returns"], quarter)
    check_services(report, book["Feedback"], quarter)
    report.least = check_editions(report, books, quarter, record, statistics)
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--at-least", type=int, default=1, metavar="N")
    parser.add_argument("--small", action="store_true", help="a council that does not have everything")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    # openpyxl leaves sparklines out, which nobody compares here.
    warnings.filterwarnings("ignore", module="openpyxl")

    folder = find_report(options.workspace)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    books = read_books(folder)
    quarter = Quarterly(options.workspace, record)
    statistics = read_statistics(folder)
    report = compare(quarter, books, record, statistics)

    total = sum(report.compared.values())
    readers = ", ".join(f"{n} with {reader}" for reader, n in Counter(quarter.files.read_with.values()).items())
    print(f"{len(books)} workbooks, {quarter.now}: computed again from the register, the past and the returns ({readers})")
    for kind, n in report.compared.items():
        print(f"  {n:6}  {kind}")
    print(f"  {total:6}  compared in all, {len(report.differences)} different")
    twice = sum(len(rows) > 1 for rows in quarter.rows.values())
    print(
        f"{len(quarter.counting)} of {len(quarter.received)} files count. Believed of run.json: that {len(quarter.refused)} "
        f"indicators ({twice} of them twice in a return) were refused with an error finding."
    )
    for kind, where, what in report.differences:
        print(f"DIFFERENT  {kind}, {where}: {what}")
    short = {k: (n, report.compared[k]) for k, n in (expected(quarter, record, statistics, options.small) | report.least).items() if report.compared[k] < n}
    for kind, (least, n) in short.items():
        print(f"TOO FEW  {kind}: {n} compared of {least}")
    if total < options.at_least:
        print(f"TOO FEW  in all: {total} compared of {options.at_least}")
    good = not report.differences and not short and total >= options.at_least
    if options.self_test:
        fresh = lambda: (read_books(folder), json.loads(json.dumps(record)), read_statistics(folder))
        again = lambda books, record, statistics: compare(Quarterly(options.workspace, record), books, record, statistics)
        good &= self_test(fresh, again, of_all, report, options.small)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
