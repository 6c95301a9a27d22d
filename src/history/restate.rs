//! Restatements: a figure of an earlier quarter that a return declares to be corrected becomes a new row of that
//! quarter, beside the row that says why and by whom. What was published before stays where it is.

use super::past::LiveRows;
use super::rows::LedgerRow;
use super::{BatchKind, Ledger, LogRecord};
use crate::difference::Values;
use crate::error::Result;
use crate::past::Past;
use crate::period::Period;
use crate::reading::correction::{Correction, Restatement};
use crate::reading::money::{CapitalScheme, MoneyLines, RevenueLine, Saving};
use crate::reading::{Action, Feedback, Narrative, Part, Reading, Risk, Value};
use crate::register::Register;
use std::collections::BTreeSet;

/// What the returns of one quarter change in earlier ones, ready for a [`super::LedgerBatch`].
#[derive(Debug, Clone, Default)]
pub struct QuarterRestatements {
    /// The restatements.
    pub rows: Vec<Restatement>,
    /// The readings as they are from now on: corrected, or as they were where a correction was taken back.
    pub readings: Vec<Reading>,
}

/// A quarter as its last recorded run left it, not yet read: who asks about one service of a thousand need not wait for
/// the rest.
#[derive(Debug, Clone)]
pub struct RecordedQuarter {
    /// The record of that run, and its day.
    pub record: u64,
    /// The day of the record.
    pub day: String,
    period: Period,
    readings: LiveRows,
    parts: LiveRows,
    risks: LiveRows,
    actions: LiveRows,
    feedback: LiveRows,
    revenue: LiveRows,
    capital: LiveRows,
    savings: LiveRows,
}

/// What services said in a recorded run.
#[derive(Debug, Clone)]
pub struct RecordedValues {
    readings: Vec<Reading>,
    parts: Vec<Part>,
    risks: Vec<Risk>,
    actions: Vec<Action>,
    feedback: Vec<Feedback>,
    money: MoneyLines,
}

impl RecordedValues {
    /// What was recorded, for comparison.
    pub fn values(&self) -> Values<'_> {
        Values {
            readings: self.readings.iter().collect(),
            parts: self.parts.iter().collect(),
            risks: self.risks.iter().collect(),
            actions: self.actions.iter().collect(),
            feedback: self.feedback.iter().collect(),
            revenue: self.money.revenue.iter().collect(),
            capital: self.money.capital.iter().collect(),
            savings: self.money.savings.iter().collect(),
            ..Values::default()
        }
    }
}

