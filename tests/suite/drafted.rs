//! What a draft finds without a person's help, in forms that are drawn here; that no draft refuses the form that it was made
//! from; and that it reads the next quarter's.

use super::books::{Drawn, workbook};
use super::harness::{Checked, Council, QUARTER, council, drafts, list, read as read_file, text};
use super::parts::edited;
use super::{files, root};
use quarterday::ingest::{read_bytes, survey_bytes};
use quarterday::layout::Layout;
use quarterday::layout::draft::draft;
use quarterday::reading::CellRef;
use quarterday::record::{Field, Kind, Outcome};
use quarterday::settings::Limits;
use rstest::rstest;
use std::collections::BTreeSet;
use std::path::Path;

/// Marchford with a draft of a form as its only layout, the draft, and what the form is by it.
fn drafted(council: &mut Council, file: &Path) -> (String, Checked) {
    let _ = std::fs::remove_dir_all(council.path("layouts"));
    std::fs::create_dir_all(council.path("layouts")).unwrap();
    let to = council.path("layouts/drafted.toml");
    council.run(["layout".as_ref(), file.as_os_str(), "--draft".as_ref(), to.as_os_str()]).ends(0);
    let draft = std::fs::read_to_string(&to).unwrap();
    let checked = council.check_files(["--quarter".as_ref(), QUARTER.as_ref(), file.as_os_str()]);
    (draft, checked)
}

const MITIGATED: &str = "Ref | Risk | Before mitigation | | After mitigation | | Target | \n\
                         | | Likelihood | Impact | Likelihood | Impact | Likelihood | Impact\n\
                         R1 | The depot floods in winter | 4 | 5 | 2 | 3 | 1 | 3\n\
                         R2 | A lorry breaks down far away | 3 | 3 | 2 | 2 | 1 | 2";
const REPEATED: &str = "Risks of each project\n\n | Project 1: | Depot\nNo. | Risk | Impact | Likelihood | Owner\n\
                        1 | Flood | 3 | 2 | Head of waste\n2 | Fire | 5 | 1 | Head of waste\n\n\
                        | Project 2: | Yard\nNo. | Risk | Impact | Likelihood | Owner\n\
                        1 | Theft | 3 | 2 | Head of waste\n2 | Storm | 5 | 1 | Head of waste";

