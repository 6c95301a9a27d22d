#!/bin/bash
# An archive may say the size of a part behind it instead of before it (bit 3 of the flags, APPNOTE 4.4.4), as programs do
# that write in one go.
#
# What surprised us: rust_xlsxwriter writes every workbook so, also where it could go back, and leaves pictures unpacked.
# SheetJS finds the size behind a packed part, and not behind one that is not packed: with a logo in it the whole workbook
# is refused, whatever sheet is wanted. Without a picture it is read, so that a test with plain figures sees nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
mkdir -p write/src
cat > write/Cargo.toml <<'TOML'
[package]
name = "write"
version = "0.1.0"
edition = "2024"

[dependencies]
rust_xlsxwriter = "=0.102.0"
TOML
cat > write/src/main.rs <<'RUST'
use rust_xlsxwriter::{Image, Workbook, XlsxError};

fn main() -> Result<(), XlsxError> {
    for (name, picture) in [("plain.xlsx", false), ("logo.xlsx", true)] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Potholes")?.write(0, 1, 421)?;
        if picture {
            sheet.insert_image(3, 0, &Image::new("dot.png")?)?;
        }
        book.save(name)?;
    }
    Ok(())
}
RUST
# A picture of one pixel.
python3 - <<'PY'
import struct, zlib
chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
open("dot.png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
                            + chunk(b"IDAT", zlib.compress(b"\0\x1f\x38\x64")) + chunk(b"IEND", b""))
PY
cargo run -q --release --manifest-path write/Cargo.toml
cat > read.js <<'JS'
const sheetjs = require("xlsx");
for (const name of ["plain.xlsx", "logo.xlsx"]) {
  try {
    const sheet = sheetjs.readFile(name).Sheets.Sheet1;
    console.log(name, "SheetJS 0.18.5:", JSON.stringify(sheetjs.utils.sheet_to_json(sheet, {header: 1})));
  } catch (refused) {
    console.log(name, "SheetJS 0.18.5 refuses:", refused.message.replace(/[0-9]+/g, "N"));
  }
}
JS
{
  python3 - <<'PY'
import zipfile
for name in ("plain.xlsx", "logo.xlsx"):
    parts = zipfile.ZipFile(name).infolist()
    kinds = sorted({("packed" if p.compress_type else "not packed", "size behind" if p.flag_bits & 8 else "size before") for p in parts})
    print(name, "by rust_xlsxwriter 0.102.0:", kinds)
PY
  node read.js
} > seen
cat seen
diff - seen <<'SEEN' && echo "as found"
plain.xlsx by rust_xlsxwriter 0.102.0: [('packed', 'size behind')]
logo.xlsx by rust_xlsxwriter 0.102.0: [('not packed', 'size behind'), ('packed', 'size behind')]
plain.xlsx SheetJS 0.18.5: [["Potholes",421]]
logo.xlsx SheetJS 0.18.5 refuses: Bad compressed size: N != N
SEEN
