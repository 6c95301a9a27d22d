//! Indicators that follow from others: what the formula of the register gives from this quarter's values.

use super::Context;
use crate::catalogue::{G002, G013, G014, G035};
use crate::condition::reason;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::map::Map;
use crate::measure::{Aggregation, Unit};
use crate::past::Past;
use crate::period::Period;
use crate::reading::computed::{ComputedIndicator, NoComputedValue};
use crate::reading::{Marker, Reading, Return, Value};
use crate::register::{Formula, Indicator, Register};
use crate::status::{difference, round_half_away};
use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy, Operator, PolarsError, PolarsResult, col};
use polars::sql::sql_expr;
use std::collections::{BTreeSet, HashSet};

/// What a formula gives, and from how many others.
pub(super) type Given = Option<(f64, usize)>;

/// One figure a quarter.
type Quarters = Vec<Option<f64>>;

/// A formula that can be worked out.
struct Parsed {
    expression: Expr,
    /// The names that the formula uses, each with the position of its indicator.
    feeders: Vec<(String, usize)>,
}

/// Tries every formula: whether it can be read, whether what it is made of exists, whether it leads back to itself.
pub fn check_formulas(register: &Register) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut feeders: Vec<Vec<usize>> = vec![vec![]; register.indicators.len()];
    for (number, formula) in formulas(register) {
        let id = &*register.indicators[number].id;
        match parse(formula, register) {
            Ok(parsed) => {
                feeders[number] = parsed.feeders.into_iter().map(|(_, n)| n).collect();
                let spans = spans(register, number, &feeders[number]);
                out.extend(spans.into_iter().map(|found| found.at(&formula.place).about(id)));
            }
            Err(found) => out.push(found.at(&formula.place).about(id)),
        }
    }
    for circle in circles(&feeders) {
        let ids: Vec<&str> = circle.iter().chain(circle.first()).map(|n| &*register.indicators[*n].id).collect();
        let place = circle.iter().find_map(|n| register.indicators[*n].formula.as_ref()).map(|f| &f.place);
        let found = Finding::new(&G013, "formulas that come to an end", ids.join(" → "));
        out.extend(place.map(|place| found.at(place).about(ids[0])));
    }
    out
}

/// What a formula is made of that is not of the same span of time: of the year to date beside sums of the quarter alone,
/// or not due in a quarter in which its result is. What is counted at one moment, or is a rate, goes with either.
fn spans(register: &Register, number: usize, feeders: &[usize]) -> Vec<Finding> {
    let own = &register.indicators[number];
    let feeder = |holds: fn(&Indicator) -> bool| feeders.iter().map(|n| &register.indicators[*n]).find(|i| holds(i));
    let to_date = feeder(|i| i.cumulative);
    let alone = feeder(|i| !i.cumulative && i.aggregation == Aggregation::Sum);
    let mut out = vec![];
    if let Some((to_date, alone)) = to_date.zip(alone) {
        let got = format!("{} is the year to date, {} the quarter alone", to_date.id, alone.id);
        out.push(Finding::new(&G035, "all of the quarter, or all of the year to date", got));
    }
    let quarters = |q: &[u8]| q.iter().map(|q| format!("Q{q}")).collect::<Vec<_>>().join(", ");
    let absent = |n: &&usize| !own.due_quarters.iter().all(|q| register.indicators[**n].due_quarters.contains(q));
    if let Some(feeder) = feeders.iter().find(absent).map(|n| &register.indicators[*n]) {
        let expected = format!("feeders due whenever it is due itself: {}", quarters(&own.due_quarters));
        let got = format!("{} is due in {} only", feeder.id, quarters(&feeder.due_quarters));
        out.push(Finding::new(&G035, expected, got));
    }
    out
}

fn formulas(register: &Register) -> impl Iterator<Item = (usize, &Formula)> {
    register.indicators.iter().enumerate().filter_map(|(n, i)| Some((n, i.formula.as_deref()?)))
}

