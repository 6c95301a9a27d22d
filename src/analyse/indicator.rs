//! Everything that is said of one indicator in one quarter.

use super::series::Series;
use super::{IndicatorResult, Inputs};
use crate::finding::{Finding, Severity};
use crate::period::Period;
use crate::reading::{Marker, Reading, Value};
use crate::register::settings::Status;
use crate::status::{compared, percent_of, quarter_target, scheme, status, variance};

/// Quarters of history on the page: three years and the present quarter.
const QUARTERS: usize = 13;

/// The readings of the current quarter by position in the register. Where two files give one indicator (validation
/// refuses that within a return), the owning service's counts, then the first by place, whatever the order of returns.
pub(super) fn readings<'a>(inputs: &Inputs<'a>) -> Vec<Option<&'a Reading>> {
    let mut by_position: Vec<Option<&'a Reading>> = vec![None; inputs.register.indicators.len()];
    let current = inputs.returns.iter().flat_map(|r| &r.readings).filter(|r| r.period == inputs.period);
    for reading in current {
        let Some(n) = inputs.register.indicator_number(&reading.indicator) else { continue };
        let owner = &inputs.register.indicators[n].service;
        let rank = |r: &'a Reading| (r.service != *owner, &r.place);
        if by_position[n].is_none_or(|held| rank(reading) < rank(held)) {
            by_position[n] = Some(reading);
        }
    }
    for computed in inputs.computed {
        if let Some(reading) = &computed.reading {
            by_position[computed.indicator].get_or_insert(reading);
        }
    }
    by_position
}

/// The errors and queries about each indicator by position in the register, errors first. What another service sent
/// about it says nothing of its owner's figure.
pub(super) fn queries<'a>(inputs: &Inputs<'a>) -> Vec<Vec<&'a Finding>> {
    let mut by_position: Vec<Vec<&'a Finding>> = vec![vec![]; inputs.register.indicators.len()];
    for finding in inputs.findings.iter().filter(|f| f.severity != Severity::Note) {
        let Some(n) = inputs.register.indicator_number(&finding.subject) else { continue };
        if finding.service.is_empty() || *finding.service == *inputs.register.indicators[n].service {
            by_position[n].push(finding);
        }
    }
    by_position.iter_mut().for_each(|found| found.sort_by_key(|f| (f.severity, *f)));
    by_position
}

/// The result of the indicator at position `number`.
pub(super) fn result<'a>(
    inputs: &Inputs<'a>,
    number: usize,
    reading: Option<&'a Reading>,
    queries: Vec<&'a Finding>,
) -> IndicatorResult<'a> {
    let series = Series::new(inputs, number, reading);
    let (indicator, settings, p) = (series.indicator, inputs.settings, inputs.period);
    let round = |v| compared(indicator, settings, v);
    let annual = series.target(p);
    let value = series.received(p).map(round);
    let target = quarter_target(indicator, annual, p.quarter()).map(round);
    let now = series.status_now();
    let judged = value.zip(target).filter(|_| now.rated() || now == Status::Contextual);
    let variance = judged.and_then(|(v, t)| variance(indicator.polarity, v, t));
    let promised = inputs.past.words.get(&indicator.id).map_or("", |w| w.remedial_action.as_str());
    IndicatorResult {
        indicator: number,
        reading,
        computed: series.computed.filter(|c| c.reading.is_some()),
        value,
        target,
        annual_target: annual.and_then(|t| t.annual),
        scheme: scheme(indicator, settings),
        status: now,
        status_previous: series.status_at(p.previous()),
        status_year_ago: series.status_at(p.year_ago()),
        variance,
        variance_percent: variance.zip(target).and_then(|(v, t)| percent_of(v, t)),
        short: series.short(),
        was_short: [p.previous(), p.year_ago()].map(|q| series.short_at(q).ok().map(|m| m.direction)),
        long: series.long(),
        year_on_year: series.year_on_year(),
        year_to_date: series.year_to_date().map(round),
        quarters: series.quarters(QUARTERS),
        targets: if indicator.key {
            p.last(QUARTERS).map(|q| series.quarter_target(q).map(round)).collect()
        } else {
            vec![]
        },
        red_since: series.run(now, Status::Red).last(),
        quarters_on_target: series.run(now, Status::Green).count() as u32,
        signals: series.signals(now, target, variance),
        promised,
        queries,
    }
}

impl Series<'_, '_> {
    /// The status of the current quarter, or why there is none: the service's own reason first.
    fn status_now(&self) -> Status {
        match self.reading.map(|r| r.value) {
            Some(Value::Marker(marker)) => match marker {
                Marker::NotDue => Status::NotDue,
                Marker::Awaited => Status::Awaited,
                Marker::NotAvailable => Status::NotAvailable,
                Marker::NotApplicable => Status::NotApplicable,
                Marker::Suppressed => Status::Suppressed,
            },
            _ => self.status_at(self.inputs.period),
        }
    }

    /// The status of a quarter's value against that quarter's target. A value sent when none was due is not rated.
    fn status_at(&self, p: Period) -> Status {
        if !self.indicator.due(p) {
            return Status::NotDue;
        }
        match self.received(p) {
            Some(value) => status(self.indicator, self.target(p), p, value, self.inputs.settings),
            None => Status::Awaited,
        }
    }

    /// The quarters of the present unbroken run of one status, this one first. Quarters that are not due are passed
    /// over; a missing value or a new definition ends the run.
    fn run(&self, now: Status, wanted: Status) -> impl Iterator<Item = Period> {
        let p = self.inputs.period;
        let known = self.inputs.past.values.first();
        let earlier =
            (1..).map(move |n| p.plus(-n)).take_while(move |q| *q >= known).filter(|q| self.indicator.due(*q));
        let run = earlier.take_while(move |q| !self.broken(*q, p) && self.status_at(*q) == wanted);
        std::iter::once(p).chain(run).take_while(move |_| now == wanted)
    }
}
