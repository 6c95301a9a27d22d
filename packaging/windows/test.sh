#!/bin/bash
# Runs quarterday.exe under Wine beside the program for Linux, in the same folders with the same words, and compares what
# they find, what they print and every byte of every file that they write; then what only Windows has: memory that is
# refused, a parent that is killed, long paths, a file that another program has open. By hand, after build.sh.
#
#   packaging/windows/test.sh [QUARTERDAY [QUARTERDAY.EXE]]
#
# QUARTERDAY: of the same sources, for this machine (target/release/quarterday). Installs Debian's wine64 where it is
# missing. TOOLS: the folder of build.sh (target/windows). WORK: where to work and leave everything; else it is taken away.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$(realpath "${TOOLS:-$root/target/windows}")
linux=$(realpath "${1:-$root/target/release/quarterday}")
program=$(realpath "${2:-$root/target/windows-build/x86_64-pc-windows-gnu/dist/quarterday.exe}")
today=2026-10-28
quarter=2026-27Q2

stop() { echo "$*" >&2; exit 2; }
[ -x "$linux" ] || stop "there is no $linux: cargo build --release, or name another"
[ -f "$program" ] || stop "there is no $program: packaging/windows/build.sh, or name another"
[ -x "$tools/venv/bin/python" ] || stop "there is no Zig in $tools: packaging/windows/build.sh first"
wine=/usr/lib/wine/wine64
if [ ! -x "$wine" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine64 wine >/dev/null
fi

if [ -n "${WORK:-}" ]; then
  mkdir -p "$WORK" && work=$(realpath "$WORK")
else
  work=$(mktemp -d)
fi
rm -rf "$work"/{bin,linux,windows,deep,hold.in,hold.out}
mkdir -p "$work"/{bin,linux,windows}
export WINEPREFIX=$work/prefix WINEDEBUG=-all USER=somebody COMPUTERNAME=here
tidy() {
  WINEPREFIX=$work/prefix wineserver -k 2>/dev/null || /usr/lib/wine/wineserver64 -k 2>/dev/null || true
  [ -n "${WORK:-}" ] || rm -rf "$work"
}
trap tidy EXIT
cp "$program" "$work/bin/quarterday.exe"

zig() { "$tools/venv/bin/python" -m ziglang cc -target x86_64-windows-gnu "$@"; }
# Wine 8 has no bcryptprimitives.dll, which every Windows has: one function of it.
cat > "$work/bin/prng.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) {
    while (n) { ULONG k = n > 65536 ? 65536 : (ULONG)n; if (!SystemFunction036(p, k)) return 0; p += k; n -= k; }
    return 1;
}
C
zig -shared -o "$work/bin/bcryptprimitives.dll" "$work/bin/prng.c" -ladvapi32
# Holds a file open as Excel does, which lets others read and nothing else, until its input ends.
cat > "$work/bin/hold.c" <<'C'
#include <windows.h>
#include <stdio.h>
int main(int count, char **words) {
    HANDLE file = CreateFileA(words[1], GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, 0, OPEN_EXISTING, 0, 0);
    if (file == INVALID_HANDLE_VALUE) return 1;
    puts("held");
    fflush(stdout);
    while (getchar() != EOF) {}
    return 0;
}
C
zig -o "$work/bin/hold.exe" "$work/bin/hold.c"

failed=0
table=()
row() { # what, verdict, details
  table+=("$(printf '%-44s %-9s %s' "$1" "$2" "$3")")
  [ "$2" = equal ] || [ "$2" = holds ] || failed=1
  printf '%-44s %-9s %s\n' "$1" "$2" "$3"
}
under_wine() { (cd "$work/windows" && "$wine" "$work/bin/quarterday.exe" "$@"); }

# Both programs, the same words; NAME.out, NAME.err and the exit code of each are compared.
both() {
  local name=$1 begun=$SECONDS codes=(0 0) differ
  shift
  (cd "$work/linux" && "$linux" "$@" --today "$today" --quiet > "$work/$name.linux" 2> "$work/$name.linux.err") ||
    codes[0]=$?
  under_wine "$@" --today "$today" --quiet > "$work/$name.windows" 2> "$work/$name.windows.err" || codes[1]=$?
  local said="exit code ${codes[0]}, $(wc -l < "$work/$name.linux") lines"
  # A path has other strokes there: nothing else may differ.
  for text in "$work/$name".{linux,windows}{,.err}; do tr -s '\\' '/' < "$text" | tr -d '\r' > "$text.as-one"; done
  differ=$(diff "$work/$name".{linux,windows} | grep -c '^[<>]' || true)
  [ "$differ" = 0 ] || said+=", $((differ / 2)) of them with other strokes in a path"
  if [ "${codes[0]}" -lt 2 ] && [ "${codes[0]}" = "${codes[1]}" ] &&
    diff "$work/$name".{linux,windows}.as-one > "$work/$name.diff" &&
    diff "$work/$name".{linux,windows}.err.as-one >> "$work/$name.diff"; then
    row "$name" equal "$said; $((SECONDS - begun))s"
  else
    row "$name" DIFFERENT "codes ${codes[*]}; see $name.diff"
    head -20 "$work/$name.diff"
  fi
}
# Every file below a folder, byte for byte.
bytes() {
  local what=$1 folder=$2 differ
  differ=$(diff -rq "$work/linux/$folder" "$work/windows/$folder" || true)
  if [ -z "$differ" ]; then
    row "$what" equal "$(find "$work/linux/$folder" -type f | wc -l) files, $(du -sm "$work/linux/$folder" | cut -f1) MB"
  else
    row "$what" DIFFERENT "$(wc -l <<< "$differ") files"
    head -20 <<< "$differ"
  fi
}

