//! Groups of organisations: names instead of ids, other names of the register, and the sub-totals of their parts.

use super::*;
use crate::register::Service;

/// Four trusts with a count and a percentage each, named alike.
fn group() -> Register {
    let trust = |(id, name, others): (&str, &str, &[&str])| Service {
        also_called: others.iter().map(|s| (*s).to_owned()).collect(),
        ..service(id, name)
    };
    let trusts = [
        ("A", "Ash and Elm", &["A & E Trust"][..]),
        ("B", "Beech", &["Beech Lodge", "St Mary’s"]),
        ("C", "Cedar", &[]),
        ("D", "Dogwood", &[]),
    ];
    let measures = |id: &str| {
        let named = |n, name: &str, other: &str, unit| Indicator {
            name: name.into(),
            also_called: vec![other.into()],
            ..indicator(&format!("{id}{n}"), id, unit)
        };
        [named(1, "Visits", "Number of visits", Unit::Number), named(2, "In time", "% in time", Unit::Percent)]
    };
    sample::register(trusts.map(trust), ["A", "B", "C", "D"].iter().flat_map(|id| measures(id)).collect())
}

const MATRIX: &str = r#"
many-services = true
[[tables]]
kind = "indicators"
sheet = []
columns = [
  { field = "service", heading = ["Trust"], required = true },
  { field = "value", heading = ["{id}"], only = ["Visits", "Number of visits", "In time", "% in time"] },
]"#;

const LONG: &str = r#"
many-services = true
[[tables]]
kind = "indicators"
sheet = []
columns = [
  { field = "service", heading = ["Trust"], required = true },
  { field = "id", heading = ["Measure"], required = true },
  { field = "value", heading = ["Result"], required = true },
]"#;

/// Values by indicator, and findings with what they say.
fn read(layout: &str, rows: &str) -> (Vec<String>, Vec<String>) {
    let typed = read_by(&group(), "All 2026-27Q2.xlsx", &[template(), super::layout(layout)], &format!("# S\n{rows}"));
    let values = values(&typed).iter().map(|v| v.split(' ').skip(1).take(2).collect::<Vec<_>>().join(" ")).collect();
    let found = typed.findings.iter().filter(|f| f.code != "F012");
    let found = found.map(|f| format!("{} {}: {}", f.code, f.cell.map(|c| c.to_string()).unwrap_or_default(), f.got));
    (values, found.collect())
}

