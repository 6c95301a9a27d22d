"""Reads back what every program wrote, value by value: matrix.py QUARTERDAY WORKSPACE plan.json FOLDER [fill.json]

Each of the eight figures is read right, or asked about at its cell (a formula that the writer never calculated is), or
wrong. The comment and the day of signing off must come through too. Prints a table; exits 1 when anything is wrong,
lost, or asked about for nothing. With fill.json the workbooks are our own form.
"""
import json
import pathlib
import subprocess
import sys
import unicodedata

program, workspace, plan_file, folder = sys.argv[1:5]
plan = json.load(open(plan_file))
if len(sys.argv) > 5:
    AT = json.load(open(sys.argv[5]))["at"]
else:
    first = next(n for n, row in enumerate(plan["cells"]) if row and row[0] == "LE1")
    AT = {row[0]: f"G{first + n + 1}" for n, row in enumerate(plan["cells"][first:])}
# What a program cannot write, which is no fault of the reader.
NOT_WRITTEN = {
    # Its pages of characters have no accents and no typographic quotes; it writes an underscore.
    ("SheetJS 0.18.5 (BIFF5)", "the comment"),
    ("SheetJS 0.20.3 (BIFF5)", "the comment"),
    # Its .ods has the share of one and no style that makes a percentage of it.
    ("SheetJS 0.18.5", "LE3: C005 for nothing"),
    # Its texts stand in cells without a type, as numbers do: no program that keeps to the standard reads them.
    ("edit-xlsx", "all of it"),
}


def checked(file):
    command = [program, "check", str(file), "--workspace", workspace, "--quarter", "2026-27Q2", "--format", "json"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode > 1:
        sys.exit(f"{file.name}: {run.stderr}{run.stdout[:300]}")
    [read] = json.loads(run.stdout)
    return read


def words(text):
    return unicodedata.normalize("NFC", text).split()


def compared(read):
    """How many values are right, what is asked about, what is wrong."""
    values = {v["indicator"]: v for v in read["values"]}
    at = {}
    for finding in read["findings"]:
        if finding["severity"] != "note":
            at.setdefault(finding["cell"], []).append(finding["code"])
    right, asked, wrong = 0, [], []
    for id, expected in plan["values"].items():
        got, codes = values.get(id, {}).get("value"), at.get(AT[id], [])
        if codes:
            asked.append(f"{id}: {', '.join(codes)}")
        elif got is not None and abs(got - expected) <= 1e-9 * max(1, abs(expected)):
            right += 1
        else:
            wrong.append(f"{id}: {got} for {expected}")
    if words(values.get("LE1", {}).get("commentary", "")) != words(plan["comment"]):
        wrong.append("the comment")
    if read["signed_off"] != plan["day"]:
        wrong.append(f"signed off {read['signed_off']}")
    # The formula alone may be without a result.
    wrong += [f"{a} for nothing" for a in asked if a not in ("LE2: C004", "LE2: C018")]
    if not read["accepted"] and any(f["code"] == "F018" for f in read["findings"]):
        return 0, [], ["all of it"]
    if not read["accepted"] and not asked:
        wrong.append("refused: " + "; ".join(f"{f['code']} {f['got']}" for f in read["findings"] if f["severity"] == "error"))
    return right, asked, wrong


rows = []
for file in sorted(pathlib.Path(folder).iterdir(), key=lambda f: (f.name.lower(), f.suffix)):
    right, asked, wrong = compared(checked(file))
    missing = [w for w in wrong if (file.stem, w) in NOT_WRITTEN]
    rows.append((file, right, asked, [w for w in wrong if w not in missing], missing))
print("| written by | format | figures | asked about | wrong |\n|---|---|---|---|---|")
for file, right, asked, wrong, missing in rows:
    asked = "; ".join([*asked, *(f"{m.split(' for ')[0]}: not written" for m in missing)])
    print(f"| {file.stem} | {file.suffix} | {right} of {len(AT)} | {asked} | {'; '.join(wrong)} |")
wrong = sum(len(r[3]) for r in rows)
print(f"\n{len(rows)} workbooks, {sum(r[1] for r in rows)} figures read, {sum(bool(r[2]) for r in rows)} workbooks asked about, {wrong} things wrong.")
sys.exit(1 if wrong else 0)
