"""Compares verdicts with what is expected of each workbook: verdicts.py VERDICTS.json"""

import json
import sys

# The page “Accessibility checklist” of gptables' documentation says of each point whether gptables sees to it (Implemented),
# helps (Partially implemented) or leaves it to the user. These are the first.
CLAIMED = {1, 3, 5, 7, 9, 11, 12, 14, 17, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30, 31, 32, 36}
# What it leaves to the user and write_workbook has no argument for: headings are bold and not marked as such (18), the document
# has neither title nor language (35).
LEFT = {18, 35}
PERSONS = {15, 33, 34}

failures = []
for file in json.load(open(sys.argv[1], newline="")):
    name = file["file"].removeprefix("./")
    by_verdict = {}
    for point in file["points"]:
        by_verdict.setdefault(point["verdict"], set()).add(point["number"])
    broken, asked = by_verdict.get("broken", set()), by_verdict.get("for-a-person", set())
    stem = name.split(".")[0]
    wanted = LEFT if stem == "gptables" else {int(stem)} if stem.isdigit() else set()
    print(f"{name}: broken {sorted(broken)}, for a person {sorted(asked)}")
    for point in file["points"]:
        for place in point["places"] if point["number"] in broken else []:
            print(f"    {point['number']}: {place['sheet']}!{place['cell']} {place['what']}")
    if broken != wanted:
        failures.append(f"{name}: broken {sorted(broken)} and not {sorted(wanted)}")
    if stem == "gptables" and not CLAIMED <= by_verdict["kept"]:
        failures.append(f"{name}: gptables claims {sorted(CLAIMED - by_verdict['kept'])}, which are not kept")
    if not PERSONS <= asked:
        failures.append(f"{name}: {sorted(PERSONS - asked)} are not left to a person")
if failures:
    sys.exit("\n".join(failures))
print(f"as expected; gptables keeps the {len(CLAIMED)} points that it claims")
