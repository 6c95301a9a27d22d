//! A table as Parquet, with real types: dates are dates and yes is true.

use super::table::{ExportField, ExportTable, FieldKind};
use crate::error::{Error, Result};
use chrono::NaiveDate;
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int32Chunked, IntoColumn, NewChunkedArray,
    StringChunked, UInt64Chunked,
};
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};

/// The bytes of a table. The same table gives the same bytes.
///
/// # Errors
/// When the table cannot be written.
pub fn bytes<R>(table: &ExportTable<R>) -> Result<Vec<u8>> {
    let fault = |e: polars::prelude::PolarsError| Error::Internal(format!("{} cannot be written: {e}", table.name));
    let columns = (0..table.columns.len()).map(|n| column(table, n)).collect::<Result<Vec<_>, _>>().map_err(fault)?;
    let mut frame = DataFrame::new(table.rows.len(), columns).map_err(fault)?;
    let mut bytes = vec![];
    // What every reader of Parquet has.
    ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Snappy).finish(&mut frame).map_err(fault)?;
    Ok(bytes)
}

fn column<R>(table: &ExportTable<R>, n: usize) -> Result<Column, polars::prelude::PolarsError> {
    let of = &table.columns[n];
    let (name, fields) = (of.name.into(), table.rows.iter().map(of.value));
    Ok(match of.kind {
        FieldKind::Text => StringChunked::from_iter_options(name, fields.map(words)).into_column(),
        FieldKind::Number => Float64Chunked::from_iter_options(name, fields.map(number)).into_column(),
        FieldKind::Whole => UInt64Chunked::from_iter_options(name, fields.map(whole)).into_column(),
        FieldKind::Yes => BooleanChunked::from_iter_options(name, fields.map(yes)).into_column(),
        FieldKind::Day => Int32Chunked::from_iter_options(name, fields.map(day)).into_column().cast(&DataType::Date)?,
    })
}

fn words(field: ExportField<'_>) -> Option<String> {
    match field {
        ExportField::Text(words) if !words.is_empty() => Some(words.into_owned()),
        _ => None,
    }
}

fn number(field: ExportField<'_>) -> Option<f64> {
    match field {
        ExportField::Number(n) => n.map(|n| n + 0.0),
        _ => None,
    }
}

fn whole(field: ExportField<'_>) -> Option<u64> {
    match field {
        ExportField::Whole(n) => n,
        _ => None,
    }
}

fn yes(field: ExportField<'_>) -> Option<bool> {
    match field {
        ExportField::Yes(yes) => Some(yes),
        _ => None,
    }
}

/// Days since the first of 1970.
fn day(field: ExportField<'_>) -> Option<i32> {
    match field {
        ExportField::Day(day) => day.and_then(|day| i32::try_from((day - NaiveDate::default()).num_days()).ok()),
        _ => None,
    }
}
