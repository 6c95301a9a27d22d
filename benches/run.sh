#!/bin/bash
# Quarterday beside the limit programs and the peers, on the seeded workload of council returns.
#
#   BENCH=DIR benches/run.sh CASE ROUNDS [PEER...]     CASE: n10 n100 n1000 n5000 xl; PEER: a b bplus L (default: L)
#
# DIR has the workload's maker, the peers and the limit programs: README.md says what they are.
# Runs all that the product does, then the peers' job alone, then the others, and again: all in turn.
# FRESH=1 makes the workspaces again.
# Prints medians with their spread, and the ratios that count: CPU of a run ÷ CPU of bare reading and writing (L6).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
bench=$(cd "${BENCH:?the folder of the workload, the peers and the limit programs (benches/README.md)}" && pwd)
case=${1:?case}; rounds=${2:?rounds}; shift 2
export BENCH_WORK=${BENCH_WORK:-$root/target/bench}
mkdir -p "$BENCH_WORK/workspaces" "$BENCH_WORK/out"
cargo build -q --release --manifest-path "$root/Cargo.toml"
export QUARTERDAY=${CARGO_TARGET_DIR:-$root/target}/release/quarterday

# One round without the product makes the data, the Python environment and the limit programs.
[ -f "$BENCH_WORK/out/cells_$case.bin" ] || "$bench/run.sh" "$case" 1 L > "$BENCH_WORK/first_$case.log"
cd "$BENCH_WORK"
python=venv/bin/python
for job in everything alone; do
  workspace=workspaces/$case-$job
  if [ ! -f "$workspace/register.xlsx" ] || [ "$here/prepare.py" -nt "$workspace/register.xlsx" ] || [ "${FRESH:-}" ]; then
    "$python" "$here/prepare.py" "data/$case" "$workspace" "$QUARTERDAY" "$here/layout.toml" "$job"
  fi
done

data=data/$case
limits=limits-target/release/limits
files="out/cells_$case.bin out/limit_$case.xlsx $data/history.csv $data/returns $data/register.xlsx"
runs=("everything: $here/product.sh workspaces/$case-everything out/everything_$case"
      "alone: $here/product.sh workspaces/$case-alone out/alone_$case")
for peer in "${@:-L}"; do case $peer in
  a) runs+=("a: $python $bench/peer_a.py $data out/a_$case.xlsx");;
  b) runs+=("b: $python $bench/peer_b.py $data out/b_$case.xlsx");;
  bplus) runs+=("bplus: $python $bench/peer_b.py $data out/bp_$case.xlsx --writer rust");;
  L) runs+=("L6: $limits combo stream 2 constant 6 $files" "L1: $limits combo stream 2 constant 1 $files");;
esac; done
rm -f "results_$case.jsonl"
rm -rf out/everything_* out/alone_*
"$python" "$bench/measure.py" "results_$case.jsonl" "$rounds" "$case" -- "${runs[@]}"
"$python" "$here/ratios.py" "results_$case.jsonl" "out/alone_$case" "out/b_$case.xlsx"
