"""The sheets Budget, Delivery plan and Scorecard: money in whole pence and milestones by day, from the very files and the past.

A line counts in a total where it has a budget and a forecast. Forecast less budget is its variance; variances of two quarters
are compared over the lines that have one in both, and never across the beginning of a year. A line that stands twice is no line."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

import openpyxl

from accepted import service_in
from baskets import Basket
from books import a1, lines, table
from inputs import figure, records, words
from risk import day
from values import Period, half_away, meaning, text

KINDS = {"Revenue": "revenue", "Capital": "capital", "Savings": "savings"}
STATES = ("delivered", "on-track", "at-risk", "undeliverable")
CLOSED = ("Complete", "Discontinued")
ON_COURSE = ("Complete", "On track")
STATUSES = ("Not started", "On track", "At risk", "Complete", "Paused", "Discontinued", "Carried over")
PERSPECTIVES = ("Council Plan", "Workforce", "Customers and communities", "Business-critical activity", "Big projects")


@dataclass
class Line:
    """A line of revenue, a scheme or a saving: what stands in its row, amounts in pence."""

    id: str
    service: str
    priority: str
    amounts: dict
    open: bool = True
    in_doubt: bool = False

    @property
    def budget(self):
        revised = self.amounts.get("revised")
        return self.amounts.get("budget") if revised is None else revised

    @property
    def variance(self):
        forecast = self.amounts.get("outturn")
        return None if None in (forecast, self.budget) else forecast - self.budget


@dataclass
class Milestone:
    """What a return says of a step of the delivery plan."""

    id: str
    service: str
    state: str
    due: date
    baseline: date
    priority: str
    quarter: Period


@dataclass
class Money:
    """All of it, now and last quarter."""

    now: dict = field(default_factory=lambda: defaultdict(dict))
    then: dict = field(default_factory=lambda: defaultdict(dict))
    milestones: dict = field(default_factory=dict)
    past: dict = field(default_factory=dict)
    dated: dict = field(default_factory=lambda: defaultdict(list))
    plan: dict = field(default_factory=dict)


def own_words(layout, field):
    """The form's words of a field, with ours."""
    return {meaning(k): v for k, v in layout.get("words", {}).get(field, {}).items()}


def pence(held, hint):
    """Whole pence of a cell, half a penny away from nought."""
    pounds = figure(held, False, {})
    if pounds is None:
        return None
    times = {"thousands": 1_000, "millions": 1_000_000}.get(hint.get("money"), 1)
    return int(half_away(pounds * times * 100, 0))


def load_money(quarter, record):
    """What every file that counts says, without what stands twice and what an error at its place refuses."""
    money = Money()
    register = openpyxl.load_workbook(quarter.workspace / "register.xlsx", data_only=True)
    ids = [text(r["Id"]) for r in lines(register["Priorities"], "Id", "Priority")]
    names = {meaning(r["Priority"]): text(r["Id"]) for r in lines(register["Priorities"], "Id", "Priority")}
    known = {meaning(id): id for id in ids} | names
    priority = lambda raw: known.get(meaning(text(raw)), "")
    refused = {
        (f["file"], f["sheet"], f["cell"], f["subject"]) for f in record["findings"] if f["severity"] == "error" and f.get("cell")
    }
    # Whether an amount may be of the wrong size is believed.
    doubted = {(f["service"], f["subject"]) for f in record["findings"] if f["code"] == "B018" and f["severity"] == "query"}
    for entry in quarter.counting:
        layout, sheets = quarter.layouts[entry["layout"]], quarter.files.sheets(entry["file"])
        many = layout.get("many-services")

        def rows(kind):
            for sheet, row, columns, line, hints in records(sheets, layout, kind):
                raw = lambda f, line=line: text(line[f].value) if f in line else ""
                service = service_in(raw("service"), quarter.services) if many else entry["service"]
                if raw("id") and service and {f for f in line if f != "id" and raw(f)}:
                    yield sheet, row, columns, line, hints, raw, service

        own, stages = own_words(layout, "status"), own_words(layout, "capital-stage")
        for kind, place in (("revenue", "outturn"), ("capital", "outturn"), ("savings", "saving-target")):
            of_kind = list(rows(kind))
            times = Counter((service, raw("id")) for *_, raw, service in of_kind)
            for sheet, row, columns, line, hints, raw, service in of_kind:
                at = (entry["file"], sheet, a1(row, columns[place]), raw("id"))
                if times[service, raw("id")] > 1 or at in refused:
                    continue
                amounts = {f: pence(line[f], hints[f]) for f in line if f in AMOUNTS and raw(f)}
                stage = stages.get(meaning(raw("capital-stage")), raw("capital-stage"))
                money.now[kind][service, raw("id")] = Line(
                    raw("id"), service, priority(raw("priority")), amounts, stage not in ("Complete", "Withdrawn"),
                    (service, raw("id")) in doubted,
                )
        for *_, line, hints, raw, service in rows("milestones"):
            state = own.get(meaning(raw("status"))) or words(raw("status"), STATUSES)
            dated = [day(line[f].value) if f in line else None for f in ("due", "baseline-date")]
            money.milestones[service, raw("id")] = Milestone(
                raw("id"), service, state, *dated, priority(raw("priority")), quarter.now
            )
    load_past(money, quarter, priority)
    for row in lines(register["Delivery plan"], "Id", "Milestone", "Agreed date") if "Delivery plan" in register.sheetnames else ():
        money.plan[text(row["Service id"]), text(row["Id"])] = day(row["Agreed date"]), priority(row.get("Priority id"))
    return money


