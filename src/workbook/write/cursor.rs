//! Where a table stands between two rows.

use crate::fit::fit;
use crate::workbook::{SheetCell, Table};

/// Where the writing of a table has got to.
pub(super) struct Cursor<'t, 'a> {
    pub(super) table: &'t mut Table<'a>,
    /// Rows written, the heading row included.
    pub(super) done: usize,
    /// The first data row, where it had to be looked at beforehand.
    pub(super) first: Option<Vec<SheetCell<'a>>>,
}

impl<'t, 'a> Cursor<'t, 'a> {
    pub(super) fn new(table: &'t mut Table<'a>) -> Self {
        Self { table, done: 0, first: None }
    }

    pub(super) fn head(&self) -> usize {
        usize::from(!self.table.headings().is_empty())
    }

    pub(super) fn heading(&self) -> bool {
        self.done < self.head()
    }

    pub(super) fn next_row(&self) -> Option<u32> {
        (self.done < self.table.len() + self.head()).then(|| self.table.row + fit::<u32>(self.done))
    }

    pub(super) fn fill(&mut self, out: &mut Vec<SheetCell<'a>>) {
        let n = self.done.saturating_sub(self.head());
        self.table.fill(n, out);
    }
}
