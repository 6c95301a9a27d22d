"""Computes a quarter again, apart from the program, and compares the Cabinet workbook with it cell by cell.

    python tests/recompute/recompute.py WORKSPACE [REPORT FOLDER]

From the workspace it takes the register, the settings, the past series and the returns. run.json is only the list of
readings: every figure is read again from the file, sheet and cell that it names, after the file's SHA-256 was checked.
Status, variance, directions, changes, quarters, year to date, priorities and risks are computed from that in exact
fractions, by the rules of the design's page on calculations, and compared with the sheets Indicators, Priorities and
Risks. Prints what was compared; ends with 1 on any difference.

Needs openpyxl and nothing else. Old and binary workbooks (.xls, .xlsb) cannot be read with it: their figures are taken
from run.json and counted as not read again.
"""

import hashlib
import json
import re
import sys
import tomllib
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
QUARTERS = 13
DIRECTIONS = ("Improving", "Steady", "Worsening", "Up", "Down", "Unchanged")
RATED = ("green", "amber", "red")


# ---------------------------------------------------------------- numbers and periods


def number(x):
    """The decimal that was typed, exactly: the shortest one that stands for the same binary number."""
    return x if x is None or isinstance(x, Fraction) else Fraction(Decimal(repr(x)))


def half_away(x, decimals):
    scaled = abs(x) * 10**decimals
    units = (scaled + Fraction(1, 2)).__floor__()
    return Fraction(units if x >= 0 else -units, 10**decimals)


@dataclass(frozen=True, order=True)
class Period:
    index: int  # quarters since year 0

    @classmethod
    def parse(cls, text):
        year, quarter = re.fullmatch(r"(\d{4})-\d{2}Q([1-4])", text.strip()).groups()
        return cls(int(year) * 4 + int(quarter) - 1)

    @property
    def year(self):
        return self.index // 4

    @property
    def quarter(self):
        return self.index % 4 + 1

    def minus(self, n):
        return Period(self.index - n)

    def __str__(self):
        return f"{self.year}-{(self.year + 1) % 100:02}Q{self.quarter}"


# ---------------------------------------------------------------- workbooks


def meaning(heading):
    return "".join(c for c in str(heading).lower() if c.isalnum())


def text(x):
    return "" if x is None else str(x).strip()


def table(sheet, *needed):
    """The rows below the first row that has all the needed headings, as dictionaries by heading."""
    rows = list(sheet.iter_rows(values_only=True))
    for n, row in enumerate(rows):
        headings = [text(c) for c in row]
        if all(h in headings for h in needed):
            break
    else:
        raise SystemExit(f"{sheet.title}: no row with the headings {needed}")
    out = []
    for row in rows[n + 1 :]:
        if not any(text(c) for c in row):
            break
        out.append({h: c for h, c in zip(headings, row) if h})
    return out


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def read_ods(path):
    """Sheets of an OpenDocument workbook: {name: {(row, column): (value, percent)}}, counted from 1."""
    with zipfile.ZipFile(path) as z:
        root = ElementTree.fromstring(z.read("content.xml"))
    sheets = {}
    for sheet in root.iter(f"{{{TABLE}}}table"):
        cells, row_number = {}, 0
        for row in sheet.iter(f"{{{TABLE}}}table-row"):
            row_number += 1
            column = 0
            for cell in row:
                repeated = int(cell.get(f"{{{TABLE}}}number-columns-repeated", 1))
                kind = cell.get(f"{{{OFFICE}}}value-type")
                words = "\n".join("".join(p.itertext()) for p in cell.iter(f"{{{TEXT}}}p"))
                value = float(cell.get(f"{{{OFFICE}}}value")) if kind in ("float", "percentage", "currency") else words
                if kind and repeated < 100:
                    for k in range(repeated):
                        cells[row_number, column + 1 + k] = (value, kind == "percentage")
                column += repeated
            row_number += int(row.get(f"{{{TABLE}}}number-rows-repeated", 1)) - 1
        sheets[sheet.get(f"{{{TABLE}}}name")] = cells
    return sheets


