#!/bin/bash
# The same return, written by every program that a package registry has, read back and compared value by value: the
# council's own form made from nothing, and our form filled and saved. Writes docs/writers.md.
#
#   tests/writers/run.sh [QUARTERDAY]
#
# Installs what it needs (Debian's packages, pip, npm, cargo); run by hand, it takes some minutes the first time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
quarterday=$(realpath "${1:-$root/target/debug/quarterday}")
env=${WRITERS_ENV:-$root/target/writers}
mkdir -p "$env"

missing=()
for wanted in soffice:libreoffice-calc ssconvert:gnumeric Rscript:r-base-core node:nodejs npm:npm perl:perl; do
  command -v "${wanted%%:*}" >/dev/null || missing+=("${wanted##*:}")
done
perl -MExcel::Writer::XLSX -MSpreadsheet::WriteExcel -e1 2>/dev/null || missing+=(libexcel-writer-xlsx-perl libspreadsheet-writeexcel-perl)
Rscript -e 'library(openxlsx); library(jsonlite)' >/dev/null 2>&1 || missing+=(r-cran-openxlsx r-cran-jsonlite)
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ ! -x "$env/venv/bin/python" ]; then
  python3 -m venv "$env/venv"
  "$env/venv/bin/pip" install -q openpyxl==3.1.5 xlsxwriter==3.3.1 PyExcelerate==0.13.0 xlwt==1.3.0 odfpy==1.4.1 ezodf==0.3.2 lxml==6.1.3 pandas==3.1.1
fi
[ -d "$env/node_modules/xlsx-populate" ] || (cd "$env" && npm init -y >/dev/null && npm install --silent exceljs@4.4.0 xlsx@0.18.5 \
    "sheetjs020@npm:@e965/xlsx@0.20.3" write-excel-file@4.1.1 xlsx-populate@1.21.0)
CARGO_TARGET_DIR=$env/rust cargo build -q --locked --manifest-path "$here/rust/Cargo.toml"
python=$env/venv/bin/python writers=$env/rust/debug/writers
export MODULES=$env

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{made,filled,council}
cp -r "$root"/fixtures/gallery/{quarterday.toml,register.xlsx,layouts} "$work/council/"
"$quarterday" templates 2026-27Q2 --workspace "$work/council" --quiet >/dev/null
form=$work/council/templates/2026-27Q2/LEI.xlsx

python3 "$here/plan.py" "$work/plan.json"
"$python" "$here/write.py" "$work/plan.json" "$work/made"
node "$here/write.mjs" "$work/plan.json" "$work/made" 2>"$work/node.log"
perl "$here/write.pl" "$work/plan.json" "$work/made"
Rscript "$here/write.R" "$work/plan.json" "$work/made"
"$writers" "$work/plan.json" "$work/made"

"$python" "$here/form.py" "$work/plan.json" "$form" "$work/filled" "$work/fill.json"
node "$here/form.mjs" "$form" "$work/fill.json" "$work/filled" >>"$work/node.log" 2>&1
"$writers" "$form" "$work/fill.json" "$work/filled"

# Opened, calculated and saved by the two office programs.
for folder in made filled; do
  for format in xlsx ods xls; do
    soffice --headless --norestore "-env:UserInstallation=file://$work/profile" --convert-to $format --outdir "$work/saved" "$work/$folder/openpyxl.xlsx" >/dev/null 2>&1
    mv "$work/saved/openpyxl.$format" "$work/$folder/LibreOffice.$format"
  done
  for format in xlsx:Gnumeric_Excel:xlsx2 ods:Gnumeric_OpenCalc:odf xls:Gnumeric_Excel:excel_biff8; do
    ssconvert --recalc -T "${format#*:}" "$work/$folder/openpyxl.xlsx" "$work/$folder/Gnumeric.${format%%:*}" >/dev/null 2>&1
  done
done

status=0
{
  echo "# Who writes what we read"
  echo
  echo "The same eight figures, a comment of several lines and a day, written by each program: a number with a format, a formula, a share"
  echo "of one shown as a percentage, a number typed as a text, one below nought, pounds. \`tests/writers/run.sh\` makes this page."
  echo
  echo "## A form made from nothing"
  echo
  "$python" "$here/matrix.py" "$quarterday" "$work/council" "$work/plan.json" "$work/made" || status=1
  echo
  echo "## Our own form, filled and saved"
  echo
  "$python" "$here/matrix.py" "$quarterday" "$work/council" "$work/plan.json" "$work/filled" "$work/fill.json" || status=1
} > "$work/writers.md"
cp "$work/writers.md" "$root/docs/writers.md"
cat "$work/writers.md"
exit $status
