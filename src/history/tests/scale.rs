//! A past of many quarters and quarters of many rows: what is asked for is read, and no more, and the answers are those that
//! reading everything gives.

use super::story::{Draws, FIRST, answers, commit, of_past, open, run, step};
use super::*;

fn data_files<'l>(ledger: &'l Ledger, table: &str) -> Vec<&'l DataFile> {
    ledger.records().iter().flat_map(|r| &r.files).filter(|f| f.table == table).collect()
}

#[test]
fn a_search_for_one_measure_reads_one_block_of_each_quarter() {
    let dir = tempfile::tempdir().unwrap();
    let q1 = "2026-27Q1";
    let some = |step: usize| (0..10).step_by(step).map(|n| reading(&format!("I{n:02}"), q1, n as f64)).collect();
    let consolidate = |readings: Vec<Reading>| {
        let returns = [a_return(q1, readings)];
        let batch = LedgerBatch::consolidation(period(q1), &returns, &[]);
        commit(open(&dir, 3).prepare(batch, "2026-07-20").unwrap())
    };
    consolidate(some(1));
    consolidate(some(2));
    let ledger = open(&dir, 3);
    let range = |f: &&DataFile| f.keys.as_ref().map(|k| (k.first.clone(), k.last.clone(), f.rows)).unwrap();
    let of = |first: &str, last: &str, rows| (first.to_owned(), last.to_owned(), rows);
    let files = data_files(&ledger, "readings");
    // Five were taken away in blocks of their own.
    assert_eq!(
        files.iter().map(range).collect::<Vec<_>>(),
        [
            of("I00", "I02", 3),
            of("I03", "I05", 3),
            of("I06", "I08", 3),
            of("I09", "I09", 1),
            of("I01", "I05", 3),
            of("I07", "I09", 2)
        ]
    );
    assert_eq!(ledger.verify().unwrap(), files.len());
    let wanted = BTreeSet::from([Arc::from("I04")]);
    let holds: Vec<&str> = files.iter().filter(|f| f.may_hold(&wanted)).map(|f| f.path.as_str()).collect();
    assert_eq!(holds.len(), 2, "one of those that were taken away, one of those that are there");
    for file in files.iter().filter(|f| !holds.contains(&f.path.as_str())) {
        fs::remove_file(dir.path().join(&file.path)).unwrap();
    }
    let versions = ledger.readings_of(&wanted).unwrap();
    assert_eq!(versions.iter().map(|v| (v.record, v.withdrawn)).collect::<Vec<_>>(), [(1, false)]);
    assert_eq!(versions[0].row, reading("I04", q1, 4.0));
    assert!(ledger.readings_of(&BTreeSet::from([Arc::from("I09")])).is_err());
    // A file of a version that did not say so is read.
    let unsaid = DataFile { keys: None, ..files[0].clone() };
    assert!(unsaid.may_hold(&wanted) && !files[0].may_hold(&wanted));
}

#[test]
fn blocks_change_no_answer() {
    let (whole, blocks) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut one, mut other) = (Draws(5), Draws(5));
    let mut now = period(FIRST);
    for n in 0..60 {
        now = if n % 3 == 0 { now.plus(1) } else { now };
        step(&open(&whole, usize::MAX), &mut one, now).map(commit);
        step(&open(&blocks, 2), &mut other, now).map(commit);
    }
    let (whole, blocks) = (open(&whole, usize::MAX), open(&blocks, 2));
    assert!(blocks.verify().unwrap() > whole.verify().unwrap() + 100);
    for as_of in [None, Some(20), Some(45)] {
        assert_eq!(answers(&blocks, now.plus(1), as_of), answers(&whole, now.plus(1), as_of));
    }
    let roots = |ledger: &Ledger| ledger.records().iter().map(|r| r.root.clone()).collect::<Vec<_>>();
    assert_eq!(roots(&whole), roots(&blocks));
}

/// A council of 40 quarters.
fn forty(draws: &mut Draws) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut rows = PastRows::default();
    (rows.risks, rows.actions) = (vec![risk("R0", FIRST, 4)], vec![action("0", FIRST, ActionStatus::OnTrack)]);
    commit(open(&dir, BLOCK).prepare(LedgerBatch::import(&source("past.csv"), &rows, &[]), "2026-07-20").unwrap());
    for n in 0..40 {
        commit(run(&open(&dir, BLOCK), draws, &period(FIRST).plus(n).to_string(), None));
    }
    dir
}

