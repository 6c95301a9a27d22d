//! A cell in the last row and column of its format costs no file. The workbooks are made here: other programs would be
//! busy with them for minutes, so none is kept.

use super::{codes, read, value};
use crate::ingest::book::Raw;
use crate::ingest::preflight::packing::container_of;
use crate::ingest::{preflight, reader};
use crate::record::{Outcome, PassedOver};
use crate::settings::Limits;
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// What stands in a sheet, by row and column.
type Cells = BTreeMap<(u32, u32), Stands>;

#[derive(Debug, Clone, PartialEq)]
pub(in crate::ingest) enum Stands {
    Number(f64),
    Text(String),
}

/// The sheets of a workbook: names and cells.
type Sheets = Vec<(&'static str, Cells)>;

fn sheet(cells: &[((u32, u32), &str)]) -> Cells {
    let stands = |s: &str| s.parse().map_or_else(|_| Stands::Text(s.into()), Stands::Number);
    cells.iter().map(|(at, s)| (*at, stands(s))).collect()
}

/// A return of the old form with a number far below and a word far to the right, and words in two corners of another.
fn sheets((row, column): (u32, u32)) -> Sheets {
    let cover = [((2, 0), "Service:"), ((2, 1), "Waste"), ((3, 0), "Quarter"), ((3, 1), "2026-27Q1")];
    let heading = [((0, 0), "Ref"), ((0, 1), "Indicator"), ((0, 2), "Value"), ((0, 3), "Comments")];
    let rows = [((1, 0), "W1"), ((1, 2), "12.5"), ((row, 2), "5"), ((row, column), "here")];
    let aside = [((0, column), "x"), ((row, 0), "y")];
    let indicators = [&heading[..], &rows].concat();
    vec![("Cover", sheet(&cover)), ("PIs", sheet(&indicators)), ("Aside", sheet(&aside))]
}

/// Workbooks of every format with a cell in the last row and column, by the ending of their names.
pub(in crate::ingest) fn far_workbooks() -> [(&'static str, Vec<u8>); 4] {
    let (old, new) = (sheets((65_535, 255)), sheets((1_048_575, 16_383)));
    [("xls", xls(&old)), ("ods", ods(&new)), ("xlsx", xlsx(&new)), ("xlsb", xlsb(&new))]
}

#[test]
fn a_far_cell_is_a_cell_like_others() {
    for (format, bytes) in far_workbooks() {
        let last = if format == "xls" { "IV65536" } else { "XFD1048576" };
        let far = read(&bytes);
        assert_eq!(far.outcome, Outcome::Accepted, "{format}: {:?}", far.findings);
        assert_eq!((value(&far).content.shown(), value(&far).at.to_string()), ("12.5".into(), "C2".into()), "{format}");
        let tallies: Vec<u64> = far.tallies.iter().map(|t| t.read).collect();
        assert_eq!(tallies, [4, 8, 2], "{format}");
        // Each by the rule that takes it near by too.
        let near = read(&xlsx(&sheets((9, 9))));
        assert_eq!(codes(&far), codes(&near), "{format}");
        assert!(far.findings.iter().any(|f| f.location().ends_with(&format!("PIs!{last}"))), "{:?}", far.findings);
        assert!(far.tallies[1].ignored.contains_key(&PassedOver::UnknownColumn), "{format}");
    }
}

/// Other programs go through every cell between the first and the last of a sheet.
#[test]
fn no_fixture_keeps_another_program_busy() {
    fn workbooks(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is = |ending: &std::ffi::OsStr| ["xlsx", "xlsm", "xlsb", "xls", "ods"].iter().any(|e| ending == *e);
            match path.extension() {
                _ if path.is_dir() => workbooks(&path, out),
                Some(ending) if is(ending) => out.push(path),
                _ => {}
            }
        }
    }
    const MOST: u64 = 500_000;
    let mut paths = Vec::new();
    workbooks(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut paths);
    let (limits, mut looked_at) = (Limits::default(), 0);
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        // What is refused is not looked at: `fixtures/refused` says of each why it is harmless.
        let Ok(cleared) = preflight::inspect(&bytes, &limits) else { continue };
        assert!(cleared.packings.is_empty(), "{}", path.display());
        let Ok(book) = reader::read(&cleared, &limits) else { continue };
        for sheet in book.sheets {
            let last = |of: fn(&Raw) -> u64| sheet.cells.iter().map(of).max().unwrap_or_default() + 1;
            let between = last(|c| c.row.into()) * last(|c| c.col.into());
            assert!(between <= MOST, "{}: {} with {between} cells", path.display(), sheet.name);
        }
        looked_at += 1;
    }
    assert!(looked_at > 300, "{looked_at} of {}", paths.len());
}

