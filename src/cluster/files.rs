//! One row a file: what comes in of it, and what was read.

use super::arrays::{Lines, batch, counts, texts};
use super::{PASSED_OVER, Terms, stream};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{LedgerBatch, tables_of_returns};
use crate::record::Tally;
use crate::typing::Typed;
use arrow_array::{BinaryArray, RecordBatch};
use chrono::NaiveDateTime;
use std::sync::Arc;

/// A file as it comes in.
#[derive(Debug, PartialEq, Eq)]
pub struct SentRow<'b> {
    /// Whose it is; blank where there is one organisation only.
    pub organisation: &'b str,
    /// By what it is to be read.
    pub terms: &'b str,
    /// Its name in the folder of the quarter.
    pub file: &'b str,
    /// Its bytes.
    pub content: &'b [u8],
}

/// The files of a batch: columns `organisation`, `terms`, `file`, `content`.
///
/// # Errors
/// When a column is not there or of another type, or a row has no terms, name or content.
pub fn sent_rows(batch: &RecordBatch) -> Result<Vec<SentRow<'_>>> {
    let [organisations, terms, files] = ["organisation", "terms", "file"].map(|name| stream::texts(batch, name));
    let (organisations, terms, files) = (organisations?, terms?, files?);
    let contents = stream::bytes(batch, "content")?;
    let row = |n: usize| {
        let blank =
            || Error::Usage("a row without terms, file or content came in: each file needs all three".to_owned());
        let (terms, file, content) =
            terms[n].zip(files[n]).zip(contents[n]).map(|((t, f), c)| (t, f, c)).ok_or_else(blank)?;
        Ok(SentRow { organisation: organisations[n].unwrap_or_default(), terms, file, content })
    };
    (0..batch.num_rows()).map(row).collect()
}

/// What was read of a file.
pub struct FileRow {
    /// Whose it is.
    pub organisation: String,
    /// By what it was read.
    pub terms: Terms,
    /// Its name in the folder of the quarter.
    pub file: String,
    /// What was read; none of a file that is passed over.
    pub read: Option<ReadFile>,
}

impl FileRow {
    fn typed(&self) -> Option<&Typed> {
        self.read.as_ref().map(|read| &read.typed)
    }
}

/// A file that was opened.
pub struct ReadFile {
    /// When it was last saved, as it says itself.
    pub saved: Option<NaiveDateTime>,
    /// What it says, and what is wrong with it by itself.
    pub typed: Typed,
    /// The unit of each reading, by the register.
    pub units: Vec<Arc<str>>,
    /// Its records, for a run that goes on from them.
    pub records: Vec<u8>,
}

/// One row a file. The columns are the same for any rows, also for none.
///
/// # Errors
/// When there is more than a batch can hold.
pub fn file_batch(rows: &[FileRow]) -> Result<RecordBatch> {
    fits(rows)?;
    let read = FileRow::typed;
    let of_typed = |of: fn(&Typed) -> &str| texts(rows.iter().map(|row| read(row).map_or("", of)));
    let owned = |of: fn(&FileRow) -> String| rows.iter().map(of).collect::<Vec<_>>();
    let terms = owned(|row| row.terms.to_string());
    let saved = owned(|row| row.read.as_ref().and_then(|read| read.saved).map(|s| s.to_string()).unwrap_or_default());
    let mut columns = vec![
        ("organisation".to_owned(), texts_kept(rows.iter().map(|row| row.organisation.as_str()))),
        ("terms".to_owned(), texts(terms.iter().map(String::as_str))),
        ("file".to_owned(), texts(rows.iter().map(|row| row.file.as_str()))),
        ("sha256".to_owned(), of_typed(|typed| &typed.source.sha256)),
        ("saved".to_owned(), texts(saved.iter().map(String::as_str))),
        (
            "outcome".to_owned(),
            texts(rows.iter().map(|row| read(row).map_or(PASSED_OVER, |typed| typed.outcome.key()))),
        ),
        ("layout".to_owned(), of_typed(|typed| &typed.layout)),
        ("service".to_owned(), of_typed(|typed| &typed.service)),
    ];
    let batches: Vec<LedgerBatch<'_>> = rows
        .iter()
        .map(|row| LedgerBatch::consolidation(row.terms.quarter, read(row).map_or(&[], |typed| &typed.returns), &[]))
        .collect();
    for table in &tables_of_returns(&batches)? {
        let lines = Lines::of(table)?;
        let lines = match table.name {
            "readings" => {
                let units = rows.iter().filter_map(|row| row.read.as_ref()).flat_map(|read| &read.units);
                lines.with("unit", texts(units.map(|unit| &**unit)))
            }
            _ => lines,
        };
        columns.push(lines.column()?);
    }
    let found: Vec<&[Finding]> = rows.iter().map(|row| read(row).map_or(&[][..], |typed| &typed.findings)).collect();
    columns.push(findings(&found)?);
    columns.push(tallies(rows.iter().map(|row| read(row).map_or(&[][..], |typed| &typed.tallies)).collect())?);
    let records = rows.iter().map(|row| row.read.as_ref().map(|read| read.records.as_slice()));
    columns.push(("records".to_owned(), Arc::new(BinaryArray::from_iter(records))));
    batch(columns)
}

