//! One figure to be rated, and what a scheme may ask beside it.

use crate::past::Past;
use crate::period::Period;
use crate::register::{Indicator, Target};

/// What is known of the year's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outlook {
    /// Nobody has asked: a check, a form, or an earlier quarter, whose forecast is not worked out again.
    #[default]
    NotAsked,
    /// There is no forecast.
    NoForecast,
    /// Whether the year is forecast to meet its target.
    Meets(bool),
}

/// What a scheme may ask beside a value and its target. Values are as received; none across a change of definition.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct KnownFigures {
    /// When a value was last due.
    pub previous: Option<f64>,
    /// The same quarter last year.
    pub year_ago: Option<f64>,
    /// The service's own forecast of the year.
    pub forecast: Option<f64>,
    /// The forecast of the year that is computed, and whether it meets the year's target.
    pub outturn: Option<f64>,
    /// What the year end looks like.
    pub outlook: Outlook,
    /// Something that it follows from was given a new definition within the year.
    pub redefined: bool,
}

impl KnownFigures {
    /// What the ledger tells of the indicator at position `number` of the register.
    pub fn of(past: &Past, indicator: &Indicator, number: usize, period: Period) -> Self {
        let same = |before: Period| !indicator.breaks.iter().any(|b| before < *b && *b <= period);
        let value = |before: Period| past.values.get(number, before).filter(|_| same(before));
        let last_due = (1..=4).map(|n| period.plus(-n)).find(|q| indicator.due(*q));
        Self { previous: last_due.and_then(value), year_ago: value(period.year_ago()), ..Self::default() }
    }
}

/// One figure in one quarter.
#[derive(Debug, Clone, Copy)]
pub struct StatusCase<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// The targets of the year.
    pub target: Option<&'a Target>,
    /// The quarter that it is about.
    pub period: Period,
    /// As received.
    pub value: f64,
    /// What is known of it.
    pub known: KnownFigures,
}
