"""The rules by which a quarter is computed, in words, and once more in exact fractions.

Periods. The year runs from April, Q1 is April to June; an indicator may have the academic year (from its third quarter on)
or the calendar year (from its fourth) as its own. Its frequency says in which quarters it is due: not due is not missing.
A break (the definition changed) ends every comparison across it.

A quarter alone. A cumulative reading is turned back into its quarter by what was due before it in the same year: a sum by
difference, a ratio by the differences of its parts. Otherwise there is no figure of the quarter, and none of what hangs
on it: how far the year has come (the last figure, mean, highest or lowest) is comparable with the same quarter of past years
alone, and those are shown. Where numerator and denominator are known a percentage or a rate is pooled, never averaged; a
rate is numerator ÷ denominator × what the register's column Per says.

Year to date. Sum, maximum or minimum of what was due so far; a ratio pooled; else the mean. A cumulative reading and a
"last" are their own. Anything missing in between: none.

Rounding. Value and target are compared as they are shown, rounded to the indicator's decimals, half away from zero, so that
85.0% against 85% is green; a setting compares them unrounded.

Status. Variance is value − target where higher is better, target − value where lower is, and minus the distance where the
plan is best. On the good side of a boundary equality counts. Tolerance is the larger of the indicator's own percent of
|target| and its own absolute amount, else the council's percent.
- tolerance: green when achieved, amber when short by no more than the tolerance, else red
- floor: green at the target, amber at the floor standard, else red
- tolerance and trend: green within the tolerance; amber further off, but no worse than a year ago; else red
- stars: exceeds beyond the tolerance, green within it, else red
- outturn: green on target; amber off target and forecast to meet the year's target; else red
- band: inside the green limits, inside the amber limits, else red; of what has the plan for its best
- context: no colour
- rules: the council's list of conditions, the first that holds
Beside the colours: a marker that was sent, not due, awaited, no target, not comparable (the definition changed within the
year and the quarter has no target of its own). "No target" may be chosen to be red, and amber to be unknown.

Direction. Short: against the quarter that was due before, withheld where a cumulative reading's profile of targets is
uneven. Long: against the same quarter of last year, or for an "ongoing" indicator against the four quarters before, each
alone. Where the plan is best, closer to it is better. Within the rounding step (settable): steady. Without a polarity: moved.

Baskets. Level: the weights of what is green among what is rated. Improvement: the weights improving less those worsening,
among what is comparable. Composite: the weighted mean of value ÷ target (target ÷ value where lower is better) over the rated;
none where one of them has no such figure. Each against the quarter before and the same quarter of last year.

Risk. Score is likelihood × impact, both a step of the council's scale by number, word or both; the band is the last that
starts at the score or below it.
"""


import sqlite3
from fractions import Fraction

from values import RATED, Period, half_away, meaning, number


