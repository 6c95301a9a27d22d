"""Comparison with others, complaints on working days, and data quality, once more: with the statistics module, with the
bank holidays of the package `holidays`, and from what the sheet Method promises."""

import datetime as dt
import functools
import re
import statistics
from collections import defaultdict

import holidays
import openpyxl

from books import lines, table
from inputs import figure, read_risks, records
from values import Period, meaning, number, text

KINDS = ("Complaints, stage 1", "Complaints, stage 2", "Compliments", "Comments")


# ---------------------------------------------------------------- others


@functools.cache
def load_comparators(path):
    book = openpyxl.load_workbook(path, data_only=True)
    rows = lines(book["Comparators"], "Indicator id", "Compared with", "Quarter", "Value")
    near = {}
    if "Neighbours" in book.sheetnames:
        near = {meaning(r["Neighbour"]): r["Distance"] for r in lines(book["Neighbours"], "Neighbour", "Distance")}
    return rows, near


def standing(quarter, id, rows, near, settings, doubted):
    """(place in words, quarter, own, median, distance, how many); None for what cannot be said."""
    q, own_name = quarter.results[id], meaning(quarter.settings["council"]["name"])
    of_id = [r for r in rows if text(r["Indicator id"]) == id]
    peers = [r for r in of_id if meaning(r.get("Kind") or "peer") == "peer" and meaning(r["Compared with"]) != own_name]
    if not peers:
        return ("no peers in the register",) + (None,) * 5
    known = [Period.parse(r["Quarter"]) for r in peers if Period.parse(r["Quarter"]) <= quarter.now]
    if not known:
        return ("peers’ figures are of a later quarter",) + (None,) * 5
    p = max(known)
    peers = [r for r in peers if Period.parse(r["Quarter"]) == p]
    if near:
        peers = sorted((r for r in peers if meaning(r["Compared with"]) in near), key=lambda r: near[meaning(r["Compared with"])])
        peers = peers[: settings.get("nearest", 15)]
    least = settings.get("least_peers", 4)
    if len(peers) < least:
        return (f"too few peers: {len(peers)}, and {least} are needed",) + (None,) * 5
    if p not in q.values:
        return (f"no figure of ours for Q{p.quarter} {str(p)[:7]}, which the peers’ are of",) + (None,) * 5
    if p == quarter.now and id in doubted:
        return ("the figure is queried",) + (None,) * 5
    own, values = q.round(q.values[p]), [q.round(number(r["Value"])) for r in peers]
    median = statistics.median(values)
    facts = (p, own, median, own - median, len(values))
    if q.i.polarity not in ("Higher is better", "Lower is better"):
        return ("not ranked: neither way is better",) + facts
    sign = 1 if q.i.polarity == "Higher is better" else -1
    scored = [sign * v for v in values]
    rank = 1 + sum(v > sign * own for v in scored)
    bounds = statistics.quantiles([*scored, sign * own], n=4, method="inclusive")
    quartile = 4 - sum(sign * own >= b for b in bounds)
    name = ["top quartile", "second quartile", "third quartile", "bottom quartile"][quartile - 1]
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return (f"{rank}{ending}{'=' * (own in values)} of {len(values) + 1}, {name}",) + facts


def check_benchmarks(report, book, quarter, workspace, doubted):
    rows, near = load_comparators(workspace / "register.xlsx")
    settings = quarter.settings.get("benchmarks", {})
    compared = {text(r["Indicator id"]) for r in rows}
    shown = {text(r["Ref"].value): r for r in table(book["Priorities"], "Ref", "Place among peers", "Peers' median")}
    each = {text(r["Ref"].value): r for r in table(book["Indicators"], "Ref", "Value", "Status")}
    if not set(shown) <= compared:
        raise SystemExit(f"Priorities compares {sorted(shown)}, and the register has others for {sorted(compared)}")
    for id in sorted(compared & set(quarter.results)):
        words, p, own, median, distance, count = standing(quarter, id, rows, near, settings, doubted)
        if words != "no peers in the register":
            of = f" ({p})" if p and p != quarter.now else ""
            report.cell("against others", f"Indicators, {id}", words + of, each.get(id, {}), "Against others")
        if id not in shown:
            continue
        row, where = shown[id], f"Priorities, {id}"
        report.cell("place among peers", where, words, row, "Place among peers")
        report.cell("quarter of peers", where, str(p) if p else None, row, "Quarter of the figures")
        report.cell("own beside peers", where, own, row, "Our figure")
        report.cell("median of peers", where, median, row, "Peers' median")
        report.cell("from the median", where, distance, row, "From the median")
        share = None if not median else distance / abs(median)
        report.cell("from the median %", where, share, row, "From the median %")
        report.cell("peers counted", where, count, row, "Peers")


