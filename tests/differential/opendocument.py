"""A fifth of the workbooks again as .ods, written by odfpy: opendocument.py SEED N OUT (OUT/ods/NNNN.ods)

As Gnumeric, SheetJS and others do, a percentage or a sum of money is a plain number whose style says what it is; the style
stands at the cell or at its row. A format that these few styles cannot say is left out.
"""
import datetime as dt
import random
import re
import sys
from pathlib import Path

from generate import workbook
from odf import number, office, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet
from writers import WRITERS

TEXT = {"struck": {"textlinethroughstyle": "solid", "textlinethroughtype": "single"}, "super": {"textposition": "super 58%"},
        "sub": {"textposition": "sub 58%"}, "bold": {"fontweight": "bold"}, "": {}}
PLAIN = re.compile(r'(?P<before>"£"|£|\[\$£-809\]|"€"|\[\$€-2\] ?|"approx\. ")?(?P<whole>#,##0|0)(?:\.(?P<part>0+))?(?P<scale>,*)(?P<percent>%)?(?:"(?P<after>[^"]*)")?$')


class Styles:
    def __init__(self, document):
        self.document, self.names = document, {}

    def add(self, key, make):
        if key not in self.names:
            element = make(f"s{len(self.names)}")
            self.document.automaticstyles.addElement(element)
            self.names[key] = element.getAttribute("name")
        return self.names[key]

    def data(self, code):
        """The name of a number style for a format, or `None`."""
        if code == ";;;":
            return self.add(("data", code), lambda name: number.NumberStyle(name=name))
        if code in ("[h]:mm", "hh:mm", "[hh]:mm:ss"):
            def make(name):
                out = number.TimeStyle(name=name, truncateonoverflow="true" if code == "hh:mm" else "false")
                for part in (number.Hours(style="long"), number.Text(text=":"), number.Minutes(style="long")):
                    out.addElement(part)
                return out
            return self.add(("data", code), make)
        if code == "dd/mm/yyyy":
            def make(name):
                out = number.DateStyle(name=name)
                for part in (number.Day(style="long"), number.Text(text="/"), number.Month(style="long"), number.Text(text="/"), number.Year(style="long")):
                    out.addElement(part)
                return out
            return self.add(("data", code), make)
        found = PLAIN.match(code)
        if not found:
            return None
        sign = next((s for s in "£€" if s in (found["before"] or "")), None)

        def make(name):
            out = (number.PercentageStyle if found["percent"] else number.CurrencyStyle if sign else number.NumberStyle)(name=name)
            if sign:
                out.addElement(number.CurrencySymbol(text=sign))
            elif found["before"]:
                out.addElement(number.Text(text=found["before"].strip('"')))
            more = {"displayfactor": str(1000 ** len(found["scale"]))} if found["scale"] else {}
            out.addElement(number.Number(decimalplaces=str(len(found["part"] or "")), minintegerdigits="1", grouping=str("," in found["whole"]).lower(), **more))
            if found["percent"] or found["after"]:
                out.addElement(number.Text(text="%" if found["percent"] else found["after"]))
            return out
        return self.add(("data", code), make)

    def cell(self, code, font):
        data = self.data(code) if code else None
        if not data and not font:
            return None

        def make(name):
            out = style.Style(name=name, family="table-cell", **({"datastylename": data} if data else {}))
            if font:
                out.addElement(style.TextProperties(**TEXT[font]))
            return out
        return self.add(("cell", data, font), make)

    def run(self, font):
        def make(name):
            out = style.Style(name=name, family="text")
            out.addElement(style.TextProperties(**TEXT[font]))
            return out
        return self.add(("run", font), make)

    def shown(self, shown):
        def make(name):
            out = style.Style(name=name, family="table")
            out.addElement(style.TableProperties(display=str(shown).lower()))
            return out
        return self.add(("table", shown), make)


def formula(words):
    """As OpenFormula: references in brackets, semicolons between arguments."""
    quoted = re.split(r'("[^"]*")', words[1:])
    for n in range(0, len(quoted), 2):
        part = re.sub(r"'?(Working)'?!(\$?[A-Z]+\$?\d+)", r"[$\1.\2]", quoted[n]).replace(",", ";")
        quoted[n] = re.sub(r"(?<![.$A-Z\[])(\$?[A-Z]\$?\d+)(?::(\$?[A-Z]\$?\d+))?(?![\d(])", lambda m: f"[.{m[1]}" + (f":.{m[2]}]" if m[2] else "]"), part)
    return "of:=" + "".join(quoted)


