//! The notebook of a quarter: the workbook in which the performance team decides of queries, puts its own words in the
//! place of ours, and leaves out what should not count. A run prepares it and reads it back; whatever the team wrote
//! stays in it, also where it fits nothing any more.

mod lines;
mod words;
mod contents;
mod read;
mod own_words;
mod write;
#[cfg(test)]
mod tests;

pub use contents::{Notebook, NotebookFacts};
pub use lines::{LeftOutLine, QueryLine, Written};
pub use own_words::words_looked_up;
pub use read::{NotebookTerms, without_sheets};
pub use words::WordsLine;
