//! Cells of .xlsb sheets in the records that calamine knows. It passes over the short records, which leave the column
//! out because it is the next one, over texts with formats of their own and over formulas that gave an error value;
//! each would be a cell lost without a word.

use crate::fit::fit;
use std::ops::RangeInclusive;

// The names are those of [MS-XLSB].
const ROW_HEADER: u16 = 0x00;
const CELL_ERROR: u16 = 0x03;
const CELL_TEXT: u16 = 0x06;
const FORMULA_ERROR: u16 = 0x0B;
const CELLS: RangeInclusive<u16> = 0x01..=FORMULA_ERROR;
/// The short records are the long ones without a formula, in the same order.
const SHORT: RangeInclusive<u16> = 0x0C..=0x12;
const SHORT_TO_LONG: u16 = 0x0B;
const CELL_RICH_TEXT: u16 = 0x3E;
const BEGIN_SHEET_DATA: u16 = 0x91;
const END_SHEET_DATA: u16 = 0x92;
/// A cell begins with its column and its style.
const COLUMN: usize = 4;
const CELL: usize = 8;

/// The part with every cell in a record that calamine reads; `None` where that is so already. A part that cannot be
/// followed ends where that is, and so is broken for calamine too.
/// `text` gives what stands for a text of several fonts, where that is not simply its characters.
pub(super) fn in_long_form(part: &[u8], mut text: impl FnMut(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut copied, mut at) = (0, 0);
    let (mut inside, mut column) = (false, None::<u32>);
    while let Some(record) = BiffRecord::at(part, at) {
        let end = at + record.length;
        let body = record.body;
        let mut insert = |kind: u16, pieces: [&[u8]; 2], from: usize| {
            out.extend_from_slice(&part[copied..at]);
            write(&mut out, kind, pieces);
            copied = from;
        };
        match record.kind {
            BEGIN_SHEET_DATA => inside = true,
            END_SHEET_DATA => break,
            _ if !inside => {}
            ROW_HEADER => column = None,
            kind if SHORT.contains(&kind) => {
                // Nothing says where a short cell stands that follows no cell.
                let Some(next) = column.and_then(|c| c.checked_add(1)) else {
                    out.extend_from_slice(&part[copied..at]);
                    return Some(out);
                };
                insert(kind - SHORT_TO_LONG, [&next.to_le_bytes(), body], end);
                column = Some(next);
            }
            kind if CELLS.contains(&kind) || kind == CELL_RICH_TEXT => {
                let Some((cell, rest)) = body
                    .split_at_checked(CELL)
                    .filter(|(_, rest)| !rest.is_empty() || (kind != FORMULA_ERROR && kind != CELL_RICH_TEXT))
                else {
                    out.extend_from_slice(&part[copied..at]);
                    return Some(out);
                };
                column = cell.first_chunk::<COLUMN>().map(|c| u32::from_le_bytes(*c));
                match kind {
                    // Its result goes before it; calamine takes the formula from the record itself.
                    FORMULA_ERROR => insert(CELL_ERROR, [cell, &rest[..1]], at),
                    // One byte says whether runs of formats and phonetic texts follow the text.
                    CELL_RICH_TEXT => {
                        let kept = text(rest);
                        insert(CELL_TEXT, [cell, kept.as_deref().unwrap_or(&rest[1..])], end);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        at = end;
    }
    if copied == 0 && out.is_empty() {
        return None;
    }
    out.extend_from_slice(&part[copied..]);
    Some(out)
}

pub(super) struct BiffRecord<'a> {
    pub kind: u16,
    pub body: &'a [u8],
    /// With its head.
    length: usize,
}

impl<'a> BiffRecord<'a> {
    /// The record at a place; `None` where none is whole.
    fn at(part: &'a [u8], at: usize) -> Option<Self> {
        let mut next = at;
        let mut number = |most: u32| {
            let mut value = 0_usize;
            for n in 0..most {
                let byte = *part.get(next)?;
                next += 1;
                value |= usize::from(byte & 0x7F) << (7 * n);
                if byte < 0x80 {
                    break;
                }
            }
            Some(value)
        };
        let (kind, size) = (number(2)?, number(4)?);
        let body = part.get(next..)?.get(..size)?;
        Some(Self { kind: fit::<u16>(kind), body, length: next + size - at })
    }
}

/// The records of a part, as far as they are whole.
pub(super) struct BiffRecords<'a> {
    part: &'a [u8],
    at: usize,
}

impl<'a> BiffRecords<'a> {
    pub fn of(part: &'a [u8]) -> Self {
        Self { part, at: 0 }
    }
}

impl<'a> Iterator for BiffRecords<'a> {
    type Item = BiffRecord<'a>;

    fn next(&mut self) -> Option<BiffRecord<'a>> {
        let record = BiffRecord::at(self.part, self.at)?;
        self.at += record.length;
        Some(record)
    }
}

/// The number in the `N` bytes at a place, least byte first.
pub(super) fn number<const N: usize>(body: &[u8], at: usize) -> Option<u32> {
    let bytes = body.get(at..)?.first_chunk::<N>()?;
    Some(bytes.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b)))
}

