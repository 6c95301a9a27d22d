//! What became of what was promised, what people wrote in, and how good the data are.

use super::*;
use crate::catalogue::Characteristic;
use crate::reading::ComplaintLog;
use crate::record::Outcome;

/// Every open action of the last report is reported on; the words name what changed.
#[test]
fn each_action_of_the_last_report_is_reported_on() {
    let mut c = Council::of(invoices(), "2026-27Q2", &[1.0]);
    let (then, long_ago) = (period("2026-27Q1"), period("2025-26Q4"));
    let before = |id: &str, p| Action { progress: Some(40.0), ..action(id, "2026-12-01", ActionStatus::OnTrack, p) };
    c.past.actions = ["DONE", "SLOW", "SAME", "SILENT", "DROPPED"].map(|id| before(id, then)).to_vec();
    c.past.actions.push(before("LOST", long_ago));
    c.past.actions.push(action("CLOSED", "2026-05-01", ActionStatus::Complete, then));
    let now = |id: &str, due: &str, status| Action { progress: Some(40.0), ..action(id, due, status, c.period) };
    let sent = vec![
        Action { progress: Some(100.0), ..now("DONE", "2026-12-01", ActionStatus::Complete) },
        Action { progress: Some(45.0), ..now("SLOW", "2026-12-31", ActionStatus::AtRisk) },
        now("SAME", "2026-12-01", ActionStatus::OnTrack),
        now("DROPPED", "2026-12-01", ActionStatus::Discontinued),
        now("FRESH", "2026-11-30", ActionStatus::NotStarted),
    ];
    c.return_of("FIN").actions = sent;
    let a = c.analysis();
    let said = |id: &str| a.actions.iter().find(|r| &*r.action.id == id).unwrap().since_words();
    assert_eq!(said("DONE"), "On track → Complete; progress 40% → 100%");
    assert_eq!(said("SLOW"), "On track → At risk; progress 40% → 45%; due date put back by 30 days");
    assert_eq!(said("SAME"), "Unchanged: on track");
    assert_eq!(said("SILENT"), "No update this quarter; last heard of 1 quarter ago");
    assert_eq!(said("LOST"), "No update this quarter; last heard of 2 quarters ago");
    assert_eq!(said("FRESH"), "New");
    assert!(a.actions.iter().all(|r| &*r.action.id != "CLOSED"));
    let p = a.promises;
    assert_eq!((p.open_before, p.complete, p.discontinued, p.updated, p.silent, p.put_back), (6, 1, 1, 2, 2, 1));
    assert_eq!(p.open_before, p.complete + p.discontinued + p.updated + p.silent);
    assert!(p.words().starts_with("Of 6 open actions in the last report: 1 complete, 1 discontinued, 2 still open"));
    assert_eq!(Promises::default().words(), "");
}

fn line(service: &str, p: Period, received: f64, in_time: Option<f64>) -> Feedback {
    Feedback {
        service: service.into(),
        period: p,
        kind: FeedbackKind::Stage1,
        received: Some(received),
        in_time,
        upheld: Some(1.0),
        log: None,
        words: String::new(),
        place: Place::default(),
    }
}

#[test]
fn complaints_of_the_council_and_its_directorates() {
    let other = Indicator { id: "X2".into(), service: "LEG".into(), ..invoices() };
    let mut c = Council::new(vec![invoices(), other], "2026-27Q2");
    c.register.services[1].directorate = "Law".into();
    c.register = std::mem::take(&mut c.register).indexed();
    let (now, then) = (c.period, c.period.previous());
    c.past.feedback = vec![line("FIN", then, 8.0, None), line("FIN", now.year_ago(), 5.0, None)];
    c.return_of("FIN").feedback = vec![line("FIN", now, 10.0, Some(9.0))];
    let log = ComplaintLog { acknowledged: 3.0, acknowledge_due: 4.0, answer_due: 2.0 };
    c.return_of("LEG").feedback = vec![Feedback { log: Some(log), ..line("LEG", now, 4.0, Some(1.0)) }];
    let a = c.analysis();
    let [council, resources, law] = a.feedback_totals.as_slice() else { panic!("{:#?}", a.feedback_totals) };
    assert_eq!((council.directorate, resources.directorate, law.directorate), (None, Some("Resources"), Some("Law")));
    assert_eq!(council.rates.received, [Some(5.0), None, None, Some(8.0), Some(14.0)]);
    // Of ten received and of two that came to their day.
    assert_eq!(council.rates.in_time, Some(PartOfWhole { part: 10.0, whole: 12.0 }));
    assert_eq!(council.rates.acknowledged.and_then(PartOfWhole::share), Some(0.75));
    assert_eq!(council.rates.upheld, Some(PartOfWhole { part: 2.0, whole: 14.0 }));
    // The service that has no count of then moves nothing.
    assert_eq!(council.rates.on_last_quarter, Some(FeedbackChange { from: 8.0, change: 2.0 }));
    assert_eq!(council.rates.on_last_quarter.and_then(FeedbackChange::percent), Some(25.0));
    assert_eq!((council.rates.on_last_year.map(|c| c.change), law.rates.on_last_year), (Some(5.0), None));
    assert_eq!((council.services, law.services), (2, 1));
}

