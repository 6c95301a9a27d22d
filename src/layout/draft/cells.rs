//! Cells as a layout names them: their texts, and the headings that stand one above the other.

use crate::record::{Cell, Content};
use crate::text::words::clean;

/// Longer texts are no headings.
pub const HEADING_CHARACTERS: usize = 90;
/// Heading rows that can stand one above the other.
pub const HEADING_ROWS: usize = 3;

pub fn text(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(text) => Some(clean(text)),
        _ => None,
    }
}

/// The text of a heading as a layout names it: one line.
pub fn name(cell: &Cell) -> String {
    cell.content.shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All headings above a column, from the top, as `{id...}` takes them: a heading speaks for the columns to its right until
/// the next of its row, and no further than its merged cells or the heading above it.
pub fn headings_above(heads: &[&[Cell]], col: u16) -> Vec<String> {
    let own = |row: &&[Cell]| row.iter().any(|c| c.at.col == col && !name(c).is_empty());
    let Some(lowest) = heads.iter().rposition(own) else { return vec![] };
    let (mut out, mut from) = (Vec::new(), 0);
    for row in &heads[..=lowest] {
        let above = row.iter().rev().find(|c| (from..=col).contains(&c.at.col) && !name(c).is_empty());
        let Some(cell) = above else { continue };
        let end = cell.at.col + cell.covers;
        if cell.merged && end < col {
            from = end + 1;
            continue;
        }
        out.push(name(cell));
        from = cell.at.col;
    }
    out
}

/// Headings of several rows in words that are not known: merged over their columns, free above, over lines of figures. Gives
/// how many rows they take.
pub fn rows_of_headings(before: Option<&[Cell]>, rows: &[&[Cell]]) -> Option<usize> {
    let first = rows.first()?;
    let free = before.is_none_or(|b| b.len() == 1 || b[0].at.row + 1 < first[0].at.row);
    let is_words =
        |r: &&&[Cell]| r.iter().all(|c| !c.formula && text(c).is_some_and(|t| t.chars().count() <= HEADING_CHARACTERS));
    let adjoining = rows.windows(2).take_while(|w| w[0][0].at.row + 1 == w[1][0].at.row).count() + 1;
    let depth = rows[..adjoining].iter().take(HEADING_ROWS).take_while(is_words).take_while(|r| r.len() > 1).count();
    let merged = rows[..depth].iter().any(|r| r.iter().any(|c| c.covers > 0));
    let mut columns: Vec<u16> = rows[..depth].iter().flat_map(|r| r.iter()).map(|c| c.at.col).collect();
    columns.sort_unstable();
    columns.dedup();
    // Between the headings and the first lines the name of a part of the table may stand.
    let lines = rows[depth..].iter().filter(|r| r.len() > 1).take(2);
    let is_line = |r: &&[Cell]| 2 * r.len() > columns.len() && r.iter().any(|c| text(c).is_none());
    let lines = lines.filter(|r| is_line(r) && r[0].at.col == first[0].at.col).count();
    (free && depth >= 2 && merged && columns.len() >= 3 && lines == 2).then_some(depth)
}
