//! What is noticed about the ledger on opening it is said by every command that reads it.

use super::{copy_dir, quarterday, root};
use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const WARNING: &str = "quarterday: warning: record 7 is not whole and does not count";

/// A small council with a ledger of seven records, and past figures to import.
fn council(dir: &TempDir) -> PathBuf {
    let ws = dir.path().join("council");
    copy_dir(&root().join("fixtures/ledger-0.1"), &ws);
    std::fs::write(ws.join("past.csv"), "Indicator id,Quarter,Value\nHW02,2025-26Q1,790\n").unwrap();
    ws
}

fn newest(ws: &Path) -> PathBuf {
    ws.join("history/log/00000007.json")
}

fn cut_in_half(ws: &Path) {
    let bytes = std::fs::read(newest(ws)).unwrap();
    std::fs::write(newest(ws), &bytes[..bytes.len() / 2]).unwrap();
}

/// The exit code, what stands on stderr without the progress, and JSON from stdout where there is any.
fn run(ws: &Path, args: &[&str]) -> (i32, String, serde_json::Value) {
    let args = args.iter().map(|a| a.replace("WS", &ws.display().to_string()));
    let out = quarterday().args(args).args(["--format", "json", "--workspace"]).arg(ws).output().unwrap();
    let json = serde_json::from_slice(&out.stdout).unwrap_or_default();
    (out.status.code().unwrap(), String::from_utf8(out.stderr).unwrap(), json)
}

/// Written by a version that kept words where this one keeps keys: the same run brings nothing new.
#[test]
fn an_older_ledger_is_as_it_was_after_the_same_run() {
    let dir = TempDir::new().unwrap();
    let ws = council(&dir);
    let (code, _, record) = run(&ws, &["consolidate", "2026-27Q2"]);
    assert_eq!((code, &record["ledger"]["record"]), (1, &7.into()), "{record:#}");
    assert_eq!(record["changes"], serde_json::json!([]));
    assert_eq!(super::files(&ws.join("history"), "json").len(), 7);
    assert_eq!(super::files(&ws.join("history"), "parquet").len(), 25);
}

#[rstest]
#[case::status(&["status", "2026-27Q2"], 0)]
#[case::scheme(&["scheme", "floor", "2026-27Q2"], 0)]
#[case::check(&["check", "WS/returns/2026-27Q2/AC.xlsx"], 1)]
fn readers_warn_and_go_on(#[case] args: &[&str], #[case] code: i32) {
    let dir = TempDir::new().unwrap();
    let ws = council(&dir);
    let (whole, silent, before) = run(&ws, args);
    assert_eq!((whole, silent.as_str(), before.get("warnings")), (code, "", None));
    cut_in_half(&ws);
    let (cut, said, after) = run(&ws, args);
    assert_eq!((cut, said.lines().count()), (code, 1), "{said}");
    assert!(said.starts_with(WARNING), "{said}");
    // An array has no place for it.
    if let Some(object) = after.as_object() {
        assert_eq!(object["warnings"].as_array().unwrap().len(), 1);
    }
    // Also where only the result is wanted.
    let args = args.iter().map(|a| a.replace("WS", &ws.display().to_string()));
    let mut quiet = quarterday();
    quiet.args(args).arg("--quiet").arg("--workspace").arg(&ws);
    quiet.assert().code(code).stderr(predicates::str::starts_with(WARNING));
}

/// Its figures could be of an older quarter: no form is written, until somebody has looked.
#[test]
fn no_form_goes_out_beside_a_record_that_is_not_whole() {
    let dir = TempDir::new().unwrap();
    let ws = council(&dir);
    cut_in_half(&ws);
    let templates = |ws: &Path| {
        let mut command = quarterday();
        command.args(["templates", "2026-27Q3", "--workspace"]).arg(ws);
        command
    };
    templates(&ws).assert().code(2).stdout("").stderr(contains(WARNING).and(contains("Nothing was written")));
    assert!(!ws.join("templates").exists() && !ws.join("returns/2026-27Q3").exists());
    std::fs::rename(newest(&ws), dir.path().join("aside.json")).unwrap();
    templates(&ws).assert().code(0).stderr(contains("warning").not());
}

/// A new record cannot take the number of one that is in the way, and what a run writes stands with its record.
#[rstest]
#[case::consolidate(&["consolidate", "2026-27Q2"])]
#[case::import(&["history", "import", "WS/past.csv"])]
fn writers_warn_and_write_nothing(#[case] args: &[&str]) {
    let dir = TempDir::new().unwrap();
    let ws = council(&dir);
    cut_in_half(&ws);
    let torn = std::fs::read(newest(&ws)).unwrap();
    let (code, said, _) = run(&ws, args);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains(WARNING) && said.contains("move it aside"), "{said}");
    assert_eq!(std::fs::read(newest(&ws)).unwrap(), torn);
    assert!(!ws.join("reports/2026-27Q2/cabinet.xlsx").exists());
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
    let dir = TempDir::new().unwrap();
    let ws = council(&dir);
    std::fs::copy(newest(&ws), ws.join("history/log/00000007 (1).json")).unwrap();
    let (code, said, json) = run(&ws, args);
    assert_eq!((code < 2, said.lines().count()), (true, 1), "{said}");
    assert!(said.contains("00000007 (1).json is not a record of the ledger"), "{said}");
    if let Some(object) = json.as_object() {
        assert_eq!(object["warnings"].as_array().unwrap().len(), 1);
    }
}
