"""Reads and consolidates the returns of a quarter on Apache Spark 3.5 or 4: README.md beside this file says how.

    python quarterday_spark.py QUARTER ROOT OUT --today YYYY-MM-DD --program PATH

ROOT is one workspace, or a folder of workspaces, each an organisation. Every row is made by the program `quarterday`, which
each task starts once and speaks Arrow with. Order, partitions and retries are Spark's own: no result depends on them.
"""

import argparse
import itertools
import json
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pyarrow as pa
from pyspark import cloudpickle
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema


def terms(program, quarter, root, today):
    """By organisation, what its returns are read under: a text that goes with each of them."""
    return json.loads(_output([program, "cluster", "terms", quarter, root, "--today", today]))


def files(spark, quarter, root, known, location=None):
    """One row a return: organisation, terms, file, content. `location` is `root` in Spark's words, where it has others."""
    folders = {name: folder for name in known if (folder := Path(root, name, "returns", quarter)).is_dir()}
    if not folders:
        raise FileNotFoundError(f"no folder returns/{quarter} in {root}")
    location = location or f"file://{Path(root).absolute()}"
    paths = [f"{location}/{folder.relative_to(root)}" for folder in folders.values()]
    # Spark takes a path for a pattern, so the signs of patterns have to stand for themselves.
    paths = [re.sub(r"([\\*?\[\]{}])", r"\\\1", path) for path in paths]
    # Without a look into subfolders Spark makes a column of one called `a=b`. What lies in them is no return.
    found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths)
    part = F.split("path", "/")
    organisation = F.lit("") if "" in known else F.element_at(part, -4)
    found = found.where((F.element_at(part, -3) == "returns") & (F.element_at(part, -2) == quarter))
    found = found.select(organisation.alias("organisation"), F.element_at(part, -1).alias("file"), "content")
    # Spark passes over empty files and names that begin with `_` or `.`. They were sent as well: the driver reads them.
    delivered = {tuple(row) for row in found.select("organisation", "file").collect()}
    sent = [(name, path) for name, folder in folders.items() for path in folder.iterdir() if path.is_file()]
    others = [(name, path.name, path.read_bytes()) for name, path in sent if (name, path.name) not in delivered]
    others = spark.createDataFrame(others, "organisation string, file string, content binary")
    known = spark.createDataFrame(list(known.items()), "organisation string, terms string")
    return found.union(others).join(F.broadcast(known), "organisation")


def read(files, program, root):
    """One row a file: its outcome, all that was read from it as lists, and `records`, which `consolidate` wants."""
    return _mapped(files.select("organisation", "terms", "file", "content"), program, "read", root)


def consolidate(rows, program, root):
    """One row an organisation: its root, and all that it reports."""
    # The program wants the rows of an organisation side by side, so they go through one list. `applyInArrow` would do as
    # well, but Spark 3.5 has none for groups; a sort would not: not every engine keeps it.
    lists = rows.groupBy("organisation").agg(F.collect_list(F.struct("terms", "file", "records")).alias("files"))
    return _mapped(lists.selectExpr("organisation", "inline(files)"), program, "consolidate", root)


def run(spark, quarter, root, out, today, program="quarterday", location=None):
    """Writes OUT/files and OUT/organisations as Parquet; prints the root and the outcomes of each organisation."""
    # Spark, Python and the program hold a batch at the same time, and a return may have 50 MB: one, and not Spark's 10,000.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1)
    known = terms(program, quarter, root, today)
    read(files(spark, quarter, root, known, location), program, root).write.mode("overwrite").parquet(f"{out}/files")
    # From what was written, or Spark would read every return a second time.
    rows = consolidate(spark.read.parquet(f"{out}/files"), program, root)
    rows.write.mode("overwrite").parquet(f"{out}/organisations")
    line = "concat(root, ': ', accepted, ' accepted, ', rejected, ' rejected, ', undecided, ' undecided')"
    told = dict(spark.read.parquet(f"{out}/organisations").selectExpr("organisation", line).collect())
    for name in sorted(known):
        print(name or Path(root).absolute().name, told.get(name, "no returns"))


def through(command):
    """A function from batches to batches: one process of `command` gets what comes, and gives what goes."""

    def answers(batches):
        batches, faults = iter(batches), []
        first = next(batches, None)
        if first is None:  # An empty partition.
            return

        def feed():
            try:
                with process.stdin, pa.ipc.new_stream(process.stdin, first.schema) as stream:
                    for batch in itertools.chain([first], batches):
                        stream.write_batch(batch)
            except Exception as fault:  # Raised below, unless the program itself says what is wrong.
                faults.append(fault)

        # A thread feeds and a file takes standard error, so that neither side ever waits for the other to read.
        pipe, feeder = subprocess.PIPE, threading.Thread(target=feed, daemon=True)
        with tempfile.TemporaryFile() as errors, subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors) as process:
            try:
                feeder.start()
                yield from pa.ipc.open_stream(process.stdout)
            except (pa.ArrowException, OSError) as fault:  # No stream, or a part of one.
                faults.append(fault)
            except GeneratorExit:  # Spark wants no more.
                process.kill()
                raise
            process.stdout.close()
            feeder.join()
            process.wait()
            errors.seek(0)
            _succeeded(command, process.returncode, errors.read())
            if faults:
                raise faults[0]

    return answers


def _mapped(rows, program, stage, root):
    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # Executors need not have this file.
    schema = pa.ipc.open_stream(_output([program, "cluster", "schema", stage])).schema
    schema = from_arrow_schema(schema, prefer_timestamp_ntz=True)
    return rows.mapInArrow(through([program, "cluster", stage, root, "--quiet"]), schema)


def _output(command):
    done = subprocess.run(command, capture_output=True)
    _succeeded(command, done.returncode, done.stderr)
    return done.stdout


def _succeeded(command, code, errors):
    if code != 0:
        # Its last lines are written for the person who must act.
        lines = errors.decode(errors="replace").splitlines()[-20:]
        raise RuntimeError("\n".join([f"{' '.join(command)} ended with {code}:", *lines]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("quarter", "root", "out"):
        parser.add_argument(name, metavar=name.upper())
    parser.add_argument("--today", required=True, metavar="YYYY-MM-DD")
    parser.add_argument("--program", default="quarterday", metavar="PATH", help="where driver and executors have it")
    parser.add_argument("--location", metavar="URI", help="ROOT in Spark's words, if it has others")
    run(SparkSession.builder.appName("quarterday").getOrCreate(), **vars(parser.parse_args()))
