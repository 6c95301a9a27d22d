//! Rows as other programs get them: the columns of the ledger's tables, without a ledger.

use super::LedgerBatch;
use super::rows::LedgerRow;
use super::table::LedgerColumns;
use crate::error::Result;
use polars::prelude::Column;

/// One table of several batches, their rows one after the other.
pub struct ToldTable {
    /// As the ledger calls it.
    pub name: &'static str,
    /// How many rows each batch has.
    pub lengths: Vec<usize>,
    /// Its columns, all of them also where there is no row.
    pub columns: Vec<Column>,
}

/// What services sent: a table for each kind of row, the batches in their order.
///
/// # Errors
/// When a column cannot be made.
pub fn tables_of_returns(batches: &[LedgerBatch<'_>]) -> Result<Vec<ToldTable>> {
    Ok(vec![
        told(batches, |b| b.readings.clone())?,
        told(batches, |b| b.parts.clone())?,
        told(batches, |b| b.risks.clone())?,
        told(batches, |b| b.actions.clone())?,
        told(batches, |b| b.feedback.clone())?,
        told(batches, |b| b.revenue.clone())?,
        told(batches, |b| b.capital.clone())?,
        told(batches, |b| b.savings.clone())?,
    ])
}

/// What a run made of it: what the report says of each measure, what became of every file, and what was asked.
///
/// # Errors
/// When a column cannot be made.
pub fn tables_of_runs(batches: &[LedgerBatch<'_>]) -> Result<Vec<ToldTable>> {
    Ok(vec![
        told(batches, |b| b.reported.iter().collect())?,
        told(batches, |b| b.submissions.iter().collect())?,
        told(batches, |b| b.sayings.queries.iter().collect())?,
    ])
}

fn told<'b, R: LedgerRow + 'b>(
    batches: &'b [LedgerBatch<'_>],
    rows: impl Fn(&'b LedgerBatch<'_>) -> Vec<&'b R>,
) -> Result<ToldTable> {
    let each: Vec<Vec<&R>> = batches.iter().map(rows).collect();
    let lengths = each.iter().map(Vec::len).collect();
    let rows: Vec<(&R, bool)> = each.into_iter().flatten().map(|row| (row, false)).collect();
    let mut columns = vec![];
    let mut keep = |column: &Column| {
        columns.push(column.clone());
        Ok(())
    };
    R::columns(LedgerColumns::told(&rows, &mut keep)).all_told()?;
    Ok(ToldTable { name: R::TABLE, lengths, columns })
}