/// Texts of which a blank one is one: the organisation where there is no other.
pub(super) fn texts_kept<'t>(values: impl Iterator<Item = &'t str>) -> arrow_array::ArrayRef {
    Arc::new(arrow_array::StringArray::from_iter_values(values))
}

/// Bytes of records in a batch at most. Where a row ends is told in 32 bits; a column of words from the catalogue, which the
/// messages leave out, may be some times as long as these.
const MOST: usize = 256 << 20;
/// The same of a file by itself: all that 32 bits can tell.
const ONE_MOST: usize = (1 << 31) - 1;

/// What does not fit is refused with what helps.
fn fits(rows: &[FileRow]) -> Result<()> {
    let bytes: usize = rows.iter().filter_map(|row| row.read.as_ref()).map(|read| read.records.len()).sum();
    // A file by itself cannot be handed in with fewer.
    let most = if rows.len() == 1 { ONE_MOST } else { MOST };
    if bytes <= most {
        return Ok(());
    }
    let (files, mb) = (rows.len(), bytes >> 20);
    Err(Error::Usage(format!(
        "{files} files in one batch hold {mb} MB, more than a batch can; hand in fewer at a time"
    )))
}

/// Findings below each row.
pub(super) fn findings(of: &[&[Finding]]) -> Result<(String, arrow_array::ArrayRef)> {
    let all = || of.iter().copied().flatten();
    let cells: Vec<String> = all().map(|f| f.cell.map(|cell| cell.to_string()).unwrap_or_default()).collect();
    Lines::new("findings", of.iter().map(|findings| findings.len()).collect())
        .with("code", texts(all().map(|f| &*f.code)))
        .with("severity", texts(all().map(|f| f.severity.word())))
        .with("service", texts(all().map(|f| f.service.as_str())))
        .with("file", texts(all().map(|f| f.file.as_str())))
        .with("sheet", texts(all().map(|f| f.sheet.as_str())))
        .with("cell", texts(cells.iter().map(String::as_str)))
        .with("subject", texts(all().map(|f| f.subject.as_str())))
        .with("expected", texts(all().map(|f| f.expected.as_str())))
        .with("got", texts(all().map(|f| f.got.as_str())))
        .with("remedy", texts(all().map(|f| &*f.remedy)))
        .column()
}

/// What became of the cells of each sheet, below each row.
fn tallies(of: Vec<&[Tally]>) -> Result<(String, arrow_array::ArrayRef)> {
    let all = || of.iter().copied().flatten();
    Lines::new("tallies", of.iter().map(|tallies| tallies.len()).collect())
        .with("sheet", texts(all().map(|t| t.sheet.as_str())))
        .with("read", counts(all().map(|t| t.read)))
        .with("accepted", counts(all().map(|t| t.accepted)))
        .with("refused", counts(all().map(|t| t.refused)))
        .with("ignored", counts(all().map(Tally::ignored_total)))
        .column()
}