/// Rows of a form; lines that its draft has, and words that it has not; the values that are read by it, or how many risks.
#[rstest]
#[case::services_down(
    "Service | WAS01 | ASC02 | Total\nWaste and recycling | 52.6 | | 52.6\nAdult social care | | 81 | 81",
    &["many-services = true", r#"field = "service", heading = ["Service"]"#, r#"heading = ["{id}"]"#], &["sum-parts", "breakdown"],
    &["WAS01 B2"]
)]
#[case::names_across(
    "Team | Household waste recycled or composted | Reviews completed within twelve months\nWaste and recycling | 52.6 | \nAdult social care | | 71",
    &["many-services = true", r#"heading = ["{id}"]"#], &[], &["WAS03 B2", "ASC06 C3"]
)]
#[case::one_name_across(
    "Organisation | Household waste recycled or composted\nWaste and recycling | 52.6\nAdult social care | ",
    &[r#"heading = ["{id}"]"#], &[], &["WAS03 B2"]
)]
#[case::services_across(
    "Code | Waste and recycling | Adult social care\nWAS01 | 52.6 | \nWAS02 | 44020 | ",
    &["many-services = true", r#"heading = ["{service}"]"#], &[], &["WAS01 B2", "WAS02 B3"]
)]
#[case::before_and_after(
    MITIGATED,
    &[r#"field = "inherent-likelihood", heading = ["Before mitigation / Likelihood"]"#,
      r#"field = "impact", heading = ["After mitigation / Impact"]"#,
      r#"field = "target-impact", heading = ["Target / Impact"]"#],
    &[], &["2 risks"]
)]
#[case::again_and_again(REPEATED, &["repeats = true", "number-rows = true", r#"skip = ["Project"]"#], &[], &["4 risks"])]
#[case::short_words(
    "Ref | Measure | Tgt | Actual | Reason for variance\nWAS01 | Household waste recycled | 52 | 52.6 | Food waste came late.",
    &[r#"field = "target", heading = ["Tgt"], print = true"#, r#"field = "commentary", heading = ["Reason for variance"]"#],
    &[], &["WAS01 D2"]
)]
#[case::this_year_and_last(
    "Ref | Measure | 2025/26 Outturn | Actual | 2026/27 Forecast outturn | Target 2027/28\nWAS01 | Household waste recycled | 51.9 | 52.6 | 52.4 | 60",
    &[r#"field = "forecast", heading = ["2026/27 Forecast outturn"]"#, r#"field = "value", heading = ["Actual"]"#],
    &[r#"heading = ["2025/26 Outturn"]"#, r#"heading = ["Target 2027/28"]"#], &["WAS01 D2"]
)]
#[case::last_year_alone(
    "Ref | Measure | Outturn 2025/26 | Target | Q2\nWAS01 | Household waste recycled | 51.9 | 52 | 52.6",
    &[], &[r#"heading = ["Outturn 2025/26"]"#], &["WAS01 E2"]
)]
#[case::quarter_in_the_heading(
    "Ref | Measure | Q2 2026-27 Actual | Q2 2026-27 Target\nWAS01 | Household waste recycled | 52.6 | 52",
    &[r#"heading = ["{period} Actual"]"#, r#"heading = ["{period} Target"], print = true"#], &["Q2 2026-27 Actual\"]"],
    &["WAS01 C2"]
)]
#[case::months_across(
    "No. | Measure | Jul | Aug | Sep | Annual budget\n1 | Household waste collected | 14900 | 14400 | 14500 | 172000\n2 | Household waste sent to landfill | 1160 | 1180 | 1150 | 15000\n3 | Household waste used for energy | 5710 | 5800 | 5650 | 69000",
    &["sum-parts = true", r#"heading = ["{breakdown}"]"#, r#""Oct", "Nov", "Dec""#, r#"ignore = ["No."]"#], &["numerator"], &["WAS02 C2"]
)]
#[case::a_page_with_two_columns(
    "Service | Waste and recycling\n\n | This quarter | Last quarter\nHousehold waste recycled or composted | 23110 | 22900\nHousehold waste sent to landfill | 3490 | 3510",
    &["[forms.value-cells]", r#""WAS03" = "B4""#, "several columns have figures"], &[], &["WAS03 B4", "WAS05 B5"]
)]
fn a_draft_finds(#[case] rows: &str, #[case] has: &[&str], #[case] has_not: &[&str], #[case] reads: &[&str]) {
    let mut council = council().without_returns();
    let book = workbook().sheet("Return").rows(rows);
    let name = if rows.contains("Risk") { "Waste and recycling Q2 2026-27.xlsx" } else { "Return Q2 2026-27.xlsx" };
    let file = council.draws(name, &book);
    let (draft, checked) = drafted(&mut council, &file);
    for line in has {
        assert!(draft.contains(line), "no {line} in\n{draft}");
    }
    for line in has_not {
        assert!(!draft.contains(line), "{line} in\n{draft}");
    }
    assert_eq!(checked[0]["accepted"], true, "{:?}\n{draft}", checked.found());
    let risks = format!("{} risks", checked[0]["risks"]);
    for wanted in reads {
        let read =
            list(&checked[0]["values"]).iter().map(|v| format!("{} {}", text(&v["indicator"]), text(&v["cell"])));
        assert!(read.chain([risks.clone()]).any(|r| r == *wanted), "{wanted} {:?}\n{draft}", checked.found());
    }
}

