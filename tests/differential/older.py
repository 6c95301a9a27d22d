"""A fifth of the workbooks again as .xls, written by xlwt itself: older.py SEED N OUT (OUT/xls/NNNN.xls)

xlwt saves no results of formulas. What it cannot write (a formula of functions that it does not know) is left out.
"""
import datetime as dt
import random
import sys
from pathlib import Path

import xlwt
from generate import workbook
from writers import WRITERS

ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}


def font(style):
    out = xlwt.Font()
    out.struck_out = style == "struck"
    out.bold = style == "bold"
    out.escapement = {"super": xlwt.Font.ESCAPEMENT_SUPERSCRIPT, "sub": xlwt.Font.ESCAPEMENT_SUBSCRIPT}.get(style, xlwt.Font.ESCAPEMENT_NONE)
    return out


def write(path, sheets):
    book = xlwt.Workbook(encoding="utf-8")
    looks = {}
    # A formula may only name a sheet that is there.
    for sheet, ws in [(sheet, book.add_sheet(sheet.name, cell_overwrite_ok=True)) for sheet in sheets]:
        ws.visibility = {"": 0, "hidden": 1, "veryHidden": 2}[sheet.state]
        ws.show_zero_values = not sheet.hide_zeros
        for column in sheet.hidden_columns:
            ws.col(column).hidden = True
        for column in sheet.narrow_columns:
            ws.col(column).width = 0
        for row in sheet.hidden_rows | sheet.filtered_rows | sheet.flat_rows:
            ws.row(row).hidden = row not in sheet.flat_rows
            if row in sheet.flat_rows:
                ws.row(row).height_mismatch, ws.row(row).height = True, 0
        for r1, c1, r2, c2 in sheet.merges:
            ws.merge(r1, r2, c1, c2)
        for (row, column), cell in sorted(sheet.cells.items()):
            key = cell.font, cell.format
            if key not in looks:
                looks[key] = xlwt.XFStyle()
                looks[key].font, looks[key].num_format_str = font(cell.font), cell.format or "General"
            look, value = looks[key], cell.value
            if cell.formula:
                try:
                    value = xlwt.Formula(cell.formula[1:])
                except Exception:  # its parser's own kinds of error
                    continue
            elif cell.error:
                if value in ERRORS:
                    ws.row(row).set_cell_error(column, ERRORS[value], look)
                continue
            elif cell.runs:
                ws.write_rich_text(row, column, [(text, font(style)) for text, style in cell.runs], look)
                continue
            elif isinstance(value, dt.date):
                value = dt.datetime(value.year, value.month, value.day)
            ws.write(row, column, value, look)
    book.save(str(path))


def main():
    seed, count, out = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) / "xls"
    out.mkdir(exist_ok=True)
    made = 0
    for n in [n for n in range(count) if n % 10 in (3, 7)]:
        rng = random.Random(f"{seed}/{n}")
        writer = rng.choice(list(WRITERS))
        sheets, _ = workbook(rng, may_merge="inline" not in writer)
        write(out / f"{n:04}.xls", sheets)
        made += 1
    print(f"{made} workbooks by xlwt")


if __name__ == "__main__":
    main()
