//! What calamine does not say about an .xlsb workbook: styles, hidden rows and columns, merged ranges, and days
//! counted from 1904. The format keeps a result with every formula, so that one which was never calculated cannot be
//! told from a nought; where all of them are noughts, C022 asks.

use super::facts::{CellStyle, SheetFacts};
use super::xlsb_records::{BiffRecords, number};
use crate::ingest::formats::{NumberFormat, built_in};
use std::collections::BTreeMap;

// The names are those of [MS-XLSB].
const ROW_HEADER: u16 = 0x00;
const CELLS: std::ops::RangeInclusive<u16> = 0x01..=0x0B;
const FORMAT: u16 = 44;
const STYLE: u16 = 47;
const COLUMN_INFO: u16 = 60;
const WORKBOOK_PROPERTIES: u16 = 153;
const SHEET: u16 = 156;
const MERGED: u16 = 176;
const BEGIN_CELL_STYLES: u16 = 617;
const END_CELL_STYLES: u16 = 618;

/// What each style of cells says, by its number.
pub(super) fn styles(part: &[u8]) -> Vec<CellStyle> {
    let mut formats: BTreeMap<u32, String> = BTreeMap::new();
    let (mut of_cells, mut out) = (false, Vec::new());
    for record in BiffRecords::of(part) {
        match record.kind {
            FORMAT => formats.extend(number::<2>(record.body, 0).zip(text(record.body, 2).map(|(code, _)| code))),
            BEGIN_CELL_STYLES => of_cells = true,
            END_CELL_STYLES => break,
            STYLE if of_cells => {
                let id = number::<2>(record.body, 2).unwrap_or_default();
                let code = formats.get(&id).map_or_else(|| built_in(id), String::as_str);
                out.push(CellStyle { format: NumberFormat::numbered(id, code), struck: false });
            }
            _ => {}
        }
    }
    out
}

/// The sheets of the workbook, each with the id of its relationship and its name, and whether days count from 1904.
pub(super) fn workbook(part: &[u8]) -> (Vec<[String; 2]>, bool) {
    let (mut sheets, mut since_1904) = (Vec::new(), false);
    for record in BiffRecords::of(part) {
        match record.kind {
            WORKBOOK_PROPERTIES => since_1904 = number::<4>(record.body, 0).is_some_and(|flags| flags & 1 != 0),
            SHEET => sheets.extend(text(record.body, 8).and_then(|(id, end)| Some([id, text(record.body, end)?.0]))),
            _ => {}
        }
    }
    (sheets, since_1904)
}

/// The facts of one sheet. Anything malformed is passed over: the parser will say so.
pub(super) fn sheet(part: &[u8], styles: &[CellStyle]) -> SheetFacts {
    let mut facts = SheetFacts::default();
    let mut row = 0;
    for record in BiffRecords::of(part) {
        let at = |place| number::<4>(record.body, place);
        match record.kind {
            ROW_HEADER => {
                row = at(0).unwrap_or(row);
                if record.body.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    facts.hidden_rows.push((row, row));
                }
            }
            kind if CELLS.contains(&kind) => {
                // A cell begins with its column and, in three bytes, its style.
                let style = at(4).map_or(0, |s| s as usize & 0xFF_FFFF);
                if let (Some(column), Some(false)) = (at(0), styles.get(style).map(CellStyle::is_plain)) {
                    facts.styled.push((row..row + 1, column..column.saturating_add(1), style));
                }
            }
            COLUMN_INFO if record.body.get(16).is_some_and(|flags| flags & 1 != 0) => {
                facts.hidden_columns.extend(at(0).zip(at(4)));
            }
            MERGED => {
                if let (Some(first), Some(last)) = (at(0).zip(at(8)), at(4).zip(at(12))) {
                    facts.merge(first, last);
                }
            }
            _ => {}
        }
    }
    facts.hidden_rows.sort_unstable();
    facts.merged.sort_unstable();
    facts
}

/// A text with its length before it, in UTF-16, and the place after it.
fn text(body: &[u8], at: usize) -> Option<(String, usize)> {
    let end = at + 4 + 2 * number::<4>(body, at)? as usize;
    let units = body.get(at + 4..end)?.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c));
    Some((char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(), end))
}

#[cfg(test)]
mod tests {
    use super::super::xlsb_records::part;
    use super::*;

    fn style(code: &str) -> CellStyle {
        CellStyle { format: NumberFormat::new(code), struck: false }
    }

    #[test]
    fn finds_what_calamine_does_not_say() {
        let mut row = [0; 17];
        (row[0], row[11]) = (4, 0x10);
        let mut column = [0; 18];
        (column[0], column[4], column[16]) = (2, 3, 1);
        let mut merged = [0; 16];
        (merged[0], merged[4], merged[8], merged[12]) = (4, 5, 1, 1);
        let cell = [6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        let sheet = part(&[(COLUMN_INFO, &column), (ROW_HEADER, &row), (0x02, &cell), (MERGED, &merged)]);
        let facts = super::sheet(&sheet, &[style("0"), style("0%")]);
        assert_eq!((facts.hidden_rows.as_slice(), facts.hidden_columns.as_slice()), (&[(4, 4)][..], &[(2, 3)][..]));
        assert_eq!((facts.style_of((4, 6)), facts.style_of((4, 5)), facts.is_merged((4, 1))), (Some(1), None, true));
    }

    #[test]
    fn styles_and_sheets() {
        let wide = |text: &str| {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [&(text.len() as u32).to_le_bytes()[..], &units].concat()
        };
        let format = [&[164, 0][..], &wide("0.0%")].concat();
        let styles = part(&[
            (FORMAT, &format),
            (STYLE, &[0, 0, 9, 0]),
            (BEGIN_CELL_STYLES, &[]),
            (STYLE, &[0, 0, 0, 0]),
            (STYLE, &[0, 0, 164, 0]),
            (STYLE, &[0, 0, 9, 0]),
            (END_CELL_STYLES, &[]),
        ]);
        assert_eq!(super::styles(&styles), [style(""), style("0.0%"), style("0%")]);
        let sheet = [&[0; 8][..], &wide("rId1"), &wide("Return")].concat();
        let book = part(&[(WORKBOOK_PROPERTIES, &[1, 0, 0, 0]), (SHEET, &sheet)]);
        assert_eq!(workbook(&book), (vec![["rId1".to_owned(), "Return".to_owned()]], true));
    }
}