/// The same table on a sheet for each service is one table.
#[rstest]
#[case(["Waste and recycling", "Public health"], &["sheet-name = \"{service}\"", "many-services = true", "sheet = [\"*\"]"])]
#[case(["Q1 return", "Q2 return"], &["sheet = [\"* return\"]", "sheet-name = \"{period} return\""])]
#[case(["North", "South"], &["sheet = [\"North\", \"South\"]"])]
fn the_same_table_on_many_sheets(#[case] sheets: [&str; 2], #[case] has: &[&str]) {
    let mut council = council().without_returns();
    let rows = |id: &str| {
        format!("Ref | Measure | Target | Actual\n{id}1 | One of them | 52 | 52.6\n{id}2 | The other | 7 | 9")
    };
    let book = workbook().sheet(sheets[0]).rows(&rows("WAS0")).sheet(sheets[1]).rows(&rows("PUH0"));
    let file = council.draws("Return Q2 2026-27.xlsx", &book);
    let (draft, checked) = drafted(&mut council, &file);
    assert_eq!(draft.matches("[[tables]]").count(), 1, "{draft}");
    for line in has.iter().chain(&["every-sheet = true"]) {
        assert!(draft.contains(line), "no {line} in\n{draft}");
    }
    assert!(!draft.contains("ignore-sheets"), "{draft}");
    let read: BTreeSet<&str> = list(&checked[0]["values"]).iter().map(|v| text(&v["sheet"])).collect();
    // Of a sheet for each quarter this quarter's is read.
    let of_now = |sheet: &&str| !sheet.contains("Q1");
    assert_eq!(read, sheets.into_iter().filter(of_now).collect(), "{:?}", checked.found());
}

/// Last quarter's copy, hidden and before the sheet that people see.
#[test]
fn a_hidden_copy_is_not_read_beside_what_people_see() {
    let mut council = council().without_returns();
    let rows = |value: u32| format!("Ref | Measure | Target | Actual\nWAS01 | One of them | 52 | {value}");
    let book = workbook().sheet("Copy").rows(&rows(51)).sheet("Return").rows(&rows(53));
    let bytes = edited(&book.bytes(), |_, text| text.replace("name=\"Copy\"", "name=\"Copy\" state=\"hidden\""));
    let file = council.write(&format!("returns/{QUARTER}/Return Q2 2026-27.xlsx"), bytes);
    let (draft, checked) = drafted(&mut council, &file);
    let read: Vec<_> = list(&checked[0]["values"]).iter().map(|v| (text(&v["sheet"]), v["value"].as_f64())).collect();
    assert_eq!(read, [("Return", Some(53.0))], "{:?}\n{draft}", checked.found());
}

fn forms() -> Vec<std::path::PathBuf> {
    ["known", "unseen"].iter().flat_map(|folder| files(&drafts(folder), "xlsx")).collect()
}

/// A draft that nobody has corrected reads the form that it was made from. What a form itself does not say (its quarter, its
/// service) is asked for.
#[test]
fn no_draft_refuses_the_form_that_it_was_made_from() {
    let mut council = council().without_returns();
    let mut accepted = 0;
    for form in forms() {
        let (draft, checked) = drafted(&mut council, &form);
        let refused = ["F005", "F015", "F026", "F060"];
        let found = checked.found();
        assert!(found.iter().all(|f| refused.iter().all(|code| !f.starts_with(code))), "{form:?} {found:?}\n{draft}");
        let silent = found.iter().any(|f| f.starts_with("F009") || f == "F010");
        assert!(checked[0]["accepted"] == true || silent, "{form:?} {found:?}\n{draft}");
        accepted += usize::from(checked[0]["accepted"] == true);
    }
    assert!(accepted >= 28, "{accepted}");
}

