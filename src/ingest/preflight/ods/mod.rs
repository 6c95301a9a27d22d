//! An OpenDocument workbook, read as it is unpacked: values, styles, what is hidden, merged, crossed out or raised.

mod calendar;
mod xml;
mod codes;
mod styles;
mod text;
mod tables;

use super::facts::{CellStyle, SheetFacts};
use super::runs::RichTexts;
use crate::ingest::pointer::Pointer;
use std::ops::Range;
pub(super) use styles::Styles;
pub(crate) use xml::{Malformed, Next, Part as XmlPart, attribute};

/// A sheet as it was read.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct OdsTable {
    pub name: String,
    pub hidden: bool,
    /// By row, then column; of cells that hold something.
    pub runs: Vec<OdsRun>,
}

/// Cells that hold the same.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OdsRun {
    pub rows: Range<u32>,
    pub columns: Range<u32>,
    pub value: OdsValue,
    /// The number of their style.
    pub style: usize,
    pub formula: bool,
    /// The formula refers to another workbook.
    pub external: bool,
    /// The cell that the formula of a nought points at, where it does nothing else.
    pub pointer: Option<Box<Pointer>>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum OdsValue {
    Number(f64),
    Text(String),
    Bool(bool),
    /// A day or a moment as it is written: `2026-09-30T12:00:00`.
    Day(String),
    FormulaWithoutResult,
}

/// What was found in a workbook.
#[derive(Debug, Default)]
pub(super) struct OdsFacts {
    /// What each style of cells says, by its number.
    pub styles: Vec<CellStyle>,
    pub tables: Vec<OdsTable>,
    /// In the order of the tables.
    pub sheets: Vec<SheetFacts>,
    /// Texts of several fonts.
    pub rich: RichTexts,
    /// Other workbooks that this one links to.
    pub links: usize,
}

/// Reads the contents, with the styles of the workbook; `None` where they are damaged.
pub(super) fn contents(xml: &[u8], mut styles: Styles, most: u64) -> Option<OdsFacts> {
    let read = tables::read(xml, &mut styles, most).ok()?;
    Some(OdsFacts { styles: styles.known, tables: read.tables, sheets: read.facts, rich: read.rich, links: read.links })
}

#[cfg(test)]
mod tests;
