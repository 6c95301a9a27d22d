"""Every name of a file and of an organisation reaches the program as it is: names.py (in a Spark session; no program)"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "spark"))
import quarterday_spark as job  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

# No colon: Hadoop's local file system opens no such name, and says so.
FILES = ["a.xlsx", " a b .xlsx", "100%.xlsx", "%41.xlsx", "größe 雪 😀.xlsx", "e\u0301.xlsx", "a+b#c,d;e&f=g?.xlsx"]
FILES += ["[a]{b}*.xlsx", "a\\b.xlsx", "'\"`$.xlsx", "line\nbreak.xlsx", "k=v.xlsx"]
FILES += ["_a.xlsx", ".a.xlsx.icloud", "~$a.xlsx", "empty.xlsx", "a.xlsx._COPYING_"]  # Spark passes over most of these.
ORGANISATIONS = ["plain", "Überl&nd 5%41", "a=b", "p+q#r, s;", "[x] {y,z}", "q? s* \\", "_u", ".h"]
QUARTER = "2026-27Q2"


def fill(workspace):
    """Every file has its own name in it; the folders beside them are no returns."""
    returns = workspace / "returns" / QUARTER
    for folder in ("old", "k=v", "_"):
        (returns / folder).mkdir(parents=True)
        (returns / folder / "a.xlsx").write_text("not sent")
    (workspace / "returns" / "2026-27Q1").mkdir()
    (workspace / "returns" / "2026-27Q1" / "a.xlsx").write_text("not now")
    for name in FILES:
        (returns / name).write_text("" if name == "empty.xlsx" else name)


def same(spark, root, known, location=None):
    rows = job.files(spark, QUARTER, str(root), known, location).collect()
    got = sorted((row.organisation, row.terms, row.file, row.content.decode()) for row in rows)
    wanted = [(name, known[name], file, "" if file == "empty.xlsx" else file) for name in known for file in FILES]
    assert got == sorted(wanted), set(got) ^ set(wanted)


if __name__ == "__main__":
    spark = SparkSession.builder.getOrCreate()
    with tempfile.TemporaryDirectory(prefix="many [1] {2,3} 4% ü ") as root:
        for name in ORGANISATIONS:
            fill(Path(root, name))
        Path(root, "not yet").mkdir()
        known = {name: f"terms of {name}" for name in ORGANISATIONS}
        same(spark, root, known)
        job.files(spark, QUARTER, root, known | {"not yet": ""})
        same(spark, root, known, location=root)
        one = Path(root, ORGANISATIONS[1])
        same(spark, one, {"": "terms"})
        try:
            job.files(spark, "2027-28Q1", root, known)
        except FileNotFoundError as fault:
            assert "returns/2027-28Q1" in str(fault)
    print(f"names: {len(FILES)} files of {len(ORGANISATIONS)} organisations, Spark {spark.version}")
