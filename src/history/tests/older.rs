//! A ledger that an older version wrote: what it holds in words means what it always meant.

use super::*;
use crate::history::rows::LedgerRow;
use crate::reading::correction::{Restatement, RestatementClass};
use crate::reading::{ActionStatus as S, FeedbackKind as K, RiskLevel as L};
use crate::record::Outcome;

/// A copy of the old ledger, to be written to.
fn old() -> TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            match entry.path().is_dir() {
                true => copy(&entry.path(), &to.join(entry.file_name())),
                false => _ = fs::copy(entry.path(), to.join(entry.file_name())).unwrap(),
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ledger-0.1/history"), dir.path());
    dir
}

fn rows<R: LedgerRow>(ledger: &Ledger, quarter: &str) -> Vec<R> {
    ledger.rows_of(period(quarter), |_| true).unwrap()
}

#[test]
fn what_it_holds_in_words_is_read() {
    let dir = old();
    let ledger = Ledger::open(dir.path()).unwrap();
    assert_eq!((ledger.head().seq, ledger.verify().unwrap(), ledger.notes()), (7, 25, &[][..]));
    let marked = |quarter| {
        let rows: Vec<Reading> = rows(&ledger, quarter);
        rows.into_iter().map(|r| (r.indicator.to_string(), r.value)).collect::<Vec<_>>()
    };
    let value = |id: &str, value| (id.to_owned(), Value::Number(value));
    let marker = |id: &str, marker| (id.to_owned(), Value::Marker(marker));
    assert_eq!(
        marked("2025-26Q4"),
        [
            value("AC01", 83.1),
            value("AC02", 30.0),
            value("AC03", 163.0),
            marker("CS01", Marker::Suppressed),
            marker("CS02", Marker::NotApplicable),
            value("HW01", 90.1),
            marker("HW02", Marker::NotAvailable),
            marker("HW03", Marker::Awaited),
        ]
    );
    assert_eq!(
        marked("2025-26Q3"),
        [
            marker("AC01", Marker::NotDue),
            value("AC02", 29.9),
            value("AC03", 170.0),
            value("HW01", 89.5),
            value("HW02", 812.0)
        ]
    );
    let levels = |quarter| {
        let rows: Vec<Risk> = rows(&ledger, quarter);
        rows.into_iter().map(|r| (r.id.to_string(), r.level, r.current.map(Rating::product))).collect::<Vec<_>>()
    };
    let risk = |id: &str, level, product| (id.to_owned(), level, Some(product));
    assert_eq!(levels("2025-26Q3"), [risk("HW-R01", L::Service, 12)]);
    assert_eq!(
        levels("2025-26Q4"),
        [risk("AC-R01", L::Corporate, 15), risk("HW-R01", L::Directorate, 16), risk("HW-R02", L::Project, 6)]
    );
    let statuses = |quarter| {
        let rows: Vec<Action> = rows(&ledger, quarter);
        rows.into_iter().map(|a| (a.id.to_string(), a.status)).collect::<Vec<_>>()
    };
    let all = [S::NotStarted, S::OnTrack, S::AtRisk, S::Complete, S::Paused, S::Discontinued, S::CarriedOver];
    let expected: Vec<_> = (1..).zip(all).map(|(n, status)| (format!("HW-A0{n}"), Some(status))).collect();
    assert_eq!(statuses("2025-26Q4"), expected);
    assert_eq!(statuses("2026-27Q1"), [("AC-A01".to_owned(), Some(S::OnTrack)), ("AC-A03".to_owned(), None)]);
    let mut kinds: Vec<_> = rows::<Feedback>(&ledger, "2025-26Q4").iter().map(|f| (f.kind, f.received)).collect();
    kinds.sort_by_key(|(kind, _)| *kind);
    let kind = |kind, received| (kind, Some(received));
    assert_eq!(
        kinds.iter().map(|(k, n)| (*k, n.map(|n| n as u32))).collect::<Vec<_>>(),
        [kind(K::Stage1, 20), kind(K::Stage2, 4), kind(K::Compliments, 9), kind(K::Comments, 31)]
    );
    let classes: Vec<_> = rows::<Restatement>(&ledger, "2026-27Q2")
        .into_iter()
        .map(|r| (r.correction.indicator.to_string(), r.of, r.correction.class, r.was, r.correction.corrected))
        .collect();
    let class = |id: &str, of: &str, class, was, now| (id.to_owned(), of.to_owned(), Some(class), Some(was), now);
    assert_eq!(
        classes,
        [
            class("AC02", "2025-26Q3", RestatementClass::Correction, 29.5, 29.9),
            class("AC02", "2025-26Q4", RestatementClass::Update, 30.2, 30.0),
            class("AC03", "2026-27Q1", RestatementClass::Improvement, 151.0, 149.0),
        ]
    );
    let sent: Vec<SubmissionRow> = rows(&ledger, "2026-27Q2");
    let sent: Vec<_> = sent.iter().map(|s| (s.source.file.as_str(), s.outcome, s.counts)).collect();
    assert_eq!(sent, [("AC.xlsx", Outcome::Accepted, true), ("notes.txt", Outcome::Rejected, false)]);
}

