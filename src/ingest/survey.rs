//! What stands on the sheets of a workbook, for whoever asks how it would be read: beginnings and ends, never all of
//! it, so that the answer stays small whatever the file holds.

use super::book::{Held, Raw, ReadBook, ReadSheet};
use crate::record::{Cell, Content, SheetSurvey};

/// Rows with something in them from the beginning of a sheet, and from its end.
const FIRST_ROWS: usize = 400;
const LAST_ROWS: usize = 40;
/// Of all sheets together.
const CELLS: usize = 60_000;
const TEXT: usize = 8 << 20;
/// No heading is longer, and no example needs more.
const CELL_TEXT: usize = 600;

pub(super) fn survey(book: &ReadBook) -> Vec<SheetSurvey> {
    let mut room = Room { cells: CELLS, text: TEXT };
    // The smallest first: a large sheet leaves none out that would have been seen whole.
    let mut order: Vec<usize> = (0..book.sheets.len()).collect();
    order.sort_by_key(|n| book.sheets[*n].cells.len());
    let mut seen: Vec<(usize, SheetSurvey)> =
        order.into_iter().map(|n| (n, seen(book, &book.sheets[n], &mut room))).collect();
    seen.sort_by_key(|(n, _)| *n);
    seen.into_iter().map(|(_, sheet)| sheet).collect()
}

struct Room {
    cells: usize,
    text: usize,
}

fn seen(book: &ReadBook, sheet: &ReadSheet, room: &mut Room) -> SheetSurvey {
    let readable = if sheet.broken.is_none() { usize::MAX } else { 0 };
    let rows = sheet.rows().count();
    let shown = sheet.rows().take(readable).enumerate().filter(|(n, _)| *n < FIRST_ROWS || n + LAST_ROWS >= rows);
    SheetSurvey {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        filled: sheet.cells.len() as u64,
        cells: shown.flat_map(|(_, cells)| cells).map_while(|raw| cell(book, sheet, raw, room)).collect(),
    }
}

/// `None` when there is no more room.
fn cell(book: &ReadBook, sheet: &ReadSheet, raw: &Raw, room: &mut Room) -> Option<Cell> {
    room.cells = room.cells.checked_sub(1)?;
    let Held::Text(span) = raw.value else { return Some(book.cell(sheet, raw)) };
    let text = book.text(span);
    let text = &text[..text.floor_char_boundary(CELL_TEXT)];
    room.text = room.text.checked_sub(text.len())?;
    Some(Cell { content: Content::Text(text.into()), ..book.cell(sheet, raw) })
}
