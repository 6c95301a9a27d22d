#!/bin/bash
# Sail 0.7.2, an engine that speaks Spark Connect, gives a workbook of 1 MB or more as two rows or more, each with the whole
# content, when it is read as Spark reads files of any kind: read.format("binaryFile"). How many depends on the cores.
# Smaller ones are one row. PySpark 4.1 on Spark's own engine gives one row for each file.
#
# What surprised us: a file is the unit there, and the rows say the same path. Nothing else tells that one was doubled, so
# whoever adds up a column over all workbooks counts the large returns twice and the small ones once.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pysail==0.7.2 'pyspark[connect]==4.1.4' pyarrow==26.0.1 'pandas<3' XlsxWriter==3.3.1 openpyxl==3.1.5

cat > make.py <<'PY'
import os, xlsxwriter
os.mkdir("returns")
for name, rows in ("small", 1000), ("large", 60000):
    book = xlsxwriter.Workbook(f"returns/{name}.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(rows):
        # Words that do not pack well, and one figure a row.
        sheet.write_row(row, 0, [1, f"{(row * 2654435761) % 2**32:08x}", f"{(row * 40503 + 7) % 2**32:08x}", f"line {row}"])
    book.close()
PY
venv/bin/python make.py

cat > read.py <<'PY'
import io, os, sys
import openpyxl
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

def told(spark, engine):
    total = 0
    for name in "small", "large":
        rows = spark.read.format("binaryFile").load(os.path.abspath(f"returns/{name}.xlsx")).select("path", "content").collect()
        whole = open(f"returns/{name}.xlsx", "rb").read()
        assert all(bytes(row.content) == whole for row in rows) and len({row.path for row in rows}) == 1
        books = [openpyxl.load_workbook(io.BytesIO(bytes(row.content)), read_only=True) for row in rows]
        figures = [sum(row[0] for row in book.active.iter_rows(values_only=True)) for book in books]
        under = "under" if len(whole) < 1 << 20 else "over"
        print(f"{engine}: {name}.xlsx, {under} 1 MB:", "one row" if len(rows) == 1 else "several rows, each the whole file")
        total += sum(figures)
    print(f"{engine}: the figures add up to", "61000, as they do in Excel" if total == 61000 else "more than the 61000 that they are in Excel")

if sys.argv[1] == "sail":
    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    told(SparkSession.builder.remote("sc://{}:{}".format(*server.listening_address)).getOrCreate(), "Sail 0.7.2")
else:
    told(SparkSession.builder.master("local[2]").getOrCreate(), "Spark 4.1")
PY
if ! java -version >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
fi
{ venv/bin/python read.py sail 2>/dev/null; SPARK_LOCAL_IP=127.0.0.1 venv/bin/python read.py spark 2>/dev/null; } > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
Sail 0.7.2: small.xlsx, under 1 MB: one row
Sail 0.7.2: large.xlsx, over 1 MB: several rows, each the whole file
Sail 0.7.2: the figures add up to more than the 61000 that they are in Excel
Spark 4.1: small.xlsx, under 1 MB: one row
Spark 4.1: large.xlsx, over 1 MB: one row
Spark 4.1: the figures add up to 61000, as they do in Excel
SEEN
