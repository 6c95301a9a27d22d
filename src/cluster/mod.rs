//! What an engine that runs the program on many machines hands in and gets back: tables of Arrow through a pipe, in columns
//! that any engine can read, and what a job of it wrote.
//!
//! Here, records travel inside a machine as messages (`ingest`), and a column of the tables carries those very messages: a
//! run that goes on from them goes on from what it would have read. Beside them stands what they say, in plain columns.
//! Why not one of the two for both: columns in place of messages cost a run on one machine twice the code and no time less
//! (the figures stand in `ingest/wire`), and messages alone would be closed to everybody else.
//!
//! The old layouts of text, bytes and lists are written, with 32 bits for where a row ends: Spark 3.5 reads no other.

mod terms;
mod arrays;
mod stream;
mod files;
mod organisations;
mod job;

pub use files::{FileRow, ReadFile, SentRow, file_batch, sent_rows};
pub use job::{JobRow, job_rows};
pub use organisations::{OrganisationRow, ReadRow, organisation_batch, read_rows};
pub use stream::{Incoming, Outgoing};
pub use terms::Terms;

/// How the outcome of a file is told that nobody meant as a return, as what a program writes beside it: it was not opened.
pub const PASSED_OVER: &str = "passed over";
