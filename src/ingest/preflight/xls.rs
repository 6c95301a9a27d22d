//! What calamine does not say about an old .xls workbook: styles, hidden rows and columns, formulas that are
//! written once for many cells, links to other workbooks, formulas that were never calculated. The format keeps a result
//! with every formula. Programs that do not calculate write the empty text there (xlwt), or a nought with the flag by
//! which Excel calculates on opening (Apache POI, Perl's Spreadsheet::WriteExcel); a nought without it cannot be told
//! from one that was worked out: C022.

use super::facts::{CellStyle, SheetFacts, SpecialCell};
use super::xlsb_records::number;
use crate::ingest::formats::{NumberFormat, built_in};
use std::collections::BTreeMap;

// The names are those of [MS-XLS].
const FORMULA: u16 = 0x0006;
const END: u16 = 0x000A;
const COLUMN_INFO: u16 = 0x007D;
const SHEET: u16 = 0x0085;
const SEVERAL_NUMBERS: u16 = 0x00BD;
const STYLE: u16 = 0x00E0;
const LINKED: u16 = 0x01AE;
const NUMBER: u16 = 0x0203;
const ROW: u16 = 0x0208;
const SHORT_NUMBER: u16 = 0x027E;
const FORMAT: u16 = 0x041E;
const BEGIN: u16 = 0x0809;
/// Asks for the formula to be calculated when the workbook is opened, which Excel itself never writes; and always.
const ON_LOAD: u32 = 0b10;
const ALWAYS: u32 = 0b01;
/// The kind of a sheet.
const MACRO_SHEET: u8 = 1;
/// Version of the format since Excel 97.
const BIFF8: u32 = 0x0600;

/// What was found in a workbook.
#[derive(Debug, Default, PartialEq)]
pub(super) struct XlsFacts {
    /// What each style of cells says, by its number.
    pub styles: Vec<CellStyle>,
    /// The facts of every sheet, in the order of the workbook.
    pub sheets: Vec<SheetFacts>,
    /// Other workbooks that this one links to.
    pub links: usize,
    /// It has a sheet of macros, as Excel 4 knew them.
    pub macro_sheet: bool,
    /// Texts stand in Unicode, as they do since Excel 97.
    pub unicode: bool,
}

/// Looks through the records. Anything malformed is passed over: the parser will say so.
pub(super) fn workbook(stream: &[u8]) -> XlsFacts {
    let mut found = XlsFacts::default();
    let mut formats: BTreeMap<u32, String> = BTreeMap::new();
    let (mut biff8, mut starts) = (false, Vec::new());
    for (kind, body) in records(stream, 0) {
        match kind {
            BEGIN => biff8 = number::<2>(body, 0) == Some(BIFF8),
            SHEET => {
                starts.extend(number::<4>(body, 0));
                found.macro_sheet |= body.get(5) == Some(&MACRO_SHEET);
            }
            // What refers to this workbook itself or to an add-in has no name.
            LINKED if !matches!(number::<2>(body, 2), None | Some(0x0401 | 0x3A01)) => found.links += 1,
            FORMAT => formats.extend(number::<2>(body, 0).map(|id| (id, code(body, biff8)))),
            STYLE => {
                let id = number::<2>(body, 2).unwrap_or_default();
                let code = formats.get(&id).map_or_else(|| built_in(id), String::as_str);
                found.styles.push(CellStyle { format: NumberFormat::numbered(id, code), struck: false });
            }
            END => break,
            _ => {}
        }
    }
    found.unicode = biff8;
    found.sheets = starts.into_iter().map(|start| sheet(stream, start as usize, &found.styles)).collect();
    // Where no formula of the workbook has more than the empty text, nothing was calculated.
    let mut formulas = found.sheets.iter_mut().flat_map(|s| &mut s.special);
    if formulas.all(|f| !f.result || f.empty) {
        found.sheets.iter_mut().flat_map(|s| &mut s.special).for_each(|f| f.result = false);
    }
    found
}

/// The code of a number format. A byte is the character of Windows 1252, as far as it matters here: the euro.
fn code(body: &[u8], biff8: bool) -> String {
    let text = match (biff8, body.get(4)) {
        // A byte counts the characters before the text.
        (false, _) => body.get(3..),
        (true, Some(flags)) if flags & 1 != 0 => {
            let units = body[5..].as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c));
            return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        }
        (true, _) => body.get(5..),
    };
    text.unwrap_or_default().iter().map(|b| if *b == 0x80 { '€' } else { char::from(*b) }).collect()
}

