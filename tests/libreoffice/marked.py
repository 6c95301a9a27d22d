"""Fails when marking changed more of a workbook than it may: marked.py BEFORE.xlsx MARKED.xlsx [SAVED-BY-LIBREOFFICE.xlsx]

Compares by openpyxl: values, formulas, formats, validations, conditional formats, names, notes, charts, pictures. An .ods is
compared as LibreOffice saves it as .xlsx.
"""
import sys
import warnings

import openpyxl

warnings.simplefilter("ignore")
KEPT = ("value", "number_format", "font", "border", "protection", "alignment", "hyperlink")


def fail(*words):
    sys.exit(" ".join(map(str, (sys.argv[2], *words))))


def names(book):
    return {n: d.attr_text for n, d in book.defined_names.items() if n != "quarterday.findings"}


def colour(cell):
    # LibreOffice writes some colour or other of the palette behind a solid fill.
    return cell.fill.fill_type, repr(cell.fill.fgColor)


def compare(before, after):
    front = after.sheetnames[0]
    if after.sheetnames[1:] != before.sheetnames or after.active.title != front or names(before) != names(after):
        fail("sheets or names differ", after.sheetnames, names(after))
    if [s.title for s in after.worksheets if s.sheet_view.tabSelected] != [front]:
        fail("more than the first sheet is selected")
    coloured = noted = 0
    for old in before.worksheets:
        new = after[old.title]
        for row in new.iter_rows():
            for cell in row:
                was = old[cell.coordinate]
                for kept in KEPT:
                    if repr(getattr(was, kept)) != repr(getattr(cell, kept)):
                        fail(old.title, cell.coordinate, kept, getattr(was, kept), getattr(cell, kept))
                marked = colour(was) != colour(cell)
                ours = (cell.comment.text if cell.comment else "") != (was.comment.text if was.comment else "")
                if was.comment and not cell.comment.text.startswith(was.comment.text):
                    fail(old.title, cell.coordinate, "lost a note")
                if marked != ours:
                    fail(old.title, cell.coordinate, "has a colour without a note, or a note without a colour")
                coloured, noted = coloured + marked, noted + ours
        for part in ("print_title_rows", "print_area", "freeze_panes", "sheet_state"):
            if getattr(old, part) != getattr(new, part):
                fail(old.title, part)
        shown = lambda s: (sorted(map(str, s.merged_cells.ranges)), repr(s.protection), repr(s.data_validations.dataValidation),
                           [(str(r.sqref), [repr(x) for x in r.rules]) for r in s.conditional_formatting],
                           len(s._charts), len(s._images), sorted(s.tables), repr(s.auto_filter.ref))
        if shown(old) != shown(new):
            fail(old.title, "differs in what lies over its cells")
    return front, coloured, noted


before, after = openpyxl.load_workbook(sys.argv[1]), openpyxl.load_workbook(sys.argv[2])
front, coloured, noted = compare(before, after)
links = [c.hyperlink.location for row in after[front].iter_rows() for c in row if c.hyperlink]
for link in links:
    sheet, cell = link.rsplit("!", 1)
    after[sheet.strip("'").replace("''", "'")][cell]
if sys.argv[3:]:
    saved = openpyxl.load_workbook(sys.argv[3])
    notes = sum(1 for s in saved.worksheets for row in s.iter_rows() for c in row if c.comment)
    wanted = sum(1 for s in after.worksheets for row in s.iter_rows() for c in row if c.comment)
    kept = [c.hyperlink.location for row in saved[front].iter_rows() for c in row if c.hyperlink]
    if saved.sheetnames != after.sheetnames or notes != wanted or len(kept) != len(links):
        fail("LibreOffice shows", notes, "of", wanted, "notes and", len(kept), "of", len(links), "links")
print(f"{sys.argv[2]}: {coloured} cells coloured, {noted} notes, {len(links)} links, nothing else changed")