/// The formula as an expression over the ids of others, or what is wrong with it.
fn parse(formula: &Formula, register: &Register) -> Result<Parsed, Box<Finding>> {
    let wanted = "arithmetic over ids, such as \"A1\" / \"A2\" * 100";
    let refused = |got: String| Box::new(Finding::new(&G014, wanted, got));
    let expression = sql_expr(&formula.text).map_err(|e| refused(reason(&e.to_string())))?;
    let mut feeders = Vec::new();
    // A name that is used twice is listed twice.
    for name in expression.clone().meta().root_names().into_iter().collect::<BTreeSet<_>>() {
        let Some(number) = register.indicator_number(&name) else {
            return Err(Box::new(Finding::new(&G002, "ids of indicators of this register", format!("“{name}”"))));
        };
        feeders.push((name.to_string(), number));
    }
    let parsed = Parsed { expression, feeders };
    match answers(&parsed.expression, &parsed.feeders, 1, |_, _| None).map(|answer| answer[0]) {
        Err(e) => Err(refused(reason(&e.to_string()))),
        Ok(None) if !parsed.feeders.is_empty() => Ok(parsed),
        Ok(_) => Err(refused("a formula that uses no other indicator, or hides that one is missing".to_owned())),
    }
}

/// The results over so many quarters, none where a feeder has no value or the result is no number.
fn work_out(
    expression: &Expr,
    feeders: &[(String, usize)],
    quarters: usize,
    value: impl Fn(usize, usize) -> Option<f64>,
) -> PolarsResult<Quarters> {
    let known = |k: usize| feeders.iter().all(|(_, n)| value(*n, k).is_some());
    let answers = answers(expression, feeders, quarters, &value)?;
    Ok(answers.into_iter().enumerate().map(|(k, v)| v.filter(|_| known(k))).collect())
}

/// What the expression says, even of feeders without a value.
fn answers(
    expression: &Expr,
    feeders: &[(String, usize)],
    quarters: usize,
    value: impl Fn(usize, usize) -> Option<f64>,
) -> PolarsResult<Quarters> {
    let column = |(name, n): &(String, usize)| {
        Column::new(name.as_str().into(), (0..quarters).map(|k| value(*n, k)).collect::<Quarters>())
    };
    let frame = DataFrame::new(quarters, feeders.iter().map(column).collect())?;
    let answer = frame.lazy().with_columns([expression.clone().alias("=")]).select([col("=")]).collect()?;
    let answer = answer.column("=")?;
    if answer.dtype() == &DataType::Boolean || answer.dtype() == &DataType::String {
        return Err(polars::prelude::polars_err!(ComputeError: "it gives no number"));
    }
    Ok(answer.cast(&DataType::Float64)?.f64()?.iter().map(|v| v.filter(|v| v.is_finite())).collect())
}

/// What the last division of a formula divides by, however the quotient is multiplied after it.
fn divisor(expression: &Expr) -> Option<&Expr> {
    let Expr::BinaryExpr { left, op, right } = expression else { return None };
    match op {
        Operator::TrueDivide => Some(right),
        Operator::Multiply if right.as_ref().clone().meta().root_names().is_empty() => divisor(left),
        Operator::Multiply if left.as_ref().clone().meta().root_names().is_empty() => divisor(right),
        _ => None,
    }
}

/// The number that a quotient is multiplied by, above the line or after it: the thousand of `"A" * 1000 / "B"`.
fn multiplied(expression: &Expr) -> f64 {
    let number = |e: &Expr| match e {
        Expr::Literal(value) => value.to_any_value().and_then(|v| v.extract::<f64>()),
        _ => None,
    };
    let Expr::BinaryExpr { left, op, right } = expression else { return 1.0 };
    match op {
        Operator::TrueDivide => multiplied(left),
        Operator::Multiply => match (number(left), number(right)) {
            (_, Some(n)) => n * multiplied(left),
            (Some(n), _) => n * multiplied(right),
            _ => 1.0,
        },
        _ => 1.0,
    }
}

/// The formulas of a register that has no errors, each after those that it needs.
fn in_order(register: &Register) -> Result<Vec<(usize, Parsed)>> {
    let mut waiting = Vec::new();
    for (number, formula) in formulas(register) {
        let internal = |found: Box<Finding>| Error::Internal(format!("formula in {}: {}", formula.place, found.got));
        waiting.push((number, parse(formula, register).map_err(internal)?));
    }
    let mut out = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let open: BTreeSet<usize> = waiting.iter().map(|(n, _)| *n).collect();
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(_, f)| f.feeders.iter().all(|(_, n)| !open.contains(n)));
        if ready.is_empty() {
            return Err(Error::Internal("formulas that lead back to themselves".to_owned()));
        }
        out.extend(ready);
        waiting = rest;
    }
    Ok(out)
}

fn failed(register: &Register, number: usize, e: &PolarsError) -> Error {
    Error::Internal(format!("formula of {}: {e}", register.indicators[number].id))
}

