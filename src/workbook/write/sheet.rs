//! One sheet: its cells and tables row by row, then what lies over them.

use super::cursor::{Cursor, FirstRow};
use super::long::{LongSheet, Look};
use super::page::Blank;
use super::spliced::{LINK, Prepared};
use super::ways::Ways;
use crate::fit::fit;
use crate::workbook::over::cut;
use crate::workbook::style::Formats;
use crate::workbook::{CachedResult, CellContent, Sheet, SheetCell, StyleId, Table, unique};
use crate::workbook::{chart, over, picture, validation};
use chrono::NaiveDate;
use rust_xlsxwriter::{Formula, IgnoreError, TableColumn, TableStyle, Url, Worksheet, XlsxError};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The writer keeps an entry in memory for each cell of a table.
const TABLE_CELLS: usize = 100_000;
/// Excel's limits: characters in a cell, links on a sheet.
const CELL_TEXT: usize = 32_767;
const LINKS: usize = 65_530;

/// A sheet that is written.
pub(super) struct Written {
    /// What the crate has of it.
    pub page: Worksheet,
    /// Its rows, where we write them.
    pub long: Option<Box<LongSheet>>,
    /// Names to define for its tables, with their ranges.
    pub names: Vec<(String, String)>,
}

/// One sheet being written.
pub(super) struct SheetWriter<'p, 'a> {
    page: Worksheet,
    /// Boxed, since it is taken out for each row and holds a packer's state of several kilobytes.
    long: Option<Box<LongSheet>>,
    first: Option<FirstRow<'a>>,
    formats: &'p Formats<'p>,
    ways: &'p Ways,
    /// The style that a column has by itself, so that blank cells need none.
    columns: Vec<Option<StyleId>>,
    /// First and last row, by column, of texts that hold only digits.
    digits: BTreeMap<u16, (u32, u32)>,
    links: usize,
    names: Vec<(String, String)>,
}

/// The cells of a row, and the column of each.
#[derive(Default)]
struct Row<'a> {
    cells: Vec<SheetCell<'a>>,
    columns: Vec<u16>,
}

impl<'a> Row<'a> {
    fn push(&mut self, column: u16, cell: SheetCell<'a>) {
        self.cells.push(cell);
        self.columns.push(column);
    }

    /// The cells from left to right; of several in one column the last.
    fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.cells.len()).rev().collect();
        order.sort_by_key(|n| self.columns[*n]);
        order.dedup_by_key(|n| self.columns[*n]);
        order
    }

    fn clear(&mut self) {
        self.cells.clear();
        self.columns.clear();
    }
}

