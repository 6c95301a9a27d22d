//! Earlier quarters that today's register and settings would rate otherwise than their reports did.

use crate::period::Period;
use crate::reported::PastFigure;
use crate::settings::Status;

/// An earlier quarter that today's register and settings would rate otherwise. It keeps the status that it had.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recoloured {
    /// The earlier quarter.
    pub period: Period,
    /// What its report said.
    pub reported: PastFigure,
    /// The target that today's register gives it, as it would be compared.
    pub target: Option<f64>,
    /// The status that it would have today.
    pub status: Status,
}
