//! `quarterday history import`: past quarters from one tidy workbook or CSV file.

use super::workspace::read_one;
use super::{Host, Workspace};
use crate::catalogue;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{self, FileToKeep, LedgerBatch, PastRows};
use crate::ingest::Pool;
use crate::layout;
use crate::period::Period;
use crate::record::{FileRecords, Outcome, Tally};
use std::fs;
use std::path::Path;

/// What an import took.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Imported {
    /// Name of the file.
    pub file: String,
    /// How many readings were taken.
    pub readings: usize,
    /// How many risks.
    pub risks: usize,
    /// How many actions.
    pub actions: usize,
    /// How many lines of feedback.
    pub feedback: usize,
    /// What became of its rows.
    pub rows: ImportedRows,
    /// What became of its cells.
    pub cells: ImportedCells,
    /// False when the ledger held all of it already.
    pub changed: bool,
    /// Number of the ledger's newest record after the import.
    pub ledger: u64,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// The rows of an imported file below its headings: what is read is taken, refused, or has no figure and needs none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportedRows {
    /// Rows that name something.
    pub read: u64,
    /// Taken.
    pub taken: u64,
    /// Refused by an error.
    pub refused: u64,
    /// Without a figure, in a quarter in which none is due.
    pub without_figure: u64,
}

/// The filled cells of an imported file, headings among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportedCells {
    /// Filled cells.
    pub read: u64,
    /// Cells of rows that were taken.
    pub accepted: u64,
    /// Cells of rows that an error refused.
    pub refused: u64,
    /// Passed over by a named rule: headings, and columns of no known heading.
    pub ignored: u64,
}

impl ImportedCells {
    fn of(file: &FileRecords, rows: &PastRows) -> Self {
        let sum = |of: fn(&Tally) -> u64| file.tallies.iter().map(of).sum::<u64>();
        Self {
            read: sum(|t| t.read),
            accepted: rows.accepted,
            refused: rows.refused + sum(|t| t.refused),
            ignored: sum(Tally::ignored_total),
        }
    }
}

/// Takes past quarters from `file` into the ledger. Rows that an error finding names are not taken, the others are.
///
/// # Errors
/// When the file cannot be opened or the ledger cannot be written; never for what is in it.
pub fn import(workspace: &Workspace, file: &Path, host: &Host<'_>) -> Result<Imported> {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let (read, rows, findings) = host.stage("Reading past quarters", 0, || read(workspace, file, &name, host))?;
    let ledger = host.ledger(&workspace.history_dir())?;
    if read.outcome != Outcome::Accepted {
        let (changed, ledger) = (false, ledger.head().seq);
        let (rows, cells) = (ImportedRows::default(), ImportedCells::of(&read, &rows));
        return Ok(Imported {
            file: name,
            readings: 0,
            risks: 0,
            actions: 0,
            feedback: 0,
            rows,
            cells,
            changed,
            ledger,
            findings,
        });
    }
    // A row that a quotation mark took in gave no record.
    let lost = findings.iter().filter(|f| f.code == catalogue::F082.code).count() as u64;
    let mut batch = LedgerBatch::import(&read.source, &rows);
    batch.keep = vec![FileToKeep { source: read.source.as_ref().clone(), path: file.to_owned() }];
    batch.settings_sha256.clone_from(&workspace.settings_sha256);
    batch.register_sha256.clone_from(&workspace.register.sha256);
    let prepared = host.stage("Recording", 0, || ledger.prepare(batch, &host.today))?;
    let changed = !prepared.unchanged();
    let head = prepared.commit()?;
    Ok(Imported {
        file: name,
        readings: rows.readings.len(),
        risks: rows.risks.len(),
        actions: rows.actions.len(),
        feedback: rows.feedback.len(),
        rows: ImportedRows {
            read: rows.rows + lost,
            taken: rows.rows - rows.rows_refused - rows.rows_silent,
            refused: rows.rows_refused + lost,
            without_figure: rows.rows_silent,
        },
        cells: ImportedCells::of(&read, &rows),
        changed,
        ledger: head.seq,
        findings,
    })
}

pub(super) fn read(
    workspace: &Workspace,
    file: &Path,
    name: &str,
    host: &Host<'_>,
) -> Result<(FileRecords, PastRows, Vec<Finding>)> {
    if !file.is_file() {
        return Err(Error::Usage(format!("there is no file {}", file.display())));
    }
    let today = host.today.parse().map_err(|_| Error::Internal(format!("{} is no day", host.today)))?;
    let now = Period::containing(today, workspace.settings.year.start_month);
    if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        let bytes = fs::read(file).map_err(Error::io("read", file))?;
        let (read, rows, mut findings) = history::import_csv(name, &bytes, &workspace.register, now);
        findings.extend(read.findings.iter().cloned());
        findings.sort();
        return Ok((read, rows, findings));
    }
    let limits = &workspace.settings.limits;
    let pool = Pool::new(host.program.clone(), host.arguments.clone(), limits, vec![layout::past()]);
    let read = read_one(&pool, file, name)?;
    let (rows, mut findings) = history::import_records(&read, &workspace.register, now);
    findings.extend(read.findings.iter().cloned());
    history::for_an_import(&mut findings);
    findings.sort();
    Ok((read, rows, findings))
}
