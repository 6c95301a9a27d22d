"""What went into the quarter: the register, the past series, and what the returns say, each read from its file."""

import csv
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl

from books import a1, lines, table
from values import Period, meaning, number, text

ROOT = Path(__file__).resolve().parents[2]


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
    per: Fraction
    breaks: list
    ongoing: bool
    weight: Fraction
    key: bool
    year: str = "financial"
    sets: list = field(default_factory=list)
    perspective: str = ""
    formula: str = ""
    formula_cell: str = ""
    targets: dict = field(default_factory=dict)  # by year: row of the Targets sheet
    by_formula: int = 1  # what the quotient of its formula is multiplied by

    @property
    def times(self):
        """What numerator ÷ denominator is multiplied by; None for a rate that is told by nothing."""
        if self.unit == "Percent":
            return 100
        if self.per is not None:
            return self.per
        if self.unit != "Rate":
            return 1
        return self.by_formula if self.formula else None

    @property
    def to_date_only(self):
        """A year to date that cannot be taken apart into quarters."""
        return self.cumulative and self.aggregation not in ("sum", "rat") and len(self.due) > 1


def load_register(path, settings):
    book = openpyxl.load_workbook(path, data_only=True)
    status = settings.get("status", {})
    council_scheme = meaning(status.get("scheme", "tolerance"))
    council_ongoing = settings.get("direction", {}).get("long_term", "seasonal") == "ongoing"
    rows = [r for r in table(book["Indicators"], "Id", "Unit", "Polarity") if "Formula" in r]
    cells = {text(r["Id"].value): r["Formula"].coordinate for r in rows}
    indicators = {}
    for row in lines(book["Indicators"], "Id", "Unit", "Polarity"):
        frequency = meaning(row["Frequency"])
        due = [int(q) for q in re.findall(r"[1-4]", text(row.get("Due in quarters")))]
        year = meaning(row.get("Year type") or "financial")
        # By quarters of its own year, which the academic and the calendar year begin in the third and the fourth.
        late = {"academic": 2, "calendar": 3}.get(year, 0)
        default = {"halfyearly": [2, 4], "annual": [4]}.get(frequency, [1, 2, 3, 4])
        default = sorted((q + late - 1) % 4 + 1 for q in default)
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
            per=None if row.get("Per") is None else number(row["Per"]),
            breaks=[Period.parse(p) for p in listed(row.get("Breaks"))],
            ongoing=long_term == "ongoing" or (not long_term and council_ongoing),
            weight=Fraction(1) if weight is None else number(weight),
            key=yes(row.get("Key?")),
            year=year,
            sets=listed(row.get("Sets")),
            perspective=text(row.get("Perspective")),
            formula=text(row.get("Formula")),
            formula_cell=cells.get(text(row["Id"]), ""),
        )
    columns = {
        "annual": "Year's target", 1: "Q1", 2: "Q2", 3: "Q3", 4: "Q4", "floor": "Floor", "amber_low": "Amber from",
        "green_low": "Green from", "green_high": "Green to", "amber_high": "Amber to",
    }
    for row in lines(book["Targets"], "Indicator id", "Year"):
        year = int(text(row["Year"])[:4])
        targets = {key: number(row.get(heading)) for key, heading in columns.items()}
        if text(row["Indicator id"]) in indicators:
            indicators[text(row["Indicator id"])].targets[year] = targets
    priorities = [(text(r["Id"]), text(r["Priority"])) for r in lines(book["Priorities"], "Id", "Priority")]
    rows = lines(book["Sets"], "Set", "Composite?") if "Sets" in book.sheetnames else []
    sets = [(text(r["Set"]), yes(r["Composite?"])) for r in rows]
    return indicators, priorities, sets


def past_sheets(workspace):
    """The lines of past figures and of past risks, from past.xlsx or, of figures alone, past.csv."""
    if (workspace / "past.xlsx").exists():
        book = openpyxl.load_workbook(workspace / "past.xlsx", data_only=True)
        risks = lines(book["Risks"], "Ref", "Quarter", "Current likelihood") if "Risks" in book.sheetnames else []
        return lines(book.worksheets[0], "Indicator id", "Quarter", "Value"), risks
    with (workspace / "past.csv").open(newline="", encoding="utf-8") as f:
        typed = lambda raw: None if raw == "" else float(raw) if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", raw) else raw
        return [{h: typed(raw) for h, raw in row.items()} for row in csv.DictReader(f)], []