class Quarter:
    """One indicator in the quarter that is reported."""

    def __init__(self, i, now, values, parts, marker, settings, outturn=None):
        """`outturn`: the forecast of the year that the program prints, which is believed here."""
        self.i, self.now, self.values, self.parts, self.marker = i, now, values, parts, marker
        self.outturn = outturn
        self.rating = settings.get("status", {})
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
        return q if q and self.year(q) == self.year(p) else None

    # the indicator's own year, laid over financial quarters from April: {year: (first quarter, its distance in years)}

    FIRST = {"financial": 1, "academic": 3, "calendar": 4}

    def year(self, p):
        """The year that a quarter lies in, by the calendar year in which that year starts."""
        first = self.FIRST[self.i.year]
        if self.i.year == "calendar":
            return p.year + (p.quarter >= first)
        return p.year - (p.quarter < first)

    def year_so_far(self, p):
        return [q for q in (p.minus(n) for n in (3, 2, 1, 0)) if self.year(q) == self.year(p)]

    # targets and status

    def row(self, p):
        return self.i.targets.get(self.year(p))

    def target(self, p):
        row = self.row(p)
        if row is None:
            return None
        if row[p.quarter] is not None:
            return row[p.quarter]
        if self.i.aggregation == "sum":
            whole_year = (self.i.cumulative and len(self.year_so_far(p)) == 4) or self.i.due == [p.quarter]
            return row["annual"] if whole_year else None
        return row["annual"]

    def plan(self, p):
        row, target = self.row(p), self.target(p)
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
        status = SCHEMES[self.scheme()](self, p)
        if status in (*RATED, "exceeds") and not self.comparable(p):
            return "not-comparable"
        if status == "no-target" and self.scheme() != "rules" and self.rating.get("no_target") == "red":
            return "red"
        return "unknown" if status == "amber" and self.rating.get("amber") == "unknown" else status

    def comparable(self, p):
        """A definition that changed within the year leaves the year's target behind; only the quarter's own counts."""
        changed = any(b in self.year_so_far(p) and b.quarter != self.FIRST[self.i.year] for b in self.i.breaks)
        own = (self.row(p) or {}).get(p.quarter) is not None
        return not changed or (own and not self.i.cumulative)

    def scheme(self):
        if self.i.polarity == "None" or self.i.scheme == "context":
            return "context"
        return "band" if self.i.polarity == "Plan is best" and self.i.scheme != "rules" else self.i.scheme

    def limit(self, p, key):
        """What the Targets sheet has for the year under a heading, as it is compared."""
        row = self.row(p)
        return self.round(row[key]) if row and row[key] is not None else None

    def tolerance(self, target):
        percent, absolute = self.i.tolerance_percent, self.i.tolerance_absolute
        if percent is None and absolute is None:
            percent = self.percent
        return max(absolute or 0, (percent or 0) / 100 * abs(target))

    def beyond(self, p):
        """How far on the good side of the quarter's target, and how far off is near it; none without a target."""
        target = self.round(self.target(p))
        return None if target is None else (self.variance(self.round(self.values[p]), target), self.tolerance(target))

    def no_worse_than(self, p, other):
        return other is not None and self.variance(self.round(self.values[p]), self.round(other)) >= 0

    def unbroken(self, before, p):
        """The value of an earlier quarter, where the definition is the same."""
        return None if before is None or self.broken(before, p) else self.values.get(before)

    # quarters taken alone

    def quarter_parts(self, p):
        # What stands beside a value that was held back would tell it.
        if p not in self.parts or p not in self.values:
            return None
        q = self.due_before_in_year(p) if self.i.cumulative else None
        if q is None:
            return self.parts[p]
        if q not in self.parts or q not in self.values:
            return None
        return tuple(a - b for a, b in zip(self.parts[p], self.parts[q]))

    def quarter(self, p):
        if p not in self.values or self.i.to_date_only:
            return None
        q = self.due_before_in_year(p)
        if not self.i.cumulative or q is None:
            return self.values[p]
        if self.broken(q, p):
            return None
        if self.i.aggregation == "sum":
            return self.values[p] - self.values[q] if q in self.values else None
        if self.i.aggregation == "rat":
            parts = self.quarter_parts(p)
            return self.i.times * parts[0] / parts[1] if parts and parts[1] else None
        return None

    def shown(self, p):
        """What stands on the page: of a year to date only, as it was sent, that of the same quarter of each year."""
        if self.i.to_date_only:
            return self.values.get(p) if p.quarter == self.now.quarter else None
        return self.quarter(p)

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

    def uneven_profile(self, now):
        row = self.row(now) or {}
        order = sorted(self.i.due, key=lambda q: (q - self.FIRST[self.i.year]) % 4)
        profile = [row[q] for q in order if row.get(q) is not None]
        if self.i.aggregation == "sum":
            profile = [b - a for a, b in zip([Fraction(0)] + profile, profile)]
        return bool(profile) and max(profile) - min(profile) > Fraction(1, 10**self.i.decimals)

    def short(self, now=None):
        now = now or self.now
        before = self.previous_due(now)
        if self.i.cumulative and self.uneven_profile(now) or before is None or self.broken(before, now):
            return None
        plans = self.quarter_plan(now), self.quarter_plan(before)
        return self.compare(self.quarter(now), self.quarter(before), *plans)

    def year_on_year(self):
        before = self.now.minus(4)
        if self.broken(before, self.now):
            return None
        values = self.values.get(self.now), self.values.get(before)
        return self.compare(*values, self.plan(self.now), self.plan(before))

    def pooled(self, parts):
        n, d = (sum(x) for x in zip(*parts))
        return self.i.times * n / d if d and self.i.times is not None else None

    def share(self):
        return self.i.aggregation == "rat" or self.i.unit == "Percent" or self.i.per is not None

    def long(self):
        if not self.i.ongoing or self.i.to_date_only:
            return self.year_on_year()
        four = [self.now.minus(n) for n in (4, 3, 2, 1) if self.due(self.now.minus(n))]
        if not four or self.broken(four[0], self.now):
            return None
        alone, parts = [self.quarter(p) for p in four], [self.quarter_parts(p) for p in four]
        if None in alone:
            return None
        # The whole below a year to date that adds up stays as it is: its quarters have none.
        pooled = self.share() and None not in parts and not (self.i.cumulative and self.i.aggregation == "sum")
        mean = self.pooled(parts) if pooled else sum(alone) / len(alone)
        return self.compare(self.quarter(self.now), mean, self.quarter_plan(self.now), self.quarter_plan(self.now))

    def year_to_date(self):
        due = [p for p in self.year_so_far(self.now) if p.quarter in self.i.due]
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
            pooled = self.pooled([self.parts[p] for p in due])
            return None if pooled is None else self.round(pooled)
        if self.i.aggregation == "rat" or self.share() and self.i.ratio:
            return None
        return self.round(sum(values) / len(values))

def by_tolerance(q, p):
    judged = q.beyond(p)
    if judged is None:
        return "no-target"
    good, near = judged
    return "green" if good >= 0 else "amber" if -good <= near else "red"


