//! Appending a batch: first the difference, which writes nothing, then the commit, which can be stopped anywhere.

use super::Ledger;
use super::batch::LedgerBatch;
use super::disk::{Disk, RealDisk};
use super::kept::FileToKeep;
use super::log::{self, BatchCounts, BatchKind, ChainHead, LogRecord, Release};
use super::protocol::{Placed, Protocol};
use super::stage::BatchStage;
use crate::digest::sha256;
use crate::error::{Error, Result};
use std::path::PathBuf;

/// A batch compared with the ledger and ready to be written; nothing is written yet.
#[derive(Debug)]
pub struct PreparedBatch {
    dir: PathBuf,
    /// The head that the difference was taken from.
    base: ChainHead,
    record: LogRecord,
    /// The record's bytes; `None` when the ledger has all of it already.
    bytes: Option<Vec<u8>>,
    /// In the order of the record's files.
    data: Vec<Vec<u8>>,
    /// The head afterwards.
    head: ChainHead,
    /// The canonical root as it was worked out now.
    root_now: String,
}

impl Ledger {
    /// The difference between `batch` and what the ledger holds. Writes nothing.
    ///
    /// Rows that are as the ledger has them are not written again, others supersede; for a consolidation, rows of its
    /// quarter that the batch lacks are withdrawn. Where nothing differs and the same inputs, settings and register
    /// were recorded before, there is nothing to record.
    ///
    /// # Errors
    /// When a data file cannot be written.
    pub fn prepare(&self, batch: LedgerBatch<'_>, recorded: &str) -> Result<PreparedBatch> {
        let base = self.head();
        let mut stage = BatchStage::of(self, &batch);
        [&batch.settings_sha256, &batch.register_sha256].into_iter().for_each(|text| stage.root.text(text));
        batch.beside.iter().for_each(|source| stage.root.text(&source.sha256));
        stage.table(batch.readings)?;
        stage.table(batch.parts)?;
        stage.table(batch.risks)?;
        stage.table(batch.actions)?;
        stage.table(batch.feedback)?;
        stage.table(batch.revenue)?;
        stage.table(batch.capital)?;
        stage.table(batch.savings)?;
        stage.table(batch.restatements.iter().collect())?;
        stage.table(batch.submissions.iter().collect())?;
        stage.table(batch.sayings.queries.iter().collect())?;
        stage.table(batch.sayings.team.iter().collect())?;
        // What we worked out is nothing that services sent: it is not counted with it.
        let counts = stage.counts;
        stage.table(batch.reported.iter().collect())?;
        if batch.kind == BatchKind::Consolidation {
            stage.counts = counts;
        }
        stage.table(batch.targets.iter().collect())?;
        let kept = stage.keep(&batch.keep)?;
        let root_now = if stage.quarter.is_some() { stage.root.finish() } else { String::new() };
        let mut inputs = batch.inputs;
        inputs.sort();
        inputs.dedup();
        let record = LogRecord {
            format: log::FORMAT,
            seq: stage.seq,
            previous: base.hash.clone(),
            recorded: recorded.to_owned(),
            kind: batch.kind,
            period: batch.period,
            inputs,
            settings_sha256: batch.settings_sha256,
            register_sha256: batch.register_sha256,
            counts: stage.counts,
            files: stage.files,
            note: batch.note,
            by: batch.by,
            basis: stage.quarter.map(|_| batch.basis.unwrap_or(base.seq)),
            root: root_now.clone(),
            beside: batch.beside,
            kept,
            release: None,
            dropped: vec![],
            hash: String::new(),
        };
        if stage.data.is_empty()
            && let Some(same) = self.recorded_before(&record)
        {
            let record = LogRecord { counts: record.counts, ..same.clone() };
            return Ok(PreparedBatch {
                dir: self.dir.clone(),
                head: base.clone(),
                base,
                record,
                bytes: None,
                data: vec![],
                root_now,
            });
        }
        self.to_write(base, record, stage.data)
    }

    /// A record of what somebody decided, with the files that it is to keep; no rows.
    ///
    /// # Errors
    /// When a file to keep cannot be read.
    pub fn prepare_decision(&self, decision: LedgerDecision<'_>, recorded: &str) -> Result<PreparedBatch> {
        let base = self.head();
        let batch = LedgerBatch::empty(decision.kind, decision.run.period);
        // What only a dropped archive has is kept again.
        let left = self.without(decision.dropped);
        let mut stage = BatchStage::of(&left, &batch).of_no_quarter();
        let kept = stage.keep(decision.keep)?;
        let record = LogRecord {
            format: log::FORMAT,
            seq: stage.seq,
            previous: base.hash.clone(),
            recorded: recorded.to_owned(),
            kind: decision.kind,
            period: decision.run.period,
            inputs: vec![],
            settings_sha256: decision.run.settings_sha256.clone(),
            register_sha256: decision.run.register_sha256.clone(),
            counts: BatchCounts::default(),
            files: stage.files,
            note: decision.note,
            by: decision.by,
            basis: None,
            root: decision.run.root.clone(),
            beside: vec![],
            kept,
            release: decision.release,
            dropped: decision.dropped.to_vec(),
            hash: String::new(),
        };
        self.to_write(base, record, stage.data)
    }

