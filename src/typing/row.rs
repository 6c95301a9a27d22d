//! One record while its cells are taken by field: each leaves with exactly one outcome, so that cells located always equal
//! cells accepted, refused and passed over by a named rule.

use super::file_context::FileContext;
use super::outcome::CellOutcome;
use crate::catalogue::{self, Check};
use crate::finding::{Finding, SUBJECTS};
use crate::reading::{CellRef, Place};
use crate::record::{Cell, Content, Field, Kind, PassedOver, Record, Share};
use crate::text::words::{clean, quoted, without_marks};
use std::sync::Arc;

/// One record while its cells are taken.
pub(super) struct RowCells<'d, 'a> {
    pub file: &'d mut FileContext<'a>,
    pub record: &'d Record,
    /// Id of the indicator, risk or action that findings are about.
    pub subject: Arc<str>,
    pub(super) outcomes: Vec<CellOutcome>,
    /// The first value that stands where nobody sees it.
    hidden: Option<(CellRef, &'static str)>,
}

const HIDDEN: &str = "a hidden row, column or sheet, or a cell under a merged one";
const UNSEEN: &str = "a number format that shows nothing of it";

const NOT_NEEDED: CellOutcome = CellOutcome::Ignored(PassedOver::NotNeeded);

impl<'d, 'a> RowCells<'d, 'a> {
    pub fn new(file: &'d mut FileContext<'a>, record: &'d Record) -> Self {
        let outcomes = vec![NOT_NEEDED; record.fields.len()];
        let mut row = Self { file, record, subject: Arc::default(), outcomes, hidden: None };
        for (k, (field, cell)) in record.fields.iter().enumerate().filter(|(_, (_, c))| c.share != Share::Printed) {
            let nothing = cell.shows_nothing();
            // Nobody typed what a formula makes of a blank cell; of a figure that is asked about.
            let of_blank = cell.appearance.as_ref().is_some_and(|a| a.points_at_blank.is_some());
            let nobodys =
                nothing && cell.formula && cell.content == Content::Number(0.0) || of_blank && *field != Field::Value;
            if nobodys || matches!(&cell.content, Content::Text(t) if clean(t).is_empty()) {
                row.outcomes[k] = CellOutcome::Ignored(PassedOver::Blank);
            } else if cell.hidden && record.kind != Kind::Cover && !matches!(field, Field::Id | Field::Title) {
                let how = if nothing { UNSEEN } else { HIDDEN };
                row.hidden = row.hidden.or(Some((cell.at, how)));
                if !row.file.settings.returns.read_hidden {
                    row.outcomes[k] = CellOutcome::Ignored(PassedOver::Hidden);
                }
            }
        }
        row
    }

    pub fn find(&self, field: Field) -> Option<(usize, &'d Cell)> {
        let k = self.record.fields.iter().position(|(f, c)| *f == field && c.share != Share::Printed)?;
        let there = !matches!(self.outcomes[k], CellOutcome::Ignored(PassedOver::Blank | PassedOver::Hidden));
        there.then(|| (k, &self.record.fields[k].1))
    }

    /// The cell of a field, unless it is blank or must not be read.
    pub fn filled(&self, field: Field) -> Option<&'d Cell> {
        self.find(field).map(|(_, cell)| cell)
    }

    /// The cell of a field stands there, and what is in it was refused.
    pub fn was_refused(&self, field: Field) -> bool {
        let refused =
            |((f, _), outcome): (&(Field, Cell), &CellOutcome)| *f == field && *outcome == CellOutcome::Refused;
        self.record.fields.iter().zip(&self.outcomes).any(refused)
    }

    /// Any of these fields is filled.
    pub fn any(&self, fields: &[Field]) -> bool {
        fields.iter().any(|f| self.filled(*f).is_some())
    }

    /// Where the first filled of these fields stands; else the row's first cell.
    pub fn place(&self, fields: &[Field]) -> Place {
        // A heading, or a cell above, speaks for the row and is not of it.
        let own = |c: &&Cell| !matches!(c.share, Share::Heading | Share::Printed);
        let cell = fields.iter().find_map(|f| self.filled(*f).filter(own)).map(|c| c.at);
        let first = || self.record.fields.iter().map(|(_, c)| c).find(own).map(|c| c.at);
        let cell = cell.or_else(first).or_else(|| self.record.fields.first().map(|(_, c)| c.at));
        self.place_at(cell.unwrap_or(CellRef::new(self.record.row, 0)))
    }