AMOUNTS = ("budget", "revised", "actual", "spent", "outturn", "saving-target", *STATES)
PAST = {
    "Budget": "budget", "Approved budget": "budget", "Revised budget": "revised", "Actual to date": "actual",
    "Spent to date": "spent", "Forecast outturn": "outturn", "Forecast total cost": "outturn", "Target": "saving-target",
    "Delivered": "delivered", "On track": "on-track", "At risk": "at-risk", "Cannot be delivered": "undeliverable",
}


def load_past(money, quarter, priority):
    path = quarter.workspace / "past.xlsx"
    if not path.exists():
        return
    book = openpyxl.load_workbook(path, data_only=True)
    last = quarter.now.minus(1)
    for sheet, key in (("Revenue", "Line"), ("Capital", "Scheme"), ("Savings", "Saving")):
        for row in lines(book[sheet], key, "Quarter") if sheet in book.sheetnames else ():
            if Period.parse(row["Quarter"]) == last:
                amounts = {f: int(half_away(Fraction(str(row[h])) * 100, 0)) for h, f in PAST.items() if row.get(h) is not None}
                at = text(row["Service id"]), text(row[key])
                money.then[KINDS[sheet]][at] = Line(at[1], at[0], priority(row.get("Priority")), amounts)
    rows = lines(book["Milestones"], "Ref", "Quarter", "State") if "Milestones" in book.sheetnames else ()
    for row in sorted(rows, key=lambda r: Period.parse(r["Quarter"])):
        at, of = (text(row["Service id"]), text(row["Ref"])), Period.parse(row["Quarter"])
        if of >= quarter.now:
            continue
        due, baseline = day(row.get("Date expected now")), day(row.get("Agreed date"))
        money.past[at] = Milestone(at[1], at[0], text(row["State"]), due, baseline, priority(row.get("Priority")), of)
        days = money.dated[at]
        if not days and baseline:
            days.append(baseline)
        if due and (not days or days[-1] != due):
            days.append(due)


def groups(quarter, kinds):
    """(group, name, which services or priorities belong to it)."""
    directorates = {text(r["Id"]): text(r["Directorate"]) for r in quarter.services}
    yield "Council", None, lambda line: True
    for name in dict.fromkeys(directorates.values()):
        yield "Directorate", name, lambda line, name=name: directorates.get(line.service) == name
    for id, name in quarter.priority_names:
        yield "Priority", name, lambda line, id=id: line.priority == id
    if "Service" in kinds:
        for row in quarter.services:
            yield "Service", text(row["Service"]), lambda line, id=text(row["Id"]): line.service == id


def pounds(amount):
    return None if amount is None else Fraction(amount, 100)