#[test]
fn data_quality_is_counted() {
    let due: Vec<Indicator> = (1..=4).map(|n| Indicator { id: format!("I{n}").into(), ..invoices() }).collect();
    let mut c = Council::new(
        [due, vec![Indicator { id: "L1".into(), service: "LEG".into(), ..invoices() }]].concat(),
        "2026-27Q2",
    );
    for n in 0..3 {
        c.send(n, Value::Number(80.0));
    }
    c.return_of("FIN").signed_off = Some(day("2026-10-12"));
    c.return_of("FIN").actions = vec![action("A1", "2026-08-01", ActionStatus::OnTrack, c.period)];
    c.submissions = vec![submission("FIN.xlsx", "FIN", true), submission("FIN old.xlsx", "FIN", false)];
    let about = |check: &'static catalogue::Check, subject: &str| {
        Finding::new(check, "", "").in_file("FIN.xlsx").of("FIN").about(subject)
    };
    c.findings = vec![
        about(&catalogue::R001, "I1"),
        about(&catalogue::R002, "I1"),
        about(&catalogue::S004, "I2"),
        about(&catalogue::C007, "I3"),
        about(&catalogue::R009, "A1"),
        about(&catalogue::T002, "I4"),
        about(&catalogue::C014, ""),
        about(&catalogue::R001, "I2").in_file("FIN old.xlsx"),
    ];
    let a = c.analysis();
    let of = |n: usize, c| {
        let t = a.returns[n].quality.of(c);
        (t.passed, t.counted)
    };
    use Characteristic::*;
    // Three figures, one with two faults that are one test failed; a note is none, nor is what a file says that gave way.
    assert_eq!(of(0, Accuracy), (2, 3));
    // Three figures, an action, and the return with a row that names nothing.
    assert_eq!(of(0, Validity), (4, 5));
    assert_eq!(of(0, Reliability), (3, 4));
    // The return in time, the action overdue.
    assert_eq!(of(0, Timeliness), (1, 2));
    assert_eq!(of(0, Relevance), (4, 4));
    // Three of four figures that are due, the action, the return.
    assert_eq!(of(0, Completeness), (5, 6));
    // Nothing came of the other: late and incomplete, and nothing else is said.
    let none = (0, 0);
    assert_eq!(Characteristic::ALL.map(|c| of(1, c)), [none, none, none, (0, 1), none, (0, 1)]);
    assert_eq!(a.returns[1].quality.of(Accuracy).share(), None);
    assert_eq!((a.quality.all().passed, a.quality.all().counted), (19, 26));
}

proptest! {
    /// The order of findings changes no score, and every score is between nothing and everything.
    #[test]
    fn data_quality_does_not_depend_on_order(codes in prop::collection::vec((0usize..60, 0usize..4), 0..30), turn in 0usize..30) {
        let council = |codes: &[(usize, usize)]| {
            let due: Vec<Indicator> = (0..4).map(|n| Indicator { id: format!("I{n}").into(), ..invoices() }).collect();
            let mut c = Council::new(due, "2026-27Q2");
            (0..4).for_each(|n| c.send(n, Value::Number(80.0)));
            c.submissions = vec![submission("FIN.xlsx", "FIN", true)];
            let checks: Vec<_> = catalogue::all().collect();
            c.findings = codes.iter().map(|(check, n)| {
                Finding::new(checks[check % checks.len()], "", "").in_file("FIN.xlsx").of("FIN").about(format!("I{n}"))
            }).collect();
            let a = c.analysis();
            a.quality
        };
        let mut turned = codes.clone();
        turned.rotate_left(if codes.is_empty() { 0 } else { turn % codes.len() });
        let quality = council(&codes);
        prop_assert_eq!(quality, council(&turned));
        prop_assert!(quality.tests.iter().all(|t| t.passed <= t.counted));
    }
}

fn submission(file: &str, service: &str, counts: bool) -> Submission {
    Submission {
        file: file.into(),
        sha256: String::new(),
        service: service.into(),
        layout: Arc::default(),
        outcome: Outcome::Accepted,
        counts,
        why: String::new(),
        signed_off: None,
        errors: 0,
        queries: 0,
        notes: 0,
    }
}
