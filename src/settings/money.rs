//! `[money]` and `[milestones]`: which sheets of them the forms have, what needs a reason, and how they are rated.

use serde::{Deserialize, Serialize};

/// `[money]`: revenue, capital and savings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MoneySettings {
    /// The forms have a sheet for the lines of the revenue budget.
    pub revenue: bool,
    /// The forms have a sheet for the schemes of the capital programme.
    pub capital: bool,
    /// The forms have a sheet for savings.
    pub savings: bool,
    /// A variance, or its movement since last quarter, needs a reason above this many pounds …
    pub reason_amount: f64,
    /// … and above this percentage of the budget.
    pub reason_percent: f64,
    /// A forecast is on budget up to this percentage of it over …
    pub green_percent: f64,
    /// … or up to this many pounds over.
    pub green_amount: f64,
    /// It is near its budget up to this percentage of it over …
    pub amber_percent: f64,
    /// … or up to this many pounds over; further over it is over budget.
    pub amber_amount: f64,
    /// More than this percentage under its budget it is underspent.
    pub under_percent: f64,
}

impl Default for MoneySettings {
    fn default() -> Self {
        Self {
            revenue: false,
            capital: false,
            savings: false,
            reason_amount: 50_000.0,
            reason_percent: 5.0,
            green_percent: 1.0,
            green_amount: 0.0,
            amber_percent: 5.0,
            amber_amount: 0.0,
            under_percent: 5.0,
        }
    }
}

/// `[milestones]`: the steps of the delivery plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MilestoneSettings {
    /// The forms have a sheet for them.
    pub on: bool,
    /// Up to so many days after its first day one is complete in time.
    pub grace_days: u32,
    /// Re-dated so often or more, it is listed.
    pub often: u32,
}

impl Default for MilestoneSettings {
    fn default() -> Self {
        Self { on: false, grace_days: 0, often: 2 }
    }
}
