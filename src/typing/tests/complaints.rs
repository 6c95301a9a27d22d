//! A log of complaints: working days, dates that cannot be, and the counts beside it.

use super::*;
use crate::reading::{ComplaintLog, FeedbackKind};
use crate::record::PassedOver;

fn on(m: u32, d: u32) -> Content {
    Date(day(2026, m, d))
}

/// One row of the log: reference, received, acknowledged, answered; further cells behind.
fn row_of(
    row: u32,
    id: &str,
    received: Content,
    acknowledged: Option<Content>,
    answered: Option<Content>,
    more: &[(Field, Content)],
) -> Record {
    let mut fields = vec![(Field::Received, received), (Field::Id, text(id))];
    fields.extend(acknowledged.map(|c| (Field::Acknowledged, c)));
    fields.extend(answered.map(|c| (Field::Answered, c)));
    fields.extend_from_slice(more);
    record(Kind::Complaints, row, &fields)
}

fn counted(rows: Vec<Record>) -> (f64, f64, ComplaintLog) {
    let typed = type_rows(rows);
    assert_eq!(codes(&typed), [""; 0], "{:#?}", typed.findings);
    let f = typed.returns[0].feedback.iter().find(|f| f.kind == FeedbackKind::Stage1).unwrap();
    (f.received.unwrap(), f.in_time.unwrap(), f.log.unwrap())
}

/// The bank holiday is Monday 31 August 2026; the quarter ends on Wednesday 30 September.
#[rstest]
// Received on a Friday: acknowledged within five working days, answered within ten.
#[case(on(8, 21), Some(on(8, 28)), Some(on(9, 7)), (1.0, 1.0), (1.0, 1.0))]
#[case(on(8, 21), Some(on(9, 1)), Some(on(9, 8)), (0.0, 1.0), (0.0, 1.0))]
// An answer acknowledges.
#[case(on(8, 21), None, Some(on(8, 28)), (1.0, 1.0), (1.0, 1.0))]
// Open and past its day at the end of the quarter; open and not yet at its day.
#[case(on(9, 15), None, None, (0.0, 1.0), (0.0, 1.0))]
#[case(on(9, 16), None, None, (0.0, 1.0), (0.0, 0.0))]
#[case(on(9, 28), None, None, (0.0, 0.0), (0.0, 0.0))]
// Answered after the quarter, within its days.
#[case(on(9, 28), Some(on(9, 29)), Some(on(10, 12)), (1.0, 1.0), (1.0, 1.0))]
#[case(on(9, 25), Some(on(9, 29)), Some(on(10, 12)), (1.0, 1.0), (0.0, 1.0))]
fn on_working_days(
    #[case] received: Content,
    #[case] acknowledged: Option<Content>,
    #[case] answered: Option<Content>,
    #[case] seen: (f64, f64),
    #[case] answer: (f64, f64),
) {
    let (count, in_time, log) = counted(vec![row_of(5, "C1", received, acknowledged, answered, &[])]);
    assert_eq!(count, 1.0);
    assert_eq!((log.acknowledged, log.acknowledge_due), seen);
    assert_eq!((in_time, log.answer_due), answer);
}

#[test]
fn days_can_be_counted_from_the_acknowledgement() {
    let mut settings = Settings::default();
    settings.feedback.from_acknowledged = true;
    let rows = vec![cover(), row_of(5, "C1", on(8, 21), Some(on(8, 28)), Some(on(9, 8)), &[])];
    let typed = typed(file("waste.xlsx", "quarterday-return", rows), &settings);
    assert_eq!(typed.returns[0].feedback[0].in_time, Some(1.0));
}