    /// Where a field stands in this row, or would stand if it were filled: below the other cells of its column.
    pub fn place_of(&self, field: Field, records: &[Record]) -> Place {
        let cell = self.record.get(field).filter(|c| c.share != Share::Heading).map(|c| c.at);
        let column = || self.file.column(records, self.record, field);
        match cell.or_else(|| Some(CellRef::new(self.record.row, column()?))) {
            Some(cell) => self.place_at(cell),
            None => self.place_in_sight(),
        }
    }

    /// The first cell of the row that people see and that is not the id.
    fn place_in_sight(&self) -> Place {
        let own = |cell: &Cell| !matches!(cell.share, Share::Heading | Share::Printed);
        let seen = |(field, cell): &&(Field, Cell)| *field != Field::Id && !cell.hidden && own(cell);
        match self.record.fields.iter().find(seen) {
            Some((_, cell)) => self.place_at(cell.at),
            None => self.place(&[Field::Id]),
        }
    }

    pub fn place_at(&self, cell: CellRef) -> Place {
        Place { source: self.file.source.clone(), sheet: self.record.sheet.clone(), cell }
    }

    /// Nothing but an id, and formulas that have nothing to work on: a row that the form keeps ready.
    pub fn is_spare(&self) -> bool {
        // A score of nought is the formula of a row without ratings, where the format wants a number.
        let empty = |f: Field, cell: &Cell| match cell.content {
            Content::FormulaWithoutResult => true,
            Content::Number(n) => f == Field::Score && cell.formula && n == 0.0,
            _ => false,
        };
        let alien = |cell: &Cell| cell.share != Share::Own;
        self.record.fields.iter().all(|(f, c)| {
            matches!(f, Field::Id | Field::Ref) || alien(c) || self.filled(*f).is_none_or(|c| empty(*f, c))
        })
    }

    /// A row that the form keeps ready with noughts and formulas, and into which nobody typed anything. Said once a sheet.
    pub fn passes_unused(&mut self) -> bool {
        if self.is_unused() {
            self.ignore_row(PassedOver::BlankRow);
            self.file.unused.add(self.record);
            return true;
        }
        false
    }

    fn is_unused(&self) -> bool {
        let own =
            |f: Field, c: &Cell| !matches!(f, Field::Id | Field::Ref) && matches!(c.share, Share::Own | Share::Row);
        let typed = |f: Field, c: &Cell| self.filled(f).is_some() && !self.file.unused.stands_ready(self.record, f, c);
        !self.record.fields.iter().any(|(f, c)| own(*f, c) && typed(*f, c))
    }

    /// Takes the id as the row's subject. `None` when there is none: then a filled row is refused, unless the layout
    /// numbers the rows of this table; and when the row is a spare one.
    pub fn identify(&mut self, wanted: &str) -> Option<()> {
        if self.is_spare() {
            self.ignore_row(PassedOver::BlankRow);
            return None;
        }
        if self.passes_unused() {
            return None;
        }
        let id = without_marks(&self.text(Field::Id)).into_owned();
        if !id.is_empty() {
            self.subject = id.into();
            return Some(());
        }
        let numbered = self.file.layout.and_then(|l| l.table(self.record.kind)).is_some_and(|t| t.number_rows);
        if numbered && !self.outcomes.contains(&CellOutcome::Refused) {
            let (sheet, line) = (&self.record.sheet, self.record.row + 1);
            self.subject = format!("{} {sheet} {line}", self.file.service).into();
            return Some(());
        }
        let at = self.place(&[Field::Id]).cell;
        self.report(&catalogue::C014, Some(at), wanted, "nothing");
        self.refuse_row();
        None
    }

    /// Whether the row is of the quarter being read; else a rule passes over it, or its quarter is refused.
    pub fn in_quarter(&mut self) -> bool {
        match self.file.quarter_of(self.record) {
            Ok(p) if p == self.file.period => return true,
            Ok(_) => self.ignore_row(PassedOver::OtherPeriod),
            Err(text) => {
                let expected = format!("a quarter, like {}", self.file.period);
                let at = self.record.get(Field::Period).map(|c| c.at);
                self.report(&catalogue::C008, at, expected, quoted(&text));
                self.refuse_row();
            }
        }
        false
    }

