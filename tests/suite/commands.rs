//! Each command as a user meets it.

use super::{demo_workspace, quarterday};
use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use tempfile::TempDir;

#[rstest]
#[case("demo")]
#[case("init")]
#[case("templates")]
#[case("check")]
#[case("layout")]
#[case("consolidate")]
#[case("status")]
#[case("scheme")]
#[case("rule")]
#[case("completions")]
fn help_has_an_example(#[case] command: &str) {
    quarterday().args([command, "--help"]).assert().success().stdout(contains("Example:").or(contains("Examples:")));
}

#[test]
fn a_new_workspace_goes_all_the_way() {
    let dir = TempDir::new().unwrap();
    let ws = dir.path().join("our-council");
    quarterday()
        .arg("init")
        .arg(&ws)
        .args(["--quarter", "2026-27Q2"])
        .assert()
        .success()
        .stdout(contains("register.xlsx"));
    quarterday().args(["templates", "2026-27Q2", "--workspace"]).arg(&ws).assert().success();
    let templates = super::files(&ws.join("templates/2026-27Q2"), "xlsx");
    assert!(!templates.is_empty());

    // Blank templates are returns in which everything is still to fill in.
    let returns = ws.join("returns/2026-27Q2");
    std::fs::create_dir_all(&returns).unwrap();
    for t in &templates {
        std::fs::copy(t, returns.join(t.file_name().unwrap())).unwrap();
    }
    quarterday()
        .args(["consolidate", "2026-27Q2", "--workspace"])
        .arg(&ws)
        .assert()
        .code(1)
        .stdout(contains("C009").and(contains("Blank with no reason")));
    assert!(ws.join("reports/2026-27Q2/cabinet.xlsx").is_file());
    assert!(ws.join("reports/2026-27Q2/run.json").is_file());

    // A second init changes nothing.
    let before = std::fs::read(ws.join("register.xlsx")).unwrap();
    quarterday().arg("init").arg(&ws).assert().code(2).stderr(contains("is a workspace already"));
    assert_eq!(before, std::fs::read(ws.join("register.xlsx")).unwrap());
}

#[test]
fn every_layout_field_of_a_template_is_found_again() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    quarterday().args(["templates", "2026-27Q3", "--workspace"]).arg(&ws).assert().success();
    let templates = super::files(&ws.join("templates/2026-27Q3"), "xlsx");
    assert_eq!(templates.len(), 24);
    assert!(ws.join("returns/2026-27Q3").is_dir(), "no place for what comes back");
    for t in &templates {
        let out = quarterday().args(["check", "--format", "json", "--workspace"]).arg(&ws).arg(t).output().unwrap();
        let checked: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_eq!(checked[0]["layout"], "quarterday-return", "{}", t.display());
        assert_eq!(checked[0]["period"], "2026-27Q3");
        for f in checked[0]["findings"].as_array().unwrap() {
            let code = f["code"].as_str().unwrap();
            assert!(!["F005", "F014", "F015", "F016", "C014", "C015"].contains(&code), "{}: {f}", t.display());
        }
    }
}

#[test]
fn check_takes_a_folder_and_refuses_an_empty_one() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let check = |folder: &std::path::Path| {
        let args = ["check", "--format", "json", "--workspace"];
        quarterday().args(args).arg(&ws).arg(folder).output().unwrap()
    };
    let out = check(&ws.join("returns/2026-27Q2"));
    let checked: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(checked.as_array().unwrap().len(), 23);
    // The folder names the quarter, so a cover of another quarter is found here as `consolidate` finds it.
    assert!(checked.as_array().unwrap().iter().all(|c| c["period"] == "2026-27Q2"));
    let wrong = |c: &&serde_json::Value| c["findings"].as_array().unwrap().iter().any(|f| f["code"] == "F008");
    assert!(checked.as_array().unwrap().iter().any(|c| wrong(&c)));
    let empty = dir.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    assert_eq!(check(&empty).status.code(), Some(2));
}

#[test]
fn check_says_file_sheet_cell_and_remedy() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let returns = super::files(&ws.join("returns/2026-27Q2"), "xlsx");
    let out = quarterday().arg("check").args(&returns).arg("--workspace").arg(&ws).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(1));
    for words in ["expected", "got", "→", "Indicators!", "cells read"] {
        assert!(text.contains(words), "no “{words}” in {text}");
    }
}

#[test]
fn status_lists_the_chase() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    quarterday()
        .args(["status", "2026-27Q2", "--workspace"])
        .arg(&ws)
        .assert()
        .success()
        .stdout(contains("To chase:").and(contains("missing")).and(contains("@")));
    let out = quarterday().args(["status", "2026-27Q2", "--format", "json", "--workspace"]).arg(&ws).output().unwrap();
    let status: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(status["returns"].as_array().unwrap().len(), 24);
}

