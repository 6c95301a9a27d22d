#!/bin/bash
# Counts the instructions of three fixed pieces of work (instructions.rs) with cachegrind, and compares them with those that are
# kept in instructions.txt: more than a twentieth more is a regression, and the exit code is 1. By hand; needs valgrind.
#
#   benches/instructions.sh           compares
#   benches/instructions.sh --keep    writes the counts down, with the compiler that they are of
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
command -v valgrind >/dev/null || { apt-get update -qq; apt-get install -y -qq valgrind >/dev/null; }
program=$(cargo bench --bench instructions --no-run --message-format=json 2>/dev/null |
  sed -n 's/.*"executable":"\([^"]*instructions-[^"]*\)".*/\1/p' | tail -1)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
{
  echo "# $(rustc --version | cut -d' ' -f1,2); instructions in all"
  for job in read write analyse; do
    valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file="$out/$job" "$program" "$job" >/dev/null 2>"$out/said"
    echo "$job $(sed -n 's/.*I *refs: *\([0-9,]*\).*/\1/p' "$out/said" | tr -d ,)"
  done
} > "$out/counts"
if [ "${1:-}" = --keep ]; then
  cp "$out/counts" "$here/instructions.txt"
  cat "$here/instructions.txt"
  exit
fi
[ "$(head -1 "$out/counts")" = "$(head -1 "$here/instructions.txt")" ] || echo "another compiler: $(head -1 "$here/instructions.txt")"
paste -d' ' <(tail -n +2 "$here/instructions.txt") <(tail -n +2 "$out/counts") |
  awk '{ change = 100 * ($4 / $2 - 1); printf "%-8s %15d → %15d  %+.2f%%\n", $1, $2, $4, change; worse += change > 5 } END { exit worse > 0 }'
