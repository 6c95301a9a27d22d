//! What a row of a workbook can be.

use serde::{Deserialize, Serialize};

/// What a record is a row of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Kind {
    /// The single cells of a cover sheet or key sheet, as one record.
    Cover,
    /// Figures of indicators.
    Indicators,
    /// Risks.
    Risks,
    /// Actions.
    Actions,
    /// Complaints, compliments, comments.
    Feedback,
    /// Corrections of earlier quarters.
    Corrections,
    // the register's sheets
    /// Services.
    Services,
    /// Priorities.
    Priorities,
    /// Indicators.
    Definitions,
    /// Targets.
    Targets,
    /// The council's own checks.
    Checks,
    /// Figures of others.
    Comparators,
    /// Past series in tidy form.
    History,
    /// Single cells that speak for the records below them on the same sheet.
    Section,
    /// How like the council each of its neighbours is.
    Neighbours,
    /// A log of complaints, one a row.
    Complaints,
    /// The register's sheet of sets of indicators.
    Sets,
    /// What a service says to our queries, on the list with which its return went back.
    Answers,
    // the notebook's sheets
    /// Queries, with what the team decides.
    Queries,
    /// The team's own words.
    OwnWords,
    /// What the team leaves out.
    LeftOut,
    // money and the delivery plan
    /// Lines of the revenue budget.
    Revenue,
    /// Schemes of the capital programme.
    Capital,
    /// Savings.
    Savings,
    /// Steps of the delivery plan.
    Milestones,
    /// The register's sheet of the delivery plan.
    Plan,
    /// The register's sheet of the totals that lines of revenue must give.
    Controls,
    // councils that become others
    /// Councils before this one: a sheet of the register, and of a crosswalk.
    Predecessors,
    /// The crosswalk's sheet of the councils that come after.
    Successors,
    /// The crosswalk's sheet of what each successor gets of a council's figures.
    Shares,
    /// The crosswalk's sheet of which old measure is which new one.
    Crosswalk,
    /// The register's sheet of the outcomes that measures speak for.
    Outcomes,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: [Self; 32] = [
        Self::Cover,
        Self::Indicators,
        Self::Risks,
        Self::Actions,
        Self::Feedback,
        Self::Corrections,
        Self::Services,
        Self::Priorities,
        Self::Definitions,
        Self::Targets,
        Self::Checks,
        Self::Comparators,
        Self::History,
        Self::Section,
        Self::Neighbours,
        Self::Complaints,
        Self::Sets,
        Self::Answers,
        Self::Queries,
        Self::OwnWords,
        Self::LeftOut,
        Self::Revenue,
        Self::Capital,
        Self::Savings,
        Self::Milestones,
        Self::Plan,
        Self::Controls,
        Self::Predecessors,
        Self::Successors,
        Self::Shares,
        Self::Crosswalk,
        Self::Outcomes,
    ];
    /// The value of this number; `None` when there is none.
    pub fn from_u8(n: u8) -> Option<Self> {
        Self::ALL.get(usize::from(n)).copied()
    }
}
