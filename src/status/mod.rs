//! The status of one value against its target, and the arithmetic that it rests on: pure functions that templates,
//! checks and the analysis share, so that a service, a finding and Cabinet never see two colours for one figure.
//!
//! Values and targets are compared as the page shows them, rounded to the indicator's decimals (`status.rounded` in
//! the settings switches that off), and on the good side of every boundary equality counts.

mod case;
mod rate;
mod rulings;
pub mod words;
mod then;

pub use case::{KnownFigures, Outlook, StatusCase};
pub use rate::{bounds, tolerance};
pub use rulings::{RuleMoment, Ruling, StatusRules, afterwards};
pub use then::RatedThen;

use crate::elementary::{log10, power};
use crate::fit::fit;
use crate::measure::{Aggregation, Polarity, Scheme};
use crate::past::{Past, QUARTERS};
use crate::period::Period;
use crate::register::{Indicator, Register, Target, Year};
use crate::settings::{Amber, NoTarget, Settings, Status};

/// The scheme that gives this indicator its status: context where no way is better, a band where the plan is best and
/// the council's rules do not say otherwise, else the indicator's own, else the council's.
pub fn scheme(indicator: &Indicator, settings: &Settings) -> Scheme {
    match (indicator.polarity, indicator.scheme.unwrap_or(settings.status.scheme)) {
        (Polarity::None, _) | (_, Scheme::Context) => Scheme::Context,
        (Polarity::Plan, scheme) if scheme != Scheme::Rules => Scheme::Band,
        (_, scheme) => scheme,
    }
}

/// The target for one quarter (1 to 4): the profile's, else the year's where each quarter is measured against it.
///
/// A sum has no target for a single quarter without a profile: a quarter of the year's target would deny the seasons.
/// The year's target is its target where the reading is the whole year: the last quarter of a cumulative measure, and
/// a measure that is due once a year.
pub fn quarter_target(indicator: &Indicator, target: Option<&Target>, quarter: u8) -> Option<f64> {
    let target = target?;
    let profile = usize::from(quarter).checked_sub(1).and_then(|q| *target.quarters.get(q)?);
    profile.or_else(|| {
        let whole_year = match indicator.aggregation {
            Aggregation::Sum => {
                indicator.cumulative && indicator.year.position(quarter) == 4 || indicator.due_quarters == [quarter]
            }
            _ => true,
        };
        target.annual.filter(|_| whole_year)
    })
}

/// Figures before a figure that say what size it usually has.
const BEFORE: usize = 4;

/// What is known of the size of a figure: those before it; where there are none, its target.
pub fn known_sizes(register: &Register, past: &Past, number: usize, period: Period) -> Vec<f64> {
    let quarters = (1..=QUARTERS).map(|back| period.plus(-back));
    let before: Vec<f64> = quarters.filter_map(|q| past.values.get(number, q)).take(BEFORE).collect();
    if !before.is_empty() {
        return before;
    }
    let target = register.target(number, period);
    let of_quarter = quarter_target(&register.indicators[number], target, period.quarter());
    of_quarter.or(target.and_then(|t| t.annual)).into_iter().collect()
}

/// What a value is measured from where the plan is best: the quarter's target, else the middle of the green band.
pub fn plan(indicator: &Indicator, target: Option<&Target>, quarter: u8) -> Option<f64> {
    quarter_target(indicator, target, quarter).or_else(|| {
        let target = target?;
        Some((target.green_low? + target.green_high?) / 2.0)
    })
}

/// Rounds half away from zero in decimal, as a reader of the printed digits would: 84.95 to one decimal is 85.0,
/// although the binary number nearest to 84.95 lies a little below it. The digits are those of the shortest decimal
/// that stands for the same number, which is what was typed into the cell. Never gives −0.
pub fn round_half_away(value: f64, decimals: u8) -> f64 {
    let scale = power(10.0, i32::from(decimals));
    let scaled = value * scale;
    // No such digits left to round, or not a number at all.
    if scaled.is_nan() || scaled.abs() >= 9e15 {
        return value;
    }
    let near_half = (scaled.abs().fract() - 0.5).abs() < 1e-4;
    let rounded = if near_half { decimal_half_away(value, decimals).unwrap_or(scaled.round()) } else { scaled.round() };
    rounded / scale + 0.0
}

