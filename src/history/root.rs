//! The canonical root of a run's results: one hash that changes when any of them does, and with nothing else.
//!
//! Rows stand in the order of their key, files in that of service and bytes. Of each column the name, then every field in
//! turn: a byte that says what it is, then a text with its length before it, a number by its bits, a flag as one byte. What a
//! file was called does not count, its bytes do; nor does a table without rows, or a column without values: a version that
//! knows more of them gives the same root for what has none.

use crate::digest::Digest256;
use crate::error::{Error, Result};
use polars::prelude::{Column, DataFrame, DataType};

/// Columns that say how a row is kept, and not what it says.
const PASSED_OVER: [&str; 3] = ["seq", "withdrawn", "file"];

/// Takes tables and texts, in an order that is always the same.
#[derive(Default)]
pub(super) struct ResultsRoot(Digest256);

impl ResultsRoot {
    pub(super) fn text(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    /// The rows of a table, which are in the order of their key.
    pub(super) fn table(&mut self, name: &str, frame: &DataFrame) -> Result<()> {
        if frame.height() == 0 {
            return Ok(());
        }
        self.text(name);
        self.0.update(&(frame.height() as u64).to_le_bytes());
        let mut columns =
            frame.columns().iter().filter(|c| !PASSED_OVER.contains(&c.name().as_str()) && c.null_count() < c.len());
        columns.try_for_each(|column| self.column(column))
    }

    fn column(&mut self, column: &Column) -> Result<()> {
        let fault = |e: polars::prelude::PolarsError| Error::Internal(e.to_string());
        self.text(column.name());
        match column.dtype() {
            DataType::String => column.str().map_err(fault)?.iter().for_each(|v| match v {
                Some(text) => {
                    self.0.update(b"t");
                    self.text(text);
                }
                None => self.0.update(b"0"),
            }),
            DataType::Float64 => column.f64().map_err(fault)?.iter().for_each(|v| match v {
                Some(number) => {
                    self.0.update(b"n");
                    self.0.update(&number.to_bits().to_le_bytes());
                }
                None => self.0.update(b"0"),
            }),
            DataType::UInt32 => column.u32().map_err(fault)?.iter().for_each(|v| match v {
                Some(whole) => {
                    self.0.update(b"w");
                    self.0.update(&whole.to_le_bytes());
                }
                None => self.0.update(b"0"),
            }),
            DataType::Boolean => column.bool().map_err(fault)?.iter().for_each(|v| {
                self.0.update(match v {
                    Some(true) => b"y",
                    Some(false) => b"n",
                    None => b"0",
                });
            }),
            other => return Err(Error::Internal(format!("no canonical form for a column of {other}"))),
        }
        Ok(())
    }

    pub(super) fn finish(self) -> String {
        self.0.finish()
    }
}
