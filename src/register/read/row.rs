//! One row of the register while it is read: cells by meaning, and what is wrong with them.

use crate::catalogue::{self, Check};
use crate::finding::Finding;
use crate::map::Map;
use crate::measure::{Unit, find_words};
use crate::period::Period;
use crate::reading::{CellRef, Place, Source};
use crate::record::{Cell, Content, Field, Kind, Record, Share};
use crate::sight::{Sight, sight};
use crate::text::number::{parse, tidy};
use crate::text::words::{clean, nearest, quoted};
use std::cell::OnceCell;
use std::sync::Arc;

/// All rows of the register, and what is found in them.
pub(crate) struct Sheets<'a> {
    pub records: &'a [Record],
    pub source: &'a Arc<Source>,
    pub start_month: u32,
    /// The column of each field of each kind of row, so that a blank cell has a place too.
    columns: OnceCell<Vec<Option<u16>>>,
    pub findings: Vec<Finding>,
    /// How many more ids are looked up by likeness: a broken column of a hundred thousand must not take hours.
    hints: u32,
}

impl<'a> Sheets<'a> {
    pub fn new(records: &'a [Record], source: &'a Arc<Source>, start_month: u32) -> Self {
        Self { records, source, start_month, columns: OnceCell::new(), findings: Vec::new(), hints: 200 }
    }

    fn column(&self, kind: Kind, field: Field) -> Option<u16> {
        let number = |kind: Kind, field: Field| kind as usize * Field::ALL.len() + field as usize;
        let columns = self.columns.get_or_init(|| {
            let mut columns = vec![None; Kind::ALL.len() * Field::ALL.len()];
            for record in self.records {
                record.fields.iter().for_each(|(f, c)| columns[number(record.kind, *f)] = Some(c.at.col));
            }
            columns
        });
        columns[number(kind, field)]
    }

    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.records.iter().filter(move |r| r.kind == kind)
    }

    pub fn row<'s>(&'s mut self, record: &'a Record, key: Field) -> RegisterRow<'s, 'a> {
        let subject = record.text(key);
        let mut places = [NOWHERE; Field::ALL.len()];
        // Of two cells of a field the first counts.
        for (n, (field, _)) in record.fields.iter().enumerate().rev().filter(|(_, (_, c))| c.share != Share::Printed) {
            places[*field as usize] = u8::try_from(n).unwrap_or(NOWHERE);
        }
        RegisterRow { sheets: self, record, subject, places }
    }
}

/// The ids of one sheet as they are written, and where each stands first, by the id in lower case.
#[derive(Default)]
pub(crate) struct Ids(Map<String, (Arc<str>, CellRef)>);

impl Ids {
    /// Reads the ids of a sheet; a row without one, or with one that another row has, is said here and nowhere else.
    pub fn read(sheets: &mut Sheets<'_>, kind: Kind, key: Field) -> Self {
        let mut ids = Self::default();
        for record in sheets.of(kind) {
            let mut row = sheets.row(record, key);
            let id = row.text(key);
            if id.is_empty() {
                row.find(&catalogue::G001, key, "an id", "blank");
            } else if id.contains([';', ',']) {
                row.find(
                    &catalogue::G001,
                    key,
                    "an id without ; and , since these separate ids in a list",
                    quoted(&id),
                );
            } else if let Some((_, cell)) = ids.0.get(&id.to_lowercase()) {
                row.find(&catalogue::G001, key, "an id of its own", format!("{}, which {cell} has too", quoted(&id)));
            } else {
                ids.0.insert(id.to_lowercase(), (id.into(), row.place(key).cell));
            }
        }
        ids
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, text: &str) -> Option<Arc<str>> {
        self.0.get(&text.to_lowercase()).map(|(id, _)| id.clone())
    }

    /// The id of a row, if the row is the first that has it.
    pub fn own(&self, row: &RegisterRow<'_, '_>, key: Field) -> Option<Arc<str>> {
        let (id, cell) = self.0.get(&row.record.text(key).to_lowercase())?;
        (*cell == row.place(key).cell).then(|| id.clone())
    }

