"""The sheets Exceptions and Successes: who must stand there, in which order, and every figure and status of each line.

Off target: everything red, what is of most concern first, ties by id, and what is queried for its size behind all others.
Concern: the mean of three parts, each 0 to 100, times the measure's weight, and times 1.5 where it is a key measure; to one
decimal. Far: the distance from the target as a share of half the target, and as a share of the width between the control limits
(believed; not of a year to date, nor on trial); each at most 100, and the mean of those that are known. Of a band, the distance
from the bound that is missed, and half that bound. Long: its quarters off target in a row, of 8. Unlikely: 100 less the chance of
the year's target (believed). What is not known counts 50. Will it recover: by that chance, likely from two thirds and unlikely
below one third; where there is none, not before it is measured again. Who acts: the lead of the open action about it that is due
first, and its day; else the owner. No figure now: due, awaited or not available, and rated when it was last due; what was off target
then first, near it next. Forecast to miss: not red now, and the forecast of the year, which is believed, misses the year's
target; the smallest chance first.

Successes: never off target, queried for their size, or worse than in the same quarter of last year. Back on target: red when
last due and green now. Most improved, with a target or without one: against the same quarter of last year where the long-term
comparison is seasonal, else against when it was last due; by how far it moved, told as above with that figure for the target, times
what it counts. Longest on target: quarters on target in a row, of four or more. Beyond target,
in percent of it. At most ten of each kind, nobody twice.
"""

import re
from collections import defaultdict
from fractions import Fraction

import openpyxl

from books import lines, table
from compare import share_of, status_words, without_symbol
from inputs import figure, past_sheets, records
from baskets import STANDING
from values import Period, half_away, number, text

MOST = 10
LONG = 4
SAID = ("commentary", "barriers", "levers", "remedial-action")
SILENT = "Nothing written."
GREEN = ("green", "exceeds")


class Words:
    """What the services say of their indicators now, and what they promised when it was last due."""

    def __init__(self, quarter):
        register = openpyxl.load_workbook(quarter.workspace / "register.xlsx", data_only=True)
        rows = lines(register["Indicators"], "Id", "Unit", "Polarity")
        self.names = {text(r["Id"]): text(r["Indicator"]) for r in rows}
        self.owners = {text(r["Id"]): text(r.get("Owner")) for r in rows}
        self.services = {text(r["Id"]): text(r["Service"]) for r in quarter.services}
        self.now, own = {}, defaultdict(list)
        for entry in quarter.counting:
            sheets, layout = quarter.files.sheets(entry["file"]), quarter.layouts[entry["layout"]]
            for *_, line, hints in records(sheets, layout, "indicators"):
                id = text(line["id"].value) if "id" in line else ""
                if id in quarter.indicators and quarter.indicators[id].service == entry["service"]:
                    percent = quarter.indicators[id].unit == "Percent"
                    said = {f: text(line[f].value) if f in line else "" for f in SAID}
                    said["forecast"] = figure(line.get("forecast"), percent, hints.get("forecast", {}))
                    own[id].append(said)
        # Of an indicator that stands twice nobody knows which row is meant.
        self.now = {id: rows[0] for id, rows in own.items() if len(rows) == 1}
        self.promised = {}
        for r in past_sheets(quarter.workspace)[0]:
            key = text(r["Indicator id"]), Period.parse(r["Quarter"])
            self.promised[key] = text(r.get("Remedial action"))

    def says(self, id, field):
        return self.now.get(id, {}).get(field) or SILENT

    def promise(self, q):
        last = q.previous_due(q.now)
        return self.promised.get((q.i.id, last)) or SILENT


def heading(p):
    return f"Q{p.quarter} {str(p)[:7]}"


def run_of(q, wanted):
    """The quarters in a row, up to now, in which it was due and had one of the statuses."""
    out, p = [], q.now
    while p is not None and q.due(p) and q.status(p) in wanted:
        out.append(p)
        p = q.previous_due(p)
    return out


