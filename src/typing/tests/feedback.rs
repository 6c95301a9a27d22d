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
    assert_eq!(codes(&typed), ["C002", "C008", "T003"]);
    let feedback = &typed.returns[0].feedback;
    let taken: Vec<_> = feedback.iter().map(|f| (f.kind, f.received)).collect();
    assert_eq!(taken, [(FeedbackKind::Stage1, Some(4.0)), (FeedbackKind::Stage2, None)]);
}

/// Never more of them than were received, and each a count: what cannot be is refused, the rest is taken.
#[rstest]
#[case(Number(12.0), Number(12.0), Number(0.0), &[], (Some(12.0), Some(12.0), Some(0.0)))]
#[case(Number(12.0), Number(99.0), Number(3.0), &["R026"], (Some(12.0), None, Some(3.0)))]
#[case(Number(12.0), Number(9.0), Number(13.0), &["R026"], (Some(12.0), Some(9.0), None))]
#[case(text(""), Number(1.0), text(""), &["R026"], (None, None, None))]
#[case(text("none"), Number(1.0), text(""), &["C002"], (None, None, None))]
#[case(Number(-1.0), Number(1.0), text(""), &["C090"], (None, None, None))]
#[case(Number(12.5), text(""), text(""), &["C090"], (None, None, None))]
#[case(Number(12.0), Number(1.5), Number(-2.0), &["C090", "C090"], (Some(12.0), None, None))]
#[case(Number(1e8), text(""), text(""), &["C090"], (None, None, None))]
fn parts_of_what_was_received(
    #[case] received: Content,
    #[case] in_time: Content,
    #[case] upheld: Content,
    #[case] expected: &[&str],
    #[case] taken: (Option<f64>, Option<f64>, Option<f64>),
) {
    let kind = (Field::FeedbackKind, text("Complaints, stage 1"));
    let fields = [kind, (Field::Value, received), (Field::InTime, in_time), (Field::Upheld, upheld)];
    let typed = type_rows(vec![record(Kind::Feedback, 3, &fields)]);
    assert_eq!(codes(&typed), expected);
    let line = &typed.returns[0].feedback[0];
    assert_eq!((line.received, line.in_time, line.upheld), taken);
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
