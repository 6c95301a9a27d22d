#!/bin/bash
# What every package has beside the program: beside.sh PROGRAM TARGET FOLDER
# PROGRAM is one that runs here and is of the same sources as the one in the package; TARGET is the system that the package
# is for, as Rust names it. Writes completions, pages of the manual, licences, the handbooks as HTML, and the SBOM.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
program=$(realpath "${1:?program}") for_system=${2:?target} out=${3:?folder}
rm -rf "$out" && mkdir -p "$out"/{completions,licences,docs}
out=$(realpath "$out")

"$program" completions bash > "$out/completions/quarterday.bash"
"$program" completions zsh > "$out/completions/_quarterday"
"$program" completions fish > "$out/completions/quarterday.fish"
"$program" completions powershell > "$out/completions/_quarterday.ps1"
"$program" man "$out/man"
cp "$root"/LICENSE-{MIT,APACHE} "$out/licences/"
"$program" licences > "$out/licences/licences.txt"

# The handbooks for each kind of reader stand before the reference.
python_tool pandoc
pandoc=$("$python_bin/python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')
cd "$root/docs"
pages=()
for PAGE in handbooks/*.md *.md; do [ ! -f "$PAGE" ] || pages+=("$PAGE"); done
export PAGE PAGES="${pages[*]}"
page() { # FROM TO: one file, its pictures inside
  mkdir -p "$(dirname "$2")"
  "$pandoc" -f gfm -t html5 --standalone --embed-resources --resource-path="$(dirname "$1")" -M lang=en-GB \
    -M pagetitle="$(title "$1") – Quarterday" -c "$root/packaging/pages/page.css" -M document-css=false \
    --lua-filter "$root/packaging/pages/links.lua" -o "$2" "$1"
}
title() { sed -n 's/^# *//p' "$1" | head -1; }
read_me=$(mktemp -d)/read-me.md
trap 'rm -r "$(dirname "$read_me")"' EXIT
cp "$root/packaging/pages/read-me.md" "$read_me"
section=
for PAGE in "${pages[@]}"; do
  page "$PAGE" "$out/docs/${PAGE%.md}.html"
  case $PAGE in handbooks/*) under="The handbooks" ;; *) under="All the rest, to look things up" ;; esac
  [ "$under" = "$section" ] || { section=$under; printf '\n## %s\n\n' "$section" >> "$read_me"; }
  echo "- [$(title "$PAGE")](docs/${PAGE%.md}.html)" >> "$read_me"
done
PAGE=read-me.md PAGES=$(printf 'docs/%s ' "${pages[@]/%.md/.html}") page "$read_me" "$out/read-me.html"

# The SBOM is made in a copy of what it is read from: the tool writes beside Cargo.toml.
cargo_tool cargo-cyclonedx
work=$(mktemp -d)
trap 'rm -r "$work" "$(dirname "$read_me")"' EXIT
mkdir "$work/src" && cp "$root"/Cargo.{toml,lock} "$work" && touch "$work"/src/{lib,main}.rs
cd "$work"
SOURCE_DATE_EPOCH=$made_at cargo cyclonedx --quiet --format json --spec-version 1.5 --target "$for_system" --override-filename quarterday.cdx
cargo tree --locked --edges normal,build --target "$for_system" --prefix none --format '{p}' > tree.txt
python3 "$root/packaging/sbom.py" quarterday.cdx.json tree.txt "$out/quarterday.cdx.json"
