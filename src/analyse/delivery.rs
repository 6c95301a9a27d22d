//! The risk that a measure misses its year's target, on the council's own risk matrix: likelihood from the chance of
//! missing, impact from the weight that the register gives the measure.

use super::{Direction, IndicatorResult, words};
use crate::reading::Rating;
use crate::settings::risk::step_at;
use crate::settings::{RiskMatrix, Status};
use std::cmp::Ordering;

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
    pub rating: Rating,
    pub score: u32,
    pub basis: Basis,
}

/// A figure that is queried for its size says nothing of where the year will end.
pub(super) fn delivery(
    result: &IndicatorResult<'_>,
    weight: f64,
    matrix: &RiskMatrix,
) -> Result<Delivery, &'static str> {
    if result.doubt().is_some() {
        return Err(words::IN_DOUBT);
    }
    let basis = foreseen(result).or_else(|| standing(result, matrix)).ok_or(words::NOT_RATED)?;
    let likelihood = step_at(basis.chance(), &matrix.chances());
    let rating = Rating { likelihood, impact: step_at(weight, &matrix.weights()) };
    let score = matrix.score(rating).ok_or(words::NOT_RATED)?;
    Ok(Delivery { rating, score, basis })
}

/// By where the year will end, or has ended.
fn foreseen(result: &IndicatorResult<'_>) -> Option<Basis> {
    let outturn = result.outturn.as_ref().ok()?;
    match &outturn.foreseen {
        Some(foreseen) => Some(Basis::Forecast(100.0 * (1.0 - foreseen.chance?))),
        None => outturn.meets.map(|met| Basis::Known(if met { 0.0 } else { 100.0 })),
    }
}

/// By status and direction: against the quarter before, else in the long term.
fn standing(result: &IndicatorResult<'_>, matrix: &RiskMatrix) -> Option<Basis> {
    let compared = [result.short, result.long].into_iter().flatten().map(|m| m.direction);
    let direction = compared.into_iter().find(|d| *d != Direction::Moved);
    let way = direction.map(|d| match d {
        Direction::Improving => Ordering::Greater,
        Direction::Worsening => Ordering::Less,
        Direction::Steady | Direction::Moved => Ordering::Equal,
    });
    Some(Basis::Standing(result.status, direction, matrix.standing(result.status, way)?))
}
