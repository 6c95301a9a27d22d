//! Bad input is a finding and the rest goes on; bad settings stop the run before anything is written.

use super::harness::{QUARTER, council, nowhere};
use rstest::rstest;

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