def read_excel(path):
    book = openpyxl.load_workbook(path, data_only=True)
    sheets = {}
    for sheet in book.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for c in row:
                if c.value is not None:
                    cells[c.row, c.column] = (c.value, "%" in (c.number_format or ""))
        sheets[sheet.title] = cells
    return sheets


class Files:
    """The returns as received, each opened once."""

    def __init__(self, folder):
        self.folder, self.open, self.hashes = folder, {}, {}

    def sha256(self, name):
        if name not in self.hashes:
            self.hashes[name] = hashlib.sha256((self.folder / name).read_bytes()).hexdigest()
        return self.hashes[name]

    def sheets(self, name):
        """None where the format is one that this script cannot read."""
        if name not in self.open:
            path = self.folder / name
            start = path.read_bytes()[:4]
            if start != b"PK\x03\x04" or path.suffix.lower() == ".xlsb":
                self.open[name] = None
            else:
                with zipfile.ZipFile(path) as z:
                    inside = set(z.namelist())
                if "content.xml" in inside:
                    self.open[name] = read_ods(path)
                else:
                    self.open[name] = None if "xl/workbook.bin" in inside else read_excel(path)
        return self.open[name]


def position(cell):
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def meanings_of(value, percent, unit):
    """Every number that a cell may honestly stand for; none where it is not a number."""
    if isinstance(value, bool) or isinstance(value, (date, datetime)) or value is None:
        return []
    if isinstance(value, (int, float)):
        v = number(value)
        if unit != "Percent":
            return [v]
        # A percent format settles it; without one a form may ask for points or for a fraction.
        return [v * 100] if percent else [v, v * 100] if 0 <= v <= 1 else [v]
    s = re.sub(r"[\s\u00a0\u2007\u202f\u200b\ufeff]", "", str(value)).replace("−", "-")
    negative = s.startswith("(") and s.endswith(")")
    s = s.strip("()").replace("£", "").replace(",", "").rstrip("*")
    found = re.fullmatch(r"([-+]?\d*\.?\d+)(%|k|m|[a-z]*)", s.lower())
    if not found:
        return []
    v = Fraction(Decimal(found[1])) * (-1 if negative else 1)
    times = {"k": 1_000, "m": 1_000_000}.get(found[2])
    if times:
        scale = {"Pounds (thousands)": 1_000, "Pounds (millions)": 1_000_000}.get(unit, 1)
        return [v * times / scale, v]
    return [v, v * 100] if unit == "Percent" and found[2] != "%" and 0 <= v <= 1 else [v]


# ---------------------------------------------------------------- the register and the settings


def words(raw, known):
    want = meaning(raw)
    return next((k for k in known if meaning(k) == want), None)


def yes(raw):
    return meaning(raw or "") in ("yes", "y", "true", "1")


def listed(raw):
    return [w.strip() for w in re.split(r"[;,\n]", text(raw)) if w.strip()]


@dataclass
class Indicator:
    id: str
    service: str
    unit: str
    decimals: int
    polarity: str
    due: list
    aggregation: str
    cumulative: bool
    priorities: list
    scheme: str
    tolerance_percent: Fraction
    tolerance_absolute: Fraction
    ratio: bool
    breaks: list
    ongoing: bool
    weight: Fraction
    targets: dict = field(default_factory=dict)  # by year: row of the Targets sheet