/// For each indicator what its formula gives, from the values by position; empty where the register has no formula. What
/// was not sent and has a formula itself feeds with what that gives.
pub(super) fn given(context: &Context<'_>, values: &[Option<f64>]) -> Result<Vec<Given>> {
    let register = context.register;
    let (mut out, mut values) = (Vec::new(), values.to_vec());
    for (number, parsed) in in_order(register)? {
        let answer = work_out(&parsed.expression, &parsed.feeders, 1, |n, _| values[n]);
        let result = answer.map_err(|e| failed(register, number, &e))?[0];
        values[number] = values[number].or(result);
        out.resize(values.len(), None);
        out[number] = result.map(|v| (v, parsed.feeders.len()));
    }
    Ok(out)
}

/// Works out every indicator that follows from others and that no service sent: this quarter's, and in `past` every
/// quarter in which one was due and the ledger has none, from what it is made of. Ordered by position in the register.
///
/// A formula that ends in a division gives its numerator and denominator too, so that a year of it is Σ numerator ÷ Σ
/// denominator as of any other ratio.
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
        let results = Results::of(&parsed, period, past, &readings).map_err(|e| failed(register, number, &e))?;
        results.fill(indicator, number, past);
        let feeders: Vec<usize> = parsed.feeders.iter().map(|(_, n)| *n).collect();
        let mut breaks: Vec<Period> = Vec::new();
        for feeder in &feeders {
            breaks.extend(&register.indicators[*feeder].breaks);
            breaks.extend(out.iter().find(|c| c.indicator == *feeder).into_iter().flat_map(|c| &c.breaks));
        }
        let wanted = indicator.due(period) && !readings.contains_key(&number) && !refused.contains(&*indicator.id);
        let (reading, lack) = match results.now() {
            _ if !wanted => (None, None),
            now => {
                let (reading, lack) = reading(register, number, period, &feeders, &readings, now);
                (Some(reading), lack)
            }
        };
        readings.extend(reading.clone().map(|r| (number, r)));
        out.push(ComputedIndicator { indicator: number, feeders, breaks, reading, lack });
    }
    out.sort_by_key(|c| c.indicator);
    Ok(out)
}

/// What one formula gives in the quarters of the past and, last, in this one.
struct Results {
    values: Quarters,
    /// What was divided by.
    divisors: Option<Quarters>,
    /// What the quotient is multiplied by.
    multiplied: f64,
}

/// What rates are told by: of ten people to of a million.
const POWERS: [f64; 6] = [10.0, 100.0, 1e3, 1e4, 1e5, 1e6];

impl Results {
    fn of(parsed: &Parsed, period: Period, past: &Past, readings: &Map<usize, Reading>) -> PolarsResult<Self> {
        let (first, before) = (past.values.first(), past.values.quarters());
        let value = |n: usize, k: usize| match first.plus(k as i32) {
            p if p < period => past.values.get(n, p),
            _ => readings.get(&n).and_then(|r| r.value.number()).filter(|v| v.is_finite()),
        };
        let over = |expression: &Expr| work_out(expression, &parsed.feeders, before + 1, value);
        let divisors = divisor(&parsed.expression).map(over).transpose()?;
        Ok(Self { values: over(&parsed.expression)?, divisors, multiplied: multiplied(&parsed.expression) })
    }

    /// Value, and what divided gives it in the indicator's unit.
    fn at(&self, indicator: &Indicator, k: usize) -> (Option<f64>, Option<(f64, f64)>) {
        let value = self.values.get(k).copied().flatten();
        let times = match indicator.unit {
            Unit::Percent => 100.0,
            // What is counted stands above the line, not a thousand times of it.
            Unit::Rate if POWERS.contains(&self.multiplied) => self.multiplied,
            _ => 1.0,
        };
        let pooled = indicator.aggregation == Aggregation::Ratio;
        let by = self.divisors.as_ref().and_then(|d| *d.get(k)?).filter(|_| pooled);
        let parts = value.zip(by).map(|(v, d)| (difference(v * d / times, 0.0), difference(d, 0.0)));
        (value.map(|v| without_dust(v, indicator.decimals)), parts)
    }

    fn now(&self) -> (&Self, usize) {
        (self, self.values.len() - 1)
    }

