"""The sheet Call-in: what a scrutiny committee may want to call in, and the rule that names each.

Measures first, as Exceptions has them: off target for two quarters or more in a row, or consistently failing the target, which
is believed of statistics.csv. Then those that were off target when they were last due and have no figure now. Risks above the
appetite of their category, the furthest above it first; actions past their day and not complete, as Actions has them; published
figures that were corrected."""

import re

from books import table
from compare import status_words, without_symbol
from exceptions import began_before, heading, last_rated, off_target, run_of
from values import text

RED = "Off target for two quarters or more"
FAILS = "Consistently fails its target: as it stands the process cannot reach it"
LOST = "Off target when it was last rated, and without a figure now"
APPETITE = "A risk above the council's appetite"
OVERDUE = "An action past its day and not complete"
RESTATED = "A published figure that was corrected"
#: Earlier registers that are looked back on.
REVIEWS = 8


def many(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"


def measures(quarter, believed):
    for q in off_target(quarter.results, quarter.doubted, believed):
        since = run_of(q, ("red",))[-1]
        quarters, more = q.now.index - since.index + 1, " or more" * began_before(q, since)
        rules = [RED] * (quarters >= 2) + [FAILS] * (q.i.id not in quarter.doubted and believed[q.i.id]["assurance"] == "consistently-fails")
        if rules:
            yield "Measure", q.i.id, rules, f"Off target for {many(quarters, 'quarter')}{more}"


def lost(quarter):
    for q in quarter.results.values():
        last = last_rated(q)
        if q.status(q.now) in ("awaited", "not-available") and last and q.status(last) == "red":
            yield -q.i.weight, q.i.id, last


def candidates(quarter, believed):
    """(what, reference, rules, what was found), in their order."""
    yield from measures(quarter, believed)
    for _, id, last in sorted(lost(quarter)):
        yield "Measure", id, [LOST], f"Off target in {heading(last)}, and no figure now"
    register = quarter.register
    over = [(register.breach(id), id) for id in register.order if register.breach(id)]
    for (far, since), id in sorted(over, key=lambda o: -int(o[0][0].split()[0])):
        before = " or before" if quarter.now.index - since.index >= REVIEWS else ""
        yield "Risk", id, [APPETITE], f"{far.split()[0]} above the appetite since {heading(since)}{before}"
    for a in quarter.actions:
        if a.overdue:
            yield "Action", a.id, [OVERDUE], f"{many(a.days, 'day')} overdue"
    for c in quarter.corrections:
        yield "Restatement", c.id, [RESTATED], f"The figure of {c.of} was corrected"


def check_call_in(report, sheet, quarter, believed):
    wanted = list(candidates(quarter, believed))
    rows = table(sheet, "What", "Ref", "Rule", "What was found")
    report.rows("call-in: listed", sheet.title, [id for _, id, *_ in wanted], [r["Ref"] for r in rows])
    ahead = [r["Ref"] for r in rows if text(r["What"].value) != "Restatement"]
    report.rows("call-in: order", sheet.title, [id for what, id, *_ in wanted if what != "Restatement"], ahead, ordered=True)
    by_key = {}
    for r in rows:
        by_key.setdefault((text(r["What"].value), text(r["Ref"].value), text(r["What was found"].value)), r)
    nearest = {key[:2]: r for key, r in by_key.items()}
    words, services, register = status_words(quarter.settings), quarter.service_names, quarter.register
    acts = {a.id: a for a in quarter.actions}
    for what, id, rules, found in wanted:
        row, where = by_key.get((what, id, found)) or nearest.get((what, id), {}), f"Call-in, {what} {id}"
        report.cell("call-in: rule", where, "; ".join(rules), row, "Rule")
        report.cell("call-in: found", where, found, row, "What was found")
        if what == "Risk":
            score = register.score[id]
            report.cell("call-in: how a risk stands", where, f"{score} {register.matrix.band(score)}", row, "How it stands")
            service = register.known[id]["service"]
        elif what == "Action":
            due = acts[id].due
            report.cell("call-in: how an action stands", where, f"Due {due.day} {due:%b %Y}", row, "How it stands", read=without_symbol)
            report.cell("call-in: name", where, acts[id].title, row, "Name")
            report.cell("call-in: answers for it", where, acts[id].lead, row, "Answers for it")
            service = acts[id].service
        else:
            q = quarter.results[id]
            report.cell("call-in: how a measure stands", where, words[q.status(q.now)], row, "How it stands", read=without_symbol)
            report.cell("call-in: name", where, quarter.said.names[id], row, "Name")
            if what == "Measure":
                report.cell("call-in: answers for it", where, quarter.said.owners[id], row, "Answers for it")
            service = q.i.service
        report.cell("call-in: service", where, services[service], row, "Service")
    pattern = r"(\d+) measures?, (\d+) risks?, (\d+) actions? and (\d+) restatements? (?:is|are) candidates"
    said = next(((c, m) for row in sheet.iter_rows(max_row=6) for c in row if (m := re.match(pattern, text(c.value)))), None)
    kinds = [what for what, *_ in wanted]
    want = [kinds.count(k) for k in ("Measure", "Risk", "Action", "Restatement")]
    report.same("call-in: how many", sheet.title, want, said and [int(n) for n in said[1].groups()], said and said[0])
