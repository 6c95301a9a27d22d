//! Pages of figures beside labels as people fill them in and change them: the figure of this quarter, or a question; never
//! last year's, a thousand times another, or another measure's.

use super::books::workbook;
use super::harness::{Council, list, new_council, one_of, text};
use super::said::Checked;
use rstest::rstest;
use rust_xlsxwriter::{Format, Worksheet};

/// The sheets of the register.
const REGISTER: [(&str, &str); 6] = [
    ("Services", "Id | Service | Directorate\nLIB | Libraries | Place"),
    ("Priorities", "Id | Priority | Owner\nW | Well run | Chief executive"),
    (
        "Indicators",
        "Id | Indicator | Service id | Owner | Unit | Decimals | Polarity | Frequency | Aggregation | Priority ids | Status scheme\n\
         L1 | Visits | LIB | Head | Number | 0 | None | Quarterly | Sum | W | context\n\
         L2 | Loans | LIB | Head | Number | 0 | None | Quarterly | Sum | W | context\n\
         L3 | Cost of stock | LIB | Head | Pounds | 0 | None | Quarterly | Sum | W | context\n\
         L4 | Staff costs | LIB | Head | Pounds (thousands) | 0 | None | Quarterly | Sum | W | context\n\
         L5 | Closed for repairs | LIB | Head | Days | 0 | None | Quarterly | Sum | W | context\n\
         L6 | Satisfaction | LIB | Head | Percent | 1 | None | Quarterly | Mean | W | context",
    ),
    (
        "Targets",
        "Indicator id | Year | Year's target | Q1 | Q2 | Q3 | Q4 | Baseline | Floor | Amber from | Green from | Green to | Amber to",
    ),
    ("Checks", "Code | Title | Severity | Applies to | Finding when | What to do"),
    ("Comparators", "Indicator id | Compared with | Quarter | Value | Source | Kind"),
];

const BY_NAME: &str = r#"
[[forms]]
sheet = ["*"]
[forms.values]
"{id}" = ["{id}"]
"#;

const BY_LABEL: &str = r#"
[[forms]]
sheet = ["Use"]
[forms.values]
L1 = ["Visits"]
L2 = ["Loans"]
L3 = ["Cost of stock (£000)"]
"#;

fn libraries(layout: &str) -> Council {
    let mut council = new_council();
    let register = REGISTER.iter().fold(workbook(), |book, (sheet, rows)| book.sheet(sheet).rows(rows));
    council.write("register.xlsx", register.bytes());
    let head = "id = \"drawn\"\ntitle = \"Drawn\"\nfile-name = \"{service} {period}\"\n";
    council.write("layouts/drawn.toml", format!("{head}{layout}"));
    council
}

fn checked(layout: &str, rows: &str, hand: impl Fn(&mut Worksheet)) -> Checked {
    let mut council = libraries(layout);
    let book = workbook().sheet("Use").rows(rows).finished("Use", hand);
    council.write("returns/2026-27Q2/LIB 2026-27Q2.xlsx", book);
    council.check_files([council.path("returns/2026-27Q2/LIB 2026-27Q2.xlsx")])
}

/// `L1 B2 128` of each figure that is read; `C009 B2` of each finding about the page that is no note; `F026` of a refusal.
fn said(checked: &Checked) -> Vec<String> {
    let file = &checked[0];
    let value = |v: &serde_json::Value| v["value"].as_f64().map_or("none".to_owned(), |n| n.to_string());
    let read = |v: &serde_json::Value| format!("{} {} {}", text(&v["indicator"]), text(&v["cell"]), value(v));
    let found = list(&file["findings"]).iter().filter(|f| !["T002", "F012", "F015"].contains(&text(&f["code"])));
    let found = found.map(|f| format!("{} {}", text(&f["code"]), text(&f["cell"])));
    list(&file["values"]).iter().map(read).chain(found).collect()
}

