//! One row an organisation: the files that come in of it, and what they come to.

use super::arrays::{Lines, batch, counts, texts};
use super::files::{findings, texts_kept};
use super::{Terms, stream};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{LedgerBatch, tables_of_runs};
use crate::record::Outcome;
use arrow_array::RecordBatch;

/// A file that was read, as it comes in again.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadRow<'b> {
    /// Whose it is.
    pub organisation: &'b str,
    /// By what it was read.
    pub terms: &'b str,
    /// Its name; none in a row that says only that there is an organisation.
    pub file: Option<&'b str>,
    /// Its records; none of a file that was passed over.
    pub records: Option<&'b [u8]>,
}

/// The files of a batch: columns `organisation`, `terms`, `file`, `records`.
///
/// # Errors
/// When a column is not there or of another type, or a row has no terms.
pub fn read_rows(batch: &RecordBatch) -> Result<Vec<ReadRow<'_>>> {
    let [organisations, terms, files] = ["organisation", "terms", "file"].map(|name| stream::texts(batch, name));
    let (organisations, terms, files) = (organisations?, terms?, files?);
    let records = stream::bytes(batch, "records")?;
    let row = |n: usize| {
        let blank = || Error::Usage("a row without terms came in: each row needs those that it was read by".to_owned());
        let organisation = organisations[n].unwrap_or_default();
        Ok(ReadRow { organisation, terms: terms[n].ok_or_else(blank)?, file: files[n], records: records[n] })
    };
    (0..batch.num_rows()).map(row).collect()
}

/// What the files of an organisation come to.
pub struct OrganisationRow<'r> {
    /// Its name; blank where it is the only one.
    pub organisation: String,
    /// By what it was worked out.
    pub terms: Terms,
    /// The canonical root of the results, in hex.
    pub root: String,
    /// What the report says of each measure, what became of every file, and what was asked.
    pub run: LedgerBatch<'r>,
    /// The unit of each measure, by the register.
    pub units: Vec<&'r str>,
    /// All that was found.
    pub findings: &'r [Finding],
}

/// One row an organisation. The columns are the same for any rows, also for none.
///
/// # Errors
/// When a column cannot be made.
pub fn organisation_batch(rows: &[OrganisationRow<'_>]) -> Result<RecordBatch> {
    let files = |outcome: Outcome| {
        counts(rows.iter().map(move |row| {
            // A file of several services is one file.
            let mut of: Vec<_> =
                row.run.submissions.iter().filter(|s| s.outcome == outcome).map(|s| &s.source.file).collect();
            of.sort();
            of.dedup();
            of.len() as u64
        }))
    };
    let terms: Vec<String> = rows.iter().map(|row| row.terms.to_string()).collect();
    let quarters: Vec<String> = rows.iter().map(|row| row.terms.quarter.to_string()).collect();
    let mut columns = vec![
        ("organisation".to_owned(), texts_kept(rows.iter().map(|row| row.organisation.as_str()))),
        ("terms".to_owned(), texts(terms.iter().map(String::as_str))),
        ("quarter".to_owned(), texts(quarters.iter().map(String::as_str))),
        ("root".to_owned(), texts(rows.iter().map(|row| row.root.as_str()))),
        ("accepted".to_owned(), files(Outcome::Accepted)),
        ("rejected".to_owned(), files(Outcome::Rejected)),
        ("undecided".to_owned(), files(Outcome::Undecided)),
    ];
    let batches: Vec<LedgerBatch<'_>> = rows.iter().map(|row| row.run.clone()).collect();
    for table in &tables_of_runs(&batches)? {
        let lines = Lines::of(table)?;
        let lines = match table.name {
            "reported" => lines.with("unit", texts(rows.iter().flat_map(|row| row.units.iter().copied()))),
            _ => lines,
        };
        columns.push(lines.column()?);
    }
    columns.push(findings(&rows.iter().map(|row| row.findings).collect::<Vec<_>>())?);
    batch(columns)
}
