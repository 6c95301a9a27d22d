#!/bin/bash
# By hand, up to half an hour: two hundred kills of two writers, and the binary stopped at every step of a commit and of
# every other command that writes.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/kills/steps.sh "${1:-target/release/quarterday}"
KILLS=200 cargo test --test suite ledger_kills -- --nocapture
