//! The public edition for other programs: one tidy table, a dictionary of its columns, and what both are in the words of the
//! W3C's “CSV on the Web”.
//!
//! The table has a row a measure, quarter and kind of figure, so that nothing has to be worked out from the place of a number.
//! A figure that there is none of is blank, and the column beside it says why.

mod rows;
mod columns;
mod metadata;

use super::values::PublicEdition;
use crate::error::{Error, Result};
use crate::export::{CsvFile, ExportTable, described, dictionary};

/// The table of figures. Its description has the name under which programs look for it beside the table.
const FIGURES: &str = "public-figures.csv";
const DICTIONARY: &str = "public-dictionary.csv";
const METADATA: &str = "public-figures.csv-metadata.json";

/// A file of the open data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDataFile {
    /// Its name.
    pub name: &'static str,
    /// What it holds, for people.
    pub words: &'static str,
    /// Its kind, for people.
    pub kind: &'static str,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// The files of the open data.
///
/// # Errors
/// When a table cannot be written.
pub fn open_data(edition: &PublicEdition) -> Result<Vec<OpenDataFile>> {
    let figures = ExportTable { name: FIGURES, columns: columns::columns(edition), rows: rows::rows(edition) };
    let dictionary = dictionary(DICTIONARY, described(&figures).collect());
    let metadata = metadata::metadata(edition, &figures, &dictionary);
    let file = |name, words, kind, bytes| OpenDataFile { name, words, kind, bytes };
    Ok(vec![
        file(FIGURES, "All figures as one table for other programs", "CSV", csv(&figures)?),
        file(DICTIONARY, "What each column of that table means", "CSV", csv(&dictionary)?),
        file(METADATA, "The same for programs, as CSV on the Web", "JSON", metadata),
    ])
}

fn csv<R>(table: &ExportTable<R>) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    let mut write = || {
        let mut file = CsvFile::unmarked(&mut bytes, &table.columns)?;
        file.add(&table.columns, &table.rows)?;
        file.finish()
    };
    write().map_err(Error::io("write", table.name))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
