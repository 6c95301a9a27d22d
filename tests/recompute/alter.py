"""Alterations of a report, each of which the comparison must notice."""

from datetime import datetime, timedelta

from books import table
from exceptions import cards
from values import text


def altered(value, at):
    """Another value that a faulty program might have written: a number, a digit, an id or a word is wrong."""
    if value is None:
        return 1
    if isinstance(value, (int, float)):
        return value + 1 if value >= 0 else -value
    if isinstance(value, datetime):
        return value + timedelta(1)
    if "\n" in value:
        return value.rpartition(", ")[0] or value.partition("\n")[0]
    if value[at:].startswith("More improve"):
        return value.replace("More improve than worsen", "More worsen than improve")
    digit = next((n for n, c in enumerate(value) if n >= at and c.isdigit()), None)
    if digit is not None:
        return value[:digit] + ("1" if value[digit] == "7" else "7") + value[digit + 1 :]
    if value.startswith("Worsening"):
        return "Improving ↑"
    return {"● On target": "▲ Off target"}.get(value, "Worsening ↑")


def place_of(cell):
    return cell.parent.parent.file, cell.parent.title, cell.coordinate


def alter_figures(report, books):
    """One filled and one blank cell of each kind in each edition, no cell twice; gives what must be noticed, and the cells."""
    slots, taken = {}, set()
    for kind, where, cell, at in report.cells:
        place, slot = place_of(cell), (kind, cell.value in (None, ""))
        if slot not in slots and place not in taken:
            slots[slot] = where
            taken.add(place)
            file, sheet, at_cell = place
            copy = books[file][sheet][at_cell]
            copy.value = altered(copy.value, at)
    return {(kind, where) for (kind, _), where in slots.items()}, taken


def alter_lists(report, books):
    """In each list of each edition the name of a thing; a sheet and a workbook more, and one fewer."""
    taken, kinds = set(), set()
    for kind, cells in report.lists.items():
        place = next((p for c in reversed(cells) if (p := place_of(c)) not in taken), None)
        if place is not None:
            taken.add(place)
            file, sheet, at = place
            books[file][sheet][at].value = "XXX01"
            kinds.add(kind)
    for kind in [k for k in report.compared if k.endswith(" › sheets")]:
        file = next(reversed([w for k, w in report.wheres if k == kind])).partition(": ")[0]
        books[file].create_sheet("Another")
        taken.add((file, "", ""))
        kinds.add(kind)
    books["another.xlsx"] = books["cabinet.xlsx"]
    return kinds | {"workbooks"}, {file for file, *_ in taken}


def alter_record(record):
    """Wrong and lost figures in run.json."""
    readings = [r for r in record["readings"] if "computed-from" not in r]
    whole = [r for r in readings if "value" in r and "numerator" in r]
    said = [r for r in readings if "marker" in r]
    computed = [r for r in record["readings"] if "computed-from" in r]
    whole[0]["value"] += 0.001
    whole[1]["numerator"] += 1
    whole[2]["denominator"] += 1
    whole[3]["cell"] = "A1"
    whole[4]["status"] = "awaited"
    said[0]["marker"] = "suppressed"
    kinds = ("figure", "numerator", "denominator", "place", "status in run.json", "marker")
    must = {(kind, f"run.json, {r['indicator']}") for kind, r in zip(kinds, whole[:5] + said)}
    computed[0]["value"] = computed[0].get("value", 0) + 0.001
    computed[1]["computed-from"] = ["X1"]
    computed[2]["status"] = "suppressed"
    kinds = ("worked out", "worked out from", "status worked out")
    must |= {(kind, f"run.json, {r['indicator']}") for kind, r in zip(kinds, computed)}
    record["readings"].remove(whole[5])
    first, second, third, fourth, fifth = record["inputs"][:5]
    first["sha256"] = "0" * 64
    second["counts"], third["outcome"], fourth["service"], fifth["layout"] = False, "rejected", "XXX", "another"
    kinds = ("file counts in run.json", "outcome in run.json", "service in run.json", "layout in run.json")
    must |= {(kind, f"run.json, {e['file']}") for kind, e in zip(kinds, (second, third, fourth, fifth))}
    quality, service = record["data-quality"], next(iter(record["data-quality"]["services"]))
    quality["council"]["accuracy"]["passed"] -= 1
    quality["services"][service]["validity"]["counted"] += 1
    must |= {("data quality", "run.json, Accuracy"), ("data quality in run.json", f"{service}, Validity")}
    must.add(("nothing lost", f"{whole[5]['file']}, {whole[5]['indicator']}"))
    for query in [q for q in record["queries"] if q["decision"]][:1]:
        query["decision"]["by"] = "Nobody"
        must.add(("notebook", "decisions"))
    record["inputs"].append(dict(first, file="invented.xlsx"))
    must.add(("files in run.json", "names"))
    return must | {("file hash", first["file"])}


