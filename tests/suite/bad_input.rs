//! Bad input is a finding and the rest goes on; bad settings stop the run before anything is written.

use super::expected::name_of;
use super::harness::{Council, QUARTER, council, list, nowhere, read, said, text};
use rstest::rstest;
use serde_json::Value;

#[rstest]
#[case::unknown_key("[status]\ntolerence_percent = 5\n", "tolerance_percent")]
#[case::wrong_type("[year]\nstart_month = \"April\"\n", "start_month")]
#[case::out_of_sense("[year]\nstart_month = 13\n", "start_month")]
#[case::not_toml("[status\n", "line 1")]
fn settings_in_error_stop_the_run(#[case] settings: &str, #[case] says: &str) {
    let mut council = council();
    council.write("quarterday.toml", settings);
    council.consolidate(QUARTER).ends(2).complains("quarterday.toml").complains(says);
    assert!(!council.path("reports").exists());
}

/// What a command prints for programs when it could not run: exit code 2, the words for people stay on standard error.
fn cannot_run(council: &Council, command: &[&str]) -> Value {
    let said = said(council.command(command).args(["--format", "json"])).ends(2);
    let report = said.json();
    assert!(said.err.ends_with(&format!("quarterday: {}\n", text(&report["message"]))), "{}", said.err);
    report
}

/// File, line, column and key of each place; sheet and cell where it is the register's.
fn places(report: &Value) -> Vec<String> {
    let place = |p: &Value| match p["sheet"].as_str() {
        Some(sheet) => format!("{} {sheet}!{}", name_of(text(&p["file"])), text(&p["cell"])),
        None => format!("{}:{}:{} {}", name_of(text(&p["file"])), p["line"], p["column"], text(&p["key"])),
    };
    list(&report["places"]).iter().map(place).collect()
}

#[test]
fn errors_have_their_places_as_data() {
    let mut council = council();
    let settings = council.text("quarterday.toml");
    let returns = council.sent("");

    council.write("quarterday.toml", "[status]\n tolerence_percent = 5\n[year]\nstart_month = \"April\"\n");
    for command in
        [&["consolidate", QUARTER][..], &["status", QUARTER], &["check", returns.to_str().unwrap()], &["rule", "U1"]]
    {
        let report = cannot_run(&council, command);
        assert_eq!(report["error"], "settings", "{report:#}");
        let want = ["quarterday.toml:2:2 status.tolerence_percent", "quarterday.toml:4:15 year.start_month"];
        assert_eq!(places(&report), want, "{report:#}");
        let first = &report["places"][0];
        assert_eq!(first["nearest"], "tolerance_percent", "{first:#}");
        assert!(text(&first["message"]).ends_with("did you mean `tolerance_percent`?"), "{first:#}");
        assert!(std::fs::exists(text(&first["file"])).unwrap(), "{first:#}");
    }

    // A code of a council's own check is known when the register was read.
    council.write("quarterday.toml", format!("{settings}\n[checks]\noff = [\"S004\", \"U9\"]\n"));
    let line = settings.lines().count() + 3;
    let report = cannot_run(&council, &["status", QUARTER]);
    assert_eq!(places(&report), [format!("quarterday.toml:{line}:16 checks.off[1]")], "{report:#}");

    council.write("quarterday.toml", &settings);
    let layout = "id = \"ours\"\ntitle = \"Ours\"\n[[tables]]\nkind = \"indicator\"\ncolumns = []\n";
    council.write("layouts/ours.toml", layout);
    let report = cannot_run(&council, &["status", QUARTER]);
    assert_eq!(report["error"], "layout", "{report:#}");
    assert_eq!(places(&report), ["ours.toml:4:8 tables[0].kind"], "{report:#}");
    assert_eq!(report["places"][0]["nearest"], "indicators", "{report:#}");
    council.remove("layouts/ours.toml");

    let register = super::root().join("fixtures/checks/registers/check-G008-sql-on.xlsx");
    council.write("register.xlsx", read(&register));
    let report = cannot_run(&council, &["status", QUARTER]);
    assert_eq!(report["error"], "register", "{report:#}");
    assert_eq!(places(&report), ["register.xlsx Checks!E2"], "{report:#}");
    assert_eq!(report["places"][0]["code"], "G008", "{report:#}");

    // Without a place the kind and the words are left.
    council.remove("register.xlsx");
    let report = cannot_run(&council, &["status", QUARTER]);
    assert_eq!((text(&report["error"]), places(&report).len()), ("usage", 0), "{report:#}");
}

#[test]
fn no_register_and_a_register_that_is_no_workbook() {
    let mut council = council();
    council.write("register.xlsx", "not a workbook");
    council.consolidate(QUARTER).ends(2).complains("F001");
    council.remove("register.xlsx");
    council.consolidate(QUARTER).ends(2).complains("register.xlsx");
    assert!(!council.path("reports").exists());
}

#[test]
fn no_workspace_no_folder_no_quarter() {
    nowhere(["status", QUARTER]).ends(2).complains("quarterday init");
    let mut council = council();
    council.consolidate("2031-32Q1").ends(2).complains("2031-32Q1");
    council.consolidate("2026").ends(2).complains("2026-27Q1");
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    let mut council = council();
    let before = council.ledger();
    council.write("reports", "a file where the folder should be");
    council.consolidate(QUARTER).ends(2).complains("reports");
    assert_eq!(before, council.ledger(), "the ledger recorded a run that wrote nothing");
}
