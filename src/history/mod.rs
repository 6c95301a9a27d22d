//! The ledger: immutable Parquet files and create-once, hash-chained records.
//!
//! ```text
//! history/log/00000003.json                                            what was done, to what, from which inputs
//! history/log/00000003.json/record/00000003.json                       the same, where a file cannot have two names
//! history/readings/period=2026-27Q1/00000003-0123456789abcdef.parquet  the rows that record 3 wrote
//! history/parts/…  history/risks/…  history/actions/…  history/feedback/…  history/submissions/… history/restatements/…
//! history/queries/…  history/notebook/…
//! history/reported/…                                                   what the report of a quarter said of each measure
//! history/kept/period=2026-27Q1/00000003-0123456789abcdef.zip          the files that record 3 was the first to read
//! history/carried-risks/…  history/carried-actions/…  history/carried-queries/…
//!                                                                      what a run hands on of the quarters long before it
//! history/merged-readings/…  and its like                              rows of many records, merged by a compaction
//! history/aside/…                                                      what was put aside; never read
//! ```
//!
//! Rows are bitemporal: `period` says when a row is about, `seq` which record wrote it. The newest row of a key counts;
//! a withdrawal is a row too. A large table is several files, each of which says between which keys its rows stand. No file is ever renamed over, appended to, cut or edited, and a file that no record
//! names does not count, so a run that is stopped at any moment leaves the old state or the new one. An archive of kept
//! returns is taken away only where a record has said so before; no row ever is.

pub(crate) mod disk;
mod copies;
mod notes;
mod log;
mod older;
mod table;
mod columns;
#[macro_use]
mod rows;
mod team;
mod reported;
mod root;
mod kept;
mod retention;
mod whole;
mod beginning;
mod release;
mod opened;
mod import;
mod standing;
mod past;
mod handed;
mod money;
mod versions;
mod sources;
mod restate;
mod figures;
mod lines;
mod batch;
mod told;
mod protocol;
mod stage;
mod commit;
mod away;
mod compact;
mod verify;
mod care;
#[cfg(test)]
pub(crate) mod tests;

pub use batch::LedgerBatch;
pub use care::{HeadCompared, LedgerState, MovedAside, repair_ledger, verify_ledger};
pub use commit::{LedgerDecision, PreparedBatch};
pub use compact::PreparedCompaction;
pub use figures::{FigureRelease, QuarterFigures, Recorded, SeenRecords};
pub use handed::HandedOver;
pub use import::{PastRows, Restating, csv_records, for_an_import, import_csv, import_records};
pub use kept::FileToKeep;
pub use lines::QuarterLines;
pub use log::{BatchCounts, BatchKind, ChainHead, DataFile, KeyRange, LogRecord, Release};
pub use notes::{CopyHolds, LedgerNote};
pub use restate::{QuarterRestatements, RecordedQuarter, RecordedValues};
pub use retention::PastRetention;
pub use rows::SubmissionRow;
pub use team::Sayings;
pub use told::{ToldTable, tables_of_returns, tables_of_runs};
pub use versions::Version;
pub use whole::{LedgerFile, LedgerFileKind};

use crate::error::{Error, Result};
use disk::{Disk, RealDisk};
use std::path::{Path, PathBuf};

/// The ledger as it stood when it was opened.
#[derive(Debug, Clone)]
pub struct Ledger {
    dir: PathBuf,
    records: Vec<LogRecord>,
    notes: Vec<LedgerNote>,
    /// Rows of a data file at most.
    block: usize,
}

/// Rows of a data file at most: what a search for one key reads of a quarter of any size. Only national registers have more.
const BLOCK: usize = 16_384;

impl Ledger {
    /// Opens the ledger in `dir` and checks its chain. A folder that is not there is an empty ledger. Writes nothing.
    ///
    /// # Errors
    /// When a record that is not the newest is damaged, or the folder cannot be read.
    pub fn open(dir: &Path) -> Result<Self> {
        Self::open_on(&RealDisk, dir)
    }

    fn open_on(disk: &dyn Disk, dir: &Path) -> Result<Self> {
        let (records, notes) = log::read_log(disk, dir)?;
        Ok(Self { dir: dir.to_owned(), records, notes, block: BLOCK })
    }

    /// The newest record.
    pub fn head(&self) -> ChainHead {
        self.records.last().map(LogRecord::head).unwrap_or_default()
    }

    /// Oldest first.
    pub fn records(&self) -> &[LogRecord] {
        &self.records
    }

    /// What was noticed on opening: said to people by every command that reads the ledger.
    pub fn notes(&self) -> &[LedgerNote] {
        &self.notes
    }

    fn damaged(&self, message: String) -> Error {
        Error::Ledger { path: self.dir.clone(), message }
    }

    /// The files of a table as the records up to `as_of` (all, when `None`) name them, oldest first.
    fn files<'a>(
        &'a self,
        table: &'static str,
        as_of: Option<u64>,
    ) -> impl Iterator<Item = (&'a LogRecord, &'a DataFile)> + 'a {
        self.records
            .iter()
            .take_while(move |r| as_of.is_none_or(|n| r.seq <= n))
            .flat_map(|r| r.files.iter().map(move |f| (r, f)))
            .filter(move |(_, f)| f.table == table)
    }
}
