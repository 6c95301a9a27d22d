//! A ledger whose states after a power cut are judged.

use super::model::{Model, Tree};
use super::*;
use crate::digest::sha256;
use crate::error::Error;
use crate::history::disk::{Disk, RealDisk};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, ErrorKind};
use std::path::Path;

pub(crate) const Q1: &str = "2026-27Q1";

/// A ledger in a folder that is the model's, too.
pub(crate) struct Place {
    /// The workspace.
    pub(crate) home: TempDir,
    links: bool,
    /// Of the records that can be there: those that are, and those that somebody tries to write.
    known: BTreeSet<String>,
    /// Judged states, by what lies there and what was acknowledged.
    judged: HashMap<(Tree, Vec<u64>), Option<String>>,
}

impl Place {
    pub(crate) fn new(links: bool) -> Self {
        Self { home: scratch(), links, known: BTreeSet::new(), judged: HashMap::new() }
    }

    /// With one record.
    pub(crate) fn begun(links: bool) -> Self {
        let mut place = Self::new(links);
        let returns = [a_return(Q1, vec![reading("A", Q1, 1.0)])];
        let prepared = place.prepare(LedgerBatch::consolidation(period(Q1), &returns, &[]));
        place.commits(prepared);
        place
    }

    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::open(&self.home.path().join("history")).unwrap()
    }

    pub(crate) fn prepare(&mut self, batch: LedgerBatch<'_>) -> PreparedBatch {
        self.prepares(|ledger| ledger.prepare(batch, "2026-07-20").unwrap())
    }

    /// Without waiting for the drive.
    pub(crate) fn commits(&self, prepared: PreparedBatch) {
        prepared.commit_on(&Quick { links: self.links }).unwrap();
    }

    pub(crate) fn prepares(&mut self, prepare: impl FnOnce(&Ledger) -> PreparedBatch) -> PreparedBatch {
        let ledger = self.ledger();
        let prepared = prepare(&ledger);
        self.known.extend(ledger.records().iter().map(|r| r.hash.clone()));
        self.known.insert(prepared.head().hash);
        prepared
    }

    pub(crate) fn model(&self) -> Model {
        Model::of(self.home.path(), &on_disk(self.home.path()), self.links)
    }

    /// What is wrong with what a power cut can leave at any moment of what was done.
    pub(crate) fn explore(&mut self, model: &Model, moments: impl Iterator<Item = usize>) -> Option<String> {
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
        let after = scratch();
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
            let mut named = ledger.records().iter().flat_map(|r| &r.files);
            let torn = named.find(|f| ledger.dropped(&f.path).is_none() && !whole(f));
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
            _ => LedgerBatch::import(&source, &nothing, &[]),
        };
        ledger.prepare(batch, "2027-07-20")?.commit_on(&Quick { links: self.links })
    }
}

/// A folder in memory where the system has one: thousands of states are laid there.
pub(crate) fn scratch() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// The file system itself, without waiting for what a test need not wait for.
pub(crate) struct Quick {
    pub(crate) links: bool,
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

pub(crate) fn on_disk(dir: &Path) -> Tree {
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

pub(crate) fn lay(tree: &Tree, dir: &Path) {
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
