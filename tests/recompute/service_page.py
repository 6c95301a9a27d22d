"""The sheet Your figures, of each service: its measures, risks, actions and feedback as the council reports them."""

from books import table
from compare import status_words, without_symbol
from peers import KINDS
from risk import day
from values import number, text


def check_service_page(report, sheet, quarter, statistics):
    check_measures(report, sheet, quarter, statistics)
    check_risks(report, sheet, quarter)
    check_actions(report, sheet, quarter)
    check_feedback(report, sheet, quarter)


def listing(report, sheet, kind, wanted, *headings):
    rows = table(sheet, *headings)
    report.rows(f"{kind}: listed", sheet.title, wanted, [r[headings[0]] for r in rows])
    return {text(r[headings[0]].value): r for r in rows}


def check_measures(report, sheet, quarter, statistics):
    rows = listing(report, sheet, "measures", quarter.results, "Ref", "Indicator", "Value", "Status")
    words, why = status_words(quarter.settings), lambda v: None if isinstance(v, str) else v
    for id, q in quarter.results.items():
        row, where, foreseen = rows.get(id, {}), f"{sheet.title}, {id}", statistics[id]["outturn"]
        report.cell("measure: name", where, quarter.said.names[id], row, "Indicator")
        report.cell("measure: value", where, q.round(q.values.get(q.now)), row, "Value")
        report.cell("measure: target", where, q.round(q.target(q.now)), row, "Target")
        report.cell("measure: status", where, words[q.status(q.now)], row, "Status", read=without_symbol)
        report.direction("measure: on last quarter", where, q.short(), row, "Direction on last quarter")
        foreseen = q.round(number(float(foreseen))) if foreseen else None
        report.cell("measure: forecast", where, foreseen, row, "Forecast outturn", read=why)


def check_risks(report, sheet, quarter):
    register = quarter.register
    rows = listing(report, sheet, "risks", register.order, "Ref", "Risk", "Score", "Band")
    for id in register.order:
        row, where, score = rows.get(id, {}), f"{sheet.title}, {id}", register.score[id]
        report.cell("risk: score", where, score, row, "Score")
        report.cell("risk: band", where, register.matrix.band(score), row, "Band")
        report.cell("risk: proposed", where, "; ".join(words for _, words in register.proposals(id)), row, "Proposed")


def check_actions(report, sheet, quarter):
    rows = listing(report, sheet, "actions", [a.id for a in quarter.actions], "Ref", "Action", "Due")
    for a in quarter.actions:
        row, where = rows.get(a.id, {}), f"{sheet.title}, {a.id}"
        report.cell("action: due", where, a.due, row, "Due", read=lambda v: day(v) or v)
        report.cell("action: overdue", where, a.days, row, "Days overdue")
        report.cell("action: status", where, a.status or "Not stated", row, "Status")
        report.cell("action: since", where, a.since(), row, "Since the last report")
        report.cell("action: lead", where, a.lead, row, "Lead")


def check_feedback(report, sheet, quarter):
    (service,) = quarter.part.services
    now, then = str(quarter.now), str(quarter.now.minus(1))
    said = lambda kind, p: quarter.feedback.get((service, kind, p), {})
    quarters = [str(quarter.now.minus(n)) for n in range(5)]
    kinds = [kind for kind in KINDS if any(said(kind, p) for p in quarters)]
    rows = listing(report, sheet, "feedback", kinds, "Kind", "No.", "Last quarter")
    for kind in kinds:
        row, where, own = rows.get(kind, {}), f"{sheet.title}, {kind}", said(kind, now)
        received, before = own.get("Received"), said(kind, then).get("Received")
        report.cell("feedback: received", where, count(received), row, "No.")
        report.cell("feedback: last quarter", where, None if received is None else count(before), row, "Last quarter")
        answered, due = own.get("Answered in time"), own.get("Answerable", received)
        share = number(answered) / number(due) if answered is not None and due and answered <= due else None
        report.cell("feedback: in time", where, share, row, "Answered in time")


def count(value):
    return None if value is None else number(value)
