//! The scorecard: the council from each of its perspectives.

use super::concern::concern;
use super::{Basket, BasketKind, IndicatorResult, Inputs};
use crate::settings::Status;
use crate::text::words::same;

/// The council from one perspective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorecardEntry {
    /// Its name.
    pub name: String,
    /// Position in [`super::Analysis::baskets`] of its measures; `None` where the register has none of it.
    pub basket: Option<usize>,
    /// Position in [`super::Analysis::indicators`] of the measure of most concern, red before amber; none where all are on
    /// target, or all that are not are in doubt.
    pub worst: Option<usize>,
    /// Of the measure that is furthest beyond its target.
    pub best: Option<usize>,
    /// It tells of revenue and savings.
    pub budget: bool,
    /// It tells of capital schemes and milestones.
    pub projects: bool,
}

/// The council's own set in its order, then what the register names beside it.
pub(super) fn scorecard(
    inputs: &Inputs<'_>,
    baskets: &[Basket],
    results: &[IndicatorResult<'_>],
) -> Vec<ScorecardEntry> {
    let settings = &inputs.settings.scorecard;
    let found = || baskets.iter().enumerate().filter(|(_, b)| b.kind == BasketKind::Perspective);
    let listed = settings.perspectives.iter().map(|name| {
        let basket = found().find(|(_, b)| same(&b.name, name)).map(|(n, _)| n);
        (name.as_str(), basket)
    });
    let listed: Vec<_> = listed.collect();
    let beside = found().filter(|(n, _)| listed.iter().all(|(_, basket)| *basket != Some(*n)));
    let beside = beside.map(|(n, b)| (b.name.as_str(), Some(n)));
    let entry = |(name, basket): (&str, Option<usize>)| {
        let members = basket.and_then(|n| baskets.get(n)).map_or(&[][..], |b| &b.members);
        ScorecardEntry {
            name: name.to_owned(),
            basket,
            worst: worst(inputs, members, results),
            best: best(members, results),
            budget: same(name, &settings.budget_in),
            projects: same(name, &settings.projects_in),
        }
    };
    let all = listed.iter().copied().chain(beside);
    // A part is not told of the perspectives that it has nothing of.
    all.filter(|(_, basket)| inputs.part.is_none() || basket.is_some()).map(entry).collect()
}

fn worst(inputs: &Inputs<'_>, members: &[usize], results: &[IndicatorResult<'_>]) -> Option<usize> {
    let off = members.iter().filter(|n| matches!(results[**n].status, Status::Red | Status::Amber));
    let sure = off.filter(|n| results[**n].doubt().is_none()).copied();
    let key = |n: usize| {
        let r = &results[n];
        (r.status != Status::Red, concern(inputs.register, inputs.period, r).score())
    };
    let id = |n: usize| &inputs.register.indicators[results[n].indicator].id;
    sure.min_by(|a, b| {
        let (one, other) = (key(*a), key(*b));
        one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)).then_with(|| id(*a).cmp(id(*b)))
    })
}

fn best(members: &[usize], results: &[IndicatorResult<'_>]) -> Option<usize> {
    let on = members.iter().filter(|n| results[**n].status.on_target() && results[**n].doubt().is_none()).copied();
    let beyond = |n: usize| results[n].variance_percent.unwrap_or(0.0);
    on.min_by(|a, b| beyond(*b).total_cmp(&beyond(*a)))
}