impl Ledger {
    /// The quarter as the newest run of it up to `as_of` recorded it, without what later quarters restated. `None`
    /// when it was never consolidated.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn recorded(&self, period: Period, as_of: Option<u64>) -> Result<Option<RecordedQuarter>> {
        let own = |r: &LogRecord| r.kind == BatchKind::Consolidation && r.period == Some(period);
        let mut known = self.records.iter().filter(|r| as_of.is_none_or(|n| r.seq <= n));
        let Some(last) = known.rfind(|r| own(r)) else { return Ok(None) };
        let keep = |r: &LogRecord| own(r) && r.seq <= last.seq;
        Ok(Some(RecordedQuarter {
            record: last.seq,
            day: last.recorded.clone(),
            period,
            readings: self.live::<Reading>(period, keep)?,
            parts: self.live::<Part>(period, keep)?,
            risks: self.live::<Risk>(period, keep)?,
            actions: self.live::<Action>(period, keep)?,
            feedback: self.live::<Feedback>(period, keep)?,
            revenue: self.live::<RevenueLine>(period, keep)?,
            capital: self.live::<CapitalScheme>(period, keep)?,
            savings: self.live::<Saving>(period, keep)?,
        }))
    }

    /// What the services that are `of` these said in a recorded run.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn said(&self, recorded: &RecordedQuarter, of: impl Fn(&str) -> bool) -> Result<RecordedValues> {
        let period = recorded.period;
        Ok(RecordedValues {
            readings: self.read_live(&recorded.readings, period, &of)?,
            parts: self.read_live(&recorded.parts, period, &of)?,
            risks: self.read_live(&recorded.risks, period, &of)?,
            actions: self.read_live(&recorded.actions, period, &of)?,
            feedback: self.read_live(&recorded.feedback, period, &of)?,
            money: MoneyLines {
                revenue: self.read_live(&recorded.revenue, period, &of)?,
                capital: self.read_live(&recorded.capital, period, &of)?,
                savings: self.read_live(&recorded.savings, period, &of)?,
            },
        })
    }

    /// What `rows`, declared by the returns of `period`, change in earlier quarters; and what is to be put back because
    /// an earlier run of that quarter declared it and it is declared no longer.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn restate(&self, period: Period, rows: Vec<Restatement>) -> Result<QuarterRestatements> {
        let before: Vec<Restatement> = self.rows_of(period, |r| declared_by(r, period))?;
        let gone: Vec<&Restatement> = before.iter().filter(|b| !rows.iter().any(|r| r.key() == b.key())).collect();
        let quarters: BTreeSet<Period> = rows.iter().chain(gone.iter().copied()).map(|r| r.correction.period).collect();
        let mut readings = vec![];
        for quarter in quarters {
            let held: Vec<Reading> = self.rows_of(quarter, |r| !declared_by(r, period))?;
            let find = |r: &Restatement| held.iter().find(|h| h.indicator == r.correction.indicator).cloned();
            let of_quarter = |r: &&Restatement| r.correction.period == quarter;
            readings.extend(rows.iter().filter(of_quarter).map(|r| corrected(&r.correction, find(r))));
            readings.extend(gone.iter().copied().filter(of_quarter).filter_map(find));
        }
        Ok(QuarterRestatements { rows, readings })
    }

    /// Figures of a quarter that were corrected after its returns were first recorded, as the records up to `as_of` leave
    /// them, and what was declared of them.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn corrections_of(&self, period: Period, as_of: Option<u64>) -> Result<(Vec<Reading>, Vec<Restatement>)> {
        let known = |r: &LogRecord| as_of.is_none_or(|n| r.seq <= n);
        let own = |r: &LogRecord| declared_by(r, period);
        let Some(first) = self.records.iter().find(|r| own(r)).map(|r| r.seq) else { return Ok((vec![], vec![])) };
        if !self.files(Reading::TABLE, as_of).any(|(r, f)| f.period == period && r.seq > first && !own(r)) {
            return Ok((vec![], vec![]));
        }
        let ours: Vec<Reading> = self.rows_of(period, |r| known(r) && (own(r) || r.seq < first))?;
        let all: Vec<Reading> = self.rows_of(period, known)?;
        let corrected: Vec<Reading> = all.into_iter().filter(|r| !ours.contains(r)).collect();
        let mut declared: Vec<Restatement> = vec![];
        // No figure is put right before its quarter.
        for quarter in self.quarters::<Restatement>(as_of).filter(|quarter| *quarter >= period) {
            let rows: Vec<Restatement> = self.rows_of(quarter, known)?;
            declared.extend(rows.into_iter().filter(|r| r.correction.period == period));
        }
        Ok((corrected, declared))
    }

    /// The newest record that the last report of the quarter before `period` looked at; without one nothing was reported.
    pub(super) fn last_reported_before(&self, period: Period, as_of: Option<u64>) -> u64 {
        let before = self.records.iter().filter_map(|r| r.period).filter(|q| *q < period).max();
        let run = before.and_then(|quarter| {
            let release = self.newest_release(quarter, as_of).and_then(|r| r.release.as_ref());
            self.newest_run(quarter, release.map(|release| release.run).or(as_of))
        });
        run.map_or(u64::MAX, |run| run.basis.unwrap_or(run.seq.saturating_sub(1)))
    }

    /// What was imported and corrected of earlier quarters since the quarter before `period` was last reported, as the
    /// records up to `as_of` have it.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn restated_between(&self, period: Period, as_of: Option<u64>) -> Result<Vec<Restatement>> {
        let since = self.last_reported_before(period, as_of);
        let in_the_open = |r: &LogRecord| {
            !matches!(r.kind, BatchKind::Consolidation) && r.seq > since && as_of.is_none_or(|n| r.seq <= n)
        };
        let mut out: Vec<Restatement> = vec![];
        for quarter in self.quarters::<Restatement>(as_of).filter(|quarter| *quarter < period) {
            out.extend(self.rows_of::<Restatement>(quarter, in_the_open)?);
        }
        Ok(out)
    }

    /// Takes back what the returns of `period` themselves restated when they were recorded before, so that its past is
    /// the same however often it is read.
    pub(super) fn as_before(
        &self,
        register: &Register,
        period: Period,
        past: &mut Past,
        as_of: Option<u64>,
    ) -> Result<()> {
        for r in self.rows_of::<Restatement>(period, |r| declared_by(r, period) && as_of.is_none_or(|n| r.seq <= n))? {
            let Some(n) = register.indicator_number(&r.correction.indicator) else { continue };
            past.values.set(n, r.correction.period, r.was);
            past.numerators.set(n, r.correction.period, r.numerator);
            past.denominators.set(n, r.correction.period, r.denominator);
        }
        Ok(())
    }
}

pub(super) fn declared_by(record: &LogRecord, period: Period) -> bool {
    record.kind == BatchKind::Consolidation && record.period == Some(period)
}

/// Numerator and denominator of the old figure go with it.
pub(super) fn corrected(c: &Correction, held: Option<Reading>) -> Reading {
    let (value, place) = (Value::Number(c.corrected), c.place.clone());
    let (numerator, denominator) = (c.numerator, c.denominator);
    match held {
        Some(old) => Reading { value, place, numerator, denominator, provisional: false, ..old },
        None => Reading {
            indicator: c.indicator.clone(),
            service: c.service.clone(),
            period: c.period,
            value,
            provisional: false,
            numerator,
            denominator,
            forecast: None,
            words: Box::new(Narrative::default()),
            place,
        },
    }
}
