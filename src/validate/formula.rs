//! Indicators that follow from others: what the formula of the register gives from this quarter's values.

use super::Context;
use crate::catalogue::{G002, G013, G014};
use crate::condition::reason;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::register::{Formula, Register};
use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy, PolarsResult, col};
use polars::sql::sql_expr;
use std::collections::BTreeSet;

/// What a formula gives, and from how many others.
pub(super) type Given = Option<(f64, usize)>;

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
            Ok(parsed) => feeders[number] = parsed.feeders.into_iter().map(|(_, n)| n).collect(),
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
    match work_out(&parsed, |_| None) {
        Err(e) => Err(refused(reason(&e.to_string()))),
        Ok(None) if !parsed.feeders.is_empty() => Ok(parsed),
        Ok(_) => Err(refused("a formula that uses no other indicator, or hides that one is missing".to_owned())),
    }
}

/// The result, none where a feeder has no value or the result is no number.
fn work_out(formula: &Parsed, value: impl Fn(usize) -> Option<f64>) -> PolarsResult<Option<f64>> {
    let columns = formula.feeders.iter().map(|(name, n)| Column::new(name.as_str().into(), [value(*n)]));
    let frame = DataFrame::new(1, columns.collect())?;
    let answer = frame.lazy().with_columns([formula.expression.clone().alias("=")]).select([col("=")]).collect()?;
    let answer = answer.column("=")?;
    if answer.dtype() == &DataType::Boolean || answer.dtype() == &DataType::String {
        return Err(polars::prelude::polars_err!(ComputeError: "it gives no number"));
    }
    Ok(answer.cast(&DataType::Float64)?.f64()?.get(0).filter(|v| v.is_finite()))
}

/// For each indicator what its formula gives, from the values by position; empty where the register has no formula.
pub(super) fn given(context: &Context<'_>, values: &[Option<f64>]) -> Result<Vec<Given>> {
    let register = context.register;
    let mut out = Vec::new();
    for (number, formula) in formulas(register) {
        let internal = |what: String| Error::Internal(format!("formula in {}: {what}", formula.place));
        let parsed = parse(formula, register).map_err(|f| internal(f.got))?;
        let result = work_out(&parsed, |n| values[n]).map_err(|e| internal(e.to_string()))?;
        out.resize(values.len(), None);
        out[number] = result.map(|v| (v, parsed.feeders.len()));
    }
    Ok(out)
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
