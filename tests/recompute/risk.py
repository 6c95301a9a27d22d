"""Risks over several registers, once more: what is proposed and why, appetite, and the risk of missing a target."""

import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import openpyxl

from books import lines, table
from inputs import records
from values import RATED, Period, meaning, number, text

LEVELS = ("Project", "Service", "Directorate", "Corporate")
CLOSED = ("Complete", "Discontinued")
STANDING = {"green": (5, 10, 30, 10), "amber": (30, 50, 70, 50), "red": (60, 80, 95, 80)}
WAYS = ("Improving", "Steady", "Worsening", None)
DOUBTS = {"S001", "S002", "C005", "C046", "T004", "T013"}
#: Checks that question the score of a risk.
QUESTIONS = {"K001", "K002", "K003", "K004", "K005", "K006", "K009", "K020"}
EXPOSED = 20


def day(raw):
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text(raw)) or None
    if found:
        return date(int(found[3]), int(found[2]), int(found[1]))
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2}).*", text(raw))
    return date(*(int(x) for x in found.groups())) if found else None


def ours(layout, field, raw):
    """The word that the layout gives for another one."""
    own = {meaning(k): v for k, v in layout.get("words", {}).get(field, {}).items()}
    return own.get(meaning(raw), text(raw))


def facts(level, category, target_date, service, about):
    level = next((l for l in LEVELS if meaning(l) == meaning(level)), "Service")
    about = {"service": text(service), "about": text(about)}
    return {"level": level, "category": text(category), "target date": day(target_date)} | about


def load_registers(path, matrix, now):
    """By id: every register before this quarter, oldest first, as (quarter, rating, level), and the last one's facts."""
    registers, last, actions = defaultdict(list), {}, {}
    if not path.exists():
        return registers, last, actions
    book = openpyxl.load_workbook(path, data_only=True)
    rows = lines(book["Risks"], "Ref", "Quarter", "Current likelihood") if "Risks" in book.sheetnames else []
    for row in sorted(rows, key=lambda r: Period.parse(r["Quarter"])):
        id, p = text(row["Ref"]), Period.parse(row["Quarter"])
        if p < now:
            own = row.get("Service id"), row.get("Linked indicator")
            last[id] = facts(row.get("Register level"), row.get("Category"), row.get("Target date"), *own)
            rating = matrix.rating(row["Current likelihood"], row["Current impact"])
            registers[id].append((p, rating, last[id]["level"]))
    rows = lines(book["Actions"], "Ref", "Quarter", "Status") if "Actions" in book.sheetnames else []
    for row in sorted(rows, key=lambda r: Period.parse(r["Quarter"])):
        if Period.parse(row["Quarter"]) < now:
            actions[text(row["Service id"]), text(row["Ref"])] = text(row.get("About")), text(row["Status"])
    return registers, last, actions


def read_facts(service, sheets, layout):
    """Level, category, target date, service and measure of every risk of a return."""
    out = {}
    for _, _, _, line, _ in records(sheets, layout, "risks"):
        raw = lambda field: line[field].value if field in line else None
        if text(raw("id")):
            level = ours(layout, "level", raw("level") or "")
            out[text(raw("id"))] = facts(level, raw("category"), raw("target-date"), service, raw("indicator"))
    return out


def read_actions(service, sheets, layout):
    for _, _, _, line, _ in records(sheets, layout, "actions"):
        raw = lambda field: line[field].value if field in line else None
        filled = {f for f, held in line.items() if text(held.value)}
        if "id" in filled and filled > {"id"}:
            yield (service, text(raw("id"))), (text(raw("about")), ours(layout, "status", raw("status") or ""))


