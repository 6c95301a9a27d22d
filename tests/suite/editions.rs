//! The workbooks that are written for each reader.

use super::books::Opened;
use super::harness::{Council, QUARTER, checks, consolidated};
use calamine::Data;
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};

/// The workbooks among the reports of the quarter, by name.
fn workbooks(council: &Council) -> BTreeSet<String> {
    let files = council.files(&format!("reports/{QUARTER}"), &["xlsx"]).into_iter();
    files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

/// The rows of a sheet by their reference, each without the columns of which a part has its own.
fn rows(workbook: &Opened, sheet: &str) -> BTreeMap<String, BTreeMap<String, Data>> {
    let table = workbook.table(sheet, "Ref");
    table.into_iter().map(|row| (row["Ref"].to_string(), row.into_iter().collect())).collect()
}

#[test]
fn all_of_them_in_one_run_and_none_of_them_after_another() {
    let mut council = consolidated();
    assert_eq!(workbooks(&council), ["cabinet.xlsx", "officers.xlsx"].map(String::from).into());
    council.run(["consolidate", QUARTER, "--edition", "all"]).ends(1);
    let all = workbooks(&council);
    for name in ["cabinet.xlsx", "officers.xlsx", "scrutiny.xlsx", "half-year.xlsx"] {
        assert!(all.contains(name), "{name} is not among {all:?}");
    }
    assert!(!all.contains("year-end.xlsx"), "it is the second quarter");
    let of = |kind: &str| -> Vec<&String> { all.iter().filter(|name| name.starts_with(kind)).collect() };
    assert!(of("directorate ").len() > 2 && of("portfolio ").len() > 2, "{all:?}");

    // What a directorate reads of a measure, a risk, an action is what Cabinet reads; together they have all of them.
    let report = |name: &str| Opened::read(&council.report(name));
    let cabinet = report("cabinet.xlsx");
    for sheet in ["Indicators", "Risk register", "Actions"] {
        let whole = rows(&cabinet, sheet);
        let mut seen = BTreeSet::new();
        for name in of("directorate ") {
            for (id, row) in rows(&report(name), sheet) {
                assert_eq!(row, whole[&id], "{name}, {sheet}, {id}");
                assert!(seen.insert(id.clone()), "{id} is of two directorates");
            }
        }
        assert_eq!(seen, whole.into_keys().collect(), "{sheet}");
    }

    council.consolidate(QUARTER).ends(1);
    assert_eq!(workbooks(&council), ["cabinet.xlsx", "officers.xlsx"].map(String::from).into());
}

#[test]
fn the_members_read_no_address_of_an_officer_and_no_file() {
    let council = super::harness::look_at::consolidated();
    let cabinet = Opened::read(&council.report("cabinet.xlsx"));
    for (name, sheet) in cabinet.sheets() {
        for (row, column, value) in sheet.used_cells() {
            let words = value.to_string();
            let team = words.contains("performance@");
            assert!(team || !words.contains('@'), "{name}, row {row}, column {column}: {words}");
        }
    }
    for officers in ["Returns", "Files", "Findings", "Queries", "Provenance", "Definitions"] {
        assert!(cabinet.sheets().all(|(name, _)| name != officers), "{officers}");
    }
}

#[rstest]
#[case::an_edition("written = [\"members\", \"offcers\"]", "offcers", "officers")]
#[case::a_sheet("sheets.members = [\"Contents\", \"Exeptions\"]", "Exeptions", "Exceptions")]
#[case::no_members("written = [\"officers\"]", "`written` must have \"members\"", "Cabinet's workbook")]
#[case::no_sheet("sheets.scrutiny = []", "`scrutiny` is empty", "needs a sheet")]
#[case::twice("sheets.members = [\"Risks\", \"Risks\"]", "names the sheet \"Risks\" twice", "members")]
fn what_there_is_not_stops_the_run(#[case] line: &str, #[case] named: &str, #[case] also: &str) {
    let mut council = checks().with_settings(&format!("[editions]\n{line}"));
    let before = council.files("reports", &["xlsx", "json", "csv"]);
    council.consolidate(QUARTER).ends(2).complains("quarterday.toml").complains(named).complains(also);
    assert_eq!(council.files("reports", &["xlsx", "json", "csv"]), before);
}

#[rstest]
#[case::misspelt("scrutny", "there is no edition scrutny; did you mean scrutiny? One of members, officers")]
#[case::of_another_quarter("year-end", "the edition year-end is of the quarter Q4, and 2026-27Q2 is another")]
fn an_edition_that_there_is_not_stops_the_run(#[case] asked: &str, #[case] said: &str) {
    let mut council = checks();
    council.run(["consolidate", QUARTER, "--edition", asked]).ends(2).complains(said);
    assert!(workbooks(&council).is_empty());
}

#[test]
fn the_settings_say_which_and_with_which_sheets() {
    let lines = "[editions]\nwritten = [\"members\", \"scrutiny\"]\nsheets.members = [\"Risks\", \"Headlines\"]";
    let mut council = checks().with_settings(lines);
    council.consolidates();
    assert_eq!(workbooks(&council), ["cabinet.xlsx", "scrutiny.xlsx"].map(String::from).into());
    let names: BTreeSet<String> =
        Opened::read(&council.report("cabinet.xlsx")).sheets().map(|(name, _)| name.clone()).collect();
    assert_eq!(names, ["Headlines", "Risks"].map(String::from).into());
}