/// The cells of every sheet as they are read.
fn cells_of(bytes: &[u8], limits: &Limits) -> Result<Vec<Cells>, &'static str> {
    let book = preflight::inspect(bytes, limits).and_then(|cleared| reader::read(&cleared, limits));
    let book = book.map_err(|refusal| refusal.check.code)?;
    let stands = |s: &_, c: &_| match book.cell(s, c).content {
        crate::record::Content::Number(n) => Stands::Number(n),
        other => Stands::Text(other.shown()),
    };
    assert!(book.sheets.iter().all(|s| s.broken.is_none()));
    Ok(book.sheets.iter().map(|s| s.cells.iter().map(|c| ((c.row, c.col.into()), stands(s, c))).collect()).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn cells_stand_where_they_were_written(
        cells in prop::collection::vec(
            prop::collection::btree_map((prop_oneof![0..4_u32, 0..65_536_u32], prop_oneof![0..4_u32, 0..256_u32]),
                prop_oneof![(-9.0..9.0).prop_map(Stands::Number), "[a-z]{1,4}".prop_map(Stands::Text)], 0..40),
            3..4,
        ),
    ) {
        let sheets: Sheets = ["A", "B", "C"].into_iter().zip(cells.iter().cloned()).collect();
        prop_assert_eq!(cells_of(&xls(&sheets), &Limits::default()), Ok(cells.clone()));
        prop_assert_eq!(cells_of(&ods(&sheets), &Limits::default()), Ok(cells.clone()));
    }
}

type Numbers = Vec<((u32, u32), f64)>;

const FAR: &str = r#"<table:table-cell office:value-type="float" office:value="7"/>"#;

#[rstest]
#[case::repeated_cells(r#"<table:table-cell table:number-columns-repeated="16382"/>"#, "", Ok(vec![((0, 16_382), 7.0)]))]
#[case::repeated_rows(
    r#"<table:table-cell/></table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell
    office:value-type="float"/></table:table-row><table:table-row table:number-rows-repeated="5">
    <table:table-cell table:number-columns-repeated="9000"/>"#, "", Ok(vec![((1_048_575, 9000), 7.0)]))]
#[case::repeated_value(
    "<table:table-cell/>",
    r#"</table:table-row><table:table-row table:number-rows-repeated="900000"/><table:table-row
    table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3" office:value-type="float"
    office:value="8"/>"#,
    Ok(vec![((0, 1), 7.0), ((900_001, 0), 8.0), ((900_001, 1), 8.0), ((900_001, 2), 8.0), ((900_002, 0), 8.0),
        ((900_002, 1), 8.0), ((900_002, 2), 8.0)]))]
#[case::filled_to_the_corner(
    "",
    r#"</table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell
    office:value-type="float" office:value="8" table:number-columns-repeated="16384"/>"#,
    Err("F004")
)]
#[case::long_text_in_every_row(
    "", &format!(r#"</table:table-row><table:table-row table:number-rows-repeated="999999"><table:table-cell
    table:number-columns-repeated="9"/><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell
    >"#, "x".repeat(999)), Err("F004"))]
#[case::cells_beyond_the_last_column(
    r#"<table:table-cell table:number-columns-repeated="16380"/><table:table-cell table:number-columns-repeated="9"
    office:value-type="float" office:value="8"/>"#,
    r#"</table:table-row><table:table-row table:number-rows-repeated="900000"/><table:table-row><table:table-cell
    office:value-type="float" office:value="8"/>"#,
    Err("F003")
)]
fn far_cells_of_open_document(
    #[case] before: &str,
    #[case] after: &str,
    #[case] expected: Result<Numbers, &'static str>,
) {
    let content = content_of(&[format!(
        r#"<table:table table:name="A"><table:table-row>{before}{FAR}{after}</table:table-row></table:table>"#
    )]);
    let read = cells_of(&package(&[("content.xml", content.as_bytes())]), &Limits::default());
    let expected = expected.map(|cells| vec![cells.into_iter().map(|(at, n)| (at, Stands::Number(n))).collect()]);
    assert_eq!(read, expected);
}

