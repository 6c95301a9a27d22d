//! A sheet under construction: cells placed from the top down, tables and lines of text in the common look.

use super::cell::text;
use super::styles::ReportStyles;
use crate::fit::fit;
use crate::map::Map;
use crate::workbook::{CellContent, Columns, Paper, Print, Sheet, SheetCell, StyleId, Table};
use std::borrow::Cow;

/// Sparklines and wrapped commentary cost the reader's computer time for each row; above this many rows they are left
/// out.
pub const SMALL: usize = 5_000;

/// A sheet and the next free row.
pub struct Page<'a> {
    pub sheet: Sheet<'a>,
    pub row: u32,
}

impl<'a> Page<'a> {
    /// A landscape page, one page wide, with the sheet's title and the line below it.
    pub fn new(name: &str, title: String, subtitle: String, footer: &str, styles: &ReportStyles) -> Self {
        let print = Print { landscape: true, pages_wide: 1, footer: footer.to_owned(), ..Print::default() };
        let sheet = Sheet { name: name.to_owned(), zoom: 100, print, ..Sheet::default() };
        let mut page = Self { sheet, row: 0 };
        page.sheet.heights.push((0, 28.0));
        page.put(0, text(title, styles.title));
        page.row = 1;
        page.put(0, text(subtitle, styles.subtitle));
        page.row = 3;
        page
    }

    /// Places a cell in the current row.
    pub fn put(&mut self, column: u16, cell: SheetCell<'a>) {
        self.sheet.cells.push((self.row, column, cell));
    }

    /// Places a cell over columns `from..=to` of the current row.
    pub fn across(&mut self, from: u16, to: u16, cell: SheetCell<'a>) {
        let style = cell.style;
        self.put(from, cell);
        if to > from {
            for column in from + 1..=to {
                self.put(column, SheetCell { content: CellContent::Blank, style });
            }
            self.sheet.merges.push((self.row, from, self.row, to));
        }
    }

    pub fn height(&mut self, points: f64) {
        self.sheet.heights.push((self.row, points));
    }

    /// A low row that keeps two parts of the sheet apart.
    pub fn gap(&mut self) {
        self.height(6.0);
        self.row += 1;
    }

    /// Begins a new printed page at row `from` if what stands from there to the current row would be cut in two. What is longer
    /// than a page is cut anyway, and begins where it stands if half a page is left.
    pub fn together(&mut self, from: u32) {
        let (start, page) = (self.page_of(from), self.points_of_a_page());
        let (own, left) = (self.points(from, self.row), page - self.points(start, from));
        if from > start && own > left && (own <= page || left < page / 2.0) {
            self.sheet.print.breaks.push(from);
        }
    }

    /// The first row of the printed page that a row stands on: a page that is full ends by itself.
    fn page_of(&self, row: u32) -> u32 {
        let from = self.sheet.print.breaks.last().copied().unwrap_or(0);
        let own: Map<u32, f64> =
            self.sheet.heights.iter().copied().filter(|(at, _)| (from..row).contains(at)).collect();
        let mut start = from;
        let (page, mut used) = (self.points_of_a_page(), 0.0);
        for at in from..row {
            let height = own.get(&at).copied().unwrap_or(LINE);
            if used + height > page {
                (start, used) = (at, 0.0);
            }
            used += height;
        }
        start
    }

    /// Begins a new printed page at the current row.
    pub fn new_page(&mut self) {
        self.sheet.print.breaks.push(self.row);
    }

    /// The height of rows `from..to`.
    pub fn points(&self, from: u32, to: u32) -> f64 {
        let own = self.sheet.heights.iter().filter(|(row, _)| (from..to).contains(row));
        f64::from(to - from) * LINE + own.map(|(_, points)| points - LINE).sum::<f64>()
    }

    /// What fits on a landscape page when the sheet's columns are made to fit its width. The last line is left free,
    /// since programs do not agree on the height of a row.
    fn points_of_a_page(&self) -> f64 {
        let paper = self.sheet.print.paper;
        paper.landscape().1 / self.scale(paper) - 2.0 * LINE
    }

    /// By how much the sheet is reduced when its columns are made to fit the width of the paper.
    fn scale(&self, paper: Paper) -> f64 {
        let printed = self.sheet.print.last.map_or(usize::MAX, |(_, column)| usize::from(column) + 1);
        let pixels: f64 = self.sheet.widths.iter().take(printed).map(|w| w * 7.0 + 5.0).sum();
        (paper.landscape().0 / (pixels * 0.75)).min(1.0)
    }

