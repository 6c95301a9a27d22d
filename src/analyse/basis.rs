//! Where a measure stands on the risk matrix, and what its likelihood was taken from.

use super::movement::Direction;
use crate::reading::Rating;
use crate::settings::Status;

/// What the likelihood was taken from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis {
    /// The forecast of the year: the chance in percent that its target is missed.
    Forecast(f64),
    /// The year has ended: 100 where its target was missed, else 0.
    Known(f64),
    /// A status and a direction, and the chance in percent that the settings let them stand for.
    Standing(Status, Option<Direction>, f64),
}

impl Basis {
    /// The chance of missing, in percent.
    pub fn chance(self) -> f64 {
        match self {
            Self::Forecast(chance) | Self::Known(chance) | Self::Standing(_, _, chance) => chance,
        }
    }
}

/// One measure on the risk matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delivery {
    /// Where it is placed on the council's matrix.
    pub rating: Rating,
    /// Its score there.
    pub score: u32,
    /// What the likelihood comes from.
    pub basis: Basis,
    /// How far the target is missed, in percent of it: by the forecast or the year's figure, else by this quarter's. 0 where it
    /// is met, without end where the target is nought; `None` where that cannot be told.
    pub miss: Option<f64>,
}
