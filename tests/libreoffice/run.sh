#!/bin/bash
# Opens what a demo run wrote in LibreOffice, recalculates, and looks for error values: run.sh WORKSPACE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v soffice >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc poppler-utils >/dev/null
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
template=$(ls "$1"/templates/*/*.xlsx | head -1)
cp "$1"/reports/*/cabinet.xlsx "$out/cabinet.xlsx"
cp "$template" "$out/template.xlsx"
cd "$out"
for book in cabinet template; do
  soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to ods --outdir saved "$book.xlsx" >/dev/null 2>&1
  soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to pdf --outdir saved "$book.xlsx" >/dev/null 2>&1
  [ -s "saved/$book.pdf" ] && [ -s "saved/$book.ods" ] || { echo "LibreOffice could not open $book.xlsx"; exit 1; }
  python3 "$here/look.py" "saved/$book.ods"
done
