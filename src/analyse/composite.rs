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

/// The figure of a set, and what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetComposite {
    /// This quarter's, over all of its measures.
    pub now: Composite,
    /// This quarter's and last quarter's, over the measures that have a status in both.
    pub on_quarter: [Composite; 2],
    /// This quarter's and that of the same quarter last year, over the measures that have a status in both.
    pub on_year: [Composite; 2],
}

/// The figure of the measures at these positions.
pub(super) fn composite(inputs: &Inputs<'_>, results: &[IndicatorResult<'_>], members: &[usize]) -> SetComposite {
    type Of = fn(&IndicatorResult<'_>) -> Status;
    let p = inputs.period;
    let now: Of = |r| r.status;
    let of = |members: &[usize], p: Period, status: Of| {
        let shares = members.iter().filter_map(|n| {
            let result = &results[*n];
            let weight = inputs.register.indicators[result.indicator].weight;
            Some((share(inputs, result, p, status(result))?, weight))
        });
        mean(shares)
    };
    let pair = |then: Period, status: Of| {
        let both = |n: &&usize| now(&results[**n]).rated() && status(&results[**n]).rated();
        let both: Vec<usize> = members.iter().filter(both).copied().collect();
        [of(&both, p, now), of(&both, then, status)]
    };
    SetComposite {
        now: of(members, p, now),
        on_quarter: pair(p.previous(), |r| r.status_previous),
        on_year: pair(p.year_ago(), |r| r.status_year_ago),
    }
}

/// How much of its target a measure reached; `None` where it is not rated against one.
fn share(inputs: &Inputs<'_>, result: &IndicatorResult<'_>, p: Period, status: Status) -> Option<Composite> {
    let n = result.indicator;
    let series = Series::new(inputs, n, result.reading);
    let indicator = series.indicator;
    let round = |v| compared(indicator, inputs.settings, v);
    // An earlier quarter is measured by the target that it was reported with.
    let goal = match inputs.past.reported.get(&(n, p)).filter(|_| p < inputs.period) {
        Some(told) => told.target?,
        None => round(quarter_target(indicator, series.target(p), p.quarter())?),
    };
    if !counts(indicator.polarity, status) {
        return None;
    }
    if !status.rated() {
        return Some(Err(NoComposite::Missing(n)));
    }
    let value = series.received(p).map(round)?;
    Some(reached(indicator.polarity, value, goal).map(|[a, b]| a / b).ok_or(NoComposite::NotPositive(n)))
}

/// Whether a measure with this status is part of a set's figure: it is to be rated against a target that more, or less, of it
/// reaches.
pub fn counts(polarity: Polarity, status: Status) -> bool {
    !matches!(polarity, Polarity::Plan | Polarity::None)
        && !matches!(status, Status::Contextual | Status::NoTarget | Status::NotDue | Status::NotApplicable)
}

/// How much of its target a figure reached: what is divided by what. None where either is zero or less.
pub fn reached(polarity: Polarity, value: f64, goal: f64) -> Option<[f64; 2]> {
    (value > 0.0 && goal > 0.0).then_some(if polarity == Polarity::Lower { [goal, value] } else { [value, goal] })
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