# ---------------------------------------------------------------- complaints


def working_days(first, last):
    """The days after `first` up to `last` that are worked in England."""
    free = holidays.country_holidays("GB", subdiv="ENG", years=range(first.year, last.year + 1))
    days = (first + dt.timedelta(n) for n in range(1, (last - first).days + 1))
    return sum(d.weekday() < 5 and d not in free for d in days)


def log_counts(sheets, layout, settings, first, last, signed):
    """By stage: received, acknowledged in time, of how many, answered in time, of how many, upheld."""
    ours = {c: {meaning(k): v for k, v in layout.get("words", {}).get(c, {}).items()} for c in ("stage", "outcome")}
    word = lambda field, raw: ours[field].get(meaning(raw), text(raw)) if raw is not None else ""
    out = {}
    for _, _, _, line, _ in records(sheets, layout, "complaints"):
        day = {f: line[f].value.date() if f in line and isinstance(line[f].value, dt.datetime) else None
               for f in ("received", "acknowledged", "answered")}
        if day["received"] is None or not first <= day["received"] <= last:
            continue
        stage = 2 if meaning(word("stage", line["stage"].value if "stage" in line else None)) in ("stage2", "2") else 1
        counts = out.setdefault(stage, [0] * 6)
        counts[0] += 1
        wrong = {f for f in ("acknowledged", "answered") if day[f] and (day[f] < day["received"] or signed and day[f] > signed)}
        seen = "acknowledged" if day["acknowledged"] else "answered"
        steps = ((seen, settings.get("acknowledge_days", 5), 1), ("answered", settings.get(f"stage_{stage}_days", 10 * stage), 3))
        for field, allowed, at in steps:
            if field in wrong:
                continue
            if day[field]:
                counts[at] += working_days(day["received"], day[field]) <= allowed
                counts[at + 1] += 1
            # Open, and the last day for it is before the last day of the quarter.
            elif working_days(day["received"], last - dt.timedelta(1)) >= allowed:
                counts[at + 1] += 1
        counts[5] += meaning(word("outcome", line["outcome"].value if "outcome" in line else None)) in ("upheld", "partlyupheld")
    return out


def bounds(now):
    """The first and the last day of a quarter of a year that starts in April."""
    first = dt.date(now.year + (now.quarter == 4), 3 * now.quarter % 12 + 1, 1)
    return first, (first + dt.timedelta(95)).replace(day=1) - dt.timedelta(1)


def check_complaints(report, book, quarter, record, layouts):
    settings = quarter.settings.get("feedback", {})
    names = {text(r["Id"]): text(r["Service"]) for r in quarter.services}
    first, last = bounds(quarter.now)
    rows = {(text(r["Service"].value), text(r["Kind of feedback"].value)): r
            for r in table(book["Feedback"], "Service", "Kind of feedback")}
    for entry in (e for e in record["inputs"] if e["counts"]):
        layout = layouts[entry["layout"]]
        if not any(t["kind"] == "complaints" for t in layout["tables"]):
            continue
        counted = log_counts(quarter.files.sheets(entry["file"]), layout, settings, first, last, None)
        for stage, (received, seen, to_see, answered, to_answer, upheld) in counted.items():
            where = f"Feedback, {entry['service']}, stage {stage}"
            row = rows.get((names[entry["service"]], KINDS[stage - 1]), {})
            report.cell("complaints received", where, received, row, str(quarter.now))
            report.cell("complaints acknowledged", where, seen, row, "Acknowledged in time")
            report.cell("acknowledged, share", where, number(seen / to_see) if to_see else None, row, "Acknowledged in time, share")
            report.cell("complaints answered", where, answered, row, "Answered in time")
            report.cell("answered, share", where, number(answered / to_answer) if to_answer else None, row, "Answered in time, share")
            report.cell("complaints upheld", where, upheld, row, "Upheld")


