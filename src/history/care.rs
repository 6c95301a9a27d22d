//! Looking after a ledger: is all of it what it was when it was written, and what can be put aside without loss.

use super::copies;
use super::log::{self, ChainHead};
use super::retention;
use super::{Ledger, LedgerNote};
use crate::digest::sha256;
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder in the ledger's that holds what was put aside; nothing of it is ever read.
const ASIDE: &str = "aside";

/// How a ledger was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct LedgerState {
    /// Records of the chain.
    pub records: usize,
    /// Data files that they name.
    pub files: usize,
    /// Rows in those that are as they were written.
    pub rows: u64,
    /// The hash of the newest record; empty for an empty ledger.
    pub head: String,
    /// What is not as it was when it was written, each with what to do.
    pub faults: Vec<String>,
    /// Archives of returns that the settings no longer keep: which, when and by whom they were dropped.
    pub dropped: Vec<String>,
    /// What does not count and should be looked at.
    pub notes: Vec<String>,
    /// Files that no record names and that are no copies: of runs that were stopped, or of one that is at work. They do no
    /// harm.
    pub unnamed: usize,
}

/// A file that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MovedAside {
    /// Where it was, in the ledger's folder, with `/`.
    pub from: String,
    /// Where it is now.
    pub to: String,
    /// What it is.
    pub why: String,
}

