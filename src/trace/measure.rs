//! A measure over its quarters, and whatever it follows from.

use super::TraceContext;
use super::arithmetic::{WorkedOut, filled_in};
use super::known::{Known, ids_of};
use super::part::{self, TracedPart};
use super::quarter::{self, TracedQuarter};
use crate::error::Result;
use crate::measure::Unit;
use crate::period::Period;
use crate::validate::{self, FigurePart};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A measure over its quarters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedMeasure {
    /// Its id.
    pub id: String,
    /// Its name; empty where the register does not have it.
    pub name: String,
    /// Id of its service.
    pub service: String,
    /// Ids that it had before: what was recorded under them is its own.
    pub formerly: Vec<String>,
    /// False where only the ledger knows it.
    pub in_register: bool,
    /// Arithmetic over the ids of others, where it follows from them.
    pub formula: Option<String>,
    /// Its unit and the decimals that are shown, where the register has it.
    #[serde(skip)]
    pub look: Option<(Unit, u8)>,
    /// Oldest first; one where one was asked for.
    pub quarters: Vec<TracedQuarter>,
    /// Its parts, where it is broken down.
    pub parts: Vec<TracedPart>,
    /// What it follows from.
    pub feeders: Vec<TracedFeeder>,
}

/// What a figure is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedFeeder {
    /// Its id.
    pub id: String,
    /// All of it; `None` where it was told before.
    pub measure: Option<TracedMeasure>,
}

/// Tells a measure; `told` are those that were told before.
pub(super) fn tell(
    context: TraceContext<'_>,
    known: &Known,
    id: &Arc<str>,
    only: Option<Period>,
    told: &mut BTreeSet<Arc<str>>,
) -> Result<TracedMeasure> {
    told.insert(id.clone());
    let register = context.register;
    let number = register.indicator_number(id);
    let indicator = number.map(|n| &register.indicators[n]);
    let ids = ids_of(register, id);
    let mut quarters = vec![];
    for period in periods(context, known, id)?.into_iter().filter(|p| only.is_none_or(|only| only == *p)) {
        let mut quarter = quarter::tell(context, known, &ids, period);
        if quarter.value.is_none() && quarter.marker.is_none() {
            quarter.worked_out = worked_out(context, known, id, &quarter)?;
            quarter.value = quarter.worked_out.as_ref().and_then(|w| w.gives);
        }
        quarters.push(quarter);
    }
    let mut feeders = vec![];
    for feeder in feeders_of(context, id)? {
        let measure = match told.contains(&feeder) {
            true => None,
            false => Some(tell(context, known, &feeder, only, told)?),
        };
        feeders.push(TracedFeeder { id: feeder.to_string(), measure });
    }
    let held_back = quarters.iter().filter(|q| q.held_back).map(|q| q.quarter).collect();
    let sent_by =
        || known.readings.iter().find(|r| ids.contains(&r.version.row.indicator)).map(|r| &r.version.row.service);
    Ok(TracedMeasure {
        id: id.to_string(),
        name: indicator.map_or_else(String::new, |i| i.name.clone()),
        service: indicator.map(|i| &i.service).or_else(sent_by).map_or_else(String::new, ToString::to_string),
        formerly: indicator.map_or_else(Vec::new, |i| i.formerly.clone()),
        in_register: indicator.is_some(),
        formula: indicator.and_then(|i| i.formula.as_ref()).map(|f| f.text.clone()),
        look: indicator.map(|i| (i.unit, i.decimals)),
        quarters,
        parts: part::tell(context, known, &ids, only, &held_back),
        feeders,
    })
}

/// The ids that the formula of a measure names.
fn feeders_of(context: TraceContext<'_>, id: &str) -> Result<Vec<Arc<str>>> {
    let register = context.register;
    let Some(number) = register.indicator_number(id) else { return Ok(vec![]) };
    let feeders: BTreeSet<usize> = validate::feeders(register, number)?.iter().map(|of| of.number).collect();
    Ok(feeders.into_iter().map(|n| register.indicators[n].id.clone()).collect())
}

/// The quarters of which something is known: its own figures and reports, and, where it is due, those of what it follows
/// from.
fn periods(context: TraceContext<'_>, known: &Known, id: &Arc<str>) -> Result<BTreeSet<Period>> {
    let ids = ids_of(context.register, id);
    let readings = known.readings.iter().map(|r| &r.version.row).filter(|r| ids.contains(&r.indicator));
    let reports = known.reports.iter().map(|v| &v.row).filter(|r| ids.contains(&r.indicator));
    let mut out: BTreeSet<Period> = readings.map(|r| r.period).chain(reports.map(|r| r.period)).collect();
    let due = |p: &Period| context.register.indicator(id).is_some_and(|i| i.due(*p));
    for feeder in feeders_of(context, id)? {
        out.extend(periods(context, known, &feeder)?.into_iter().filter(due));
    }
    Ok(out)
}

/// The figure of a measure in a quarter that counts, with its numerator and denominator: as received, or as its formula
/// gives it.
fn figure(context: TraceContext<'_>, known: &Known, number: usize, period: Period) -> Result<[Option<f64>; 3]> {
    let id = &context.register.indicators[number].id;
    let own = quarter::tell(context, known, &ids_of(context.register, id), period);
    if own.value.is_some() || own.marker.is_some() {
        return Ok([own.value, own.numerator, own.denominator]);
    }
    Ok([worked_out(context, known, id, &own)?.and_then(|w| w.gives), None, None])
}

/// How a measure follows from others in a quarter; nothing where it has no formula, or nothing is due.
fn worked_out(
    context: TraceContext<'_>,
    known: &Known,
    id: &Arc<str>,
    own: &TracedQuarter,
) -> Result<Option<WorkedOut>> {
    let register = context.register;
    let Some(number) = register.indicator_number(id) else { return Ok(None) };
    let indicator = &register.indicators[number];
    let due = indicator.due(own.quarter) && indicator.follows_in(own.quarter);
    let Some(formula) = indicator.formula.as_ref().filter(|_| due) else { return Ok(None) };
    let named = validate::feeders(register, number)?;
    let mut figures = std::collections::BTreeMap::new();
    for of in &named {
        for quarter in of.quarters(register, own.quarter) {
            figures.insert((of.number, quarter), figure(context, known, of.number, quarter)?);
        }
    }
    let get = |n: usize, p: Period, part: FigurePart| figures.get(&(n, p)).and_then(|of| of[part as usize]);
    let gives = validate::follows(register, number, own.quarter, get)?;
    let named = |name: &str| named.iter().find(|of| of.name == name).map(|of| of.figure(register, own.quarter, get));
    let newest = own.reports.iter().rev().find_map(|r| r.said.as_ref());
    Ok(Some(WorkedOut {
        formula: formula.text.clone(),
        arithmetic: filled_in(&formula.text, named),
        gives,
        as_reported: newest.map(|said| said.value == gives),
        file: formula.place.source.file.clone(),
        sheet: formula.place.sheet.to_string(),
        cell: formula.place.cell.to_string(),
    }))
}
