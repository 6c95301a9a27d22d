//! Calamine is the oracle: what both can read, both read the same, from every workbook of the fixtures and from many
//! thousands that were broken at random.

use super::Plain;
use crate::ingest::book::ReadBook;
use crate::ingest::preflight::{PlainPart, Refusal, WorkbookFormat, inspect};
use crate::ingest::reader::read;
use crate::settings::Limits;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

/// All that was read, in words.
fn told(book: Result<ReadBook, Refusal>) -> String {
    let book = match book {
        Ok(book) => book,
        Err(refusal) => return format!("{}: {} / {}", refusal.check.code, refusal.expected, refusal.got),
    };
    let mut out = format!("since 1904: {}\n", book.since_1904);
    for sheet in &book.sheets {
        writeln!(out, "{} {} {:?} {:?}", sheet.name, sheet.hidden, sheet.broken, sheet.covers).unwrap();
        sheet.cells.iter().for_each(|raw| writeln!(out, "{:?}", book.cell(sheet, raw)).unwrap());
    }
    out
}

/// The same file read with the plain shape and by calamine alone; `None` for what is no .xlsx, or refused before.
fn both(bytes: &[u8]) -> Option<[String; 2]> {
    let limits = Limits::default();
    let mut cleared = inspect(bytes, &limits).ok().filter(|cleared| cleared.kind == WorkbookFormat::Xlsx)?;
    let plainly = told(read(&cleared, &limits));
    cleared.plain.clear();
    Some([plainly, told(read(&cleared, &limits))])
}

fn workbooks() -> Vec<PathBuf> {
    let mut out = vec![];
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.extension().and_then(|e| e.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("xlsx" | "xlsm") => out.push(path),
                _ => {}
            }
        }
    }
    out.sort();
    out
}

#[test]
fn every_workbook_of_the_fixtures_is_read_the_same() {
    let (mut sheets, mut plain_sheets) = (0, 0);
    for path in workbooks() {
        let bytes = std::fs::read(&path).unwrap();
        let Some([plainly, oracle]) = both(&bytes) else { continue };
        assert!(plainly == oracle, "{}", path.display());
        let cleared = inspect(&bytes, &Limits::default()).unwrap();
        let texts = cleared.part(PlainPart::Texts);
        let plain = Plain::of(&cleared, texts.as_deref(), false);
        for n in 0..cleared.sheets.len() {
            let given = plain.as_ref().map(|plain| plain.cells::<()>(n, |_, _, _| Ok(())).unwrap());
            sheets += 1;
            plain_sheets += usize::from(given.is_some_and(|(_, all)| all));
        }
    }
    // Otherwise nothing was compared.
    assert!(sheets > 1_000 && plain_sheets * 10 > sheets * 7, "{plain_sheets} of {sheets} sheets are plain");
}

/// A generator without a seed from outside: the same mutants each time.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Pieces that break a part, or make it say something else.
const PIECES: [&str; 48] = [
    "<v>",
    "</v>",
    "<v/>",
    "<c>",
    "</c>",
    "<c/>",
    "<row>",
    "</row>",
    "<row/>",
    "<f>",
    "</f>",
    "<f/>",
    "<is><t>",
    "</t></is>",
    "<is/>",
    " r=\"A1\"",
    " r=\"b2\"",
    " r=\"XFD9\"",
    " s=\"1\"",
    " s=\"99\"",
    " t=\"s\"",
    " t=\"str\"",
    " t=\"b\"",
    " t=\"e\"",
    " t=\"n\"",
    " t=\"d\"",
    " t=\"inlineStr\"",
    " xml:space=\"preserve\"",
    "&amp;",
    "&#13;",
    "&#x20;",
    "&bad;",
    "_x0041_",
    "_x",
    "<!-- -->",
    "<![CDATA[x]]>",
    "\r\n",
    " ",
    "\t",
    "-",
    "1e5",
    ".",
    "0",
    "'",
    "\"",
    "<x:c/>",
    "\u{e9}",
    "\u{0}",
];

fn mutated(part: &str, draws: &mut Draws) -> Vec<u8> {
    let mut out = part.as_bytes().to_vec();
    for _ in 0..=draws.below(2) {
        let at = draws.below(out.len());
        match draws.below(5) {
            0 => drop(out.drain(at..(at + 1 + draws.below(4)).min(out.len()))),
            1 => out[at] = draws.below(256) as u8,
            2 => {
                let piece = out[at..(at + draws.below(40)).min(out.len())].to_vec();
                let to = draws.below(out.len());
                drop(out.splice(to..to, piece));
            }
            // Where a tag begins or ends most is decided.
            _ => {
                let edge = out[at..].iter().position(|b| b"<>\"".contains(b)).map_or(at, |n| at + n + draws.below(2));
                drop(out.splice(edge..edge, PIECES[draws.below(PIECES.len())].bytes()));
            }
        }
    }
    out
}

