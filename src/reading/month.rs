//! A month of a quarter, where a file gives it without the others: they may be in other files.

use super::{BesideFigure, Place};
use std::sync::Arc;

/// The figure of an indicator for one month.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthFigure {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Which month of the quarter, from 0.
    pub month: usize,
    /// The value, where it is given as such.
    pub value: Option<f64>,
    /// The part of the whole.
    pub numerator: Option<f64>,
    /// The whole.
    pub denominator: Option<f64>,
    /// What is said beside it.
    pub beside: BesideFigure,
    /// Where it stands.
    pub place: Place,
    /// Cells that were taken for it.
    pub cells: u64,
}