def paragraph(styles, runs):
    out = text.P()
    for words, font in runs:
        target = text.Span(stylename=styles.run(font)) if font else out
        for piece in re.split(r"(\n|\t| +)", words):
            if piece == "\n":
                target.addElement(text.LineBreak())
            elif piece == "\t":
                target.addElement(text.Tab())
            elif piece and not piece.strip(" "):
                target.addElement(text.S(c=str(len(piece))))
            elif piece:
                target.addText(piece)
        if font:
            out.addElement(target)
    return out


def one(styles, cell, stylename, spans):
    more, value = dict(spans), cell.value
    if stylename:
        more["stylename"] = stylename
    if cell.formula:
        more["formula"] = formula(cell.formula)
    runs = cell.runs
    if isinstance(value, bool):
        more |= {"valuetype": "boolean", "booleanvalue": str(value).lower()}
    elif isinstance(value, dt.date):
        more |= {"valuetype": "date", "datevalue": value.isoformat()[:10]}
    elif isinstance(value, (int, float)):
        more |= {"valuetype": "float", "value": repr(value)}
    elif isinstance(value, str) or runs:
        more["valuetype"] = "string"
        runs = runs or ((value, ""),)
    out = table.TableCell(**more)
    if cell.note:
        note = office.Annotation()
        note.addElement(text.P(text=cell.note))
        out.addElement(note)
    if runs:
        out.addElement(paragraph(styles, runs))
    elif isinstance(value, (int, float)):
        out.addElement(text.P(text=str(value)))  # what a writer without formats puts there
    return out


def write(path, sheets, rng):
    document = OpenDocumentSpreadsheet()
    styles = Styles(document)
    for sheet in sheets:
        element = table.Table(name=sheet.name, stylename=styles.shown(not sheet.state))
        for column in range(9):
            hidden = {"visibility": "collapse"} if column in sheet.hidden_columns else {}
            element.addElement(table.TableColumn(**hidden))
        covered = {(r, c) for r1, c1, r2, c2 in sheet.merges for r in range(r1, r2 + 1) for c in range(c1, c2 + 1) if (r, c) != (r1, c1)}
        spans = {(r1, c1): {"numberrowsspanned": str(r2 - r1 + 1), "numbercolumnsspanned": str(c2 - c1 + 1)} for r1, c1, r2, c2 in sheet.merges}
        for row in range(max(r for r, _ in sheet.cells) + 1):
            more = {"visibility": "collapse"} if row in sheet.hidden_rows else {"visibility": "filter"} if row in sheet.filtered_rows else {}
            cells = {c: cell for (r, c), cell in sheet.cells.items() if r == row}
            # The style of the value may be that of its whole row; the other cells then have their own.
            value = cells.get(6)
            by_row = value and not value.font and rng.random() < 0.3 and all(not cell.format and not cell.font for c, cell in cells.items() if c != 6)
            row_style = styles.cell(value.format, "") if by_row else None
            if row_style:
                more["defaultcellstylename"] = row_style
            line = table.TableRow(**more)
            for column in range(max(cells, default=0) + 2):
                cell = cells.get(column)
                name = cell and styles.cell(cell.format, cell.font)
                if row_style:
                    name = None if column == 6 else name or "Default"
                if (row, column) in covered:
                    line.addElement(table.CoveredTableCell())
                elif cell:
                    line.addElement(one(styles, cell, name, spans.get((row, column), {})))
                else:
                    line.addElement(table.TableCell(**spans.get((row, column), {}), **({"stylename": "Default"} if row_style and column != 6 else {})))
            element.addElement(line)
        document.spreadsheet.addElement(element)
    document.save(str(path))


def main():
    seed, count, out = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) / "ods"
    out.mkdir(exist_ok=True)
    made = 0
    for n in [n for n in range(count) if n % 10 in (2, 6)]:
        rng = random.Random(f"{seed}/{n}")
        writer = rng.choice(list(WRITERS))
        sheets, _ = workbook(rng, may_merge="inline" not in writer)
        write(out / f"{n:04}.ods", sheets, rng)
        made += 1
    print(f"{made} workbooks by odfpy")


if __name__ == "__main__":
    main()
