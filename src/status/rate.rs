//! The schemes that rate one figure at a time.

use super::{Outlook, StatusCase, compared, quarter_target, scheme, variance};
use crate::measure::Scheme;
use crate::register::{Indicator, Target};
use crate::settings::{Settings, Status};

/// The status of one value in its quarter, as if its definition had never changed.
///
/// | scheme | green | amber |
/// |---|---|---|
/// | tolerance | target achieved | short by no more than p% of \|target\| or by the absolute tolerance; at target 0 only the absolute one |
/// | floor | target achieved | floor standard met; without a floor standard there is no amber |
/// | tolerance-and-trend | as tolerance's green and amber | no worse than the same quarter last year, where there is one |
/// | stars | within the tolerance of the target; better by more exceeds it | |
/// | outturn | target achieved | the year is forecast to meet its target |
/// | band | from green-low to green-high | from amber-low to amber-high; a side without a limit is open, a side without an amber limit has no amber |
/// | context | | |
///
/// Else red. The council's percentage applies where the register gives the indicator no tolerance of its own. Equality
/// counts on the good side of a boundary; only “better than the target by more than the tolerance” is strict, so that
/// a target that is met to the digit is on target when the tolerance is 0.
pub(super) fn rate(case: &StatusCase<'_>, settings: &Settings) -> Option<Status> {
    let StatusCase { indicator, target, period, value, known } = *case;
    let round = |v: f64| compared(indicator, settings, v);
    let value = round(value);
    if value.is_nan() {
        return Some(Status::NotAvailable);
    }
    let scheme = scheme(indicator, settings);
    match scheme {
        Scheme::Context => return Some(Status::Contextual),
        Scheme::Rules => return None,
        _ => {}
    }
    if let (Scheme::Band, Some([amber_low, green_low, green_high, amber_high])) = (scheme, bounds(target)) {
        let within = |low: Option<f64>, high: Option<f64>| {
            low.is_none_or(|l| value >= round(l)) && high.is_none_or(|h| value <= round(h))
        };
        let amber = within(amber_low.or(green_low), amber_high.or(green_high));
        return Some(colour(within(green_low, green_high), amber));
    }
    // A plan without limits is met exactly, or missed within the tolerance.
    let Some(goal) = quarter_target(indicator, target, period.quarter()).map(round) else {
        return Some(Status::NoTarget);
    };
    let Some(beyond) = variance(indicator.polarity, value, goal) else { return Some(Status::Contextual) };
    let allowed = tolerance(indicator, goal, settings) + 1e-9 * goal.abs();
    let at_least = |other: f64| variance(indicator.polarity, value, round(other)).is_some_and(|v| v >= 0.0);
    let met = beyond >= 0.0;
    Some(match scheme {
        Scheme::Floor => colour(met, target.and_then(|t| t.floor).is_some_and(at_least)),
        Scheme::ToleranceAndTrend => colour(-beyond <= allowed, known.year_ago.is_some_and(at_least)),
        Scheme::Stars if beyond > allowed => Status::Exceeds,
        Scheme::Stars => colour(-beyond <= allowed, false),
        Scheme::Outturn => match known.outlook {
            Outlook::NotAsked if !met => return None,
            outlook => colour(met, outlook == Outlook::Meets(true)),
        },
        _ => colour(met, -beyond <= allowed),
    })
}

fn colour(green: bool, amber: bool) -> Status {
    match (green, amber) {
        (true, _) => Status::Green,
        (_, true) => Status::Amber,
        _ => Status::Red,
    }
}

/// The bounds of a band, from the lowest: amber, green, green, amber; `None` where there is no green one.
pub fn bounds(target: Option<&Target>) -> Option<[Option<f64>; 4]> {
    let t = target.filter(|t| t.green_low.is_some() || t.green_high.is_some())?;
    Some([t.amber_low, t.green_low, t.green_high, t.amber_high])
}

/// How far short of the target is still amber, in the unit.
pub fn tolerance(indicator: &Indicator, target: f64, settings: &Settings) -> f64 {
    let share = |percent: f64| percent / 100.0 * target.abs();
    match (indicator.tolerance_absolute, indicator.tolerance_percent) {
        (None, None) => share(settings.status.tolerance_percent),
        (absolute, percent) => absolute.unwrap_or(0.0).max(percent.map_or(0.0, share)),
    }
}
