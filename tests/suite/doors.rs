//! Every door asks the same questions of a number: the return, the register, the history. What an indicator was called
//! before and when it is measured holds at each.

use super::books::{Drawn, workbook};
use super::checks::register_findings;
use super::harness::{Council, QUARTER, checks, list, read, text};
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
        workbook().sheet("Readings").rows("Indicator id | Quarter | Value\nST1 | 2015-16Q4 | 1\nST1 | 2016-17Q1 | 2");
    let past = council.draws("older.xlsx", &past.cell("C3", typed));
    council.import(&past).ends(ends).says_all(&[code, "C3"]);
}

/// Targets of another size than those beside them.
#[rstest]
#[case("E2", "4", &["G072 E2"])]
#[case("E2", "0.4", &["G072 E2"])]
#[case("E2", "40000", &["G072 E2"])]
#[case("E2", "350", &[])]
#[case("D3", "0.8", &["G040 D3"])]
#[case("D3", "79", &[])]
fn targets_of_another_size(#[case] cell: &str, #[case] typed: &str, #[case] wanted: &[&str]) {
    let mut council = checks();
    // The year's target would say once more that the profile does not lead to it.
    let register = Drawn::like(&read(&council.path("register.xlsx"))).sheet("Targets").cell("D3", "81");
    let register = register.without("C2").cell(cell, typed);
    let register = council.write("register.xlsx", register.bytes());
    let found: Vec<String> =
        register_findings(&register).iter().map(|f| format!("{} {}", f.code, f.cell.unwrap())).collect();
    assert_eq!(found, wanted);
}

/// The register of the council with an indicator that has other words in the columns that say from when, to when, and
/// under which id before.
pub fn with_columns(council: &mut Council, id: &str, first: &str, last: &str, formerly: &str) {
    let register = Drawn::like(&read(&council.path("register.xlsx"))).sheet("Indicators");
    let register = register.cell("Y1", "First quarter").cell("Z1", "Last quarter").cell("AA1", "Formerly");
    let words = [("A2", id), ("Y2", first), ("Z2", last), ("AA2", formerly)];
    let typed = words.into_iter().filter(|(_, typed)| !typed.is_empty());
    let register = typed.fold(register, |book, (cell, typed)| book.cell(cell, typed));
    let register = register.sheet("Targets").cell("A2", id);
    council.write("register.xlsx", register.bytes());
}

#[rstest]
#[case("2026-27Q1", "2025-26Q1", "", "G070")]
#[case("", "", "ST2", "G071")]
fn registers_that_contradict_themselves(
    #[case] first: &str,
    #[case] last: &str,
    #[case] formerly: &str,
    #[case] code: &str,
) {
    let mut council = checks();
    with_columns(&mut council, "ST1", first, last, formerly);
    let register = council.path("register.xlsx");
    council.run(["check".as_ref(), register.as_os_str()]).ends(1).says_all(&[code, "no run can work with it"]);
    council
        .run(["check", "--format", "json"].map(std::ffi::OsStr::new).into_iter().chain([register.as_os_str()]))
        .ends(1);
    council.consolidate(QUARTER).ends(2).complains(code);
}

/// A register is checked with its own words, wherever it lies; what is asked of it stands in the status.
#[test]
fn a_register_is_checked_by_itself() {
    let mut council = checks();
    let own = council.path("register.xlsx");
    council.run(["check".as_ref(), own.as_os_str()]).ends(0).says_all(&["in order for a run", "17 indicators"]);
    let broken = Drawn::like(&read(&own)).sheet("Indicators").cell("E1", "Measured in");
    let broken = council.write("a new register.xlsx", broken.bytes());
    // One heading that is wrong is one finding, whatever else refers to what could not be read.
    let said = council.run(["check".as_ref(), broken.as_os_str()]).ends(1);
    said.says_all(&["F015", "no heading “Unit”", "1 error, 0 queries, 0 notes"]);
    let asked = Drawn::like(&read(&own)).sheet("Targets").cell("D3", "0.8");
    council.write("register.xlsx", asked.bytes());
    council.sends("nothing-wrong.xlsx", "clean.xlsx");
    council.status().ends(0).says_all(&["register.xlsx", "G040", "Targets!D3"]);
}

