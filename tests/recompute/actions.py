"""The sheet Actions: everything promised and what became of it since the last report.

What is open in the last report is carried until it is complete or discontinued; what a return says of an action takes the place
of what was known. Overdue: open, and due before the last day of the quarter, whatever is stated. Overdue ones stand first; then by
due date, those without one last."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import openpyxl

from books import lines, table
from inputs import figure, records
from risk import CLOSED, day, ours
from values import Period, meaning, text

STATUSES = ("Not started", "On track", "At risk", "Complete", "Paused", "Discontinued", "Carried over")

#: Taken for a status that it is not the word of, and said to be so (C070).
ALIKE = {"ongoing": "On track"}


@dataclass
class Action:
    """One action as it stands, and as it stood in the last report."""

    id: str
    service: str
    title: str
    about: str
    lead: str
    due: date
    status: str
    progress: object
    update: str
    heard: Period
    before: "Action" = None
    now: Period = None
    as_at: date = field(default=None, repr=False)

    @property
    def open(self):
        return self.status not in CLOSED

    @property
    def overdue(self):
        return self.open and self.due is not None and self.due < self.as_at

    @property
    def days(self):
        return (self.as_at - self.due).days if self.overdue else None

    @property
    def carried(self):
        return self.heard < self.now

    def since(self):
        if self.carried:
            silent = self.now.index - self.heard.index
            return f"No update this quarter; last heard of {silent} quarter{'' if silent == 1 else 's'} ago"
        if self.before is None:
            return "New"
        said, then = [], self.before
        if then.status != self.status:
            said.append(f"{then.status or 'not stated'} → {self.status or 'not stated'}")
        if None not in (then.progress, self.progress) and then.progress != self.progress:
            said.append(f"progress {round(then.progress)}% → {round(self.progress)}%")
        moved = (self.due - then.due).days if self.due and then.due else 0
        if moved:
            way = "put back" if moved > 0 else "brought forward"
            said.append(f"due date {way} by {abs(moved)} day{'' if abs(moved) == 1 else 's'}")
        return "; ".join(said) or f"Unchanged: {self.status.lower()}"

    def line(self):
        """As a card of Exceptions tells it."""
        due = f", due {self.due.day} {self.due:%b %Y}" if self.due else ""
        late = f", {self.days} day{'' if self.days == 1 else 's'} overdue" if self.overdue else ""
        return f"{self.id}: {self.title} ({self.lead or 'nobody named'}{due}{late}). {self.since()}."


def known_status(raw):
    said = meaning(raw or "")
    return next((s for s in STATUSES if meaning(s) == said), ALIKE.get(said, ""))


def load_actions(quarter):
    """Every action of the quarter, and those that were open in the last report."""
    as_at, now, before = quarter.register.as_at, quarter.now, {}
    file, rows = quarter.workspace / "past.xlsx", []
    if file.exists():
        past = openpyxl.load_workbook(file, data_only=True)
        rows = lines(past["Actions"], "Ref", "Quarter", "Status") if "Actions" in past.sheetnames else []
    for r in sorted(rows, key=lambda r: Period.parse(r["Quarter"])):
        p = Period.parse(r["Quarter"])
        if p < now:
            key = text(r["Service id"]), text(r["Ref"])
            before[key] = Action(
                key[1], key[0], text(r["Action"]), text(r.get("About")), text(r.get("Lead")), day(r.get("Due date")),
                known_status(r["Status"]), r.get("Progress %"), text(r.get("Update")), p, now=now, as_at=as_at,
            )
    promised = {key: a for key, a in before.items() if a.open}
    actions = dict(promised)
    for entry in quarter.counting:
        sheets, layout = quarter.files.sheets(entry["file"]), quarter.layouts[entry["layout"]]
        found = []
        for *_, line, hints in records(sheets, layout, "actions"):
            said = lambda f: text(line[f].value) if f in line else ""
            if not said("id") or not any(said(f) for f in line if f not in ("id", "ref")):
                continue
            key = entry["service"], said("id")
            due = day(line["due"].value) if "due" in line else None
            progress = figure(line.get("progress"), True, hints.get("progress", {}))
            status = known_status(ours(layout, "status", said("status")))
            found.append((key, Action(
                key[1], key[0], said("title"), said("about"), said("lead"), due, status, progress, said("update"), now,
                before.get(key), now, as_at,
            )))
        times = Counter(key for key, _ in found)
        actions |= {key: a for key, a in found if times[key] == 1}
    ordered = sorted(actions.values(), key=lambda a: (not a.overdue, a.due or date.max, a.id))
    return ordered, promised


def by_subject(actions):
    about = {}
    for a in actions:
        about.setdefault(a.about, []).append(a)
    return about


def squeezed(value):
    return " ".join(text(value).split())


def check_actions(report, sheet, quarter, actions, promised):
    services = {text(r["Id"]): text(r["Service"]) for r in quarter.services}
    rows = {text(r["Ref"].value): r for r in table(sheet, "Ref", "Action", "Since the last report")}
    report.same("actions", "ids", sorted(a.id for a in actions), sorted(rows))
    by_id = {a.id: a for a in actions}
    key = lambda a: (not a.overdue, a.due or date.max)
    order = [key(by_id[id]) for id in rows if id in by_id]
    report.same("actions: order", "overdue first, then by due date", sorted(order), order)
    for a in actions:
        row, where = rows.get(a.id, {}), f"Actions, {a.id}"
        status = "Overdue" if a.overdue else a.status or "Not stated"
        report.cell("action: title", where, squeezed(a.title), row, "Action", read=squeezed)
        report.cell("action: service", where, services[a.service], row, "Service")
        report.cell("action: about", where, a.about, row, "About")
        report.cell("action: lead", where, a.lead or "Nobody named", row, "Lead")
        report.cell("action: due", where, a.due, row, "Due", read=lambda v: day(v) or v)
        report.cell("action: status", where, status, row, "Status", read=lambda v: text(v).partition(" ")[2])
        report.cell("action: overdue", where, a.days, row, "Overdue, days")
        share = None if a.progress is None else a.progress / 100
        report.cell("action: progress", where, share, row, "Progress")
        last = a.status if a.carried else a.before.status if a.before else ""
        report.cell("action: status last quarter", where, last, row, "Status last quarter")
        report.cell("action: since", where, a.since(), row, "Since the last report")
        report.cell("action: update", where, squeezed(a.update), row, "Update", read=squeezed)
    find = lambda pattern: next(((c, m) for r in sheet.iter_rows(max_row=6) for c in r if (m := re.match(pattern, text(c.value)))), (None, None))
    cell, said = find(r"(\d+) actions?, (\d+) overdue as at (\d+ \w+ \d+)")
    want = (len(actions), sum(a.overdue for a in actions), f"{quarter.register.as_at.day} {quarter.register.as_at:%b %Y}")
    report.same("actions: how many", "Actions", want, said and (int(said[1]), int(said[2]), said[3]), cell)
    cell, said = find(r"Of (\d+) open actions? in the last report: (\d+) complete, (\d+) discontinued, (\d+) still open with an update, (\d+) without a word")
    of_them = [a for a in actions if (a.service, a.id) in promised]
    heard = [a for a in of_them if not a.carried]
    want = [len(promised), *(sum(a.status == s for a in heard) for s in CLOSED), sum(a.open for a in heard), len(of_them) - len(heard)]
    # Where none was open there is nothing to say.
    want = want if promised else None
    report.same("actions: what became of them", "Actions", want, said and [int(n) for n in said.groups()], cell)
