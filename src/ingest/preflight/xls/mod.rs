//! What calamine does not say about an old .xls workbook, or says otherwise than Excel: styles, runs, hidden rows and
//! columns, notes, results of formulas, links to other workbooks.

mod records;
mod texts;
mod formulas;
mod sheet;
mod mended;

use super::facts::{CellStyle, SheetFacts};
use super::runs::RichTexts;
use super::xlsb_records::number;
use crate::ingest::formats::{NumberFormat, built_in};
use formulas::Formula;
pub(super) use records::records;
use records::{BEGIN, CONTINUE, END, FONT, FORMAT, LINKED, SHARED_TEXTS, SHEET, STYLE, characters, is_biff8};
use sheet::{Globals, Sheet};
use std::collections::BTreeMap;
use texts::Fonts;

/// The kind of a sheet.
const MACRO_SHEET: u8 = 1;

/// What was found in a workbook.
#[derive(Debug, Default)]
pub(super) struct XlsFacts {
    /// The stream as the parser can read it.
    pub mended: Vec<u8>,
    /// What each style of cells says, by its number.
    pub styles: Vec<CellStyle>,
    /// The facts of every sheet, in the order of the workbook.
    pub sheets: Vec<SheetFacts>,
    /// Texts of several fonts.
    pub rich: RichTexts,
    /// Other workbooks that this one links to.
    pub links: usize,
    /// It has a sheet of macros, as Excel 4 knew them.
    pub macro_sheet: bool,
    /// Texts stand in Unicode, as they do since Excel 97.
    pub unicode: bool,
}

/// Looks through the records. Anything malformed is passed over: the parser will say so. `by_excel`: Excel itself wrote
/// the workbook.
pub(super) fn workbook(stream: &[u8], by_excel: bool) -> XlsFacts {
    let mut found = XlsFacts::default();
    let mut formats: BTreeMap<u32, String> = BTreeMap::new();
    let (mut biff8, mut starts, mut fonts, mut styles) = (false, Vec::new(), Fonts::default(), Vec::new());
    let (mut shared, mut before) = (Vec::new(), 0);
    for (kind, body) in records(stream, 0) {
        match kind {
            BEGIN => biff8 = is_biff8(body),
            SHEET => {
                starts.extend(number::<4>(body, 0));
                found.macro_sheet |= body.get(5) == Some(&MACRO_SHEET);
            }
            // What refers to this workbook itself or to an add-in has no name.
            LINKED if !matches!(number::<2>(body, 2), None | Some(0x0401 | 0x3A01)) => found.links += 1,
            FONT => fonts.take(body),
            FORMAT => formats.extend(number::<2>(body, 0).map(|id| (id, code(body, biff8)))),
            STYLE => styles.push((number::<2>(body, 0).unwrap_or_default(), number::<2>(body, 2).unwrap_or_default())),
            SHARED_TEXTS => shared.push(body),
            CONTINUE if before == SHARED_TEXTS => shared.push(body),
            END => break,
            _ => {}
        }
        before = if kind == CONTINUE { before } else { kind };
    }
    // A format may stand behind the styles that have it, and one of the file's before one that every workbook has.
    let style = |(font, format): (u32, u32)| {
        let code = formats.get(&format).map_or_else(|| built_in(format), String::as_str);
        CellStyle { format: NumberFormat::numbered(format, code), struck: fonts.get(font).struck }
    };
    let styles: Vec<CellStyle> = styles.into_iter().map(style).collect();
    let texts = fonts.shared(shared, &mut found.rich);
    let globals = Globals { biff8, fonts, styles, texts };
    let read = |start: u32| Sheet::read(stream, start as usize, &globals, &mut found.rich);
    let mut sheets: Vec<Sheet> = starts.into_iter().map(read).collect();
    let formulas: Vec<Formula> = sheets.iter().flat_map(|s| s.formulas.iter().copied()).collect();
    let mut results = &Formula::results(&formulas, by_excel)[..];
    for sheet in &mut sheets {
        let (own, others) = results.split_at(sheet.formulas.len());
        sheet.settle(own);
        results = others;
    }
    found.unicode = biff8;
    found.mended = mended::mended(stream, &globals.styles);
    found.styles = globals.styles;
    found.sheets = sheets.into_iter().map(|s| s.facts).collect();
    found
}

/// The code of a number format.
fn code(body: &[u8], biff8: bool) -> String {
    let (length, from) = if biff8 { (number::<2>(body, 2), 4) } else { (number::<1>(body, 2), 3) };
    let text = body.get(from..).zip(length).and_then(|(text, n)| characters(text, n as usize, biff8));
    text.map_or(String::new(), |(text, _)| text)
}

#[cfg(test)]
mod tests;
