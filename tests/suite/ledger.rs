//! What is noticed about the ledger on opening it is said by every command that reads it.

use super::harness::{Council, QUARTER, list, said};
use rstest::rstest;
use serde_json::Value;

const WARNING: &str = "quarterday: warning: record 7 is not whole and does not count";
const NEWEST: &str = "history/log/00000007.json";
const NEXT: &str = "2026-27Q3";

/// A small council with a ledger of seven records, and past figures to import.
fn council() -> Council {
    let mut council = Council::of("ledger-0.1");
    council.write("past.csv", "Indicator id,Quarter,Value\nHW02,2025-26Q1,790\n");
    council
}

fn cut_in_half(council: &mut Council) {
    let bytes = council.bytes(NEWEST);
    council.write(NEWEST, &bytes[..bytes.len() / 2]);
}

/// The arguments with the council's folder in them.
fn arguments(council: &Council, args: &[&str]) -> Vec<String> {
    args.iter().map(|a| a.replace("WS", &council.folder().display().to_string())).collect()
}

/// The exit code, what stands on stderr without the progress, and JSON from stdout where there is any.
fn run(council: &Council, args: &[&str]) -> (i32, String, Value) {
    let said = said(council.command(arguments(council, args)).args(["--format", "json"]));
    (said.code, said.err, serde_json::from_str(&said.out).unwrap_or_default())
}

/// Written by a version that kept words where this one keeps keys, and no queries: the same run brings nothing new but
/// what it asks, what its report says and who signed off, and that once.
#[test]
fn an_older_ledger_is_as_it_was_after_the_same_run() {
    let council = council();
    let before = council.files("history", &["parquet"]);
    for _ in 0..2 {
        let (code, _, record) = run(&council, &["consolidate", QUARTER]);
        assert_eq!((code, &record["ledger"]["record"]), (1, &8.into()), "{record:#}");
        assert_eq!(record["changes"], serde_json::json!([]));
        assert_eq!(council.ledger().len(), 8);
        let new = council.files("history", &["parquet"]).into_iter().filter(|file| !before.contains(file));
        let new: Vec<String> = new.map(|file| file.display().to_string()).collect();
        let tables = ["queries", "reported", "submissions"];
        assert!(new.len() == 3 && tables.iter().zip(&new).all(|(table, file)| file.contains(table)), "{new:?}");
    }
}

#[rstest]
#[case::status(&["status", "2026-27Q2"], 0)]
#[case::scheme(&["scheme", "floor", "2026-27Q2"], 0)]
#[case::check(&["check", "WS/returns/2026-27Q2/AC.xlsx"], 1)]
fn readers_warn_and_go_on(#[case] args: &[&str], #[case] code: i32) {
    let mut council = council();
    let (whole, silent, before) = run(&council, args);
    assert_eq!((whole, silent.as_str(), before.get("warnings")), (code, "", None));
    cut_in_half(&mut council);
    let (cut, warned, after) = run(&council, args);
    assert_eq!((cut, warned.lines().count()), (code, 1), "{warned}");
    assert!(warned.starts_with(WARNING), "{warned}");
    // An array has no place for it.
    if let Some(object) = after.as_object() {
        assert_eq!(list(&object["warnings"]).len(), 1);
    }
    // Also where only the result is wanted.
    let quiet = said(council.command(arguments(&council, args)).arg("--quiet")).ends(code);
    assert!(quiet.err.starts_with(WARNING), "{}", quiet.err);
}

/// Its figures could be of an older quarter: no form is written, until somebody has looked.
#[test]
fn no_form_goes_out_beside_a_record_that_is_not_whole() {
    let mut council = council();
    cut_in_half(&mut council);
    let said = council.templates(NEXT, &[]).ends(2).complains(WARNING).complains("Nothing was written");
    assert_eq!(said.out, "");
    assert!(!council.path("templates").exists() && !council.path("returns").join(NEXT).exists());
    council.remove(NEWEST);
    assert!(!council.templates(NEXT, &[]).ends(0).err.contains("warning"));
}

/// A new record cannot take the number of one that is in the way, and what a run writes stands with its record.
#[rstest]
#[case::consolidate(&["consolidate", "2026-27Q2"])]
#[case::import(&["history", "import", "WS/past.csv"])]
fn writers_warn_and_write_nothing(#[case] args: &[&str]) {
    let mut council = council();
    cut_in_half(&mut council);
    let torn = council.bytes(NEWEST);
    let (code, said, _) = run(&council, args);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains(WARNING) && said.contains("history repair` moves it aside"), "{said}");
    assert_eq!(council.bytes(NEWEST), torn);
    assert!(!council.report("cabinet.xlsx").exists());
}

/// A file that is no record hides none: everything goes on, with a warning.
#[rstest]
#[case(&["status", "2026-27Q2"])]
#[case(&["scheme", "floor", "2026-27Q2"])]
#[case(&["check", "WS/returns/2026-27Q2/AC.xlsx"])]
#[case(&["templates", "2026-27Q3"])]
#[case(&["history", "import", "WS/past.csv"])]
#[case(&["consolidate", "2026-27Q2"])]
fn a_file_that_is_no_record_is_said(#[case] args: &[&str]) {
    let mut council = council();
    council.write("history/log/our notes.json", council.bytes(NEWEST));
    let (code, said, json) = run(&council, args);
    assert_eq!((code < 2, said.lines().count()), (true, 1), "{said}");
    assert!(said.contains("history/log/our notes.json is not a record of the ledger"), "{said}");
    if let Some(object) = json.as_object() {
        assert_eq!(list(&object["warnings"]).len(), 1);
    }
}
