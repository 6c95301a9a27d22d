//! Cells that lie far apart, moved together. From an .xls calamine makes a range of everything between a sheet's
//! first cell and its last: one word forgotten in the last row and column would be as much memory as a worker has. Where
//! a sheet is mostly nothing, its cells are written one beside the other before the parser sees them, whole rows in their
//! order; each keeps the place that it came from, and the reader puts it back there.

mod compound;
mod xls;

use super::refusal::Refusal;
use crate::catalogue::F004;
use crate::fit::fit;
use crate::settings::Limits;
#[cfg(test)]
pub(in crate::ingest) use compound::container_of;
use std::ops::Range;
pub(super) use xls::pack as pack_xls;

/// Cells that all ranges of a workbook may have beyond twice those that are filled: some megabytes.
const SPARE: u64 = 1 << 20;

/// What a range of a sheet would have to hold.
#[derive(Debug, Default, Clone, PartialEq)]
struct Extent {
    rows: Option<Range<u32>>,
    /// Counted from the first column of the sheet.
    columns: u32,
    filled: u64,
    /// Cells that the sheet says it has; the parser makes room for as many.
    declared: u64,
}

impl Extent {
    /// Takes in cells that are all filled.
    fn cover(&mut self, rows: Range<u32>, columns: Range<u32>) {
        if rows.is_empty() || columns.is_empty() {
            return;
        }
        self.filled =
            self.filled.saturating_add(u64::from(rows.end - rows.start) * u64::from(columns.end - columns.start));
        self.columns = self.columns.max(columns.end);
        let all = self.rows.get_or_insert(rows.clone());
        *all = all.start.min(rows.start)..all.end.max(rows.end);
    }

    fn room(&self) -> u64 {
        let rows = self.rows.as_ref().map_or(0, |r| u64::from(r.end - r.start));
        self.declared.max(rows * u64::from(self.columns))
    }

    /// Mostly nothing.
    fn is_loose(&self) -> bool {
        self.room() > self.filled.saturating_mul(2)
    }
}

/// Whether the loose sheets of a workbook are to be packed.
///
/// # Errors
/// More filled cells than a workbook may have are refused before anything makes room for them.
fn is_to_be_packed(sheets: &[Extent], limits: &Limits) -> Result<bool, Refusal> {
    let filled = sheets.iter().fold(0_u64, |sum, s| sum.saturating_add(s.filled));
    let full = sheets.iter().position(|s| s.filled > limits.sheet_cells);
    let full = full.or((filled > limits.workbook_cells).then_some(sheets.len().saturating_sub(1)));
    if let Some(n) = full {
        return Err(over_cell_limit(limits, &format!("more, in sheet {}", n + 1)));
    }
    let room = sheets.iter().fold(0_u64, |sum, s| sum.saturating_add(s.room()));
    Ok(room > filled * 2 + SPARE)
}

/// More filled cells than there may be.
pub(in crate::ingest) fn over_cell_limit(limits: &Limits, got: &str) -> Refusal {
    let Limits { sheet_cells, workbook_cells, .. } = limits;
    let expected = format!("no more than {sheet_cells} filled cells in a sheet and {workbook_cells} in the workbook");
    Refusal::new(&F004, expected, got)
}

/// A workbook whose loose sheets are packed.
pub(super) struct Packed {
    /// What the parser reads.
    pub bytes: Vec<u8>,
    /// Where the cells of each sheet came from, in the order of the workbook.
    pub packings: Vec<Packing>,
}

/// Where the cells of a packed sheet came from; nothing where it was left as it is.
#[derive(Debug, Default, Clone, PartialEq)]
pub(in crate::ingest) struct Packing {
    /// The places in the sheet, ascending.
    places: Vec<(u32, u32)>,
    /// The first cell of each packed row.
    starts: Vec<usize>,
}

