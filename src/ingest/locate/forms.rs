//! Single cells: by their labels, or by their place.

use super::figures::{FigurePlace, HeadedColumn, Page, PageFacts};
use super::{SheetCount, Taking, beside, places, share};
use crate::catalogue::{C047, F015, F026};
use crate::finding::Finding;
use crate::ingest::book::{Raw, ReadSheet};
use crate::layout::Scope;
use crate::layout::recognise::{PreparedForm, Said};
use crate::reading::{CellRef, column_letters};
use crate::record::{Cell, Content, Field, Kind, PassedOver, Record, Share};
use crate::text::words::{clean, quoted, quoted_list};
use std::collections::{BTreeSet, HashSet};

/// The kind of record that a form gives.
fn kind(scope: Scope) -> Kind {
    match scope {
        Scope::File => Kind::Cover,
        Scope::Sheet => Kind::Section,
    }
}

impl<'a> Taking<'a> {
    pub(super) fn forms_of(&self, sheet: usize) -> Vec<&'a PreparedForm> {
        let layout = self.layout;
        self.fit.forms.iter().filter(|(_, s)| *s == sheet).map(|(f, _)| &layout.forms[*f]).collect()
    }

    /// Reads the single cells of a sheet's forms: those known by their place, and those above its first table.
    pub(super) fn take_forms(&mut self, n: usize, count: &mut SheetCount) {
        let forms = self.forms_of(n);
        let table = self.fit.tables.iter().filter(|(_, s, _)| *s == n).map(|(.., h)| h.first).min();
        let book = self.book;
        let sheet = &book.sheets[n];
        let end = table.map_or(sheet.cells.len(), |row| sheet.cells.partition_point(|c| c.row < row));
        let cells = &sheet.cells[..end];
        // Our key sheet is hidden on purpose.
        let keys = forms.iter().any(|f| f.asks_for(Field::Template));
        let offset = forms.iter().find_map(|f| f.offset);
        let about = PageFacts { wanted: self.fit.period, offset, spacers: self.spacers };
        let page = Page::new(book, sheet, about, &forms, cells, |word| self.layout.layout.stands_for_figure(word));
        let (labels, figures) = (&page.labels, page.figures());
        let mut used = vec![false; cells.len()];
        let mut found = FoundLabel { sheet, records: vec![] };
        for (said, scope, at) in places::placed(&forms) {
            let place = |c: &Raw| (c.row, c.col);
            let Ok(at) = sheet.cells.binary_search_by_key(&(at.row, at.col), place) else { continue };
            if let Some(used) = used.get_mut(at) {
                *used = true;
            }
            // A cell at a place of its own speaks for the sheet, wherever it stands.
            found.add(scope, 0, said, book.cell(sheet, &sheet.cells[at]), None);
            if let (Said::Value(_), Some(record), true) = (said, found.records.last_mut(), at < cells.len()) {
                record.fields.extend(beside::says(book, sheet, &page, None, at));
            }
        }
        for (n, cell) in cells.iter().enumerate() {
            let Some((said, scope)) = labels[n].as_ref().filter(|_| !page.past[n]) else { continue };
            let right = (n + 1 < cells.len() && cells[n + 1].row == cell.row).then_some(n + 1);
            let below = || cells.binary_search_by_key(&(cell.row + 1, cell.col), |c| (c.row, c.col)).ok();
            // In a row of labels alone each has its value below it.
            let mut row = cells.iter().zip(labels).filter(|(c, _)| c.row == cell.row);
            let right = right.filter(|_| row.any(|(_, label)| label.is_none()));
            // Words below the label of a figure are the next label, and not the figure.
            let words = |v: &usize| matches!(said, Said::Value(_)) && book.text_of(&cells[*v]).is_some();
            let below = || below().filter(|v| !words(v));
            let value = match figures.get(&n) {
                Some(FigurePlace::At(at)) => Some(*at),
                Some(FigurePlace::Blank(_)) => below(),
                None => right.or_else(below),
            };
            let value = value.filter(|v| labels[*v].is_none() && !used[*v]);
            let Some(value) = value.filter(|_| !found.knows(*scope, said)) else {
                if let Some(FigurePlace::Blank(col)) = figures.get(&n) {
                    found.blank(said, cell, *col);
                }
                continue;
            };
            used[value] = true;
            let mut held = book.cell(sheet, &cells[value]);
            held.hidden &= !keys;
            found.add(*scope, cells[value].row, said, held, Some(cell));
            if let (Said::Value(id), Some(record)) = (said, found.records.last_mut()) {
                record.fields.extend(beside::says(book, sheet, &page, Some(n), value));
                // Two figures beside one label are two, which is asked about.
                for other in page.others(n, value) {
                    used[other] = true;
                    let at = CellRef::new(cell.row, cell.col);
                    found.records.push(figure(sheet, id, at, book.cell(sheet, &cells[other])));
                }
            }
        }
        let is_read = |r: &&Record| r.get(Field::Value).is_some_and(|c| c.share != Share::Heading);
        let read = found.records.iter().filter(is_read).count();
        self.out.records.extend(found.records);
        self.out.records.extend(places::candidates(book, sheet, &forms, cells));
        let past = page.of_another_quarter();
        let beside = |n: usize| n > 0 && page.ignored[n - 1] && cells[n - 1].row == cells[n].row;
        for n in 0..cells.len() {
            match (used[n], &labels[n]) {
                (true, _) => count.located += 1,
                (false, Some(_)) => count.pass(PassedOver::Label, 1),
                (false, None) if past.contains(&n) => count.pass(PassedOver::OtherPeriod, 1),
                (false, None) if page.ignored[n] || beside(n) => count.pass(PassedOver::NotWanted, 1),
                (false, None) => count.pass(if keys { PassedOver::Key } else { PassedOver::Title }, 1),
            }
        }
        if forms.iter().any(|f| f.figures) {
            self.out.findings.extend(page.unclear().map(|(row, columns)| two_columns(sheet, row, columns)));
            let left = page.left(&used);
            self.say_figures_left(sheet, &left.iter().map(|(n, _)| &cells[*n]).collect::<Vec<_>>());
            // In the row of a figure that is read other words may be its unit, and other figures last year's.
            let lost = left.iter().filter(|(_, has_label)| !has_label).count();
            self.out.findings.extend(share::of_page(read, lost).map(|f| f.in_sheet(&*sheet.name)));
            let there =
                labels.iter().zip(&page.past).filter(|(_, past)| !**past).filter_map(|(label, _)| label.as_ref());
            self.say_labels_missing(sheet, &forms, there.map(|(said, _)| said));
        }
    }

    /// The most blank columns that the forms of the workbook have between a label of a field and what stands beside it.
    pub(super) fn spacers(&self) -> u16 {
        let sheets: BTreeSet<usize> = self.fit.forms.iter().map(|(_, sheet)| *sheet).collect();
        let of_sheet = |n: usize| {
            let (forms, sheet) = (self.forms_of(n), &self.book.sheets[n]);
            let is_field = move |c: &Raw| {
                let said = self.book.text_of(c).and_then(|t| label(&forms, t));
                matches!(said, Some((Said::Field(_), _)))
            };
            let pairs = sheet.cells.windows(2).filter(move |w| w[0].row == w[1].row && is_field(&w[0]));
            pairs.map(|w| w[1].col.saturating_sub(w[0].col + sheet.covers_right(&w[0]) + 1))
        };
        sheets.into_iter().flat_map(of_sheet).max().unwrap_or(0)
    }

    /// Says of a page of figures beside labels which of them no label of the layout claims.
    fn say_figures_left(&mut self, sheet: &ReadSheet, left: &[&Raw]) {
        let Some(first) = left.first() else { return };
        let before = sheet.cells.partition_point(|c| (c.row, c.col) < (first.row, first.col));
        let beside = sheet.cells[..before].last().filter(|c| c.row == first.row);
        let label = beside.and_then(|c| self.book.text_of(c)).map(|t| format!(" beside {}", quoted(clean(t))));
        let figure = self.book.cell(sheet, first).content.shown();
        let more = match left.len() - 1 {
            0 => String::new(),
            1 => ", and 1 figure more".to_owned(),
            more => format!(", and {more} figures more"),
        };
        let got = format!("{figure}{}{more}", label.unwrap_or_default());
        let finding = Finding::new(&C047, "a figure beside a label that the layout has", got);
        self.out.findings.push(finding.in_sheet(&*sheet.name).in_cell(CellRef::new(first.row, first.col)));
    }

    /// Says of a page of figures beside labels which labels are not on it.
    fn say_labels_missing<'s>(
        &mut self,
        sheet: &ReadSheet,
        forms: &[&PreparedForm],
        there: impl Iterator<Item = &'s Said>,
    ) {
        let there: HashSet<&Said> = there.collect();
        let wanted = forms.iter().filter(|f| f.figures && !f.optional).flat_map(|f| f.first_labels());
        let lacks: Vec<String> =
            wanted.filter(|(said, _)| !there.contains(*said)).map(|(_, label)| label.clone()).collect();
        if !lacks.is_empty() {
            let expected = format!("{} on the sheet “{}”", quoted_list(&lacks), sheet.name);
            let got = if lacks.len() == 1 { "the sheet without it" } else { "the sheet without them" };
            self.out.findings.push(Finding::new(&F015, expected, got).in_sheet(&*sheet.name));
        }
    }

    /// Reads a row below a heading row that is a label of the form and its value: a section's own, or the sign-off
    /// below a table. False when it is a row of the table.
    pub(super) fn take_form_row(
        &mut self,
        forms: &[&PreparedForm],
        sheet: &ReadSheet,
        cells: &[Raw],
        count: &mut SheetCount,
    ) -> bool {
        let book = self.book;
        let label = |c: &Raw| book.text_of(c).and_then(|t| label(forms, t));
        let mut pairs = Vec::with_capacity(cells.len());
        let mut rest = cells.iter().peekable();
        while let Some(cell) = rest.next() {
            // What is not label and value throughout is a row of the table that begins with a word of the form.
            let Some((said, scope)) = label(cell) else { return false };
            pairs.push((said, scope, cell, rest.next_if(|v| label(v).is_none())));
        }
        for (said, scope, label, value) in pairs {
            count.pass(PassedOver::Label, 1);
            let Some(value) = value else { continue };
            count.located += 1;
            match said {
                Said::Field(field) => self.add_below(scope, sheet, field, book.cell(sheet, value)),
                Said::Value(id) => {
                    self.out.records.push(figure(
                        sheet,
                        &id,
                        CellRef::new(label.row, label.col),
                        book.cell(sheet, value),
                    ));
                }
            }
        }
        true
    }

    /// Adds a cell to what the sheet's form has said so far; a label that comes again opens a section of its own.
    fn add_below(&mut self, scope: Scope, sheet: &ReadSheet, field: Field, cell: Cell) {
        let kind = kind(scope);
        let (kinds, name) = (|r: &Record| r.kind == kind, &sheet.name);
        let open = self.out.records.iter_mut().rev().take_while(|r| scope == Scope::File || kinds(r));
        let open = open.filter(|r| kinds(r) && r.sheet == *name).find(|r| r.get(field).is_none());
        match open {
            Some(record) => record.fields.push((field, cell)),
            None => {
                let row = cell.at.row;
                self.out.records.push(Record { kind, sheet: name.clone(), row, fields: vec![(field, cell)] });
            }
        }
    }
}

