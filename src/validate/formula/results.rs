//! What a formula gives in each quarter, and the reading that it makes.

use super::parsed::{ParsedFormula, QuarterValues, divisor, multiplied, work_out};
use super::taken::{Feeder, FigurePart, before};
use crate::elementary::log10;
use crate::fit::fit;
use crate::map::Map;
use crate::measure::Aggregation;
use crate::past::Past;
use crate::period::Period;
use crate::reading::computed::NoComputedValue;
use crate::reading::{Marker, Reading, Value};
use crate::register::{Indicator, Register};
use crate::status::{difference, round_half_away};
use polars::prelude::{Expr, PolarsResult};

/// What one formula gives in the quarters of the past and, last, in this one.
pub(super) struct Results {
    values: QuarterValues,
    /// What was divided by.
    divisors: Option<QuarterValues>,
    /// What the quotient is multiplied by.
    multiplied: f64,
    /// Positions of those of which something is missing this quarter.
    missing: Vec<usize>,
}

/// What rates are told by: of ten people to of a million.
const POWERS: [f64; 6] = [10.0, 100.0, 1e3, 1e4, 1e5, 1e6];

impl Results {
    pub fn of(
        parsed: &ParsedFormula,
        register: &Register,
        period: Period,
        past: &Past,
        readings: &Map<usize, Reading>,
    ) -> PolarsResult<Self> {
        let (first, earlier) = (past.values.first(), past.values.quarters());
        let now = |n: usize, part: FigurePart| {
            let reading = readings.get(&n)?;
            let figure = match part {
                FigurePart::Value => reading.value.number(),
                FigurePart::Numerator => reading.numerator,
                FigurePart::Denominator => reading.denominator,
            };
            figure.filter(|v| v.is_finite())
        };
        let get =
            |n: usize, p: Period, part: FigurePart| if p < period { before(past, n, p, part) } else { now(n, part) };
        let value = |feeder: &Feeder, k: usize| feeder.figure(register, first.plus(fit::<i32>(k)), get);
        let over = |expression: &Expr| work_out(expression, &parsed.feeders, earlier + 1, value);
        let divisors = divisor(&parsed.expression).map(over).transpose()?;
        let mut missing: Vec<usize> = vec![];
        for feeder in parsed.feeders.iter().filter(|feeder| value(feeder, earlier).is_none()) {
            if !missing.contains(&feeder.number) {
                missing.push(feeder.number);
            }
        }
        let values = over(&parsed.expression)?;
        Ok(Self { values, divisors, multiplied: multiplied(&parsed.expression), missing })
    }

    /// Value, and what divided gives it in the indicator's unit.
    fn at(&self, indicator: &Indicator, k: usize) -> (Option<f64>, Option<(f64, f64)>) {
        let value = self.values.get(k).copied().flatten();
        let times = self.times(indicator);
        let pooled = indicator.aggregation == Aggregation::Ratio;
        let by = self.divisors.as_ref().and_then(|d| *d.get(k)?).filter(|_| pooled);
        let parts = value.zip(by).map(|(v, d)| (difference(v * d / times, 0.0), difference(d, 0.0)));
        (value.map(|v| without_dust(v, indicator.decimals)), parts)
    }

    /// What a numerator over its denominator is multiplied by to be a value. What is counted stands above the line, not a
    /// thousand times of it.
    pub fn times(&self, indicator: &Indicator) -> f64 {
        let shown = Some(self.multiplied).filter(|m| POWERS.contains(m));
        indicator.times().or(shown).unwrap_or(1.0)
    }

    pub fn now(&self) -> (&Self, usize) {
        (self, self.values.len() - 1)
    }

    /// Puts what the formula gives into the quarters of the past. A quarter that was reported keeps what its report said for
    /// as long as its `feeders` are what they were: a formula that is written anew changes no past.
    pub fn fill(&self, indicator: &Indicator, number: usize, feeders: &[usize], past: &mut Past) {
        let first = past.values.first();
        for (k, p) in (0..past.values.quarters()).map(|k| (k, first.plus(fit::<i32>(k)))) {
            let (mut value, mut parts) = self.at(indicator, k);
            if let Some(reported) = reported(past, number, feeders, p).filter(|reported| Some(*reported) != value) {
                (value, parts) = (Some(reported), None);
            }
            if value.is_none() || !indicator.due(p) || !indicator.follows_in(p) || past.values.get(number, p).is_some()
            {
                continue;
            }
            past.values.set(number, p, value);
            past.numerators.set(number, p, parts.map(|(n, _)| n));
            past.denominators.set(number, p, parts.map(|(_, d)| d));
        }
    }
}

/// What the report of a quarter said, where it was worked out from the same figures.
fn reported(past: &Past, number: usize, feeders: &[usize], p: Period) -> Option<f64> {
    let of = |n: usize| past.reported.get(&(n, p));
    let same = |n: &usize| of(*n).is_none_or(|feeder| feeder.value == past.values.get(*n, p));
    of(number)?.value.filter(|_| feeders.iter().all(same))
}

/// The value without the dust of binary fractions, which would part what is equal and decide how a half is rounded: nine
/// decimals beyond those of the indicator, and no more digits than a number has.
pub(super) fn without_dust(value: f64, decimals: u8) -> f64 {
    let digits = log10(value.abs().max(1.0)).floor();
    round_half_away(value, fit::<u8>((14.0 - digits).clamp(0.0, f64::from(decimals) + 9.0)))
}

/// The reading that a formula gives, or a reading that says what there is instead, and why.
pub(super) fn reading(
    register: &Register,
    number: usize,
    period: Period,
    feeders: &[Feeder],
    readings: &Map<usize, Reading>,
    (results, now): (&Results, usize),
) -> (Reading, Option<NoComputedValue>) {
    let indicator = &register.indicators[number];
    let (value, parts) = results.at(indicator, now);
    let missing = results.missing.clone();
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
        provisional: feeders.iter().filter_map(|of| readings.get(&of.number)).any(|r| r.provisional),
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
pub(super) fn instead(missing: &[usize], readings: &Map<usize, Reading>) -> Marker {
    let of = |n: &usize| match readings.get(n).map(|r| r.value) {
        Some(Value::Marker(marker)) => marker,
        _ => Marker::Awaited,
    };
    let found: Vec<Marker> = missing.iter().map(of).collect();
    let order = [Marker::Suppressed, Marker::Awaited, Marker::NotAvailable, Marker::NotApplicable, Marker::NotDue];
    order.into_iter().find(|m| found.contains(m)).unwrap_or(Marker::Awaited)
}
