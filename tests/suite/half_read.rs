//! What is read in part is not accepted as the whole: columns, sheets and lists that a layout has no meaning for, by shares
//! that the checks state.

use super::books::workbook;
use super::harness::{Council, checks, list, look_at, one_of, said, text};
use rstest::rstest;
use std::path::PathBuf;

/// Stowick with this layout alone, and a return drawn from rows on its sheet “Return”.
fn drawn(layout: &str, rows: &str) -> (Council, PathBuf) {
    let head = "id = \"drawn\"\ntitle = \"Drawn\"\nfile-name = \"{service} {period}\"\n";
    let mut council = checks().without_returns().with_layout("drawn", &format!("{head}{layout}"));
    let file = council.draws("Streets and Parks 2026-27Q2.xlsx", &workbook().sheet("Return").rows(rows));
    (council, file)
}

const PLAIN: &str = r#"
[[tables]]
kind = "indicators"
columns = [
  { field = "id", heading = ["Code"], required = true },
  { field = "title", heading = ["Measure"], print = true },
  { field = "value", heading = ["Result"], required = true },
  { field = "commentary", heading = ["Comment"] },
]
"#;

const MATRIX: &str = r#"
many-services = true
[[tables]]
kind = "indicators"
columns = [
  { field = "service", heading = ["Service"], required = true },
  { field = "value", heading = ["{id}"], required = true, only = ["ST*"] },
]
"#;

const REPEATS: &str = r#"
[[tables]]
kind = "risks"
repeats = true
number-rows = true
columns = [
  { field = "title", heading = ["Risk"], required = true },
  { field = "likelihood", heading = ["L"], required = true },
  { field = "impact", heading = ["I"], required = true },
]
"#;

const LABELS: &str = r#"
[[forms]]
sheet = ["Return"]
ignore = ["Not wanted"]
[forms.values]
ST1 = ["ST1"]
"#;

const WIDE: &str =
    "Service | ST1 | ST2 | ST4 | Extra | Extra 2 | Extra 3\nStreets and Parks | 421 | 81 | 7 | 1 | 2 | 3";
const HALF: Option<&str> = Some("F061");
const LESS: Option<&str> = Some("F060");

#[rstest]
#[case::all_of_it(PLAIN, "Code | Measure | Result | Comment\nST1 | Potholes filled | 421 | x", None)]
#[case::helpers(PLAIN, "Code | Result | Last year | Change\nST1 | 421 | 400 | 21", None)]
#[case::helpers_beside_words(
    PLAIN,
    "Code | Measure | Result | Low | High | Mean\nST1 | Potholes filled | 421 | 1 | 2 | 3",
    HALF
)]
#[case::mostly_words(PLAIN, "Code | Result | Lead | Why | When | Who else\nST1 | 421 | a | b | c | d", HALF)]
#[case::mostly_figures(PLAIN, "Code | Result | Low | High | Mean | Year\nST1 | 421 | 7 | 2 | 3 | 5", LESS)]
#[case::other_times(PLAIN, "Code | Result | Apr | May-26 | Q1 | 2025-26 Q4\nST1 | 421 | 7 | 2 | 3 | 5", None)]
#[case::figures_as_text(PLAIN, "Code | Result | Low | High | Mean | Year\nST1 | 421 | '7 | '£2 | '3% | '5k", LESS)]
#[case::numbered_lines(
    MATRIX,
    "No. | Service | ST1 | ST2 | Note\n1 | Streets and Parks | 421 | 81 | \n2 | Streets and Parks | | |",
    None
)]
#[case::a_list_apart(PLAIN, "Code | Result\nST1 | 421 | | 1 | 5 | 2 | 6 | 9", None)]
#[case::a_total(MATRIX, "Service | ST1 | ST2 | Sum\nStreets and Parks | 421 | 81 | 502", None)]
#[case::one_too_many(MATRIX, &WIDE.replace(" | Extra 2 | Extra 3", "").replace(" | 2 | 3", ""), None)]
#[case::two_too_many(MATRIX, &WIDE.replace(" | Extra 3", "").replace(" | 3", ""), HALF)]
#[case::as_many(MATRIX, WIDE, HALF)]
#[case::one_more(MATRIX, &format!("{}\nHomes | | | | | | 5 | 6", WIDE.replace("Extra 3", "Extra 3 | Extra 4")), LESS)]
#[case::headings_below_the_first(
    MATRIX,
    "Service | Staff | | | | Cost | ST4\n | Officers | | All | | Salary\n | Heads | Hours | Heads | Hours\n\
     Streets and Parks | 10 | 350 | 12 | 400 | 1000 | 7",
    LESS
)]
#[case::again_and_again(
    REPEATS,
    "No. | Risk | L | I | Note\n1 | Flood | 2 | 3 | x\n\nNo. | Risk | L | I | Note\n1 | Fire | 1 | 5 | y",
    None
)]
#[case::again_with_more(
    REPEATS,
    "Risk | L | I | A | B | C\nFlood | 2 | 3 | 6 | 4 | 2\n\nRisk | L | I | A | B | C\nFire | 1 | 5 | 5 | 3 | 2",
    HALF
)]
fn too_little_of_a_table(#[case] layout: &str, #[case] rows: &str, #[case] says: Option<&str>) {
    let (council, file) = drawn(layout, rows);
    let checked = council.check_files([&file]);
    let found: Vec<String> = checked.found().into_iter().filter(|f| f.starts_with("F06")).collect();
    assert_eq!(found.len(), usize::from(says.is_some()), "{found:?}");
    assert_eq!(checked[0]["accepted"], says != LESS, "{:?}", checked.found());
    let Some(code) = says else { return };
    let finding = one_of(&checked[0]["findings"], "code", code);
    assert!(text(&finding["got"]).contains("passed over: "), "{finding:#}");
    // The picture says it too.
    said(council.command(["layout", "-q"]).arg(&file)).says(code);
}