#[rstest]
// Nobody filled in this quarter: the figures behind the blank column are last year's.
#[case::first_column_blank("Visits | | 120\nLoans | | 9", &["F026 C1"])]
#[case::first_column_blank_below_headings(
    "Use | This quarter | Last year\nVisits | | 120\nLoans | | 9",
    &["C009 B2", "C009 B3"]
)]
#[case::first_column_blank_below_years("Use | 2026-27 | 2025-26\nVisits | | 120\nLoans | | 9", &["C009 B2", "C009 B3"])]
#[case::only_last_year_is_headed("Use | | Last year\nVisits | | 120", &["C009 B2"])]
// A heading says the quarter.
#[case::headings_of_two_quarters("Use | Q1 2026-27 | Q2 2026-27\nVisits | 120 | 128", &["L1 C2 128"])]
#[case::a_heading_and_a_target("Use | Target | Actual\nVisits | 120 | 128", &["L1 C2 128"])]
#[case::two_headings_that_say_nothing("Use | High | Low\nVisits | 120 | 128", &["F026 C1"])]
#[case::the_other_way_round_further_down(
    "Use | Last quarter | This quarter\nVisits | 120 | 128\nStock | This quarter | Last quarter\nLoans | 9 | 8",
    &["L1 C2 128", "L2 B4 9"]
)]
// Everything twice, once for each quarter.
#[case::this_quarter_blank_in_its_section(
    "This quarter\nVisits |\nLoans | 9\nLast quarter\nVisits | 120\nLoans | 8",
    &["L2 B3 9", "C009 B2"]
)]
#[case::last_quarter_first("Last quarter\nVisits | 120\nLoans | 8\nThis quarter\nVisits |\nLoans | 9", &["L2 B6 9", "C009 B5"])]
#[case::sections_that_say_nothing(
    "Summer\nVisits |\nLoans |\nSpring\nVisits | 120\nLoans | 8",
    &["T003 A2", "T003 A3"]
)]
#[case::a_title_of_the_same_words("Visits\nVisits | 128\nLoans | 9", &["L1 B2 128", "L2 B3 9"])]
// The unit beside the figure is not the register's.
#[case::thousands_behind("Cost of stock | 3 | £000", &["R021 C1"])]
#[case::millions_in_front("Cost of stock | £m | 3", &["R021 B1"])]
#[case::thousands_above("Money | £000\nCost of stock | 3\nStaff costs | 4", &["L4 B3 4", "R021 B1"])]
#[case::thousands_of_visits("Visits | 3 | '000s", &["R021 C1"])]
#[case::thousands_as_they_should_be("Staff costs | 4 | £000\nCost of stock | 3 | £", &["L4 B1 4", "L3 B2 3"])]
#[case::pounds_beside_thousands("Staff costs | 4000 | £", &["L4 B1 4000", "R021 C1"])]
#[case::hours_for_days("Closed for repairs | 16 | hours", &["L5 B1 16", "R021 C1"])]
#[case::nought_thousands("Cost of stock | 0 | £000", &["L3 B1 0"])]
// Id and name contradict each other.
#[case::ids_sorted_alone("L2 | Visits | 128\nL1 | Loans | 9", &["R020 A1", "R020 A2"])]
#[case::id_behind_the_name("Visits | L2 | 128", &["C020 B1"])]
#[case::id_and_name_agree("L1 | Visits | 128", &["L1 C1 128"])]
// Notes and typed figures.
#[case::note_in_between("Visits | see below | 128\nLoans | | 9", &["L1 C1 128", "L2 C2 9"])]
#[case::note_with_a_digit("Visits | 3 days shut | 128\nLoans | | 9", &["C002 B1", "C009 B2"])]
#[case::percent_as_a_text("Satisfaction | '93.5%", &["L6 B1 93.5", "C001 B1"])]
fn what_is_read_of_a_page(#[case] rows: &str, #[case] says: &[&str]) {
    assert_eq!(said(&checked(BY_NAME, rows, |_| ())), says, "{rows}");
}

