//! The power goes at every moment of every kind of commit, and leaves everything that it can leave: what was
//! acknowledged is there and whole, what was not is there whole or not at all, and the next run needs no repair.

use super::model::{Fault, Model, Tree};
use super::mutants::{Mutant, Mutation};
use super::*;
use crate::digest::sha256;
use crate::error::Error;
use crate::history::disk::{Disk, RealDisk};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, ErrorKind};
use std::path::Path;

const Q1: &str = "2026-27Q1";

/// A ledger in a folder that is the model's, too.
struct Place {
    /// The workspace.
    home: TempDir,
    links: bool,
    /// Of the records that can be there: those that are, and those that somebody tries to write.
    known: BTreeSet<String>,
    /// Judged states, by what lies there and what was acknowledged.
    judged: HashMap<(Tree, Vec<u64>), Option<String>>,
}

impl Place {
    fn new(links: bool) -> Self {
        Self { home: tempfile::tempdir().unwrap(), links, known: BTreeSet::new(), judged: HashMap::new() }
    }

    /// With one record.
    fn begun(links: bool) -> Self {
        let mut place = Self::new(links);
        let returns = [a_return(Q1, vec![reading("A", Q1, 1.0)])];
        let prepared = place.prepare(LedgerBatch::consolidation(period(Q1), &returns, &[]));
        prepared.commit_on(&Quick { links }).unwrap();
        place
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(&self.home.path().join("history")).unwrap()
    }

    fn prepare(&mut self, batch: LedgerBatch<'_>) -> PreparedBatch {
        let ledger = self.ledger();
        let prepared = ledger.prepare(batch, "2026-07-20").unwrap();
        self.known.extend(ledger.records().iter().map(|r| r.hash.clone()));
        self.known.insert(prepared.head().hash);
        prepared
    }

    fn model(&self) -> Model {
        Model::of(self.home.path(), &on_disk(self.home.path()), self.links)
    }

    /// What is wrong with what a power cut can leave at any moment of what was done.
    fn explore(&mut self, model: &Model, moments: impl Iterator<Item = usize>) -> Option<String> {
        let mut wrong = None;
        for moment in moments {
            let acknowledged = model.acknowledged(moment);
            model.left_at(moment, |tree| {
                if wrong.is_none() {
                    wrong = self.judge(tree, &acknowledged).map(|why| format!("moment {moment}: {why}"));
                }
            });
        }
        wrong
    }

    fn judge(&mut self, tree: Tree, acknowledged: &[ChainHead]) -> Option<String> {
        let key = (tree, acknowledged.iter().map(|h| h.seq).collect());
        if let Some(known) = self.judged.get(&key) {
            return known.clone();
        }
        let after = tempfile::tempdir().unwrap();
        lay(&key.0, after.path());
        let wrong = self.wrong_with(after.path(), acknowledged).err();
        self.judged.insert(key, wrong.clone());
        wrong
    }

    fn wrong_with(&self, home: &Path, acknowledged: &[ChainHead]) -> Result<(), String> {
        let words = |e: Error| e.to_string();
        let dir = home.join("history");
        let holds = |ledger: &Ledger| {
            let lost = acknowledged.iter().find(|h| ledger.head_at(h.seq) != **h);
            let whole = |f: &&DataFile| fs::read(dir.join(&f.path)).is_ok_and(|bytes| sha256(&bytes) == f.sha256);
            let torn = ledger.records().iter().flat_map(|r| &r.files).find(|f| !whole(f));
            match (lost, torn) {
                (Some(lost), _) => Err(format!("record {} was acknowledged and is lost", lost.seq)),
                (_, Some(torn)) => Err(format!("{} is not whole, and a record names it", torn.path)),
                (None, None) => Ok(()),
            }
        };
        let ledger = Ledger::open(&dir).map_err(words)?;
        if let Some(note) = ledger.notes().first() {
            return Err(note.to_string());
        }
        holds(&ledger)?;
        if let Some(other) = ledger.records().iter().find(|r| !self.known.contains(&r.hash)) {
            return Err(format!("nobody wrote {}", other.title()));
        }
        let head = self.next(&ledger).map_err(words)?;
        let ledger = Ledger::open(&dir).map_err(words)?;
        match ledger.head() == head {
            true => holds(&ledger),
            false => Err("the next run's record is not the newest".into()),
        }
    }

    /// The next run: mostly one that writes a record and nothing else, which takes a tenth of the time.
    fn next(&self, ledger: &Ledger) -> Result<ChainHead, Error> {
        let returns = [a_return(Q1, vec![reading("A", Q1, 5.0), reading("C", Q1, 9.0)])];
        let (source, nothing) = (source("next.csv"), PastRows::default());
        let batch = match self.judged.len() % 16 {
            0 => LedgerBatch::consolidation(period(Q1), &returns, &[]),
            _ => LedgerBatch::import(&source, &nothing),
        };
        ledger.prepare(batch, "2027-07-20")?.commit_on(&Quick { links: self.links })
    }
}

