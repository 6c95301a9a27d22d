//! The status of each quarter of an indicator, by the scheme that rates it. The council's own rules are asked for all
//! indicators at once, before the rest is computed.

use super::recoloured::Recoloured;
use super::series::Series;
use super::{Inputs, NoFigure, Outturn, QUARTERS};
use crate::fit::fit;
use crate::map::Map;
use crate::measure::Scheme;
use crate::period::Period;
use crate::reading::{Marker, Reading, Value};
use crate::reported::{PastFigure, ReportedFigure};
use crate::settings::Status;
use crate::status::{
    self, KnownFigures, Outlook, RatedThen, RuleMoment, Ruling, StatusCase, StatusRules, compared, quarter_target,
};

/// What the council's rules say, by indicator and quarter; `None` where it hangs on what is not worked out again.
#[derive(Default)]
pub(super) struct RulingsByQuarter {
    rulings: Map<(usize, Period), Option<Ruling>>,
    /// Of figures that were restated, by what their quarters were reported with.
    restated: Map<(usize, Period), Status>,
    /// A rule looks at a forecast.
    ask_forecast: bool,
}

/// Asks the rules of the current quarter, the one before, the same last year, and as far back as runs of one status go.
pub(super) fn ruled<'a>(inputs: &Inputs<'a>, readings: &[Option<&'a Reading>]) -> RulingsByQuarter {
    let own = |n: &usize| status::scheme(&inputs.register.indicators[*n], inputs.settings) == Scheme::Rules;
    let members: Vec<usize> = (0..readings.len()).filter(own).collect();
    let rules = StatusRules::of(inputs.settings).ok();
    let restated = restated(inputs, rules.as_ref());
    let Some(rules) = rules.filter(|_| !members.is_empty()) else {
        return RulingsByQuarter { restated, ..RulingsByQuarter::default() };
    };
    let mut ruled = RulingsByQuarter { rulings: Map::default(), restated, ask_forecast: rules.ask_forecast() };
    let p = inputs.period;
    let at = |q: Period| members.iter().map(move |n| (*n, q)).collect::<Vec<_>>();
    ruled.ask(inputs, readings, &rules, at(p));
    ruled.ask(inputs, readings, &rules, at(p.previous()));
    ruled.ask(inputs, readings, &rules, at(p.year_ago()));
    let mut running: Vec<usize> = members.clone();
    for q in (1..).map(|k| p.plus(-k)).take_while(|q| *q >= inputs.past.values.first()) {
        let due = |n: &usize| inputs.register.indicators[*n].due(q);
        ruled.ask(inputs, readings, &rules, running.iter().filter(|n| due(n)).map(|n| (*n, q)).collect());
        running.retain(|n| !due(n) || alike(ruled.status(*n, q), ruled.status(*n, p)));
        if running.is_empty() {
            break;
        }
    }
    ruled
}

/// The statuses of figures of earlier quarters that are not the ones of their reports.
fn restated(inputs: &Inputs<'_>, rules: Option<&StatusRules<'_>>) -> Map<(usize, Period), Status> {
    let of = |((number, p), told): (&(usize, Period), &ReportedFigure)| {
        let series = Series::new(inputs, *number, None);
        let case = series.case(*p, OutturnOutlook::default())?;
        let then = RatedThen::of(told, case.indicator, case.target);
        Some(((*number, *p), then.rate(case.value, case.known, inputs.settings, rules)))
    };
    inputs.past.told.iter().filter_map(of).collect()
}

/// Both on target, or both off it.
fn alike(a: Option<Status>, b: Option<Status>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    a.on_target() && b.on_target() || a == Status::Red && b == Status::Red
}

