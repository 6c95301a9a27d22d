//! From a book to the bytes of a workbook: the only user of rust_xlsxwriter.

mod cursor;
mod grid;
mod ways;
mod named;

use super::over::cut;
use super::style::Formats;
use super::{Book, CachedResult, CellContent, Sheet, SheetCell, StyleId, Table, Visibility, unique};
use super::{chart, over, picture, print, style, validation};
use crate::error::{Error, Result};
use crate::fit::fit;
use chrono::{NaiveDate, NaiveTime};
use cursor::Cursor;
use named::Words;
use rayon::prelude::*;
use rust_xlsxwriter::{
    DocProperties, Formula, IgnoreError, ProtectionOptions, TableColumn, TableStyle, Url, Workbook, Worksheet,
    XlsxError,
};
use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use ways::Ways;

/// Level 3 takes half the time of Excel's own 6 for a quarter more size.
const COMPRESSION: u8 = 3;
/// A sheet with more table rows than this is streamed through a temporary file instead of held in memory.
const STREAMED_ROWS: usize = 2_000;
/// The writer keeps an entry in memory for each cell of a table.
const TABLE_CELLS: usize = 100_000;
/// Excel's limits: characters in a cell, links on a sheet.
const CELL_TEXT: usize = 32_767;
const LINKS: usize = 65_530;
/// A row and a column of letters of 12 points, in pixels.
const ROW_PIXELS: u32 = 20;
const COLUMN_PIXELS: u32 = 80;
/// How the crate's panic begins.
const UNWRITABLE: &str = "Couldn't write to xml file";

pub(super) fn write(book: Book<'_>, to: &mut (impl Write + Seek + Send), scratch: &Path) -> Result<()> {
    let words = Words::of(&book);
    let filled = || fill(book, STREAMED_ROWS, scratch);
    if words.are_none() {
        let write = || filled().and_then(|mut workbook| workbook.save_to_writer(to));
        return on_a_full_disk(scratch, write)?.map_err(fault);
    }
    let bytes = on_a_full_disk(scratch, || filled().and_then(|mut workbook| workbook.save_to_buffer()))?;
    let bytes = words.said(&bytes.map_err(fault)?).map_err(Error::io("write", "the workbook"))?;
    to.write_all(&bytes).map_err(Error::io("write", "the workbook"))
}

/// The crate panics when a row of a streamed sheet cannot be written to its temporary file.
fn on_a_full_disk<T>(scratch: &Path, write: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(write)).or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        match said.and_then(|s| s.strip_prefix(UNWRITABLE)) {
            Some(cause) => {
                // It shows the error as Rust does; the operating system's words are the ones in quotes.
                let code = cause.split("code: ").nth(1).and_then(|code| code.split(',').next());
                let code = code.map(|code| format!(" (os error {code})")).unwrap_or_default();
                let cause = cause.split('"').nth(1).unwrap_or("no cause given");
                let message = format!("the disk did not take the rows: {cause}{code}; make room on it, then run again");
                Err(Error::Write { path: scratch.to_owned(), message })
            }
            None => resume_unwind(panic),
        }
    })
}

fn fill(book: Book<'_>, streamed_rows: usize, scratch: &Path) -> Result<Workbook, XlsxError> {
    let formats = Formats::of(&book.styles, &book.font, book.size);
    let ways = Ways::of(&book);
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION).set_properties(&properties(&book));
    let default = (book.size > 0).then(|| style::default_format(&book.font, book.size));
    if let Some(default) = &default {
        workbook.set_default_format(default, ROW_PIXELS, COLUMN_PIXELS)?;
    }
    // Streamed sheets share one list of formats; its order must not hang on which sheet is first.
    formats.plain.iter().chain(&formats.dated).for_each(|f| workbook.register_format(f));
    let mut blank = vec![];
    for sheet in book.sheets {
        let rows: usize = sheet.tables.iter().map(Table::len).sum();
        let streamed = rows > streamed_rows;
        let mut page = match streamed {
            true => workbook.set_tempdir(scratch)?.new_worksheet_with_constant_memory()?,
            false => Worksheet::new(),
        };
        if let Some(default) = &default {
            page.set_default_format(default, ROW_PIXELS, COLUMN_PIXELS)?;
        }
        blank.push((SheetWriter::new(page, streamed, (&formats, &ways)), sheet));
    }
    let done: Vec<SheetWriter<'_>> =
        blank.into_par_iter().map(|(writer, sheet)| writer.write(sheet)).collect::<Result<_, XlsxError>>()?;
    let mut names = book.names;
    for (n, writer) in done.into_iter().enumerate() {
        let mut page = writer.page;
        if n == book.opens_at {
            page.set_active(true);
        }
        workbook.push_worksheet(page);
        names.extend(writer.names);
    }
    for (name, range) in &names {
        workbook.define_name(name.as_str(), range)?;
    }
    Ok(workbook)
}

