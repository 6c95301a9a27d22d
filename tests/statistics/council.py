"""The Cabinet workbook of the random council, cell by cell, by tests/recompute: statuses by every scheme, directions, year to
date, baskets and composites, places among peers, delivery risk and exposure.

    python tests/statistics/council.py WORKSPACE [--at-least N]

Ends with 1 on any difference, with fewer than N comparisons, and when a status, a direction or a kind of answer never came up
under a scheme that can give it: a comparison of nothing would prove nothing.
"""

import argparse
import json
import sys
import warnings
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "recompute"))


from compare import Report, check_headlines, check_indicators, check_priorities, check_standing
from money import at_risk
from peers import check_benchmarks
from recompute import Quarterly, check_record, find_report, of_all, read_books, read_statistics
from risk import DOUBTS, check_delivery, check_lists

COLOURS = {"green", "amber", "red"}
# What each scheme must have given somewhere.
GIVES = {
    "tolerance": COLOURS | {"no-target"}, "floor": COLOURS | {"no-target"}, "band": COLOURS, "context": {"contextual"},
    "toleranceandtrend": COLOURS | {"no-target"}, "stars": {"exceeds", "green", "red", "no-target"},
    "outturn": COLOURS | {"no-target"}, "rules": COLOURS | {"no-target"},
}
ANYWHERE = {"not-due", "not-available", "not-applicable", "suppressed", "not-comparable"}
PLACES = ["top quartile", "second quartile", "third quartile", "bottom quartile", "=", "too few peers", "not ranked", "later quarter"]


def uncovered(quarter, statistics, book):
    """What never came up."""
    came = {(q.scheme(), q.status(q.now)) for q in quarter.results.values()}
    for scheme, wanted in GIVES.items():
        yield from (f"{status} by {scheme}" for status in wanted if (scheme, status) not in came)
    statuses = {status for _, status in came}
    yield from (f"status {status}" for status in ANYWHERE - statuses)
    ways = {(what, c[2]) for q in quarter.results.values()
            for what, c in (("short", q.short()), ("long", q.long()), ("year", q.year_on_year())) if c}
    directions = ("Improving", "Worsening", "Steady", "Moved")
    yield from (f"{way} {what}" for way in directions for what in ("short", "long", "year") if (what, way) not in ways)
    kinds = {(q.i.aggregation, q.i.cumulative) for q in quarter.results.values() if q.year_to_date() is not None}
    yield from (f"year to date of {a}, {c}" for a in ("sum", "las", "mea", "max", "min", "rat") for c in (True, False)
                if (a, c) not in kinds and (a, c) != ("las", True))
    places = " ".join(str(c.value) for row in book["Indicators"].iter_rows() for c in row if isinstance(c.value, str))
    yield from (f"place {words}" for words in PLACES if words not in places)
    bases = {row["chance_of_missing_from"] for row in statistics.values()}
    yield from (f"chance of missing from {b}" for b in {"forecast", "outturn", "status-and-direction"} - bases)
    if not any(composite and b.composite is not None for b, composite in quarter.sets):
        yield "a composite"
    if not any(composite and b.composite is None for b, composite in quarter.sets):
        yield "a set without a composite"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("workspace", type=Path)
    options.add_argument("--at-least", type=int, default=1)
    options = options.parse_args()
    warnings.filterwarnings("ignore", module="openpyxl")
    folder = find_report(options.workspace)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    book = of_all(read_books(folder))
    statistics = read_statistics(folder)
    quarter = Quarterly(options.workspace, record)
    report = Report()
    check_record(report, quarter, record)
    check_indicators(report, book["Indicators"], quarter.results, quarter.returned, quarter.settings, quarter.computed)
    check_headlines(report, book["Headlines"], [quarter.council, *quarter.priorities], quarter.settings)
    check_priorities(report, book["Priorities"], quarter.priorities, [b for b, _ in quarter.sets])
    check_standing(report, book["Priorities"], quarter.council, quarter.priorities, quarter.sets)
    doubted = {f["subject"] for f in record["findings"] if f["code"] in DOUBTS and f["severity"] == "query"}
    doubted = {id for id in doubted if id in quarter.results and quarter.results[id].values.get(quarter.now) is not None}
    check_benchmarks(report, book, quarter, options.workspace, doubted)
    placed = check_delivery(report, quarter.results, quarter.settings, quarter.matrix, statistics, doubted)
    check_lists(report, book, quarter.register, placed, at_risk(quarter, quarter.money))

    total = sum(report.compared.values())
    print(f"{options.workspace.name}: {len(quarter.results)} measures, {total} cells compared, {len(report.differences)} different")
    for kind, where, what in report.differences[:60]:
        print(f"  differs: {kind}, {where}: {what}")
    missing = sorted(uncovered(quarter, statistics, book))
    for what in missing:
        print(f"  never came up: {what}")
    if report.differences or missing or total < options.at_least:
        raise SystemExit(f"{len(report.differences)} differences, {len(missing)} never came up, {total} of {options.at_least} compared")


if __name__ == "__main__":
    main()
