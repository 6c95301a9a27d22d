//! Returns as a measure of themselves: who sent what, when, and is it whole.

use super::{IndicatorResult, Inputs, Quality};
use crate::finding::Severity;
use crate::fit::fit;
use crate::layout::FINDINGS_ALONE;
use crate::period::Period;
use crate::reading::{Marker, Return, Value};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

/// One service's return.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnResult {
    /// Position in the register.
    pub service: usize,
    /// What became of it.
    pub state: ReturnState,
    /// The file that counts.
    pub file: String,
    /// The day of the sign-off, where one is given.
    pub signed_off: Option<NaiveDate>,
    /// Days after the due date; negative when early.
    pub days_late: Option<i64>,
    /// Indicators due, and how many of them came with a number or a reason; “awaited” is still to come.
    pub due: u32,
    /// How many files came.
    pub came: u32,
    /// Errors, queries and notes.
    pub findings: [u32; 3],
    /// Its tests.
    pub quality: Quality,
    /// Ids of the indicators that are due and did not come.
    pub absent: Vec<Arc<str>>,
    /// Quarters in a row without a return, this one included.
    pub missed: u32,
    /// There may be more of them before the quarters that are looked back on.
    pub missed_or_more: bool,
    /// The last quarter before this one of which the ledger has a figure of the service.
    pub last: Option<Period>,
}

/// What became of a service's return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReturnState {
    /// Everything due came, by the due date.
    Complete,
    /// Accepted, after the due date.
    Late,
    /// Accepted, and something due did not come.
    Incomplete,
    /// A file came and none could be accepted.
    Rejected,
    /// Nothing came.
    Missing,
}

/// One line a service, in the register's order.
pub(super) fn returns(inputs: &Inputs<'_>, due: NaiveDate, results: &[IndicatorResult<'_>]) -> Vec<ReturnResult> {
    let services = &inputs.register.services;
    let position: HashMap<&str, usize> = services.iter().enumerate().map(|(n, s)| (&*s.id, n)).collect();
    let mut lines: Vec<ReturnResult> = (0..services.len()).map(line).collect();

    for result in results {
        let indicator = &inputs.register.indicators[result.indicator];
        // What the team left out by hand is not asked for again.
        if indicator.asked(inputs.period)
            && result.left_out.is_none()
            && indicator.due(inputs.period)
            && let Some(n) = position.get(&*indicator.service)
        {
            lines[*n].due += 1;
            // “Awaited” says that it is still to come.
            let came = result.reading.is_some_and(|r| r.value != Value::Marker(Marker::Awaited));
            lines[*n].came += u32::from(came);
            if !came {
                lines[*n].absent.push(indicator.id.clone());
            }
        }
    }
    for finding in inputs.findings {
        if let Some(n) = position.get(finding.service.as_str()) {
            lines[*n].findings[severity(finding.severity)] += 1;
        }
    }
    let counted =
        first_by(inputs.returns.iter().filter(|r| !r.central).map(|r| (&*r.service, r)), |r: &Return| &r.source.file);
    // A list of answers is no return.
    let sent = inputs.submissions.iter().filter(|s| *s.layout != *FINDINGS_ALONE);
    let refused = first_by(sent.map(|s| (&*s.service, s)), |s| &s.file);
    for line in &mut lines {
        let id = &*services[line.service].id;
        match (counted.get(id), refused.get(id)) {
            (Some(r), _) => arrived(line, r, due),
            (None, Some(s)) => (line.state, line.file) = (ReturnState::Rejected, s.file.clone()),
            (None, None) => {}
        }
        if matches!(line.state, ReturnState::Rejected | ReturnState::Missing) {
            let before = inputs.past.missed.get(id).copied().unwrap_or_default();
            (line.missed, line.missed_or_more) = (before.quarters + 1, before.or_more);
        }
    }
    last_quarters(inputs, &position, &mut lines);
    // Of a service from which nothing is wanted it is no news that nothing came.
    let wanted = |line: &ReturnResult| inputs.register.is_expected(&services[line.service].id, inputs.period);
    lines.retain(|line| line.state != ReturnState::Missing || wanted(line));
    lines
}

/// The last quarter of which the ledger has a figure, by service.
fn last_quarters(inputs: &Inputs<'_>, position: &HashMap<&str, usize>, lines: &mut [ReturnResult]) {
    let values = &inputs.past.values;
    for (number, indicator) in inputs.register.indicators.iter().enumerate() {
        let Some(line) = position.get(&*indicator.service).and_then(|n| lines.get_mut(*n)) else { continue };
        let last = values.row(number).iter().rposition(|v| !v.is_nan());
        line.last = line.last.max(last.map(|q| values.first().plus(fit::<i32>(q))));
    }
}

fn line(service: usize) -> ReturnResult {
    ReturnResult {
        service,
        state: ReturnState::Missing,
        file: String::new(),
        signed_off: None,
        days_late: None,
        due: 0,
        came: 0,
        findings: [0; 3],
        quality: Quality::default(),
        absent: vec![],
        missed: 0,
        missed_or_more: false,
        last: None,
    }
}

/// The return that counts. Late is by the sign-off, as the finding says it too; where the form has none, by the day on
/// which it came in; where neither is known, lateness cannot be held against it.
fn arrived(line: &mut ReturnResult, r: &Return, due: NaiveDate) {
    line.file = r.source.file.clone();
    line.signed_off = r.signed_off;
    line.days_late = r.signed_off.or(r.received).map(|day| (day - due).num_days());
    line.state = if line.came < line.due {
        ReturnState::Incomplete
    } else if line.days_late.is_some_and(|days| days > 0) {
        ReturnState::Late
    } else {
        ReturnState::Complete
    };
}

/// The first of each service by file name, whatever the order they came in.
fn first_by<'s, T: 's>(
    items: impl Iterator<Item = (&'s str, &'s T)>,
    file: fn(&T) -> &String,
) -> HashMap<&'s str, &'s T> {
    let mut out: HashMap<&str, &T> = HashMap::new();
    for (service, item) in items {
        let held = out.entry(service).or_insert(item);
        if file(item) < file(held) {
            *held = item;
        }
    }
    out
}

fn severity(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Query => 1,
        Severity::Note => 2,
    }
}

/// Complete returns ÷ expected, and complete by the due date ÷ expected. Where none is expected none is missing.
pub(super) fn shares(lines: &[ReturnResult]) -> (f64, f64) {
    let share = |wanted: fn(ReturnState) -> bool| match lines.len() {
        0 => 1.0,
        all => lines.iter().filter(|l| wanted(l.state)).count() as f64 / all as f64,
    };
    (share(|s| matches!(s, ReturnState::Complete | ReturnState::Late)), share(|s| s == ReturnState::Complete))
}
