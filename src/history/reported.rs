//! What reports said of each measure: one row a measure and quarter, written with every run.

use super::Ledger;
use super::columns::Stored;
use super::log::{BatchKind, LogRecord};
use super::rows::LedgerRow;
use super::table::{self, LedgerColumns, LedgerLine};
use crate::error::Result;
use crate::measure::Status;
use crate::past::Past;
use crate::period::Period;
use crate::reading::Place;
use crate::reading::correction::Restatement;
use crate::register::Register;
use crate::reported::{PastFigure, ReportedFigure, RestatedTarget, StatusLimits};
use polars::prelude::DataFrame;
use std::collections::BTreeSet;

impl LedgerRow for ReportedFigure {
    const TABLE: &'static str = "reported";
    const KEY: (&'static str, &'static str) = ("indicator", "");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.indicator, "")
    }

    fn place(&self) -> Option<&Place> {
        None
    }

    columns! {
        indicator: ["indicator"],
        service: ["service"],
        period: ["period"],
        value: ["value"],
        numerator: ["numerator"],
        denominator: ["denominator"],
        target: ["target"],
        annual_target: ["annual_target"],
        limits: ["tolerance", "floor", "amber_low", "green_low", "green_high", "amber_high"],
        scheme: ["scheme"],
        status: ["status"],
        direction: ["direction"],
        outturn: ["outturn"],
        range_and_chance: ["outturn_low", "outturn_high", "chance"],
    }
}

impl LedgerRow for RestatedTarget {
    const TABLE: &'static str = "targets";
    const KEY: (&'static str, &'static str) = ("indicator", "");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.indicator, "")
    }

    fn place(&self) -> Option<&Place> {
        None
    }

    columns! {
        indicator: ["indicator"],
        service: ["service"],
        period: ["period"],
        was: ["was"],
        now: ["now"],
        status_was: ["status_was"],
        status: ["status"],
        class: ["class"],
        reason: ["reason"],
        author: ["author"],
    }
}

impl Stored<1> for Status {
    fn write<'r, R>(
        columns: LedgerColumns<'r, R>,
        [name]: [&str; 1],
        of: impl Fn(&'r R) -> &'r Self + Copy,
    ) -> LedgerColumns<'r, R> {
        columns.text(name, move |r| of(r).key())
    }

    fn read(line: LedgerLine<'_>, [name]: [&str; 1]) -> Option<Self> {
        Self::from_key(line.text(name))
    }
}

impl Stored<6> for StatusLimits {
    fn write<'r, R>(
        columns: LedgerColumns<'r, R>,
        [tolerance, floor, band @ ..]: [&str; 6],
        of: impl Fn(&'r R) -> &'r Self + Copy,
    ) -> LedgerColumns<'r, R> {
        let columns = columns.number(tolerance, |r| of(r).tolerance).number(floor, |r| of(r).floor);
        band.into_iter().enumerate().fold(columns, |columns, (n, name)| columns.number(name, move |r| of(r).band[n]))
    }

    fn read(line: LedgerLine<'_>, [tolerance, floor, band @ ..]: [&str; 6]) -> Option<Self> {
        let band = band.map(|name| line.number(name));
        Some(Self { tolerance: line.number(tolerance), floor: line.number(floor), band })
    }
}

impl Stored<3> for [Option<f64>; 3] {
    fn write<'r, R>(
        columns: LedgerColumns<'r, R>,
        names: [&str; 3],
        of: impl Fn(&'r R) -> &'r Self + Copy,
    ) -> LedgerColumns<'r, R> {
        names.into_iter().enumerate().fold(columns, |columns, (n, name)| columns.number(name, move |r| of(r)[n]))
    }

    fn read(line: LedgerLine<'_>, names: [&str; 3]) -> Option<Self> {
        Some(names.map(|name| line.number(name)))
    }
}

/// The columns that a later quarter compares with.
const COMPARED: [&str; 5] = ["indicator", "value", "target", "status", "withdrawn"];

