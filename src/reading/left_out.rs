//! What the team leaves out by hand in its notebook.

use crate::period::Period;
use chrono::NaiveDate;

/// What the team leaves out by hand: a file, or a row of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The quarter.
    pub period: Period,
    /// Id of the service, empty where it is not named.
    pub service: String,
    /// The name of a file, or the id of an indicator, a risk or an action.
    pub what: String,
    /// Why.
    pub why: String,
    /// Who left it out.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

/// What was left out, and what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutItem {
    /// As the team wrote it.
    pub line: LeftOut,
    /// What it was.
    pub kind: LeftOutKind,
    /// Id of the service, empty where a file is of several or of none.
    pub service: String,
    /// The file that it stood in.
    pub file: String,
    /// The cell that it stood in, `Indicators!J13`; empty for a file.
    pub cell: String,
    /// The id of the indicator, risk or action; empty for a file.
    pub subject: String,
}

/// What can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutKind {
    /// All of a file.
    File,
    /// An indicator's figure with all that stands beside it.
    Indicator,
    /// A risk.
    Risk,
    /// An action.
    Action,
}

impl LeftOutKind {
    /// As a person reads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Indicator => "indicator",
            Self::Risk => "risk",
            Self::Action => "action",
        }
    }
}
