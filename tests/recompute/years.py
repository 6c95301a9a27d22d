"""The sheets Outturn and Target setting: what a year came to, whether that met its target, and what the years say for the next.

A year comes to the sum, the last, the mean, the highest or the lowest of what was due in it, a ratio to its numerators over its
denominators; a cumulative reading that cannot be taken apart to itself. Where a quarter is missing, or the definition changed within
the year, it cannot be told. Its target is the register's, else what the profile of its quarters comes to; a plan is met inside its
band. Three years are looked back on, from the last quarter in which a value is due; one that was measured otherwise than this year
is shown and not compared. The forecast of a year that runs is believed.
"""

import re
from fractions import Fraction

from books import table
from compare import status_words, without_symbol
from peers import load_comparators, standing
from values import number, text

YEARS = 3


def due_in_year(q, p):
    around = [p.minus(n) for n in range(3, -4, -1)]
    return [x for x in around if q.year(x) == q.year(p) and q.due(x)]


def came_to(q, p):
    """What the year that ends with the quarter came to, as it is shown; none where that cannot be told."""
    due = due_in_year(q, p)
    if not due or due[-1] != p or q.broken(due[0], p):
        return None
    value = from_parts(q, due) if pooled(q, due) else from_quarters(q, due)
    if value is None and q.i.cumulative:
        value = q.values.get(p)
    return None if value is None else q.round(value)


def pooled(q, due):
    """A share is made of numerators and denominators, where the register names them or all of them are there."""
    share = q.share() and q.i.aggregation in ("rat", "mea")
    named = q.i.ratio or q.i.aggregation == "rat"
    return share and (named or all(q.quarter_parts(p) for p in due)) and q.i.times is not None


def from_parts(q, due):
    parts = [q.quarter_parts(p) for p in due]
    return None if None in parts else q.pooled(parts)


def from_quarters(q, due):
    how = {"sum": sum, "max": max, "min": min, "las": lambda v: v[-1]}.get(q.i.aggregation, lambda v: sum(v) / len(v))
    if q.i.cumulative and q.i.aggregation != "sum":
        return None
    values = [q.quarter(p) for p in due]
    if q.i.aggregation == "las":
        return values[-1]
    return None if None in values else how(values)


def year_target(q, p):
    row = q.row(p)
    if row is None:
        return None
    if row["annual"] is not None:
        return row["annual"]
    profile = [row[x.quarter] for x in due_in_year(q, p)]
    if q.i.aggregation == "sum" and not q.i.cumulative:
        return None if None in profile else sum(profile)
    return profile[-1] if profile and (q.i.aggregation in ("sum", "las") or q.i.cumulative) else None


def meets(q, value, p):
    """Whether a year's value meets its target or lies in its band; none without one."""
    row = q.row(p)
    if value is None or row is None or q.i.polarity == "None":
        return None
    if q.i.polarity == "Plan is best":
        low, high = q.limit(p, "green_low"), q.limit(p, "green_high")
        whole = q.i.cumulative or q.i.aggregation != "sum"
        if not whole or low is None and high is None:
            return None
        return (low is None or value >= low) and (high is None or value <= high)
    target = q.round(year_target(q, p))
    return None if target is None else q.variance(value, target) >= 0


def before(q):
    """[(its last quarter, what it came to, its target, met, measured as now)] of the years before, newest first."""
    due = due_in_year(q, q.now)
    out = []
    for n in range(1, YEARS + 1) if due else ():
        ends = due[-1].minus(4 * n)
        value = came_to(q, ends)
        target = None if value is None else q.round(year_target(q, ends))
        out.append((ends, value, target, meets(q, value, ends), not q.broken(ends, q.now)))
    return out


def outturn(q, believed):
    """(value, whether the year has ended, met) of this year: worked out where it has ended, else as it is believed."""
    due = [p for p in due_in_year(q, q.now) if p <= q.now]
    ended = bool(due) and due[-1] == due_in_year(q, q.now)[-1]
    if ended and q.i.id not in believed.doubted:
        value = came_to(q, due[-1])
    else:
        value = believed.rows[q.i.id]["outturn"] or None
        value = None if value is None else q.round(number(float(value)))
    return value, ended, meets(q, value, q.now)


class Believed:
    """statistics.csv, and what is queried for its size, of which no outturn is told."""

    def __init__(self, rows, doubted):
        self.rows, self.doubted = rows, doubted


def label(p):
    return str(p)[:7]


