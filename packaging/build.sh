#!/bin/bash
# Builds the program for this system as packages hold it, and prints where it is: build.sh
set -euo pipefail
. "$(dirname "$0")/tools.sh"
CARGO_TARGET_DIR=$target cargo build --manifest-path "$root/Cargo.toml" --locked --profile dist --bin quarterday
case $system in
  *windows*) echo "$target/dist/quarterday.exe" ;;
  *) echo "$target/dist/quarterday" ;;
esac
