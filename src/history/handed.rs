//! What a council's ledger hands on when others take its place: everything that counts, as it counts.

use super::Ledger;
use crate::error::Result;
use crate::period::Period;
use crate::reading::correction::Restatement;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::{Action, Feedback, Part, Reading, Risk};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What counts of all quarters before one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandedOver {
    /// Figures of measures, by quarter and id.
    pub readings: Vec<Reading>,
    /// The parts of those that are broken down.
    pub parts: Vec<Part>,
    /// Every review of every risk.
    pub risks: Vec<Risk>,
    /// Every action, quarter by quarter.
    pub actions: Vec<Action>,
    /// Complaints, compliments and comments.
    pub feedback: Vec<Feedback>,
    /// How many figures were put right in the open.
    pub restatements: usize,
    /// How many lines of revenue, schemes and savings there are.
    pub money: usize,
    /// The last quarter with figures.
    pub last: Option<Period>,
    /// How many figures there are of `period` and later quarters.
    pub later: usize,
}

impl Ledger {
    /// What counts of the quarters before `period`, whatever register is in force.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn handed_over(&self, period: Period) -> Result<HandedOver> {
        let mut out = HandedOver::default();
        for quarter in self.quarters::<Risk>(None).filter(|q| *q < period) {
            out.risks.extend(self.rows::<Risk>(quarter, None)?);
        }
        for quarter in self.quarters::<Action>(None).filter(|q| *q < period) {
            out.actions.extend(self.rows::<Action>(quarter, None)?);
        }
        for quarter in self.quarters::<Reading>(None).filter(|q| *q < period) {
            out.readings.extend(self.rows::<Reading>(quarter, None)?);
        }
        out.last = out.readings.iter().map(|r| r.period).max();
        for quarter in self.quarters::<Reading>(None).filter(|q| *q >= period) {
            out.later += self.rows::<Reading>(quarter, None)?.len();
        }
        for quarter in self.quarters::<Part>(None).filter(|q| *q < period) {
            out.parts.extend(self.rows::<Part>(quarter, None)?);
        }
        for quarter in self.quarters::<Feedback>(None).filter(|q| *q < period) {
            out.feedback.extend(self.rows::<Feedback>(quarter, None)?);
        }
        for quarter in self.quarters::<Restatement>(None).filter(|q| *q < period) {
            out.restatements += self.rows::<Restatement>(quarter, None)?.len();
        }
        for quarter in self.quarters::<RevenueLine>(None).filter(|q| *q < period) {
            out.money += self.rows::<RevenueLine>(quarter, None)?.len();
        }
        for quarter in self.quarters::<CapitalScheme>(None).filter(|q| *q < period) {
            out.money += self.rows::<CapitalScheme>(quarter, None)?.len();
        }
        for quarter in self.quarters::<Saving>(None).filter(|q| *q < period) {
            out.money += self.rows::<Saving>(quarter, None)?.len();
        }
        Ok(out)
    }

    /// The names of the parts that the ledger has of each measure, by the id that it had.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn part_names(&self) -> Result<BTreeMap<Arc<str>, BTreeSet<Arc<str>>>> {
        let mut out: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
        for quarter in self.quarters::<Part>(None) {
            for part in self.rows::<Part>(quarter, None)? {
                out.entry(part.indicator).or_default().insert(part.name);
            }
        }
        Ok(out)
    }
}