    /// The width of columns `from..=to` in characters.
    pub fn width(&self, from: u16, to: u16) -> f64 {
        let widths = (from..=to).map(|c| self.sheet.widths.get(usize::from(c)).copied().unwrap_or(9.0));
        // Each column is five pixels wider than its characters.
        widths.sum::<f64>() + f64::from(to - from) * 5.0 / 7.0
    }

    /// Wrapped text over columns `from..=to`, its row made high enough, since merged cells do not fit themselves.
    pub fn paragraph(&mut self, from: u16, to: u16, words: impl Into<Cow<'a, str>>, style: StyleId) {
        let words = words.into();
        self.height(points(lines(&words, self.width(from, to))));
        self.across(from, to, text(words, style));
        self.row += 1;
    }

    /// A heading over a part of the sheet.
    pub fn section(&mut self, title: impl Into<Cow<'a, str>>, styles: &ReportStyles) {
        self.height(22.0);
        self.put(0, text(title, styles.section));
        self.row += 1;
    }

    /// What stands behind this column is for the screen: on paper it would make the rest too small to read. Said before
    /// columns are widened.
    pub fn print_up_to(&mut self, column: u16) {
        self.sheet.print.last = Some((self.row, column));
    }

    /// Widens columns so that each is at least as wide as `widths` asks, from column A; the paper follows.
    pub fn widen(&mut self, widths: impl Iterator<Item = f64>) {
        for (n, least) in widths.enumerate() {
            match self.sheet.widths.get_mut(n) {
                Some(width) => *width = width.max(least),
                None => self.sheet.widths.push(least),
            }
        }
        if self.scale(Paper::A4) < SMALLEST {
            self.sheet.print.paper = Paper::A3;
        }
    }

    /// A table from the current row; the row after it becomes current. Nothing to list is said in words, since an Excel
    /// table cannot be empty.
    pub fn table(&mut self, mut table: Table<'a>, none: &'static str, styles: &ReportStyles) {
        if table.is_empty() {
            self.put(0, text(none, styles.note_line));
            self.row += 2;
            return;
        }
        self.height(heading_height(&table, &self.sheet.widths));
        if table.len() <= SMALL {
            self.fit(&mut table, styles);
        }
        (table.row, table.heading_style) = (self.row, styles.heading);
        self.row += fit::<u32>(table.len()) + 2;
        self.sheet.tables.push(table);
    }

    /// Heights of the table's rows below the current one: not every program makes rows fit the text in them.
    fn fit(&mut self, table: &mut Table<'a>, styles: &ReportStyles) {
        let mut cells = Vec::new();
        for n in 0..table.len() {
            table.fill(n, &mut cells);
            let width = |column: usize| self.sheet.widths.get(column).copied().unwrap_or(9.0);
            let deepest =
                cells.drain(..).enumerate().map(|(n, c)| cell_lines(&c, width(n), styles)).fold(1.0, f64::max);
            if deepest > 1.0 {
                self.sheet.heights.push((self.row + 1 + fit::<u32>(n), points(deepest)));
            }
        }
    }

    /// Headings and rows as cells of the sheet, from the current row: a list that is no table of Excel's.
    pub fn list<R>(
        &mut self,
        columns: &Columns<'_, R, SheetCell<'a>>,
        rows: impl IntoIterator<Item = R>,
        styles: &ReportStyles,
    ) {
        self.line(columns.heading_cells(styles.heading));
        rows.into_iter().for_each(|row| self.line(columns.values(&row)));
    }

    /// Cells beside each other from column A of the current row.
    fn line(&mut self, cells: impl Iterator<Item = SheetCell<'a>>) {
        cells.zip(0..).for_each(|(cell, column)| self.put(column, cell));
        self.row += 1;
    }

    /// A row of a list outside a table: a bold label, and text beside it that may need more than one line.
    pub fn fact(&mut self, label: &'a str, fact: impl Into<Cow<'a, str>>, styles: &ReportStyles) {
        self.put(0, text(label, styles.strong));
        self.paragraph(1, 1, fact, styles.text);
    }

    /// Repeats the current row as the heading of every printed page and keeps it and the first columns in view.
    pub fn heading_here(&mut self, columns: u16) {
        if columns > 0 && self.sheet.print.pages_wide > 1 {
            self.sheet.print.repeat_columns = Some((0, columns - 1));
        }
        self.sheet.print.repeat_rows = Some((self.row, self.row));
        self.sheet.freeze = (self.row + 1, columns);
    }
}

/// Points of one line of text at the default size.
const LINE: f64 = 15.0;
/// A sheet that A4 would print smaller than this is set up for A3, which a printer without A3 reduces by itself.
const SMALLEST: f64 = 0.55;
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

fn measure(words: &str) -> f64 {
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

fn heading_height(table: &Table<'_>, widths: &[f64]) -> f64 {
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
