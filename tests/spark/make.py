"""Makes N returns over several organisations out of the demo's: make.py PROGRAM FOLDER N

Each organisation is a workspace of the demo before its quarter was consolidated. Every copy of a return has words of its
own in one cell. One file in ten is no return: half a zip, chance, nothing, a text, and a workbook too large for the memory
that the settings leave. Names are what people write. The same N gives the same bytes.
"""

import io
import itertools
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

QUARTER, TODAY = "2026-27Q2", "2026-10-28"
MEMORY = "\n[limits]\nworker_mb = 128\n"
ORGANISATIONS = ["Marchford", "Überl&nd 5%", "St. Mary, West"]
NAMES = ["{}"] * 16 + ["{} 100%", "{}+1 #2", "{} [a] {{b}}", "{}, größe", "_{}", "{} %41", "{} & Co; 'x'", "{} (1)"]
TEXTS = re.compile(rb"(<(?:t|text:p)(?: [^>]*)?>[^<]{40,})(?=</)")


def workspace(program, folder):
    """The demo as it is before its quarter: the years before are in its ledger, and nothing else."""
    subprocess.run([program, "demo", folder, "--today", TODAY, "--quiet"], check=True, capture_output=True)
    for made in ("history", "reports", "notebook", "templates"):
        shutil.rmtree(folder / made, ignore_errors=True)
    past = [program, "history", "import", folder / "past.xlsx", "--workspace", folder, "--today", TODAY, "--quiet"]
    subprocess.run(past, check=True, capture_output=True)
    with open(folder / "quarterday.toml", "a") as settings:
        settings.write(MEMORY)


def with_words(content, words):
    """A return with `words` behind the last long text of a cell; one of another format as it is."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    book = zipfile.ZipFile(io.BytesIO(content))
    parts = {info: book.read(info) for info in book.infolist()}
    for info in reversed(parts):
        found = list(TEXTS.finditer(parts[info])) if re.search(r"sharedStrings|sheets/|content\.xml", info.filename) else []
        if found:
            parts[info] = parts[info][: found[-1].end()] + words.encode() + parts[info][found[-1].end() :]
            break
    return packed(parts.items())


def heavy():
    """A workbook with more cells on its one sheet than MEMORY has room for."""
    numbers = itertools.count()
    rows = (f"<row>{''.join(f'<c><v>{next(numbers)}</v></c>' for _ in range(20))}</row>" for _ in range(60_000))
    parts = SMALL | {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'}
    return packed((zipfile.ZipInfo(name), part) for name, part in parts.items())


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        for info, part in parts:
            book.writestr(info, part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SMALL = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Return" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def main(program, folder, wanted):
    chance = random.Random(wanted)
    poison = {
        5: lambda content: content[: len(content) // 2],
        15: lambda content: chance.randbytes(len(content)),
        25: lambda content: b"",
        35: lambda content: b"Dear colleague, the figures are in the other file.\n" * 99,
        45: lambda content, large=heavy(): large,
    }
    names = [f"{name} {i}" for i, name in zip(range(max(2, wanted // 50)), itertools.cycle(ORGANISATIONS))]
    first = folder / names[0]
    workspace(program, first)
    returns = {path: path.read_bytes() for path in sorted((first / "returns" / QUARTER).iterdir())}
    for path in returns:
        path.unlink()
    for name in names[1:]:
        shutil.copytree(first, folder / name)
    for i in range(wanted):
        name, path = names[i % len(names)], list(returns)[i // len(names) % len(returns)]
        content = poison.get(i % 47, bytes)(with_words(returns[path], f" This is copy {i}."))
        file = f"{NAMES[i % len(NAMES)].format(path.stem)} {i}{path.suffix}"
        (folder / name / "returns" / QUARTER / file).write_bytes(content)
    for left in (".DS_Store", "Thumbs.db", "~$HW.xlsx"):
        (first / "returns" / QUARTER / left).write_text("what programs leave, and nobody sent")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
