//! What the ledger says of a quarter's figures on any day: as they were reported, and as they are after what was put right
//! in the open since.

use super::Ledger;
use super::log::{BatchKind, LogRecord};
use super::restate::{corrected, declared_by};
use super::rows::LedgerRow;
use super::table::LedgerLine;
use crate::error::Result;
use crate::period::Period;
use crate::reading::Reading;
use crate::reading::correction::Restatement;
use crate::reported::{ReportedFigure, RestatedTarget};
use crate::settings::Status;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The columns of readings that make a figure: what services write beside it stays where it is.
const FIGURE_COLUMNS: [&str; 14] = [
    "indicator",
    "service",
    "period",
    "value",
    "marker",
    "provisional",
    "numerator",
    "denominator",
    "file",
    "sha256",
    "sheet",
    "cell",
    "seq",
    "withdrawn",
];

/// The records that are looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct SeenRecords {
    /// The newest of them; all, when `None`.
    pub as_of: Option<u64>,
    /// The quarter whose own runs are passed over: what they changed in earlier quarters is told by the run itself.
    pub without: Option<Period>,
}

/// The release that a quarter's figures are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct FigureRelease {
    /// 1 for the first of its quarter.
    pub number: u32,
    /// An early one.
    pub provisional: bool,
}

/// A row, with the number of the record that wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<R> {
    /// The number of the record.
    pub record: u64,
    /// The row.
    pub row: R,
}

/// The figures of one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterFigures {
    /// The quarter.
    pub period: Period,
    /// The record of the run that its newest release froze, else of its newest run; none where it was only imported.
    pub run: Option<u64>,
    /// Its newest release.
    pub release: Option<FigureRelease>,
    /// What that run's report said of each measure, by id.
    pub reported: Vec<ReportedFigure>,
    /// The same with the targets that were put right since, by id.
    pub targets_now: Vec<ReportedFigure>,
    /// What services sent, and what was imported and corrected, by id.
    pub readings: Vec<Recorded<Reading>>,
    /// What was put right since that run, the newest last.
    pub restated: Vec<Recorded<Restatement>>,
}

impl QuarterFigures {
    /// Takes in figures of this quarter that a run declares to be corrected and has not recorded yet.
    pub fn restate<'r>(&mut self, record: u64, restatements: impl IntoIterator<Item = &'r Restatement>) {
        for restatement in restatements.into_iter().filter(|r| r.correction.period == self.period) {
            let id = &restatement.correction.indicator;
            let at = self.readings.binary_search_by(|held| held.row.indicator.cmp(id));
            let held = at.ok().map(|n| self.readings[n].row.clone());
            let row = Recorded { record, row: corrected(&restatement.correction, held) };
            match at {
                Ok(n) => self.readings[n] = row,
                Err(n) => self.readings.insert(n, row),
            }
            self.restated.push(Recorded { record, row: restatement.clone() });
        }
    }
}

impl Ledger {
    /// The newest record of a day or before it; `None` when there was none yet.
    pub fn on_day(&self, day: &str) -> Option<&LogRecord> {
        self.records.iter().rfind(|r| r.recorded.get(..day.len()).unwrap_or(&r.recorded) <= day)
    }

    /// The quarters of which there are figures, oldest first.
    pub fn quarters_with_figures(&self, as_of: Option<u64>) -> BTreeSet<Period> {
        self.quarters::<Reading>(as_of).chain(self.quarters::<ReportedFigure>(as_of)).collect()
    }

