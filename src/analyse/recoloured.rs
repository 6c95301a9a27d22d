//! Earlier quarters that today's register and settings would rate otherwise than they stand.

use crate::period::Period;
use crate::reported::PastFigure;
use crate::settings::Status;

/// An earlier quarter that today's register and settings would rate otherwise. It keeps the status that it had; where its
/// figure was restated, the one that the figure has by what its report rated it by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recoloured {
    /// The earlier quarter.
    pub period: Period,
    /// What its report said; of a figure that was restated, the figure as it is and the status that it has against the
    /// target of the report.
    pub kept: PastFigure,
    /// The target that today's register gives it, as it would be compared.
    pub target: Option<f64>,
    /// The status that it would have today.
    pub status: Status,
}
