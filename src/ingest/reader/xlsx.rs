//! Cells of .xlsx sheets, streamed.

use super::ByteSource;
use super::filling::Filling;
use super::plain::Plain;
use super::stop::{Stop, password, unreadable, without_panic};
use super::value::ReadValue;
use crate::fit::fit;
use crate::ingest::book::{EXTERNAL, FORMULA, Held, ReadBook};
use crate::ingest::formats::{NumberFormat, built_in};
use crate::ingest::preflight::{CellStyle, Cleared, PlainPart, Refusal, SheetFacts, SpecialCell};
use crate::reading::CellRef;
use crate::settings::Limits;
use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::iter::Peekable;
use std::slice::Iter;

pub(super) fn read(source: ByteSource<'_>, cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let opened =
        Xlsx::new(source).map_err(|e| if matches!(e, XlsxError::Password) { password() } else { unreadable() });
    let mut workbook = opened?;
    let mut filling = Filling::new(cleared, limits);
    let mut styles: Option<Vec<CellStyle>> = None;
    let none = SheetFacts::default();
    let sheets = workbook.sheets_metadata().to_vec();
    let texts = cleared.part(PlainPart::Texts);
    let plain = Plain::of(cleared, texts.as_deref(), workbook.has_1904_epoch());
    for (n, sheet) in sheets.iter().enumerate().filter(|(_, s)| s.typ == SheetType::WorkSheet) {
        let facts = cleared.sheets.get(n).unwrap_or(&none);
        filling.begin(&sheet.name, sheet.visible != SheetVisible::Visible);
        if let Some((row, col)) = facts.interrupted {
            let cell = CellRef::new(row, fit::<u16>(col.min(u32::from(u16::MAX))));
            filling.refuse_sheet(format!("the number in cell {cell} is in pieces"));
            continue;
        }
        let stream = || {
            let mut cells = match workbook.worksheet_cells_reader(&sheet.name) {
                Ok(cells) => cells,
                Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
                Err(_) => return Err(Stop::Broken),
            };
            let styles = styles.get_or_insert_with(|| cells.styles().iter().map(cell_style).collect());
            let mut taking = Taking { filling: &mut filling, styles, facts, special: facts.special.iter().peekable() };
            let plainly = |at: (u32, u32), style, value: ReadValue<'_>| taking.take(at, style, value);
            let (taken, all) = plain.as_ref().map_or(Ok((0, false)), |plain| plain.cells(n, plainly))?;
            if all {
                return Ok(());
            }
            for _ in 0..taken {
                cells.next_cell_with_style_id().map_err(|_| Stop::Broken)?;
            }
            loop {
                match cells.next_cell_with_style_id() {
                    Ok(Some((cell, style))) => taking.take(cell.get_position(), style, cell.get_value().into())?,
                    Ok(None) => return Ok(()),
                    Err(XlsxError::CellError(text)) => taking.unknown_error(&text)?,
                    Err(_) => return Err(Stop::Broken),
                }
            }
        };
        let ended = without_panic(stream);
        filling.end(ended, facts)?;
    }
    Ok(filling.finish())
}

/// The cells of one sheet on their way into the book.
struct Taking<'t, 'a> {
    filling: &'t mut Filling<'a>,
    styles: &'t [CellStyle],
    facts: &'t SheetFacts,
    /// Those that were not reached yet.
    special: Peekable<Iter<'t, SpecialCell>>,
}

impl Taking<'_, '_> {
    fn take(&mut self, at: (u32, u32), style: usize, value: ReadValue<'_>) -> Result<(), Stop> {
        let extra = self.special.next_if(|s| s.at == at);
        let style = self.styles.get(style);
        let value = match value {
            ReadValue::Nothing if extra.is_some_and(|s| s.formula && !s.result) => Some(Held::FormulaWithoutResult),
            value => self.filling.value(value, at, style)?,
        };
        // An empty text is a result too.
        self.filling.noughts.results |= value.is_none() && extra.is_some_and(|s| s.formula);
        if let Some(value) = value {
            self.filling.put(at, value, extra.map_or(0, flags), style, self.facts)?;
            let nought = matches!(value, Held::Number(0.0));
            if let Some(pointer) = extra.filter(|_| nought).and_then(|s| s.pointer.clone()) {
                self.filling.point(at, pointer);
            }
        }
        Ok(())
    }

    /// An error value that calamine does not know costs this cell only; the next call goes on.
    fn unknown_error(&mut self, text: &str) -> Result<(), Stop> {
        let known = self.special.find(|s| s.error.as_deref() == Some(text)).ok_or(Stop::Broken)?;
        let value = self.filling.error(text)?;
        self.filling.put(known.at, value, flags(known), None, self.facts)
    }
}

fn cell_style(style: &calamine::Style) -> CellStyle {
    let (id, code) = style.number_format.as_ref().map_or((0, ""), |f| (f.format_id.unwrap_or(0), &*f.format_code));
    let code = if code.is_empty() { built_in(id) } else { code };
    CellStyle { format: NumberFormat::numbered(id, code), struck: style.font.as_ref().is_some_and(|f| f.strikethrough) }
}

pub(super) fn flags(special: &SpecialCell) -> u8 {
    (if special.formula { FORMULA } else { 0 }) | (if special.external { EXTERNAL } else { 0 })
}
