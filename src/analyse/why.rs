//! Why an indicator has its status, in a few words that hold the figures it was judged by.

use super::{IndicatorResult, shown};
use crate::measure::{Polarity, Scheme};
use crate::period::Period;
use crate::register::{Indicator, Register, Target};
use crate::settings::{Settings, Status};
use crate::status::{self, Outlook};
use shown::{shown, shown_difference};

/// `84.0% against a target of 85.0%: short by no more than 8.5 percentage points`; where there is no value, nothing.
pub fn why(settings: &Settings, register: &Register, period: Period, r: &IndicatorResult<'_>) -> String {
    let Some(value) = r.value else { return String::new() };
    let case = Judged {
        settings,
        indicator: &register.indicators[r.indicator],
        target: register.target(r.indicator, period),
        result: r,
        value,
    };
    if r.status == Status::NotComparable {
        return "the definition changed within the year".to_owned();
    }
    match (r.scheme, r.rule) {
        (Scheme::Rules, Some(rule)) => {
            let words = settings.status.rules.get(rule).map_or("", |r| r.words.trim());
            format!("{}: {words} (rule {})", case.against(), rule + 1)
        }
        (Scheme::Context, _) => expected(register, period, r).unwrap_or_else(|| "shown, not rated".to_owned()),
        (Scheme::Band, _) if status::bounds(case.target).is_some() => case.band(),
        _ if r.target.is_none() => format!("{}, and no target for the quarter", case.shown(value)),
        _ => format!("{}: {}", case.against(), case.verdict()),
    }
}

/// Where a figure that is not rated stands to what the register expects of it: `12 is outside the expected 15 to 20`.
pub fn expected(register: &Register, period: Period, r: &IndicatorResult<'_>) -> Option<String> {
    let (i, value) = (&register.indicators[r.indicator], r.value?);
    let [_, low, high, _] = status::bounds(register.target(r.indicator, period))?;
    let side = if outside(value, low, high) { "outside" } else { "inside" };
    Some(format!("{} is {side} the expected {}", shown(i.unit, i.decimals, value), range(i, low, high)))
}

/// Whether a figure that is not rated lies outside what the register expects of it.
pub fn unexpected(register: &Register, period: Period, r: &IndicatorResult<'_>) -> bool {
    let bounds = || status::bounds(register.target(r.indicator, period));
    r.status == Status::Contextual
        && r.value.zip(bounds()).is_some_and(|(value, [_, low, high, _])| outside(value, low, high))
}

/// The range that is on target, where a measure is rated by one: `15 to 20`.
pub fn band(register: &Register, period: Period, r: &IndicatorResult<'_>) -> Option<String> {
    let i = &register.indicators[r.indicator];
    let [_, low, high, _] =
        status::bounds(register.target(r.indicator, period)).filter(|_| r.scheme == Scheme::Band)?;
    Some(range(i, low, high))
}

fn outside(value: f64, low: Option<f64>, high: Option<f64>) -> bool {
    low.is_some_and(|l| value < l) || high.is_some_and(|h| value > h)
}

/// `15 to 20`, `15 or more`.
fn range(i: &Indicator, low: Option<f64>, high: Option<f64>) -> String {
    let shown = |v| shown(i.unit, i.decimals, v);
    match (low, high) {
        (Some(low), Some(high)) => format!("{} to {}", shown(low), shown(high)),
        (Some(low), None) => format!("{} or more", shown(low)),
        (None, Some(high)) => format!("{} or less", shown(high)),
        (None, None) => String::new(),
    }
}

struct Judged<'a, 'r> {
    settings: &'a Settings,
    indicator: &'a Indicator,
    target: Option<&'a Target>,
    result: &'a IndicatorResult<'r>,
    value: f64,
}

impl Judged<'_, '_> {
    fn shown(&self, value: f64) -> String {
        shown(self.indicator.unit, self.indicator.decimals, value)
    }

    fn against(&self) -> String {
        match self.result.target {
            Some(target) => format!("{} against a target of {}", self.shown(self.value), self.shown(target)),
            None => self.shown(self.value),
        }
    }

    fn band(&self) -> String {
        let [amber_low, low, high, amber_high] = status::bounds(self.target).unwrap_or_default();
        let (green, value) = (range(self.indicator, low, high), self.shown(self.value));
        match self.result.status {
            Status::Green => format!("{value} is inside {green}"),
            Status::Red => format!("{value} is outside {green} and what is allowed beside it"),
            _ => {
                let amber = range(self.indicator, amber_low.or(low), amber_high.or(high));
                format!("{value} is outside {green} and inside {amber}")
            }
        }
    }

    fn verdict(&self) -> String {
        let goal = self.result.target.unwrap_or_default();
        let beyond = status::variance(self.indicator.polarity, self.value, goal).unwrap_or_default();
        let allowed = status::tolerance(self.indicator, goal, self.settings);
        let decimals = self.indicator.decimals;
        // A tolerance of a whole number needs no decimals, and one between two steps of the indicator needs one more.
        let whole = (status::round_half_away(allowed, decimals) - allowed).abs() < 1e-9 * allowed.abs().max(1.0);
        let tolerance = shown_difference(self.indicator.unit, if whole { decimals } else { decimals + 1 }, allowed);
        let missed = match self.indicator.polarity {
            Polarity::Lower => "over",
            Polarity::Plan => "away",
            Polarity::Higher | Polarity::None => "short",
        };
        let within = -beyond <= allowed + 1e-9 * goal.abs();
        let met = if self.indicator.polarity == Polarity::Plan { "as planned" } else { "the target is achieved" };
        match self.result.scheme {
            Scheme::Stars if beyond > allowed + 1e-9 * goal.abs() => format!("better by more than {tolerance}"),
            Scheme::Stars if within => format!("within {tolerance} of it"),
            Scheme::Stars => format!("worse by more than {tolerance}"),
            _ if beyond >= 0.0 => met.to_owned(),
            Scheme::Floor => self.floor(),
            Scheme::Outturn => match self.result.known.outlook {
                Outlook::Meets(true) => "missed, and the year is forecast to meet its target".to_owned(),
                Outlook::Meets(false) => "missed, and the year is not forecast to meet its target".to_owned(),
                Outlook::NoForecast | Outlook::NotAsked => "missed, and there is no forecast of the year".to_owned(),
            },
            _ if within => format!("{missed} by no more than {tolerance}"),
            Scheme::ToleranceAndTrend => format!("{missed} by more than {tolerance}{}", self.trend()),
            _ => format!("{missed} by more than {tolerance}"),
        }
    }

    fn floor(&self) -> String {
        let met = if self.result.status == Status::Red { "not met" } else { "met" };
        match self.target.and_then(|t| t.floor) {
            Some(floor) => format!("missed, and the floor standard of {} is {met}", self.shown(floor)),
            None => "missed, and there is no floor standard".to_owned(),
        }
    }

    fn trend(&self) -> String {
        match self.result.known.year_ago {
            None => ", and nothing a year ago to compare with".to_owned(),
            Some(before) if self.result.status == Status::Red => {
                format!(", and worse than {} a year ago", self.shown(before))
            }
            Some(before) => format!(", but no worse than {} a year ago", self.shown(before)),
        }
    }
}
