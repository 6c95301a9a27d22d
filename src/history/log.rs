//! The records of the ledger: numbered, created once, each holding the hash of the one before.

use super::copies;
use super::disk::Disk;
use super::notes::{CopyHolds, LedgerNote};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::period::Period;
use crate::reading::Source;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::io;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};

/// Why a record was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchKind {
    /// A quarter's returns: what the ledger has for the quarter and the returns lack is withdrawn.
    Consolidation,
    /// Past quarters from a spreadsheet: only adds and supersedes.
    Import,
    /// One figure of an earlier quarter, put right by hand.
    Correction,
    /// Somebody has seen what a run gave, and it may be published.
    Approval,
    /// What Cabinet gets of a quarter, frozen.
    Release,
    /// Returns that the settings no longer keep, dropped.
    Retention,
    /// Files of many records merged: the same rows in fewer files.
    Compaction,
}

impl BatchKind {
    /// As a person reads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consolidation => "consolidation",
            Self::Import => "import",
            Self::Correction => "correction",
            Self::Approval => "approval",
            Self::Release => "release",
            Self::Retention => "retention",
            Self::Compaction => "compaction",
        }
    }
}

/// What a batch did to the ledger, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchCounts {
    /// Not in the ledger before.
    pub added: u64,
    /// Superseded: what they say has changed.
    pub changed: u64,
    /// Superseded by the same words and figures from another file or cell.
    pub moved: u64,
    /// In the ledger, and no longer in what the services sent.
    pub withdrawn: u64,
    /// As the ledger has them already: not written again.
    pub unchanged: u64,
    /// Sent more than once in this batch: the first in the order of file and cell counts.
    pub repeated: u64,
}

/// A data file that a record vouches for. Files that no record names do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Inside the ledger's folder, with `/`.
    pub path: String,
    /// The table.
    pub table: String,
    /// The quarter that it is about.
    pub period: Period,
    /// How many rows it holds.
    pub rows: u64,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Between which keys its rows stand; where it does not say, it may hold any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<KeyRange>,
}

impl DataFile {
    /// Whether a row of one of these keys may be in it.
    pub(super) fn may_hold<K: Ord + Borrow<str>>(&self, keys: &BTreeSet<K>) -> bool {
        let Some(range) = self.keys.as_ref().filter(|range| range.first <= range.last) else { return true };
        keys.range::<str, _>((Bound::Included(&*range.first), Bound::Included(&*range.last))).next().is_some()
    }
}

/// The keys of the rows of a data file, as far as the first column of the key says them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRange {
    /// The least.
    pub first: String,
    /// The greatest.
    pub last: String,
}

/// A published quarter: which run is frozen, and what Cabinet got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// 1 for the first of its quarter.
    pub number: u32,
    /// The record of the run that is frozen: the tables as the records up to it leave them are the release.
    pub run: u64,
    /// Who approved it; empty where the settings ask for nobody.
    pub approved_by: String,
    /// An early one: figures can still change before the final release.
    pub provisional: bool,
    /// The files that were published, with their hashes.
    pub outputs: Vec<Source>,
    /// The notebook of the quarter as it was then; its bytes are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notebook: Option<Source>,
    /// Folders among the returns, by name: they are not read, and reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folders: Vec<String>,
}

