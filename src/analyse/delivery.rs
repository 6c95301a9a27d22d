//! The risk that a measure misses its year's target, on the council's own risk matrix: likelihood from the chance of
//! missing, impact from the weight that the register gives the measure and from how far the target is missed.

use super::basis::{Basis, Delivery};
use super::{Direction, IndicatorResult, NoFigure};
use crate::reading::Rating;
use crate::settings::RiskMatrix;
use crate::settings::risk::step_at;
use std::cmp::Ordering;

/// A figure that is queried for its size says nothing of where the year will end.
pub(super) fn delivery(result: &IndicatorResult<'_>, weight: f64, matrix: &RiskMatrix) -> Result<Delivery, NoFigure> {
    if result.doubt().is_some() {
        return Err(NoFigure::InDoubt);
    }
    let basis = foreseen(result).or_else(|| standing(result, matrix)).ok_or(NoFigure::NotRated)?;
    let likelihood = step_at(basis.chance(), &matrix.chances());
    let miss = miss(result, basis);
    // What cannot be told counts as far: nothing is made small by not being known.
    let impact = matrix.miss_impact(weight, miss.unwrap_or(f64::INFINITY));
    let rating = Rating { likelihood, impact };
    let score = matrix.score(rating).ok_or(NoFigure::NotRated)?;
    Ok(Delivery { rating, score, basis, miss })
}

/// How far the target is missed, in percent of it, by what the chance was taken from.
fn miss(result: &IndicatorResult<'_>, basis: Basis) -> Option<f64> {
    match basis {
        Basis::Forecast(_) | Basis::Known(_) => result.outturn.as_ref().ok()?.miss,
        Basis::Standing(status, ..) if status.on_target() => Some(0.0),
        Basis::Standing(..) => {
            let short = -result.variance?;
            let percent = result.variance_percent.map_or(f64::INFINITY, |p| -p);
            Some(if short > 0.0 { percent } else { 0.0 })
        }
    }
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
