"""The forecast of the year of one indicator: methods, choice by back-test, ranges and the chance of the year's target.

Sums, shares and errors are exact fractions of the figures as they were typed; Student's t is SciPy's. Exponential smoothing
is statsmodels' for level and for level and trend, from the same starting states (the first figure; the first figure and the
first step). Level, trend and seasons starts from the first year here as in the program, which statsmodels does not offer
with Winters' update of the seasons: that recursion is written out below and its constants are found by SciPy's Nelder–Mead
from the best point of a grid. Two optimisers stop at slightly different constants, so a forecast that smoothing had a part in
agrees to LOOSE of the size of the series, not to 1e-9; where nothing was smoothed, everything agrees exactly.
"""

import itertools
import math
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy
from scipy import optimize, stats
from statsmodels.tsa.holtwinters import ExponentialSmoothing, SimpleExpSmoothing

from values import Period

BACK, YEARS, LEAST_SMOOTHED = 24, 12, 12
METHODS = ["last value", "run rate", "seasonal share", "exponential smoothing"]
LOOSE = 2e-3
MONEY = ("Pounds", "Pounds (thousands)", "Pounds (millions)")
NAMES = (
    "outturn outturn_known outturn_target outturn_meets outturn_method outturn_years_tested outturn_error "
    "outturn_error_percent outturn_spread outturn_low_80 outturn_high_80 outturn_low_95 outturn_high_95 outturn_chance"
).split()


class Loose(float):
    """A number that an optimiser had a part in."""


class Series:
    """One row of figures, oldest first, None where there is none: whole years, then those of this year."""

    def __init__(self, values, per_year, elapsed, fold):
        self.values, self.per_year, self.elapsed, self.fold = values, per_year, elapsed, fold
        self.methods = METHODS
        self.years = (len(values) - elapsed) // per_year

    def slot(self, back, n):
        at = len(self.values) + n - self.elapsed - back * self.per_year
        return self.values[at] if 0 <= at < len(self.values) else None

    def to_date(self, back, slots):
        known = [self.slot(back, n) for n in range(slots)]
        if self.fold in ("last", "to date", "total"):
            return known[-1]
        if None in known:
            return None
        return {"sum": sum, "mean": lambda k: sum(k) / len(k), "max": max, "min": min}[self.fold](known)

    def outturn(self, back):
        return self.to_date(back, self.per_year)

    def project(self, back, method):
        so_far, gone, all_ = self.to_date(back, self.elapsed), self.elapsed, self.per_year
        if so_far is None:
            return None
        last, rest = self.slot(back, gone - 1), all_ - gone
        if method == "last value":
            if self.fold == "total":
                before = self.slot(back, gone - 2) if gone > 1 else 0
                return None if before is None else so_far + rest * (so_far - before)
            return {"sum": so_far + rest * last, "mean": (so_far * gone + rest * last) / Fraction(all_)}.get(self.fold, so_far)
        if method == "run rate":
            if self.fold in ("sum", "total"):
                return so_far * all_ / Fraction(gone)
            if self.fold != "last":
                return so_far
            opening = self.slot(back + 1, all_ - 1)
            return None if opening is None else so_far + (so_far - opening) / Fraction(gone) * rest
        if method == "seasonal share":
            pairs = [(self.to_date(y, gone), self.outturn(y)) for y in range(1, self.years + 1) if y != back]
            pairs = [p for p in pairs if None not in p]
            if not pairs:
                return None
            then, end = (sum(x) for x in zip(*pairs))
            negative = any(v is not None and v < 0 for v in self.values)
            if self.fold in ("sum", "total") and then > 0 and not negative:
                return so_far * end / then
            return so_far + (end - then) / len(pairs)
        return self.smoothed(back, so_far)

    def smoothed(self, back, so_far):
        if self.fold in ("to date", "total"):
            return None
        known = self.values[: len(self.values) - back * self.per_year]
        known = list(itertools.takewhile(lambda v: v is not None, reversed(known)))[::-1]
        rest = self.per_year - self.elapsed
        to_come = ahead([float(v) for v in known], self.per_year, rest)
        if to_come is None:
            return None
        so_far = float(so_far)
        if self.fold == "mean":
            return Loose((so_far * self.elapsed + sum(to_come)) / self.per_year)
        whole = {"sum": lambda: so_far + sum(to_come), "max": lambda: max(so_far, *to_come), "min": lambda: min(so_far, *to_come)}
        return Loose(whole.get(self.fold, lambda: to_come[-1])())

    def unbroken(self):
        return sum(1 for _ in itertools.takewhile(lambda v: v is not None, reversed(self.values)))


