"""Fails when a form that openpyxl filled says otherwise after LibreOffice worked out its formulas: same.py A.json B.json"""
import json
import sys


def read(path):
    [checked] = json.load(open(path))
    counts = {k: checked[k] for k in ("service", "period", "layout", "accepted", "readings", "risks", "actions",
                                      "feedback", "corrections")}
    # openpyxl saves no results: that a quotient was worked out by the reader is said, and is the only difference.
    # What is said of the words of a formula's cell goes with the results too.
    findings = {(f["code"], f["sheet"], f["cell"] or "") for f in checked["findings"] if f["code"] != "C018"}
    return counts, findings, sum(f["code"] == "C018" for f in checked["findings"])


(counts, findings, worked_out), (counts_after, findings_after, none) = read(sys.argv[1]), read(sys.argv[2])
if counts != counts_after or findings != findings_after or none:
    sys.exit(f"read otherwise after LibreOffice:\n{counts}\n{counts_after}\n{findings ^ findings_after}\n{none}")
if not counts["readings"] or not worked_out or counts["corrections"] != 1 or counts["feedback"] != 1:
    sys.exit(f"not all that openpyxl typed was read: {counts}, {worked_out} worked out")
print(f"{counts['readings']} readings, {worked_out} of them worked out, and a correction, the same from openpyxl and LibreOffice")
