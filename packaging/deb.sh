#!/bin/bash
# The package for Debian, Ubuntu and their kin: deb.sh PROGRAM OUT
# PROGRAM is the one of build.sh; what is in the package says Cargo.toml.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
program=$(realpath "${1:?program}")
mkdir -p "${2:?folder}" && out=$(realpath "$2")
cargo_tool cargo-deb
debian_tool dpkg-shlibdeps dpkg-dev
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
# Nothing is built: cargo-deb finds all that it packs where it would have built it.
mkdir "$work/dist" && cp "$program" "$work/dist/quarterday"
"$root/packaging/beside.sh" "$program" "$system" "$work/dist/beside"
SOURCE_DATE_EPOCH=$made_at CARGO_TARGET_DIR=$work cargo deb --quiet --manifest-path "$root/Cargo.toml" --locked --no-build --no-strip \
  --profile dist --output "$out/" >&2
ls "$out"/quarterday_*.deb