class Ratio:
    def __init__(self, numerator, denominator, times):
        self.numerator, self.denominator, self.times = numerator, denominator, times
        self.methods = METHODS
        self.years, self.elapsed, self.per_year = numerator.years, numerator.elapsed, numerator.per_year
        pairs = zip(numerator.values, denominator.values)
        self.values = [times * n / d for n, d in pairs if None not in (n, d) and d]

    def divided(self, get):
        n, d = get(self.numerator), get(self.denominator)
        if None in (n, d) or not d:
            return None
        loose = isinstance(n, float) or isinstance(d, float)
        return Loose(float(n) / float(d) * float(self.times)) if loose else self.times * n / d

    def to_date(self, back, slots):
        return self.divided(lambda s: s.to_date(back, slots))

    def outturn(self, back):
        return self.divided(lambda s: s.outturn(back))

    def project(self, back, method):
        return self.divided(lambda s: s.project(back, method))

    def unbroken(self):
        return min(self.numerator.unbroken(), self.denominator.unbroken())


# ---------------------------------------------------------------- exponential smoothing


def winters(values, m, constants):
    """Fitted values, and the states at the end: level, trend, seasons."""
    a, b, g = constants
    level = sum(values[:m]) / m
    trend = sum((values[m + k] - values[k]) / m for k in range(m)) / m
    seasons, fitted = [v - level for v in values[:m]], list(values[:m])
    for t in range(m, len(values)):
        fitted.append(level + trend + seasons[t - m])
        new = a * (values[t] - seasons[t - m]) + (1 - a) * (level + trend)
        level, trend = new, b * (new - level) + (1 - b) * trend
        seasons.append(g * (values[t] - level) + (1 - g) * seasons[t - m])
    return fitted, level, trend, seasons


def best_constants(sse, n):
    grid = itertools.product([0.1, 0.3, 0.5, 0.7, 0.9], repeat=n)
    logistic = lambda u: 1 / (1 + numpy.exp(-numpy.clip(u, -20, 20)))
    start = min(grid, key=sse)
    start = [math.log(p / (1 - p)) for p in start]
    found = optimize.minimize(lambda u: sse(logistic(u)), start, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-14, "maxiter": 4000})
    return logistic(found.x)


def ahead(values, m, rest):
    if len(values) < 5:
        return None
    middle = sum(values) / len(values)
    spread = math.sqrt(sum((v - middle) ** 2 for v in values) / len(values))
    if spread == 0:
        return [middle] * rest
    y = numpy.array([(v - middle) / spread for v in values])
    forms = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        level = SimpleExpSmoothing(y, initialization_method="known", initial_level=y[0]).fit()
        forms.append((level.fittedvalues, 2, list(level.forecast(rest))))
        trend = ExponentialSmoothing(y, trend="add", initialization_method="known", initial_level=y[0] - (y[1] - y[0]), initial_trend=y[1] - y[0]).fit()
        forms.append((trend.fittedvalues, 3, list(trend.forecast(rest))))
    if m > 1 and len(y) >= 2 * m:
        sse = lambda c: sum((v - f) ** 2 for v, f in zip(y[m:], winters(y, m, c)[0][m:]))
        fitted, l, b, s = winters(y, m, best_constants(sse, 3))
        forms.append((fitted, 4, [l + (h + 1) * b + s[len(s) - m + h % m] for h in range(rest)]))

    def aicc(form):
        errors = [(v - f) ** 2 for v, f in zip(y[m:], form[0][m:])]
        n, k = len(errors), form[1]
        if n <= k + 1:
            return math.inf
        return n * math.log(max(sum(errors) / n, 1e-12)) + 2 * k + 2 * k * (k + 1) / (n - k - 1)

    return [v * spread + middle for v in min(forms, key=aicc)[2]]


# ---------------------------------------------------------------- the forecast


def tested(measure, method):
    """Errors by year back."""
    out = {}
    for back in range(1, min(measure.years, YEARS) + 1):
        came = measure.outturn(back)
        said = None if came is None else measure.project(back, method)
        if said is not None:
            out[back] = Loose(said - float(came)) if isinstance(said, float) else said - came
    return out


