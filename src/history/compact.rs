//! Compaction: the files that many records wrote of one quarter become few, with the same rows.
//!
//! A quarter that was run ten times has ten files in each table, and whoever asks for it opens them all. A compaction reads
//! them once and writes what they hold as one table in the order of the key, each row with the record that wrote it. It adds
//! a record like any other and takes nothing away: the files before it stay what the records name, a ledger up to an older
//! record is read from them, and `verify` compares the two.

use super::Ledger;
use super::batch::LedgerBatch;
use super::commit::PreparedBatch;
use super::log::{BatchKind, KeyRange};
use super::opened::{NamedFile, merged_table, together};
use super::rows::{LedgerRow, SubmissionRow, keyed_by};
use super::stage::BatchStage;
use super::table;
use super::team::{QueryRow, TeamRow};
use crate::error::{Error, Result};
use crate::fit::fit;
use crate::period::Period;
use crate::reading::correction::Restatement;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::{Action, Feedback, Part, Reading, Risk};
use crate::reported::{ReportedFigure, RestatedTarget};
use polars::prelude::{Column, DataFrame, DataType, IdxCa, IdxSize, PlSmallStr};
use std::collections::BTreeSet;

/// A table of rows, and the columns of its key.
#[derive(Clone, Copy)]
struct RowTable {
    name: &'static str,
    key: (&'static str, &'static str),
}

const fn table_of<R: LedgerRow>() -> RowTable {
    RowTable { name: R::TABLE, key: R::KEY }
}

/// All tables of rows.
const TABLES: [RowTable; 14] = [
    table_of::<Reading>(),
    table_of::<Part>(),
    table_of::<Risk>(),
    table_of::<Action>(),
    table_of::<Feedback>(),
    table_of::<RevenueLine>(),
    table_of::<CapitalScheme>(),
    table_of::<Saving>(),
    table_of::<Restatement>(),
    table_of::<SubmissionRow>(),
    table_of::<QueryRow>(),
    table_of::<TeamRow>(),
    table_of::<ReportedFigure>(),
    table_of::<RestatedTarget>(),
];

/// How often fewer the files of a quarter must become. More would write a large quarter anew for every figure put right.
const FEWER: usize = 2;

/// A compaction that is ready to be written.
#[derive(Debug)]
pub struct PreparedCompaction {
    /// The record.
    pub prepared: PreparedBatch,
    /// Quarters of which files are merged.
    pub quarters: usize,
    /// Files that are opened now for the rows that are merged.
    pub before: usize,
    /// Files that are opened for them afterwards.
    pub after: usize,
    /// The bytes of those.
    pub bytes: u64,
}

