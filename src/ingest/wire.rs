//! What parent and worker say to each other: two Arrow IPC streams with the old string layout, which every Arrow
//! reader knows. In: the settings, then files by name and content. Out: one schema, a row for each located cell,
//! record, finding, tally and file.

mod content;
mod head;
mod seen;

use super::book::{cell_from, flags_of};
use super::locate::RULES;
use crate::catalogue;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::period::Period;
use crate::reading::{CellRef, Source};
use crate::record::{Field, FileRecords, Kind, Outcome, Record, SheetSurvey, TableHead, Tally};
use crate::register::settings::Limits;
use polars_arrow::array::{Array, BinaryArray, PrimitiveArray, Utf8Array};
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field as ArrowField};
use polars_arrow::io::ipc::read::{StreamReader, StreamState, read_stream_metadata};
use polars_arrow::io::ipc::write::{StreamWriter, WriteOptions};
use polars_arrow::record_batch::RecordBatchT;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

pub(super) type Batch = RecordBatchT<Box<dyn Array>>;

/// The first row of the stream to a worker, as JSON under the name `settings`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Settings {
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

/// Writes batches of one schema, each of them flushed.
pub(super) struct Sender<W: Write> {
    stream: StreamWriter<Shared<W>>,
    writer: Shared<W>,
}

/// The stream writer does not lend its writer, and the writer must be flushed.
struct Shared<W>(std::rc::Rc<std::cell::RefCell<W>>);

impl<W> Clone for Shared<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: Write> Write for Shared<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

impl<W: Write> Sender<W> {
    pub fn files(writer: W) -> io::Result<Self> {
        Self::new(writer, &files_schema())
    }

    pub fn cells(writer: W) -> io::Result<Self> {
        Self::new(writer, &cells_schema())
    }

    fn new(writer: W, schema: &ArrowSchema) -> io::Result<Self> {
        let writer = Shared(std::rc::Rc::new(std::cell::RefCell::new(writer)));
        let mut stream = StreamWriter::new(writer.clone(), WriteOptions { compression: None });
        stream.start(schema, None).map_err(other)?;
        let mut sender = Self { stream, writer };
        sender.writer.flush()?;
        Ok(sender)
    }

    pub fn send(&mut self, batch: &Batch) -> io::Result<()> {
        self.stream.write(batch, None).map_err(other)?;
        self.writer.flush()
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.stream.finish().map_err(other)?;
        self.writer.flush()
    }
}

/// Reads batches as they come.
pub(super) struct Receiver<R: Read>(StreamReader<Forward<R>>);

impl<R: Read> Receiver<R> {
    pub fn new(reader: R) -> io::Result<Self> {
        let mut reader = Forward { reader, at: 0 };
        let metadata = read_stream_metadata(&mut reader).map_err(other)?;
        Ok(Self(StreamReader::new(reader, metadata, None)))
    }

    /// The next batch; `None` when the stream has ended, properly or not.
    pub fn receive(&mut self) -> io::Result<Option<Batch>> {
        match self.0.next().transpose().map_err(other)? {
            Some(StreamState::Some(batch)) => Ok(Some(batch)),
            Some(StreamState::Waiting) | None => Ok(None),
        }
    }
}

/// A pipe cannot seek; the stream reader only ever skips forward.
struct Forward<R> {
    reader: R,
    at: u64,
}

impl<R: Read> Read for Forward<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl<R: Read> Seek for Forward<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Current(n) if n >= 0 => {
                let n = io::copy(&mut (&mut self.reader).take(n as u64), &mut io::sink())?;
                self.at += n;
                Ok(self.at)
            }
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

fn offsets<'a>(items: impl Iterator<Item = &'a [u8]>) -> (Vec<i64>, Vec<u8>) {
    let (mut at, mut bytes) = (vec![0], Vec::new());
    for item in items {
        bytes.extend_from_slice(item);
        at.push(bytes.len() as i64);
    }
    (at, bytes)
}

