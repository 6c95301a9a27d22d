//! What somebody changed in a form that is known to be ours, since its key sheet says so: each change by itself.

use super::book::ReadBook;
use crate::catalogue::F014;
use crate::finding::Finding;
use crate::layout::recognise::{Fit, Header, PreparedLayout, PreparedTable, Slot};
use crate::reading::{CellRef, column_letters};
use crate::record::{Field, Kind};
use crate::text::words::meaning;

/// Headings in other words, columns moved or taken out, sheets in another order. What was added is listed elsewhere:
/// a column as not recognised, a sheet as not part of the layout.
pub(super) fn changes(book: &ReadBook, layout: &PreparedLayout<'_>, fit: &Fit) -> Vec<Finding> {
    let mut out: Vec<Finding> = sheets(book, layout, fit).into_iter().collect();
    for (table, sheet, header) in &fit.tables {
        let columns = NumberedColumns { book, sheet: *sheet, header, table: &layout.tables[*table] };
        out.extend(columns.renamed());
        out.extend(columns.moved());
        out.extend(columns.missing());
    }
    out
}

/// The sheets that people see, in the order of the layout and as they are.
fn sheets(book: &ReadBook, layout: &PreparedLayout<'_>, fit: &Fit) -> Option<Finding> {
    let forms = fit.forms.iter().filter(|(f, _)| !layout.forms[*f].optional).map(|(_, s)| *s);
    let wanted: Vec<usize> = forms.chain(fit.tables.iter().map(|(_, s, _)| *s)).collect();
    let mut found = wanted.clone();
    found.sort_unstable();
    let names = |order: &[usize]| {
        let mut names: Vec<&str> = order.iter().map(|s| &*book.sheets[*s].name).collect();
        names.dedup();
        names.join(", ")
    };
    (wanted != found).then(|| Finding::new(&F014, format!("sheets in the order {}", names(&wanted)), names(&found)))
}

/// Columns that were added to the form after it had been sent out: a form without them is an older one, and nobody has
/// taken them out.
const LATER: [(Kind, Field); 5] = [
    (Kind::Corrections, Field::Numerator),
    (Kind::Corrections, Field::Denominator),
    (Kind::Indicators, Field::Options),
    (Kind::Indicators, Field::NumeratorName),
    (Kind::Indicators, Field::DenominatorName),
];

/// The columns of one table of the form.
struct NumberedColumns<'a> {
    book: &'a ReadBook,
    sheet: usize,
    header: &'a Header,
    table: &'a PreparedTable<'a>,
}

impl NumberedColumns<'_> {
    fn finding(&self, col: Option<u16>, expected: String, got: String) -> Finding {
        let finding = Finding::new(&F014, expected, got).in_sheet(&*self.book.sheets[self.sheet].name);
        match col {
            Some(col) => finding.in_cell(CellRef::new(self.header.last, col)),
            None => finding,
        }
    }

    /// The first heading that the layout gives a column.
    fn heading(&self, n: usize) -> &str {
        self.table.table.columns[n].heading.first().map_or("", String::as_str)
    }

    /// Where each column of the layout stands in the sheet, by the order of the sheet. The id has a hidden column and
    /// one that people see: the one that they see is meant.
    fn found(&self) -> Vec<(u16, usize)> {
        let position = |field: Field| self.table.table.columns.iter().position(|c| c.field() == Some(field));
        let has_ref = self.header.slots.contains(&Slot::Ref);
        let slots = self.header.slots.iter().zip(0u16..);
        let column = |(slot, col): (&Slot, u16)| match slot {
            Slot::Field(Field::Id) if has_ref => None,
            Slot::Field(f) | Slot::Print(f) | Slot::Across(_, f) => Some((col, position(*f)?)),
            Slot::Ref => Some((col, position(Field::Id)?)),
            Slot::Ours | Slot::Ignored | Slot::Unknown => None,
        };
        slots.filter_map(column).collect()
    }

    /// The words above a column, without the hidden key.
    fn words(&self, col: u16) -> Vec<&str> {
        let cells = &self.book.sheets[self.sheet].cells;
        let from = cells.partition_point(|c| c.row < self.header.first);
        let above = cells[from..].iter().take_while(|c| c.row <= self.header.last).filter(|c| c.col == col);
        above.filter_map(|c| self.book.text_of(c)).filter(|t| !t.trim().starts_with("qd:")).collect()
    }

    fn renamed(&self) -> Vec<Finding> {
        let changed = |(col, n): (u16, usize)| {
            let words = self.words(col);
            let known = |w: &&str| self.table.table.columns[n].heading.iter().any(|h| meaning(h) == meaning(w));
            let got = match words.last() {
                _ if words.iter().any(known) => return None,
                Some(word) => format!("“{}”", word.trim()),
                None => "no heading".to_owned(),
            };
            Some(self.finding(Some(col), format!("the heading “{}”", self.heading(n)), got))
        };
        self.found().into_iter().filter_map(changed).collect()
    }

    /// The fewest columns whose move explains the order; where most of them moved, that they did.
    fn moved(&self) -> Vec<Finding> {
        let found = self.found();
        let order: Vec<usize> = found.iter().map(|(_, n)| *n).collect();
        let stayed = longest_rising(&order);
        if stayed.len() * 2 < order.len() {
            let expected = format!("columns in the order of the template, from “{}”", self.heading(0));
            return vec![self.finding(None, expected, "columns in another order".to_owned())];
        }
        let moved = found.iter().filter(|(_, n)| !stayed.contains(n));
        let finding = |(col, n): &(u16, usize)| {
            let expected = match order.iter().filter(|m| *m < n).max() {
                Some(before) => format!("“{}” after “{}”", self.heading(*n), self.heading(*before)),
                None => format!("“{}” as the first column", self.heading(*n)),
            };
            self.finding(Some(*col), expected, format!("moved to column {}", column_letters(*col)))
        };
        moved.map(finding).collect()
    }

    fn missing(&self) -> Vec<Finding> {
        let found = self.found();
        let field = |n: &usize| self.table.table.columns[*n].field();
        let older = |n: &usize| LATER.iter().any(|(kind, later)| *kind == self.table.kind && Some(*later) == field(n));
        let lacks = (0..self.table.table.columns.len()).filter(|n| found.iter().all(|(_, m)| m != n));
        let lacks = lacks.filter(|n| !older(n));
        lacks.map(|n| self.finding(None, format!("a column “{}”", self.heading(n)), "none".to_owned())).collect()
    }
}

/// The longest part of different numbers that rises, in order.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // For each number the longest rising part that ends with it; a form has a few dozen columns.
    let mut ending: Vec<Vec<usize>> = Vec::with_capacity(numbers.len());
    for (k, number) in numbers.iter().enumerate() {
        let before = (0..k).filter(|j| numbers[*j] < *number).max_by_key(|j| ending[*j].len());
        let mut part = before.map(|j| ending[j].clone()).unwrap_or_default();
        part.push(*number);
        ending.push(part);
    }
    ending.into_iter().max_by_key(Vec::len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::longest_rising;

    #[test]
    fn the_fewest_moves() {
        assert_eq!(longest_rising(&[0, 1, 4, 2, 3]), [0, 1, 2, 3]);
        assert_eq!(longest_rising(&[3, 0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_rising(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
