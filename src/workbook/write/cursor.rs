//! Where a table stands between two rows.

use crate::fit::fit;
use crate::workbook::style::Formats;
use crate::workbook::{Sheet, SheetCell, StyleId, Table};

/// The first row of the longest table of a sheet, made before all others: its columns take its styles.
pub(super) struct FirstRow<'a> {
    /// The position of the table in its sheet.
    table: usize,
    /// The table's first column.
    pub(super) column: u16,
    pub(super) cells: Vec<SheetCell<'a>>,
}

impl<'a> FirstRow<'a> {
    pub(super) fn of(sheet: &mut Sheet<'a>) -> Self {
        let longest = sheet.tables.iter_mut().enumerate().max_by_key(|(_, table)| table.len());
        let (mut out, longest) = match longest {
            Some((n, table)) => (Self { table: n, column: table.column, cells: vec![] }, table),
            None => return Self { table: 0, column: 0, cells: vec![] },
        };
        if !longest.is_empty() {
            longest.fill(0, &mut out.cells);
        }
        out
    }

    /// The styles that columns of its sheet have by themselves, from column A. Where each cell named its column's, the crate
    /// would look a format up for each.
    pub(super) fn columns(&self, formats: &Formats<'_>) -> Vec<Option<StyleId>> {
        let own = self.cells.iter().map(|cell| Some(cell.style).filter(|style| formats.suits_column(*style)));
        std::iter::repeat_n(None, usize::from(self.column)).chain(own).collect()
    }
}

/// Where the writing of a table has got to.
pub(super) struct Cursor<'t, 'a> {
    pub(super) table: &'t mut Table<'a>,
    /// Rows written, the heading row included.
    pub(super) done: usize,
    /// The first data row, where it had to be looked at beforehand.
    first: Option<Vec<SheetCell<'a>>>,
}

impl<'t, 'a> Cursor<'t, 'a> {
    /// Before the first row of each table of a sheet.
    pub(super) fn all(tables: &'t mut [Table<'a>], mut first: Option<FirstRow<'a>>) -> Vec<Self> {
        let cursor = |(n, table): (usize, &'t mut Table<'a>)| {
            let own = first.take_if(|first| first.table == n && !table.is_empty());
            Self { table, done: 0, first: own.map(|first| first.cells) }
        };
        tables.iter_mut().enumerate().map(cursor).collect()
    }

    fn head(&self) -> usize {
        usize::from(!self.table.headings().is_empty())
    }

    pub(super) fn heading(&self) -> bool {
        self.done < self.head()
    }

    pub(super) fn next_row(&self) -> Option<u32> {
        (self.done < self.table.len() + self.head()).then(|| self.table.row + fit::<u32>(self.done))
    }

    /// Puts the cells of the next data row behind what is in `out`.
    pub(super) fn fill(&mut self, out: &mut Vec<SheetCell<'a>>) {
        let n = self.done.saturating_sub(self.head());
        match self.first.take() {
            Some(first) => out.extend(first),
            None => self.table.fill(n, out),
        }
    }
}
