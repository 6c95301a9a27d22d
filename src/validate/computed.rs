//! Checks of what the register's formulas give. Nobody typed it, so a finding stands where the formula does, and names the
//! figures that it is made of with the cells in which they came.

use super::context::ValidationContext;
use super::history::Scratch;
use super::outcome::apply_settings;
use super::{conditions, frame, readings};
use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::map::Map;
use crate::reading::Reading;
use crate::reading::computed::ComputedIndicator;
use crate::register::Register;
use std::borrow::Cow;
use std::sync::Arc;

/// So many figures are named.
const NAMED: usize = 6;
const REMEDY: &str = "Check the figures that it is worked out from, each in its own cell, and the formula.";

/// Runs the checks over every figure that a formula gave this quarter, against a past in which formulas are worked out too.
///
/// # Errors
/// Only when a condition cannot be evaluated, which the tests of the catalogue prevent.
pub fn check_computed<'a>(context: &ValidationContext<'a>, computed: &'a [ComputedIndicator]) -> Result<Vec<Finding>> {
    let of = |c: &'a ComputedIndicator| Some((c.indicator, c.reading.as_ref().filter(|r| r.value.number().is_some())?));
    let given: Vec<(usize, &'a Reading)> = computed.iter().filter_map(of).collect();
    if given.is_empty() {
        return Ok(vec![]);
    }
    let quarter: Arc<str> = context.period.to_string().into();
    let statuses = readings::rated(context, given.iter().copied())?;
    let (mut scratch, mut rows) = (Scratch::default(), Vec::with_capacity(given.len()));
    for ((number, reading), status) in given.into_iter().zip(statuses) {
        rows.push(readings::alone(context, number, reading, status, &quarter, &mut scratch));
    }
    // What else is asked of a reading is asked of those that it is made of.
    let mut rules = conditions::over_readings();
    rules.retain(|r| r.check.of_formulas);
    let mut out = frame::run(&rows, &readings::columns(), &rules, context.settings)?;
    apply_settings(&mut out, context.settings);
    let sources = Sources::of(context, computed);
    for finding in &mut out {
        // There is no return to refuse it from.
        finding.severity = finding.severity.max(Severity::Query);
        finding.remedy = Cow::Borrowed(REMEDY);
        if let Some(from) = sources.words(&finding.subject) {
            finding.got += &from;
        }
    }
    Ok(out)
}

/// Where the figures are that formulas are worked out from.
struct Sources<'a> {
    register: &'a Register,
    sent: Map<usize, &'a Reading>,
    computed: &'a [ComputedIndicator],
}

impl<'a> Sources<'a> {
    fn of(context: &ValidationContext<'a>, computed: &'a [ComputedIndicator]) -> Self {
        let register = context.register;
        let readings = context.returns.iter().flat_map(|r| &r.readings);
        let sent = readings.filter_map(|r| Some((register.indicator_number(&r.indicator)?, r))).collect();
        Self { register, sent, computed }
    }

    /// `, from A1 41,200 (finance.xlsx › Indicators!J7), A2 10 (worked out)`.
    fn words(&self, subject: &str) -> Option<String> {
        let number = self.register.indicator_number(subject)?;
        let feeders = &self.computed.iter().find(|c| c.indicator == number)?.feeders;
        let mut named: Vec<String> = feeders.iter().take(NAMED).map(|n| self.source(*n)).collect();
        if feeders.len() > NAMED {
            named.push(format!("{} more", feeders.len() - NAMED));
        }
        Some(format!(", from {}", named.join(", ")))
    }

    fn source(&self, number: usize) -> String {
        let indicator = &self.register.indicators[number];
        let worked_out = self.computed.iter().find(|c| c.indicator == number).and_then(|c| c.reading.as_ref());
        let shown = |r: &Reading| {
            let value = r.value.number().unwrap_or_default();
            crate::shown::shown(indicator.unit, indicator.decimals, value)
        };
        match (self.sent.get(&number), worked_out) {
            (Some(r), _) => format!("{} {} ({})", indicator.id, shown(r), r.place),
            (None, Some(r)) => format!("{} {} (worked out)", indicator.id, shown(r)),
            (None, None) => indicator.id.to_string(),
        }
    }
}