def by_floor(q, p):
    judged = q.beyond(p)
    if judged is None:
        return "no-target"
    if judged[0] >= 0:
        return "green"
    return "amber" if q.no_worse_than(p, q.limit(p, "floor")) else "red"


def by_tolerance_and_trend(q, p):
    near = by_tolerance(q, p)
    if near != "red":
        return {"amber": "green"}.get(near, near)
    return "amber" if q.no_worse_than(p, q.unbroken(p.minus(4), p)) else "red"


def by_stars(q, p):
    judged = q.beyond(p)
    if judged is None:
        return "no-target"
    good, near = judged
    return "exceeds" if good > near else "green" if good >= -near else "red"


def by_outturn(q, p):
    """What was forecast in an earlier quarter is not worked out again."""
    judged = q.beyond(p)
    if judged is None:
        return "no-target"
    if p != q.now:
        return "not-comparable"
    annual = q.limit(p, "annual")
    meets = None not in (annual, q.outturn) and q.variance(q.outturn, annual) >= 0
    return "green" if judged[0] >= 0 else "amber" if meets else "red"


def by_band(q, p):
    value, low, high = q.round(q.values[p]), q.limit(p, "green_low"), q.limit(p, "green_high")
    if low is None and high is None:
        return by_tolerance(q, p)
    inside = lambda a, b: (a is None or value >= a) and (b is None or value <= b)
    wide = q.limit(p, "amber_low"), q.limit(p, "amber_high")
    if inside(low, high):
        return "green"
    return "amber" if inside(low if wide[0] is None else wide[0], high if wide[1] is None else wide[1]) else "red"


def by_rules(q, p):
    """The council's list, by another SQL than the program's: SQLite's."""
    value, plan = q.round(q.values[p]), q.plan(p) if q.i.polarity == "Plan is best" else q.target(p)
    target, plan = q.round(q.target(p)), q.round(plan)
    variance = None if plan is None else q.variance(value, plan)
    gain = lambda before: None if before is None else q.variance(value, q.round(before))
    previous, year_ago = q.unbroken(q.previous_due(p), p), q.unbroken(p.minus(4), p)
    row = {
        "value": value, "target": target, "annual_target": q.limit(p, "annual"), "variance": variance,
        "variance_percent": variance / abs(plan) * 100 if variance is not None and plan else None,
        "tolerance": None if target is None else q.tolerance(target), "floor": q.limit(p, "floor"),
        "previous": previous, "year_ago": year_ago,
        "gain_on_previous": gain(previous), "gain_on_year_ago": gain(year_ago),
        "polarity": q.i.polarity, "quarter": p.quarter, "cumulative": q.i.cumulative, "indicator": q.i.id,
    }
    row |= {key: float(v) for key, v in row.items() if isinstance(v, Fraction)}
    rules = q.rating.get("rules") or DEFAULT_RULES
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE TABLE figure ({', '.join(row)})")
    base.execute(f"INSERT INTO figure VALUES ({', '.join('?' * len(row))})", list(row.values()))
    holds = lambda when: when == "otherwise" or base.execute(f"SELECT ({when}) FROM figure").fetchone()[0] == 1
    return next(rule["status"] for rule in rules if holds(rule["when"]))


DEFAULT_RULES = [
    {"when": "target IS NULL", "status": "no-target"}, {"when": "variance >= 0", "status": "green"},
    {"when": "variance_percent >= -10", "status": "amber"}, {"when": "otherwise", "status": "red"},
]
SCHEMES = {
    "tolerance": by_tolerance, "floor": by_floor, "band": by_band, "context": lambda q, p: "contextual",
    "toleranceandtrend": by_tolerance_and_trend, "stars": by_stars, "outturn": by_outturn, "rules": by_rules,
}


class Matrix:
    """The council's risk matrix."""

    def __init__(self, settings):
        risk = settings.get("risk", {})
        self.likelihood = risk.get("likelihood", ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"])
        self.impact = risk.get("impact", ["Negligible", "Minor", "Moderate", "Major", "Severe"])
        self.bands = risk.get("bands") or [
            {"name": "Low", "from": 1}, {"name": "Medium", "from": 5}, {"name": "High", "from": 10},
            {"name": "Critical", "from": 16},
        ]

    def score(self, rating):
        return rating[0] * rating[1] if rating else None

    def band(self, score):
        fits = [b["name"] for b in self.bands if score is not None and score >= b["from"]]
        return fits[-1] if fits else None

    def rating(self, likelihood, impact):
        """Both steps on their scale, or no rating at all."""
        steps = step(likelihood, self.likelihood), step(impact, self.impact)
        return None if None in steps else steps


def step(raw, names):
    """A step of a scale from 1, typed as its number, its word, or both; none where it is not on the scale."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return int(raw) if raw in range(1, len(names) + 1) else None
    typed = meaning(raw or "")
    known = {key: n for n, name in enumerate(names, 1) for key in (meaning(name), str(n), f"{n}{meaning(name)}")}
    return known.get(typed)