fn properties(book: &Book<'_>) -> DocProperties {
    // A fixed day: the same book gives the same bytes.
    let created = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN).and_utc();
    DocProperties::new()
        .set_title(&book.title)
        .set_subject(&book.subject)
        .set_author(&book.author)
        .set_creation_datetime(&created)
}

fn fault(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(source) => Error::io("write", "the workbook")(source),
        // Between us and the system stands the archive, which has nothing to add.
        XlsxError::ZipError(source) => match std::error::Error::source(&source) {
            Some(cause) => Error::io("write", "the workbook")(io::Error::other(cause.to_string())),
            None => Error::io("write", "the workbook")(source.into()),
        },
        XlsxError::TempFileError(dir, source) => Error::io("write temporary files in", dir)(source),
        other => Error::Internal(format!("the workbook cannot be written: {other}")),
    }
}

/// One sheet being written.
struct SheetWriter<'p> {
    page: Worksheet,
    streamed: bool,
    formats: &'p Formats<'p>,
    ways: &'p Ways,
    /// The style that a column has by itself, so that its cells need none: looking up a format costs more than
    /// writing a number.
    columns: Vec<Option<StyleId>>,
    /// First and last row, by column, of texts that hold only digits.
    digits: BTreeMap<u16, (u32, u32)>,
    links: usize,
    names: Vec<(String, String)>,
}

impl<'p> SheetWriter<'p> {
    fn new(page: Worksheet, streamed: bool, (formats, ways): (&'p Formats<'p>, &'p Ways)) -> Self {
        Self { page, streamed, formats, ways, columns: vec![], digits: BTreeMap::new(), links: 0, names: vec![] }
    }

    fn write(mut self, mut sheet: Sheet<'_>) -> Result<Self, XlsxError> {
        self.page.set_name(&sheet.name)?;
        self.page.set_formula_result_default("");
        self.set_up(&sheet)?;
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
        Ok(self)
    }

    fn set_up(&mut self, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
        let page = &mut self.page;
        grid::set_up(page, sheet)?;
        if sheet.freeze != (0, 0) {
            page.set_freeze_panes(sheet.freeze.0, sheet.freeze.1)?;
        }
        print::set_up(page, &sheet.print)?;
        if sheet.protected {
            page.protect_with_options(&ProtectionOptions {
                format_columns: true,
                format_rows: true,
                use_autofilter: true,
                ..ProtectionOptions::new()
            });
        }
        match sheet.visibility {
            Visibility::Visible => {}
            Visibility::Hidden => {
                page.set_hidden(true);
            }
            Visibility::VeryHidden => {
                page.set_very_hidden(true);
            }
        }
        if !sheet.tab.is_empty() {
            page.set_tab_color(&*sheet.tab);
        }
        if sheet.zoom > 0 {
            page.set_zoom(sheet.zoom.clamp(10, 400));
        }
        page.set_screen_gridlines(sheet.show_grid);
        Ok(())
    }

    /// Placed cells and table rows together, row by row, since a streamed sheet cannot go back.
    fn rows<'a>(&mut self, sheet: &mut Sheet<'a>) -> Result<(), XlsxError> {
        let mut cells = std::mem::take(&mut sheet.cells);
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut merges = std::mem::take(&mut sheet.merges);
        merges.sort_unstable();
        let merge_styles: Vec<StyleId> = merges
            .iter()
            .map(|m| cells.binary_search_by_key(&(m.0, m.1), |(r, c, _)| (*r, *c)))
            .map(|found| found.map(|k| cells[k].2.style).unwrap_or_default())
            .collect();
        let mut merges = merges.into_iter().zip(merge_styles).peekable();
        let mut cells = cells.into_iter().peekable();
        let mut tables: Vec<Cursor<'_, 'a>> = sheet.tables.iter_mut().map(Cursor::new).collect();
        if self.streamed
            && let Some(longest) = tables.iter_mut().max_by_key(|t| t.table.len())
        {
            self.column_styles(longest)?;
        }
        let mut buffer = Vec::new();
        loop {
            let next = tables.iter().filter_map(Cursor::next_row);
            let Some(row) = next.chain(cells.peek().map(|c| c.0)).chain(merges.peek().map(|m| m.0.0)).min() else {
                return Ok(());
            };
            while let Some(((r1, c1, r2, c2), style)) = merges.next_if(|m| m.0.0 == row) {
                if (r1, c1) != (r2, c2) {
                    self.page.merge_range(r1, c1, r2, c2, "", self.formats.get(style))?;
                }
            }
            while let Some((_, column, cell)) = cells.next_if(|c| c.0 == row) {
                self.cell(row, column, cell)?;
            }
            for cursor in &mut tables {
                if cursor.next_row() == Some(row) {
                    self.table_row(cursor, row, &mut buffer, &sheet.name)?;
                }
            }
        }
    }

