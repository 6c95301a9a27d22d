"""Judges the open data in this folder by csvwvalidate, from the description that is published with it, and by frictionless, from
the same description in its own words; then plants faults, one at a time, each of which both must find: validate.py CSVWVALIDATE"""
import csv
import io
import json
import subprocess
import sys

from frictionless import Resource, Schema

FIGURES, METADATA = "public-figures.csv", "public-figures.csv-metadata.json"
TYPES = {"string": "string", "decimal": "number", "integer": "integer", "date": "date", "boolean": "boolean"}


def by_csvw():
    done = subprocess.run([sys.argv[1], "-v", METADATA], capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert (done.returncode == 0) == ("OK" in done.stdout), said
    return [] if done.returncode == 0 else [said]


def by_frictionless():
    found = []
    for table in json.load(open(METADATA))["tables"]:
        fields = []
        for column in table["tableSchema"]["columns"]:
            kind = column["datatype"]
            base = kind if isinstance(kind, str) else kind["base"]
            field = {"name": column["name"], "type": TYPES[base]}
            if base == "boolean":
                yes, no = kind["format"].split("|")
                field |= {"trueValues": [yes], "falseValues": [no]}
            if column.get("required"):
                field["constraints"] = {"required": True}
            fields.append(field)
        schema = Schema.from_descriptor({"fields": fields, "primaryKey": table["tableSchema"]["primaryKey"]})
        report = Resource(path=table["url"], schema=schema, encoding="utf-8").validate()
        found += [f"{table['url']}: {e.type}: {e.message}" for task in report.tasks for e in task.errors]
        assert report.tasks[0].stats["rows"] > 10, f"{table['url']} has no rows"
    return found


def rows():
    return list(csv.reader(io.StringIO(whole.decode("utf-8"), newline="")))


def keep(changed):
    with open(FIGURES, "w", encoding="utf-8", newline="") as to:
        csv.writer(to, lineterminator="\r\n").writerows(changed)


def wrong_number(rows):
    rows[5][rows[0].index("value")] = "about 12"


def wrong_day(rows):
    rows[5][rows[0].index("last_day")] = "30/09/2026"


def doubled_key(rows):
    rows.append(list(rows[7]))


def missing_column(rows):
    at = rows[0].index("marker")
    for row in rows:
        del row[at]


def blank_key(rows):
    rows[9][rows[0].index("measure")] = ""


def neither(rows):
    rows[3][rows[0].index("draft")] = "perhaps"


whole = open(FIGURES, "rb").read()
assert not whole.startswith(b"\xef\xbb\xbf"), "a mark in front of the first column's name"
assert b"\n" not in whole.replace(b"\r\n", b"") or b'"' in whole, "ends of lines are not those of RFC 4180"
keep(rows())
assert open(FIGURES, "rb").read() == whole, "another program writes the same rows in other bytes"
for judge in (by_csvw, by_frictionless):
    assert judge() == [], (judge.__name__, judge())
for fault in (wrong_number, wrong_day, doubled_key, missing_column, blank_key, neither):
    changed = rows()
    fault(changed)
    keep(changed)
    for judge in (by_csvw, by_frictionless):
        found = judge()
        assert found, f"{judge.__name__} does not find a {fault.__name__.replace('_', ' ')}"
open(FIGURES, "wb").write(whole)
print(f"{len(rows()) - 1} rows are valid to both, and each of 6 faults is found by both")
