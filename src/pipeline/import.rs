//! `quarterday history import`: past quarters from one tidy workbook or CSV file.

use super::in_use::InUse;
use super::worked_out::worked_out;
use super::workspace::read_one;
use super::{Host, Workspace};
use crate::catalogue;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{self, BatchKind, FileToKeep, Ledger, LedgerBatch, LogRecord, PastRows, Restating};
use crate::ingest::Pool;
use crate::layout;
use crate::period::Period;
use crate::reading::Reading;
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
    /// How many actions and milestones.
    pub actions: usize,
    /// How many lines of feedback.
    pub feedback: usize,
    /// How many lines of revenue, capital schemes and savings.
    pub money: usize,
    /// What became of its rows.
    pub rows: ImportedRows,
    /// What became of its cells.
    pub cells: ImportedCells,
    /// How many figures that were there it restates.
    pub restated: usize,
    /// How many figures it gives to quarters that were reported without them.
    pub late: usize,
    /// The first quarter whose report shows these beside what was there, on its sheet Restatements; none where nothing was.
    pub shown_in: Option<Period>,
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

/// Takes past quarters from `file` into the ledger. Rows that an error finding names are not taken, the others are; those
/// over a past that is there only as restatements.
///
/// # Errors
/// When the file cannot be opened or the ledger cannot be written; never for what is in it.
pub fn import(workspace: &Workspace, file: &Path, why: Option<&Restating>, host: &Host<'_>) -> Result<Imported> {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let _in_use = InUse::take(&workspace.history_dir(), &format!("importing {name}"), host)?;
    let read = host.stage("Reading past quarters", 0, || read(workspace, file, &name, host))?;
    take(workspace, read, (BatchKind::Import, why, Some(file)), host)
}

/// What was read of a file: its records or their tallies, the rows that can be taken, what was found.
pub(super) type ReadPast = (FileRecords, PastRows, Vec<Finding>);

/// Takes what was read into the ledger.
pub(super) fn take(
    workspace: &Workspace,
    (read, mut rows, mut findings): ReadPast,
    (kind, why, file): (BatchKind, Option<&Restating>, Option<&Path>),
    host: &Host<'_>,
) -> Result<Imported> {
    let ledger = host.ledger(&workspace.history_dir())?;
    let (restatements, over) = match read.outcome {
        Outcome::Accepted => {
            let joined = joined(workspace, &ledger, &rows)?;
            ledger.over(&workspace.register, &mut rows, why, &joined)?
        }
        _ => (vec![], vec![]),
    };
    let shown_in = restatements.iter().map(|r| r.correction.period).max().map(|of| shown_in(&ledger, of));
    findings.extend(over);
    findings.sort();
    let (changed, head) = match read.outcome {
        Outcome::Accepted => {
            let mut batch = LedgerBatch::import(&read.source, &rows, &restatements);
            batch.kind = kind;
            let keep = |path: &Path| FileToKeep { source: read.source.as_ref().clone(), path: path.to_owned() };
            batch.keep = file.map(keep).into_iter().collect();
            batch.settings_sha256.clone_from(&workspace.settings_sha256);
            batch.register_sha256.clone_from(&workspace.register.sha256);
            if let Some(why) = why {
                batch.by.clone_from(&why.by);
                batch.note = format!("{}: {}", why.class.words(), why.reason);
            }
            let prepared = host.stage("Recording", 0, || ledger.prepare(batch, &host.today))?;
            (!prepared.unchanged(), prepared.commit()?)
        }
        _ => (false, ledger.head()),
    };
    // A row that a quotation mark took in gave no record.
    let lost = findings.iter().filter(|f| f.code == catalogue::F082.code).count() as u64;
    Ok(Imported {
        file: read.source.file.clone(),
        readings: rows.readings.len(),
        risks: rows.risks.len(),
        actions: rows.actions.len(),
        feedback: rows.feedback.len(),
        money: rows.money.revenue.len() + rows.money.capital.len() + rows.money.savings.len(),
        rows: ImportedRows {
            read: rows.rows + lost,
            taken: rows.rows - rows.rows_refused - rows.rows_silent,
            refused: rows.rows_refused + lost,
            without_figure: rows.rows_silent,
        },
        cells: ImportedCells::of(&read, &rows),
        restated: restatements.iter().filter(|r| r.was.is_some()).count(),
        late: restatements.iter().filter(|r| r.was.is_none()).count(),
        shown_in,
        changed,
        ledger: head.seq,
        findings,
    })
}

/// What is put together from the councils before this one in the quarters of some rows: a figure that stands there, though nobody
/// sent it.
fn joined(workspace: &Workspace, ledger: &Ledger, rows: &PastRows) -> Result<Vec<Reading>> {
    let last = rows.readings.iter().map(|r| r.period).max();
    match last.filter(|_| !workspace.register.predecessors.is_empty()) {
        Some(last) => worked_out(ledger, &workspace.register, last.plus(1), None),
        None => Ok(vec![]),
    }
}

/// The quarter whose report is the next to look at what is recorded now of a quarter: a later one, and none that is published,
/// since it says again what it said.
pub(super) fn shown_in(ledger: &Ledger, of: Period) -> Period {
    let run = |r: &&LogRecord| r.kind == BatchKind::Consolidation;
    match ledger.records().iter().filter(run).filter_map(|r| r.period).max().filter(|newest| *newest > of) {
        Some(newest) if ledger.newest_release(newest, None).is_none() => newest,
        Some(newest) => newest.plus(1),
        None => of.plus(1),
    }
}

/// The quarter of today: what is past is before it.
pub(super) fn now(workspace: &Workspace, host: &Host<'_>) -> Result<Period> {
    let today = host.today.parse().map_err(|_| Error::Internal(format!("{} is no day", host.today)))?;
    Ok(Period::containing(today, workspace.settings.year.start_month))
}

/// A CSV file, typed.
pub(super) fn typed(name: &str, csv: &[u8], workspace: &Workspace, now: Period) -> ReadPast {
    let (read, rows, mut findings) = history::import_csv(name, csv, &workspace.register, now);
    findings.extend(read.findings.iter().cloned());
    findings.sort();
    (read, rows, findings)
}

/// Reads a file of past quarters.
pub(super) fn read(workspace: &Workspace, file: &Path, name: &str, host: &Host<'_>) -> Result<ReadPast> {
    if !file.is_file() {
        return Err(Error::Usage(format!("there is no file {}", file.display())));
    }
    let now = now(workspace, host)?;
    if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        let bytes = fs::read(file).map_err(Error::io("read", file))?;
        return Ok(typed(name, &bytes, workspace, now));
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
