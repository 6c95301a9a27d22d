//! A formula of the register as an expression, and what it gives over quarters.

use super::taken::Feeder;
use crate::catalogue::{G002, G014};
use crate::condition;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::register::{Formula, Register};
use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy, Operator, PolarsError, PolarsResult, col};
use std::collections::BTreeSet;

/// One figure a quarter.
pub(super) type QuarterValues = Vec<Option<f64>>;

/// A formula that can be worked out.
pub(super) struct ParsedFormula {
    pub expression: Expr,
    /// The names that the formula uses, and what each stands for.
    pub feeders: Vec<Feeder>,
}

pub(super) fn formulas(register: &Register) -> impl Iterator<Item = (usize, &Formula)> {
    register.indicators.iter().enumerate().filter_map(|(n, i)| Some((n, i.formula.as_deref()?)))
}

/// The formula as an expression over the ids of others, or what is wrong with it.
pub(super) fn parse(formula: &Formula, register: &Register) -> Result<ParsedFormula, Box<Finding>> {
    let wanted = "arithmetic over ids, such as \"A1\" / \"A2\" * 100";
    let refused = |got: String| Box::new(Finding::new(&G014, wanted, got));
    let expression = condition::arithmetic(&formula.text).map_err(refused)?;
    let mut feeders = Vec::new();
    for name in condition::used(&expression) {
        let Some(feeder) = Feeder::named(register, &name) else {
            return Err(Box::new(Finding::new(&G002, "ids of indicators of this register", format!("“{name}”"))));
        };
        feeders.push(feeder);
    }
    let parsed = ParsedFormula { expression, feeders };
    match answers(&parsed.expression, &parsed.feeders, 1, |_, _| None).map(|answer| answer[0]) {
        Err(_) => Err(refused("what gives no number".to_owned())),
        Ok(None) if !parsed.feeders.is_empty() => Ok(parsed),
        Ok(_) => Err(refused("a formula that uses no other indicator, or hides that one is missing".to_owned())),
    }
}

/// The results over so many quarters, none where a feeder has no value or the result is no number.
pub(super) fn work_out(
    expression: &Expr,
    feeders: &[Feeder],
    quarters: usize,
    value: impl Fn(&Feeder, usize) -> Option<f64>,
) -> PolarsResult<QuarterValues> {
    let known = |k: usize| feeders.iter().all(|feeder| value(feeder, k).is_some());
    let answers = answers(expression, feeders, quarters, &value)?;
    Ok(answers.into_iter().enumerate().map(|(k, v)| v.filter(|_| known(k))).collect())
}

/// What the expression says, even of feeders without a value.
pub(super) fn answers(
    expression: &Expr,
    feeders: &[Feeder],
    quarters: usize,
    value: impl Fn(&Feeder, usize) -> Option<f64>,
) -> PolarsResult<QuarterValues> {
    let column = |feeder: &Feeder| {
        let values = (0..quarters).map(|k| value(feeder, k)).collect::<QuarterValues>();
        Column::new(feeder.name.as_str().into(), values)
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
pub(super) fn divisor(expression: &Expr) -> Option<&Expr> {
    let Expr::BinaryExpr { left, op, right } = expression else { return None };
    match op {
        Operator::RustDivide => Some(condition::divided_by(right)),
        Operator::Multiply if condition::used(right).is_empty() => divisor(left),
        Operator::Multiply if condition::used(left).is_empty() => divisor(right),
        _ => None,
    }
}

/// The number that a quotient is multiplied by, above the line or after it: the thousand of `"A" * 1000 / "B"`.
pub(super) fn multiplied(expression: &Expr) -> f64 {
    let number = |e: &Expr| match e {
        Expr::Literal(value) => value.to_any_value().and_then(|v| v.extract::<f64>()),
        _ => None,
    };
    let Expr::BinaryExpr { left, op, right } = expression else { return 1.0 };
    match op {
        Operator::RustDivide => multiplied(left),
        Operator::Multiply => match (number(left), number(right)) {
            (_, Some(n)) => n * multiplied(left),
            (Some(n), _) => n * multiplied(right),
            _ => 1.0,
        },
        _ => 1.0,
    }
}

/// The formulas of a register that has no errors, each after those that it needs.
pub(super) fn in_order(register: &Register) -> Result<Vec<(usize, ParsedFormula)>> {
    let mut waiting = Vec::new();
    for (number, formula) in formulas(register) {
        let internal = |found: Box<Finding>| Error::Internal(format!("formula in {}: {}", formula.place, found.got));
        waiting.push((number, parse(formula, register).map_err(internal)?));
    }
    let mut out = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let open: BTreeSet<usize> = waiting.iter().map(|(n, _)| *n).collect();
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(_, f)| f.feeders.iter().all(|of| !open.contains(&of.number)));
        if ready.is_empty() {
            return Err(Error::Internal("formulas that lead back to themselves".to_owned()));
        }
        out.extend(ready);
        waiting = rest;
    }
    Ok(out)
}

pub(super) fn failed(register: &Register, number: usize, e: &PolarsError) -> Error {
    Error::Internal(format!("formula of {}: {e}", register.indicators[number].id))
}
