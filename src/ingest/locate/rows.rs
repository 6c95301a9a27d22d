//! The rows of a sheet's tables.

use super::places::placed;
use super::share::ReadShare;
use super::{SheetCount, Taking};
use crate::catalogue::{C015, F014};
use crate::finding::Finding;
use crate::fit::fit;
use crate::ingest::book::{FORMULA, Held, Raw, ReadSheet};
use crate::layout::recognise::{Header, PreparedMark, PreparedTable, Slot};
use crate::reading::{CellRef, column_letters};
use crate::record::{Cell, Field, HeadColumn, PassedOver, Record, Share, TableHead};
use crate::text::words::clean;
use std::collections::BTreeMap;

/// Rows below a table that are quoted.
const QUOTED_ROWS: usize = 5;
/// Characters of a row that are quoted.
const QUOTED_CHARACTERS: usize = 120;

/// Columns without a known heading: their first cell and how many are filled.
pub(super) type Unknown = BTreeMap<u16, (CellRef, u64)>;

/// The table whose rows are being taken.
pub(super) struct Current<'h> {
    /// Position among the layout's tables.
    number: usize,
    pub table: &'h PreparedTable<'h>,
    pub header: &'h Header,
    pub unknown: Unknown,
    /// The last filled cell of each column that is filled down.
    pub above: Vec<Raw>,
    ended: bool,
    /// Rows below the end that have all that a record must have: the first cell of the first, and what stands in each.
    lost: Option<(CellRef, Vec<String>)>,
}

impl Taking<'_> {
    /// Notes a row below the end of its table if it could be a record, with what stands in it.
    fn look_below(&self, sheet: &ReadSheet, current: &mut Current<'_>, cells: &[Raw]) {
        let filled = |field: Option<Field>| {
            let here = |c: &Raw| current.header.slots.get(usize::from(c.col)).copied() == field.map(Slot::Field);
            cells.iter().any(here)
        };
        let mut required = current.table.table.columns.iter().filter(|c| c.required).peekable();
        if required.peek().is_some() && required.all(|c| filled(c.field())) {
            let at = CellRef::new(cells[0].row, cells[0].col);
            let lost = current.lost.get_or_insert_with(|| (at, vec![]));
            let shown =
                cells.iter().map(|c| self.book.cell(sheet, c)).map(|c| format!("{} {}", c.at, c.content.shown()));
            lost.1.push(shown.collect::<Vec<_>>().join(" · "));
        }
    }
}

