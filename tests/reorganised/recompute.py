"""The ledgers before and after a reorganisation, beside what follows from the figures that the fixtures are made of.

    recompute.py before COUNCIL=EXPORT …      the figures of ASH, BECK and SHIRE, each with its file, sheet and cell
    recompute.py after SUCCESSOR=EXPORT …     the joined figures of EAST, WEST or BOTH, and those sent before

An export is the folder of `quarterday history export`. What is expected stands in fixtures/reorganised: it was worked
out in fractions by the maker of the fixtures, which knows nothing of the program. Ends with 1 where anything differs.
"""

import csv
import math
import sys
from pathlib import Path

import openpyxl

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "reorganised"
FIRST = "2027-28Q1"
#: Whose figures a successor has.
COUNCILS = {"EAST": ("ASH", "SHIRE"), "WEST": ("BECK", "SHIRE"), "BOTH": ("ASH", "BECK")}
#: Measures of one council that go to one of its successors alone.
ELSEWHERE = {("EAST", "SHIRE", "HT04")}


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else None


def same(a, b):
    """Two numbers, or none in both."""
    a, b = number(a), number(b)
    return a is b is None or None not in (a, b) and math.isclose(a, b, rel_tol=1e-9)


def figures(folder):
    """(measure, quarter) → its row in an export."""
    return {(row["indicator"], row["quarter"]): row for row in table(Path(folder) / "figures.csv")}


def cells(councils):
    """The figures that these councils sent, of the whole council."""
    rows = table(FIXTURES / "EXPECTED-cells.csv")
    return {(r["council"], r["id"], r["quarter"]): r for r in rows if r["council"] in councils and not r["part"]}


def new_ids(crosswalk):
    """(council, id there) → id of the new measure."""
    sheet = openpyxl.load_workbook(FIXTURES / crosswalk, read_only=True)["Measures"]
    heading, *rows = sheet.iter_rows(values_only=True)
    council, id_, new = (heading.index(name) for name in ("Council id", "Indicator id", "New id"))
    return {(row[council], row[id_]): row[new] for row in rows}


class Compared:
    def __init__(self):
        self.right, self.wrong = 0, []

    def hold(self, holds, *words):
        if holds:
            self.right += 1
        else:
            self.wrong.append(" ".join(map(str, words)))

    def numbers(self, name, row, expected, columns):
        for column in columns:
            told, wanted = row[column], expected[column]
            self.hold(same(told, wanted), name, column, told or "none", "expected", wanted or "none")

    def sent(self, name, row, cell, within=""):
        """A figure as a service sent it: its number, its parts and where they stand."""
        if row is None:
            self.hold(False, name, "is not there; expected", cell["value"])
            return
        self.numbers(name, row, cell, ("value", "numerator", "denominator"))
        for column in ("file", "sheet", "cell"):
            wanted = within * (column == "file") + cell[column]
            self.hold(row[column] == wanted, name, column, row[column], "expected", wanted)


def before(compared, council, folder):
    there, expected = figures(folder), cells([council])
    for (_, id_, quarter), cell in expected.items():
        compared.sent(f"{council} {id_} {quarter}", there.get((id_, quarter)), cell)
    for (id_, quarter), row in there.items():
        # What is worked out by a formula of the register stands in no cell.
        known = (council, id_, quarter) in expected or not row["value"] or not row["cell"]
        compared.hold(known, council, id_, quarter, "has", row["value"], "and nobody sent it")


def after(compared, successor, folder):
    there = figures(folder)
    joined = {(r["measure"], r["quarter"]): r for r in table(FIXTURES / "EXPECTED.csv") if r["successor"] == successor}
    for (id_, quarter), expected in joined.items():
        name, row = f"{successor} {id_} {quarter}", there.get((id_, quarter))
        told = row["value"] if row else ""
        wanted = expected["value"]
        compared.hold(same(told, wanted), name, "has", told or "none", "expected", wanted or expected["state"])
        if told and (row["numerator"] or row["denominator"]):
            compared.numbers(name, row, expected, ("numerator", "denominator"))
    for (id_, quarter), row in there.items():
        if quarter < FIRST and id_ in {measure for measure, _ in joined} and row["value"]:
            due = (id_, quarter) in joined
            compared.hold(due, successor, id_, quarter, "has", row["value"], "where not all terms are due")
    new = new_ids("crosswalk-both.xlsx" if successor == "BOTH" else "crosswalk.xlsx")
    own = {id_ for id_, _ in there}
    for (council, id_, quarter), cell in cells(COUNCILS[successor]).items():
        if (successor, council, id_) not in ELSEWHERE:
            # What is taken over as it is stands under its new id alone.
            here = f"{council}-{id_}" if f"{council}-{id_}" in own else new[council, id_]
            compared.sent(f"{successor} {here} {quarter}", there.get((here, quarter)), cell, f"{council}/")


def main():
    compared, (which, *given) = Compared(), sys.argv[1:]
    for one in given:
        name, _, folder = one.partition("=")
        {"before": before, "after": after}[which](compared, name, folder)
    for line in compared.wrong[:40]:
        print(line)
    print(f"{compared.right} alike, {len(compared.wrong)} not")
    sys.exit(bool(compared.wrong) or not compared.right)


main()
