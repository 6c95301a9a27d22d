//! The figures of the ledger as tables: of all quarters by `quarterday history export`, of those that a report shows beside
//! the report.

use super::staging::{Staged, stage, tidy};
use super::{Host, Quarter, Workspace, worked_out};
use crate::analyse::QUARTERS;
use crate::error::{Error, Result};
use crate::export::{
    CsvFile, ExportFormat, ExportTables, FigureContext, FigureRow, FiguresOf, figure_columns, figures,
};
use crate::fit::fit;
use crate::history::{FigureRelease, Ledger, LogRecord, QuarterFigures, SeenRecords};
use crate::period::Period;
use crate::reading::Source;
use crate::report::{Provenance, READINGS_IN_RECORD};
use crate::reported::ReportedFigure;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the ledger is exported.
#[derive(Debug, Clone)]
pub struct ExportTerms {
    /// The folder that the files go to; made where it is not there.
    pub to: PathBuf,
    /// As it was known at the end of this day; as it is, when `None`.
    pub as_of: Option<NaiveDate>,
    /// In which formats.
    pub formats: Vec<ExportFormat>,
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Exported {
    /// Where the files lie.
    pub folder: PathBuf,
    /// The files, with their hashes.
    pub files: Vec<Source>,
    /// The newest record that counts.
    pub record: u64,
    /// How many quarters have figures.
    pub quarters: usize,
    /// Rows: a measure and quarter each.
    pub rows: usize,
    /// What became of the rows: those with a figure, held back, and without one for another reason.
    pub of_rows: ExportedRows,
    /// Of the rows, those whose figure or target was put right since it was reported.
    pub restated: usize,
}

/// Every row is one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct ExportedRows {
    /// There is a figure.
    pub with_figure: usize,
    /// There is one that is told to nobody.
    pub held_back: usize,
    /// Due and not there, or not available.
    pub without_figure: usize,
}

