"""Writes the form with each writer of Python: write.py plan.json OUT"""
import datetime
import json
import sys

plan = json.load(open(sys.argv[1]))
out = sys.argv[2]
CELLS = [(x, y, cell) for x, row in enumerate(plan["cells"]) for y, cell in enumerate(row) if cell is not None]


def plain(cell):
    """Value, number format, formula of a cell."""
    if not isinstance(cell, dict):
        return cell, None, None
    if "day" in cell:
        return datetime.datetime.fromisoformat(cell["day"]), "dd/mm/yyyy", None
    return cell.get("value", cell.get("result")), cell.get("format"), cell.get("formula")


def openpyxl_():
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = plan["sheet"]
    for x, y, cell in CELLS:
        value, number_format, formula = plain(cell)
        at = sheet.cell(x + 1, y + 1, "=" + formula if formula else value)
        if number_format:
            at.number_format = number_format
    book.save(f"{out}/openpyxl.xlsx")


def xlsxwriter_(constant_memory=False, with_results=True):
    import xlsxwriter

    name = "XlsxWriter" + (" (constant memory)" if constant_memory else "" if with_results else " (no results)")
    book = xlsxwriter.Workbook(f"{out}/{name}.xlsx", {"constant_memory": constant_memory})
    sheet = book.add_worksheet(plan["sheet"])
    for x, y, cell in CELLS:
        value, number_format, formula = plain(cell)
        style = book.add_format({"num_format": number_format}) if number_format else None
        if formula:
            sheet.write_formula(x, y, "=" + formula, style, value if with_results else 0)
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(x, y, value, style)
        elif isinstance(value, str):
            sheet.write_string(x, y, value, style)
        else:
            sheet.write(x, y, value, style)
    book.close()


def pyexcelerate_():
    from pyexcelerate import Format, Style, Workbook

    book = Workbook()
    sheet = book.new_sheet(plan["sheet"])
    for x, y, cell in CELLS:
        value, number_format, formula = plain(cell)
        sheet.set_cell_value(x + 1, y + 1, "=" + formula if formula else value)
        if number_format:
            sheet.set_cell_style(x + 1, y + 1, Style(format=Format(number_format)))
    book.save(f"{out}/PyExcelerate.xlsx")


def xlwt_():
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet(plan["sheet"])
    for x, y, cell in CELLS:
        value, number_format, formula = plain(cell)
        style = xlwt.easyxf(num_format_str=number_format) if number_format else xlwt.Style.default_style
        sheet.write(x, y, xlwt.Formula(formula) if formula else value, style)
    book.save(f"{out}/xlwt.xls")


def odfpy_():
    from odf.number import Number, NumberStyle, PercentageStyle, Text
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    percent = PercentageStyle(name="N1")
    percent.addElement(Number(decimalplaces="1", minintegerdigits="1"))
    percent.addElement(Text(text="%"))
    book.automaticstyles.addElement(percent)
    in_percent = Style(name="ce1", family="table-cell", datastylename="N1")
    book.automaticstyles.addElement(in_percent)
    table = Table(name=plan["sheet"])
    for cells in plan["cells"]:
        row = TableRow()
        for cell in cells or [None]:
            if cell is None:
                row.addElement(TableCell())
                continue
            value, number_format, formula = plain(cell)
            if isinstance(value, datetime.datetime):
                at = TableCell(valuetype="date", datevalue=value.date().isoformat())
                value = value.strftime("%d/%m/%Y")
            elif isinstance(value, str):
                at = TableCell(valuetype="string")
            elif number_format == "0.0%":
                at = TableCell(valuetype="percentage", value=value, stylename=in_percent)
            elif formula:
                at = TableCell(valuetype="float", value=value, formula="of:=[.E9]/[.F9]*100")
            else:
                at = TableCell(valuetype="float", value=value)
            for line in str(value).split("\n"):
                at.addElement(P(text=line))
            row.addElement(at)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(f"{out}/odfpy.ods")


def ezodf_():
    import ezodf

    book = ezodf.newdoc(doctype="ods", filename=f"{out}/ezodf.ods")
    sheet = ezodf.Sheet(plan["sheet"], size=(20, 9))
    book.sheets += sheet
    for x, y, cell in CELLS:
        value, number_format, formula = plain(cell)
        if isinstance(value, datetime.datetime):
            sheet[x, y].set_value(value.date().isoformat(), "date")
        elif number_format == "0.0%":
            sheet[x, y].set_value(value, "percentage")
        else:
            sheet[x, y].set_value(value)
        if formula:
            sheet[x, y].formula = "of:=[.E9]/[.F9]*100"
    book.save()


def pandas_(engine, suffix):
    import pandas

    rows = [[plain(c)[0] for c in row] + [None] * (9 - len(row)) for row in plan["cells"]]
    frame = pandas.DataFrame(rows, dtype=object)
    # Data frames know no formats: a share of one is typed as the percentage that it is.
    frame.iloc[9, 6] = 91.2
    frame.to_excel(f"{out}/pandas ({engine}).{suffix}", sheet_name=plan["sheet"], header=False, index=False, engine=engine)


for write in [
    openpyxl_, xlsxwriter_, lambda: xlsxwriter_(constant_memory=True), lambda: xlsxwriter_(with_results=False), pyexcelerate_,
    xlwt_, odfpy_, ezodf_, lambda: pandas_("openpyxl", "xlsx"), lambda: pandas_("xlsxwriter", "xlsx"), lambda: pandas_("odf", "ods"),
]:
    write()
