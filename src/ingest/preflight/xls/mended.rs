//! The workbook as the parser can read it.

use super::records::{BEGIN, END, FORMULA, OLD_FORMULAS, SHEET, STYLE, placed_records};
use crate::ingest::formats::NumbersAre;
use crate::ingest::preflight::facts::CellStyle;
use crate::ingest::preflight::xlsb_records::number;

/// The numbers of a format for days and of one for numbers, which the parser knows.
const DAY: [u8; 2] = [14, 0];
const NUMBER: [u8; 2] = [0, 0];
/// A day by its number.
const SOME_DAY: f64 = 45_000.0;

/// The stream with formulas numbered as they are today, and with a format for each style that is a day to the parser
/// where it is one: it knows some formats by their numbers alone, whatever the file says of these, and not all numbers.
pub(super) fn mended(stream: &[u8], styles: &[CellStyle]) -> Vec<u8> {
    let mut out = stream.to_vec();
    let mut put = |at: usize, bytes: [u8; 2]| {
        if let Some(place) = out.get_mut(at..at + 2) {
            place.copy_from_slice(&bytes);
        }
    };
    let (mut starts, mut styles) = (Vec::new(), styles.iter());
    for (at, kind, body) in placed_records(stream, 0) {
        match kind {
            SHEET => starts.extend(number::<4>(body, 0)),
            STYLE => {
                let day = styles.next().is_some_and(|s| s.format.takes(SOME_DAY) == NumbersAre::Days);
                if body.len() >= 4 {
                    put(at + 6, if day { DAY } else { NUMBER });
                }
            }
            END => break,
            _ => {}
        }
    }
    for start in starts {
        let mut depth = 0;
        for (at, kind, _) in placed_records(stream, start as usize) {
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                _ if depth <= 1 && OLD_FORMULAS.contains(&kind) => put(at, FORMULA.to_le_bytes()),
                _ => {}
            }
        }
    }
    out
}
