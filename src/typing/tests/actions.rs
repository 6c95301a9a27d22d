//! Actions as people write them: what was understood is said at its cell, and what could be something else is asked about.

use super::*;
use crate::reading::ActionStatus::{self, AtRisk, CarriedOver, Complete, Discontinued, NotStarted, OnTrack, Paused};
use crate::record::{Appearance, DayShown};

fn action(fields: &[(Field, Content)]) -> Record {
    record(Kind::Actions, 5, &[&[(Field::Id, text("A1")), (Field::Title, text("Hire"))], fields].concat())
}

#[rstest]
#[case("Complete", Some(Complete), &[])]
#[case("on-track", Some(OnTrack), &[])]
#[case("Completed", Some(Complete), &["C070"])]
#[case("DONE", Some(Complete), &["C070"])]
#[case("In progress", Some(OnTrack), &["C070"])]
#[case("Ongoing", Some(OnTrack), &["C070"])]
#[case("Delayed", Some(AtRisk), &["C070"])]
#[case("Not yet started", Some(NotStarted), &["C070"])]
#[case("Cancelled", Some(Discontinued), &["C070"])]
#[case("On hold", Some(Paused), &["C070"])]
#[case("Carried forward", Some(CarriedOver), &["C070"])]
#[case("Overdue", Some(AtRisk), &["C070", "C074"])]
#[case("Green", None, &["C008"])]
#[case("75% complete", None, &["C008"])]
#[case("Not delayed", None, &["C008"])]
#[case("Not done", None, &["C008"])]
fn statuses(#[case] typed: &str, #[case] status: Option<ActionStatus>, #[case] expected: &[&str]) {
    let typed = type_rows(vec![action(&[(Field::Status, text(typed))])]);
    assert_eq!((typed.returns[0].actions[0].status, codes(&typed)), (status, expected.to_vec()));
    for finding in &typed.findings {
        assert_eq!(finding.cell, Some(CellRef::new(5, 2)));
    }
}

/// A word that the form's own layout explains is that form's own, and nothing is to be said.
#[test]
fn a_status_of_the_layout_is_not_said() {
    let rows = vec![cover(), action(&[(Field::Status, text("In progress"))])];
    assert_eq!(codes(&typed(file("x.xlsx", "older", rows), &Settings::default())), Vec::<&str>::new());
}

#[rstest]
#[case("31/03/2027", "2027-03-31", "C011")]
#[case("03/04/27", "2027-04-03", "C011")]
#[case("31.03.27", "2027-03-31", "C011")]
#[case("March 2027", "2027-03-31", "C071")]
#[case("Mar-27", "2027-03-31", "C071")]
#[case("End of March 2027", "2027-03-31", "C071")]
#[case("Q4 26/27", "2027-03-31", "C071")]
#[case("Ongoing", "", "C072")]
#[case("TBC", "", "C072")]
#[case("Spring 2027", "", "C010")]
#[case("March", "", "C010")]
fn due_dates(#[case] typed_in: &str, #[case] due: &str, #[case] code: &str) {
    let typed = type_rows(vec![action(&[(Field::Due, text(typed_in))])]);
    let got = typed.returns[0].actions[0].due.map(|day| day.to_string()).unwrap_or_default();
    assert_eq!((got.as_str(), codes(&typed)), (due, vec![code]), "{:?}", typed.findings);
    if code == "C010" {
        let asked = "a day, month or quarter like 31/03/2027, March 2027 or 2026-27Q4";
        assert_eq!(typed.findings[0].expected, asked);
    }
}

/// The last day of a quarter and the example are of the council's year.
#[test]
fn quarters_are_of_the_councils_year() {
    let mut settings = Settings::default();
    settings.year.start_month = 9;
    let due = |text: &str| {
        let rows = vec![cover(), action(&[(Field::Due, super::text(text))])];
        typed(file("waste.xlsx", "quarterday-return", rows), &settings)
    };
    assert_eq!(due("Q4 26/27").returns[0].actions[0].due, Some(day(2027, 8, 31)));
    let asked = &due("Spring 2027").findings;
    assert!(asked.iter().any(|f| f.expected.contains("31/08/2027")), "{asked:?}");
}

/// Excel keeps a day of what it shows as a month, and a year of what it shows as a day.
#[rstest]
#[case(day(2027, 3, 1), DayShown::WithoutDay, day(2027, 3, 31), &["C071"])]
#[case(day(2027, 3, 15), DayShown::WithoutDay, day(2027, 3, 15), &["C071"])]
#[case(day(2026, 3, 27), DayShown::WithoutYear, day(2026, 3, 27), &["C073"])]
#[case(day(2027, 3, 1), DayShown::Whole, day(2027, 3, 1), &[])]
fn days_that_a_cell_does_not_show_whole(
    #[case] held: NaiveDate,
    #[case] shown: DayShown,
    #[case] due: NaiveDate,
    #[case] expected: &[&str],
) {
    let mut record = action(&[(Field::Due, Date(held))]);
    record.fields[2].1.appearance = Some(Box::new(Appearance { day: shown, ..Appearance::default() }));
    let typed = type_rows(vec![record]);
    assert_eq!((typed.returns[0].actions[0].due, codes(&typed)), (Some(due), expected.to_vec()));
}

#[rstest]
#[case(text("75%"), false, Some(75.0), &["C001"])]
#[case(Number(0.75), true, Some(75.0), &[])]
#[case(Number(75.0), false, Some(75.0), &[])]
#[case(Number(0.75), false, Some(0.75), &["C005"])]
#[case(text("three quarters"), false, None, &["C002"])]
fn shares_done(
    #[case] typed_in: Content,
    #[case] percent: bool,
    #[case] progress: Option<f64>,
    #[case] expected: &[&str],
) {
    let mut record = action(&[(Field::Progress, typed_in)]);
    record.fields[2].1.percent = percent;
    let typed = type_rows(vec![record]);
    assert_eq!((typed.returns[0].actions[0].progress, codes(&typed)), (progress, expected.to_vec()));
}

/// A cell without a day, a status that is called overdue: the one contradicts the other unless the day is past.
#[rstest]
#[case(day(2026, 9, 29), &["C070"])]
#[case(day(2026, 9, 30), &["C070", "C074"])]
fn overdue_by_its_day(#[case] due: NaiveDate, #[case] expected: &[&str]) {
    let typed = type_rows(vec![action(&[(Field::Status, text("Overdue")), (Field::Due, Date(due))])]);
    assert_eq!(codes(&typed), expected);
}
