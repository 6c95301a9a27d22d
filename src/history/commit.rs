//! Appending a batch: first the difference, which writes nothing, then the commit, which can be stopped anywhere.

use super::Ledger;
use super::batch::LedgerBatch;
use super::disk::{Disk, RealDisk};
use super::kept::{self, FileToKeep};
use super::log::{self, BatchCounts, BatchKind, ChainHead, DataFile, LogRecord, Release};
use super::protocol::{Placed, Protocol};
use super::root::ResultsRoot;
use super::rows::{LedgerRow, keyed};
use super::table::{self, LedgerLine};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::map::Map;
use crate::period::Period;
use crate::reading::Source;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{fs, io};

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
        let mut stage = BatchStage { quarter: None, ..BatchStage::of(&left, &batch) };
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

    /// What the record that wrote a row was.
    fn batch_of(&self, line: &LedgerLine<'_>) -> Option<(BatchKind, Option<Period>)> {
        let seq = line.seq()?;
        self.records.iter().find(|r| r.seq == seq).map(|r| (r.kind, r.period))
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

/// Collects the data files of a batch.
struct BatchStage<'l> {
    ledger: &'l Ledger,
    seq: u64,
    /// The quarter that the files of archives are filed under.
    of: Option<Period>,
    /// The quarter whose missing rows are withdrawn.
    quarter: Option<Period>,
    counts: BatchCounts,
    files: Vec<DataFile>,
    data: Vec<Vec<u8>>,
    root: ResultsRoot,
}

impl<'l> BatchStage<'l> {
    fn of(ledger: &'l Ledger, batch: &LedgerBatch<'_>) -> Self {
        Self {
            ledger,
            seq: ledger.head().seq + 1,
            of: batch.period.or_else(|| batch.first_quarter()),
            quarter: batch.period.filter(|_| batch.kind == BatchKind::Consolidation),
            counts: BatchCounts::default(),
            files: vec![],
            data: vec![],
            root: ResultsRoot::default(),
        }
    }

    /// Packs the files that are not kept yet, and names them.
    fn keep(&mut self, files: &[FileToKeep]) -> Result<Vec<Source>> {
        let Some((kept, bytes)) = kept::archive(self.ledger, files)? else { return Ok(vec![]) };
        // Of a file that gave no row there is nothing to trace.
        let Some(period) = self.of else { return Ok(vec![]) };
        self.files.push(self.name(kept::TABLE, period, kept.len(), "zip", &bytes)?);
        self.data.push(bytes);
        Ok(kept)
    }

    fn table<R: LedgerRow>(&mut self, mut rows: Vec<&R>) -> Result<()> {
        rows.sort_by(|a, b| (a.period(), a.key(), a.place()).cmp(&(b.period(), b.key(), b.place())));
        let sent = rows.len();
        rows.dedup_by(|b, a| (a.period(), a.key()) == (b.period(), b.key()));
        self.counts.repeated += (sent - rows.len()) as u64;
        if self.quarter.is_some() {
            let there: Vec<(&R, bool)> = rows.iter().map(|r| (*r, false)).collect();
            self.root.table(R::TABLE, &R::frame(&there, 0)?)?;
        }
        let mut periods: BTreeMap<Period, &[&R]> =
            rows.chunk_by(|a, b| a.period() == b.period()).filter_map(|c| Some((c.first()?.period(), c))).collect();
        if let Some(quarter) = self.quarter {
            periods.entry(quarter).or_default();
        }
        for (period, rows) in periods {
            self.period(period, rows)?;
        }
        Ok(())
    }

