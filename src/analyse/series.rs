//! One indicator over time: the past with the current quarter on top, as received and taken apart into quarters.

use super::{Inputs, NoFigure};
use crate::measure::{Aggregation, Unit};
use crate::past::QuarterGrid;
use crate::period::Period;
use crate::reading::Reading;
use crate::reading::computed::ComputedIndicator;
use crate::register::{Indicator, Target};
use crate::reported::PastFigure;
use crate::status::{self, difference};

/// A number, or why there is none.
pub(super) type Figure = Result<f64, NoFigure>;

/// What every statistic of one indicator is computed from. Cheap to make: it borrows.
pub(super) struct Series<'s, 'a> {
    pub inputs: &'s Inputs<'a>,
    /// Position in the register.
    pub number: usize,
    pub indicator: &'a Indicator,
    pub reading: Option<&'a Reading>,
    /// How it follows from others.
    pub computed: Option<&'a ComputedIndicator>,
    this_year: Option<&'a Target>,
    last_year: Option<&'a Target>,
}

impl<'s, 'a> Series<'s, 'a> {
    pub fn new(inputs: &'s Inputs<'a>, number: usize, reading: Option<&'a Reading>) -> Self {
        let indicator = &inputs.register.indicators[number];
        let target = |p| inputs.register.target(number, p);
        let (this_year, last_year) = (target(inputs.period), target(inputs.period.year_ago()));
        let computed = inputs.computed.binary_search_by_key(&number, |c| c.indicator).ok();
        let computed = computed.map(|at| &inputs.computed[at]);
        Self { inputs, number, indicator, reading, computed, this_year, last_year }
    }

