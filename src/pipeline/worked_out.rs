//! What formulas give in quarters that nobody reported, over all that the ledger has.

use crate::error::Result;
use crate::history::{Ledger, QuarterFigures, Recorded};
use crate::map::Map;
use crate::past::{Past, QUARTERS};
use crate::period::Period;
use crate::reading::{Marker, Reading, Value};
use crate::register::Register;
use crate::validate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Quarters before one that its year so far may look at.
const OF_YEAR: i32 = 3;

/// What the formulas of the register give in every quarter before `before` in which nothing was sent, by quarter and measure.
///
/// The past is looked at in stretches, the newest first, which overlap by what a year so far needs.
pub(super) fn worked_out(
    ledger: &Ledger,
    register: &Register,
    before: Period,
    as_of: Option<u64>,
) -> Result<Vec<Reading>> {
    stretches(ledger, register, before, as_of, |past, end| validate::worked_out(register, end, past))
}

/// The same, with a reading that has no number where a measure is put together from those of the councils before this one and some of
/// them have none: that there is no figure of all is told, too.
fn with_gaps(ledger: &Ledger, register: &Register, before: Period, as_of: Option<u64>) -> Result<Vec<Reading>> {
    let mut joined = vec![];
    for (n, indicator) in register.indicators.iter().enumerate().filter(|(_, i)| i.formula.is_some()) {
        let old: BTreeSet<usize> = validate::feeders(register, n)?.iter().map(|of| of.number).collect();
        if old.iter().any(|n| !register.indicators[*n].predecessor.is_empty()) {
            joined.push((n, indicator, old));
        }
    }
    stretches(ledger, register, before, as_of, |past, end| {
        let mut out = validate::worked_out(register, end, past)?;
        let has: Map<(Arc<str>, Period), ()> = out.iter().map(|r| ((r.indicator.clone(), r.period), ())).collect();
        let quarters = || (0..).map(|k| past.values.first().plus(k)).take_while(|p| *p < end);
        for (n, indicator, old) in &joined {
            let lacks = |p: &Period| {
                let own = past.values.get(*n, *p).is_some() || has.contains_key(&(indicator.id.clone(), *p));
                let some = || old.iter().any(|feeder| past.values.get(*feeder, *p).is_some());
                !own && indicator.due(*p) && indicator.follows_in(*p) && some()
            };
            out.extend(quarters().filter(lacks).map(|period| Reading {
                indicator: indicator.id.clone(),
                service: indicator.service.clone(),
                period,
                value: Value::Marker(Marker::NotAvailable),
                provisional: false,
                numerator: None,
                denominator: None,
                forecast: None,
                words: Box::default(),
                place: indicator.formula.as_ref().map(|f| f.place.clone()).unwrap_or_default(),
            }));
        }
        Ok(out)
    })
}

fn stretches(
    ledger: &Ledger,
    register: &Register,
    before: Period,
    as_of: Option<u64>,
    of: impl Fn(&Past, Period) -> Result<Vec<Reading>>,
) -> Result<Vec<Reading>> {
    let Some(first) = ledger.quarters_with_figures(as_of).first().copied() else { return Ok(vec![]) };
    let (mut out, mut end) = (vec![], before);
    while end > first {
        let past = ledger.past(register, end, as_of)?;
        // The first quarters of a stretch that others went before lack what was before them.
        let begins = end.plus(-QUARTERS);
        let from = if begins <= first { first } else { begins.plus(OF_YEAR) };
        out.extend(of(&past, end)?.into_iter().filter(|r| r.period >= from));
        end = from;
    }
    out.sort_by(|a, b| (a.period, &a.indicator).cmp(&(b.period, &b.indicator)));
    Ok(out)
}

/// Adds what the measures of this council are in quarters that only the councils before it have figures of: nobody reported
/// them, and they follow from what was. Nothing of a council that none went before.
pub(super) fn add(
    (ledger, register, as_of): (&Ledger, &Register, Option<u64>),
    record: u64,
    told: &mut [&mut QuarterFigures],
) -> Result<()> {
    let Some(last) = told.iter().map(|figures| figures.period).max() else { return Ok(()) };
    if register.predecessors.is_empty() {
        return Ok(());
    }
    for reading in with_gaps(ledger, register, last.plus(1), as_of)? {
        let quarter = told.iter_mut().find(|figures| figures.period == reading.period);
        let Some(figures) = quarter else { continue };
        let sent = figures.readings.binary_search_by(|held| held.row.indicator.cmp(&reading.indicator));
        if let (Err(at), false) = (sent, figures.reported.iter().any(|r| r.indicator == reading.indicator)) {
            figures.readings.insert(at, Recorded { record, row: reading });
        }
    }
    Ok(())
}
