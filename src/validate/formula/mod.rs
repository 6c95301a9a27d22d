//! Indicators that follow from others: what the formula of the register gives from this quarter's values.

mod circles;
mod taken;
mod parsed;
mod check;
mod results;

pub use check::check_formulas;
use taken::before;
pub(crate) use taken::suffix;
pub use taken::{Feeder, FigurePart};

use super::context::ValidationContext;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::fit::fit;
use crate::map::Map;
use crate::past::Past;
use crate::period::Period;
use crate::reading::computed::ComputedIndicator;
use crate::reading::{Reading, Return, Value};
use crate::register::{Formula, Register};
use parsed::{failed, formulas, in_order, parse, work_out};
use results::{Results, reading, without_dust};
use std::collections::HashSet;

/// What a formula gives, and from how many others.
pub(super) type Given = Option<(f64, usize)>;

/// For each indicator what its formula gives, from this quarter's values, numerators and denominators by position; empty
/// where the register has no formula. What was not sent and has a formula itself feeds with what that gives.
pub(super) fn given(context: &ValidationContext<'_>, sent: &[Option<[Option<f64>; 3]>]) -> Result<Vec<Given>> {
    let (register, past) = (context.register, context.past);
    let mut values: Vec<[Option<f64>; 3]> = sent.iter().map(|of| of.unwrap_or_default()).collect();
    let mut out = Vec::new();
    for (number, parsed) in in_order(register)? {
        if !register.indicators[number].follows_in(context.period) {
            continue;
        }
        let get = |n: usize, p: Period, part: FigurePart| match p {
            p if p == context.period => values[n][part as usize],
            p => before(past, n, p, part),
        };
        let value = |feeder: &Feeder, _| feeder.figure(register, context.period, get);
        let answer = work_out(&parsed.expression, &parsed.feeders, 1, value);
        let result = answer.map_err(|e| failed(register, number, &e))?[0];
        values[number][0] = values[number][0].or(result);
        out.resize(values.len(), None);
        out[number] = result.map(|v| (v, parsed.feeders.len()));
    }
    Ok(out)
}

/// What formulas give in the quarters before `period`, where nothing was sent: at the place of each formula, by measure and
/// quarter.
///
/// # Errors
/// Those of [`compute`].
pub fn worked_out(register: &Register, period: Period, past: &Past) -> Result<Vec<Reading>> {
    if formulas(register).next().is_none() {
        return Ok(vec![]);
    }
    let mut filled = past.clone();
    compute(register, period, &[], &[], &mut filled)?;
    let mut out = vec![];
    for (n, formula) in formulas(register) {
        let indicator = &register.indicators[n];
        for quarter in (0..filled.values.quarters()).map(|k| filled.values.first().plus(fit::<i32>(k))) {
            let Some(value) = filled.values.get(n, quarter).filter(|_| past.values.get(n, quarter).is_none()) else {
                continue;
            };
            out.push(Reading {
                indicator: indicator.id.clone(),
                service: indicator.service.clone(),
                period: quarter,
                value: Value::Number(value),
                provisional: false,
                numerator: filled.numerators.get(n, quarter),
                denominator: filled.denominators.get(n, quarter),
                forecast: None,
                words: Box::default(),
                place: formula.place.clone(),
            });
        }
    }
    Ok(out)
}

/// What the formula of the indicator at a position names, each once; nothing where it has none.
///
/// # Errors
/// Only when a formula cannot be read, which [`check_formulas`] prevents.
pub fn feeders(register: &Register, number: usize) -> Result<Vec<Feeder>> {
    let Some(formula) = &register.indicators[number].formula else { return Ok(vec![]) };
    let unread = |found: Box<Finding>| Error::Internal(format!("formula in {}: {}", formula.place, found.got));
    Ok(parse(formula, register).map_err(unread)?.feeders)
}

