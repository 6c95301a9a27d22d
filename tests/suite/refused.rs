//! Files that are refused, each by one guard, and what the guard is for. None of them does harm to any program: where a
//! guard is a limit, the settings lower it here until an ordinary file is above it.

use super::expected::name_of;
use super::harness::{QUARTER, council, list, look_at, read, text};
use super::root;
use quarterday::ingest::read_bytes;
use quarterday::layout::template;
use quarterday::record::Outcome;
use quarterday::settings::Limits;
use serde_json::Value;
use std::path::PathBuf;

/// A file, and what is found as `CODE` with what the finding says of it.
const REFUSED: &[(&str, &str, &str)] = &[
    // It is what its name says, and whole.
    ("empty.xlsx", "F001", "an empty file"),
    ("not-a-workbook-at-all.xlsx", "F001", "a file of another kind"),
    ("text-called-xls.xls", "F001", "plain text"),
    ("cut-off-in-the-middle.xlsx", "F003", "table of parts"),
    ("container-cut-short.xls", "F003", "leaves the file"),
    // Its parts stay in the folder that it is unpacked into.
    ("part-with-dots-in-its-path.xlsx", "F003", "xl/media/../note.txt"),
    // It says nothing of itself that a reader would have to believe.
    ("document-type-declared.xlsx", "F004", "xl/worksheets/sheet1.xml"),
    // A place is on the sheet, and there once.
    ("cell-beyond-the-last-column.xlsx", "F018", "unreadable"),
    ("same-cell-twice.xlsx", "F018", "cell A1 twice"),
    // Read, and like no form of the council's: see below for what lower limits make of them.
    ("cells-far-apart.xlsx", "F005", "headings and labels"),
    // A count that no other program looks at is not believed either.
    ("more-texts-counted-than-fit.xlsx", "F005", "headings and labels"),
    ("part-of-some-size.xlsx", "F005", "headings and labels"),
];

/// What lower limits make of a file.
type Lowered = (&'static str, fn(&mut Limits), &'static str, &'static str);

const LOWERED: &[Lowered] = &[
    // Cells are held one by one, so that two of them cost two wherever they stand; how many is limited.
    ("cells-far-apart.xlsx", |limits| limits.sheet_cells = 2, "F005", "headings and labels"),
    ("cells-far-apart.xlsx", |limits| limits.sheet_cells = 1, "F004", "no more than 1 filled cells in a sheet"),
    ("cells-far-apart.xlsx", |limits| limits.workbook_cells = 1, "F004", "and 1 in the workbook"),
    // What unpacks to many times its size, or to many parts, fills the memory of whoever unpacks it.
    ("part-of-some-size.xlsx", |limits| limits.ratio = 40, "F004", "to no more than 40 times their size"),
    ("part-of-some-size.xlsx", |limits| limits.zip_entries = 5, "F004", "no more than 5 parts"),
    ("part-of-some-size.xlsx", |limits| limits.entry_mb = 0, "F004", "parts of no more than 0 MB"),
    ("part-of-some-size.xlsx", |limits| limits.unpacked_mb = 0, "F004", "no more than 0 MB when unpacked"),
    ("part-of-some-size.xlsx", |limits| limits.file_mb = 0, "F004", "no more than 0 MB"),
];

fn folder() -> PathBuf {
    root().join("fixtures/refused")
}

pub fn files() -> Vec<PathBuf> {
    ["xlsx", "xls"].iter().flat_map(|ending| super::files(&folder(), ending)).collect()
}

fn says(file: &Value, code: &str, words: &str) {
    let [finding] = list(&file["findings"]) else { panic!("one finding: {file:#}") };
    let said = format!("{} {}", text(&finding["expected"]), text(&finding["got"]));
    assert_eq!((&file["accepted"], text(&finding["code"])), (&false.into(), code), "{file:#}");
    assert!(said.contains(words), "no “{words}” in {said}");
}

#[test]
fn each_file_is_refused_by_its_guard() {
    let checked = look_at::council().check_files(files());
    assert_eq!(checked.files.len(), REFUSED.len());
    for file in &checked.files {
        let name = name_of(text(&file["file"]));
        let (_, code, words) =
            REFUSED.iter().find(|(n, ..)| *n == name).unwrap_or_else(|| panic!("{name} is not listed"));
        says(file, code, words);
    }
}

#[test]
fn limits_are_those_of_the_settings() {
    let file = folder().join("part-of-some-size.xlsx");
    let checked = council().with_settings("[limits]\nratio = 40").check_files([file]);
    says(&checked[0], "F004", "to no more than 40 times their size");
}

/// Without the settings, which must leave room for the council's own register.
#[test]
fn a_lower_limit_refuses_what_is_above_it() {
    for (name, lower, code, words) in LOWERED {
        let mut limits = Limits::default();
        lower(&mut limits);
        let read = read_bytes(name, &read(&folder().join(name)), &[template()], &limits);
        let [finding] = &read.findings[..] else { panic!("one finding: {:?}", read.findings) };
        let said = format!("{} {}", finding.expected, finding.got);
        assert_eq!((read.outcome, &*finding.code), (Outcome::Rejected, *code), "{name}: {said}");
        assert!(said.contains(words), "no “{words}” in {said}");
    }
}

/// They cost one finding each; every other figure is the same with and without them.
#[test]
fn good_returns_beside_them_are_read_as_before() {
    let good = look_at::consolidated().record(QUARTER);
    let mut council = council();
    for file in files() {
        council.write(&format!("returns/{QUARTER}/{}", name_of(&file)), read(&file));
    }
    let bad = council.consolidates();
    assert_eq!(good["readings"], bad["readings"]);
    assert_eq!(list(&bad["inputs"]).len(), list(&good["inputs"]).len() + files().len());
}
