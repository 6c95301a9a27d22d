"""The same cells, tables, headings, links, title and language in an accessible workbook, its twin, and what LibreOffice saved of
each: compare.py BOOK.xlsx BOOK.ods SAVED.xlsx SAVED.ods"""
import datetime
import sys

import openpyxl
from odf import namespaces as ns
from odf.opendocument import load
from odf.table import CoveredTableCell, DatabaseRange, Table, TableCell, TableRow
from odf.text import A, P


def text_of(node):
    if node.nodeType == 3:
        return str(node)
    if node.qname == (ns.TEXTNS, "s"):
        return " " * int(node.getAttribute("c") or 1)
    return "".join(text_of(child) for child in node.childNodes)


def number(value):
    return round(float(value), 9)


def of_ods(path):
    book = load(path)
    cells, links = {}, {}
    for sheet in book.spreadsheet.getElementsByType(Table):
        row = 0
        for tr in sheet.getElementsByType(TableRow):
            column = 0
            for td in [c for c in tr.childNodes if c.qname in ((ns.TABLENS, "table-cell"), (ns.TABLENS, "covered-table-cell"))]:
                assert td.qname[1] == "table-cell" and not td.getAttribute("numbercolumnsspanned"), "a merged cell"
                kind, again = td.getAttribute("valuetype"), int(td.getAttribute("numbercolumnsrepeated") or 1)
                assert not td.getAttribute("formula"), (path, "a formula", row, column)
                for n in range(again if kind else 0):
                    place = (sheet.getAttribute("name"), row, column + n)
                    if kind in ("float", "percentage", "currency"):
                        cells[place] = number(td.getAttribute("value"))
                    elif kind == "date":
                        cells[place] = td.getAttribute("datevalue")[:10]
                    else:
                        cells[place] = "\n".join(text_of(p) for p in td.getElementsByType(P))
                    for a in td.getElementsByType(A):
                        links[place] = a.getAttribute("href").lstrip("#").replace(".A1", "!A1").replace("$", "")
                column += again
            row += int(tr.getAttribute("numberrowsrepeated") or 1)
    tables = {}
    for r in book.spreadsheet.getElementsByType(DatabaseRange):
        assert r.getAttribute("displayfilterbuttons") in (None, "false", False), "buttons of filters"
        area = r.getAttribute("targetrangeaddress").replace("$", "")
        first, last = (part.rsplit(".", 1)[-1] for part in area.split(":"))
        tables[r.getAttribute("name")] = f"{first}:{last}"
    meta = {e.qname[1]: text_of(e) for e in book.meta.childNodes if e.nodeType == 1}
    named = {}
    for style in [s for part in (book.automaticstyles, book.styles) for s in part.childNodes if s.nodeType == 1]:
        if style.qname == (ns.STYLENS, "style"):
            named[style.getAttribute("name")] = style.getAttribute("parentstylename") or style.getAttribute("name")
    first = book.spreadsheet.getElementsByType(Table)[0].getElementsByType(TableCell)[0]
    style = first.getAttribute("stylename")
    return cells, tables, links, (meta.get("title"), meta.get("language")), named.get(style, style)


def of_xlsx(path):
    book = openpyxl.load_workbook(path)
    cells, tables, links = {}, {}, {}
    for sheet in book:
        assert not sheet.merged_cells.ranges and not sheet.freeze_panes and not sheet.auto_filter.ref
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                assert cell.data_type != "f", (path, "a formula", cell)
                place = (sheet.title, cell.row - 1, cell.column - 1)
                value = cell.value
                if isinstance(value, (datetime.date, datetime.datetime)):
                    cells[place] = value.strftime("%Y-%m-%d")
                else:
                    cells[place] = number(value) if isinstance(value, (int, float)) else value
                if cell.hyperlink:
                    links[place] = (cell.hyperlink.location or cell.hyperlink.target).lstrip("#").replace("$", "")
        for table in sheet.tables.values():
            tables[table.name] = table.ref
    return cells, tables, links, (book.properties.title, book.properties.language)


def plain(link):
    """A sheet's name may stand without quotes."""
    name, bang, cell = link.rpartition("!")
    if bang and name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name + bang + cell


xlsx, ods, saved_xlsx, saved_ods = sys.argv[1:]
cells, tables, links, said = of_xlsx(xlsx)
assert len(cells) > 20 and tables and links and all(said), "there is nothing to compare"
title = openpyxl.load_workbook(xlsx).worksheets[0]["A1"]
assert title.style == "Heading 1", title.style
assert of_ods(ods)[4] == "Heading_20_1"
for path, other in [(ods, of_ods(ods)), (saved_xlsx, of_xlsx(saved_xlsx)), (saved_ods, of_ods(saved_ods))]:
    differ = {p: (cells.get(p), other[0].get(p)) for p in cells.keys() | other[0].keys() if cells.get(p) != other[0].get(p)}
    assert not differ, (path, differ)
    assert {p: plain(l) for p, l in links.items()} == {p: plain(l) for p, l in other[2].items()}, (path, links, other[2])
    # LibreOffice has one list of tables for a book, and no language of its own in a workbook for Excel.
    assert tables == other[1], (path, tables, other[1])
    assert said[0] == other[3][0], (path, said, other[3])
print(f"{len(cells)} cells, {len(links)} links and {len(tables)} tables are the same in all four")
