//! A figure and its parts: wards, grades and months.

use super::*;

#[rstest]
#[case::wards_across_that_do_not_sum_to_their_total(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Wards"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Council"], required = true },
      { field = "value", heading = ["Ward: {breakdown}"] },
    ]"#,
    "# Wards
     Ref | Ward: Castle | Ward: Hill | Council
     W2 | 4 | 5 | 9
     W4 | 1 | 2 | 5
",
    &["WAS W2 9 Wards!D2", "WAS W4 5 Wards!D3"], &["T004 Wards!D3"],
)]
#[case::grades_down_with_a_total_row(
    r#"
    words.breakdown = { "All grades" = "Total" }
    [[tables]]
    kind = "indicators"
    sheet = ["Grades"]
    columns = [
      { field = "id", heading = ["Ref"], required = true, fill-down = true },
      { field = "breakdown", heading = ["Pay grade"] },
      { field = "numerator", heading = ["Top"] },
      { field = "denominator", heading = ["Bottom"] },
    ]"#,
    "# Grades
     Ref | Pay grade | Top | Bottom
     W1 | A | 10 | 100
      | B | 20 | 100
      | All grades | 35 | 200
",
    &["WAS W1 17.5 Grades!B4"], &["T004 Grades!B4"],
)]
#[case::parts_that_are_summed(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Wards"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"], only = ["Castle", "Hill"] },
    ]"#,
    "# Wards
     Ref | Castle | Hill
     W2 | 4 | 5.5
     W1 | 40 | 50
     W4 | 4 | oops
",
    &["WAS W2 9.5 Wards!B2"], &["C002 Wards!C4", "C009 Wards!B3", "C009 Wards!B4"],
)]
#[case::months_that_make_the_quarter(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"], only = ["Jun", "Jul", "Aug", "Sep"] },
    ]"#,
    "# Months
     Ref | Jun | Jul | Aug | Sep
     W2 | 9 | 4 | 5.5 | 3
     W4 | 9 | 4 | | 3
",
    &["WAS W2 3 Months!C2"], &["C009 Months!C3"],
)]
#[case::months_that_a_program_made_days_of(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"] },
    ]"#,
    "# Months
     Ref | @2026-06-01 | @2026-07-01 | @2026-08-31 | @2026-09-01
     W2 | 9 | 4 | 5.5 | 3
",
    &["WAS W2 3 Months!C2"], &[],
)]
#[case::months_beside_other_things(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"] },
    ]"#,
    "# Months
     Ref | Jul | Aug | Sep | Target
     W2 | 4 | 5.5 | 3 | 10
",
    &[], &["C009 Months!B2"],
)]
#[case::parts_that_are_no_parts(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"] },
    ]"#,
    "# Months
     Ref | Castle | Hill | Year to date
     W2 | 4 | 5.5 | 30
     W4 | 4 | 5.5
",
    &["WAS W4 9.5 Months!B3"], &["C009 Months!B2"],
)]
#[case::months_in_rows(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true, fill-down = true },
      { field = "breakdown", heading = ["Month"] },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Months
     Ref | Month | Actual
     W2 | July 2026 | 4
      | August 2026 | 5.5
      | September 2026 | 7
      | September 2025 | 99
",
    &["WAS W2 7 Months!C2"], &[],
)]
fn read_by_its_layout(#[case] text: &str, #[case] drawing: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    reads(text, drawing, expected, findings);
}

/// What stands in the row beside its months is of the indicator, and what stands in the row of one part is of that part.
#[rstest]
#[case::months_across(
    "Ref | Jul | Aug | Sep | Outlook | Why\nW1 | 40 | 50 | 60 | 55 | a dry summer",
    r#"{ field = "value", heading = ["{breakdown}"], only = ["Jul", "Aug", "Sep"] }"#,
    Some(55.0),
    "a dry summer"
)]
#[case::months_down(
    "Ref | Month | Result | Outlook | Why\nW1 | July | 40 | 50 | dry\n | August | 50 | | \n | September | 60 | 55 | wet",
    r#"{ field = "breakdown", heading = ["Month"] }, { field = "value", heading = ["Result"] }"#,
    Some(55.0),
    "July: dry\nSeptember: wet"
)]
fn what_stands_beside_months(
    #[case] rows: &str,
    #[case] columns: &str,
    #[case] forecast: Option<f64>,
    #[case] commentary: &str,
) {
    let layout = format!(
        r#"
        [[tables]]
        kind = "indicators"
        sum-parts = true
        columns = [
          {{ field = "id", heading = ["Ref"], required = true, fill-down = true }},
          {columns},
          {{ field = "forecast", heading = ["Outlook"] }},
          {{ field = "commentary", heading = ["Why"] }},
        ]"#
    );
    let typed = read_as(FILE, &[template(), super::layout(&layout)], &format!("# X\n{rows}\n"));
    let [reading] = typed.returns[0].readings.as_slice() else { panic!("{:#?}", typed.findings) };
    assert_eq!((reading.value, reading.forecast), (Value::Number(60.0), forecast));
    assert_eq!(reading.words.commentary, commentary);
}