fn sheet(stream: &[u8], start: usize, styles: &[CellStyle]) -> SheetFacts {
    let mut facts = SheetFacts::default();
    let mut depth = 0;
    for (kind, body) in records(stream, start) {
        let at = |place| number::<2>(body, place);
        let styled = |style: u32| styles.get(style as usize).filter(|s| !s.is_plain()).map(|_| style as usize);
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // A chart within the sheet has records of its own.
            _ if depth > 1 => {}
            ROW if at(12).is_some_and(|flags| flags & 0x20 != 0) => facts.hidden_rows.extend(at(0).map(|r| (r, r))),
            COLUMN_INFO if at(8).is_some_and(|flags| flags & 1 != 0) => facts.hidden_columns.extend(at(0).zip(at(2))),
            NUMBER | SHORT_NUMBER | FORMULA => {
                if let (FORMULA, Some(at)) = (kind, at(0).zip(at(2))) {
                    let empty = body.get(6) == Some(&3) && body.get(12..14) == Some(&[0xFF; 2]);
                    let nought = body.get(6..14) == Some(&[0; 8]);
                    let flags = number::<2>(body, 14).unwrap_or_default();
                    let waits = (empty && flags & (ON_LOAD | ALWAYS) != 0) || (nought && flags & ON_LOAD != 0);
                    let result = !waits;
                    facts.special.push(SpecialCell { at, formula: true, result, empty, ..SpecialCell::default() });
                }
                if let (Some(row), Some(column), Some(style)) = (at(0), at(2), at(4).and_then(styled)) {
                    facts.styled.push((row..row + 1, column..column + 1, style));
                }
            }
            SEVERAL_NUMBERS => {
                let (Some(row), Some(first)) = (at(0), at(2)) else { continue };
                // Style and number of each, six bytes, then the last column.
                let cells = body.get(4..body.len().saturating_sub(2)).unwrap_or_default().as_chunks::<6>().0;
                for (column, cell) in (first..).zip(cells) {
                    if let Some(style) = number::<2>(cell, 0).and_then(styled) {
                        facts.styled.push((row..row + 1, column..column + 1, style));
                    }
                }
            }
            _ => {}
        }
    }
    facts.hidden_rows.sort_unstable();
    facts.styled.sort_by_key(|(rows, columns, _)| (rows.start, columns.start));
    facts
}

/// The records from a place on, as far as they are whole: kind and content.
pub(super) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(from..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (head, after) = rest.split_first_chunk::<4>()?;
        let [a, b, c, d] = *head;
        let (body, next) = after.split_at_checked(usize::from(u16::from_le_bytes([c, d])))?;
        rest = next;
        Some((u16::from_le_bytes([a, b]), body))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(records: &[(u16, &[u8])]) -> Vec<u8> {
        let write =
            |(kind, body): &(u16, &[u8])| [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat();
        records.iter().flat_map(write).collect()
    }

    #[test]
    fn finds_what_calamine_does_not_say() {
        let begin = (BEGIN, &[0, 6, 5, 0][..]);
        let globals = |start: u8| {
            stream(&[
                begin,
                (FORMAT, b"\xA4\x00\x04\x00\x00\x30\x2E\x30\x25"),
                (STYLE, &[0, 0, 0, 0]),
                (STYLE, &[0, 0, 0xA4, 0]),
                (SHEET, &[start, 0, 0, 0, 0, 0]),
                (LINKED, &[1, 0, 1, 4]),
                (LINKED, &[1, 0, 3, 0, 0, b'a', b'b', b'c']),
                (END, &[]),
            ])
        };
        let mut row = [0; 16];
        (row[0], row[12]) = (5, 0x20);
        let sheet = stream(&[
            begin,
            (COLUMN_INFO, &[2, 0, 3, 0, 0, 0, 0, 0, 1, 0]),
            (ROW, &row),
            begin,
            (NUMBER, &[9, 0, 9, 0, 1, 0]),
            (END, &[]),
            (FORMULA, &[4, 0, 1, 0, 1, 0]),
            (SEVERAL_NUMBERS, &[4, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0]),
            (END, &[]),
            (NUMBER, &[8, 0, 8, 0, 1, 0]),
        ]);
        let start = globals(0).len() as u8;
        let found = workbook(&[globals(start), sheet].concat());
        let facts = &found.sheets;
        assert_eq!((found.links, found.macro_sheet), (1, false));
        assert_eq!(facts[0].hidden_rows, [(5, 5)]);
        assert_eq!(facts[0].special[0].at, (4, 1));
        assert_eq!(facts[0].hidden_columns, [(2, 3)]);
        assert_eq!(facts[0].styled, [(4..5, 1..2, 1), (4..5, 3..4, 1)]);
    }

    /// A formula whose result is the empty text: with a flag it waits to be calculated; without, only where every formula
    /// of the workbook is so. A nought waits where the workbook was to be calculated on opening.
    #[test]
    fn formulas_that_were_never_calculated() {
        let formula = |row: u8, result: [u8; 8], flags: u8| {
            [&[row, 0, 4, 0, 0, 0][..], &result, &[flags, 0, 0, 0, 0, 0, 0, 0]].concat()
        };
        let (empty, four) = ([3, 0, 0, 0, 0, 0, 0xFF, 0xFF], 4f64.to_le_bytes());
        let saved = |formulas: &[Vec<u8>]| {
            let begin = (BEGIN, &[0, 6, 5, 0][..]);
            let globals = |start| stream(&[begin, (SHEET, &[start, 0, 0, 0, 0, 0]), (END, &[])]);
            let rows: Vec<(u16, &[u8])> = formulas.iter().map(|f| (FORMULA, &f[..])).collect();
            let sheet = stream(&[&[begin], &rows[..], &[(END, &[][..])]].concat());
            let found = workbook(&[globals(globals(0).len() as u8), sheet].concat());
            found.sheets[0].special.iter().map(|s| s.result).collect::<Vec<_>>()
        };
        assert_eq!(saved(&[formula(3, empty, 0), formula(4, empty, 0)]), [false, false]);
        assert_eq!(saved(&[formula(3, empty, 0), formula(4, four, 0)]), [true, true]);
        assert_eq!(saved(&[formula(3, empty, 1), formula(4, four, 1)]), [false, true]);
        assert_eq!(saved(&[formula(3, [0; 8], 2), formula(4, four, 2), formula(5, [0; 8], 1)]), [false, true, true]);
    }

    #[test]
    fn formats_of_either_version() {
        assert_eq!(code(b"\xA4\x00\x02\x00\x010\x00%\x00", true), "0%");
        assert_eq!(code(b"\xA4\x00\x020%", false), "0%");
        assert_eq!(workbook(&[0x85, 0, 200, 0, 1]), XlsFacts::default());
    }
}
