"""Workbooks as they lie on the disk: .xlsx and .xlsm through openpyxl, .ods through the standard library, .xls and
.xlsb through python-calamine; never through the program that is examined."""

import hashlib
import re
import zipfile
from collections import namedtuple
from xml.etree import ElementTree

import openpyxl
from python_calamine import CalamineWorkbook

from values import text

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

# `percent`: the number format multiplies by a hundred and shows a percent sign.
Held = namedtuple("Held", "value percent")


def shows_percent(number_format):
    """Only a percent sign that is not quoted or escaped multiplies: `0%` does, `0.0"%"` and `0\\%` print one."""
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format or "")


def read_ods(path):
    with zipfile.ZipFile(path) as z:
        root = ElementTree.fromstring(z.read("content.xml"))
    sheets = {}
    for sheet in root.iter(f"{TABLE}table"):
        cells, row_number = {}, 0
        for row in sheet.iter(f"{TABLE}table-row"):
            row_number += 1
            column = 0
            for cell in row:
                repeated = int(cell.get(f"{TABLE}number-columns-repeated", 1))
                kind = cell.get(f"{OFFICE}value-type")
                words = "\n".join("".join(p.itertext()) for p in cell.iter(f"{TEXT}p"))
                numeric = kind in ("float", "percentage", "currency")
                value = float(cell.get(f"{OFFICE}value")) if numeric else words
                if kind and repeated < 100:
                    for k in range(repeated):
                        cells[row_number, column + 1 + k] = Held(value, kind == "percentage")
                column += repeated
            row_number += int(row.get(f"{TABLE}number-rows-repeated", 1)) - 1
        sheets[sheet.get(f"{TABLE}name")] = cells
    return sheets


def read_excel(path):
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            (c.row, c.column): Held(c.value, shows_percent(c.number_format))
            for row in sheet.iter_rows() for c in row if c.value is not None
        }
        for sheet in book.worksheets
    }


def read_old(path):
    """Calamine tells no number formats: whether a number is a fraction must follow from the form."""
    book = CalamineWorkbook.from_path(str(path))
    sheets = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        sheets[name] = {
            (r, c): Held(value, False)
            for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""
        }
    return sheets


class Files:
    """The returns as received, each opened once: {sheet: {(row, column): Held}}, counted from 1."""

    def __init__(self, folder):
        self.folder, self.open, self.read_with = folder, {}, {}

    def sha256(self, name):
        return hashlib.sha256((self.folder / name).read_bytes()).hexdigest()

    def sheets(self, name):
        if name not in self.open:
            path = self.folder / name
            inside = set()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as z:
                    inside = set(z.namelist())
            if "content.xml" in inside:
                reader = read_ods
            elif "xl/workbook.xml" in inside:
                reader = read_excel
            else:
                reader = read_old
            self.open[name] = reader(path)
            self.read_with[name] = reader.__name__
        return self.open[name]


class Workbooks:
    """The workbooks of one report as one; of a sheet that two have, the first's."""

    def __init__(self, books):
        self.books = books

    @classmethod
    def load(cls, paths):
        return cls({path.name: openpyxl.load_workbook(path, data_only=True) for path in paths})

    def save(self, folder):
        """The paths of copies in a folder."""
        for name, book in self.books.items():
            book.save(folder / name)
        return [folder / name for name in self.books]

    @property
    def sheetnames(self):
        return [name for book in self.books.values() for name in book.sheetnames]

    def __getitem__(self, sheet):
        return next(book[sheet] for book in self.books.values() if sheet in book.sheetnames)


def a1(row, column):
    return f"{openpyxl.utils.get_column_letter(column)}{row}"


def table(sheet, *needed):
    """The rows below the first row that has all the needed headings: {heading: cell}, up to the first blank row."""
    rows = list(sheet.iter_rows())
    for n, row in enumerate(rows):
        headings = [text(c.value) for c in row]
        if all(h in headings for h in needed):
            break
    else:
        raise SystemExit(f"{sheet.title}: no row with the headings {needed}")
    out = []
    for row in rows[n + 1 :]:
        if not any(text(c.value) for c in row):
            break
        out.append({h: c for h, c in zip(headings, row) if h})
    return out


def lines(sheet, *needed):
    """The same with the values alone."""
    return [{h: c.value for h, c in row.items()} for row in table(sheet, *needed)]
