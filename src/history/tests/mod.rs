//! The ledger as a whole: what is appended is read back, as it stood at any record.

mod chances;
pub(crate) mod mutants;
pub(crate) mod model;
pub(crate) mod place;
mod cases;
mod explorer;
mod faults;
mod older;
mod story;
mod scale;
mod compact;

use super::*;
use crate::measure::*;
use crate::past::Missed;
use crate::reading::correction::RestatementClass;
use crate::reading::*;
use crate::register::*;
use crate::sample::{self, day, period, place, source};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;

/// Of the service waste, never below 0.
pub(super) fn indicator(id: &str, unit: Unit) -> Indicator {
    Indicator { unit, service: "waste".into(), minimum: Some(0.0), ..sample::indicator(id) }
}

pub(super) fn register(indicators: Vec<Indicator>) -> Register {
    sample::register(["waste", "parks"].map(sample::service), indicators)
}

fn three() -> Register {
    // Not in the order of their ids, as in life.
    register(vec![indicator("C", Unit::Number), indicator("A", Unit::Percent), indicator("B", Unit::Number)])
}

fn reading(id: &str, quarter: &str, value: f64) -> Reading {
    Reading {
        numerator: Some(value * 2.0),
        words: Box::new(Narrative { commentary: format!("{id} at {value}"), ..Narrative::default() }),
        place: place("waste.xlsx", 6),
        ..sample::reading(id, "waste", period(quarter), Value::Number(value))
    }
}

fn risk(id: &str, quarter: &str, likelihood: u8) -> Risk {
    Risk {
        title: "Fleet fails".into(),
        level: RiskLevel::Corporate,
        inherent: Some(Rating { likelihood: 5, impact: 5 }),
        current: Some(Rating { likelihood, impact: 4 }),
        typed_score: Some(12.0),
        typed_band: "High".into(),
        owner: "J. Hale".into(),
        controls: "£2m, “signed”".into(),
        reviewed: Some(day("2026-06-30")),
        indicator: "A".into(),
        place: place("waste.xlsx", 9),
        ..sample::risk(id, "waste", period(quarter))
    }
}

fn action(id: &str, quarter: &str, status: ActionStatus) -> Action {
    Action {
        title: "New rounds".into(),
        lead: "A. Poole".into(),
        due: Some(day("2026-12-01")),
        status: Some(status),
        progress: Some(40.0),
        about: "A".into(),
        place: place("waste.xlsx", 3),
        ..sample::action(id, "waste", period(quarter))
    }
}

fn feedback(quarter: &str, received: f64) -> Feedback {
    Feedback {
        received: Some(received),
        upheld: Some(1.0),
        words: "Missed bins".into(),
        place: place("waste.xlsx", 2),
        ..sample::feedback(FeedbackKind::Stage2, "waste", period(quarter))
    }
}

fn a_return(quarter: &str, readings: Vec<Reading>) -> Return {
    Return { readings, ..sample::returned("waste", period(quarter)) }
}

fn submission(service: &str, quarter: &str, counts: bool) -> SubmissionRow {
    SubmissionRow {
        period: period(quarter),
        source: source(&format!("{service}.xlsx")),
        service: service.into(),
        layout: "quarterday-return".into(),
        outcome: crate::record::Outcome::Accepted,
        counts,
        signed_off: None,
        signed_off_by: String::new(),
    }
}

/// Consolidates readings and commits them.
fn consolidate(dir: &TempDir, quarter: &str, readings: Vec<Reading>) -> ChainHead {
    let returns = [a_return(quarter, readings)];
    let batch = LedgerBatch::consolidation(period(quarter), &returns, &[]);
    Ledger::open(dir.path()).unwrap().prepare(batch, "2026-07-20").unwrap().commit().unwrap()
}

fn values(dir: &TempDir, quarter: &str, as_of: Option<u64>) -> Vec<Option<f64>> {
    let (ledger, quarter) = (Ledger::open(dir.path()).unwrap(), period(quarter));
    let past = ledger.past(&three(), quarter.plus(1), as_of).unwrap();
    (0..3).map(|n| past.values.get(n, quarter)).collect()
}

/// Every file below a folder with its bytes.
fn files(dir: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    drop(out.insert(path.strip_prefix(dir).unwrap().display().to_string(), fs::read(&path).unwrap()))
                }
            }
        }
    }
    out
}