def load_register(path, settings):
    book = openpyxl.load_workbook(path, data_only=True)
    status = settings.get("status", {})
    council_scheme = meaning(status.get("scheme", "tolerance"))
    council_ongoing = settings.get("direction", {}).get("long_term", "seasonal") == "ongoing"
    indicators = {}
    for row in table(book["Indicators"], "Id", "Unit", "Polarity"):
        frequency = meaning(row["Frequency"])
        due = [int(q) for q in re.findall(r"[1-4]", text(row.get("Due in quarters")))]
        default = {"halfyearly": [2, 4], "annual": [4]}.get(frequency, [1, 2, 3, 4])
        long_term = meaning(row.get("Long-term comparison") or "")
        decimals, weight = row.get("Decimals"), row.get("Weight")
        indicators[text(row["Id"])] = Indicator(
            id=text(row["Id"]),
            service=text(row["Service id"]),
            unit=text(row["Unit"]),
            decimals=0 if decimals is None else int(decimals),
            polarity=words(row["Polarity"], ("Higher is better", "Lower is better", "Plan is best", "None")),
            due=sorted(set(due)) or default,
            aggregation=meaning(row["Aggregation"])[:3],
            cumulative=yes(row.get("Year to date?")),
            priorities=listed(row.get("Priority ids")),
            scheme=meaning(row.get("Status scheme") or council_scheme),
            tolerance_percent=number(row.get("Tolerance %")),
            tolerance_absolute=number(row.get("Tolerance (absolute)")),
            ratio=bool(text(row.get("Numerator")) and text(row.get("Denominator"))),
            breaks=[Period.parse(p) for p in listed(row.get("Breaks"))],
            ongoing=long_term == "ongoing" or (not long_term and council_ongoing),
            weight=Fraction(1) if weight is None else number(weight),
        )
    columns = {
        "annual": "Year's target", 1: "Q1", 2: "Q2", 3: "Q3", 4: "Q4", "floor": "Floor", "amber_low": "Amber from",
        "green_low": "Green from", "green_high": "Green to", "amber_high": "Amber to",
    }
    for row in table(book["Targets"], "Indicator id", "Year"):
        year = int(text(row["Year"])[:4])
        targets = {key: number(row.get(heading)) for key, heading in columns.items()}
        if text(row["Indicator id"]) in indicators:
            indicators[text(row["Indicator id"])].targets[year] = targets
    priorities = [(text(r["Id"]), text(r["Priority"])) for r in table(book["Priorities"], "Id", "Priority")]
    return indicators, priorities


# ---------------------------------------------------------------- the rules


