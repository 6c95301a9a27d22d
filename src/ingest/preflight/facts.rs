//! What a sheet says beside its values.

use super::beside::Beside;
use super::conditional::HidingRule;
use crate::ingest::formats::NumberFormat;
use crate::ingest::pointer::Pointer;
use crate::record::Appearance;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a style says of the cells that have it.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct CellStyle {
    pub format: NumberFormat,
    /// The font crosses the whole cell out.
    pub struck: bool,
}

impl CellStyle {
    /// Shows what it holds.
    pub const PLAIN: Self = Self { format: NumberFormat::PLAIN, struck: false };

    /// Whether cells of this style show what they hold.
    pub fn is_plain(&self) -> bool {
        self.format.is_plain() && !self.struck
    }
}

/// What was found in one sheet.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct SheetFacts {
    /// Zero-based, first and last, ascending.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Zero-based, first and last.
    pub hidden_columns: Vec<(u32, u32)>,
    /// First cells of merged ranges, ascending.
    pub merged: Vec<(u32, u32)>,
    /// Rows and columns of merged ranges: what stands there beside the first cell is covered by it.
    pub covered: Vec<(Range<u32>, Range<u32>)>,
    /// In the order of the file.
    pub special: Vec<SpecialCell>,
    /// Rows and columns of cells whose style is not plain, ascending, and the number of the style. Not of .xlsx, whose
    /// parser gives the style with the cell.
    pub styled: Vec<(Range<u32>, Range<u32>, usize)>,
    /// Cells that show something else than they hold, by their place; ascending.
    pub appearances: Vec<((u32, u32), Appearance)>,
    /// What stands for texts of several fonts that the parser gives plainly, by their place; ascending. Only of .xls.
    pub texts: Vec<((u32, u32), String)>,
    /// The sheet shows nothing where a value is nought.
    pub noughts_hidden: bool,
    /// A cell whose number is interrupted by what the parser cannot follow.
    pub interrupted: Option<(u32, u32)>,
    /// Conditional formats that show nothing of some values. Only of .xlsx.
    pub hiding: Vec<HidingRule>,
    /// What stands beside the cells.
    pub beside: Beside,
}

/// A cell with a formula or an error value.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct SpecialCell {
    pub at: (u32, u32),
    pub formula: bool,
    /// A result was saved with the formula, an empty text included.
    pub result: bool,
    /// The formula refers to another workbook.
    pub external: bool,
    /// The error value as it is written.
    pub error: Option<String>,
    /// The error value stands for a picture.
    pub picture: bool,
    /// The cell that the formula points at, where it does nothing else. Only of .xlsx, whose parser gives no formulas.
    pub pointer: Option<Pointer>,
}

impl SheetFacts {
    pub fn row_hidden(&self, row: u32) -> bool {
        let n = self.hidden_rows.partition_point(|(_, last)| *last < row);
        self.hidden_rows.get(n).is_some_and(|(first, _)| *first <= row)
    }
    pub fn column_hidden(&self, col: u32) -> bool {
        self.hidden_columns.iter().any(|(a, b)| (*a..=*b).contains(&col))
    }
    /// The number of a cell's style, where that is not plain.
    pub fn style_of(&self, (row, col): (u32, u32)) -> Option<usize> {
        let before = |(rows, cols, _): &(Range<u32>, Range<u32>, usize)| {
            rows.end <= row || (rows.start <= row && cols.end <= col)
        };
        let (rows, cols, style) = self.styled.get(self.styled.partition_point(before))?;
        (rows.contains(&row) && cols.contains(&col)).then_some(*style)
    }
    /// What a person sees of a cell, where that is not simply what it holds.
    pub fn appearance_of(&self, at: (u32, u32)) -> Option<&Appearance> {
        let n = self.appearances.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        Some(&self.appearances[n].1)
    }
    /// What stands for the text of a cell that has several fonts.
    pub fn text_of(&self, at: (u32, u32)) -> Option<&str> {
        let n = self.texts.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        Some(&self.texts[n].1)
    }
    /// Whether a conditional format shows nothing of the value of a cell; the number is `None` for a text.
    pub fn hides(&self, at: (u32, u32), number: Option<f64>) -> bool {
        self.hiding.iter().any(|rule| rule.hides(at, number))
    }
    /// Takes a merged range by its first and last cell; [`Self::merged`] is to be sorted after the last.
    pub fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        self.merged.push(first);
        self.covered.push((first.0..last.0.saturating_add(1), first.1..last.1.saturating_add(1)));
    }
    /// By the first cell of a merged range, how many columns to its right are covered; only where there are any. Some
    /// formats give a range as a whole, others each cell of it that is covered.
    pub fn covered_right(&self) -> BTreeMap<(u32, u16), u16> {
        let mut rows: BTreeMap<u32, Vec<&Range<u32>>> = BTreeMap::new();
        self.covered.iter().for_each(|(row, columns)| rows.entry(row.start).or_default().push(columns));
        rows.values_mut().for_each(|columns| columns.sort_unstable_by_key(|c| c.start));
        let right = |(row, col): &(u32, u32)| {
            let columns = rows.get(row)?;
            let mut end = col + 1;
            // From the one that begins at the cell or behind it, for as long as they adjoin and no other range begins.
            for next in &columns[columns.partition_point(|c| c.start < *col)..] {
                if next.start > end || (next.start > *col && self.is_merged((*row, next.start))) {
                    break;
                }
                end = end.max(next.end);
            }
            let key = (*row, u16::try_from(*col).ok()?);
            u16::try_from(end - col - 1).ok().filter(|n| *n > 0).map(|n| (key, n))
        };
        self.merged.iter().filter_map(right).collect()
    }
    /// By the first cell of a merged range, how many rows below it are covered; only where there are any.
    pub fn covered_down(&self) -> BTreeMap<(u32, u16), u32> {
        let down = |(rows, columns): &(Range<u32>, Range<u32>)| {
            let (first, below) = ((rows.start, columns.start), rows.end.saturating_sub(rows.start + 1));
            let key = (rows.start, u16::try_from(columns.start).ok()?);
            (below > 0 && self.is_merged(first)).then_some((key, below))
        };
        self.covered.iter().filter_map(down).collect()
    }
    pub fn is_merged(&self, at: (u32, u32)) -> bool {
        self.merged.binary_search(&at).is_ok()
    }
}