/// An indicator that was renamed keeps its past and is found by forms that still have its old id; without a word of the
/// old id in the register what is recorded under it is asked about.
#[test]
fn a_renamed_indicator_keeps_its_history() {
    let mut council = checks();
    council.sends("nothing-wrong.xlsx", "streets.xlsx");
    council.consolidate(QUARTER);
    let line = |council: &Council, id: &str| {
        let statistics = council.text(&format!("reports/{QUARTER}/statistics.csv"));
        statistics.lines().find(|l| l.starts_with(&format!("{id},"))).map(|l| l.trim_start_matches(id).to_owned())
    };
    let before = line(&council, "ST1");
    assert!(before.is_some());
    with_columns(&mut council, "NEW1", "", "", "");
    council.consolidate(QUARTER);
    let lost = council.record(QUARTER);
    let found: Vec<&serde_json::Value> = list(&lost["findings"]).iter().filter(|f| f["code"] == "G073").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(text(&found[0]["got"]).starts_with("ST1, with figures up to"), "{found:?}");
    council.status().says_all(&["G073", "ST1: Recorded under an id that no row has"]);
    assert_ne!(line(&council, "NEW1"), before);
    with_columns(&mut council, "NEW1", "", "", "ST1");
    council.consolidate(QUARTER);
    let kept = council.record(QUARTER);
    assert!(list(&kept["findings"]).iter().all(|f| f["code"] != "G073" && f["code"] != "T005"));
    assert_eq!(line(&council, "NEW1"), before);
}

/// An indicator is asked for from its first quarter to its last; a figure outside is told.
#[rstest]
#[case("2026-27Q3", "", Some("no value before 2026-27Q3, its first quarter"))]
#[case("", "2025-26Q4", Some("no value after 2025-26Q4, its last quarter"))]
#[case("2020-21Q1", "2026-27Q2", None)]
fn measured_from_and_to(#[case] first: &str, #[case] last: &str, #[case] expected: Option<&str>) {
    let mut council = checks();
    with_columns(&mut council, "ST1", first, last, "");
    council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let checked = council.returns("clean.xlsx").check();
    let told: Vec<&str> = list(&checked.files[0]["findings"]).iter().map(|f| text(&f["expected"])).collect();
    assert_eq!(told, Vec::from_iter(expected));
}

/// What a file of past quarters says that cannot be, and what a quotation mark takes in; its rows and cells are counted.
#[test]
fn past_quarters_that_cannot_be() {
    let mut council = checks();
    let head = "Indicator id,Quarter,Value,Commentary\n";
    let past = council.write("odd.csv", format!("{head}ST1,2099-00Q1,420,\nST1,2015-16Q1,420,\n"));
    council.import(&past).ends(1).says_all(&[
        "F081",
        "B2",
        "a quarter that is over",
        "rows read 2 = taken 1 + refused 1",
    ]);
    let past =
        council.write("open.csv", format!("{head}ST1,2015-16Q1,420,\nST1,2015-16Q2,421,\"so\nST1,2015-16Q3,5,\n"));
    let said = council.import(&past).ends(1);
    said.says_all(&[
        "F082",
        "D3",
        "takes in line 4",
        "rows read 2 = taken 1 + refused 1",
        "cells read 11 = accepted 3 + refused 4",
    ]);
    let json = council.json(["history".as_ref(), "import".as_ref(), past.as_os_str()]);
    assert_eq!((&json["rows"]["read"], &json["cells"]["read"]), (&2.into(), &11.into()));
    let past =
        council.write("fractions.csv", format!("{head}ST2,2015-16Q1,81,\nST2,2015-16Q2,0.82,\nST2,2015-16Q3,83,\n"));
    council.import(&past).ends(1).says_all(&[
        "C005",
        "C3",
        "82% or 0.82%",
        "taken 2 + refused 1",
        "import the file again",
    ]);
}
