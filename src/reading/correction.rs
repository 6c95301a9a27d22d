//! Figures of earlier quarters: what a service declares to be corrected, and what that makes of a published figure.

use crate::period::Period;
use crate::reading::Place;
pub use crate::reading::vocabulary::RestatementClass;
use std::sync::Arc;

/// One line of the corrections block of a return.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The earlier quarter whose figure changes.
    pub period: Period,
    /// The figure as the service quotes it.
    pub published: Option<f64>,
    /// In the indicator's own unit, as a reading.
    pub corrected: f64,
    /// The numerator that it is made of, where that is given.
    pub numerator: Option<f64>,
    /// The denominator that it is made of, where that is given.
    pub denominator: Option<f64>,
    /// Update, improvement or correction.
    pub class: Option<RestatementClass>,
    /// Why it changes.
    pub reason: String,
    /// Who answers for the change.
    pub author: String,
    /// The cell that holds the corrected figure.
    pub place: Place,
}

/// What findings about a figure of an earlier quarter are about: never the figure of this quarter, which has nothing to
/// do with them.
pub fn subject_of(indicator: &str, period: Period) -> String {
    format!("{indicator}, {period}")
}

impl Correction {
    /// What findings about it are about.
    pub fn subject(&self) -> String {
        subject_of(&self.indicator, self.period)
    }
}

/// A figure of an earlier quarter as a form states it beside this quarter's.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedFigure {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is of.
    pub period: Period,
    /// The figure as it stands there.
    pub value: f64,
    /// Where it stands.
    pub place: Place,
    /// It stands in the row of this quarter's figure, and so says whose row it is; else it has a row of its own.
    pub beside: bool,
}

/// A correction that was accepted, with what it changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Restatement {
    /// The quarter whose return declares it.
    pub declared: Period,
    /// The corrected quarter as text: rows of the ledger are told apart by text.
    pub of: String,
    /// As the service declares it.
    pub correction: Correction,
    /// What the ledger held before; `None` where there was no number.
    pub was: Option<f64>,
    /// The numerator that it held before, where there is one.
    pub numerator: Option<f64>,
    /// The denominator that it held before, where there is one.
    pub denominator: Option<f64>,
}