/// Files of the old version and of this one are merged into one table.
#[test]
fn what_it_holds_in_words_is_merged() {
    let dir = old();
    let quarter = period("2026-27Q2");
    let ledger = Ledger::open(dir.path()).unwrap();
    let mut returns = a_return("2026-27Q2", rows(&ledger, "2026-27Q2"));
    (returns.risks, returns.feedback) = (rows(&ledger, "2026-27Q2"), rows(&ledger, "2026-27Q2"));
    returns.feedback.iter_mut().for_each(|f| f.received = Some(10.0));
    let returns = [returns];
    let batch = LedgerBatch::consolidation(quarter, &returns, &[]);
    ledger.prepare(batch, "2026-10-28").unwrap().commit().unwrap();
    let everything = |ledger: &Ledger| {
        let feedback: Vec<Feedback> = rows(ledger, "2026-27Q2");
        let actions = ledger.actions_of(|_, _| true).unwrap();
        (feedback, actions, ledger.feedback_of(|_, kind| kind == K::Stage1.key()).unwrap())
    };
    let before = Ledger::open(dir.path()).unwrap();
    before.prepare_compaction("", "2026-10-28").unwrap().unwrap().prepared.commit().unwrap();
    let after = Ledger::open(dir.path()).unwrap();
    assert!(after.merged("feedback", quarter).is_some());
    assert_eq!(everything(&after), everything(&before));
    after.verify().unwrap();
}

/// The same rows once more change nothing; one that says otherwise supersedes the old one and is no second row.
#[test]
fn what_it_holds_in_words_is_superseded() {
    let dir = old();
    let quarter = period("2026-27Q2");
    let ledger = Ledger::open(dir.path()).unwrap();
    let mut returns = a_return("2026-27Q2", rows(&ledger, "2026-27Q2"));
    (returns.risks, returns.actions, returns.feedback) =
        (rows(&ledger, "2026-27Q2"), rows(&ledger, "2026-27Q2"), rows(&ledger, "2026-27Q2"));
    let (submissions, restatements) = (rows(&ledger, "2026-27Q2"), rows(&ledger, "2026-27Q2"));
    let bring = |returns: &Return| {
        let returns = std::slice::from_ref(returns);
        let mut batch = LedgerBatch::consolidation(quarter, returns, &submissions);
        batch.restatements = &restatements;
        Ledger::open(dir.path()).unwrap().prepare(batch, "2026-10-28").unwrap()
    };
    let held = returns.readings.len() + returns.risks.len() + returns.actions.len() + returns.feedback.len();
    let held = (held + submissions.len() + restatements.len()) as u64;
    assert_eq!(bring(&returns).counts(), BatchCounts { unchanged: held, ..BatchCounts::default() });
    let complaints = returns.feedback.iter_mut().find(|f| f.kind == K::Stage1).unwrap();
    complaints.received = Some(10.0);
    returns.actions[0].status = Some(S::CarriedOver);
    let prepared = bring(&returns);
    assert_eq!(prepared.counts(), BatchCounts { changed: 2, unchanged: held - 2, ..BatchCounts::default() });
    prepared.commit().unwrap();
    let ledger = Ledger::open(dir.path()).unwrap();
    let feedback: Vec<Feedback> = rows(&ledger, "2026-27Q2");
    assert_eq!((feedback.len(), feedback.iter().find(|f| f.kind == K::Stage1).unwrap().received), (4, Some(10.0)));
    assert_eq!(rows::<Action>(&ledger, "2026-27Q2")[0].status, Some(S::CarriedOver));
}
