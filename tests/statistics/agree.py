"""Compares statistics.csv of a consolidated workspace with what other libraries make of the same inputs.

    python tests/statistics/agree.py WORKSPACE [--at-least N] [--every-word] [--self-test]

Register, past and returns are read, and taken apart into quarters, by tests/recompute, in exact fractions and with other
libraries than the program's. Each part below gives the columns of one statistic for one measure: {name: value}, where None
stands for an empty field. Numbers agree to 1e-9 of their size; what is 0 but for the dust of binary fractions, to 1e-9 of
the size of the series. Words and counts are the same.

Ends with 1 on any difference and with fewer than N comparisons. --every-word requires that each word that a statistic can
come to came up at least once. --self-test alters one field of each column in memory and
requires that each is noticed.
"""

import argparse
import csv
import json
import math
import sys
import tomllib
import warnings
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "recompute"))

import openpyxl

import outturn
import signals
from books import lines
from inputs import yes
from recompute import Quarterly
from values import meaning, number, text

# A statistic's columns: another one is another line.
PARTS = [signals.columns, outturn.columns]
CLOSE = 1e-9
# What each statistic can come to.
WORDS = {
    "trend": "improving worsening rising falling steady no-clear-trend",
    "trend_test": "mann-kendall seasonal-mann-kendall",
    "variation": "improvement concern high low common-cause",
    "variation_rule": "outside-limits run two-of-three-near-limit one-side-of-mean",
    "assurance": "consistently-passes consistently-fails hit-or-miss",
    "interval_method": "wilson byar",
    "chance": "missed-by-less missed-by-more met-by-less met-by-more",
}
EITHER = ["may_be_drift", "xmr_on_trial", "past_by_season", "large_change", "outturn_known", "outturn_meets"]
# Checks that doubt the size of a figure: nothing is foretold from it.
DOUBTS = ("S002", "C005", "S001", "C046", "T004", "T013")


class Measure:
    """One indicator: its quarter as tests/recompute has it, and what that does not need to know."""

    def __init__(self, id, quarter, row, doubted):
        """`doubted`: the program queries the size of the figure, which is believed here."""
        self.id, self.quarter = id, quarter
        # The program looks back on six years, and so does what is compared with it.
        for known in (quarter.values, quarter.parts):
            for p in [p for p in known if p < quarter.now.minus(signals.BACK)]:
                del known[p]
        self.doubted = doubted
        self.key, self.minimum, self.maximum = yes(row.get("Key?")), number(row.get("Least possible")), number(row.get("Greatest possible"))
        self.part_of_whole = yes(row.get("Part of whole?"))
        # What the register itself calls seasonal; the council's setting does not choose the test.
        self.seasonal = meaning(row.get("Long-term comparison") or "") == "seasonal"


def measures(workspace, record):
    quarterly = Quarterly(workspace, record)
    book = openpyxl.load_workbook(workspace / "register.xlsx", data_only=True)
    rows = {text(r["Id"]): r for r in lines(book["Indicators"], "Id", "Unit", "Polarity")}
    queries = {f["subject"] for f in record["findings"] if f["severity"] == "query" and f["code"] in DOUBTS}
    known = {id: Measure(id, q, rows[id], id in queries) for id, q in quarterly.results.items()}
    return known, quarterly


def size(measure):
    """How large the figures of a series are: what dust is measured by."""
    return max((abs(float(v)) for v in measure.quarter.values.values()), default=1.0) or 1.0


def same(name, want, got, scale):
    if isinstance(want, bool):
        return got == ("yes" if want else "no")
    if want is None or isinstance(want, str):
        return got == (want or "")
    try:
        figure = float(got)
    except ValueError:
        return False
    if isinstance(want, outturn.Loose):
        return math.isclose(figure, want, rel_tol=outturn.LOOSE, abs_tol=outturn.LOOSE * scale)
    # A correlation is of the size of 1 however small it is: ties are kept by rounding what the line leaves over to twelve
    # digits of the figures.
    dust = CLOSE if name == "lag_1_autocorrelation" else CLOSE * 1e-3 * scale
    return math.isclose(figure, want, rel_tol=CLOSE, abs_tol=dust)


