//! The points of a row, since not every program makes rows fit their text.

use super::styles::ReportStyles;
pub use crate::workbook::lines;
use crate::workbook::{CellContent, SheetCell, Table, wrapped};
use std::borrow::Cow;

/// Points of one line of text at the default size.
pub const LINE: f64 = 15.0;
/// Excel's highest row.
const HIGHEST: f64 = 409.0;

/// The height of a row of so many lines.
pub fn points(lines: f64) -> f64 {
    (lines * LINE + 1.0).min(HIGHEST)
}

/// `words` in so many lines at most, shortened behind a whole word.
pub fn shortened(words: &str, width: f64, most: f64) -> Cow<'_, str> {
    if lines(words, width) <= most {
        return words.into();
    }
    let ends = words.match_indices(char::is_whitespace).map(|(end, _)| format!("{}…", words[..end].trim_end()));
    ends.take_while(|start| lines(start, width) <= most).last().unwrap_or_else(|| "…".to_owned()).into()
}

/// How many lines a cell takes in a column of this width: one where its style does not break text.
pub fn cell_lines(cell: &SheetCell<'_>, width: f64, styles: &ReportStyles) -> f64 {
    match &cell.content {
        CellContent::Text(t) | CellContent::Link { text: t, .. } if styles.wraps(cell.style) => lines(t, width),
        _ => 1.0,
    }
}

/// The height of a table's headings in columns of these widths.
pub fn heading_height(table: &Table<'_>, widths: &[f64]) -> f64 {
    // The indent, and the two characters that a filter's button takes; bold is wider.
    let lost = if table.filter { 3.8 } else { 1.8 };
    let of = |(n, (heading, own)): (usize, (&String, f64))| {
        wrapped(heading, ((widths.get(n).copied().unwrap_or(own) - lost) / 1.05).max(3.0))
    };
    let lines = table.headings().iter().zip(table.widths()).enumerate().map(of).max();
    points(lines.unwrap_or(1) as f64) + 3.0
}