/// The file system itself, without waiting for what a test need not wait for.
struct Quick {
    links: bool,
}

impl Disk for Quick {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealDisk.read(path)
    }
    fn names(&self, path: &Path) -> io::Result<Vec<String>> {
        RealDisk.names(path)
    }
    fn is_dir(&self, path: &Path) -> bool {
        RealDisk.is_dir(path)
    }
    fn make_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.make_dir(path)
    }
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.create(path, bytes)
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        fs::metadata(path).map(drop)
    }
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        fs::metadata(path).map(drop)
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.links {
            true => RealDisk.link(from, to),
            false => Err(ErrorKind::Unsupported.into()),
        }
    }
    fn move_dir(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.move_dir(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_dir(path)
    }
}

fn on_disk(dir: &Path) -> Tree {
    let mut out = Tree::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = (!path.is_dir()).then(|| fs::read(&path).unwrap());
            out.insert(path.strip_prefix(dir).unwrap().to_owned(), bytes);
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    out
}

fn lay(tree: &Tree, dir: &Path) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    for (path, bytes) in tree {
        match bytes {
            None => fs::create_dir(dir.join(path)).unwrap(),
            Some(bytes) => fs::write(dir.join(path), bytes).unwrap(),
        }
    }
}

/// A kind of commit: the ledger before it and what is written.
#[derive(Debug, Clone, Copy)]
enum Case {
    First,
    Second,
    ManyFolders,
    Import,
    LeftOvers,
}

const CASES: [Case; 5] = [Case::First, Case::Second, Case::ManyFolders, Case::Import, Case::LeftOvers];

impl Case {
    fn place(self, links: bool) -> Place {
        let place = if matches!(self, Self::First) { Place::new(links) } else { Place::begun(links) };
        if matches!(self, Self::LeftOvers) {
            let log = place.home.path().join("history/log");
            fs::write(log.join(".00000001-0123456789abcdef-1.tmp"), "{").unwrap();
            fs::write(log.join(".00000002-0123456789abcdef-1.tmp"), "{}").unwrap();
            fs::create_dir(log.join(".00000002-0123456789abcdef-2.tmp")).unwrap();
            fs::write(log.join(".00000002-0123456789abcdef-2.tmp/00000002.json"), "{").unwrap();
            fs::create_dir_all(log.join("00000002.json")).unwrap();
        }
        place
    }

    fn prepare(self, place: &mut Place) -> PreparedBatch {
        let mut one = a_return(Q1, vec![reading("A", Q1, 5.0)]);
        match self {
            Self::Import => {
                let csv = "Quarter,Indicator id,Value\n2025-26Q3,A,5.5\n2025-26Q4,B,7\n";
                let (file, rows, _) = import_csv("past.csv", csv.as_bytes(), &three(), period("2026-27Q3"));
                return place.prepare(LedgerBatch::import(&file.source, &rows));
            }
            Self::ManyFolders => {
                one.risks.push(risk("R1", Q1, 2));
                one.actions.push(action("A1", Q1, ActionStatus::AtRisk));
                one.feedback.push(feedback(Q1, 4.0));
            }
            Self::First | Self::Second | Self::LeftOvers => {}
        }
        place.prepare(LedgerBatch::consolidation(period(Q1), &[one], &[]))
    }
}

fn commit(prepared: PreparedBatch, model: &Model, mutation: Option<Mutation>) -> Result<ChainHead, Error> {
    let disk = Mutant::new(model, mutation);
    let done = prepared.commit_on(&disk);
    if let Ok(head) = &done {
        model.acknowledge(head.clone());
    }
    disk.flush();
    done
}

/// The power goes while one commits.
fn alone(case: Case, links: bool, mutation: Option<Mutation>) -> Option<String> {
    let mut place = case.place(links);
    let model = place.model();
    commit(case.prepare(&mut place), &model, mutation).unwrap();
    place.explore(&model, 0..model.moments())
}

/// The power goes while two commit, the other one between any two steps of the first.
fn two(links: bool, mutation: Option<Mutation>) -> Option<String> {
    let mut place = Place::begun(links);
    for step in 0.. {
        let model = place.model();
        let other = [a_return(Q1, vec![reading("B", Q1, 2.0)])];
        let other = place.prepare(LedgerBatch::consolidation(period(Q1), &other, &[]));
        model.strikes(step, Fault::Other(Box::new(other), mutation));
        let first = commit(Case::Second.prepare(&mut place), &model, mutation);
        if model.spared() {
            assert!(step > 8, "the protocol has more steps than that");
            return None;
        }
        let told = matches!(first, Err(Error::Conflict(_)));
        let acknowledged = model.acknowledged(model.moments() - 1).len();
        if acknowledged != 1 || first.is_ok() == told {
            return Some(format!("step {step}: {acknowledged} of two were acknowledged, {first:?}"));
        }
        let wrong = place.explore(&model, 0..model.moments());
        if wrong.is_some() {
            return wrong;
        }
    }
    None
}