def began_before(q, since):
    """The record begins with the run: it may have begun before. Measures with a First quarter of their own are none here."""
    known = any(v is not None for p, v in q.values.items() if p.index < since.index)
    return since.index < q.now.index and not known


def facts(q):
    value, target = q.round(q.values.get(q.now)), q.round(q.target(q.now))
    variance = q.variance(value, target)
    return value, target, variance, share_of(variance, target)


def squeezed(value):
    return " ".join(text(value).split())


# ---------------------------------------------------------------- off target


HALF = Fraction(1, 2)


def counts(q):
    return q.i.weight * (Fraction(3, 2) if q.i.key else 1)


def size(q, distance, goal, believed):
    """How large a distance or a movement is, 0 to 1."""
    shares = [distance / (abs(goal) / 2)] if goal else []
    low, high = believed["xmr_lower"], believed["xmr_upper"]
    if low and high and believed["xmr_on_trial"] == "no" and not q.i.cumulative and float(high) > float(low):
        shares.append(distance / (number(float(high)) - number(float(low))))
    return sum(min(share, 1) for share in shares) / len(shares) if shares else HALF


def distance(q):
    """How far from its target, and the target or the bound of a band that is missed; none where that cannot be told."""
    value, target, variance, _ = facts(q)
    low, high = q.limit(q.now, "green_low"), q.limit(q.now, "green_high")
    if q.scheme() == "band" and (low is not None or high is not None):
        return (low - value, low) if low is not None and value < low else (value - high, high)
    return None if variance is None else (-variance, target)


def chance(believed):
    """Of the year's target, also of a year that has ended."""
    if believed["outturn_known"] == "yes":
        return {"yes": Fraction(1), "no": Fraction(0)}.get(believed["outturn_meets"])
    return number(float(believed["outturn_chance"])) if believed["outturn_chance"] else None


def concern(q, believed):
    off = distance(q)
    far = HALF if off is None else size(q, *off, believed)
    long = min(Fraction(q.now.index - run_of(q, ("red",))[-1].index + 1, 8), Fraction(1))
    likely = chance(believed)
    unlikely = HALF if likely is None else 1 - likely
    return half_away(counts(q) * 100 * (far + long + unlikely) / 3, 1)


def off_target(results, doubted, believed):
    reds = [q for q in results.values() if q.status(q.now) == "red"]
    return sorted(reds, key=lambda q: (q.i.id in doubted, -concern(q, believed[q.i.id]), q.i.id))


def cards(sheet):
    """Every card: its heading row, the cells below each label, and the lines of its actions."""
    rows = [[c for c in row] for row in sheet.iter_rows()]
    labels = [n for n, row in enumerate(rows) if text(row[0].value).startswith("Status last quarter")]
    out = []
    for at in labels:
        top = at
        while top and any(text(c.value) for c in rows[top - 1]):
            top -= 1
        end = at
        while end < len(rows) and any(text(c.value) for c in rows[end]):
            end += 1
        card = {"": rows[top], "between": rows[top + 1 : at], "ahead": [], "actions": []}
        said = next(n for n in range(at, end) if text(rows[n][0].value) == "Commentary")
        for n in (at, said):
            card |= {text(c.value): below for c, below in zip(rows[n], rows[n + 1]) if text(c.value)}
        card["ahead"] = [row[0] for row in rows[at + 2 : said]]
        below = [row[0] for row in rows[said + 2 : end]]
        card["actions"] = [cell for cell in below if text(cell.value).startswith("Action ")]
        out.append(card)
    return out


def status_then(q, words):
    return "; ".join(words[q.status(q.now.minus(n))] for n in (1, 4))


def without_symbols(value):
    return "; ".join(without_symbol(part) for part in text(value).split("; "))


