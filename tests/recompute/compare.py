"""The workbook's sheets against what was computed. Columns are found by heading, rows by id, never by position."""

import re
from collections import Counter
from contextlib import contextmanager
from fractions import Fraction

from books import table
from values import RATED, text

QUARTERS = 13
DIRECTIONS = ("Improving", "Steady", "Worsening", "Up", "Down", "Unchanged")
WORDS = {
    "green": "On target", "amber": "Near target", "red": "Off target", "contextual": "Context",
    "no-target": "No target", "not-due": "Not due", "awaited": "Awaited", "not-available": "Not available",
    "not-applicable": "Not applicable", "suppressed": "Suppressed", "not-comparable": "Not comparable",
    "exceeds": "Better than target", "unknown": "Unknown",
}


class Report:
    """Counts what was compared, by kind; keeps what differs, and where each comparison took its figure from."""

    def __init__(self):
        self.compared, self.differences, self.cells, self.lists = Counter(), [], [], {}
        self.edition, self.file, self.wheres = "", "", []

    @contextmanager
    def of(self, edition, file):
        """What is compared within is of a workbook of an edition."""
        self.edition, self.file = f"{edition} › ", f"{file}: "
        yield
        self.edition, self.file = "", ""

    def rows(self, kind, where, want, cells, ordered=False):
        """Which things stand in a list, each once; `cells` name them."""
        got = [text(c.value) for c in cells]
        want, found = ([*map(text, want)], got) if ordered else (sorted(map(text, want)), sorted(got))
        self.same(kind, where, want, found)
        self.lists.setdefault(self.edition + kind, []).extend(cells)

    def same(self, kind, where, want, got, cell=None, at=0):
        """`at` is where in the cell's words the figure begins."""
        kind, where = self.edition + kind, self.file + where
        self.compared[kind] += 1
        self.wheres.append((kind, where))
        if cell is not None:
            self.cells.append((kind, where, cell, at))
        if want is None or want == "":
            equal = got is None or got == ""
        elif isinstance(want, (int, Fraction)) and not isinstance(want, bool):
            numeric = isinstance(got, (int, float, Fraction)) and not isinstance(got, bool)
            # Changes in percent are written to six decimals of the share.
            step = 5.01e-7 if kind.endswith("%") else 0.0
            equal = numeric and abs(float(want) - float(got)) <= max(step, 1e-9 * max(1.0, abs(float(got))))
        else:
            equal = want == got
        if not equal:
            shown = [float(x) if isinstance(x, Fraction) else x for x in (want, got)]
            self.differences.append((kind, where, "computed {!r}, found {!r}".format(*shown)))

    def cell(self, kind, where, want, row, *headings, read=lambda value: value, at=0):
        """Compares the cell under the first of the headings that the table has."""
        heading = next((h for h in headings if h in row), None)
        if heading is None:
            self.same(kind, where, f"a column {headings[0]}", "none")
        else:
            self.same(kind, where, want, read(row[heading].value), row[heading], at)

    def direction(self, kind, where, want, row, heading):
        """A direction word, or other words that say why there is none. Without polarity a movement inside the steady
        band may be worded either way."""

        def read(value):
            first = text(value).split(" ")[0]
            if first in ("Up", "Down", "Unchanged"):
                return "Moved"
            return first if first in DIRECTIONS or not first else "words"

        # Where words say why there is none it is another word, not another number in them, that would be wrong.
        whole = 0 if want else len(text(row[heading].value)) if heading in row else 0
        self.cell(kind, where, want[2] if want else "words", row, heading, read=read, at=whole)


def share_of(change, base):
    return None if change is None or not base else change / abs(base)


def status_words(settings):
    looks = settings.get("statuses", {})
    return {status: looks.get(status, {}).get("word", word) for status, word in WORDS.items()}


def without_symbol(value):
    return text(value).partition(" ")[2]


