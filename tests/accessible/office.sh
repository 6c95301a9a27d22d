#!/bin/bash
# Opens an accessible workbook and its twin in LibreOffice, saves each as the other and both as PDF and CSV, and compares cell
# for cell what Python reads from all of them: office.sh [BOOK.xlsx BOOK.ods [PICTURES]]. Without files it takes the sample of the
# unit tests; with a folder for pictures it leaves every page there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
if ! command -v soffice >/dev/null || ! command -v pdftoppm >/dev/null || ! fc-list | grep -qi "arial\|liberation"; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc poppler-utils \
    fonts-liberation >/dev/null
fi
venv=${ACCESSIBLE_VENV:-$root/target/accessible-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q openpyxl==3.1.5 odfpy==1.4.1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
if [ $# -ge 2 ]; then
  cp "$1" "$out/book.xlsx"
  cp "$2" "$out/book.ods"
else
  (cd "$root" && ACCESSIBLE_SAMPLE="$out" cargo test --quiet --lib -- accessible::tests::the_same_book >/dev/null)
  mv "$out/sample.xlsx" "$out/book.xlsx"
  mv "$out/sample.ods" "$out/book.ods"
fi
cd "$out"
save() {
  mkdir -p "$3"
  soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to "$2" --outdir "$3" "$1" >/dev/null 2>&1
  [ -n "$(ls "$3")" ] || { echo "LibreOffice could not save $1 as $2"; exit 1; }
}
# Every sheet, in UTF-8, as it is shown.
csv='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1'
for kind in xlsx ods; do
  save "book.$kind" pdf "pdf-$kind"
  save "book.$kind" "$csv" "csv-$kind"
done
save book.xlsx ods saved
save book.ods xlsx saved
# What the two show is the same, word for word.
diff -r csv-xlsx csv-ods
"$venv/bin/python" "$here/compare.py" book.xlsx book.ods saved/book.xlsx saved/book.ods
if [ $# -ge 3 ]; then
  mkdir -p "$3"
  for kind in xlsx ods; do pdftoppm -r 60 -png "pdf-$kind/book.pdf" "$3/$kind"; done
fi