    fn fill(&self, indicator: &Indicator, number: usize, past: &mut Past) {
        let first = past.values.first();
        for (k, p) in (0..past.values.quarters()).map(|k| (k, first.plus(k as i32))) {
            let (value, parts) = self.at(indicator, k);
            if value.is_none() || !indicator.due(p) || past.values.get(number, p).is_some() {
                continue;
            }
            past.values.set(number, p, value);
            past.numerators.set(number, p, parts.map(|(n, _)| n));
            past.denominators.set(number, p, parts.map(|(_, d)| d));
        }
    }
}

/// The value without the dust of binary fractions, which would part what is equal and decide how a half is rounded: nine
/// decimals beyond those of the indicator, and no more digits than a number has.
fn without_dust(value: f64, decimals: u8) -> f64 {
    let digits = value.abs().max(1.0).log10().floor();
    round_half_away(value, (14.0 - digits).clamp(0.0, f64::from(decimals) + 9.0) as u8)
}

/// The reading that a formula gives, or a reading that says what there is instead, and why.
fn reading(
    register: &Register,
    number: usize,
    period: Period,
    feeders: &[usize],
    readings: &Map<usize, Reading>,
    (results, now): (&Results, usize),
) -> (Reading, Option<NoComputedValue>) {
    let indicator = &register.indicators[number];
    let (value, parts) = results.at(indicator, now);
    let has = |n: &&usize| readings.get(*n).is_some_and(|r| r.value.number().is_some());
    let missing: Vec<usize> = feeders.iter().filter(|n| !has(n)).copied().collect();
    let lack = match value {
        Some(_) => None,
        None if missing.is_empty() => Some(NoComputedValue::NoResult),
        None => Some(NoComputedValue::Missing(missing)),
    };
    let reading = Reading {
        indicator: indicator.id.clone(),
        service: indicator.service.clone(),
        period,
        value: match (value, &lack) {
            (Some(v), _) => Value::Number(v),
            (None, Some(NoComputedValue::Missing(missing))) => Value::Marker(instead(missing, readings)),
            (None, _) => Value::Marker(Marker::NotAvailable),
        },
        provisional: feeders.iter().filter_map(|n| readings.get(n)).any(|r| r.provisional),
        numerator: parts.map(|(n, _)| n),
        denominator: parts.map(|(_, d)| d),
        forecast: None,
        words: Box::default(),
        place: indicator.formula.as_ref().map(|f| f.place.clone()).unwrap_or_default(),
    };
    (reading, lack)
}

/// What the missing ones have in place of a value, the weightiest of them: what is held back stays held back, and what is
/// still to come is awaited.
fn instead(missing: &[usize], readings: &Map<usize, Reading>) -> Marker {
    let of = |n: &usize| match readings.get(n).map(|r| r.value) {
        Some(Value::Marker(marker)) => marker,
        _ => Marker::Awaited,
    };
    let found: Vec<Marker> = missing.iter().map(of).collect();
    let order = [Marker::Suppressed, Marker::Awaited, Marker::NotAvailable, Marker::NotApplicable, Marker::NotDue];
    order.into_iter().find(|m| found.contains(m)).unwrap_or(Marker::Awaited)
}

/// Ways that lead back to where they start, each once, from its lowest position.
fn circles(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let mut done = vec![false; next.len()];
    for start in 0..next.len() {
        // The way so far, and how many turns were tried at each place of it.
        let mut way: Vec<(usize, usize)> = vec![];
        let mut here = (!done[start]).then_some(start);
        loop {
            if let Some(n) = here.take() {
                if let Some(at) = way.iter().position(|(m, _)| *m == n) {
                    out.push(way[at..].iter().map(|(m, _)| *m).collect());
                } else if !done[n] {
                    way.push((n, 0));
                }
            }
            let Some((n, tried)) = way.last_mut() else { break };
            match next[*n].get(*tried) {
                Some(turn) => {
                    *tried += 1;
                    here = Some(*turn);
                }
                None => {
                    done[*n] = true;
                    way.pop();
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn circles_are_found_once() {
        assert_eq!(circles(&[vec![1, 2], vec![2], vec![]]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(&[vec![1], vec![2], vec![0]]), [[0, 1, 2]]);
        assert_eq!(circles(&[vec![0]]), [[0]]);
        assert_eq!(circles(&[vec![1], vec![2], vec![3], vec![1]]), [[1, 2, 3]]);
        assert_eq!(circles(&[vec![1, 2], vec![0], vec![0]]), [[0, 1], [0, 2]]);
    }
}
