//! Everything that is said of one indicator in one quarter.

use super::delivery::delivery;
use super::rating::RulingsByQuarter;
use super::series::Series;
use super::{IndicatorResult, Inputs, NoFigure, QUARTERS};
use crate::catalogue;
use crate::finding::{Finding, Severity};
use crate::fit::fit;
use crate::reading::Reading;
use crate::reading::left_out::{LeftOutItem, LeftOutKind};
use crate::reading::query::Query;
use crate::settings::Status;
use crate::status::{compared, difference, percent_of, quarter_target, variance};

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

impl<'a> IndicatorResult<'a> {
    /// `queried and confirmed: the storm of 3 August (J. Khan, 12 November 2026)`, where that is so.
    pub fn confirmation(&self) -> Option<String> {
        let confirmed = self.confirmed?.confirmation()?;
        Some(format!("{} ({})", confirmed.words(), confirmed.who()))
    }

    /// Why the service sent something and there is no figure.
    pub fn refusal(&self) -> Option<&'a Finding> {
        let refused = |f: &&&Finding| self.reading.is_none() && f.severity == Severity::Error;
        self.queries.iter().find(refused).copied()
    }
}

/// What was said by hand of each indicator, by position in the register.
#[derive(Clone, Copy, Default)]
pub(super) struct SaidByHand<'a> {
    confirmed: Option<&'a Query>,
    left_out: Option<&'a LeftOutItem>,
}

/// The confirmed query about the size of each indicator's figure, the surest doubt first, and whether its row was left out.
pub(super) fn said<'a>(inputs: &Inputs<'a>) -> Vec<SaidByHand<'a>> {
    let register = inputs.register;
    let mut out = vec![SaidByHand::default(); register.indicators.len()];
    let own = |n: usize, service: &str| *register.indicators[n].service == *service;
    let doubt = |q: &Query| catalogue::find(&q.question.code).and_then(|check| check.doubts_size);
    for query in inputs.queries.iter().filter(|q| q.state.confirmed() && doubt(q).is_some()) {
        let Some(n) = register.indicator_number(&query.question.subject) else { continue };
        let surer = out[n].confirmed.is_none_or(|held| doubt(query) < doubt(held));
        if surer && own(n, &query.question.service) {
            out[n].confirmed = Some(query);
        }
    }
    for item in inputs.left_out.iter().filter(|item| item.kind == LeftOutKind::Indicator) {
        let Some(n) = register.indicator_number(&item.subject).filter(|n| own(*n, &item.service)) else { continue };
        out[n].left_out = Some(item);
    }
    out
}

/// The result of the indicator at position `number`.
pub(super) fn result<'a>(
    inputs: &Inputs<'a>,
    number: usize,
    reading: Option<&'a Reading>,
    (queries, said): (Vec<&'a Finding>, SaidByHand<'a>),
    ruled: &RulingsByQuarter,
) -> IndicatorResult<'a> {
    let series = Series::new(inputs, number, reading);
    let (indicator, settings, p) = (series.indicator, inputs.settings, inputs.period);
    let round = |v| compared(indicator, settings, v);
    let annual = series.target(p);
    let value = series.received(p).map(round);
    let target = quarter_target(indicator, annual, p.quarter()).map(round);
    let outturn = series.outturn(p);
    let rating = series.rating(ruled, &outturn);
    let now = rating.now();
    let judged = value.zip(target).filter(|_| now.rated() || matches!(now, Status::Contextual | Status::Unknown));
    let variance = judged.and_then(|(v, t)| variance(indicator.polarity, v, t));
    let promised = inputs.past.words.get(&indicator.id).map_or("", |w| w.remedial_action.as_str());
    // Also behind quarters without a figure: what was off target does not go away by staying out twice.
    let before = (1..fit::<i32>(QUARTERS)).map(|n| p.plus(-n)).filter(|q| indicator.due(*q));
    let last_rated = before.map(|q| (q, rating.before(q))).find(|(_, status)| status.rated());
    let red_since = rating.red_since(now);
    let mut result = IndicatorResult {
        indicator: number,
        reading,
        computed: series.computed.filter(|c| c.reading.is_some()),
        value,
        target,
        annual_target: annual.and_then(|t| t.annual),
        scheme: rating.scheme,
        rule: rating.rule(),
        known: rating.known(),
        status: now,
        status_previous: rating.before(p.previous()),
        status_year_ago: rating.before(p.year_ago()),
        recoloured: rating.recoloured(),
        last_due: series.previous_due(p),
        last_rated,
        // A figure that was restated is measured against the target of its report all the same.
        target_last_rated: last_rated.and_then(|(q, _)| match inputs.past.reported.get(&(number, q)) {
            Some(told) => told.target,
            None => quarter_target(indicator, series.target(q), q.quarter()).map(round),
        }),
        figure_last_rated: last_rated.and_then(|(q, _)| series.received(q)).map(round),
        variance,
        variance_percent: variance.zip(target).and_then(|(v, t)| percent_of(v, t)),
        short: series.short(),
        was_short: [p.previous(), p.year_ago()].map(|q| series.short_at(q).ok().map(|m| m.direction)),
        long: series.long(),
        year_on_year: series.year_on_year(),
        // The dust of binary fractions decides no rounding of what was added up.
        year_to_date: series.year_to_date().map(|v| round(difference(v, 0.0))),
        outturn: outturn.map(Box::new),
        years: series.years_before(),
        quarters: series.quarters(),
        targets: if indicator.key {
            p.last(QUARTERS).map(|q| series.quarter_target(q).filter(|_| series.alike(q)).map(round)).collect()
        } else {
            vec![]
        },
        signals: series.signals(now, target, variance),
        red_since,
        red_before: red_since.is_some_and(|first| rating.or_before(first)),
        quarters_on_target: rating.on_target(now),
        benchmark: super::benchmark::benchmark(&series).map(Box::new),
        promised,
        delivery: Err(NoFigure::NotRated),
        queries,
        confirmed: said.confirmed.filter(|_| reading.is_some()),
        left_out: said.left_out.filter(|_| reading.is_none()),
    };
    if result.doubt().is_some() {
        result.outturn = Err(NoFigure::InDoubt);
        result.benchmark.iter_mut().for_each(|b| b.doubt(p));
    }
    IndicatorResult { delivery: delivery(&result, indicator.weight, &settings.risk), ..result }
}
