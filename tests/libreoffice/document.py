"""Compares headlines.docx, as python-docx reads it, with what LibreOffice made of it: document.py FILE.docx FILE.odt FILE.pdf"""
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

from docx import Document

docx, odt, pdf = sys.argv[1:]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LINK = "{http://www.w3.org/1999/xlink}href"


def words(text):
    return " ".join(text.split())


ours = Document(docx)
table, = ours.tables
core = ours.core_properties
assert core.title and core.language == "en-GB", (core.title, core.language)
section = ours.sections[0]
assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
styles = [p.style.name for p in ours.paragraphs]
assert styles[0] == "Title" and styles.count("Heading 1") == 2, styles
rows = [[words(" ".join(p.text for p in cell.paragraphs)) for cell in row.cells] for row in table.rows]
links = [relation.target_ref for relation in ours.part.rels.values() if relation.is_external]
# Each figure is a link, and no two lead to one row.
assert len(set(links)) == len(links) == len(rows) - 1, (len(links), len(rows))

root = ElementTree.fromstring(zipfile.ZipFile(odt).read("content.xml"))
theirs, = root.iter(f"{TABLE}table")
head, = theirs.iter(f"{TABLE}table-header-rows")
assert len(list(head)) == 1
cells = lambda row: [words(" ".join("".join(p.itertext()) for p in cell.iter(f"{TEXT}p"))) for cell in row.iter(f"{TABLE}table-cell")]
assert [cells(row) for row in theirs.iter(f"{TABLE}table-row")] == rows
plain = [words("".join(p.itertext())) for p in root.iter() if p.tag in (f"{TEXT}p", f"{TEXT}h")]
said = [words(p.text) for p in ours.paragraphs if p.text.strip()]
assert all(text in plain for text in said), [text for text in said if text not in plain]
places = lambda links: sorted(link.rsplit("#", 1)[1].replace("%20", " ") for link in links)
assert places(a.get(LINK) for a in root.iter(f"{TEXT}a")) == places(links)

pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
for n, page in enumerate(pages, 1):
    assert f"Page {n} of {len(pages)}" in words(page), page
    # The headings of the table stand on every page that has rows of it.
    assert not re.search(r"\n *Q\d 20\d\d", page) or "recover?" in page, page
print(f"{docx}: {len(rows) - 1} rows, {len(said)} paragraphs, {len(links)} links, {len(pages)} pages: LibreOffice reads the same")
