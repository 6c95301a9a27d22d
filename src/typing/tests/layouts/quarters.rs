//! Which quarter a figure is of: by column, by sheet, by row.

use super::*;

#[rstest]
#[case::indicators_down_periods_across(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "title", heading = ["Measure"], print = true },
      { field = "value", heading = ["{period}"] },
      { field = "commentary", heading = ["Comments"] },
    ]"#,
    "# PIs
     Ref | Measure | Q1 | Quarter 2 | 2026/27 Q3 | Comments
     W1 | Recycling | 44 | 45.5 | | better
     W2 | Bins | 3 | NIL | |
",
    &["WAS W1 45.5 PIs!D2"], &["C002 PIs!D3"],
)]
#[case::a_month_that_ends_no_quarter_is_no_quarter(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{period}"] },
    ]"#,
    "# PIs
     Ref | Jul-26 | Aug-26
     W1 | 44 | 45.5
",
    &[], &["C008 PIs!B1", "C008 PIs!C1"],
)]
#[case::a_month_beside_a_figure_is_no_quarter(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "period", heading = ["When"] },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# PIs
     Ref | When | Actual
     W1 | Sep 2026 | 44
",
    &[], &["C008 PIs!B2"],
)]
#[case::quarters_by_the_month_that_ends_them(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{period}"] },
      { field = "commentary", heading = ["Comments"] },
    ]"#,
    "# PIs
     Ref | @2026-06-30 | Sep-26 | December 2026 | Comments
     W1 | 44 | 45.5 | | better
",
    &["WAS W1 45.5 PIs!C2"], &[],
)]
#[case::periods_and_measures_under_group_headings(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{period} / Actual"], required = true },
      { field = "target", heading = ["{period} / Target"], print = true },
      { field = "commentary", heading = ["{period} / Comment"] },
      { field = "owner", heading = ["Lead officer"], print = true },
    ]"#,
    "# PIs
     Quarterly indicators
     | 2026-27 Q1>>3 | | | 2026-27 Q2>>3 | | | 
     Ref | Target | Actual | Comment | Target | Actual | Comment | Lead officer
     W2 | 10 | 9 | old | 11 | 12 | new | Jo
",
    &["WAS W2 12 PIs!F4"], &[],
)]
#[case::three_rows_of_headings_not_merged(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["2026-27 / Q2 / Actual"], required = true },
      { field = "previous", heading = ["2026-27 / Q1 / Actual"], print = true },
      { field = "year-ago", heading = ["2025-26 / Q2 / Actual"], print = true },
    ]"#,
    "# PIs
     Ref | 2025-26 | | 2026-27
      | Q2 | | Q1 | Q2
      | Actual | | ACTUAL: | Actual
     W2 | 1 | | 2 | 3
",
    &["WAS W2 3 PIs!E4"], &[],
)]
#[case::a_sheet_for_each_quarter(
    r#"
    sheet-name = "{period} return"
    [[tables]]
    kind = "indicators"
    sheet = ["Q* return"]
    every-sheet = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Q1 Return
     Ref | Actual
     W2 | 4
# Q2 Return
     Ref | Actual
     W2 | 5
# Q3 Return
     nothing yet
",
    &["WAS W2 5 Q2 Return!B2"], &["F015"],
)]
fn read_by_its_layout(#[case] text: &str, #[case] drawing: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    reads(text, drawing, expected, findings);
}

/// A sheet of risks with the quarter on the row: other quarters are passed over.
#[test]
fn risks_of_other_quarters_are_passed_over() {
    let text = r#"
        codes = { "MB" = "W2" }
        [[tables]]
        kind = "risks"
        sheet = ["Risks"]
        columns = [
          { field = "id", heading = ["No"], required = true },
          { field = "title", heading = ["Risk"], required = true },
          { field = "period", heading = ["Quarter"], required = true, fill-down = true },
          { field = "likelihood", heading = ["L"] },
          { field = "impact", heading = ["I"] },
          { field = "indicator", heading = ["About"] },
        ]"#;
    let book = "# Risks\nQuarter | No | Risk | L | I | About\nQ1 2026-27 | 1 | Flood | 2 | 3\n | 2 | Fire | 1 | 4\nQ2 2026-27 | 1 | Flood | 3 | 3 | mb\n";
    let typed = read_as(FILE, &[layout(text)], book);
    let risks: Vec<_> =
        typed.returns[0].risks.iter().map(|r| (&*r.id, r.place.cell.to_string(), &*r.indicator)).collect();
    assert_eq!(risks, [("1", "D4".to_owned(), "W2")]);
    assert_eq!(typed.tallies[0].ignored[&PassedOver::OtherPeriod], 9);
}