#[test]
fn a_run_opens_no_file_of_quarters_that_are_not_looked_back_on() {
    let mut draws = Draws(1);
    let dir = forty(&mut draws);
    let now = period(FIRST).plus(40);
    let ledger = open(&dir, BLOCK);
    let said = ledger.past(&three(), now, None).unwrap();
    let open_queries = ledger.open_before(now).unwrap();
    let older = |file: &&DataFile| file.period < now.plus(-crate::past::QUARTERS);
    assert!(said.actions.iter().any(|a| a.period < now.plus(-crate::past::QUARTERS)), "{:?}", said.actions);
    assert!(said.risks.values().any(|r| r.period < now.plus(-crate::past::QUARTERS)), "{:?}", said.risks);
    assert!(open_queries.iter().any(|q| q.question.period < now.plus(-crate::past::QUARTERS)));
    let gone: Vec<&DataFile> = ledger.records().iter().flat_map(|r| &r.files).filter(older).collect();
    assert!(gone.len() > 16 * 5);
    for file in &gone {
        fs::remove_file(dir.path().join(&file.path)).unwrap();
    }
    // What a run, `status` and `templates` ask.
    let ledger = open(&dir, BLOCK);
    assert_eq!(ledger.past(&three(), now, None).unwrap().actions, said.actions);
    assert_eq!(ledger.open_before(now).unwrap(), open_queries);
    let head = commit(run(&ledger, &mut draws, &now.to_string(), None));
    let ledger = open(&dir, BLOCK);
    let newest = ledger.records().last().unwrap();
    assert_eq!((newest.seq, newest.carried), (head.seq, Some(now.plus(1 - crate::past::QUARTERS))));
    ledger.past(&three(), now.plus(1), None).unwrap();
    // And the files are missing all the same.
    let (state, _) = verify_ledger(dir.path()).unwrap();
    assert_eq!(state.faults.len(), gone.len());
}

#[test]
fn a_past_within_the_quarters_that_are_looked_back_on_hands_nothing_on() {
    let (dir, mut draws) = (tempfile::tempdir().unwrap(), Draws(3));
    for n in 0..crate::past::QUARTERS {
        commit(run(&open(&dir, BLOCK), &mut draws, &period(FIRST).plus(n).to_string(), None));
    }
    let ledger = open(&dir, BLOCK);
    assert!(
        ledger.records().iter().all(|r| r.carried.is_none() && r.files.iter().all(|f| !f.table.contains("carried")))
    );
}

/// Whatever is run again, imported, released and corrected in between: what is handed on is what reading everything gives.
#[test]
fn what_is_handed_on_is_what_reading_everything_gives() {
    for seed in [11, 12] {
        let (dir, mut draws) = (tempfile::tempdir().unwrap(), Draws(seed));
        let mut now = period(FIRST);
        let mut from_a_carrier = 0;
        for n in 0..90 {
            now = if n % 2 == 0 { now.plus(1) } else { now };
            step(&open(&dir, BLOCK), &mut draws, now).map(commit);
            if n % 9 != 0 || n < 60 {
                continue;
            }
            let ledger = open(&dir, BLOCK);
            let mut all = ledger.clone();
            all.records.iter_mut().for_each(|r| r.carried = None);
            for (of, as_of) in [(now.plus(1), None), (now.plus(-3), Some(ledger.head().seq - draws.below(20)))] {
                assert_eq!(of_past(&ledger, of, as_of), of_past(&all, of, as_of), "{seed}, {n}");
            }
            from_a_carrier += usize::from(ledger.records.iter().any(|r| r.carried.is_some()));
        }
        assert_eq!(from_a_carrier, 3);
    }
}

#[test]
fn a_service_that_never_sent_has_missed_so_many_quarters_or_more() {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..30 {
        let quarter = period(FIRST).plus(n).to_string();
        let submissions = [submission("waste", &quarter, true), submission("parks", &quarter, n < 2)];
        let batch = LedgerBatch::consolidation(period(&quarter), &[], &submissions);
        commit(Ledger::open(dir.path()).unwrap().prepare(batch, "2026-07-20").unwrap());
    }
    let missed = |n| {
        let ledger = Ledger::open(dir.path()).unwrap();
        ledger.past(&three(), period(FIRST).plus(n), None).unwrap().missed.get("parks").copied()
    };
    assert_eq!(missed(2), None);
    assert_eq!(missed(24), Some(Missed { quarters: 22, or_more: false }));
    assert_eq!(missed(30), Some(Missed { quarters: 24, or_more: true }));
}