def choice(trials, least, without=None):
    best = None
    for method in METHODS:
        if method not in trials:
            continue
        if best is None:
            best = method
            continue
        both = [y for y in trials[method] if y in trials[best] and y != without]
        ours, theirs = (sum(abs(float(trials[m][y])) for y in both) for m in (method, best))
        if len(both) >= least and ours < theirs * (1 - 1e-9):
            best = method
    return best


def forecast(measure, smoothing, counted, floor, bounds):
    """Value, method, years, error, percent, spread, freedom; None where there is too little history."""
    trials = {}
    for method in METHODS:
        if method not in measure.methods or method == METHODS[3] and not (smoothing and measure.unbroken() >= LEAST_SMOOTHED):
            continue
        if measure.project(0, method) is not None and len(errors := tested(measure, method)) >= 2:
            trials[method] = errors
    method = choice(trials, 2)
    if method is None:
        return None
    errors, n = trials[method], len(trials[method])
    blind = {}
    for year, own in errors.items():
        other = choice(trials, 1, year)
        blind[year] = trials[other].get(year, own)
    value = float(measure.project(0, method))
    came = [measure.outturn(y) for y in errors]
    percent = None if any(c == 0 for c in came) else sum(abs(float(e) / float(c)) * 100 for e, c in zip(errors.values(), came)) / n
    spread = max(math.sqrt(sum(float(e) ** 2 for e in blind.values()) / n), floor, luck(measure, counted, method, value))
    return {
        "value": min(max(value, bounds[0]), bounds[1]), "method": method, "years": n, "spread": spread,
        "error": sum(abs(float(e)) for e in errors.values()) / n, "percent": percent,
        "freedom": n - (method == "seasonal share"), "loose": METHODS[3] in trials,
    }


def luck(measure, counted, method, value):
    variance = 0
    if counted == "cases" and isinstance(measure, Series) and measure.fold in ("sum", "total"):
        variance = value - float(measure.to_date(0, measure.elapsed))
    if counted == "parts" and isinstance(measure, Ratio):
        whole, known = measure.denominator.project(0, method), measure.denominator.to_date(0, measure.elapsed)
        share = value / float(measure.times)
        variance = float(measure.times) ** 2 * share * (1 - share) * float(whole - known) / float(whole) ** 2
    return math.sqrt(variance) if variance > 0 else 0.0


# ---------------------------------------------------------------- the indicator


def bounds(m, measure, so_far):
    i = m.quarter.i
    known = [float(v) for v in measure.values if v is not None] or [so_far]
    least, greatest = min(known), max(known)
    minimum, maximum = (None if v is None else float(v) for v in (m.minimum, m.maximum))
    never_negative = minimum >= 0 if minimum is not None else i.unit not in MONEY and least >= 0
    whole = 100.0 if i.unit == "Percent" and (greatest <= 100 or m.part_of_whole) else math.inf
    none = 0.0 if never_negative else -math.inf
    low, high = none if minimum is None else minimum, whole if maximum is None else maximum
    if i.aggregation == "sum":
        return (so_far, math.inf) if never_negative else (-math.inf, math.inf)
    if i.aggregation == "max":
        return so_far, max(high, so_far)
    if i.aggregation == "min":
        return min(low, so_far), so_far
    return min(low, least), max(high, greatest)


def year_target(q, due):
    row = q.row(q.now)
    if row is None or row["annual"] is not None:
        return row and row["annual"]
    profile = [row[p.quarter] for p in due]
    if q.i.aggregation == "sum" and not q.i.cumulative:
        return None if None in profile else sum(profile)
    return profile[-1] if q.i.aggregation in ("sum", "las") or q.i.cumulative else None


def goal(q, target):
    if q.i.polarity == "Higher is better":
        return None if target is None else (q.round(target), math.inf)
    if q.i.polarity == "Lower is better":
        return None if target is None else (-math.inf, q.round(target))
    row = q.row(q.now)
    if q.i.polarity == "None" or row is None or (q.i.aggregation == "sum" and not q.i.cumulative):
        return None
    low, high = row["green_low"], row["green_high"]
    if low is None and high is None:
        return None
    return (-math.inf if low is None else q.round(low), math.inf if high is None else q.round(high))