#[test]
fn an_absent_folder_is_an_empty_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&dir.path().join("history")).unwrap();
    assert_eq!(ledger.head(), ChainHead::default());
    let past = ledger.past(&three(), period("2026-27Q1"), None).unwrap();
    assert!((0..3).all(|n| past.values.row(n).iter().all(|v| v.is_nan())));
    assert!(past.risks.is_empty() && past.words.is_empty() && past.missed.is_empty());
    let returns = [a_return("2026-27Q1", vec![reading("A", "2026-27Q1", 1.0)])];
    ledger.prepare(LedgerBatch::consolidation(period("2026-27Q1"), &returns, &[]), "2026-07-20").unwrap();
    assert!(files(dir.path()).is_empty() && !dir.path().join("history").exists(), "preparing writes nothing");
}

#[test]
fn append_supersede_withdraw_and_look_back() {
    let dir = tempfile::tempdir().unwrap();
    let q1 = "2026-27Q1";
    let first = consolidate(&dir, q1, vec![reading("A", q1, 1.0), reading("B", q1, 2.0), reading("X", q1, 9.0)]);
    assert_eq!((first.seq, first.hash.len()), (1, 64));
    assert_eq!(values(&dir, q1, None), [None, Some(1.0), Some(2.0)]);

    // A is corrected, B withdrawn, C added; X stays as it was.
    consolidate(&dir, q1, vec![reading("A", q1, 1.5), reading("C", q1, 3.0), reading("X", q1, 9.0)]);
    assert_eq!(values(&dir, q1, None), [Some(3.0), Some(1.5), None]);
    let ledger = Ledger::open(dir.path()).unwrap();
    let counts = BatchCounts { added: 1, changed: 1, withdrawn: 1, unchanged: 1, ..BatchCounts::default() };
    assert_eq!(ledger.records()[1].counts, counts);
    assert_eq!(ledger.records()[1].previous, first.hash);

    // B comes back, and everything else from another file.
    let mut again = vec![reading("A", q1, 1.5), reading("B", q1, 2.0), reading("C", q1, 3.0), reading("X", q1, 9.0)];
    again.iter_mut().for_each(|r| r.place = place("waste corrected.xlsx", 6));
    consolidate(&dir, q1, again);
    let counts = BatchCounts { added: 1, moved: 3, ..BatchCounts::default() };
    assert_eq!(Ledger::open(dir.path()).unwrap().records()[2].counts, counts);

    assert_eq!(values(&dir, q1, Some(0)), [None; 3]);
    assert_eq!(values(&dir, q1, Some(1)), [None, Some(1.0), Some(2.0)]);
    assert_eq!(values(&dir, q1, Some(2)), [Some(3.0), Some(1.5), None]);
    assert_eq!(values(&dir, q1, None), [Some(3.0), Some(1.5), Some(2.0)]);

    let ledger = Ledger::open(dir.path()).unwrap();
    let of = |id: &str| ledger.readings_of(&[Arc::from(id)].into()).unwrap();
    let versions = of("B");
    let story: Vec<_> = versions.iter().map(|v| (v.record, v.withdrawn, v.row.place.source.file.as_str())).collect();
    assert_eq!(story, [(1, false, "waste.xlsx"), (2, true, "waste.xlsx"), (3, false, "waste corrected.xlsx")]);
    assert_eq!(versions[0].row, reading("B", q1, 2.0), "a reading comes back whole");
    assert_eq!(ledger.head_at(1), first);
    assert_eq!(ledger.verify().unwrap(), 3);
    assert!(of("nothing").is_empty());
}