/// A run is stopped at any step by `fault`; the same command is run again on what it left, and then the power goes.
fn again(
    case: Case,
    links: bool,
    mutation: Option<Mutation>,
    fault: impl Fn() -> Fault,
    mut told: impl FnMut(&Result<ChainHead, Error>),
) -> Option<String> {
    let mut place = case.place(links);
    let before = on_disk(place.home.path());
    for step in 0.. {
        lay(&before, place.home.path());
        let model = place.model();
        model.strikes(step, fault());
        let first = commit(case.prepare(&mut place), &model, mutation);
        if model.spared() {
            assert!(step > 8, "the protocol has more steps than that");
            return None;
        }
        told(&first);
        model.restarted();
        lay(&model.tree(), place.home.path());
        if let Err(e) = commit(case.prepare(&mut place), &model, mutation) {
            return Some(format!("step {step}: run again, {e}"));
        }
        if let Some(wrong) = place.explore(&model, std::iter::once(model.moments() - 1)) {
            return Some(format!("step {step}, run again: {wrong}"));
        }
    }
    None
}

#[test]
fn a_power_cut_loses_nothing_and_needs_no_repair() {
    for case in CASES {
        assert_eq!(alone(case, true, None), None, "{case:?}");
        assert_eq!(alone(case, false, None), None, "{case:?}, without links");
    }
}

#[test]
fn a_power_cut_while_two_commit() {
    assert_eq!(two(true, None), None);
}

#[test]
fn a_power_cut_while_two_commit_without_links() {
    assert_eq!(two(false, None), None);
}

#[test]
fn a_killed_run_is_run_again_and_then_the_power_goes() {
    for case in [Case::First, Case::ManyFolders, Case::LeftOvers] {
        assert_eq!(again(case, true, None, || Fault::Killed, |_| {}), None, "{case:?}");
        assert_eq!(again(case, false, None, || Fault::Killed, |_| {}), None, "{case:?}, without links");
    }
}

#[test]
fn a_full_disk_at_any_step_is_told_and_nothing_is_lost() {
    for links in [true, false] {
        let (mut refused, mut done) = (0, 0);
        let told = |first: &Result<ChainHead, Error>| match first {
            // What could not be tidied up.
            Ok(_) => done += 1,
            Err(e) => {
                refused += 1;
                let words = e.to_string();
                assert!(words.starts_with("cannot write /") && words.contains("make room on that drive"), "{words}");
            }
        };
        let full = || Fault::Refused(ErrorKind::StorageFull);
        assert_eq!(again(Case::ManyFolders, links, None, full, told), None);
        assert!(refused > 15 && done < 4, "{refused} were refused, {done} were not");
    }
}

#[test]
fn a_disk_that_fails_at_any_step_loses_nothing() {
    for links in [true, false] {
        let fails = || Fault::Refused(ErrorKind::Other);
        assert_eq!(again(Case::Second, links, None, fails, |_| {}), None);
    }
}

/// One share, seen by computers that can link there and by others.
#[test]
fn ledgers_of_both_kinds_are_one() {
    let mut place = Place::begun(true);
    for (n, links) in [(2, false), (3, true), (4, false), (5, false)] {
        let returns = [a_return(Q1, vec![reading("A", Q1, f64::from(n))])];
        let late = [a_return(Q1, vec![reading("B", Q1, f64::from(n))])];
        let prepared = place.prepare(LedgerBatch::consolidation(period(Q1), &returns, &[]));
        let late = place.prepare(LedgerBatch::consolidation(period(Q1), &late, &[]));
        prepared.commit_on(&Quick { links }).unwrap();
        let told = late.commit_on(&Quick { links: !links });
        assert!(matches!(told, Err(Error::Conflict(_))), "{told:?}");
        let ledger = place.ledger();
        assert_eq!((ledger.head().seq, ledger.notes(), ledger.verify().unwrap()), (n.into(), &[][..], n as usize));
        let folder = place.home.path().join(format!("history/log/0000000{n}.json")).is_dir();
        assert_eq!(folder, !links);
    }
}

/// What shows that the explorer would see it.
#[rstest::rstest]
fn a_mutant_is_caught(
    #[values(
        Mutation::NoDataSync,
        Mutation::NoDataFolderSync,
        Mutation::NoRecordSync,
        Mutation::NoLogSync,
        Mutation::NumberBeforeSync,
        Mutation::RenameOver,
        Mutation::AcknowledgedBeforeSync,
        Mutation::NothingOfOthersSettled
    )]
    mutation: Mutation,
    #[values(true, false)] links: bool,
) {
    let wrong = match mutation {
        Mutation::RenameOver => two(links, Some(mutation)),
        Mutation::NothingOfOthersSettled => again(Case::First, links, Some(mutation), || Fault::Killed, |_| {}),
        _ => CASES.into_iter().find_map(|case| alone(case, links, Some(mutation))),
    };
    assert!(wrong.is_some());
}
