//! The shape in which Excel, LibreOffice and our own templates write a sheet, read in one pass over its XML. Whatever is
//! not of it calamine reads, from the first cell that is not; where both can read a cell, both read the same.

mod texts;
mod scan;
mod days;

use super::value::ReadValue;
use crate::ingest::preflight::{Cleared, PlainPart};
use calamine::{CellErrorType, ExcelDateTime};
use days::DayKinds;
use scan::{Scan, Scanned};
use std::borrow::Cow;
use std::sync::Arc;
use texts::Odd;

/// The parts of a workbook that may be plain, and what its cells share.
pub(super) struct Plain<'x> {
    cleared: &'x Cleared<'x>,
    texts: Vec<Cow<'x, str>>,
    days: Arc<DayKinds>,
    since_1904: bool,
}

impl<'x> Plain<'x> {
    /// `None` where what the cells share is not plain. `texts` is the part of the shared texts, where there is one.
    pub fn of(cleared: &'x Cleared<'x>, texts: Option<&'x [u8]>, since_1904: bool) -> Option<Self> {
        let days = days::of_styles(&cleared.part(PlainPart::Styles)?)?;
        let texts = texts.map_or(Ok(vec![]), texts::shared).ok()?;
        Some(Self { cleared, texts, days, since_1904 })
    }

    /// Gives the cells of a sheet to `take`, each with its place and the number of its style, up to the first that is not
    /// plain; how many it gave, and whether these are all.
    pub fn cells<E>(
        &self,
        sheet: usize,
        mut take: impl FnMut((u32, u32), usize, ReadValue<'_>) -> Result<(), E>,
    ) -> Result<(usize, bool), E> {
        let Some(xml) = self.cleared.part(PlainPart::Sheet(sheet)) else { return Ok((0, false)) };
        let Ok(mut scan) = Scan::new(&xml) else { return Ok((0, false)) };
        let mut given = 0;
        loop {
            let (at, style, value) = match scan.next() {
                Ok(Some(next)) => next,
                Ok(None) => return Ok((given, true)),
                Err(Odd) => return Ok((given, false)),
            };
            let error: CellErrorType;
            let value = match &value {
                Scanned::Nothing => ReadValue::Nothing,
                // To calamine a number in a cell that names no style is no day, whatever the first style says.
                Scanned::Number(n) => match style.and_then(|style| self.days.of(style)) {
                    Some(kind) => ReadValue::Date(ExcelDateTime::new(*n, kind, self.since_1904)),
                    None => ReadValue::Number(*n),
                },
                Scanned::Shared(n) => match self.texts.get(*n) {
                    Some(text) => ReadValue::Text(text),
                    None => return Ok((given, false)),
                },
                Scanned::Text(text) => ReadValue::Text(text),
                Scanned::Bool(b) => ReadValue::Bool(*b),
                Scanned::Error(text) => match text.parse() {
                    Ok(known) => {
                        error = known;
                        ReadValue::Error(&error)
                    }
                    Err(_) => return Ok((given, false)),
                },
            };
            take(at, style.unwrap_or(0), value)?;
            given += 1;
        }
    }
}

#[cfg(test)]
mod tests;