    /// Sorted, so that the nearest does not depend on a map's order.
    fn nearest(&self, text: &str) -> Option<&str> {
        let mut known: Vec<&str> = self.0.values().map(|(id, _)| &**id).collect();
        known.sort_unstable();
        nearest(text, known.into_iter())
    }
}

/// A row and the means to complain about it.
pub(crate) struct RegisterRow<'s, 'a> {
    pub sheets: &'s mut Sheets<'a>,
    pub record: &'a Record,
    pub subject: String,
    /// By the number of a field, the position of its cell in the record: forty are asked of each of many thousand rows.
    places: [u8; Field::ALL.len()],
}

/// The place of a field that a row has no cell of. No row has as many.
const NOWHERE: u8 = u8::MAX;

impl<'a> RegisterRow<'_, 'a> {
    fn get(&self, field: Field) -> Option<&'a Cell> {
        self.record.fields.get(usize::from(self.places[field as usize])).map(|(_, cell)| cell)
    }

    /// Where a field stands, or would stand if its cell were filled.
    pub fn place(&self, field: Field) -> Place {
        let column = || self.sheets.column(self.record.kind, field).map(|c| CellRef::new(self.record.row, c));
        let first = || self.record.fields.first().map(|(_, c)| c.at);
        let cell = self.get(field).map(|c| c.at).or_else(column).or_else(first);
        Place {
            source: self.sheets.source.clone(),
            sheet: self.record.sheet.clone(),
            cell: cell.unwrap_or(CellRef::new(self.record.row, 0)),
        }
    }

    pub fn find(&mut self, check: &'static Check, field: Field, expected: impl Into<String>, got: impl Into<String>) {
        let finding = Finding::new(check, expected, got).at(&self.place(field)).about(self.subject.clone());
        self.sheets.findings.push(finding);
    }

    /// The cell, unless it is blank or holds no value; an Excel error or a lost result is said.
    fn cell(&mut self, field: Field) -> Option<&'a Cell> {
        let cell = self.get(field)?;
        match &cell.content {
            Content::Error(e) => self.find(&catalogue::C003, field, "a value", e.clone()),
            Content::FormulaWithoutResult => {
                self.find(&catalogue::C004, field, "a value", "a formula without a saved result");
            }
            Content::Text(t) if clean(t).is_empty() => {}
            _ => return Some(cell),
        }
        None
    }

    /// The text of a cell, empty when it is blank.
    pub fn text(&mut self, field: Field) -> String {
        self.cell(field).map(|c| c.content.shown()).unwrap_or_default()
    }

    /// The text of a cell that must be filled.
    pub fn needed(&mut self, field: Field, what: &str) -> Option<String> {
        self.filled(field, || what.to_owned())
    }

    fn filled(&mut self, field: Field, what: impl FnOnce() -> String) -> Option<String> {
        let faulty = self.sheets.findings.len();
        let text = self.text(field);
        if text.is_empty() && self.sheets.findings.len() == faulty {
            self.find(&catalogue::G009, field, what(), "blank");
        }
        (!text.is_empty()).then_some(text)
    }

    /// A number in this unit: of a percentage, a cell that Excel shows as 85% is 85.
    pub fn number(&mut self, field: Field, unit: Unit) -> Option<f64> {
        let cell = self.cell(field)?;
        let (number, percent) = match &cell.content {
            Content::Number(n) if n.is_finite() => {
                let Sight { value, said } = sight(cell, *n, unit, None);
                if let Some((check, expected, got)) = said {
                    self.find(check, field, expected, got);
                }
                (Some(value?), cell.percent)
            }
            Content::Text(t) => (parse(cell.on_the_line(t), false).map(|p| p.value), false),
            _ => (None, false),
        };
        let Some(number) = number.filter(|n| n.is_finite()) else {
            self.find(&catalogue::C002, field, "a number", quoted(&cell.content.shown()));
            return None;
        };
        if matches!(cell.content, Content::Text(_)) {
            let check = if cell.has_raised() { &catalogue::C040 } else { &catalogue::C001 };
            self.find(check, field, format!("the number {number}"), quoted(&cell.content.shown()));
        }
        Some(if unit == Unit::Percent && percent { tidy(number * 100.0) } else { number })
    }

    /// A number that must lie between two others, both included.
    pub fn number_within(&mut self, field: Field, unit: Unit, least: f64, most: f64) -> Option<f64> {
        let number = self.number(field, unit)?;
        if (least..=most).contains(&number) {
            return Some(number);
        }
        let expected = if most.is_finite() { format!("from {least} to {most}") } else { format!("{least} or more") };
        self.find(&catalogue::G012, field, expected, number.to_string());
        None
    }

    /// One of a list of words, or nothing where the cell is blank.
    pub fn word<T: Copy>(&mut self, field: Field, all: &[T], words: fn(T) -> &'static str) -> Option<T> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let found = find_words(all, words, &text);
        if found.is_none() {
            self.not_allowed(field, all, words, &text);
        }
        found
    }

    /// One of a list of words, in a cell that must be filled.
    pub fn needed_word<T: Copy>(&mut self, field: Field, all: &[T], words: fn(T) -> &'static str) -> Option<T> {
        let text = self.filled(field, || one_of(all, words))?;
        let found = find_words(all, words, &text);
        if found.is_none() {
            self.not_allowed(field, all, words, &text);
        }
        found
    }

    fn not_allowed<T: Copy>(&mut self, field: Field, all: &[T], words: fn(T) -> &'static str, text: &str) {
        let hint = nearest(text, all.iter().map(|v| words(*v))).map(|w| format!("; did you mean “{w}”?"));
        let got = quoted(text);
        self.find(&catalogue::G003, field, one_of(all, words) + &hint.unwrap_or_default(), got);
    }

    /// Yes or no; a blank cell is no.
    pub fn yes(&mut self, field: Field) -> bool {
        if let Some(Cell { content: Content::Bool(b), .. }) = self.get(field) {
            return *b;
        }
        let words = |yes: bool| if yes { "Yes" } else { "No" };
        match self.text(field).to_lowercase().as_str() {
            "y" | "true" | "x" | "✓" => true,
            "n" | "false" | "-" => false,
            _ => self.word(field, &[true, false], words).unwrap_or_default(),
        }
    }

    /// The parts of a cell separated by semicolons or commas.
    pub fn list(&mut self, field: Field) -> Vec<String> {
        let text = self.text(field);
        text.split([';', ',', '\n']).map(|p| clean(p).to_owned()).filter(|p| !p.is_empty()).collect()
    }

    /// The names in a cell, with semicolons or lines between them: a name may have a comma.
    pub fn names(&mut self, field: Field) -> Vec<String> {
        let text = self.text(field);
        text.split([';', '\n']).map(|p| clean(p).to_owned()).filter(|p| !p.is_empty()).collect()
    }

    /// What `text` refers to.
    pub fn refers(&mut self, field: Field, text: &str, ids: &Ids, what: &str) -> Option<Arc<str>> {
        let found = ids.get(text);
        // That there is nothing to refer to is said once.
        if found.is_none() && !ids.is_empty() {
            self.sheets.hints = self.sheets.hints.saturating_sub(1);
            let near = if self.sheets.hints > 0 { ids.nearest(text) } else { None };
            let hint = near.map(|id| format!("; did you mean {id}?")).unwrap_or_default();
            self.find(&catalogue::G002, field, format!("the id of {what} of this register{hint}"), quoted(text));
        }
        found
    }

    /// A quarter written as text, or the quarter of a date.
    pub fn period(&mut self, field: Field, text: &str) -> Option<Period> {
        if let Some(Cell { content: Content::Date(d), .. }) = self.get(field) {
            return Some(Period::containing(*d, self.sheets.start_month));
        }
        let period = text.parse().ok();
        if period.is_none() {
            self.find(&catalogue::G009, field, "a quarter like 2026-27Q1", quoted(text));
        }
        period
    }
}

fn one_of<T: Copy>(all: &[T], words: fn(T) -> &'static str) -> String {
    format!("one of: {}", all.iter().map(|v| words(*v)).collect::<Vec<_>>().join(", "))
}