impl<'p, 'a> SheetWriter<'p, 'a> {
    /// The sheet at a position of its book; a long one has its first row made.
    pub fn new(
        blank: &'p Blank<'p>,
        sheet: &Sheet<'a>,
        first: Option<FirstRow<'a>>,
        (ways, prepared): (&'p Ways, &Prepared),
        n: usize,
    ) -> Result<Self, XlsxError> {
        let formats = blank.formats;
        let columns = first.as_ref().map(|first| first.columns(formats)).unwrap_or_default();
        Ok(Self {
            page: blank.page(sheet, &columns)?,
            long: first.as_ref().map(|_| prepared.begun(n, sheet).map(Box::new)).transpose()?,
            first,
            formats,
            ways,
            columns,
            digits: BTreeMap::new(),
            links: 0,
            names: vec![],
        })
    }

    /// Writes all that the sheet has.
    pub fn write(mut self, mut sheet: Sheet<'a>) -> Result<Written, XlsxError> {
        self.rows(&mut sheet)?;
        for v in &sheet.validations {
            validation::validate(&mut self.page, v)?;
        }
        for m in &sheet.marks {
            over::mark(&mut self.page, m)?;
        }
        for s in &sheet.sparklines {
            over::sparklines(&mut self.page, &sheet.name, s)?;
        }
        for c in &sheet.charts {
            chart::insert(&mut self.page, c)?;
        }
        for p in &sheet.pictures {
            picture::insert(&mut self.page, p)?;
        }
        for (column, (first, last)) in &self.digits {
            self.page.ignore_error_range(*first, *column, *last, *column, IgnoreError::NumberStoredAsText)?;
        }
        if self.long.as_ref().is_some_and(|long| !long.links.is_empty()) {
            self.page.write_url(LINK.0, LINK.1, Url::new("internal:A1").set_text("-"))?;
        }
        Ok(Written { page: self.page, long: self.long, names: self.names })
    }

    /// Placed cells and table rows together, row by row, since what is packed cannot be changed.
    fn rows(&mut self, sheet: &mut Sheet<'a>) -> Result<(), XlsxError> {
        let mut cells = std::mem::take(&mut sheet.cells);
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut merges = std::mem::take(&mut sheet.merges);
        merges.retain(|(r1, c1, r2, c2)| (r1, c1) != (r2, c2));
        merges.sort_unstable();
        let mut below = vec![];
        for (r1, c1, r2, c2) in merges {
            let at = cells.binary_search_by_key(&(r1, c1), |(r, c, _)| (*r, *c));
            let style = at.map(|k| cells[k].2.style).unwrap_or_default();
            self.page.merge_range(r1, c1, r2, c2, "", self.formats.get(style))?;
            if self.long.is_some() {
                let blank = |row, column| (row, column, SheetCell::new(CellContent::Blank, style));
                below.extend((r1..=r2).flat_map(|row| (c1..=c2).map(move |column| blank(row, column))));
            }
        }
        // Of several at a place the last counts, and the blank ones of a merge are below what stands in it.
        below.extend(cells);
        below.sort_by_key(|(row, column, _)| (*row, *column));
        let mut cells = below.into_iter().peekable();
        let mut tables = Cursor::all(&mut sheet.tables, self.first.take());
        let mut gathered = Row::default();
        loop {
            let next = tables.iter().filter_map(Cursor::next_row);
            let Some(row) = next.chain(cells.peek().map(|c| c.0)).min() else {
                return Ok(());
            };
            while let Some((_, column, cell)) = cells.next_if(|c| c.0 == row) {
                gathered.push(column, cell);
            }
            for cursor in tables.iter_mut().filter(|cursor| cursor.next_row() == Some(row)) {
                if cursor.heading() {
                    self.headings(cursor.table, &sheet.name, &mut gathered)?;
                } else {
                    cursor.fill(&mut gathered.cells);
                    let first = cursor.table.column;
                    let new = gathered.cells.len() - gathered.columns.len();
                    gathered.columns.extend((first..).take(new));
                }
                cursor.done += 1;
            }
            self.row(row, &mut gathered)?;
        }
    }

    fn row(&mut self, row: u32, cells: &mut Row<'a>) -> Result<(), XlsxError> {
        let Some(mut long) = self.long.take() else {
            let cells = cells.columns.drain(..).zip(cells.cells.drain(..));
            return cells.into_iter().try_for_each(|(column, cell)| self.cell(row, column, cell));
        };
        long.start_row(row);
        if cells.columns.is_sorted_by(|a, b| a < b) {
            for (column, cell) in cells.columns.iter().zip(&cells.cells) {
                self.long_cell(&mut long, (row, *column), cell)?;
            }
        } else {
            for n in cells.in_order() {
                self.long_cell(&mut long, (row, cells.columns[n]), &cells.cells[n])?;
            }
        }
        cells.clear();
        long.end_row()?;
        self.long = Some(long);
        Ok(())
    }

    fn headings(&mut self, table: &Table<'_>, sheet: &str, gathered: &mut Row<'a>) -> Result<(), XlsxError> {
        let style = |n| self.formats.get(table.heading_style(n));
        let (first, width) = (table.column, fit::<u16>(table.headings().len()));
        let (last, last_row) = (first + width - 1, table.row + fit::<u32>(table.len().max(1)));
        let named = !table.name.is_empty() && table.headings().len() * table.len() <= TABLE_CELLS;
        let headings = if named { unique(table.headings()) } else { table.headings().to_vec() };
        if named {
            let columns: Vec<TableColumn> = headings
                .iter()
                .enumerate()
                .map(|(n, heading)| TableColumn::new().set_header(heading).set_header_format(style(n)))
                .collect();
            let out = rust_xlsxwriter::Table::new()
                .set_name(&table.name)
                .set_columns(&columns)
                .set_autofilter(table.filter)
                .set_style(if table.plain { TableStyle::None } else { TableStyle::Light1 })
                .set_banded_rows(!table.plain);
            self.page.add_table(table.row, first, last_row, last, &out)?;
            if self.long.is_none() {
                return Ok(());
            }
        }
        let cell = |(n, heading): (usize, String)| SheetCell::text(heading, table.heading_style(n));
        (first..)
            .zip(headings.into_iter().enumerate().map(cell))
            .for_each(|(column, cell)| gathered.push(column, cell));
        if named {
            return Ok(());
        }
        if table.filter {
            self.page.autofilter(table.row, first, last_row, last)?;
        }
        if !table.name.is_empty() {
            let cell = |row, column| rust_xlsxwriter::utility::row_col_to_cell_absolute(row, column);
            let range = format!("='{}'!{}:{}", sheet.replace('\'', "''"), cell(table.row, first), cell(last_row, last));
            self.names.push((table.name.clone(), range));
        }
        Ok(())
    }

    /// A cell of a long sheet, to our own rows: what [`SheetWriter::cell`] is to the crate.
    fn long_cell(&mut self, long: &mut LongSheet, at: (u32, u16), cell: &SheetCell<'_>) -> Result<(), XlsxError> {
        let (style, column) = (self.formats.known(cell.style), at.1);
        match &cell.content {
            CellContent::Number(n) if n.is_finite() => long.number(column, *n, (style, Look::Plain)),
            CellContent::Text(text) if !text.is_empty() => {
                let text = short(Cow::Borrowed(text));
                self.look_for_digits(at, &text);
                long.text(column, &text, (style, Look::Plain));
            }
            CellContent::Blank | CellContent::Number(_) | CellContent::Text(_) => {
                let by_column = self.columns.get(usize::from(column)).is_some_and(|c| *c == Some(cell.style));
                if !by_column && cell.style != StyleId::default() {
                    long.blank(column, style);
                }
            }
            CellContent::Date(date) => match serial(*date) {
                Some(serial) => long.number(column, serial, (style, Look::Dated)),
                None => long.text(column, &date.to_string(), (style, Look::Plain)),
            },
            CellContent::Formula { formula, result } => long.formula(column, formula, &shown(result.clone()), style),
            CellContent::Link { text, target } => {
                self.links += 1;
                let text = short(Cow::Borrowed(text));
                let way = self.ways.to(target).filter(|_| self.links <= LINKS && !text.is_empty());
                let look = if way.is_some() { Look::Plain } else { Look::Unlinked };
                match way.as_deref().map(|way| (way, way.strip_prefix("internal:"))) {
                    Some((_, Some(here))) => long.link(at, here, &text),
                    Some((way, None)) => {
                        // What leads out of the workbook stands in a part of its own, which is the crate's.
                        self.page.write_url(at.0, at.1, Url::new(way).set_text(&*text))?;
                    }
                    None => {}
                }
                match text.is_empty() {
                    true => long.blank(column, style),
                    false => long.text(column, &text, (style, look)),
                }
            }
        }
        Ok(())
    }

    fn look_for_digits(&mut self, (row, column): (u32, u16), text: &str) {
        if looks_like_number(text) {
            let span = self.digits.entry(column).or_insert((row, row));
            *span = (span.0.min(row), span.1.max(row));
        }
    }

    fn cell(&mut self, row: u32, column: u16, cell: SheetCell<'_>) -> Result<(), XlsxError> {
        let format = self.formats.get(cell.style);
        match cell.content {
            CellContent::Number(n) if n.is_finite() => {
                self.page.write_number_with_format(row, column, n, format)?;
            }
            CellContent::Blank | CellContent::Number(_) => {
                if cell.style != StyleId::default() {
                    self.page.write_blank(row, column, format)?;
                }
            }
            CellContent::Text(text) => {
                let text = short(text).into_owned();
                self.look_for_digits((row, column), &text);
                self.page.write_string_with_format(row, column, text, format)?;
            }
            CellContent::Date(date) => match serial(date) {
                Some(serial) => {
                    self.page.write_number_with_format(row, column, serial, self.formats.dated(cell.style))?;
                }
                None => {
                    self.page.write_string_with_format(row, column, date.to_string(), format)?;
                }
            },
            CellContent::Formula { formula, result } => {
                let formula = Formula::new(formula).set_result(shown(result));
                self.page.write_formula_with_format(row, column, formula, format)?;
            }
            CellContent::Link { text, target } => {
                self.links += 1;
                let text = cut(&text, CELL_TEXT);
                match self.ways.to(&target).filter(|_| self.links <= LINKS && !text.is_empty()) {
                    Some(url) => self.page.write_url_with_format(row, column, Url::new(url).set_text(text), format)?,
                    None => self.page.write_string_with_format(row, column, text, self.formats.unlinked(cell.style))?,
                };
            }
        }
        Ok(())
    }
}

/// A text no longer than a cell may hold.
fn short(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.len() > CELL_TEXT { Cow::Owned(cut(&text, CELL_TEXT)) } else { text }
}

/// The result of a formula as it is written.
fn shown(result: CachedResult) -> String {
    match result {
        CachedResult::Number(n) if n.is_finite() => n.to_string(),
        CachedResult::Number(_) => String::new(),
        CachedResult::Text(text) => cut(&text, CELL_TEXT),
    }
}

/// Days since the start of Excel's calendar; `None` before 1 March 1900, where Excel counts a day that never was.
fn serial(date: NaiveDate) -> Option<f64> {
    let days = date.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    (days > 60).then_some(days as f64)
}

/// Excel would put a green triangle beside this text.
fn looks_like_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= 40
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().all(|b| b.is_ascii_digit() || b" .,-+%Ee/".contains(b))
}
