//! What one costs: the money spent to date on a measure of volume over the volume to date, both since the year began.

use super::budget::{BudgetLine, BudgetSide};
use super::{IndicatorResult, NoFigure};
use crate::measure::Aggregation;
use crate::reading::money::{Pence, RevenueLine};
use crate::register::{Indicator, YearKind};
use std::sync::Arc;

/// The unit cost of a measure that names the lines of revenue that pay for it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitCost {
    /// Position in [`super::Analysis::indicators`].
    pub indicator: usize,
    /// What one costs, or why that cannot be told.
    pub cost: Result<CostOfOne, NoUnitCost>,
}

/// What one costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostOfOne {
    /// Spent on it since the year began.
    pub spent: Pence,
    /// How many there were since the year began.
    pub volume: f64,
    /// What one cost, in pounds.
    pub each: f64,
    /// The year's budget over the year's target, in pounds; `None` where either is missing or not above nought.
    pub planned: Option<f64>,
}

/// Why there is no unit cost: it is never worked out where a part of it is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoUnitCost {
    /// Lines that no return has, that several services have, or that do not say what was spent.
    Lines(Vec<String>),
    /// The measure's quarters are not added up, or its year is not the financial one: it has no volume to date.
    NoVolume,
    /// There is no year to date.
    NoFigure(NoFigure),
    /// Nothing to divide by.
    Nought,
}

impl NoUnitCost {
    /// As the page says it.
    pub fn words(&self) -> String {
        match self {
            Self::Lines(ids) => format!("no amount to date of {}", ids.join(", ")),
            Self::NoVolume => "its quarters do not add up to a volume of the financial year".to_owned(),
            Self::NoFigure(why) => why.words().to_owned(),
            Self::Nought => "no volume to divide by".to_owned(),
        }
    }
}

/// The lines that pay for a measure, each by its id: the one of the measure's own service, else the only one there is.
/// What cannot be found is named.
pub(super) fn paid_from<'b>(
    indicator: &Indicator,
    revenue: &'b BudgetSide<'_, RevenueLine>,
) -> Result<Vec<&'b RevenueLine>, Vec<String>> {
    let found = |id: &String| {
        let mut all = revenue.lines.iter().map(|r| r.line).filter(|l| l.id().eq_ignore_ascii_case(id));
        let own = all.clone().find(|l| l.service == indicator.service);
        own.or_else(|| all.next().filter(|_| all.next().is_none())).ok_or_else(|| id.clone())
    };
    let (lines, missing): (Vec<_>, Vec<_>) = indicator.paid_from.iter().map(found).partition(Result::is_ok);
    let missing: Vec<String> = missing.into_iter().filter_map(Result::err).collect();
    if missing.is_empty() { Ok(lines.into_iter().flatten().collect()) } else { Err(missing) }
}

/// The unit cost of every measure that names its lines.
pub(super) fn unit_costs(
    indicators: &[Indicator],
    results: &[IndicatorResult<'_>],
    revenue: &BudgetSide<'_, RevenueLine>,
) -> Vec<UnitCost> {
    let named = results.iter().enumerate().filter(|(_, r)| !indicators[r.indicator].paid_from.is_empty());
    named.map(|(n, r)| UnitCost { indicator: n, cost: cost(&indicators[r.indicator], r, revenue) }).collect()
}

fn cost(
    indicator: &Indicator,
    result: &IndicatorResult<'_>,
    revenue: &BudgetSide<'_, RevenueLine>,
) -> Result<CostOfOne, NoUnitCost> {
    if indicator.aggregation != Aggregation::Sum || indicator.year.kind != YearKind::Financial {
        return Err(NoUnitCost::NoVolume);
    }
    let lines = paid_from(indicator, revenue).map_err(NoUnitCost::Lines)?;
    let unsaid: Vec<String> =
        lines.iter().filter(|l| l.actual.is_none()).map(|l| Arc::clone(&l.id).to_string()).collect();
    if !unsaid.is_empty() {
        return Err(NoUnitCost::Lines(unsaid));
    }
    if result.doubt().is_some() {
        return Err(NoUnitCost::NoFigure(NoFigure::InDoubt));
    }
    let volume = result.year_to_date.map_err(NoUnitCost::NoFigure)?;
    if volume <= 0.0 {
        return Err(NoUnitCost::Nought);
    }
    let spent: Pence = lines.iter().filter_map(|l| l.actual).sum();
    let budget: Option<Pence> = lines.iter().map(|l| l.current_budget()).sum();
    let planned = budget.zip(result.annual_target.filter(|target| *target > 0.0));
    Ok(CostOfOne {
        spent,
        volume,
        each: spent.pounds() / volume,
        planned: planned.map(|(budget, target)| budget.pounds() / target),
    })
}
