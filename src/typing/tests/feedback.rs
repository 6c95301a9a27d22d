//! Complaints, compliments and comments, by kind and by month.

use super::*;

#[test]
fn feedback_by_kind() {
    let line =
        |kind: &str, n: Content| record(Kind::Feedback, 3, &[(Field::FeedbackKind, text(kind)), (Field::Value, n)]);
    let typed = type_rows(vec![
        line("Complaints, stage 1", Number(4.0)),
        line("complaints stage 2", text("none")),
        line("Praise", Number(1.0)),
        line("Comments", text("")),
        line("Compliments", Number(1.0)),
        line("Compliments", Number(2.0)),
    ]);
    assert_eq!(codes(&typed), ["C002", "C008", "T003", "T003"]);
    let feedback = &typed.returns[0].feedback;
    let taken: Vec<_> = feedback.iter().map(|f| (f.kind, f.received)).collect();
    assert_eq!(taken, [(FeedbackKind::Stage1, Some(4.0)), (FeedbackKind::Stage2, None)]);
}

#[test]
fn feedback_by_month() {
    let month = |m: Content, a: Content, b: Content| {
        record(Kind::Feedback, 3, &[(Field::Month, m), (Field::Complaints, a), (Field::Compliments, b)])
    };
    let rows = || {
        vec![
            month(text("Jun 2026"), Number(100.0), Number(100.0)),
            month(text("Jul 2026"), Number(1.0), Number(4.0)),
            month(Date(day(2026, 8, 1)), Number(2.0), text("")),
            month(text("September"), text("3"), Number(5.0)),
            month(text("Sep 2025"), Number(100.0), Number(100.0)),
        ]
    };
    let typed = type_rows(rows());
    let taken = |t: &Typed| t.returns[0].feedback.iter().map(|f| (f.kind, f.received)).collect::<Vec<_>>();
    assert_eq!(codes(&typed), ["C001"]);
    assert_eq!(taken(&typed), [(FeedbackKind::Stage1, Some(6.0)), (FeedbackKind::Compliments, Some(9.0))]);
    assert_eq!(typed.tallies[1].ignored[&PassedOver::OtherPeriod], 6);

    let mut spoilt = rows();
    spoilt.push(month(text("Aug 2026"), text("lots"), Number(1.0)));
    let typed = type_rows(spoilt);
    assert_eq!(codes(&typed), ["C001", "C002"]);
    assert_eq!(taken(&typed), [(FeedbackKind::Compliments, Some(10.0))]);

    let typed = type_rows(vec![month(text("Harvest"), Number(1.0), Number(1.0))]);
    assert_eq!((codes(&typed), taken(&typed)), (vec!["C010"], vec![]));
}