/// A text with its length before it, in UTF-16, and the place after it.
pub(super) fn text(body: &[u8], at: usize) -> Option<(String, usize)> {
    let end = (number::<4>(body, at)? as usize).checked_mul(2)?.checked_add(at + 4)?;
    let units = body.get(at + 4..end)?.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c));
    Some((char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(), end))
}

/// Appends a record.
pub(super) fn write(out: &mut Vec<u8>, kind: u16, pieces: [&[u8]; 2]) {
    let mut number = |mut value: usize| {
        while value >= 0x80 {
            out.push(fit::<u8>(value & 0x7F) | 0x80);
            value >>= 7;
        }
        out.push(fit::<u8>(value));
    };
    number(usize::from(kind));
    number(pieces[0].len() + pieces[1].len());
    out.extend(pieces.concat());
}

/// A part of these records.
#[cfg(test)]
pub(in crate::ingest) fn part(records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, body) in records {
        write(&mut out, *kind, [body, &[]]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: (u16, &[u8]) = (ROW_HEADER, &[0; 17]);
    const BEGIN: (u16, &[u8]) = (BEGIN_SHEET_DATA, &[]);
    const END: (u16, &[u8]) = (END_SHEET_DATA, &[]);

    #[test]
    fn every_cell_gets_a_record_that_is_read() {
        let long = (0x01, &[2, 0, 0, 0, 9, 0, 0, 0][..]);
        let before = part(&[
            (0x0C, &[1]),
            BEGIN,
            ROW,
            long,
            (0x0C, &[7, 0, 0, 0]),
            (0x10, &[8, 0, 0, 0, 1, 2]),
            (CELL_RICH_TEXT, &[6, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 65, 0]),
            (FORMULA_ERROR, &[7, 0, 0, 0, 0, 0, 0, 0, 0x2A, 5]),
            (0x0F, &[0, 0, 0, 0, 1]),
            END,
            (0x0C, &[1]),
        ]);
        let after = part(&[
            (0x0C, &[1]),
            BEGIN,
            ROW,
            long,
            (0x01, &[3, 0, 0, 0, 7, 0, 0, 0]),
            (0x05, &[4, 0, 0, 0, 8, 0, 0, 0, 1, 2]),
            (CELL_TEXT, &[6, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 65, 0]),
            (CELL_ERROR, &[7, 0, 0, 0, 0, 0, 0, 0, 0x2A]),
            (FORMULA_ERROR, &[7, 0, 0, 0, 0, 0, 0, 0, 0x2A, 5]),
            (0x04, &[8, 0, 0, 0, 0, 0, 0, 0, 1]),
            END,
            (0x0C, &[1]),
        ]);
        assert_eq!(in_long_form(&before, |_| None), Some(after));
    }

    #[test]
    fn what_needs_nothing_stays_and_what_cannot_be_followed_ends() {
        let plain = part(&[BEGIN, ROW, (0x02, &[0; 12]), END]);
        assert_eq!(in_long_form(&plain, |_| None), None);
        assert_eq!(in_long_form(b"\x91", |_| None), None);
        let head = part(&[BEGIN, ROW]);
        for lost in [(0x0D, &[0; 8][..]), (FORMULA_ERROR, &[0; 8][..]), (0x07, &[0; 3][..])] {
            assert_eq!(in_long_form(&part(&[BEGIN, ROW, lost, END]), |_| None), Some(head.clone()));
        }
    }
}
