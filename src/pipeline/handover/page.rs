//! A sheet of the pack's workbook: what stands on it from the top down, in one look.

use crate::fit::fit;
use crate::workbook::{
    Align, Book, Border, CellContent, Columns, NumberFormat, Paper, Print, Sheet, SheetCell, Style, StyleId, Table,
    in_footer, lines, wrapped,
};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Points of a line, and the highest that a row can be.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// Rows beyond which a table is not measured row by row: programs fit what they show.
const MEASURED: usize = 5_000;
/// Letters are not printed smaller than this on A4.
const SMALLEST: f64 = 0.55;
/// What a label of running text takes, and the text beside it.
const LABEL: f64 = 30.0;
const TEXT: f64 = 104.0;

#[derive(Clone, Copy)]
pub(super) struct Look {
    title: StyleId,
    subtitle: StyleId,
    section: StyleId,
    heading: StyleId,
    label: StyleId,
    text: StyleId,
    code: StyleId,
    mono: StyleId,
    number: StyleId,
    day: StyleId,
    link: StyleId,
    note: StyleId,
}

impl Look {
    pub fn new(book: &mut Book<'_>, accent: &str) -> Self {
        let own = |colour: &str| -> Cow<'static, str> { colour.to_owned().into() };
        let plain = Style { border: Border::Below, align: Align::Left, indent: 1, middle: true, ..Style::default() };
        let ink = |size, bold, colour: &str| Style { size, bold, ink: own(colour), ..Style::default() };
        Self {
            title: book.style(Style { heading: 1, ..ink(18, true, accent) }),
            subtitle: book.style(ink(0, false, "#595959")),
            section: book.style(Style { heading: 2, ..ink(13, true, accent) }),
            heading: book.style(Style {
                bold: true,
                wrap: true,
                middle: true,
                fill: own(accent),
                ink: own("#FFFFFF"),
                align: Align::Left,
                indent: 1,
                ..Style::default()
            }),
            label: book.style(Style { bold: true, wrap: true, ..plain.clone() }),
            text: book.style(Style { wrap: true, ..plain.clone() }),
            code: book.style(Style { number: NumberFormat::Text, wrap: true, ..plain.clone() }),
            mono: book.style(Style { number: NumberFormat::Text, ..plain.clone() }),
            number: book.style(Style { number: NumberFormat::Number(0), align: Align::Right, ..plain.clone() }),
            day: book.style(Style { number: NumberFormat::Date, ..plain.clone() }),
            link: book.style(Style { ink: own("#0B3C8C"), link: true, ..plain.clone() }),
            note: book.style(Style { italic: true, ..ink(0, false, "#595959") }),
        }
    }

    fn wraps(&self, style: StyleId) -> bool {
        [self.label, self.text, self.code].contains(&style)
    }

    pub fn text(&self, words: impl Into<Cow<'static, str>>) -> SheetCell<'static> {
        cell(words, self.text)
    }

    /// What stays as it is typed: an id, a quarter.
    pub fn code(&self, words: impl Into<Cow<'static, str>>) -> SheetCell<'static> {
        cell(words, self.code)
    }

    /// A hash or a name in one line.
    pub fn mono(&self, words: impl Into<Cow<'static, str>>) -> SheetCell<'static> {
        cell(words, self.mono)
    }

    pub fn count(&self, n: u64) -> SheetCell<'static> {
        SheetCell::number(Some(n as f64), self.number)
    }

    /// A day as a day; what is none stays a text.
    pub fn day(&self, day: &str) -> SheetCell<'static> {
        match day.get(..10).unwrap_or(day).parse::<NaiveDate>() {
            Ok(day) => SheetCell::date(Some(day), self.day),
            Err(_) => cell(day.to_owned(), self.text),
        }
    }

    /// An address that a click writes to.
    pub fn email(&self, address: &str) -> SheetCell<'static> {
        let address = address.trim();
        let target = format!("mailto:{address}");
        match crate::workbook::is_address(&target) && address.contains('@') {
            true => SheetCell::new(CellContent::Link { text: address.to_owned().into(), target }, self.link),
            false => self.text(address.to_owned()),
        }
    }
}