def check_indicators(report, sheet, results, returned, settings, computed):
    words = status_words(settings)
    rows = {text(r["Ref"].value): r for r in table(sheet, "Ref", "Value", "Status")}
    report.same("indicators", "ids", sorted(results), sorted(rows))
    # Where every long term is a year it is the direction on last year.
    ongoing = any(q.i.ongoing for q in results.values())
    for id, q in results.items():
        row, where, i = rows.get(id, {}), f"Indicators, {id}", q.i
        value, target, status = q.round(q.values.get(q.now)), q.round(q.target(q.now)), q.status(q.now)
        variance = q.variance(value, target) if status in RATED + ("exceeds", "unknown", "contextual") else None
        report.cell("value", where, value, row, "Value")
        report.cell("target", where, target, row, "Target")
        report.cell("status", where, words[status], row, "Status", read=without_symbol)
        report.cell("variance", where, variance, row, "Variance (good is +)")
        report.cell("variance %", where, share_of(variance, target), row, "Variance %")
        for compared, name in ((q.short(), "last quarter"), (q.year_on_year(), "last year")):
            base, change = compared[:2] if compared else (None, None)
            report.cell(f"change on {name}", where, change, row, f"Change on {name}")
            report.cell(f"change on {name} %", where, share_of(change, base), row, f"Change on {name} %")
            report.direction(f"direction on {name}", where, compared, row, f"Direction on {name}")
        if ongoing:
            report.direction("long-term direction", where, q.long(), row, "Long-term direction")
        # Where there is none, words may say why.
        to_date = q.year_to_date()
        why = lambda value: None if to_date is None and isinstance(value, str) else value
        report.cell("year to date", where, to_date, row, "Year to date", read=why)
        for p in (q.now.minus(n) for n in range(QUARTERS)):
            report.cell("quarters", f"{where}, {p}", q.shown(p), row, str(p))
        annual = (q.row(q.now) or {}).get("annual")
        report.cell("year's target", where, annual, row, "Year's target")
        place = returned.get(id)
        if id in computed:
            report.cell("source of a formula", where, f"register.xlsx › Indicators!{i.formula_cell}", row, "Source")
            continue
        source = f"{place.file} › {place.sheet}!{place.cell}" if place else None
        report.cell("source", where, source, row, "Source")


# ---------------------------------------------------------------- baskets


def percent_printed(share):
    """The whole percentages that a share may be printed as: a half goes either way."""
    if share is None:
        return None
    points = float(share) * 100
    return {n for n in range(int(points), int(points) + 2) if abs(points - n) <= 0.5 + 1e-9}


def same_printed(report, kind, where, share, printed, cell, at):
    found = re.match(r"(\d+)%", printed or "")
    got, may = int(found[1]) if found else None, percent_printed(share)
    report.same(kind, where, got if may and got in may else may, got, cell, at)


LAST_QUARTER, A_YEAR_AGO = (f"{then} → now, of those rated in both" for then in ("Last quarter", "A year ago"))


def is_pair(pair, said):
    """`51% → 55% of 113`, of the measures rated in both."""
    if not pair.rated:
        return said == ("none rated in both" if pair.rated_then else "none rated then")
    found = re.fullmatch(r"(\d+)% → (\d+)% of (\d+)", said)
    got = found and [int(n) for n in found.groups()]
    levels = found and all(n in percent_printed(level) for n, level in zip(got, (pair.level_then, pair.level)))
    return bool(levels) and got[2] == pair.rated


def check_headlines(report, sheet, baskets, settings):
    """The council's basket first, then the priorities'."""
    words = status_words(settings)
    rows = table(sheet, "Priority", "Rated", LAST_QUARTER)
    report.same("headlines", "rows", [b.name for b in baskets], [text(r["Priority"].value) for r in rows])
    for basket, cells in zip(baskets, rows):
        row = cells | {without_symbol(h): c for h, c in cells.items() if without_symbol(h) in words.values()}
        where = f"Headlines, {basket.name}"
        report.cell("headlines: rated", where, basket.rated, row, "Rated")
        for status in RATED:
            report.cell(f"headlines: {status}", where, basket.counts[status], row, words[status])
        report.cell("headlines: share", where, basket.level, row, "On target, of those rated")
        for heading, pair in ((LAST_QUARTER, basket.on_quarter), (A_YEAR_AGO, basket.on_year)):
            report.cell("headlines: like with like", where, True, row, heading, read=lambda value, p=pair: is_pair(p, text(value)))
        report.cell("headlines: improvement", where, basket.improvement, row, "Rate of improvement, on last quarter")
        long = basket.improvement_long
        report.cell("headlines: long-term improvement", where, long, row, "Rate of improvement, long term")
        # Not every edition of the page has these in its table; the tiles and the sheet Priorities say them too.
        may = {way: basket.ways[way] for way in ("Improving", "Steady", "Worsening")}
        may |= {"With a figure": basket.measured}
        for heading, want in may.items():
            if heading in row:
                report.cell(f"headlines: {heading.lower()}", where, want, row, heading)
    check_tiles(report, sheet, baskets[0])
    check_reds(report, sheet, baskets[0])


