"""The steps of a commit as the system sees them: steps.py PROGRAM (needs strace)."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
FIXTURE = pathlib.Path(__file__).parents[2] / "fixtures" / "ledger-0.1"
NO_LINKS = "inject=linkat:error=EPERM"
STEPS = ("fsync", "linkat", "mkdir", "rename", "unlink")


def workspace(folder, first):
    place = pathlib.Path(folder) / "council"
    if place.exists():
        shutil.rmtree(place)
    shutil.copytree(FIXTURE, place)
    if first:
        shutil.rmtree(place / "history")
    return place


def run(place, *arguments, strace=()):
    command = [PROGRAM, "--today", "2026-10-28", "--quiet", *arguments, "--workspace", place]
    return subprocess.run([*strace, *command], capture_output=True, text=True)


def importing(place, value, strace=()):
    past = place / "past.csv"
    past.write_text(f"Indicator id,Quarter,Value\nHW02,2025-26Q1,{value}\nHW02,2025-26Q2,{value}\n")
    # Another figure over one that is there is a restatement, which somebody answers for.
    why = ["--class", "update", "--reason", "Later figures", "--by", "N. Fox"]
    return run(place, "history", "import", past, *why, strace=strace)


def records(place):
    log = place / "history" / "log"
    return sorted(p.name for p in log.glob("*.json") if p.is_file() or (p / "record").is_dir())


def sound(place, what):
    """Nothing to repair, and the next run works."""
    verified = run(place, "history", "verify")
    assert verified.returncode == 0 and "warning" not in verified.stderr, (what, verified.stdout, verified.stderr)
    before = records(place)
    after = importing(place, "799")
    assert after.returncode == 0 and len(records(place)) == len(before) + 1, (what, after.stdout, after.stderr)
    assert run(place, "history", "verify").returncode == 0, what


def order(place, more):
    """Every file and every name is synced before the record has its number, and that before anything is said."""
    trace = place / "trace"
    options = ["strace", "-y", "-o", trace, "-e", "trace=openat,write,fsync,linkat,mkdir,rename", *more]
    done = importing(place, "790", options)
    assert done.returncode == 0, done.stderr
    unsynced, unnamed, numbered, said = set(), set(), None, False
    history = str(place / "history")
    for line in trace.read_text().splitlines():
        call, ok = line.split("(")[0], not re.search(r"= -1 E", line)
        paths = re.findall(r'"([^"]*)"', line)
        handle = (re.findall(r"\(\d+<([^>]*)>", line) or [""])[0]
        if "in-use" in line:
            continue
        if call == "openat" and "O_CREAT" in line and paths and paths[0].startswith(history) and ok:
            unsynced.add(paths[0])
            unnamed.add((os.path.dirname(paths[0]), paths[0]))
        if call == "mkdir" and ok and paths[0].startswith(history):
            unnamed.add((os.path.dirname(paths[0]), paths[0]))
        if call == "fsync" and ok:
            unsynced.discard(handle)
            unnamed = {(folder, name) for folder, name in unnamed if folder != handle}
        if call in ("linkat", "rename") and ok and re.search(r"\d{8}\.json", paths[-1]):
            # The temporary name of the record is no promise; what it holds is.
            pending = [name for _, name in unnamed if ".tmp" not in name]
            assert not unsynced and not pending, ("not synced before the number was taken", unsynced, pending)
            inside = [name for _, name in unnamed if ".tmp/" in name]
            assert not inside, ("not synced before the number was taken", inside)
            numbered = paths[-1]
            unnamed = {(os.path.dirname(numbered), numbered)}
        if call == "write" and "Recorded as number" in line:
            assert numbered and (os.path.dirname(numbered), numbered) not in unnamed, "said before it was safe"
            said = True
    assert numbered and said, "no record, or not a word of it"


def stopped_at_every_step(folder, first, more, inject, code):
    count = 0
    # One fault a system call: where links fail, they do nothing else.
    for call in (call for call in STEPS if not (more and call == "linkat")):
        for n in range(1, 60):
            place = workspace(folder, first)
            trace = place / "trace"
            options = ["strace", "-o", trace, "-e", f"trace={call}", "-e", f"inject={call}:{inject}:when={n}", *more]
            done = importing(place, "790", options)
            text = trace.read_text() if trace.exists() else ""
            if "INJECTED" not in text and "+++ killed" not in text:
                break
            count += 1
            code(done, place, (call, n))
            sound(place, (call, n, inject, more))
    return count


def was_killed(done, place, what):
    assert done.returncode != 0, what


def was_full(done, place, what):
    # What only tidies up may fail in silence.
    if done.returncode == 0:
        assert what[0] in ("unlink", "mkdir"), what
        return
    assert done.returncode == 2 and "make room on that drive" in done.stderr and str(place) in done.stderr, (what, done.stderr)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for more in ([], ["-e", NO_LINKS]):
            drive = "without links" if more else "with links"
            for first in (True, False):
                order(workspace(folder, first), more)
            killed = sum(stopped_at_every_step(folder, first, more, "signal=KILL", was_killed) for first in (True, False))
            full = stopped_at_every_step(folder, True, more, "error=ENOSPC", was_full)
            assert killed > 30 and full > 15, (killed, full)
            print(f"a drive {drive}: the order holds; killed at {killed} steps, full at {full}, nothing lost")
