//! All that counts of a ledger, file by file: what a copy must hold to be the same ledger.

use super::Ledger;
use super::disk::RealDisk;
use super::kept;
use super::log;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What a file of the ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerFileKind {
    /// A record of the log.
    Record,
    /// Rows of a table.
    Rows,
    /// The bytes of files that runs read and of what was published.
    Kept,
}

/// A file of the ledger that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFile {
    /// Its name in the ledger's folder, with `/`. A record has the name of a file, also where it lies in a folder of
    /// its own.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// SHA-256 of its bytes, as the chain says.
    pub sha256: String,
    /// What it holds.
    pub kind: LedgerFileKind,
}

impl Ledger {
    /// The records and the data files that they name, by name; without the archives that a record dropped.
    pub fn whole(&self) -> Vec<LedgerFile> {
        let record = |record: &log::LogRecord| {
            let seq = record.seq;
            LedgerFile {
                name: format!("{}/{}", log::FOLDER, log::record_name(seq)),
                path: log::record_file(&RealDisk, &self.dir, seq).unwrap_or_else(|| log::record_path(&self.dir, seq)),
                sha256: record.hash.clone(),
                kind: LedgerFileKind::Record,
            }
        };
        let named = self.records.iter().flat_map(|r| &r.files).filter(|f| self.dropped(&f.path).is_none());
        let data = named.map(|file| LedgerFile {
            name: file.path.clone(),
            path: self.dir.join(&file.path),
            sha256: file.sha256.clone(),
            kind: if file.table == kept::TABLE { LedgerFileKind::Kept } else { LedgerFileKind::Rows },
        });
        let mut out: Vec<LedgerFile> = self.records.iter().map(record).chain(data).collect();
        out.sort_by(|a, b| a.name.cmp(&b.name));
        // A record may name a file that one before it wrote.
        out.dedup_by(|a, b| a.name == b.name);
        out
    }

    /// The hashes of all files whose bytes are kept.
    pub fn kept_hashes(&self) -> BTreeSet<&str> {
        self.archives().flat_map(|(record, _)| &record.kept).map(|s| s.sha256.as_str()).collect()
    }
}
