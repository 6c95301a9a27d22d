//! Figures of earlier quarters that were corrected: what they were, what they are, and what colour each had.

use super::Inputs;
use crate::reading::correction::Restatement;
use crate::reported::RestatedTarget;
use crate::settings::Status;
use crate::status::{self, KnownFigures, RatedThen, StatusCase, StatusRules};

/// A figure of an earlier quarter before and after its correction.
#[derive(Debug, Clone, PartialEq)]
pub struct RestatementResult<'a> {
    /// Position in the register's list.
    pub indicator: usize,
    /// The restatement.
    pub restatement: &'a Restatement,
    /// Now less then; `None` where there was no figure.
    pub change: Option<f64>,
    /// As it was reported.
    pub status_was: Status,
    /// The status of the figure as it is now, by what its quarter was reported with.
    pub status: Status,
}

/// By indicator in the register's order, then quarter. A figure that was not there had no status: it was awaited. Where
/// a scheme asks for the forecast of that quarter, which is not worked out again, the status is not comparable.
pub(super) fn restatements<'a>(inputs: &Inputs<'a>) -> Vec<RestatementResult<'a>> {
    let (register, settings) = (inputs.register, inputs.settings);
    let rules = StatusRules::of(settings).ok();
    let of = |r: &'a Restatement| {
        let number = own(inputs, &r.correction.indicator)?;
        let (indicator, period) = (&register.indicators[number], r.correction.period);
        let (target, known) =
            (register.target(number, period), KnownFigures::of(inputs.past, indicator, number, period));
        let then = inputs.past.told.get(&(number, period)).map(|told| RatedThen::of(told, indicator, target));
        let rated = |value| match &then {
            Some(then) => then.rate(value, known, settings, rules.as_ref()),
            // The quarter has no report.
            None => {
                let case = StatusCase { indicator, target, period, value, known };
                status::afterwards(&case, settings, rules.as_ref())
            }
        };
        let change = r.was.map(|was| status::difference(r.correction.corrected, was));
        // Where its report gave it a status, that is the one it had.
        let reported = inputs.past.reported.get(&(number, period)).filter(|told| told.value == r.was);
        let status_was = reported.map_or_else(|| r.was.map_or(Status::Awaited, rated), |told| told.status);
        let status = rated(r.correction.corrected);
        Some(RestatementResult { indicator: number, restatement: r, change, status_was, status })
    };
    let mut out: Vec<_> = inputs.restatements.iter().filter_map(of).collect();
    out.sort_by_key(|r| (r.indicator, r.restatement.correction.period));
    out
}

/// Targets of earlier quarters that were put right, by indicator in the register's order, then quarter.
pub(super) fn targets<'a>(inputs: &Inputs<'a>) -> Vec<(usize, &'a RestatedTarget)> {
    let of = |t: &'a RestatedTarget| Some((own(inputs, &t.indicator)?, t));
    let mut out: Vec<_> = inputs.restated_targets.iter().filter_map(of).collect();
    out.sort_by_key(|(n, t)| (*n, t.period));
    out
}

/// The position of a measure that is the council's own, and none of a council before it.
fn own(inputs: &Inputs<'_>, id: &str) -> Option<usize> {
    let register = inputs.register;
    register.indicator_number(id).filter(|n| register.indicators[*n].predecessor.is_empty())
}
