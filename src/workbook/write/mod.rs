//! From a book to the bytes of a workbook: the only user of rust_xlsxwriter.

mod long;
mod cursor;
mod grid;
mod page;
mod ways;
mod drawn;
mod spliced;
mod sheet;
mod named;

use super::style::{Formats, default_format};
use super::{Book, Sheet, Table};
use crate::error::{Error, Result};
use crate::package;
use chrono::{NaiveDate, NaiveTime};
use cursor::FirstRow;
use named::Words;
use page::Blank;
use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};
use sheet::{SheetWriter, Written};
use spliced::{LongSheets, Prepared};
use std::io::{self, Seek, Write};
use ways::Ways;

pub use ways::is_address;

/// Level 3 takes half the time of Excel's own 6 for a quarter more size.
const COMPRESSION: u8 = 3;
/// The rows of a sheet with more table rows than this are written by ourselves.
const LONG: usize = 2_000;

pub(super) fn write(book: Book<'_>, to: &mut (impl Write + Seek + Send)) -> Result<()> {
    write_with(book, LONG, to)
}

/// The same where a sheet with more than `rows` table rows is a long one.
fn write_with(mut book: Book<'_>, rows: usize, to: &mut (impl Write + Seek + Send)) -> Result<()> {
    let (words, label) = (Words::of(&book), book.label.take());
    let (mut workbook, long) = fill(book, rows, !words.are_none()).map_err(fault)?;
    let bytes = workbook.save_to_buffer().map_err(fault)?;
    let bytes = package::of_one_system(bytes).map_err(Error::io("write", "the workbook"))?;
    let bytes = if words.are_none() { Ok(bytes) } else { words.said(&bytes) };
    // The crate puts the size of a part behind it. Of a picture, which is not packed, SheetJS cannot find that: so every
    // part is copied to where its size stands before it.
    bytes.and_then(|bytes| long.spliced(&bytes, label.as_ref(), to)).map_err(Error::io("write", "the workbook"))
}

/// The workbook as the crate has it, and the sheets with more than `rows` of tables, which it has without their rows.
fn fill<'a>(mut book: Book<'a>, rows: usize, heights_follow: bool) -> Result<(Workbook, LongSheets), XlsxError> {
    let formats = Formats::of(&book.styles, &book.font, book.size);
    let blank = Blank { formats: &formats, default: (book.size > 0).then(|| default_format(&book.font, book.size)) };
    let ways = Ways::of(&book);
    let mut workbook = blank.workbook()?;
    workbook.set_zip_compression_level(COMPRESSION).set_properties(&properties(&book));
    let is_long = |sheet: &Sheet<'_>| sheet.tables.iter().map(Table::len).sum::<usize>() > rows;
    let mut sheets: Vec<(Sheet<'a>, Option<FirstRow<'a>>)> = std::mem::take(&mut book.sheets)
        .into_iter()
        .map(|mut sheet| {
            let first = is_long(&sheet).then(|| FirstRow::of(&mut sheet));
            (sheet, first)
        })
        .collect();
    let prepared = Prepared::of(&sheets, &blank, &book, heights_follow)?;
    let writer = |(n, (sheet, first)): (usize, (Sheet<'a>, Option<FirstRow<'a>>))| {
        SheetWriter::new(&blank, &sheet, first, (&ways, &prepared), n)?.write(sheet)
    };
    let done: Vec<Written> = sheets
        .drain(..)
        .enumerate()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(writer)
        .collect::<Result<_, XlsxError>>()?;
    let mut long = LongSheets::default();
    let mut names = book.names;
    for (n, written) in done.into_iter().enumerate() {
        let mut page = written.page;
        if n == book.opens_at {
            page.set_active(true);
        }
        workbook.push_worksheet(page);
        names.extend(written.names);
        if let Some(sheet) = written.long {
            long.add(n, *sheet);
        }
    }
    for (name, range) in &names {
        workbook.define_name(name.as_str(), range)?;
    }
    Ok((workbook, long))
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

#[cfg(test)]
mod tests;