#[test]
fn running_again_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let q1 = "2026-27Q1";
    let mut one = a_return(q1, vec![reading("B", q1, 2.0), reading("A", q1, f64::from(0.1f32))]);
    one.readings[0].value = Value::Marker(Marker::Awaited);
    one.risks.push(risk("R1", q1, 3));
    one.actions.push(action("A1", q1, ActionStatus::AtRisk));
    one.feedback.push(feedback(q1, 4.0));
    let returns = [one];
    let submissions = [submission("waste", q1, true)];
    let run = |recorded: &str| {
        let batch = LedgerBatch::consolidation(period(q1), &returns, &submissions);
        Ledger::open(dir.path()).unwrap().prepare(batch, recorded).unwrap()
    };
    let first = run("2026-07-20");
    assert!(!first.unchanged());
    let (promised, head) = (first.head(), first.commit().unwrap());
    assert_eq!(promised, head);
    assert_eq!(Ledger::open(dir.path()).unwrap().head(), head);
    let before = files(dir.path());

    let second = run("2026-08-01");
    assert!(second.unchanged());
    assert_eq!((second.recorded(), second.counts().unchanged), ("2026-07-20", 6));
    assert_eq!((second.head(), second.commit().unwrap()), (head.clone(), head.clone()));
    assert_eq!(files(dir.path()), before);

    // The same rows from another file are another run, and it is recorded.
    let more = [submissions[0].clone(), SubmissionRow { counts: false, ..submission("parks", q1, false) }];
    let batch = LedgerBatch::consolidation(period(q1), &returns, &more);
    let third = Ledger::open(dir.path()).unwrap().prepare(batch, "2026-08-01").unwrap();
    assert_eq!((third.unchanged(), third.head().seq), (false, 2));

    // Elsewhere the same inputs give the same bytes, whatever their order.
    let other = tempfile::tempdir().unwrap();
    let mut turned = returns.clone();
    turned[0].readings.reverse();
    let batch = LedgerBatch::consolidation(period(q1), &turned, &submissions);
    Ledger::open(other.path()).unwrap().prepare(batch, "2026-07-20").unwrap().commit().unwrap();
    assert_eq!(files(other.path()), before);
}

/// What files are called, and so the order in which they come, is no matter to the canonical root; what is in them is.
#[test]
fn a_renamed_file_gives_the_same_root() {
    let q1 = "2026-27Q1";
    let root = |files: [(&str, &str, &str); 3]| {
        let rows = files.map(|(file, service, bytes)| SubmissionRow {
            source: Arc::new(Source { file: file.into(), sha256: bytes.into() }),
            ..submission(service, q1, true)
        });
        let dir = tempfile::tempdir().unwrap();
        let batch = LedgerBatch::consolidation(period(q1), &[], &rows);
        Ledger::open(dir.path()).unwrap().prepare(batch, "2026-07-20").unwrap().root_now().to_owned()
    };
    let first = root([("a.xlsx", "waste", "01"), ("b.xlsx", "parks", "02"), ("c.xlsx", "waste", "03")]);
    assert_eq!(root([("z.xlsx", "waste", "01"), ("b.xlsx", "parks", "02"), ("a.xlsx", "waste", "03")]), first);
    assert_ne!(root([("a.xlsx", "waste", "01"), ("b.xlsx", "parks", "02"), ("c.xlsx", "waste", "04")]), first);
}

#[test]
fn the_past_of_risks_actions_feedback_and_returns() {
    let dir = tempfile::tempdir().unwrap();
    let sent = [("2025-26Q4", vec!["waste", "parks"]), ("2026-27Q1", vec!["waste"]), ("2026-27Q2", vec!["waste"])];
    for (n, (quarter, services)) in sent.iter().enumerate() {
        let mut one = a_return(quarter, vec![reading("A", quarter, n as f64)]);
        one.risks.push(risk("R1", quarter, n as u8 + 1));
        if n == 0 {
            one.risks.push(risk("R0", quarter, 5));
        }
        one.actions.push(action("1", quarter, ActionStatus::OnTrack));
        one.feedback.push(feedback(quarter, n as f64));
        let returns = [one];
        let submissions: Vec<_> = services.iter().map(|s| submission(s, quarter, true)).collect();
        let batch = LedgerBatch::consolidation(period(quarter), &returns, &submissions);
        Ledger::open(dir.path()).unwrap().prepare(batch, "2026-07-20").unwrap().commit().unwrap();
    }
    let ledger = Ledger::open(dir.path()).unwrap();
    let past = ledger.past(&three(), period("2026-27Q3"), None).unwrap();
    assert_eq!(past.values.get(1, period("2026-27Q1")), Some(1.0));
    assert_eq!(past.numerators.get(1, period("2026-27Q2")), Some(4.0));
    assert_eq!(past.words[&Arc::from("A")].commentary, "A at 2");
    assert_eq!(past.risks[&Arc::from("R1")], risk("R1", "2026-27Q2", 3));
    assert_eq!(past.risks[&Arc::from("R0")], risk("R0", "2025-26Q4", 5));
    assert_eq!(past.actions, [action("1", "2026-27Q2", ActionStatus::OnTrack)]);
    assert_eq!(past.feedback.iter().map(|f| f.received).collect::<Vec<_>>(), [Some(0.0), Some(1.0), Some(2.0)]);
    assert_eq!(past.missed.get("parks"), Some(&Missed { quarters: 2, or_more: false }));
    assert_eq!(past.missed.get("waste"), None);
    // The present quarter and later ones are not the past.
    let past = ledger.past(&three(), period("2026-27Q1"), None).unwrap();
    assert_eq!((past.values.get(1, period("2026-27Q1")), past.feedback.len(), past.missed.len()), (None, 1, 0));
}

