"""The two programs that write the workbooks."""
import datetime as dt

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

DAY = dt.datetime(2026, 10, 12)


def at(row, column):
    out, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return f"{out}{row + 1}"


def by_xlsxwriter(path, sheets, inline=False):
    # Without a table of shared texts the cells go out row by row and every text is inline.
    book = xlsxwriter.Workbook(path, {"constant_memory": inline, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": DAY})
    fonts = {"struck": {"font_strikeout": True}, "super": {"font_script": 1}, "sub": {"font_script": 2}, "bold": {"bold": True}, "": {}}
    for sheet in sheets:
        ws = book.add_worksheet(sheet.name)
        if sheet.state:
            ws.hide() if sheet.state == "hidden" else ws.very_hidden()
        for column in sheet.hidden_columns:
            ws.set_column(column, column, None, None, {"hidden": True})
        for column in sheet.narrow_columns:
            ws.set_column(column, column, 0)
        if sheet.hide_zeros:
            ws.hide_zero()
        if sheet.text_box:
            ws.insert_textbox(1, 11, sheet.text_box)
        for row, column in sheet.blank_formats:
            ws.conditional_format(row, column, row, column, {"type": "no_errors", "format": book.add_format({"num_format": ";;;"})})
        if sheet.filtered_rows:
            rows = [row for row, _ in sheet.cells]
            ws.autofilter(min(sheet.filtered_rows) - 1, 0, max(rows), 8)
        if not inline:
            for merge in sheet.merges:
                ws.merge_range(*merge, "")
        done = set()
        for (row, column), cell in sorted(sheet.cells.items()):
            if row not in done:
                done.add(row)
                if row in sheet.hidden_rows | sheet.filtered_rows:
                    ws.set_row(row, None, None, {"hidden": True})
                elif row in sheet.flat_rows:
                    ws.set_row(row, 0)
            looks = dict(fonts[cell.font], **({"num_format": cell.format} if cell.format else {}))
            looks = book.add_format(looks) if looks else None
            if cell.formula:
                value = {True: "TRUE", False: "FALSE"}.get(cell.value, cell.value) if isinstance(cell.value, bool) else cell.value
                ws.write_formula(row, column, cell.formula, looks, value)
            elif cell.error:
                ws.write_formula(row, column, "=NA()", looks, cell.value)
            elif cell.runs:
                parts = []
                for text, style in cell.runs:
                    parts += [book.add_format(fonts[style]), text] if style else [text]
                ws.write_rich_string(row, column, *parts)
            elif cell.value is None:
                if looks:
                    ws.write_blank(row, column, None, looks)
            elif isinstance(cell.value, bool):
                ws.write_boolean(row, column, cell.value, looks)
            elif isinstance(cell.value, (dt.date, dt.datetime)):
                ws.write_datetime(row, column, cell.value, looks)
            elif isinstance(cell.value, str):
                ws.write_string(row, column, cell.value, looks)
            else:
                ws.write_number(row, column, cell.value, looks)
            if cell.note:
                ws.write_comment(row, column, cell.note)
    book.close()


def by_openpyxl(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    font = lambda style: Font(strike=style == "struck" or None, bold=style == "bold" or None, vertAlign={"super": "superscript", "sub": "subscript"}.get(style))
    run = lambda style: InlineFont(strike=style == "struck" or None, b=style == "bold" or None, vertAlign={"super": "superscript", "sub": "subscript"}.get(style))
    for sheet in sheets:
        ws = book.create_sheet(sheet.name)
        ws.sheet_state = sheet.state or "visible"
        for column in sheet.hidden_columns | sheet.narrow_columns:
            ws.column_dimensions[at(0, column)[:-1]].hidden = column in sheet.hidden_columns
            if column in sheet.narrow_columns:
                ws.column_dimensions[at(0, column)[:-1]].width = 0
        for row in sheet.hidden_rows | sheet.filtered_rows:
            ws.row_dimensions[row + 1].hidden = True
        for row in sheet.flat_rows:
            ws.row_dimensions[row + 1].height = 0
        if sheet.filtered_rows:
            ws.auto_filter.ref = f"A{min(sheet.filtered_rows)}:I{max(row for row, _ in sheet.cells) + 1}"
        ws.sheet_view.showZeros = not sheet.hide_zeros
        for row, column in sheet.blank_formats:
            look = DifferentialStyle(numFmt=NumberFormat(numFmtId=164, formatCode=";;;"))
            ws.conditional_formatting.add(at(row, column), Rule(type="expression", dxf=look, formula=["1=1"]))
        for (row, column), cell in sorted(sheet.cells.items()):
            c = ws.cell(row + 1, column + 1)
            if cell.formula:
                c.value = cell.formula
            elif cell.runs:
                c.value = CellRichText(*[TextBlock(run(style), text) if style else text for text, style in cell.runs])
            else:
                c.value = cell.value
                if isinstance(cell.value, str):
                    c.data_type = "e" if cell.error else "s"
            if cell.format:
                c.number_format = cell.format
            if cell.font:
                c.font = font(cell.font)
            if cell.note:
                c.comment = Comment(cell.note, "Carol Hughes")
        for r1, c1, r2, c2 in sheet.merges:
            ws.merge_cells(start_row=r1 + 1, start_column=c1 + 1, end_row=r2 + 1, end_column=c2 + 1)
    book.properties.created = book.properties.modified = DAY
    book.save(path)


WRITERS = {
    "XlsxWriter": by_xlsxwriter,
    "XlsxWriter, inline": lambda path, sheets: by_xlsxwriter(path, sheets, inline=True),
    "openpyxl": by_openpyxl,
}
