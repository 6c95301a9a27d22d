//! What the years before came to.

use super::series::Series;
use crate::fit::fit;
use crate::period::Period;

/// Years that are looked back on.
pub const YEARS: usize = 3;
/// The quarters after which a year is looked at: its half, and its end.
const LOOKED_AT: [u8; 2] = [2, 4];

/// What an earlier year came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearOutturn {
    /// Its last quarter in which a value was due.
    pub ends: Period,
    /// What it came to; `None` where that cannot be told.
    pub value: Option<f64>,
    /// The year's target, by today's register.
    pub target: Option<f64>,
    /// Whether it was met; `None` without both.
    pub met: Option<bool>,
    /// Measured as this year is.
    pub comparable: bool,
}

impl Series<'_, '_> {
    /// The years before the one of this quarter, newest first; none in a quarter after which no year is looked at.
    pub fn years_before(&self) -> Vec<YearOutturn> {
        let now = self.inputs.period;
        let Some(end) = self.end_of_year(now).filter(|_| LOOKED_AT.contains(&now.quarter())) else { return vec![] };
        let year = |n: usize| {
            let ends = end.plus(-4 * fit::<i32>(n));
            let told = self.outturn_told(ends).ok().filter(|o| o.foreseen.is_none());
            YearOutturn {
                ends,
                value: told.as_ref().map(|o| o.value),
                target: told.as_ref().and_then(|o| o.target),
                met: told.and_then(|o| o.meets),
                comparable: !self.broken(ends, now),
            }
        };
        (1..=YEARS).map(year).collect()
    }
}