#[test]
fn every_rule_explains_itself() {
    for check in quarterday::catalogue::all() {
        quarterday()
            .args(["rule", check.code])
            .assert()
            .success()
            .stdout(contains(check.title).and(contains("Why:")).and(contains("What to do:")));
    }
    quarterday().args(["rule", "nonsense"]).assert().code(2);
    let out = quarterday().args(["rule", "--format", "json"]).output().unwrap();
    let rules: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(rules.as_array().unwrap().len(), quarterday::catalogue::all().count());
}

#[test]
fn past_quarters_from_csv() {
    let dir = TempDir::new().unwrap();
    let ws = dir.path().join("ws");
    quarterday().arg("init").arg(&ws).args(["--quarter", "2026-27Q2"]).assert().success();
    let out = quarterday().args(["check", "--format", "json"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2), "check without files is a usage error");
    let register = ws.join("register.xlsx");
    assert!(register.is_file());
    let csv = dir.path().join("past.csv");
    std::fs::write(&csv, "Indicator id,Quarter,Value\nNO-SUCH,2026-27Q1,5\n").unwrap();
    quarterday()
        .args(["history", "import"])
        .arg(&csv)
        .arg("--workspace")
        .arg(&ws)
        .assert()
        .code(1)
        .stdout(contains("T005"));
}

#[test]
fn completions_for_a_shell() {
    quarterday().args(["completions", "bash"]).assert().success().stdout(contains("consolidate"));
}

#[test]
fn a_csv_that_says_nothing_is_an_error_and_leaves_the_ledger_alone() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let log = || super::files(&ws.join("history"), "json").len();
    let before = log();
    for text in ["Some,Other,Headings\nASC01,2026-27Q1,5\n", "Indicator id;Quarter;Value\nASC01;2026-27Q1;5\n"] {
        let csv = dir.path().join("past.csv");
        std::fs::write(&csv, text).unwrap();
        quarterday()
            .args(["history", "import"])
            .arg(&csv)
            .arg("--workspace")
            .arg(&ws)
            .assert()
            .code(1)
            .stdout(contains("Nothing was taken"));
    }
    assert_eq!(before, log());
}

#[test]
fn consolidating_a_past_quarter_withdraws_nothing_that_was_imported() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let returns = ws.join("returns/2026-27Q1");
    std::fs::create_dir_all(&returns).unwrap();
    let wrong_quarter = ws.join("returns/2026-27Q2/LEG 2026-27Q2.xlsx");
    std::fs::copy(wrong_quarter, returns.join("LEG.xlsx")).unwrap();
    let current = |ws: &std::path::Path| {
        let args = ["consolidate", "2026-27Q2", "--format", "json", "--workspace"];
        let out = quarterday().args(args).arg(ws).output().unwrap();
        let run: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        run["counts"]["statuses"].clone()
    };
    let before = current(&ws);
    let _ = quarterday().args(["consolidate", "2026-27Q1", "--workspace"]).arg(&ws).output().unwrap();
    let newest = super::files(&ws.join("history/log"), "json").pop().unwrap();
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(newest).unwrap()).unwrap();
    assert_eq!((&record["period"], &record["counts"]["withdrawn"]), (&"2026-27Q1".into(), &0.into()));
    assert_eq!(before, current(&ws));
}

#[test]
fn a_form_that_may_be_filled_in_is_not_written_over() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let templates = || {
        let mut c = quarterday();
        c.args(["templates", "2026-27Q3", "--service", "ASC", "--workspace"]).arg(&ws);
        c
    };
    templates().assert().success();
    let form = ws.join("templates/2026-27Q3/ASC.xlsx");
    let blank = std::fs::read(&form).unwrap();
    std::fs::write(&form, "filled in").unwrap();
    templates().assert().success().stdout(contains("Left as they are"));
    assert_eq!(std::fs::read(&form).unwrap(), b"filled in");
    templates().arg("--replace").assert().success();
    assert_eq!(std::fs::read(&form).unwrap(), blank);
}

#[test]
fn replaced_returns_in_a_folder_are_not_read() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let returns = ws.join("returns/2026-27Q2");
    std::fs::create_dir(returns.join("old")).unwrap();
    std::fs::copy(returns.join("ASC Q2 2026-27.xlsx"), returns.join("old/ASC.xlsx")).unwrap();
    quarterday()
        .args(["consolidate", "2026-27Q2", "--all", "--workspace"])
        .arg(&ws)
        .assert()
        .code(1)
        .stdout(contains("F020").and(contains("old")));
}
