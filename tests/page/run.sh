#!/bin/bash
# By hand, some minutes: what a browser and axe-core say of public pages, and pictures of them to be looked at:
# run.sh OUT public.html ...
# Each page is judged at WCAG 2.2 AA in light, dark, 320 points wide and as it prints; walked through by keyboard; opened
# without scripts and without a network; and looked over for anything that runs. Then faults are planted in the
# shortest page, and each must be noticed. OUT has the pictures. PAGE_MODULES: a folder that keeps the modules for the next time.
# Fails when anything is found, or a planted fault is not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 2 ] || { sed -n '2,7s/^# //p' "$0"; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift

if ! { command -v chromium && command -v node && command -v npm && command -v pdftoppm; } >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium nodejs npm poppler-utils >/dev/null
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
modules=${PAGE_MODULES:-$work/modules}
mkdir -p "$modules"
# Puppeteer 24 is the last that runs on Node 20.
[ -d "$modules/node_modules/axe-core" ] && [ -d "$modules/node_modules/puppeteer-core" ] ||
  npm install --silent --no-audit --no-fund --prefix "$modules" axe-core@4.14.1 puppeteer-core@24.43.1
failed=0
PAGE_MODULES=$modules node "$here/judge.mjs" "$out" "$@" || failed=1
for print in "$out"/*-print.pdf; do
  pdftoppm -q -l 12 -r 60 -png "$print" "${print%.pdf}"
done
echo "pictures: $out"
exit $failed
