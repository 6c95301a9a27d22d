//! Rows of headings that name a column together: where each heading ends, and which of them say what.

use super::*;

/// A table of services by indicators, with this heading for its values.
fn matrix(heading: &str) -> String {
    format!(
        r#"
        many-services = true
        codes = {{ "Bins / Missed" = "W2", "Sickness / Waste" = "W4", "Trees / Planted" = "P2", "Street / Bins / Missed" = "W2", "Missed" = "W2", "Bins" = "W2" }}
        [[tables]]
        kind = "indicators"
        ignore = ["No."]
        columns = [
          {{ field = "service", heading = ["Team"], required = true }},
          {{ field = "value", heading = ["{heading}"] }},
          {{ field = "commentary", heading = ["Remarks"] }},
        ]"#
    )
}

#[rstest]
#[case::two_rows("{id...}", "Team | Bins | Trees\n | Missed | Planted\nWaste | 3\nParks | | 40", &["WAS W2 3 X!B3", "PRK P2 40 X!C4"], &[])]
#[case::merged_over_two("{id...}", "Team | Bins>>2 | | Trees\n | Missed | Emptied | Planted\nWaste | 3\nParks | | | 40", &["WAS W2 3 X!B3", "PRK P2 40 X!D4"], &[])]
#[case::a_title_above_is_no_part_of_it("{id...}", "Return of all teams\nTeam | Bins | Trees\n | Missed | Planted\nWaste | 3", &["WAS W2 3 X!B4"], &[])]
#[case::a_title_over_all_columns("{id...}", "Return of all teams>>3\nTeam | Bins | Trees\n | Missed | Planted\nWaste | 3", &["WAS W2 3 X!B4"], &[])]
#[case::the_first_column_named_in_the_lowest_row("{id...}", "| Bins | Trees\nTeam | Missed | Planted\nWaste | 3", &["WAS W2 3 X!B3"], &[])]
#[case::a_blank_above_a_column_of_its_own_beside_merged_ones("{id...}", "Team | Trees>>2 | | \n | Planted | Felled | Missed\nWaste | | | 3", &["WAS W2 3 X!D3"], &[])]
#[case::a_sub_heading_ends_with_the_group_above_it("{id...}", "Team | Street>>2 | | Bins\n | Bins>>2 | | \n | Missed | Emptied | Missed\nWaste | 7 | | ", &["WAS W2 7 X!B4"], &[])]
#[case::a_column_of_its_own_is_no_group("{id...}", "Team | Remarks |\n | | Missed\nWaste | fine | 3", &["WAS W2 3 X!C3"], &[])]
#[case::a_section_below_the_headings("{id...}", "No. | Team | Bins | Trees\n | | Missed | Planted\nThe north\n1 | Waste | 3", &["WAS W2 3 X!C4"], &[])]
#[case::a_section_below_a_single_row("{id...}", "No. | Team | Bins | Missed\nThe north\n1 | Waste | | 3", &["WAS W2 3 X!D3"], &[])]
#[case::the_top_of_two("{id} / *", "Team | Bins | Remarks\n | this quarter\nWaste | 3 | fine", &["WAS W2 3 X!B3"], &[])]
#[case::the_top_over_any_number("{id} / **", "Team | Bins\n | all\n | of them\nWaste | 3", &["WAS W2 3 X!B4"], &[])]
#[case::the_lowest_of_any_number("** / {id}", "Team | Street | Sickness\n | All | Of\n | Missed | W4\nWaste | 3 | 5", &["WAS W2 3 X!B4", "WAS W4 5 X!C4"], &[])]
#[case::the_middle("* / {id} / *", "Team | All\n | Bins\n | Number\nWaste | 3", &["WAS W2 3 X!B4"], &[])]
#[case::one_id_twice("{id} / *", "Team | Bins>>2\n | here | there\nWaste | 3 | 4", &[], &["F026 X!C2"])]
#[case::nobody_knows_the_id("{id...}", "Team | Bins\n | Lost\nWaste | 3", &[], &["T005 X!B2"])]
fn ids_of_several_rows(
    #[case] heading: &str,
    #[case] rows: &str,
    #[case] expected: &[&str],
    #[case] findings: &[&str],
) {
    reads(&matrix(heading), &format!("# X\n{rows}\n"), expected, findings);
}

/// A list of indicators with this heading for its values, and one for a column that is not wanted.
fn list_of(heading: &str) -> String {
    format!(
        r#"
        [[tables]]
        kind = "indicators"
        ignore = ["Office *", "Checked by"]
        columns = [{{ field = "id", heading = ["Ref"], required = true }}, {{ field = "value", heading = ["{heading}"], required = true }}]"#
    )
}

#[rstest]
#[case::a_date_that_changes("Actual to *", "Ref | Actual to Sep 26\nW2 | 3", &["WAS W2 3 X!B2"], &[])]
#[case::a_date_in_front("* outturn", "Ref | 31/03/2026 outturn\nW2 | 3", &["WAS W2 3 X!B2"], &[])]
#[case::two_that_it_could_be("Actual to *", "Ref | Actual to Jun 26 | Actual to Sep 26\nW2 | 2 | 3", &[], &["F026 X!C1"])]
#[case::the_date_of_this_quarter("As at {period}", "Ref | As at 30 June 2026 | As at 30 September 2026\nW2 | 2 | 3", &["WAS W2 3 X!C2"], &[])]
#[case::its_month("Actual to {period}", "Ref | Actual to Jun 26 | Actual to Sep-26\nW2 | 2 | 3", &["WAS W2 3 X!C2"], &[])]
#[case::its_months("{period}", "Ref | Apr to Jun 2026 | Jul to Sep 2026\nW2 | 2 | 3", &["WAS W2 3 X!C2"], &[])]
#[case::a_star_of_the_form("Actual*", "Ref | Actual*\nW2 | 3", &["WAS W2 3 X!B2"], &[])]
#[case::columns_not_wanted("Actual", "Ref | Actual | Office use | CHECKED BY | Other\nW2 | 3 | 9 | AB | 1", &["WAS W2 3 X!B2"], &["C015 X!E1"])]
#[case::a_quarter_in_each_of_two_rows("{period} / {breakdown}", "Ref | Q1>>2 | | Q2>>2\n | North | South | North | South\nW2 | 1 | 2 | 3 | 4", &[], &["C009 X!D3"])]
fn headings_that_change(
    #[case] heading: &str,
    #[case] rows: &str,
    #[case] expected: &[&str],
    #[case] findings: &[&str],
) {
    reads(&list_of(heading), &format!("# X\n{rows}\n"), expected, findings);
}
