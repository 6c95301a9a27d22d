//! Cells of .xlsx sheets, streamed.

use super::ByteSource;
use super::filling::Filling;
use super::stop::{Stop, password, unreadable, without_panic};
use crate::fit::fit;
use crate::ingest::book::{EXTERNAL, FORMULA, Held, ReadBook};
use crate::ingest::formats::{NumberFormat, built_in};
use crate::ingest::preflight::{CellStyle, Cleared, Refusal, SheetFacts, SpecialCell};
use crate::reading::CellRef;
use crate::settings::Limits;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

pub(super) fn read(source: ByteSource<'_>, cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let opened =
        Xlsx::new(source).map_err(|e| if matches!(e, XlsxError::Password) { password() } else { unreadable() });
    let mut workbook = opened?;
    let mut filling = Filling::new(cleared, limits);
    let mut styles: Option<Vec<CellStyle>> = None;
    let none = SheetFacts::default();
    let sheets = workbook.sheets_metadata().to_vec();
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
            let mut special = facts.special.iter().peekable();
            loop {
                let (cell, style) = match cells.next_cell_with_style_id() {
                    Ok(Some(next)) => next,
                    Ok(None) => return Ok(()),
                    // An error value that calamine does not know costs this cell only; the next call goes on.
                    Err(XlsxError::CellError(text)) => {
                        let known = special.find(|s| s.error.as_deref() == Some(text.as_str())).ok_or(Stop::Broken)?;
                        let value = filling.error(&text)?;
                        filling.put(known.at, value, flags(known), None, facts)?;
                        continue;
                    }
                    Err(_) => return Err(Stop::Broken),
                };
                let at = cell.get_position();
                let extra = special.next_if(|s| s.at == at);
                let style = styles.get(style);
                let value = match cell.get_value() {
                    DataRef::Empty if extra.is_some_and(|s| s.formula && !s.result) => Some(Held::FormulaWithoutResult),
                    DataRef::Empty if extra.is_some_and(|s| s.formula) => {
                        filling.noughts.results = true;
                        None
                    }
                    value => filling.value(value.into(), at, style)?,
                };
                if let Some(value) = value {
                    filling.put(at, value, extra.map_or(0, flags), style, facts)?;
                    let nought = matches!(value, Held::Number(n) if n == 0.0);
                    if let Some(pointer) = extra.filter(|_| nought).and_then(|s| s.pointer.clone()) {
                        filling.point(at, pointer);
                    }
                }
            }
        };
        let ended = without_panic(stream);
        filling.end(ended, facts)?;
    }
    Ok(filling.finish())
}

fn cell_style(style: &calamine::Style) -> CellStyle {
    let (id, code) = style.number_format.as_ref().map_or((0, ""), |f| (f.format_id.unwrap_or(0), &*f.format_code));
    let code = if code.is_empty() { built_in(id) } else { code };
    CellStyle { format: NumberFormat::numbered(id, code), struck: style.font.as_ref().is_some_and(|f| f.strikethrough) }
}

pub(super) fn flags(special: &SpecialCell) -> u8 {
    (if special.formula { FORMULA } else { 0 }) | (if special.external { EXTERNAL } else { 0 })
}
