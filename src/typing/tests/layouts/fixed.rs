//! What the layout says once for a column, a label, a code or a name, in place of what the form does not say.

use super::*;

const ALL: &str = "many-services = true\n[[tables]]\nkind = \"indicators\"\ncolumns = [{ field = \"service\", heading = [\"Team\"], required = true }, ";

#[rstest]
#[case::a_column_of_one_indicator(
    r#"{ field = "value", heading = ["Bins"], id = "W2" }, { field = "target", heading = ["Bins aimed at"], id = "W2", print = true }, { field = "value", heading = ["Trees"], id = "Trees planted" }]"#,
    "Team | Bins | Bins aimed at | Trees\nWaste | 3 | 2 |\nParks | | | 40",
    &["WAS W2 3 X!B2", "PRK P2 40 X!D3"], &[],
)]
#[case::an_id_that_is_not_in_the_register(
    r#"{ field = "value", heading = ["Bins"], id = "W99" }]"#,
    "Team | Bins\nWaste | 3\nWaste | 4",
    &[], &["T005 X!B1"],
)]
#[case::a_column_for_each_service_and_indicator(
    r#"{ field = "value", heading = ["Sick days"], id = "{service} sickness" }]
    [codes]
    "WAS sickness" = "W4"
    "PRK sickness" = "P4"
    "#,
    "Team | Sick days\nWaste | 3\nParks | 4",
    &[], &["T005 X!B1", "T005 X!B1"],
)]
#[case::one_code_for_every_service_by_the_name(
    r#"{ field = "value", heading = ["{id}"] }]
    [codes]
    "Trees" = "Trees planted"
    "Bins" = "Missed bins"
    "#,
    "Team | Bins | Trees\nWaste | 3 |\nParks | | 4",
    &["WAS W2 3 X!B2", "PRK P2 4 X!C3"], &[],
)]
fn of_one_indicator(#[case] columns: &str, #[case] rows: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    reads(&format!("{ALL}{columns}"), &format!("# X\n{rows}\n"), expected, findings);
}

const LABELS: &str = r#"
[codes]
"Bins" = "W2"
[[forms]]
sheet = ["X"]
[forms.values]
Bins = ["Missed", "Bins not emptied"]
W4 = ["Days lost"]
[forms.value-cells]
"Recycling rate" = "C1"
"#;