/// The slow and exact way: the units of the last place kept.
fn decimal_half_away(value: f64, decimals: u8) -> Option<f64> {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let kept = usize::from(decimals);
    let mut digits = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(kept));
    let units = digits.try_fold(0u64, |n, d| n.checked_mul(10)?.checked_add(u64::from(d - b'0')))?;
    let up = fraction.as_bytes().get(kept).is_some_and(|d| *d >= b'5');
    Some((units + u64::from(up)) as f64 * value.signum())
}

/// The number as it is compared: rounded to the indicator's decimals where the settings say so.
pub fn compared(indicator: &Indicator, settings: &Settings, value: f64) -> f64 {
    if settings.status.rounded { round_half_away(value, indicator.decimals) } else { value }
}

/// a − b without the binary dust of decimals: 0.3 − 0.1 is 0.2. Fifteen significant digits of the larger number are kept,
/// which is what a cell of Excel holds.
pub fn difference(a: f64, b: f64) -> f64 {
    let digits = log10(a.abs().max(b.abs()).max(1.0)).floor();
    round_half_away(a - b, fit::<u8>((14.0 - digits).clamp(0.0, 12.0)))
}

/// How far the value is on the good side of the target: v − T where higher is better, T − v where lower is, less the
/// distance where the plan is best. `None` where no way is better.
pub fn variance(polarity: Polarity, value: f64, target: f64) -> Option<f64> {
    match polarity {
        Polarity::Higher => Some(difference(value, target)),
        Polarity::Lower => Some(difference(target, value)),
        Polarity::Plan => Some(0.0 - difference(value, target).abs()),
        Polarity::None => None,
    }
}

/// A change or a variance as a percentage of |base|; `None` when the base is 0.
pub fn percent_of(change: f64, base: f64) -> Option<f64> {
    (base != 0.0).then(|| round_half_away(change / base.abs() * 100.0, 10))
}

/// Whether one of the quarters in which a definition changed lies within the year of `period`, and not after it.
pub fn changed_within_year(year: Year, mut breaks: impl Iterator<Item = Period>, period: Period) -> bool {
    breaks.any(|b| year.of(b) == year.of(period) && year.position(b.quarter()) > 1 && b <= period)
}

/// Whether value and target measure the same in the period. A definition that changes within a year leaves the year's
/// target behind, which was set for the old one: until the next year only a target that the profile gives for the
/// quarter alone can be compared with. A year to date adds up what both definitions counted, and is comparable with
/// nothing.
pub fn comparable(case: &StatusCase<'_>) -> bool {
    let StatusCase { indicator, target, period, .. } = *case;
    if !case.known.redefined && !changed_within_year(indicator.year, indicator.breaks.iter().copied(), period) {
        return true;
    }
    let profile = usize::from(period.quarter()).checked_sub(1).and_then(|q| *target?.quarters.get(q)?);
    !indicator.cumulative && profile.is_some()
}

/// The status of one value in its quarter, by the scheme that rates it; not comparable where a new definition came
/// between the value and its target. `None` where the scheme asks what is not known here: a forecast of the year, or
/// the council's own rules, which [`StatusRules`] answers for many at once.
pub fn status(case: &StatusCase<'_>, settings: &Settings) -> Option<Status> {
    settle(case, rate::rate(case, settings), settings)
}

/// What the council makes of a status, whatever scheme gave it.
fn settle(case: &StatusCase<'_>, rated: Option<Status>, settings: &Settings) -> Option<Status> {
    if rated.is_none_or(Status::rated) && !comparable(case) {
        return Some(Status::NotComparable);
    }
    let own_rules = scheme(case.indicator, settings) == Scheme::Rules;
    match rated? {
        Status::NoTarget if settings.status.no_target == NoTarget::Red && !own_rules => Some(Status::Red),
        Status::Amber if settings.status.amber == Amber::Unknown => Some(Status::Unknown),
        status => Some(status),
    }
}

#[cfg(test)]
mod tests;
