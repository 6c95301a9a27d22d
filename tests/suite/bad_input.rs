//! Bad input is a finding and the rest goes on; bad settings stop the run before anything is written.

use super::{demo_workspace, quarterday};
use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::Value;
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

/// What a command prints for programs when it could not run: exit code 2, the words for people stay on standard error.
fn cannot_run(ws: &Path, command: &[&str]) -> Value {
    let mut run = quarterday();
    let out = run.args(command).args(["--format", "json", "--workspace"]).arg(ws).output().unwrap();
    let (said, words) = (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
    assert_eq!(out.status.code(), Some(2), "{said}{words}");
    let report: Value = serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}"));
    assert!(words.ends_with(&format!("quarterday: {}\n", report["message"].as_str().unwrap())), "{words}");
    report
}

/// File, line, column and key of each place; sheet and cell where it is the register's.
fn places(report: &Value) -> Vec<String> {
    let list = report["places"].as_array().unwrap();
    let file = |place: &Value| Path::new(place["file"].as_str().unwrap()).file_name().unwrap().to_owned();
    let place = |p: &Value| match p["sheet"].as_str() {
        Some(sheet) => format!("{} {sheet}!{}", file(p).display(), p["cell"].as_str().unwrap()),
        None => format!("{}:{}:{} {}", file(p).display(), p["line"], p["column"], p["key"].as_str().unwrap()),
    };
    list.iter().map(place).collect()
}

#[test]
fn errors_have_their_places_as_data() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let settings = std::fs::read_to_string(ws.join("quarterday.toml")).unwrap();
    let returns = ws.join("returns/2026-27Q2");
    let write = |text: &str| std::fs::write(ws.join("quarterday.toml"), text).unwrap();

    write("[status]\n tolerence_percent = 5\n[year]\nstart_month = \"April\"\n");
    for command in [
        &["consolidate", "2026-27Q2"][..],
        &["status", "2026-27Q2"],
        &["check", returns.to_str().unwrap()],
        &["rule", "U1"],
    ] {
        let report = cannot_run(&ws, command);
        assert_eq!(report["error"], "settings", "{report:#}");
        let want = ["quarterday.toml:2:2 status.tolerence_percent", "quarterday.toml:4:15 year.start_month"];
        assert_eq!(places(&report), want, "{report:#}");
        let first = &report["places"][0];
        assert_eq!(first["nearest"], "tolerance_percent", "{first:#}");
        assert!(first["message"].as_str().unwrap().ends_with("did you mean `tolerance_percent`?"), "{first:#}");
        assert!(std::fs::read(first["file"].as_str().unwrap()).is_ok(), "{first:#}");
    }

    // A code of a council's own check is known when the register was read.
    write(&format!("{settings}\n[checks]\noff = [\"S004\", \"U9\"]\n"));
    let line = settings.lines().count() + 3;
    let report = cannot_run(&ws, &["status", "2026-27Q2"]);
    assert_eq!(places(&report), [format!("quarterday.toml:{line}:16 checks.off[1]")], "{report:#}");

    write(&settings);
    let layout = "id = \"ours\"\ntitle = \"Ours\"\n[[tables]]\nkind = \"indicator\"\ncolumns = []\n";
    std::fs::create_dir_all(ws.join("layouts")).unwrap();
    std::fs::write(ws.join("layouts/ours.toml"), layout).unwrap();
    let report = cannot_run(&ws, &["status", "2026-27Q2"]);
    assert_eq!(report["error"], "layout", "{report:#}");
    assert_eq!(places(&report), ["ours.toml:4:8 tables[0].kind"], "{report:#}");
    assert_eq!(report["places"][0]["nearest"], "indicators", "{report:#}");
    std::fs::remove_file(ws.join("layouts/ours.toml")).unwrap();

    let register = super::root().join("fixtures/checks/registers/check-G008-sql-on.xlsx");
    std::fs::copy(register, ws.join("register.xlsx")).unwrap();
    let report = cannot_run(&ws, &["status", "2026-27Q2"]);
    assert_eq!(report["error"], "register", "{report:#}");
    assert_eq!(places(&report), ["register.xlsx Checks!E2"], "{report:#}");
    assert_eq!(report["places"][0]["code"], "G008", "{report:#}");

    // Without a place the kind and the words are left.
    std::fs::remove_file(ws.join("register.xlsx")).unwrap();
    let report = cannot_run(&ws, &["status", "2026-27Q2"]);
    assert_eq!((report["error"].as_str(), places(&report).len()), (Some("usage"), 0), "{report:#}");
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
