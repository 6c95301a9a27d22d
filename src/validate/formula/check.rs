//! What is wrong with the formulas of a register.

use super::circles::circles;
use super::parsed::{divisor, formulas, multiplied, parse};
use super::taken::Feeder;
use crate::catalogue::{G013, G035, G063};
use crate::finding::Finding;
use crate::measure::Aggregation;
use crate::register::{Indicator, Register};
use crate::text::number::told_by;
use crate::text::words::plain;
use polars::prelude::Expr;

/// Tries every formula: whether it can be read, whether what it is made of exists, whether it leads back to itself.
pub fn check_formulas(register: &Register) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut feeders: Vec<Vec<usize>> = vec![vec![]; register.indicators.len()];
    for (number, formula) in formulas(register) {
        let id = &*register.indicators[number].id;
        match parse(formula, register) {
            Ok(parsed) => {
                feeders[number] = parsed.feeders.iter().map(|of| of.number).collect();
                let spans = spans(register, number, &parsed.feeders);
                let told = per(&register.indicators[number], &parsed.expression);
                out.extend(spans.into_iter().chain(told).map(|found| found.at(&formula.place).about(id)));
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

/// A quotient that is multiplied by another number than the rate is per. What is no quotient may be a rate already.
fn per(own: &Indicator, expression: &Expr) -> Option<Finding> {
    let per = own.per.filter(|_| divisor(expression).is_some())?;
    let by = multiplied(expression);
    (by != per).then(|| {
        let got = if by == 1.0 { "a quotient as it is".to_owned() } else { format!("a quotient × {}", plain(by)) };
        Finding::new(&G063, format!("a quotient × {}, since the rate is {}", plain(per), told_by(per)), got)
    })
}

/// What a formula is made of that is not of the same span of time: of the year to date beside sums of the quarter alone,
/// or not due in a quarter in which its result is. What is counted at one moment, or is a rate, goes with either.
fn spans(register: &Register, number: usize, feeders: &[Feeder]) -> Vec<Finding> {
    let own = &register.indicators[number];
    let feeder = |holds: fn(&Indicator, bool) -> bool| {
        feeders.iter().map(|of| (&register.indicators[of.number], of.year)).find(|(i, year)| holds(i, *year))
    };
    let to_date = feeder(|i, year| i.cumulative || year && i.aggregation == Aggregation::Sum).map(|(i, _)| i);
    let alone = feeder(|i, year| !year && !i.cumulative && i.aggregation == Aggregation::Sum).map(|(i, _)| i);
    let mut out = vec![];
    if let Some((to_date, alone)) = to_date.zip(alone) {
        let got = format!("{} is the year to date, {} the quarter alone", to_date.id, alone.id);
        out.push(Finding::new(&G035, "all of the quarter, or all of the year to date", got));
    }
    let quarters = |q: &[u8]| q.iter().map(|q| format!("Q{q}")).collect::<Vec<_>>().join(", ");
    let due_in = |of: &Feeder| &register.indicators[of.number].due_quarters;
    let absent = |of: &&Feeder| !of.year && !own.due_quarters.iter().all(|q| due_in(of).contains(q));
    if let Some(feeder) = feeders.iter().find(absent).map(|of| &register.indicators[of.number]) {
        let expected = format!("feeders due whenever it is due itself: {}", quarters(&own.due_quarters));
        let got = format!("{} is due in {} only", feeder.id, quarters(&feeder.due_quarters));
        out.push(Finding::new(&G035, expected, got));
    }
    out
}
