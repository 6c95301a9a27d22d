//! Direction of travel: against the quarter before, against last year, against the mean of the last four.

use super::series::Series;
use super::{Comparison, Direction, Movement, NoFigure, QUARTERS};
use crate::elementary::power;
use crate::fit::fit;
use crate::measure::{Aggregation, LongTerm, Polarity};
use crate::period::Period;
use crate::register::Indicator;
use crate::settings::Settings;
use crate::status::{compared, difference, percent_of};

/// Two values of one indicator. Both are rounded as the page shows them, so that a reader who subtracts one from the
/// other finds the change that is printed. `plans` are what the two are measured from where the plan is best: coming
/// closer to plan is better. A movement within `direction.steady_steps` rounding steps is steady.
fn movement(
    indicator: &Indicator,
    settings: &Settings,
    (now, then): (f64, f64),
    plans: (Option<f64>, Option<f64>),
) -> Comparison {
    // The dust of binary fractions decides no rounding of a mean or a pooled share.
    let round = |v| compared(indicator, settings, difference(v, 0.0));
    let (now, from) = (round(now), round(then));
    let change = difference(now, from);
    let gain = match (indicator.polarity, plans) {
        (Polarity::Higher | Polarity::None, _) => change,
        (Polarity::Lower, _) => -change,
        // Without a plan of its own the earlier value is measured from today's.
        (Polarity::Plan, (Some(plan), earlier)) => {
            let away = |value, plan| difference(value, round(plan)).abs();
            difference(away(from, earlier.unwrap_or(plan)), away(now, plan))
        }
        (Polarity::Plan, (None, _)) => return Err(NoFigure::NoPlan),
    };
    let step = settings.direction.steady_steps * power(10.0, -i32::from(indicator.decimals));
    let direction = match indicator.polarity {
        // A billionth of a step is binary dust.
        _ if gain.abs() <= step * (1.0 + 1e-9) => Direction::Steady,
        Polarity::None => Direction::Moved,
        _ if gain > 0.0 => Direction::Improving,
        _ => Direction::Worsening,
    };
    Ok(Movement { from, change, percent: percent_of(change, from), direction })
}

impl Series<'_, '_> {
    /// Why there is nothing to compare in the current quarter.
    pub fn absent(&self) -> NoFigure {
        self.absent_at(self.inputs.period)
    }

    /// Why there is nothing to compare in a quarter.
    fn absent_at(&self, p: Period) -> NoFigure {
        if self.indicator.due(p) { NoFigure::NoValue } else { NoFigure::NotDue }
    }

    fn moved(&self, values: (f64, f64), plans: (Option<f64>, Option<f64>)) -> Comparison {
        movement(self.indicator, self.inputs.settings, values, plans)
    }

    /// Short-term direction: this quarter against the quarter in which a value was last due, both taken alone.
    ///
    /// Withheld where the reading is cumulative and its profile expects the quarters of the year to differ: a quarter
    /// that was planned to be smaller is no worse for it.
    pub fn short(&self) -> Comparison {
        self.short_at(self.inputs.period)
    }

    /// Short-term direction as it was in a quarter, with what is known now.
    pub fn short_at(&self, p: Period) -> Comparison {
        self.received(p).ok_or_else(|| self.absent_at(p))?;
        if self.indicator.to_date_only() {
            return Err(NoFigure::YearToDateOnly);
        }
        if self.indicator.cumulative && self.uneven_profile(p) {
            return Err(NoFigure::ProfileChanges);
        }
        let before = self.previous_due(p).ok_or(NoFigure::NoEarlierValue)?;
        if self.broken(before, p) {
            return Err(NoFigure::DefinitionChanged);
        }
        self.received(before).ok_or(NoFigure::NoEarlierValue)?;
        let values = (self.quarter(p)?, self.quarter(before)?);
        self.moved(values, (self.quarter_plan(p), self.quarter_plan(before)))
    }

    /// The year's profile does not spread evenly over its quarters, by more than a rounding step.
    fn uneven_profile(&self, p: Period) -> bool {
        let Some(target) = self.target(p) else { return false };
        let (mut before, mut least, mut most) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
        let due = self.indicator.year.quarters().into_iter().filter(|q| self.indicator.due_quarters.contains(q));
        for q in due {
            let Some(q) = target.quarters[usize::from(q) - 1] else { continue };
            // Flows add up in the year; anything else is expected at the level that the profile says.
            let share = if self.indicator.aggregation == Aggregation::Sum { difference(q, before) } else { q };
            (before, least, most) = (q, least.min(share), most.max(share));
        }
        most - least > power(10.0, -i32::from(self.indicator.decimals)) * (1.0 + 1e-9)
    }

    /// The same quarter last year: like with like as received, so the year to date against last year's at that point.
    pub fn year_on_year(&self) -> Comparison {
        let (p, before) = (self.inputs.period, self.inputs.period.year_ago());
        let now = self.received(p).ok_or_else(|| self.absent())?;
        if self.broken(before, p) {
            return Err(NoFigure::DefinitionChanged);
        }
        let then = self.received(before).ok_or(NoFigure::NoEarlierValue)?;
        self.moved((now, then), (self.plan(p), self.plan(before)))
    }

    /// Long-term direction: against last year where the measure has seasons or is known as a year to date only, else this
    /// quarter against the mean of the four before it, of those in which a value was due, each taken alone. One that is
    /// missing leaves too little.
    pub fn long(&self) -> Comparison {
        let council = self.inputs.settings.direction.long_term;
        if self.indicator.long_term.unwrap_or(council) == LongTerm::Seasonal || self.indicator.to_date_only() {
            return self.year_on_year();
        }
        let p = self.inputs.period;
        self.received(p).ok_or_else(|| self.absent())?;
        let four = (1..=4).rev().map(|n| p.plus(-n)).filter(|q| self.indicator.due(*q));
        let first = four.clone().next().ok_or(NoFigure::NotEnoughHistory)?;
        if self.broken(first, p) {
            return Err(NoFigure::DefinitionChanged);
        }
        let now = self.quarter(p)?;
        let mean = self.mean_of(four)?.ok_or(NoFigure::NotEnoughHistory)?;
        let plan = self.quarter_plan(p);
        self.moved((now, mean), (plan, plan))
    }

    /// The last quarters, each taken alone, oldest first; of a year to date only, as received, those that are like this
    /// one.
    pub fn quarters(&self) -> [Option<f64>; QUARTERS] {
        let first = self.inputs.period.plus(1 - fit::<i32>(QUARTERS));
        std::array::from_fn(|n| {
            let p = first.plus(fit::<i32>(n));
            if self.indicator.to_date_only() {
                self.received(p).filter(|_| self.alike(p))
            } else {
                self.quarter(p).ok()
            }
        })
    }

    /// Whether the figure of a quarter can stand beside this quarter's: of a year to date only, that of the same quarter.
    pub fn alike(&self, p: Period) -> bool {
        !self.indicator.to_date_only() || p.quarter() == self.inputs.period.quarter()
    }
}