fn cell(words: impl Into<Cow<'static, str>>, style: StyleId) -> SheetCell<'static> {
    let words = words.into();
    SheetCell::new(if words.is_empty() { CellContent::Blank } else { CellContent::Text(words) }, style)
}

pub(super) struct Page {
    sheet: Sheet<'static>,
    row: u32,
    look: Look,
}

impl Page {
    /// A page in landscape, one page wide. `whose` is said at its foot.
    pub fn new(name: &'static str, (title, subtitle): (&str, &str), whose: &str, look: Look) -> Self {
        let footer = format!("&L{}&C{}&RPage &P of &N", in_footer(whose), in_footer(name));
        let print = Print { landscape: true, pages_wide: 1, footer, ..Print::default() };
        let mut sheet = Sheet { name: name.to_owned(), zoom: 100, print, ..Sheet::default() };
        sheet.heights.push((0, 28.0));
        sheet.put(0, 0, cell(title.to_owned(), look.title));
        sheet.put(1, 0, cell(subtitle.to_owned(), look.subtitle));
        Self { sheet, row: 3, look }
    }

    /// Columns for running text: a label and what is said of it.
    pub fn for_text(&mut self) {
        self.sheet.widths = vec![LABEL, TEXT];
    }

    pub fn section(&mut self, title: &'static str) {
        self.sheet.heights.push((self.row, 22.0));
        self.sheet.put(self.row, 0, cell(title, self.look.section));
        self.row += 1;
    }

    /// A line of running text under a section's title.
    pub fn note(&mut self, words: impl Into<Cow<'static, str>>) {
        self.sheet.put(self.row, 0, cell(words, self.look.note));
        self.row += 1;
    }

    pub fn fact(&mut self, label: &'static str, words: impl Into<Cow<'static, str>>) {
        let words = words.into();
        let width = |n: usize| self.sheet.widths.get(n).copied().unwrap_or(TEXT);
        let deep = lines(&words, width(1)).max(lines(label, width(0)));
        self.sheet.heights.push((self.row, points(deep)));
        self.sheet.put(self.row, 0, cell(label, self.look.label));
        self.sheet.put(self.row, 1, cell(words, self.look.text));
        self.row += 1;
    }

    /// A sheet of the workbook, and what it answers.
    pub fn leads_to(&mut self, sheet: &'static str, answers: &'static str) {
        let link = CellContent::Link { text: sheet.into(), target: format!("'{sheet}'!A1") };
        self.sheet.put(self.row, 0, SheetCell::new(link, self.look.link));
        self.sheet.put(self.row, 1, cell(answers, self.look.text));
        self.row += 1;
    }

    pub fn gap(&mut self) {
        self.row += 1;
    }

    /// Columns at least as wide as those of a table.
    pub fn widen<R>(&mut self, columns: &Columns<'_, R>) {
        for (n, least) in columns.widths().enumerate() {
            match self.sheet.widths.get_mut(n) {
                Some(width) => *width = width.max(least),
                None => self.sheet.widths.push(least),
            }
        }
        // What A4 would print too small to be read is set up for A3, which a printer without A3 reduces by itself.
        let points = self.sheet.widths.iter().map(|width| (width * 7.0 + 5.0) * 0.75).sum::<f64>();
        if Paper::A4.room(true).0 / points < SMALLEST {
            self.sheet.print.paper = Paper::A3;
        }
    }

    /// A table, or in words that there is nothing to list. The columns of the sheet are as wide already.
    pub fn table<R: Clone + Send + 'static>(
        &mut self,
        name: &'static str,
        columns: Columns<'static, R>,
        rows: Vec<R>,
        none: &'static str,
    ) {
        if rows.is_empty() {
            self.note(none);
            self.row += 1;
            return;
        }
        self.widen(&columns);
        let (widths, look) = (self.sheet.widths.clone(), self.look);
        // Bold is wider, and the button of the filter takes its room.
        let heading = |(words, width): (&str, &f64)| wrapped(words, ((width - 3.8) / 1.05).max(3.0));
        let deep = columns.headings().zip(&widths).map(heading).max().unwrap_or(1);
        self.sheet.heights.push((self.row, points(deep as f64) + 3.0));
        if rows.len() <= MEASURED {
            for (row, n) in rows.iter().zip(1..) {
                let of = |(cell, width): (SheetCell<'_>, &f64)| match &cell.content {
                    CellContent::Text(words) if look.wraps(cell.style) => lines(words, *width),
                    _ => 1.0,
                };
                let deep = columns.values(row).zip(&widths).map(of).fold(1.0, f64::max);
                if deep > 1.0 {
                    self.sheet.heights.push((self.row + n, points(deep)));
                }
            }
        }
        let len = rows.len();
        let mut table = Table::new(name, columns, len, move |n| rows[n].clone()).filtered();
        (table.row, table.heading_style) = (self.row, look.heading);
        self.row += fit::<u32>(len) + 2;
        self.sheet.tables.push(table);
    }

    /// The headings of the table that comes next stay in view and stand on every printed page.
    pub fn heading_here(&mut self, columns: u16) {
        self.sheet.print.repeat_rows = Some((self.row, self.row));
        self.sheet.freeze = (self.row + 1, columns);
    }

    pub fn finish(self) -> Sheet<'static> {
        self.sheet
    }
}

fn points(lines: f64) -> f64 {
    (lines * LINE + 1.0).min(HIGHEST)
}
