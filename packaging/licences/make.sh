#!/bin/bash
# Makes licences.txt, which the program prints, after Cargo.lock changed: make.sh
# A licence that about.toml does not know ends it: somebody decides whether it may be in the program.
set -euo pipefail
. "$(dirname "$0")/../tools.sh"
cargo_tool cargo-about
cd "$root/packaging/licences"
cargo fetch --quiet --locked
found=$(mktemp)
trap 'rm -f "$found"' EXIT
# Only what lies in the packages is read; a text that one lacks is the licence's own.
cargo about -L warn generate --frozen --manifest-path "$root/Cargo.toml" --config about.toml --fail --format json -o "$found"
python3 write.py "$found" also.txt licences.txt
wc -c licences.txt