def measures(m, quarters, per_year, elapsed, last):
    """What can be forecast, the first that can be: by parts, by quarters alone, by years to date."""
    q, i = m.quarter, m.quarter.i
    of = lambda get: [None if q.broken(p, last) else get(p) for p in quarters]
    row = lambda get, fold: Series(of(get), per_year, elapsed, fold)
    this_year = quarters[-elapsed:]
    share = q.share() and i.aggregation in ("rat", "mea")
    if share and (i.ratio or i.aggregation == "rat" or all(q.quarter_parts(p) for p in this_year)):
        part = lambda n: lambda p: (q.quarter_parts(p) or (None, None))[n]
        yield Ratio(row(part(0), "sum"), row(part(1), "sum"), q.i.times)
    elif i.aggregation == "sum" or not i.cumulative:
        fold = {"sum": "sum", "las": "last", "max": "max", "min": "min"}.get(i.aggregation, "mean")
        yield row(q.quarter, fold)
    if i.cumulative:
        so_far = row(q.values.get, "total" if i.aggregation == "sum" else "to date")
        # How far the year has come is neither where it ends nor a pace.
        so_far.methods = METHODS[2:3] if q.i.to_date_only and i.aggregation == "las" else METHODS
        yield so_far


def columns(m, settings):
    """What statistics.csv should say of a measure."""
    out = dict.fromkeys(NAMES)
    q = m.quarter
    on = settings.get("forecast", {}).get("on", True)
    due = [p for n in range(3, -4, -1) if q.due(p := q.now.minus(n)) and q.year(p) == q.year(q.now)]
    gone = [p for p in due if p <= q.now]
    if not on or not gone or m.doubted or q.broken(gone[0], gone[-1]):
        return out
    quarters = [Period(n) for n in range(q.year_so_far(q.now.minus(BACK))[0].index, q.now.index + 1)]
    quarters = [p for p in quarters if q.due(p)]
    step = 10.0 ** -q.i.decimals
    for measure in measures(m, quarters, len(due), len(gone), gone[-1]):
        so_far = measure.to_date(0, measure.elapsed)
        if so_far is None:
            continue
        target = year_target(q, due)
        wanted = goal(q, target)
        out["outturn_target"] = None if target is None else float(q.round(target))
        if len(gone) == len(due):
            value = q.round(so_far)
            out |= {"outturn": float(value), "outturn_known": True}
        else:
            counted = "cases" if q.i.aggregation == "sum" and q.i.unit == "Number" and q.i.decimals == 0 else "no"
            counted = "parts" if q.i.aggregation in ("rat", "mea") and m.part_of_whole else counted
            limits = bounds(m, measure, float(so_far))
            f = forecast(measure, m.key, counted, 0.5 * step, limits)
            if f is None:
                continue
            value = said(q, f, limits, wanted, step, out)
        if wanted is not None:
            out["outturn_meets"] = wanted[0] <= value <= wanted[1]
        return out
    out["outturn_target"] = None
    return out


def said(q, f, limits, wanted, step, out):
    """Fills what is said of a forecast; the value as it is printed."""
    soft = Loose if f["loose"] else float
    inside = lambda v: min(max(v, limits[0]), limits[1])
    shown = lambda v: q.round(Fraction(Decimal(format(v, ".15g")))) if math.isfinite(v) else v
    value = shown(f["value"])
    t = stats.t(f["freedom"])
    out |= {
        "outturn": soft(value), "outturn_known": False, "outturn_method": f["method"],
        "outturn_years_tested": float(f["years"]), "outturn_error": soft(f["error"]),
        "outturn_error_percent": f["percent"] if f["percent"] is None else soft(f["percent"]), "outturn_spread": soft(f["spread"]),
    }
    for level in (80, 95):
        wide = f["spread"] * t.ppf(0.5 + level / 200)
        for end, sign in (("low", -1), ("high", 1)):
            out[f"outturn_{end}_{level}"] = soft(shown(inside(f["value"] + sign * wide)))
    if wanted is not None:
        slack = 0.5 * step if q.rounded else 0.0
        low, high = float(wanted[0]) - slack, float(wanted[1]) + slack
        above = 1.0 if low <= limits[0] else 0.0 if low > limits[1] else t.cdf((f["value"] - low) / f["spread"])
        below = 1.0 if high >= limits[1] else 0.0 if high < limits[0] else t.cdf((high - f["value"]) / f["spread"])
        both = max(0.0, above + below - 1.0)
        one = below if wanted[0] == -math.inf else above if wanted[1] == math.inf else both
        out["outturn_chance"] = soft(one)
    return value
