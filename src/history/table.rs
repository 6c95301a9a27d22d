//! Frames and their Parquet files: columns from rows, rows from columns, bytes and back.

use super::log::DataFile;
use crate::digest::sha256;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use polars::prelude::{
    BooleanChunked, ChunkedArray, Column, DataFrame, Float64Chunked, IntoColumn, IntoSeries, NewChunkedArray,
    PolarsDataType, StringChunked, UInt32Chunked,
};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use std::fs;
use std::io::Cursor;
use std::ops::RangeInclusive;
use std::path::Path;

/// Who is told of each column when it is made, in place of keeping it.
pub(super) type ColumnTaker<'t> = &'t mut dyn FnMut(&Column) -> Result<()>;

/// Makes columns, each from one field of every row.
pub(super) struct LedgerColumns<'r, 't, R> {
    rows: &'r [(&'r R, bool)],
    columns: Vec<Column>,
    taker: Option<ColumnTaker<'t>>,
    told: Result<()>,
}

impl<'r, 't, R> LedgerColumns<'r, 't, R> {
    /// Of rows, each with whether it is withdrawn.
    pub(super) fn of(rows: &'r [(&'r R, bool)]) -> Self {
        Self { rows, columns: vec![], taker: None, told: Ok(()) }
    }

    /// The same, told one by one: no two are there at once.
    pub(super) fn told(rows: &'r [(&'r R, bool)], taker: ColumnTaker<'t>) -> Self {
        Self { taker: Some(taker), ..Self::of(rows) }
    }

    /// Whether all could be told.
    pub(super) fn all_told(self) -> Result<()> {
        self.told
    }

    fn push<T: PolarsDataType>(mut self, column: ChunkedArray<T>) -> Self
    where
        ChunkedArray<T>: IntoSeries,
    {
        let column = column.into_column();
        match &mut self.taker {
            Some(taker) if self.told.is_ok() => self.told = taker(&column),
            Some(_) => {}
            None => self.columns.push(column),
        }
        self
    }

    /// Blank text is no text.
    pub(super) fn text(self, name: &str, field: impl Fn(&'r R) -> &'r str) -> Self {
        let values = self.rows.iter().map(|(r, _)| Some(field(r)).filter(|s| !s.is_empty()));
        let column = StringChunked::from_iter_options(name.into(), values);
        self.push(column)
    }

    /// Text that is made for the column: places, periods and days.
    pub(super) fn made(self, name: &str, field: impl Fn(&'r R) -> String) -> Self {
        let values = self.rows.iter().map(|(r, _)| Some(field(r)).filter(|s| !s.is_empty()));
        let column = StringChunked::from_iter_options(name.into(), values);
        self.push(column)
    }

    /// `2026-09-30`: sorts as it reads, in any program.
    pub(super) fn day(self, name: &str, field: impl Fn(&'r R) -> Option<NaiveDate>) -> Self {
        self.made(name, |r| field(r).map(|d| d.to_string()).unwrap_or_default())
    }

    pub(super) fn number(self, name: &str, field: impl Fn(&'r R) -> Option<f64>) -> Self {
        let column = Float64Chunked::from_iter_options(name.into(), self.rows.iter().map(|(r, _)| field(r)));
        self.push(column)
    }

    pub(super) fn whole(self, name: &str, field: impl Fn(&'r R) -> Option<u8>) -> Self {
        let values = self.rows.iter().map(|(r, _)| field(r).map(u32::from));
        let column = UInt32Chunked::from_iter_options(name.into(), values);
        self.push(column)
    }

    pub(super) fn flag(self, name: &str, field: impl Fn(&'r R) -> bool) -> Self {
        let column = BooleanChunked::from_iter_values(name.into(), self.rows.iter().map(|(r, _)| field(r)));
        self.push(column)
    }

    /// Adds which record writes the rows, and which of them it withdraws.
    pub(super) fn frame(self, seq: u64) -> Result<DataFrame> {
        let rows = self.rows;
        let seqs = polars::prelude::UInt64Chunked::from_iter_values("seq".into(), rows.iter().map(|_| seq));
        let withdrawn = BooleanChunked::from_iter_values("withdrawn".into(), rows.iter().map(|(_, w)| *w));
        let columns = self.push(seqs).push(withdrawn).columns;
        DataFrame::new(rows.len(), columns).map_err(|e| Error::Internal(e.to_string()))
    }
}

/// One row of a frame. A column that the file does not have reads as blank: an earlier version did not write it.
#[derive(Clone, Copy)]
pub(super) struct LedgerLine<'f> {
    pub(super) frame: &'f DataFrame,
    pub(super) row: usize,
}

impl<'f> LedgerLine<'f> {
    pub(super) fn text(self, name: &str) -> &'f str {
        text(self.frame, name).and_then(|c| c.get(self.row)).unwrap_or_default()
    }

    pub(super) fn day(self, name: &str) -> Option<NaiveDate> {
        self.text(name).parse().ok()
    }

    pub(super) fn number(self, name: &str) -> Option<f64> {
        number(self.frame, name).and_then(|c| c.get(self.row))
    }

    pub(super) fn whole(self, name: &str) -> Option<u8> {
        let column = self.frame.column(name).ok()?.u32().ok()?;
        column.get(self.row).and_then(|n| u8::try_from(n).ok())
    }

    /// The record that wrote the row.
    pub(super) fn seq(self) -> Option<u64> {
        self.frame.column("seq").ok()?.u64().ok()?.get(self.row)
    }

    pub(super) fn flag(self, name: &str) -> bool {
        flag(self.frame, name).and_then(|c| c.get(self.row)).unwrap_or_default()
    }
}

pub(super) fn lines(frame: &DataFrame) -> impl Iterator<Item = LedgerLine<'_>> {
    (0..frame.height()).map(move |row| LedgerLine { frame, row })
}

pub(super) fn text<'f>(frame: &'f DataFrame, name: &str) -> Option<&'f StringChunked> {
    frame.column(name).ok()?.str().ok()
}