#[rstest]
#[case::a_label_over_two_columns("Visits | | 128\nLoans | | 9", (0, 0, 0, 1), &["L1 C1 128", "L2 C2 9"])]
#[case::a_label_over_two_rows("Visits |\n | 128\nLoans | 9", (0, 0, 1, 0), &["L1 B2 128", "L2 B3 9"])]
#[case::two_figures_beside_one_label("Visits | 128\n | 120\nLoans | 9", (0, 0, 1, 0), &["L2 B3 9", "T003 B1"])]
fn merged_labels(#[case] rows: &str, #[case] merged: (u32, u16, u32, u16), #[case] says: &[&str]) {
    let (top, left, bottom, right) = merged;
    let merge = |page: &mut Worksheet| {
        page.merge_range(top, left, bottom, right, "Visits", &Format::new()).unwrap();
    };
    assert_eq!(said(&checked(BY_NAME, rows, merge)), says);
}

#[test]
fn a_hidden_column_is_not_read_before_the_one_in_sight() {
    let hide = |page: &mut Worksheet| {
        page.set_column_hidden(1).unwrap();
    };
    assert_eq!(said(&checked(BY_NAME, "Visits | 120 | 128\nLoans | 8 | 9", hide)), ["L1 C1 128", "L2 C2 9"]);
}

#[test]
fn a_unit_in_the_label_that_the_layout_has() {
    let rows = "Visits | 128\nLoans | 9\nCost of stock (£000) | 3";
    assert_eq!(said(&checked(BY_LABEL, rows, |_| ())), ["L1 B1 128", "L2 B2 9", "R021 A3"]);
    let thousands = checked(BY_LABEL, rows, |_| ());
    let finding = one_of(&thousands[0]["findings"], "code", "R021");
    assert_eq!((text(&finding["severity"]), text(&finding["got"])), ("error", "3 beside “£000”"));
    assert_eq!(text(&finding["expected"]), "a figure in Pounds, the unit of the register");
}

/// The form has a blank column between its labels and what stands beside them everywhere, or the layout says so.
#[test]
fn a_blank_column_that_the_form_has() {
    let rows = "Visits | | 128\nLoans | | 9";
    let told = BY_NAME.replace("[forms.values]", "value-offset = 2\n[forms.values]");
    assert_eq!(said(&checked(&told, rows, |_| ())), ["L1 C1 128", "L2 C2 9"]);
    assert_eq!(said(&checked(&told, "Visits | | | 120", |_| ())), ["C009 C1"]);
    let with_cover = format!("{BY_NAME}[forms.fields]\nperiod = [\"Quarter\"]\n");
    assert_eq!(
        said(&checked(&with_cover, &format!("Quarter | | Q2 2026-27\n{rows}"), |_| ())),
        ["L1 C2 128", "L2 C3 9"]
    );
    assert_eq!(said(&checked(&with_cover, &format!("Quarter | Q2 2026-27\n{rows}"), |_| ())), ["F026 C2"]);
}

/// Rows were put in above a figure that the layout knows by its place: what stands beside it is another's.
#[test]
fn a_place_that_another_figure_moved_to() {
    let layout = "[[forms]]\nsheet = [\"Use\"]\n[forms.value-cells]\nL1 = \"B1\"\nL2 = \"B2\"\n";
    assert_eq!(said(&checked(layout, "Visits | 128\nLoans | 9", |_| ())), ["L1 B1 128", "L2 B2 9"]);
    let moved = checked(layout, "Title\nVisits | 128\nLoans | 9", |_| ());
    assert!(list(&moved[0]["values"]).is_empty(), "{:#}", moved[0]);
    moved.finds("R020", "Use!B2");
}