/// Of a page of figures beside labels less than half is read.
#[rstest]
#[case("ST1 | 421\nMuseums | 7\nTheatres | 8\nParks | 9", true)]
#[case("ST1 | 421\nNot wanted | 7\nTheatres | 8\nParks | 9", false)]
fn too_little_of_a_page(#[case] rows: &str, #[case] says: bool) {
    let (council, file) = drawn(LABELS, rows);
    let found = council.check_files([&file]).found();
    assert_eq!(found.iter().any(|f| f.starts_with("F061")), says, "{found:?}");
}

#[test]
fn the_shares_and_the_columns_are_named() {
    let (council, file) = drawn(MATRIX, &WIDE.replace(" | Extra 3", "").replace(" | 3", ""));
    let checked = council.check_files([&file]);
    let finding = one_of(&checked[0]["findings"], "code", "F061");
    assert_eq!(text(&finding["cell"]), "E1");
    assert_eq!(text(&finding["got"]), "4 of 6 columns, 3 of 5 with figures; passed over: E to F");
}

#[test]
fn the_service_is_told_in_its_letter() {
    let (mut council, _) = drawn(PLAIN, "Code | Result | Low | High | Mean | Year\nST1 | 421 | 7 | 2 | 3 | 5");
    council.consolidate(super::harness::QUARTER);
    let letters = council.files("reports", &["txt"]);
    let letter = letters.iter().map(|l| std::fs::read_to_string(l).unwrap()).find(|l| l.contains("Most of a table"));
    assert!(letter.is_some_and(|l| l.contains("passed over: C to F")), "{letters:?}");
}

/// A table that may be missing and is known by its headings alone is not lost with one of them.
#[rstest]
#[case("Ref | Risk | Likely | Impact | Owner\nR1 | Flood | 2 | 3 | Head", Some("F015 Return!"))]
#[case("Ref | Risk | Likelihood | Impact | Owner\nR1 | Flood | 2 | 3 | Head", None)]
#[case("Ref | Other | Likely | Weight | Owner\nR1 | Flood | 2 | 3 | Head", Some("F016 Return!"))]
fn a_sheet_that_is_nearly_a_table(#[case] rows: &str, #[case] says: Option<&str>) {
    let layout = format!(
        "{}\n[[tables]]\nkind = \"risks\"\noptional = true\ncolumns = [\n{}]\n",
        PLAIN.replace("kind", "sheet = [\"Measures\"]\nkind"),
        [("id", "Ref"), ("title", "Risk"), ("likelihood", "Likelihood"), ("impact", "Impact"), ("owner", "Owner")]
            .map(|(f, h)| format!("  {{ field = \"{f}\", heading = [\"{h}\"], required = true }},\n"))
            .concat(),
    );
    let (mut council, _) = drawn(&layout, rows);
    let book = workbook().sheet("Return").rows(rows).sheet("Measures").rows("Code | Result\nST1 | 421");
    let file = council.draws("Streets and Parks 2026-27Q2.xlsx", &book);
    let checked = council.check_files([&file]);
    let missed = |f: &String| f.starts_with("F015") || f.starts_with("F016");
    let found: Vec<String> = checked.found().into_iter().filter(missed).collect();
    assert_eq!(found, says.into_iter().collect::<Vec<_>>());
}