def load_feedback(quarter, record, layouts):
    """{(service, kind, quarter): {heading: count}}, of the past and of this quarter's returns."""
    file, out = quarter.workspace / "past.xlsx", {}
    past = openpyxl.load_workbook(file, data_only=True) if file.exists() else {}
    for r in lines(past["Feedback"], "Service id", "Quarter", "Kind of feedback") if "Feedback" in past else ():
        out[text(r["Service id"]), text(r["Kind of feedback"]), text(r["Quarter"])] = {"Received": r["Received"]}
    now, own = str(quarter.now), {meaning(k): k for k in KINDS}
    for entry in (e for e in record["inputs"] if e["counts"]):
        sheets, layout = quarter.files.sheets(entry["file"]), layouts[entry["layout"]]
        ours = {meaning(k): v for k, v in layout.get("words", {}).get("feedback-kind", {}).items()}
        for *_, line, _ in records(sheets, layout, "feedback"):
            kind = text(line["feedback-kind"].value) if "feedback-kind" in line else ""
            kind = own.get(meaning(ours.get(meaning(kind), kind)))
            counts = {h: figure(line.get(f), False, {}) for h, f in
                      (("Received", "value"), ("Answered in time", "in-time"), ("Upheld", "upheld"))}
            if kind and any(v is not None for v in counts.values()):
                out[entry["service"], kind, now] = counts
        for stage, counted in log_counts(sheets, layout, quarter.settings.get("feedback", {}), *bounds(quarter.now), None).items():
            received, seen, _, answered, to_answer, upheld = counted
            out[entry["service"], KINDS[stage - 1], now] = {
                "Received": received, "Acknowledged in time": seen, "Answered in time": answered, "Upheld": upheld,
                "Answerable": to_answer,
            }
    return out


def check_totals(report, book, quarter, layouts):
    """The counts of the whole and of its directorates are the sums of what the services sent."""
    held, now = quarter.feedback, str(quarter.now)
    quarters = [str(quarter.now.minus(n)) for n in (4, 3, 2, 1, 0)]
    directorate = {} if quarter.by_priorities else {text(r["Id"]): text(r["Directorate"]) for r in quarter.returning}
    rows = table(book["Feedback"], "Of", "Directorate", "Kind of feedback")
    groups = [(quarter.council.name, "All")] + [(d, d) for d in dict.fromkeys(directorate.values())]
    there = lambda of, kind: any((s, kind, p) in held for s, d in directorate.items() if of in ("All", d) for p in quarters)
    wanted = [(name, of, kind) for name, of in groups for kind in KINDS if there(of, kind)]
    report.rows("feedback totals: listed", "Feedback", [name for name, *_ in wanted], [r["Of"] for r in rows])
    by_key = {tuple(text(r[h].value) for h in ("Of", "Directorate", "Kind of feedback")): r for r in rows}
    for of, which, kind in wanted:
        row = by_key.get((of, which, kind), {})
        members = [s for s, d in directorate.items() if which in ("All", d)]
        count = lambda service, p, what="Received": held.get((service, kind, p), {}).get(what)
        summed = lambda p, what: [number(v) for s in members if (v := count(s, p, what)) is not None]
        where = f"Feedback, {of}, {which}, {kind}"
        for p in quarters:
            report.cell("feedback totals", f"{where}, {p}", sum(summed(p, "Received")) if summed(p, "Received") else None, row, p)
        for what in ("Answered in time", "Upheld", "Acknowledged in time"):
            report.cell(f"totals {what.lower()}", where, sum(summed(now, what)) if summed(now, what) else None, row, what)
        for then, name in ((quarters[3], "last quarter"), (quarters[0], "last year")):
            both = [(number(count(s, now)), number(count(s, then))) for s in members]
            both = [pair for pair in both if None not in pair]
            change = sum(a - b for a, b in both) if both else None
            report.cell(f"feedback on {name}", where, change, row, f"Change on {name}")


# ---------------------------------------------------------------- data quality

CHARACTERISTICS = ("Accuracy", "Validity", "Reliability", "Timeliness", "Relevance", "Completeness")
LOOKS_AT = {
    "Accuracy": {"figure", "risk", "feedback"}, "Validity": {"return", "figure", "risk", "action", "feedback"},
    "Reliability": {"return", "figure"}, "Timeliness": {"return", "risk", "action"},
    "Relevance": {"return", "figure"}, "Completeness": {"return", "figure", "risk", "action"},
}


def characteristics(book):
    """{code: characteristic}, as the sheet Method lists them."""
    return {text(r["Code"].value): text(r["Data quality"].value) for r in table(book["Method"], "Code", "Data quality")}


