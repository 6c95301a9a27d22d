//! Risks, actions, feedback and money of quarters, as they count or as a run recorded them.

use super::Ledger;
use super::figures::{Recorded, SeenRecords};
use super::log::LogRecord;
use super::restate::declared_by;
use super::rows::LedgerRow;
use crate::difference::Values;
use crate::error::Result;
use crate::period::Period;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::{Action, Feedback, Risk};

/// What services say beside their figures, each row with the record that wrote it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QuarterLines {
    /// By service and id.
    pub risks: Vec<Recorded<Risk>>,
    /// By service and id.
    pub actions: Vec<Recorded<Action>>,
    /// By service and kind.
    pub feedback: Vec<Recorded<Feedback>>,
    /// By service and id.
    pub revenue: Vec<Recorded<RevenueLine>>,
    /// By service and id.
    pub capital: Vec<Recorded<CapitalScheme>>,
    /// By service and id.
    pub savings: Vec<Recorded<Saving>>,
}

impl QuarterLines {
    /// What they say, for comparison.
    pub fn values(&self) -> Values<'_> {
        Values {
            risks: self.risks.iter().map(|r| &r.row).collect(),
            actions: self.actions.iter().map(|r| &r.row).collect(),
            feedback: self.feedback.iter().map(|r| &r.row).collect(),
            revenue: self.revenue.iter().map(|r| &r.row).collect(),
            capital: self.capital.iter().map(|r| &r.row).collect(),
            savings: self.savings.iter().map(|r| &r.row).collect(),
            ..Values::default()
        }
    }
}

impl Ledger {
    /// Of every quarter, the oldest first: as its newest release has it, else its last run, with what was imported.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn lines(&self, seen: SeenRecords) -> Result<QuarterLines> {
        Ok(QuarterLines {
            risks: self.lines_of(seen)?,
            actions: self.lines_of(seen)?,
            feedback: self.lines_of(seen)?,
            revenue: self.lines_of(seen)?,
            capital: self.lines_of(seen)?,
            savings: self.lines_of(seen)?,
        })
    }

    fn lines_of<R: LedgerRow>(&self, seen: SeenRecords) -> Result<Vec<Recorded<R>>> {
        let mut out = vec![];
        for quarter in self.quarters::<R>(seen.as_of) {
            out.extend(self.recorded_rows(quarter, |r| self.is_seen(r, quarter, seen))?);
        }
        Ok(out)
    }

    /// Of the quarter of a run as that run recorded it.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn lines_of_run(&self, run: &LogRecord, period: Period) -> Result<QuarterLines> {
        let looked_at = run.looked_at();
        let until = |r: &LogRecord| r.seq <= looked_at || r.seq <= run.seq && declared_by(r, period);
        Ok(QuarterLines {
            risks: self.recorded_rows(period, until)?,
            actions: self.recorded_rows(period, until)?,
            feedback: self.recorded_rows(period, until)?,
            revenue: self.recorded_rows(period, until)?,
            capital: self.recorded_rows(period, until)?,
            savings: self.recorded_rows(period, until)?,
        })
    }
}
