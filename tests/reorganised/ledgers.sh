#!/bin/bash
# The ledgers of the three councils of fixtures/reorganised, in copies of their workspaces: ledgers.sh QUARTERDAY FOLDER
set -euo pipefail
fixtures=$(cd "$(dirname "$0")/../../fixtures/reorganised" && pwd)
mkdir -p "$2"
cp "$fixtures"/*.xlsx "$2"
for council in ash beck shire; do
  workspace=$2/$council
  cp -r "$fixtures/$council" "$workspace"
  run() { "$1" "${@:2}" --workspace "$workspace" --quiet > /dev/null; }
  run "$1" history import "$workspace/past.xlsx" --today 2026-06-01
  run "$1" consolidate 2026-27Q1 --today 2026-07-20
  run "$1" consolidate 2026-27Q2 --today 2026-10-20
  run "$1" consolidate 2026-27Q3 --today 2027-01-20
  run "$1" consolidate 2026-27Q4 --today 2027-04-20
  run "$1" history export --to "$workspace/export" --today 2027-04-30
done
