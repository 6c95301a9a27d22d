//! Cells of an old .xls workbook, which calamine reads whole.

use super::ByteSource;
use super::dress::style_at;
use super::filling::Filling;
use super::stop::{Stop, password, unreadable, without_panic};
use super::value::ReadValue;
use super::xlsx::flags;
use crate::catalogue::F003;
use crate::fit::fit;
use crate::ingest::book::{Held, ReadBook};
use crate::ingest::preflight::packing::Packing;
use crate::ingest::preflight::{Cleared, Refusal, SheetFacts};
use crate::settings::Limits;
use calamine::{Range, Reader, SheetType, SheetVisible, Xls, XlsError, XlsOptions};
use std::collections::BTreeSet;

/// The code page that means UTF-16.
const UNICODE: u16 = 1200;

pub(super) fn read(source: ByteSource<'_>, cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let mut options = XlsOptions::default();
    // Some programs name a code page of one byte and write Unicode all the same, as the format asks of them.
    options.force_codepage = cleared.unicode.then_some(UNICODE);
    let opened = Xls::new_with_options(source, options);
    let mut workbook = opened.map_err(|e| if matches!(e, XlsError::Password) { password() } else { unreadable() })?;
    let merged = workbook.sheets_metadata().to_vec().into_iter().enumerate().map(|(n, s)| {
        let mut facts = cleared.sheets.get(n).cloned().unwrap_or_default();
        for range in workbook.merge_cells_by_sheet_name(&s.name).unwrap_or_default() {
            facts.merge(range.start, range.end);
        }
        facts.merged.sort_unstable();
        facts
    });
    let facts: Vec<SheetFacts> = merged.collect();
    let mut filling = Filling::new(cleared, limits);
    let (none, in_place) = (SheetFacts::default(), Packing::default());
    let sheets = workbook.sheets_metadata().to_vec();
    // These are asked for by name, and one of two would come twice.
    if sheets.iter().map(|s| &s.name).collect::<BTreeSet<_>>().len() < sheets.len() {
        return Err(Refusal::new(&F003, "a whole workbook", "two sheets of one name"));
    }
    for (n, sheet) in sheets.iter().enumerate().filter(|(_, s)| s.typ == SheetType::WorkSheet) {
        let facts = facts.get(n).unwrap_or(&none);
        let packing = cleared.packings.get(n).unwrap_or(&in_place);
        filling.begin(&sheet.name, sheet.visible != SheetVisible::Visible);
        let stream = || {
            let cells = workbook.worksheet_range(&sheet.name).map_err(|_| Stop::Broken)?;
            // The nought of a formula that was never calculated is no value.
            let unsaved: BTreeSet<_> = facts.special.iter().filter(|s| !s.result).map(|s| s.at).collect();
            for (at, value) in absolute(&cells, packing) {
                if !unsaved.is_empty() && unsaved.contains(&at) {
                    continue;
                }
                let style = style_at(at, facts, &cleared.styles);
                let value = facts.text_of(at).map_or_else(|| value.into(), ReadValue::Text);
                if let Some(kept) = filling.value(value, at, style)? {
                    filling.put(at, kept, 0, style, facts)?;
                }
            }
            let (saved, unsaved): (Vec<_>, Vec<_>) = facts.special.iter().partition(|s| s.result);
            for special in unsaved {
                filling.put(special.at, Held::FormulaWithoutResult, flags(special), None, facts)?;
            }
            filling.sort();
            saved.into_iter().for_each(|s| filling.formula(s.at, ""));
            if let Ok(formulas) = workbook.worksheet_formula(&sheet.name) {
                absolute(&formulas, packing).filter(|(_, f)| !f.is_empty()).for_each(|(at, f)| filling.formula(at, f));
            }
            Ok(())
        };
        let ended = without_panic(stream);
        filling.end(ended, facts)?;
    }
    Ok(filling.finish())
}

/// The used cells of a range by their place in the sheet; the range itself counts from its first used cell.
fn absolute<'r, T: calamine::CellType>(
    range: &'r Range<T>,
    packing: &Packing,
) -> impl Iterator<Item = ((u32, u32), &'r T)> {
    let (row, col) = range.start().unwrap_or_default();
    let at = move |r, c| packing.origin((row + fit::<u32>(r), col + fit::<u32>(c)));
    range.used_cells().map(move |(r, c, value)| (at(r, c), value))
}
