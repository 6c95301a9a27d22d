//! What a form cannot do without, what it wants where something calls for it, and what may stay blank: said in words above
//! each column and by two shades of its cells.

use crate::record::{Field, Kind};

/// How much a column is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// In every row that is used.
    Required,
    /// Where this is so.
    Where(&'static str),
    /// As one likes.
    Optional,
}

impl Need {
    /// What stands above the column.
    pub fn words(self) -> &'static str {
        match self {
            Self::Required => "Required",
            Self::Where(words) => words,
            Self::Optional => "Optional",
        }
    }

    /// How much a field is wanted on a sheet: what is asked of a row that lacks it, and when, the catalogue says.
    pub fn of(kind: Kind, field: Field) -> Self {
        use Field as F;
        match (kind, field) {
            (Kind::Indicators, F::Numerator | F::Denominator | F::Value) => Self::Required,
            (Kind::Indicators, F::Reason) => Self::Where("If no value"),
            (Kind::Indicators, F::Commentary) => Self::Where("If it changed much"),
            (Kind::Indicators, F::RemedialAction) => Self::Where("If off target"),
            (Kind::Risks, F::Title | F::Owner | F::Likelihood | F::Impact | F::Reviewed) => Self::Required,
            (Kind::Actions, F::Title | F::Lead | F::Due | F::Status) => Self::Required,
            (Kind::Milestones, F::Title | F::Lead | F::BaselineDate | F::Status) => Self::Required,
            (Kind::Milestones, F::Due) => Self::Where("If it moved"),
            (Kind::Milestones, F::Update) => Self::Where("If late or moved"),
            (Kind::Milestones, F::Evidence) => Self::Where("Once complete"),
            (Kind::Revenue | Kind::Capital, F::Title | F::Budget | F::Outturn) => Self::Required,
            (Kind::Revenue, F::Virement) => Self::Where("If it moved"),
            (Kind::Revenue | Kind::Capital, F::VarianceReason) => Self::Where("If they differ much"),
            (Kind::Savings, F::Title | F::SavingTarget) => Self::Required,
            (Kind::Savings, F::Delivered | F::OnTrack | F::AtRisk | F::Undeliverable) => Self::Where("One or more"),
            (Kind::Feedback, F::Value) => Self::Required,
            (Kind::Complaints, F::Received) => Self::Required,
            (Kind::Corrections, F::Numerator | F::Denominator) => Self::Where("If it has them"),
            (Kind::Corrections, _) => Self::Required,
            _ => Self::Optional,
        }
    }
}
