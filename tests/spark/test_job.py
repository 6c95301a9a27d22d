"""What the Spark job does with the program, tested without Spark: python -m pytest test_job.py, or python test_job.py"""

import hashlib
import itertools
import pathlib
import stat
import sys
import tempfile

import pyarrow as pa

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here.parent.parent / "spark"))
import quarterday_spark as job  # noqa: E402

FILE = pa.schema([("organisation", pa.string()), ("terms", pa.string()), ("file", pa.string()), ("content", pa.binary())])
ROWS = pa.schema([("organisation", pa.string()), ("terms", pa.string()), ("file", pa.string()), ("records", pa.binary())])


def program():
    """The stand-in, as one file that can be run."""
    path = pathlib.Path(tempfile.mkdtemp()) / "stand-in"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{here / "stand_in.py"}" "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


PROGRAM = program()


def batches(schema, *groups):
    """One batch a group; a group is a list of (file, content), all of one organisation unless it says more."""
    for rows in groups:
        rows = [row if len(row) == 4 else ("", "t", *row) for row in rows]
        yield pa.RecordBatch.from_pylist([dict(zip(schema.names, row)) for row in rows], schema)


def read(*groups):
    return list(job.through([PROGRAM, "cluster", "read", "."])(batches(FILE, *groups)))


def fails(words, act):
    try:
        act()
    except Exception as fault:
        assert words in str(fault), fault
        return fault
    raise AssertionError(f"nothing failed with {words}")


def test_each_batch_is_answered_in_order():
    groups = [[(f"{i}.xlsx", b"%d" % i)] * (i % 3 + 1) for i in range(200)]
    answered = read(*groups)
    assert [len(batch) for batch in answered] == [len(group) for group in groups]
    rows = [row for batch in answered for row in batch.to_pylist()]
    sent = list(itertools.chain(*groups))
    assert [row["file"] for row in rows] == [name for name, _ in sent]
    assert [row["sha256"] for row in rows] == [hashlib.sha256(content).hexdigest() for _, content in sent]


def test_nothing_sent_is_nothing_started():
    assert list(job.through(["/no/such/program"])(iter([]))) == []
    fails("No such file", lambda: list(job.through(["/no/such/program"])(batches(FILE, [("a", b"")]))))


def test_names_come_back_as_they_are():
    names = [" a b ", "100%", "%41", "größe 雪", "a+b#c,d", "[a]{b}", "a:b", "a\\b", "'\"", "", "\n"]
    assert [row["file"] for row in read([(name, b"") for name in names])[0].to_pylist()] == names


def test_batches_larger_than_any_pipe():
    big = bytes(60_000_000)
    assert [batch.column("sha256")[0].as_py() for batch in read([("a", big)], [("b", big)])] == [
        hashlib.sha256(big).hexdigest()
    ] * 2


def test_a_program_that_fails_says_why():
    fault = fails("register.xlsx is not there", lambda: read(*[[("a", bytes(100_000))]] * 50, [("b", b"die")], [("c", b"")]))
    assert isinstance(fault, RuntimeError) and "cluster read . ended with 1" in str(fault)
    # Also when it ends before anything was read, and when it is killed, which leaves no words.
    fails("ended with 2", lambda: list(job.through([PROGRAM, "--what"])(batches(FILE, [("a", bytes(1_000_000))]))))
    fails("ended with -9", lambda: list(job.through(["sh", "-c", "kill -9 $$"])(batches(FILE, [("a", bytes(1_000_000))]))))
    fails("ended with 2", lambda: job.terms(PROGRAM, "2026-27Q2", ".", "--what"))


def test_half_an_answer_is_no_answer():
    fails("", lambda: read([("a", b"lie")]))
    fails("", lambda: read([("a", b"hush")], *[[("b", bytes(1_000_000))]] * 5))
    fails("", lambda: list(job.through(["true"])(batches(FILE, [("a", bytes(1_000_000))]))))
    # The program ends well, because nobody told it that more was to come.
    fails("no more", lambda: list(job.through([PROGRAM, "cluster", "read", "."])(broken())))


def broken():
    yield from batches(FILE, [("a", b"")])
    raise OSError("no more")


def test_spark_may_want_no_more():
    endless = (next(batches(FILE, [("a", bytes(100_000))])) for _ in itertools.count())
    answers = job.through([PROGRAM, "cluster", "read", "."])(endless)
    next(answers)
    answers.close()


def consolidated(*groups):
    answered = job.through([PROGRAM, "cluster", "consolidate", "."])(batches(ROWS, *groups))
    return {row["organisation"]: row["root"] for batch in answered for row in batch.to_pylist()}


def test_organisations_are_told_apart_wherever_a_batch_ends():
    rows = [(name, "t", f"{i}.xlsx", b'["%d", ""]' % i) for name in ("a", "b", "c") for i in range(7)]
    at_once, one_by_one = consolidated(rows), consolidated(*[[row] for row in rows])
    assert at_once == one_by_one and set(at_once) == {"a", "b", "c"}
    again = consolidated(*[[row] for row in sorted(rows * 2, key=lambda row: (row[0], row[3][::-1]))])
    assert again == at_once
    fails("comes in two pieces", lambda: consolidated(rows, rows))


def test_many_organisations_do_not_wait_for_each_other():
    """Answers come while rows still go in: more of both than a pipe holds."""
    rows = ([(f"{i:05}", "t" * 100_000, "a.xlsx", b'["1", ""]')] for i in range(200))
    assert len(consolidated(*rows)) == 200


def test_terms():
    with tempfile.TemporaryDirectory() as root:
        for name in ("b", "a"):
            pathlib.Path(root, name).mkdir()
            pathlib.Path(root, name, "quarterday.toml").write_text(name)
        assert list(job.terms(PROGRAM, "2026-27Q2", root, "2026-10-28")) == ["a", "b"]
        assert list(job.terms(PROGRAM, "2026-27Q2", f"{root}/a", "2026-10-28")) == [""]


if __name__ == "__main__":
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
            print(name)
