#!/bin/bash
# Computes statistics.csv again with SciPy, statsmodels and pymannkendall and compares: over a consolidated workspace
# (the demo), and over a council of a thousand random series that it makes, whose Cabinet workbook is computed again too:
# run.sh WORKSPACE
# QUARTERDAY names the program; else the release build, else the debug build.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../target
venv=${STATISTICS_VENV:-$target/statistics-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q openpyxl==3.1.5 python-calamine==0.9.1 holidays==0.84 \
  numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 pymannkendall==1.4.3
for built in "$target/release/quarterday" "$target/debug/quarterday"; do
  [ -n "${QUARTERDAY:-}" ] || [ ! -x "$built" ] || QUARTERDAY=$built
done
[ -n "${QUARTERDAY:-}" ] || { echo "quarterday is not built"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
"$venv/bin/python" "$here/random_council.py" "$work/random" "$QUARTERDAY"
# Fewer comparisons than these would mean that something was not looked at.
"$venv/bin/python" "$here/council.py" "$work/random" --at-least 35000
"$venv/bin/python" "$here/agree.py" "$work/random" --at-least 50000 --every-word --self-test
"$venv/bin/python" "$here/calibration.py" "$work/random" --between 72 88
"$venv/bin/python" "$here/agree.py" "$1" --at-least 8000 --self-test
# What few years held says little: it is told, and decides nothing.
"$venv/bin/python" "$here/calibration.py" "$1"
