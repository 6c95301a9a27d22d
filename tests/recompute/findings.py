"""The sheets Findings, Files and Restatements: what was found, counted, and who must be named.

Most checks are not worked out again here. Every fault that fixtures/ planted in the demo (EXPECTED.csv) must be listed; of
the checks below it is worked out from the inputs of whom they must speak, and that they speak of nobody else; and each row of
the sheet is compared with the record, its title and severity with docs/checks.md and the register's own checks.
"""

import csv
import re
from collections import Counter
from datetime import timedelta

import openpyxl

from books import lines, table
from compare import status_words, without_symbol
from inputs import ROOT, figure, records, yes
from values import text

SEVERITIES = ("error", "query", "note")


def catalogue(quarter):
    """{code: (severity, title)}, as the documentation has them, and the council's own."""
    rows = re.findall(r"^\| (\w+) \| (error|query|note)[^|]*\| ([^|]+) \|$", (ROOT / "docs/checks.md").read_text(encoding="utf-8"), re.M)
    known = {code: (severity, title.strip()) for code, severity, title in rows}
    register = openpyxl.load_workbook(quarter.workspace / "register.xlsx", data_only=True)
    own = lines(register["Checks"], "Code", "Title", "Severity") if "Checks" in register.sheetnames else []
    return known | {text(r["Code"]): (text(r["Severity"]).lower(), text(r["Title"])) for r in own}


def subjects(quarter, actions):
    """{code: those of whom it must speak}: (service, subject or file)."""
    files, out = quarter.received, {}
    services = {text(r["Id"]) for r in quarter.services}
    owed = {i.service for i in quarter.indicators.values() if not i.formula}
    counting = [f for f in files if f.counts]
    out["T007"] = {(s, "") for s in services & owed - {f.service for f in counting}}
    out["F008"] = {(f.service, f.file) for f in files if f.why == "another quarter"}
    out["F011"] = {(f.service, f.file) for f in files if f.outcome == "accepted" and not f.counts}
    out["F012"] = {(f.service, f.file) for f in counting if not f.signed and not f.central}
    due = quarter.register.as_at + timedelta(quarter.settings.get("returns", {}).get("due_days", 30))
    out["F019"] = {(f.service, f.file) for f in counting if f.signed_off and f.signed_off > due}
    out["R009"] = {(a.service, a.id) for a in actions if a.overdue and not a.carried}
    rows = indicator_rows(quarter)
    strangers = lambda service, id: id in quarter.indicators and quarter.indicators[id].service != service
    out["T001"] = {(s, id) for s, id, _ in rows if strangers(s, id)}
    times = Counter((s, id) for s, id, _ in rows)
    out["T003"] = {key for key, n in times.items() if n > 1}
    silent = {(s, id) for s, id, line in rows if not ("remedial-action" in line and text(line["remedial-action"].value))}
    red = {id for id, q in quarter.results.items() if q.status(quarter.now) == "red"}
    out["R004"] = {(s, id) for s, id in silent if id in red and id in quarter.returned}
    parts = part_of_whole(quarter)
    out["R001"] = {(s, id) for s, id, line in rows if id in parts and above(line) and times[s, id] == 1}
    out["K010"] = risks_twice(quarter)
    latest = lambda kind: max(year for i in quarter.indicators.values() if i.year == kind for year in i.targets)
    rated = [q for q in quarter.results.values() if q.scheme() != "context"]
    out["G006"] = {("", q.i.id) for q in rated if latest(q.i.year) not in q.i.targets}
    return out


def indicator_rows(quarter):
    """(service, id, line) of every row of the files that count."""
    out = []
    for entry in quarter.counting:
        sheets, layout = quarter.files.sheets(entry["file"]), quarter.layouts[entry["layout"]]
        for *_, line, _ in records(sheets, layout, "indicators"):
            if "id" in line and text(line["id"].value) in quarter.indicators:
                out.append((entry["service"], text(line["id"].value), line))
    return out


def part_of_whole(quarter):
    register = openpyxl.load_workbook(quarter.workspace / "register.xlsx", data_only=True)
    return {text(r["Id"]) for r in lines(register["Indicators"], "Id", "Part of whole?") if yes(r["Part of whole?"])}


def above(line):
    n, d = (figure(line.get(f), False, {}) for f in ("numerator", "denominator"))
    return None not in (n, d) and n > d


