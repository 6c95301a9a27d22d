//! A sheet under construction: cells placed from the top down, tables and lines of text in the common look.

use super::cell::text;
use super::lines::{LINE, cell_lines, heading_height, lines, points};
use super::styles::ReportStyles;
use crate::fit::fit;
use crate::map::Map;
use crate::workbook::{CellContent, ColumnGroup, Columns, Paper, Print, Sheet, SheetCell, StyleId, Table};
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
        self.keep(from, self.row);
    }

    /// Begins a new printed page at row `from`, where a list begins, if too little of it would stand on the page that is
    /// begun. A longer list is cut between its rows.
    pub fn begins(&mut self, from: u32) {
        self.keep(from, self.row.min(from + BEGINNING));
    }

    /// Keeps rows `from..to` on one printed page.
    fn keep(&mut self, from: u32, to: u32) {
        let (start, page) = (self.page_of(from), self.points_of_a_page());
        let (own, left) = (self.points(from, to), page - self.points(start, from));
        if from > start && own > left && (own <= page || left < page / 2.0) {
            self.sheet.print.breaks.push(from);
        }
    }

    /// The first row of the printed page that a row stands on: a page that is full ends by itself.
    fn page_of(&self, row: u32) -> u32 {
        let begun = self.sheet.print.breaks.iter().rev().find(|at| **at <= row);
        let rows = begun.copied().unwrap_or(0)..=row;
        let own: Map<u32, f64> = self.sheet.heights.iter().copied().filter(|(at, _)| rows.contains(at)).collect();
        let (page, mut start, mut used) = (self.points_of_a_page(), *rows.start(), 0.0);
        for at in rows {
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
        let Print { paper, landscape, .. } = self.sheet.print;
        paper.room(landscape).1 / self.scale(paper) - 2.0 * LINE
    }

    /// By how much the sheet is reduced when its columns are made to fit the width of the paper.
    fn scale(&self, paper: Paper) -> f64 {
        let printed = self.sheet.print.last.map_or(usize::MAX, |(_, column)| usize::from(column) + 1);
        let pixels: f64 = self.sheet.widths.iter().take(printed).zip(0..).map(|(w, n)| self.pixels(*w, n)).sum();
        (paper.room(self.sheet.print.landscape).0 / (pixels * 0.75)).min(1.0)
    }

    /// The pixels that a column takes, none where it is closed.
    fn pixels(&self, width: f64, column: u16) -> f64 {
        if self.closed(column) { 0.0 } else { width * 7.0 + 5.0 }
    }

    /// Whether a column is in a group that is closed.
    fn closed(&self, column: u16) -> bool {
        self.sheet.groups.iter().any(|g| g.closed && (g.first..=g.last).contains(&column))
    }

    /// The groups of a table that stands from column A, closed but where they are to be `open`. What stands in a closed
    /// column makes no row higher. Said before columns are widened.
    pub fn groups(&mut self, table: &Table<'_>, open: bool) {
        let group = |(_, first, last)| ColumnGroup { first, last, closed: !open };
        self.sheet.groups.extend(table.groups().map(group));
    }

    /// The columns of the sheet's first table: its groups closed and printed up to the column of this heading, all of them
    /// open and printed in a `wide` workbook.
    pub fn lay_out(&mut self, table: &Table<'_>, last_printed: &str, wide: bool) {
        self.groups(table, wide);
        if let Some(column) = table.place(last_printed).filter(|_| !wide) {
            self.print_up_to(column);
        }
        self.widen(table.widths());
    }

    /// What is printed ends with the row before the current one, where not all of the sheet is.
    pub fn print_ends(&mut self) {
        if let Some((row, _)) = &mut self.sheet.print.last {
            *row = self.row.saturating_sub(1);
        }
    }

    /// What stands from the current row on is for the screen.
    pub fn rest_on_screen(&mut self) {
        let every = fit::<u16>(self.sheet.widths.len().saturating_sub(1));
        let column = self.sheet.print.last.map_or(every, |(_, column)| column);
        self.sheet.print.last = Some((self.row.saturating_sub(1), column));
    }

    /// What the button over each group opens, in the row above the headings.
    pub fn group_names(&mut self, table: &Table<'_>, row: u32, styles: &ReportStyles) {
        let name = |(name, _, last)| (row, last + 1, text(format!("+ {name}"), styles.subtitle));
        self.sheet.cells.extend(table.groups().map(name));
    }

    /// Prints what is printed of the sheet on so many pages, where its letters can still be read then. Said when all of it
    /// stands.
    pub fn on_pages(&mut self, most: u16) {
        let Print { paper, landscape, last, .. } = self.sheet.print;
        let rows = last.map_or(self.row, |(row, _)| row + 1);
        let room = f64::from(most) * (paper.room(landscape).1 - LINE);
        if self.scale(paper).min(room / self.points(0, rows)) >= READABLE {
            self.sheet.print.pages_high = most;
            // Breaks were said for larger letters.
            self.sheet.print.breaks.clear();
        }
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
            cells.clear();
            table.fill(n, &mut cells);
            let deepest = self.deepest(&cells, styles);
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
        for row in rows {
            let cells: Vec<SheetCell<'a>> = columns.values(&row).collect();
            let deepest = self.deepest(&cells, styles);
            if deepest > 1.0 {
                self.height(points(deepest));
            }
            self.line(cells.into_iter());
        }
    }

    /// The lines of the deepest of cells that stand beside each other from column A, closed columns left out.
    fn deepest(&self, cells: &[SheetCell<'a>], styles: &ReportStyles) -> f64 {
        let width = |column: u16| self.sheet.widths.get(usize::from(column)).copied().unwrap_or(9.0);
        let seen = cells.iter().zip(0..).filter(|(_, column)| !self.closed(*column));
        seen.map(|(cell, column)| cell_lines(cell, width(column), styles)).fold(1.0, f64::max)
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

/// Rows of a list that stand on the page on which it begins, its title and headings with them.
const BEGINNING: u32 = 7;
/// Letters are not made smaller than this to save a page.
const READABLE: f64 = 0.5;
/// A sheet that A4 would print smaller than this is set up for A3, which a printer without A3 reduces by itself.
const SMALLEST: f64 = 0.55;
