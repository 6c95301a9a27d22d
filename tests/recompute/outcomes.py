"""The sheet Outcomes: which measures speak for each outcome, how they stand role by role, how old each national value is, and the
council's own figure of that same quarter or year."""

import openpyxl

from books import lines
from compare import status_words, without_symbol
from values import RATED, Period, number, text
from years import came_to, due_in_year

ROLES = ("Metric", "Proxy", "Contribution")
OURS = "Ours of the same time, and how far from it"


def mapping(workspace, indicators):
    """{outcome: rows of the register, by role}."""
    book = openpyxl.load_workbook(workspace / "register.xlsx", data_only=True)
    out = {}
    for row in lines(book["Outcomes"], "Outcome", "Indicator id", "Role") if "Outcomes" in book.sheetnames else []:
        if text(row["Indicator id"]) in indicators:
            out.setdefault(text(row["Outcome"]), []).append(row)
    return {name: sorted(rows, key=lambda r: ROLES.index(text(r["Role"]))) for name, rows in out.items()}


def own(q):
    """The outcomes that the quarter's measures speak for, with these alone."""
    rows = {name: [r for r in rows if text(r["Indicator id"]) in q.results] for name, rows in q.outcomes.items()}
    return {name: of for name, of in rows.items() if of}


def ends(q, said):
    """(the last quarter of what a national value is of, whether that is a year)."""
    if "Q" in said:
        return Period.parse(said), False
    year = int(said[:4])
    of_year = [p for n in range(-4, 8) if q.year(p := Period(year * 4 + n)) == year]
    return of_year[-1], True


def age(quarters):
    counted = [f"{n} {what}{'s' * (n > 1)}" for n, what in ((quarters // 4, "year"), (quarters % 4, "quarter")) if n]
    return " ".join([*counted, "old"]) if counted else "of this quarter"


def same_time(q, said):
    """The council's own figure of the same quarter or year; none where it has none, or a count is of another size."""
    end, year = ends(q, said)
    whole = q.i.unit not in ("Percent", "Rate", "Ratio", "Score") and not q.i.ratio and q.i.per is None
    if whole and (q.i.aggregation == "sum" or q.i.unit == "Number" and q.i.aggregation == "las"):
        return None
    if year:
        due = due_in_year(q, end)
        return came_to(q, due[-1]) if due else None
    value = q.quarter(end) if q.due(end) else None
    return None if value is None else q.round(value)


def read(sheet):
    """The lines of every outcome's measures, each by its headings, below the outcome's name."""
    out, above, headings = {}, ["", ""], None
    for row in sheet.iter_rows():
        first = text(row[0].value)
        if first == "Ref":
            # Its name stands over the sentence that counts them.
            name, headings = above[-2].partition(" ")[2], [text(c.value) for c in row]
        elif not first:
            headings = None
        elif headings:
            out.setdefault(name, []).append(dict(zip(headings, row)))
        above = [*above[-1:], first]
    return out


def check_outcomes(report, sheet, quarter):
    wanted, found, words = own(quarter), read(sheet), status_words(quarter.settings)
    for name, rows in wanted.items():
        said = found.get(name, [])
        report.rows("outcomes: listed", f"{sheet.title}, {name}", [r["Indicator id"] for r in rows], [s["Ref"] for s in said], ordered=True)
        by_id = {text(s["Ref"].value): s for s in said}
        for row in rows:
            id = text(row["Indicator id"])
            q, line, where = quarter.results[id], by_id.get(id, {}), f"{sheet.title}, {name}, {id}"
            report.cell("outcome: role", where, text(row["Role"]), line, "Role")
            report.cell("outcome: status", where, words[q.status(q.now)], line, "Status", read=without_symbol)
            value, of = row.get("Last national value"), text(row.get("Of quarter or year"))
            if value is None:
                continue
            national = q.round(number(value))
            report.cell("outcome: national value", where, national, line, "National value")
            report.cell("outcome: how old", where, age(q.now.index - ends(q, of)[0].index), line, "How old")
            mine = None if id in quarter.doubted else same_time(q, of)
            report.cell("outcome: our figure then", where, mine, line, "Our figure of that time")
            if mine is not None:
                at = text(line[OURS].value).find(": ") + 2 if OURS in line else 0
                report.cell("outcome: how far", where, how_far(q, mine - national), line, OURS, read=lambda v, at=at: text(v)[at:], at=at)
    counts(report, sheet, quarter, wanted)


def how_far(q, difference):
    if not difference:
        return "equal"
    up = difference > 0
    better = {"Higher is better": up, "Lower is better": not up}.get(q.i.polarity)
    side = {True: ", better", False: ", worse", None: ""}[better]
    return f"{float(abs(difference)):,.{q.i.decimals}f} {'above' if up else 'below'}{side}"


def counts(report, sheet, quarter, wanted):
    """The table that counts each role of each outcome."""
    rows = [[c for c in row] for row in sheet.iter_rows()]
    top = next((n for n, row in enumerate(rows) if text(row[0].value) == "No."), len(rows))
    headings = [text(c.value) for c in rows[top]] if top < len(rows) else []
    said = {}
    for row in rows[top + 1:]:
        if not text(row[2].value):
            break
        said[text(row[1].value), text(row[2].value)] = dict(zip(headings, row))
    words = status_words(quarter.settings)
    for name, measures in wanted.items():
        for role in ROLES:
            of = [quarter.results[text(r["Indicator id"])] for r in measures if text(r["Role"]) == role]
            if not of:
                continue
            line, where = said.get((name, role), {}), f"{sheet.title}, {name}, {role}"
            statuses = [q.status(q.now) for q in of]
            report.cell("outcome: measures", where, len(of), line, "Measures")
            for status in RATED:
                report.cell(f"outcome: {status}", where, statuses.count(status), line, words[status])
            report.cell("outcome: not rated", where, sum(s not in RATED for s in statuses), line, "Not rated")
