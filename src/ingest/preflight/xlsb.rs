//! What calamine does not say about an .xlsb workbook: styles, hidden rows and columns, merged ranges, and days
//! counted from 1904. The format keeps a result with every formula, so that one which was never calculated cannot be
//! told from a nought; where all of them are noughts, C022 asks.

use super::facts::{CellStyle, SheetFacts};
use super::xlsb_records::{BiffRecords, number, text};
use super::xlsb_texts::Font;
use crate::ingest::formats::{NumberFormat, built_in};
use std::collections::BTreeMap;

// The names are those of [MS-XLSB].
const ROW_HEADER: u16 = 0x00;
const CELLS: std::ops::RangeInclusive<u16> = 0x01..=0x0B;
const FONT: u16 = 43;
const FORMAT: u16 = 44;
const STYLE: u16 = 47;
const COLUMN_INFO: u16 = 60;
const WORKBOOK_PROPERTIES: u16 = 153;
const SHEET: u16 = 156;
const CALCULATION: u16 = 157;
const VIEW: u16 = 137;
const MERGED: u16 = 176;
const BEGIN_CELL_STYLES: u16 = 617;
const END_CELL_STYLES: u16 = 618;

/// What each style of cells says, and each font, by their numbers.
pub(super) fn styles(part: &[u8]) -> (Vec<CellStyle>, Vec<Font>) {
    let mut formats: BTreeMap<u32, String> = BTreeMap::new();
    let (mut of_cells, mut out, mut fonts) = (false, Vec::new(), Vec::new());
    for record in BiffRecords::of(part) {
        match record.kind {
            FORMAT => formats.extend(number::<2>(record.body, 0).zip(text(record.body, 2).map(|(code, _)| code))),
            FONT => {
                let word = |at| number::<2>(record.body, at).unwrap_or_default();
                fonts.push(Font { struck: word(2) & 8 != 0, raised: word(6) != 0 });
            }
            BEGIN_CELL_STYLES => of_cells = true,
            END_CELL_STYLES => break,
            STYLE if of_cells => {
                let id = number::<2>(record.body, 2).unwrap_or_default();
                let code = formats.get(&id).map_or_else(|| built_in(id), String::as_str);
                let font = number::<2>(record.body, 4).and_then(|n| fonts.get(n as usize));
                out.push(CellStyle {
                    format: NumberFormat::numbered(id, code),
                    struck: font.is_some_and(|f| f.struck),
                });
            }
            _ => {}
        }
    }
    (out, fonts)
}

/// The ids of the relationships of the workbook's sheets.
pub(super) fn sheet_ids(part: &[u8]) -> Vec<String> {
    let sheets = BiffRecords::of(part).filter(|r| r.kind == SHEET);
    sheets.filter_map(|r| Some(text(r.body, 8)?.0)).collect()
}

/// Whether days count from 1904, and whether everything is to be calculated before it is looked at.
pub(super) fn workbook(part: &[u8]) -> (bool, bool) {
    let flag = |kind, at| {
        let mut records = BiffRecords::of(part).filter(|r| r.kind == kind);
        records.any(|r| r.body.get(at).is_some_and(|flags| flags & 1 != 0))
    };
    (flag(WORKBOOK_PROPERTIES, 0), flag(CALCULATION, 24))
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
                let flat = number::<2>(record.body, 8) == Some(0) && record.body.get(11).is_some_and(|f| f & 0x20 != 0);
                if flat || record.body.get(11).is_some_and(|flags| flags & 0x10 != 0) {
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
            COLUMN_INFO if at(8) == Some(0) || record.body.get(16).is_some_and(|flags| flags & 1 != 0) => {
                facts.hidden_columns.extend(at(0).zip(at(4)));
            }
            VIEW => facts.noughts_hidden |= record.body.first().is_some_and(|flags| flags & 0x10 == 0),
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
        (column[0], column[4], column[8], column[16]) = (2, 3, 1, 1);
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
            (FONT, &[220, 0, 0, 0, 144, 1, 0, 0]),
            (FONT, &[220, 0, 8, 0, 144, 1, 1, 0]),
            (FORMAT, &format),
            (STYLE, &[0, 0, 9, 0]),
            (BEGIN_CELL_STYLES, &[]),
            (STYLE, &[0, 0, 0, 0]),
            (STYLE, &[0, 0, 164, 0]),
            (STYLE, &[0, 0, 9, 0, 1, 0]),
            (END_CELL_STYLES, &[]),
        ]);
        let expected = [style(""), style("0.0%"), CellStyle { struck: true, ..style("0%") }];
        let font = |struck, raised| Font { struck, raised };
        assert_eq!(super::styles(&styles), (expected.to_vec(), vec![font(false, false), font(true, true)]));
        let sheet = [&[0; 8][..], &wide("rId1"), &wide("Return")].concat();
        let book = part(&[(WORKBOOK_PROPERTIES, &[1, 0, 0, 0]), (SHEET, &sheet), (CALCULATION, &[1; 26])]);
        assert_eq!((sheet_ids(&book), workbook(&book)), (vec!["rId1".to_owned()], (true, true)));
    }
}
