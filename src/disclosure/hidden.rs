//! What is hidden.

use crate::period::Period;
use std::collections::BTreeSet;

/// The figures that are hidden, by the measure's position in the register and the quarter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HiddenFigures {
    /// Hidden with all that they are made of: value, numerator, denominator.
    pub figures: BTreeSet<(usize, Period)>,
    /// Of these, those whose status would tell too much and is hidden as well.
    pub without_status: BTreeSet<(usize, Period)>,
}

impl HiddenFigures {
    /// Nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// The figure of a measure in a quarter is hidden.
    pub fn has(&self, indicator: usize, period: Period) -> bool {
        self.figures.contains(&(indicator, period))
    }

    /// Some figure of a measure is hidden.
    pub fn has_any(&self, indicator: usize) -> bool {
        self.figures.iter().any(|(n, _)| *n == indicator)
    }
}