pub(super) fn number<'f>(frame: &'f DataFrame, name: &str) -> Option<&'f Float64Chunked> {
    frame.column(name).ok()?.f64().ok()
}

pub(super) fn flag<'f>(frame: &'f DataFrame, name: &str) -> Option<&'f BooleanChunked> {
    frame.column(name).ok()?.bool().ok()
}

/// The same frame gives the same bytes.
pub(super) fn encode(mut frame: DataFrame) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .finish(&mut frame)
        .map_err(|e| Error::Internal(format!("a table of the ledger cannot be written: {e}")))?;
    Ok(bytes)
}

/// The bytes of a data file, after its hash was compared with its record's.
///
/// They are read, not mapped: a mapped file that a shared drive loses ends the process.
pub(super) fn bytes(dir: &Path, file: &DataFile) -> Result<Vec<u8>> {
    let path = dir.join(&file.path);
    let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
    if sha256(&bytes) != file.sha256 {
        let message = format!("{} was changed after it was recorded; put it back from a backup", file.path);
        return Err(Error::Ledger { path: dir.to_owned(), message });
    }
    Ok(bytes)
}

/// Reads `columns` (all, when `None`) of a data file.
pub(super) fn read(dir: &Path, file: &DataFile, columns: Option<&[&str]>) -> Result<DataFrame> {
    decode(dir, file, &bytes(dir, file)?, columns, None)
}

/// Reads the rows of a data file that `rows` takes when it sees the columns `by`, and what stands between them; `None`
/// where it takes none. The hash is compared over all of the file, and no more of it is decoded.
pub(super) fn read_rows(
    dir: &Path,
    file: &DataFile,
    by: &[&str],
    rows: impl Fn(&DataFrame) -> Option<RangeInclusive<usize>>,
) -> Result<Option<DataFrame>> {
    let bytes = bytes(dir, file)?;
    let Some(rows) = rows(&decode(dir, file, &bytes, Some(by), None)?) else { return Ok(None) };
    decode(dir, file, &bytes, None, Some((*rows.start(), rows.count()))).map(Some)
}

