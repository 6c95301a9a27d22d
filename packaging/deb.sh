#!/bin/bash
# The package for Debian, Ubuntu and their kin: deb.sh OUT
# Holds the program that build.sh builds (and builds it, where it is not built yet); what is in it says Cargo.toml.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
mkdir -p "${1:?folder}" && out=$(realpath "$1")
program=$("$root/packaging/build.sh")
cargo_tool cargo-deb
debian_tool dpkg-shlibdeps dpkg-dev
"$root/packaging/beside.sh" "$program" "$system" "$(dirname "$program")/beside"
CARGO_TARGET_DIR=$target cargo deb --quiet --manifest-path "$root/Cargo.toml" --locked --no-build --no-strip --profile dist --output "$out/" >&2
ls "$out"/quarterday_*.deb