def compare(wanted, rows, scales):
    """(comparisons by column, differences)."""
    counts, wrong = Counter(), []
    if set(wanted) != set(rows):
        wrong.append(f"lines: {len(rows)}, expected {len(wanted)}")
    for id in wanted.keys() & rows.keys():
        for name, want in wanted[id].items():
            got = rows[id].get(name, "no such column")
            counts[name] += 1
            if not same(name, want, got, scales[id]):
                wrong.append(f"{id} {name}: {got or 'nothing'}, expected {'nothing' if want is None else want}")
    return counts, wrong


def never_came_up(wanted):
    seen = {(name, v) for columns in wanted.values() for name, v in columns.items() if isinstance(v, (str, bool))}
    every = [(name, word) for name, words in WORDS.items() for word in words.split()]
    every += [("outturn_method", word) for word in outturn.METHODS]
    every += [(name, either) for name in EITHER for either in (True, False)]
    return sorted(f"{name} {value}" for name, value in every if (name, value) not in seen)


def self_test(wanted, rows, scales):
    """Every column is looked at: a changed field is noticed."""
    for name in sorted({name for columns in wanted.values() for name in columns}):
        id = next((id for id in wanted if id in rows and rows[id].get(name)), None)
        if id is None:
            raise SystemExit(f"self-test: no line has anything under {name}")
        held = rows[id][name]
        try:
            # A number that an optimiser had a part in is held to less.
            by = 10 * outturn.LOOSE if isinstance(wanted[id][name], outturn.Loose) else 1e-7
            rows[id][name] = repr(float(held) * (1 + by) + by * scales[id])
        except ValueError:
            rows[id][name] = held + "x"
        _, wrong = compare({id: wanted[id]}, {id: rows[id]}, scales)
        rows[id][name] = held
        if not wrong:
            raise SystemExit(f"self-test: a change of {name} was not noticed")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("workspace", type=Path)
    options.add_argument("--at-least", type=int, default=1)
    options.add_argument("--every-word", action="store_true")
    options.add_argument("--self-test", action="store_true")
    options = options.parse_args()
    warnings.filterwarnings("ignore", module="openpyxl")
    report = sorted(options.workspace.glob("reports/*/run.json"))[-1].parent
    record = json.loads((report / "run.json").read_text(encoding="utf-8"))
    if "statistics.csv" not in {o["file"] for o in record["outputs"]}:
        raise SystemExit("run.json does not list statistics.csv among its outputs")
    with (report / "statistics.csv").open(newline="", encoding="utf-8") as f:
        rows = {row["indicator"]: row for row in csv.DictReader(f)}
    known, quarterly = measures(options.workspace, record)
    settings = quarterly.settings
    wanted = {id: {k: v for part in PARTS for k, v in part(m, settings).items()} for id, m in known.items()}
    scales = {id: size(m) for id, m in known.items()}
    counts, wrong = compare(wanted, rows, scales)
    filled = Counter(name for id in wanted for name, v in wanted[id].items() if v not in (None, ""))
    print(f"{options.workspace.name}: {len(rows)} series, {sum(counts.values())} fields compared, {sum(filled.values())} filled")
    for name in counts:
        print(f"  {name}: {filled[name]} of {counts[name]}")
    for line in wrong[:60]:
        print(f"  differs: {line}")
    if wrong:
        raise SystemExit(f"{len(wrong)} differences")
    if sum(counts.values()) < options.at_least:
        raise SystemExit(f"only {sum(counts.values())} comparisons; at least {options.at_least} were expected")
    if options.every_word and (missing := never_came_up(wanted)):
        raise SystemExit(f"never came up: {', '.join(missing)}")
    if options.self_test:
        self_test(wanted, rows, scales)


if __name__ == "__main__":
    main()
