#!/bin/bash
# Installs each package in an empty place, and runs the demo there without a network: test.sh OUT PROGRAM
# OUT holds what zip.sh, wheel.sh and deb.sh wrote; PROGRAM is the plain one of build.sh, whose results every package must give.
# A zip for Windows is run where WINE names the folder of work of windows/test.sh, which has all that it needs under Wine.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
out=$(realpath "${1:?folder}") plain=$(realpath "${2:?program}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/plain"

alone=(unshare --net)
"${alone[@]}" true 2>/dev/null || { alone=(); echo "not tried: without a network (needs root and Linux)"; }
# A person's first start: nothing at home, no settings, no network.
first() { "${alone[@]}" env -i HOME="$work/home" PATH=/usr/bin:/bin USER=somebody COMPUTERNAME=here HOSTNAME=here ${wine_env:-} "$@"; }
sums() { (cd "$1" && find . -type f -exec sha256sum {} + | sort -k 2); }
size() { awk -v n="$(stat -c %s "$1")" 'BEGIN { printf "%.1f MB", n / 1e6 }'; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }'; }

table=("package|size|unpacked|installed in|demo|the same results|beside it")
good=1
bad() { echo "  FAILED: $*" >&2; good=0; }

# tried NAME FILE UNPACKED INSTALLED-IN BESIDE PROGRAM...: the demo of a package that was installed.
tried() {
  local name=$1 file=$2 unpacked=$3 took=$4 beside=$5 here=$work/run-$1 demo same
  shift 5
  mkdir "$here"
  [ "$(first "$@" --version | tr -d '\r' | head -2)" = "$(first "$plain" --version | head -2)" ] || bad "$name: another version"
  first "$@" licences | head -1 | grep -q "^Quarterday is licensed" || bad "$name: no licences"
  # The quickest of three. What else the machine does is not the package's: the processor's time is held.
  for _ in 1 2 3; do
    rm -rf "$here/quarterday-demo"
    (cd "$here" && TIMEFORMAT='%R %U %S' && time first "$@" demo --today 2026-10-28 --quiet > said 2>&1) 2>&1 ||
      bad "$name: the demo ended with $?"
  done > "$work/times"
  demo=$(sort -n "$work/times" | awk 'NR == 1 { printf "%.2f s, %.2f of processor", $1, $2 + $3 }')
  same=$(sums "$here/quarterday-demo" | wc -l)
  if sums "$here/quarterday-demo" | diff - "$work/plain/sums" > "$work/differ"; then same="$same files"; else
    same="NOT $(grep -c '^<' "$work/differ") of $same"; sed -n 1,5p "$work/differ"; bad "$name: other results"
  fi
  [ -n "${wine_env:-}" ] || sort -n "$work/times" | awk 'NR == 1 { exit $2 + $3 > 3 }' || bad "$name: the demo took more than 3 s"
  table+=("$name|$(size "$file")|$unpacked|$took s|$demo|$same|$beside")
}

unpacked() { awk -v n="$(du -sb "$1" | cut -f1)" 'BEGIN { printf "%.1f MB", n / 1e6 }'; }

# manual FOLDER, completions BASH ZSH FISH, sbom FILE: what stands beside the program is sound.
manual() {
  local page warned
  for page in "$1"/*.1*; do
    warned=$(man --warnings -l "$page" 2>&1 >/dev/null)
    [ -z "$warned" ] || bad "$page: $warned"
    man -l "$page" | grep -q '^SYNOPSIS' || bad "$page is not a page of the manual"
  done
}
completions() {
  # What a shell offers behind `quarterday con`.
  bash -c '. "$1"; complete -p quarterday >/dev/null; COMP_WORDS=(quarterday con) COMP_CWORD=1; _quarterday quarterday con quarterday
    [[ " ${COMPREPLY[*]} " = *" consolidate "* ]]' - "$1" || bad "bash completes nothing"
  zsh -n "$2" || bad "zsh refuses its completions"
  fish --no-execute "$3" || bad "fish refuses its completions"
}
sbom() {
  "$python_bin/python" - "$1" <<'P' || bad "$1 is no sound SBOM"
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = open(sys.argv[1]).read()
wrong = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
parts = json.loads(text)["components"]
names = {p["name"] for p in parts}
assert not wrong, wrong
assert len(parts) > 100 and {"calamine", "polars", "rust_xlsxwriter"} <= names and not names & {"proptest", "reqwest", "rustls"}, len(parts)
assert "file://" not in text, "a path of the machine that made it"
P
}
# links FOLDER: every link between pages leads to a file, and pictures are inside.
links() {
  python3 - "$1" <<'P' || bad "a link of the handbooks leads nowhere"
import pathlib, re, sys
folder, seen = pathlib.Path(sys.argv[1]), 0
for page in folder.rglob("*.html"):
    for kind, to in re.findall(r'(href|src)="([^"#][^"]*)"', page.read_text("utf-8")):
        if not re.match("[a-z]+:", to):
            assert kind == "href" and (page.parent / to.split("#")[0]).is_file(), f"{page}: {to}"
            seen += 1
assert seen > 20, seen
P
}
twice() { # FILE SCRIPT...: made once more, it is the same to the byte.
  local file=$1
  shift
  "$@" > /dev/null
  cmp -s "$file" "$work/again/$(basename "$file")" || bad "$(basename "$file"): made twice, the bytes differ"
}

python_tool check-jsonschema
python_tool zizmor
check-jsonschema --builtin-schema vendor.github-workflows "$root/packaging/forge/workflow.yml" >/dev/null || bad "the workflow is none"
zizmor --offline --quiet "$root/packaging/forge/workflow.yml" >"$work/zizmor" 2>&1 || { cat "$work/zizmor"; bad "the workflow is not safe"; }

debian_tool man man-db
debian_tool groff groff-base
debian_tool unzip unzip
debian_tool zsh zsh
debian_tool fish fish
python_tool cyclonedx

(cd "$work/plain" && first "$plain" demo --today 2026-10-28 --quiet > said)
sums "$work/plain/quarterday-demo" > "$work/plain/sums"

for zip in "$out"/quarterday-*.zip; do
  [ -f "$zip" ] || continue
  name=$(basename "$zip" .zip)
  echo "$name"
  begun=$(now)
  mkdir "$work/$name" && unzip -q "$zip" -d "$work/$name"
  took=$(since "$begun")
  folder=$work/$name/$name
  (cd "$(dirname "$zip")" && sha256sum --quiet -c "$zip.sha256") || bad "$name: another hash"
  (cd "$folder" && sha256sum --quiet -c SHA256SUMS) || bad "$name: other hashes"
  [ "$(find "$folder" -type f ! -name SHA256SUMS | wc -l)" = "$(wc -l < "$folder/SHA256SUMS")" ] || bad "$name: a file without a hash"
  manual "$folder/man"; completions "$folder"/completions/{quarterday.bash,_quarterday,quarterday.fish}
  sbom "$folder/quarterday.cdx.json"; links "$folder"
  beside="$(find "$folder/docs" -name '*.html' | wc -l) pages, $(ls "$folder/man" | wc -l) manual pages"
  case $name in
    *windows*)
      if [ -f "${WINE:-}/bin/bcryptprimitives.dll" ]; then
        cp "$WINE/bin/bcryptprimitives.dll" "$folder/"
        wine_env="WINEPREFIX=$WINE/prefix WINEDEBUG=-all" tried "$name" "$zip" "$(unpacked "$folder")" "$took" "$beside" \
          /usr/lib/wine/wine64 "$folder/quarterday.exe"
      else
        table+=("$name|$(size "$zip")|$(unpacked "$folder")|$took s|not run|not run|$beside")
      fi ;;
    *)
      twice "$zip" "$root/packaging/zip.sh" "$plain" "$work/again"
      tried "$name" "$zip" "$(unpacked "$folder")" "$took" "$beside" "$folder/quarterday" ;;
  esac
done

for wheel in "$out"/quarterday-*.whl; do
  [ -f "$wheel" ] || continue
  echo "$(basename "$wheel")"
  python3 -m venv "$work/venv"
  before=$(du -sb "$work/venv" | cut -f1)
  begun=$(now)
  "${alone[@]}" "$work/venv/bin/pip" --disable-pip-version-check install -q --no-index "$wheel"
  took=$(since "$begun")
  share=$work/venv/share
  manual "$share/man/man1"
  completions "$share/bash-completion/completions/quarterday" "$share/zsh/site-functions/_quarterday" "$share/fish/vendor_completions.d/quarterday.fish"
  sbom "$(echo "$work"/venv/lib/python3*/site-packages/quarterday-*.dist-info/sboms/quarterday.cdx.json)"
  twice "$wheel" "$root/packaging/wheel.sh" "$work/again"
  tried wheel "$wheel" "$(awk -v n="$(($(du -sb "$work/venv" | cut -f1) - before))" 'BEGIN { printf "%.1f MB", n / 1e6 }')" "$took" \
    "$(find "$share/doc/quarterday/docs" -name '*.html' | wc -l) pages, $(ls "$share/man/man1" | wc -l) manual pages" "$work/venv/bin/quarterday"
done

for deb in "$out"/quarterday_*.deb; do
  [ -f "$deb" ] || continue
  echo "$(basename "$deb")"
  # As dpkg installs it, in a place that holds nothing else; what it depends on is asked of this system.
  place=$work/debian
  mkdir -p "$place"/var/lib/dpkg/{info,updates,triggers} && touch "$place/var/lib/dpkg/"{status,available}
  for needed in $(dpkg-deb -f "$deb" Depends | tr ',' '\n' | awk '{ print $1 }'); do
    dpkg -s "$needed" >/dev/null 2>&1 || bad "deb: $needed is not here"
  done
  begun=$(now)
  dpkg --root="$place" --force-depends,not-root --log=/dev/null -i "$deb" >/dev/null 2>"$work/dpkg" || { cat "$work/dpkg"; bad "deb: dpkg refuses it"; }
  took=$(since "$begun")
  share=$place/usr/share
  manual "$share/man/man1"
  completions "$share/bash-completion/completions/quarterday" "$share/zsh/vendor-completions/_quarterday" "$share/fish/vendor_completions.d/quarterday.fish"
  sbom "$share/doc/quarterday/quarterday.cdx.json"
  twice "$deb" "$root/packaging/deb.sh" "$plain" "$work/again"
  beside="$(find "$share/doc/quarterday/docs" -name '*.html' | wc -l) pages, $(ls "$share/man/man1" | wc -l) manual pages"
  tried deb "$deb" "$(unpacked "$place/usr")" "$took" "$beside" "$place/usr/bin/quarterday"
  dpkg --root="$place" --log=/dev/null -r quarterday >/dev/null 2>&1
  [ ! -e "$place/usr/bin/quarterday" ] || bad "deb: it stays when it is removed"
done

[ ${#table[@]} -gt 1 ] || fail "there is no package in $out"
printf '%s\n' "${table[@]}" | column -t -s '|'
[ "$good" = 1 ] || fail "see above"
