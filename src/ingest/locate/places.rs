//! Cells that a form knows by their place, and what may have moved away from there: people put in rows and columns above it.

use crate::ingest::book::{Held, Raw, ReadBook, ReadSheet};
use crate::layout::Scope;
use crate::layout::recognise::{PreparedForm, Said};
use crate::reading::CellRef;
use crate::record::{Cell, Field, Kind, Record, Share};

/// How far a cell is looked for from its place, in rows and in columns.
const ROWS: u32 = 12;
const COLUMNS: u16 = 3;
/// A sentence names neither a quarter nor a service.
const LONGEST: usize = 80;

/// The cells that forms know by their place.
pub(super) fn placed<'f>(forms: &'f [&PreparedForm]) -> impl Iterator<Item = (&'f Said, Scope, CellRef)> + 'f {
    forms.iter().flat_map(|f| f.cells.iter().map(|(said, at)| (said, f.scope, *at)))
}

/// Cells that could be the quarter or the service of a form that knows them by their place, each a record of its own. They
/// are asked only where the place itself says nothing that is known.
pub(super) fn candidates(book: &ReadBook, sheet: &ReadSheet, forms: &[&PreparedForm], cells: &[Raw]) -> Vec<Record> {
    let mut out = vec![];
    for (said, _, at) in placed(forms) {
        let Said::Field(field @ (Field::Period | Field::Service)) = said else { continue };
        let near = |c: &&Raw| {
            let apart = (c.row.abs_diff(at.row), c.col.abs_diff(at.col));
            apart != (0, 0) && apart.0 <= ROWS && apart.1 <= COLUMNS
        };
        let may = |c: &&Raw| match c.value {
            Held::Date(_) => *field == Field::Period,
            _ => book.text_of(c).is_some_and(|t| t.len() <= LONGEST),
        };
        out.extend(cells.iter().filter(near).filter(may).map(|c| {
            let cell = Cell { share: Share::Printed, ..book.cell(sheet, c) };
            Record { kind: Kind::Cover, sheet: sheet.name.clone(), row: c.row, fields: vec![(*field, cell)] }
        }));
    }
    out
}