/// A batch of files for a worker.
pub(super) fn files_batch<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])> + Clone) -> io::Result<Batch> {
    let (at, bytes) = offsets(files.clone().map(|(name, _)| name.as_bytes()));
    let at = at.try_into().map_err(other)?;
    let names = Utf8Array::<i64>::try_new(ArrowDataType::LargeUtf8, at, bytes.into(), None).map_err(other)?;
    let (at, bytes) = offsets(files.map(|(_, content)| content));
    let at = at.try_into().map_err(other)?;
    let contents = BinaryArray::<i64>::try_new(ArrowDataType::LargeBinary, at, bytes.into(), None).map_err(other)?;
    Batch::try_new(names.len(), files_schema(), vec![names.boxed(), contents.boxed()]).map_err(other)
}

/// The files of a batch.
pub(super) fn files_of(batch: &Batch) -> io::Result<impl Iterator<Item = (&str, &[u8])>> {
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

    fn row(&mut self, what: [u8; 4], place: u64, number: f64, text: &str) {
        self.what.push(u32::from_le_bytes(what));
        self.place.push(place);
        self.number.push(number);
        self.text.extend_from_slice(text.as_bytes());
        self.at.push(self.text.len() as i64);
    }

    /// Adds what was read from the `file`th file of the batch.
    pub fn push(&mut self, file: u32, read: &FileRecords) {
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
                let rule = RULES.iter().position(|r| r == rule).unwrap_or_default() as u8;
                self.row([COUNT, rule + 1, 0, 0], 0, *count as f64, "");
            }
        }
        for seen in &read.survey {
            let sheet = self.sheet(&mut sheets, &seen.name);
            self.push_survey(sheet, seen);
        }
        self.file.resize(self.what.len(), file);
    }

    /// The number of a sheet, which is sent once a file.
    fn sheet<'s>(&mut self, known: &mut Vec<&'s str>, name: &'s str) -> u16 {
        // Rows of one sheet follow each other, so the newest is looked at first.
        if let Some(n) = known.iter().rposition(|k| *k == name) {
            return n as u16;
        }
        self.row([SHEET, 0, 0, 0], 0, 0.0, name);
        known.push(name);
        (known.len() - 1) as u16
    }

    pub fn finish(self) -> io::Result<Batch> {
        let at = self.at.try_into().map_err(other)?;
        let text = Utf8Array::<i64>::try_new(ArrowDataType::LargeUtf8, at, self.text.into(), None).map_err(other)?;
        let columns = vec![
            PrimitiveArray::from_vec(self.file).boxed(),
            PrimitiveArray::from_vec(self.what).boxed(),
            PrimitiveArray::from_vec(self.place).boxed(),
            PrimitiveArray::from_vec(self.number).boxed(),
            text.boxed(),
        ];
        Batch::try_new(columns[0].len(), cells_schema(), columns).map_err(other)
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

/// What a batch says of `names`, in their order; each file's rows stand together.
pub(super) fn records_of(batch: &Batch, names: &[&str]) -> io::Result<Vec<FileRecords>> {
    let [file, what, place, number, text] = batch.arrays() else { return Err(malformed()) };
    fn plain<T: polars_arrow::types::NativeType>(array: &dyn Array) -> io::Result<&[T]> {
        let array = array.as_any().downcast_ref::<PrimitiveArray<T>>();
        array.map(|a| a.values().as_slice()).ok_or_else(malformed)
    }
    let (file, whats) = (plain::<u32>(&**file)?, plain::<u32>(&**what)?);
    let (place, number) = (plain::<u64>(&**place)?, plain::<f64>(&**number)?);
    let text = text.as_any().downcast_ref::<Utf8Array<i64>>().ok_or_else(malformed)?;

    let mut out: Vec<FileRecords> = Vec::with_capacity(names.len());
    let mut sheets: Vec<Arc<str>> = Vec::new();
    let rows = file.iter().zip(whats).zip(place).zip(number).zip(text.values_iter()).enumerate();
    for (n, ((((file, what), place), number), text)) in rows {
        let [tag, code, kind, flags] = what.to_le_bytes();
        let at = CellRef::new((place >> 16) as u32, *place as u16);
        let sheet = || sheets.get((place >> 48) as usize).cloned().ok_or_else(malformed);
        if tag == FILE {
            let name = names.get(*file as usize).filter(|_| *file as usize == out.len()).ok_or_else(malformed)?;
            let outcome = match code {
                0 => Outcome::Accepted,
                1 => Outcome::Rejected,
                _ => Outcome::Undecided,
            };
            let source = Arc::new(Source { file: (*name).to_owned(), sha256: text.to_owned() });
            let (records, heads, findings) = (vec![], vec![], vec![]);
            let (layout, tallies, survey) = (Arc::from(""), vec![], vec![]);
            out.push(FileRecords { source, outcome, layout, records, heads, findings, tallies, survey });
            sheets.clear();
            continue;
        }
        let read = out.last_mut().ok_or_else(malformed)?;
        match tag {
            LAYOUT => read.layout = text.into(),
            SHEET => sheets.push(text.into()),
            RECORD => {
                let kind = Kind::from_u8(code).ok_or_else(malformed)?;
                // A record's cells follow it.
                let cells = whats[n + 1..].iter().take_while(|w| w.to_le_bytes()[0] == CELL).count();
                read.records.push(Record { kind, sheet: sheet()?, row: at.row, fields: Vec::with_capacity(cells) });
            }
            CELL => {
                let (kind, hint) = (kind & ((1 << content::HINT) - 1), kind >> content::HINT);
                let content = content::decoded(kind, *number, text).ok_or_else(malformed)?;
                let field = Field::from_u8(code).ok_or_else(malformed)?;
                let record = read.records.last_mut().ok_or_else(malformed)?;
                record.fields.push((field, crate::record::Cell { at, hint, ..cell_from(content, flags) }));
            }
            HEAD => {
                let kind = Kind::from_u8(code).ok_or_else(malformed)?;
                read.heads.push(TableHead { kind, sheet: sheet()?, row: at.row, columns: vec![] });
            }
            COLUMN => {
                let head = read.heads.last_mut().ok_or_else(malformed)?;
                head.columns.push(head::column(code, kind, at).ok_or_else(malformed)?);
            }
            FINDING => {
                let check = catalogue::find(text).ok_or_else(malformed)?;
                let mut finding = Finding::new(check, "", "").in_file(&read.source.file).in_sheet(&*sheet()?);
                finding.cell = (code == 1).then_some(at);
                read.findings.push(finding);
            }
            EXPECTED => text.clone_into(&mut read.findings.last_mut().ok_or_else(malformed)?.expected),
            GOT => text.clone_into(&mut read.findings.last_mut().ok_or_else(malformed)?.got),
            TALLY => {
                let tally = Tally { sheet: sheet()?.to_string(), read: *number as u64, ..Tally::default() };
                read.tallies.push(tally);
            }
            COUNT => {
                let tally = read.tallies.last_mut().ok_or_else(malformed)?;
                match code.checked_sub(1) {
                    None => tally.located = *number as u64,
                    Some(rule) => {
                        let rule = RULES.get(usize::from(rule)).ok_or_else(malformed)?;
                        tally.ignored.insert(rule, *number as u64);
                    }
                }
            }
            SURVEY => {
                let seen = SheetSurvey { name: sheet()?, hidden: code == 1, filled: *number as u64, cells: vec![] };
                read.survey.push(seen);
            }
            SEEN => {
                let content = content::decoded(kind, *number, text).ok_or_else(malformed)?;
                let seen = read.survey.last_mut().ok_or_else(malformed)?;
                seen.cells.push(crate::record::Cell { at, ..cell_from(content, flags) });
            }
            _ => return Err(malformed()),
        }
    }
    if out.len() != names.len() {
        return Err(malformed());
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
