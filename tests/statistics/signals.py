"""Trend, control limits, chance and outliers of one indicator, by libraries that are not ours.

SciPy gives the Theil–Sen line, the normal distribution and the median absolute deviation, pymannkendall the Mann–Kendall
tests, statsmodels autocorrelation and Wilson's interval. What decides a verdict (a limit crossed, a tie) is computed in
exact fractions of the figures as they were typed, so that no rounding of binary fractions decides it here.
"""

import math
import warnings
from fractions import Fraction
from statistics import median

import numpy
import pymannkendall
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tsa.stattools import acf

BACK = 24  # quarters that are looked back on
LEVEL, LEAST_TREND, LEAST_SIGNAL, CONFIDENCE = 0.05, 8, 13, 0.95
LIMIT, SCREEN = Fraction(266, 100), Fraction(3267, 1000)
Z = stats.norm.ppf(0.5 + CONFIDENCE / 2)


def points(m):
    """(quarter, figure) of every due quarter with a figure since the definition last changed."""
    q = m.quarter
    if q.i.to_date_only:
        return []
    start = max((b for b in q.i.breaks if b <= q.now), default=None)
    quarters = [q.now.minus(n) for n in range(BACK, -1, -1)]
    out = [(p, q.quarter(p)) for p in quarters if q.due(p) and (start is None or p >= start)]
    return [(p, v) for p, v in out if v is not None]


def columns(m, settings):
    """What statistics.csv should say of a measure."""
    series = points(m)
    here = bool(series) and series[-1][0] == m.quarter.now
    out = {"points": len(series), "first_quarter": str(series[0][0]) if series else ""}
    out |= trend(m, series, settings) if here and len(series) >= LEAST_TREND else dict.fromkeys(TREND, None)
    out |= chart(m, series, here)
    out |= chance(m)
    out |= outliers(m, series, here, settings)
    return out


# ---------------------------------------------------------------- trend

TREND = (
    "trend trend_test theil_sen_slope theil_sen_intercept mann_kendall_s mann_kendall_variance mann_kendall_z "
    "mann_kendall_p lag_1_autocorrelation hamed_rao_variance hamed_rao_z hamed_rao_p may_be_drift"
).split()


def p_value(z):
    """pymannkendall takes 1 − cdf, which loses the digits of small p; the survival function keeps them."""
    return 2 * stats.norm.sf(abs(z))


def trend(m, series, settings):
    times = [p.index - series[0][0].index for p, _ in series]
    exact = [v for _, v in series]
    values = numpy.array([float(v) for v in exact])
    seasonal = m.seasonal and len(m.quarter.i.due) > 1
    out = dict.fromkeys(TREND)
    if seasonal:
        # A year a row, a quarter a column, gaps where there is no figure.
        years = numpy.full(times[-1] + 1, numpy.nan)
        years[times] = values
        slope, intercept = by_season(years)
        if slope is None:
            return out
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            test = pymannkendall.seasonal_test(years, period=4)
        slopes = [(b - a) / (u - t) for n, (t, a) in enumerate(zip(times, exact)) for u, b in zip(times[n + 1 :], exact[n + 1 :]) if (u - t) % 4 == 0]
    else:
        line = stats.theilslopes(values, times, method="separate")
        slope, intercept = line.slope, line.intercept
        test = pymannkendall.original_test(values)
        slopes = [(b - a) / (u - t) for n, (t, a) in enumerate(zip(times, exact)) for u, b in zip(times[n + 1 :], exact[n + 1 :])]
    steepness = median(slopes)
    clear = p_value(test.z) < LEVEL
    out |= {
        "trend_test": "seasonal-mann-kendall" if seasonal else "mann-kendall",
        "theil_sen_slope": slope, "theil_sen_intercept": intercept,
        "mann_kendall_s": test.s, "mann_kendall_variance": test.var_s, "mann_kendall_z": test.z, "mann_kendall_p": p_value(test.z),
        "trend": course(m, steepness * times[-1], settings) if clear else "no-clear-trend", "may_be_drift": False,
    }
    if not seasonal:
        left = [v - steepness * t for t, v in zip(times, exact)]
        constant = len(set(left)) == 1
        out["lag_1_autocorrelation"] = 0.0 if constant else lags([float(v - left[0]) for v in left])[1]
        allowed = hamed_rao(test, left)
        if allowed is not None:
            z = 0.0 if test.s == 0 or allowed == 0 else (test.s - math.copysign(1, test.s)) / math.sqrt(allowed)
            out |= {"hamed_rao_variance": allowed, "hamed_rao_z": z, "hamed_rao_p": p_value(z)}
            out["may_be_drift"] = bool(clear and p_value(z) >= LEVEL)
            consecutive = times == list(range(len(times)))
            ranks = lambda left: list(stats.rankdata(left))
            floats = list(values - numpy.arange(1, len(values) + 1) * slope)
            if consecutive and not constant and ranks(floats) == ranks([float(v) for v in dense(left)]):
                theirs = pymannkendall.hamed_rao_modification_test(values)
                assert math.isclose(theirs.var_s, allowed, rel_tol=1e-9), (m.id, theirs, allowed)
    return out


