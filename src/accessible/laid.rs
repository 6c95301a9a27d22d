//! A book cell by cell, as both files have it.

use super::{AccessibleBook, AccessibleLine, AccessibleSheet, AccessibleTable, AccessibleValue};
use crate::text::words::writable;
use crate::workbook::{NumberFormat, heading_size, lines, unique};
use chrono::NaiveDate;

/// The one font, and its size in points.
pub(super) const FONT: &str = "Arial";
pub(super) const SIZE: u8 = 12;
/// Links, `#RRGGBB`; underlined as well.
pub(super) const INK: &str = "#0B4F9E";
/// Column A has the lines of its sheet, which must not become a tower of single words.
const LINES_BESIDE: f64 = 40.0;
/// Column A of a sheet without a table has nothing else.
const LINES_ALONE: f64 = 90.0;
/// A line, and Excel's highest row, in points.
const LINE: f64 = 15.5;
const HIGHEST: f64 = 409.0;
/// What a cell of Excel holds, in its own units.
const MOST: usize = 32_767;
/// What Excel takes of an address, with room for what it escapes.
const ADDRESS: usize = 600;

/// A sheet, row by row.
pub(super) struct LaidSheet<'b> {
    pub name: &'b str,
    /// What stands in column A above the table.
    pub above: Vec<Laid>,
    pub table: Option<LaidTable<'b>>,
    /// In characters.
    pub widths: Vec<f64>,
}

/// A table.
pub(super) struct LaidTable<'b> {
    pub name: &'b str,
    pub headings: Vec<Laid>,
    pub rows: Vec<Vec<Laid>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Laid {
    pub value: LaidValue,
    pub look: Look,
    /// Where it leads.
    pub way: Option<Way>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LaidValue {
    Text(String),
    Number(f64),
    Date(NaiveDate),
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    /// A heading of this level; 0 for none.
    pub heading: u8,
    pub bold: bool,
    pub link: bool,
    /// Goes on below, as words do.
    pub wrap: bool,
    /// At the right, as numbers stand and what is said of them.
    pub right: bool,
    pub number: NumberFormat,
}

/// Where words lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    Sheet(String),
    Address(String),
}

const PLAIN: Look =
    Look { heading: 0, bold: false, link: false, wrap: true, right: false, number: NumberFormat::General };

/// The sheets of a book, row by row.
pub(super) fn sheets(book: &AccessibleBook) -> Vec<LaidSheet<'_>> {
    book.sheets.iter().map(|sheet| laid(book, sheet)).collect()
}

fn laid<'b>(book: &'b AccessibleBook, sheet: &'b AccessibleSheet) -> LaidSheet<'b> {
    let heading = |level, words: &str| text(words, Look { heading: level, ..PLAIN });
    let line = |line: &AccessibleLine| match line {
        AccessibleLine::Heading(words) => heading(2, words),
        AccessibleLine::Text(words) => text(words, PLAIN),
        AccessibleLine::ToSheet { text, sheet } => link(text, to_sheet(book, sheet), PLAIN),
        AccessibleLine::ToAddress { text, address } => link(text, to_address(address), PLAIN),
    };
    let lines = sheet.lines.iter().map(line).filter(|line| line.value != LaidValue::Text(String::new()));
    let widths = sheet.table.iter().flat_map(|t| &t.columns).map(|c| c.width);
    let mut widths: Vec<f64> = if sheet.table.is_some() { widths.collect() } else { vec![LINES_ALONE] };
    if let Some(first) = widths.first_mut() {
        *first = first.max(LINES_BESIDE);
    }
    LaidSheet {
        name: &sheet.name,
        above: std::iter::once(heading(1, &sheet.title)).chain(lines).collect(),
        table: sheet.table.as_ref().map(|t| table(book, t)),
        widths,
    }
}

fn table<'b>(book: &'b AccessibleBook, table: &'b AccessibleTable) -> LaidTable<'b> {
    let numbers =
        |n: usize| table.rows.iter().any(|row| matches!(row.get(n).map(|c| &c.0), Some(AccessibleValue::Number(..))));
    let right: Vec<bool> = (0..table.columns.len()).map(numbers).collect();
    let headings: Vec<String> = table.columns.iter().map(|c| words(&c.heading)).collect();
    let heading = |(words, right): (String, &bool)| text(&words, Look { bold: true, right: *right, ..PLAIN });
    let cell = |(value, right): (&AccessibleValue, &bool)| {
        let look = Look { right: *right, ..PLAIN };
        match value {
            AccessibleValue::Text(words) => text(words, look),
            // Never −0.
            AccessibleValue::Number(n, number) => one_line(LaidValue::Number(n + 0.0), look, *number),
            AccessibleValue::Date(day) => one_line(LaidValue::Date(*day), look, NumberFormat::Date),
            AccessibleValue::Link { text, sheet } => link(text, to_sheet(book, sheet), look),
        }
    };
    let rows = table.rows.iter().map(|row| row.iter().map(|c| &c.0).zip(&right).map(cell).collect());
    LaidTable {
        name: &table.name,
        headings: unique(&headings).into_iter().zip(&right).map(heading).collect(),
        rows: rows.collect(),
    }
}

