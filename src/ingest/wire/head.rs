//! The headings of tables as rows of the wire: a row for each table, and its columns after it.

use super::{COLUMN, Cells, HEAD, place};
use crate::reading::CellRef;
use crate::record::{Field, HeadColumn, TableHead};

impl Cells {
    /// Adds a heading, its sheet under its number on the wire.
    pub(super) fn push_head(&mut self, sheet: u16, head: &TableHead) {
        self.row([HEAD, head.kind as u8, 0, 0], place(sheet, head.row, 0), 0.0, "");
        for HeadColumn { field, col, group } in &head.columns {
            let grouped = u8::from(group.is_some());
            let at = place(0, u32::from(group.unwrap_or_default()), *col);
            self.row([COLUMN, *field as u8, grouped, 0], at, 0.0, "");
        }
    }
}

/// A column as [`Cells::push_head`] sends it; `None` for what it never sends.
pub(super) fn column(field: u8, grouped: u8, at: CellRef) -> Option<HeadColumn> {
    let group = if grouped == 1 { Some(u16::try_from(at.row).ok()?) } else { None };
    Some(HeadColumn { field: Field::from_u8(field)?, col: at.col, group })
}