def risks_twice(quarter):
    out = set()
    for entry in quarter.counting:
        sheets, layout = quarter.files.sheets(entry["file"]), quarter.layouts[entry["layout"]]
        ids = Counter(text(line["id"].value) for *_, line, _ in records(sheets, layout, "risks")
                      if "id" in line and any(text(h.value) for f, h in line.items() if f not in ("id", "score")))
        out |= {(entry["service"], id) for id, n in ids.items() if n > 1 and id}
    return out


BY_FILE = {"F008", "F011", "F012", "F019"}


def check_found(report, sheet, quarter, found):
    """Each of the findings stands there, once and in its order; gives the rows, the ids of the services and the degrees."""
    known, record = quarter.catalogue, quarter.record
    rows = table(sheet, "Service", "Severity", "Code", "Cell")
    services = {text(r["Id"]): text(r["Service"]) for r in quarter.services}
    ids = {name: id for id, name in services.items()} | {"Register": "", "Not known": ""}
    place = lambda f: tuple(text(f[k]) for k in ("code", "file", "sheet", "cell", "subject", "service"))
    of_row = lambda r: tuple(text(r[k].value) for k in ("Code", "File", "Sheet", "Cell", "About")) + (ids.get(text(r["Service"].value), "?"),)
    report.same("findings", "places", sorted(map(place, found)), sorted(map(of_row, rows)))
    at = {service: n for n, service in enumerate(["", *services])}
    severity = lambda r: text(r["Severity"].value).partition(" ")[2].lower()
    order = [(at.get(of_row(r)[5], -1), SEVERITIES.index(severity(r)) if severity(r) in SEVERITIES else -1) for r in rows]
    report.same("findings: order", "by service, errors first", sorted(order), order)
    by_place = {of_row(r): r for r in rows}
    answered = {(q["code"], q["about"]) for q in record["queries"] if q["state"] != "open"}
    in_force = {f.service for f in quarter.received if f.counts and not f.central}
    gave_way = {f.file for f in quarter.received if f.outcome == "accepted" and not f.counts and f.service in in_force}
    for f in found:
        row, where = by_place.get(place(f), {}), f"Findings, {f['code']} {f['file']} {f['sheet']}!{f['cell']} {f['subject']} {f['service']}"
        degree, title = known.get(f["code"], ("none", "none"))
        took = quarter.returned.get(f["subject"])
        # What numerator and denominator tell is certain, and noted alone.
        if f["code"] == "C005" and took and None not in (took.numerator, took.denominator):
            degree = "note"
        # What stands in a return that a later sign-off replaced is listed, and nobody has to act on it.
        if f["file"] in gave_way and degree != "none":
            degree = "note"
        # What was answered is asked no more.
        if degree == "query" and (f["code"], f["subject"]) in answered:
            degree = "note"
        report.same("finding: severity", where, degree, severity(row) if row else None)
        report.cell("finding: title", where, title, row, "Finding")
        for heading, key in (("Expected", "expected"), ("Got", "got"), ("What to do", "remedy")):
            report.cell(f"finding: {heading.lower()}", where, text(f[key]), row, heading, read=text)
    times = Counter(severity(r) for r in rows)
    said = next(((c, m) for row in sheet.iter_rows(max_row=5) for c in row
                 if (m := re.match(r"(\d+) errors?: .* (\d+) quer(?:y|ies): .* (\d+) notes?: ", text(c.value)))), None)
    got = said and [int(n) for n in said[1].groups()]
    report.same("findings: how many", "Findings", [times[s] for s in SEVERITIES], got, said and said[0])
    return rows, ids, severity


def check_findings(report, book, quarter, record, actions):
    rows, ids, severity = check_found(report, book["Findings"], quarter, record["findings"])
    check_sums(report, book, quarter, rows, severity)
    for code, wanted in subjects(quarter, actions).items():
        about = lambda r: text(r["File" if code in BY_FILE else "About"].value)
        got = {(ids.get(text(r["Service"].value), "?"), about(r)) for r in rows if text(r["Code"].value) == code}
        report.same("finding worked out", code, sorted(wanted), sorted(got))
    check_planted(report, quarter, rows)
    check_queries(report, record, rows, severity, ids)
    check_notebook(report, quarter, record)
    check_restatements(report, book["Restatements"], quarter)