class Quarter:
    """One indicator in the quarter that is reported."""

    def __init__(self, i, now, values, parts, marker, settings):
        self.i, self.now, self.values, self.parts, self.marker = i, now, values, parts, marker
        self.rounded = settings.get("status", {}).get("rounded", True)
        self.percent = number(settings.get("status", {}).get("tolerance_percent", 10))
        steps = number(settings.get("direction", {}).get("steady_steps", 1))
        self.step = steps * Fraction(1, 10**i.decimals)

    def round(self, v):
        return half_away(v, self.i.decimals) if self.rounded and v is not None else v

    def due(self, p):
        return p.quarter in self.i.due

    def broken(self, before, after):
        return any(before < b <= after for b in self.i.breaks)

    def previous_due(self, p):
        return next((p.minus(n) for n in range(1, 5) if self.due(p.minus(n))), None)

    def due_before_in_year(self, p):
        q = self.previous_due(p)
        return q if q and q.year == p.year else None

    # targets and status

    def target(self, p):
        row = self.i.targets.get(p.year)
        if row is None:
            return None
        if row[p.quarter] is not None:
            return row[p.quarter]
        if self.i.aggregation == "sum":
            whole_year = (self.i.cumulative and p.quarter == 4) or self.i.due == [p.quarter]
            return row["annual"] if whole_year else None
        return row["annual"]

    def plan(self, p):
        row, target = self.i.targets.get(p.year), self.target(p)
        if target is not None or row is None or row["green_low"] is None or row["green_high"] is None:
            return target
        return (row["green_low"] + row["green_high"]) / 2

    def variance(self, value, target):
        if value is None or target is None or self.i.polarity == "None":
            return None
        if self.i.polarity == "Plan is best":
            return -abs(value - target)
        return value - target if self.i.polarity == "Higher is better" else target - value

    def status(self, p):
        if p == self.now and self.marker:
            return self.marker
        if not self.due(p):
            return "not-due"
        if p not in self.values:
            return "awaited"
        if self.i.polarity == "None" or self.i.scheme == "context":
            return "contextual"
        value, row = self.round(self.values[p]), self.i.targets.get(p.year)
        limit = lambda key: self.round(row[key]) if row and row[key] is not None else None
        if self.i.polarity == "Plan is best" or self.i.scheme == "band":
            low, high = limit("green_low"), limit("green_high")
            if low is not None or high is not None:
                inside = lambda a, b: (a is None or value >= a) and (b is None or value <= b)
                if inside(low, high):
                    return "green"
                wide = limit("amber_low"), limit("amber_high")
                return "amber" if inside(low if wide[0] is None else wide[0], high if wide[1] is None else wide[1]) else "red"
        target = self.round(self.target(p))
        if target is None:
            return "no-target"
        good = self.variance(value, target)
        if good >= 0:
            return "green"
        if self.i.scheme == "floor":
            floor = limit("floor")
            return "amber" if floor is not None and self.variance(value, floor) >= 0 else "red"
        percent, absolute = self.i.tolerance_percent, self.i.tolerance_absolute
        if percent is None and absolute is None:
            percent = self.percent
        allowed = max(absolute or 0, (percent or 0) / 100 * abs(target))
        return "amber" if -good <= allowed else "red"

    # quarters taken alone

    def factor(self, quarters):
        if self.i.unit == "Percent":
            return 100
        for p in quarters:
            if p in self.values and p in self.parts and self.parts[p][0] and self.values[p]:
                n, d = self.parts[p]
                times = abs(self.values[p] * d / n)
                return next((10**k for k in range(7) if times < Fraction(10**k) * Fraction(316227766, 10**8)), 10**6)
        return 1

    def quarter_parts(self, p):
        if p not in self.parts:
            return None
        q = self.due_before_in_year(p) if self.i.cumulative else None
        if q is None:
            return self.parts[p]
        if q not in self.parts:
            return None
        return tuple(a - b for a, b in zip(self.parts[p], self.parts[q]))

    def quarter(self, p):
        if p not in self.values:
            return None
        q = self.due_before_in_year(p)
        if not self.i.cumulative or self.i.aggregation == "las" or q is None:
            return self.values[p]
        if self.broken(q, p):
            return None
        if self.i.aggregation == "sum":
            return self.values[p] - self.values[q] if q in self.values else None
        if self.i.aggregation == "rat":
            parts = self.quarter_parts(p)
            return self.factor([p]) * parts[0] / parts[1] if parts and parts[1] else None
        return None

    def quarter_plan(self, p):
        if not self.i.cumulative or self.i.aggregation != "sum":
            return self.plan(p)
        q = self.due_before_in_year(p)
        now, before = self.target(p), self.target(q) if q else Fraction(0)
        return now - before if now is not None and before is not None else None

    # comparisons: (from, change, direction), or None

    def compare(self, now, then, plan_now, plan_then):
        if now is None or then is None:
            return None
        now, then = self.round(now), self.round(then)
        gain = now - then
        if self.i.polarity == "Lower is better":
            gain = -gain
        if self.i.polarity == "Plan is best":
            if plan_now is None:
                return None
            plan_then = plan_now if plan_then is None else plan_then
            gain = abs(then - self.round(plan_then)) - abs(now - self.round(plan_now))
        if abs(gain) <= self.step:
            direction = "Steady"
        elif self.i.polarity == "None":
            direction = "Moved"
        else:
            direction = "Improving" if gain > 0 else "Worsening"
        return then, now - then, direction

    def uneven_profile(self):
        row = self.i.targets.get(self.now.year) or {}
        profile = [row[q] for q in self.i.due if row.get(q) is not None]
        if self.i.aggregation == "sum":
            profile = [b - a for a, b in zip([Fraction(0)] + profile, profile)]
        return bool(profile) and max(profile) - min(profile) > Fraction(1, 10**self.i.decimals)

    def short(self):
        before = self.previous_due(self.now)
        if self.i.cumulative and self.uneven_profile() or before is None or self.broken(before, self.now):
            return None
        plans = self.quarter_plan(self.now), self.quarter_plan(before)
        return self.compare(self.quarter(self.now), self.quarter(before), *plans)

    def year_on_year(self):
        before = self.now.minus(4)
        if self.broken(before, self.now):
            return None
        values = self.values.get(self.now), self.values.get(before)
        return self.compare(*values, self.plan(self.now), self.plan(before))

    def pooled(self, quarters, parts):
        n, d = (sum(x) for x in zip(*parts))
        return self.factor(quarters) * n / d if d else None

    def share(self):
        return self.i.aggregation == "rat" or self.i.unit == "Percent"

    def long(self):
        if not self.i.ongoing:
            return self.year_on_year()
        four = [self.now.minus(n) for n in (4, 3, 2, 1) if self.due(self.now.minus(n))]
        if not four or self.broken(four[0], self.now):
            return None
        alone, parts = [self.quarter(p) for p in four], [self.quarter_parts(p) for p in four]
        if None in alone:
            return None
        mean = self.pooled(four, parts) if self.share() and None not in parts else sum(alone) / len(alone)
        return self.compare(self.quarter(self.now), mean, self.quarter_plan(self.now), self.quarter_plan(self.now))

    def year_to_date(self):
        due = [Period(self.now.year * 4 + q - 1) for q in self.i.due if q <= self.now.quarter]
        if not due or due[-1] not in self.values:
            return None
        if self.i.cumulative or self.i.aggregation == "las":
            return self.round(self.values[due[-1]])
        if self.broken(due[0], due[-1]) or any(p not in self.values for p in due):
            return None
        values = [self.values[p] for p in due]
        if self.i.aggregation in ("sum", "max", "min"):
            return self.round({"sum": sum, "max": max, "min": min}[self.i.aggregation](values))
        if self.share() and all(p in self.parts for p in due):
            pooled = self.pooled(due, [self.parts[p] for p in due])
            return None if pooled is None else self.round(pooled)
        if self.i.aggregation == "rat" or self.share() and self.i.ratio:
            return None
        return self.round(sum(values) / len(values))


