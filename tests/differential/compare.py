"""Compares what we read with what LibreOffice shows: compare.py FOLDER OURS.json [--verbose]

FOLDER holds manifest.json, the workbooks (NNNN.xlsx, ods/NNNN.ods, xls/NNNN.xls) and LibreOffice's reading of each in
fods/EXT/NNNN.fods. A cell where a person sees a number is read as that number, or asked about (a query or an error at
the cell); a cell where nothing is seen gives no value unasked; no filled cell passes without a word. Anything else is a
fault, and the exit is 1.
"""
import copy
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import seen
from exceptions import excused
from kinds import UNITS
from shown import Ask, Blank, Marker, Number, judge
from writers import at

COLUMNS = {
    "Return": {"id": "Ref", "numerator": "Numerator", "denominator": "Denominator", "value": "Result", "comment": "Comment"},
    "Measures": {"id": "Measure code", "numerator": "Top line", "denominator": "Bottom line", "value": "Outcome", "comment": "Narrative"},
}
#: Findings that doubt how a cell was read; the others doubt what was read of a well-filled cell.
OF_READING = "CFT"
#: Faults of a whole row, column or sheet, whatever stands in the cell.
OF_THE_WHOLE = {
    "hidden value read unasked", "struck row read", "struck comment read", "value hidden by a conditional format", "value where no row is shown",
    "another indicator", "text box not said",
}


def words(text):
    return " ".join(text.replace("\u200b", "").split())


