//! Opening the data files that records name: which of them, and of each no more than what is asked for.

use super::Ledger;
use super::log::{DataFile, LogRecord};
use super::rows::{LedgerRow, keyed};
use super::table;
use crate::error::Result;
use polars::prelude::DataFrame;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows that one record wrote of a quarter, in the order of their key. What a record took away comes before what it has
/// instead, here or in a file before.
pub(super) struct OpenedRows<'l> {
    /// The record.
    pub(super) record: &'l LogRecord,
    /// The file, or the first of several.
    pub(super) file: &'l DataFile,
    /// The rows.
    pub(super) frame: DataFrame,
}

/// The files of a table that are wanted, each with its record, oldest record first.
pub(super) type NamedFile<'l> = (&'l LogRecord, &'l DataFile);

impl Ledger {
    /// Opens files one after the other, with no more than these columns (all, when `None`); the others read as blank.
    pub(super) fn open_files<'l>(
        &'l self,
        files: impl Iterator<Item = NamedFile<'l>>,
        columns: Option<&[&str]>,
    ) -> impl Iterator<Item = Result<OpenedRows<'l>>> {
        files.map(move |(record, file)| Ok(OpenedRows { record, file, frame: table::read(&self.dir, file, columns)? }))
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
        for (record, file) in files.filter(|(_, file)| of.is_none_or(|keys| file.may_hold(keys))) {
            let frame = table::read_rows(&self.dir, file, &by, rows)?;
            out.extend(frame.map(|frame| OpenedRows { record, file, frame }));
        }
        Ok(out)
    }
}
