#!/bin/bash
# Holds what docs/handbooks/ict.md tells a council's ICT: a whole quarter opens no socket, writes in its folder alone, and starts no
# program but itself: tests/no_network/run.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
command -v strace >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq strace >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir seen
step() { # NAME WORDS…: the program under watch; findings are no fault.
  strace -f -o "seen/$1" -e trace=%network,execve,openat,creat,mkdir,mkdirat,rename,renameat,renameat2 "$program" "${@:2}" --quiet \
    --today 2026-10-28 >/dev/null || [ $? -eq 1 ]
}
step demo demo council
step check check council/returns/2026-27Q2 --workspace council --mark council/marked
step export history export --type all --workspace council
step approve approve 2026-27Q2 --by "G. Hart" --workspace council
step publish publish 2026-27Q2 --by "T. Barrow" --provisional --workspace council
step verify history verify --workspace council
cp -r council council-two
sed -i "s/^name = .*/name = \"Stowick Borough Council\"/" council-two/quarterday.toml
step merge merge council council-two --into council-merged --successor "ONE=One Council" --first 2027-28Q1
step merged merge council council-two --into council-merged --by "J. Khan"
[ -s council-merged/baseline.xlsx ]
step handover handover --by "J. Khan" --to council/pack.zip --workspace council
# What is written while it is looked into is the system's folder for temporary files, and nothing else.
mkdir council-temporary
TMPDIR="$work/council-temporary" step pack history verify --pack council/pack.zip
[ -z "$(ls council-temporary)" ]

wrong() { echo "$1"; cut -c1-200 | head -5; exit 1; }
! grep -hE '(socket|connect|bind|sendto|recvfrom)\(' seen/* > found || wrong "a socket was opened:" < found
! grep -hE 'execve\(' seen/* | grep -vF "execve(\"$program\"" > found || wrong "another program was started:" < found
! grep -hE 'O_(WRONLY|RDWR|CREAT)|mkdir|rename' seen/* | grep -vE "\"(council|$work/council)|/dev/null|resumed|ENOENT|unfinished" > found \
  || wrong "something was written outside the folder:" < found
started=$(grep -hcE 'execve\(' seen/demo)
echo "no socket, no other program, nothing written outside its folder; $started processes in the demo"
