//! `quarterday history import`: past quarters from one tidy workbook or CSV file.

use super::workspace::read_one;
use super::{Host, Workspace};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{self, LedgerBatch, PastRows};
use crate::ingest::Pool;
use crate::layout;
use crate::record::{FileRecords, Outcome};
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
    /// False when the ledger held all of it already.
    pub changed: bool,
    /// Number of the ledger's newest record after the import.
    pub ledger: u64,
    /// What was found.
    pub findings: Vec<Finding>,
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
        return Ok(Imported { file: name, readings: 0, risks: 0, actions: 0, feedback: 0, changed, ledger, findings });
    }
    let mut batch = LedgerBatch::import(&read.source, &rows);
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
        changed,
        ledger: head.seq,
        findings,
    })
}

fn read(
    workspace: &Workspace,
    file: &Path,
    name: &str,
    host: &Host<'_>,
) -> Result<(FileRecords, PastRows, Vec<Finding>)> {
    if !file.is_file() {
        return Err(Error::Usage(format!("there is no file {}", file.display())));
    }
    if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        let bytes = fs::read(file).map_err(Error::io("read", file))?;
        let (read, rows, mut findings) = history::import_csv(name, &bytes, &workspace.register);
        findings.extend(read.findings.iter().cloned());
        findings.sort();
        return Ok((read, rows, findings));
    }
    let limits = &workspace.settings.limits;
    let pool = Pool::new(host.program.clone(), host.arguments.clone(), limits, vec![layout::past()]);
    let read = read_one(&pool, file, name)?;
    let (rows, mut findings) = history::import_records(&read, &workspace.register);
    findings.extend(read.findings.iter().cloned());
    findings.sort();
    Ok((read, rows, findings))
}