def check_budget(report, book, quarter, money):
    """Every total, line, movement and standing of money."""
    if "Budget" not in book.sheetnames:
        report.same("budget", "sheet", any(money.now.values()), False)
        return
    sheet = book["Budget"]
    same_year = quarter.now.year == quarter.now.minus(1).year
    for kind, many, one, spent in (("revenue", "Lines", "Line", "actual"), ("capital", "Schemes", "Scheme", "spent")):
        if not money.now[kind]:
            continue
        then = money.then[kind] if kind == "capital" or same_year else {}
        printed = {(text(r["Group"].value), text(r["Name"].value)): r for r in table(sheet, "Group", "Name", many)}
        for group, name, of in groups(quarter, ("Service",)):
            own = {at: line for at, line in money.now[kind].items() if of(line)}
            before = {at: line for at, line in then.items() if of(line)}
            if not own and not before:
                continue
            row = next((r for (g, n), r in printed.items() if g == group and name in (None, n)), {})
            total(report, f"{kind} total", f"Budget, {kind}, {group} {name or ''}", row, many, own.values(), spent, quarter)
            moved = movement(own, money.now[kind], before, then)
            report.cell(f"{kind} total: moved", f"Budget, {kind}, {group} {name or ''}", pounds(moved), row, "Moved since last quarter, £")
        printed = {(text(r["Service"].value), text(r["Ref"].value)): r for r in table(sheet, "Ref", one, "Budget now, £")}
        for (service, id), line in money.now[kind].items():
            row, where = printed.get((quarter.service_names[service], id), {}), f"Budget, {id}"
            before = then.get((service, id))
            moved = None if before is None or None in (line.variance, before.variance) else line.variance - before.variance
            report.cell(f"{kind} line: budget", where, pounds(line.budget), row, "Budget now, £")
            report.cell(f"{kind} line: spent", where, pounds(line.amounts.get(spent)), row, "Spent to date, £")
            report.cell(f"{kind} line: forecast", where, pounds(line.amounts.get("outturn")), row, "Forecast, £")
            report.cell(f"{kind} line: variance", where, pounds(line.variance), row, "Variance, £ (over is +)")
            report.cell(f"{kind} line: moved", where, pounds(moved), row, "Moved since last quarter, £")
            if line.variance is not None and not line.in_doubt:
                report.cell(f"{kind} line: standing", where, standing(quarter, line.budget, line.variance), row, "Standing", read=last_words)
    check_savings(report, sheet, quarter, money)


def movement(own, all_now, before, all_then):
    """By how much the variance of the lines of both quarters grew: a line is in the group that it is in now, one that is gone in
    the group that it was in."""
    both = [(line.variance, all_then[at].variance) for at, line in own.items() if at in all_then and not line.in_doubt]
    both = [(now, then) for now, then in both if None not in (now, then)]
    return sum(now - then for now, then in both) if both else None


def total(report, kind, where, row, many, own, spent, quarter):
    summed = [line for line in own if None not in (line.budget, line.amounts.get("outturn")) and not line.in_doubt]
    budget, variance = sum(line.budget for line in summed), sum(line.variance for line in summed)
    report.cell(f"{kind}: lines", where, len(summed), row, many)
    report.cell(f"{kind}: budget", where, pounds(budget), row, "Budget now, £")
    report.cell(f"{kind}: spent", where, pounds(sum(line.amounts.get(spent) or 0 for line in summed)), row, "Spent to date, £")
    report.cell(f"{kind}: forecast", where, pounds(budget + variance), row, "Forecast, £")
    report.cell(f"{kind}: variance", where, pounds(variance), row, "Variance, £ (over is +)")
    percent = Fraction(variance, abs(budget)) if budget else None
    report.cell(f"{kind}: variance %", where, percent, row, "Variance %")
    if summed:
        report.cell(f"{kind}: standing", where, standing(quarter, budget, variance), row, "Standing", read=last_words)


def last_words(value):
    """Without the symbol in front."""
    return text(value).partition(" ")[2] or text(value)


def standing(quarter, budget, variance):
    own = quarter.settings.get("money", {})
    most = lambda percent, amount: max(
        Fraction(str(own.get(percent[0], percent[1]))) * abs(budget) / 100, Fraction(str(own.get(amount, 0))) * 100
    )
    if -variance > Fraction(str(own.get("under_percent", 5))) * abs(budget) / 100:
        return "Underspent"
    if variance <= most(("green_percent", 1), "green_amount"):
        return "On budget"
    return "Near budget" if variance <= most(("amber_percent", 5), "amber_amount") else "Over budget"