    /// The targets of the year of `p`.
    pub fn target(&self, p: Period) -> Option<&'a Target> {
        match self.year_of(self.inputs.period) - self.year_of(p) {
            0 => self.this_year,
            1 => self.last_year,
            _ => self.inputs.register.target(self.number, p),
        }
    }

    /// The indicator's own year in which a quarter lies.
    pub fn year_of(&self, p: Period) -> i16 {
        self.indicator.year.of(p)
    }

    /// The value as received: year to date where the indicator is cumulative.
    pub fn received(&self, p: Period) -> Option<f64> {
        if p == self.inputs.period {
            self.reading.and_then(|r| r.value.number()).filter(|v| v.is_finite())
        } else {
            self.inputs.past.values.get(self.number, p)
        }
    }

    /// What the report of an earlier quarter said, where its figure is still the one that was reported.
    pub fn reported(&self, p: Period) -> Option<PastFigure> {
        let told = self.inputs.past.reported.get(&(self.number, p)).filter(|_| p < self.inputs.period)?;
        (told.value == self.received(p)).then_some(*told)
    }

    /// Numerator and denominator as received, of a value that is given: what stands beside a suppressed one would tell it.
    pub fn parts(&self, p: Period) -> Option<(f64, f64)> {
        self.received(p)?;
        if p == self.inputs.period {
            return self.reading.and_then(|r| r.numerator.zip(r.denominator));
        }
        let part = |grid: &QuarterGrid| grid.get(self.number, p);
        part(&self.inputs.past.numerators).zip(part(&self.inputs.past.denominators))
    }

    /// The quarters in which the definition changed: its own, or that of anything it follows from.
    pub fn breaks(&self) -> impl Iterator<Item = Period> + Clone + '_ {
        let of_feeders = self.computed.map_or(&[][..], |c| &c.breaks);
        self.indicator.breaks.iter().chain(of_feeders).copied()
    }

    /// The definition changed after `from`, up to and with `to`.
    pub fn broken(&self, from: Period, to: Period) -> bool {
        self.breaks().any(|b| from < b && b <= to)
    }

    /// The latest quarter before `p` in which a value was due; at most a year back.
    pub fn previous_due(&self, p: Period) -> Option<Period> {
        (1..=4).map(|n| p.plus(-n)).find(|q| self.indicator.due(*q))
    }

    /// The due quarter before `p` in the same year of the indicator.
    fn earlier_in_year(&self, p: Period) -> Option<Period> {
        self.previous_due(p).filter(|q| self.year_of(*q) == self.year_of(p))
    }

    /// Numerator and denominator of the quarter alone.
    pub fn quarter_parts(&self, p: Period) -> Option<(f64, f64)> {
        let now = self.parts(p)?;
        match self.earlier_in_year(p) {
            Some(q) if self.indicator.cumulative => {
                let before = self.parts(q)?;
                Some((difference(now.0, before.0), difference(now.1, before.1)))
            }
            _ => Some(now),
        }
    }

    /// The value of the quarter alone. A year to date of flows is taken apart by subtracting what was reported when it
    /// was last due in the year; of ratios, by their numerators and denominators. How far the year has come, and its
    /// mean, highest and lowest so far, do not tell what the quarter was.
    pub fn quarter(&self, p: Period) -> Figure {
        let value = self.received(p).ok_or(NoFigure::NoValue)?;
        if self.indicator.to_date_only() {
            return Err(NoFigure::YearToDateOnly);
        }
        if !self.indicator.cumulative {
            return Ok(value);
        }
        let Some(q) = self.earlier_in_year(p) else { return Ok(value) };
        if self.broken(q, p) {
            return Err(NoFigure::DefinitionChanged);
        }
        match self.indicator.aggregation {
            Aggregation::Sum => Ok(difference(value, self.received(q).ok_or(NoFigure::QuarterMissing)?)),
            Aggregation::Ratio => self.pooled(self.quarter_parts(p).ok_or(NoFigure::PartsMissing)?),
            // Due once a year: the year's figure is all that there is.
            _ => Ok(value),
        }
    }

    /// The target of the quarter alone, none where the indicator is not due.
    pub fn quarter_target(&self, p: Period) -> Option<f64> {
        let target = |q: Period| status::quarter_target(self.indicator, self.target(q), q.quarter());
        let alone = self.indicator.cumulative && self.indicator.aggregation == Aggregation::Sum;
        match self.earlier_in_year(p).filter(|_| alone) {
            _ if !self.indicator.due(p) => None,
            Some(q) => Some(difference(target(p)?, target(q)?)),
            None => target(p),
        }
    }

    /// What the quarter alone was planned to be.
    pub fn quarter_plan(&self, p: Period) -> Option<f64> {
        if !self.indicator.cumulative || self.indicator.aggregation != Aggregation::Sum {
            return self.plan(p);
        }
        let profile = |q: Period| status::quarter_target(self.indicator, self.target(q), q.quarter());
        match self.earlier_in_year(p) {
            Some(q) => Some(difference(profile(p)?, profile(q)?)),
            None => profile(p),
        }
    }

    /// What the reading as received is measured from where the plan is best.
    pub fn plan(&self, p: Period) -> Option<f64> {
        status::plan(self.indicator, self.target(p), p.quarter())
    }

    /// Percentages and rates are pooled, not averaged, wherever the parts they were computed from exist.
    pub fn is_share(&self) -> bool {
        let share = self.indicator.aggregation == Aggregation::Ratio || self.indicator.unit == Unit::Percent;
        share || self.indicator.per.is_some()
    }

    /// Σ numerator ÷ Σ denominator over quarters, in the indicator's unit.
    fn pooled(&self, (n, d): (f64, f64)) -> Figure {
        if d == 0.0 {
            return Err(NoFigure::ZeroDenominator);
        }
        Ok(self.times().ok_or(NoFigure::PerMissing)? * n / d)
    }

    /// What numerator ÷ denominator is multiplied by to be a value, as the register or its formula says.
    pub fn times(&self) -> Option<f64> {
        self.indicator.times().or_else(|| self.computed.map(|c| c.times))
    }

    /// The mean of several quarters taken alone: pooled where it is a share with parts, `None` when one is missing.
    pub fn mean_of(&self, quarters: impl Iterator<Item = Period> + Clone) -> Result<Option<f64>, NoFigure> {
        // The whole below a year to date that adds up stays the same from quarter to quarter: it cannot be taken apart.
        let pooled = self.is_share() && !(self.indicator.cumulative && self.indicator.aggregation == Aggregation::Sum);
        let parts = quarters.clone().try_fold((0.0, 0.0), |sum, p| {
            self.quarter_parts(p).filter(|_| pooled).map(|(n, d)| (sum.0 + n, sum.1 + d))
        });
        let (mut sum, mut count) = (0.0, 0u32);
        for p in quarters {
            match self.quarter(p) {
                Ok(value) => (sum, count) = (sum + value, count + 1),
                Err(NoFigure::NoValue | NoFigure::QuarterMissing) => return Ok(None),
                Err(why) => return Err(why),
            }
        }
        match parts {
            _ if count == 0 => Ok(None),
            Some(parts) => self.pooled(parts).map(Some),
            None => Ok(Some(sum / f64::from(count))),
        }
    }

    /// The year to date by the indicator's aggregation, over what has fallen due so far in the year.
    pub fn year_to_date(&self) -> Figure {
        let now = self.inputs.period;
        let due = self.indicator.year.so_far(now).filter(|p| self.indicator.due(*p));
        let (Some(first), Some(last)) = (due.clone().next(), due.clone().next_back()) else {
            return Err(NoFigure::NothingDueYet);
        };
        let missing = |p| if p == now { NoFigure::NoValue } else { NoFigure::QuarterMissing };
        let latest = self.received(last).ok_or(missing(last))?;
        let aggregation = self.indicator.aggregation;
        if self.indicator.cumulative || aggregation == Aggregation::Last {
            return Ok(latest);
        }
        if self.broken(first, last) {
            return Err(NoFigure::DefinitionChanged);
        }
        let mut values = due.clone().map(|p| self.received(p).ok_or(missing(p)));
        let mut whole_year = |fold: fn(f64, f64) -> f64| {
            let first = values.next().unwrap_or(Err(NoFigure::NothingDueYet))?;
            values.try_fold(first, |all, v| v.map(|v| fold(all, v)))
        };
        match aggregation {
            Aggregation::Max => whole_year(f64::max),
            Aggregation::Min => whole_year(f64::min),
            Aggregation::Sum => whole_year(|a, b| a + b),
            Aggregation::Mean | Aggregation::Ratio | Aggregation::Last => {
                let sum = whole_year(|a, b| a + b)?;
                let parts = due.clone().try_fold((0.0, 0.0), |all, p| {
                    self.parts(p).filter(|_| self.is_share()).map(|(n, d)| (all.0 + n, all.1 + d))
                });
                match parts {
                    Some(parts) => self.pooled(parts),
                    None if aggregation == Aggregation::Ratio || self.is_share() && self.indicator.is_ratio() => {
                        Err(NoFigure::PartsMissing)
                    }
                    None => Ok(sum / due.count() as f64),
                }
            }
        }
    }
}
