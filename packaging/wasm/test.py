"""Holds what read.py reads against what the program reads. test.sh runs it.

    python test.py large PATH                                       writes a harmless workbook of 1,800,000 cells
    python test.py compare PROGRAM MODULE QUARTER TODAY WORKSPACE…
"""

import copy
import json
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import read

ROWS, COLUMNS = 180_000, 10
failed = False


def large(path):
    """A sheet of more cells than the memory of the test allows, with nothing else about it."""
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cell = "<c t='inlineStr'><is><t>a long enough text of row {}, column {}</t></is></c>"
    row = lambda r: f"<row r='{r}'>{''.join(cell.format(r, c) for c in range(COLUMNS))}</row>"
    parts = {
        "[Content_Types].xml": f"<Types xmlns='{package}/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{kind}.sheet.main+xml'/>"
        f"<Override PartName='/xl/worksheets/sheet1.xml' ContentType='{kind}.worksheet+xml'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{package}/relationships'>"
        f"<Relationship Id='r1' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{main}' xmlns:r='{office}'>"
        "<sheets><sheet name='Lists' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{package}/relationships'>"
        f"<Relationship Id='r1' Type='{office}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{main}'><sheetData>"
        f"{''.join(row(r) for r in range(1, ROWS + 1))}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, head + text)


def line(what, holds, details):
    global failed
    failed |= not holds
    print(f"{what:40} {'equal' if holds else 'DIFFERENT':9} {details}", flush=True)


def seconds():
    """Of the processor, here and in programs that were started and have ended: others on the machine do not count."""
    used = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


class Program:
    def __init__(self, program, quarter, today):
        self.program, self.quarter, self.today = program, quarter, today

    def printed(self, *words):
        return subprocess.run([self.program, *words, "--today", self.today], capture_output=True, check=True).stdout

    def through(self, command, workspace, batch):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        words = [self.program, "cluster", command, workspace]
        done = subprocess.run(words, input=sink.getvalue().to_pybytes(), capture_output=True, check=True)
        return pa.ipc.open_stream(done.stdout).read_all()

    def root(self, workspace):
        """What the last run of the workspace came to; its record is taken away, so that the next one has to write it."""
        record = Path(workspace, "reports", self.quarter, "run.json")
        root = json.loads(record.read_text())["root"]
        record.unlink()
        return root


def compare(program, module, workspace):
    """One workspace, by the program and by the module. What a program leaves beside returns is left out by whoever calls."""
    name = Path(workspace).name
    terms, settings = [
        json.loads(program.printed("cluster", what, program.quarter, workspace))[""] for what in ("terms", "reader")
    ]
    sent = sorted(path for path in Path(workspace, "returns", program.quarter).iterdir() if path.is_file())
    sent = [("", terms, path.name, path.read_bytes()) for path in sent]
    columns = dict(zip(["organisation", "terms", "file", "content"], map(list, zip(*sent))))
    begun = seconds()
    here = program.through("read", workspace, pa.record_batch(columns)).to_pylist()
    native = seconds() - begun
    meant = {row["file"]: row for row in here if row["outcome"] != "passed over"}
    files = [(file, content) for _, _, file, content in sent if file in meant]
    begun = seconds()
    batch = read.rows("", terms, files, module, settings)
    there = seconds() - begun
    size = sum(len(content) for _, content in files)
    differ = [row["file"] for row in batch.to_pylist() if row["records"] != meant[row["file"]]["records"]]
    outcomes = [row["outcome"] for row in meant.values()]
    counted = ", ".join(f"{outcomes.count(o)} {o}" for o in sorted(set(outcomes)))
    line(f"{name}: records", not differ, f"{len(files)} files of {size / 1e6:.1f} MB: {counted}; not equal: {differ or 'none'}")
    each = [f"{1000 * s / len(files):.1f} ms" for s in (native, there)]
    print(f"{'':40} {'':9} processor time a file: {each[0]} by the program, {each[1]} by the module")
    root = program.through("consolidate", workspace, batch).to_pylist()[0]["root"]
    line(f"{name}: cluster consolidate", root == program.root(workspace), root)
    job = Path(workspace, "job")
    job.mkdir()
    pq.write_table(pa.Table.from_batches([batch]), job / "part-0.parquet")
    words = [program.program, "consolidate", program.quarter, "--workspace", workspace, "--from", job, "--today", program.today]
    done = subprocess.run([*words, "--quiet"], capture_output=True)
    again = program.root(workspace) if done.returncode < 2 else done.stderr.decode()
    line(f"{name}: consolidate --from", again == root, again)
    return terms, settings, files, batch, meant


def main(program, module, quarter, today, *workspaces):
    program = Program(program, quarter, today)
    begun, clock = seconds(), time.monotonic()
    read._load(module)
    compiled = f"compiled in {seconds() - begun:.1f} s of the processor, {time.monotonic() - clock:.1f} s by the clock"
    print(f"the module: {Path(module).stat().st_size / 1e6:.1f} MB, {compiled}")
    results = {Path(workspace).name: compare(program, module, workspace) for workspace in workspaces}

    terms, settings, files, batch, meant = results["little"]
    little, plenty = batch.to_pylist(), {row["file"]: row["records"] for row in results["demo"][3].to_pylist()}
    findings = [finding["code"] for finding in meant["large.xlsx"]["findings"]]
    line("memory: the large file alone is given up", findings == ["F017"], f"{settings['limits']['worker_mb']} MB: {findings}")
    others = [row["records"] == plenty[row["file"]] for row in little if row["file"] != "large.xlsx"]
    line("memory: the others are as ever", all(others) and len(others) == len(plenty), f"{len(others)} files")

    # With all the memory that it wants it takes longer than a second, and it has one at most.
    contents, hurried = dict(files), copy.deepcopy(settings)
    hurried["limits"] |= {"worker_mb": 1024, "worker_wall_seconds": 0}
    sent = [(name, contents[name]) for name in (files[0][0], "large.xlsx", files[1][0])]
    records = read.rows("", terms, sent, module, hurried).to_pylist()
    overdue = [row["file"] for row in records if b"no answer within 0 seconds, twice" in row["records"]]
    others = all(row["records"] == plenty[row["file"]] for row in records if row["file"] != "large.xlsx")
    line("time: the large file alone is given up", overdue == ["large.xlsx"] and others, f"{overdue}")

    other = terms.replace("program=", "program=9.")
    try:
        read.rows("", other, [], module, settings)
        line("terms of another program are refused", False, "")
    except RuntimeError as e:
        line("terms of another program are refused", "this module is of" in str(e), e)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    command, *words = sys.argv[1:]
    {"large": large, "compare": main}[command](*words)