impl Packing {
    /// Appends the cells of a row, which stay together, behind those before it as long as a packed row has no more than
    /// `width` cells. True where a new packed row begins with them.
    fn push_row(&mut self, row: u32, columns: impl Iterator<Item = u32>, width: usize) -> bool {
        let from = self.places.len();
        self.places.extend(columns.map(|column| (row, column)));
        let begins = self.starts.last().is_none_or(|start| self.places.len() - start > width);
        if begins {
            self.starts.push(from);
        }
        begins
    }

    /// The place in the sheet of a packed cell; `None` where none was packed there.
    fn place(&self, (row, column): (u32, u32)) -> Option<(u32, u32)> {
        let start = self.starts.get(row as usize)?;
        let end = self.starts.get(row as usize + 1).copied().unwrap_or(self.places.len());
        self.places[..end].get(start + column as usize).copied()
    }

    /// The place in the range of a cell of the sheet.
    fn packed(&self, place: (u32, u32)) -> Option<(u32, u32)> {
        let n = self.places.binary_search(&place).ok()?;
        let row = self.starts.partition_point(|start| *start <= n).checked_sub(1)?;
        Some((fit::<u32>(row), fit::<u32>(n - self.starts[row])))
    }

    /// The place in the sheet of what stands here in the parser's range. Where nothing was packed it is the same; what
    /// no cell of the sheet was packed to is outside every sheet.
    pub fn origin(&self, at: (u32, u32)) -> (u32, u32) {
        if self.starts.is_empty() { at } else { self.place(at).unwrap_or((u32::MAX, u32::MAX)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_goes_back_to_its_place() {
        let mut packing = Packing::default();
        let rows: [(u32, &[u32]); 4] = [(1, &[0, 9]), (7, &[3]), (8, &[0, 1, 2]), (1_048_575, &[16_383])];
        let begun: Vec<bool> = rows.iter().map(|(row, cols)| packing.push_row(*row, cols.iter().copied(), 4)).collect();
        assert_eq!(begun, [true, false, true, false]);
        for place in rows.iter().flat_map(|(row, cols)| cols.iter().map(|c| (*row, *c))) {
            assert_eq!(packing.place(packing.packed(place).unwrap()), Some(place));
        }
        assert_eq!((packing.packed((7, 3)), packing.packed((7, 4))), (Some((0, 2)), None));
        assert_eq!((packing.place((0, 3)), packing.place((2, 0))), (None, None));
        assert_eq!((packing.origin((0, 3)).0, Packing::default().origin((5, 6))), (u32::MAX, (5, 6)));
    }

    #[test]
    fn only_what_is_mostly_nothing_is_packed() {
        let extent = |cells: &[(u32, u32)]| {
            let mut extent = Extent::default();
            cells.iter().for_each(|(r, c)| extent.cover(*r..r + 1, *c..c + 1));
            extent
        };
        let limits = Limits { sheet_cells: 3_000_000, workbook_cells: 4_000_000, ..Limits::default() };
        let packs = |sheets: &[Extent]| is_to_be_packed(sheets, &limits).map_err(|r| r.got);
        let mut full = Extent::default();
        full.cover(0..2_000_000, 0..1);
        assert_eq!(packs(&[extent(&[(0, 0), (3000, 20)]), full.clone()]), Ok(false));
        assert_eq!(packs(&[extent(&[(0, 0), (65_535, 255)])]), Ok(true));
        assert_eq!(packs(&vec![extent(&[(0, 0), (3000, 20)]); 20]), Ok(true));
        assert_eq!(packs(&[Extent { declared: u64::MAX, ..Extent::default() }]), Ok(true));
        assert_eq!(packs(&[full.clone(), full.clone()]), Ok(false));
        full.cover(0..1, 7..8);
        assert_eq!(packs(&[full.clone(), full.clone()]), Err("more, in sheet 2".into()));
        full.cover(0..1_048_576, 0..16_384);
        assert_eq!(packs(&[full]), Err("more, in sheet 1".into()));
        assert!(!extent(&[(9, 0), (9, 1), (9, 3)]).is_loose() && extent(&[(9, 3)]).is_loose());
    }
}