def at_risk(quarter, money):
    """(id, rating, which) of each service and open scheme that is forecast over its budget by more than what counts as on it: the
    chance by how much of it is spent, the impact by the pounds."""
    own, matrix = quarter.settings.get("money", {}), quarter.matrix
    steps = len(matrix.likelihood)
    chances = quarter.settings.get("risk", {}).get("delivery", {}).get("chance") or [100 * n / steps for n in range(1, steps)]
    impacts = own.get("exposure_impact") or [50_000 * 5**n for n in range(len(matrix.impact) - 1)]
    at = lambda x, bounds: 1 + sum(x >= b for b in bounds)
    sets = [(text(r["Id"]), "Budget", "actual", [l for l in money.now["revenue"].values() if l.service == text(r["Id"])]) for r in quarter.services]
    sets += [(l.id, "Capital scheme", "spent", [l]) for l in money.now["capital"].values() if l.open]
    for id, which, spent, lines_ in sets:
        summed = [l for l in lines_ if l.variance is not None and not l.in_doubt]
        budget, over = sum(l.budget for l in summed), sum(l.variance for l in summed)
        if not summed or standing(quarter, budget, over) not in ("Near budget", "Over budget"):
            continue
        known = all(l.amounts.get(spent) is not None for l in summed) and budget + over
        share = min(max(Fraction(sum(l.amounts.get(spent) or 0 for l in summed), budget + over), 0), 1) if known else 1
        table_ = own.get("exposure_chance", [50, 65, 80, 95])
        chance = table_[min(int(share * 4), len(table_) - 1)]
        yield id, (at(chance, chances), at(Fraction(over, 100), impacts)), which


def check_savings(report, sheet, quarter, money):
    if not money.now["savings"]:
        return
    printed = {(text(r["Group"].value), text(r["Name"].value)): r for r in table(sheet, "Group", "Name", "Target, £")}
    headings = ("Delivered, £", "On track, £", "At risk, £", "Cannot be delivered, £")
    for group, name, of in groups(quarter, ("Service",)):
        own = [s for s in money.now["savings"].values() if of(s)]
        # A saving without a target, or without a word of its states, is in no total.
        own = [s for s in own if s.amounts.get("saving-target") is not None and any(s.amounts.get(k) is not None for k in STATES)]
        if not own:
            continue
        row = next((r for (g, n), r in printed.items() if g == group and name in (None, n)), {})
        where = f"Budget, savings, {group} {name or ''}"
        report.cell("savings total: savings", where, len(own), row, "Savings")
        report.cell("savings total: target", where, pounds(sum(s.amounts["saving-target"] for s in own)), row, "Target, £")
        for state, heading in zip(STATES, headings):
            amount = sum(s.amounts.get(state) or 0 for s in own)
            report.cell(f"savings total: {state}", where, pounds(amount), row, heading)


def milestone(quarter, money, at):
    """State, agreed and expected day, slip, times re-dated, and the state last quarter."""
    now, past = money.milestones.get(at), money.past.get(at)
    agreed, _ = money.plan.get(at, (None, ""))
    days = ([agreed] if agreed else []) + list(money.dated.get(at, ()))
    if now and now.baseline and not money.dated.get(at):
        days.append(now.baseline)
    if now and now.due:
        days.append(now.due)
    days = [d for n, d in enumerate(days) if n == 0 or days[n - 1] != d]
    expected = days[-1] if days else None
    as_at = last_day(quarter.now)
    if now:
        state = overdue(now.state, expected, as_at)
    else:
        state = past.state if past and past.state in CLOSED else "No word this quarter"
    if state == "Complete":
        said = past if past and past.state == "Complete" else now
        end = last_day(said.quarter)
        expected = min(expected, end) if expected else end
    before = None
    if past:
        known = past.due or past.baseline or agreed
        last = quarter.now.minus(1)
        if past.quarter == last:
            before = overdue(past.state, known, last_day(last))
        else:
            before = past.state if past.state in CLOSED else "No word this quarter"
    slip = (expected - days[0]).days if expected and days else None
    return state, days[0] if days else None, expected, slip, max(len(days) - 1, 0), before


def overdue(state, known, end):
    return "Overdue" if state not in CLOSED and known and known < end else state


def last_day(period):
    month = period.quarter * 3 + 4
    year, month = period.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1) - timedelta(1)