def by_season(years):
    """Slope per quarter and intercept; none where no quarter came twice."""
    pad = -len(years) % 4
    table = numpy.pad(years, (0, pad), constant_values=numpy.nan).reshape(-1, 4)
    if (numpy.isfinite(table).sum(axis=0) < 2).all():
        return None, None
    line = pymannkendall.seasonal_sens_slope(years, period=4)
    return line.slope / 4, line.intercept


def course(m, moved, settings):
    steps = Fraction(str(settings.get("direction", {}).get("steady_steps", 1)))
    if abs(moved) <= steps * Fraction(1, 10**m.quarter.i.decimals):
        return "steady"
    up = moved > 0
    if m.quarter.i.polarity in ("Plan is best", "None"):
        return "rising" if up else "falling"
    return "improving" if up == (m.quarter.i.polarity == "Higher is better") else "worsening"


def lags(values):
    return acf(values, nlags=len(values) - 1, fft=False)


def dense(values):
    order = {v: n for n, v in enumerate(sorted(set(values)))}
    return [order[v] for v in values]


def hamed_rao(test, left):
    """The variance of S allowing for autocorrelated ranks; none where the allowance leaves no variance."""
    n = len(left)
    ranks = stats.rankdata(dense(left))
    r = lags(ranks) if len(set(ranks)) > 1 else numpy.zeros(n)
    bound = stats.norm.ppf(1 - LEVEL / 2) / math.sqrt(n)
    extra = sum((n - k) * (n - k - 1) * (n - k - 2) * r[k] for k in range(1, n) if abs(r[k]) > bound)
    times = 1 + 2 / (n * (n - 1) * (n - 2)) * extra
    return test.var_s * times if times > 0 else None


# ---------------------------------------------------------------- control chart


def limits(values):
    """Mean and mean moving range in exact fractions, the largest movements screened out once unless nothing is left."""
    moves = [abs(b - a) for a, b in zip(values, values[1:])]
    mean = lambda of: sum(of, Fraction(0)) / len(of)
    kept = [v for v in moves if v < SCREEN * mean(moves)]
    return mean(values), mean(kept) if kept and mean(kept) > 0 else mean(moves)


def signal(values, middle, move):
    """(rule, up) of the last point, in exact fractions."""
    far, near = LIMIT * move, LIMIT * move * Fraction(2, 3)
    outside = lambda v: abs(v - middle) > far
    close = lambda v: not outside(v) and abs(v - middle) > near
    sides = lambda part: {(v > middle) - (v < middle) for v in part}
    last, seven = values[-1], values[-7:]
    if outside(last):
        return "outside-limits", last > middle
    steps = {(b > a) - (b < a) for a, b in zip(seven, seven[1:])}
    if len(seven) == 7 and steps in ({1}, {-1}):
        return "run", steps == {1}
    three = values[-3:]
    if len(three) == 3 and close(last) and sum(map(close, three)) >= 2 and sides(three) in ({1}, {-1}):
        return "two-of-three-near-limit", last > middle
    if len(seven) == 7 and sides(seven) in ({1}, {-1}):
        return "one-side-of-mean", last > middle
    return "", None


def chart(m, series, here):
    names = "mean mean_moving_range lower upper near_lower near_upper on_trial".split()
    out = dict.fromkeys([f"xmr_{n}" for n in names] + ["variation", "variation_rule", "assurance"])
    values = [v for _, v in series]
    if len(values) < 2:
        return out
    middle, move = limits(values)
    far, near = LIMIT * move, LIMIT * move * Fraction(2, 3)
    lines = middle, move, middle - far, middle + far, middle - near, middle + near
    out |= {f"xmr_{n}": float(v) for n, v in zip(names, lines)} | {"xmr_on_trial": len(values) < LEAST_SIGNAL}
    if not here or len(values) < LEAST_SIGNAL:
        return out
    rule, up = signal(values, middle, move)
    polarity = m.quarter.i.polarity
    if rule == "":
        out["variation"] = "common-cause"
    elif polarity in ("Plan is best", "None"):
        out["variation"] = "high" if up else "low"
    else:
        out["variation"] = "improvement" if up == (polarity == "Higher is better") else "concern"
    out["variation_rule"] = rule
    target = alone(m)
    if target is not None and polarity in ("Higher is better", "Lower is better"):
        beyond = (target > middle + far) - (target < middle - far)
        better = 1 if polarity == "Higher is better" else -1
        out["assurance"] = {0: "hit-or-miss", better: "consistently-fails", -better: "consistently-passes"}[beyond]
    return out


def alone(m):
    """The target of the quarter alone."""
    q = m.quarter
    before = q.due_before_in_year(q.now) if q.i.cumulative and q.i.aggregation == "sum" else None
    now = q.target(q.now)
    if before is None or now is None:
        return now
    return None if q.target(before) is None else now - q.target(before)


# ---------------------------------------------------------------- chance


