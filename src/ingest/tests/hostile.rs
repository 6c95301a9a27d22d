//! Files that are broken, beyond a limit or no workbooks at all. None would do harm elsewhere.

use super::{HEADINGS, SHEET, book, codes, form, patched, read};
use crate::ingest::{preflight, read_bytes};
use crate::record::{Kind, Outcome, PassedOver};
use crate::settings::Limits;
use proptest::prelude::*;
use rstest::rstest;
use std::io::{Cursor, Write};

#[rstest]
#[case::beyond_the_last_column("r=\"C2\"", "r=\"XFE2\"")]
#[case::below_the_last_row("r=\"C2\"", "r=\"C1048577\"")]
#[case::twice("r=\"C2\"", "r=\"A2\"")]
#[case::cut("</sheetData>", "<row r=\"9\"><c r=\"A9\">")]
fn broken_sheets(#[case] from: &str, #[case] to: &str) {
    let bytes = book(0, &HEADINGS, |s| {
        s.write(1, 0, "a").unwrap();
        s.write(1, 2, 5).unwrap();
    });
    let read = read(&patched(&bytes, SHEET, from, to));
    assert!(codes(&read).contains(&"F018"), "{:?}", read.findings);
    assert!(read.records.iter().all(|r| r.kind == Kind::Cover));
    assert!(read.tallies[1].ignored.contains_key(&PassedOver::UnreadableSheet));
}

fn changed(part: &str, from: &str, to: &str) -> Vec<u8> {
    patched(&book(0, &HEADINGS, |_| {}), part, from, to)
}

#[rstest]
#[case::empty(b"".to_vec(), "F001")]
#[case::noughts(vec![0; 4_096], "F050")]
#[case::text(b"Ref,Value\nW1,3\n".to_vec(), "F001")]
#[case::random([7_u8, 200, 13].repeat(999), "F001")]
#[case::other_archive(stored(&[("readme.txt", "hello")]), "F001")]
#[case::dots_in_a_path(stored(&[("xl/media/../workbook.xml", "<a/>")]), "F003")]
#[case::truncated({ let b = book(0, &HEADINGS, |_| {}); b[..b.len() / 2].to_vec() }, "F003")]
#[case::no_sheets(stored(&[("xl/workbook.xml", "<a/>")]), "F003")]
#[case::two_parts_of_one_name(twice(SHEET), "F003")]
#[case::doctype(changed(SHEET, "<worksheet", "<!DOCTYPE worksheet><worksheet"), "F004")]
#[case::blanks(changed(SHEET, "</worksheet>", &format!("{}</worksheet>", " ".repeat(200_000))), "F004")]
#[case::encrypted(ole("EncryptedPackage"), "F002")]
#[case::other_office(ole("WordDocument"), "F001")]
#[case::hollow_xls(ole("Workbook"), "F003")]
#[case::ole_cut(ole("Workbook")[..600].to_vec(), "F003")]
fn refused(#[case] bytes: Vec<u8>, #[case] code: &str) {
    let read = read(&bytes);
    assert_eq!((read.outcome, codes(&read)), (Outcome::Rejected, vec![code]), "{:?}", read.findings);
}

/// A workbook with a second part of a name, in other letters, as no archiver but a hostile one makes it.
fn twice(part: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new_append(Cursor::new(book(0, &HEADINGS, |_| {}))).unwrap();
    zip.start_file(part.to_uppercase(), zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<worksheet><sheetData/></worksheet>").unwrap();
    zip.finish().unwrap().into_inner()
}

fn stored(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A container of one sector table, one directory and one stream.
fn ole(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0; 512 * 4];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes[26..34].copy_from_slice(&[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    let mut put = |at: usize, n: u32| bytes[at..at + 4].copy_from_slice(&n.to_le_bytes());
    put(44, 1);
    put(48, 1);
    put(60, 0xFFFF_FFFE);
    put(68, 0xFFFF_FFFE);
    (0..109).for_each(|n| put(76 + 4 * n, if n == 0 { 0 } else { 0xFFFF_FFFF }));
    (0..128).for_each(|n| put(512 + 4 * n, 0xFFFF_FFFF));
    put(512, 0xFFFF_FFFD);
    put(516, 0xFFFF_FFFE);
    put(520, 0xFFFF_FFFE);
    for (entry, name, kind, length) in [(0, "Root Entry", 5, 0), (1, stream, 2, 5000_u32)] {
        let at = 1024 + 128 * entry;
        for (n, unit) in name.encode_utf16().enumerate() {
            bytes[at + 2 * n..at + 2 * n + 2].copy_from_slice(&unit.to_le_bytes());
        }
        bytes[at + 66] = kind;
        bytes[at + 116..at + 120].copy_from_slice(&2_u32.to_le_bytes());
        bytes[at + 120..at + 124].copy_from_slice(&length.to_le_bytes());
    }
    bytes
}

#[test]
fn limits_on_cells() {
    let bytes = book(0, &HEADINGS, |s| {
        (1..9).for_each(|n| {
            s.write(n, 2, n).unwrap();
        })
    });
    let limits = Limits { sheet_cells: 11, ..Limits::default() };
    let read = read_bytes("x.xlsx", &bytes, &[form()], &limits);
    assert_eq!((read.outcome, codes(&read)), (Outcome::Rejected, vec!["F004"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_bytes_panic(cut in 0.0..1.0_f64, hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), kind in 0..3_u8) {
        let mut bytes = match kind {
            0 => book(3, &HEADINGS, |s| (4..9).for_each(|n| { s.write(n, 2, n).unwrap(); })),
            1 => ole("Workbook"),
            _ => {
                // Stored, so that the damage reaches the XML.
                let bytes = book(3, &HEADINGS, |s| (4..9).for_each(|n| { s.write(n, 2, n).unwrap(); }));
                let limits = Limits::default();
                preflight::inspect(&bytes, &limits).unwrap().bytes.into_owned()
            }
        };
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut < 0.5 {
            bytes.truncate((bytes.len() as f64 * cut * 2.0) as usize);
        }
        read(&bytes);
    }
}