impl Taking<'_> {
    pub(super) fn take_tables(&mut self, n: usize, tables: &[(usize, &Header)], count: &mut SheetCount) {
        let layout = self.layout;
        let sheet = &self.book.sheets[n];
        let forms = self.forms_of(n);
        let placed: Vec<(u32, u16)> = placed(&forms).map(|(.., at)| (at.row, at.col)).collect();
        let mut tables = tables.iter().peekable();
        let mut current: Option<Current<'_>> = None;
        let mut shares: BTreeMap<usize, ReadShare> = BTreeMap::new();
        for cells in sheet.rows() {
            let (row, filled) = (cells[0].row, cells.len() as u64);
            if let Some((table, header)) = tables.next_if(|(_, h)| h.first <= row) {
                self.say_unknown(sheet, current.take());
                let number = *table;
                let table = &layout.tables[number];
                shares.entry(number).or_default().open(self.book, table.table, header, sheet);
                self.out.heads.push(head(table, header, sheet));
                let unknown = Unknown::new();
                current = Some(Current { number, table, header, unknown, above: vec![], ended: false, lost: None });
            }
            let Some(current) = &mut current else {
                // Cells above the first table are the form's, which has counted them.
                count.pass(PassedOver::Title, if forms.is_empty() { filled } else { 0 });
                continue;
            };
            let kept: Vec<Raw>;
            let cells = if placed.iter().any(|(r, _)| *r == row) {
                kept = cells.iter().filter(|c| !placed.contains(&(c.row, c.col))).copied().collect();
                count.located += (cells.len() - kept.len()) as u64;
                &kept[..]
            } else {
                cells
            };
            let (Some(first), filled) = (cells.first(), cells.len() as u64) else { continue };
            if row <= current.header.last {
                count.pass(PassedOver::Heading, filled);
            } else if !forms.is_empty() && self.take_form_row(&forms, sheet, cells, count) {
            } else if current.ended
                || self.starts(first, &current.table.stop)
                || self.marked(sheet, current.header, cells, &current.table.stop_where)
            {
                if current.ended {
                    self.look_below(sheet, current, cells);
                }
                current.ended = true;
                count.pass(PassedOver::Notes, filled);
            } else if self.starts(first, &current.table.skip)
                || self.marked(sheet, current.header, cells, &current.table.skip_where)
            {
                count.pass(PassedOver::Skip, filled);
            } else {
                shares.entry(current.number).or_default().add(self.book, current.header, cells);
                if current.header.groups.is_empty() && current.header.fill_down.is_empty() {
                    self.take_row(sheet, current, cells, count);
                } else {
                    self.take_spread_row(sheet, current, cells, count);
                }
            }
        }
        self.say_unknown(sheet, current);
        self.say_shares(sheet, shares);
    }

    fn take_row(&mut self, sheet: &ReadSheet, current: &mut Current<'_>, cells: &[Raw], count: &mut SheetCount) {
        let Current { table, header, unknown, .. } = current;
        let plain = |c: &Raw| header.slots.get(usize::from(c.col)).copied().unwrap_or(Slot::Unknown);
        let has_id = cells.iter().any(|c| plain(c) == Slot::Field(Field::Id));
        let id = cells.iter().find(|c| plain(c) == Slot::Field(Field::Id)).and_then(|c| self.book.text_of(c));
        let slot = |c: &Raw| match plain(c) {
            Slot::Ref if !has_id => Slot::Field(Field::Id),
            Slot::Ref if id.zip(self.book.text_of(c)).is_some_and(|(a, b)| clean(a) != clean(b)) => {
                Slot::Field(Field::Ref)
            }
            slot => slot,
        };
        let (mut located, mut printed, mut spare) = (0, 0, true);
        for cell in cells {
            match slot(cell) {
                Slot::Field(field) | Slot::Across(_, field) => {
                    located += 1;
                    spare &= is_spare(field, cell);
                }
                other => printed += u64::from(pass_over(other, cell, count, unknown)),
            }
        }
        // A line that is numbered in advance and not used.
        if located > 0 && spare && printed == 0 {
            count.pass(PassedOver::BlankRow, located);
            return;
        }
        if located == 0 {
            return;
        }
        count.located += located;
        let mut fields = Vec::with_capacity(fit::<usize>(located));
        for cell in cells {
            match slot(cell) {
                Slot::Field(field) => fields.push((field, self.cell(sheet, cell, header))),
                Slot::Print(field) => fields.push((field, self.shared(sheet, cell, header, Share::Printed))),
                _ => {}
            }
        }
        self.out.records.push(Record { kind: table.kind, sheet: sheet.name.clone(), row: cells[0].row, fields });
    }

    /// A cell, with how its column is typed.
    pub(super) fn cell(&self, sheet: &ReadSheet, cell: &Raw, header: &Header) -> Cell {
        Cell { hint: header.hint(cell.col), ..self.book.cell(sheet, cell) }
    }

    /// Whether a row with this first cell starts with one of these words.
    fn starts(&self, first: &Raw, words: &[String]) -> bool {
        if words.is_empty() {
            return false;
        }
        match first.value {
            Held::Number(n) => words.contains(&n.to_string()),
            _ => self.book.text_of(first).is_some_and(|text| starts_with(text, words)),
        }
    }

    /// Whether a cell of a row says that it is no record.
    fn marked(&self, sheet: &ReadSheet, header: &Header, cells: &[Raw], marks: &[PreparedMark]) -> bool {
        let slot = |c: &Raw| header.slots.get(usize::from(c.col)).copied();
        marks.iter().any(|mark| {
            let of_column =
                |c: &&Raw| [Some(Slot::Field(mark.field)), Some(Slot::Print(mark.field))].contains(&slot(c));
            cells.iter().filter(of_column).any(|c| {
                let shown = self.book.cell(sheet, c).content.shown();
                starts_with(&shown, &mark.starts) || mark.is.contains(&shown.to_lowercase())
            })
        })
    }

    fn say_unknown(&mut self, sheet: &ReadSheet, current: Option<Current<'_>>) {
        let Some(Current { header, unknown, lost, .. }) = current else { return };
        if let Some((at, rows)) = lost {
            let some: Vec<String> = rows.iter().take(QUOTED_ROWS).map(|row| short(row)).collect();
            let more = rows.len() - some.len();
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            let got = format!("{}{more}, which were not read", some.join("; "));
            let finding = Finding::new(&F014, "no rows below the total or the notes that end the table", got);
            self.out.findings.push(finding.in_sheet(&*sheet.name).in_cell(at));
        }
        // Columns of which nothing says which one is meant are one finding of their own.
        let unclear = |col: &u16| header.doubles.iter().any(|d| d.columns.contains(col));
        for (col, (first, cells)) in unknown.into_iter().filter(|(col, _)| !unclear(col)) {
            let in_header = |c: &&Raw| c.col == col && (header.first..=header.last).contains(&c.row);
            let from = sheet.cells.partition_point(|c| c.row < header.first);
            let heading = sheet.cells[from..]
                .iter()
                .take_while(|c| c.row <= header.last)
                .filter(in_header)
                .find_map(|c| Some((c, self.book.text_of(c)?)));
            let (at, got) = match heading {
                Some((cell, text)) => (CellRef::new(cell.row, cell.col), format!("“{}”, {cells} cells", text.trim())),
                None => (first, format!("column {} without a heading, {cells} cells", column_letters(col))),
            };
            let finding = Finding::new(&C015, "a heading of the form", got);
            self.out.findings.push(finding.in_sheet(&*sheet.name).in_cell(at));
        }
    }
}

