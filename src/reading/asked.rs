//! Where a form asks for what was left blank: a blank cell is in no record, and its finding must stand in it all the same.

use super::{CellRef, Place, Return, Source};
use std::sync::Arc;

/// What a form asks beside a value, a risk's rating or an action's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Commentary,
    RemedialAction,
    Lead,
    Due,
    Owner,
    Reviewed,
}

impl Asked {
    /// It is asked beside a measure's value.
    pub fn beside_value(self) -> bool {
        matches!(self, Self::Commentary | Self::RemedialAction)
    }
}

/// The column of a table in which it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedColumn {
    pub what: Asked,
    pub source: Arc<Source>,
    pub sheet: Arc<str>,
    /// The heading row that it stands below.
    pub heading: u32,
    pub col: u16,
    /// In a matrix, the column of the values that it is about.
    pub beside: Option<u16>,
}

impl Return {
    /// The cell in which the form asks for this of whatever stands at `place`; none where the form has no such column.
    pub fn cell_asked(&self, place: &Place, what: Asked) -> Option<CellRef> {
        let CellRef { row, col } = place.cell;
        let own = |c: &&AskedColumn| {
            let here = c.what == what && c.sheet == place.sheet && c.source.file == place.source.file;
            here && c.heading < row && c.beside.is_none_or(|beside| beside == col)
        };
        let nearest = self.asked.iter().filter(own).max_by_key(|c| c.heading);
        nearest.map(|c| CellRef::new(row, c.col))
    }
}
