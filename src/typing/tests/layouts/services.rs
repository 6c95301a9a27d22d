//! Whose a figure is: services and indicators down or across, a sheet or a table for each.

use super::*;

#[rstest]
#[case::services_down_indicators_across(
    r#"
    many-services = true
    markers = { "n/a" = "not-applicable" }
    [[tables]]
    kind = "indicators"
    sheet = ["Scorecard"]
    stop = ["Council"]
    columns = [
      { field = "service", heading = ["Service area"], required = true },
      { field = "value", heading = ["{id}"] },
      { field = "notes", heading = ["Remarks"], print = true },
    ]"#,
    "# Scorecard
     Scorecard of the council
     Service area | Recycling\\nrate | Missed bins | P2 | Remarks
     Waste | 45.5 | 12 | n/a | good
     Parks | n/a  |    | 300 |
     Council | 45.5 | 12 | 300 |
",
    &["WAS W1 45.5 Scorecard!B3", "WAS W2 12 Scorecard!C3", "PRK P2 300 Scorecard!D4"], &[],
)]
#[case::a_code_that_means_another_indicator_for_each_service(
    r#"
    many-services = true
    markers = { "n/a" = "not-applicable" }
    codes = { "Waste / Sickness days" = "W4", "Parks / Sickness days" = "P4", "Bins" = "W2" }
    [[tables]]
    kind = "indicators"
    sheet = []
    columns = [
      { field = "id", heading = ["Measure"], required = true },
      { field = "value", heading = ["{service}"], only = ["Waste", "Parks"] },
    ]"#,
    "# Any name
     Measure | Waste | Parks | All services
     Sickness days | 2.5 | 3.5 | 3
     Bins | 7 | n/a | 7
",
    &["WAS W4 2.5 Any name!B2", "WAS W2 7 Any name!B3", "PRK P4 3.5 Any name!C2"], &["C015 Any name!D1"],
)]
#[case::one_table_on_a_sheet_for_each_service(
    r#"
    many-services = true
    sheet-name = "{service}"
    ignore-sheets = ["Guid*"]
    [[tables]]
    kind = "indicators"
    sheet = ["*"]
    every-sheet = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Guidance
     Ref | Actual
     the reference | the value
# Waste
     Ref | Actual
     W2 | 4
# Parks
     Ref | Actual
     P2 | 6
# Highways
     Ref | Actual
     H1 | 6
",
    &["WAS W2 4 Waste!B2", "PRK P2 6 Parks!B2"], &["F010 Highways!A2"],
)]
#[case::stacked_tables_with_a_label_above_each(
    r#"
    many-services = true
    [[forms]]
    sheet = ["Return"]
    scope = "sheet"
    fields = { service = ["Service"] }
    [[tables]]
    kind = "indicators"
    sheet = ["Return"]
    repeats = true
    skip = ["Sub-total"]
    stop = ["Total"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Return
     Service: | Waste
     Ref | Actual
     W2 | 4
     Sub-total | 4
     W4 | 1.5
     Total | 5.5

     Service: | Parks
     Ref | Actual
     P2 | 6
     Total | 6
",
    &["WAS W2 4 Return!B3", "WAS W4 1.5 Return!B5", "PRK P2 6 Return!B10"], &[],
)]
#[case::one_file_of_many_services_by_whose_indicator_it_is(
    r#"
    many-services = true
    [[tables]]
    kind = "indicators"
    columns = [
      { field = "period", heading = ["Quarter"], required = true },
      { field = "title", heading = ["Indicator"], required = true },
      { field = "value", heading = ["Result"], required = true },
    ]"#,
    "# Data
     Quarter | Indicator | Result
     2026-27Q1 | Missed bins | 1
     2026-27Q2 | Missed bins | 2
     2026-27Q2 | trees planted | 3
     2026-27Q2 | Nobody's | 4
",
    &["WAS W2 2 Data!C3", "PRK P2 3 Data!C4"], &["F010 Data!A5"],
)]
fn read_by_its_layout(#[case] text: &str, #[case] drawing: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    reads(text, drawing, expected, findings);
}

/// On a council's own form it is the layout that may lack what the form says.
#[test]
fn what_to_do_about_a_form_of_ones_own() {
    let typed =
        read_as("Nobody 2026-27Q2.xlsx", &[template(), layout(PLAIN)], "# PIs\nRef | Actual | Spare\nW2 | 3 | 1\n");
    let remedy = |code: &str| typed.findings.iter().find(|f| f.code == code).map_or("", |f| &*f.remedy);
    assert!(remedy("C015").contains("otherwise name it under `ignore`"), "{}", remedy("C015"));
    for way in ["`[words.service]`", "`file-name = \"{service} {period}\"`"] {
        assert!(remedy("F010").contains(way), "{}", remedy("F010"));
    }
}
