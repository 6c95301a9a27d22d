//! What the years before came to, and what they say for the next year's target.

use super::series::Series;
use super::{Analysis, IndicatorResult};
use crate::fit::fit;
use crate::period::Period;
use crate::status::difference;

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

/// What is known for the setting of next year's target of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetEvidence {
    /// Position in [`super::Analysis::indicators`].
    pub indicator: usize,
    /// How many of the years before met their targets …
    pub met: u32,
    /// … of those that can be told.
    pub told: u32,
    /// The change a year from the first comparable year to this one, in the unit; `None` where there is none to compare.
    pub change: Option<f64>,
    /// This year's outturn with one such change more: where next year would end if it went on so.
    pub at_pace: Option<f64>,
    /// The target that the register has for next year.
    pub next: Option<f64>,
}

impl Analysis<'_> {
    /// Of every measure that has a target this year, in the register's order.
    pub fn target_evidence(&self) -> Vec<TargetEvidence> {
        let with_target = |(_, r): &(usize, &IndicatorResult<'_>)| r.annual_target.is_some();
        self.indicators.iter().enumerate().filter(with_target).map(|(n, r)| self.evidence(n, r)).collect()
    }

    fn evidence(&self, n: usize, r: &IndicatorResult<'_>) -> TargetEvidence {
        let told = r.years.iter().filter_map(|y| y.met);
        let now = r.outturn.as_ref().ok().map(|o| o.value);
        let first = (1..).zip(&r.years).filter(|(_, y)| y.comparable).filter_map(|(n, y)| Some((n, y.value?))).last();
        let change = now.zip(first).map(|(now, (years, then))| difference(now, then) / f64::from(years));
        TargetEvidence {
            indicator: n,
            met: fit::<u32>(told.clone().filter(|met| *met).count()),
            told: fit::<u32>(told.count()),
            change,
            at_pace: now.zip(change).map(|(now, change)| now + change),
            next: self.register.target(r.indicator, self.period.plus(4)).and_then(|t| t.annual),
        }
    }
}