def check_tiles(report, sheet, council):
    """The figures on top: a label, the figure below it, and a line below that."""
    below = {}
    for row in sheet.iter_rows(max_row=10):
        for c in row:
            if isinstance(c.value, str) and c.value not in below:
                below[c.value] = sheet.cell(c.row + 1, c.column), sheet.cell(c.row + 2, c.column)
    due = [council.due] if council.due > council.rated else []
    pair, year = council.on_quarter, council.on_year
    reds = [pair.rated, pair.counts_then["red"], pair.counts["red"]] if pair.rated else []
    gone = [pair.gone, pair.gone_red] if pair.gone else []
    pairs = [p.rated for p in (pair, year) if p.rated]
    wanted = {
        "On target": (council.level, [council.counts["green"], council.rated, *due, *pairs]),
        "Off target": (council.counts["red"], reds + gone),
        "Rate of improvement": (council.improvement, [council.ways[w] for w in ("Improving", "Steady", "Worsening")]),
    }
    for label, (figure, counts) in wanted.items():
        where = f"Headlines, tile {label}"
        if label not in below:
            report.same("tile", where, "a tile", "none")
            continue
        cell, line = below[label]
        report.same("tile", where, figure, cell.value, cell)
        got = [int(n) for n in re.findall(r"\d+(?![\d%])", text(line.value))]
        report.same("counts of a tile", where, counts, got, line)


REDS = re.compile(
    r"(\d+) of (\d+) rated indicators? (?:is|are) off target(?: \(provisional: (?:\d+) [^)]*\))?"
    r"(?:; of the (\d+|one) rated in both quarters (\d+), (?:as many as|(\d+) (more|fewer) than) last quarter|; none was rated [^.,;]*)"
)
GONE = re.compile(r"(\d+) indicators? rated last quarter (?:has|have) no rating now, (?:(none|\d+) of them|which was) off target then\.$")


def check_reds(report, sheet, council):
    """The first of the things to know."""
    found = next(((c, m) for row in sheet.iter_rows() for c in row if (m := REDS.match(text(c.value)))), None)
    pair = council.on_quarter
    change = pair.counts["red"] - pair.counts_then["red"]
    want = [council.counts["red"], council.rated, pair.rated, pair.counts["red"] if pair.rated else 0, change if pair.rated else 0]
    if found is None:
        report.same("sentence of reds", "Headlines", want if council.counts["red"] else None, None)
        return
    cell, said = found
    number = lambda n: 1 if n == "one" else int(n or 0)
    got = [number(said[n]) for n in range(1, 5)] + [number(said[5]) * (-1 if said[6] == "fewer" else 1)]
    gone = GONE.search(text(cell.value))
    red = 0 if gone is None or gone[2] == "none" else int(gone[2] or 1)
    got += [int(gone[1]), red] if gone else [0, 0]
    report.same("sentence of reds", "Headlines", want + [pair.gone, pair.gone_red], got, cell)


THEN = r"Of (?P<rated_{0}>\d+) rated now and {1} (?P<now_{0}>\d+%) (?:is|are) on target and (?P<red_{0}>\d+) off, against (?P<then_{0}>\d+%) and (?P<red_then_{0}>\d+)\. "
SENTENCE = re.compile(
    r"(?P<green>\d+) of (?P<rated>\d+) rated indicators? (?:is|are) on target: (?P<level>\d+%)(?: by weight)?(?:, provisional[^.]*)?\. "
    r"(?P<red>\d+|None) (?:is|are) off target\. "
    f"(?:{THEN.format('q', 'last quarter')})?(?:{THEN.format('y', 'a year ago')})?"
    r"(?:(?P<way>More improve than worsen|More worsen than improve|As many improve as worsen) "
    r"\((?P<improving>\d+) improving, (?P<worsening>\d+) worsening, (?P<steady>\d+) steady\)\.|None moved since last quarter\.)? ?"
    r"(?P<measured>\d+) with a figure, of (?P<members>\d+) indicators?\."
)