impl ExportedRows {
    /// Counts rows.
    pub(super) fn of(rows: &[FigureRow<'_>]) -> Self {
        let with_figure = rows.iter().filter(|r| r.value.is_some()).count();
        let held_back = rows.iter().filter(|r| r.is_held_back()).count();
        Self { with_figure, held_back, without_figure: rows.len() - with_figure - held_back }
    }
}

/// Writes the figures of every quarter of the ledger into a folder.
///
/// # Errors
/// When there are none on that day, a file cannot be written or the ledger is damaged.
pub fn export(workspace: &Workspace, terms: &ExportTerms, host: &Host<'_>) -> Result<Exported> {
    let ledger = host.ledger(&workspace.history_dir())?;
    let newest = newest(&ledger, terms.as_of)?;
    let as_of = Some(newest.seq);
    let past = past(workspace, &ledger, as_of)?;
    let context = FigureContext { register: &workspace.register, settings: &workspace.settings, past: &past };
    let mut told = host.stage("Reading the ledger", 0, || all_figures(&ledger, as_of))?;
    let mut each: Vec<&mut QuarterFigures> = told.iter_mut().map(|(figures, _)| figures).collect();
    worked_out::add((&ledger, &workspace.register, as_of), newest.seq, &mut each)?;
    let (money, milestones) = (ledger.money(as_of)?, ledger.milestones(as_of)?);
    let rows =
        told.iter().flat_map(|(told, hidden)| figures(&context, &told.into(), hidden).collect::<Vec<_>>()).collect();
    let lines = ledger.lines(SeenRecords { as_of, without: None })?;
    let tables = ExportTables::new(rows, lines, money, milestones, workspace.settings.year.start_month);
    tidy(&terms.to);
    let staged = host.stage("Writing the tables", 0, || {
        let mut staged = vec![];
        for format in &terms.formats {
            for (name, bytes) in tables.files(*format)? {
                staged.push(written(&terms.to.join(name), &bytes)?);
            }
        }
        Ok::<_, Error>(staged)
    })?;
    let files = staged.iter().map(Staged::source).collect::<Result<_>>()?;
    staged.into_iter().try_for_each(Staged::place)?;
    let rows = tables.rows();
    Ok(Exported {
        folder: terms.to.clone(),
        files,
        record: newest.seq,
        quarters: rows.iter().map(|r| r.period).collect::<BTreeSet<_>>().len(),
        rows: rows.len(),
        of_rows: ExportedRows::of(rows),
        restated: rows.iter().filter(|r| r.restated.is_some()).count(),
    })
}

fn written(path: &Path, bytes: &[u8]) -> Result<Staged> {
    stage(path, |file| file.write_all(bytes).map_err(Error::io("write", path)))
}

/// The newest record at the end of a day, or of all.
pub(super) fn newest(ledger: &Ledger, day: Option<NaiveDate>) -> Result<&LogRecord> {
    let first = ledger.records().first();
    let found = match day {
        Some(day) => ledger.on_day(&day.to_string()),
        None => ledger.records().last(),
    };
    found.ok_or_else(|| {
        Error::Usage(match first {
            Some(first) => format!(
                "nothing was known on {}: the first record of the ledger is of {}",
                day.unwrap_or_default(),
                first.recorded
            ),
            None => {
                "there is nothing in the ledger yet; `quarterday consolidate` and `quarterday history import` record \
                     figures"
                    .to_owned()
            }
        })
    })
}

/// The past of the quarter after the last one, for what a status may ask.
pub(super) fn past(workspace: &Workspace, ledger: &Ledger, as_of: Option<u64>) -> Result<crate::past::Past> {
    let last = ledger.quarters_with_figures(as_of).last().map_or(Period::EXAMPLE, |quarter| quarter.plus(1));
    ledger.past(&workspace.register, last, as_of)
}

/// Rows beside a report at most when the earlier quarters are among them: of a national register they would be gigabytes each
/// time. The export has them all.
const MOST_ROWS: usize = 4 * READINGS_IN_RECORD;

/// Writes the figures of the quarters that the report of a run shows, oldest first: those before as the run found them, with
/// what its returns put right, and its own. One quarter after the other: all of a large council's are memory. Of a long
/// register this quarter alone.
pub(super) fn write_figures(
    quarter: &Quarter<'_>,
    reported: &[ReportedFigure],
    provenance: &Provenance,
    file: (&Path, &mut File),
) -> Result<()> {
    let (path, file) = file;
    let fault = |e| Error::io("write", path)(e);
    let (ledger, period) = (&quarter.ledger, quarter.period);
    let (register, settings) = (&quarter.workspace.register, &quarter.workspace.settings);
    let context = FigureContext { register, settings, past: &quarter.past };
    let seen = SeenRecords { as_of: quarter.basis, without: Some(period) };
    let restatements = ledger.restatements(seen, Some(period.plus(1 - fit::<i32>(QUARTERS))))?;
    let own = &quarter.accepted.restatements[..quarter.own_restatements];
    let nobody = BTreeSet::new();
    let held = ledger.quarters_with_figures(quarter.basis);
    let mut csv = CsvFile::new(file, &figure_columns()).map_err(fault)?;
    let with_earlier = register.indicators.len() * QUARTERS <= MOST_ROWS;
    for before in period.last(QUARTERS).filter(|q| with_earlier && *q < period && held.contains(q)) {
        let mut told = ledger.figures(before, seen, &restatements)?;
        told.restate(provenance.ledger_seq, own);
        csv.add(&figure_columns(), figures(&context, &(&told).into(), &nobody)).map_err(fault)?;
    }
    let this = this_quarter(quarter, reported, provenance);
    csv.add(&figure_columns(), figures(&context, &this, &nobody)).map_err(fault)?;
    csv.finish().map_err(fault)
}

/// What the run says of its own quarter, which the ledger does not have yet.
fn this_quarter<'q>(
    quarter: &'q Quarter<'_>,
    reported: &'q [ReportedFigure],
    provenance: &Provenance,
) -> FiguresOf<'q> {
    let record = provenance.ledger_seq;
    let release = provenance.release.as_ref();
    let sent = quarter.accepted.returns.iter().flat_map(|r| &r.readings);
    FiguresOf {
        period: quarter.period,
        run: Some(record),
        release: release.map(|r| FigureRelease { number: r.number, provisional: r.provisional }),
        reported,
        targets_now: &[],
        readings: sent.map(|reading| (record, reading)).collect(),
        restated: &[],
    }
}

/// The figures of every quarter, oldest first, with what is held back of each.
fn all_figures(ledger: &Ledger, as_of: Option<u64>) -> Result<Vec<(QuarterFigures, BTreeSet<Arc<str>>)>> {
    let seen = SeenRecords { as_of, without: None };
    let restatements = ledger.restatements(seen, None)?;
    let quarters: Vec<Period> = ledger.quarters_with_figures(as_of).into_iter().collect();
    let of = |quarter: &Period| Ok((ledger.figures(*quarter, seen, &restatements)?, ledger.held_back(*quarter)?));
    quarters.par_iter().map(of).collect()
}
