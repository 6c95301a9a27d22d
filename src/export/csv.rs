//! A table as CSV: RFC 4180 in UTF-8, with or without the mark by which Excel knows that, and nothing that it could take for a
//! formula.

use super::table::{ExportColumn, ExportField};
use crate::text::digits::Digits;
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Borrow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Without it Excel takes the bytes of “£” for two letters of another alphabet. Readers of tables pass it over.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file that is written part by part: nobody need hold all of a large council's rows.
pub struct CsvFile<W: Write>(Writer<W>);

impl<W: Write> CsvFile<W> {
    /// With the names of its columns.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new<R>(mut out: W, columns: &[ExportColumn<R>]) -> io::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        Self::unmarked(out, columns)
    }

    /// The same without the mark, which programs other than Excel take for a part of the first column's name.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn unmarked<R>(out: W, columns: &[ExportColumn<R>]) -> io::Result<Self> {
        let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        csv.write_record(columns.iter().map(|c| c.name))?;
        Ok(Self(csv))
    }

    /// Adds rows. Numbers are the shortest decimals that read back as the same number.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add<R>(
        &mut self,
        columns: &[ExportColumn<R>],
        rows: impl IntoIterator<Item = impl Borrow<R>>,
    ) -> io::Result<()> {
        let (csv, mut text, mut digits) = (&mut self.0, String::new(), Digits::default());
        for row in rows {
            for column in columns {
                text.clear();
                match (column.value)(row.borrow()) {
                    ExportField::Text(words) => {
                        if may_be_a_formula(&words) {
                            text.push('\'');
                        }
                        text.push_str(&words);
                    }
                    ExportField::Number(Some(n)) if n.is_finite() => digits.put(n, &mut text),
                    ExportField::Whole(Some(n)) => text.push_str(digits.whole(n)),
                    ExportField::Day(Some(day)) => write!(text, "{day}").map_err(io::Error::other)?,
                    ExportField::Yes(yes) => text.push_str(if yes { "yes" } else { "no" }),
                    ExportField::Number(_) | ExportField::Whole(None) | ExportField::Day(None) => {}
                }
                csv.write_field(&text)?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    /// Nothing more is added.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Words that a spreadsheet would work out.
fn may_be_a_formula(words: &str) -> bool {
    words.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
