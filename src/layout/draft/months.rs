//! Months across: the quarter is made of them, or stands in a column of its own beside them.

use super::find::TableBlock;
use super::found::{FoundColumn, is_month};
use super::vocabulary::vocabulary;
use crate::record::{Cell, Content, Field, Kind};
use std::collections::BTreeSet;

/// Months of a quarter.
const OF_A_QUARTER: usize = 3;
/// A sum differs from that of its parts by their rounding.
const ROUNDED: f64 = 0.005;

/// What becomes of the columns of months, and what that is worth: a return is read by quarters, so they make the figure where
/// nothing else is it.
pub fn settle(kind: Kind, found: &mut [FoundColumn]) -> f64 {
    let beside = found.iter().any(|f| matches!(f, FoundColumn::Field(Field::Value, _)));
    let read = kind == Kind::Indicators && !beside;
    let is_figure = |f: &FoundColumn| matches!(f, FoundColumn::Across(Field::Value, _));
    let worth = if read && found.iter().any(|f| is_month(f) && is_figure(f)) { 0.75 } else { 0.0 };
    for found in found.iter_mut().filter(|f| is_month(f) && !(read && is_figure(f))) {
        *found = FoundColumn::Nothing;
    }
    worth
}

/// The figure of the quarter beside the months: the sum of its three, else what sums up the year so far where that is no
/// sum of months: shares, of which the months make no more than their mean.
pub fn total(block: &TableBlock<'_>, found: &[FoundColumn], free: &[usize]) -> Option<usize> {
    let months: Vec<usize> = (0..found.len()).filter(|n| is_month(&found[*n])).collect();
    let beside = free.iter().copied().find(|n| months.last().is_some_and(|last| *n == last + 1))?;
    let adds_up = is_sum(block, &months, beside);
    let called = vocabulary().sums_up(&block.columns[beside].heading);
    let accepted = if months.len() <= OF_A_QUARTER { called || adds_up } else { called && !adds_up };
    accepted.then_some(beside)
}

/// Whether a column is the sum of others, wherever it can be told.
fn is_sum(block: &TableBlock<'_>, of: &[usize], column: usize) -> bool {
    let number = |n: usize, row: u32| {
        let cell: &&Cell = block.columns[n].cells.iter().find(|c| c.at.row == row)?;
        if let Content::Number(number) = cell.content { Some(number) } else { None }
    };
    let rows: BTreeSet<u32> = block.columns[column].cells.iter().map(|c| c.at.row).collect();
    let told = rows.into_iter().filter_map(|row| {
        let (sum, parts) = (number(column, row)?, of.iter().filter_map(|n| number(*n, row)).collect::<Vec<f64>>());
        (parts.len() > 1).then(|| (parts.iter().sum::<f64>() - sum).abs() <= ROUNDED * sum.abs().max(1.0))
    });
    let told: Vec<bool> = told.collect();
    !told.is_empty() && told.into_iter().all(|sums| sums)
}