    fn to_write(&self, base: ChainHead, mut record: LogRecord, data: Vec<Vec<u8>>) -> Result<PreparedBatch> {
        let bytes = record.bytes()?;
        record.hash = sha256(&bytes);
        let (head, root_now) = (record.head(), record.root.clone());
        Ok(PreparedBatch { dir: self.dir.clone(), base, record, bytes: Some(bytes), data, head, root_now })
    }

    /// The record of the same run: the latest consolidation of the quarter if its inputs are these, or any import of
    /// this file.
    fn recorded_before(&self, new: &LogRecord) -> Option<&LogRecord> {
        let of = |r: &LogRecord| (r.kind, r.period) == (new.kind, new.period);
        let same = |r: &&LogRecord| {
            (&r.inputs, &r.settings_sha256, &r.register_sha256, &r.beside)
                == (&new.inputs, &new.settings_sha256, &new.register_sha256, &new.beside)
        };
        let mut records = self.records.iter().rev().filter(|r| of(r));
        match new.kind {
            BatchKind::Consolidation => records.next().filter(same),
            BatchKind::Import | BatchKind::Correction => records.find(same),
            BatchKind::Approval | BatchKind::Release | BatchKind::Retention => None,
        }
    }
}

/// What somebody decided about a run.
#[derive(Debug)]
pub struct LedgerDecision<'a> {
    /// An approval, a release, or what is no longer kept.
    pub kind: BatchKind,
    /// The run that it is about; of what is no longer kept, the newest.
    pub run: &'a LogRecord,
    /// Who decided.
    pub by: String,
    /// What a release has.
    pub release: Option<Release>,
    /// The files whose bytes are to be kept.
    pub keep: &'a [FileToKeep],
    /// Archives that are dropped by the retention setting.
    pub dropped: &'a [String],
    /// For people who read the log.
    pub note: String,
}

impl PreparedBatch {
    /// Nothing differs from what the ledger holds: a commit will write nothing.
    pub fn unchanged(&self) -> bool {
        self.bytes.is_none()
    }

    /// The head that the ledger has after the commit.
    pub fn head(&self) -> ChainHead {
        self.head.clone()
    }

    /// The record of this run: for a run that changes nothing, the one of the same run before.
    pub fn own(&self) -> ChainHead {
        self.record.head()
    }

    /// The newest record that the run's past was read from.
    pub fn basis(&self) -> Option<u64> {
        self.record.basis
    }

    /// The number of this run's record.
    pub fn seq(&self) -> u64 {
        self.record.seq
    }

    /// The canonical root of the run's results.
    pub fn root(&self) -> &str {
        &self.record.root
    }

    /// The same as it was worked out now: where a record of the same run is there already, it is to be what that one says.
    pub fn root_now(&self) -> &str {
        &self.root_now
    }

    /// The day in the record: for a run that changes nothing, the day on which the same run was first recorded.
    pub fn recorded(&self) -> &str {
        &self.record.recorded
    }

    /// The archives that it drops.
    #[cfg(test)]
    pub(super) fn dropped(&self) -> &[String] {
        &self.record.dropped
    }

    /// How many rows of each kind it has.
    pub fn counts(&self) -> BatchCounts {
        self.record.counts
    }

    /// Writes data files and record, and returns only when both are safe. If somebody else was first,
    /// [`Error::Conflict`], and nothing of this batch counts.
    ///
    /// # Errors
    /// When the record cannot be written, or somebody else was first and what they wrote contradicts this.
    pub fn commit(self) -> Result<ChainHead> {
        self.commit_on(&RealDisk)
    }

    pub(super) fn commit_on(self, disk: &dyn Disk) -> Result<ChainHead> {
        let mut protocol = Protocol::new(disk, &self.dir);
        let Some(bytes) = &self.bytes else {
            protocol.settle(self.head.seq)?;
            protocol.sweep(self.head.seq);
            return Ok(self.head);
        };
        for (file, data) in self.record.files.iter().zip(&self.data) {
            protocol.data(&file.path, data)?;
        }
        self.check_head(disk)?;
        protocol.settle(self.base.seq)?;
        match protocol.record(self.record.seq, &self.record.hash, bytes)? {
            Placed::Ours => {
                protocol.sweep(self.record.seq);
                Ok(self.head)
            }
            Placed::Taken => {
                self.check_head(disk)?;
                let path = log::record_path(&self.dir, self.record.seq);
                let message = format!(
                    "{} is in the way and is not a whole record; `quarterday history repair` moves it aside",
                    path.display()
                );
                Err(Error::Ledger { path: self.dir, message })
            }
        }
    }

    /// The chain is whole and still ends where the difference was taken from.
    fn check_head(&self, disk: &dyn Disk) -> Result<()> {
        let now = Ledger::open_on(disk, &self.dir)?;
        if now.head() == self.base {
            return Ok(());
        }
        let newest = now.records.last().map(LogRecord::title).unwrap_or_else(|| "its records are gone".to_owned());
        Err(Error::Conflict(format!("{newest} is new; nothing of this run was recorded. Run the command again")))
    }
}
