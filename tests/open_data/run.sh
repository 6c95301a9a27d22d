#!/bin/bash
# Validates the open data of a public edition by two programs that we did not write, then plants faults and wants each of them
# found: run.sh FOLDER, the folder of a report with public-figures.csv
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${OPEN_DATA_VENV:-$here/../../target/open-data-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q csvw==4.1.1 frictionless==5.21.0
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cp "$1"/public-figures.csv "$1"/public-dictionary.csv "$1"/public-figures.csv-metadata.json "$out"
cd "$out"
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/validate.py" "$venv/bin/csvwvalidate"