def chance(m):
    q, i = m.quarter, m.quarter.i
    out = dict.fromkeys(("interval_method", "interval_low", "interval_high", "chance"))
    value, parts = q.values.get(q.now), q.parts.get(q.now)
    whole = lambda v: v.denominator == 1
    low = None
    if value is None:
        return out
    if i.ratio and parts is not None:
        n, d = parts
        rate = i.unit == "Rate" or i.unit == "Number" and i.per is not None
        share = (rate or i.unit == "Percent") and m.part_of_whole
        if i.times is not None and share and whole(n) and whole(d):
            if 0 <= n <= d and d > 0:
                ends = proportion_confint(int(n), int(d), 1 - CONFIDENCE, method="wilson")
                low, high = (float(i.times) * b for b in ends)
                out["interval_method"] = "wilson"
        elif i.times is not None and rate and whole(n) and d > 0:
            low, high = (b * float(i.times) / float(d) for b in byar(float(n)))
            out["interval_method"] = "byar"
    elif not i.ratio and i.unit == "Number" and i.aggregation == "sum" and whole(value) and value >= 0:
        low, high = byar(float(value))
        out["interval_method"] = "byar"
    if low is None:
        return out
    out |= {"interval_low": low, "interval_high": high}
    target, good = q.round(q.target(q.now)), None
    rated = q.status(q.now) in ("exceeds", "green", "amber", "red")
    if rated and i.polarity != "Plan is best":
        good = q.variance(q.round(value), target)
    if good is not None:
        within = low <= float(target) <= high
        out["chance"] = f"{'missed' if good < 0 else 'met'}-by-{'less' if within else 'more'}"
    return out


def byar(n):
    bound = lambda n, z: n * (1 - 1 / (9 * n) + z / (3 * math.sqrt(n))) ** 3
    return (bound(n, -Z) if n else 0.0), bound(n + 1, Z)


# ---------------------------------------------------------------- outliers


def outliers(m, series, here, settings):
    out = dict.fromkeys(("past_median", "past_mad", "past_by_season", "modified_z", "times_usual", "large_change"))
    out["unchanged"] = 0
    q = m.quarter
    earlier = [(q.now.index - p.index, v) for p, v in series if p < q.now]
    pooled = None if q.i.ongoing else by_quarter(earlier)
    middle, residuals = pooled or whole(earlier)
    if residuals:
        spread = median(abs(r - median(residuals)) for r in residuals)
        mad = stats.median_abs_deviation([float(r) for r in residuals])
        assert math.isclose(mad, spread, rel_tol=1e-9, abs_tol=1e-9 * max(abs(float(v)) for _, v in earlier)), (m.id, mad, spread)
        out |= {"past_median": float(middle), "past_mad": float(spread), "past_by_season": pooled is not None}
    if not here:
        return out
    values = [v for _, v in series]
    now = values[-1]
    out["unchanged"] = next((n for n, v in enumerate(reversed(values)) if v != now), len(values))
    if residuals:
        if len(residuals) >= 8 and spread:
            out["modified_z"] = float(Fraction(6745, 10000) * abs(now - middle) / spread)
        if len(residuals) >= 4 and middle:
            times = abs(now / middle)
            near = any(abs(times / f - 1) <= Fraction(15, 100) for f in (10, 100, Fraction(1, 10), Fraction(1, 100)))
            if near or times >= 100 or 0 < times <= Fraction(1, 100):
                out["times_usual"] = float(times)
    before = q.previous_due(q.now)
    if len(series) > 1 and series[-2][0] == before:
        moves = [abs(b - a) for a, b in zip(values[:-1], values[1:-1])]
        usual = sum(moves) / len(moves) if len(moves) >= 4 else None
        checks = settings.get("checks", {})
        least = checks.get("change_least", {}).get(q.i.unit)
        change = abs(now - values[-2])
        share = bool(values[-2]) and change / abs(values[-2]) * 100 > Fraction(str(checks.get("change_percent", 15)))
        unusual = least is not None if usual is None else change > Fraction(str(checks.get("change_times_usual", 3))) * usual
        out["large_change"] = bool(share and change >= Fraction(str(least or 0)) and unusual)
    return out


def whole(earlier):
    """What all past figures are like: their median, and how far each lies from it."""
    if not earlier:
        return None, []
    middle = median(v for _, v in earlier)
    return middle, [v - middle for _, v in earlier]


def by_quarter(earlier):
    """The same of the past figures of the same quarter, and how far every figure lies from the other years' figures of its
    own; none of too few, and none that mostly are the same."""
    quarters = {}
    for back, v in earlier:
        quarters.setdefault(back % 4, []).append(v)
    usual = {quarter: median(own) for quarter, own in quarters.items() if len(own) > 1}
    residuals = [v - median(quarters[k][:n] + quarters[k][n + 1 :]) for k in usual for n, v in enumerate(quarters[k])]
    if 0 not in usual or len(residuals) < 8 or not median(abs(r - median(residuals)) for r in residuals):
        return None
    return usual[0], residuals
