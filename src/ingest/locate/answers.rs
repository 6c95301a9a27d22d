//! What a service wrote on our list of findings: its answers. All else on that list is what we said.

use super::{Located, SheetCount};
use crate::ingest::book::{Raw, ReadBook, ReadSheet};
use crate::layout::ANSWER_KEYS;
use crate::record::{Field, Kind, PassedOver, Record};
use crate::text::words::clean;

/// Takes the lines with an answer: of each the answer, who answered, and what was asked.
pub(super) fn take(book: &ReadBook, sheet: &ReadSheet, out: &mut Located, count: &mut SheetCount) {
    let mut columns: Vec<(u16, Field)> = vec![];
    let mut among_lines = false;
    for row in sheet.rows() {
        let field = |c: &Raw| columns.iter().find(|(col, _)| *col == c.col).map(|(_, field)| *field);
        let says = |c: &Raw| book.text_of(c).map(clean);
        let pass = |count: &mut SheetCount| count.pass(PassedOver::OurFindings, row.len() as u64);
        let keys =
            row.iter().filter_map(|c| Some((c.col, ANSWER_KEYS.iter().find(|(key, _)| says(c) == Some(key))?.1)));
        let keys: Vec<(u16, Field)> = keys.collect();
        if !keys.is_empty() {
            // The keys stand above the list, and that of the questions again in its headings.
            among_lines = !columns.is_empty();
            if columns.is_empty() {
                columns = keys;
            }
            pass(count);
            continue;
        }
        let taken: Vec<&Raw> = row.iter().filter(|c| field(c).is_some()).collect();
        let written = |c: &&&Raw| field(c) != Some(Field::Question) && says(c).is_none_or(|text| !text.is_empty());
        if !among_lines || !taken.iter().any(|c| written(&c)) {
            pass(count);
            continue;
        }
        let fields = taken.iter().filter_map(|c| {
            let mut cell = book.cell(sheet, c);
            // The column of the questions is hidden on purpose.
            cell.hidden = false;
            Some((field(c)?, cell))
        });
        let fields: Vec<_> = fields.collect();
        count.located += fields.len() as u64;
        count.pass(PassedOver::OurFindings, (row.len() - fields.len()) as u64);
        let record = Record { kind: Kind::Answers, sheet: sheet.name.clone(), row: row[0].row, fields };
        out.records.push(record);
    }
}
