#!/bin/bash
# One measured run: a fresh copy of the workspace, then the whole of `consolidate`. Exit code 1 means findings: expected.
#
#   QUARTERDAY=PROGRAM benches/product.sh WORKSPACE OUT
set -euo pipefail
rm -rf "$2"
mkdir -p "$2"
cp -a "$1" "$2/workspace"
status=0
"$QUARTERDAY" consolidate 2025-26Q2 --workspace "$2/workspace" --quiet > "$2/printed.txt" || status=$?
[ "$status" -le 1 ]
