//! Which sheets our own form has.

use super::model::Settings;
use crate::record::Kind;

impl Settings {
    /// Whether our own form has the sheet of a kind.
    pub fn has_sheet(&self, kind: Kind) -> bool {
        match kind {
            Kind::Complaints => self.feedback.log,
            Kind::Milestones => self.milestones.on,
            Kind::Revenue => self.money.revenue,
            Kind::Capital => self.money.capital,
            Kind::Savings => self.money.savings,
            _ => true,
        }
    }
}
