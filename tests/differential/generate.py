"""Makes returns of the gallery's council in which the cells hold all that a cell can hold: generate.py SEED N OUT

Writes OUT/NNNN.xlsx by XlsxWriter (shared and inline texts) and openpyxl in turn, and OUT/manifest.json, which names what
was put where. Nothing in it says what must be read: that is what LibreOffice shows.
"""
import datetime as dt
import json
import random
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from kinds import COMMENTS, MEASURES, NAMES, Cell, value_cell
from writers import WRITERS, at

HEADINGS = {
    "Return": ["Ref", "Measure", "Unit", "Target", "Numerator", "Denominator", "Result", "If none, why", "Comment"],
    "Measures": ["Measure code", "Description", "Measured in", "Aim", "Top line", "Bottom line", "Outcome",
                 "Reason for no outcome", "Narrative"],
}
VALUE, COMMENT = 6, 8
DATES = ["dd/mm/yyyy", "dd/mm/yyyy", "d mmmm yyyy", "yyyy-mm-dd", "mm/dd/yyyy", "dd/mm/yy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "dd/mm/yyyy hh:mm"]
ODD_DATES = ["0", "General", "mmm-yy", "yyyy", ";;;", "[h]:mm", "0.0%"]


@dataclass
class Sheet:
    name: str
    cells: dict = field(default_factory=dict)  # {(row, column): Cell}, counted from nought
    merges: list = field(default_factory=list)  # (first row, first column, last row, last column)
    hidden_rows: set = field(default_factory=set)
    flat_rows: set = field(default_factory=set)  # height 0
    filtered_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)
    narrow_columns: set = field(default_factory=set)  # width 0
    state: str = ""  # "", "hidden" or "veryHidden"
    hide_zeros: bool = False
    text_box: str = ""
    blank_formats: list = field(default_factory=list)  # conditional formats that show nothing: (row, column)


def struck(sheet, row):
    for column in range(len(HEADINGS["Return"])):
        if (cell := sheet.cells.get((row, column))) and not cell.runs:
            sheet.cells[row, column] = replace(cell, font="struck")


def move(rng, sheet, rows, may_merge):
    """One thing that is done to a whole row, column or sheet; its name."""
    name = rng.choice([
        "", "", "", "", "", "", "hidden row", "row of height 0", "filtered row", "hidden value column", "value column of width 0", "hidden sheet", "very hidden sheet",
        "merged down", "merged across", "merged over a value", "merged over the next row's value", "zeros hidden", "text box", "struck row", "hidden comment column",
        "hidden numerators", "conditional format that shows nothing", "id in a merged cell", "unused rows with totals", "raised mark at the id",
    ])
    row = rng.choice(rows[:-1])
    if "merged" in name and not may_merge:
        name = ""
    if name == "hidden row":
        sheet.hidden_rows.add(row)
    elif name == "row of height 0":
        sheet.flat_rows.add(row)
    elif name == "filtered row":
        sheet.filtered_rows.add(row)
    elif name == "hidden value column":
        sheet.hidden_columns.add(VALUE)
    elif name == "value column of width 0":
        sheet.narrow_columns.add(VALUE)
    elif name == "hidden comment column":
        sheet.hidden_columns.add(COMMENT)
    elif name == "hidden numerators":
        sheet.hidden_columns |= {4, 5}
    elif name == "hidden sheet":
        sheet.state = "hidden"
    elif name == "very hidden sheet":
        sheet.state = "veryHidden"
    elif name == "merged down":
        sheet.merges.append((row, VALUE, row + 1, VALUE))
        sheet.cells.pop((row + 1, VALUE), None)
    elif name == "merged across":
        sheet.merges.append((row, VALUE, row, VALUE + 1))
    elif name == "merged over a value":
        sheet.merges.append((row, VALUE - 1, row, VALUE))
    elif name == "merged over the next row's value":
        sheet.merges.append((row, VALUE, row + 1, VALUE))
    elif name == "id in a merged cell":
        sheet.merges.append((row, 0, row + 1, 0))
    elif name == "zeros hidden":
        sheet.hide_zeros = True
        sheet.cells[row, VALUE] = Cell(0)
    elif name == "text box":
        sheet.text_box = "Figures are provisional"
    elif name == "struck row":
        struck(sheet, row)
    elif name == "conditional format that shows nothing":
        sheet.blank_formats.append((row, VALUE))
    elif name == "unused rows with totals":
        for extra in range(rows[-1] + 1, rows[-1] + 4):
            sheet.cells[extra, VALUE] = Cell(0, "0.0", "=E1+F1")
    elif name == "raised mark at the id":
        id = sheet.cells[row, 0].value
        sheet.cells[row, 0] = Cell(runs=((id, ""), ("1", "super")))
    return name, row


