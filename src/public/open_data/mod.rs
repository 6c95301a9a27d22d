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

/// The files of the open data: the name and the bytes of each.
///
/// # Errors
/// When a table cannot be written.
pub fn open_data(edition: &PublicEdition) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let figures = ExportTable { name: FIGURES, columns: columns::columns(edition), rows: rows::rows(edition) };
    let dictionary = dictionary(DICTIONARY, described(&figures).collect());
    let metadata = metadata::metadata(edition, &figures, &dictionary);
    Ok(vec![(FIGURES, csv(&figures)?), (DICTIONARY, csv(&dictionary)?), (METADATA, metadata)])
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