/// Reads every record and every data file in `dir` and compares them with the hashes and numbers in the chain.
///
/// # Errors
/// When the folder cannot be read; never for what is damaged in it.
pub fn verify_ledger(dir: &Path) -> Result<(LedgerState, Option<Ledger>)> {
    let ledger = match Ledger::open(dir) {
        Ok(ledger) => ledger,
        Err(Error::Ledger { message, .. }) => {
            return Ok((LedgerState { faults: vec![message], ..LedgerState::default() }, None));
        }
        Err(e) => return Err(e),
    };
    let others = Others::beside(&ledger)?;
    let mut state = LedgerState {
        records: ledger.records().len(),
        head: ledger.head().hash,
        notes: ledger.notes().iter().map(LedgerNote::to_string).collect(),
        unnamed: others.unnamed,
        ..LedgerState::default()
    };
    for file in ledger.records().iter().flat_map(|r| &r.files) {
        if let Some(record) = ledger.dropped(&file.path) {
            state.dropped.push(format!("{}: {}", file.path, retention::said(record)));
            continue;
        }
        state.files += 1;
        match ledger.verify_file(file) {
            Ok(()) => state.rows += file.rows,
            Err(Error::Ledger { message, .. }) => state.faults.push(message),
            Err(Error::Io { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => {
                state.faults.push(others.missing(dir, &file.path, &file.sha256));
            }
            Err(e) => state.faults.push(e.to_string()),
        }
    }
    state.faults.extend(ledger.wrongly_merged());
    state.notes.extend(others.copies.iter().map(|(path, _)| said_of(path)));
    Ok((state, Some(ledger)))
}

/// Puts aside what is in the way and never counted: a newest record that is not whole, and second versions of files.
/// Changes nothing else.
///
/// # Errors
/// When the ledger is damaged, which only a backup can mend, or a file cannot be moved.
pub fn repair_ledger(dir: &Path) -> Result<Vec<MovedAside>> {
    let (state, ledger) = verify_ledger(dir)?;
    let Some(ledger) = ledger.filter(|_| state.faults.is_empty()) else {
        let message = format!(
            "{}. That is nothing to be put aside: what counts is damaged. Put the folder history back from a backup; \
             nothing was changed",
            state.faults.join("; ").trim_end_matches('.')
        );
        return Err(Error::Ledger { path: dir.to_owned(), message });
    };
    let mut moved = vec![];
    for note in ledger.notes() {
        let name = match note {
            LedgerNote::NotWhole { seq, .. } => log::record_name(*seq),
            LedgerNote::ConflictCopy { name, .. } => name.clone(),
            LedgerNote::NotARecord { .. } => continue,
        };
        moved.push(aside(dir, &format!("{}/{name}", log::FOLDER), what(note))?);
    }
    for (path, _) in &Others::beside(&ledger)?.copies {
        moved.push(aside(dir, path, "a copy of a data file")?);
    }
    Ok(moved)
}

fn what(note: &LedgerNote) -> &'static str {
    match note {
        LedgerNote::NotWhole { .. } => "a record that is not whole",
        _ => "a second version of a record",
    }
}

fn said_of(path: &str) -> String {
    format!(
        "history/{path} is a copy of a data file that a synchronised folder made; it does not count, and nothing is lost \
         with it: `quarterday history repair` puts it aside"
    )
}

/// Gives a file its place in the folder aside, under a name that is free there.
fn aside(dir: &Path, from: &str, why: &str) -> Result<MovedAside> {
    let mut to = format!("{ASIDE}/{from}");
    let mut n = 1;
    while dir.join(&to).symlink_metadata().is_ok() {
        n += 1;
        to = format!("{ASIDE}/{from} {n}");
    }
    let (old, new) = (dir.join(from), dir.join(&to));
    let folder = new.parent().unwrap_or(dir);
    fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    fs::rename(&old, &new).map_err(Error::io("put aside", old))?;
    Ok(MovedAside { from: from.to_owned(), to, why: why.to_owned() })
}

/// Data files that no record names.
struct Others {
    /// Second versions of those that records name: where, in the ledger's folder, and the file.
    copies: Vec<(String, PathBuf)>,
    unnamed: usize,
}

impl Others {
    fn beside(ledger: &Ledger) -> Result<Self> {
        let named: BTreeSet<&str> =
            ledger.records().iter().flat_map(|r| &r.files).map(|file| file.path.as_str()).collect();
        let folders: BTreeSet<&str> = named.iter().filter_map(|path| Some(path.rsplit_once('/')?.0)).collect();
        let mut others = Self { copies: vec![], unnamed: 0 };
        for folder in folders {
            let path = ledger.dir.join(folder);
            let entries = match fs::read_dir(&path) {
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
                other => other.map_err(Error::io("read", &path))?,
            };
            for entry in entries {
                let entry = entry.map_err(Error::io("read", &path))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let whole = format!("{folder}/{name}");
                if named.contains(whole.as_str()) || name.starts_with(['.', '~']) {
                    continue;
                }
                match copies::of_data(&name) {
                    Some(_) => others.copies.push((whole, entry.path())),
                    None if name.ends_with(".parquet") || name.ends_with(".zip") => others.unnamed += 1,
                    None => {}
                }
            }
        }
        others.copies.sort();
        Ok(others)
    }

    /// What to do about a data file that is not there: a copy of it may be.
    fn missing(&self, dir: &Path, path: &str, hash: &str) -> String {
        let same = |file: &Path| fs::read(file).is_ok_and(|bytes| sha256(&bytes) == hash);
        match self.copies.iter().find(|(_, file)| same(file)) {
            Some((copy, _)) => {
                let name = Path::new(path).file_name().unwrap_or_default().display();
                format!("{path} is missing; {} holds the same: call it {name}", dir.join(copy).display())
            }
            None => format!("{path} is missing; put it back from a backup"),
        }
    }
}

/// What a report says that the ledger held when it was made, compared with what it holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct HeadCompared {
    /// The number of the record.
    pub record: u64,
    /// Its hash, as the report has it.
    pub hash: String,
    /// The ledger has that very record.
    pub held: bool,
    /// In words.
    pub words: String,
}

impl Ledger {
    /// Whether the ledger still has the record that a report was made from: everything before it follows from its hash.
    pub fn compare_head(&self, head: &ChainHead) -> HeadCompared {
        let ChainHead { seq, hash } = head.clone();
        let found = self.records().iter().find(|r| r.seq == seq);
        let (held, words) = match found {
            _ if seq == 0 => (true, "it was made from an empty ledger".to_owned()),
            Some(record) if record.hash == hash => {
                (true, format!("the ledger has {} as the report has it, and all before it", record.title()))
            }
            Some(record) => (
                false,
                format!(
                    "the ledger's {} is not the one that the report was made from: it, or one before it, was changed \
                     since. Put the folder history back from a backup of that time, and compare",
                    record.title()
                ),
            ),
            None => (
                false,
                format!(
                    "the ledger ends with record {}, and the report was made from record {seq}: newer records are gone, as \
                     after an older copy of the folder was put back. Look for a backup that has them",
                    self.head().seq
                ),
            ),
        };
        HeadCompared { record: seq, hash, held, words }
    }
}