fn text(said: &str, look: Look) -> Laid {
    Laid { value: LaidValue::Text(words(said)), look, way: None }
}

fn one_line(value: LaidValue, look: Look, number: NumberFormat) -> Laid {
    Laid { value, look: Look { number, wrap: false, ..look }, way: None }
}

/// Words that lead somewhere; where that is nowhere, they are words.
fn link(said: &str, way: Option<Way>, look: Look) -> Laid {
    Laid { way: way.clone(), ..text(said, Look { link: way.is_some(), ..look }) }
}

fn to_sheet(book: &AccessibleBook, name: &str) -> Option<Way> {
    book.sheets.iter().any(|s| s.name == name).then(|| Way::Sheet(name.to_owned()))
}

fn to_address(address: &str) -> Option<Way> {
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    (known && address.len() <= ADDRESS && !address.contains(char::is_control)).then(|| Way::Address(address.to_owned()))
}

/// Words as both files can hold them: no control characters, no spaces that nobody sees, no blank lines around them.
fn words(said: &str) -> String {
    let said = writable(said).replace('\t', " ");
    let line = |line: &str| line.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = said.lines().map(line).collect();
    let said = lines.join("\n").trim_matches('\n').to_owned();
    crate::workbook::cut(&said, MOST)
}

/// The points of a row whose cells stand in columns of these widths: a little more room than it needs rather than less.
pub(super) fn height(row: &[Laid], widths: &[f64]) -> f64 {
    let of = |(laid, width): (&Laid, &f64)| {
        let larger = f64::from(heading_size(laid.look.heading).unwrap_or(SIZE)) / f64::from(SIZE);
        let bolder = if laid.look.heading > 0 || laid.look.bold { 1.05 } else { 1.0 };
        match &laid.value {
            LaidValue::Text(words) => lines(words, width / larger / bolder) * larger,
            _ => 1.0,
        }
    };
    let lines = row.iter().zip(widths).map(of).fold(1.0, f64::max);
    (lines * LINE + 1.0).min(HIGHEST)
}

/// Where a sheet's first cell is, in a program's notation: the name quoted, then what stands between name and cell.
pub(super) fn first_cell(sheet: &str, between: char) -> String {
    format!("'{}'{between}A1", sheet.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_both_files_hold() {
        for (said, held) in [
            ("plain", "plain"),
            ("  two  spaces\tand a tab ", "two spaces and a tab"),
            ("\r\none\r\ntwo\n\n", "one\ntwo"),
            ("bell\u{7}, null\u{0} and \u{ffff}", "bell , null and"),
            ("=1+1", "=1+1"),
            ("£1\u{a0}m", "£1\u{a0}m"),
        ] {
            assert_eq!(words(said), held);
        }
        assert_eq!(words(&"é".repeat(40_000)).chars().count(), MOST);
    }

    #[test]
    fn heights_follow_the_words_and_their_size() {
        let row = |words: &str, look| [text(words, look)];
        assert_eq!(height(&row("short", PLAIN), &[40.0]), LINE + 1.0);
        assert_eq!(height(&row(&"word ".repeat(30), PLAIN), &[40.0]), 5.0 * LINE + 1.0);
        assert_eq!(height(&row("short", Look { heading: 1, ..PLAIN }), &[40.0]), 16.0 / 12.0 * LINE + 1.0);
        assert_eq!(height(&row(&"word ".repeat(9_000), PLAIN), &[40.0]), HIGHEST);
    }

    #[test]
    fn ways() {
        assert_eq!(to_address("https://example.org/"), Some(Way::Address("https://example.org/".into())));
        for nowhere in ["javascript:alert(1)", "file:///etc/passwd", "https://a\nb", &"https://".repeat(200)] {
            assert_eq!(to_address(nowhere), None, "{nowhere}");
        }
        assert_eq!(first_cell("What's new", '!'), "'What''s new'!A1");
    }
}