def check_off_target(report, sheet, quarter, doubted, believed, said, about):
    words, reds = status_words(quarter.settings), off_target(quarter.results, doubted, believed)
    told, listed = cards(sheet), table(sheet, "Ref", "Will it recover?", "Concern") if reds else []
    ids, full = [q.i.id for q in reds], quarter.settings.get("look", {}).get("full_exceptions", 60)
    report.same("off target", "ids in their order", ids + ids[:full],
                [text(r["Ref"].value) for r in listed] + [text(c[""][0].value) for c in told])
    last = sum(q.i.id in doubted for q in reds)
    pattern = r"(\d+) indicators? (?:is|are) off target, (?:.*?(\d+) figures? (?:is|are) queried)?"
    check_counts(report, "off target: how many", sheet, pattern, [len(reds), last])
    by_id = {q.i.id: q for q in reds}
    for card in told:
        id = text(card[""][0].value)
        if id in by_id:
            check_card(report, card, by_id[id], words, id in doubted, quarter.confirmed, believed[id], said, about)
    for row in listed:
        id = text(row["Ref"].value)
        if id not in by_id:
            continue
        q, where = by_id[id], f"Exceptions, {id} in the table"
        figures(report, "red", where, q, row)
        report.cell("red: name", where, said.names[id], row, "Indicator")
        report.cell("red: status", where, words["red"], row, "Status", read=without_symbol)
        report.cell("red: concern", where, concern(q, believed[id]), row, "Concern")
        who, until = acting(about.get(id, []), said.owners[id])
        report.cell("red: who acts", where, who, row, "Who acts")
        report.cell("red: until when", where, until, row, "Until when")
        want = recovery(q, believed[id], id in doubted)
        if want is not None:
            report.cell("red: will it recover", where, want, row, "Will it recover?")


def acting(actions, owner):
    """Who acts, and until when."""
    first = min((a for a in actions if a.open), key=lambda a: (a.due is None, a.due), default=None)
    if first is None:
        return owner or "Nobody named", "No open action"
    late = ": overdue" if first.overdue else ""
    return first.lead or owner or "Nobody named", f"{first.due.day} {first.due:%b %Y}{late}" if first.due else "No date given"


def recovery(q, believed, doubted):
    """The answer that is known here; None where it hangs on the series."""
    likely = chance(believed)
    if doubted:
        return "Cannot be told: the figure is queried"
    if believed["outturn_known"] != "yes" and likely is not None:
        if likely in (0, 1):
            return "Yes: the year's target is met already" if likely else "No longer possible this year"
        word = "Likely" if 3 * likely >= 2 else "Unlikely" if 3 * likely < 1 else "Could go either way"
        percent = 100 * likely
        told = "under 1%" if percent < 1 else "over 99%" if percent > 99 else f"{int(half_away(percent, 0))}%"
        return f"{word}: {told} chance of the year's target"
    if likely == 1:
        return "Yes: the year's target is met all the same"
    ahead = next(n for n in range(1, 5) if q.due(q.now.minus(-n)))
    often = {1: "once a year", 2: "twice a year"}.get(len(q.i.due), "not every quarter")
    return f"Not before {heading(q.now.minus(-ahead))}: measured {often}" if ahead > 1 else None


def figures(report, kind, where, q, row):
    value, target, variance, share = facts(q)
    since = run_of(q, ("red",))[-1]
    report.cell(f"{kind}: value", where, value, row, "Value")
    report.cell(f"{kind}: since", where, heading(since) + " or before" * began_before(q, since), row, "Off target since")
    if q.scheme() != "band" or kind == "card":
        report.cell(f"{kind}: target", where, target, row, "Target")
    if kind == "card":
        report.cell("card: how far off", where, variance, row, "How far off")
        report.cell("card: how far off %", where, share, row, "How far off %")


