//! A difference of two reports, and the classes that there are.

use crate::reading::correction::RestatementClass;
use crate::reported::ReportedFigure;

/// Why something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceClass {
    /// There was none before.
    NewData,
    /// Restated: later or fuller data came in.
    Update,
    /// Restated: the way of measuring got better.
    Improvement,
    /// Restated: it was wrong.
    Correction,
    /// The measure is defined, worked out or rated in another way.
    Definition,
    /// It is measured against another target.
    Target,
    /// It is compared with an earlier quarter that changed.
    Comparison,
    /// Nothing that was recorded explains it.
    Unexplained,
}

impl DifferenceClass {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::NewData,
        Self::Update,
        Self::Improvement,
        Self::Correction,
        Self::Definition,
        Self::Target,
        Self::Comparison,
        Self::Unexplained,
    ];

    /// As a person reads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NewData => "new data",
            Self::Update => "update",
            Self::Improvement => "improvement",
            Self::Correction => "correction",
            Self::Definition => "definition",
            Self::Target => "target",
            Self::Comparison => "comparison",
            Self::Unexplained => "unexplained",
        }
    }

    pub(super) fn of(class: Option<RestatementClass>) -> Self {
        match class {
            Some(RestatementClass::Update) => Self::Update,
            Some(RestatementClass::Improvement) => Self::Improvement,
            // What is declared without a class says that the figure was wrong.
            Some(RestatementClass::Correction) | None => Self::Correction,
        }
    }
}

/// What a report says differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceOf {
    /// The figure, or what it is made of.
    Figure,
    /// The target or another limit.
    Target,
    /// The status, or the scheme that gives it.
    Status,
    /// Against the quarter before.
    Direction,
    /// Where the year is to end.
    Forecast,
}

impl DifferenceOf {
    pub(super) const ALL: [Self; 5] = [Self::Figure, Self::Target, Self::Status, Self::Direction, Self::Forecast];

    /// As a person reads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Target => "target",
            Self::Status => "status",
            Self::Direction => "direction",
            Self::Forecast => "forecast",
        }
    }

    pub(super) fn differs(self, a: &ReportedFigure, b: &ReportedFigure) -> bool {
        match self {
            Self::Figure => (a.value, a.numerator, a.denominator) != (b.value, b.numerator, b.denominator),
            Self::Target => (a.target, a.annual_target, a.limits) != (b.target, b.annual_target, b.limits),
            Self::Status => (a.status, &a.scheme) != (b.status, &b.scheme),
            Self::Direction => a.direction != b.direction,
            Self::Forecast => (a.outturn, a.range_and_chance) != (b.outturn, b.range_and_chance),
        }
    }
}

/// One side of a difference.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct DifferenceSide {
    /// What it says; `nothing` where it does not have it.
    pub said: String,
    /// The figure or the target, as a number.
    pub number: Option<f64>,
    /// Where the figure stands: `file › sheet!cell`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// Something that two reports of a quarter say differently of a measure.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Difference {
    /// Id of the indicator.
    pub indicator: String,
    /// Id of its service.
    pub service: String,
    /// What of it.
    pub of: DifferenceOf,
    /// What the earlier report says.
    pub was: DifferenceSide,
    /// What the later one says.
    pub now: DifferenceSide,
    /// Why.
    pub class: DifferenceClass,
    /// The same in words: the reason of a restatement, what changed in the register, the earlier quarter.
    pub why: String,
    /// Who answers for it, where somebody does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// The record of the restatement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
}
