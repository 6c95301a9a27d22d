//! What is hidden.

use crate::period::Period;
use std::collections::BTreeSet;

/// The figures that are hidden, by the measure's position in the register and the quarter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HiddenFigures {
    /// Values; with one its numerator is hidden too.
    pub values: BTreeSet<(usize, Period)>,
    /// Numerators.
    pub numerators: BTreeSet<(usize, Period)>,
    /// Denominators.
    pub denominators: BTreeSet<(usize, Period)>,
}

impl HiddenFigures {
    /// Nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.numerators.is_empty() && self.denominators.is_empty()
    }
}
