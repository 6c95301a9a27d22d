//! Figures of earlier quarters that were corrected: what they were, what they are, and what colour each had.

use super::Inputs;
use crate::reading::correction::Restatement;
use crate::register::settings::Status;
use crate::status;

/// A figure of an earlier quarter before and after its correction.
#[derive(Debug, Clone, PartialEq)]
pub struct RestatementResult<'a> {
    /// Position in the register's list.
    pub indicator: usize,
    pub restatement: &'a Restatement,
    /// Now less then; `None` where there was no figure.
    pub change: Option<f64>,
    /// Against the target of the corrected quarter.
    pub status_was: Status,
    pub status: Status,
}

/// By indicator in the register's order, then quarter. A figure that was not there had no status: it was awaited.
pub(super) fn restatements<'a>(inputs: &Inputs<'a>) -> Vec<RestatementResult<'a>> {
    let of = |r: &'a Restatement| {
        let number = inputs.register.indicator_number(&r.correction.indicator)?;
        let indicator = &inputs.register.indicators[number];
        let period = r.correction.period;
        let target = inputs.register.target(number, period);
        let rated = |value| status::status(indicator, target, period, value, inputs.settings);
        let change = r.was.map(|was| status::difference(r.correction.corrected, was));
        let status_was = r.was.map_or(Status::Awaited, rated);
        let status = rated(r.correction.corrected);
        Some(RestatementResult { indicator: number, restatement: r, change, status_was, status })
    };
    let mut out: Vec<_> = inputs.restatements.iter().filter_map(of).collect();
    out.sort_by_key(|r| (r.indicator, r.restatement.correction.period));
    out
}
