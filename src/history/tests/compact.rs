//! Files merged, whenever that is: every question is answered as it was, and what is merged wrongly is told.

use super::story::{Draws, FIRST, answers, commit, of_past, open, run, step};
use super::*;
use crate::history::batch::LedgerBatch;
use crate::history::opened::merged_table;
use crate::history::stage::BatchStage;
use crate::history::table;

/// The ledger as it would be read if nothing had been merged.
fn unmerged(ledger: &Ledger) -> Ledger {
    let mut plain = ledger.clone();
    let merged = plain.records.iter_mut().filter(|r| r.kind == BatchKind::Compaction);
    merged.for_each(|r| r.files.clear());
    plain
}

fn compact(ledger: &Ledger) -> Option<PreparedCompaction> {
    ledger.prepare_compaction("T. Barrow", "2026-08-01").unwrap()
}

#[test]
fn merged_in_any_place_every_question_is_answered_as_before() {
    for (seed, block) in [(21, BLOCK), (22, 3)] {
        let (dir, mut draws) = (tempfile::tempdir().unwrap(), Draws(seed));
        let (mut now, mut compactions) = (period(FIRST), 0);
        for n in 0..80 {
            now = if n % 4 == 0 { now.plus(1) } else { now };
            let ledger = open(&dir, block);
            // Both ways of reading give the same next record.
            let before = draws.0;
            let next = step(&ledger, &mut draws, now);
            let plain = step(&unmerged(&ledger), &mut Draws(before), now);
            assert_eq!(next.as_ref().map(PreparedBatch::own), plain.as_ref().map(PreparedBatch::own), "{seed}, {n}");
            next.map(commit);
            if draws.below(9) == 0
                && let Some(compaction) = compact(&open(&dir, block))
            {
                compactions += 1;
                commit(compaction.prepared);
            }
        }
        let ledger = open(&dir, block);
        assert!(compactions > 3, "{compactions}");
        ledger.verify().unwrap();
        for as_of in [None, Some(ledger.head().seq / 2)] {
            assert_eq!(answers(&ledger, now.plus(1), as_of), answers(&unmerged(&ledger), now.plus(1), as_of), "{seed}");
        }
    }
}

/// A quarter that was run three times, merged.
fn merged() -> (TempDir, Draws) {
    let (dir, mut draws) = (tempfile::tempdir().unwrap(), Draws(31));
    for _ in 0..3 {
        commit(run(&open(&dir, BLOCK), &mut draws, "2026-27Q1", None));
    }
    let compaction = compact(&open(&dir, BLOCK)).unwrap();
    assert!(compaction.after < compaction.before && compaction.quarters > 0, "{compaction:?}");
    commit(compaction.prepared);
    (dir, draws)
}

#[test]
fn what_is_merged_is_read_in_place_of_its_sources() {
    let (dir, _) = merged();
    let ledger = open(&dir, BLOCK);
    assert!(compact(&ledger).is_none(), "there is nothing more to merge");
    let said = of_past(&ledger, period("2026-27Q2"), None);
    let sources: Vec<&DataFile> = ledger
        .records()
        .iter()
        .flat_map(|r| &r.files)
        .filter(|f| f.table == "readings" && f.period == period("2026-27Q1"))
        .collect();
    assert_eq!(sources.len(), 3);
    sources.iter().for_each(|file| fs::remove_file(dir.path().join(&file.path)).unwrap());
    assert_eq!(of_past(&ledger, period("2026-27Q2"), None), said);
    // The chain names them all the same.
    assert_eq!(verify_ledger(dir.path()).unwrap().0.faults.len(), 3);
}

#[test]
fn a_merged_file_that_does_not_hold_the_rows_is_told() {
    let (dir, mut draws) = merged();
    let ledger = open(&dir, BLOCK);
    let quarter = period("2026-27Q1");
    let (_, made) = ledger.merged("readings", quarter).unwrap();
    let frame = table::read(dir.path(), made[0], None).unwrap();
    let last = frame.height() - 1;
    // One row less; and as many rows, one of them twice.
    let twice = frame.slice(0, 1).vstack(&frame.slice(0, last)).unwrap();
    for wrong in [frame.slice(0, last), twice] {
        let mut stage = BatchStage::of(&ledger, &LedgerBatch::empty(BatchKind::Compaction, None));
        stage.put(&merged_table("readings"), quarter, wrong, None).unwrap();
        let files = (stage.files, stage.data);
        let prepared = ledger.prepare_files(BatchKind::Compaction, files, ("", String::new()), "2026-08-01").unwrap();
        let other = tempfile::tempdir().unwrap();
        for (name, bytes) in files_of(&dir) {
            fs::create_dir_all(other.path().join(&name).parent().unwrap()).unwrap();
            fs::write(other.path().join(name), bytes).unwrap();
        }
        commit(prepared);
        let newest = open(&dir, BLOCK);
        let faults = verify_ledger(dir.path()).unwrap().0.faults;
        assert!(faults.len() == 1 && faults[0].contains("merged readings of 2026-27Q1"), "{faults:?}");
        assert!(newest.verify().is_err());
        // As it was, for the next one.
        fs::remove_dir_all(dir.path()).unwrap();
        fs::rename(other.path(), dir.path()).unwrap();
    }
    // What comes after the sources is no fault of what was merged before it.
    commit(run(&open(&dir, BLOCK), &mut draws, "2026-27Q1", None));
    assert_eq!(verify_ledger(dir.path()).unwrap().0.faults, Vec::<String>::new());
}

fn files_of(dir: &TempDir) -> BTreeMap<String, Vec<u8>> {
    files(dir.path())
}
