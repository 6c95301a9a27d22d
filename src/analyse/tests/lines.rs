//! Lines of a return: risks and actions that are carried, feedback over quarters, and the returns themselves.

use super::*;
use crate::past::Missed;

#[test]
fn risks_move_and_are_carried() {
    let mut c = Council::new(vec![invoices()], "2026-27Q1");
    let (now, before) = (c.period, c.period.previous());
    c.return_of("FIN").risks = vec![risk_of("R1", 4, 4, now), risk_of("R2", 1, 2, now), risk_of("R4", 9, 9, now)];
    for r in [risk_of("R1", 3, 4, before), risk_of("R3", 5, 1, before)] {
        c.past.review(r);
    }
    let a = c.analysis();
    let line = |r: &RiskResult<'_>| {
        (r.risk.id.to_string(), r.score, r.band.to_owned(), r.movement, r.new, r.carried, r.escalated())
    };
    assert_eq!(
        a.risks.iter().map(line).collect::<Vec<_>>(),
        [
            ("R1".into(), Some(16), "Critical".into(), Some(4), false, false, Some(RiskLevel::Corporate)),
            ("R3".into(), Some(5), "Medium".into(), None, false, true, None),
            ("R2".into(), Some(2), "Low".into(), None, true, false, None),
            // 9 × 9 is not on a 5 × 5 matrix.
            ("R4".into(), None, String::new(), None, true, false, None),
        ]
    );
    assert_eq!((a.risks[0].inherent_score, a.risks[0].days_since_review), (Some(25), Some(30)));
    assert!(a.headlines.iter().any(|h| {
        h.risk == Some(0)
            && h.sentence
                == "The highest risk is “Risk R1” (R1): score 16, Critical, up 4 since last quarter; 1 risk is proposed \
                    for the level above."
    }));
}

#[test]
fn actions_stay_until_they_are_closed() {
    use ActionStatus::*;
    let mut c = Council::new(vec![invoices()], "2026-27Q1");
    let (now, before) = (c.period, c.period.previous());
    c.return_of("FIN").actions = vec![
        action("A1", "2026-06-30", OnTrack, now),
        action("A2", "2026-06-29", OnTrack, now),
        action("A3", "2026-01-01", Complete, now),
    ];
    c.past.actions = vec![
        action("A2", "2026-06-29", NotStarted, before),
        action("A4", "2026-04-01", AtRisk, before),
        action("A5", "2026-04-01", Complete, before),
        action("A6", "2027-04-01", Discontinued, before),
    ];
    let a = c.analysis();
    let line = |x: &ActionResult<'_>| {
        (x.action.id.to_string(), x.overdue, x.days_overdue, x.carried, x.previous_status, x.new)
    };
    assert_eq!(
        a.actions.iter().map(line).collect::<Vec<_>>(),
        [
            ("A4".into(), true, 90, true, Some(AtRisk), false),
            ("A2".into(), true, 1, false, Some(NotStarted), false),
            ("A3".into(), false, 0, false, None, true),
            // Due on the last day of the quarter: not yet overdue.
            ("A1".into(), false, 0, false, None, true),
        ]
    );
    let said = "2 actions are overdue; the longest, “Action A4” (A4), by 90 days.";
    assert!(a.headlines.iter().any(|h| h.sentence == said));
}

#[test]
fn feedback_over_five_quarters() {
    let line = |p: Period, received, row| Feedback {
        received: Some(received),
        in_time: Some(received / 2.0),
        words: format!("row {row}"),
        place: Place { cell: CellRef::new(row, 0), ..Place::default() },
        ..sample::feedback(FeedbackKind::Stage1, "FIN", p)
    };
    let mut c = Council::new(vec![invoices()], "2026-27Q1");
    let p = c.period;
    c.past.feedback = vec![line(p.year_ago(), 7.0, 1), line(p.plus(-5), 9.0, 2), line(p.previous(), 8.0, 3)];
    c.return_of("FIN").feedback = vec![line(p, 4.0, 2), line(p, 6.0, 1)];
    let a = c.analysis();
    assert_eq!(a.feedback.len(), 1);
    assert_eq!(a.feedback[0].rates.received, [Some(7.0), None, None, Some(8.0), Some(10.0)]);
    assert_eq!(a.feedback[0].rates.in_time.and_then(PartOfWhole::share), Some(0.5));
    assert_eq!(a.feedback[0].now.as_ref().unwrap().words, "row 1\nrow 2");
    c.return_of("FIN").feedback = vec![line(p, 0.0, 1)];
    assert_eq!(c.analysis().feedback[0].rates.in_time.and_then(PartOfWhole::share), None);
}

#[test]
fn returns_and_their_shares() {
    let of = |id: &str, service: &str| Indicator { id: id.into(), service: service.into(), ..invoices() };
    let mut c = Council::new(
        vec![of("A", "ONE"), of("B", "TWO"), of("C", "THREE"), of("D", "FOUR"), of("E", "FIVE"), of("F", "SIX")],
        "2026-27Q1",
    );
    for n in [0, 1, 2] {
        c.send(n, Value::Number(1.0));
    }
    c.send(3, Value::Marker(Marker::Awaited));
    c.return_of("ONE").received = Some(day("2026-07-21"));
    c.return_of("TWO").received = Some(day("2026-07-22"));
    c.submissions.push(Submission {
        file: "locked.xlsx".into(),
        sha256: String::new(),
        service: "FIVE".into(),
        layout: "".into(),
        outcome: Outcome::Rejected,
        counts: false,
        why: "it has a password".into(),
        signed_off: None,
        errors: 1,
        queries: 0,
        notes: 0,
    });
    c.past.missed.insert("SIX".into(), Missed { quarters: 2, or_more: false });
    c.findings.push(Finding::new(&catalogue::T002, "", "").of("FOUR"));
    let a = c.analysis();
    use ReturnState::*;
    let states: Vec<_> = a.returns.iter().map(|r| (r.state, r.days_late, r.missed)).collect();
    assert_eq!(
        states,
        [
            (Complete, Some(0), 0),
            (Late, Some(1), 0),
            (Complete, None, 0),
            (Incomplete, None, 0),
            (Rejected, None, 1),
            (Missing, None, 3)
        ]
    );
    assert_eq!((a.returns[3].due, a.returns[3].came, a.returns[3].findings), (1, 0, [0, 1, 0]));
    assert_eq!((a.completeness, a.timeliness), (0.5, 2.0 / 6.0));
    let said = "3 of 6 services sent a complete return; missing: Service SIX; could not be accepted: Service FIVE; \
                incomplete: Service FOUR; late: Service TWO.";
    assert!(a.headlines.iter().any(|h| h.sentence == said), "{:?}", a.headlines);
}

/// 99 of 12 is no share, whatever an older record has.
#[rstest]
#[case(9.0, 12.0, Some(0.75))]
#[case(12.0, 12.0, Some(1.0))]
#[case(99.0, 12.0, None)]
#[case(0.0, 0.0, None)]
fn a_share_is_never_more_than_the_whole(#[case] part: f64, #[case] whole: f64, #[case] share: Option<f64>) {
    assert_eq!(PartOfWhole { part, whole }.share(), share);
}
