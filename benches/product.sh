#!/bin/bash
# One measured run: a fresh copy of the workspace, then the whole of `consolidate`. Exit code 1 means findings: expected.
set -euo pipefail
rm -rf "$1/workspace"
mkdir -p "$1"
cp -a "$WORKSPACE" "$1/workspace"
status=0
"$QUARTERDAY" consolidate 2025-26Q2 --workspace "$1/workspace" --quiet > "$1/printed.txt" || status=$?
[ "$status" -le 1 ]
