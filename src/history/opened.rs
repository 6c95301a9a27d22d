//! Opening the data files that records name: which of them, and of each no more than what is asked for.
//!
//! Where a compaction has merged the files of a quarter, the merged ones are opened in their place, and their rows are given
//! back to the records that wrote them: who asks need not know.

use super::Ledger;
use super::log::{BatchKind, DataFile, LogRecord};
use super::rows::{LedgerRow, keyed};
use super::table;
use crate::error::{Error, Result};
use crate::fit::fit;
use crate::period::Period;
use polars::prelude::{DataFrame, IdxCa, IdxSize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rows that one record wrote of a quarter, in the order of their key. What a record took away comes before what it has
/// instead, or with it.
pub(super) struct OpenedRows<'l> {
    /// The record.
    pub(super) record: &'l LogRecord,
    /// The file, or the first of several.
    pub(super) file: &'l DataFile,
    /// The rows.
    pub(super) frame: DataFrame,
}

/// A data file, with its record.
pub(super) type NamedFile<'l> = (&'l LogRecord, &'l DataFile);

/// What is opened at once.
enum Opening<'l> {
    One(NamedFile<'l>),
    /// Of each of these records the first file, and the files that hold the rows of all of them.
    Merged(Vec<NamedFile<'l>>, Vec<&'l DataFile>),
}

/// The table of merged files of a table.
pub(super) fn merged_table(table: &str) -> String {
    format!("merged-{table}")
}

