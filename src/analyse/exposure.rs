//! The council's exposure: what the services fear, what the figures show and which budgets will not hold, in one list by
//! score.

use super::budget::BudgetAtRisk;
use super::{IndicatorResult, Inputs, RiskResult};
use crate::reading::Rating;
use std::cmp::Reverse;

/// How many are named.
pub const EXPOSED: usize = 20;

/// One line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExposureItem {
    /// Position in [`super::Analysis::risks`].
    Risk(usize),
    /// Position in [`super::Analysis::indicators`].
    Indicator(usize),
    /// Position in [`super::budget::Budget::at_risk`].
    Budget(usize),
}

/// The highest of the three lists together; where scores are equal the worse impact first, then risks before measures
/// before budgets, then by id.
pub(super) fn exposure(
    inputs: &Inputs<'_>,
    risks: &[RiskResult<'_>],
    indicators: &[IndicatorResult<'_>],
    budgets: &[BudgetAtRisk],
) -> Vec<ExposureItem> {
    type ExposureOrder<'k> = (Reverse<(u32, u32, u8)>, u8, &'k str);
    fn key<'k>(score: u32, rating: Rating, kind: u8, id: &'k str) -> ExposureOrder<'k> {
        (Reverse((score, rating.product(), rating.impact)), kind, id)
    }
    let rated = risks.iter().enumerate().filter_map(|(n, r)| {
        let (score, rating) = r.score.zip(r.risk.current)?;
        Some((key(score, rating, 0, &r.risk.id), ExposureItem::Risk(n)))
    });
    let measured = indicators.iter().enumerate().filter_map(|(n, r)| {
        let d = r.delivery.ok()?;
        let id = &inputs.register.indicators[r.indicator].id;
        Some((key(d.score, d.rating, 1, id), ExposureItem::Indicator(n)))
    });
    let budgeted = budgets.iter().enumerate().map(|(n, b)| (key(b.score, b.rating, 2, &b.id), ExposureItem::Budget(n)));
    let mut all: Vec<(ExposureOrder<'_>, ExposureItem)> = rated.chain(measured).chain(budgeted).collect();
    if all.len() > EXPOSED {
        all.select_nth_unstable_by(EXPOSED, |a, b| a.0.cmp(&b.0));
        all.truncate(EXPOSED);
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(_, exposed)| exposed).collect()
}