class Book:
    """One file: what is shown, what we read, and what was wrong between the two."""

    def __init__(self, ext, about, shown, ours):
        self.ext, self.about, self.shown, self.ours, self.faults = ext, about, shown, ours, []
        self.alarms, self.compared, self.excused = [], 0, Counter()
        self.findings = defaultdict(list)
        for finding in ours["findings"]:
            self.findings[finding["sheet"], finding["cell"]].append(finding)

    def said(self, sheet, cell):
        return [f["code"] for f in self.findings[sheet, cell]]

    def asked(self, sheet, cell):
        return [f["code"] for f in self.findings[sheet, cell] if f["severity"] != "note"]

    def once_a_row(self, sheet, cell, shown):
        """That cells of a row are hidden or crossed out is said once, at the first of them."""
        wanted = {"C012"} if shown.hidden or shown.covered else set()
        wanted |= {"C041"} if shown.struck else set()
        row = re.compile(rf"[A-Z]+{cell.lstrip('ABCDEFGHI')}$")
        return [code for (place, at_cell), found in self.findings.items() if place == sheet and row.match(at_cell or "")
                for code in (f["code"] for f in found) if code in wanted]

    def fault(self, what, cell, detail):
        """Named by what was typed into the cell, or by what was done to its row, column or sheet."""
        kind = self.about["kinds"].get(cell, "")
        done = self.about["done"] or "nothing was done"
        if what in OF_THE_WHOLE or not kind:
            kind = f"({done})" if what in OF_THE_WHOLE or not cell else f"(column {cell[0]})"
        fault = (what, self.ext, re.sub(r"^numerator in another format; ", "", kind), cell, detail)
        reason = excused(fault, self.about)
        if reason:
            self.excused[reason] += 1
        else:
            self.faults.append(fault)

    def compare(self):
        table = self.about["table"]
        sheet = self.shown.get(table)
        if sheet is None or not self.ours["tallies"] or self.ours["layout"] is None:
            return self.refused()
        head = next(((r, c) for (r, c), cell in sorted(sheet.cells.items()) if words(cell.shown) == COLUMNS[table]["id"]), None)
        columns = {key: next((c for (r, c), cell in sheet.cells.items() if r == head[0] and words(cell.shown) == heading), None)
                   for key, heading in COLUMNS[table].items()}
        values = {v["cell"]: v for v in self.ours["values"] if v["sheet"] == table}
        rows = [r for (r, c), cell in sorted(sheet.cells.items()) if c == columns["id"] and r > head[0] and words(cell.on_the_line) in UNITS]
        for row in rows:
            id = words(sheet.cell(row, columns["id"]).on_the_line)
            self.row(sheet, table, row, columns, id, values.pop(at(row, columns["value"]), None))
        for cell, value in values.items():
            if value["value"] is not None and not self.asked(table, cell):
                self.fault("value where no row is shown", cell, f"read {value['value']}")
        if self.about["done"] == "text box" and not any(f["sheet"] == table and "text box" in (f["got"] or "") for f in self.ours["findings"]):
            if self.ext == "xlsx" and self.about["writer"].startswith("XlsxWriter"):
                self.fault("text box not said", "", "")
        self.cover()
        self.conserved()

    def row(self, sheet, table, row, columns, id, ours):
        cell = at(row, columns["value"])
        seen_id = sheet.cell(row, columns["id"])
        if ours and ours["indicator"] != id and not self.asked(table, cell) and not self.asked(table, at(row, columns["id"])):
            self.fault("another indicator", cell, f"shown {id}, read {ours['indicator']}")
        row_asked = self.asked(table, at(row, columns["id"]))
        parts = ours and (ours["numerator"], ours["denominator"])
        quotient = parts[0] / parts[1] * (100 if UNITS[id] == "Percent" else 1) if parts and parts[0] is not None and parts[1] else None
        self.figure(table, sheet.cell(row, columns["value"]), cell, UNITS[id], ours and ours["value"], ours and ours["marker"], row_asked, quotient)
        # Where a row is refused for one of its figures the others are not taken either.
        places = [cell] + [at(row, columns[key]) for key in ("numerator", "denominator")]
        part_asked = row_asked + ([] if ours and ours["value"] is not None else [code for p in places for code in self.asked(table, p)])
        for key in ("numerator", "denominator"):
            part = sheet.cell(row, columns[key])
            if part.kind or ours and ours[key] is not None:
                self.figure(table, part, at(row, columns[key]), "", ours and ours[key], None, part_asked)
        comment, place = sheet.cell(row, columns["comment"]), at(row, columns["comment"])
        if ours and not comment.struck and words(ours["commentary"]) != words(comment.unstruck) and not self.same_but_breaks(ours["commentary"], comment.unstruck) and not self.asked(table, place):
            self.fault("another comment", place, f"shown {comment.unstruck!r}, read {ours['commentary']!r}")
        if comment.struck and ours and ours["commentary"] and not (self.said(table, place) or row_asked or self.once_a_row(table, place, comment)):
            self.fault("struck comment read", place, repr(ours["commentary"]))
        if seen_id.struck and ours and ours["value"] is not None and not (row_asked or self.asked(table, cell) or self.once_a_row(table, cell, seen_id)):
            self.fault("struck row read", cell, f"read {ours['value']}")

    def figure(self, table, shown, cell, unit, value, marker, row_asked, quotient=None):
        """One cell that should hold a figure, against what is shown in it."""
        self.compared += 1
        if self.about["done"] == "value column of width 0" and self.ext == "xlsx" and cell[0] == "G":
            # Excel shows no such column; LibreOffice gives it a width. openpyxl leaves a width of 0 out.
            shown.hidden = self.about["writer"] != "openpyxl"
        said = self.said(table, cell)
        asked = self.asked(table, cell) + row_asked + self.once_a_row(table, cell, shown)
        person = judge(self.shown, table, shown, unit)
        what = f"shown {shown.shown!r}" + (f" = {shown.held!r}" if shown.held is not None else "") + f", read {value if value is not None else marker}"
        if said:
            what += " with " + " ".join(said)
        if shown.note and not said:
            self.fault("note not said", cell, what)
        if self.ext == "xlsx" and value is not None and not asked:
            # What LibreOffice cannot say of an .xlsx.
            if self.about["kinds"].get(cell, "").startswith("formula never calculated") and value == 0:
                self.fault("nought of a formula that was never calculated", cell, what)
            if self.about["done"] == "conditional format that shows nothing" and cell == f"G{self.about['row']}":
                self.fault("value hidden by a conditional format", cell, what)
        # A nought of a formula that is not to be seen is a cell left blank.
        unseen = self.about["done"] == "zeros hidden" or shown.hidden or not shown.shown.strip()
        blank = shown.held is None and isinstance(person, Blank) or shown.held == 0 and shown.formula and unseen
        if blank and value is not None and not asked and quotient is not None and abs(value - quotient) < 1e-9 * max(1, abs(value)):
            self.excused["a value left blank is worked out from its numerator and denominator"] += 1
            return
        if (shown.hidden or shown.covered) and value is not None and not asked:
            self.fault("hidden value read unasked", cell, what)
        elif isinstance(person, Blank) and value is not None and not asked:
            self.fault("value where nothing is shown", cell, what)
        elif isinstance(person, Number) and value is not None and not asked and not self.same(value, person, shown):
            self.fault("another number", cell, what)
        elif value == 0 and shown.kind != "string" and set(re.findall(r"\d", shown.shown)) == {"0"} and not shown.struck:
            pass  # nothing is nothing in every unit, scale and currency
        elif isinstance(person, (Ask, Marker)) and value is not None and not asked:
            self.fault(f"number where it should ask ({getattr(person, 'why', 'marker')})", cell, what)
        elif isinstance(person, Ask) and marker is not None and not said:
            self.fault("marker unsaid", cell, what)
        elif not isinstance(person, Blank) and value is None and marker is None and not said and not row_asked:
            self.fault("lost without a word", cell, what)
        elif isinstance(person, Marker) and marker is None and not asked:
            self.fault("marker lost", cell, what)
        if cell in self.about["plain"] and not shown.hidden and isinstance(person, Number):
            for code in self.asked(table, cell):
                if code[0] in OF_READING:
                    self.alarms.append((code, self.ext, self.about["kinds"][cell], cell, what))

    def same_but_breaks(self, read, shown):
        """LibreOffice 7.4 forgets a line break that stands within a paragraph of an .ods."""
        return self.ext == "ods" and "".join(read.split()) == "".join(shown.split())

    @staticmethod
    def same(value, person, shown):
        if abs(value - person.value) > person.tolerance:
            return False
        if shown.held is None or abs(value - person.value) < 1e-9 or not isinstance(shown.held, float):
            return True
        # Within the rounding: then it is what is held, in the scale that is shown, and no third number.
        return any(abs(value - shown.held * scale) <= 1e-9 * max(1, abs(value)) for scale in (1, 100, 1e-3, 1e3, 1e6, 24))

    def cover(self):
        """The day of the sign-off."""
        front = "Front" if self.about["table"] == "Measures" else "Return"
        place = "B5"
        cell = self.shown[front].cell(4, 1)
        day = self.ours["signed_off"]
        if self.asked(front, place) or cell.hidden:
            return
        if cell.kind == "date":
            if day != str(cell.held)[:10]:
                self.fault("another day", place, f"shown {cell.shown!r} = {cell.held}, read {day} with {self.said(front, place)}")
        elif not self.said(front, place) and day is not None:
            self.fault("day where none is shown", place, f"shown {cell.shown!r}, read {day}")

    def conserved(self):
        for tally in self.ours["tallies"]:
            name = tally["sheet"]
            if tally["read"] != tally["located"] + sum(tally["ignored"].values()) or tally["located"] != tally["accepted"] + tally["refused"]:
                self.fault("tally does not balance", "", str(tally))
            filled = self.shown[name].filled() if name in self.shown else 0
            if filled != tally["read"]:
                self.fault("filled cells not counted alike", "", f"{name}: LibreOffice has {filled}, we read {tally['read']}")
        unread = set(self.shown) - {t["sheet"] for t in self.ours["tallies"]}
        silent = [n for n in unread if self.shown[n].filled() and not any(f["sheet"] == n for f in self.ours["findings"])]
        if silent:
            self.fault("sheet without a word", "", ", ".join(sorted(silent)))

    def refused(self):
        codes = sorted({f["code"] for f in self.ours["findings"] if f["severity"] == "error"})
        if not codes:
            self.fault("nothing read and nothing said", "", "")
        else:
            self.alarms.append((" ".join(codes), self.ext, f"whole file: {self.about['done'] or 'nothing was done to it'}", "", ""))


