#!/bin/bash
# A series of a scatter chart with a line and with marks of its own is written by rust_xlsxwriter with the marks before the
# line. ECMA-376 (21.2.2.175, CT_ScatterSer) has them the other way round; XlsxWriter, whose sister it is, writes them so.
#
# What surprised us: it is valid use of the library, LibreOffice shows the chart, and no test that reads the workbook sees it;
# whoever goes by the schema, as the validator of Microsoft's own SDK does, refuses each such series.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9
npm install --silent --no-audit --no-fund @ooxml-tools/validate@0.4.6 >/dev/null
mkdir -p rust/src
cat > rust/Cargo.toml <<'TOML'
[package]
name = "chart"
edition = "2024"
[dependencies]
rust_xlsxwriter = "=0.102.0"
TOML
cat > rust/src/main.rs <<'RUST'
use rust_xlsxwriter::{Chart, ChartFormat, ChartLine, ChartMarker, ChartType, Workbook, XlsxError};

fn main() -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, (x, y)) in [(1, 2), (3, 5)].into_iter().enumerate() {
        sheet.write(row as u32, 0, x)?.write(row as u32, 1, y)?;
    }
    let mut chart = Chart::new(ChartType::Scatter);
    let series = chart.add_series().set_categories("Sheet1!$A$1:$A$2").set_values("Sheet1!$B$1:$B$2");
    series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color("#1F3864")));
    series.set_marker(ChartMarker::new().set_none());
    sheet.insert_chart(3, 0, &chart)?;
    book.save("rust.xlsx")
}
RUST
cat > make.py <<'PY'
import xlsxwriter
book = xlsxwriter.Workbook("python.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, [1, 2])
sheet.write_row(1, 0, [3, 5])
chart = book.add_chart({"type": "scatter"})
chart.add_series({"categories": "=Sheet1!$A$1:$A$2", "values": "=Sheet1!$B$1:$B$2",
                  "line": {"color": "#1F3864"}, "marker": {"type": "none"}})
sheet.insert_chart(3, 0, chart)
book.close()
PY
cargo run --quiet --manifest-path rust/Cargo.toml
venv/bin/python make.py
of_series() { unzip -p "$1" xl/charts/chart1.xml | grep -o '<c:ser>.*</c:ser>' | grep -oE '<c:(order|marker|spPr|xVal|yVal)\b' | tr -d '<\n' | sed 's/c:/ /g'; }
faults() { node_modules/.bin/ooxml-validate "$1" 2>&1 | grep -o 'unexpected child element.*' | grep -o '[A-Za-z]*.\.$' || echo none; }
{
  for made in "rust_xlsxwriter 0.102.0:rust.xlsx" "XlsxWriter 3.2.9:python.xlsx"; do
    echo "${made%%:*}: series is$(of_series "${made##*:}"); not expected by the schema: $(faults "${made##*:}" | tr -d "'." | sort -u | tr '\n' ' ')"
  done
} | sed 's/ *$//' > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
rust_xlsxwriter 0.102.0: series is order marker spPr xVal yVal; not expected by the schema: spPr
XlsxWriter 3.2.9: series is order spPr marker xVal yVal; not expected by the schema: none
SEEN