/// A small workbook with every kind of cell that programs write.
fn parts() -> [(&'static str, String); 6] {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let list = |lines: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{lines}</Relationships>"
        )
    };
    let line = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>")
    };
    let sheet = format!(
        "<worksheet {MAIN}><dimension ref=\"A1:F4\"/><sheetData><row r=\"1\" spans=\"1:6\"><c r=\"A1\" t=\"s\"><v>0</v></c>\
         <c r=\"B1\" s=\"1\"><v>46000</v></c><c r=\"C1\" s=\"2\"><v>0.85</v></c><c r=\"D1\" t=\"b\"><v>1</v></c></row>\
         <row r=\"2\"><c r=\"A2\" t=\"str\"><f>A1&amp;\"x\"</f><v>a &amp; b</v></c><c r=\"B2\" t=\"e\"><v>#DIV/0!</v></c>\
         <c r=\"C2\" s=\"3\"><v>1.5</v></c><c r=\"D2\"><f>A9</f></c><c r=\"E2\" s=\"1\"/></row>\
         <row><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> in line </t></is></c><c t=\"s\"><v>1</v></c><c><v>-1.25E-3</v></c></row>\
         <row r=\"4\" hidden=\"1\"><c r=\"F4\"><v>12</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>\
         </worksheet>"
    );
    let styles = format!(
        "<styleSheet {MAIN}><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/></numFmts><cellXfs count=\"4\">\
         <xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
    );
    let texts =
        format!("<sst {MAIN} count=\"2\" uniqueCount=\"2\"><si><t>Ref &lt;1&gt;</t></si><si><t> b </t></si></sst>");
    let book = format!(
        "<workbook {MAIN} xmlns:r=\"{KIND}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
    );
    let related = [
        line("a", "worksheet", "worksheets/sheet1.xml"),
        line("b", "styles", "styles.xml"),
        line("c", "sharedStrings", "sharedStrings.xml"),
    ];
    [
        ("_rels/.rels", list(&line("a", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", list(&related.concat())),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", texts),
    ]
}

fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in parts {
        out.start_file(*name, stored).unwrap();
        out.write_all(part).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn mutants(from: u64, count: usize) {
    let parts = parts();
    let mut draws = Draws(from);
    let mut read_whole = 0;
    for n in 0..count {
        let meant = [3, 3, 3, 4, 5][draws.below(5)];
        let changed = |(k, (name, part)): (usize, &(&'static str, String))| {
            (*name, if k == meant { mutated(part, &mut draws) } else { part.as_bytes().to_vec() })
        };
        let parts: Vec<(&str, Vec<u8>)> = parts.iter().enumerate().map(changed).collect();
        let Some([plainly, oracle]) = both(&archive(&parts)) else { continue };
        let part = String::from_utf8_lossy(&parts[meant].1);
        let other: Vec<_> = plainly.lines().zip(oracle.lines()).filter(|(a, b)| a != b).collect();
        assert!(plainly == oracle, "mutant {n} of {from}:\n{part}\n\n{other:#?}");
        read_whole += usize::from(plainly.contains("12.0"));
    }
    assert!(read_whole * 4 > count, "most were refused: {read_whole} of {count}");
}

#[test]
fn more_styles_than_excel_takes_are_left_to_calamine() {
    let parts = parts().map(|(name, part)| {
        let many = format!("<xf numFmtId=\"14\"/>{}</cellXfs>", "<xf/>".repeat(65_600));
        (name, part.replace("</cellXfs>", &many).into_bytes())
    });
    let bytes = archive(&parts);
    let cleared = inspect(&bytes, &Limits::default()).unwrap();
    assert!(Plain::of(&cleared, None, false).is_none());
    let [plainly, oracle] = both(&bytes).unwrap();
    assert_eq!(plainly, oracle);
}

#[test]
fn mutants_are_read_the_same() {
    mutants(1, 4_000);
}

/// As many as a change of the scanner asks for: two minutes.
#[test]
#[ignore = "by hand"]
fn a_hundred_thousand_mutants_are_read_the_same() {
    (2..27).for_each(|from| mutants(from, 4_000));
}

#[test]
fn a_workbook_too_large_to_keep_is_unpacked_again() {
    let parts: Vec<(&str, Vec<u8>)> = parts().into_iter().map(|(name, part)| (name, part.into_bytes())).collect();
    let bytes = archive(&parts);
    let limits = Limits::default();
    let cleared = crate::ingest::preflight::inspect_zip(&bytes, &limits, 0).unwrap();
    let mut xml = vec![];
    zip::ZipArchive::new(Cursor::new(&bytes)).unwrap().by_index(3).unwrap().read_to_end(&mut xml).unwrap();
    assert_eq!(cleared.part(PlainPart::Sheet(0)).unwrap(), xml);
    assert_eq!(told(read(&cleared, &limits)), both(&bytes).unwrap()[1]);
    // Not where it would take too much of what a worker may have.
    let little = Limits { worker_mb: 0, ..limits };
    let cleared = crate::ingest::preflight::inspect_zip(&bytes, &little, 0).unwrap();
    assert!(cleared.plain.is_empty());
    assert_eq!(told(read(&cleared, &little)), both(&bytes).unwrap()[1]);
}
