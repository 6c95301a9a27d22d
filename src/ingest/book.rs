//! A workbook as plain cells in memory: 24 bytes a filled cell, all texts in one string.

use super::preflight::Beside;
use crate::reading::CellRef;
use crate::record::{Appearance, Cell, Content, Share};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Every worksheet of a file.
#[derive(Default)]
pub(super) struct ReadBook {
    pub sheets: Vec<ReadSheet>,
    /// Days count from 1904, as on an early Macintosh.
    pub since_1904: bool,
    text: String,
}

/// One worksheet; its filled cells by row, then column.
#[derive(Default)]
pub(super) struct ReadSheet {
    pub name: Arc<str>,
    pub hidden: bool,
    pub cells: Vec<Raw>,
    /// By the first cell of a merged range, how many columns to its right it covers; only where it covers any.
    pub covers: BTreeMap<(u32, u16), u16>,
    /// How many rows below it; only where it covers any.
    pub covers_below: BTreeMap<(u32, u16), u32>,
    /// What a person sees of the cells that show something else than they hold.
    pub appearances: BTreeMap<(u32, u16), Appearance>,
    /// What stands on it beside its cells.
    pub beside: Beside,
    /// Why the sheet cannot be read, in words; its cells are not to be trusted then.
    pub broken: Option<String>,
}

#[derive(Clone, Copy)]
pub(super) struct Raw {
    pub row: u32,
    pub col: u16,
    pub flags: u8,
    pub value: Held,
}

/// What a cell holds; texts as their place in the book.
#[derive(Clone, Copy)]
pub(super) enum Held {
    Number(f64),
    Text(Span),
    Bool(bool),
    Date(NaiveDate),
    Error(Span),
    FormulaWithoutResult,
}

#[derive(Clone, Copy)]
pub(super) struct Span {
    at: u32,
    length: u32,
}

pub(super) const PERCENT: u8 = 1;
pub(super) const FORMULA: u8 = 2;
pub(super) const HIDDEN: u8 = 4;
pub(super) const MERGED: u8 = 8;
pub(super) const EXTERNAL: u8 = 16;

impl ReadBook {
    /// A book without sheets.
    pub fn new(since_1904: bool) -> Self {
        Self { since_1904, ..Self::default() }
    }

    /// Keeps a text; `None` when the book would hold more than 4 GB of it.
    pub fn keep(&mut self, text: &str) -> Option<Span> {
        let span = Span { at: u32::try_from(self.text.len()).ok()?, length: u32::try_from(text.len()).ok()? };
        self.text.push_str(text);
        Some(span)
    }

    /// Bytes of text kept so far.
    pub fn text_length(&self) -> usize {
        self.text.len()
    }

    pub fn text(&self, span: Span) -> &str {
        let at = span.at as usize;
        self.text.get(at..at + span.length as usize).unwrap_or_default()
    }

    /// The text of a cell that holds text.
    pub fn text_of(&self, raw: &Raw) -> Option<&str> {
        match raw.value {
            Held::Text(span) => Some(self.text(span)),
            _ => None,
        }
    }

    /// Whether two sheets hold the same in the same cells.
    pub fn same_cells(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.sheets[a], &self.sheets[b]);
        let cells = |s: &ReadSheet| s.cells.len();
        let content = |s: &ReadSheet, c: &Raw| self.cell(s, c).content;
        cells(a) == cells(b)
            && a.cells
                .iter()
                .zip(&b.cells)
                .all(|(x, y)| (x.row, x.col) == (y.row, y.col) && content(a, x) == content(b, y))
    }

    pub fn cell(&self, sheet: &ReadSheet, raw: &Raw) -> Cell {
        let content = match raw.value {
            Held::Number(n) => Content::Number(n),
            Held::Text(span) => Content::Text(self.text(span).into()),
            Held::Bool(b) => Content::Bool(b),
            Held::Date(d) => Content::Date(d),
            Held::Error(span) => Content::Error(self.text(span).into()),
            Held::FormulaWithoutResult => Content::FormulaWithoutResult,
        };
        let has = |flag| raw.flags & flag != 0;
        Cell {
            at: CellRef::new(raw.row, raw.col),
            content,
            percent: has(PERCENT),
            formula: has(FORMULA),
            hidden: has(HIDDEN),
            merged: has(MERGED),
            covers: if has(MERGED) { sheet.covers_right(raw) } else { 0 },
            external: has(EXTERNAL),
            share: Share::Own,
            hint: 0,
            since_1904: self.since_1904,
            appearance: sheet.appearances.get(&(raw.row, raw.col)).cloned().map(Box::new),
        }
    }
}

impl ReadSheet {
    /// Hides the values that merged cells cover: nobody sees them.
    pub fn hide(&mut self, covered: &[(Range<u32>, Range<u32>)]) {
        // Ranges over ranges, as only a hostile file has them, must not cost the product of both.
        let mut most = 4 * self.cells.len() + (1 << 20);
        for (rows, columns) in covered {
            let at = |row| self.cells.partition_point(|c| c.row < row);
            let within = at(rows.start)..at(rows.end);
            most = most.saturating_sub(within.len());
            if most == 0 {
                return;
            }
            let under = |c: &&mut Raw| columns.contains(&u32::from(c.col)) && c.flags & MERGED == 0;
            self.cells[within].iter_mut().filter(under).for_each(|c| c.flags |= HIDDEN);
        }
    }

    /// Columns to the right of a cell that its merged range covers.
    pub fn covers_right(&self, raw: &Raw) -> u16 {
        self.covers.get(&(raw.row, raw.col)).copied().unwrap_or(0)
    }

    /// Rows below a cell that its merged range covers.
    pub fn covers_below(&self, raw: &Raw) -> u32 {
        self.covers_below.get(&(raw.row, raw.col)).copied().unwrap_or(0)
    }

    /// The cells of each row that has any.
    pub fn rows(&self) -> impl Iterator<Item = &[Raw]> {
        self.cells.chunk_by(|a, b| a.row == b.row)
    }
}
