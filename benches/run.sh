#!/bin/bash
# Quarterday beside the limit programs and the peers, on the seeded workload of council returns.
#
#   BENCH=DIR benches/run.sh CASE ROUNDS [PEER...]     CASE: n10 n100 n1000 n5000 xl; PEER: a b bplus L (default: L)
#
# DIR has the workload's maker, the peers and the limit programs: README.md says what they are.
# FRESH=1 makes the workspace again; EVERYTHING=1 with it measures all that the product does, not the peers' job alone.
# Prints medians and the ratios that count: CPU of the whole run ÷ CPU of bare reading and writing (L6), in the same run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
bench=$(cd "${BENCH:?the folder of the workload, the peers and the limit programs (benches/README.md)}" && pwd)
case=${1:?case}; rounds=${2:?rounds}; shift 2
export BENCH_WORK=${BENCH_WORK:-$root/target/bench}
mkdir -p "$BENCH_WORK"
cargo build -q --release --manifest-path "$root/Cargo.toml"
program=${CARGO_TARGET_DIR:-$root/target}/release/quarterday

# One round without the product makes the data, the Python environment and the limit programs.
[ -d "$BENCH_WORK/data/$case" ] || "$bench/run.sh" "$case" 1 L > "$BENCH_WORK/first_$case.log"
workspace=$BENCH_WORK/workspaces/$case
if [ ! -f "$workspace/register.xlsx" ] || [ "$here/prepare.py" -nt "$workspace/register.xlsx" ] || [ "${FRESH:-}" ]; then
  mkdir -p "$BENCH_WORK/workspaces"
  "$BENCH_WORK/venv/bin/python" "$here/prepare.py" "$BENCH_WORK/data/$case" "$workspace" "$program" "$here/layout.toml"
fi
# Each round starts from the ledger as the import left it, so that the run that is measured records the quarter.
export QUARTERDAY=$program WORKSPACE=$workspace
PRODUCT="$here/product.sh {out}" "$bench/run.sh" "$case" "$rounds" "${@:-L}"
"$BENCH_WORK/venv/bin/python" "$here/ratios.py" "$BENCH_WORK/results_$case.jsonl" "$BENCH_WORK/out/product_$case"