/// What a sheet's forms have said so far, one record for each scope.
struct FoundLabel<'s> {
    sheet: &'s ReadSheet,
    records: Vec<Record>,
}

impl FoundLabel<'_> {
    /// Of a label that comes twice the first counts. A figure that comes twice is two, which is asked about.
    fn knows(&self, scope: Scope, said: &Said) -> bool {
        let Said::Field(field) = said else { return false };
        self.records.iter().any(|r| r.kind == kind(scope) && r.get(*field).is_some())
    }

    /// The label of a figure that is not there, and the column in which it would stand.
    fn blank(&mut self, said: &Said, label: &Raw, col: u16) {
        let Said::Value(id) = said else { return };
        let nothing = Cell::new(CellRef::new(label.row, col), Content::Text("".into()));
        let nothing = Cell { share: Share::Heading, ..nothing };
        self.records.push(figure(self.sheet, id, CellRef::new(label.row, label.col), nothing));
    }

    fn add(&mut self, scope: Scope, row: u32, said: &Said, cell: Cell, label: Option<&Raw>) {
        let field = match said {
            Said::Field(field) => *field,
            Said::Value(id) => {
                let at = label.map_or(cell.at, |l| CellRef::new(l.row, l.col));
                return self.records.push(figure(self.sheet, id, at, cell));
            }
        };
        let kind = kind(scope);
        match self.records.iter_mut().find(|r| r.kind == kind) {
            Some(record) => record.fields.push((field, cell)),
            None => {
                let sheet = self.sheet.name.clone();
                self.records.push(Record { kind, sheet, row, fields: vec![(field, cell)] });
            }
        }
    }
}

