"""What LibreOffice shows of a workbook, taken from the flat .fods that it saves."""
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field


NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0", "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
#: Characters that nobody sees, and what they are read as.
SPACES = dict.fromkeys(map(ord, "\xa0\u202f\u2009\u2000\t\n"), " ") | dict.fromkeys(map(ord, "\u200b\u200e\u200f\ufeff"), None)


def q(name):
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


@dataclass
class Seen:
    shown: str = ""
    #: The shown text without runs that are struck out; then also without raised and lowered ones.
    unstruck: str = ""
    on_the_line: str = ""
    kind: str = ""  # float, percentage, currency, date, time, boolean, string, error, or "" where nothing is held
    held: object = None
    formula: str = ""
    struck: bool = False  # all of it
    hidden: bool = False  # by row, column or sheet
    covered: bool = False
    note: bool = False
    #: The cells that are merged into it: rows, columns.
    span: tuple = (1, 1)


@dataclass
class SeenSheet:
    cells: dict = field(default_factory=dict)
    hidden: bool = False

    def cell(self, row, column):
        return self.cells.get((row, column), Seen())

    def filled(self):
        """Cells that hold something; a text of nothing but spaces is none."""
        return sum(1 for cell in self.cells.values()
                   if (cell.kind or cell.formula) and not (cell.shown and not cell.shown.translate(SPACES).strip() and cell.held is None))


class Styles:
    def __init__(self, root):
        self.own, self.parent = {}, {}
        for style in root.iter(q("style:style")):
            name = style.get(q("style:name"))
            self.parent[name] = style.get(q("style:parent-style-name"))
            found = {}
            for properties in style.findall(q("style:text-properties")):
                line = properties.get(q("style:text-line-through-style")) or properties.get(q("style:text-line-through-type"))
                position = properties.get(q("style:text-position"))
                found = {k: v for k, v in (("line", line), ("position", position)) if v is not None}
            for properties in style.findall(q("style:table-properties")):
                found["display"] = properties.get(q("table:display"))
            self.own[name] = found

    def get(self, name, key):
        while name:
            if key in self.own.get(name, {}):
                return self.own[name][key]
            name = self.parent.get(name)
        return None

    def struck(self, name):
        return self.get(name, "line") not in (None, "none")

    def raised(self, name):
        position = self.get(name, "position")
        return position is not None and not position.startswith("0%")


def texts(node, styles, struck, raised, out):
    """The runs of a paragraph: (text, struck out, raised or lowered)."""
    def add(text):
        if text:
            out.append((text, struck, raised))

    add(node.text)
    for child in node:
        if child.tag == q("text:s"):
            add(" " * int(child.get(q("text:c"), 1)))
        elif child.tag == q("text:tab"):
            add("\t")
        elif child.tag == q("text:line-break"):
            add("\n")
        elif child.tag == q("text:span"):
            name = child.get(q("text:style-name"))
            line, position = styles.get(name, "line"), styles.get(name, "position")
            texts(child, styles, struck if line is None else line != "none", raised if position is None else not position.startswith("0%"), out)
        else:
            texts(child, styles, struck, raised, out)
        add(child.tail)


def one(node, styles, style):
    kind = node.get(q("office:value-type"), "")
    if node.get(q("calcext:value-type")) == "error":
        kind = "error"
    seen = Seen(kind=kind, formula=node.get(q("table:formula"), ""), note=node.find(q("office:annotation")) is not None)
    if (held := node.get(q("office:value"))) is not None:
        seen.held = float(held)
    elif kind == "date":
        seen.held = node.get(q("office:date-value"))
    runs = []
    for n, paragraph in enumerate(node.findall(q("text:p"))):
        if n:
            runs.append(("\n", False, False))
        texts(paragraph, styles, styles.struck(style), styles.raised(style), runs)
    seen.shown = "".join(text for text, _, _ in runs)
    seen.unstruck = "".join(text for text, struck, _ in runs if not struck)
    seen.on_the_line = "".join(text for text, struck, raised in runs if not struck and not raised)
    visible = [run for run in runs if run[0].strip()]
    seen.struck = bool(visible) and all(struck for _, struck, _ in visible)
    if seen.struck:
        seen.unstruck = seen.on_the_line = seen.shown
    if not seen.on_the_line.strip():
        seen.on_the_line = seen.unstruck  # small as a whole, it is no mark at something
    seen.span = (int(node.get(q("table:number-rows-spanned"), 1)), int(node.get(q("table:number-columns-spanned"), 1)))
    return seen


def read(path):
    """{name: SeenSheet} in the order of the sheets."""
    root = ET.parse(path).getroot()
    styles, out = Styles(root), {}
    zeros = {}
    for entry in root.iter(q("config:config-item-map-entry")):
        for item in entry.findall(q("config:config-item")):
            if item.get(q("config:name")) == "ShowZeroValues":
                zeros[entry.get(q("config:name"))] = item.text
    for table in root.iter(q("table:table")):
        sheet = SeenSheet(hidden=styles.get(table.get(q("table:style-name")), "display") == "false")
        name = table.get(q("table:name"))
        if name is None:
            continue
        columns = []
        for column in table.iter(q("table:table-column")):
            repeat = min(int(column.get(q("table:number-columns-repeated"), 1)), 300 - len(columns))
            gone = column.get(q("table:visibility"), "visible") != "visible"
            columns += [(gone, column.get(q("table:default-cell-style-name")))] * repeat
        row = 0
        for line in table.iter(q("table:table-row")):
            repeat = int(line.get(q("table:number-rows-repeated"), 1))
            gone = line.get(q("table:visibility"), "visible") != "visible"
            at_column = 0
            for node in line:
                if node.tag not in (q("table:table-cell"), q("table:covered-table-cell")):
                    continue
                across = int(node.get(q("table:number-columns-repeated"), 1))
                if len(node) or node.get(q("office:value-type")) or node.get(q("table:formula")):
                    for r in range(repeat):
                        for column in range(at_column, at_column + across):
                            hidden, style = columns[column] if column < len(columns) else (False, None)
                            seen = one(node, styles, node.get(q("table:style-name")) or line.get(q("table:default-cell-style-name")) or style)
                            seen.covered = node.tag == q("table:covered-table-cell")
                            seen.hidden = gone or hidden or sheet.hidden
                            if zeros.get(name, zeros.get(None)) == "false" and seen.held == 0.0 and seen.kind != "string":
                                seen.shown = seen.unstruck = seen.on_the_line = ""
                            sheet.cells[row + r, column] = seen
                at_column += across
            row += repeat
        out[name] = sheet
    return out


REFERENCE = re.compile(r"of:=\+?\(?\[(?:\$?'?([^'.\]]+)'?)?\.\$?([A-Z]+)\$?(\d+)\]\)?$")


def points_at_blank(book, sheet, formula, depth=0):
    """A formula that is nothing but a reference, in the end to a cell that holds nothing."""
    found = REFERENCE.match(formula)
    if not found or depth > 9:
        return False
    column = 0
    for letter in found[2]:
        column = column * 26 + ord(letter) - 64
    name = found[1] or sheet
    target = book[name].cell(int(found[3]) - 1, column - 1) if name in book else Seen()
    return not target.kind or points_at_blank(book, name, target.formula, depth + 1)
