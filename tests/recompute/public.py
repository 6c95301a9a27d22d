"""The accessible workbook for everybody: its figures are those of the quarter, and what counts few people is hidden. Whatever hides
totals for the sake of their parts is not worked out here (the attack of the suite tests does that): no measure that hides small
numbers may have parts or be one."""

from books import lines, table
from compare import status_words
from values import text
import openpyxl

#: How a reference for a missing figure begins.
SIGN = "["


def check_public(report, book, quarter):
    register = openpyxl.load_workbook(quarter.workspace / "register.xlsx", read_only=False)
    marked = {text(r["Id"]): r for r in lines(register["Indicators"], "Id", "Unit") if text(r.get("Small numbers"))}
    totals = {text(r.get("Part of")) for r in lines(register["Indicators"], "Id", "Unit")}
    if any(id in totals or text(row.get("Part of")) for id, row in marked.items()):
        raise SystemExit("a measure that hides small numbers has parts or is one: that is not worked out here")
    words = status_words(quarter.settings)
    listed = table(book["Measures"], "Reference", "Figure")
    report.rows("public: measures", "Measures", quarter.results, [r["Reference"] for r in listed])
    rows = {text(r["Reference"].value): r for r in listed}
    counts = {}
    for id, q in quarter.results.items():
        row, where = rows.get(id, {}), f"Measures, {id}"
        value, status = q.round(q.values.get(q.now)), q.status(q.now)
        hidden = id in marked and value is not None and is_small(marked[id], q, quarter)
        figure = "[c]" if hidden else value
        if figure is None:
            report.cell("public: a sign", where, True, row, "Figure", read=lambda value: text(value).startswith(SIGN))
        else:
            report.cell("public: figure", where, figure, row, "Figure")
        target = q.round(q.target(q.now))
        report.cell("public: target", where, "[z]" if target is None else target, row, "Target")
        if hidden and status not in ("no-target", "contextual"):
            # Of a share none is told; which of a count may be is not worked out here.
            if id in marked and not is_share(marked[id]):
                raise SystemExit(f"{id}: a hidden count with a status, which is not worked out here")
            status = "suppressed"
        report.cell("public: status", where, words[status], row, "Status")
        counts[words[status]] = counts.get(words[status], 0) + 1
    standing = {text(r["Status"].value): r for r in table(book["How we stand"], "Status", "Measures this quarter")}
    for word, n in counts.items():
        report.cell("public: standing", f"How we stand, {word}", n, standing.get(word, {}), "Measures this quarter")


def is_small(row, q, quarter):
    """A count of 1 to the most that is hidden: the value, or a numerator, a denominator, what is left between them."""
    said = text(row["Small numbers"])
    most = int(float(said)) if said.replace(".", "").isdigit() else quarter.settings.get("public", {}).get("small_numbers", 4)
    value = q.values.get(q.now)
    if not is_share(row):
        before = earlier(q, row)
        counts = [value] if before is None else [value, value - before]
    elif q.now not in q.parts:
        return value != 0
    else:
        above, below = q.parts[q.now]
        counts = [above, below] + [below - above] * (text(row.get("Part of whole?")) == "Yes")
    return any(0 < n <= most for n in counts)


def is_share(row):
    return row["Unit"] in ("Percent", "Rate", "Ratio") or bool(text(row.get("Numerator")))


def earlier(q, row):
    """What a year so far stood at a quarter before, in the same year."""
    if text(row.get("Year to date?")) != "Yes" or q.now.quarter == 1:
        return None
    return q.values.get(q.now.minus(1))
