//! The delivery plan and the control totals of the budget, as the register has them.

use crate::reading::Place;
use crate::reading::money::Pence;
use chrono::NaiveDate;
use std::sync::Arc;

/// A step of the delivery plan: what was agreed before any service reported on it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedMilestone {
    /// Its id, which returns use.
    pub id: Arc<str>,
    /// What is to be done.
    pub title: String,
    /// Id of the priority that it serves; empty where it serves none.
    pub priority: String,
    /// Id of the service that reports on it.
    pub service: Arc<str>,
    /// Who answers for it.
    pub owner: String,
    /// The day that was agreed.
    pub baseline: Option<NaiveDate>,
    /// Where it stands.
    pub place: Place,
}

/// The budget that the lines of a directorate, or of one service, must sum to.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlTotal {
    /// The directorate, as the sheet Services has it.
    pub directorate: String,
    /// Id of the service where it is of one alone.
    pub service: Option<Arc<str>>,
    /// The calendar year in which its financial year starts.
    pub year: i16,
    /// The year's budget as it stands now.
    pub budget: Pence,
    /// Where it stands.
    pub place: Place,
}