def workbook(rng, may_merge):
    """Sheets, what each value cell is called, which of them are plain, and what was done to the whole."""
    service = rng.choice(["LEI", "LEI", "LEI", "HSG"])
    two = rng.random() < 0.4
    table = Sheet("Measures" if two else "Return")
    front = Sheet("Front") if two else table
    signed = Cell(dt.date(2026, 10, 12), rng.choice(DATES))
    odd = rng.random() < 0.08
    if odd:
        signed = rng.choice([replace(signed, format=rng.choice(ODD_DATES)), Cell("12/10/2026"), Cell("12 October 2026"), Cell("10/12/2026"), Cell("12.10.26")])
    for r, cells in enumerate([
        ["Fenmoor District Council: what we did this quarter"], ["Service area" if two else "Service", NAMES[service]],
        ["Return for" if two else "Quarter", "2026-27Q2"], ["Approved by", "Carol Hughes"], ["Date approved", signed],
    ]):
        for c, value in enumerate(cells):
            front.cells[r, c] = value if isinstance(value, Cell) else Cell(value)
    head = 1 if two else 6
    for c, heading in enumerate(HEADINGS[table.name]):
        table.cells[head, c] = Cell(heading)
    kinds, plain, rows = {}, [], []
    for r, (id, name, unit, target, least, most, decimals) in enumerate(MEASURES[service], head + 1):
        number = round(rng.uniform(least, most), decimals)
        numerator = denominator = None
        if id in ("LE2", "HO2", "HO4"):
            denominator = rng.choice([400, 1500, 2000])
            numerator = round(denominator * number / 100)
            number = round(100 * numerator / denominator, decimals)
        cells = [Cell(id), Cell(name), Cell(unit), Cell(target), Cell(numerator), Cell(denominator)]
        kind, cell, is_plain = ("as in the gallery", Cell(number), True)
        if rng.random() < 0.7:
            kind, cell, is_plain = value_cell(rng, number, unit, decimals)
        if id in ("LE2", "HO2", "HO4") and rng.random() < 0.15:
            kind, is_plain = "numerator in another format; " + kind, False
            cells[4] = replace(cells[4], format=rng.choice(["#,##0,", "0.0%", ";;;", "mm:ss", "0\"k\"", "@", "dd/mm/yyyy", "0\"0\""]))
        cells += [cell, Cell(None), Cell(None)]
        if rng.random() < 0.3:
            said = rng.choice(COMMENTS)
            cells[COMMENT] = Cell(said) if isinstance(said, str) else Cell(runs=said)
        for c, cell in enumerate(cells):
            if cell != Cell(None):
                table.cells[r, c] = cell
        kinds[at(r, VALUE)] = kind
        if is_plain:
            plain.append(at(r, VALUE))
        rows.append(r)
    done, row = move(rng, table, rows, may_merge)
    if done == "zeros hidden":
        kinds[at(row, VALUE)] = "nought, zeros hidden on the sheet"
    working = Sheet("Working", {(0, 0): Cell("Working"), (4, 2): Cell(0, formula="=B5"), (4, 3): Cell(12.5), (4, 4): Cell("12.5")})
    sheets = [front, table, working] if two else [table, working]
    touched = {} if not done else {at(r, VALUE) for r in rows} if done not in ("text box", "hidden comment column") else {}
    return sheets, {
        "form": "fenmoor-2021" if two else "fenmoor-2018", "service": service, "done": done, "table": table.name,
        "row": row + 1, "odd_date": odd, "kinds": kinds, "plain": [cell for cell in plain if cell not in touched],
    }


def main():
    seed, count, out = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    manifest = {}
    for n in range(count):
        rng = random.Random(f"{seed}/{n}")
        writer = rng.choice(list(WRITERS))
        sheets, about = workbook(rng, may_merge="inline" not in writer)
        about["writer"] = writer
        WRITERS[writer](out / f"{n:04}.xlsx", sheets)
        manifest[f"{n:04}"] = about
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
    print(f"{count} workbooks from seed {seed}")


if __name__ == "__main__":
    main()
