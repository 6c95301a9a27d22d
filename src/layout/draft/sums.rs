//! Rows of a table that are sums of others: sub-totals and totals, which every form calls something else.

use super::cells::text;
use super::found::{AssignedTable, FoundColumn};
use super::names::{is_indicator, named};
use super::vocabulary::vocabulary;
use crate::record::{Cell, Content, Field};
use crate::register::Register;
use std::collections::BTreeMap;

/// Sums differ from what they are of by the rounding of their parts.
const ROUNDED: f64 = 0.005;

/// A row of the table: what stands in the column that says whose it is, and its figures by column.
struct KeyedRow {
    row: u32,
    key: String,
    known: bool,
    formulas: bool,
    figures: BTreeMap<usize, f64>,
}

/// Takes out the rows that are no lines: the register does not know what they are of, and they add up what stands above
/// them. They are named in full, so that no line goes with them.
pub fn take_out(table: &mut AssignedTable<'_>, register: &Register) {
    let Some(key) = key_column(table) else { return };
    let rows = keyed_rows(table, key, register);
    if 2 * rows.iter().filter(|r| r.known).count() <= rows.len() {
        return;
    }
    let by_hand = rows.iter().any(|r| r.known && !r.formulas);
    let (mut since, mut sums): (Vec<&KeyedRow>, Vec<&KeyedRow>) = (vec![], vec![]);
    let mut all: Vec<&KeyedRow> = vec![];
    for row in &rows {
        let adds_up = is_sum(row, &since) || is_sum(row, &all) || is_sum(row, &sums);
        if !row.known && (adds_up || (row.formulas && by_hand) || vocabulary().stops(&row.key)) {
            sums.push(row);
            since.clear();
        } else {
            since.push(row);
            all.push(row);
        }
    }
    for sum in &sums {
        if !table.block.skip_whole.contains(&sum.key) {
            table.block.skip_whole.push(sum.key.clone());
        }
    }
    let gone: Vec<u32> = sums.iter().map(|s| s.row).collect();
    for column in &mut table.block.columns {
        column.cells.retain(|c| !gone.contains(&c.at.row));
    }
    table.block.lines -= gone.len().min(table.block.lines);
}

/// The column that says whose a row is: its indicator, else its service.
pub fn key_column(table: &AssignedTable<'_>) -> Option<usize> {
    id_column(table).or_else(|| holds(table, Field::Service))
}

/// The column of ids, or of what stands in their place.
pub fn id_column(table: &AssignedTable<'_>) -> Option<usize> {
    holds(table, Field::Id)
}

fn holds(table: &AssignedTable<'_>, field: Field) -> Option<usize> {
    table.found.iter().position(|f| matches!(f, FoundColumn::Field(held, _) if *held == field))
}

fn keyed_rows(table: &AssignedTable<'_>, key: usize, register: &Register) -> Vec<KeyedRow> {
    let by_service = matches!(table.found[key], FoundColumn::Field(Field::Service, _));
    let known = |text: &str| match by_service {
        true => register.service(text).is_some(),
        false => is_indicator(register, text) || named(register, text).is_some(),
    };
    let figures: Vec<usize> =
        (0..table.found.len()).filter(|n| *n != key && table.profiles[*n].mostly_numbers()).collect();
    let row = |cell: &&Cell| {
        let key = text(cell)?.to_owned();
        let mine = || {
            let in_row =
                |n: &usize| table.block.columns[*n].cells.iter().find(|c| c.at.row == cell.at.row).map(|c| (*n, *c));
            figures.iter().filter_map(in_row)
        };
        let number = |(n, c): (usize, &Cell)| match c.content {
            Content::Number(number) => Some((n, number)),
            _ => None,
        };
        let formulas = mine().next().is_some() && mine().all(|(_, c)| c.formula);
        Some(KeyedRow {
            row: cell.at.row,
            known: known(&key),
            key,
            formulas,
            figures: mine().filter_map(number).collect(),
        })
    };
    table.block.columns[key].cells.iter().filter_map(row).collect()
}

/// Whether every figure of a row is the sum of those of others.
fn is_sum(row: &KeyedRow, of: &[&KeyedRow]) -> bool {
    let sum = |n: &usize| -> f64 { of.iter().filter_map(|r| r.figures.get(n)).sum() };
    let near = |(n, figure): (&usize, &f64)| (sum(n) - figure).abs() <= ROUNDED * figure.abs().max(1.0);
    of.len() > 1
        && row.figures.values().any(|f| *f != 0.0)
        && row.figures.iter().filter(|f| near(*f)).count() * 3 >= row.figures.len() * 2
}