echo "== Wine against Linux"
under_wine --version > /dev/null || stop "the program does not start under Wine"
both demo demo demo
bytes "all that the demo wrote" demo
both check check "demo/returns/$quarter" --workspace demo --mark marked --format json
bytes "marked copies" marked
both check-as-text check "demo/returns/$quarter" --workspace demo
both templates templates 2026-27Q4 --workspace demo
bytes "blank returns" demo/templates
both consolidate consolidate "$quarter" --workspace demo --edition officers --edition scrutiny --edition public
both consolidate-again consolidate "$quarter" --workspace demo
both approve approve "$quarter" --workspace demo --by "J. Khan"
both publish publish "$quarter" --workspace demo --by "J. Khan" --provisional
both status status "$quarter" --workspace demo --format json
both export history export --type all --workspace demo --to demo/export
both verify history verify --workspace demo
both reproduce history reproduce "$quarter/1" --workspace demo --into again
both accessible accessible "demo/reports/$quarter/public.xlsx"
bytes "the workspace: reports, ledger, releases" demo
for side in linux windows; do cp -r "$root/fixtures/gallery" "$work/$side/gallery"; done
both gallery-check check "gallery/returns/$quarter" --workspace gallery --mark gallery/marked --format json
both gallery-import history import gallery/past.csv --workspace gallery
both gallery-consolidate consolidate "$quarter" --workspace gallery
bytes "all that the gallery gave" gallery

echo "== what only Windows has"
# A harmless sheet of more cells than the memory that a worker may have, between two returns.
python3 - "$work/windows/big.xlsx" <<'P'
import sys, zipfile
head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006"
kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as book:
    book.writestr("[Content_Types].xml", f"{head}<Types xmlns='{package}/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{kind}.sheet.main+xml'/>"
        f"<Override PartName='/xl/worksheets/sheet1.xml' ContentType='{kind}.worksheet+xml'/></Types>")
    book.writestr("_rels/.rels", f"{head}<Relationships xmlns='{package}/relationships'>"
        f"<Relationship Id='r1' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>")
    book.writestr("xl/workbook.xml", f"{head}<workbook xmlns='{main}' xmlns:r='{office}'>"
        "<sheets><sheet name='Lists' sheetId='1' r:id='r1'/></sheets></workbook>")
    book.writestr("xl/_rels/workbook.xml.rels", f"{head}<Relationships xmlns='{package}/relationships'>"
        f"<Relationship Id='r1' Type='{office}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>")
    rows = "".join(f"<row r='{r}'>" + "".join(f"<c t='inlineStr'><is><t>a long enough text of row {r}, column {c}</t></is></c>"
        for c in range(10)) + "</row>" for r in range(1, 60001))
    book.writestr("xl/worksheets/sheet1.xml", f"{head}<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>")
P
return=$(cd "$work/windows" && ls "demo/returns/$quarter"/*.xlsx | head -1)
set_limit() { # a setting under [limits] of the demo on the Windows side, and its value
  cp "$work/settings" "$work/windows/demo/quarterday.toml"
  sed -i "/^$1 /d; s/^\[limits\]\$/&\n$1 = $2/" "$work/windows/demo/quarterday.toml"
  grep -q "^$1 " "$work/windows/demo/quarterday.toml" ||
    printf '\n[limits]\n%s = %s\n' "$1" "$2" >> "$work/windows/demo/quarterday.toml"
}
with_memory() { # MB; prints the check codes of the big workbook, then how many findings the return has
  set_limit worker_mb "$1"
  { under_wine check big.xlsx "$return" --workspace demo --today "$today" --quiet --format json || [ $? = 1 ]; } |
    python3 -c '
import json, sys
files = json.load(sys.stdin)
of = lambda name: [f["code"] for file in files if file["file"].endswith(name) for f in file["findings"]]
print(" ".join(sorted(set(of("big.xlsx")))), "/", len(of(sys.argv[1])))' "$(basename "$return")"
}
cp "$work/windows/demo/quarterday.toml" "$work/settings"
plenty=$(with_memory 1024) little=$(with_memory 24)
if [[ $little == F017* && $plenty != *F017* && ${little#*/} = "${plenty#*/}" ]]; then
  row "memory of a worker" holds "24 MB: F017 for the large sheet, the return as ever; 1024 MB: none"