    /// Gives the columns of a long table the styles of its first row.
    fn column_styles(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<(), XlsxError> {
        let mut first = Vec::new();
        cursor.fill(&mut first);
        let start = cursor.table.column;
        self.columns.resize(usize::from(start) + first.len(), None);
        for (cell, column) in first.iter().zip(start..) {
            if self.formats.suits_column(cell.style) {
                self.page.set_column_format(column, self.formats.get(cell.style))?;
                self.columns[usize::from(column)] = Some(cell.style);
            }
        }
        cursor.first = Some(first);
        Ok(())
    }

    fn table_row<'a>(
        &mut self,
        cursor: &mut Cursor<'_, 'a>,
        row: u32,
        buffer: &mut Vec<SheetCell<'a>>,
        sheet: &str,
    ) -> Result<(), XlsxError> {
        if cursor.heading() {
            self.headings(cursor.table, sheet)?;
            cursor.done += 1;
            return Ok(());
        }
        match cursor.first.take() {
            Some(first) => *buffer = first,
            None => cursor.fill(buffer),
        }
        for (cell, column) in buffer.drain(..).zip(cursor.table.column..) {
            self.cell(row, column, cell)?;
        }
        cursor.done += 1;
        Ok(())
    }

    fn headings(&mut self, table: &Table<'_>, sheet: &str) -> Result<(), XlsxError> {
        let style = |n| self.formats.get(table.heading_style(n));
        let (first, width) = (table.column, fit::<u16>(table.headings().len()));
        let (last, last_row) = (first + width - 1, table.row + fit::<u32>(table.len().max(1)));
        if !table.name.is_empty() && table.headings().len() * table.len() <= TABLE_CELLS {
            let columns: Vec<TableColumn> = unique(table.headings())
                .into_iter()
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
            return Ok(());
        }
        for ((n, heading), column) in table.headings().iter().enumerate().zip(first..) {
            self.page.write_string_with_format(table.row, column, heading, style(n))?;
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

    fn cell(&mut self, row: u32, column: u16, cell: SheetCell<'_>) -> Result<(), XlsxError> {
        let by_column = self.columns.get(usize::from(column)).is_some_and(|c| *c == Some(cell.style));
        let format = self.formats.get(cell.style);
        let page = &mut self.page;
        match cell.content {
            CellContent::Number(n) if n.is_finite() && by_column => {
                page.write_number(row, column, n)?;
            }
            CellContent::Number(n) if n.is_finite() => {
                page.write_number_with_format(row, column, n, format)?;
            }
            CellContent::Blank | CellContent::Number(_) => {
                if !by_column && cell.style != StyleId::default() {
                    page.write_blank(row, column, format)?;
                }
            }
            CellContent::Text(text) => {
                let text = match text.len() > CELL_TEXT {
                    true => cut(&text, CELL_TEXT),
                    false => text.into_owned(),
                };
                if looks_like_number(&text) {
                    let span = self.digits.entry(column).or_insert((row, row));
                    *span = (span.0.min(row), span.1.max(row));
                }
                match by_column {
                    true => page.write_string(row, column, text)?,
                    false => page.write_string_with_format(row, column, text, format)?,
                };
            }
            CellContent::Date(date) => match serial(date) {
                Some(serial) => {
                    page.write_number_with_format(row, column, serial, self.formats.dated(cell.style))?;
                }
                None => {
                    page.write_string_with_format(row, column, date.to_string(), format)?;
                }
            },
            CellContent::Formula { formula, result } => {
                let result = match result {
                    CachedResult::Number(n) if n.is_finite() => n.to_string(),
                    CachedResult::Number(_) => String::new(),
                    CachedResult::Text(text) => cut(&text, CELL_TEXT),
                };
                page.write_formula_with_format(row, column, Formula::new(formula).set_result(result), format)?;
            }
            CellContent::Link { text, target } => {
                self.links += 1;
                let text = cut(&text, CELL_TEXT);
                match self.ways.to(&target).filter(|_| self.links <= LINKS && !text.is_empty()) {
                    Some(url) => page.write_url_with_format(row, column, Url::new(url).set_text(text), format)?,
                    None => page.write_string_with_format(row, column, text, self.formats.unlinked(cell.style))?,
                };
            }
        }
        Ok(())
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

#[cfg(test)]
mod tests;
