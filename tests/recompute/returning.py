"""Who sent a return, whole and in time: the sheet Returns, and the two shares of a part that say it.

Due is what the register expects of the service in the quarter and no formula gives; it came with a figure, or with a word that
is not "awaited". Whole is a return that counts and has all that is due; late is one signed off after the last day for it."""

import re
from datetime import timedelta
from fractions import Fraction

from books import table
from compare import percent_printed
from values import text

STATES = {"complete": "Complete, on time", "late": "Complete, late", "short": "Incomplete", "rejected": "Rejected", "none": "No return"}


def returns(quarter):
    """{service: (state, due, came)}."""
    last = quarter.register.as_at + timedelta(quarter.settings.get("returns", {}).get("due_days", 30))
    out = {}
    for row in quarter.returning:
        id = text(row["Id"])
        due = [i for i in quarter.indicators.values() if i.service == id and not i.formula and quarter.now.quarter in i.due]
        sent = lambda i: (r := quarter.returned.get(i.id)) and (r.value is not None or r.marker not in (None, "awaited"))
        came = sum(bool(sent(i)) for i in due)
        counting = [f for f in quarter.received if f.service == id and f.counts and not f.central]
        if not counting:
            state = "rejected" if any(f.service == id for f in quarter.received) else "none"
        elif came < len(due):
            state = "short"
        else:
            state = "late" if counting[0].signed_off and counting[0].signed_off > last else "complete"
        out[id] = state, len(due), came
    return out


def shares(states):
    of = lambda *wanted: Fraction(sum(s in wanted for s, *_ in states.values()), len(states)) if states else Fraction(1)
    return of("complete", "late"), of("complete")


def check_returns(report, sheet, quarter):
    states = returns(quarter)
    rows = table(sheet, "Service", "Return", "Indicators due")
    report.rows("returns: listed", sheet.title, [quarter.service_names[id] for id in states], [r["Service"] for r in rows])
    by_name = {text(r["Service"].value): r for r in rows}
    for id, (state, due, came) in states.items():
        row, where = by_name.get(quarter.service_names[id], {}), f"{sheet.title}, {id}"
        report.cell("return: state", where, STATES[state], row, "Return", read=lambda v: text(v).partition(" ")[2])
        report.cell("return: due", where, due, row, "Indicators due")
        report.cell("return: came", where, came, row, "Came")
    pattern = r".*Complete: (\d+)% of services\. Complete and on time: (\d+)%"
    found = next(((c, m) for row in sheet.iter_rows(max_row=6) for c in row if (m := re.match(pattern, text(c.value)))), None)
    for n, share in enumerate(shares(states), 1):
        printed = found and int(found[1][n])
        may = percent_printed(share)
        report.same("returns: share", f"{sheet.title}, {n}", printed if printed in may else may, printed, found and found[0], found[1].start(n) if found else 0)