def check_sums(report, book, quarter, rows, severity):
    """The counts of each file."""
    listed = {text(r["File"].value): r for r in table(book["Files"], "File", "What became of it", "Errors")}
    of_file = Counter((text(r["File"].value), severity(r)) for r in rows)
    for f in quarter.received:
        for s, heading in zip(SEVERITIES, ("Errors", "Queries", "Notes")):
            report.cell(f"file: {heading.lower()}", f"Files, {f.file}", of_file[f.file, s], listed.get(f.file, {}), heading)


def check_planted(report, quarter, rows):
    path = quarter.workspace / "EXPECTED.csv"
    if not path.exists():
        return
    listed = {tuple(text(r[k].value) for k in ("File", "Sheet", "Cell", "Code")) for r in rows}
    anywhere = {(file, code) for file, _, _, code in listed}
    with path.open(newline="", encoding="utf-8") as f:
        for r in csv.DictReader(f):
            key = tuple(r[k] for k in ("file", "sheet", "cell", "code"))
            report.same("planted fault", " ".join(key), True, key in listed or not r["cell"] and (key[0], key[3]) in anywhere)


def check_queries(report, record, rows, severity, ids):
    """Every query to a service is asked, and nothing else is."""
    place = lambda r: f"{text(r['Sheet'].value)}!{text(r['Cell'].value)}" if text(r["Cell"].value) else ""
    wanted = sorted((ids.get(text(r["Service"].value), "?"), text(r["Code"].value), text(r["About"].value) or place(r))
                    for r in rows if severity(r) == "query" and ids.get(text(r["Service"].value)))
    # What was answered is told as a note.
    wanted = sorted(wanted + [(q["service"], q["code"], q["about"]) for q in record["queries"] if q["state"] != "open"])
    got = sorted((q["service"], q["code"], q["about"]) for q in record["queries"])
    report.same("queries", "asked", wanted, got)


def check_notebook(report, quarter, record):
    """The notebook of the quarter has every query that the record has, and what the team wrote there is what counts."""
    file = quarter.workspace / "notebook" / f"{record['period']}.xlsx"
    rows = list(lines(openpyxl.load_workbook(file)["Queries"], "State", "Code", "Decision", "By whom"))
    listed = sorted((text(r["Code"]), text(r["About"])) for r in rows)
    report.same("notebook", "queries", sorted((q["code"], q["about"]) for q in record["queries"]), listed)
    written = {(text(r["Code"]), text(r["About"])): (text(r["Decision"]).lower(), text(r["Why"]), text(r["By whom"]))
               for r in rows if text(r["Decision"])}
    taken = {(q["code"], q["about"]): tuple(q["decision"][k] for k in ("verdict", "why", "by"))
             for q in record["queries"] if q["decision"]}
    report.same("notebook", "decisions", taken, written)
    report.same("notebook", "accepted", sorted(k for k, v in written.items() if v[0] == "accept"),
                sorted((q["code"], q["about"]) for q in record["queries"] if q["state"] == "accepted"))


def check_restatements(report, sheet, quarter):
    """Every figure of an earlier quarter that a return corrects; in words where there is none."""
    wanted = quarter.corrections
    none = next((c for row in sheet.iter_rows() for c in row if text(c.value).startswith("No figure of an earlier quarter")), None)
    report.same("restatements: none", "Restatements", "none" if not wanted else "some", "none" if none is not None else "some")
    headed = any(text(c.value) == "As published" for row in sheet.iter_rows() for c in row)
    rows = table(sheet, "Ref", "As published", "Now") if headed else []
    listed = [(text(r["Ref"].value), text(r["Quarter"].value)) for r in rows]
    words = status_words(quarter.settings)
    report.same("restatements", "which", sorted((c.id, str(c.of)) for c in wanted), sorted(listed))
    by_key = dict(zip(listed, rows))
    for c in wanted:
        where, q = f"Restatements, {c.id} {c.of}", quarter.results[c.id]
        row, published = by_key.get((c.id, str(c.of)), {}), quarter.as_published(c)
        was, now = q.round(c.was), q.round(c.corrected)
        report.cell("restatement: as published", where, was, row, "As published")
        report.cell("restatement: now", where, now, row, "Now")
        report.cell("restatement: change", where, now - was if None not in (now, was) else None, row, "Change")
        report.cell("restatement: status then", where, words[published.status(c.of)], row, "Status then", read=without_symbol)
        report.cell("restatement: status now", where, words[q.status(c.of)], row, "Status now", read=without_symbol)
        report.cell("restatement: reason", where, c.reason, row, "Reason")
        report.cell("restatement: author", where, c.author, row, "Corrected by")
