//! What a sheet says beside its values.

use std::ops::Range;

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
    /// Rows and columns of percentages, ascending, where the format of the file says so in each cell.
    pub percent: Vec<(Range<u32>, Range<u32>)>,
}

/// A cell with a formula or an error value.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct SpecialCell {
    pub at: (u32, u32),
    pub formula: bool,
    /// A result was saved with the formula, an empty text included.
    pub result: bool,
    /// What an old .xls saved is the empty text.
    pub empty: bool,
    /// The formula refers to another workbook.
    pub external: bool,
    /// The error value as it is written.
    pub error: Option<String>,
}

impl SheetFacts {
    pub fn row_hidden(&self, row: u32) -> bool {
        let n = self.hidden_rows.partition_point(|(_, last)| *last < row);
        self.hidden_rows.get(n).is_some_and(|(first, _)| *first <= row)
    }
    pub fn column_hidden(&self, col: u32) -> bool {
        self.hidden_columns.iter().any(|(a, b)| (*a..=*b).contains(&col))
    }
    pub fn is_percent(&self, (row, col): (u32, u32)) -> bool {
        let from =
            self.percent.partition_point(|(rows, cols)| rows.end <= row || (rows.start <= row && cols.end <= col));
        self.percent.get(from).is_some_and(|(rows, cols)| rows.contains(&row) && cols.contains(&col))
    }
    /// Takes a merged range by its first and last cell; [`Self::merged`] is to be sorted after the last.
    pub fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        self.merged.push(first);
        self.covered.push((first.0..last.0.saturating_add(1), first.1..last.1.saturating_add(1)));
    }
    pub fn is_merged(&self, at: (u32, u32)) -> bool {
        self.merged.binary_search(&at).is_ok()
    }
}
