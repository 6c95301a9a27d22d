//! A group of measures over the quarters that were reported: how many are on target, and the share of them by weight.

use super::TraceContext;
use super::known::Known;
use super::measure::{self, TracedFeeder};
use crate::analyse::composite::{counts, reached};
use crate::analyse::{BasketKind, BasketLevel, members};
use crate::error::Result;
use crate::history::Version;
use crate::period::Period;
use crate::reported::ReportedFigure;
use crate::settings::Status;
use crate::status::compared;
use crate::text::words::plain;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A group of measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedBasket {
    /// What brings its measures together.
    pub group: BasketKind,
    /// Its id; empty for the council.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The ids of its measures by the register as it is now.
    pub members: Vec<String>,
    /// The quarters that were reported, oldest first.
    pub quarters: Vec<BasketQuarter>,
    /// Its measures.
    pub feeders: Vec<TracedFeeder>,
}

/// A group in the newest run of one quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BasketQuarter {
    /// The quarter.
    pub quarter: Period,
    /// The record of the run.
    pub record: u64,
    /// On target.
    pub green: u32,
    /// Near target.
    pub amber: u32,
    /// Off target.
    pub red: u32,
    /// All of its measures.
    pub total: usize,
    /// The weighted share of the rated ones that is on target, 0 to 1; `None` where none is rated.
    pub level: Option<f64>,
    /// How the level comes about: `4 ÷ 6`, the weights of those on target over the weights of all that are rated.
    pub arithmetic: String,
    /// The one figure of a set that the register asks for.
    pub composite: Option<TracedComposite>,
    /// The status of each measure that has one.
    pub statuses: BTreeMap<String, Status>,
}

/// One figure for a set, over the measures that are rated against a target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedComposite {
    /// How much of their targets they reached on average, 1 for all of it; none where one of them has no figure, or one or a
    /// target of zero or less.
    pub gives: Option<f64>,
    /// How it comes about: `(95 ÷ 90 × 2 + 40 ÷ 50 × 1) ÷ 3`, what was reached over its target, or for less is better the target
    /// over it, by weight; `?` where there is no figure.
    pub arithmetic: String,
}

pub(super) fn tell(
    context: TraceContext<'_>,
    known: &Known,
    (kind, id): (BasketKind, &str),
    only: Option<Period>,
    told: &mut BTreeSet<Arc<str>>,
) -> Result<TracedBasket> {
    let register = context.register;
    let group = members(register, &context.settings.council.name).into_iter().find(|g| (g.kind, g.id) == (kind, id));
    let (name, members) = group.map_or((id.to_owned(), vec![]), |g| (g.name.to_owned(), g.members));
    let ids: Vec<&Arc<str>> = members.iter().map(|n| &register.indicators[*n].id).collect();
    let of = |v: &&Version<ReportedFigure>| register.indicator(&v.row.indicator).is_some_and(|i| ids.contains(&&i.id));
    let reported: BTreeSet<Period> = known.reports.iter().filter(of).map(|v| v.row.period).collect();
    let wanted = reported.into_iter().filter(|p| only.is_none_or(|only| only == *p));
    let is_composite = kind == BasketKind::Set && register.sets.iter().any(|s| s.name == id && s.composite);
    let quarters = wanted.filter_map(|p| quarter(context, known, (&members, is_composite), p)).collect();
    let mut feeders = vec![];
    for id in ids.iter().copied() {
        let measure = match told.contains(id) {
            true => None,
            false => Some(measure::tell(context, known, id, only, told)?),
        };
        feeders.push(TracedFeeder { id: id.to_string(), measure });
    }
    Ok(TracedBasket {
        group: kind,
        id: id.to_owned(),
        name,
        members: ids.iter().map(ToString::to_string).collect(),
        quarters,
        feeders,
    })
}

fn quarter(
    context: TraceContext<'_>,
    known: &Known,
    (members, is_composite): (&[usize], bool),
    period: Period,
) -> Option<BasketQuarter> {
    let record = context.ledger.newest_run(period, None)?.seq;
    let mut told: BTreeMap<usize, &ReportedFigure> = BTreeMap::new();
    for v in known.reports.iter().filter(|v| v.row.period == period) {
        let Some(number) = context.register.indicator_number(&v.row.indicator) else { continue };
        match v.withdrawn {
            true => _ = told.remove(&number),
            false => _ = told.insert(number, &v.row),
        }
    }
    told.retain(|number, _| members.contains(number));
    let statuses: BTreeMap<usize, Status> = told.iter().map(|(n, told)| (*n, told.status)).collect();
    let weight = |n: &usize| context.register.indicators[*n].weight;
    let level = BasketLevel::of(statuses.iter().map(|(n, status)| (*status, weight(n))), std::iter::empty());
    let weights = |on: fn(Status) -> bool| statuses.iter().filter(move |(_, s)| on(**s)).map(|(n, _)| weight(n));
    let (on_target, rated) = (weights(Status::on_target).sum::<f64>(), weights(Status::rated).sum::<f64>());
    let id = |n: &usize| context.register.indicators[*n].id.to_string();
    Some(BasketQuarter {
        quarter: period,
        record,
        green: level.green,
        amber: level.amber,
        red: level.red,
        total: members.len(),
        level: level.share,
        arithmetic: format!("{} ÷ {}", plain(on_target), plain(rated)),
        composite: is_composite.then(|| composite(context, &told)),
        statuses: statuses.iter().map(|(n, status)| (id(n), *status)).collect(),
    })
}

/// From what the report of a quarter said of each measure.
fn composite(context: TraceContext<'_>, told: &BTreeMap<usize, &ReportedFigure>) -> TracedComposite {
    let (mut terms, mut sum, mut weights) = (vec![], Some(0.0), 0.0);
    for (n, told) in told {
        let indicator = &context.register.indicators[*n];
        let Some(target) = told.target.filter(|_| counts(indicator.polarity, told.status)) else { continue };
        let value = told.value.filter(|_| told.status.rated()).map(|v| compared(indicator, context.settings, v));
        let share = value.and_then(|value| reached(indicator.polarity, value, target));
        sum = sum.zip(share).map(|(sum, [a, b])| sum + a / b * indicator.weight);
        weights += indicator.weight;
        let said = share.map_or_else(|| "?".to_owned(), |[a, b]| format!("{} ÷ {}", plain(a), plain(b)));
        terms.push(format!("{said} × {}", plain(indicator.weight)));
    }
    let arithmetic = format!("({}) ÷ {}", terms.join(" + "), plain(weights));
    TracedComposite { gives: sum.filter(|_| weights > 0.0).map(|sum| sum / weights), arithmetic }
}
