"""Whatever Spark does with rows, the roots are those of one machine: compare.py PROGRAM ROOT SINGLE OUT (in a Spark session)

SINGLE is a copy of ROOT whose quarter was consolidated on one machine; OUT has what the job made of ROOT. Here everything is
done again with rows doubled, in another order and in other partitions. And peers that make a root by themselves, each with
a usual mistake, must be told apart by the same comparison, or it would notice nothing.
"""

import hashlib
import json
import re
import struct
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[2] / "spark"))
import quarterday_spark as job  # noqa: E402
from make import QUARTER, TODAY  # noqa: E402
from pyspark.sql import SparkSession, functions  # noqa: E402


def roots(rows):
    return {row.organisation: row.root for row in rows.select("organisation", "root").collect()}


def on_one_machine(single):
    runs = Path(single).glob(f"*/reports/{QUARTER}/run.json")
    return {run.parents[2].name: json.loads(run.read_text())["root"] for run in runs}


def shuffled(rows, partitions, seed):
    """In an order of chance, in so many partitions."""
    drawn = rows.withColumn("drawn", functions.rand(seed))
    return drawn.repartition(partitions, "drawn").sortWithinPartitions("drawn").drop("drawn")


def read_again(spark, program, root, out):
    """The returns in another order, one in ten of them sent twice."""
    sent = job.files(spark, QUARTER, root, job.terms(program, QUARTER, root, TODAY))
    twice = sent.where(functions.crc32("file") % 10 == 0)
    job.read(shuffled(sent.union(twice), 23, seed=1), program, root).write.mode("overwrite").parquet(f"{out}/again")
    return spark.read.parquet(f"{out}/again")


def bits(number):
    return struct.pack("<d", number).hex()


def peer(rows, number=bits, day=str, order=lambda rows: sorted(set(rows))):
    """One hash of all rows. As it stands it is right; each argument can be a mistake."""

    def said(value):
        if isinstance(value, dict):
            return {name: said(field) for name, field in value.items() if name != "file"}
        if isinstance(value, float):
            return number(value)
        text = str(value)
        return day(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text

    lines = order([json.dumps(said(row)) for row in rows])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_rows(files):
    """Everything read, one row a reading or an action; and one made up, whose value is no number."""
    rows = [
        dict(item.asDict(), organisation=row.organisation, sha256=row.sha256)
        for row in files.select("organisation", "sha256", "readings", "actions").toLocalIterator()
        for item in [*row.readings, *row.actions]
    ]
    return [*rows, {"organisation": "made up", "value": float("nan"), "due": "2026-09-30"}]


def text_of_spark(spark, rows):
    """What Spark writes for the numbers of these rows."""
    numbers = {bits(value): value for row in rows for value in row.values() if isinstance(value, float)}
    written = spark.createDataFrame(list(numbers.items()), "bits string, number double")
    texts = dict(written.selectExpr("bits", "CAST(number AS string)").collect())
    return lambda number: texts[bits(number)]


def day_in(zone):
    """A day as the whole days since 1970 of its midnight in a time zone."""
    return lambda day: str(datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).timestamp() // 86_400)


def as_they_arrive(rows):
    return dict.fromkeys(rows)


if __name__ == "__main__":
    program, root, single, out = sys.argv[1:]
    spark = SparkSession.builder.appName("compare").getOrCreate()
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 3)  # The job's own is another.
    wanted = on_one_machine(single)
    assert wanted and roots(spark.read.parquet(f"{out}/organisations")) == wanted, "other roots"
    files = spark.read.parquet(f"{out}/files")
    again = read_again(spark, program, root, out)
    runs = {"a tenth read twice": again, "both readings": files.unionByName(again)}
    runs |= {f"doubled, in {n}": shuffled(files.union(files), n, seed=n) for n in (1, 7, 64)}
    for run, rows in runs.items():
        assert roots(job.consolidate(rows, program, root)) == wanted, f"other roots: {run}"
        print(f"{len(wanted)} roots equal: {run}")

    here, there = read_rows(files), read_rows(again)
    assert peer(here) == peer(there), "the peer that makes no mistake"
    mistakes = {
        "rows as they arrive": (dict(order=as_they_arrive), dict(order=as_they_arrive)),
        "numbers as text": (dict(number=repr), dict(number=text_of_spark(spark, there))),
        "days as moments": (dict(day=day_in("Europe/London")), dict(day=day_in("Pacific/Auckland"))),
    }
    for mistake, (one, other) in mistakes.items():
        assert peer(here, **one) != peer(there, **other), f"not noticed: {mistake}"
        print(f"noticed: {mistake}")
    # Of the last two it is only what is no number, and only the place, that tells.
    assert peer(here, number=repr) == peer(there, number=repr) and peer(here, day=day_in("UTC")) == peer(there, day=day_in("UTC"))