def check_outturn(report, sheet, quarter, statistics):
    believed, words = Believed(statistics, quarter.doubted), status_words(quarter.settings)
    ended = quarter.now.quarter == 4
    results = {q.i.id: (q, *outturn(q, believed)) for q in quarter.results.values()}
    annual = lambda q: (q.row(q.now) or {}).get("annual")
    shown = [id for id, (q, value, *_) in results.items() if annual(q) is not None or value is not None and year_target(q, q.now) is not None]
    rows = table(sheet, "Ref", "Year's target", "Years on target, of those told")
    report.rows("outturn: listed", sheet.title, shown, [r["Ref"] for r in rows])
    by_id = {text(r["Ref"].value): r for r in rows}
    why = lambda v: None if isinstance(v, str) else v
    for id in shown:
        (q, value, over, met), row, where = results[id], by_id.get(id, {}), f"{sheet.title}, {id}"
        target = year_target(q, q.now) if value is not None else annual(q)
        report.cell("outturn: target", where, q.round(target), row, "Year's target")
        report.cell("outturn: outturn", where, value, row, "Outturn" if ended else "Forecast outturn", read=why)
        said = {True: "Met" if over else "Will be met", False: "Missed" if over else "Will be missed"}.get(met, "No target")
        said = "" if value is None else said
        plain = lambda v: text(v).partition(" ")[2] if text(v)[:1] in "●▲" else text(v)
        report.cell("outturn: met", where, said, row, "Target" if ended else "By the forecast", read=plain)
        if not ended:
            report.cell("outturn: year to date", where, q.year_to_date(), row, "Year to date")
            chance = statistics[id]["outturn_chance"] if not over else ""
            report.cell("outturn: chance", where, number(float(chance)) if chance else None, row, "Chance of the year's target", read=why)
        years = before(q)
        for n in range(YEARS):
            of = label(quarter.now.minus(4 * (n + 1)))
            _, came, aim, *_ = years[n] if years else (None,) * 5
            report.cell("outturn: a year before", f"{where}, {of}", came, row, f"Outturn {of}")
            report.cell("outturn: its target", f"{where}, {of}", aim, row, f"Target {of}")
        told = [met for *_, met, _ in years if met is not None]
        report.cell("outturn: years on target", where, f"{sum(told)} of {len(told)}", row, "Years on target, of those told")
        report.cell("outturn: status", where, words[q.status(q.now)], row, "Status now", read=without_symbol)
        report.cell("outturn: service", where, quarter.service_names[q.i.service], row, "Service")
        other = [label(ends) for ends, *_, alike in years if not alike]
        report.cell("outturn: not compared", where, f"Measured otherwise in {', '.join(other)}" if other else "", row, "Not compared")
    counts = [(over, met) for _, _, over, met in results.values() if met is not None]
    want = [counts.count((over, True)) for over in (True, False)] + [sum(o == over for o, _ in counts) for over in (True, False)]
    pattern = r"(?:(\d+) of (\d+) whose year has ended met their year's target)?(?:; )?(?:(\d+) of (\d+) are forecast to meet it)?\.$"
    found = next(((c, m) for row in sheet.iter_rows(min_row=3, max_row=5) for c in row if text(c.value) and (m := re.match(pattern, text(c.value)))), None)
    got = found and [int(found[1][n] or 0) for n in (1, 3, 2, 4)]
    report.same("outturn: how many", sheet.title, want, got, found and found[0])


def check_target_setting(report, sheet, quarter, statistics):
    believed = Believed(statistics, quarter.doubted)
    annual = lambda q: (q.row(q.now) or {}).get("annual")
    wanted = [q for q in quarter.results.values() if annual(q) is not None]
    rows = table(sheet, "Ref", "Target this year", "Change a year so far")
    report.rows("target setting: listed", sheet.title, [q.i.id for q in wanted], [r["Ref"] for r in rows], ordered=True)
    by_id, why = {text(r["Ref"].value): r for r in rows}, lambda v: None if isinstance(v, str) else v
    others, near = load_comparators(quarter.workspace / "register.xlsx")
    for q in wanted:
        id, row, where = q.i.id, by_id.get(q.i.id, {}), f"{sheet.title}, {q.i.id}"
        value, years = outturn(q, believed)[0], before(q)
        told = [met for *_, met, _ in years if met is not None]
        first = [(n, came) for n, (_, came, _, _, alike) in enumerate(years, 1) if alike and came is not None][-1:]
        change = None if value is None or not first else Fraction(value - first[0][1], first[0][0])
        nxt = (q.i.targets.get(q.year(q.now.minus(-4))) or {}).get("annual")
        report.cell("target setting: target", where, annual(q), row, "Target this year")
        report.cell("target setting: outturn", where, value, row, "Outturn, or its forecast", read=why)
        report.cell("target setting: met", where, f"{sum(told)} of {len(told)}", row, "Targets met, of the years before")
        report.cell("target setting: change", where, change, row, "Change a year so far")
        report.cell("target setting: at this pace", where, None if change is None else value + change, row, "Next year at this pace")
        report.cell("target setting: next", where, nxt, row, "Target set for next year")
        report.cell("target setting: better", where, q.i.polarity, row, "Which way is better", read=lambda v: "None" if text(v) == "Neither" else text(v))
        median = standing(quarter, id, others, near, quarter.settings.get("benchmarks", {}), quarter.doubted)[3]
        report.cell("target setting: median of peers", where, median, row, "Peers' median")
