"""How often the ranges of past forecasts held what came: every past year of a workspace's measures, foreseen from the same
quarter of the year as now with nothing but what was known then.

    python tests/statistics/calibration.py WORKSPACE [--between LEAST MOST]

The forecasts are those of outturn.py, which agree.py holds against the program's; without exponential smoothing, which few
measures have. A range needs two past years in which a method was tested, so a measure with fewer than three past years
cannot be asked. --between: the least and the most that the ranges of 80% may hold, in percent.
"""

import argparse
import json
import warnings
from pathlib import Path

from scipy import stats

import agree
import outturn


def foreseen(m):
    """(low, high, came) of 80% and of 95% of each past year that could be foreseen."""
    q = m.quarter
    due = [p for n in range(3, -4, -1) if q.due(p := q.now.minus(n)) and q.year(p) == q.year(q.now)]
    gone = [p for p in due if p <= q.now]
    if not gone or len(gone) == len(due):
        return
    first = q.year_so_far(q.now.minus(outturn.BACK))[0].index
    quarters = [p for p in map(outturn.Period, range(first, q.now.index + 1)) if q.due(p)]
    for measure in list(outturn.measures(m, quarters, len(due), len(gone), gone[-1]))[:1]:
        for back in range(1, measure.years + 1):
            then, came = earlier(measure, back), measure.outturn(back)
            so_far = then.to_date(0, then.elapsed) if then else None
            if None in (came, so_far):
                continue
            f = outturn.forecast(then, False, "no", 0.5 * 10.0**-q.i.decimals, (float("-inf"), float("inf")))
            if f is not None:
                wide = lambda level: f["spread"] * stats.t(f["freedom"]).ppf(0.5 + level / 200)
                yield tuple(abs(float(came) - f["value"]) <= wide(level) for level in (80, 95))


def earlier(measure, back):
    """What was known at this point of the year, so many years ago."""
    if isinstance(measure, outturn.Ratio):
        parts = [earlier(part, back) for part in (measure.numerator, measure.denominator)]
        return outturn.Ratio(*parts, measure.times) if all(parts) else None
    left = len(measure.values) - back * measure.per_year
    if left <= 0:
        return None
    return outturn.Series(measure.values[:left], measure.per_year, measure.elapsed, measure.fold)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("workspace", type=Path)
    options.add_argument("--between", type=float, nargs=2)
    options = options.parse_args()
    warnings.filterwarnings("ignore", module="openpyxl")
    record = json.loads((sorted(options.workspace.glob("reports/*/run.json"))[-1]).read_text(encoding="utf-8"))
    known, _ = agree.measures(options.workspace, record)
    held = [years for m in known.values() for years in foreseen(m)]
    if not held:
        print(f"{options.workspace.name}: no measure has the three past years that a test of its ranges needs")
    else:
        in_80, in_95 = (100 * sum(level) / len(held) for level in zip(*held))
        print(f"{options.workspace.name}: {len(held)} past years foreseen; 80% ranges held {in_80:.1f}%, 95% ranges {in_95:.1f}%")
    if options.between and not (held and options.between[0] <= in_80 <= options.between[1]):
        raise SystemExit("the ranges of 80% do not hold what they say")


if __name__ == "__main__":
    main()
