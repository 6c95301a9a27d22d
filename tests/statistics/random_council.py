"""Makes a council of a thousand random series and runs a quarter of it through the program, as its users would.

    python tests/statistics/random_council.py FOLDER PROGRAM

The past goes in as CSV through `history import`, the quarter as one return on a plain layout, then `consolidate`. The
series are of every kind that the statistics tell apart: with and without a trend, leaning on the last figure, seasonal,
constant, with ties, with gaps, with a jump, with a new definition, of every length from none to seven years, shares, counts,
rates, year to date, half-yearly and annual. What the register says beside the figures is in random_register.py. One seed:
the same series each time.
"""

import csv
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl

from random_register import SETS, Facts, formulas, own_year, peers, position, whole_set

NOW = 2026 * 4 + 1
SERIES = 1000
SERVICES = [("ALL", "All services", "Council"), ("TWO", "The other service", "Elsewhere")]
LAYOUT = """id = "plain"
title = "Plain return"
version = "1"

[[forms]]
sheet = ["Return"]
[forms.fields]
service = ["Service"]
period = ["Quarter"]
signed-off-by = ["Signed off by"]
signed-off = ["Signed off on"]

[[tables]]
kind = "indicators"
sheet = ["Figures"]
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "value", heading = ["Figure"], required = true },
  { field = "numerator", heading = ["Numerator"] },
  { field = "denominator", heading = ["Denominator"] },
  { field = "reason", heading = ["Why none"] },
  { field = "commentary", heading = ["Commentary"] },
]
"""
INDICATORS = [
    "Id", "Indicator", "Service id", "Owner", "Unit", "Decimals", "Polarity", "Frequency", "Aggregation", "Year to date?",
    "Numerator", "Denominator", "Per", "Part of whole?", "Breaks", "Long-term comparison", "Due in quarters", "Year type",
    "Status scheme", "Tolerance %", "Tolerance (absolute)", "Priority ids", "Weight", "Sets", "Key?", "Formula",
]


def quarter(index):
    return f"{index // 4}-{(index // 4 + 1) % 100:02}Q{index % 4 + 1}"