/// What the formula of the indicator at a position gives in a quarter from the figures of those that it names, by
/// position and quarter. `None` where it has no formula, a figure is missing, or it would divide by zero.
///
/// # Errors
/// Only when a formula cannot be worked out, which [`check_formulas`] prevents.
pub fn follows(
    register: &Register,
    number: usize,
    period: Period,
    get: impl Fn(usize, Period, FigurePart) -> Option<f64>,
) -> Result<Option<f64>> {
    let indicator = &register.indicators[number];
    let Some(formula) = &indicator.formula else { return Ok(None) };
    let result = over_quarters(register, formula, &[period], get)?.into_iter().next().flatten();
    Ok(result.map(|v| without_dust(v, indicator.decimals)))
}

/// What a formula over the measures of a register gives in each of some quarters.
///
/// # Errors
/// When the formula cannot be read or worked out.
pub fn over_quarters(
    register: &Register,
    formula: &Formula,
    quarters: &[Period],
    get: impl Fn(usize, Period, FigurePart) -> Option<f64>,
) -> Result<Vec<Option<f64>>> {
    let unread = |why: String| Error::Internal(format!("formula in {}: {why}", formula.place));
    let parsed = parse(formula, register).map_err(|found| unread(found.got.clone()))?;
    let value = |feeder: &Feeder, k: usize| feeder.figure(register, quarters[k], &get);
    work_out(&parsed.expression, &parsed.feeders, quarters.len(), value).map_err(|e| unread(e.to_string()))
}

/// Works out every indicator that follows from others and that no service sent: this quarter's, and in `past` every
/// quarter in which one was due and the ledger has none, from what it is made of. Ordered by position in the register.
///
/// A formula that ends in a division gives its numerator and denominator too, so that a year of it is Σ numerator ÷ Σ
/// denominator as of any other ratio.
///
/// # Errors
/// Only when a formula cannot be worked out, which [`check_formulas`] prevents.
pub fn compute(
    register: &Register,
    period: Period,
    returns: &[Return],
    findings: &[Finding],
    past: &mut Past,
) -> Result<Vec<ComputedIndicator>> {
    let ordered = in_order(register)?;
    if ordered.is_empty() {
        return Ok(vec![]);
    }
    let mut readings: Map<usize, Reading> = Map::default();
    for reading in returns.iter().flat_map(|r| &r.readings).filter(|r| r.period == period) {
        if let Some(n) = register.indicator_number(&reading.indicator) {
            readings.entry(n).or_insert_with(|| reading.clone());
        }
    }
    // What came and was refused is not replaced: its service has to correct it.
    let refused: HashSet<&str> =
        findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.subject.as_str()).collect();
    let mut out: Vec<ComputedIndicator> = Vec::with_capacity(ordered.len());
    for (number, parsed) in ordered {
        let indicator = &register.indicators[number];
        let results =
            Results::of(&parsed, register, period, past, &readings).map_err(|e| failed(register, number, &e))?;
        let mut feeders: Vec<usize> = vec![];
        for feeder in &parsed.feeders {
            if !feeders.contains(&feeder.number) {
                feeders.push(feeder.number);
            }
        }
        results.fill(indicator, number, &feeders, past);
        let mut breaks: Vec<Period> = Vec::new();
        for feeder in &feeders {
            breaks.extend(&register.indicators[*feeder].breaks);
            breaks.extend(out.iter().find(|c| c.indicator == *feeder).into_iter().flat_map(|c| &c.breaks));
        }
        let wanted = indicator.due(period)
            && indicator.follows_in(period)
            && !readings.contains_key(&number)
            && !refused.contains(&*indicator.id);
        let times = results.times(indicator);
        let (reading, lack) = match results.now() {
            _ if !wanted => (None, None),
            now => {
                let (reading, lack) = reading(register, number, period, &parsed.feeders, &readings, now);
                (Some(reading), lack)
            }
        };
        readings.extend(reading.clone().map(|r| (number, r)));
        out.push(ComputedIndicator { indicator: number, feeders, breaks, times, reading, lack });
    }
    out.sort_by_key(|c| c.indicator);
    Ok(out)
}
