//! What the years say for the setting of the next year's target.

use super::{Analysis, IndicatorResult};
use crate::fit::fit;
use crate::status::difference;

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