def called_now(workspace):
    """Ids that indicators had before, with the id that each has now."""
    book = openpyxl.load_workbook(workspace / "register.xlsx", data_only=True)
    rows = lines(book["Indicators"], "Id", "Unit", "Polarity")
    return {former: text(row["Id"]) for row in rows for former in listed(row.get("Formerly"))}


def load_past(workspace, matrix, now):
    """Values, their parts, and each risk as it last stood: its ratings by heading."""
    figures, rows = past_sheets(workspace)
    renamed = called_now(workspace)
    series, parts, risks = defaultdict(dict), defaultdict(dict), {}
    for row in figures:
        id, p = text(row["Indicator id"]), Period.parse(row["Quarter"])
        id = renamed.get(id, id)
        if p >= now:
            continue
        if isinstance(row["Value"], (int, float)):
            series[id][p] = number(row["Value"])
        if row.get("Numerator") is not None and row.get("Denominator") is not None:
            parts[id][p] = number(row["Numerator"]), number(row["Denominator"])
    for row in sorted(rows, key=lambda r: Period.parse(r["Quarter"])):
        if Period.parse(row["Quarter"]) < now:
            risks[text(row["Ref"])] = {
                what: matrix.rating(row.get(f"{what} likelihood"), row.get(f"{what} impact"))
                for what in ("Inherent", "Current", "Target")
            }
    return series, parts, risks


# ---------------------------------------------------------------- the returns


def load_layouts(workspace):
    paths = [ROOT / "templates" / "return.toml", *sorted((workspace / "layouts").glob("*.toml"))]
    loaded = [tomllib.loads(p.read_text(encoding="utf-8")) for p in paths]
    return {layout["id"]: layout for layout in loaded}


class Headings:
    """The headings of a table's columns; a * in one stands for any words."""

    def __init__(self, form):
        said = [(h, c["field"]) for c in form["columns"] for h in [*c["heading"], f"qd:{c['field']}"]]
        self.plain = {meaning(h): field for h, field in said if "*" not in h}
        self.patterns = [(".*".join(re.escape(meaning(part)) for part in h.split("*")), field) for h, field in said if "*" in h]

    def field(self, heading):
        said = meaning(text(heading))
        fits = (field for pattern, field in self.patterns if re.fullmatch(pattern, said))
        return self.plain.get(said) or (next(fits, None) if said else None)


def records(sheets, layout, kind):
    """Every row of the form's tables of a kind: (sheet, row, columns, {field: Held})."""
    for form in (t for t in layout["tables"] if t["kind"] == kind):
        names = {meaning(n) for n in form["sheet"]}
        hints = {c["field"]: c for c in form["columns"]}
        known = Headings(form)
        needed = {c["field"] for c in form["columns"] if c.get("required")}
        stop = tuple(s.lower() for s in form.get("stop", []))
        for name, cells in ((n, c) for n, c in sheets.items() if meaning(n) in names):
            by_row = defaultdict(dict)
            for (row, column), held in cells.items():
                by_row[row][column] = held
            columns = None
            for row in sorted(by_row):
                line = by_row[row]
                headings = {f: c for c, h in line.items() if (f := known.field(h.value))}
                if needed <= set(headings):
                    columns = headings
                elif columns:
                    if text(line[min(line)].value).lower().startswith(stop or ("\0",)):
                        break
                    yield name, row, columns, {f: line[c] for f, c in columns.items() if c in line}, hints


def figure(held, percent, hint):
    """The number that a cell stands for, in percentage points where the unit is per cent; None where it is none."""
    if held is None or isinstance(held.value, (bool, date, datetime)):
        return None
    fractions = percent and hint.get("percent") == "fraction"
    if isinstance(held.value, (int, float)):
        return number(held.value) * (100 if percent and (held.percent or fractions) else 1)
    typed = re.sub(r"[\s\u00a0\u2007\u202f\u200b-\u200f\u2060\ufeff\u00ad]", "", held.value).replace("−", "-")
    sign = -1 if typed.startswith("(") and typed.endswith(")") else 1
    typed = typed.strip("()").replace("£", "")
    found = re.fullmatch(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d*)\.?\d*)(%|[kKmM])?", typed)
    if not found or not re.search(r"\d", found[1]):
        return None
    v, unit = sign * Fraction(Decimal(found[1].replace(",", ""))), (found[2] or "").lower()
    if unit in ("k", "m"):
        return v * {"k": 1_000, "m": 1_000_000}[unit] if hint.get("thousands") else None
    if unit == "%":
        return v if percent else None
    return v * 100 if fractions else v


