//! Cells to records by the layout that fits, every filled cell accounted for.

use super::book::{Book, Held, Raw, Sheet};
use crate::catalogue::{C015, F005, F014, F015, F016, F018};
use crate::finding::Finding;
use crate::layout::meaning;
use crate::layout::recognise::{Fit, HEAD_ROWS, Head, Header, Prepared, PreparedForm, PreparedTable, Slot, choose};
use crate::reading::{CellRef, column_letters};
use crate::record::{Field, Kind, Record, SheetSurvey, Tally};
use std::collections::BTreeMap;

/// The rules by which cells are passed over, as tallies name them.
pub const RULES: [&str; 10] = [
    "title",
    "heading",
    "label",
    "print",
    "notes",
    "unknown column",
    "other sheet",
    "key",
    "blank row",
    "unreadable sheet",
];
const TITLE: usize = 0;
const HEADING: usize = 1;
const LABEL: usize = 2;
const PRINT: usize = 3;
const NOTES: usize = 4;
const UNKNOWN_COLUMN: usize = 5;
const OTHER_SHEET: usize = 6;
const KEY: usize = 7;
const BLANK_ROW: usize = 8;
const UNREADABLE: usize = 9;

/// What was located in a workbook.
#[derive(Default)]
pub(super) struct Located {
    pub layout: String,
    pub records: Vec<Record>,
    pub findings: Vec<Finding>,
    pub tallies: Vec<Tally>,
    pub survey: Vec<SheetSurvey>,
}

/// Counts of one sheet while it is located.
#[derive(Default)]
struct Count {
    located: u64,
    ignored: [u64; RULES.len()],
}

impl Count {
    fn total(&self) -> u64 {
        self.located + self.ignored.iter().sum::<u64>()
    }
}

