//! The conditions of the catalogue over rows, returns, series and risks, as polars expressions, and their runner.
//!
//! Each table (readings, expected indicators, risks, actions, milestones, lines of money, corrections, stated figures) has
//! named columns, each with its words, and rules: a check of the catalogue with its condition and with how to say what was expected and got. They
//! stand beside their table; those over readings, of which there are most, in a file for each family. A council's own
//! checks, written as SQL, run over the columns of the readings and are the same kind of thing.

mod place;
mod context;
mod outcome;
mod fractions;
mod frame;
mod commentary;
mod history;
mod formula;
mod readings;
mod terms;
mod rows;
mod returns;
mod series;
mod conditions;
mod council;
mod computed;
mod expected;
mod risks;
mod missing;
mod actions;
mod milestones;
mod money;
mod corrections;
mod feedback;
mod beside;
mod titles;
#[cfg(test)]
mod tests;

pub use computed::check_computed;
pub use context::ValidationContext;
pub use council::{check_council_checks, columns};
pub(crate) use formula::suffix;
pub use formula::{Feeder, FigurePart, check_formulas, compute, feeders, follows, over_quarters, worked_out};
pub use fractions::{SettleContext, settle_fractions};
pub use outcome::{apply_settings, one_of_each_cause, refuse, take_trial};

use crate::error::Result;
use crate::finding::Finding;

/// Runs every check of the row, return, series and risk families and the council's own, over all returns at once.
///
/// # Errors
/// Only when a condition cannot be evaluated, which the tests of the catalogue and [`check_council_checks`] prevent.
pub fn run(context: &ValidationContext<'_>) -> Result<Vec<Finding>> {
    let facts = readings::facts(context)?;
    let mut out = frame::run(&facts.rows, &readings::columns(), &conditions::over_readings(), context.settings)?;
    out.extend(council::run(&facts.rows, context)?);
    outcome::leave_out_moot(&mut out, context.settings);
    out.extend(frame::run(&expected::facts(context), &expected::columns(), &expected::rules(), context.settings)?);
    let risks = risks::facts(context, &facts.statuses);
    out.extend(frame::run(&risks, &risks::columns(), &risks::rules(), context.settings)?);
    out.extend(frame::run(&actions::facts(context), &actions::columns(), &actions::rules(), context.settings)?);
    let (milestones, columns) = (milestones::facts(context), milestones::columns());
    out.extend(frame::run(&milestones, &columns, &milestones::rules(), context.settings)?);
    out.extend(milestones::unmentioned(context));
    out.extend(money::findings(context)?);
    let corrections = corrections::facts(context);
    out.extend(frame::run(&corrections, &corrections::columns(), &corrections::rules(), context.settings)?);
    let (stated, columns) = (corrections::stated(context), corrections::stated_columns());
    out.extend(frame::run(&stated, &columns, &corrections::stated_rules(), context.settings)?);
    out.extend(feedback::blank(context));
    out.extend(beside::findings(context));
    out.extend(titles::findings(context));
    outcome::leave_out_refused(&mut out, context);
    Ok(out)
}
