#!/bin/bash
# The portable zip, a folder to unpack and start: zip.sh PROGRAM OUT [RUNS-HERE]
# PROGRAM is quarterday or quarterday.exe; for a system that is not this one, RUNS-HERE is a program of the same sources that
# runs here and writes completions and manual. The zip is written into the folder OUT, its hash beside it.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
program=$(realpath "${1:?program}") runs=$(realpath "${3:-$1}")
mkdir -p "${2:?folder}" && out=$(realpath "$2")
# A program for another system is the one that windows/build.sh builds.
[ $# -lt 3 ] || system=x86_64-pc-windows-gnu
name=$(sed -E 's/^([^-]*)-.*(linux|windows|darwin).*/\2-\1/; s/darwin/macos/' <<< "$system")
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
folder=$work/quarterday-$version-$name
"$root/packaging/beside.sh" "$runs" "$system" "$folder"
cp "$program" "$folder/"
SOURCE_DATE_EPOCH=$made_at python3 "$root/packaging/pack.py" "$folder" "$out/$(basename "$folder").zip"
cd "$out" && python3 -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest(), "", sys.argv[1])' \
  "$(basename "$folder").zip" > "$(basename "$folder").zip.sha256"
echo "$out/$(basename "$folder").zip"
