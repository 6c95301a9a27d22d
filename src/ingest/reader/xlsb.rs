//! Cells of .xlsb sheets, streamed.

use super::ByteSource;
use super::dress::style_at;
use super::filling::Filling;
use super::stop::{Stop, password, unreadable, without_panic};
use crate::ingest::book::ReadBook;
use crate::ingest::preflight::{Cleared, Refusal, SheetFacts};
use crate::settings::Limits;
use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};

pub(super) fn read(source: ByteSource<'_>, cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let opened =
        Xlsb::new(source).map_err(|e| if matches!(e, XlsbError::Password) { password() } else { unreadable() });
    let mut workbook = opened?;
    let mut filling = Filling::new(cleared, limits);
    let none = SheetFacts::default();
    let sheets = workbook.sheets_metadata().to_vec();
    for (n, sheet) in sheets.iter().enumerate().filter(|(_, s)| s.typ == SheetType::WorkSheet) {
        let facts = cleared.sheets.get(n).unwrap_or(&none);
        filling.begin(&sheet.name, sheet.visible != SheetVisible::Visible);
        let stream = || {
            let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|_| Stop::Broken)?;
            while let Some(cell) = cells.next_cell().map_err(|_| Stop::Broken)? {
                let at = cell.get_position();
                let style = style_at(at, facts, &cleared.styles);
                if let Some(value) = filling.value(cell.get_value().into(), at, style)? {
                    filling.put(at, value, 0, style, facts)?;
                }
            }
            drop(cells);
            // A second pass for the formulas: this format does not give both at once.
            let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|_| Stop::Broken)?;
            while let Some(cell) = cells.next_formula().map_err(|_| Stop::Broken)? {
                filling.formula(cell.get_position(), cell.get_value());
            }
            Ok(())
        };
        let ended = without_panic(stream);
        filling.end(ended, facts)?;
    }
    Ok(filling.finish())
}
