//! How much of a table has a meaning in the layout: what is read in part must not pass for the whole.

use super::Taking;
use crate::catalogue::{F060, F061};
use crate::finding::Finding;
use crate::ingest::book::{Held, Raw, ReadBook, ReadSheet};
use crate::layout::LayoutTable;
use crate::layout::recognise::{Header, Slot};
use crate::period::{Period, month_name, month_named, quarter_alone};
use crate::reading::{CellRef, column_letters};
use crate::text::number;
use std::collections::{BTreeMap, BTreeSet};

/// Columns passed over that are too few to speak of: people keep a helper or two beside what is asked, and a total beside
/// a matrix.
const FEW: usize = 2;
const FEW_OF_MATRIX: usize = 1;

/// What is filled below the headings of a table, by the column; of one that repeats, below all of its headings.
#[derive(Default)]
pub(super) struct ReadShare {
    /// A heading stands for as many columns as there are, so that each column of figures should be one of them.
    matrix: bool,
    columns: BTreeMap<u16, FilledColumn>,
}

struct FilledColumn {
    known: bool,
    headed: bool,
    first: CellRef,
    figures: u64,
    /// The last number, while each was one more than that before it, from 1.
    counted_to: Option<f64>,
    /// Its heading names a month or a quarter: figures of other times stand on many a form beside those that are asked.
    dated: bool,
}

impl FilledColumn {
    /// It holds figures that are more than the numbers of its lines.
    fn has_figures(&self) -> bool {
        self.figures > 0 && self.counted_to.is_none_or(|_| self.figures == 1)
    }
}

impl ReadShare {
    /// The headings of the table, here or once more.
    pub fn open(&mut self, book: &ReadBook, table: &LayoutTable, header: &Header, sheet: &ReadSheet) {
        let over_time = table.columns.iter().flat_map(|c| &c.heading).any(|h| h.contains("{period}"));
        self.matrix |= !header.groups.is_empty() && !over_time;
        let from = sheet.cells.partition_point(|c| c.row < header.first);
        for cell in sheet.cells[from..].iter().take_while(|c| c.row <= header.last) {
            let column = self.column(header, cell);
            column.headed = true;
            column.dated |= match cell.value {
                Held::Date(_) => true,
                _ => book.text_of(cell).is_some_and(names_a_time),
            };
            // A table that repeats numbers its lines anew.
            column.counted_to = column.counted_to.map(|_| 0.0);
        }
    }

    /// A row below the headings.
    pub fn add(&mut self, book: &ReadBook, header: &Header, cells: &[Raw]) {
        for cell in cells {
            let number = match cell.value {
                Held::Number(n) => Some(n),
                _ => book.text_of(cell).and_then(|text| number::parse(text, true)).map(|n| n.value),
            };
            let column = self.column(header, cell);
            if let Some(number) = number {
                column.figures += 1;
                column.counted_to = column.counted_to.filter(|n| *n + 1.0 == number).map(|_| number);
            }
        }
    }

    fn column(&mut self, header: &Header, cell: &Raw) -> &mut FilledColumn {
        let slot = header.slots.get(usize::from(cell.col)).copied().unwrap_or(Slot::Unknown);
        let column = self.columns.entry(cell.col).or_insert_with(|| FilledColumn {
            known: false,
            headed: false,
            first: CellRef::new(cell.row, cell.col),
            figures: 0,
            counted_to: Some(0.0),
            dated: false,
        });
        column.known |= slot != Slot::Unknown;
        column
    }

    /// The columns that are the table's own: what stands apart from it, without headings, is something else, and so are the
    /// months and quarters that it does not want.
    fn own(&self) -> BTreeMap<u16, &FilledColumn> {
        let columns: Vec<(u16, &FilledColumn)> = self.columns.iter().map(|(col, c)| (*col, c)).collect();
        let beside = columns.chunk_by(|(a, _), (b, _)| *a + 1 == *b);
        let own = beside.filter(|run| run.iter().any(|(_, c)| c.known || c.headed)).flatten().copied();
        own.filter(|(_, c)| c.known || !c.dated).collect()
    }

    /// What is to be said where too little of the table is read.
    pub fn finding(&self) -> Option<Finding> {
        let own = self.own();
        let known = |c: &&&FilledColumn| c.known;
        let figures: Vec<&FilledColumn> = own.values().copied().filter(|c| c.has_figures()).collect();
        let (of, all) = (own.values().filter(known).count(), own.len());
        let (of_figures, all_figures) = (figures.iter().filter(known).count(), figures.len());
        let lost: BTreeSet<u16> = own.iter().filter(|(_, c)| !c.known).map(|(col, _)| *col).collect();
        let spared = if self.matrix { FEW_OF_MATRIX } else { FEW };
        // Fewer than a half, or than three quarters, and more than a few passed over.
        let under = |of: usize, all: usize, quarters: usize| 4 * of < quarters * all && all - of > spared;
        let (few_figures, few) = (under(of_figures, all_figures, 2), under(of, all, 2));
        let (check, expected) = if few_figures && (few || self.matrix) {
            (&F060, "at least half of the columns read")
        } else if few_figures || few {
            (&F061, "at least half of the columns read")
        } else if self.matrix && under(of_figures, all_figures, 3) {
            (&F061, "at least three quarters of the columns of figures read")
        } else {
            return None;
        };
        let got = format!(
            "{of} of {all} columns, {of_figures} of {all_figures} with figures; passed over: {}",
            ranges(&lost)
        );
        let first = own.values().find(|c| !c.known && (c.has_figures() || !few_figures))?.first;
        Some(Finding::new(check, expected, got).in_cell(first))
    }
}

/// What is to be said of a page of figures beside labels on which too few are read.
pub(super) fn of_page(read: usize, left: usize) -> Option<Finding> {
    let few = 2 * read < read + left && left > FEW;
    let got = format!("{read} of {} figures; {left} stand beside labels that the layout has not got", read + left);
    few.then(|| Finding::new(&F061, "at least half of the figures of the page read", got))
}

/// `Apr`, `Sept 26`, `Q1`, `2026-27 Q3`, `Q1 actual`.
fn names_a_time(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let quarter = text.parse::<Period>().is_ok() || quarter_alone(text).is_some() || month_named(text).is_some();
    quarter || words.any(|w| quarter_alone(w).is_some()) || month_name(text.trim()).is_some()
}

/// `B to G, K`.
fn ranges(columns: &BTreeSet<u16>) -> String {
    let columns: Vec<u16> = columns.iter().copied().collect();
    let runs = columns.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{} to {}", column_letters(*first), column_letters(*last)),
        run => run.iter().map(|c| column_letters(*c)).collect(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

impl Taking<'_> {
    /// Says of each table of a sheet whether too little of it was read.
    pub(super) fn say_shares(&mut self, sheet: &ReadSheet, shares: BTreeMap<usize, ReadShare>) {
        let said = shares.values().filter_map(ReadShare::finding).map(|f| f.in_sheet(&*sheet.name));
        self.out.findings.extend(said);
    }
}