/// One record of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogRecord {
    /// Version of this form and of the tables: 1 held words where 2 holds keys; 3 keeps inputs, results and releases; 4 says
    /// which keys a data file holds and what is carried.
    pub format: u32,
    /// Its number.
    pub seq: u64,
    /// SHA-256 of the bytes of the record before, empty for the first.
    pub previous: String,
    /// The day of the run, as it was given.
    pub recorded: String,
    /// What was done.
    pub kind: BatchKind,
    /// The quarter that it is about.
    pub period: Option<Period>,
    /// The files that it came from.
    pub inputs: Vec<Source>,
    /// SHA-256 of the settings, in hex.
    pub settings_sha256: String,
    /// SHA-256 of the register's workbook, in hex.
    pub register_sha256: String,
    /// How many rows of each kind it wrote.
    pub counts: BatchCounts,
    /// The data files that it names.
    pub files: Vec<DataFile>,
    /// What was said of it.
    pub note: String,
    /// Who did it, as they said; empty where nobody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Of a run: the newest record that its past was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<u64>,
    /// The canonical root of a run's results; of an approval and a release, of what was approved.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub root: String,
    /// Of a run: layouts and notebook that it read, beside the returns, the settings and the register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Source>,
    /// The files whose bytes this record keeps, by the name they had in the workspace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Source>,
    /// What a release has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
    /// Archives of kept files that are dropped by the retention setting, in the ledger's folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<String>,
    /// Of a run: what stood of the quarters before this one stands in tables of its own (`carried-…`), so that later runs
    /// need not look there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Period>,
    /// SHA-256 of this record's bytes; not part of them.
    #[serde(skip)]
    pub hash: String,
}

/// What this version writes. It reads what was before and refuses what comes later: it could take a key for nothing.
pub(super) const FORMAT: u32 = 4;

/// The newest record: everything before it follows from its hash.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChainHead {
    /// 0 for an empty ledger.
    pub seq: u64,
    /// 64 hexadecimal digits, or nothing for an empty ledger.
    pub hash: String,
}

impl LogRecord {
    /// The next record, which says nothing yet.
    pub(super) fn after(base: &ChainHead, kind: BatchKind, recorded: &str) -> Self {
        Self {
            format: FORMAT,
            seq: base.seq + 1,
            previous: base.hash.clone(),
            recorded: recorded.to_owned(),
            kind,
            period: None,
            inputs: vec![],
            settings_sha256: String::new(),
            register_sha256: String::new(),
            counts: BatchCounts::default(),
            files: vec![],
            note: String::new(),
            by: String::new(),
            basis: None,
            root: String::new(),
            beside: vec![],
            kept: vec![],
            release: None,
            dropped: vec![],
            carried: None,
            hash: String::new(),
        }
    }

    /// Its number and hash.
    pub fn head(&self) -> ChainHead {
        ChainHead { seq: self.seq, hash: self.hash.clone() }
    }

    /// Of a run: the newest record that its past was read from.
    pub fn looked_at(&self) -> u64 {
        self.basis.unwrap_or(self.seq.saturating_sub(1))
    }

    /// The bytes of the record, of which the hash is taken.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|e| Error::Internal(e.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// `record 3 (consolidation 2026-27Q1, recorded 2026-07-20)`.
    pub fn title(&self) -> String {
        let period = self.period.map(|p| format!(" {p}")).unwrap_or_default();
        format!("record {} ({}{period}, recorded {})", self.seq, self.kind.words(), self.recorded)
    }
}

/// Of the records, in the ledger's folder.
pub(super) const FOLDER: &str = "log";
/// The folder in a record's own folder, where a drive gives no file two names.
pub(super) const RECORD: &str = "record";

pub(super) fn record_name(seq: u64) -> String {
    format!("{seq:08}.json")
}

/// What has a record's number: its file, or the folder that holds it.
pub(super) fn record_path(dir: &Path, seq: u64) -> PathBuf {
    dir.join(FOLDER).join(record_name(seq))
}

/// The file of a record; `None` where a folder was made for it that it never came into.
pub(super) fn record_file(disk: &dyn Disk, dir: &Path, seq: u64) -> Option<PathBuf> {
    let path = record_path(dir, seq);
    if !disk.is_dir(&path) {
        return Some(path);
    }
    let folder = path.join(RECORD);
    disk.is_dir(&folder).then(|| folder.join(record_name(seq)))
}

/// The bytes of a record as they lie there.
pub(super) fn record_bytes(disk: &dyn Disk, dir: &Path, seq: u64) -> Result<Vec<u8>> {
    let path = record_file(disk, dir, seq).unwrap_or_else(|| record_path(dir, seq));
    disk.read(&path).map_err(Error::io("read", path))
}