def main():
    folder, verbose = Path(sys.argv[1]), "--verbose" in sys.argv
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    books, missing = [], []
    for ours in json.loads(Path(sys.argv[2]).read_text("utf-8")):
        path = Path(ours["file"])
        name, ext = path.stem, path.suffix[1:]
        fods = folder / "fods" / ext / f"{name}.fods"
        if not fods.exists():
            missing.append(path.name)
            continue
        book = Book(ext, manifest[name], seen.read(fods), ours)
        book.name = path.name
        book.compare()
        books.append(book)
    self_test(books)
    report(books, missing, verbose)


def self_test(books):
    """Every figure that was read in plain sight and unasked, made another one, must be a fault."""
    altered = found = 0
    for book in books[:200]:
        ours = copy.deepcopy(book.ours)
        told = {(f["sheet"], f["cell"]) for f in ours["findings"] if f["severity"] != "note"}
        moved = 0
        for value in ours["values"]:
            # A cell of a formula without a result, or left blank, may be worked out from two others.
            if value["value"] is not None and value["numerator"] is None and (value["sheet"], value["cell"]) not in told:
                value["value"], moved = value["value"] * 1.5 + 7, moved + 1
        again = Book(book.ext, book.about, book.shown, ours)
        again.compare()
        places = {cell for what, _, _, cell, _ in again.faults} | {f"G{book.about['row']}"}
        altered += moved
        found += sum(1 for v in ours["values"] if v["numerator"] is None and v["value"] is not None and v["cell"] in places and (v["sheet"], v["cell"]) not in told)
    if altered < 2 * min(len(books), 200) or found < 0.97 * altered:
        sys.exit(f"of {altered} figures that were made wrong {found} are found")
    print(f"of {altered} figures made wrong on purpose {found} are found; a row may be asked about as a whole")