#[rstest]
#[case::beside_and_below("Waste | | 45%\nBins not emptied: | 3\nDays lost\n7", &["WAS W1 45 X!C1", "WAS W2 3 X!B2", "WAS W4 7 X!A4"], &["C001 X!C1"])]
#[case::a_label_without_a_figure("Waste | | 45\nMissed\nDays lost | 7", &["WAS W1 45 X!C1", "WAS W4 7 X!B3"], &["C009 X!B2"])]
#[case::a_label_that_is_not_there("Waste | | 45\nMissed | 3", &["WAS W1 45 X!C1", "WAS W2 3 X!B2"], &["F015"])]
#[case::a_label_twice("Waste | | 45\nMissed | 3\nMissed | 4\nDays lost | 7", &["WAS W1 45 X!C1", "WAS W4 7 X!B4"], &["T003 X!B2"])]
#[case::a_figure_of_no_label("Waste | | 45\nMissed | 3\nFound | 9\nDays lost | 7", &["WAS W1 45 X!C1", "WAS W2 3 X!B2", "WAS W4 7 X!B4"], &["C047 X!B3"])]
#[case::a_blank_before_last_year("Waste | | 45\nMissed | 3 | 2\nDays lost | | 7", &["WAS W1 45 X!C1", "WAS W2 3 X!B2"], &["C009 X!B3"])]
#[case::a_blank_before_its_unit("Waste | | 45\nMissed | 3 | bins\nDays lost | | £000", &["WAS W1 45 X!C1", "WAS W2 3 X!B2"], &["C009 X!B3"])]
#[case::a_unit_before_the_figure("Waste | | 45\nMissed | bins | 3\nDays lost | days | 7", &["WAS W1 45 X!C1", "WAS W2 3 X!C2", "WAS W4 7 X!C3"], &[])]
#[case::words_where_figures_stand("Waste | | 45\nMissed | 3 | bins\nDays lost | n/k | days", &["WAS W1 45 X!C1", "WAS W2 3 X!B2"], &["C002 X!B3"])]
#[case::figures_in_two_columns("Waste | | 45\nMissed | 3\nDays lost | | 7", &["WAS W1 45 X!C1", "WAS W2 3 X!B2"], &["C009 X!B3"])]
#[case::a_unit_with_a_number("Waste | | 45\nMissed | per 1,000 | 3\nDays lost | £000 | 7", &["WAS W1 45 X!C1", "WAS W2 3 X!C2", "WAS W4 7 X!C3"], &["R021 X!B3"])]
#[case::words_typed_for_a_figure("Waste | | 45\nMissed | 3 bins | 2\nDays lost | 7", &["WAS W1 45 X!C1", "WAS W4 7 X!B3"], &["C002 X!B2"])]
#[case::headings_of_two_columns("Waste | | 45\nMeasure | Low | High\nMissed | 2 | 3\nDays lost | 6 | 7", &[], &["F026 X!C2"])]
#[case::headings_that_say_which("Waste | | 45\nMeasure | Target | Actual\nMissed | 2 | 3\nDays lost | 6 | 7", &["WAS W1 45 X!C1", "WAS W2 3 X!C3", "WAS W4 7 X!C4"], &[])]
#[case::figures_below_their_labels("Missed | Days lost\n3 | 7", &["WAS W2 3 X!A2", "WAS W4 7 X!B2"], &[])]
#[case::numbers_of_rows("Waste | | 45\n1 | Missed | 3\n2 | Our people\n3 | Days lost | 7", &["WAS W1 45 X!C1", "WAS W2 3 X!C2", "WAS W4 7 X!C4"], &[])]
#[case::words_for_a_figure("Waste | | 45\nMissed | lots\nDays lost | 7", &["WAS W1 45 X!C1", "WAS W4 7 X!B3"], &["C002 X!B2"])]
fn figures_beside_labels(#[case] rows: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    reads(LABELS, &format!("# X\n{rows}\n"), expected, findings);
}

/// A page whose labels are names, ids or codes themselves.
#[rstest]
#[case::names("Missed bins | 3\nLitter | 12\nW4 | 7", &["WAS W2 3 X!B1", "WAS W4 7 X!B3"], &["T005 X!A2"])]
#[case::a_code("Lost | 7", &["WAS W4 7 X!B1"], &[])]
#[case::not_wanted("Missed bins | 3\nTrees planted | 12", &["WAS W2 3 X!B1"], &[])]
#[case::a_title_and_numbers_of_rows("Return of 2026\n1 | Bins\n2 | Missed bins | 3 | 2 | bins", &["WAS W2 3 X!C3"], &[])]
#[case::words_around("Number of missed bins: | 3", &["WAS W2 3 X!B1"], &[])]
fn labels_that_are_names(#[case] rows: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    let layout = r#"
[codes]
"Lost" = "W4"
[[forms]]
sheet = ["*"]
ignore = ["Trees *"]
[forms.values]
"{id}" = ["{id}", "Number of {id}"]"#;
    reads(layout, &format!("# X\n{rows}\n"), expected, findings);
}

const YEARS: &str = r#"
[[tables]]
kind = "indicators"
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "year", heading = ["Year"] },
  { field = "month", heading = ["Month"] },
  { field = "period", heading = ["Quarter"] },
  { field = "value", heading = ["Actual"], required = true },
]"#;