    /// The cell is taken; its content was read by the caller.
    pub fn accept(&mut self, field: Field) {
        if let Some((k, _)) = self.find(field) {
            self.outcomes[k] = CellOutcome::Accepted;
        }
    }

    /// Writes a finding; refuses nothing.
    pub fn report(
        &mut self,
        check: &'static Check,
        cell: Option<CellRef>,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) {
        let mut finding = Finding::new(check, expected, got)
            .in_file(self.file.source.file.as_str())
            .in_sheet(&*self.record.sheet)
            .about(&*self.subject);
        finding.cell = cell;
        self.file.findings.push(finding);
    }

    /// Refuses the cell of a field, and says why.
    pub fn refuse(&mut self, field: Field, check: &'static Check, expected: impl Into<String>, got: impl Into<String>) {
        if let Some((k, cell)) = self.find(field) {
            self.outcomes[k] = CellOutcome::Refused;
            self.report(check, Some(cell.at), expected, got);
        }
    }

    /// The cell falls with another one whose finding is written.
    pub fn refuse_with(&mut self, field: Field) {
        if let Some((k, _)) = self.find(field) {
            self.outcomes[k] = CellOutcome::Refused;
        }
    }

    /// The whole row falls; its finding is written.
    pub fn refuse_row(&mut self) {
        self.outcomes.fill(CellOutcome::Refused);
    }

    /// The row's subject stands in another row too: neither is taken. `rows` are all of them, where they are known. What
    /// a heading of a matrix names twice is said once, in the first of its cells, with those `also` that stand in the same rows.
    pub fn refuse_double(&mut self, check: &'static Check, rows: &[&Record], also: &[Arc<str>]) {
        let heading = self.record.get(Field::Id).is_some_and(|c| c.share == Share::Heading);
        let at = if heading { Some(self.place(&[Field::Value]).cell) } else { self.filled(Field::Id).map(|c| c.at) };
        if !heading || rows.first().is_none_or(|first| std::ptr::eq(*first, self.record)) {
            let place = |r: &&Record| match r.sheet == self.record.sheet {
                true => format!("{}", r.row + 1),
                false => format!("{} of {}", r.row + 1, r.sheet),
            };
            let mut places: Vec<String> = rows.iter().map(place).collect();
            places.dedup();
            let more = if also.is_empty() { String::new() } else { format!(" and {} more", also.len()) };
            let got = match &places[..] {
                [] => format!("{} in more than one row", self.subject),
                [row] => format!("{} twice in row {row}", self.subject),
                [rows @ .., last] => format!("{}{more} in rows {} and {last}", self.subject, rows.join(", ")),
            };
            self.report(check, at, "one row", got);
            if let Some(finding) = self.file.findings.last_mut().filter(|_| !also.is_empty()) {
                let all = std::iter::once(&self.subject).chain(also).map(|id| &**id);
                finding.subject = all.collect::<Vec<_>>().join(SUBJECTS);
            }
        }
        self.refuse_row();
    }

    /// The reference that people see is the id of another row than the hidden one: the values could be either's. Then
    /// the row is refused. In other words that nobody knows, it is a service's own.
    pub fn crossed(&mut self, known: impl Fn(&str) -> bool) -> bool {
        let Some(seen) = self.filled(Field::Ref).map(|c| (c.at, c.content.shown())).filter(|(_, text)| known(text))
        else {
            return false;
        };
        let expected = format!("{}, the id of this row", self.subject);
        self.report(&catalogue::C020, Some(seen.0), expected, seen.1);
        self.refuse_row();
        true
    }

    /// A rule passes over the whole row.
    pub fn ignore_row(&mut self, rule: PassedOver) {
        self.outcomes.fill(CellOutcome::Ignored(rule));
    }

    /// A rule passes over what was not refused.
    pub fn pass_over(&mut self, rule: PassedOver) {
        self.outcomes.iter_mut().filter(|f| **f != CellOutcome::Refused).for_each(|f| *f = CellOutcome::Ignored(rule));
    }

    /// Counts the outcomes. Every row ends here.
    pub fn finish(mut self) {
        self.say_appearances();
        if let Some((at, how)) = self.hidden {
            self.report(&catalogue::C012, Some(at), "values in plain sight", how);
        }
        self.file.count(self.record, &self.outcomes);
    }
}
