//! What somebody who knows all that is published can say of a hidden number: the least and the most that it can be.

use super::hidden::HiddenFigures;
use super::system::System;
use crate::fit::fit;
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOutcome};

/// Where a whole number may end at most, for the solver.
const WHOLE: i32 = i32::MAX;

/// The least and the most that a cell can be; the most is infinite where nothing bounds it. A cell of which the solver cannot
/// tell counts as known.
pub fn bounds(system: &System, hidden: &HiddenFigures, cell: usize) -> (f64, f64) {
    let known = system.cells[cell].value;
    let least = extreme(system, hidden, cell, OptimizationDirection::Minimize).unwrap_or(known);
    let most = extreme(system, hidden, cell, OptimizationDirection::Maximize).unwrap_or(known);
    (least, most)
}

/// One end of the interval; `None` where the solver has no answer.
fn extreme(system: &System, hidden: &HiddenFigures, cell: usize, direction: OptimizationDirection) -> Option<f64> {
    let mut problem = Problem::new(direction);
    let unknown: Vec<Option<microlp::Variable>> = system
        .cells
        .iter()
        .enumerate()
        .map(|(n, c)| {
            let factor = if n == cell { 1.0 } else { 0.0 };
            c.is_hidden(hidden).then(|| match c.value.fract() == 0.0 && (0.0..f64::from(WHOLE)).contains(&c.value) {
                true => problem.add_integer_var(factor, (fit::<i32>(c.least()), WHOLE)),
                false => problem.add_var(factor, (c.least(), f64::INFINITY)),
            })
        })
        .collect();
    if unknown[cell].is_none() {
        return Some(system.cells[cell].value);
    }
    for sum in &system.sums {
        let (mut terms, mut told) = (vec![], 0.0);
        for (at, factor) in sum {
            match unknown[*at] {
                Some(variable) => terms.push((variable, *factor)),
                None => told += factor * system.cells[*at].value,
            }
        }
        if !terms.is_empty() {
            problem.add_constraint(&terms[..], ComparisonOp::Eq, -told);
        }
    }
    match problem.solve() {
        Ok(SolveOutcome::Solution(solution)) if solution.objective() >= f64::from(WHOLE) => Some(f64::INFINITY),
        Ok(SolveOutcome::Solution(solution)) => Some(solution.objective()),
        Err(Error::Unbounded) if direction == OptimizationDirection::Minimize => Some(f64::NEG_INFINITY),
        Err(Error::Unbounded) => Some(f64::INFINITY),
        _ => None,
    }
}
