"""Every command that writes, beside the ledger too: commands.py PROGRAM [COMMAND ...] (needs strace).

The order in which it makes its files safe, and what is left when it is killed at any of its steps: the same command run
again gives what it would have given, and nothing half-done is there or taken for somebody's work.
"""

import os
import re
import sys
import tempfile

from steps import STEPS, run, workspace

QUARTER = "2026-27Q2"
KEEP = "[publication]\nheld_up_by = []\n\n[ledger]\nkeep_returns = 1\nkeep_released = false\n"
# Courtesies, which nobody relies on.
COURTESY = re.compile(r"in-use\.|/trace$")

COMMANDS = {
    "consolidate": ["consolidate", QUARTER, "--by", "T. Barrow"],
    "approve": ["approve", QUARTER, "--by", "G. Hart"],
    "publish": ["publish", QUARTER, "--by", "T. Barrow"],
    "consolidate again": ["consolidate", QUARTER, "--by", "N. Fox"],
    "correct": ["history", "correct", "HW02", "2025-26Q1", "--value", "790", "--class", "correction", "--reason", "Twice", "--by", "N. Fox"],
    "export": ["history", "export", "--type", "all"],
    "handover": ["handover", "--by", "J. Khan"],
    "gc": ["history", "gc", "--by", "T. Barrow"],
}
# What changes before a command, so that it has something to do.
BEFORE = {
    "consolidate again": lambda place: (place / "returns" / QUARTER / "notes.txt").write_text("another"),
    "gc": lambda place: later(place),
}


def later(place):
    """The next quarter is run, so that the returns of this one are past keeping."""
    nxt = place / "returns" / "2026-27Q3"
    nxt.mkdir(exist_ok=True)
    (nxt / "notes.txt").write_text("nothing yet")
    done = run(place, "consolidate", "2026-27Q3", "--by", "T. Barrow")
    assert done.returncode in (0, 1), (done.stdout, done.stderr)


def council(folder, name):
    """The workspace as the command finds it: the commands before it have been run."""
    place = workspace(folder, False)
    settings = place / "quarterday.toml"
    settings.write_text(settings.read_text() + "\n" + KEEP)
    for before in COMMANDS:
        BEFORE.get(before, lambda _: None)(place)
        if before == name:
            return place
        # What a command may complain of is no matter here; that it did its work is.
        done = run(place, *COMMANDS[before])
        assert done.returncode in (0, 1), (before, done.stdout, done.stderr)
    raise AssertionError(name)


def files(place):
    """Everything that is there but the courtesies, by name."""
    paths = (p for p in place.rglob("*") if p.is_file() and not COURTESY.search(str(p)))
    return {str(p.relative_to(place)): p.read_bytes() for p in paths}


def order(place, name):
    """A file is safe before it takes its last name, and that name before the command ends."""
    trace = place / "trace"
    calls = "openat,write,fsync,fdatasync,linkat,mkdir,rename,renameat2,renameat"
    done = run(place, *COMMANDS[name], strace=["strace", "-f", "-y", "-o", trace, "-e", f"trace={calls}"])
    assert done.returncode in (0, 1), (name, done.stdout, done.stderr)
    unsynced, unnamed = set(), set()
    for line in joined(trace.read_text()):
        call, ok = line.split("(")[0], not re.search(r"= -1 E", line)
        paths = [p for p in re.findall(r'"([^"]*)"', line)]
        inside = [p for p in paths if p.startswith(str(place)) and not COURTESY.search(p)]
        handle = (re.findall(r"\(\d+<([^>]*)>", line) or [""])[0]
        if call == "openat" and "O_CREAT" in line and inside and ok:
            unsynced.add(inside[0])
            unnamed.add(inside[0])
        if call == "mkdir" and inside and ok:
            unnamed.add(inside[0])
        if call in ("fsync", "fdatasync") and ok:
            unsynced.discard(handle)
            unnamed = {p for p in unnamed if os.path.dirname(p) != handle}
        if call in ("linkat", "rename", "renameat", "renameat2") and len(inside) == 2 and ok:
            old, new = inside
            half = [p for p in unsynced if p == old or p.startswith(old + "/")]
            half += [p for p in unnamed if p.startswith(old + "/")]
            assert not half, (name, "has its name before it is safe", new, half)
            if call != "linkat":
                unnamed.discard(old)
            unnamed.add(new)
    lasting = {p for p in unnamed if os.path.exists(p) and not os.path.basename(p).startswith(".")}
    assert not lasting, (name, "was said to be done, and its name is not safe", lasting)


def joined(trace):
    """Calls of several threads, each in one line."""
    begun = {}
    for line in trace.splitlines():
        pid, call = line.split(None, 1)
        if call.endswith("<unfinished ...>"):
            begun[pid] = call[: -len("<unfinished ...>")]
        elif call.startswith("<... "):
            yield begun.pop(pid, "") + call.split("resumed>", 1)[-1]
        else:
            yield call


def killed_at_every_step(folder, name, wanted):
    count = 0
    for call in (*STEPS, "unlinkat"):
        for n in range(1, 200):
            place = council(folder, name)
            trace = place / "trace"
            options = ["strace", "-f", "-o", trace, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}"]
            run(place, *COMMANDS[name], strace=options)
            if "+++ killed" not in trace.read_text():
                break
            count += 1
            what = (name, call, n)
            state = run(place, "history", "verify")
            assert state.returncode == 0 or "is not there" in state.stdout, (what, state.stdout, state.stderr)
            again = run(place, *COMMANDS[name])
            assert again.returncode in (0, 1), (what, again.stdout, again.stderr)
            assert "kept as" not in again.stderr, (what, again.stderr)
            assert run(place, "history", "verify").returncode == 0, what
            same(files(place), wanted, what)
    return count


def same(found, wanted, what):
    """Beside the ledger every file is the one that would have been there, to the last byte; of the ledger nothing is lost."""
    differs = {n for n in found.keys() | wanted.keys() if not n.startswith("history/") and found.get(n) != wanted.get(n)}
    assert not differs, (what, differs)
    assert wanted.keys() <= found.keys() or what[0] in ("approve", "gc"), (what, wanted.keys() - found.keys())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[2:] or COMMANDS:
            place = council(folder, name)
            order(place, name)
            wanted = files(place)
            print(f"{name}: the order holds; killed at {killed_at_every_step(folder, name, wanted)} steps, made again", flush=True)
