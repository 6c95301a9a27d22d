//! The records of an old .xls workbook. The names are those of [MS-XLS].

use crate::ingest::preflight::xlsb_records::number;

pub(super) const FORMULA: u16 = 0x0006;
pub(super) const END: u16 = 0x000A;
pub(super) const NOTE: u16 = 0x001C;
pub(super) const FONT: u16 = 0x0031;
pub(super) const CONTINUE: u16 = 0x003C;
pub(super) const OBJECT: u16 = 0x005D;
pub(super) const COLUMN_INFO: u16 = 0x007D;
pub(super) const SHEET: u16 = 0x0085;
pub(super) const SEVERAL_NUMBERS: u16 = 0x00BD;
pub(super) const TEXT_WITH_RUNS: u16 = 0x00D6;
pub(super) const STYLE: u16 = 0x00E0;
pub(super) const SHARED_TEXTS: u16 = 0x00FC;
pub(super) const SHARED_TEXT: u16 = 0x00FD;
pub(super) const LINKED: u16 = 0x01AE;
pub(super) const TEXT_OF_OBJECT: u16 = 0x01B6;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const TEXT: u16 = 0x0204;
pub(super) const TRUTH_OR_ERROR: u16 = 0x0205;
/// Formulas as two older versions number them; some programs still do.
pub(super) const OLD_FORMULAS: [u16; 2] = [0x0206, 0x0406];
pub(super) const ROW: u16 = 0x0208;
pub(super) const DEFAULT_HEIGHT: u16 = 0x0225;
pub(super) const WINDOW: u16 = 0x023E;
pub(super) const SHORT_NUMBER: u16 = 0x027E;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const SHARED_FORMULA: u16 = 0x04BC;
pub(super) const BEGIN: u16 = 0x0809;
/// Version of the format since Excel 97.
const BIFF8: u32 = 0x0600;

/// The records from a place on, as far as they are whole: kind and content.
pub(in crate::ingest::preflight) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    placed_records(stream, from).map(|(_, kind, body)| (kind, body))
}

/// The same with the place where each begins.
pub(super) fn placed_records(stream: &[u8], from: usize) -> impl Iterator<Item = (usize, u16, &[u8])> {
    let mut rest = stream.get(from..).unwrap_or_default();
    let mut place = from;
    std::iter::from_fn(move || {
        let (head, after) = rest.split_first_chunk::<4>()?;
        let [a, b, c, d] = *head;
        let (body, next) = after.split_at_checked(usize::from(u16::from_le_bytes([c, d])))?;
        rest = next;
        let at = place;
        place += 4 + body.len();
        Some((at, u16::from_le_bytes([a, b]), body))
    })
}

/// Whether the first record of a stream is of Excel 97 or later.
pub(super) fn is_biff8(begin: &[u8]) -> bool {
    number::<2>(begin, 0) == Some(BIFF8)
}

/// So many characters that stand behind a byte that says how wide they are; before Excel 97 there is no such byte. A
/// byte is the character of Windows 1252, as far as it matters here: the euro.
pub(super) fn characters(body: &[u8], count: usize, biff8: bool) -> Option<(String, usize)> {
    let narrow = |b: &u8| if *b == 0x80 { '€' } else { char::from(*b) };
    let (wide, from) = if biff8 { (body.first()? & 1 != 0, 1) } else { (false, 0) };
    let end = from + count * if wide { 2 } else { 1 };
    let text = body.get(from..end)?;
    let text = if wide {
        let units = text.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        text.iter().map(narrow).collect()
    };
    Some((text, end))
}