# ---------------------------------------------------------------- comparing


class Report:
    def __init__(self):
        self.compared, self.differences = Counter(), []

    def same(self, what, where, want, got):
        self.compared[what] += 1
        if want is None:
            equal = got is None or got == ""
        elif isinstance(want, (int, Fraction)):
            equal = isinstance(got, (int, float)) and abs(float(want) - got) <= 1e-9 * max(1.0, abs(got))
        else:
            equal = want == got
        if not equal:
            shown = float(want) if isinstance(want, Fraction) else want
            self.differences.append(f"{what}, {where}: computed {shown!r}, workbook has {got!r}")

    def direction(self, what, where, want, got):
        """A direction word, or other words that say why there is none."""
        first = text(got).split(" ")[0]
        first = "Moved" if first in ("Up", "Down", "Unchanged") else first
        said = first if first in DIRECTIONS or first == "Moved" else "words" if first else "nothing"
        # Without polarity a movement inside the steady band may be worded either way.
        self.same(what, where, want[2] if want else "words", said)


def percent_of(change, base):
    return None if change is None or not base else change / abs(base)


DEFAULT_WORDS = {
    "green": "On target", "amber": "Near target", "red": "Off target", "contextual": "Context",
    "no-target": "No target", "not-due": "Not due", "awaited": "Awaited", "not-available": "Not available",
    "not-applicable": "Not applicable", "suppressed": "Suppressed",
}


def check_indicators(report, sheet, results, settings):
    looks = settings.get("statuses", {})
    rows = {text(r["Ref"]): r for r in table(sheet, "Ref", "Value", "Status")}
    report.same("indicators", "ids", sorted(results), sorted(rows))
    for id, q in results.items():
        row = rows.get(id, {})
        where, i = f"Indicators, {id}", q.i
        value, target, status = q.round(q.values.get(q.now)), q.round(q.target(q.now)), q.status(q.now)
        word = looks.get(status, {}).get("word", DEFAULT_WORDS[status])
        variance = q.variance(value, target) if status in RATED + ("contextual",) else None
        report.same("value", where, value, row.get("Value"))
        report.same("target", where, target, row.get("Target"))
        report.same("status", where, word, text(row.get("Status")).partition(" ")[2])
        report.same("variance", where, variance, row.get("Variance (good is +)"))
        report.same("variance %", where, percent_of(variance, target), row.get("Variance %"))
        for compared, name in ((q.short(), "last quarter"), (q.year_on_year(), "last year")):
            change, base = (compared[1], compared[0]) if compared else (None, None)
            report.same(f"change on {name}", where, change, row.get(f"Change on {name}"))
            report.same(f"change on {name} %", where, percent_of(change, base), row.get(f"Change on {name} %"))
            report.direction(f"direction on {name}", where, compared, row.get(f"Direction on {name}"))
        report.direction("long-term direction", where, q.long(), row.get("Long-term direction"))
        to_date, got = q.year_to_date(), row.get("Year to date")
        report.same("year to date", where, to_date, None if to_date is None and isinstance(got, str) and got else got)
        for n in range(QUARTERS):
            p = q.now.minus(n)
            report.same("quarters", f"{where}, {p}", q.quarter(p), row.get(str(p)))
        annual = i.targets.get(q.now.year, {}).get("annual")
        report.same("year's target", where, annual, row.get("Year's target"))


