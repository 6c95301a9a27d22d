//! What parent and worker say to each other: two Arrow IPC streams with the old string layout, which every Arrow
//! reader knows. In: the settings, then files by name and content. Out: one schema, a row for each located cell,
//! record, finding, tally and file.
//!
//! Why the columns are packed by hand: serde with postcard says the same in half the lines. Both read the workload of
//! `benches` with 1,000 returns to the same bytes; in ten pairs in November 2026, on two shared cores, the processor time of
//! the whole run had a median of 4.50 s with these columns and 4.69 s with postcard, 4% more (3, 9 and 1% in the three sets
//! of pairs), wall time and peak memory alike. What costs more than 3% of a run is not taken for fewer lines, and a column
//! that any Arrow reader knows can also be read by an engine that is not ours.

mod content;
mod head;
mod seen;
mod stream;
mod unpack;

use super::book::flags_of;
use crate::fit::fit;
use crate::layout::Layout;
use crate::period::Period;
use crate::record::{FileRecords, Outcome};
use crate::settings::Limits;
use polars_arrow::array::{Array, BinaryArray, PrimitiveArray, Utf8Array};
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field as ArrowField};
use polars_arrow::record_batch::RecordBatchT;
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::Arc;

pub(super) use stream::{Receiver, Sender};
pub(super) use unpack::Unpacking;

/// Rows of a part of an answer: a part of so many or more is followed by another.
const PART: usize = 1 << 15;

pub(super) type FileBatch = RecordBatchT<Box<dyn Array>>;

/// The first row of the stream to a worker, as JSON under the name `settings`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct WorkerSettings {
    pub layouts: Vec<Layout>,
    pub limits: Limits,
    /// The quarter that is being read, where it is known before the files are.
    pub period: Option<Period>,
    pub survey: bool,
}

fn other(e: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(e)
}

fn schema(columns: &[(&str, ArrowDataType)]) -> Arc<ArrowSchema> {
    Arc::new(columns.iter().map(|(name, t)| ArrowField::new((*name).into(), t.clone(), false)).collect())
}

fn files_schema() -> Arc<ArrowSchema> {
    schema(&[("name", ArrowDataType::LargeUtf8), ("content", ArrowDataType::LargeBinary)])
}

/// `what` is tag, code, type with hint, and flags, a byte each; `place` is sheet, row and column in 16, 32 and 16 bits.
fn cells_schema() -> Arc<ArrowSchema> {
    schema(&[
        ("file", ArrowDataType::UInt32),
        ("what", ArrowDataType::UInt32),
        ("place", ArrowDataType::UInt64),
        ("number", ArrowDataType::Float64),
        ("text", ArrowDataType::LargeUtf8),
    ])
}

fn offsets<'a>(items: impl Iterator<Item = &'a [u8]>) -> (Vec<i64>, Vec<u8>) {
    let (mut at, mut bytes) = (vec![0], Vec::new());
    for item in items {
        bytes.extend_from_slice(item);
        at.push(fit::<i64>(bytes.len()));
    }
    (at, bytes)
}

/// A batch of files for a worker.
pub(super) fn files_batch<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])> + Clone) -> io::Result<FileBatch> {
    let (at, bytes) = offsets(files.clone().map(|(name, _)| name.as_bytes()));
    let at = at.try_into().map_err(other)?;
    let names = Utf8Array::<i64>::try_new(ArrowDataType::LargeUtf8, at, bytes.into(), None).map_err(other)?;
    let (at, bytes) = offsets(files.map(|(_, content)| content));
    let at = at.try_into().map_err(other)?;
    let contents = BinaryArray::<i64>::try_new(ArrowDataType::LargeBinary, at, bytes.into(), None).map_err(other)?;
    FileBatch::try_new(names.len(), files_schema(), vec![names.boxed(), contents.boxed()]).map_err(other)
}

/// The files of a batch.
pub(super) fn files_of(batch: &FileBatch) -> io::Result<impl Iterator<Item = (&str, &[u8])>> {
    let [names, contents] = batch.arrays() else { return Err(malformed()) };
    let names = names.as_any().downcast_ref::<Utf8Array<i64>>().ok_or_else(malformed)?;
    let contents = contents.as_any().downcast_ref::<BinaryArray<i64>>().ok_or_else(malformed)?;
    Ok(names.values_iter().zip(contents.values_iter()))
}

fn malformed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a batch that does not follow the wire's schema")
}

// What a row is.
const FILE: u8 = 0;
const LAYOUT: u8 = 1;
const SHEET: u8 = 2;
const RECORD: u8 = 3;
const CELL: u8 = 4;
const FINDING: u8 = 5;
const EXPECTED: u8 = 6;
const GOT: u8 = 7;
const TALLY: u8 = 8;
const COUNT: u8 = 9;
const SURVEY: u8 = 10;
const SEEN: u8 = 11;
const HEAD: u8 = 12;
const COLUMN: u8 = 13;

/// Results as columns that grow.
pub(super) struct Cells {
    file: Vec<u32>,
    what: Vec<u32>,
    place: Vec<u64>,
    number: Vec<f64>,
    at: Vec<i64>,
    text: Vec<u8>,
}

