"""Types percentages into a form in LibreOffice as from a keyboard: typed.py FOLDER PROFILE FORMS

Into the first of the forms that asks for a percentage, each into a copy in FOLDER that is named by what was typed. Needs
the python that has LibreOffice's uno."""
import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.awt import KeyEvent
from com.sun.star.beans import PropertyValue

TYPED = ["91.2", "91.2%", "0.5", ".5", "0.5%", "1", "7", "0", "100", "100%", "54.25"]
KEYS = {".": 1309, "%": 261, "\r": 1280, **{str(n): 256 + n for n in range(10)}}
SHIFT = 1
VALUES, FIRST, LAST = 11, 5, 60  # the column of values, and the rows that are looked through


def named(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connected(profile):
    """LibreOffice's context, once it answers."""
    pipe = f"pipe,name=typed{profile.name}"
    subprocess.Popen(["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{profile}", f"--accept={pipe};urp;"])
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:{pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice does not answer")


def windows(window):
    yield window
    for child in getattr(window, "getWindows", tuple)():
        yield from windows(child)


class Keyboard:
    def __init__(self, context, document):
        make = context.ServiceManager.createInstanceWithContext
        self.toolkit = make("com.sun.star.awt.Toolkit", context)
        self.dispatcher = make("com.sun.star.frame.DispatchHelper", context)
        self.frame = document.CurrentController.Frame
        self.window = None

    def type(self, cell, place, words):
        """Types into a cell as from a keyboard; the first time it looks for the window that takes the keys."""
        for window in [self.window] if self.window else windows(self.frame.ComponentWindow):
            self.dispatcher.executeDispatch(self.frame, ".uno:GoToCell", "", 0, named(ToPoint=place))
            window.setFocus()
            for letter in words + "\r":
                shift = SHIFT if letter == "%" else 0
                key = KeyEvent(Source=window, KeyChar=uno.Char(letter), KeyCode=KEYS[letter], Modifiers=shift)
                self.toolkit.keyPress(key)
                self.toolkit.keyRelease(key)
                self.toolkit.processEventsToIdle()
            if cell.String:
                self.window = window
                return
        sys.exit(f"no window takes what is typed into {place}")


def asked(document):
    """The first blank cell in per cent of the values, with its place."""
    sheet = document.Sheets.getByName("Indicators")
    document.CurrentController.setActiveSheet(sheet)
    for row in range(FIRST, LAST):
        value, reason = (sheet.getCellByPosition(VALUES + n, row) for n in (0, 1))
        shown = document.NumberFormats.getByKey(value.NumberFormat).FormatString
        if not value.Formula and not reason.Formula and "%" in shown:
            return value, f"L{row + 1}"
    return None


folder, profile, *forms = (pathlib.Path(p).resolve() for p in sys.argv[1:])
folder.mkdir(exist_ok=True)
context = connected(profile)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
try:
    for form in forms:
        document = desktop.loadComponentFromURL(form.as_uri(), "_blank", 0, ())
        found = asked(document)
        if found:
            break
        document.close(True)
    else:
        sys.exit("no form asks for a percentage")
    cell, place = found
    keyboard = Keyboard(context, document)
    for words in TYPED:
        cell.String = ""
        keyboard.type(cell, place, words)
        copy = folder / f"typed {words}.xlsx"
        document.storeToURL(copy.as_uri(), named(FilterName="Calc MS Excel 2007 XML"))
    document.close(True)
finally:
    try:
        desktop.terminate()
    except Exception:
        pass  # it is gone before it answers
print(f"{len(TYPED)} percentages typed into {place} of {form.name}")