def shape(rng, n):
    """n figures around 0, of a size of about 1."""
    kind = rng.choice(["noise", "noise", "trend", "leaning", "drift", "season", "constant", "ties", "jump", "run", "step"])
    noise = [rng.gauss(0, 1) for _ in range(n)]
    if kind == "trend":
        slope = rng.choice([-1, 1]) * rng.uniform(0.05, 0.6)
        return [slope * k + v for k, v in enumerate(noise)]
    if kind in ("leaning", "drift"):
        share, out = 0.7 if kind == "leaning" else 1.0, []
        for v in noise:
            out.append(share * out[-1] + v if out else v)
        return out
    if kind == "season":
        swing = [rng.gauss(0, 2) for _ in range(4)]
        return [0.1 * k + swing[k % 4] + 0.3 * v for k, v in enumerate(noise)]
    if kind == "constant":
        return [0.0] * n
    if kind == "ties":
        return [float(round(v)) for v in noise]
    if kind == "jump":
        at = rng.randrange(max(n, 1))
        return [v + (12 if k == at else 0) for k, v in enumerate(noise)]
    if kind == "run":
        return [v if k < n - 8 else 0.2 * (k - n + 8) for k, v in enumerate(noise)]
    if kind == "step":
        return [0.4 * v + (2 if k >= n // 2 else 0) for k, v in enumerate(noise)]
    return noise


def size(rng):
    """Middle, spread and decimals: from rates near nothing to budgets of millions."""
    return rng.choice([(0.5, 0.1, 2), (12, 1.5, 1), (80, 4, 1), (250, 20, 0), (4e3, 300, 0), (2.5e6, 2e5, 0), (9, 2, 3)])


class Random:
    """One indicator: its line in the register, its target, and its figures by quarter as they are sent."""

    def __init__(self, rng, n):
        self.id = f"R{n:04}"
        facts = self.facts = Facts(n)
        self.kind = rng.choice(["level", "level", "level", "share", "share", "count", "rate", "flow"])
        self.frequency = rng.choice(["Quarterly"] * 8 + ["Half-yearly", "Annual"])
        self.cumulative = self.kind == "flow" or (self.kind == "share" and rng.random() < 0.2)
        self.polarity = rng.choice(["Higher is better", "Lower is better"] * 3 + ["None", "Plan is best"])
        self.balance = self.kind == "level" and facts.balance
        middle, spread, self.decimals = size(rng)
        if self.kind == "level":
            self.cumulative = facts.to_date
        due = {"Quarterly": (0, 1, 2, 3), "Half-yearly": (1, 3), "Annual": (1,)}[self.frequency]
        if facts.elsewhere and len(due) < 4:
            due = tuple(q - 1 for q in due)
        self.due = due
        length = rng.choice([0, 1, 2, 3, 5, 7, 8, 9, 11, 12, 13, 14, 17, 20, 24, 25, 28])
        times = [NOW - k for k in range(length) if (NOW - k) % 4 in due][::-1]
        known = [t for t in times if rng.random() > 0.04 or rng.random() < 0.5]
        self.breaks = [quarter(rng.choice(times[1:]))] if len(times) > 2 and rng.random() < 0.12 else []
        if facts.redefined and len(times) > 1:
            self.breaks = [quarter(NOW)]
        self.seasonal = rng.choice(["", "", "", "Seasonal", "Ongoing"])
        self.sent, self.parts = {}, {}
        figures = dict(zip(times, shape(rng, len(times))))
        self.target = None
        if self.kind == "share":
            self.shares(rng, times, figures)
        elif self.kind == "rate":
            self.rates(rng, times, figures)
        else:
            if self.kind in ("count", "flow"):
                middle, spread, self.decimals = rng.choice([(6, 2, 0), (40, 6, 0), (900, 40, 0)])
            if self.balance:
                # Above and below nothing, like a budget's variance.
                middle = 0
            self.levels(times, figures, middle, spread)
            self.target = self.rounded(middle + rng.uniform(-4, 4) * spread)
        self.spread = spread if self.kind in ("level", "count", "flow") else (self.target or 1) / 10
        self.sent = {t: v for t, v in self.sent.items() if t in known or self.cumulative}
        if self.kind == "level" and NOW in self.sent and rng.random() < 0.1:
            # A decimal point that slipped.
            self.sent[NOW] = self.rounded(self.sent[NOW] * rng.choice([10, 100, 0.1, 0.01]))

    def rounded(self, v):
        return round(v if self.balance else max(v, 0), self.decimals)

    def opens(self, t):
        """The first quarter of its own year in which it is due."""
        return t % 4 == min(self.due, key=lambda q: position(self.facts.year, q))

    def levels(self, times, figures, middle, spread):
        total = 0
        for t in times:
            v = self.rounded(middle + spread * figures[t])
            if self.facts.creeps:
                # A trend of no more than a rounding step.
                v = self.rounded(middle + (t >= times[len(times) // 2]) * 10**-self.decimals)
            # The year to date starts again in the first due quarter of a year.
            total = v if self.opens(t) else round(total + v, self.decimals)
            self.sent[t] = total if self.kind == "flow" else v

    def shares(self, rng, times, figures):
        of, middle, self.decimals = rng.choice([12, 60, 400, 9000]), rng.uniform(0.3, 0.9), 1
        cases = whole = 0
        for t in times:
            d = max(3, round(of * rng.uniform(0.9, 1.1)))
            n = min(d, max(0, round(d * (middle + 0.05 * figures[t]))))
            first = self.opens(t) or not self.cumulative
            cases, whole = (n, d) if first else (cases + n, whole + d)
            self.parts[t] = cases, whole
            self.sent[t] = round(100 * cases / whole, 1)
        self.target = round(100 * min(1, middle + rng.uniform(-0.15, 0.15)), 1)

    def rates(self, rng, times, figures):
        people, middle, self.decimals = rng.choice([8_000, 95_000]), rng.uniform(2, 40), 2
        for t in times:
            n = max(0, round(people / 10_000 * (middle + 1.5 * figures[t])))
            self.parts[t] = n, people
            self.sent[t] = round(10_000 * n / people, 2)
        self.target = round(middle * rng.uniform(0.7, 1.3), 2)

    def line(self):
        share = self.kind in ("share", "rate")
        aggregation = {"share": "Ratio", "rate": "Ratio", "count": "Sum", "flow": "Sum"}
        units = {"share": "Percent", "rate": "Rate"}
        return self.facts.columns(10**-self.decimals) | {
            "Id": self.id, "Indicator": f"Series {self.id}", "Owner": "A. Owner",
            "Unit": "Pounds" if self.balance else units.get(self.kind, "Number"), "Per": 10_000 if self.kind == "rate" else None,
            "Decimals": self.decimals, "Polarity": self.polarity, "Frequency": self.frequency,
            "Aggregation": aggregation.get(self.kind, self.facts.aggregation),
            "Year to date?": "Yes" if self.cumulative else None, "Numerator": "Cases" if share else None,
            "Denominator": "Of" if share else None, "Part of whole?": "Yes" if self.kind == "share" else None,
            "Breaks": "; ".join(self.breaks) or None, "Long-term comparison": self.seasonal or None,
            "Due in quarters": ", ".join(str(q + 1) for q in self.due),
        }

    def targets(self):
        """This year's targets and last year's: the year's and its profile, which of a flow grows through the year."""
        of = self.facts.targeted
        if self.target is None or of == "none":
            return
        for year in {own_year(self.facts.year, NOW - n) for n in (0, 1, 4)}:
            goal = 0.0 if of == "zero" else self.rounded(self.target + (self.spread / 4 if year % 2 else 0))
            order = sorted(self.due, key=lambda q: position(self.facts.year, q))
            grown = self.kind == "flow"
            profile = {f"Q{q + 1}": round((n if grown else 1) * goal, self.decimals) for n, q in enumerate(order, 1)}
            row = {"Indicator id": self.id, "Year": label(self.facts.year, year), "Year's target": profile[f"Q{order[-1] + 1}"]}
            if self.facts.scheme == "Outturn" and not grown:
                # Easier by the end of the year than in the quarter.
                easier = {"Higher is better": -1, "Lower is better": 1}.get(self.polarity, 0)
                row["Year's target"] = round(goal + easier * 1.5 * self.spread, self.decimals)
            row |= profile if of != "annual" else {}
            yield row | self.facts.limits(row["Year's target"], self.spread, self.decimals, self.polarity)


def label(kind, year):
    return str(year) if kind == "Calendar" else f"{year}-{(year + 1) % 100:02}"


def sheet(book, name, headings, rows):
    page = book.create_sheet(name)
    page.append(headings)
    for row in rows:
        page.append([row.get(h) for h in headings])
    return page


def register(path, series):
    book = openpyxl.Workbook()
    book.remove(book.active)
    services = [{"Id": id, "Service": name, "Directorate": of} for id, name, of in SERVICES]
    sheet(book, "Services", ["Id", "Service", "Directorate"], services)
    sheet(book, "Priorities", ["Id", "Priority"], [{"Id": f"P{n}", "Priority": f"Priority {n}"} for n in (1, 2, 3)])
    sheet(book, "Indicators", INDICATORS, [s.line() for s in series] + formulas(series))
    headings = ["Indicator id", "Year", "Year's target", "Q1", "Q2", "Q3", "Q4"]
    limits = ["Floor", "Amber from", "Green from", "Green to", "Amber to"]
    sheet(book, "Targets", [*headings, *limits], [row for s in series for row in s.targets()])
    sheet(book, "Checks", ["Code", "Title", "Severity", "Finding when"], [])
    others, near = peers(series, NOW, quarter)
    sheet(book, "Comparators", ["Indicator id", "Compared with", "Quarter", "Value", "Kind"], others)
    sheet(book, "Neighbours", ["Neighbour", "Distance"], near)
    sheet(book, "Sets", ["Set", "Composite?"], [{"Set": name, "Composite?": composite} for name, composite in SETS])
    book.save(path)


def past(path, series):
    with path.open("w", newline="", encoding="utf-8") as out:
        lines = csv.writer(out)
        lines.writerow(["Indicator id", "Quarter", "Value", "Numerator", "Denominator"])
        for s in series:
            for t, v in sorted(s.sent.items()):
                if t < NOW:
                    lines.writerow([s.id, quarter(t), v, *s.parts.get(t, ("", ""))])


def returned(path, series, service):
    book = openpyxl.Workbook()
    front = book.active
    front.title = "Return"
    for row in (["Service", service], ["Quarter", quarter(NOW)], ["Signed off by", "B. Head"], ["Signed off on", date(2026, 10, 5)]):
        front.append(row)
    page = book.create_sheet("Figures")
    page.append(["Ref", "Figure", "Numerator", "Denominator", "Why none", "Commentary"])
    for s in (s for s in series if s.facts.service == service):
        parts = s.parts.get(NOW, (None, None))
        if NOW in s.sent and random.Random(f"held back {s.id}").random() < 0.03:
            # Its parts stand beside the figure that is held back.
            page.append([s.id, None, *parts, s.facts.held_back, None])
        elif NOW in s.sent:
            page.append([s.id, s.sent[NOW], *parts, None, "As every quarter, nothing of note."])
        elif NOW % 4 in s.due:
            page.append([s.id, None, None, None, s.facts.held_back, None])
    book.save(path)


def main():
    folder, program = Path(sys.argv[1]), sys.argv[2]
    rng = random.Random("a thousand series")
    series = [Random(rng, n) for n in range(SERIES)]
    whole_set(series, [NOW, NOW - 1, NOW - 4])
    inbox = folder / "returns" / quarter(NOW)
    inbox.mkdir(parents=True)
    (folder / "layouts").mkdir()
    (folder / "quarterday.toml").write_text('[council]\nname = "Randomshire"\n[returns]\nsend_back = "never"\n[benchmarks]\nnearest = 9\n')
    (folder / "layouts" / "plain.toml").write_text(LAYOUT)
    register(folder / "register.xlsx", series)
    past(folder / "past.csv", series)
    for service, _, _ in SERVICES:
        returned(inbox / f"{service}.xlsx", series, service)
    for command in (["history", "import", f"{folder}/past.csv"], ["consolidate", quarter(NOW)]):
        done = subprocess.run([program, "--today", "2026-10-28", *command, "--workspace", folder], capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise SystemExit(f"quarterday {command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
