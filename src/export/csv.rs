//! A table as CSV: RFC 4180 in UTF-8, with the mark by which Excel knows that, and nothing that it could take for a formula.

use super::table::{ExportField, ExportTable};
use csv::{Terminator, WriterBuilder};
use std::io::{self, Write};

/// Without it Excel takes the bytes of “£” for two letters of another alphabet. Readers of tables pass it over.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes a table. Numbers are the shortest decimals that read back as the same number.
///
/// # Errors
/// When `out` cannot be written.
pub fn write<R>(table: &ExportTable<R>, mut out: impl Write) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    csv.write_record(table.columns.iter().map(|c| c.name))?;
    for row in &table.rows {
        for column in &table.columns {
            match (column.value)(row) {
                ExportField::Text(words) if may_be_a_formula(&words) => csv.write_field(format!("'{words}"))?,
                ExportField::Text(words) => csv.write_field(&*words)?,
                // Never −0.
                ExportField::Number(Some(n)) if n.is_finite() => csv.write_field((n + 0.0).to_string())?,
                ExportField::Whole(Some(n)) => csv.write_field(n.to_string())?,
                ExportField::Day(day) => csv.write_field(day.to_string())?,
                ExportField::Yes(yes) => csv.write_field(if yes { "yes" } else { "no" })?,
                ExportField::Number(_) | ExportField::Whole(None) => csv.write_field("")?,
            }
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()
}

/// Words that a spreadsheet would work out.
fn may_be_a_formula(words: &str) -> bool {
    words.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
