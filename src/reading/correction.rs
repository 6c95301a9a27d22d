//! Figures of earlier quarters: what a service declares to be corrected, and what that makes of a published figure.

use crate::period::Period;
use crate::reading::Place;
pub use crate::reading::vocabulary::RestatementClass;
use std::sync::Arc;

/// One line of the corrections block of a return.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    pub indicator: Arc<str>,
    pub service: Arc<str>,
    /// The earlier quarter whose figure changes.
    pub period: Period,
    /// The figure as the service quotes it.
    pub published: Option<f64>,
    /// In the indicator's own unit, as a reading.
    pub corrected: f64,
    pub class: Option<RestatementClass>,
    pub reason: String,
    pub author: String,
    /// The cell that holds the corrected figure.
    pub place: Place,
}

/// A figure of an earlier quarter as a longer table states it beside this quarter's.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedFigure {
    pub indicator: Arc<str>,
    pub service: Arc<str>,
    pub period: Period,
    pub value: f64,
    pub place: Place,
}

/// A correction that was accepted, with what it changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Restatement {
    /// The quarter whose return declares it.
    pub declared: Period,
    /// The corrected quarter as text: rows of the ledger are told apart by text.
    pub of: String,
    pub correction: Correction,
    /// What the ledger held before; `None` where there was no number.
    pub was: Option<f64>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
}