/// Finds the layout and takes the workbook apart by it.
pub(super) fn locate(book: &Book, layouts: &[Prepared<'_>]) -> Located {
    let readable = |s: &&Sheet| s.broken.is_none();
    let heads: Vec<Head<'_>> = book.sheets.iter().map(|s| head(book, s)).collect();
    let mut out = Located::default();
    for sheet in book.sheets.iter().filter(|s| !readable(s)) {
        let got = sheet.broken.clone().unwrap_or_default();
        out.findings.push(Finding::new(&F018, "a whole sheet", got).in_sheet(&*sheet.name));
    }
    let mut counts: Vec<Count> = book.sheets.iter().map(|_| Count::default()).collect();
    match choose(layouts, &heads) {
        Some(Ok(fit)) => Taking { book, layout: &layouts[fit.layout], fit: &fit, out: &mut out }.take(&mut counts),
        nearest => out.findings.push(no_layout(layouts, nearest.and_then(Result::err))),
    }
    for (sheet, count) in book.sheets.iter().zip(&mut counts) {
        let read = sheet.cells.len() as u64;
        if count.total() == 0 {
            count.ignored[if sheet.broken.is_some() { UNREADABLE } else { OTHER_SHEET }] = read;
        }
        debug_assert_eq!(count.total(), read, "cells of sheet {}", sheet.name);
        let ignored = RULES.into_iter().zip(count.ignored).filter(|(_, n)| *n > 0).collect::<BTreeMap<_, _>>();
        let tally = Tally { sheet: sheet.name.to_string(), read, located: count.located, ignored, ..Tally::default() };
        out.tallies.push(tally);
    }
    out
}

fn head<'b>(book: &'b Book, sheet: &'b Sheet) -> Head<'b> {
    let rows = sheet.rows().take(if sheet.broken.is_some() { 0 } else { HEAD_ROWS }).map(|cells| {
        let texts: Vec<_> = cells.iter().filter_map(|c| Some((c.col, book.text_of(c)?))).collect();
        let others = cells.len() - texts.len();
        (cells[0].row, texts, others)
    });
    Head::new(&sheet.name, rows)
}

fn no_layout(layouts: &[Prepared<'_>], nearest: Option<Fit>) -> Finding {
    let Some(fit) = nearest else {
        return Finding::new(&F005, "a layout that the council has described", "no layouts");
    };
    let lacks = fit.missing.iter().map(|(sheet, headings)| {
        if headings.is_empty() {
            format!("no sheet like “{sheet}”")
        } else {
            format!("sheet “{sheet}” without {}", quoted(headings))
        }
    });
    let lacks = lacks.collect::<Vec<_>>().join("; ");
    Finding::new(&F005, format!("a form like “{}”, the nearest", layouts[fit.layout].layout.title), lacks)
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ")
}

/// A workbook and the layout that fits it.
struct Taking<'a> {
    book: &'a Book,
    layout: &'a Prepared<'a>,
    fit: &'a Fit,
    out: &'a mut Located,
}

impl Taking<'_> {
    fn take(&mut self, counts: &mut [Count]) {
        let layout = self.layout.layout;
        self.out.layout.clone_from(&layout.id);
        self.say_what_changed();
        // One record a sheet, in the order of the layout, so that the visible cover is believed before the key sheet.
        let mut seen = Vec::new();
        for (_, sheet) in &self.fit.forms {
            if !seen.contains(sheet) {
                seen.push(*sheet);
                let record = self.take_forms(*sheet, &mut counts[*sheet]);
                self.out.records.extend(record);
            }
        }
        for (n, sheet) in self.book.sheets.iter().enumerate() {
            let mut tables: Vec<_> =
                self.fit.tables.iter().filter(|(_, s, _)| *s == n).map(|(t, _, h)| (*t, h)).collect();
            tables.sort_by_key(|(_, h)| h.first);
            let has_form = self.fit.forms.iter().any(|(_, s)| *s == n);
            if !tables.is_empty() {
                self.take_tables(sheet, &tables, has_form, &mut counts[n]);
            } else if !has_form && sheet.broken.is_none() && !sheet.cells.is_empty() {
                let found_in_vain = self.fit.missing.iter().any(|(title, _)| meaning(title) == meaning(&sheet.name));
                if !found_in_vain && !self.layout.ignore.contains(&meaning(&sheet.name)) {
                    let got = format!("{} filled cells", sheet.cells.len());
                    let finding = Finding::new(&F016, format!("the sheets of “{}”", layout.title), got);
                    self.out.findings.push(finding.in_sheet(&*sheet.name));
                }
            }
        }
    }

    fn say_what_changed(&mut self) {
        let (layout, fit) = (self.layout.layout, self.fit);
        for (wanted, sheet) in &fit.renamed {
            let name = &self.book.sheets[*sheet].name;
            let finding = Finding::new(&F014, format!("a sheet named “{wanted}”"), format!("found as “{name}”"));
            self.out.findings.push(finding.in_sheet(&**name));
        }
        if !fit.equals.is_empty() {
            let got = format!("{} would fit as well", quoted(&fit.equals));
            self.out.findings.push(Finding::new(&F014, format!("one layout that fits; read as “{}”", layout.id), got));
        }
        for (wanted, lacks) in &fit.missing {
            let broken = |s: &&Sheet| s.broken.is_some() && meaning(&s.name) == meaning(wanted);
            if self.book.sheets.iter().any(|s| broken(&s)) {
                continue;
            }
            let (expected, got) = match lacks.as_slice() {
                [] => (format!("a sheet named “{wanted}”"), "none like it".to_owned()),
                lacks => (format!("a heading row in sheet “{wanted}”"), format!("no heading {}", quoted(lacks))),
            };
            self.out.findings.push(Finding::new(&F015, expected, got).in_sheet(wanted.clone()));
        }
        if !fit.by_key {
            return;
        }
        for (table, sheet, header) in &fit.tables {
            let found = header.slots.iter().filter_map(|s| match s {
                Slot::Field(f) | Slot::Print(f) => Some(*f),
                Slot::Ref | Slot::Ours | Slot::Unknown => None,
            });
            let columns = &self.layout.tables[*table].table.columns;
            let places: Vec<usize> = found.filter_map(|f| columns.iter().position(|c| c.field() == Some(f))).collect();
            if let Some(w) = places.windows(2).find(|w| w[0] > w[1]) {
                let heading = |n: usize| columns[n].heading.first().map_or("", String::as_str);
                let expected = format!("“{}” before “{}”", heading(w[1]), heading(w[0]));
                let got = "columns in another order".to_owned();
                self.out.findings.push(Finding::new(&F014, expected, got).in_sheet(&*self.book.sheets[*sheet].name));
            }
        }
    }

    /// Reads the single cells of a sheet's forms, above its first table when it has one.
    fn take_forms(&self, sheet: usize, count: &mut Count) -> Option<Record> {
        let forms = self.fit.forms.iter().filter(|(_, s)| *s == sheet).map(|(f, _)| &self.layout.forms[*f]);
        let forms: Vec<&PreparedForm> = forms.collect();
        let table = self.fit.tables.iter().filter(|(_, s, _)| *s == sheet).map(|(.., h)| h.first).min();
        let sheet = &self.book.sheets[sheet];
        let end = table.map_or(sheet.cells.len(), |row| sheet.cells.partition_point(|c| c.row < row));
        let cells = &sheet.cells[..end];
        // Our key sheet is hidden on purpose.
        let keys = forms.iter().any(|f| f.asks_for(Field::Template));
        let label = |c: &Raw| self.book.text_of(c).and_then(|t| forms.iter().find_map(|f| f.label(t)));
        let labels: Vec<Option<Field>> = cells.iter().map(label).collect();
        let mut used = vec![false; cells.len()];
        let mut record: Option<Record> = None;
        for (n, cell) in cells.iter().enumerate() {
            let Some(field) = labels[n] else { continue };
            let right = (n + 1 < cells.len() && cells[n + 1].row == cell.row).then_some(n + 1);
            let below = || cells.binary_search_by_key(&(cell.row + 1, cell.col), |c| (c.row, c.col)).ok();
            let value = right.or_else(below).filter(|v| labels[*v].is_none() && !used[*v]);
            let known = record.as_ref().is_some_and(|r| r.get(field).is_some());
            let Some(value) = value.filter(|_| !known) else { continue };
            used[value] = true;
            let mut found = self.book.cell(&cells[value]);
            found.hidden &= !keys;
            let record = record.get_or_insert_with(|| Record {
                kind: Kind::Cover,
                sheet: sheet.name.clone(),
                row: cells[value].row,
                fields: vec![],
            });
            record.fields.push((field, found));
        }
        for (used, label) in used.iter().zip(&labels) {
            match (used, label) {
                (true, _) => count.located += 1,
                (false, Some(_)) => count.ignored[LABEL] += 1,
                (false, None) => count.ignored[if keys { KEY } else { TITLE }] += 1,
            }
        }
        record
    }

    fn take_tables(&mut self, sheet: &Sheet, tables: &[(usize, &Header)], has_form: bool, count: &mut Count) {
        let mut next = 0;
        let mut current: Option<(&PreparedTable<'_>, &Header)> = None;
        let mut ended = false;
        let mut unknown: BTreeMap<u16, (CellRef, u64)> = BTreeMap::new();
        for cells in sheet.rows() {
            let (row, filled) = (cells[0].row, cells.len() as u64);
            if tables.get(next).is_some_and(|(_, h)| h.first <= row) {
                self.say_unknown(sheet, current.map(|(_, h)| h), &mut unknown);
                let (table, header) = tables[next];
                current = Some((&self.layout.tables[table], header));
                (next, ended) = (next + 1, false);
            }
            let Some((table, header)) = current else {
                // Cells above the first table are the form's, which has counted them.
                count.ignored[TITLE] += if has_form { 0 } else { filled };
                continue;
            };
            if row <= header.last {
                count.ignored[HEADING] += filled;
                continue;
            }
            ended |= self.stops(&cells[0], &table.stop);
            if ended {
                count.ignored[NOTES] += filled;
                continue;
            }
            self.take_row(sheet, table, header, cells, count, &mut unknown);
        }
        self.say_unknown(sheet, current.map(|(_, h)| h), &mut unknown);
    }

    fn take_row(
        &mut self,
        sheet: &Sheet,
        table: &PreparedTable<'_>,
        header: &Header,
        cells: &[Raw],
        count: &mut Count,
        unknown: &mut BTreeMap<u16, (CellRef, u64)>,
    ) {
        let plain = |c: &Raw| header.slots.get(usize::from(c.col)).copied().unwrap_or(Slot::Unknown);
        let has_id = cells.iter().any(|c| plain(c) == Slot::Field(Field::Id));
        let slot = |c: &Raw| match plain(c) {
            Slot::Ref if !has_id => Slot::Field(Field::Id),
            slot => slot,
        };
        let (mut located, mut printed, mut spare) = (0, 0, true);
        for cell in cells {
            match slot(cell) {
                Slot::Field(field) => {
                    located += 1;
                    // A program that does not calculate saves our score formula without its empty result.
                    let score = field == Field::Score && matches!(cell.value, Held::FormulaWithoutResult);
                    spare &= field == Field::Id || score;
                }
                Slot::Print(_) => printed += 1,
                Slot::Ref | Slot::Ours => count.ignored[KEY] += 1,
                Slot::Unknown => {
                    count.ignored[UNKNOWN_COLUMN] += 1;
                    unknown.entry(cell.col).or_insert((CellRef::new(cell.row, cell.col), 0)).1 += 1;
                }
            }
        }
        count.ignored[PRINT] += printed;
        // A line that is numbered in advance and not used.
        if located > 0 && spare && printed == 0 {
            count.ignored[BLANK_ROW] += located;
            return;
        }
        if located == 0 {
            return;
        }
        count.located += located;
        let mut fields = Vec::with_capacity(located as usize);
        for cell in cells {
            if let Slot::Field(field) = slot(cell) {
                fields.push((field, self.book.cell(cell)));
            }
        }
        self.out.records.push(Record { kind: table.kind, sheet: sheet.name.clone(), row: cells[0].row, fields });
    }

    /// Whether a row with this first cell ends its table.
    fn stops(&self, first: &Raw, stop: &[String]) -> bool {
        let Some(text) = self.book.text_of(first) else { return false };
        let text = text.trim_start();
        stop.iter().any(|word| {
            let start = text.get(..word.len()).is_some_and(|t| t.to_lowercase() == *word);
            start && !text[word.len()..].starts_with(char::is_alphanumeric)
        })
    }

    fn say_unknown(&mut self, sheet: &Sheet, header: Option<&Header>, unknown: &mut BTreeMap<u16, (CellRef, u64)>) {
        for (col, (first, cells)) in std::mem::take(unknown) {
            let heading = header.and_then(|h| {
                let in_header = |c: &&Raw| c.col == col && (h.first..=h.last).contains(&c.row);
                let from = sheet.cells.partition_point(|c| c.row < h.first);
                sheet.cells[from..]
                    .iter()
                    .take_while(|c| c.row <= h.last)
                    .filter(in_header)
                    .find_map(|c| Some((c, self.book.text_of(c)?)))
            });
            let (at, got) = match heading {
                Some((cell, text)) => (CellRef::new(cell.row, cell.col), format!("“{}”, {cells} cells", text.trim())),
                None => (first, format!("column {} without a heading, {cells} cells", column_letters(col))),
            };
            self.out
                .findings
                .push(Finding::new(&C015, "a heading of the form", got).in_sheet(&*sheet.name).in_cell(at));
        }
    }
}