UNRATED = re.compile(r"None of its (\d+) indicators? could be rated\. (\d+) with a figure, of (\d+) indicators?\.")


def check_priorities(report, sheet, baskets, sets):
    overview = {text(r["Priority"].value): r for r in table(sheet, "Priority", "Rated", "Rate of improvement")}
    report.same("priorities", "names", [b.name for b in baskets], list(overview))
    sentences = [c for row in sheet.iter_rows() for c in row if SENTENCE.match(text(c.value)) or UNRATED.match(text(c.value))]
    report.same("priorities", "sentences", len(baskets) + len(sets), len(sentences))
    for basket, cell in zip(baskets, sentences):
        row, where = overview.get(basket.name, {}), f"Priorities, {basket.name}"
        report.cell("rated", where, basket.rated, row, "Rated")
        report.cell("level", where, basket.level, row, "On target")
        report.cell("rate of improvement", where, basket.improvement, row, "Rate of improvement")
        want = {"green": basket.counts["green"], "rated": basket.rated, "measured": basket.measured}
        want |= {"members": len(basket.members)}
        want |= {way.lower(): basket.ways[way] for way in ("Improving", "Steady", "Worsening")}
        if not basket.rated:
            want, found = [len(basket.members), basket.measured, len(basket.members)], UNRATED.match(text(cell.value))
            report.same("counts of what is not rated", where, want, found and [int(n) for n in found.groups()], cell)
            continue
        found = SENTENCE.match(text(cell.value))
        said = found.groupdict() if found else {}
        want |= {"red": basket.counts["red"]}
        if said and said["steady"] is None:
            # Where none moved it is not said how many did not.
            del want["steady"]
        for key, pair in (("q", basket.on_quarter), ("y", basket.on_year)):
            want |= {f"rated_{key}": pair.rated, f"red_{key}": pair.counts["red"], f"red_then_{key}": pair.counts_then["red"]}
        count = lambda k: 0 if said[k] in (None, "None") else int(said[k])
        report.same("counts of a priority", where, want, {k: count(k) for k in want if k in said}, cell)
        ways = {"More improve than worsen": 1, "As many improve as worsen": 0, "More worsen than improve": -1}
        more = basket.ways["Improving"] - basket.ways["Worsening"]
        told = (cell, found.start("way")) if said.get("way") else ()
        report.same("which way a priority goes", where, (more > 0) - (more < 0), ways.get(said.get("way"), 0), *told)
        levels = {"level": basket.level}
        for key, pair in (("q", basket.on_quarter), ("y", basket.on_year)):
            levels |= {f"now_{key}": pair.level, f"then_{key}": pair.level_then}
        for key, share in levels.items():
            same_printed(report, f"printed level: {key.partition('_')[0]}", where, share, said.get(key), cell, found.start(key) if found else 0)


def check_standing(report, sheet, council, priorities, sets):
    """Every group against last quarter and a year ago."""
    rows = {(text(r["Group"].value), text(r["Name"].value)): r for r in table(sheet, "Group", "Level", "Rate on last year")}
    listed = [("Council", council, False), *(("Priority", b, False) for b in priorities)]
    for kind, b, composite in listed + [("Set", b, composite) for b, composite in sets]:
        row, where = rows.get((kind, b.name), {}), f"Priorities, {kind} {b.name}"
        report.cell("basket: rated", where, b.rated, row, "Rated there")
        for heading, want in (
            ("Level", b.level), ("Rate", b.improvement), ("Rate on last year", b.improvement_year),
            ("Rated now and last quarter", b.on_quarter.rated), ("Rated now and a year ago", b.on_year.rated),
            ("Level of these, now", b.on_quarter.level), ("Level of these, last quarter", b.on_quarter.level_then),
            ("Level of these, now (on a year ago)", b.on_year.level), ("Level of these, a year ago", b.on_year.level_then),
            ("Rate of those compared in both, now", b.rates[0]), ("Rate of those compared in both, last quarter", b.rates[1]),
        ):
            report.cell(f"basket: {heading.lower()}", where, want, row, heading)
        numbers = lambda value: tuple(int(n) for n in re.findall(r"\d+", text(value)))
        for then, pair in (("last quarter", b.on_quarter), ("a year ago", b.on_year)):
            reds = (pair.counts_then["red"], pair.counts["red"]) if pair.rated else ()
            report.cell("basket: off target", where, reds, row, f"Off target, of these, {then} → now", read=numbers)
        gone = tuple(n for n in (b.on_quarter.gone, b.on_quarter.gone_red) if n)
        counts = lambda value: numbers(value) or (() if text(value) in ("", "none") else text(value))
        report.cell("basket: gone", where, gone, row, "Rated last quarter, not now", read=counts)
        heading = "Composite (last quarter → now; a year ago → now)"
        if composite and b.composite is not None:
            known = lambda pair: [pair[1], pair[0]] if None not in pair else [None]
            may = [percent_printed(c) for c in [b.composite, *known(b.composites[0]), *known(b.composites[1])]]
            got = lambda value: [int(n) if n else None for n in re.findall(r"(\d+)%|none", text(value))]
            alike = lambda n, m: n is None if m is None else n in m
            near = lambda value: len(got(value)) == len(may) and all(map(alike, got(value), may))
            report.cell("composite", where, True, row, heading, read=near)
        elif composite:
            ids = {q.i.id for q in b.members}
            words = lambda value: "%" not in text(value) and bool(ids & set(re.findall(r"\w+", text(value))))
            report.cell("no composite", where, True, row, heading, read=words)


