#!/bin/bash
# Every workbook and document that we write, against the schemas of ECMA-376 as Microsoft's own SDK has them. By hand.
#
#   tests/standard/run.sh FOLDER [FOLDER...]       folders with what was written: a consolidated workspace, such as the demo's
#
# What came in (returns, and their marked copies, which keep what their own programs wrote) is left out. Installs the SDK's
# validator by npm in a temporary folder; a second or two a file.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
npm install --silent --no-audit --no-fund --prefix "$made" @ooxml-tools/validate@0.4.6
cp "$here/validate.mjs" "$made"
find "$@" \( -name '*.xlsx' -o -name '*.docx' \) -not -path '*/returns/*' -not -path '*/returned/*' -not -path '*/history/*' -print0 |
  sort -z > "$made/files"
node "$made/validate.mjs" "$made/files"