#[test]
fn records_of_xls_are_moved_and_what_they_declare_is_not_believed() {
    let cells = sheet(&[((0, 0), "1"), ((0, 1), "2"), ((9, 3), "x")]);
    for (rows, columns) in [([0, u32::MAX], [0, 256]), ([9, 1], [0, 3]), ([0, 65_536], [7, 2])] {
        let rows: Vec<u8> = rows.into_iter().flat_map(u32::to_le_bytes).collect();
        let columns: Vec<u8> = columns.into_iter().flat_map(u16::to_le_bytes).collect();
        let declared = [rows, columns, vec![0, 0]].concat();
        let bytes = xls_with(&[("A", cells.clone())], &[(0x0200, declared)]);
        assert_eq!(cells_of(&bytes, &Limits::default()), Ok(vec![cells.clone()]));
    }
    // Numbers side by side stay so.
    let several = [[1, 0, 254, 0].to_vec(), [0, 0, 0, 0, 0xF0, 0x3F].repeat(2), [255, 0].to_vec()].concat();
    // The text of a formula's result stands in a record of its own, without a place.
    let formula =
        [&number_record((65_535, 0), f64::from_bits(0xFFFF << 48))[..], &[0; 6], &[3, 0, 0x1E, 5, 0]].concat();
    let more = [(0x00BD, several), (0x0006, formula), (0x0207, b"\x04\0\0late".to_vec())];
    let read = cells_of(&xls_with(&[("A", sheet(&[((9, 9), "3")]))], &more), &Limits::default());
    let expected = sheet(&[((1, 254), "1"), ((1, 255), "1"), ((9, 9), "3"), ((65_535, 0), "late")]);
    assert_eq!(read, Ok(vec![expected]));
}

