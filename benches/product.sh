#!/bin/bash
# One measured run: a fresh copy of the workspace, then the whole of `consolidate`. Exit code 1 means findings: expected.
# Each run has a folder of its own, which nobody deletes before the last: ext4 gives a name to a new file the slower,
# the more files were deleted within the last minutes.
#
#   QUARTERDAY=PROGRAM benches/product.sh WORKSPACE OUT
set -euo pipefail
mkdir -p "$2"
out=$(mktemp -d "$2/XXXXXXXX")
cp -a "$1" "$out/workspace"
status=0
"$QUARTERDAY" consolidate 2025-26Q2 --workspace "$out/workspace" --quiet > "$out/printed.txt" || status=$?
[ "$status" -le 1 ]