impl Ledger {
    /// What the report of a quarter said of each measure, as the records that `keep` takes leave it, by id.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn reported(&self, period: Period, as_of: Option<u64>) -> Result<Vec<ReportedFigure>> {
        self.rows_of(period, |record| as_of.is_none_or(|n| record.seq <= n))
    }

    /// Targets of earlier quarters that were put right since the quarter before `period` was last reported.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn targets_restated_between(&self, period: Period, as_of: Option<u64>) -> Result<Vec<RestatedTarget>> {
        let since = self.last_reported_before(period, as_of);
        let mut out = vec![];
        for quarter in self.quarters::<RestatedTarget>(as_of).filter(|quarter| *quarter < period) {
            out.extend(self.rows_of(quarter, |r| r.seq > since && as_of.is_none_or(|n| r.seq <= n))?);
        }
        Ok(out)
    }

    /// What the reports of the quarters in the grids of `past` said: of a published quarter its newest release, else its
    /// newest run up to `as_of`.
    pub(super) fn past_reports(&self, register: &Register, past: &mut Past, as_of: Option<u64>) -> Result<()> {
        let first = past.values.first();
        for quarter in (0..).map(|n| first.plus(n)).take(past.values.quarters()) {
            let release = self.newest_release(quarter, as_of).and_then(|r| r.release.as_ref());
            let counts = self.counting(quarter, as_of);
            let files = self.files(ReportedFigure::TABLE, None).filter(|(r, f)| f.period == quarter && counts(r));
            for (_, file) in files {
                let frame = table::read(&self.dir, file, Some(&COMPARED))?;
                let (gone, there): (Vec<_>, Vec<_>) = table::lines(&frame).partition(|line| line.flag("withdrawn"));
                for line in gone.into_iter().chain(there) {
                    let Some(number) = register.indicator_number(line.text("indicator")) else { continue };
                    if line.flag("withdrawn") {
                        past.reported.remove(&(number, quarter));
                        continue;
                    }
                    let status = self.understood(Status::from_key(line.text("status")), ReportedFigure::TABLE)?;
                    let (value, target) = (line.number("value"), line.number("target"));
                    let release = release.map(|release| release.number);
                    past.reported.insert((number, quarter), PastFigure { value, target, status, release });
                }
            }
        }
        Ok(())
    }

    /// The records of which the report of a quarter counts: up to the run of its newest release, else up to its newest run.
    /// What was put right in the open counts, whenever that was.
    fn counting(&self, quarter: Period, as_of: Option<u64>) -> impl Fn(&LogRecord) -> bool + use<> {
        let release = self.newest_release(quarter, as_of).and_then(|r| r.release.as_ref());
        let last = release.map(|release| release.run).or(as_of);
        move |r| {
            let open = r.kind == BatchKind::Correction && as_of.is_none_or(|n| r.seq <= n);
            last.is_none_or(|n| r.seq <= n) || open
        }
    }

    /// What the report of a quarter that counts said of each measure, by id: that of its newest release, else of its newest
    /// run up to `as_of`, with the targets that were put right since.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn report_that_counts(&self, quarter: Period, as_of: Option<u64>) -> Result<Vec<ReportedFigure>> {
        self.rows_of(quarter, self.counting(quarter, as_of))
    }

    /// Puts into `past` all that reports said of figures that are others there, and of those that `restatements` are about.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn told_of_restated(
        &self,
        register: &Register,
        past: &mut Past,
        restatements: &[Restatement],
        as_of: Option<u64>,
    ) -> Result<()> {
        let other = past.reported.iter().filter(|((n, quarter), told)| told.value != past.values.get(*n, *quarter));
        let of = |r: &Restatement| Some((register.indicator_number(&r.correction.indicator)?, r.correction.period));
        let restated = restatements.iter().filter_map(of);
        let wanted: BTreeSet<(usize, Period)> = other.map(|(at, _)| *at).chain(restated).collect();
        let quarters: BTreeSet<Period> = wanted.iter().map(|(_, quarter)| *quarter).collect();
        for quarter in quarters {
            for figure in self.report_that_counts(quarter, as_of)? {
                let number = register.indicator_number(&figure.indicator);
                if let Some(at) = number.map(|n| (n, quarter)).filter(|at| wanted.contains(at)) {
                    past.told.insert(at, figure);
                }
            }
        }
        Ok(())
    }
}