def alter_rows(book):
    """A row lost, another one invented, rows in another order."""
    first, last = (table(book["Risk register"], "Ref", "Current score")[n]["Ref"] for n in (0, -1))
    first.value, last.value = last.value, first.value
    table(book["Risk register"], "Ref", "Current score")[1]["Ref"].value = "XXX-R01"
    table(book["Indicators"], "Ref", "Value")[0]["Ref"].value = "XXX01"
    table(book["Files"], "File", "Signed off")[-1]["File"].value = "another.xlsx"
    for sheet, heading in (("Headlines", "Rated"), ("Priorities", "Rated")):
        table(book[sheet], "Priority", heading)[-1]["Priority"].value = "Another priority"
    told = alter_told(book) | alter_findings(book)
    for heading in ("The rule that fired", "How far, and since when"):
        for cell in table(book["Risks"], "Ref", heading)[-1].values():
            cell.value = None
    return {"risk order", "risks", "indicators", "headlines", "priorities", "proposals", "breaches", "files"} | told


def alter_statistics(statistics):
    """A wrong score, a wrong chance and a wrong distance."""
    placed = [id for id, row in statistics.items() if row["risk_score"]]
    standing = [id for id in placed if statistics[id]["chance_of_missing_from"] == "status-and-direction"]
    statistics[placed[0]]["risk_score"] = "99"
    statistics[standing[0]]["chance_of_missing"] = "0.123"
    far = next(id for id in placed if id not in (placed[0], standing[0]) and float(statistics[id]["miss_percent"] or 0) > 0)
    statistics[far]["miss_percent"] = "0"
    altered = {"delivery risk": placed[0], "chance of missing": standing[0], "how far a target is missed": far}
    return {(kind, f"statistics.csv, {id}") for kind, id in altered.items()}


def swapped(rows, heading, a, b):
    a, b = rows[a][heading], rows[b][heading]
    a.value, b.value = b.value, a.value


def alter_told(book):
    """Who stands on Exceptions, Successes and Actions, and in which order."""
    told = cards(book["Exceptions"])
    told[1][""][0].value = "XXX01"
    with_actions = next(c for c in told if c["actions"] and c is not told[1])
    with_actions["actions"][-1].value = None
    lines = [row[0] for c in told if c is not told[1] for row in c["between"]]
    queried = next((c for c in lines if text(c.value).startswith("Queried")), None)
    if queried is not None:
        queried.value = "All is well."
    else:
        lines[0].value = "Queried: nothing"
    lost = table(book["Exceptions"], "Ref", "Last rated", "Figure then")
    swapped(lost, "Ref", 0, -1)
    lost[1]["Ref"].value = "XXX01"
    swapped(table(book["Exceptions"], "Ref", "Forecast outturn", "Chance of target"), "Ref", 0, -1)
    swapped(table(book["Successes"], "Ref", "Why", "What went well"), "Ref", 0, 1)
    rows = table(book["Actions"], "Ref", "Action", "Since the last report")
    swapped(rows, "Ref", 0, -1)
    rows[1]["Ref"].value = "XXX-A01"
    kinds = "off target,card: actions,card: queried,no figure,no figure: order,forecast to miss,successes,actions,actions: order"
    return set(kinds.split(","))


def alter_findings(book):
    """A finding of another service, degree, place and subject; a restatement that nobody made."""
    rows = table(book["Findings"], "Service", "Severity", "Code", "Cell")
    rows[0]["Service"].value = rows[-1]["Service"].value
    asked = next(r for r in rows[1:] if "Query" in text(r["Severity"].value))
    asked["Severity"].value = "○ Note"
    next(r for r in rows if text(r["Code"].value) == "R004")["About"].value = "XXX01"
    next(r for r in rows if text(r["Code"].value) == "C001")["Cell"].value = "A1"
    sheet = book["Restatements"]
    none = next((c for row in sheet.iter_rows() for c in row if text(c.value).startswith("No figure of")), None)
    if none is None:
        table(sheet, "Ref", "As published", "Now")[-1]["Ref"].value = "XXX01"
        sheet["A4"].value = "No figure of an earlier quarter was corrected."
    else:
        none.value = None
        for n, (heading, value) in enumerate((("Ref", "XXX01"), ("Quarter", "2026-27Q1"), ("As published", 1), ("Now", 2)), 1):
            sheet.cell(8, n, heading)
            sheet.cell(9, n, value)
    kinds = "findings,findings: order,finding: severity,queries,finding worked out,planted fault,restatements,restatements: none"
    return set(kinds.split(","))