fn xlsx(sheets: &Sheets) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, cells) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for ((row, column), stands) in cells {
            match stands {
                Stands::Number(n) => sheet.write(*row, *column as u16, *n).unwrap(),
                Stands::Text(s) => sheet.write(*row, *column as u16, s).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let kind: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet");
    for (name, content) in [kind, ("META-INF/manifest.xml", b"<manifest:manifest/>")].iter().chain(parts) {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn content_of(tables: &[String]) -> String {
    format!("<office:document-content><office:body>{}</office:body></office:document-content>", tables.concat())
}

fn ods(sheets: &[(&'static str, Cells)]) -> Vec<u8> {
    let gap = |element, repeats, n| {
        if n == 0 { String::new() } else { format!("<table:{element} table:{repeats}=\"{n}\"/>") }
    };
    let table = |(name, cells): &(&str, Cells)| {
        let (mut rows, mut next) = (String::new(), (0, 0));
        for ((row, column), stands) in cells {
            if *row != next.0 || next.1 == 0 {
                let close = if next.1 > 0 { "</table:table-row>" } else { "" };
                let from = if next.1 > 0 { next.0 + 1 } else { next.0 };
                rows += &format!("{close}{}<table:table-row>", gap("table-row", "number-rows-repeated", row - from));
                next = (*row, 0);
            }
            rows += &gap("table-cell", "number-columns-repeated", column - next.1);
            rows += &match stands {
                Stands::Number(n) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{n}\"/>"),
                Stands::Text(s) => {
                    format!("<table:table-cell office:value-type=\"string\"><text:p>{s}</text:p></table:table-cell>")
                }
            };
            next.1 = column + 1;
        }
        let close = if next.1 > 0 { "</table:table-row>" } else { "" };
        format!("<table:table table:name=\"{name}\">{rows}{close}</table:table>")
    };
    let content = content_of(&sheets.iter().map(table).collect::<Vec<_>>());
    package(&[("content.xml", content.as_bytes())])
}

fn number_record((row, column): (u32, u32), n: f64) -> Vec<u8> {
    [&(row as u16).to_le_bytes()[..], &(column as u16).to_le_bytes(), &[0, 0], &n.to_le_bytes()].concat()
}

fn xls(sheets: &[(&'static str, Cells)]) -> Vec<u8> {
    xls_with(sheets, &[])
}

/// With more records in every sheet.
fn xls_with(sheets: &[(&'static str, Cells)], more: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat();
    let begin = |kind| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0]);
    let streams = sheets.iter().map(|(_, cells)| {
        let cell = |(at, stands): (&(u32, u32), &Stands)| match stands {
            Stands::Number(n) => record(0x0203, &number_record(*at, *n)),
            Stands::Text(s) => {
                let length = (s.len() as u16).to_le_bytes();
                record(0x0204, &[&number_record(*at, 0.0)[..6], &length, &[0], s.as_bytes()].concat())
            }
        };
        let more: Vec<u8> = more.iter().flat_map(|(kind, body)| record(*kind, body)).collect();
        [begin(0x10), more, cells.iter().flat_map(cell).collect(), record(0x0A, &[])].concat()
    });
    let streams: Vec<Vec<u8>> = streams.collect();
    let globals = |first: usize| {
        let mut start = first;
        let mut out = begin(5);
        for ((name, _), stream) in sheets.iter().zip(&streams) {
            let place = (start as u32).to_le_bytes();
            out.extend(record(0x85, &[&place[..], &[0, 0, name.len() as u8, 0], name.as_bytes()].concat()));
            start += stream.len();
        }
        [out, record(0x0A, &[])].concat()
    };
    container_of(&[globals(globals(0).len()), streams.concat()].concat()).unwrap()
}

fn xlsb(sheets: &Sheets) -> Vec<u8> {
    let wide = |s: &str| {
        let units: Vec<u8> = s.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&(s.len() as u32).to_le_bytes()[..], &units].concat()
    };
    let part = |records: &[(u16, Vec<u8>)]| {
        let records: Vec<(u16, &[u8])> = records.iter().map(|(kind, body)| (*kind, &body[..])).collect();
        preflight::part_of_records(&records)
    };
    let (mut list, mut relations, mut parts) = (vec![(0x83, vec![])], String::new(), vec![]);
    for (n, (name, cells)) in sheets.iter().enumerate() {
        let id = format!("rId{}", n + 1);
        list.push((0x9C, [&[0; 4][..], &(n as u32 + 1).to_le_bytes(), &wide(&id), &wide(name)].concat()));
        relations +=
            &format!("<Relationship Id=\"{id}\" Type=\"urn:x/worksheet\" Target=\"worksheets/sheet{n}.bin\"/>");
        let mut records = vec![(0x81, vec![]), (0x94, vec![0; 16]), (0x91, vec![])];
        let mut last = None;
        for ((row, column), stands) in cells {
            if last.replace(*row) != Some(*row) {
                records.push((0x00, [&row.to_le_bytes()[..], &[0; 13]].concat()));
            }
            let place = [column.to_le_bytes(), [0; 4]].concat();
            records.push(match stands {
                Stands::Number(n) => (0x05, [place, n.to_le_bytes().to_vec()].concat()),
                Stands::Text(s) => (0x06, [place, wide(s)].concat()),
            });
        }
        records.extend([(0x92, vec![]), (0x82, vec![])]);
        parts.push((format!("xl/worksheets/sheet{n}.bin"), part(&records)));
    }
    list.extend([(0x90, vec![]), (0x9D, vec![0; 26]), (0x84, vec![])]);
    let relations = format!("<Relationships>{relations}</Relationships>");
    let workbook = part(&list);
    let mut named: Vec<(&str, &[u8])> =
        vec![("xl/workbook.bin", &workbook), ("xl/_rels/workbook.bin.rels", relations.as_bytes())];
    named.extend(parts.iter().map(|(name, part)| (name.as_str(), &part[..])));
    package(&named)
}
