"""What five readers find in the same workbooks: python compare.py WITH_REFERENCES WITHOUT SAVED_BY_LIBREOFFICE SHEETJS.json"""
import datetime
import json
import os
import re
import sys
import zipfile

import openpyxl
import polars
import python_calamine
from openpyxl.utils import get_column_letter

with_references, without, saved, sheetjs = sys.argv[1:5]


def plain(value):
    """A value as every reader can give it; nothing for a blank."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, (int, float)):
        return float(f"{value:.12g}")
    if isinstance(value, (datetime.datetime, datetime.date)):
        day = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
        return (day - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
    # White space at an end and between lines is not every reader's.
    return re.sub(r"\s+", " ", str(value)).strip() or None


def float_of(text):
    """A text that polars gives for a number or a day."""
    try:
        return float(text)
    except ValueError:
        pass
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d"):
        try:
            return plain(datetime.datetime.strptime(text, form))
        except ValueError:
            continue
    return float("nan")


def filled(rows):
    cells = {(r, c): plain(v) for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1)}
    return {at: v for at, v in cells.items() if v is not None}


def by_openpyxl(path):
    book = openpyxl.load_workbook(path, data_only=True, read_only=False)
    return {s.title: filled([c.value for c in row] for row in s.iter_rows()) for s in book.worksheets}


def by_calamine(path):
    book = python_calamine.CalamineWorkbook.from_path(path)
    # Rows from the first that is filled on: put back where they stand.
    out = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        out[name] = filled(sheet.to_python(skip_empty_area=False))
    return out


def by_polars(path, names):
    out = {}
    for name in names:
        frame = polars.read_excel(path, sheet_name=name, has_header=False, drop_empty_rows=False, drop_empty_cols=False,
                                  infer_schema_length=0, read_options={"dtypes": "string", "header_row": None},
                                  raise_if_empty=False)
        out[name] = frame.rows()
    return out


def by_sheetjs():
    out = {}
    for line in open(sheetjs):
        said = json.loads(line)
        at = lambda ref: (int(re.sub(r"\D", "", ref)), openpyxl.utils.column_index_from_string(re.sub(r"\d", "", ref)))
        cells = {at(ref): plain(v) for ref, v in said["cells"].items()}
        out.setdefault(said["book"], {})[said["sheet"]] = {at: v for at, v in cells.items() if v is not None}
    return out


def long_sheets(path):
    """The sheets of which some cell says no reference."""
    zip_ = zipfile.ZipFile(path)
    names = re.findall(r'<sheet name="([^"]+)"', zip_.read("xl/workbook.xml").decode())
    parts = [zip_.read(f"xl/worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
    return [name for name, part in zip(names, parts) if re.search(rb"<c(?! r=)[ />]", part)]


faults, compared, long_ones = [], {}, 0
of_sheetjs = by_sheetjs()
for file in sorted(os.listdir(with_references)):
    whole, path = by_openpyxl(os.path.join(with_references, file)), os.path.join(without, file)
    long_ = long_sheets(path)
    long_ones += len(long_)
    readers = {
        "openpyxl": by_openpyxl(path),
        "calamine": by_calamine(path),
        "SheetJS": of_sheetjs[file],
        "LibreOffice": by_calamine(os.path.join(saved, file.replace(".xlsx", ".ods"))),
    }
    for reader, sheets in readers.items():
        for name, cells in whole.items():
            # It tells which settings there were, and the record of the run.
            if name == "Method":
                continue
            found = sheets.get(name, {})
            # What a program calculates anew is its own; what LibreOffice saves of a link is its text.
            differ = [at for at in cells.keys() | found.keys() if cells.get(at) != found.get(at)]
            compared[reader] = compared.get(reader, 0) + len(cells)
            for at in sorted(differ)[:3]:
                faults.append(f"{reader}: {file} {name}!{get_column_letter(at[1])}{at[0]}: {found.get(at)!r}, not {cells.get(at)!r}")
    for name, rows in by_polars(path, long_).items():
        texts = {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1)}
        first = min(r for r, _ in whole[name]) - 1
        for at, value in whole[name].items():
            got = plain(texts.get((at[0] - first, at[1])) or texts.get(at))
            same = got == value or isinstance(value, float) and got is not None and abs(float_of(got) - value) <= 1e-9 * abs(value)
            compared["polars"] = compared.get("polars", 0) + 1
            if not same:
                faults.append(f"polars: {file} {name}!{get_column_letter(at[1])}{at[0]}: {got!r}, not {value!r}")
for fault in faults[:40]:
    print(fault)
print(f"{long_ones} sheets without references; cells compared: " + ", ".join(f"{k} {v:,}" for k, v in compared.items()))
sys.exit(bool(faults) or long_ones == 0)