def is_fraction(held, hint, got):
    """Typed without a sign where nothing says how, and what numerator and denominator make as a fraction, as far as it
    was typed."""
    v, n, d = got.value, got.numerator, got.denominator
    told = hint.get("percent") or held is None or held.percent or "%" in str(held.value)
    if told or v is None or not 0 < v <= 1 or n is None or not d:
        return False
    decimals = max(2, len(f"{float(v):.8f}".rstrip("0").split(".")[1]))
    return abs(v - Fraction(n) / Fraction(d)) <= Fraction(1, 2) / 10**decimals + Fraction(1, 10**9)


MARKERS = ("not-due", "awaited", "not-available", "not-applicable", "suppressed")


def marker(raw, layout, column=None):
    """The word for a value that is not there; `column` has words of its own."""
    word = {meaning(k): v for k, v in layout.get("words", {}).get(column, {}).items()}.get(meaning(raw), raw)
    known = {meaning(m): m for m in MARKERS} | {meaning(k): v for k, v in layout.get("markers", {}).items()}
    return known.get(meaning(word)) if text(raw) else None


@dataclass
class Returned:
    """One row of a return that says something of an indicator."""

    file: str
    sheet: str
    cell: str
    value: Fraction = None
    marker: str = None
    numerator: Fraction = None
    denominator: Fraction = None


def read_indicators(file, sheets, layout, indicators):
    """Every row about an indicator of the register; an indicator that stands twice is there twice."""
    for sheet, row, columns, line, hints in records(sheets, layout, "indicators"):
        id = text(line["id"].value) if "id" in line else ""
        if id not in indicators:
            continue
        percent = indicators[id].unit == "Percent"
        got = Returned(file, sheet, a1(row, columns["value"]))
        got.numerator, got.denominator = (figure(line.get(f), False, {}) for f in ("numerator", "denominator"))
        got.value = figure(line.get("value"), percent, hints["value"])
        if percent and is_fraction(line.get("value"), hints["value"], got):
            got.value *= 100
        if got.value is None:
            said = marker(line["value"].value, layout) if "value" in line else None
            got.marker = said or ("reason" in line and marker(line["reason"].value, layout, "reason")) or None
        silent = got.value is None and got.marker is None and "value" not in line
        times = indicators[id].times
        if silent and got.numerator is not None and got.denominator and times is not None:
            got.value = got.numerator / got.denominator * times
        yield id, got


def read_risks(sheets, layout, matrix):
    """The ratings of every risk by id. A risk that stands twice is not taken: nobody knows which row is meant."""
    rows = []
    for _, _, _, line, _ in records(sheets, layout, "risks"):
        filled = {f for f, held in line.items() if text(held.value)}
        # A line that the form numbered in advance and nobody used is no risk.
        if "id" not in filled or filled <= {"id", "score"}:
            continue

        def rating(before):
            steps = []
            for part in ("likelihood", "impact"):
                raw = line[before + part].value if before + part in line else None
                own = {meaning(k): v for k, v in layout.get("words", {}).get(part, {}).items()}
                steps.append(own.get(meaning(raw), raw) if isinstance(raw, str) else raw)
            return matrix.rating(*steps)

        rows.append((text(line["id"].value), {
            "Inherent": rating("inherent-"), "Current": rating(""), "Target": rating("target-"),
        }))
    times = Counter(id for id, _ in rows)
    return {id: ratings for id, ratings in rows if times[id] == 1}


@dataclass
class Corrected:
    """A figure of an earlier quarter that a return corrects."""

    id: str
    of: Period
    corrected: Fraction
    was: Fraction
    reason: str
    author: str


def read_corrections(sheets, layout, indicators, series):
    """Every correction of a return; the series holds what is corrected."""
    for *_, line, hints in records(sheets, layout, "corrections"):
        raw = lambda f: text(line[f].value) if f in line else ""
        if raw("indicator") not in indicators or not raw("corrected"):
            continue
        percent = indicators[raw("indicator")].unit == "Percent"
        of, corrected = Period.parse(raw("period")), figure(line["corrected"], percent, hints["corrected"])
        yield Corrected(raw("indicator"), of, corrected, series[raw("indicator")].get(of), raw("reason"), raw("author"))