def lines_of(sheets, layout, quarter, refused):
    """(kind, id) of every risk, action and kind of feedback that was taken."""
    out = {("risk", id) for id in read_risks(sheets, layout, quarter.matrix)}
    ids = [text(line["id"].value) for *_, line, _ in records(sheets, layout, "actions")
           if "id" in line and any(text(h.value) for f, h in line.items() if f not in ("id", "ref"))]
    out |= {("action", id) for id in ids if ids.count(id) == 1}
    ours = {meaning(k): v for k, v in layout.get("words", {}).get("feedback-kind", {}).items()}
    kinds = {meaning(k): k for k in KINDS}
    for *_, line, _ in records(sheets, layout, "feedback"):
        kind = text(line["feedback-kind"].value) if "feedback-kind" in line else ""
        kind = kinds.get(meaning(ours.get(meaning(kind), kind)))
        if kind and any(f in line and text(line[f].value) for f in ("value", "in-time", "upheld", "words")):
            out.add(("feedback", kind))
    return out


def check_quality(report, book, quarter, record, layouts):
    of_code = characteristics(book)
    if len(of_code) < 90:
        raise SystemExit(f"Method tells the characteristic of {len(of_code)} checks alone")
    sheet = {text(r["Service"].value): r for r in table(book["Returns"], "Service", "Data quality")}
    marker = {id: r.marker for id, r in quarter.returned.items() if r.value is not None or r.marker is not None}
    # What the register's formulas give came with what it is made of.
    sent = {e["file"] for e in record["inputs"]}
    marker |= {r["indicator"]: r.get("marker") for r in record["readings"] if r["file"] not in sent}
    counting = {e["file"] for e in record["inputs"] if e["counts"]}
    by_service = defaultdict(list)
    for f in record["findings"]:
        if f["severity"] != "note":
            by_service[f["service"]].append(f)
    total = defaultdict(lambda: [0, 0])
    for service in quarter.returning:
        id, name = text(service["Id"]), text(service["Service"])
        entries = [e for e in record["inputs"] if e["counts"] and e["service"] == id]
        findings = [f for f in by_service[id] if not entries or not f["file"] or f["file"] in counting]
        own = {i.id: i for i in quarter.indicators.values() if i.service == id}
        refused = {f["subject"] for f in by_service[id] if f["severity"] == "error" and f["subject"] in own}
        things = {("figure", i) for i in own}
        for e in entries:
            things |= lines_of(quarter.files.sheets(e["file"]), layouts[e["layout"]], quarter, refused)
        kind_of = lambda subject: next((t for t in things if t[1] == subject), ("return", ""))
        if name not in sheet:
            continue
        row, days_late = sheet[name], sheet[name]["Days late (− early)"].value
        state = text(row["Return"].value)
        passed_all, counted_all = 0, 0
        for c in CHARACTERISTICS:
            faults = {kind_of(f["subject"]) for f in findings if of_code.get(f["code"], "Validity") == c}
            passed = counted = 0
            for kind, thing in things:
                if kind not in LOOKS_AT[c]:
                    continue
                good = (kind, thing) not in faults
                if kind == "figure" and c == "Completeness":
                    if quarter.now.quarter not in own[thing].due:
                        continue
                    good &= thing in marker and marker[thing] != "awaited"
                elif kind == "figure" and not (entries and (thing in marker or thing in refused)):
                    continue
                counted, passed = counted + 1, passed + good
            stray = any(f not in things or f[0] not in LOOKS_AT[c] for f in faults)
            if c == "Timeliness":
                whole = days_late <= 0 if days_late is not None else None if entries else False
            elif not entries:
                whole = False if c == "Validity" and "Rejected" in state else None
            else:
                whole = True if "return" in LOOKS_AT[c] else None
            if whole is not None or stray:
                counted, passed = counted + 1, passed + (bool(whole) and not stray)
            total[c][0] += passed
            total[c][1] += counted
            passed_all, counted_all = passed_all + passed, counted_all + counted
            want = number(passed / counted) if counted else "no test"
            report.cell(f"data quality: {c.lower()}", f"Returns, {name}", want, row, c)
            if not hasattr(quarter, "part"):
                said = record["data-quality"]["services"][id][c.lower()]
                report.same("data quality in run.json", f"{id}, {c}", (passed, counted), (said["passed"], said["counted"]))
        want = number(passed_all / counted_all) if counted_all else "no test"
        report.cell("data quality: score", f"Returns, {name}", want, row, "Data quality")
    for c, (passed, counted) in total.items() if not hasattr(quarter, "part") else ():
        said = record["data-quality"]["council"][c.lower()]
        report.same("data quality", f"run.json, {c}", (passed, counted), (said["passed"], said["counted"]))


def check_peers(report, book, quarter, record, workspace, layouts, doubted):
    check_benchmarks(report, book, quarter, workspace, doubted)
    check_complaints(report, book, quarter, record, layouts)
    check_totals(report, book, quarter, layouts)
    check_quality(report, book, quarter, record, layouts)
