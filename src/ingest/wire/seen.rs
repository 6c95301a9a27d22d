//! What stands on the sheets, as rows of the wire: a row for each sheet, and its cells after it.

use super::{Cells, SEEN, SURVEY, content, place};
use crate::ingest::book::flags_of;
use crate::record::SheetSurvey;

impl Cells {
    /// Adds a sheet, under its number on the wire.
    pub(super) fn push_survey(&mut self, sheet: u16, seen: &SheetSurvey) {
        self.row([SURVEY, u8::from(seen.hidden), 0, 0], place(sheet, 0, 0), seen.filled as f64, "");
        for cell in &seen.cells {
            let (kind, number, text) = content::coded(&cell.content);
            self.row([SEEN, 0, kind, flags_of(cell)], place(sheet, cell.at.row, cell.at.col), number, text);
        }
    }
}