/// Two columns of a page of which either could have this quarter's figures.
fn two_columns(sheet: &ReadSheet, row: u32, columns: [HeadedColumn<'_>; 2]) -> Finding {
    let shown = |(col, heading): HeadedColumn<'_>| match heading {
        Some(text) => format!("{} {}", column_letters(col), quoted(clean(text))),
        None => column_letters(col),
    };
    let [one, other] = columns;
    let got = format!("column {} and column {}: nothing says which is this quarter's", shown(one), shown(other));
    let finding = Finding::new(&F026, "one column of figures, straight behind its labels or below “This quarter”", got);
    finding.in_sheet(&*sheet.name).in_cell(CellRef::new(row, other.0))
}

/// The figure of an indicator, which its label names.
fn figure(sheet: &ReadSheet, id: &str, label: CellRef, value: Cell) -> Record {
    let id = Cell { share: Share::Heading, ..Cell::new(label, Content::Text(id.into())) };
    let row = value.at.row;
    let fields = vec![(Field::Id, id), (Field::Value, value)];
    Record { kind: Kind::Indicators, sheet: sheet.name.clone(), row, fields }
}

fn label(forms: &[&PreparedForm], text: &str) -> Option<(Said, Scope)> {
    forms.iter().find_map(|f| Some((f.label(text)?, f.scope)))
}
