"""Judges what look.py found, and makes the page with all pictures: judge.py OUT

Writes OUT/pages.txt and OUT/index.html; fails, with a line a reason, when something is wrong with what is ours.
"""
import html
import json
import sys
from pathlib import Path
from urllib.parse import quote

MOST_PAGES = {"cabinet.xlsx": 40}


def wrong(shelf, facts):
    """What must not be, one line each."""
    most = MOST_PAGES.get(shelf)
    count = sum(len(sheet["pages"]) for sheet in facts["sheets"])
    if most is not None and count > most:
        yield f"{shelf}: {count} printed pages, {most} at most"
    for name in facts["pages_of_no_sheet"]:
        yield f"{shelf}: {name} belongs to no sheet"
    for sheet, shown in facts["not_shown"]:
        yield f"{shelf}: {sheet}, a printed cell shows {shown}"
    for sheet in facts["sheets"]:
        for number, fill in enumerate(sheet["pages"], 1):
            if fill == 0:
                yield f"{shelf}: {sheet['sheet']}, page {number} is empty"
        if sheet["left_out"]:
            yield f"{shelf}: {sheet['sheet']} is cut into {sheet['left_out']} more pages with nothing on them"
        for cell in sheet["errors"]:
            yield f"{shelf}: {sheet['sheet']}!{cell['cell']} shows {cell['shows']}"


def table(shelf, facts):
    """A line a sheet: its pages, how full the emptiest is, the size of the small letters, where the first screen ends."""
    count = sum(len(sheet["pages"]) for sheet in facts["sheets"])
    opens = f", opens at {facts['opens_at']}" if facts["opens_at"] else ""
    yield f"{shelf}: {len(facts['sheets'])} sheets, {count} pages{opens}"
    for sheet in facts["sheets"]:
        least = f"{min(sheet['pages']):4.0%}" if sheet["pages"] else "   -"
        letters = f"{sheet['points']:4.1f} pt" if sheet["points"] else "      -"
        line = f"  {sheet['sheet']:<32}{len(sheet['pages']):>4} pages   least filled {least}   letters from {letters}"
        yield f"{line}   screen to {sheet['ends'] or '-'}"


def section(shelf, facts):
    """The pictures of one workbook, in the order of its sheets: the screen first, then the pages."""
    yield f"<h2>{html.escape(shelf)}</h2>"
    for sheet in facts["sheets"]:
        yield f"<h3>{html.escape(sheet['sheet'])}</h3>"
        for name in sheet["pictures"]:
            address = quote(f"{shelf}/{name}")
            yield f'<a href="{address}"><img loading="lazy" src="{address}" alt="{html.escape(name)}"></a>'


def main(out):
    lines, reasons, body = [], [], []
    for path in sorted(out.rglob("failed.txt")):
        reasons.append(path.read_text(encoding="utf-8").strip())
    for path in sorted(out.rglob("facts.json")):
        shelf = path.parent.relative_to(out).as_posix()
        facts = json.loads(path.read_text(encoding="utf-8"))
        lines.extend(table(shelf, facts))
        reasons.extend(wrong(shelf, facts))
        body.extend(section(shelf, facts))
    verdict = [f"wrong: {reason}" for reason in reasons] or ["nothing wrong"]
    text = "\n".join([*lines, "", *verdict]) + "\n"
    (out / "pages.txt").write_text(text, encoding="utf-8", newline="")
    style = "body{font:15px sans-serif;margin:1em}img{max-width:48%;margin:4px;border:1px solid #888;vertical-align:top}"
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures of every sheet</title><style>{style}</style>'
    page = [head, "<h1>Pictures of every sheet</h1>", f"<pre>{html.escape(text)}</pre>", *body, "</html>"]
    (out / "index.html").write_text("\n".join(page), encoding="utf-8", newline="")
    print("\n".join(verdict))
    sys.exit(1 if reasons else 0)


main(Path(sys.argv[1]))