/// The records of the chain, oldest first, and what was noticed.
///
/// A newest record that is not whole was never acknowledged, since a commit says done only after the record is safe:
/// it is left out, with a note. Anything wrong before that is damage.
pub(super) fn read_log(disk: &dyn Disk, dir: &Path) -> Result<(Vec<LogRecord>, Vec<LedgerNote>)> {
    let log = dir.join(FOLDER);
    let damaged = |message: String| Error::Ledger { path: dir.to_owned(), message };
    let (mut numbers, mut second, mut notes) = (vec![], vec![], vec![]);
    let names = match disk.names(&log) {
        Ok(names) => names,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok((vec![], vec![])),
        Err(e) => return Err(Error::io("read", &log)(e)),
    };
    for name in names {
        let Some(stem) = name.strip_suffix(".json") else { continue };
        match stem.parse::<u64>() {
            Ok(n) if format!("{n:08}") == stem => {
                numbers.extend(record_file(disk, dir, n).map(|file| (n, file)));
            }
            // Hidden names, and the lock files of office programs, are nobody's records.
            _ if name.starts_with(['.', '~']) => {}
            _ => match copies::of_record(&name) {
                Some(seq) => second.push((seq, name)),
                None => notes.push(LedgerNote::NotARecord { name }),
            },
        }
    }
    numbers.sort_unstable();
    let mut records: Vec<LogRecord> = Vec::with_capacity(numbers.len());
    let count = numbers.len();
    for (n, (seq, path)) in numbers.into_iter().enumerate() {
        let expected = n as u64 + 1;
        if seq != expected {
            return Err(damaged(format!("record {expected} is missing; put history/log back from a backup")));
        }
        let bytes = match disk.read(&path) {
            // The folder of a record that lost it.
            Err(e) if e.kind() == io::ErrorKind::NotFound => vec![],
            other => other.map_err(Error::io("read", &path))?,
        };
        let mut record: LogRecord = match serde_json::from_slice(&bytes) {
            Ok(record) => record,
            // What a later version writes can have fields that this one does not know: it is whole all the same.
            Err(_) if form(&bytes).is_some_and(|form| form > FORMAT) => {
                return Err(damaged(format!("record {seq} cannot be read; a later quarterday wrote it")));
            }
            Err(_) if n + 1 == count => {
                notes.push(LedgerNote::NotWhole { seq, path: record_path(dir, seq) });
                break;
            }
            Err(e) => return Err(damaged(format!("record {seq} cannot be read ({e}); put it back from a backup"))),
        };
        let previous = records.last().map(|r| r.hash.as_str()).unwrap_or_default();
        if record.format > FORMAT {
            return Err(damaged(format!("record {seq} is of form {}; a later quarterday wrote it", record.format)));
        }
        if record.seq != seq || record.previous != previous {
            return Err(damaged(format!(
                "record {seq} does not follow from record {n}: one of the two was changed; put both back from a backup"
            )));
        }
        if let Some(file) = record.files.iter().find(|f| !inside(&f.path)) {
            return Err(damaged(format!("record {seq} names “{}”, which is not a file of the ledger", file.path)));
        }
        record.hash = sha256(&bytes);
        records.push(record);
    }
    for (seq, name) in second {
        let holds = copy_holds(&disk.read(&log.join(&name)).unwrap_or_default(), seq, &records);
        notes.push(LedgerNote::ConflictCopy { name, seq, holds });
    }
    notes.sort();
    Ok((records, notes))
}

/// The form that a record says it has, whatever else it says.
fn form(bytes: &[u8]) -> Option<u32> {
    let said: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    said["format"].as_u64()?.try_into().ok()
}

fn copy_holds(bytes: &[u8], seq: u64, records: &[LogRecord]) -> CopyHolds {
    let counts = records.iter().find(|r| r.seq == seq);
    if counts.is_some_and(|r| r.hash == sha256(bytes)) {
        return CopyHolds::TheSame;
    }
    match serde_json::from_slice::<LogRecord>(bytes) {
        Ok(other) => CopyHolds::Another { title: other.title(), counts: counts.map(LogRecord::title) },
        Err(_) => CopyHolds::Nothing,
    }
}

fn inside(path: &str) -> bool {
    Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}
