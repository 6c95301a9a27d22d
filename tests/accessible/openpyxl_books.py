"""A workbook by openpyxl that keeps the points, and ten that break one each: openpyxl_books.py FOLDER"""

import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

FOLDER = Path(sys.argv[1])
PLAIN = Font(name="Arial", size=12, color="FF000000")


def good():
    book = Workbook()
    sheet = book.active
    sheet.title = "Pupils"
    lines = ["Pupils by area", "This worksheet contains one table.", "[c] stands for a figure that is held back."]
    for line in lines:
        sheet.append([line])
    for row in [["Area", "Pupils", "Rate"], ["North", 1200, 12.1], ["South", 3400, "[c]"], ["East", 560, 9.8]]:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = PLAIN
            cell.alignment = Alignment(wrap_text=True)
    sheet["A1"].style = "Headline 1"
    sheet["A1"].font = Font(name="Arial", size=16, bold=True, color="FF000000")
    for letter in "ABC":
        sheet.column_dimensions[letter].width = 30
    table = Table(displayName="pupils_by_area", ref="A4:C7", tableStyleInfo=TableStyleInfo(name=None))
    # Left to itself openpyxl gives every table a filter when it is saved.
    table.tableColumns = [TableColumn(id=n, name=name) for n, name in enumerate(["Area", "Pupils", "Rate"], 1)]
    sheet.add_table(table)
    book.properties.title = "Pupils by area"
    book.properties.language = "en-GB"
    return book, sheet


def save(name, change):
    book, sheet = good()
    change(book, sheet)
    book.save(FOLDER / f"{name}.xlsx")


def serif(book, sheet):
    sheet["A5"].font = Font(name="Times New Roman", size=12)


def pale(book, sheet):
    sheet["A5"].font = Font(name="Arial", size=12, color="FFCCCCCC")


def unsaid(book, sheet):
    book.properties.language = None


def untitled(book, sheet):
    sheet["A1"].style = "Normal"
    sheet["A1"].font = PLAIN


save("good", lambda book, sheet: None)
save("01", lambda book, sheet: sheet.tables.pop("pupils_by_area"))
save("03", lambda book, sheet: sheet.merge_cells("A2:B2"))
save("07", lambda book, sheet: setattr(sheet, "freeze_panes", "A5"))
save("08", lambda book, sheet: setattr(sheet["C6"], "value", None))
save("09", lambda book, sheet: setattr(sheet.row_dimensions[6], "hidden", True))
save("17", serif)
save("18", untitled)
save("22", lambda book, sheet: setattr(sheet["A5"], "fill", PatternFill("solid", fgColor="FFEEEEEE")))
save("24", pale)
save("35", unsaid)