impl Ledger {
    /// Merges the files of every quarter and table that become at most half as many. `None` when there are none. Writes
    /// nothing.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn prepare_compaction(&self, by: &str, recorded: &str) -> Result<Option<PreparedCompaction>> {
        let mut stage = BatchStage::of(self, &LedgerBatch::empty(BatchKind::Compaction, None));
        let (mut quarters, mut before) = (BTreeSet::new(), 0);
        for table in TABLES {
            let periods: BTreeSet<Period> = self.files(table.name, None).map(|(_, file)| file.period).collect();
            for period in periods {
                let files: Vec<NamedFile<'_>> =
                    self.files(table.name, None).filter(|(_, file)| file.period == period).collect();
                let now = self.opened(&files);
                let rows: u64 = files.iter().map(|(_, file)| file.rows).sum();
                if now < FEWER * fit::<usize>(rows).div_ceil(self.block) {
                    continue;
                }
                let opened = self.open_files(files.into_iter(), None).map(|opened| Ok(opened?.frame));
                // Tables whose columns do not fit together stay as they are.
                let Some(merged) = merged(opened.collect::<Result<_>>()?, table)? else { continue };
                self.stage_merged(&mut stage, (table, period), &merged)?;
                quarters.insert(period);
                before += now;
            }
        }
        if stage.files.is_empty() {
            return Ok(None);
        }
        let (after, bytes) = (stage.files.len(), stage.data.iter().map(|data| data.len() as u64).sum());
        let note = format!("{before} files of {} quarters are {after}, with the same rows", quarters.len());
        let prepared = self.prepare_files(BatchKind::Compaction, (stage.files, stage.data), (by, note), recorded)?;
        Ok(Some(PreparedCompaction { prepared, quarters: quarters.len(), before, after, bytes }))
    }

    fn stage_merged(
        &self,
        stage: &mut BatchStage<'_>,
        (table, period): (RowTable, Period),
        merged: &DataFrame,
    ) -> Result<()> {
        let name = merged_table(table.name);
        for start in (0..merged.height()).step_by(self.block) {
            let block = merged.slice(fit::<i64>(start), self.block);
            let mut keys = keyed_by(&block, table.key).map(|((key, _), ..)| key.to_owned());
            let first = keys.next();
            let last = keys.last().or_else(|| first.clone());
            let range = first.zip(last).map(|(first, last)| KeyRange { first, last });
            stage.put(&name, period, block.clone(), range)?;
        }
        Ok(())
    }

    /// What of the merged files does not hold the rows of the files that it was made from, as far as those are there.
    pub(super) fn wrongly_merged(&self) -> Vec<String> {
        let mut wrong = vec![];
        for record in self.records.iter().filter(|r| r.kind == BatchKind::Compaction) {
            for table in TABLES {
                let name = merged_table(table.name);
                let periods: BTreeSet<Period> =
                    record.files.iter().filter(|f| f.table == name).map(|f| f.period).collect();
                for period in periods {
                    let sources = self.files(table.name, Some(record.seq)).map(|(_, file)| file);
                    let sources = sources.filter(|f| f.period == period).map(|f| table::read(&self.dir, f, None));
                    let made = record.files.iter().filter(|f| f.table == name && f.period == period);
                    let made = made.map(|file| table::read(&self.dir, file, None)).collect::<Result<Vec<_>>>();
                    // What cannot be read is told by its own name.
                    let (Ok(sources), Ok(made)) = (sources.collect::<Result<Vec<_>>>(), made) else { continue };
                    let same = || Ok::<_, Error>(same_rows(merged(sources, table)?.as_ref(), &together(made)?));
                    if !same().unwrap_or_default() {
                        wrong.push(format!(
                            "the merged {} of {period} in record {} are not the rows that they were made from; put the \
                             folder history back from a backup",
                            table.name, record.seq
                        ));
                    }
                }
            }
        }
        wrong
    }
}

/// The rows of all frames in the order of the key, those of one key by record. A column that one of them lacks is blank
/// there. `None` where a column is of two kinds.
fn merged(frames: Vec<DataFrame>, table: RowTable) -> Result<Option<DataFrame>> {
    let mut columns: Vec<(PlSmallStr, DataType)> = vec![];
    // The newest has the columns of today.
    for column in frames.iter().rev().flat_map(DataFrame::columns) {
        match columns.iter().find(|(name, _)| name == column.name()) {
            Some((_, kind)) if kind != column.dtype() => return Ok(None),
            Some(_) => {}
            None => columns.push((column.name().clone(), column.dtype().clone())),
        }
    }
    let whole = |frame: DataFrame| {
        let column = |(name, kind): &(PlSmallStr, DataType)| {
            let there = frame.column(name).ok().cloned();
            there.unwrap_or_else(|| Column::full_null(name.clone(), frame.height(), kind))
        };
        let columns = columns.iter().map(column).collect();
        DataFrame::new(frame.height(), columns).map_err(|e| Error::Internal(e.to_string()))
    };
    let all = together(frames.into_iter().map(whole).collect::<Result<_>>()?)?;
    let mut rows: Vec<_> =
        keyed_by(&all, table.key).map(|(key, _, line)| (key, line.seq(), fit::<IdxSize>(line.row))).collect();
    rows.sort_unstable();
    let order = IdxCa::from_vec("".into(), rows.into_iter().map(|(.., row)| row).collect());
    all.take(&order).map(Some).map_err(|e| Error::Internal(e.to_string()))
}

/// Column by column, in any order; a column that one of them lacks is blank in the other.
fn same_rows(a: Option<&DataFrame>, b: &DataFrame) -> bool {
    let Some(a) = a.filter(|a| a.height() == b.height()) else { return false };
    let holds = |column: &Column, other: &DataFrame| match other.column(column.name()) {
        Ok(same) => same.dtype() == column.dtype() && same.equals_missing(column),
        Err(_) => column.null_count() == column.len(),
    };
    a.columns().iter().all(|column| holds(column, b)) && b.columns().iter().all(|column| holds(column, a))
}
