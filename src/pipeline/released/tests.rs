//! The power goes while a release gets its folder, or gets it again: what is there is whole, and what is not there the next run
//! makes.

use super::*;
use crate::digest::sha256;
use crate::history::tests::model::{Model, Tree};
use crate::history::tests::mutants::{Mutant, Mutation};
use crate::history::tests::place::{lay, on_disk, scratch};
use crate::history::{BatchKind, FileToKeep, LedgerBatch, LedgerDecision};
use crate::reading::Source;
use crate::sample::{period, reading, returned};
use std::collections::BTreeSet;
use tempfile::TempDir;

const Q1: &str = "2026-27Q1";

/// A workspace whose ledger has a release that is not in its place.
fn released() -> (TempDir, Ledger) {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("history");
    let figure = reading("A", "waste", period(Q1), crate::reading::Value::Number(1.0));
    let returns = [crate::reading::Return { readings: vec![figure], ..returned("waste", period(Q1)) }];
    let batch = LedgerBatch::consolidation(period(Q1), &returns, &[]);
    Ledger::open(&dir).unwrap().prepare(batch, "2026-07-20").unwrap().commit().unwrap();
    let ledger = Ledger::open(&dir).unwrap();
    let outputs = tempfile::tempdir().unwrap();
    let keep = ["cabinet.xlsx", "run.json"].map(|name| {
        let (path, bytes) = (outputs.path().join(name), name.repeat(90).into_bytes());
        fs::write(&path, &bytes).unwrap();
        let file = format!("published/{Q1}/1/{name}");
        FileToKeep { source: Source { file, sha256: sha256(&bytes) }, path }
    });
    let output = |k: &FileToKeep| Source {
        file: k.path.file_name().unwrap().to_str().unwrap().to_owned(),
        sha256: k.source.sha256.clone(),
    };
    let run = ledger.newest_run(period(Q1), None).unwrap();
    let release = Release {
        number: 1,
        run: run.seq,
        approved_by: String::new(),
        provisional: false,
        outputs: keep.iter().map(output).collect(),
        notebook: None,
        folders: vec![],
    };
    let decision = LedgerDecision {
        kind: BatchKind::Release,
        run,
        by: "T. Barrow".into(),
        release: Some(release),
        keep: &keep,
        dropped: &[],
        note: String::new(),
    };
    ledger.prepare_decision(decision, "2026-07-20").unwrap().commit().unwrap();
    let ledger = Ledger::open(&dir).unwrap();
    (home, ledger)
}

/// What is wrong with what a power cut can leave while the folder is made.
fn wrong(mutation: Option<Mutation>) -> Option<String> {
    let (home, ledger) = released();
    let model = Model::of(home.path(), &on_disk(home.path()), true);
    let disk = Mutant::new(&model, mutation);
    assert_eq!(restore_on(&disk, &ledger, home.path()).unwrap().len(), 1);
    disk.flush();
    model.acknowledge(ledger.head());
    let (mut judged, mut wrong) = (BTreeSet::new(), None);
    for moment in 0..model.moments() {
        let done = !model.acknowledged(moment).is_empty();
        model.left_at(moment, |tree| {
            if wrong.is_none() && judged.insert((format!("{tree:?}"), done)) {
                wrong = wrong_with(&tree, done).map(|why| format!("moment {moment}: {why}"));
            }
        });
    }
    assert!(judged.len() > 10, "{} states", judged.len());
    wrong
}

fn wrong_with(tree: &Tree, done: bool) -> Option<String> {
    let after = scratch();
    lay(tree, after.path());
    let ledger = Ledger::open(&after.path().join("history")).unwrap();
    let there = after.path().join(format!("published/{Q1}/1")).exists();
    match (there, changed(&ledger, after.path())) {
        (true, changed) if !changed.is_empty() => return Some(format!("half of it is there: {changed:?}")),
        (false, _) if done => return Some("it was said to be there, and is not".to_owned()),
        _ => {}
    }
    // The next run needs no repair, and leaves nothing of the one that was stopped.
    restore(&ledger, after.path()).unwrap();
    let names: Vec<_> = fs::read_dir(after.path().join(format!("published/{Q1}"))).unwrap().flatten().collect();
    match (changed(&ledger, after.path()), there || names.len() == 1) {
        (changed, true) if changed.is_empty() => None,
        (changed, _) => Some(format!("run again: {changed:?}, {names:?}")),
    }
}

#[test]
fn a_release_is_in_its_place_whole_or_not_at_all() {
    assert_eq!(wrong(None), None);
}

#[rstest::rstest]
fn a_mutant_is_caught(
    #[values(Mutation::NoOutputSync, Mutation::NoOutputFolderSync, Mutation::NoOutputNameSync)] mutation: Mutation,
) {
    assert!(wrong(Some(mutation)).is_some());
}
