//! One figure for a set of indicators, where the register asks for it.
//!
//! Each measure is taken by its distance to a reference, which is its target: how much of it was reached, v ÷ T where
//! higher is better and T ÷ v where lower is; the set's figure is the mean of these by the register's weights (OECD and
//! Joint Research Centre, *Handbook on Constructing Composite Indicators*, 2008: normalisation by distance to a reference,
//! linear aggregation). 1 is a set that on average is on target; a measure above it makes up for one below.
//!
//! Only what is rated against a target in the quarter counts. There is no figure where one of these has no value, since a
//! mean of the others would be another set's, nor where a value or a target is zero or less, which has no share.

use super::series::Series;
use super::{IndicatorResult, Inputs};
use crate::measure::Polarity;
use crate::period::Period;
use crate::settings::Status;
use crate::status::{compared, quarter_target};

/// The figure, or why there is none.
pub type Composite = Result<f64, NoComposite>;

/// Why a set has no figure; by the position of an indicator in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoComposite {
    /// It should be rated and has no value.
    Missing(usize),
    /// Its value or target is zero or less.
    NotPositive(usize),
    /// None is rated against a target.
    Nothing,
}

/// This quarter's figure, last quarter's, and that of the same quarter last year.
pub(super) fn composites(inputs: &Inputs<'_>, results: &[IndicatorResult<'_>], members: &[usize]) -> [Composite; 3] {
    let p = inputs.period;
    type Of = fn(&IndicatorResult<'_>) -> Status;
    let when: [(Period, Of); 3] =
        [(p, |r| r.status), (p.previous(), |r| r.status_previous), (p.year_ago(), |r| r.status_year_ago)];
    when.map(|(p, status)| {
        let shares = members.iter().filter_map(|n| {
            let result = &results[*n];
            let weight = inputs.register.indicators[result.indicator].weight;
            Some((share(inputs, result, p, status(result))?, weight))
        });
        mean(shares)
    })
}

/// How much of its target a measure reached; `None` where it is not rated against one.
fn share(inputs: &Inputs<'_>, result: &IndicatorResult<'_>, p: Period, status: Status) -> Option<Composite> {
    let n = result.indicator;
    let series = Series::new(inputs, n, result.reading);
    let indicator = series.indicator;
    let goal = quarter_target(indicator, series.target(p), p.quarter())?;
    if matches!(indicator.polarity, Polarity::Plan | Polarity::None) {
        return None;
    }
    match status {
        Status::Contextual | Status::NoTarget | Status::NotDue | Status::NotApplicable => return None,
        status if !status.rated() => return Some(Err(NoComposite::Missing(n))),
        _ => {}
    }
    let round = |v| compared(indicator, inputs.settings, v);
    let (value, goal) = (series.received(p).map(round)?, round(goal));
    Some(match indicator.polarity {
        _ if value <= 0.0 || goal <= 0.0 => Err(NoComposite::NotPositive(n)),
        Polarity::Lower => Ok(goal / value),
        _ => Ok(value / goal),
    })
}

/// The weighted mean, or the first reason why there is none.
fn mean(shares: impl Iterator<Item = (Composite, f64)>) -> Composite {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (share, weight) in shares {
        (sum, weights) = (sum + share? * weight, weights + weight);
    }
    if weights > 0.0 { Ok(sum / weights) } else { Err(NoComposite::Nothing) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_by_weight() {
        assert_eq!(mean([(Ok(1.2), 1.0), (Ok(0.8), 3.0)].into_iter()), Ok((1.2 + 0.8 * 3.0) / 4.0));
        assert_eq!(
            mean([(Ok(1.2), 1.0), (Err(NoComposite::Missing(3)), 1.0)].into_iter()),
            Err(NoComposite::Missing(3))
        );
        assert_eq!(mean(std::iter::empty()), Err(NoComposite::Nothing));
    }
}