def check_priorities(report, sheet, results, priorities):
    overview = {text(r["Priority"]): r for r in table(sheet, "Priority", "Rated", "Rate of improvement")}
    sentences = [text(c) for row in sheet.iter_rows(values_only=True) for c in row if " rated on target (" in text(c)]
    report.same("priorities", "names", [name for _, name in priorities], list(overview))
    for n, (id, name) in enumerate(priorities):
        members = [q for q in results.values() if id in q.i.priorities]

        def level(p):
            statuses = [(q.status(p), q.i.weight) for q in members]
            rated = sum(w for s, w in statuses if s in RATED)
            green = sum(w for s, w in statuses if s == "green")
            return Counter(s for s, _ in statuses), Fraction(green) / rated if rated else None

        now = members[0].now if members else Period(0)
        counts, share = level(now)
        directions = [(q.short(), q.i.weight) for q in members]
        directions = [(d[2], w) for d, w in directions if d and d[2] != "Moved"]
        all_weights = sum(w for _, w in directions)
        net = sum({"Improving": w, "Worsening": -w}.get(d, 0) for d, w in directions)
        ways = Counter(d for d, _ in directions)
        row, where = overview.get(name, {}), f"Priorities, {name}"
        report.same("rated", where, sum(counts[s] for s in RATED), row.get("Rated"))
        report.same("level", where, share, row.get("On target"))
        report.same("rate of improvement", where, net / all_weights if all_weights else None, row.get("Rate of improvement"))
        measured = sum(counts[s] for s in RATED + ("contextual", "no-target"))
        want = [counts["green"], sum(counts[s] for s in RATED), measured, len(members)]
        want += [ways["Improving"], ways["Steady"], ways["Worsening"]]
        sentence = sentences[n] if n < len(sentences) else ""
        got = re.match(
            r"(\d+) of (\d+) rated on target \((.*?)\); (\d+) with a figure, of (\d+) indicators?\. "
            r"Last quarter (.*?), a year ago (.*?)\. (\d+) improving, (\d+) steady, (\d+) worsening", sentence)
        counted = [int(g) for g in got.group(1, 2, 4, 5, 8, 9, 10)] if got else sentence
        report.same("counts of a priority", where, want, counted)
        for what, p, group in (("level now", now, 3), ("level last quarter", now.minus(1), 6), ("level last year", now.minus(4), 7)):
            share = level(p)[1]
            printed = re.match(r"(\d+)%", got[group]) if got else None
            if share is None or printed is None:
                report.same(what, where, share is None, printed is None)
            else:
                report.compared[what] += 1
                if abs(float(share) * 100 - int(printed[1])) > 0.5 + 1e-9:
                    report.differences.append(f"{what}, {where}: computed {float(share):.4f}, printed {printed[0]}")


