"""Reads an export of the ledger by readers that people use, and compares: compare.py EXPORT REPORTS.

The three formats must say the same of every field, and of the quarter of the report what its run record says.
"""

import csv
import json
import sqlite3
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as parquet

folder, reports = Path(sys.argv[1]), Path(sys.argv[2])
database = sqlite3.connect(folder / "quarterday.sqlite")
assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
database.row_factory = sqlite3.Row


def of_csv(field, kind):
    """A field of a CSV file as what the dictionary says that it is."""
    if field == "":
        return None
    if kind == "text":
        return field[1:] if field[:2] in ("'=", "'+", "'-", "'@") else field
    return {
        "number": float,
        "whole number": int,
        "date": date.fromisoformat,
        "yes or no": {"yes": True, "no": False}.__getitem__,
    }[kind](field)


def of_sqlite(field, kind):
    """A field of the database, likewise."""
    if field is None:
        return None
    return {"date": date.fromisoformat, "yes or no": bool}.get(kind, lambda value: value)(field)


def rows(name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


dictionary = rows("dictionary")
compared = 0
for table in sorted({row["table"] for row in dictionary}):
    kinds = {row["column"]: row["type"] for row in dictionary if row["table"] == table}
    lines = rows(table)
    packed = parquet.read_table(folder / f"{table}.parquet").to_pylist()
    stored = database.execute(f"SELECT * FROM {table}").fetchall()
    assert len(lines) == len(packed) == len(stored), table
    for line, pack, store in zip(lines, packed, stored):
        assert list(line) == list(pack) == store.keys() == list(kinds), table
        for column, kind in kinds.items():
            value = of_csv(line[column], kind)
            assert value == pack[column] and type(value) is type(pack[column]), (table, column, value, pack[column])
            assert value == of_sqlite(store[column], kind), (table, column, value, store[column])
            compared += 1

run = json.loads((reports / "run.json").read_text(encoding="utf-8"))
figures = {row["indicator"]: row for row in rows("figures") if row["quarter"] == run["period"]}
for reading in run["readings"]:
    row = figures[reading["indicator"]]
    assert of_csv(row["value"], "number") == reading.get("value"), reading
    assert row["status"] == reading["status"], reading
    compared += 2
assert compared > 10_000, compared
print(f"exported: {compared} fields are the same in CSV, Parquet and SQLite, and in the run record")
