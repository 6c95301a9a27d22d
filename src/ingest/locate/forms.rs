//! Single cells: by their labels, or by their place.

use super::{SheetCount, Taking};
use crate::ingest::book::{Raw, ReadSheet};
use crate::layout::Scope;
use crate::layout::recognise::PreparedForm;
use crate::record::{Cell, Field, Kind, PassedOver, Record};

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
        let label = |c: &Raw| book.text_of(c).and_then(|t| label(&forms, t));
        let labels: Vec<Option<(Field, Scope)>> = cells.iter().map(label).collect();
        let mut used = vec![false; cells.len()];
        let mut found = FoundLabel { sheet, records: vec![] };
        for (field, scope, at) in placed(&forms) {
            let place = |c: &Raw| (c.row, c.col);
            let Ok(at) = sheet.cells.binary_search_by_key(&(at.row, at.col), place) else { continue };
            if let Some(used) = used.get_mut(at) {
                *used = true;
            }
            // A cell at a place of its own speaks for the sheet, wherever it stands.
            found.add(scope, 0, field, book.cell(sheet, &sheet.cells[at]));
        }
        for (n, cell) in cells.iter().enumerate() {
            let Some((field, scope)) = labels[n] else { continue };
            let right = (n + 1 < cells.len() && cells[n + 1].row == cell.row).then_some(n + 1);
            let below = || cells.binary_search_by_key(&(cell.row + 1, cell.col), |c| (c.row, c.col)).ok();
            // In a row of labels alone each has its value below it.
            let mut row = cells.iter().zip(&labels).filter(|(c, _)| c.row == cell.row);
            let right = right.filter(|_| row.any(|(_, label)| label.is_none()));
            let value = right.or_else(below).filter(|v| labels[*v].is_none() && !used[*v]);
            let Some(value) = value.filter(|_| !found.knows(scope, field)) else { continue };
            used[value] = true;
            let mut cell = book.cell(sheet, &cells[value]);
            cell.hidden &= !keys;
            found.add(scope, cells[value].row, field, cell);
        }
        self.out.records.extend(found.records);
        for (used, label) in used.iter().zip(&labels) {
            match (used, label) {
                (true, _) => count.located += 1,
                (false, Some(_)) => count.pass(PassedOver::Label, 1),
                (false, None) => count.pass(if keys { PassedOver::Key } else { PassedOver::Title }, 1),
            }
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
            let Some((field, scope)) = label(cell) else { return false };
            pairs.push((field, scope, rest.next_if(|v| label(v).is_none())));
        }
        for (field, scope, value) in pairs {
            count.pass(PassedOver::Label, 1);
            if let Some(value) = value {
                count.located += 1;
                self.add_below(scope, sheet, field, book.cell(sheet, value));
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
    fn knows(&self, scope: Scope, field: Field) -> bool {
        self.records.iter().any(|r| r.kind == kind(scope) && r.get(field).is_some())
    }

    fn add(&mut self, scope: Scope, row: u32, field: Field, cell: Cell) {
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

fn label(forms: &[&PreparedForm], text: &str) -> Option<(Field, Scope)> {
    forms.iter().find_map(|f| Some((f.label(text)?, f.scope)))
}

/// The cells that forms know by their place.
pub(super) fn placed<'f>(
    forms: &'f [&PreparedForm],
) -> impl Iterator<Item = (Field, Scope, crate::reading::CellRef)> + 'f {
    forms.iter().flat_map(|f| f.cells.iter().map(|(field, at)| (*field, f.scope, *at)))
}