def check_risks(report, sheet, sent, past, settings):
    matrix = settings.get("risk", {})
    bands = matrix.get("bands") or [
        {"name": "Low", "from": 1}, {"name": "Medium", "from": 5}, {"name": "High", "from": 10},
        {"name": "Critical", "from": 16},
    ]
    size = len(matrix.get("likelihood", range(5))), len(matrix.get("impact", range(5)))

    def score(rating):
        inside = rating and all(r and 1 <= r <= n for r, n in zip(rating, size))
        return rating[0] * rating[1] if inside else None

    rows = table(sheet, "Ref", "Current score", "Band")
    ids = Counter(text(r["Ref"]) for r in rows)
    report.same("risks", "none is lost", [], [id for id in set(sent) | set(past) if id not in ids])
    for row in rows:
        id = text(row["Ref"])
        where = f"Risks, {id}"
        known = sent.get(id)
        printed = tuple(int(n) for n in re.findall(r"\d+", text(row["Current likelihood × impact"])))[-2:] or None
        # Returns that this script cannot open: the rating as the workbook prints it.
        rating = known or (past[id] if row["Movement"] == "Not updated" and id in past else printed)
        now, before = score(rating), score(past.get(id))
        band = next((b["name"] for b in reversed(bands) if now is not None and now >= b["from"]), None)
        report.same("risk rating", where, rating, printed)
        report.same("risk score", where, now, row["Current score"])
        report.same("risk band", where, band, row["Band"])
        report.same("risk score last quarter", where, before, row["Last quarter"])
        moved = re.search(r"-?\d+", text(row["Movement"]))
        if row["Movement"] in ("New", "Not updated", "Not rated"):
            word = "New" if id not in past else "Not rated" if now is None or before is None else row["Movement"]
            report.same("risk movement", where, word, row["Movement"])
            if row["Movement"] == "Not updated":
                report.same("risk carried", where, False, id in sent)
        else:
            got = 0 if not moved else int(moved[0]) * (-1 if "Down" in row["Movement"] else 1)
            report.same("risk movement", where, now - before if None not in (now, before) else None, got)
    scores = [-1 if r["Current score"] in (None, "") else r["Current score"] for r in rows]
    report.same("risk order", "highest first", sorted(scores, reverse=True), scores)


# ---------------------------------------------------------------- inputs


def load_past(workspace):
    path = next((p for p in (workspace / "past.xlsx", *sorted(workspace.glob("*past*.xlsx"))) if p.exists()), None)
    if path is None:
        raise SystemExit(f"{workspace}: no workbook with past quarters")
    book = openpyxl.load_workbook(path, data_only=True)
    values, parts, risks = defaultdict(dict), defaultdict(dict), {}
    for row in table(book.worksheets[0], "Indicator id", "Quarter", "Value"):
        id, p = text(row["Indicator id"]), Period.parse(row["Quarter"])
        if isinstance(row["Value"], (int, float)):
            values[id][p] = number(row["Value"])
        if row.get("Numerator") is not None and row.get("Denominator") is not None:
            parts[id][p] = number(row["Numerator"]), number(row["Denominator"])
    if "Risks" in book.sheetnames:
        lines = table(book["Risks"], "Ref", "Quarter", "Current likelihood")
        for row in sorted(lines, key=lambda r: Period.parse(r["Quarter"])):
            risks[text(row["Ref"])] = row["Current likelihood"], row["Current impact"]
    return values, parts, risks


def read_again(report, files, record, indicators):
    """The readings of run.json, each from its own cell."""
    values, parts, markers = {}, {}, {}
    for r in record["readings"]:
        id, where = r["indicator"], f"{r['file']} › {r['sheet']}!{r['cell']} ({r['indicator']})"
        report.same("file hash", where, r["sha256"], files.sha256(r["file"]))
        sheets = files.sheets(r["file"])
        cell = sheets.get(r["sheet"], {}).get(position(r["cell"]), (None, False)) if sheets is not None else None
        if "marker" in r:
            markers[id] = r["marker"]
        else:
            values[id] = number(r["value"])
        if cell is None:
            report.compared["not read again (.xls, .xlsb)"] += 1
        elif "marker" in r:
            report.same("no number in the cell", where, [], [float(v) for v in meanings_of(*cell, None)])
        else:
            candidates = meanings_of(*cell, indicators[id].unit)
            close = [c for c in candidates if abs(c - values[id]) <= Fraction(1, 10**9) * max(1, abs(c))]
            report.same("figure read again", where, True, bool(close) or (float(values[id]), cell[0]))
            values[id] = close[0] if close else values[id]
        if "numerator" in r and "denominator" in r:
            parts[id] = number(r["numerator"]), number(r["denominator"])
    return values, parts, markers


def layouts(workspace):
    paths = [ROOT / "templates" / "return.toml", *sorted((workspace / "layouts").glob("*.toml"))]
    loaded = [tomllib.loads(p.read_text(encoding="utf-8")) for p in paths]
    return {layout["id"]: layout for layout in loaded}


