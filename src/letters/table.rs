//! The letters as a table for a mail merge.

use super::letter::{Letter, LetterKind};
use crate::export::{CsvFile, ExportColumn, ExportField, FieldKind};
use std::io::{self, Write};

/// One line a letter, as CSV with the mark by which Excel and Word know UTF-8: without it they show “£” and “é” as two
/// letters of another alphabet. Lines within a field end with `\n`, which is a new line in a cell of Excel.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_table<'l>(letters: impl IntoIterator<Item = &'l Letter>, out: impl Write) -> io::Result<()> {
    let columns = columns();
    let mut file = CsvFile::new(out, &columns)?;
    file.add(&columns, letters)?;
    file.finish()
}

fn columns() -> Vec<ExportColumn<Letter>> {
    type Column = ExportColumn<Letter>;
    use FieldKind::{Text, Whole};
    vec![
        Column::new("to", Text, "The address; blank where the register has none", |l| ExportField::text(&l.to)),
        Column::new("name", Text, "To whom", |l| ExportField::text(&l.name)),
        Column::new("service", Text, "The service, or those of an owner's measures", |l| ExportField::text(&l.service)),
        Column::new("due", Text, "The day by which returns are due", |l| ExportField::made(l.due.format("%-d %B %Y"))),
        Column::new("days", Whole, "Working days until then, or since", |l| ExportField::Whole(Some(l.days.into()))),
        Column::new("when", Text, "The same in words; blank where nothing is still to come", |l| {
            ExportField::text(&l.when)
        }),
        Column::new("subject", Text, "What it is about", |l| ExportField::text(&l.subject)),
        Column::new("body", Text, "The words", |l| ExportField::text(&l.body)),
        Column::new("measures", Text, "Ids of the measures that it is about", |l| {
            ExportField::made(l.measures.join("; "))
        }),
        Column::new("kind", Text, "Why it is written", |l| ExportField::text(l.kind.key()))
            .one_of(LetterKind::ALL.map(LetterKind::key)),
        Column::new(
            "attach",
            Text,
            "What is attached, from the folder of the quarter's reports on; blank where nothing is",
            |l| ExportField::text(&l.attach),
        ),
        Column::new("file", Text, "The same letter as a text", |l| ExportField::text(&l.file)),
    ]
}
