#!/bin/bash
# Opens what a demo run wrote in LibreOffice, recalculates, and looks for error values; then fills a form with a broken
# formula, saves it, and compares what is read from it; the same with a form that openpyxl filled, and with the document. Types
# percentages into a form, and reads them: run.sh WORKSPACE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v soffice >/dev/null || ! dpkg -s libreoffice-writer >/dev/null 2>&1 || ! /usr/bin/python3 -c "import uno" 2>/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc libreoffice-writer \
    poppler-utils python3-uno >/dev/null
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
workspace=$(cd "$1" && pwd)
template=$(ls "$workspace"/templates/*/*.xlsx | head -1)
cp "$workspace"/reports/*/cabinet.xlsx "$out/cabinet.xlsx"
cp "$template" "$out/template.xlsx"
python3 "$here/fill.py" "$template" "$out/filled.xlsx"
cd "$out"
save() {
  soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to "$2" --outdir saved "$1.xlsx" >/dev/null 2>&1
  [ -s "saved/$1.$2" ] || { echo "LibreOffice could not open $1.xlsx"; exit 1; }
}
for book in cabinet template; do
  save "$book" ods
  save "$book" pdf
  python3 "$here/look.py" "saved/$book.ods"
done
# Of the other readers, all at once.
mkdir editions
cp "$workspace"/reports/*/*.xlsx editions/
soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to ods --outdir editions editions/*.xlsx >/dev/null 2>&1
for book in editions/*.xlsx; do
  [ -s "${book%.xlsx}.ods" ] || { echo "LibreOffice could not open $book"; exit 1; }
  python3 "$here/look.py" "${book%.xlsx}.ods"
done
# A Cabinet is not given a book.
pages=$(pdfinfo saved/cabinet.pdf | sed -n 's/^Pages: *//p')
[ "$pages" -le 40 ] || { echo "cabinet.xlsx prints on $pages pages, 40 at most"; exit 1; }

# The document for the committee report says the same in LibreOffice as to python-docx.
cp "$workspace"/reports/*/headlines.docx .
for kind in odt pdf; do
  soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to "$kind" --outdir saved headlines.docx >/dev/null 2>&1
done
venv=${RECOMPUTE_VENV:-$here/../../target/recompute-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q openpyxl==3.1.5 python-docx==1.2.0
"$venv/bin/python" "$here/document.py" headlines.docx saved/headlines.odt saved/headlines.pdf

# Saved by LibreOffice, a form says the same to us, and an error value is one more thing to do on it.
save filled xlsx
quarterday=${QUARTERDAY:-$here/../../target/release/quarterday}
for form in filled.xlsx saved/filled.xlsx; do
  "$quarterday" check "$form" --format json --workspace "$workspace" > "$form.json" || [ $? = 1 ]
done
save template xlsx
python3 "$here/compare.py" filled.xlsx.json saved/filled.xlsx.json saved/template.xlsx saved/filled.xlsx

# Typed at a keyboard, with its sign and without: each is the percentage that it says.
/usr/bin/python3 "$here/typed.py" typed "$out/typing" "$workspace"/templates/*/*.xlsx
"$quarterday" check typed/*.xlsx --format json --workspace "$workspace" > typed.json || [ $? = 1 ]
python3 - <<'PY'
import json, pathlib
for copy in json.load(open("typed.json")):
    said = float(pathlib.Path(copy["file"]).stem.removeprefix("typed ").rstrip("%"))
    figures = [v["value"] for v in copy["values"] if v["value"] is not None]
    assert figures == [said], (copy["file"], figures)
PY

# Filled by a script with openpyxl, then opened and saved by LibreOffice.
"$venv/bin/python" "$here/openpyxl_fill.py" template.xlsx script.xlsx
save script xlsx
for form in script.xlsx saved/script.xlsx; do
  "$quarterday" check "$form" --format json --workspace "$workspace" > "$form.json" || [ $? = 1 ]
done
python3 "$here/same.py" script.xlsx.json saved/script.xlsx.json
# Marked copies: nothing but the marks differs, and LibreOffice shows them. Saved by LibreOffice, each says the same to us.
python3 -c "import openpyxl" 2>/dev/null || pip install -q openpyxl
for marked in "$workspace"/reports/*/returned/*_marked.xlsx; do
  name=$(basename "${marked%_marked.xlsx}")
  cp "$marked" marked.xlsx
  save marked xlsx
  python3 "$here/marked.py" "$workspace"/returns/*/"$name.xlsx" "$marked" saved/marked.xlsx
  for copy in marked.xlsx saved/marked.xlsx; do
    "$quarterday" check "$copy" --format json --quarter "$(basename "$workspace"/returns/*)" --workspace "$workspace" > "$copy.json" || [ $? = 1 ]
  done
  python3 - <<'PY'
import json
[a], [b] = (json.load(open(p)) for p in ("marked.xlsx.json", "saved/marked.xlsx.json"))
# LibreOffice works out formulas whose results were not saved, and what is then no longer noted is no loss.
said = lambda c: sorted((f["code"], f["sheet"], f["cell"] or "") for f in c["findings"] if f["severity"] != "note")
assert said(a) == said(b) and a["readings"] == b["readings"], (said(a), said(b))
PY
done

# The same for .ods, over the gallery: compared as LibreOffice shows each, and read by us from the copy and from the copy
# that LibreOffice saved. Cells without a style that hold a truth or a length of time are shown by LibreOffice as numbers
# until they have one, and formulas and links are worked out anew, so those files are only read or only shown.
gallery=$here/../../fixtures/gallery
mkdir own open
"$quarterday" check "$gallery"/returns/*/*.ods --workspace "$gallery" --mark open > /dev/null || [ $? = 1 ]
for marked in open/*_marked.ods; do
  name=$(basename "${marked%_marked.ods}")
  cp "$gallery"/returns/*/"$name.ods" own/
done
convert() { soffice --headless --norestore "-env:UserInstallation=file://$out/profile" --convert-to "$1" --outdir "$2" "${@:3}" >/dev/null 2>&1; }
convert xlsx own/shown own/*.ods
convert xlsx open/shown open/*_marked.ods
convert ods open/saved open/*_marked.ods
# What LibreOffice saved is marked once more: the old marks are off, with the colours that the cells had.
quarter=$(basename "$gallery"/returns/*)
"$quarterday" check open/saved/*.ods --quarter "$quarter" --workspace "$gallery" --mark again > /dev/null || [ $? = 1 ]
convert xlsx again/shown again/*_marked.ods
for marked in open/*_marked.ods; do
  name=$(basename "${marked%_marked.ods}")
  case $name in
    boolean-cell | length-of-time-*) ;;
    *) python3 "$here/marked.py" "own/shown/$name.xlsx" "open/shown/${name}_marked.xlsx" ;;
  esac
  case $name in formula-that-was-never-* | link-to-another-*) continue ;; esac
  case $name in
    boolean-cell | length-of-time-*) ;;
    *) python3 "$here/marked.py" "own/shown/$name.xlsx" "again/shown/${name}_marked.xlsx" ;;
  esac
  for copy in "own/$name.ods" "$marked" "open/saved/${name}_marked.ods"; do
    "$quarterday" check "$copy" --format json --quarter "$quarter" --workspace "$gallery" > "$copy.json" || [ $? = 1 ]
  done
  python3 - "own/$name.ods.json" "$marked.json" "open/saved/${name}_marked.ods.json" <<'PY'
import json, sys
said = lambda c: (c["values"], sorted((f["code"], f["sheet"], f["cell"] or "") for f in c["findings"] if f["severity"] != "note"))
own, *copies = (said(json.load(open(p))[0]) for p in sys.argv[1:])
for copy in copies:
    assert copy == own, (sys.argv[1], own, copy)
PY
done