impl Ledger {
    /// Opens files one after the other, with no more than these columns (all, when `None`); the others read as blank. Quarter
    /// by quarter, and of each the oldest record first.
    pub(super) fn open_files<'l>(
        &'l self,
        files: impl Iterator<Item = NamedFile<'l>>,
        columns: Option<&[&str]>,
    ) -> impl Iterator<Item = Result<OpenedRows<'l>>> {
        self.openings(files, |_| true).into_iter().flat_map(move |opening| match opening {
            Opening::One((record, file)) => {
                vec![table::read(&self.dir, file, columns).map(|frame| OpenedRows { record, file, frame })]
            }
            Opening::Merged(of, blocks) => {
                // Whose the rows are.
                let columns = columns.map(|some| match some.contains(&"seq") {
                    true => some.to_vec(),
                    false => [some, &["seq"]].concat(),
                });
                let read = |file: &&DataFile| table::read(&self.dir, file, columns.as_deref());
                let frames = blocks.iter().map(read).collect::<Result<Vec<_>>>();
                match frames.and_then(together).and_then(|frame| given_back(&of, &frame)) {
                    Ok(opened) => opened.into_iter().map(Ok).collect(),
                    Err(e) => vec![Err(e)],
                }
            }
        })
    }

    /// Opens those files that may hold a row that `wanted` takes by its key, and of each the rows from the first such row to
    /// the last. `of` are the first parts of all keys that can be wanted, where they are known.
    pub(super) fn open_rows<'l, R: LedgerRow>(
        &'l self,
        files: impl Iterator<Item = NamedFile<'l>>,
        of: Option<&BTreeSet<Arc<str>>>,
        wanted: impl Fn((&str, &str)) -> bool,
    ) -> Result<Vec<OpenedRows<'l>>> {
        let by = [R::KEY.0, R::KEY.1];
        let rows = |frame: &DataFrame| {
            let mut at = keyed::<R>(frame).filter(|(key, ..)| wanted(*key)).map(|(_, _, line)| line.row);
            let first = at.next()?;
            Some(first..=at.last().unwrap_or(first))
        };
        let mut out = vec![];
        for opening in self.openings(files, |file| of.is_none_or(|keys| file.may_hold(keys))) {
            match opening {
                Opening::One((record, file)) => {
                    let frame = table::read_rows(&self.dir, file, &by, rows)?;
                    out.extend(frame.map(|frame| OpenedRows { record, file, frame }));
                }
                Opening::Merged(records, blocks) => {
                    for block in blocks {
                        if let Some(frame) = table::read_rows(&self.dir, block, &by, rows)? {
                            out.extend(given_back(&records, &frame)?);
                        }
                    }
                }
            }
        }
        Ok(out)
    }

    /// What is opened for these files, as far as it can hold what is wanted: merged files where they are fewer.
    fn openings<'l>(
        &'l self,
        files: impl Iterator<Item = NamedFile<'l>>,
        wanted: impl Fn(&DataFile) -> bool,
    ) -> Vec<Opening<'l>> {
        let mut files: Vec<NamedFile<'l>> = files.collect();
        files.sort_by_key(|(_, file)| file.period);
        let mut out = vec![];
        for quarter in files.chunk_by(|(_, a), (_, b)| a.period == b.period) {
            let merged = quarter.first().and_then(|(_, file)| self.merged(&file.table, file.period));
            let upto = merged.as_ref().map_or(0, |(record, _)| record.seq);
            let (covered, since): (Vec<NamedFile<'l>>, Vec<_>) = quarter.iter().partition(|(r, _)| r.seq < upto);
            let one_by_one = covered.iter().filter(|(_, file)| wanted(file)).count();
            let blocks = merged.map_or(vec![], |(_, blocks)| blocks.into_iter().filter(|file| wanted(file)).collect());
            if blocks.len() < one_by_one {
                let mut of = covered;
                of.dedup_by_key(|(record, _)| record.seq);
                out.push(Opening::Merged(of, blocks));
            } else {
                out.extend(covered.into_iter().filter(|(_, file)| wanted(file)).map(Opening::One));
            }
            out.extend(since.into_iter().filter(|(_, file)| wanted(file)).map(Opening::One));
        }
        out
    }

    /// How many files are opened for these.
    pub(super) fn opened(&self, files: &[NamedFile<'_>]) -> usize {
        let count = |opening: &Opening<'_>| match opening {
            Opening::One(_) => 1,
            Opening::Merged(_, blocks) => blocks.len(),
        };
        self.openings(files.iter().copied(), |_| true).iter().map(count).sum()
    }

    /// The newest compaction that has merged the files of a quarter, and what it made of them.
    pub(super) fn merged(&self, table: &str, period: Period) -> Option<(&LogRecord, Vec<&DataFile>)> {
        let compactions = self.records.iter().rev().filter(|r| r.kind == BatchKind::Compaction);
        let table = merged_table(table);
        let mut made = compactions.map(|r| {
            let files = r.files.iter().filter(|f| f.period == period && f.table == table);
            (r, files.collect::<Vec<_>>())
        });
        made.find(|(_, files)| !files.is_empty())
    }
}

/// Frames with the same columns as one.
pub(super) fn together(frames: Vec<DataFrame>) -> Result<DataFrame> {
    let fault = |e: polars::prelude::PolarsError| Error::Internal(format!("merged tables differ: {e}"));
    let mut frames = frames.into_iter();
    let mut all = frames.next().unwrap_or_default();
    for frame in frames {
        all.vstack_mut_owned(frame).map_err(fault)?;
    }
    all.rechunk_mut();
    Ok(all)
}

/// The rows of each of these records, in the order that they have.
fn given_back<'l>(of: &[NamedFile<'l>], frame: &DataFrame) -> Result<Vec<OpenedRows<'l>>> {
    let mut rows: BTreeMap<u64, Vec<IdxSize>> = BTreeMap::new();
    for line in table::lines(frame) {
        rows.entry(line.seq().unwrap_or_default()).or_default().push(fit::<IdxSize>(line.row));
    }
    let mut out = vec![];
    for (record, file) in of {
        let Some(rows) = rows.remove(&record.seq) else { continue };
        let frame = frame.take(&IdxCa::from_vec("".into(), rows)).map_err(|e| Error::Internal(e.to_string()))?;
        out.push(OpenedRows { record, file, frame });
    }
    Ok(out)
}
