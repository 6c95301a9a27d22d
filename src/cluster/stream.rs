//! Tables through a pipe, a batch at a time.

use super::arrays::fault;
use crate::error::{Error, Result};
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Schema};
use std::io::{BufReader, BufWriter, Read, Write};

/// What an engine hands in.
pub struct Incoming<R: Read>(StreamReader<BufReader<R>>);

fn broken(e: &ArrowError) -> Error {
    Error::Usage(format!("what came in is no stream of Arrow batches, or breaks off: {e}"))
}

impl<R: Read> Incoming<R> {
    /// The stream behind its schema.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(input: R) -> Result<Self> {
        StreamReader::try_new(BufReader::new(input), None).map(Self).map_err(|e| broken(&e))
    }
}

/// Its batches; an error where it breaks off.
impl<R: Read> Iterator for Incoming<R> {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.map_err(|e| broken(&e)))
    }
}

/// What an engine gets back.
pub struct Outgoing<W: Write>(StreamWriter<BufWriter<W>>);

impl<W: Write> Outgoing<W> {
    /// A stream of batches of this schema; the schema goes out at once.
    ///
    /// # Errors
    /// When the pipe breaks.
    pub fn new(output: W, schema: &Schema) -> Result<Self> {
        let mut stream = StreamWriter::try_new(BufWriter::new(output), schema).map_err(unwritten)?;
        stream.flush().map_err(unwritten)?;
        Ok(Self(stream))
    }

    /// Sends a batch: whoever waits for it has it now.
    ///
    /// # Errors
    /// When the pipe breaks.
    pub fn send(&mut self, batch: &RecordBatch) -> Result<()> {
        self.0.write(batch).map_err(unwritten)?;
        self.0.flush().map_err(unwritten)
    }

    /// Says that it was all.
    ///
    /// # Errors
    /// When the pipe breaks.
    pub fn finish(mut self) -> Result<()> {
        self.0.finish().map_err(unwritten)
    }
}

fn unwritten(e: ArrowError) -> Error {
    match e {
        ArrowError::IoError(_, cause) => Error::io("write", "the engine's pipe")(cause),
        other => fault(&other),
    }
}

/// The texts of a column, in whatever layout the engine has them; none for null.
pub(super) fn texts<'b>(batch: &'b RecordBatch, name: &str) -> Result<Vec<Option<&'b str>>> {
    let column = column(batch, name)?;
    Ok(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => column.as_string::<i64>().iter().collect(),
        DataType::Utf8View => column.as_string_view().iter().collect(),
        DataType::Null => vec![None; batch.num_rows()],
        other => return Err(of_another_type(name, "text", other)),
    })
}

/// The bytes of a column, likewise.
pub(super) fn bytes<'b>(batch: &'b RecordBatch, name: &str) -> Result<Vec<Option<&'b [u8]>>> {
    let column = column(batch, name)?;
    Ok(match column.data_type() {
        DataType::Binary => column.as_binary::<i32>().iter().collect(),
        DataType::LargeBinary => column.as_binary::<i64>().iter().collect(),
        DataType::BinaryView => column.as_binary_view().iter().collect(),
        DataType::Null => vec![None; batch.num_rows()],
        other => return Err(of_another_type(name, "bytes", other)),
    })
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b dyn Array> {
    let known = || {
        let schema = batch.schema();
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        Error::Usage(format!("the batches have no column “{name}”; they have {}", names.join(", ")))
    };
    batch.column_by_name(name).map(|column| &**column).ok_or_else(known)
}

fn of_another_type(name: &str, wanted: &str, got: &DataType) -> Error {
    Error::Usage(format!("the column “{name}” must hold {wanted}; it is of the type {got}"))
}