else
  row "memory of a worker" FAILS "1024 MB: $plenty; 24 MB: $little"
fi

# The parent is killed while its worker reads. The worker is stopped before, so that it cannot see its input end and go by
# itself: only the job object can end it. (One that is still being started is not tied yet: hence the second.)
for n in {1..8}; do cp "$work/windows/big.xlsx" "$work/windows/big-$n.xlsx"; done
set_limit workers 1
(cd "$work/windows" && exec "$wine" "$work/bin/quarterday.exe" check big-{1..8}.xlsx --workspace demo --quiet) \
  > /dev/null 2>&1 &
parent=$!
workers() { pgrep -f '^[^ ]*quarterday.exe"? worker' | while read -r pid; do
  tr '\0' '\n' < "/proc/$pid/environ" 2>/dev/null | grep -qx "WINEPREFIX=$WINEPREFIX" && echo "$pid"; done || true; }
for _ in $(seq 200); do [ -z "$(workers)" ] || break; sleep 0.05; done
sleep 1
mapfile -t stopped < <(workers)
[ "${#stopped[@]}" = 0 ] || kill -STOP "${stopped[@]}"
kill -9 "$parent" 2>/dev/null || true
wait "$parent" 2>/dev/null || true
for _ in $(seq 100); do [ -n "$(workers)" ] || break; sleep 0.05; done
mapfile -t left < <(workers)
if [ "${#stopped[@]}" -gt 0 ] && [ "${#left[@]}" = 0 ]; then
  row "workers of a killed parent" holds "${#stopped[@]} that could not go by itself is gone"
else
  row "workers of a killed parent" FAILS "${#stopped[@]} before, ${#left[@]} left"
  [ "${#left[@]}" = 0 ] || kill -9 "${left[@]}"
fi
cp "$work/settings" "$work/windows/demo/quarterday.toml"

# A workspace deeper than the 260 signs of old Windows, by its path from here and by its whole path.
deep=$(printf 'a-folder-with-a-long-name-%s/' {01..10})
mkdir -p "$work/deep/$deep" && cp -r "$root/fixtures/gallery" "$work/deep/${deep}gallery"
rm -f "$work/deep/${deep}gallery/returns/$quarter"/[b-z]*
(cd "$work/deep" && "$wine" "$work/bin/quarterday.exe" consolidate "$quarter" --workspace "${deep}gallery" \
  --today "$today" --quiet > "$work/deep.out" 2>&1) || [ $? = 1 ] || true
reports=$work/deep/${deep}gallery/reports/$quarter
if [ -s "$reports/cabinet.xlsx" ] && [ -s "$reports/run.json" ] && [ -z "$(find "$work/deep" -name '.quarterday-*')" ]; then
  row "a workspace 300 signs deep" holds "$(find "$reports" -type f | wc -l) files written"
else
  row "a workspace 300 signs deep" FAILS "$(tail -1 "$work/deep.out")"
fi

# The old workbook is open: the new one comes beside it, it is said, and nothing half written is left.
reports=$work/windows/gallery/reports/$quarter
before=$(sha256sum < "$reports/cabinet.xlsx")
sed -i 's/^council = .*/council = "Another name"/; s/^name = .*/name = "Another name"/' "$work/windows/gallery/quarterday.toml"
mkfifo "$work/hold.in"
(cd "$reports" && exec "$wine" "$work/bin/hold.exe" cabinet.xlsx < "$work/hold.in" > "$work/hold.out") &
exec 9> "$work/hold.in"
for _ in $(seq 100); do grep -q held "$work/hold.out" 2>/dev/null && break; sleep 0.1; done
under_wine consolidate "$quarter" --workspace gallery --today "$today" > "$work/open.out" 2>&1 || true
exec 9>&-
if [ "$(sha256sum < "$reports/cabinet.xlsx")" = "$before" ] && [ -s "$reports/cabinet (new).xlsx" ] &&
  grep -q 'cabinet (new).xlsx' "$work/open.out" && [ -z "$(find "$reports" -name '.quarterday-*')" ]; then
  row "a workbook that is open" holds "the new one is beside it, and that is said"
else
  row "a workbook that is open" FAILS "see open.out"
  tail -5 "$work/open.out"
fi

printf '\n== %s, %s MB, under %s, beside %s\n' "$(basename "$program")" "$(($(stat -c %s "$program") / 1000000))" \
  "$("$wine" --version)" "$("$linux" --version)"
printf '%s\n' "${table[@]}"
exit "$failed"