const BY_MONTH: &str = r#"
[[tables]]
kind = "indicators"
sum-parts = true
columns = [
  { field = "id", heading = ["Code"], required = true },
  { field = "value", heading = ["{breakdown}"], only = ["July", "August", "September"], required = true },
  { field = "forecast", heading = ["Year end"] },
  { field = "commentary", heading = ["Comment"] },
]
"#;

#[test]
fn a_forecast_beside_blank_months_is_not_lost() {
    let rows = "Code | July | August | September | Year end | Comment\n\
                L1 | 1 | 2 | 3 | 12 | as planned\nL2 | | | | 40 | counted next week\nL5 | | | | |";
    let checked = checked(BY_MONTH, rows, |_| ());
    let said = said(&checked);
    assert!(said.iter().any(|s| s == "L1 D2 6" || s == "L1 B2 6"), "{said:?}");
    assert!(said.iter().any(|s| s.starts_with("C009")), "{said:?}");
    let blank = one_of(&checked[0]["findings"], "code", "C009");
    assert_eq!(text(&blank["subject"]), "L2", "{blank:#}");
}

const MATRIX: &str = r#"
many-services = true
[[tables]]
kind = "indicators"
columns = [
  { field = "service", heading = ["Service"], required = true },
  { field = "value", heading = ["{id}"], required = true },
]
"#;

#[test]
fn a_row_twice_in_a_matrix_is_one_finding() {
    let checked = checked(
        MATRIX,
        "Service | Visits | Loans | Satisfaction\nLibraries | 1 | 2 | 3\nLibraries | 4 | 5 | 6",
        |_| (),
    );
    let findings = list(&checked[0]["findings"]);
    let twice: Vec<_> = findings.iter().filter(|f| text(&f["code"]) == "T003").collect();
    assert_eq!(twice.len(), 1, "{findings:#?}");
    assert_eq!((text(&twice[0]["got"]), text(&twice[0]["subject"])), ("L1 and 2 more in rows 2 and 3", "L1; L2; L6"));
    let no_row = findings.iter().filter(|f| text(&f["code"]) == "T002").map(|f| text(&f["subject"]));
    assert_eq!(no_row.collect::<Vec<_>>(), ["L3", "L4", "L5"]);
}

const BY_PLACE: &str = r#"
[[forms]]
sheet = ["Use"]
[forms.cells]
period = "A3"
service = "A2"
[[tables]]
kind = "indicators"
columns = [
  { field = "id", heading = ["Code"], required = true },
  { field = "value", heading = ["Figure"], required = true },
]
"#;

/// What stands above the table, and what is said of where the quarter and the service were looked for.
#[rstest]
#[case("Return\nLibraries\nQuarter ending 30 September 2026", &["L1 B5 128"])]
#[case("Please fill in\nReturn\nLibraries\nQuarter ending 30 September 2026", &["L1 B6 128", "F014 A3", "F014 A4"])]
#[case("Return\nLibraries\nsummer\nQ1 2026-27, and Q2 2026-27", &["F009 A3"])]
fn a_quarter_and_a_service_that_moved(#[case] above: &str, #[case] says: &[&str]) {
    let mut council = libraries(BY_PLACE);
    let layout = council.text("layouts/drawn.toml").replace("file-name = \"{service} {period}\"\n", "");
    council.write("layouts/drawn.toml", layout);
    let rows = format!("{above}\n\nCode | Figure\nL1 | 128").replace("\n\n", "\n");
    council.write("returns/return.xlsx", workbook().sheet("Use").rows(&rows).bytes());
    let checked = council.check_files([council.path("returns/return.xlsx")]);
    assert_eq!(said(&checked), says, "{:#}", checked[0]["findings"]);
    if says[0].starts_with("F009") {
        let finding = one_of(&checked[0]["findings"], "code", "F009");
        assert_eq!(text(&finding["got"]), "“summer”", "{finding:#}");
        assert!(text(&finding["remedy"]).contains("[forms.fields]"), "{finding:#}");
    }
}
