//! What the formula of an indicator gives, where no service sends its value.

use super::Reading;
use crate::period::Period;

/// One indicator that follows from others.
#[derive(Debug, Clone, PartialEq)]
pub struct ComputedIndicator {
    /// Position in the register.
    pub indicator: usize,
    /// Positions of those that the formula names.
    pub feeders: Vec<usize>,
    /// New definitions of anything that it is made of, however far down.
    pub breaks: Vec<Period>,
    /// What numerator ÷ denominator is multiplied by to be its value: the thousand of a rate per 1,000.
    pub times: f64,
    /// This quarter's value, at the place of the formula; none where one was sent, or nothing is due.
    pub reading: Option<Reading>,
    /// Why the reading has no number.
    pub lack: Option<NoComputedValue>,
}

/// Why a formula gives nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum NoComputedValue {
    /// Positions of those that have no value this quarter.
    Missing(Vec<usize>),
    /// All values are there, and the arithmetic has no result: a division by zero.
    NoResult,
}