#[rstest]
#[case::names_and_other_names(
    MATRIX,
    "Trust | Visits | In time\nASH & ELM | 1 | 90\nBeech Lodge | 2 | 80\nCedar | 3 | 70\nD | 4 | 60",
    &["A1 1", "A2 90", "B1 2", "B2 80", "C1 3", "C2 70", "D1 4", "D2 60"], &[],
)]
#[case::other_names_of_both(
    MATRIX,
    "Trust | Number of visits | % in time\nA and E Trust | 1 | 90\nSt. Mary's | 2 | 80",
    &["A1 1", "A2 90", "B1 2", "B2 80"], &[],
)]
#[case::sub_totals_by_what_they_sum_to(
    MATRIX,
    "Trust | Visits | In time\nAsh and Elm | 10 | 90\nBeech | 20 | 80\nNorth | 30 | 85\nCedar | 30 | 70\nDogwood | 40 | 60\n\
     South | 70 | 65\nEverywhere | 100 | 75",
    &["A1 10", "A2 90", "B1 20", "B2 80", "C1 30", "C2 70", "D1 40", "D2 60"],
    &["T020 A4: the sums of other rows: “North” in row 4, “South” in row 7, “Everywhere” in row 8"],
)]
#[case::sub_totals_above_their_rows(
    MATRIX,
    "Trust | Visits\nEngland | 100\nNorth | 30\nAsh and Elm | 10\nBeech | 20\nSouth | 70\nCedar | 30\nDogwood | 40",
    &["A1 10", "B1 20", "C1 30", "D1 40"],
    &["T020 A2: the sums of other rows: “England” in row 2, “North” in row 3, “South” in row 6"],
)]
#[case::in_a_long_table(
    LONG,
    "Trust | Measure | Result\nBeech | Visits | 10\nBeech | In time | 90\nCedar | Visits | 20\nCedar | In time | 80\n\
     North | Visits | 30\nNorth total | In time | 85",
    &["B1 10", "B2 90", "C1 20", "C2 80"],
    &["T021 A7: “North total”", "T020 A6: the sums of other rows: “North” in row 6"],
)]
#[case::a_total_that_is_none(
    MATRIX,
    "Trust | Visits\nBeech | 10\nCedar | 20\nNorth sub-total | 31",
    &["B1 10", "C1 20"], &["T021 A4: 31 in “North sub-total”"],
)]
#[case::a_total_with_a_marker_among_its_rows(
    MATRIX,
    "Trust | Visits\nBeech | 10\nCedar | Suppressed\nTotal | 10",
    &["B1 10", "C1 suppressed"], &["T021 A4: “Total”", "C017 B3: “Suppressed”"],
)]
#[case::a_trust_that_nobody_knows(
    MATRIX,
    "Trust | Visits\nBeech | 10\nCedar | 20\nElder | 12",
    &["B1 10", "C1 20"], &["F010 A4: “Elder”"],
)]
#[case::a_misspelt_trust_that_happens_to_be_a_sum(
    MATRIX,
    "Trust | Visits\nBeech | 1\nCedar | 2\nDogwod | 3",
    &["B1 1", "C1 2"], &["F010 A4: “Dogwod”"],
)]
#[case::one_row_makes_no_sum(
    MATRIX,
    "Trust | Visits\nBeech | 10\nElder | 10",
    &["B1 10"], &["F010 A3: “Elder”"],
)]
#[case::a_column_that_does_not_sum(
    r#"
    many-services = true
    [[tables]]
    kind = "indicators"
    sheet = []
    columns = [
      { field = "service", heading = ["Trust"], required = true },
      { field = "value", heading = ["{id} / Result"] },
      { field = "numerator", heading = ["{id} / Top"] },
    ]"#,
    " | Visits |\nTrust | Result | Top\nBeech | 10 | 1\nCedar | 20 | 2\nElder | 30 | 4",
    &["B1 10", "C1 20"], &["F010 A5: “Elder”"],
)]
fn groups(#[case] layout: &str, #[case] rows: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
    let (values, found) = read(layout, rows);
    assert_eq!(values, expected, "{found:#?}");
    assert_eq!(found, findings);
}

/// By any name the file, the sheet and the cover lead to one service.
#[rstest]
#[case("St Marys 2026-27Q2.xlsx", "# S\nMeasure | Result\nVisits | 2")]
#[case("A & E Trust 2026-27Q2.xlsx", "# S\nMeasure | Result\nNumber of visits | 2")]
fn other_names_of_files(#[case] file: &str, #[case] drawing: &str) {
    let layout = super::layout(
        "[[tables]]\nkind = \"indicators\"\nsheet = []\ncolumns = [{ field = \"id\", heading = [\"Measure\"], required = \
         true }, { field = \"value\", heading = [\"Result\"], required = true }]",
    );
    let typed = read_by(&group(), file, &[template(), layout], drawing);
    let reading = &typed.returns[0].readings[0];
    assert_eq!(
        (&*reading.service, &*reading.indicator),
        (&file[..1].replace('S', "B")[..], &*format!("{}1", reading.service))
    );
}

#[test]
fn a_sheet_for_each() {
    let sheets = r#"
many-services = true
sheet-name = "{service}"
[[tables]]
kind = "indicators"
sheet = ["*"]
every-sheet = true
columns = [{ field = "id", heading = ["Measure"], required = true }, { field = "value", heading = ["Result"], required = true }]"#;
    let drawing = "# St Mary's\nMeasure | Result\nVisits | 2\n# A&E Trust\nMeasure | Result\nNumber of visits | 3\n";
    let typed = read_by(&group(), "All 2026-27Q2.xlsx", &[template(), super::layout(sheets)], drawing);
    assert_eq!(values(&typed), ["A A1 3 A&E Trust!B2", "B B1 2 St Mary's!B2"]);
    assert_eq!(found(&typed), Vec::<&str>::new());
}
