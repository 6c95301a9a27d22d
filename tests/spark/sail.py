"""The job on Sail, a second engine that speaks Spark Connect: sail.py PROGRAM ROOT SINGLE OUT"""

import sys

from compare import job, on_one_machine, roots
from make import QUARTER, TODAY
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

if __name__ == "__main__":
    program, root, single, out = sys.argv[1:]
    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    spark = SparkSession.builder.remote("sc://{}:{}".format(*server.listening_address)).getOrCreate()
    job.run(spark, QUARTER, root, out, TODAY, program)
    assert roots(spark.read.parquet(f"{out}/organisations")) == on_one_machine(single), "other roots"
