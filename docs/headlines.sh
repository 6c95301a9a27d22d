#!/bin/bash
# Makes docs/headlines.png, the README's picture, from the Cabinet workbook of a demo: docs/headlines.sh [PROGRAM]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../target/release/quarterday}
if ! { command -v soffice && command -v pdftoppm && fc-list | grep -i carlito; } >/dev/null; then
  apt-get update -qq
  # Carlito is as wide as Calibri, the workbook's font.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc poppler-utils \
    fontconfig fonts-crosextra-carlito >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" demo "$work/demo" --today 2026-10-28 --quiet >/dev/null
cd "$work"
# Headlines is the second page, behind Contents.
soffice --headless --norestore "-env:UserInstallation=file://$work/profile" --convert-to \
  'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"2"}}' demo/reports/*/cabinet.xlsx >/dev/null 2>&1
# From the title to the end of the table, without the margins of the sheet of paper: the page is as high as the paper.
pdftoppm -r 132 -x 50 -y 66 -W 1215 -H 950 -singlefile -png cabinet.pdf headlines
mv headlines.png "$here/headlines.png"
ls -l "$here/headlines.png"