def check_card(report, card, q, words, doubted, answered, believed, said, about):
    id, where, top = q.i.id, f"Exceptions, {q.i.id}", card[""]
    report.same("card: name", where, said.names[id], top[1].value, top[1])
    band = f"{said.services[q.i.service]} · {said.owners[id] or 'no owner named'}"
    report.same("card: service and owner", where, band, top[7].value, top[7])
    report.same("card: status", where, words["red"], without_symbol(top[11].value), top[11])
    # “Queried and confirmed” is no doubt any more.
    marks = [text(row[0].value) for row in card["between"]]
    confirmed = sum(mark.startswith("Queried and confirmed") for mark in marks)
    queried = sum(mark.startswith("Queried") for mark in marks) - confirmed
    report.same("card: queried", where, (int(doubted), int(id in answered)), (queried, confirmed))
    report.cell("card: status then", where, status_then(q, words), card, "Status last quarter; a year ago", read=without_symbols)
    figures(report, "card", where, q, card)
    report.direction("card: on last quarter", where, q.short(), card, "On last quarter")
    report.direction("card: on last year", where, q.year_on_year(), card, "On last year")
    check_ahead(report, where, card["ahead"], q, believed)
    for label, field in (("Commentary", "commentary"), ("Barriers", "barriers"), ("Levers", "levers"), ("Remedial action now", "remedial-action")):
        report.cell(f"card: {label.lower()}", where, squeezed(said.says(id, field)), card, label, read=squeezed)
    report.cell("card: promised", where, squeezed(said.promise(q)), card, "Promised last quarter", read=squeezed)
    wanted = [a.line() for a in about.get(id, [])]
    report.same("card: actions", where, len(wanted), len(card["actions"]))
    for want, cell in zip(wanted, card["actions"]):
        report.same("card: action", where, squeezed(f"Action {want}"), squeezed(cell.value), cell)


def plain(printed):
    return number(float(printed.replace(",", "").replace("−", "-")))


AHEAD = re.compile(r"Forecast outturn \D*?([-−]?[\d,.]+?)\D* against a target of \D*?([-−]?[\d,.]*\d)")


def check_ahead(report, where, cells, q, believed):
    """The forecast is believed; that it stands there, and beside the year's own target, is not."""
    said = next(((c, m) for c in cells if (m := AHEAD.search(text(c.value)))), None)
    annual = (q.row(q.now) or {}).get("annual")
    want = None
    if believed["outturn"] and believed["outturn_known"] == "no" and annual is not None:
        want = (q.round(annual), q.round(number(float(believed["outturn"]))))
    if said is None:
        report.same("card: forecast", where, want, None)
        return
    cell, found = said
    report.same("card: forecast", where, want, (plain(found[2]), plain(found[1])), cell, found.start(1))


def check_counts(report, kind, sheet, pattern, wanted):
    """The sentence that says how many."""
    found = next(((c, m) for row in sheet.iter_rows() for c in row if (m := re.match(pattern, text(c.value)))), None)
    if found is None:
        # Of none nothing may be said.
        report.same(kind, sheet.title, wanted if any(wanted) else None, None)
        return
    cell, said = found
    got = [0 if g in (None, "none") else int(g) for g in said.groups()]
    report.same(kind, sheet.title, wanted, got, cell, said.start(1))


# ---------------------------------------------------------------- no figure now, and forecasts


def last_rated(q):
    """The last of the 12 quarters before this one in which it was due and rated."""
    before = (q.now.minus(n) for n in range(1, 13))
    return next((p for p in before if q.due(p) and q.status(p) in STANDING), None)


