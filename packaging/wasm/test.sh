#!/bin/bash
# Builds the reader as a module of WebAssembly, and holds what it reads within Python against what the program reads: of the demo, of
# the gallery of forms and of files that are refused. Then what is stopped by its memory or its time. By hand.
#
#   packaging/wasm/test.sh [QUARTERDAY]     of the same sources, for this machine; target/release/quarterday if not said
#
# TOOLS: the folder of packaging/windows/build.sh (target/windows). Ends with a table; exit code 1 where a line of it differs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=$(realpath -m "${TOOLS:-$root/target/windows}")
program=$(realpath -m "${1:-$root/target/release/quarterday}")
quarter=2026-27Q2
today=2026-10-28

stop() { echo "$*" >&2; exit 2; }
[ -x "$program" ] || stop "there is no $program: cargo build --release, or name another"
built=$("$here/build.sh" "$tools" | tail -1)
venv=$root/target/wasm-venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
  rm -rf "$venv" && python3 -m venv "$venv"
  "$venv/bin/pip" install -q -r "$here/requirements.txt" || stop "pip could not fetch wasmtime and pyarrow"
  cp "$here/requirements.txt" "$venv/"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
consolidated() { # a workspace: its run record is what the roots are held against
  "$program" consolidate "$quarter" --workspace "$1" --today "$today" --quiet > /dev/null || [ $? = 1 ]
}
"$program" demo "$work/demo" --today "$today" --quiet > /dev/null
consolidated "$work/demo"
cp -r "$root/fixtures/gallery" "$work/gallery"
cp "$root"/fixtures/refused/* "$work/gallery/returns/$quarter/"
"$program" history import "$work/gallery/past.csv" --workspace "$work/gallery" --quiet > /dev/null
consolidated "$work/gallery"
# A workspace whose reader may use little, with a return among the others that needs more.
cp -r "$work/demo" "$work/little"
printf '\n[limits]\nworker_mb = 130\n' >> "$work/little/quarterday.toml"
"$venv/bin/python" "$here/test.py" large "$work/little/returns/$quarter/large.xlsx"
consolidated "$work/little"
"$venv/bin/python" "$here/test.py" compare "$program" "$built" "$quarter" "$today" "$work"/{demo,gallery,little}
