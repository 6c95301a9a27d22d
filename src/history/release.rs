//! What is published, and which records a run may look at.

use super::Ledger;
use super::log::{BatchKind, DataFile, LogRecord};
use crate::period::Period;

impl Ledger {
    /// The records of a quarter's releases, oldest first.
    pub fn releases(&self, period: Period) -> impl DoubleEndedIterator<Item = &LogRecord> {
        self.records.iter().filter(move |r| r.kind == BatchKind::Release && r.period == Some(period))
    }

    /// The record of a quarter's newest release up to `as_of` (of all, when `None`).
    pub fn newest_release(&self, period: Period, as_of: Option<u64>) -> Option<&LogRecord> {
        self.releases(period).rfind(|r| as_of.is_none_or(|n| r.seq <= n))
    }

    /// The record of a quarter's newest run up to `as_of` (of all, when `None`).
    pub fn newest_run(&self, period: Period, as_of: Option<u64>) -> Option<&LogRecord> {
        let own = |r: &&LogRecord| r.kind == BatchKind::Consolidation && r.period == Some(period);
        self.records.iter().filter(own).rfind(|r| as_of.is_none_or(|n| r.seq <= n))
    }

    /// The newest record that a run of `period` takes its past from; all count where it is `None`.
    ///
    /// The current quarter looks at everything. Of a quarter that was published, or that a later one was consolidated
    /// after, what its own last run looked at: it gives again what it gave, whatever was recorded since.
    pub fn basis(&self, period: Period) -> Option<u64> {
        let run = self.newest_run(period, None)?;
        let later = |r: &LogRecord| r.kind == BatchKind::Consolidation && r.period > Some(period);
        let settled = self.newest_release(period, None).is_some() || self.records.iter().any(later);
        settled.then(|| run.basis.unwrap_or(run.seq.saturating_sub(1)))
    }

    /// The files of a table that a later quarter looks at, oldest first: of a published quarter, what its returns brought
    /// after the run that is frozen is a draft, and counts when it is published in its turn. What was corrected in the open
    /// counts.
    pub(super) fn known_files<'a>(
        &'a self,
        table: &'static str,
        as_of: Option<u64>,
    ) -> impl Iterator<Item = (&'a LogRecord, &'a DataFile)> + 'a {
        self.files(table, as_of).filter(move |(record, file)| !self.is_draft(record, file.period, as_of))
    }

    /// Whether a record is a run of a published quarter that is not published itself.
    pub(super) fn is_draft(&self, record: &LogRecord, period: Period, as_of: Option<u64>) -> bool {
        let own = record.kind == BatchKind::Consolidation && record.period == Some(period);
        let frozen = || self.newest_release(period, as_of)?.release.as_ref();
        own && frozen().is_some_and(|release| record.seq > release.run)
    }
}