    /// Every figure that was put right in the open, oldest first.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn restatements(&self, seen: SeenRecords) -> Result<Vec<Recorded<Restatement>>> {
        let mut out = vec![];
        for declared in self.quarters::<Restatement>(seen.as_of).filter(|quarter| seen.without != Some(*quarter)) {
            out.extend(self.recorded_rows::<Restatement>(declared, |r| self.is_seen(r, declared, seen))?);
        }
        out.sort_by(|a, b| (a.record, a.row.key()).cmp(&(b.record, b.row.key())));
        Ok(out)
    }

    /// The figures of a quarter. `restatements` is what [`Ledger::restatements`] gives for the same records.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn figures(
        &self,
        period: Period,
        seen: SeenRecords,
        restatements: &[Recorded<Restatement>],
    ) -> Result<QuarterFigures> {
        let release = self.newest_release(period, seen.as_of).and_then(|r| r.release.as_ref());
        let run = self.newest_run(period, release.map(|release| release.run).or(seen.as_of));
        let last = run.map_or(0, |run| run.seq);
        let known = |r: &LogRecord| self.is_seen(r, period, seen);
        let own = |r: &LogRecord| known(r) && r.seq <= last;
        let looked_at = run.map_or(0, LogRecord::looked_at);
        let since = restatements.iter().filter(|r| r.row.correction.period == period && r.record > looked_at);
        Ok(QuarterFigures {
            period,
            run: run.map(|run| run.seq),
            release: release.map(|r| FigureRelease { number: r.number, provisional: r.provisional }),
            reported: self.rows_of(period, own)?,
            targets_now: self.rows_of(period, |r| own(r) || known(r) && r.kind == BatchKind::Correction)?,
            readings: self.recorded_rows(period, known)?,
            restated: since.cloned().collect(),
        })
    }

    /// What a run recorded of its quarter: its report, and the readings behind it.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn figures_of_run(&self, run: &LogRecord, period: Period) -> Result<QuarterFigures> {
        let until = |r: &LogRecord| r.seq <= run.seq;
        let looked_at = run.looked_at();
        Ok(QuarterFigures {
            period,
            run: Some(run.seq),
            release: None,
            reported: self.rows_of(period, until)?,
            targets_now: vec![],
            // What was recorded of the quarter after the run looked is not in its figures.
            readings: self.recorded_rows(period, |r| r.seq <= looked_at || until(r) && declared_by(r, period))?,
            restated: vec![],
        })
    }

    /// Targets of a quarter that were put right, oldest first.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn restated_targets(&self, period: Period) -> Result<Vec<Recorded<RestatedTarget>>> {
        self.recorded_rows(period, |_| true)
    }

    /// The measures of a quarter that are held back in its newest report, or in what was sent last: they are told of no
    /// earlier day either.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn held_back(&self, period: Period) -> Result<BTreeSet<Arc<str>>> {
        let reported: Vec<ReportedFigure> = self.rows_of(period, |_| true)?;
        let readings: Vec<Reading> = self.rows_of(period, |_| true)?;
        let told = reported.into_iter().filter(|f| f.status == Status::Suppressed).map(|f| f.indicator);
        Ok(told.chain(readings.into_iter().filter(Reading::held_back).map(|r| r.indicator)).collect())
    }

    pub(super) fn is_seen(&self, record: &LogRecord, period: Period, seen: SeenRecords) -> bool {
        seen.as_of.is_none_or(|n| record.seq <= n)
            && !seen.without.is_some_and(|quarter| declared_by(record, quarter))
            && !self.is_draft(record, period, seen.as_of)
    }

    /// The rows of one quarter, each with the record that wrote it, by key.
    pub(super) fn recorded_rows<R: LedgerRow>(
        &self,
        period: Period,
        keep: impl Fn(&LogRecord) -> bool,
    ) -> Result<Vec<Recorded<R>>> {
        let live =
            self.live_columns::<R>(period, keep, Some(&FIGURE_COLUMNS[..]).filter(|_| R::TABLE == Reading::TABLE))?;
        let read = |line: LedgerLine<'_>| {
            let row = self.understood(R::read(line), &format!("{}, {period}", R::TABLE))?;
            Ok(Recorded { record: line.seq().unwrap_or_default(), row })
        };
        live.lines().map(read).collect()
    }
}
