//! How much room text takes in a cell: lines, and the points of a row, since not every program makes rows fit their text.

use super::styles::ReportStyles;
use crate::workbook::{CellContent, SheetCell, Table};
use std::borrow::Cow;

/// Points of one line of text at the default size.
pub const LINE: f64 = 15.0;
/// Excel's highest row.
const HIGHEST: f64 = 409.0;

/// The height of a row of so many lines.
pub fn points(lines: f64) -> f64 {
    (lines * LINE + 1.0).min(HIGHEST)
}

/// How many lines `words` take in a column of this width in characters.
pub fn lines(words: &str, width: f64) -> f64 {
    // The indent and the padding of a cell.
    let width = (width - 1.4).max(3.0);
    words.split('\n').map(|line| wrapped(line, width)).sum::<usize>() as f64
}

/// `words` in so many lines at most, shortened behind a whole word.
pub fn shortened(words: &str, width: f64, most: f64) -> Cow<'_, str> {
    if lines(words, width) <= most {
        return words.into();
    }
    let ends = words.match_indices(char::is_whitespace).map(|(end, _)| format!("{}…", words[..end].trim_end()));
    ends.take_while(|start| lines(start, width) <= most).last().unwrap_or_else(|| "…".to_owned()).into()
}

/// How wide a letter of running text is, in digits, which is what a column's width counts: the proportions of
/// Calibri, a little on the wide side for other fonts and programs.
fn advance(c: char) -> f64 {
    match c {
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' => 0.49,
        'f' | 'r' | 't' | '-' | '(' | ')' | '/' | '!' | '’' | '‘' | '“' | '”' => 0.7,
        'c' | 's' | 'z' => 0.83,
        'a' | 'e' | 'g' | 'k' | 'v' | 'x' | 'y' | '–' => 0.95,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.72,
        'A'..='Z' => 1.18,
        _ => 1.07,
    }
}

/// The width of a line in digits.
pub fn measure(words: &str) -> f64 {
    words.chars().map(advance).sum()
}

/// Lines of a paragraph broken between words, and within a word that is longer than a line.
fn wrapped(words: &str, width: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in words.split(' ') {
        let length = measure(word);
        if used > 0.0 && used + advance(' ') + length > width {
            lines += 1;
            used = length;
        } else {
            used += length + if used > 0.0 { advance(' ') } else { 0.0 };
        }
        while used > width {
            lines += 1;
            used -= width;
        }
    }
    lines
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_follow_the_text() {
        assert_eq!(lines("", 10.0), 1.0);
        assert_eq!(lines("one\ntwo", 10.0), 2.0);
        assert_eq!(lines(&"0".repeat(100), 21.6), 6.0);
        assert_eq!(lines("two words", 8.0), 2.0);
        assert_eq!(lines("Adults and Public Health", 18.0), 2.0);
        assert_eq!(lines("Adults and Public Health", 25.0), 1.0);
        assert_eq!(wrapped("Change on last quarter", 8.0), 3);
        assert_eq!(wrapped("Value", 8.0), 1);
    }
}