#[test]
fn stages_outcomes_and_other_quarters() {
    let of = |stage: &str, outcome: &str| vec![(Field::Stage, text(stage)), (Field::ComplaintOutcome, text(outcome))];
    let typed = type_rows(vec![
        row_of(5, "C1", on(7, 1), None, Some(on(7, 2)), &of("Stage 1", "Partly upheld")),
        row_of(6, "C1", on(7, 20), None, Some(on(8, 17)), &of("2", "Upheld")),
        row_of(7, "C2", on(7, 1), None, Some(on(7, 2)), &of("Stage 1", "Not upheld")),
        row_of(8, "C3", on(6, 30), None, Some(on(7, 2)), &of("Stage 1", "Upheld")),
        row_of(9, "C4", on(10, 1), None, None, &[]),
    ]);
    // Our own form asks for this quarter's complaints.
    assert_eq!(codes(&typed), ["C091", "C091"]);
    let said: Vec<_> = typed.returns[0].feedback.iter().map(|f| (f.kind, f.received, f.in_time, f.upheld)).collect();
    assert_eq!(
        said,
        [
            (FeedbackKind::Stage1, Some(2.0), Some(2.0), Some(1.0)),
            (FeedbackKind::Stage2, Some(1.0), Some(1.0), Some(1.0)),
        ]
    );
    assert_eq!(
        typed.tallies.iter().find(|t| t.sheet == "Sheet").unwrap().ignored.get(&PassedOver::OtherPeriod),
        Some(&7)
    );
}

/// What a day cannot be; the cell or the row falls and nothing is guessed.
#[rstest]
#[case(row_of(5, "C1", on(8, 21), Some(on(8, 20)), Some(on(8, 28)), &[]), "F023", Some((0.0, 1.0)))]
#[case(row_of(5, "C1", on(8, 21), None, Some(on(7, 28)), &[]), "F023", Some((0.0, 0.0)))]
#[case(row_of(5, "C1", on(8, 21), None, Some(on(10, 13)), &[]), "F024", Some((0.0, 0.0)))]
#[case(row_of(5, "C1", on(8, 21), None, Some(text("soon")), &[]), "C010", Some((0.0, 0.0)))]
#[case(row_of(5, "C1", text("soon"), None, Some(on(8, 28)), &[]), "C010", None)]
#[case(row_of(5, "C1", Date(day(2062, 8, 21)), None, None, &[]), "F024", None)]
#[case(row_of(5, "C1", on(8, 21), None, None, &[(Field::Stage, text("Stage 9"))]), "C008", None)]
fn days_that_cannot_be(#[case] row: Record, #[case] code: &str, #[case] expected: Option<(f64, f64)>) {
    let typed = type_rows(vec![row]);
    assert_eq!(codes(&typed), [code], "{:#?}", typed.findings);
    let line = typed.returns[0].feedback.first();
    assert_eq!(line.is_some(), expected.is_some());
    if let (Some(f), Some((_, due))) = (line, expected) {
        let answer_due = f.log.unwrap().answer_due;
        // Case one is answered in time; the others have no day to judge by.
        assert!(answer_due == due, "{f:?}");
    }
}

#[test]
fn a_row_twice_is_not_taken() {
    let row = |n| row_of(n, "C1", on(8, 21), None, None, &[]);
    let typed = type_rows(vec![row(5), row(6), row_of(7, "C2", on(8, 21), None, None, &[])]);
    assert_eq!(codes(&typed), ["T003", "T003"]);
    assert_eq!(typed.returns[0].feedback[0].received, Some(1.0));
}

/// The log counts; what was typed beside it and differs is said at its cell.
#[test]
fn the_counts_beside_the_log() {
    let typed_counts = |received: f64| {
        let fields = [
            (Field::FeedbackKind, text("Complaints, stage 1")),
            (Field::Value, Number(received)),
            (Field::Words, text("Noise")),
        ];
        record(Kind::Feedback, 30, &fields)
    };
    let row = || row_of(5, "C1", on(8, 21), None, Some(on(8, 28)), &[]);
    assert_eq!(codes(&type_rows(vec![typed_counts(1.0), row()])), [""; 0]);
    let typed = type_rows(vec![typed_counts(2.0), row()]);
    assert_eq!(codes(&typed), ["F025"]);
    let (finding, line) = (&typed.findings[0], &typed.returns[0].feedback[0]);
    assert_eq!((finding.expected.as_str(), finding.got.as_str()), ("1 received, by the log", "2 received"));
    assert_eq!((finding.cell, line.place.cell), (Some(CellRef::new(30, 1)), CellRef::new(5, 0)));
    assert_eq!((line.received, line.words.as_str()), (Some(1.0), "Noise"));
    // A log with nothing of the quarter leaves what was typed.
    let typed = type_rows(vec![typed_counts(2.0), row_of(5, "C1", on(6, 1), None, None, &[])]);
    assert_eq!((codes(&typed), typed.returns[0].feedback[0].received), (vec!["C091"], Some(2.0)));
}