/// A check of a form, what is typed into it that sets it off and what nearly does.
pub const HALVES: &[(&str, &str, &str)] = &[
    ("F060", "Code | Result | Low | High | Mean | Year\nST1 | 421 | 7 | 2 | 3 | 5", "Code | Result\nST1 | 421"),
    (
        "F061",
        "Code | Result | Lead | Why | When\nST1 | 421 | a | b | c",
        "Code | Result | Lead | Why\nST1 | 421 | a | b",
    ),
    ("K021", "Risk | L | I", "Risk | L | I\nFlood | 2 | 3"),
    ("C047", "ST1 | 421\nMuseums | 7", "ST1 | 421\nNot wanted | 7"),
];

#[test]
fn each_check_of_a_form_has_its_pair() {
    for (code, on, off) in HALVES {
        let layout = match *code {
            "K021" => &REPEATS.replace("repeats = true", ""),
            "C047" => LABELS,
            _ => PLAIN,
        };
        for (rows, finds) in [(on, true), (off, false)] {
            let rows = if *code == "K021" { format!("{rows}\n") } else { (*rows).to_owned() };
            let (council, file) = drawn(layout, &rows);
            let found = council.check_files([&file]).found();
            assert_eq!(found.iter().any(|f| f.starts_with(code)), finds, "{code} {found:?}");
        }
    }
}

/// Our own form prints its risks for every service, and a blank page of it says nothing.
#[test]
fn a_blank_page_of_our_own_form_is_not_asked_about() {
    let checked = look_at::council().returns("LIB_Q2_2026-27.xlsx").check();
    assert!(checked.found().iter().all(|f| !f.starts_with("K021")), "{:?}", checked.found());
}

/// `layout` lists every column of every table, read or not, where it stands.
#[test]
fn every_column_is_listed() {
    let (mut council, _) = drawn(PLAIN, "");
    let book = workbook().sheet("Return").rows("Lead | Code | Result | Why | When\nA | ST1 | 421 | b | c | 7");
    let book = book.sheet("Costs").rows("Budget heading | Budget £000 | Actual £000\nSalaries | 1 | 2\nFuel | 3 | 4");
    let file = council.draws("Streets and Parks 2026-27Q2.xlsx", &book);
    let json = council.json(["layout".as_ref(), file.as_os_str()]);
    let columns = |columns: &serde_json::Value| -> Vec<String> {
        let column = |c: &serde_json::Value| [text(&c["place"]), text(&c["heading"]), text(&c["field"])].join(" ");
        list(columns).iter().map(column).collect()
    };
    let read = &json["sheets"][0]["parts"][0]["columns"];
    assert_eq!(columns(read), ["A Lead ", "B Code id", "C Result value", "D Why ", "E When ", "F  "]);
    let unread = &json["sheets"][1]["unread"][0]["columns"];
    assert_eq!(columns(unread), ["A Budget heading ", "B Budget £000 ", "C Actual £000 "]);
    said(council.command(["layout", "-q"]).arg(&file))
        .says_all(&["headings in row 1, of which nothing is read", "Fuel"]);
}

/// Rows that a form keeps ready and nobody filled are one note, whatever stands ready in them; a figure that somebody typed
/// is not among them.
#[rstest]
#[case("0 | 0", None)]
#[case("n/a | 0", None)]
#[case("- | n/a", None)]
#[case("0 | 7", None)]
#[case("5 | 0", Some("| 5 | 6"))]
fn rows_that_nobody_filled(#[case] ready: &str, #[case] typed: Option<&str>) {
    let rows = format!("Service | ST1 | ST2\nStreets and Parks | 421 | 81{}", format!("\n | {ready}").repeat(8));
    let rows = typed.map_or(rows.clone(), |typed| format!("{rows}\n {typed}"));
    let (council, file) = drawn(MATRIX, &rows);
    let checked = council.check_files([&file]);
    let found = checked.found();
    assert_eq!(found.iter().filter(|f| f.starts_with("C032")).count(), 1, "{found:?}");
    // What somebody typed is somebody's: here a second figure for the service that the file's name says.
    let twice = found.iter().filter(|f| f.starts_with("T003")).count();
    assert_eq!(twice, usize::from(typed.is_some()), "{found:?}");
    assert_eq!(checked[0]["readings"], if typed.is_some() { 1 } else { 2 }, "{found:?}");
}
