#!/bin/bash
# By hand, some minutes: two hundred kills of two writers, and the release binary stopped at every step of a commit.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/kills/steps.sh "${1:-target/release/quarterday}"
KILLS=200 cargo test --test suite ledger_kills -- --nocapture
