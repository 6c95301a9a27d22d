#!/bin/bash
# The JSON Schema of layouts as an editor uses it, by Taplo: every layout of the fixtures is right by it, and one with a word
# misspelt is flagged.
#
#   tests/schema/run.sh [QUARTERDAY]
#
# Installs Taplo by npm in a temporary folder; run by hand, it takes half a minute.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
quarterday=$(realpath "${1:-$root/target/debug/quarterday}")
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
npm install --silent --no-audit --no-fund --prefix "$made" @taplo/cli
"$quarterday" init "$made/council" -q >"$made/said"

right() { "$made/node_modules/.bin/taplo" check --schema "file://$made/council/layouts/layout.schema.json" "$1" 2>"$made/said"; }
failed=0 read=0
while IFS= read -r layout; do
  # Taplo takes a name for a pattern, in which a space must not stand.
  cp "$layout" "$made/layout.toml"
  read=$((read + 1))
  right "$made/layout.toml" || { echo "refused: $layout"; cat "$made/said"; failed=1; }
done < <(find "$root/fixtures/described" "$root/fixtures/drafts" -name '*.toml'; echo "$root/templates/layout-example.toml")

# Each line: what stands in the layout, and what somebody mistyped.
whole="$root/templates/layout-example.toml" flagged=0
while read -r word mistyped; do
  sed "0,/$word/s//$mistyped/" "$whole" >"$made/wrong.toml"
  cmp -s "$whole" "$made/wrong.toml" && { echo "“$word” stands nowhere in the example"; failed=1; }
  if right "$made/wrong.toml"; then echo "not flagged: $mistyped for $word"; failed=1; else flagged=$((flagged + 1)); fi
done <<'WORDS'
^file-name file-nmae
^kind kidn
heading.= heding=
"value" "valeu"
"indicators" "indicator"
= true ="yes"
"thousands" "thousand"
WORDS
echo "$read layouts right, $flagged misspelt words flagged"
exit $failed
