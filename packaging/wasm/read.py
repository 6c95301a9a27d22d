"""Reads returns within this process, by the reader as a module of WebAssembly: README.md beside this file says when.

Each file gets an instance of its own, with as much memory and time as the settings give a worker. What is stopped by that
costs one row, `undecided`, and nothing else. Nothing here knows what a row's records mean: the module writes them all.
"""

import functools
import hashlib
import json
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa
import wasmtime

SCHEMA = pa.schema({name: pa.string() for name in ("organisation", "terms", "file")} | {"records": pa.binary()})
FAULT = 2  # The module's exit code for what is no fault of the file.


class Stopped(Exception):
    """The module was stopped: `overdue`, or else as it is when it is refused memory."""

    def __init__(self, overdue):
        super().__init__(overdue)
        self.overdue = overdue


def rows(organisation, terms, files, module, settings):
    """What `quarterday cluster consolidate` and `consolidate --from` want of each file, as a batch of Arrow.

    `files` are pairs of a name and bytes; `module` is the path of the module. `terms` and `settings` are what `quarterday
    cluster terms` and `quarterday cluster reader` print for the organisation.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "settings.json").write_text(json.dumps(settings))
        run = functools.partial(_run, _load(str(module)), folder, settings["limits"])
        run([terms])  # Refused if they are of another program.
        read = [(organisation, terms, name, _records(run, name, content)) for name, content in files]
    return pa.RecordBatch.from_pylist([dict(zip(SCHEMA.names, row)) for row in read], SCHEMA)


def _records(run, name, content):
    words = ["settings.json", name]
    for _ in range(2):  # As the program does: once more alone, and then the file is given up.
        try:
            return run(words, content)
        except Stopped as stop:
            overdue = stop.overdue
    return run([*words, "overdue" if overdue else "broke-off", hashlib.sha256(content).hexdigest()])


def _run(loaded, folder, limits, words, content=b""):
    """What the module prints when it is called with these words."""
    engine, linker, module = loaded
    printed, said = [], []
    Path(folder, "content").write_bytes(content)
    wasi = wasmtime.WasiConfig()
    wasi.argv = ["quarterday-reader", *words]
    wasi.stdin_file = f"{folder}/content"
    wasi.stdout_custom, wasi.stderr_custom = printed.append, said.append
    wasi.preopen_dir(folder, ".", fs_mutable=False)
    # Its memory goes with the store, at once and not when Python comes to it.
    with wasmtime.Store(engine) as store:
        store.set_wasi(wasi)
        store.set_limits(memory_size=limits["worker_mb"] << 20)
        store.set_epoch_deadline(limits["worker_wall_seconds"] + 1)
        start = linker.instantiate(store, module).exports(store)["_start"]
        try:
            start(store)
        except wasmtime.ExitTrap as end:
            if end.code == FAULT:
                raise RuntimeError(b"".join(said).decode(errors="replace").strip()) from None
            raise Stopped(overdue=False) from None
        except wasmtime.Trap as trap:
            raise Stopped(overdue=trap.trap_code == wasmtime.TrapCode.INTERRUPT) from None
    return b"".join(printed)


@functools.cache
def _load(path):
    """Compiled once a process, which takes seconds. The engine's clock ticks once a second from then on."""
    config = wasmtime.Config()
    config.wasm_exceptions = True  # A panic of a parser is caught inside, and is a finding.
    config.epoch_interruption = True
    engine = wasmtime.Engine(config)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()

    def tick():
        while True:
            time.sleep(1)
            engine.increment_epoch()

    threading.Thread(target=tick, daemon=True).start()
    return engine, linker, wasmtime.Module.from_file(engine, path)