class Register:
    """Every risk of the quarter, sent or carried, in the order of the sheet."""

    def __init__(self, settings, matrix, now, sent, past, registers, known, actions, questioned):
        """`questioned`: the ids of the risks whose score a check questions, which is believed here."""
        self.settings, self.matrix, self.now = settings.get("risk", {}), matrix, now
        self.sent, self.past, self.registers, self.known, self.actions = sent, past, registers, known, actions
        month = settings.get("year", {}).get("start_month", 4)
        ends = (now.year * 12 + month - 1) + now.quarter * 3
        self.questioned = questioned
        self.as_at = date(ends // 12, ends % 12 + 1, 1) - timedelta(days=1)
        self.ratings = {id: sent.get(id) or past[id] for id in sent.keys() | past.keys()}
        score = {id: matrix.score(r["Current"]) for id, r in self.ratings.items()}
        self.order = sorted(self.ratings, key=lambda id: (-(score[id] or -1), id))
        self.score = score

    def limit(self, raw):
        """A limit as the least score above it and the least score that reaches it."""
        if isinstance(raw, str):
            names = [b["name"] for b in self.matrix.bands]
            k = next(n for n, name in enumerate(names) if meaning(name) == meaning(raw))
            return self.matrix.bands[k]["from"]
        return raw

    def threshold(self, level):
        own = {k.capitalize(): self.limit(v) for k, v in self.settings.get("escalate", {}).items()}
        if level in own:
            return own[level]
        everywhere = self.limit(self.settings.get("escalate_at", 16))
        return min([everywhere] + [own[l] for l in LEVELS[LEVELS.index(level) + 1 :] if l in own])

    def proposals(self, id):
        score, facts, ratings = self.score[id], self.known[id], self.ratings[id]
        if score is None:
            return []
        level, carried = facts["level"], id not in self.sent
        earlier = [] if carried else self.registers.get(id, [])
        out = []
        reached = [above for above in LEVELS[LEVELS.index(level) + 1 :] if score >= self.threshold(above)]
        if reached:
            out.append((0, f"↑ Escalate to {reached[-1].lower()}"))
        about = [status for what, status in self.actions.values() if what == id]
        target = self.matrix.score(ratings["Target"])
        names = [b["name"] for b in self.matrix.bands]
        high = names.index("High") if "High" in names else len(names) - 1
        lies_high = high > 0 and names.index(self.matrix.band(score)) >= high
        stays = lies_high or self.breach(id) or id in self.questioned
        close = not carried and not stays and target is not None and score <= target and all(s == "Complete" for s in about)
        if close:
            out.append((1, "✓ Close"))
        if not carried and not close and level in ("Corporate", "Directorate"):
            least = self.threshold(level)
            before = earlier[-(self.settings.get("step_down_reviews", 2) - 1) :]
            low = lambda e: e[1] and e[2] == level and self.matrix.score(e[1]) < least
            if score < least and before and all(low(e) for e in before):
                out.append((2, f"↓ Step down to {LEVELS[LEVELS.index(level) - 1].lower()}"))
        others = self.settings.get("static_reviews", 4) - 1
        same = [e[1] for e in earlier[-others:]] == [ratings["Current"]] * others
        if not carried and same and facts["target date"] and facts["target date"] < self.as_at:
            out.append((3, "→ Static: look at it afresh"))
        return out

    def breach(self, id):
        """How far above the appetite of its category, in words, and the first quarter of the run; None where it is not."""
        score, category = self.score[id], self.known[id]["category"]
        appetites = self.settings.get("appetite", {})
        own = next((v for k, v in appetites.items() if meaning(k) == meaning(category)), appetites.get("default"))
        if own is None or score is None:
            return None
        names = [b["name"] for b in self.matrix.bands]

        def above(score):
            if score is None:
                return 0
            if isinstance(own, str):
                most = next(n for n, name in enumerate(names) if meaning(name) == meaning(own))
                return max(names.index(self.matrix.band(score)) - most, 0)
            return max(score - own, 0)

        over = above(score)
        if not over:
            return None
        since = self.now
        for quarter, rating, _ in reversed(self.registers.get(id, [])[-8:]):
            if not above(self.matrix.score(rating)):
                break
            since = quarter
        what = "band" if isinstance(own, str) else "point"
        return f"{over} {what}{'' if over == 1 else 's'}", since


def miss(q, believed):
    """How far the target is missed, in percent of it: 0 where it is met, infinite of a target of 0 and where it cannot be told.
    The forecast and the year's value are believed."""
    row = q.row(q.now)
    if believed["chance_of_missing_from"] in ("forecast", "outturn"):
        value = number(float(believed["outturn"]))
        if q.i.polarity == "Plan is best":
            low, high = (None if row[k] is None else q.round(row[k]) for k in ("green_low", "green_high"))
            short, goal = max((b for b in ((low is not None and (low - value, low)), (high is not None and (value - high, high))) if b))
        else:
            goal = number(float(believed["outturn_target"]))
            short = goal - value if q.i.polarity == "Higher is better" else value - goal
    else:
        if q.status(q.now) == "green":
            return 0
        goal = q.round(q.target(q.now))
        if goal is None:
            return float("inf")
        short = -q.variance(q.round(q.values[q.now]), goal)
    if short <= 0:
        return 0
    return float(short / abs(goal) * 100) if goal else float("inf")


def impact(weight, far, worst, settings):
    """The step of the weight at most; half way from the size of the miss to it where that is less; or the council's table."""
    weights = settings.get("weight") or [2.0 ** (n - (worst + 1) // 2) for n in range(2, worst + 1)]
    misses = settings.get("miss") or [20.0 * 2.0 ** (n - worst) for n in range(2, worst + 1)]
    at = lambda x, bounds: sum(x >= b - 1e-9 for b in bounds)
    w, m = at(weight, weights), at(far, misses)
    own = settings.get("impact")
    return own[w][m] if own else max(1, min(w + 1, (w + m + 2) // 2))


def delivery(quarter, settings, matrix, believed):
    """(chance, likelihood, impact, miss) of missing the target, or None. A forecast's chance is believed, a standing is not."""
    delivery = settings.get("risk", {}).get("delivery", {})
    steps, worst = len(matrix.likelihood), len(matrix.impact)
    chances = delivery.get("chance") or [100 * n / steps for n in range(1, steps)]
    if believed["chance_of_missing_from"] in ("forecast", "outturn"):
        chance = 100 * float(believed["chance_of_missing"])
    else:
        status = quarter.status(quarter.now)
        if status not in RATED:
            return None
        ways = (c[2] for c in (quarter.short(), quarter.long()) if c and c[2] != "Moved")
        way = next(ways, None)
        key = f"{status}-{(way or 'unknown').lower()}"
        own = delivery.get("standing", {})
        chance = own.get(key, STANDING[status][WAYS.index(way)])
    # 60% stands on the bound of its step: what is a hair below it in the file's share belongs to it.
    at = lambda x, bounds: 1 + sum(x >= b - 1e-9 for b in bounds)
    far = miss(quarter, believed)
    return chance, at(chance, chances), impact(float(quarter.i.weight), far, worst, delivery), far


def check_delivery(report, results, settings, matrix, rows, doubted):
    """The columns of statistics.csv; gives the measures for the list of exposure."""
    placed = {}
    for id, row in rows.items():
        where, want = f"statistics.csv, {id}", None
        if id not in doubted:
            want = delivery(results[id], settings, matrix, row)
        as_number = lambda name: float(row[name]) if row[name] else None
        got = (as_number("risk_likelihood"), as_number("risk_impact"), as_number("risk_score"))
        wanted = (*want[1:3], want[1] * want[2]) if want else (None, None, None)
        report.same("delivery risk", where, [*map(float, wanted)] if want else [None] * 3, list(got))
        if want:
            share = as_number("chance_of_missing")
            report.same("chance of missing", where, True, share is not None and abs(share * 100 - want[0]) < 1e-9)
            far = as_number("miss_percent")
            # Without end, and what cannot be told, is blank.
            agrees = far is None if want[3] == float("inf") else far is not None and abs(far - want[3]) < 1e-6
            report.same("how far a target is missed", where, True, agrees)
            placed[id] = want[1:3]
    return placed


def check_lists(report, book, register, placed, budgets):
    """The three lists of the sheet Risks and the two columns of the register, row by row."""
    matrix, sheet = register.matrix, book["Risks"]
    rows = {text(r["Ref"].value): r for r in table(book["Risk register"], "Ref", "Current score", "Band")} if register.order else {}
    wanted = {id: register.proposals(id) for id in register.order}
    for id in register.order:
        row, where, breach = rows.get(id, {}), f"Risks, {id}", register.breach(id)
        report.cell("risk proposed", where, "; ".join(words for _, words in wanted[id]), row, "Proposed")
        report.cell("risk above appetite", where, breach[0] if breach else None, row, "Above appetite by")

    every = [(group, n, id, words) for n, id in enumerate(register.order) for group, words in wanted[id]]
    listed = table(sheet, "Ref", "Proposed", "The rule that fired") if every else []
    report.same("proposals", "how many", len(every), len(listed))
    for n, ((_, _, id, words), row) in enumerate(zip(sorted(every), listed), 1):
        where = f"Risks, proposal {n}"
        report.cell("proposal: risk", where, id, row, "Ref")
        report.cell("proposal: what", where, words, row, "Proposed")
        number = lambda raw: int(re.search(r"\d+", text(raw))[0])
        report.cell("proposal: score in the rule", where, register.score[id], row, "The rule that fired", read=number)

    over = [(id, register.breach(id)) for id in register.order if register.breach(id)]
    listed = table(sheet, "Ref", "Category", "How far, and since when") if over else []
    report.same("breaches", "how many", len(over), len(listed))
    for n, ((id, (far, since)), row) in enumerate(zip(over, listed), 1):
        where = f"Risks, breach {n}"
        report.cell("breach: risk", where, id, row, "Ref")
        # `Q1 2026-27` on the page.
        when = "first time" if since == register.now else "Q{} {}".format(since.quarter, str(since)[:7])
        said = lambda raw: (text(raw).partition(" above")[0], when if when in text(raw) else text(raw))
        report.cell("breach: how far and since", where, (far, when), row, "How far, and since when", read=said)

    def key(score, rating, kind, id, which):
        return -score, -rating[0] * rating[1], -rating[1], kind, id, which

    all = [key(register.score[id], register.ratings[id]["Current"], 0, id, "Risk") for id in register.order if register.score[id]]
    all += [key(matrix.score(rating), rating, 1, id, "Measure") for id, rating in placed.items()]
    all += [key(matrix.score(rating), rating, 2, id, which) for id, rating, which in budgets]
    listed = table(sheet, "Ref", "Which", "Why it stands here")
    for n, (want, row) in enumerate(zip(sorted(all)[:EXPOSED], listed), 1):
        where = f"Risks, exposure {n}"
        report.cell("exposure", where, want[4], row, "Ref")
        report.cell("exposure: which", where, want[5], row, "Which")
        report.cell("exposure: score", where, -want[0], row, "Score")
        report.cell("exposure: band", where, matrix.band(-want[0]), row, "Band")
    return Counter(group for group, *_ in every)