def check_plan(report, book, quarter, money):
    keys = dict.fromkeys([*money.plan, *money.milestones, *(k for k, m in money.past.items() if m.state not in CLOSED)])
    if not keys:
        return
    sheet = book["Delivery plan"]
    printed = {(text(r["Service"].value), text(r["Ref"].value)): r for r in below(sheet, "Every milestone", "Ref", "Milestone", "State")}
    states = {}
    for at in keys:
        state, agreed, expected, slip, again, before = milestone(quarter, money, at)
        states[at] = state, before
        row, where = printed.get((quarter.service_names[at[0]], at[1]), {}), f"Delivery plan, {at[1]}"
        report.cell("milestone: state", where, state, row, "State", read=last_words)
        report.cell("milestone: agreed", where, agreed, row, "Agreed", read=lambda v: day(v) or v)
        report.cell("milestone: expected", where, expected, row, "Expected or done", read=lambda v: day(v) or v)
        report.cell("milestone: days later", where, slip, row, "Days later (+)")
        report.cell("milestone: re-dated", where, again, row, "Times re-dated")
        report.cell("milestone: before", where, before or "Not known then", row, "State last quarter")
    counted = {(text(r["Group"].value), text(r["Name"].value)): r for r in table(sheet, "Group", "Name", "Milestones")}
    directorates = {text(r["Id"]): text(r["Directorate"]) for r in quarter.services}
    serves = {at: money.plan.get(at, (None, ""))[1] or getattr(money.milestones.get(at) or money.past.get(at), "priority", "") for at in keys}
    sets = [("Priority", name, lambda at, id=id: serves[at] == id) for id, name in quarter.priority_names]
    sets += [("Directorate", d, lambda at, d=d: directorates[at[0]] == d) for d in dict.fromkeys(directorates.values())]
    for group, name, of in sets:
        own = Counter(states[at][0] for at in keys if of(at))
        if not own:
            continue
        row, where = counted.get((group, name), {}), f"Delivery plan, {name}"
        report.cell("milestones: all", where, own.total(), row, "Milestones")
        share = Fraction(sum(own[s] for s in ON_COURSE), own.total())
        report.cell("milestones: share", where, share, row, "Completed or on track")
        for state in set(s for s, _ in states.values()):
            report.cell(f"milestones: {state.lower()}", where, own[state], row, state)
    own, all_ = sum(s in ON_COURSE for s, _ in states.values()), len(states)
    said = next((c for line in sheet.iter_rows() for c in line if "completed or on track" in text(c.value) and " of " in text(c.value)), None)
    want = f"{own} of {all_} milestones completed or on track, {float(half_away(Fraction(own * 100, all_), 1)):.1f}%"
    report.same("milestones: sentence", "Delivery plan", want, text(said.value).partition(". ")[0] if said else "", said)


def below(sheet, title, *needed):
    """The rows of the table with these headings below a title."""
    found = [c.row for row in sheet.iter_rows() for c in row if text(c.value).startswith(title)]
    class Part:
        title_ = title

        def __init__(self, first):
            self.title, self.first = sheet.title, first

        def iter_rows(self):
            return sheet.iter_rows(min_row=self.first)

    return table(Part(found[-1]), *needed) if found else []


def check_scorecard(report, book, quarter):
    if "Scorecard" not in book.sheetnames:
        return
    rows = {meaning(text(r["Perspective"].value)): r for r in table(book["Scorecard"], "Perspective", "Measures", "Rated")}
    listed = quarter.settings.get("scorecard", {}).get("perspectives", PERSPECTIVES)
    has = lambda name: any(meaning(q.i.perspective) == meaning(name) for q in quarter.results.values())
    if hasattr(quarter, "part"):
        listed = [name for name in listed if has(name)]
    beside = dict.fromkeys(q.i.perspective for q in quarter.results.values() if q.i.perspective)
    listed = [*listed, *(name for name in beside if meaning(name) not in [*map(meaning, listed)])]
    named = [r["Perspective"] for r in table(book["Scorecard"], "Perspective", "Measures", "Rated")]
    report.rows("scorecard: listed", "Scorecard", listed, named)
    for name in listed:
        own = [q for q in quarter.results.values() if meaning(q.i.perspective) == meaning(name)]
        counts = Counter(q.status(quarter.now) for q in own)
        rated = counts["green"] + counts["amber"] + counts["red"] + counts["exceeds"]
        level = Basket(name, own, quarter.now).level
        row, where = rows.get(meaning(name), {}), f"Scorecard, {name}"
        report.cell("scorecard: measures", where, len(own), row, "Measures")
        report.cell("scorecard: rated", where, rated, row, "Rated")
        report.cell("scorecard: on target", where, level, row, "On target, of those rated")