def report(books, missing, verbose):
    faults, alarms, reasons = defaultdict(list), defaultdict(list), Counter()
    for book in books:
        reasons.update(book.excused)
        for what, ext, kind, cell, detail in book.faults:
            faults[what, kind].append((ext, book.name, cell, book.about["writer"], detail))
        for code, ext, kind, cell, detail in book.alarms:
            alarms[code, kind, ext].append((book.name, cell, detail))
    for (what, kind), found in sorted(faults.items()):
        exts = ", ".join(f"{ext} {count}" for ext, count in sorted(Counter(ext for ext, *_ in found).items()))
        print(f"FAULT  {what} | {kind} | {exts}")
        for _, name, cell, writer, detail in found if verbose else found[:1]:
            print(f"         {name} {cell} ({writer}): {detail}")
    for (code, kind, ext), found in sorted(alarms.items()):
        print(f"alarm  {code} | {kind} | {ext}: {len(found)}, {found[0][0]} {found[0][1]} {found[0][2]}")
    for reason, count in sorted(reasons.items()):
        print(f"excused {count}: {reason}")
    by_kind = Counter()
    for (what, *_), found in faults.items():
        by_kind[what] += len(found)
    compared = sum(book.compared for book in books)
    print(f"{len(books)} files, {compared} figures compared: {sum(by_kind.values())} faults, {sum(map(len, alarms.values()))} alarms on plain cells")
    for what, count in by_kind.most_common():
        print(f"  {count:6} {what}")
    if missing:
        print(f"LibreOffice did not save {len(missing)} files: {missing[:5]}")
    # Fewer comparisons than these would mean that something was not looked at.
    sys.exit(1 if by_kind or missing or compared < 5 * len(books) else 0)


if __name__ == "__main__":
    main()
