//! The records of an old .xls workbook with the cells of its loose sheets moved together: only their places change.

use super::{Extent, Packed, Packing, compound, is_to_be_packed};
use crate::fit::fit;
use crate::ingest::preflight::refusal::{Refusal, damaged};
use crate::ingest::preflight::xls::records;
use crate::ingest::preflight::xlsb_records::number;
use crate::settings::Limits;
use std::ops::Range;

// The names are those of [MS-XLS].
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const SEVERAL_NUMBERS: u16 = 0x00BD;
const DIMENSIONS: u16 = 0x0200;
const BEGIN: u16 = 0x0809;
/// Every other record of a cell with something in it: formulas (of three versions), texts, numbers, truth and errors.
const CELLS: [u16; 9] = [0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406];
/// As many columns as a record can name.
const COLUMNS: usize = 1 << 16;

/// A record that says where cells stand: the extent that the sheet declares, one cell, or numbers side by side.
struct Placed<'a> {
    kind: u16,
    /// Where its content begins in the stream.
    at: usize,
    body: &'a [u8],
}

impl Placed<'_> {
    fn row(&self) -> u32 {
        short(self.body, 0)
    }
    fn columns(&self) -> Range<u32> {
        let first = short(self.body, 2);
        let several = || fit::<u32>(self.body.len().saturating_sub(6) / 6);
        first..first + if self.kind == SEVERAL_NUMBERS { several() } else { CELLS.contains(&self.kind).into() }
    }
}

/// The workbook in a container of its own, in which nothing of its name stands beside it; the cells of its loose sheets
/// are moved together.
///
/// # Errors
/// What has too many cells is refused, and what lies far apart and is not whole.
pub(in crate::ingest::preflight) fn pack(stream: Vec<u8>, limits: &Limits) -> Result<Packed, Refusal> {
    let globals = records(&stream, 0).take_while(|(kind, _)| *kind != END).filter(|(kind, _)| *kind == SHEET);
    let starts: Vec<usize> = globals.map(|(_, body)| long(body, 0) as usize).collect();
    let extents: Vec<Extent> = starts.iter().map(|start| extent(&stream, *start)).collect();
    let contained = |stream: &[u8], packings| {
        let bytes = compound::container_of(stream).ok_or_else(|| damaged("a workbook that is too large"))?;
        Ok(Packed { bytes, packings })
    };
    if !is_to_be_packed(&extents, limits)? {
        return contained(&stream, vec![]);
    }
    let (mut out, mut packings, mut moved) = (stream.clone(), Vec::new(), Vec::<Range<usize>>::new());
    for (start, extent) in starts.into_iter().zip(extents) {
        if !extent.is_loose() {
            packings.push(Packing::default());
            continue;
        }
        let (packing, end) = packing(&stream, start);
        let end = end.ok_or_else(|| damaged("a sheet whose records do not end"))?;
        // What belongs to two sheets cannot be moved for both.
        if moved.iter().any(|m| start < m.end && m.start < end) {
            return Err(damaged("two sheets that share their cells"));
        }
        moved.push(start..end);
        let mut fits = true;
        each_placed(&stream, start, |record| fits &= moved_to(&packing, record, &mut out).is_some());
        if !fits {
            return Err(damaged("a row of more cells than it can have"));
        }
        packings.push(packing);
    }
    contained(&out, packings)
}

/// Goes through the placed records of a sheet as the parser sees them, and says where the sheet ends.
fn each_placed<'a>(stream: &'a [u8], start: usize, mut each: impl FnMut(&Placed<'a>)) -> Option<usize> {
    let (mut next, mut depth) = (start, 0);
    for (kind, body) in records(stream, start) {
        let at = next + 4;
        next = at + body.len();
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => return Some(next),
            END => depth -= 1,
            // A chart within the sheet has records of its own.
            _ if depth > 1 => {}
            DIMENSIONS | SEVERAL_NUMBERS => each(&Placed { kind, at, body }),
            _ if CELLS.contains(&kind) => each(&Placed { kind, at, body }),
            _ => {}
        }
    }
    None
}

fn extent(stream: &[u8], start: usize) -> Extent {
    let mut extent = Extent::default();
    each_placed(stream, start, |record| {
        if record.kind == DIMENSIONS {
            extent.declared = extent.declared.max(declared(record.body));
        } else {
            extent.cover(record.row()..record.row() + 1, record.columns());
        }
    });
    extent
}

/// The cells that a sheet says it has.
fn declared(body: &[u8]) -> u64 {
    let (rows, columns) = if body.len() < 14 {
        ((short(body, 0), short(body, 2)), short(body, 4).max(short(body, 6)))
    } else {
        ((long(body, 0), long(body, 4)), short(body, 8).max(short(body, 10)))
    };
    // An end before the start is a size that nobody has.
    u64::from(rows.1.checked_sub(rows.0).unwrap_or(u32::MAX)) * u64::from(columns)
}

fn packing(stream: &[u8], start: usize) -> (Packing, Option<usize>) {
    let mut places = Vec::new();
    let end = each_placed(stream, start, |record| {
        if record.kind != DIMENSIONS {
            places.extend(record.columns().map(|column| (record.row(), column)));
        }
    });
    places.sort_unstable();
    places.dedup();
    let mut packing = Packing::default();
    for row in places.chunk_by(|a, b| a.0 == b.0) {
        packing.push_row(row[0].0, row.iter().map(|(_, column)| *column), COLUMNS);
    }
    (packing, end)
}

/// Writes the new place of a record over the old one; `None` where it has no room for it or contradicts itself.
fn moved_to(packing: &Packing, record: &Placed<'_>, out: &mut [u8]) -> Option<()> {
    if record.kind == DIMENSIONS {
        return out.get_mut(record.at..record.at + record.body.len()).map(|body| body.fill(0));
    }
    let mut put = |at: usize, n: u32| {
        out.get_mut(at..at + 2)?.copy_from_slice(&u16::try_from(n).ok()?.to_le_bytes());
        Some(())
    };
    let columns = record.columns();
    let (row, column) = packing.packed((record.row(), columns.start))?;
    put(record.at, row)?;
    put(record.at + 2, column)?;
    if record.kind == SEVERAL_NUMBERS {
        let last = record.body.len() - 2;
        (short(record.body, last) + 1 == columns.end).then_some(())?;
        put(record.at + last, column + (columns.end - columns.start) - 1)?;
    }
    Some(())
}

/// A number of two bytes; nought where they are missing, as in what the parser refuses.
fn short(body: &[u8], at: usize) -> u32 {
    number::<2>(body, at).unwrap_or_default()
}

fn long(body: &[u8], at: usize) -> u32 {
    number::<4>(body, at).unwrap_or_default()
}