    fn period<R: LedgerRow>(&mut self, period: Period, rows: &[&R]) -> Result<()> {
        let frames = self.ledger.frames::<R>(period, None)?;
        let understood = |line| self.ledger.understood(R::read(line), &format!("{}, {period}", R::TABLE));
        let mut live: Map<(&str, &str), LedgerLine<'_>> = Map::default();
        for (key, withdrawn, line) in frames.iter().flat_map(keyed::<R>) {
            match withdrawn {
                true => _ = live.remove(&key),
                false => _ = live.insert(key, line),
            }
        }
        let mut out: Vec<(&R, bool)> = vec![];
        // Somebody corrected it after this quarter's returns were first recorded: what its own return says is what was
        // reported then, and the ledger has that already.
        let own = |r: &LogRecord| (r.kind, r.period) == (BatchKind::Consolidation, Some(period));
        let first = self.ledger.records.iter().find(|r| own(r)).map(|r| r.seq);
        let files = self.ledger.files(R::TABLE, None).filter(|(_, f)| f.period == period);
        let others = files.filter(|(r, _)| !own(r) && first.is_some_and(|first| r.seq > first));
        let others: Vec<u64> = others.map(|(r, _)| r.seq).filter(|_| self.quarter == Some(period)).collect();
        let restated = |line: &LedgerLine<'_>| line.seq().is_some_and(|seq| others.contains(&seq));
        // What this quarter's returns restated of an earlier one, and a later correction has changed since, stays changed:
        // the same words said again are nothing new.
        let said_before = match self.quarter {
            Some(quarter) if quarter != period => {
                let own = |r: &LogRecord| (r.kind, r.period) == (BatchKind::Consolidation, Some(quarter));
                self.ledger.rows_of::<R>(period, own)?
            }
            _ => vec![],
        };
        for row in rows {
            if said_before.iter().any(|before| before == *row) && live.contains_key(&row.key()) {
                live.remove(&row.key());
                self.counts.unchanged += 1;
                continue;
            }
            if !others.is_empty() && live.get(&row.key()).is_some_and(restated) {
                live.remove(&row.key());
                self.counts.unchanged += 1;
                continue;
            }
            match live.remove(&row.key()).map(understood).transpose()? {
                None => self.counts.added += 1,
                Some(old) if old == **row => {
                    self.counts.unchanged += 1;
                    continue;
                }
                Some(old) if old.says_the_same(row) => self.counts.moved += 1,
                Some(_) => self.counts.changed += 1,
            }
            out.push((row, false));
        }
        // What an import or a later quarter brought was in no return of this one, so it is not missing from one.
        let ours = |line: &LedgerLine<'_>| self.ledger.batch_of(line) == Some((BatchKind::Consolidation, Some(period)));
        let gone: Vec<R> = match self.quarter == Some(period) {
            true => live.into_values().filter(ours).map(understood).collect::<Result<_>>()?,
            false => vec![],
        };
        self.counts.withdrawn += gone.len() as u64;
        out.extend(gone.iter().map(|r| (r, true)));
        out.sort_by(|(a, _), (b, _)| a.key().cmp(&b.key()));
        if !out.is_empty() {
            let bytes = table::encode(R::frame(&out, self.seq)?)?;
            self.files.push(self.name(R::TABLE, period, out.len(), "parquet", &bytes)?);
            self.data.push(bytes);
        }
        Ok(())
    }

    /// A name that is free, or that holds these very bytes since an earlier run was stopped after writing them.
    fn name(&self, table: &str, period: Period, rows: usize, form: &str, bytes: &[u8]) -> Result<DataFile> {
        let sha256 = sha256(bytes);
        let stem = format!("{table}/period={period}/{:08}-{}", self.seq, &sha256[..16]);
        for n in 1.. {
            let path = if n == 1 { format!("{stem}.{form}") } else { format!("{stem}-{n}.{form}") };
            let full = self.ledger.dir.join(&path);
            match fs::read(&full) {
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Ok(there) if there == bytes => {}
                Ok(_) => continue,
                Err(e) => return Err(Error::io("read", full)(e)),
            }
            return Ok(DataFile { path, table: table.to_owned(), period, rows: rows as u64, sha256 });
        }
        Err(Error::Internal("no free name for a data file".into()))
    }
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
