#!/bin/bash
# Computes a consolidated demo again in Python and compares with every one of its workbooks: run.sh WORKSPACE [AT-LEAST [--small]]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${RECOMPUTE_VENV:-$here/../../target/recompute-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q openpyxl==3.1.5 python-calamine==0.9.1 holidays==0.84
# The demo gives more than this; fewer would mean that something was not looked at.
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/recompute.py" "$1" --at-least "${2:-66000}" --self-test "${@:3}"