#[test]
fn an_import_takes_nothing_away_and_restates_in_the_open() {
    let dir = tempfile::tempdir().unwrap();
    consolidate(&dir, "2026-27Q1", vec![reading("A", "2026-27Q1", 1.0), reading("B", "2026-27Q1", 2.0)]);
    let csv =
        "\u{feff}Quarter,INDICATOR ID,Value,Commentary\r\n2026-27Q1,A,5.5,\"Twice,\nsaid\"\r\n2025/26 Q4,B,7,\r\n";
    let import = |why: Option<&Restating>| {
        let (file, mut rows, findings) = import_csv("past.csv", csv.as_bytes(), &three(), period("2026-27Q3"));
        assert_eq!(findings, []);
        let ledger = Ledger::open(dir.path()).unwrap();
        let (restatements, refused) = ledger.over(&three(), &mut rows, why, &[]).unwrap();
        let codes: Vec<String> = refused.iter().map(|f| f.code.to_string()).collect();
        let prepared = ledger.prepare(LedgerBatch::import(&file.source, &rows, &restatements), "2026-08-01").unwrap();
        (prepared, restatements, codes)
    };
    // Nobody answers for another figure in a quarter that was reported: the row is refused, the other is new.
    let (prepared, restatements, codes) = import(None);
    assert_eq!(prepared.counts(), BatchCounts { added: 1, ..BatchCounts::default() });
    assert_eq!((restatements.len(), codes), (0, vec!["F083".to_owned()]));
    prepared.commit().unwrap();
    assert_eq!(values(&dir, "2026-27Q1", None), [None, Some(1.0), Some(2.0)]);
    assert_eq!(values(&dir, "2025-26Q4", None), [None, None, Some(7.0)]);
    assert!(import(None).0.unchanged());
    let why = Restating { class: RestatementClass::Correction, reason: "Counted twice".into(), by: "N. Fox".into() };
    let (prepared, restatements, codes) = import(Some(&why));
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!((restatements[0].was, restatements[0].correction.corrected), (Some(1.0), 5.5));
    prepared.commit().unwrap();
    assert_eq!(values(&dir, "2026-27Q1", None), [None, Some(5.5), Some(2.0)]);
    assert!(import(Some(&why)).0.unchanged());
}

#[test]
fn many_indicators_keep_their_places() {
    // Indicators come, go and stand in another order than the file's: each value is still its own.
    let dir = tempfile::tempdir().unwrap();
    let indicators = (0..500).map(|n| indicator(&format!("I{:03}", (n * 7) % 500), Unit::Number)).collect();
    let register = register(indicators);
    for q in 0..4 {
        let quarter = period("2025-26Q1").plus(q).to_string();
        let rows = (0..520).filter(|n| n % (q + 3) != 0);
        let rows = rows.map(|n| reading(&format!("I{n:03}"), &quarter, f64::from(n * 10 + q))).collect();
        consolidate(&dir, &quarter, rows);
    }
    let past = Ledger::open(dir.path()).unwrap().past(&register, period("2026-27Q1"), None).unwrap();
    for q in 0..4 {
        for n in 0..500 {
            let at = register.indicator_number(&format!("I{n:03}")).unwrap();
            let wanted = (n % (q + 3) != 0).then_some(f64::from(n * 10 + q));
            assert_eq!(past.values.get(at, period("2025-26Q1").plus(q)), wanted);
        }
    }
}
