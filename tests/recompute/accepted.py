"""Which files count: every file of the quarter's folder opened, its layout, service, quarter and sign-off told from what
stands in it, and of several returns of a service the last one signed off. Nothing is believed of run.json here.

A file that cannot be opened, fits no layout, names no service of the register or no quarter, or names another quarter is
rejected. Of two accepted returns of a service the one signed off later counts; one that nobody dated is older than any; where
the latest date stands in more than one of them, none counts."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from books import table
from inputs import Headings
from risk import day
from values import Period, meaning, text


@dataclass
class File:
    """One file as it was received."""

    file: str
    service: str = ""
    layout: str = ""
    signed_off: date = None
    signed: bool = False
    outcome: str = "rejected"
    why: str = ""
    counts: bool = False
    central: bool = False

    def entry(self):
        return {"file": self.file, "service": self.service, "layout": self.layout, "counts": self.counts}


def quarters_in(words):
    """Every quarter that is named, as 2026-27Q2 or as Q2 2026-27."""
    words = text(words)
    found = re.findall(r"(\d{4}-\d{2}) ?Q([1-4])", words)
    found += [(year, q) for q, year in re.findall(r"Q([1-4]) (\d{4}-\d{2})", words)]
    return [Period.parse(f"{year}Q{q}") for year, q in found]


def fields(sheets, layout):
    """{field: [what stands to the right of its label]} of every form of the layout."""
    out = defaultdict(list)
    for form in layout.get("forms", []):
        names = {meaning(n) for n in form["sheet"]}
        labels = {meaning(label): field for field, own in form["fields"].items() for label in own}
        for cells in (c for n, c in sheets.items() if meaning(n) in names):
            for (row, column), held in sorted(cells.items()):
                field = labels.get(meaning(text(held.value).rstrip(":")))
                beside = [c for r, c in cells if r == row and c > column and text(cells[r, c].value)]
                if field and beside:
                    out[field].append(cells[row, min(beside)].value)
    return out


def fits(sheets, layout):
    """How many tables of the layout stand in the book; none where one that is needed does not."""
    found = 0
    for form in layout["tables"]:
        names = {meaning(n) for n in form["sheet"]}
        there = any(meaning(n) in names for n in sheets)
        headed = there and headings_stand(sheets, form)
        if not headed and not form.get("optional"):
            return 0
        found += bool(headed)
    return found


def headings_stand(sheets, form):
    names = {meaning(n) for n in form["sheet"]}
    known = Headings(form)
    needed = {c["field"] for c in form["columns"] if c.get("required")}
    for cells in (c for n, c in sheets.items() if meaning(n) in names):
        rows = defaultdict(set)
        for (row, _), held in cells.items():
            rows[row].add(known.field(held.value))
        if any(needed <= headings for headings in rows.values()):
            return True
    return False


def service_in(words, services, begins=False):
    """The service that words are the id or the name of, or begin with."""
    said = meaning(words)
    for row in sorted(services, key=lambda r: -len(text(r["Service"]))):
        for own in (row["Service"], row["Id"]):
            if meaning(own) == said or begins and said.startswith(meaning(own)):
                return text(row["Id"])
    return ""


def examine(file, files, layouts, services, now):
    stem = file.rpartition(".")[0]
    got = File(file, service=service_in(stem, services, begins=True))
    try:
        sheets = files.sheets(file)
    except Exception as fault:  # whatever a damaged or a locked file makes its reader say
        got.why = f"cannot be opened: {type(fault).__name__}"
        return got
    scores = {id: fits(sheets, layout) for id, layout in layouts.items()}
    got.layout = max(scores, key=scores.get)
    if not scores[got.layout]:
        got.layout, got.why = "", "no layout"
        return got
    layout = layouts[got.layout]
    said = fields(sheets, layout)
    named = {s for words in said["service"] if (s := service_in(words, services))}
    periods = {p for words in said["period"] for p in quarters_in(words)}
    if "file-name" in layout:
        named = named or {service_in(stem, services, begins=True)} - {""}
        periods = periods or set(quarters_in(stem))
    got.service = min(named) if named else ""
    if layout.get("central"):
        # One team sends it for all services, and it is nobody's return.
        got.service, got.central, named = "", True, {""}
    signs = [d for raw in said["signed-off"] if (d := signed_day(raw))]
    got.signed_off = max(signs, default=None)
    got.signed = bool(signs) and any(text(w) for w in said["signed-off-by"])
    if len(named) != 1:
        got.why = "no service" if not named else "two services"
    elif periods != {now}:
        got.why = "another quarter" if periods else "no quarter"
    else:
        got.outcome = "accepted"
    return got


def signed_day(raw):
    if isinstance(raw, (date, datetime)):
        return day(raw)
    for form in ("%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text(raw), form).date()
        except ValueError:
            pass
    return day(raw)


def choose(folder, files, layouts, services, now):
    """Every file of the folder, with whether it counts."""
    got = [examine(p.name, files, layouts, services, now) for p in sorted(folder.iterdir()) if p.is_file()]
    by_service = defaultdict(list)
    for f in got:
        if f.central:
            f.counts = f.outcome == "accepted"
        elif f.outcome == "accepted":
            by_service[f.service].append(f)
    for of_one in by_service.values():
        last = max(f.signed_off or date.min for f in of_one)
        latest = [f for f in of_one if (f.signed_off or date.min) == last]
        for f in latest if len(latest) == 1 else ():
            f.counts = True
    return got


def check_files(report, book, quarter, record):
    """run.json and the sheet Files against the folder."""
    listed = {e["file"]: e for e in record["inputs"]}
    rows = {text(r["File"].value): r for r in table(book["Files"], "File", "What became of it", "Signed off")}
    names = sorted(f.file for f in quarter.received)
    report.same("files in run.json", "names", names, sorted(listed))
    report.same("files", "names", names, sorted(rows))
    services = {text(r["Id"]): text(r["Service"]) for r in quarter.services}
    for f in quarter.received:
        got, row, where = listed.get(f.file, {}), rows.get(f.file, {}), f"Files, {f.file}"
        report.same("file counts in run.json", f"run.json, {f.file}", f.counts, got.get("counts"))
        report.same("outcome in run.json", f"run.json, {f.file}", f.outcome, got.get("outcome"))
        report.same("service in run.json", f"run.json, {f.file}", f.service, got.get("service"))
        report.same("layout in run.json", f"run.json, {f.file}", f.layout, got.get("layout"))
        became = "Rejected" if f.outcome == "rejected" else "Accepted" if f.counts else "Read, does not count"
        report.cell("file: what became of it", where, became, row, "What became of it", read=lambda v: text(v).partition(" ")[2])
        report.cell("file: service", where, "All services" if f.central else services.get(f.service, ""), row, "Service")
        # Nothing is taken from a rejected file.
        signed = f.signed_off if f.outcome == "accepted" else None
        report.cell("file: signed off", where, signed, row, "Signed off", read=lambda v: day(v) or v)
        report.cell("file: layout", where, f.layout, row, "Layout")
        report.cell("file: hash", where, quarter.files.sha256(f.file), row, "SHA-256 of the file")