#[rstest]
#[case::the_last_month("Year | Month | Ref | Actual\n2026 | September | W2 | 3\n2025 | September | W2 | 2", &["WAS W2 3 X!D2"], &[])]
#[case::a_financial_year("Year | Month | Ref | Actual\n2026-27 | Sep | W2 | 3\n2025/26 | Sep | W2 | 2", &["WAS W2 3 X!D2"], &[])]
#[case::its_last_months("Year | Month | Ref | Actual\n2026/27 | Mar | W2 | 9\n2026/27 | Sep | W2 | 3", &["WAS W2 3 X!D3"], &[])]
#[case::a_month_within("Year | Month | Ref | Actual\n2026 | August | W2 | 3", &[], &["C008 X!B2"])]
#[case::a_row_without_a_month("Year | Month | Ref | Actual\n2026 | September | W2 | 3\n2026 | | W4 | 7", &["WAS W2 3 X!D2"], &["C008 X!A3"])]
#[case::a_ninth_month_of_a_financial_year("Year | Month | Ref | Actual\n2026-27 | 9 | W2 | 3", &[], &["C008 X!B2"])]
#[case::a_year_that_is_none("Year | Month | Ref | Actual\nthis | September | W2 | 3", &[], &["C008 X!B2"])]
#[case::a_quarter_of_its_year("Year | Quarter | Ref | Actual\n2025-26 | Q2 | W2 | 2\n2026-27 | Q2 | W2 | 3", &["WAS W2 3 X!D3"], &[])]
#[case::a_month_by_its_number("Year | Month | Ref | Actual\n2026 | 9 | W2 | 3\n2025 | 9 | W2 | 2", &["WAS W2 3 X!D2"], &[])]
fn years_in_a_column(#[case] rows: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    reads(YEARS, &format!("# X\n{rows}\n"), expected, findings);
}

/// Where the layout describes the quarter alone, a column headed “Year” beside it completes it.
#[rstest]
#[case::a_month("Year | When | Ref | Actual\n2026 | September | W2 | 3\n2025 | September | W2 | 2", &["WAS W2 3 X!D2"], &[])]
#[case::no_month("Year | When | Ref | Actual\n2026 | September | W2 | 3\n2026-27 | 9 | W4 | 7", &["WAS W2 3 X!D2"], &["C008 X!B3"])]
#[case::two_years_that_differ("Year | When | Ref | Actual\n2025-26 | 30/09/2026 | W2 | 3\n2025-26 | Q2 2026-27 | W4 | 7", &[], &["C008 X!B2", "C008 X!B3"])]
#[case::a_quarter("Year | When | Ref | Actual\n2025-26 | Q2 | W2 | 2\n2026-27 | Q2 | W2 | 3", &["WAS W2 3 X!D3"], &[])]
#[case::a_whole_quarter("Year | When | Ref | Actual\n2026-27 | Q2 2026-27 | W2 | 3", &["WAS W2 3 X!D2"], &[])]
#[case::a_month_within("Year | When | Ref | Actual\n2026 | August | W2 | 3", &[], &["C008 X!B2"])]
#[case::two_years("Year | Year | When | Ref | Actual\n2025 | 2026 | September | W2 | 3", &[], &["C015 X!A1", "C015 X!B1", "C008 X!C2"])]
fn a_year_that_the_layout_does_not_describe(#[case] rows: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    let layout = YEARS
        .replace("  { field = \"year\", heading = [\"Year\"] },\n  { field = \"month\", heading = [\"Month\"] },\n", "")
        .replace("Quarter", "When");
    reads(&layout, &format!("# X\n{rows}\n"), expected, findings);
}

#[rstest]
#[case("{service} {month}", "Waste Sep 2026.xlsx", Some("2026-27Q2"))]
#[case("{service} {month}", "Waste September.xlsx", None)]
#[case("* {service} * {period}", "Return of Waste (final) 2026-27 Q2.xlsx", Some("2026-27Q2"))]
#[case("{period}, {service}, {month}", "2026-27 Q2, Waste, July.xlsx", Some("2026-27Q2"))]
#[case("{service} {period}", "Other Waste 2026-27 Q2.xlsx", Some("2026-27Q2"))]
fn quarters_of_file_names(#[case] pattern: &str, #[case] name: &str, #[case] quarter: Option<&str>) {
    let text = PLAIN.replace("columns", "sum-parts = true\ncolumns");
    let layouts = [Layout::parse(&format!("id = \"x\"\ntitle = \"X\"\nfile-name = \"{pattern}\"\n{text}")).unwrap()];
    let read = read_bytes(name, &draw(BOOK), &layouts, &Limits::default());
    let (register, settings) = (council(), Settings::default());
    let context = TypingContext {
        register: &register,
        settings: &settings,
        period: period(),
        quarter_given: false,
        today: None,
        layouts: &layouts,
    };
    let stated = crate::typing::stated_period(&read, &context).map(|p| p.to_string());
    assert_eq!(stated.as_deref(), quarter);
}
