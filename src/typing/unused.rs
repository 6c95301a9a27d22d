//! Rows that a form keeps ready and that nobody filled: noughts, formulas, and what stands alike in every such row.

use crate::catalogue::C032;
use crate::finding::Finding;
use crate::map::{Map, Set};
use crate::reading::CellRef;
use crate::record::{Cell, Content, Field, Kind, Record, Share};
use crate::text::words::clean;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many rows without a name that hold the same in one column were filled by whoever made the form.
const MADE: usize = 5;

/// What says whom or what a row is about.
const NAMES: [Field; 7] =
    [Field::Id, Field::Ref, Field::Service, Field::Title, Field::FeedbackKind, Field::Indicator, Field::Month];

/// What stands in a column of a sheet.
type OfColumn = (Arc<str>, u16, String);

/// What stands ready in the rows of a file, and the rows that were passed over for it.
#[derive(Default)]
pub(super) struct UnusedRows {
    alike: Set<OfColumn>,
    /// By sheet: the first cell of the first, the row of the last, and how many.
    rows: BTreeMap<Arc<str>, (CellRef, u32, usize)>,
}

impl UnusedRows {
    /// Looks at the rows without a name.
    pub fn of(records: &[Record]) -> Self {
        let named =
            |r: &Record| NAMES.iter().any(|f| r.get(*f).is_some_and(|c| c.share != Share::Heading && !blank(c)));
        let mut rows: Map<OfColumn, Set<u32>> = Map::default();
        for record in records.iter().filter(|r| !matches!(r.kind, Kind::Cover | Kind::Section) && !named(r)) {
            for (_, cell) in record.fields.iter().filter(|(_, c)| matches!(c.share, Share::Own | Share::Row)) {
                if !matches!(cell.content, Content::FormulaWithoutResult) {
                    rows.entry(of_column(record, cell)).or_default().insert(record.row);
                }
            }
        }
        let alike = rows.into_iter().filter(|(_, rows)| rows.len() >= MADE).map(|(column, _)| column).collect();
        Self { alike, rows: BTreeMap::new() }
    }

    /// Whether a cell of a row says nothing that a service typed.
    pub fn stands_ready(&self, record: &Record, field: Field, cell: &Cell) -> bool {
        // What is computed from ratings is computed from none, too.
        let computed = matches!(field, Field::Score | Field::PreviousScore | Field::Band);
        let nameless = || NAMES.iter().all(|f| record.get(*f).is_none_or(|c| c.share == Share::Heading || blank(c)));
        match &cell.content {
            Content::FormulaWithoutResult => true,
            Content::Number(n) if *n == 0.0 => true,
            _ if cell.formula => computed || nameless(),
            _ => blank(cell) || (nameless() && self.alike.contains(&of_column(record, cell))),
        }
    }

    /// A row of the form was passed over.
    pub fn add(&mut self, record: &Record) {
        let own = record.fields.iter().find(|(_, c)| matches!(c.share, Share::Own | Share::Row));
        let first = own.map_or(CellRef::new(record.row, 0), |(_, c)| c.at);
        let (_, last, rows) = self.rows.entry(record.sheet.clone()).or_insert((first, u32::MAX, 0));
        // A row of a matrix gives several records.
        if std::mem::replace(last, record.row) != record.row {
            *rows += 1;
        }
    }

    /// A note for each sheet.
    pub fn findings(self, file: &str) -> impl Iterator<Item = Finding> {
        self.rows.into_iter().map(move |(sheet, (first, _, rows))| {
            let got = format!("{}, with noughts and formulas alone", crate::shown::count(rows, "row"));
            Finding::new(&C032, "rows that are filled, or blank", got).in_file(file).in_sheet(&*sheet).in_cell(first)
        })
    }
}

fn of_column(record: &Record, cell: &Cell) -> OfColumn {
    (record.sheet.clone(), cell.at.col, cell.content.shown())
}

/// Nothing but spaces and strokes.
fn blank(cell: &Cell) -> bool {
    match &cell.content {
        Content::Text(text) => clean(text).chars().all(|c| matches!(c, '-' | '–' | '—' | ' ')),
        Content::FormulaWithoutResult => true,
        _ => false,
    }
}