impl RulingsByQuarter {
    fn ask<'a>(
        &mut self,
        inputs: &Inputs<'a>,
        readings: &[Option<&'a Reading>],
        rules: &StatusRules<'_>,
        quarters: Vec<(usize, Period)>,
    ) {
        let now = |q: Period| q == inputs.period;
        let asked = if quarters.iter().all(|(_, q)| now(*q)) { RuleMoment::Now } else { RuleMoment::Afterwards };
        let fresh = quarters.into_iter().filter(|at| !self.rulings.contains_key(at));
        let (at, cases): (Vec<(usize, Period)>, Vec<StatusCase<'a>>) = fresh
            .filter_map(|(n, q)| {
                let series = Series::new(inputs, n, readings[n]);
                let outturn = (now(q) && rules.ask_outturn()).then(|| series.outturn(q));
                Some(((n, q), series.case(q, outturn.as_ref().map(foreseen).unwrap_or_default())?))
            })
            .unzip();
        // A condition that fails on a figure has stopped the run when the returns were checked.
        let rulings = rules.rule(&cases, asked).unwrap_or_else(|_| vec![None; cases.len()]);
        self.rulings.extend(at.into_iter().zip(rulings));
    }

    fn status(&self, indicator: usize, p: Period) -> Option<Status> {
        self.ruling(indicator, p).map(|r| r.status)
    }

    fn ruling(&self, indicator: usize, p: Period) -> Option<Ruling> {
        self.rulings.get(&(indicator, p)).copied().flatten()
    }
}

/// The computed forecast of the year, and whether it meets the year's target.
pub(super) type OutturnOutlook = (Option<f64>, Outlook);

/// The year's outturn, or why it cannot be told.
type OutturnResult = Result<Outturn, NoFigure>;

/// A year that has ended is as good as foreseen.
fn foreseen(outturn: &OutturnResult) -> OutturnOutlook {
    match outturn {
        Ok(o) => (Some(o.value), o.meets.map_or(Outlook::NoForecast, Outlook::Meets)),
        Err(_) => (None, Outlook::NoForecast),
    }
}

/// An indicator's statuses over time.
pub(super) struct StatusSeries<'r, 's, 'a> {
    series: &'r Series<'s, 'a>,
    ruled: &'r RulingsByQuarter,
    pub scheme: Scheme,
    foreseen: OutturnOutlook,
}

impl<'s, 'a> Series<'s, 'a> {
    /// How the indicator is rated.
    pub fn rating<'r>(&'r self, ruled: &'r RulingsByQuarter, outturn: &OutturnResult) -> StatusSeries<'r, 's, 'a> {
        let scheme = status::scheme(self.indicator, self.inputs.settings);
        StatusSeries { series: self, ruled, scheme, foreseen: foreseen(outturn) }
    }

    /// The value of a quarter with what a scheme may ask beside it; `None` where there is no value.
    pub fn case(&self, p: Period, (outturn, outlook): OutturnOutlook) -> Option<StatusCase<'a>> {
        let now = p == self.inputs.period;
        let before = |q: Period| self.received(q).filter(|_| !self.broken(q, p));
        let known = KnownFigures {
            previous: self.previous_due(p).and_then(before),
            year_ago: before(p.year_ago()),
            forecast: self.reading.filter(|_| now).and_then(|r| r.forecast),
            outturn,
            outlook,
            redefined: status::changed_within_year(self.indicator.year, self.breaks(), p),
        };
        let (indicator, target) = (self.indicator, self.target(p));
        Some(StatusCase { indicator, target, period: p, value: self.received(p)?, known })
    }
}

