//! A group of measures over the quarters that were reported: how many are on target, and the share of them by weight.

use super::TraceContext;
use super::known::Known;
use super::measure::{self, TracedFeeder};
use crate::analyse::{BasketKind, BasketLevel, members};
use crate::error::Result;
use crate::history::Version;
use crate::period::Period;
use crate::reported::ReportedFigure;
use crate::settings::Status;
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
    /// The status of each measure that has one.
    pub statuses: BTreeMap<String, Status>,
}

pub(super) fn tell(
    context: TraceContext<'_>,
    known: &Known,
    (kind, id): (BasketKind, &str),
    only: Option<Period>,
    told: &mut BTreeSet<Arc<str>>,
) -> Result<TracedBasket> {
    let register = context.register;
    let group = members(register, context.council).into_iter().find(|g| (g.kind, g.id) == (kind, id));
    let (name, members) = group.map_or((id.to_owned(), vec![]), |g| (g.name.to_owned(), g.members));
    let ids: Vec<&Arc<str>> = members.iter().map(|n| &register.indicators[*n].id).collect();
    let of = |v: &&Version<ReportedFigure>| register.indicator(&v.row.indicator).is_some_and(|i| ids.contains(&&i.id));
    let reported: BTreeSet<Period> = known.reports.iter().filter(of).map(|v| v.row.period).collect();
    let wanted = reported.into_iter().filter(|p| only.is_none_or(|only| only == *p));
    let quarters = wanted.filter_map(|p| quarter(context, known, &members, p)).collect();
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

fn quarter(context: TraceContext<'_>, known: &Known, members: &[usize], period: Period) -> Option<BasketQuarter> {
    let record = context.ledger.newest_run(period, None)?.seq;
    let mut statuses: BTreeMap<usize, Status> = BTreeMap::new();
    for v in known.reports.iter().filter(|v| v.row.period == period) {
        let Some(number) = context.register.indicator_number(&v.row.indicator) else { continue };
        match v.withdrawn {
            true => _ = statuses.remove(&number),
            false => _ = statuses.insert(number, v.row.status),
        }
    }
    statuses.retain(|number, _| members.contains(number));
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
        statuses: statuses.iter().map(|(n, status)| (id(n), *status)).collect(),
    })
}