/// The beginning of a text, where it is long.
fn short(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a text starts with one of these words, which are in lower case.
fn starts_with(text: &str, words: &[String]) -> bool {
    let text = text.trim_start();
    words.iter().any(|word| {
        let start = text.get(..word.len()).is_some_and(|t| t.to_lowercase() == *word);
        let whole = |rest: &str| !word.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric);
        start && whole(&text[word.len()..])
    })
}

/// The columns below a heading that a field reads.
fn head(table: &PreparedTable<'_>, header: &Header, sheet: &ReadSheet) -> TableHead {
    let column = |(col, slot): (usize, &Slot)| match *slot {
        Slot::Field(field) => Some(HeadColumn { field, col: fit::<u16>(col), group: None }),
        Slot::Across(group, field) => Some(HeadColumn { field, col: fit::<u16>(col), group: Some(group) }),
        _ => None,
    };
    let columns = header.slots.iter().enumerate().filter_map(column).collect();
    TableHead { kind: table.kind, sheet: sheet.name.clone(), row: header.last, columns }
}

/// What a form keeps ready on a line that is not used.
pub(super) fn is_spare(field: Field, cell: &Raw) -> bool {
    // A program that does not calculate saves our score formula without its empty result.
    let nought = || matches!(cell.value, Held::Number(0.0)) && cell.flags & FORMULA != 0;
    matches!(field, Field::Id | Field::Ref)
        || (field == Field::Score && (matches!(cell.value, Held::FormulaWithoutResult) || nought()))
}

/// Counts a cell that no field reads; true when it is printed for the reader.
pub(super) fn pass_over(slot: Slot, cell: &Raw, count: &mut SheetCount, unknown: &mut Unknown) -> bool {
    let rule = match slot {
        Slot::Print(_) => PassedOver::Print,
        Slot::Ref | Slot::Ours => PassedOver::Key,
        Slot::Ignored => PassedOver::NotWanted,
        _ => {
            unknown.entry(cell.col).or_insert((CellRef::new(cell.row, cell.col), 0)).1 += 1;
            PassedOver::UnknownColumn
        }
    };
    count.pass(rule, 1);
    rule == PassedOver::Print
}
