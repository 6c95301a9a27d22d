//! Every door asks the same questions of a number: the return, the register, the history.

use super::books::{Drawn, workbook};
use super::checks::register_findings;
use super::harness::{checks, read};
use rstest::rstest;

/// Targets that the register shows as others than it holds; the cell that is asked about, where one is.
#[rstest]
#[case("400000 as #,##0,", Some("C055"))]
#[case("0.5 as h:mm", Some("C002"))]
#[case("400 as ;;;", Some("C012"))]
#[case("400^1", Some("C040"))]
#[case("400 as #,##0", None)]
fn the_register(#[case] typed: &str, #[case] code: Option<&str>) {
    let mut council = checks();
    let register = Drawn::like(&read(&council.path("register.xlsx"))).sheet("Targets").cell("E2", typed);
    let register = council.write("register.xlsx", register.bytes());
    let found = register_findings(&register);
    let found: Vec<_> = found.iter().map(|f| (&*f.code, f.cell.unwrap().to_string())).collect();
    assert_eq!(found, Vec::from_iter(code.map(|code| (code, "E2".to_owned()))));
}

#[rstest]
#[case("421000 as #,##0,", "C055", 1)]
#[case("0.5 as h:mm", "C002", 1)]
#[case("1^3", "C040", 0)]
fn the_history(#[case] typed: &str, #[case] code: &str, #[case] ends: i32) {
    let mut council = checks();
    let past =
        workbook().sheet("Readings").rows("Indicator id | Quarter | Value\nST1 | 2025-26Q4 | 1\nST1 | 2026-27Q1 | 2");
    let past = council.draws("older.xlsx", &past.cell("C3", typed));
    council.import(&past).ends(ends).says_all(&[code, "C3"]);
}