impl StatusSeries<'_, '_, '_> {
    /// The status of the current quarter, or why there is none: the service's own reason first.
    pub fn now(&self) -> Status {
        if let Some(rated) = self.series.inputs.rated {
            return rated.get(&self.series.number).copied().unwrap_or(Status::Suppressed);
        }
        match self.series.reading.map(|r| r.value) {
            Some(Value::Marker(marker)) => match marker {
                Marker::NotDue => Status::NotDue,
                Marker::Awaited => Status::Awaited,
                Marker::NotAvailable => Status::NotAvailable,
                Marker::NotApplicable => Status::NotApplicable,
                Marker::Suppressed => Status::Suppressed,
            },
            _ => self.at(self.series.inputs.period).unwrap_or(Status::NotComparable),
        }
    }

    /// The status of an earlier quarter beside this one's. Where it was not reported and the scheme asks for a forecast, which
    /// is not worked out again, a colour would stand for some of them only, and shares of them would be of the wrong
    /// whole: none is comparable.
    pub fn before(&self, p: Period) -> Status {
        match (self.series.reported(p), self.at(p)) {
            (Some(told), _) => told.status,
            (None, Some(status)) if !(self.asks_forecast() && status.rated()) => status,
            _ => Status::NotComparable,
        }
    }

    fn asks_forecast(&self) -> bool {
        self.scheme == Scheme::Outturn || self.scheme == Scheme::Rules && self.ruled.ask_forecast
    }

    /// The council's rule that gave the status of the current quarter, from 0.
    pub fn rule(&self) -> Option<usize> {
        self.ruled.ruling(self.series.number, self.series.inputs.period).map(|r| r.rule)
    }

    /// What was known beside the value of the current quarter.
    pub fn known(&self) -> KnownFigures {
        self.series.case(self.series.inputs.period, self.foreseen).map(|c| c.known).unwrap_or_default()
    }

    /// The status of a quarter: the one that it keeps, else by today's rules.
    fn at(&self, p: Period) -> Option<Status> {
        self.kept(p).map(|told| told.status).or_else(|| self.by_todays_rules(p))
    }

    /// What stays of the report of a quarter: where its figure was restated, its target, and the figure rated by it.
    fn kept(&self, p: Period) -> Option<PastFigure> {
        let (series, at) = (self.series, (self.series.number, p));
        series.reported(p).or_else(|| {
            let told = series.inputs.past.reported.get(&at)?;
            let status = *self.ruled.restated.get(&at)?;
            Some(PastFigure { value: series.received(p), status, ..*told })
        })
    }

    /// Reported quarters of the page's history that would have another status today, oldest first.
    pub fn recoloured(&self) -> Vec<Recoloured> {
        let (series, settings) = (self.series, self.series.inputs.settings);
        let earlier = series.inputs.period.last(QUARTERS).filter(|q| *q < series.inputs.period);
        let of = |p: Period| {
            let kept = self.kept(p).filter(|kept| kept.value.is_some() && !self.asks_forecast())?;
            let status = self.by_todays_rules(p).filter(|status| *status != kept.status)?;
            let target = quarter_target(series.indicator, series.target(p), p.quarter());
            Some(Recoloured {
                period: p,
                kept,
                target: target.map(|t| compared(series.indicator, settings, t)),
                status,
            })
        };
        earlier.filter_map(of).collect()
    }

    /// The status of a quarter's value against that quarter's target; `None` where the scheme asks what is not known
    /// of that quarter. A value sent when none was due is not rated.
    fn by_todays_rules(&self, p: Period) -> Option<Status> {
        let series = self.series;
        if !series.indicator.due(p) {
            return Some(Status::NotDue);
        }
        let foreseen = if p == series.inputs.period { self.foreseen } else { OutturnOutlook::default() };
        let Some(case) = series.case(p, foreseen) else { return Some(Status::Awaited) };
        match self.scheme {
            Scheme::Rules => self.ruled.status(series.number, p),
            _ => status::status(&case, series.inputs.settings),
        }
    }

    /// Quarters in a row on target, this one included. Quarters that are not due are passed over; a missing value or a
    /// new definition ends the run.
    pub fn on_target(&self, now: Status) -> u32 {
        if now.on_target() { fit::<u32>(self.run(now).count()) } else { 0 }
    }

    /// The first quarter of the present unbroken run of red; none where the quarter before it may have been red too
    /// and that cannot be told.
    pub fn red_since(&self, now: Status) -> Option<Period> {
        let first = self.run(now).last().filter(|_| now == Status::Red)?;
        let before = self.series.previous_due(first).filter(|q| *q >= self.series.inputs.past.values.first());
        let told = before.is_none_or(|q| self.series.broken(q, first) || self.at(q).is_some());
        told.then_some(first)
    }

    /// Whether a run that began in a quarter may have begun before: the record begins there, and the measure did not.
    pub fn or_before(&self, first: Period) -> bool {
        let (inputs, number) = (self.series.inputs, self.series.number);
        let earlier = first.index() - inputs.past.values.first().index();
        let known = (1..=earlier).any(|n| inputs.past.values.get(number, first.plus(-n)).is_some());
        let begun = self.series.indicator.first.is_some_and(|begun| begun >= first);
        first < inputs.period && !known && !begun
    }

    fn run(&self, now: Status) -> impl Iterator<Item = Period> {
        let (p, known) = (self.series.inputs.period, self.series.inputs.past.values.first());
        let earlier = (1..).map(move |n| p.plus(-n)).take_while(move |q| *q >= known);
        let earlier = earlier.filter(|q| self.series.indicator.due(*q));
        let run = earlier.take_while(move |q| !self.series.broken(*q, p) && alike(self.at(*q), Some(now)));
        std::iter::once(p).chain(run)
    }
}
