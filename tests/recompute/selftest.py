"""The self-test: what is altered in a copy of the report must be noticed, every kind of comparison in every edition, and nothing else."""

import tempfile
from pathlib import Path

import openpyxl

from alter import alter_figures, alter_lists, alter_record, alter_rows, alter_statistics, place_of


def reopened(books, altered):
    """Through a file, as the report itself is read."""
    with tempfile.TemporaryDirectory() as folder:
        for file in altered:
            path = Path(folder) / "altered.xlsx"
            books[file].save(path)
            books[file] = openpyxl.load_workbook(path, data_only=True)
            books[file].file = file
    return books


def self_test(fresh, again, of_all, report, small):
    """`fresh` reads the report anew, `again` compares what is read; `report` is what it compared unaltered. Of a small council only
    what stands in a cell is altered: it has not enough of everything."""
    books, record, statistics = fresh()
    figures, cells = alter_figures(report, books)
    must = figures if small else figures | alter_record(record) | alter_statistics(statistics)
    second = again(reopened(books, {file for file, *_ in cells}), record, statistics)
    # What differs in the report itself is no alteration.
    known = {d[:2] for d in report.differences}
    differences = [d for d in second.differences if d[:2] not in known - must]
    missed = sorted(must - {d[:2] for d in differences})
    for kind, where in missed:
        print(f"NOT NOTICED  {kind}, {where}")
    # A cell that several comparisons read may be noticed by each.
    may = must | {(kind, where) for kind, where, cell, _ in second.cells if place_of(cell) in cells}
    others = [d for d in differences if d[:2] not in may]
    for kind, where, what in others:
        print(f"NOT ALTERED, YET DIFFERENT  {kind}, {where}: {what}")

    books, record, statistics = fresh()
    rows = set() if small else alter_rows(of_all(books))
    lists, files = alter_lists(report, books)
    rows |= lists
    third = again(reopened(books, files | {"cabinet.xlsx", "officers.xlsx"}), record, statistics)
    unseen = rows - {kind for kind, _, _ in third.differences}
    for kind in sorted(unseen):
        print(f"NOT NOTICED  rows of {kind}")
    tried = rows | {kind for kind, _ in must}
    # An order or a count that no cell tells is altered in the council's workbooks alone, and so is a list that is empty elsewhere.
    with_cells = {kind for kind, _, cell, _ in report.cells if not small or place_of(cell) not in cells} | {kind for kind, of in report.lists.items() if of}
    elsewhere = lambda kind: small or kind in report.lists or kind.rpartition(" › ")[2] in tried
    untried = {kind for kind in report.compared if kind not in tried and (kind in with_cells or not elsewhere(kind))}
    for kind in sorted(untried):
        print(f"NEVER ALTERED  {kind}")
    print(
        f"Self-test: {len(must) + len(rows)} alterations of {len(tried)} kinds, "
        f"{len(missed) + len(unseen)} of them not noticed"
    )
    return not missed and not others and not unseen and not untried
