//! Where a form asks for what was left blank: a blank cell is in no record, and its finding must stand in it all the same.

use super::Source;
use std::sync::Arc;

/// What a form asks beside a value, a risk's rating, an action's status or a count of feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedDetail {
    /// What the service says of a figure.
    Commentary,
    /// What is being done.
    RemedialAction,
    /// What the value is a part of, counted.
    Numerator,
    /// The whole, counted.
    Denominator,
    /// Whether the value is provisional.
    Provisional,
    /// The service's forecast of the year.
    Forecast,
    /// What stands in the way.
    Barriers,
    /// What could help.
    Levers,
    /// What the risk is.
    RiskTitle,
    /// The category of a risk.
    Category,
    /// The level at which a risk is kept.
    Level,
    /// The likelihood of a risk before controls, which stands for its rating.
    Inherent,
    /// The likelihood that a risk should come to, which stands for its rating.
    TargetRating,
    /// The score of a risk as typed.
    Score,
    /// The score of a risk as quoted for last quarter.
    PreviousScore,
    /// The band of a risk as typed.
    Band,
    /// What holds a risk down.
    Controls,
    /// When a risk should have come to its target.
    TargetDate,
    /// The indicator that a risk is about.
    Indicator,
    /// What the action is.
    ActionTitle,
    /// What an action is about.
    About,
    /// How far an action is.
    Progress,
    /// What is said of an action this quarter.
    Update,
    /// How many were answered in time.
    InTime,
    /// How many were upheld.
    Upheld,
    /// What people said.
    Words,
    /// Who leads an action.
    Lead,
    /// By when an action is due.
    Due,
    /// Who owns a risk.
    Owner,
    /// When a risk was reviewed.
    Reviewed,
    /// The day that was agreed for a milestone.
    Baseline,
    /// What shows that a milestone is complete.
    Evidence,
    /// The budget of a line or a scheme as it was set.
    Budget,
    /// The budget of a line as it stands now.
    Revised,
    /// What was moved into a line of the budget.
    Virement,
    /// What was spent of a line.
    Actual,
    /// The variance of a line as typed.
    Variance,
    /// Why a line or a scheme varies.
    VarianceReason,
    /// What a scheme has spent.
    Spent,
    /// How far a scheme is.
    CapitalStage,
    /// How much of a saving is delivered, which stands for its states.
    Delivered,
}

impl AskedDetail {
    /// It is asked beside a measure's value.
    pub fn beside_value(self) -> bool {
        matches!(self, Self::Commentary | Self::RemedialAction)
    }
}

/// The column of a table in which it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedColumn {
    /// What is asked.
    pub what: AskedDetail,
    /// The file.
    pub source: Arc<Source>,
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// The heading row that it stands below.
    pub heading: u32,
    /// Column, counted from 0.
    pub col: u16,
    /// In a matrix, the column of the values that it is about.
    pub beside: Option<u16>,
}
