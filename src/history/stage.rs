//! The difference between a batch and the ledger, table by table: which rows are new, changed, gone, and which are there.

use super::Ledger;
use super::batch::LedgerBatch;
use super::kept::{self, FileToKeep};
use super::log::{BatchCounts, BatchKind, DataFile, LogRecord};
use super::root::ResultsRoot;
use super::rows::{LedgerRow, keyed};
use super::table::{self, LedgerLine};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::map::Map;
use crate::period::Period;
use crate::reading::Source;
use std::collections::BTreeMap;
use std::{fs, io};

/// Collects the data files of a batch.
pub(super) struct BatchStage<'l> {
    ledger: &'l Ledger,
    pub(super) seq: u64,
    /// The quarter that the files of archives are filed under.
    of: Option<Period>,
    /// The quarter whose missing rows are withdrawn.
    pub(super) quarter: Option<Period>,
    pub(super) counts: BatchCounts,
    pub(super) files: Vec<DataFile>,
    pub(super) data: Vec<Vec<u8>>,
    pub(super) root: ResultsRoot,
}

impl<'l> BatchStage<'l> {
    pub(super) fn of(ledger: &'l Ledger, batch: &LedgerBatch<'_>) -> Self {
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

    /// Without a quarter: nothing that is missing is taken away.
    pub(super) fn of_no_quarter(self) -> Self {
        Self { quarter: None, ..self }
    }

    /// Packs the files that are not kept yet, and names them.
    pub(super) fn keep(&mut self, files: &[FileToKeep]) -> Result<Vec<Source>> {
        let Some((kept, bytes)) = kept::archive(self.ledger, files)? else { return Ok(vec![]) };
        // Of a file that gave no row there is nothing to trace.
        let Some(period) = self.of else { return Ok(vec![]) };
        self.files.push(self.name(kept::TABLE, period, kept.len(), "zip", &bytes)?);
        self.data.push(bytes);
        Ok(kept)
    }

    /// Takes the rows of one table.
    pub(super) fn table<R: LedgerRow>(&mut self, mut rows: Vec<&R>) -> Result<()> {
        rows.sort_by(|a, b| (a.period(), a.key(), a.place()).cmp(&(b.period(), b.key(), b.place())));
        let sent = rows.len();
        rows.dedup_by(|b, a| (a.period(), a.key()) == (b.period(), b.key()));
        self.counts.repeated += (sent - rows.len()) as u64;
        if self.quarter.is_some() {
            let mut there: Vec<(&R, bool)> = rows.iter().map(|r| (*r, false)).collect();
            there.sort_by(|(a, _), (b, _)| (a.period(), a.in_root()).cmp(&(b.period(), b.in_root())));
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
        let of = |seq: u64| self.ledger.records.iter().find(|r| r.seq == seq);
        let ours = |line: &LedgerLine<'_>| line.seq().and_then(of).is_some_and(own);
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
