//! The workbooks that are written for each reader.

use super::books::Opened;
use super::harness::{Council, QUARTER, checks, consolidated};
use calamine::Data;
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};

/// The workbooks among the reports of the quarter, by name.
fn workbooks(council: &Council) -> BTreeSet<String> {
    let files = council.files(&format!("reports/{QUARTER}"), &["xlsx"]).into_iter();
    let ours = files.filter(|path| !path.parent().unwrap().ends_with("returned"));
    ours.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

/// The rows of a sheet by their reference, each without the columns of which a part has its own.
fn rows(workbook: &Opened, sheet: &str) -> BTreeMap<String, BTreeMap<String, Data>> {
    let table = workbook.table(sheet, "Ref");
    table.into_iter().map(|row| (row["Ref"].to_string(), row.into_iter().collect())).collect()
}

/// The demo asks for all, of which its quarter has no year's end; a run without any of them takes the others away.
#[test]
fn all_of_them_in_one_run_and_none_of_them_after_another() {
    let mut council = consolidated();
    let all = workbooks(&council);
    for name in ["cabinet.xlsx", "officers.xlsx", "scrutiny.xlsx", "half-year.xlsx"] {
        assert!(all.contains(name), "{name} is not among {all:?}");
    }
    assert!(!all.contains("year-end.xlsx"), "it is the second quarter");
    let of = |kind: &str| all.iter().filter(|name| name.starts_with(kind)).count();
    assert_eq!([of("directorate "), of("portfolio "), of("service ")], [6, 6, 24]);
    let settings = council.text("quarterday.toml");
    council.write("quarterday.toml", settings.replace("written = [", "#"));
    council.consolidate(QUARTER).ends(1);
    assert_eq!(workbooks(&council), ["cabinet.xlsx", "officers.xlsx"].map(String::from).into());
    council.run(["consolidate", QUARTER, "--edition", "all"]).ends(1);
    assert_eq!(workbooks(&council), all);
}

/// What a directorate reads of a measure, a risk, an action is what Cabinet reads; together they have all of them.
#[rstest]
#[case("Indicators")]
#[case("Risk register")]
#[case("Actions")]
fn the_directorates_together_read_what_cabinet_reads(#[case] sheet: &str) {
    let council = super::harness::look_at::consolidated();
    let report = |name: &str| Opened::read(&council.report(name));
    let whole = rows(&report("cabinet.xlsx"), sheet);
    let mut seen = BTreeSet::new();
    for name in workbooks(council).into_iter().filter(|name| name.starts_with("directorate ")) {
        for (id, row) in rows(&report(&name), sheet) {
            assert!(row.keys().all(|heading| whole[&id].contains_key(heading)), "{name}, {id}");
            for (heading, value) in &whole[&id] {
                let own = row.get(heading);
                // What every row would leave blank is left out, and the direction over years where it is that on last year.
                let none = || *value == Data::Empty || heading == "Long-term direction";
                assert!(own.map_or_else(none, |own| own == value), "{name}, {id}, {heading}: {own:?}, {value}");
            }
            assert!(seen.insert(id.clone()), "{id} is of two directorates");
        }
    }
    assert_eq!(seen, whole.into_keys().collect());
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
    let council = checks();
    council.run(["consolidate", QUARTER, "--edition", asked]).ends(2).complains(said);
    assert!(workbooks(&council).is_empty());
}

/// A workbook that somebody has worked on, or has open, stays beside those of a run that does not write it: that is said.
#[test]
fn what_stays_of_an_earlier_run_is_said() {
    let mut council = checks();
    let said = council.run(["consolidate", QUARTER, "--edition", "scrutiny", "--edition", "officers"]).ends(1);
    // Each workbook is named by its path, and that this one is of this run alone.
    let path = |name: &str| council.report(name).display().to_string();
    said.says_all(&[
        &path("cabinet.xlsx"),
        &path("officers.xlsx"),
        &path("scrutiny.xlsx"),
        "Asked for once:   scrutiny;",
    ]);
    let scrutiny = format!("reports/{QUARTER}/scrutiny.xlsx");
    let lock = format!("reports/{QUARTER}/~$scrutiny.xlsx");
    council.write(&lock, "G. Hart");
    council.consolidate(QUARTER).complains("scrutiny.xlsx is of an earlier run").complains("is open");
    council.remove(&lock);
    council.write(&scrutiny, "a note");
    council.consolidate(QUARTER).complains("scrutiny.xlsx is of an earlier run").complains("is kept");
    assert_eq!(council.text(&scrutiny), "a note");
}

/// Two asked for beside each other are two, and all of them are all.
#[test]
fn all_beside_another_are_all() {
    let council = checks();
    council.run(["consolidate", QUARTER, "--edition", "scrutiny", "--edition", "all"]).ends(1);
    assert!(workbooks(&council).contains("half-year.xlsx"));
}

/// Where no sheet has anything to tell, the workbook says of which quarter.
#[test]
fn an_edition_with_nothing_to_tell_says_so() {
    let mut council = checks().with_settings("[editions]\nsheets.members = [\"Your figures\", \"Breakdowns\"]");
    council.consolidates();
    let names: Vec<String> =
        Opened::read(&council.report("cabinet.xlsx")).sheets().map(|(name, _)| name.clone()).collect();
    assert_eq!(names, ["Contents"]);
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
