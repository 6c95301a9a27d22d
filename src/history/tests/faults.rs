//! What goes wrong around a ledger: two people at once, the power, the disk, a meddler.

use super::*;
use crate::error::Error;

#[test]
fn of_two_writers_one_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path()).unwrap();
    let returns = [a_return("2026-27Q1", vec![reading("A", "2026-27Q1", 1.0)])];
    let others = [a_return("2026-27Q1", vec![reading("B", "2026-27Q1", 2.0)])];
    let batch = |r| LedgerBatch::consolidation(period("2026-27Q1"), r, &[]);
    let first = ledger.prepare(batch(&returns), "2026-07-20").unwrap();
    let second = ledger.prepare(batch(&others), "2026-07-20").unwrap();
    let twin = ledger.prepare(batch(&returns), "2026-07-20").unwrap();
    let head = first.commit().unwrap();
    for late in [second, twin] {
        let error = late.commit().unwrap_err();
        assert!(matches!(&error, Error::Conflict(m) if m.contains("record 1 (consolidation 2026-27Q1")), "{error}");
    }
    assert_eq!(Ledger::open(dir.path()).unwrap().head(), head);
    assert_eq!(values(&dir, "2026-27Q1", None), [None, Some(1.0), None]);

    // From many threads at once: each head is taken by one of them, and nothing that was acknowledged is lost.
    let done: Vec<ChainHead> = std::thread::scope(|s| {
        let work = |n: usize| {
            let quarter = period("2026-27Q2").plus(n as i32).to_string();
            let returns = [a_return(&quarter, vec![reading("A", &quarter, n as f64)])];
            loop {
                let batch = LedgerBatch::consolidation(period(&quarter), &returns, &[]);
                let prepared = Ledger::open(dir.path()).unwrap().prepare(batch, "2026-07-20").unwrap();
                match prepared.commit() {
                    Err(Error::Conflict(_)) => continue,
                    other => return other.unwrap(),
                }
            }
        };
        let threads: Vec<_> = (0..4).map(|n| s.spawn(move || work(n))).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let ledger = Ledger::open(dir.path()).unwrap();
    assert_eq!(ledger.head().seq, 5);
    assert!(done.iter().all(|h| ledger.head_at(h.seq) == *h));
    assert_eq!(ledger.verify().unwrap(), 5);
}

#[test]
fn a_torn_newest_record_does_not_count_and_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let q1 = "2026-27Q1";
    let first = consolidate(&dir, q1, vec![reading("A", q1, 1.0)]);
    consolidate(&dir, q1, vec![reading("A", q1, 2.0)]);
    let newest = dir.path().join("log/00000002.json");
    let whole = fs::read(&newest).unwrap();
    for torn in [&whole[..whole.len() / 2], b"", &vec![0; whole.len()]] {
        fs::write(&newest, torn).unwrap();
        let ledger = Ledger::open(dir.path()).unwrap();
        assert_eq!(ledger.head(), first);
        assert!(ledger.notes()[0].to_string().contains("record 2 is not whole"), "{:?}", ledger.notes());
        assert_eq!(values(&dir, q1, None), [None, Some(1.0), None]);
        // It is in the way of the next, which says so and takes nothing away.
        let returns = [a_return(q1, vec![reading("A", q1, 3.0)])];
        let prepared = ledger.prepare(LedgerBatch::consolidation(period(q1), &returns, &[]), "2026-07-22").unwrap();
        assert!(matches!(prepared.commit(), Err(Error::Ledger { .. })));
        assert_eq!(fs::read(&newest).unwrap(), torn);
    }
}

/// Not taken for a record that is not whole, which `repair` would put aside.
#[test]
fn a_record_of_a_later_form_is_no_torn_one() {
    let dir = tempfile::tempdir().unwrap();
    let q1 = "2026-27Q1";
    consolidate(&dir, q1, vec![reading("A", q1, 1.0)]);
    let newest = dir.path().join("log/00000001.json");
    let later = fs::read_to_string(&newest).unwrap().replace("\"format\": 4", "\"format\": 5, \"novel\": true");
    fs::write(&newest, later).unwrap();
    let told = Ledger::open(dir.path()).unwrap_err().to_string();
    assert!(told.contains("a later quarterday wrote it"), "{told}");
}

#[test]
fn every_flipped_byte_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let q1 = "2026-27Q1";
    consolidate(&dir, q1, vec![reading("A", q1, 1.0)]);
    let printed = consolidate(&dir, q1, vec![reading("A", q1, 2.0)]);
    for (name, bytes) in files(dir.path()) {
        let path = dir.path().join(&name);
        // Records are checked whole; of the data files, whose every byte is under one hash, some.
        let step = if name.ends_with(".json") { 1 } else { 97 };
        for at in (0..bytes.len()).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x04;
            fs::write(&path, &flipped).unwrap();
            let ledger = Ledger::open(dir.path());
            let noticed = ledger.as_ref().map_or(true, |l| l.head() != printed || l.verify().is_err());
            assert!(noticed, "{name}, byte {at}");
            if name.ends_with("1.json") {
                assert!(matches!(ledger, Err(Error::Ledger { .. })), "an older record is refused: byte {at}");
            }
        }
        fs::write(&path, &bytes).unwrap();
    }
    fs::remove_file(dir.path().join("log/00000001.json")).unwrap();
    assert!(Ledger::open(dir.path()).unwrap_err().to_string().contains("record 1 is missing"));
}
