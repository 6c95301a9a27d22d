//! What is worst: how much it matters that a measure misses its target, from what the measure counts, how far off it is, for
//! how long, and how unlikely it is to recover. A huge percentage of a tiny target is one part of one of four.

use super::IndicatorResult;
use crate::measure::Scheme;
use crate::period::Period;
use crate::register::{Indicator, Register};
use crate::settings::Status;
use crate::status::{bounds, difference, percent_of, round_half_away};

/// How much more a key measure counts than another of the same weight.
pub const KEY: f64 = 1.5;
/// So many percent of the target off it, or more, is as far as it goes.
pub const FAR_PERCENT: f64 = 50.0;
/// So many quarters off target, or more, is as long as it goes: two years.
pub const LONG: i32 = 8;
/// What is not known lies in the middle: it makes nothing small and nothing great.
pub const UNKNOWN: f64 = 0.5;

/// Why a measure stands where it does among those that are off target. More of any part is never less concern.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concern {
    /// What the measure counts: its weight in the register, [`KEY`] times as much where it is a key measure. Above 0.
    pub counts: f64,
    /// How far it is from its target, 0 to 1: the mean of two shares, each at most 1. The distance in percent of the target,
    /// of [`FAR_PERCENT`]; and the distance of the width of the measure's usual range. Where one of the two is not known, the
    /// other; where neither is, [`UNKNOWN`].
    pub far: f64,
    /// For how long it has been off target, 0 to 1: its quarters of [`LONG`]; [`UNKNOWN`] where it cannot be told whether it was
    /// before. 0 where it is not off target.
    pub long: f64,
    /// How unlikely it is to recover, 0 to 1: one less the chance of meeting the year's target; [`UNKNOWN`] without one.
    pub unlikely: f64,
}

impl Concern {
    /// All of it in one figure, to one decimal: the mean of far, long and unlikely out of 100, times what the measure counts.
    pub fn score(self) -> f64 {
        round_half_away(self.counts * 100.0 * (self.far + self.long + self.unlikely) / 3.0, 1)
    }

    /// The parts as a reader sees them: `far 36, long 100, unlikely 88; counts 1.5`.
    pub fn words(self) -> String {
        let part = |p: f64| round_half_away(100.0 * p, 0);
        let (far, long, unlikely) = (part(self.far), part(self.long), part(self.unlikely));
        format!("far {far}, long {long}, unlikely {unlikely}; counts {}", round_half_away(self.counts, 2))
    }
}

/// The concern about a measure in the quarter; of one that is on target, what speaks against its staying there.
pub fn concern(register: &Register, period: Period, result: &IndicatorResult<'_>) -> Concern {
    Concern {
        counts: counts(&register.indicators[result.indicator]),
        far: far(register, period, result),
        long: long(period, result),
        unlikely: unlikely(result),
    }
}

/// What a measure counts.
pub(super) fn counts(indicator: &Indicator) -> f64 {
    indicator.weight * if indicator.key { KEY } else { 1.0 }
}

fn far(register: &Register, period: Period, result: &IndicatorResult<'_>) -> f64 {
    match off_band(register, period, result).or_else(|| result.variance.map(|v| ((-v).max(0.0), result.target))) {
        Some((0.0, _)) => 0.0,
        Some((distance, goal)) => size(
            distance,
            goal.and_then(|goal| percent_of(distance, goal)),
            usual_width(&register.indicators[result.indicator], result),
        ),
        None if result.status.on_target() => 0.0,
        None => UNKNOWN,
    }
}

/// How far outside its band a measure is that is rated by one, and the bound that it misses.
fn off_band(register: &Register, period: Period, result: &IndicatorResult<'_>) -> Option<(f64, Option<f64>)> {
    let [_, low, high, _] =
        bounds(register.target(result.indicator, period)).filter(|_| result.scheme == Scheme::Band)?;
    let value = result.value?;
    let below = low.map(|low| (difference(low, value), low));
    let above = high.map(|high| (difference(value, high), high));
    let missed = below.into_iter().chain(above).find(|(distance, _)| *distance > 0.0);
    Some(missed.map_or((0.0, None), |(distance, bound)| (distance, Some(bound))))
}

/// How large a distance or a movement is, 0 to 1, by its percentage and by the width of the usual range, as far as they are known.
pub(super) fn size(distance: f64, percent: Option<f64>, usual: Option<f64>) -> f64 {
    let shares = [percent.map(|p| p.abs() / FAR_PERCENT), usual.map(|width| distance.abs() / width)];
    let known: Vec<f64> = shares.into_iter().flatten().map(|share| share.min(1.0)).collect();
    match known.len() {
        0 => UNKNOWN,
        n => known.iter().sum::<f64>() / n as f64,
    }
}

/// How wide the figures of a quarter usually vary: from one control limit to the other, where there are enough figures. A year
/// to date is another thing than its quarters.
pub(super) fn usual_width(indicator: &Indicator, result: &IndicatorResult<'_>) -> Option<f64> {
    let signals = &result.signals;
    let chart = signals.chart.filter(|_| !signals.trial && !indicator.cumulative)?;
    Some(chart.upper - chart.lower).filter(|width| *width > 0.0)
}

fn long(period: Period, result: &IndicatorResult<'_>) -> f64 {
    match result.red_since {
        Some(since) => f64::from((period.index() - since.index() + 1).clamp(0, LONG)) / f64::from(LONG),
        None if result.status == Status::Red => UNKNOWN,
        None => 0.0,
    }
}

fn unlikely(result: &IndicatorResult<'_>) -> f64 {
    let Ok(outturn) = &result.outturn else { return UNKNOWN };
    let chance = match &outturn.foreseen {
        Some(foreseen) => foreseen.chance,
        None => outturn.meets.map(|met| if met { 1.0 } else { 0.0 }),
    };
    chance.map_or(UNKNOWN, |chance| 1.0 - chance)
}