impl Cells {
    pub fn new() -> Self {
        Self { file: vec![], what: vec![], place: vec![], number: vec![], at: vec![0], text: vec![] }
    }

    /// Gives the rows so far to `send` where they are enough for a part. What a file holds may be large, and neither
    /// side need hold it twice.
    fn part(&mut self, file: u32, send: &mut impl FnMut(&FileBatch) -> io::Result<()>) -> io::Result<()> {
        if self.what.len() < PART {
            return Ok(());
        }
        self.file.resize(self.what.len(), file);
        send(&std::mem::replace(self, Self::new()).batch()?)
    }

    fn row(&mut self, what: [u8; 4], place: u64, number: f64, text: &str) {
        self.what.push(u32::from_le_bytes(what));
        self.place.push(place);
        self.number.push(number);
        self.text.extend_from_slice(text.as_bytes());
        self.at.push(fit::<i64>(self.text.len()));
    }

    /// Adds what was read from the `file`th file of the batch; full parts go to `send`.
    pub fn push(
        &mut self,
        file: u32,
        read: &FileRecords,
        send: &mut impl FnMut(&FileBatch) -> io::Result<()>,
    ) -> io::Result<()> {
        self.row([FILE, outcome_code(read.outcome), 0, 0], 0, 0.0, &read.source.sha256);
        self.row([LAYOUT, 0, 0, 0], 0, 0.0, &read.layout);
        let mut sheets: Vec<&str> = Vec::new();
        for record in &read.records {
            let sheet = self.sheet(&mut sheets, &record.sheet);
            self.row([RECORD, record.kind as u8, 0, 0], place(sheet, record.row, 0), 0.0, "");
            for (field, cell) in &record.fields {
                let (kind, number, text) = content::coded(&cell.content);
                let at = place(sheet, cell.at.row, cell.at.col);
                self.row([CELL, *field as u8, kind | cell.hint << content::HINT, flags_of(cell)], at, number, text);
            }
            self.part(file, send)?;
        }
        for head in &read.heads {
            let sheet = self.sheet(&mut sheets, &head.sheet);
            self.push_head(sheet, head);
        }
        for finding in &read.findings {
            let sheet = self.sheet(&mut sheets, &finding.sheet);
            let cell = finding.cell.unwrap_or_default();
            let what = [FINDING, u8::from(finding.cell.is_some()), 0, 0];
            self.row(what, place(sheet, cell.row, cell.col), 0.0, &finding.code);
            self.row([EXPECTED, 0, 0, 0], 0, 0.0, &finding.expected);
            self.row([GOT, 0, 0, 0], 0, 0.0, &finding.got);
        }
        for tally in &read.tallies {
            let sheet = self.sheet(&mut sheets, &tally.sheet);
            self.row([TALLY, 0, 0, 0], place(sheet, 0, 0), tally.read as f64, "");
            self.row([COUNT, 0, 0, 0], 0, tally.located as f64, "");
            for (rule, count) in &tally.ignored {
                self.row([COUNT, *rule as u8 + 1, 0, 0], 0, *count as f64, "");
            }
        }
        for seen in &read.survey {
            let sheet = self.sheet(&mut sheets, &seen.name);
            self.push_survey(sheet, seen);
        }
        self.file.resize(self.what.len(), file);
        self.part(file, send)
    }

    /// The number of a sheet, which is sent once a file.
    fn sheet<'s>(&mut self, known: &mut Vec<&'s str>, name: &'s str) -> u16 {
        // Rows of one sheet follow each other, so the newest is looked at first.
        if let Some(n) = known.iter().rposition(|k| *k == name) {
            return fit::<u16>(n);
        }
        self.row([SHEET, 0, 0, 0], 0, 0.0, name);
        known.push(name);
        fit::<u16>(known.len() - 1)
    }

    /// The last part of the answer.
    pub fn finish(self, send: &mut impl FnMut(&FileBatch) -> io::Result<()>) -> io::Result<()> {
        send(&self.batch()?)
    }

    fn batch(self) -> io::Result<FileBatch> {
        let at = self.at.try_into().map_err(other)?;
        let text = Utf8Array::<i64>::try_new(ArrowDataType::LargeUtf8, at, self.text.into(), None).map_err(other)?;
        let columns = vec![
            PrimitiveArray::from_vec(self.file).boxed(),
            PrimitiveArray::from_vec(self.what).boxed(),
            PrimitiveArray::from_vec(self.place).boxed(),
            PrimitiveArray::from_vec(self.number).boxed(),
            text.boxed(),
        ];
        FileBatch::try_new(columns[0].len(), cells_schema(), columns).map_err(other)
    }
}

fn place(sheet: u16, row: u32, col: u16) -> u64 {
    u64::from(sheet) << 48 | u64::from(row) << 16 | u64::from(col)
}

fn outcome_code(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Accepted => 0,
        Outcome::Rejected => 1,
        Outcome::Undecided => 2,
    }
}

#[cfg(test)]
mod tests;
