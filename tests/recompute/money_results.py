"""The sheet Money and results: which services, priorities and measures overspend and are off target, and what one costs.

Money is how the revenue forecast of its lines stands; results are on target where half or more of the rated measures are, by
weight. A measure is held beside the lines that the register says pay for it: by id the one of its own service, else the only one.
What one costs is what they spent to date over the year to date of a measure that adds up over the financial year."""

from fractions import Fraction

import openpyxl

from baskets import Basket
from books import lines, table
from inputs import listed
from money import groups, last_words, pounds, standing
from values import text

OVER, UNDER = ("Over budget",), ("Underspent",)
KINDS = ("Service", "Priority", "Measure")


def verdict(money, on_target):
    of = "Overspending" if money in OVER else "Underspent" if money in UNDER else "On or near budget"
    return f"{of}, on target" if on_target else f"{of} and off target" if of != "On or near budget" else f"{of}, off target"


#: Listed in this order; what is as it should be, and underspent on target or within the budget on target, is not.
LISTED = ("Overspending and off target", "Overspending, on target", "Underspent and off target", "On or near budget, off target")


def summed(quarter, own):
    """(standing, variance, percent) of lines; nothing where none of them is summed."""
    own = [l for l in own if l.variance is not None and not l.in_doubt]
    budget, variance = sum(l.budget for l in own), sum(l.variance for l in own)
    share = Fraction(variance, abs(budget)) if budget else None
    return (standing(quarter, budget, variance), variance, share) if own else None


def paid_from(quarter):
    """{id of a measure: its lines of revenue, or None where one of them cannot be found}, as the register names them."""
    register = openpyxl.load_workbook(quarter.workspace / "register.xlsx", data_only=True)
    revenue, out = list(quarter.money.now["revenue"].values()), {}
    for row in lines(register["Indicators"], "Id", "Unit", "Polarity"):
        named, id, found = listed(row.get("Paid from")), text(row["Id"]), []
        for line in named:
            alike = [l for l in revenue if l.id.lower() == line.lower()]
            own = [l for l in alike if l.service == quarter.indicators[id].service] or (alike if len(alike) == 1 else [])
            found.append(own[0] if own else None)
        if named:
            out[id] = named, None if None in found else found
    return out


def beside(quarter):
    """(kind, id, name, standing, variance, percent, on target of rated, verdict) of everything that has both."""
    ids = {text(r["Service"]): text(r["Id"]) for r in quarter.services}
    of_priority = {name: id for id, name in quarter.priority_names}
    revenue = quarter.money.now["revenue"]
    for kind, name, of in groups(quarter, ("Service",)):
        money = summed(quarter, [l for l in revenue.values() if of(l)])
        if kind not in ("Service", "Priority") or money is None:
            continue
        id = ids[name] if kind == "Service" else of_priority[name]
        own = [q for q in quarter.results.values() if (q.i.service == id if kind == "Service" else id in q.i.priorities)]
        yield from placed(kind, id, name, money, Basket(name, own, quarter.now))
    for id, (_, own) in quarter.paid_from.items():
        if id not in quarter.results or own is None or any(l.variance is None for l in own):
            continue
        money = summed(quarter, [*map(sure, own)])
        yield from placed("Measure", id, quarter.said.names[id], money, Basket(id, [quarter.results[id]], quarter.now))


def sure(line):
    """A measure is held beside its lines whether one of them is in doubt or not."""
    return type(line)(line.id, line.service, line.priority, line.amounts)


def placed(kind, id, name, money, basket):
    if basket.level is not None:
        said = f"{basket.counts['green']} of {basket.rated}"
        yield kind, id, name, *money, said, verdict(money[0], basket.level >= Fraction(1, 2))


def check_money_results(report, sheet, quarter):
    items = [i for i in beside(quarter) if i[-1] in LISTED]
    # The furthest over budget first.
    items.sort(key=lambda i: (LISTED.index(i[-1]), KINDS.index(i[0]), -i[4], i[1]))
    rows = table(sheet, "Ref", "Money and results", "Variance %")
    report.rows("money and results: listed", sheet.title, [i[1] for i in items], [r["Ref"] for r in rows], ordered=True)
    by_key = {(text(r["What it is"].value), text(r["Ref"].value)): r for r in rows}
    for kind, id, name, money, variance, share, said, what in items:
        row, where = by_key.get((kind, id), {}), f"{sheet.title}, {kind} {id}"
        report.cell("money and results: name", where, name, row, "Name")
        report.cell("money and results: verdict", where, what, row, "Money and results")
        report.cell("money and results: standing", where, money, row, "Standing", read=last_words)
        report.cell("money and results: variance", where, pounds(variance), row, "Variance, £ (over is +)")
        report.cell("money and results: variance %", where, share, row, "Variance %")
        if kind != "Measure":
            report.cell("money and results: on target", where, said, row, "On target, of those rated")
    check_costs(report, sheet, quarter)


def check_costs(report, sheet, quarter):
    named = {id: own for id, (_, own) in quarter.paid_from.items() if id in quarter.results}
    rows = table(sheet, "Ref", "Paid from", "Cost of one, £")
    report.rows("costs: listed", sheet.title, named, [r["Ref"] for r in rows])
    by_id = {text(r["Ref"].value): r for r in rows}
    for id, own in named.items():
        q, row, where = quarter.results[id], by_id.get(id, {}), f"{sheet.title}, cost of {id}"
        adds_up = q.i.aggregation == "sum" and q.i.year == "financial"
        spent = None if own is None or any(l.amounts.get("actual") is None for l in own) else sum(l.amounts["actual"] for l in own)
        volume = q.year_to_date() if adds_up and id not in quarter.doubted else None
        known = spent is not None and volume is not None and volume > 0
        report.cell("costs: spent", where, pounds(spent) if known else None, row, "Spent to date, £")
        report.cell("costs: volume", where, volume if known else None, row, "Volume to date")
        report.cell("costs: of one", where, pounds(spent) / volume if known else None, row, "Cost of one, £")
        target = (q.row(q.now) or {}).get("annual")
        budgets = None if own is None or any(l.budget is None for l in own) else sum(l.budget for l in own)
        planned = pounds(budgets) / target if known and budgets is not None and target and target > 0 else None
        report.cell("costs: planned", where, planned, row, "Planned: year's budget over year's target, £")