/// The same of every workbook of the gallery that can be opened and holds a table, whatever is wrong with it.
#[test]
fn no_draft_refuses_a_workbook_of_the_gallery() {
    let (limits, mut read) = (Limits::default(), 0);
    let returns = root().join("fixtures/gallery/returns").join(QUARTER);
    for file in std::fs::read_dir(returns).unwrap().map(|e| e.unwrap().path()) {
        let (name, bytes) = (file.file_name().unwrap().to_string_lossy().into_owned(), read_file(&file));
        let seen = survey_bytes(&name, &bytes, &[], &limits);
        let draft = draft(&name, &seen.survey, None).toml;
        let layout = Layout::parse(&draft).unwrap_or_else(|e| panic!("{name}: {e}\n{draft}"));
        let again = read_bytes(&name, &bytes, &[layout], &limits);
        let broken = again.findings.iter().any(|f| f.code == "F018");
        if seen.survey.is_empty() || !draft.contains("[[tables]]") || broken {
            continue;
        }
        assert_eq!(again.outcome, Outcome::Accepted, "{name} {:?}\n{draft}", again.findings);
        read += 1;
    }
    assert!(read >= 300, "{read}");
}

/// A part of the year and the one that comes after it.
const NEXT: &[(&str, &str)] = &[
    ("Quarter 1", "Quarter 2"),
    ("Quarter 2", "Quarter 3"),
    ("Quarter 3", "Quarter 4"),
    ("Quarter 4", "Quarter 1"),
    ("Qtr 1", "Qtr 2"),
    ("Qtr 2", "Qtr 3"),
    ("Qtr 3", "Qtr 4"),
    ("Qtr 4", "Qtr 1"),
    ("Q1", "Q2"),
    ("Q2", "Q3"),
    ("Q3", "Q4"),
    ("Q4", "Q1"),
    ("July to September", "October to December"),
];

/// All quarters that a text names moved on by one.
fn next(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let (from, to) = NEXT.iter().find(|(from, _)| rest.starts_with(from)).copied().unwrap_or(("", ""));
        let length = if from.is_empty() { c.len_utf8() } else { from.len() };
        out.push_str(if from.is_empty() { &rest[..length] } else { to });
        rest = &rest[length..];
    }
    out
}

type Taken = BTreeSet<(Kind, u32, Field, CellRef)>;

fn taken(name: &str, bytes: &[u8], layout: &Layout) -> Taken {
    let read = read_bytes(name, bytes, std::slice::from_ref(layout), &Limits::default());
    let fields = read.records.iter().flat_map(|r| r.fields.iter().map(move |(f, c)| (r.kind, r.row, *f, c.at)));
    fields.collect()
}

#[test]
fn a_draft_reads_the_form_of_the_next_quarter() {
    let mut moved = 0;
    for form in forms() {
        let name = form.file_name().unwrap().to_string_lossy();
        let bytes = read_file(&form);
        let said = super::harness::said(
            super::harness::quarterday()
                .arg("layout")
                .arg(&form)
                .args(["--draft", "-q", "-w"])
                .arg(root().join("fixtures/demo")),
        );
        let layout = Layout::parse(&said.out).unwrap();
        let after = edited(&bytes, |part, text| {
            let words = part == "xl/sharedStrings.xml" || part == "xl/workbook.xml";
            if words { next(&text) } else { text }
        });
        moved += usize::from(after != edited(&bytes, |_, text| text));
        assert_eq!(taken(&name, &bytes, &layout), taken(&next(&name), &after, &layout), "{name}\n{}", said.out);
    }
    assert!(moved >= 15, "{moved}");
}

#[test]
fn quarters_move_on() {
    for (before, after) in [("Q2 2026-27", "Q3 2026-27"), ("Quarter 1: Q1", "Quarter 2: Q2"), ("Quality", "Quality")] {
        assert_eq!(next(before), after);
    }
}

/// A drawing that a person would not take for a return is no table.
#[test]
fn a_list_of_words_is_no_table() {
    let mut council = council().without_returns();
    let book: Drawn = workbook().sheet("Notes").rows("Please read this first\nFill in every yellow cell\nSend it back");
    let file = council.draws("Notes.xlsx", &book);
    let (draft, _) = drafted(&mut council, &file);
    assert!(!draft.contains("[[tables]]"), "{draft}");
}
