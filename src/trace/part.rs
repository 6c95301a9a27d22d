//! The parts of a measure that is broken down, over their quarters.

use super::TraceContext;
use super::known::Known;
use super::origin::{origin, states};
use super::quarter::TracedVersion;
use crate::history::Version;
use crate::period::Period;
use crate::reading::Part;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A part of a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedPart {
    /// What it is called.
    pub name: String,
    /// Oldest first; one where one was asked for.
    pub quarters: Vec<PartQuarter>,
}

/// A part in one quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartQuarter {
    /// The quarter.
    pub quarter: Period,
    /// A part or the whole could identify people: no part of the quarter is told, older figures neither.
    pub held_back: bool,
    /// Oldest first.
    pub versions: Vec<TracedVersion>,
}

/// The parts of the measure that has or had these ids, by name. `held_back` says of which quarters the whole is.
pub(super) fn tell(
    context: TraceContext<'_>,
    known: &Known,
    ids: &[Arc<str>],
    only: Option<Period>,
    held_back: &BTreeSet<Period>,
) -> Vec<TracedPart> {
    let of = |v: &&Version<Part>| ids.contains(&v.row.indicator) && only.is_none_or(|only| only == v.row.period);
    let own: Vec<&Version<Part>> = known.parts.iter().filter(of).collect();
    let names: BTreeSet<&str> = own.iter().map(|v| &*v.row.name).collect();
    // The whole less the others tells the part that is held back.
    let mut newest: BTreeMap<(&str, Period), bool> = BTreeMap::new();
    own.iter().for_each(|v| _ = newest.insert((&*v.row.name, v.row.period), v.row.suppressed()));
    let suppressed = newest.into_iter().filter(|(_, suppressed)| *suppressed).map(|((_, quarter), _)| quarter);
    let held_back: BTreeSet<Period> = held_back.iter().copied().chain(suppressed).collect();
    let part = |name: &str| {
        let own: Vec<&&Version<Part>> = own.iter().filter(|v| *v.row.name == *name).collect();
        let quarters: BTreeSet<Period> = own.iter().map(|v| v.row.period).collect();
        let quarter = |quarter: Period| {
            let versions: Vec<&Version<Part>> = own.iter().filter(|v| v.row.period == quarter).map(|v| **v).collect();
            one(context, known, (quarter, held_back.contains(&quarter)), &versions)
        };
        TracedPart { name: name.to_owned(), quarters: quarters.into_iter().map(quarter).collect() }
    };
    names.into_iter().map(part).collect()
}

fn one(
    context: TraceContext<'_>,
    known: &Known,
    (quarter, held_back): (Period, bool),
    versions: &[&Version<Part>],
) -> PartQuarter {
    let told = |(v, state): (&&Version<Part>, _)| {
        let open = |number: Option<f64>| number.filter(|_| !held_back && !v.row.suppressed());
        TracedVersion {
            value: open(v.row.value.number()),
            numerator: open(v.row.numerator),
            denominator: open(v.row.denominator),
            marker: v.row.value.marker(),
            provisional: false,
            origin: origin(context, known, (v.record, &v.row.service, &v.row.place), state, None),
        }
    };
    PartQuarter { quarter, held_back, versions: versions.iter().zip(states(versions)).map(told).collect() }
}
