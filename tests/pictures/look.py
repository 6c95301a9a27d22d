"""Pictures of one workbook or document, by a LibreOffice that is running: look.py PIPE BOOK OUT

Writes OUT/SHEET-screen.png (the first screen at 100%), OUT/SHEET-page-N.png (each printed page) and OUT/facts.json: of
each sheet its pages with how much of each is filled, where the first screen ends, and cells that show no value.
"""
import json
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet import CellFlags
from com.sun.star.sheet.FormulaResult import ERROR
from com.sun.star.table.TableOrientation import COLUMNS, ROWS
from PIL import Image, ImageGrab

# A laptop of 1366 by 768, less the bar of its system and what Excel's ribbon takes more than LibreOffice's bars: 25 rows.
WIDTH, HEIGHT = 1366, 685
DOTS_PER_INCH = 60
# A cell whose number is wider than its column is drawn as hashes; an error value that LibreOffice itself names.
NOT_SHOWN = re.compile(r"#{3,}|Err:\d+")


def value(name, what):
    return PropertyValue(Name=name, Value=what)


def connect(pipe):
    """The desktop of the running office, and its toolkit. It needs some seconds after its start."""
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            create = context.ServiceManager.createInstanceWithContext
            return create("com.sun.star.frame.Desktop", context), create("com.sun.star.awt.Toolkit", context)
        except NoConnectException:
            time.sleep(0.25)
    sys.exit("LibreOffice did not start")


def settled(toolkit):
    """The screen, once two looks at it are the same."""
    before = None
    for _ in range(40):
        toolkit.processEventsToIdle()
        time.sleep(0.25)
        now = ImageGrab.grab().crop((0, 0, WIDTH, HEIGHT))
        if before is not None and now.tobytes() == before.tobytes():
            return now
        before = now
    sys.exit("the screen does not come to rest")


def window(controller):
    """Puts the window over the screen as people have it: no sidebar, no dashed lines where a page ends."""
    controller.Frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT, 15)
    controller.Sidebar.setVisible(False)
    controller.ShowPageBreaks = False
    controller.ZoomType, controller.ZoomValue = 3, 100


