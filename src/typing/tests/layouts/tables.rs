//! Headings, tables below each other, and what stands beside them.

use super::*;

#[rstest]
#[case::different_tables_below_each_other(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["All"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
    [[tables]]
    kind = "indicators"
    sheet = ["All"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true, percent = "fraction" }]
    "#,
    "# All
     Numbers
     Ref | Actual
     W2 | 4
     Percentages
     Ref | Actual
     W1 | 0.45
",
    &["WAS W2 4 All!B3", "WAS W1 45 All!B6"], &[],
)]
#[case::thousands_of_pounds_and_fractions_by_column(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual (£000)"], money = "thousands" },
      { field = "forecast", heading = ["Forecast (£)"], money = "pounds" },
    ]"#,
    "# PIs
     Ref | Actual (£000) | Forecast (£)
     W3 | 1200 | 2500000
     W2 | 7 | 8
     W4 | '1,5
",
    &["WAS W3 1.2 PIs!B2", "WAS W2 7 PIs!B3"], &["C002 PIs!B4"],
)]
#[case::words_that_mean_a_number_or_none(
    r#"
    markers = { "." = "not-due", ".." = "awaited", "(..)" = "suppressed", "-" = "not-applicable", "n/a" = "not-available" }
    numbers = { "NIL" = 0 }
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
    "#,
    "# PIs
     Ref | Actual
     W2 | Nil
     W1 | ..
     W3 | (..)
     W4 | -
",
    &["WAS W2 0 PIs!B2", "WAS W1 awaited PIs!B3", "WAS W3 suppressed PIs!B4", "WAS W4 not-applicable PIs!B5"],
    &["C001 PIs!B2", "C017 PIs!B3", "C017 PIs!B4", "C017 PIs!B5"],
)]
#[case::headings_spelt_another_way(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Reference"], required = true },
      { field = "value", heading = ["Quarter actual"], required = true },
      { field = "numerator", heading = ["Gross A"] },
      { field = "denominator", heading = ["Gross B"] },
      { field = "commentary", heading = ["Commentary"] },
    ]"#,
    "# PIs
     Reference | Quater  Actaul | Gross C | Commentry
     W2 | 3 | 4 | words
",
    &["WAS W2 3 PIs!B2"], &["C021 PIs!B1", "C015 PIs!C1", "C021 PIs!D1"],
)]
#[case::a_sign_off_below_the_table_and_a_cell_without_a_label(
    r#"
    [[forms]]
    sheet = ["PIs"]
    fields = { signed-off-by = ["Signed"], signed-off = ["Date"] }
    cells = { period = "D1" }
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
    "#,
    "# PIs
     Return of | the service | | Q2 2026-27
     Ref | Actual
     W2 | 3

     Signed: | D. Patel | Date | 12/10/2026
",
    &["WAS W2 3 PIs!B3"], &["C011 PIs!D5"],
)]
#[case::a_row_that_begins_with_a_word_of_the_form(
    r#"
    [[forms]]
    sheet = ["PIs"]
    fields = { signed-off-by = ["Signed"] }
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
      { field = "commentary", heading = ["Comment"] },
    ]"#,
    "# PIs
     Ref | Actual | Comment
     W2 | 3 | fine
     Signed | 7 | a row of the table
     Signed: | D. Patel
",
    &["WAS W2 3 PIs!B2"], &["T005 PIs!A3"],
)]
fn read_by_its_layout(#[case] text: &str, #[case] drawing: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    reads(text, drawing, expected, findings);
}

/// Headings below the first sixty rows are looked for only where a table stands below another.
#[test]
fn a_table_far_below_another() {
    let rows: String = (0..90).map(|_| "words | and words |\n").collect();
    let book = format!("# PIs\nRef | Actual\nW2 | 3\nTotal | 3\n{rows}Ref | Actual\nW1 | 40\n");
    let typed =
        read_as(FILE, &[layout(&PLAIN.replace("columns", "repeats = true\nstop = [\"Total\"]\ncolumns"))], &book);
    assert_eq!(values(&typed), ["WAS W2 3 PIs!B2", "WAS W1 40 PIs!B95"]);
}
