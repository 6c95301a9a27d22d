//! What a council's ledger hands on when others take its place: everything that counts, as it counts.

use super::Ledger;
use crate::error::Result;
use crate::period::Period;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::{Action, Feedback, Part, Reading, Risk};

/// What counts of all quarters before one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandedOver {
    /// Figures of measures, by quarter and id.
    pub readings: Vec<Reading>,
    /// The parts of those that are broken down.
    pub parts: Vec<Part>,
    /// The last reviews of each risk, oldest first.
    pub risks: Vec<Risk>,
    /// Actions that are known, as they were last reported.
    pub actions: Vec<Action>,
    /// Complaints, compliments and comments.
    pub feedback: Vec<Feedback>,
    /// How many lines of revenue, schemes and savings there are.
    pub money: usize,
}

impl Ledger {
    /// What counts of the quarters before `period`, whatever register is in force.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn handed_over(&self, period: Period) -> Result<HandedOver> {
        let mut out = HandedOver {
            risks: self.standing_risks(period, None)?,
            actions: self.standing_actions(period, None)?,
            ..HandedOver::default()
        };
        for quarter in self.quarters::<Reading>(None).filter(|q| *q < period) {
            out.readings.extend(self.rows::<Reading>(quarter, None)?);
        }
        for quarter in self.quarters::<Part>(None).filter(|q| *q < period) {
            out.parts.extend(self.rows::<Part>(quarter, None)?);
        }
        for quarter in self.quarters::<Feedback>(None).filter(|q| *q < period) {
            out.feedback.extend(self.rows::<Feedback>(quarter, None)?);
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
}