class Printed:
    """A document as PDF, read again: the sheet that each page belongs to, and what each page says in which size."""

    def __init__(self, document, kind, target):
        data = uno.Any("[]com.sun.star.beans.PropertyValue", (value("ExportBookmarks", True),))
        document.storeToURL(target.as_uri(), (value("FilterName", f"{kind}_pdf_Export"), value("FilterData", data)))
        # As large as it goes, so that the sizes of letters, whole numbers here, are thirds of a point.
        asked = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "3", str(target)]
        said = subprocess.run(asked, check=True, capture_output=True).stdout
        # Characters that XML forbids come through from cells.
        root = xml.etree.ElementTree.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", said))
        self.pdf = target
        # The outline of a workbook has its sheets; that of a document has headings, and all of it is one.
        items = root.iter("item") if kind == "calc" else []
        self.starts = sorted((int(item.get("page")), item.text) for item in items if item.get("page"))
        sizes = {font.get("id"): int(font.get("size")) / 3 for font in root.iter("fontspec")}
        self.pages = [
            [("".join(text.itertext()), sizes[text.get("font")]) for text in page.iter("text")] for page in root.iter("page")
        ]

    def owner(self, page):
        """The sheet that a page belongs to, none in a document; the first page is 1."""
        return max(((start, name) for start, name in self.starts if start <= page), default=(0, None))[1]

    def smallest(self, sheet):
        """The size in points that nine of ten letters of a sheet have at least."""
        letters = [size for page, texts in enumerate(self.pages, 1) if self.owner(page) == sheet
                   for text, size in texts for _ in text.strip()]
        return sorted(letters)[len(letters) // 10] if letters else None

    def not_shown(self):
        """Cells that show no value: the sheet of each, and what it shows."""
        return {(self.owner(page), text.strip()) for page, texts in enumerate(self.pages, 1)
                for text, _ in texts if NOT_SHOWN.fullmatch(text.strip())}


def filled(picture, style):
    """The share of a page's height from its first to its last ink, headers and footers left out; 0 is an empty page."""
    page = Image.open(picture).convert("L")
    dots = lambda length: round(length / 2540 * DOTS_PER_INCH)
    top = dots(style.TopMargin + (style.HeaderHeight if style.HeaderIsOn else 0))
    bottom = page.height - dots(style.BottomMargin + (style.FooterHeight if style.FooterIsOn else 0))
    body = page.crop((0, top, page.width, bottom)).point(lambda shade: 255 if shade < 200 else 0)
    ink = body.getbbox()
    return round(ink[3] / body.height, 3) if ink else 0


def pages(pdf, out):
    """Every page of a PDF as a picture, in order."""
    subprocess.run(["pdftoppm", "-q", "-r", str(DOTS_PER_INCH), "-png", str(pdf), str(out / "all")], check=True)
    return sorted(out.glob("all-*.png"))


def letters_of(number):
    """A column's letters; the first is 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_file(name):
    """A sheet's name as part of a file's name."""
    return re.sub(r"[^\w-]+", "_", name)


def errors(sheet):
    """Cells whose formula gives an error value: each with what it shows. A text that quotes one is none."""
    found = []
    for area in sheet.queryFormulaCells(ERROR).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                shows = sheet.getCellByPosition(column, row).String
                found.append({"cell": f"{letters_of(column)}{row + 1}", "shows": shows})
    return found


def used(sheet):
    """The cells of a sheet from A1 to the last that is used."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(True)
    return cursor.RangeAddress


def cut_into(sheet):
    """How many pages a sheet is cut into. LibreOffice leaves out those with nothing on them, Excel prints them."""
    rows = [at.Position for at in sheet.getRowPageBreaks()]
    columns = [at.Position for at in sheet.getColumnPageBreaks()]
    areas = sheet.getPrintAreas() or [used(sheet)]
    return sum(
        (1 + sum(area.StartRow < at <= area.EndRow for at in rows))
        * (1 + sum(area.StartColumn < at <= area.EndColumn for at in columns))
        for area in areas
    )


def show_all(sheets):
    """Opens what is grouped and closed, so that nothing behind it escapes. What then is hidden still is never shown, but
    LibreOffice writes the hashes of a column without width into a PDF, unseen; so it is emptied."""
    for sheet in sheets:
        sheet.unprotect("")
        for orientation in (COLUMNS, ROWS):
            sheet.showLevel(7, orientation)
        for number in range(used(sheet).EndColumn + 1):
            column = sheet.Columns.getByIndex(number)
            if not column.IsVisible:
                column.clearContents(CellFlags.VALUE | CellFlags.DATETIME | CellFlags.STRING | CellFlags.FORMULA)


def screen(toolkit, controller, sheet, out):
    """The first screen of a sheet: its picture, and the last column and row on it."""
    controller.setActiveSheet(sheet)
    picture = f"{sheet_file(sheet.Name)}-screen.png"
    settled(toolkit).save(out / picture)
    seen = [controller.getByIndex(i).VisibleRange for i in range(controller.Count)]
    ends = f"{letters_of(max(r.EndColumn for r in seen))}{max(r.EndRow for r in seen) + 1}"
    return {"sheet": sheet.Name, "ends": ends, "errors": errors(sheet), "pictures": [picture], "pages": []}


def workbook(document, toolkit, out, scratch):
    """All sheets of a workbook that are not hidden."""
    controller = document.CurrentController
    window(controller)
    sheets = [s for s in (document.Sheets.getByIndex(i) for i in range(document.Sheets.Count)) if s.IsVisible]
    styles = document.StyleFamilies.getByName("PageStyles")
    opens_at = controller.ActiveSheet.Name
    facts = [screen(toolkit, controller, s, out) for s in sheets]
    book = Printed(document, "calc", scratch / "book.pdf")
    pictures = list(enumerate(pages(book.pdf, out), 1))
    for fact, sheet in zip(facts, sheets):
        style = styles.getByName(sheet.PageStyle)
        own = [picture for page, picture in pictures if book.owner(page) == sheet.Name]
        fact["points"] = book.smallest(sheet.Name)
        for number, picture in enumerate(own, 1):
            place = picture.rename(out / f"{sheet_file(sheet.Name)}-page-{number}.png")
            fact["pages"].append(filled(place, style))
            fact["pictures"].append(place.name)
        fact["left_out"] = cut_into(sheet) - len(own)
    show_all(sheets)
    hashes = Printed(document, "calc", scratch / "open.pdf").not_shown()
    left = [p.name for p in out.glob("all-*.png")]
    return {"opens_at": opens_at, "sheets": facts, "not_shown": sorted(hashes), "pages_of_no_sheet": left}


def written(document, out, scratch):
    """A document of text: its pages only."""
    book = Printed(document, "writer", scratch / "book.pdf")
    style = document.StyleFamilies.getByName("PageStyles").getByName(document.CurrentController.ViewCursor.PageStyleName)
    numbered = enumerate(pages(book.pdf, out), 1)
    places = [picture.rename(out / f"document-page-{number}.png") for number, picture in numbered]
    fact = {"sheet": "document", "ends": None, "errors": [], "left_out": 0, "points": book.smallest(None)}
    fact |= {"pictures": [place.name for place in places], "pages": [filled(place, style) for place in places]}
    return {"opens_at": None, "sheets": [fact], "not_shown": [], "pages_of_no_sheet": []}


def main(pipe, book, out):
    desktop, toolkit = connect(pipe)
    # As it was saved, and without a question: no macros, no links looked up, nothing written.
    asked_nothing = (value("MacroExecutionMode", 0), value("UpdateDocMode", 0), value("ReadOnly", False))
    document = desktop.loadComponentFromURL(book.resolve().as_uri(), "_blank", 0, asked_nothing)
    if document is None:
        sys.exit(f"LibreOffice could not open {book}")
    try:
        with tempfile.TemporaryDirectory() as scratch:
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                facts = workbook(document, toolkit, out, Path(scratch))
            else:
                facts = written(document, out, Path(scratch))
    finally:
        document.close(True)
    (out / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8", newline="")


main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
