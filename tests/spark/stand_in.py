"""Stands in for the program in the tests of the Spark job: the same words and the same Arrow, of what it makes itself up.

A return is any zip; its readings are the numbers of its bytes. What stands in a return can make it misbehave: `die` ends
it with 3, `lie` answers with half a stream, `hush` ends it with 0 before all was read.
"""

import argparse
import hashlib
import io
import json
import pathlib
import sys
import zipfile
from datetime import date, timedelta

import pyarrow as pa

READING = pa.struct([("indicator", pa.string()), ("value", pa.float64()), ("due", pa.date32()), ("parts", pa.int32())])
FINDING = pa.struct([("code", pa.string()), ("got", pa.string())])
TEXT, LISTS = pa.string(), ["parts", "risks", "actions", "feedback", "revenue", "capital", "savings"]
FILE = [(name, TEXT) for name in ("organisation", "terms", "file", "sha256", "saved", "outcome", "layout")]
READ = pa.schema(
    FILE
    + [("readings", pa.list_(READING))]
    + [(name, pa.list_(READING)) for name in LISTS]
    + [("findings", pa.list_(FINDING)), ("tallies", pa.list_(FINDING)), ("records", pa.binary())]
)
CONSOLIDATED = pa.schema(
    [("organisation", TEXT), ("terms", TEXT), ("root", TEXT)]
    + [(name, pa.int64()) for name in ("accepted", "rejected", "undecided")]
    + [("reported", pa.list_(READING))]
    + [(name, pa.list_(FINDING)) for name in ("submissions", "queries", "findings")]
)


def outcome(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "undecided" if "heavy" in book.namelist() else "rejected" if book.testzip() else "accepted"
    except (zipfile.BadZipFile, EOFError):
        return "rejected"


def row_of_file(organisation, terms, file, content):
    sha256 = hashlib.sha256(content).hexdigest()
    verdict = outcome(content)
    value = {b"nan": float("nan")}.get(content[-3:], int(sha256[:8], 16) * 1e9)
    due = date(2026, 9, 30) + timedelta(int(sha256[:2], 16))
    readings = [{"indicator": sha256[:4], "value": value, "due": due, "parts": None}] * (verdict == "accepted")
    findings = [] if verdict == "accepted" else [{"code": "F001", "got": verdict}]
    row = dict(organisation=organisation, terms=terms, file=file, sha256=sha256, saved=None, outcome=verdict, layout="")
    row |= {name: [] for name in LISTS} | {"readings": readings, "findings": findings, "tallies": []}
    return row | {"records": json.dumps([sha256, verdict]).encode()}


def row_of_organisation(organisation, terms, files):
    """Of (file, records): the same for any order and any number of times."""
    records = sorted({records for _, records in files})
    root = hashlib.sha256(b"".join([terms.encode(), *records])).hexdigest()
    findings = [{"code": "F001", "got": file} for file in sorted({file for file, _ in files})]
    outcomes = [json.loads(line)[1] for line in records]
    row = dict(organisation=organisation, terms=terms, root=root, reported=[], submissions=[], queries=[])
    return row | {"findings": findings} | {name: outcomes.count(name) for name in ("accepted", "rejected", "undecided")}


def read(batches):
    for batch in batches:
        rows = batch.to_pylist()
        for row in rows:
            if row["content"] == b"die":
                sys.exit("a line before\nPut the register back: register.xlsx is not there.")
            if row["content"] == b"lie":
                sys.stdout.buffer.write(b"\xff\xff\xff\xff\x10\0\0\0")
                sys.stdout.flush()
            if row["content"] in (b"lie", b"hush"):
                sys.exit(0)
        yield [row_of_file(**row) for row in rows]


def consolidate(batches):
    name, terms, files, done = None, None, [], set()
    for row in (row for batch in batches for row in batch.to_pylist()):
        if files and row["organisation"] != name:
            yield [row_of_organisation(name, terms, files)]
            done.add(name)
            files = []
        name, terms = row["organisation"], row["terms"]
        assert name not in done, f"{name} comes in two pieces"
        files.append((row["file"], row["records"]))
    if files:
        yield [row_of_organisation(name, terms, files)]


def cluster(verb, stage, root=None, today=None):
    """The words of the cluster commands."""
    if verb == "terms":
        workspaces = {"": pathlib.Path(root)}
        if not (workspaces[""] / "quarterday.toml").exists():
            workspaces = {toml.parent.name: toml.parent for toml in sorted(pathlib.Path(root).glob("*/quarterday.toml"))}
        return json.dump({name: terms_of(folder, today) for name, folder in workspaces.items()}, sys.stdout)
    stage = stage if verb == "schema" else verb
    schema = {"read": READ, "consolidate": CONSOLIDATED}[stage]
    with pa.ipc.new_stream(sys.stdout.buffer, schema) as out:
        if verb != "schema":
            for rows in {"read": read, "consolidate": consolidate}[verb](pa.ipc.open_stream(sys.stdin.buffer)):
                out.write_batch(pa.RecordBatch.from_pylist(rows, schema))
                sys.stdout.flush()


def terms_of(folder, today):
    return json.dumps([today, (folder / "quarterday.toml").read_text()])


def on_one_machine(quarter, workspace, today):
    rows = []
    for path in sorted((workspace / "returns" / quarter).iterdir()):
        row = row_of_file("", terms_of(workspace, today), path.name, path.read_bytes())
        rows.append((path.name, row["records"]))
    reports = workspace / "reports" / quarter
    reports.mkdir(parents=True, exist_ok=True)
    root = row_of_organisation("", terms_of(workspace, today), rows)["root"]
    (reports / "run.json").write_text(json.dumps({"root": root}))


def demo(folder):
    returns = folder / "returns" / "2026-27Q2"
    returns.mkdir(parents=True)
    (folder / "quarterday.toml").write_text("[council]\n")
    (folder / "past.xlsx").touch()
    for name in ("HW Q2.xlsx", "Bücherei Q2.xlsx", "100% + #1, [b] {c}.xlsx"):
        with zipfile.ZipFile(returns / name, "w") as book:
            book.writestr("xl/sharedStrings.xml", f"<sst><si><t>{name}: {'a commentary of some length ' * 9}</t></si></sst>")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--workspace", type=pathlib.Path)
    parser.add_argument("--today")
    parser.add_argument("--quiet", action="store_true")
    asked = parser.parse_args()
    if asked.command == "cluster":
        cluster(*asked.words, today=asked.today)
    elif asked.command == "consolidate":
        on_one_machine(asked.words[0], asked.workspace, asked.today)
    elif asked.command == "demo":
        demo(pathlib.Path(asked.words[0]))