def check_lost(report, sheet, quarter, said):
    status, lost = status_words(quarter.settings), []
    for q in quarter.results.values():
        last = last_rated(q)
        if q.status(q.now) in ("awaited", "not-available") and last:
            lost.append((("red", "amber").index(q.status(last)) if q.status(last) in ("red", "amber") else 2, q))
    rows = table(sheet, "Ref", "Last rated", "Figure then") if lost else []
    report.same("no figure", "ids", sorted(q.i.id for _, q in lost), sorted(text(r["Ref"].value) for r in rows))
    rank = {q.i.id: n for n, q in lost}
    order = [rank.get(text(r["Ref"].value)) for r in rows]
    report.same("no figure: order", "off target first", sorted(rank.values()), order)
    red = sum(n == 0 for n in rank.values())
    check_counts(report, "no figure: how many", sheet, r"(\d+) indicators? ha(?:s|ve) no figure now; (\d+|none) w", [len(lost), red])
    by_id = {text(r["Ref"].value): r for r in rows}
    counting = {entry["service"] for entry in quarter.counting}
    refused = lambda id, q: id in quarter.refused and q.i.service in counting
    for _, q in lost:
        id, where, last = q.i.id, f"Exceptions, no figure, {q.i.id}", last_rated(q)
        row = by_id.get(id, {})
        report.cell("no figure: name", where, said.names[id], row, "Indicator")
        report.cell("no figure: target", where, q.round(q.target(last)), row, "Target then")
        report.cell("no figure: last due", where, heading(last), row, "Last rated")
        report.cell("no figure: figure then", where, q.round(q.values.get(last)), row, "Figure then")
        report.cell("no figure: status then", where, status[q.status(last)], row, "Status then", read=without_symbol)
        report.cell("no figure: status now", where, status[q.status(q.now)], row, "Status now", read=without_symbol)
        report.cell("no figure: service", where, said.services[q.i.service], row, "Service")
        report.cell("no figure: owner", where, said.owners[id], row, "Answers for it")
        # What stood beside a refused figure went with it; the finding says why.
        words = "What was sent was refused: see Findings." if refused(id, q) else said.says(id, "commentary")
        report.cell("no figure: says", where, squeezed(words), row, "What the service says", read=squeezed)


def misses(q, believed):
    """Whether the believed forecast misses the year's target, as it is shown; None where there is none to miss."""
    if not believed["outturn"] or believed["outturn_known"] == "yes":
        return None
    value, row = q.round(number(float(believed["outturn"]))), q.row(q.now) or {}
    if q.i.polarity == "Plan is best" and row.get("green_low") is not None:
        return not (q.round(row["green_low"]) <= value <= q.round(row["green_high"]))
    annual = row.get("annual")
    variance = q.variance(value, q.round(annual)) if annual is not None else None
    return None if variance is None else variance < 0


def check_forecasts(report, sheet, quarter, believed, said):
    words = status_words(quarter.settings)
    wanted = [q for q in quarter.results.values() if q.status(q.now) != "red" and misses(q, believed[q.i.id])]
    chance = lambda q: number(float(believed[q.i.id]["outturn_chance"])) if believed[q.i.id]["outturn_chance"] else Fraction(1)
    wanted.sort(key=lambda q: (chance(q), q.i.id))
    rows = table(sheet, "Ref", "Forecast outturn", "Chance of target") if wanted else []
    report.same("forecast to miss", "ids in their order", [q.i.id for q in wanted], [text(r["Ref"].value) for r in rows])
    check_counts(report, "forecast to miss: how many", sheet, r"(\d+) indicators? (?:is|are) not off target now and forecast", [len(wanted)])
    by_id = {text(r["Ref"].value): r for r in rows}
    for q in wanted:
        id, where, row = q.i.id, f"Exceptions, forecast, {q.i.id}", by_id.get(q.i.id, {})
        report.cell("forecast: name", where, said.names[id], row, "Indicator")
        report.cell("forecast: year's target", where, (q.row(q.now) or {}).get("annual"), row, "Year's target")
        report.cell("forecast: outturn", where, q.round(number(float(believed[id]["outturn"]))), row, "Forecast outturn")
        report.cell("forecast: chance", where, chance(q), row, "Chance of target")
        own = said.now.get(id, {}).get("forecast") if id in quarter.returned else None
        report.cell("forecast: the service's own", where, q.round(own), row, "Service's own forecast")
        report.cell("forecast: year to date", where, q.year_to_date(), row, "Year to date")
        report.cell("forecast: status", where, words[q.status(q.now)], row, "Status now", read=without_symbol)


# ---------------------------------------------------------------- successes


def gain(q):
    """(then, change) where it improved; None where it did not."""
    compared = q.short() if q.i.ongoing else q.year_on_year()
    if compared is None or compared[2] != "Improving" or not compared[0]:
        return None
    return compared[:2]


