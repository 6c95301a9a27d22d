#!/bin/bash
# Makes every picture of README and docs/ from the workbooks of a demo, so that none falls behind: docs/pictures.sh [PROGRAM]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../target/release/quarterday}
if ! { command -v soffice && command -v pdftoppm && command -v mogrify && command -v pngquant && fc-list | grep -i carlito; } >/dev/null; then
  apt-get update -qq
  # Carlito is as wide as Calibri, the workbooks' font.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc poppler-utils \
    imagemagick pngquant fontconfig fonts-crosextra-carlito >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" demo "$work/demo" --today 2026-10-28 --quiet >/dev/null
cd "$work"

# paper WORKBOOK NAME: the workbook as it is printed, NAME.pdf.
paper() {
  mkdir -p "printed/$2"
  soffice --headless --norestore "-env:UserInstallation=file://$work/profile" --convert-to pdf --outdir "printed/$2" "$1" >/dev/null 2>&1
  mv "printed/$2"/*.pdf "$2.pdf"
}

# picture NAME PAPER TITLE DOTS WIDTHxHEIGHT[+X+Y]: of the first page whose title is TITLE, at DOTS an inch and without its margins,
# this part. Lines of hidden keys are no title.
picture() {
  local name=$1 paper=$2 title=$3 dots=$4 part=$5 page pages
  pages=$(pdfinfo "$paper.pdf" | awk '/^Pages/ { print $2 }')
  for ((page = 1; page <= pages; page++)); do
    pdftotext -f $page -l $page "$paper.pdf" - | grep -v '^qd:\|^\s*$' | sed -n 1,3p | grep -qxF "$title" && break
  done
  ((page <= pages)) || { echo "no page of $paper has the title “$title”"; exit 1; }
  pdftoppm -r "$dots" -f $page -l $page -singlefile -png "$paper.pdf" "$name"
  [[ $part == *+* ]] || part+=+0+0
  mogrify -trim +repage -crop "$part" +repage -bordercolor white -border 12 -strip "$name.png"
  pngquant --force --strip --speed 1 --quality 60-95 --output "$here/pictures/$name.png" "$name.png"
}

reports=$(echo demo/reports/*)
paper demo/templates/2026-27Q3/HWY.xlsx form
paper "$reports/returned/HRD 2026-27Q2_marked.xlsx" marked
paper "$reports/cabinet.xlsx" cabinet
paper "$reports/service Highways maintenance.xlsx" service
paper demo/notebook/2026-27Q2.xlsx notebook

picture cover form "Marchford County Council" 100 760x720
picture form form "Indicators: Highways maintenance, Q3 2026-27" 230 1400x680
picture guidance form "How to fill in the return of Highways maintenance for Q3 2026-27" 90 760x900
picture findings marked "What was found in this return" 190 2140x560
picture marked marked "Indicators: Human resources, Q2 2026-27" 190 1170x832
picture headlines cabinet "Headlines" 132 1200x800
picture one-page cabinet "Off target: Q2 2026-27" 150 1200x775
picture indicators cabinet "Every indicator" 200 1330x578
picture legend cabinet "Method" 150 1000x335
picture trends cabinet "Trends of the key indicators" 150 1140x386
picture service service "Highways maintenance: your figures as the council reports them" 140 1172x494
picture notebook notebook "Queries, Q2 2026-27" 230 1700x527
ls -l "$here/pictures"