fn decode(
    dir: &Path,
    file: &DataFile,
    bytes: &[u8],
    columns: Option<&[&str]>,
    rows: Option<(usize, usize)>,
) -> Result<DataFrame> {
    let damaged = |message: String| Error::Ledger { path: dir.to_owned(), message };
    let unreadable = |e| damaged(format!("{} cannot be read: {e}", file.path));
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let columns = match columns {
        None => None,
        // What an earlier version did not write cannot be asked for.
        Some(wanted) => {
            let there = reader.schema().map_err(unreadable)?;
            Some(wanted.iter().filter(|name| there.contains(name)).map(|name| (*name).to_owned()).collect())
        }
    };
    reader.with_columns(columns).with_slice(rows).set_rechunk(true).finish().map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Period;

    /// Every type and codec that the ledger uses, over more than one row group: that polars compiles is not enough.
    #[test]
    fn what_is_written_is_read() {
        let values: Vec<u32> = (0..270_000).collect();
        let rows: Vec<(&u32, bool)> = values.iter().map(|n| (n, n % 7 == 0)).collect();
        let frame = || {
            let columns = LedgerColumns::of(&rows).text("text", |n| if n % 2 == 0 { "£ “even”" } else { "" });
            let columns = columns.number("number", |n| (n % 3 == 0).then(|| f64::from(*n) / 10.0));
            let columns = columns.whole("whole", |n| u8::try_from(*n).ok()).flag("flag", |n| n % 5 == 0);
            columns.day("day", |n| NaiveDate::from_num_days_from_ce_opt(*n as i32 + 1)).frame(3).unwrap()
        };
        let bytes = encode(frame()).unwrap();
        assert_eq!(encode(frame()).unwrap(), bytes);
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("x.parquet"), &bytes).unwrap();
        let period = Period::new(2026, 1).unwrap();
        let mut file = DataFile {
            path: "x.parquet".into(),
            table: "x".into(),
            period,
            rows: 1,
            sha256: sha256(&bytes),
            keys: None,
        };
        let read = read(dir.path(), &file, None).unwrap();
        assert_eq!((read.height(), read.width()), (270_000, 7));
        for row in [0, 1, 2, 3, 255, 256, 262_143, 262_144, 269_999] {
            let line = LedgerLine { frame: &read, row };
            assert_eq!(line.text("text"), if row % 2 == 0 { "£ “even”" } else { "" });
            assert_eq!(line.number("number"), (row % 3 == 0).then(|| row as f64 / 10.0));
            assert_eq!((line.whole("whole"), line.flag("flag")), (u8::try_from(row).ok(), row % 5 == 0));
            assert_eq!(line.day("day"), NaiveDate::from_num_days_from_ce_opt(row as i32 + 1));
            assert_eq!((line.flag("withdrawn"), line.text("unknown")), (row % 7 == 0, ""));
        }
        let some = super::read(dir.path(), &file, Some(&["flag", "number"])).unwrap();
        assert_eq!((some.height(), some.width()), (270_000, 2));
        let rows = |from: &DataFrame| {
            assert_eq!(from.width(), 1);
            Some(262_143..=262_145)
        };
        let three = read_rows(dir.path(), &file, &["text", "unknown"], rows).unwrap().unwrap();
        assert_eq!((three.height(), three.width()), (3, 7));
        assert_eq!(LedgerLine { frame: &three, row: 1 }.day("day"), NaiveDate::from_num_days_from_ce_opt(262_145));
        assert!(read_rows(dir.path(), &file, &["text"], |_| None).unwrap().is_none());
        file.sha256 = sha256(b"");
        assert!(super::read(dir.path(), &file, None).is_err());
    }
}
