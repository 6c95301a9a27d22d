//! The two ends of a stream: batches of one schema, one after another.

use super::{FileBatch, cells_schema, files_schema, other};
use crate::fit::fit;
use polars_arrow::datatypes::ArrowSchema;
use polars_arrow::io::ipc::read::{StreamReader, StreamState, read_stream_metadata};
use polars_arrow::io::ipc::write::{StreamWriter, WriteOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Writes batches of one schema, each of them flushed.
pub(in crate::ingest) struct Sender<W: Write> {
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

    pub fn send(&mut self, batch: &FileBatch) -> io::Result<()> {
        self.stream.write(batch, None).map_err(other)?;
        self.writer.flush()
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.stream.finish().map_err(other)?;
        self.writer.flush()
    }
}

/// Reads batches as they come.
pub(in crate::ingest) struct Receiver<R: Read>(StreamReader<Forward<R>>);

impl<R: Read> Receiver<R> {
    pub fn new(reader: R) -> io::Result<Self> {
        let mut reader = Forward { reader, at: 0 };
        let metadata = read_stream_metadata(&mut reader).map_err(other)?;
        Ok(Self(StreamReader::new(reader, metadata, None)))
    }

    /// The next batch; `None` when the stream has ended, properly or not.
    pub fn receive(&mut self) -> io::Result<Option<FileBatch>> {
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
                let n = io::copy(&mut (&mut self.reader).take(fit::<u64>(n)), &mut io::sink())?;
                self.at += n;
                Ok(self.at)
            }
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}
