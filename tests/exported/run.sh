#!/bin/bash
# Exports the ledger of a consolidated demo and reads it by Python, pyarrow and SQLite: run.sh QUARTERDAY WORKSPACE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${EXPORTED_VENV:-$here/../../target/exported-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q pyarrow
"$1" history export --type all --workspace "$2" --to "$2/export" --quiet > /dev/null
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/compare.py" "$2/export" "$2/reports/2026-27Q2"