# ---------------------------------------------------------------- risks


def check_risks(report, book, sent, past, matrix, first_register):
    rows = {text(r["Ref"].value): r for r in table(book["Risk register"], "Ref", "Current score", "Band")}
    ids = sorted(sent | past)
    report.same("risks", "ids", ids, sorted(rows))
    scores = {}
    for id in ids:
        row, where = rows.get(id, {}), f"Risks, {id}"
        ratings = sent.get(id) or past[id]
        rating = ratings["Current"]
        now, before = matrix.score(rating), matrix.score(past[id]["Current"]) if id in past else None
        scores[id] = now
        printed = lambda value: tuple(int(n) for n in re.findall(r"\d+", text(value))) or None
        report.cell("risk rating", where, rating, row, "Current likelihood × impact", read=printed)
        report.cell("risk score", where, now, row, "Current score")
        report.cell("risk band", where, matrix.band(now), row, "Band")
        report.cell("risk score last quarter", where, before, row, "Last register")
        report.cell("risk inherent score", where, matrix.score(ratings["Inherent"]), row, "Inherent score")
        report.cell("risk target score", where, matrix.score(ratings["Target"]), row, "Target score")
        if id not in past:
            movement = "First register" if first_register else "New"
        elif id not in sent:
            movement = "Not updated"
        elif None in (now, before):
            movement = "Not rated"
        else:
            up, down = f"↑ Up {now - before}", f"↓ Down {before - now}"
            movement = "→ Same" if now == before else up if now > before else down
        report.cell("risk movement", where, movement, row, "Movement")
    order = [-1 if scores.get(id) is None else scores[id] for id in rows]
    report.same("risk order", "highest first", sorted(order, reverse=True), order)
    ratings = {id: (sent.get(id) or past[id])["Current"] for id in ids}
    check_heat_map(report, book["Risks"], ratings, matrix)


def check_heat_map(report, sheet, ratings, matrix):
    """The cell where a likelihood's row and an impact's column meet names the risks that are rated so."""
    down, across = ([f"{n} {w}" for n, w in enumerate(names, 1)] for names in (matrix.likelihood, matrix.impact))
    cells = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    axis = [next((c for c in cells if c.value == label), None) for label in down + across]
    if None in axis:
        report.same("heat map", "axes", down + across, [c.value for c in axis if c])
        return
    for l, left in enumerate(axis[: len(down)], 1):
        for i, below in enumerate(axis[len(down) :], 1):
            cell = sheet.cell(left.row, below.column)
            score, _, named = text(cell.value).partition("\n")
            named, _, more = named.partition(" and ")
            got = [id for id in named.split(", ") if id]
            want = sorted(id for id, rating in ratings.items() if rating == (l, i))
            left_out = len(want) - len(got) if more else 0
            where = f"Risks, likelihood {l}, impact {i}"
            report.same("heat map", where, (str(l * i), want[: len(want) - left_out]), (score, sorted(got)), cell)
            if more:
                report.same("heat map: not named", where, f"{left_out} more", more, cell)
