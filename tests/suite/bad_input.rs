//! Bad input is a finding and the rest goes on; bad settings stop the run before anything is written.

use super::{demo_workspace, quarterday};
use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use std::path::Path;
use tempfile::TempDir;

#[rstest]
#[case::unknown_key("[status]\ntolerence_percent = 5\n", "tolerance_percent")]
#[case::wrong_type("[year]\nstart_month = \"April\"\n", "start_month")]
#[case::out_of_sense("[year]\nstart_month = 13\n", "start_month")]
#[case::not_toml("[status\n", "line 1")]
fn settings_in_error_stop_the_run(#[case] settings: &str, #[case] says: &str) {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    std::fs::write(ws.join("quarterday.toml"), settings).unwrap();
    quarterday()
        .args(["consolidate", "2026-27Q2", "--workspace"])
        .arg(&ws)
        .assert()
        .code(2)
        .stderr(contains("quarterday.toml").and(contains(says)));
    assert!(!ws.join("reports").exists());
}

#[test]
fn no_register_and_a_register_that_is_no_workbook() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let register = ws.join("register.xlsx");
    std::fs::write(&register, "not a workbook").unwrap();
    let consolidate = || {
        let mut c = quarterday();
        c.args(["consolidate", "2026-27Q2", "--workspace"]).arg(&ws);
        c
    };
    consolidate().assert().code(2).stderr(contains("F001"));
    std::fs::remove_file(&register).unwrap();
    consolidate().assert().code(2).stderr(contains("register.xlsx"));
    assert!(!ws.join("reports").exists());
}

#[test]
fn no_workspace_no_folder_no_quarter() {
    let dir = TempDir::new().unwrap();
    quarterday()
        .current_dir(dir.path())
        .args(["status", "2026-27Q2"])
        .assert()
        .code(2)
        .stderr(contains("quarterday init"));
    let ws = demo_workspace(dir.path());
    quarterday()
        .args(["consolidate", "2031-32Q1", "--workspace"])
        .arg(&ws)
        .assert()
        .code(2)
        .stderr(contains("2031-32Q1"));
    quarterday().args(["consolidate", "2026", "--workspace"]).arg(&ws).assert().code(2).stderr(contains("2026-27Q1"));
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let log = |ws: &Path| super::files(&ws.join("history"), "json").len();
    let before = log(&ws);
    std::fs::write(ws.join("reports"), "a file where the folder should be").unwrap();
    quarterday()
        .args(["consolidate", "2026-27Q2", "--workspace"])
        .arg(&ws)
        .assert()
        .code(2)
        .stderr(contains("reports"));
    assert_eq!(before, log(&ws), "the ledger recorded a run that wrote nothing");
}

/// Files that break parsers cost one finding each; every other figure is the same with and without them.
#[test]
fn poison_among_good_returns() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let run = || {
        let out = quarterday()
            .args(["consolidate", "2026-27Q2", "--format", "json", "--workspace"])
            .arg(&ws)
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice::<serde_json::Value>(&out.stdout).unwrap()
    };
    let good = run();
    let poison = super::files(&super::root().join("fixtures/poison"), "xlsx")
        .into_iter()
        .chain(super::files(&super::root().join("fixtures/poison"), "xls"));
    let mut count = 0;
    for file in poison {
        std::fs::copy(&file, ws.join("returns/2026-27Q2").join(file.file_name().unwrap())).unwrap();
        count += 1;
    }
    assert!(count >= 5);
    let bad = run();
    assert_eq!(good["readings"], bad["readings"]);
    let inputs = |v: &serde_json::Value| v["inputs"].as_array().unwrap().len();
    assert_eq!(inputs(&bad), inputs(&good) + count);
}
