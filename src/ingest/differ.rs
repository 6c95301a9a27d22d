//! Where two workbooks say different things.

use super::book::{Raw, ReadBook, ReadSheet};
use super::{preflight, reader};
use crate::finding::Finding;
use crate::reading::CellRef;
use crate::record::Content;
use crate::settings::Limits;
use std::cmp::Ordering;

/// What of two workbooks differs, in the order of their sheets.
#[derive(Debug, Clone, PartialEq)]
pub enum BookDifference {
    /// Every cell of every sheet holds the same; what they look like may differ.
    None,
    /// Only one of them has a sheet of this name: the first where it is true.
    Sheet(String, bool),
    /// The first cell that does not hold the same, and how many there are.
    Cells(CellDifference),
}

/// A cell that does not hold the same.
#[derive(Debug, Clone, PartialEq)]
pub struct CellDifference {
    /// Name of the sheet.
    pub sheet: String,
    /// The cell.
    pub cell: CellRef,
    /// What stands there in the first, as a person reads it; `None` where nothing does.
    pub was: Option<String>,
    /// And in the second.
    pub now: Option<String>,
    /// How many cells differ in all.
    pub cells: usize,
}

/// Compares what the cells of two workbooks hold.
///
/// # Errors
/// The finding that says why one of them cannot be read.
pub fn between(a: &[u8], b: &[u8], limits: &Limits) -> Result<BookDifference, Box<Finding>> {
    let read = |bytes| {
        let book = preflight::inspect(bytes, limits).and_then(|cleared| reader::read(&cleared, limits));
        book.map_err(|refusal| Box::new(Finding::new(refusal.check, refusal.expected, refusal.got)))
    };
    let (a, b) = (read(a)?, read(b)?);
    let has = |book: &ReadBook, name: &str| book.sheets.iter().any(|s| *s.name == *name);
    if let Some(sheet) = a.sheets.iter().find(|s| !has(&b, &s.name)) {
        return Ok(BookDifference::Sheet(sheet.name.to_string(), true));
    }
    let mut first: Option<CellDifference> = None;
    let mut cells = 0;
    for sheet in &b.sheets {
        let Some(before) = a.sheets.iter().find(|s| s.name == sheet.name) else {
            return Ok(BookDifference::Sheet(sheet.name.to_string(), false));
        };
        for (cell, was, now) in differing((&a, before), (&b, sheet)) {
            cells += 1;
            let shown = |content: Option<Content>| content.map(|c| c.shown());
            first.get_or_insert_with(|| CellDifference {
                sheet: sheet.name.to_string(),
                cell,
                was: shown(was),
                now: shown(now),
                cells: 0,
            });
        }
    }
    Ok(first.map_or(BookDifference::None, |first| BookDifference::Cells(CellDifference { cells, ..first })))
}

type Differing = (CellRef, Option<Content>, Option<Content>);

/// The cells of two sheets that do not hold the same, by row, then column.
fn differing<'b>(
    (a, before): (&'b ReadBook, &'b ReadSheet),
    (b, after): (&'b ReadBook, &'b ReadSheet),
) -> impl Iterator<Item = Differing> + 'b {
    let (mut was, mut now) = (before.cells.iter().peekable(), after.cells.iter().peekable());
    let at = |raw: &Raw| (raw.row, raw.col);
    std::iter::from_fn(move || {
        let next = match (was.peek(), now.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(x), Some(y)) => at(x).cmp(&at(y)),
        };
        let was = if next.is_le() { was.next() } else { None };
        let now = if next.is_ge() { now.next() } else { None };
        let (row, col) = was.or(now).map(at)?;
        let was = was.map(|raw| a.cell(before, raw).content);
        Some((CellRef::new(row, col), was, now.map(|raw| b.cell(after, raw).content)))
    })
    .filter(|(_, was, now)| was != now)
}
