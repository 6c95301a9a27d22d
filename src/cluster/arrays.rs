//! Columns as other engines have them: the ledger's, and lines below a row.

use crate::error::{Error, Result};
use crate::fit::fit;
use crate::history::ToldTable;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, Field, Fields, Schema};
use polars::prelude::{Column, DataType, PolarsError};
use std::sync::Arc;

/// What the library refuses is a fault of ours: what goes into a column was counted before.
pub(super) fn fault(e: &ArrowError) -> Error {
    Error::Internal(format!("a table for an engine: {e}"))
}

/// Texts; a blank one is none.
pub(super) fn texts<'t>(values: impl Iterator<Item = &'t str>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values.map(|text| Some(text).filter(|text| !text.is_empty()))))
}

/// Counts.
pub(super) fn counts(values: impl Iterator<Item = u64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values.map(fit::<i64>)))
}

/// A column of the ledger. A whole number gets a sign: Spark has no other.
fn of_column(column: &Column) -> Result<ArrayRef> {
    let fault = |e: PolarsError| Error::Internal(e.to_string());
    Ok(match column.dtype() {
        DataType::String => Arc::new(StringArray::from_iter(column.str().map_err(fault)?.iter())),
        DataType::Float64 => Arc::new(Float64Array::from_iter(column.f64().map_err(fault)?.iter())),
        DataType::UInt32 => {
            Arc::new(Int64Array::from_iter(column.u32().map_err(fault)?.iter().map(|whole| whole.map(i64::from))))
        }
        DataType::Boolean => Arc::new(BooleanArray::from_iter(column.bool().map_err(fault)?.iter())),
        other => return Err(Error::Internal(format!("no column of {other} for an engine"))),
    })
}

/// A table of which each row of another has some lines.
pub(super) struct Lines {
    name: &'static str,
    lengths: Vec<usize>,
    columns: Vec<(String, ArrayRef)>,
}

impl Lines {
    /// A table without columns yet; so many lines for each row.
    pub fn new(name: &'static str, lengths: Vec<usize>) -> Self {
        Self { name, lengths, columns: vec![] }
    }

    /// A table as the ledger has it.
    pub fn of(told: &ToldTable) -> Result<Self> {
        let column = |column: &Column| Ok((column.name().to_string(), of_column(column)?));
        let columns = told.columns.iter().map(column).collect::<Result<_>>()?;
        Ok(Self { name: told.name, lengths: told.lengths.clone(), columns })
    }

    /// With a column more.
    pub fn with(mut self, name: &str, column: ArrayRef) -> Self {
        self.columns.push((name.to_owned(), column));
        self
    }

    /// As one column.
    pub fn column(self) -> Result<(String, ArrayRef)> {
        let (names, arrays): (Vec<String>, Vec<ArrayRef>) = self.columns.into_iter().unzip();
        let fields = names.into_iter().zip(&arrays).map(|(name, a)| Field::new(name, a.data_type().clone(), true));
        let lines = StructArray::try_new(Fields::from_iter(fields), arrays, None).map_err(|e| fault(&e))?;
        let item = Arc::new(Field::new("item", lines.data_type().clone(), true));
        let ends = OffsetBuffer::from_lengths(self.lengths);
        let list = ListArray::try_new(item, ends, Arc::new(lines), None).map_err(|e| fault(&e))?;
        Ok((self.name.to_owned(), Arc::new(list)))
    }
}

/// A batch of these columns, each with its name.
pub(super) fn batch(columns: Vec<(String, ArrayRef)>) -> Result<RecordBatch> {
    let fields = columns.iter().map(|(name, a)| Field::new(name, a.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Fields>()));
    RecordBatch::try_new(schema, columns.into_iter().map(|(_, a)| a).collect()).map_err(|e| fault(&e))
}