def successes(results, doubted, believed):
    fit = []
    for q in results.values():
        year = q.year_on_year()
        worse = year is not None and year[2] == "Worsening"
        if q.now in q.values and q.status(q.now) != "red" and q.i.id not in doubted and not worse:
            fit.append(q)
    share = lambda q: facts(q)[3] or Fraction(0)
    length = lambda q: len(run_of(q, GREEN))
    green = [q for q in fit if q.status(q.now) in GREEN]
    back = [q for q in green if (last := q.previous_due(q.now)) and q.status(last) == "red"]
    moved = lambda q: counts(q) * size(q, abs(gain(q)[1]), gain(q)[0], believed[q.i.id])
    lists = (
        ("Back on target", sorted(back, key=lambda q: (-share(q), q.i.id))),
        ("Most improved", sorted((q for q in fit if gain(q)), key=lambda q: (-moved(q), q.i.id))),
        ("Longest on target", sorted((q for q in green if length(q) >= LONG), key=lambda q: (-length(q), -share(q), q.i.id))),
        ("Beyond target", sorted((q for q in green if share(q) > 0), key=lambda q: (-share(q), q.i.id))),
    )
    out, taken = [], set()
    for kind, of_kind in lists:
        for q in [q for q in of_kind if q.i.id not in taken][:MOST]:
            out.append((kind, q))
            taken.add(q.i.id)
    return out


def numbers(words):
    return [plain(n) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", words)]


def goal(q):
    """The target, or the band that is to be kept."""
    band = [q.limit(q.now, key) for key in ("green_low", "green_high")]
    return band if q.scheme() == "band" and None not in band else [q.round(q.target(q.now))]


def check_successes(report, sheet, quarter, doubted, believed, said):
    words = status_words(quarter.settings)
    wanted = successes(quarter.results, doubted, believed)
    rows = table(sheet, "Ref", "Why", "What went well")
    got = [(text(r["Why"].value), text(r["Ref"].value)) for r in rows]
    report.same("successes", "who and why, in their order", [(kind, q.i.id) for kind, q in wanted], got)
    if doubted:
        line = next((c for row in sheet.iter_rows() for c in row if text(c.value).startswith("Left out")), None)
        ids = sorted(re.findall(r"\b[A-Z]{3}\d+\b", text(line.value))) if line else None
        report.same("successes: left out", "Successes", sorted(doubted), ids, line)
    by_id = {text(r["Ref"].value): r for r in rows}
    for kind, q in wanted:
        id, where, row = q.i.id, f"Successes, {q.i.id}", by_id.get(q.i.id, {})
        value, target, *_ = facts(q)
        report.cell("success: service", where, said.services[q.i.service], row, "Service")
        report.cell("success: target", where, target, row, "Target")
        report.cell("success: value", where, value, row, "Value")
        report.cell("success: status", where, words[q.status(q.now)], row, "Status", read=without_symbol)
        report.cell("success: in a row", where, len(run_of(q, GREEN)), row, "Quarters on target in a row")
        report.direction("success: on last quarter", where, q.short(), row, "Direction on last quarter")
        commentary = said.now.get(id, {}).get("commentary", "") if id in quarter.returned else ""
        report.cell("success: words", where, squeezed(commentary), row, "In the service's words", read=squeezed)
        if kind == "Most improved":
            then, change = gain(q)
            told = [then, q.round(q.values[q.now]), abs(change)]
        elif kind == "Longest on target":
            told = [len(run_of(q, GREEN)), value, *goal(q)]
        else:
            told = [value, *goal(q)]
        after = lambda sentence, id=id: numbers(text(sentence).partition(f"({id})")[2])
        # The name before it may have figures, too.
        begins = text(row["What went well"].value).find(f"({id})") if row else 0
        report.cell("success: figures told", where, told, row, "What went well", read=after, at=begins + len(id))


def check_exceptions(report, sheet, quarter, doubted, believed, said, about):
    check_off_target(report, sheet, quarter, doubted, believed, said, about)
    check_lost(report, sheet, quarter, said)
    check_forecasts(report, sheet, quarter, believed, said)
