//! The conditions of the catalogue over rows, returns, series and risks, as polars expressions, and their runner.
//!
//! Each table (readings, expected indicators, risks, actions) has named columns, each with its words, and rules: a check
//! of the catalogue with its condition and with how to say what was expected and got. A council's own checks, written
//! as SQL, run over the columns of the readings and are the same kind of thing.

mod frame;
mod history;
mod formula;
mod commentary;
mod readings;
mod rules;
mod computed;
mod risks;
mod actions;
mod feedback;
mod corrections;
mod expected;
mod council;
#[cfg(test)]
mod tests;

pub use computed::check_computed;
pub use council::{check_council_checks, columns};
pub use formula::{check_formulas, compute};

use crate::catalogue;
use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::layout::Layout;
use crate::map::Set;
use crate::past::Past;
use crate::period::Period;
use crate::reading::asked::AskedDetail;
use crate::reading::{CellRef, Place, Reading, Return};
use crate::record::{Field, Kind};
use crate::register::Register;
use crate::settings::Settings;

/// What the checks look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub settings: &'a Settings,
    pub register: &'a Register,
    pub period: Period,
    /// The returns that count.
    pub returns: &'a [Return],
    pub past: &'a Past,
    /// What reading the returns found: what was refused there is not also absent.
    pub findings: &'a [Finding],
    /// The forms that returns may come on.
    pub layouts: &'a [Layout],
}

impl Context<'_> {
    /// Whether the form of a return has a column for `field`: what a form does not ask, nobody left blank.
    fn asks(&self, returned: &Return, kind: Kind, field: Field) -> bool {
        let of_return = |l: &&Layout| returned.layout.split(Return::JOINT).any(|id| id == l.id);
        let mut tables = self.layouts.iter().filter(of_return).filter_map(|l| l.table(kind)).peekable();
        tables.peek().is_none() || tables.any(|t| t.columns.iter().any(|c| c.field() == Some(field)))
    }
}

/// Runs every check of the row, return, series and risk families and the council's own, over all returns at once.
///
/// # Errors
/// Only when a condition cannot be evaluated, which the tests of the catalogue and [`check_council_checks`] prevent.
pub fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let facts = readings::facts(context)?;
    let mut out = frame::run(&facts.rows, &readings::columns(), &rules::readings(), context.settings)?;
    out.extend(council::run(&facts.rows, context)?);
    leave_out_moot(&mut out, context.settings);
    out.extend(frame::run(&expected::facts(context), &expected::columns(), &expected::rules(), context.settings)?);
    let risks = risks::facts(context, &facts.statuses);
    out.extend(frame::run(&risks, &risks::columns(), &risks::rules(), context.settings)?);
    out.extend(frame::run(&actions::facts(context), &actions::columns(), &actions::rules(), context.settings)?);
    let corrections = corrections::facts(context);
    out.extend(frame::run(&corrections, &corrections::columns(), &corrections::rules(), context.settings)?);
    let (stated, columns) = (corrections::stated(context), corrections::stated_columns());
    out.extend(frame::run(&stated, &columns, &corrections::stated_rules(), context.settings)?);
    out.extend(feedback::blank(context));
    Ok(out)
}

/// The place of a finding and the indicator that it is about.
type Key<'f> = (&'f str, &'f str, CellRef, &'f str);

fn key(finding: &Finding) -> Option<Key<'_>> {
    Some((finding.file.as_str(), finding.sheet.as_str(), finding.cell?, finding.subject.as_str()))
}

/// The key of a finding about this reading's value.
fn of_reading(reading: &Reading) -> Key<'_> {
    let place = &reading.place;
    (place.source.file.as_str(), &*place.sheet, place.cell, &*reading.indicator)
}

/// Puts a finding where it was found; what is missing, into the cell that asks for it, where the form has one.
fn at_asked(finding: Finding, place: &Place, returned: &Return, missing: Option<AskedDetail>) -> Finding {
    let cell = missing.and_then(|what| returned.cell_asked(place, what)).unwrap_or(place.cell);
    finding.at(place).in_cell(cell)
}

/// A value that an error refuses needs no explanation of what it would have meant.
fn leave_out_moot(findings: &mut Vec<Finding>, settings: &Settings) {
    let refuses = |f: &Finding| settings.checks.severity_or(&f.code, f.severity) == Some(Severity::Error);
    // A return gives one reading of an indicator, and not all that is said of it stands in its own cell.
    fn whose(f: &Finding) -> [&str; 3] {
        [&f.file, &f.service, &f.subject]
    }
    let refused: Set<[&str; 3]> = findings.iter().filter(|f| refuses(f)).map(whose).collect();
    let stays: Vec<bool> = findings.iter().map(|f| refuses(f) || !refused.contains(&whose(f))).collect();
    let mut stays = stays.into_iter();
    findings.retain(|_| stays.next().unwrap_or(true));
}

/// Applies the council's own severities to findings of any stage, and drops those of checks that are switched off. A
/// severity that another setting raised (`returns.require_sign_off`) stays.
pub fn apply_settings(findings: &mut Vec<Finding>, settings: &Settings) {
    let checks = &settings.checks;
    if checks.off.is_empty() && checks.severity.is_empty() {
        return;
    }
    findings.retain_mut(|f| {
        let check = catalogue::find(&f.code);
        if check.is_some_and(|c| c.severity > f.severity) {
            return true;
        }
        let severity = match check {
            Some(check) => checks.severity_of(check),
            None => checks.severity_or(&f.code, f.severity),
        };
        f.severity = severity.unwrap_or(f.severity);
        severity.is_some()
    });
}

/// Takes out of the returns every reading and every correction at whose place there is an error about its indicator.
pub fn refuse(returns: &mut [Return], findings: &[Finding]) {
    let errors: Set<Key<'_>> = findings.iter().filter(|f| f.severity == Severity::Error).filter_map(key).collect();
    if errors.is_empty() {
        return;
    }
    // What is missing beside a value stands in its own cell, and is the value's error where the council made it one.
    let beside = |f: &&Finding| f.severity == Severity::Error && ["R004", "R005", "R007"].contains(&&*f.code);
    let lacking: Set<[&str; 3]> =
        findings.iter().filter(beside).map(|f| [f.file.as_str(), &f.service, &f.subject]).collect();
    for r in returns {
        r.readings.retain(|reading| {
            let whose = [reading.place.source.file.as_str(), &reading.service, &reading.indicator];
            !errors.contains(&of_reading(reading)) && !lacking.contains(&whose)
        });
        r.corrections.retain(|c| {
            let Place { source, sheet, cell } = &c.place;
            !errors.contains(&(source.file.as_str(), &**sheet, *cell, &*c.indicator))
        });
    }
}
