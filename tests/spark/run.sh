#!/bin/bash
# By hand, half an hour with 2,000 files: run.sh QUARTERDAY [FILES [FOLDER]]
# The job on Spark 4 and 3.5, a master and two workers on this machine, the executor of one killed in the middle: the same
# roots as on one machine. Then once more with rows doubled, reordered and split otherwise; then by Sail, a second engine.
# FOLDER keeps Python's packages and everything made for the next look.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '2,5s/^# //p' "$0"; exit 2; }
program=$(realpath "$1")
count=${2:-2000}
folder=$(realpath -m "${3:-$(mktemp -d)}")
job=$here/../../spark/quarterday_spark.py
quarter=2026-27Q2
today=2026-10-28
started=()
export PYTHONDONTWRITEBYTECODE=1 SPARK_LOCAL_IP=127.0.0.1

finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  [ -n "${3:-}" ] || rm -rf "$folder"
}
trap 'finish "$@"' EXIT

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

# A folder with these packages in it.
packages() {
  [ -x "$folder/$1/bin/python" ] || python3 -m venv "$folder/$1"
  "$folder/$1/bin/pip" install -q "${@:2}"
}

# The process ids of executors that a worker has.
executors() { pgrep -P "$1" -f CoarseGrainedExecutorBackend || true; }

# Waits until a command succeeds.
until_true() { for _ in $(seq 1200); do "$@" && return; sleep 0.2; done; echo "waited in vain: $*"; return 1; }

# Starts one of Spark's daemons on the loopback and leaves its number in $pid.
daemon() {
  "$SPARK_HOME/bin/spark-class" "org.apache.spark.deploy.$1" --host 127.0.0.1 --port 0 --webui-port 0 "${@:3}" > "$2" 2>&1 &
  pid=$!
  started+=("$pid")
}

submit() {
  "$SPARK_HOME/bin/spark-submit" --master "$master" --conf spark.executor.memory=1g --conf spark.ui.enabled=false \
    --conf spark.ui.showConsoleProgress=false "$@"
}

on_spark() {
  local version=$1 out=$folder/out-$1 log=$folder/log-$1
  rm -rf "$out" "$log"
  mkdir -p "$log"
  export PYSPARK_PYTHON=$folder/spark-$version/bin/python
  export SPARK_HOME
  SPARK_HOME=$("$PYSPARK_PYTHON" -c 'import pyspark; print(pyspark.__path__[0])')

  step "Spark $version: names"
  master=local[2] submit "$here/names.py" 2> "$log/names"

  step "Spark $version: $count files by two workers, an executor of one killed"
  daemon master.Master "$log/master"
  until_true grep -qs 'spark://127.0.0.1:[0-9]*' "$log/master"
  master=$(grep -om1 'spark://127.0.0.1:[0-9]*' "$log/master")
  local workers=()
  for i in 1 2; do
    daemon worker.Worker "$log/worker-$i" --cores 1 --memory 2g --work-dir "$folder/work" "$master"
    workers+=("$pid")
  done
  submit "$job" $quarter "$folder/councils" "$out" --today $today --program "$program" > "$log/roots" 2> "$log/job" &
  local submitted=$!
  started+=("$submitted")
  # In the middle: some tasks have written what they read.
  parts() { find "$out/files/_temporary" -name "part-*.parquet" 2>/dev/null | wc -l; }
  some_done() { [ "$(parts)" -ge 3 ] || [ ! -d /proc/$submitted ]; }
  until_true some_done
  kill -9 $(executors "${workers[0]}")
  wait $submitted || { tail -20 "$log/job"; exit 1; }
  grep -q 'Lost executor' "$log/job" || { echo "no executor was lost"; exit 1; }
  cat "$log/roots"

  step "Spark $version: doubled, reordered, split otherwise; peers with mistakes"
  submit --py-files "$here/make.py" "$here/compare.py" "$program" "$folder/councils" "$folder/single" "$out" 2> "$log/compare" ||
    { tail -20 "$log/compare"; exit 1; }
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait "${started[@]}" || true
  started=()
}

step "packages"
packages spark-4.3.0 pyspark==4.3.0 pyarrow==26.0.1 'pandas<3'
packages spark-3.5.9 pyspark==3.5.9 pyarrow==26.0.1 'pandas<3'

step "what feeds the program, without Spark"
"$folder/spark-4.3.0/bin/python" "$here/test_job.py"

step "$count returns, and their roots on one machine"
rm -rf "$folder/councils" "$folder/single"
python3 "$here/make.py" "$program" "$folder/councils" "$count"
cp -r "$folder/councils" "$folder/single"
for workspace in "$folder/single"/*; do
  "$program" consolidate $quarter --workspace "$workspace" --today $today --quiet > /dev/null || [ $? -eq 1 ] # Errors were found.
done

on_spark 4.3.0
on_spark 3.5.9

step "Sail"
# The newest client that its server knows.
if packages sail pysail==0.7.2 'pyspark[connect]==4.1.4' pyarrow==26.0.1 'pandas<3'; then
  "$folder/sail/bin/python" "$here/sail.py" "$program" "$folder/councils" "$folder/single" "$folder/out-sail" \
    2> "$folder/log-sail"
fi

step "nothing is left running"
! pgrep -fa "cluster (read|consolidate) $folder/councils"
