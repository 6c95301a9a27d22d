//! Ranges of cells.

use crate::fit::fit;
use crate::reading::CellRef;
use std::fmt;

/// The rows of a sheet.
pub(super) const ROWS: u32 = 1 << 20;
/// The columns of a sheet.
pub(super) const COLUMNS: u32 = 1 << 14;

/// A rectangle of cells, counted from 0, both ends in it; displays as `A3:C10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Area {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

impl Area {
    /// `A3:C10`, also with `$`, or one cell; nothing where it is no range.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace('$', "");
        let (first, last) = text.split_once(':').unwrap_or((&text, &text));
        let (first, last): (CellRef, CellRef) = (first.parse().ok()?, last.parse().ok()?);
        let ordered = first.row <= last.row && first.col <= last.col;
        ordered.then(|| Self { rows: (first.row, last.row), columns: (first.col.into(), last.col.into()) })
    }

    /// Whether a cell lies in it.
    pub fn has(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }

    /// Whether two have a cell in common.
    pub fn meets(&self, other: &Self) -> bool {
        let overlap = |a: (u32, u32), b: (u32, u32)| a.0 <= b.1 && b.0 <= a.1;
        overlap(self.rows, other.rows) && overlap(self.columns, other.columns)
    }

    /// A part of one of its rows, or of several.
    pub fn of(rows: (u32, u32), columns: (u32, u32)) -> Self {
        Self { rows, columns }
    }
}

/// `B7`.
pub(super) fn cell(row: u32, column: u32) -> String {
    CellRef::new(row, fit(column)).to_string()
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (cell(self.rows.0, self.columns.0), cell(self.rows.1, self.columns.1));
        if first == last { write!(f, "{first}") } else { write!(f, "{first}:{last}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_they_are_written() {
        let area = Area::parse("$B$2:C10").unwrap();
        assert_eq!((area.rows, area.columns, area.to_string().as_str()), ((1, 9), (1, 2), "B2:C10"));
        assert_eq!(Area::parse("A1").unwrap().to_string(), "A1");
        for wrong in ["", "A", "B2:A1", "A0", "XFE1", "#REF!"] {
            assert_eq!(Area::parse(wrong), None, "{wrong}");
        }
        assert!(area.has(9, 2) && !area.has(10, 2) && area.meets(&Area::parse("A1:B2").unwrap()));
    }
}