def scale(raw, names):
    """A rating as 1, 2, 3 …, typed as number, word or both."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return int(raw) if raw == int(raw) else None
    found = re.match(r"\s*(\d+)", text(raw))
    if found:
        return int(found[1])
    return next((n for n, name in enumerate(names, 1) if meaning(name) == meaning(raw or "")), None)


def sent_risks(files, record, workspace, settings):
    """Ratings of every risk in the returns that count, by id, as far as this script can open them."""
    matrix, known, out = settings.get("risk", {}), layouts(workspace), {}
    likely = matrix.get("likelihood", ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"])
    impact = matrix.get("impact", ["Negligible", "Minor", "Moderate", "Major", "Severe"])
    for entry in record["inputs"]:
        layout = known.get(entry["layout"])
        sheets = files.sheets(entry["file"]) if entry["counts"] and layout else None
        forms = [t for t in layout["tables"] if t["kind"] == "risks"] if sheets else []
        for form in forms:
            names = {meaning(n) for n in form["sheet"]}
            for cells in (c for name, c in sheets.items() if meaning(name) in names):
                out.update(risk_rows(cells, form, likely, impact))
    return out


def risk_rows(cells, form, likely, impact):
    headings = {meaning(h): c["field"] for c in form["columns"] for h in c["heading"]}
    headings |= {meaning("qd:" + c["field"]): c["field"] for c in form["columns"]}
    by_row = defaultdict(dict)
    for (row, column), (value, _) in cells.items():
        by_row[row][column] = value
    columns, out = {}, {}
    for row in sorted(by_row):
        line = by_row[row]
        found = {headings[meaning(v)]: c for c, v in line.items() if isinstance(v, str) and meaning(v) in headings}
        if {"id", "likelihood", "impact"} <= set(found):
            columns = found
            continue
        id = text(line.get(columns.get("id")))
        first = text(line[min(line)])
        if columns and any(first.lower().startswith(s.lower()) for s in form.get("stop", [])):
            break
        if columns and id:
            out[id] = scale(line.get(columns["likelihood"]), likely), scale(line.get(columns["impact"]), impact)
    return {id: rating for id, rating in out.items() if None not in rating}


def find_report(workspace, folder):
    if folder is None:
        records = sorted(workspace.glob("reports/*/run.json"))
        if not records:
            raise SystemExit(f"{workspace}: no reports/*/run.json; run `quarterday consolidate` first")
        folder = records[-1].parent
    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path, data_only=True)
        if {"Indicators", "Priorities", "Risks"} <= set(book.sheetnames):
            return json.loads((folder / "run.json").read_text(encoding="utf-8")), book, path
    raise SystemExit(f"{folder}: no workbook with the sheets Indicators, Priorities and Risks")


def main(workspace, folder=None):
    workspace = Path(workspace)
    record, book, path = find_report(workspace, folder and Path(folder))
    settings = tomllib.loads((workspace / "quarterday.toml").read_text(encoding="utf-8"))
    now = Period.parse(record["period"])
    indicators, priorities = load_register(workspace / "register.xlsx", settings)
    values, parts, past_risks = load_past(workspace)
    report, files = Report(), Files(workspace / "returns" / str(now))
    now_values, now_parts, markers = read_again(report, files, record, indicators)

    results = {}
    for id, i in indicators.items():
        before = lambda series: {p: v for p, v in series[id].items() if p < now}
        of_values, of_parts = before(values), before(parts)
        if id in now_values:
            of_values[now] = now_values[id]
        if id in now_parts:
            of_parts[now] = now_parts[id]
        results[id] = Quarter(i, now, of_values, of_parts, markers.get(id), settings)
    check_indicators(report, book["Indicators"], results, settings)
    check_priorities(report, book["Priorities"], results, priorities)
    check_risks(report, book["Risks"], sent_risks(files, record, workspace, settings), past_risks, settings)

    print(f"{path.name}, {now}: computed again from {len(files.hashes)} returns, the register and the past")
    for what, n in report.compared.items():
        print(f"  {n:6}  {what}")
    print(f"  {sum(report.compared.values()):6}  compared in all, {len(report.differences)} different")
    for line in report.differences:
        print(f"DIFFERENT  {line}")
    return 1 if report.differences else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
