//! The only door to calamine: cells of a cleared file into a [`ReadBook`], sheet by sheet and by name, bounded, never as
//! a dense range where the format can be streamed.

mod stop;
mod value;
mod dress;
mod noughts;
mod filling;
mod plain;
mod xlsx;
mod xlsb;
mod xls;
mod ods;

use super::book::ReadBook;
use super::preflight::{Cleared, Refusal, WorkbookFormat};
use crate::catalogue::F003;
use crate::settings::Limits;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use stop::unreadable;

type ByteSource<'a> = Cursor<&'a [u8]>;

/// Reads every worksheet. A panic of the parser is damage to the file, nothing more.
pub(super) fn read(cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let read = || {
        let source = Cursor::new(&*cleared.bytes);
        match cleared.kind {
            WorkbookFormat::Xlsx => xlsx::read(source, cleared, limits),
            WorkbookFormat::Xlsb => xlsb::read(source, cleared, limits),
            WorkbookFormat::Xls => xls::read(source, cleared, limits),
            WorkbookFormat::Ods => ods::read(cleared, limits),
        }
    };
    let book = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(unreadable()))?;
    if book.sheets.is_empty() {
        return Err(Refusal::new(&F003, "a whole workbook", "no sheet in it"));
    }
    Ok(book)
}
