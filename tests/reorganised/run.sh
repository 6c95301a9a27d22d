#!/bin/bash
# Councils that become others, before and after, beside what the maker of the fixtures worked out: run.sh QUARTERDAY
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=$root/target/recompute-venv/bin/python
if [ ! -x "$python" ]; then
  python3 -m venv "$root/target/recompute-venv"
  "$python" -m pip install --quiet openpyxl==3.1.5
fi
"$here/ledgers.sh" "$program" "$work"
"$python" "$here/recompute.py" before ASH="$work/ash/export" BECK="$work/beck/export" SHIRE="$work/shire/export"
merge() { # FOLDER CROSSWALK COUNCIL…
  mkdir "$work/$1"
  cp "$work/$2" "$work/$1/crosswalk.xlsx"
  (cd "$work" && "$program" merge "${@:3}" --into "$1" --by "N. Fox" --today 2027-04-28 --quiet > /dev/null)
}
merge new crosswalk.xlsx ash beck shire
merge both crosswalk-both.xlsx ash beck
for made in new/EAST new/WEST both/BOTH; do
  "$program" history export --workspace "$work/$made" --to "$work/$made/export" --quiet > /dev/null
done
"$python" "$here/recompute.py" after EAST="$work/new/EAST/export" WEST="$work/new/WEST/export" BOTH="$work/both/BOTH/export"
