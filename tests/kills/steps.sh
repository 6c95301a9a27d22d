#!/bin/bash
# The order of the syncs of a commit in the binary itself, and what is left when it is killed, or the disk is full, at any
# of its steps, on drives that know links and on one that does not: steps.sh PROGRAM
set -euo pipefail
if ! command -v strace >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null
fi
python3 "$(dirname "$0")/steps.py" "$(realpath "$1")"
python3 "$(dirname "$0")/commands.py" "$(realpath "$1")"
