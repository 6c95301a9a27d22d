//! One row a measure and quarter: what was reported of it, or what it is after it was put right in the open.

use crate::history::{FigureRelease, QuarterFigures, Recorded};
use crate::map::Map;
use crate::past::Past;
use crate::period::Period;
use crate::reading::correction::Restatement;
use crate::reading::{Marker, Place, Reading};
use crate::register::{self, Indicator, Register, Service};
use crate::reported::ReportedFigure;
use crate::settings::{Settings, Status};
use crate::status::{KnownFigures, RatedThen, StatusRules};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// By what figures are told: names are those of today, so that a measure has one name in every quarter.
pub struct FigureContext<'a> {
    /// The register.
    pub register: &'a Register,
    /// The settings.
    pub settings: &'a Settings,
    /// The quarters before, for what a status may ask.
    pub past: &'a Past,
}

/// What of a figure was put right since it was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestatedPart {
    /// The figure.
    Figure,
    /// The target.
    Target,
    /// Both.
    FigureAndTarget,
}

impl RestatedPart {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Figure, Self::Target, Self::FigureAndTarget];

    /// As files have it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Target => "target",
            Self::FigureAndTarget => "figure-and-target",
        }
    }
}

/// A measure in a quarter. Figures are in its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRow<'a> {
    /// Id of the measure: today's, where it was renamed.
    pub id: &'a str,
    /// The measure; none where the register has it no longer.
    pub indicator: Option<&'a Indicator>,
    /// Id of the service that sent it.
    pub service_id: &'a str,
    /// The service; none where the register has it no longer.
    pub service: Option<&'a Service>,
    /// The quarter.
    pub period: Period,
    /// Its first and its last day.
    pub days: [NaiveDate; 2],
    /// The figure; none where there is none, or where it is held back.
    pub value: Option<f64>,
    /// Why there is none, as its service says.
    pub marker: Option<Marker>,
    /// The numerator, where there is one.
    pub numerator: Option<f64>,
    /// The denominator, where there is one.
    pub denominator: Option<f64>,
    /// What its report said of it; none of a quarter that was imported and never reported.
    pub told: Option<&'a ReportedFigure>,
    /// The status, of the figure as it is here.
    pub status: Option<Status>,
    /// Where the figure stands.
    pub place: Option<&'a Place>,
    /// The record that has the figure: of the run that reported it, of its import or of its correction.
    pub record: Option<u64>,
    /// The release that it is of.
    pub release: Option<FigureRelease>,
    /// Its service sent it as provisional.
    pub sent_as_provisional: bool,
    /// What was put right since.
    pub restated: Option<RestatedPart>,
    /// Value, target and status as they were reported, where something was put right.
    pub as_published: Option<AsPublished>,
}

/// What was said of a figure before something was put right.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AsPublished {
    /// The figure.
    pub value: Option<f64>,
    /// The target.
    pub target: Option<f64>,
    /// The status; none of a quarter that was imported and never reported.
    pub status: Option<Status>,
}

impl FigureRow<'_> {
    /// Its report is not final.
    pub fn is_provisional(&self) -> bool {
        self.release.is_none_or(|release| release.provisional)
    }

    /// By what it is estimated; empty where it was sent, or follows from what was.
    pub fn estimated_by(&self) -> &str {
        // What a council before this one had worked out stands at a cell of its register, under its name.
        let (own, before) = (register::FILE, format!("/{}", register::FILE));
        let worked_out = |file: &str| file == own || file.ends_with(&before);
        let of = |_: &&Indicator| self.value.is_some() && self.place.is_none_or(|place| worked_out(&place.source.file));
        self.indicator.filter(of).map_or("", |i| &i.estimated)
    }

    /// There is a figure that is told to nobody.
    pub fn is_held_back(&self) -> bool {
        self.marker == Some(Marker::Suppressed)
    }

    /// Against the quarter before; nothing where that is not told.
    pub fn direction(&self) -> &str {
        self.told.filter(|_| !self.is_held_back()).map_or("", |f| &f.direction)
    }

    /// Nothing of it may be told.
    fn hold_back(&mut self) {
        (self.value, self.numerator, self.denominator) = (None, None, None);
        (self.marker, self.status) = (Some(Marker::Suppressed), self.told.map(|_| Status::Suppressed));
        if let Some(before) = &mut self.as_published {
            (before.value, before.status) = (None, before.status.map(|_| Status::Suppressed));
        }
    }
}

/// The figures of a quarter, wherever they are held.
pub struct FiguresOf<'q> {
    /// The quarter.
    pub period: Period,
    /// The record of the run that reported them; none where they were only imported.
    pub run: Option<u64>,
    /// The release.
    pub release: Option<FigureRelease>,
    /// What the report said of each measure.
    pub reported: &'q [ReportedFigure],
    /// The same with the targets that were put right since.
    pub targets_now: &'q [ReportedFigure],
    /// What was sent, imported and corrected, each with its record.
    pub readings: Vec<(u64, &'q Reading)>,
    /// What was put right since.
    pub restated: &'q [Recorded<Restatement>],
}

impl<'q> From<&'q QuarterFigures> for FiguresOf<'q> {
    fn from(quarter: &'q QuarterFigures) -> Self {
        Self {
            period: quarter.period,
            run: quarter.run,
            release: quarter.release,
            reported: &quarter.reported,
            targets_now: &quarter.targets_now,
            readings: quarter.readings.iter().map(|r| (r.record, &r.row)).collect(),
            restated: &quarter.restated,
        }
    }
}

/// What the ledger says of one measure in one quarter.
#[derive(Default)]
struct Told<'q> {
    reported: Option<&'q ReportedFigure>,
    now: Option<&'q ReportedFigure>,
    reading: Option<(u64, &'q Reading)>,
    /// The first figure that was put right, and the record that did it last.
    restated: Option<(Option<f64>, u64)>,
}

/// The figures of a quarter, by id. `held_back` is told of none.
pub fn figures<'a>(
    context: &FigureContext<'a>,
    quarter: &FiguresOf<'a>,
    held_back: &BTreeSet<Arc<str>>,
) -> impl Iterator<Item = FigureRow<'a>> {
    let register = context.register;
    let of_today = |id: &'a str| register.indicator(id).map_or(id, |i| &*i.id);
    let mut told: BTreeMap<&'a str, Told<'a>> = BTreeMap::new();
    for figure in quarter.reported {
        told.entry(of_today(&figure.indicator)).or_default().reported = Some(figure);
    }
    for figure in quarter.targets_now {
        told.entry(of_today(&figure.indicator)).or_default().now = Some(figure);
    }
    for (record, reading) in &quarter.readings {
        told.entry(of_today(&reading.indicator)).or_default().reading = Some((*record, reading));
    }
    for restatement in quarter.restated {
        let told = told.entry(of_today(&restatement.row.correction.indicator)).or_default();
        let first = told.restated.map_or(restatement.row.was, |(first, _)| first);
        told.restated = Some((first, restatement.record));
    }
    let hidden: BTreeSet<Arc<str>> =
        held_back.iter().map(|id| register.indicator(id).map_or_else(|| id.clone(), |i| i.id.clone())).collect();
    let services: Map<&'a str, &'a Service> = register.services.iter().map(|s| (&*s.id, s)).collect();
    told.into_iter().filter_map(move |(id, told)| {
        let mut row = row(context, quarter, &services, (id, told))?;
        if hidden.contains(row.id) || row.is_held_back() {
            row.hold_back();
        }
        Some(row)
    })
}

fn row<'a>(
    context: &FigureContext<'a>,
    quarter: &FiguresOf<'a>,
    services: &Map<&'a str, &'a Service>,
    (id, told): (&'a str, Told<'a>),
) -> Option<FigureRow<'a>> {
    let reading = told.reading.map(|(_, reading)| reading);
    let now = told.now.or(told.reported);
    let service_id = now.map(|f| &*f.service).or(reading.map(|r| &*r.service))?;
    let start = context.settings.year.start_month;
    let restated = told.restated.filter(|_| reading.is_some());
    // A report says what it worked out; what was put right since, and what nobody reported, is what was sent.
    let sent = reading.map(|r| (r.value.number(), r.numerator, r.denominator));
    let reported = now.map(|f| (f.value, f.numerator, f.denominator)).filter(|_| restated.is_none());
    let (value, numerator, denominator) = reported.or(sent).unwrap_or_default();
    let targets_moved = matches!((told.reported, told.now), (Some(was), Some(now)) if was.target != now.target);
    let part = match (restated.is_some(), targets_moved) {
        (true, true) => Some(RestatedPart::FigureAndTarget),
        (true, false) => Some(RestatedPart::Figure),
        (false, true) => Some(RestatedPart::Target),
        (false, false) => None,
    };
    let status = match (now, value) {
        (Some(now), Some(value)) if restated.is_some() => status_of(context, now, value),
        (now, _) => now.map(|f| f.status),
    };
    let by_run = quarter.run.filter(|_| now.is_some());
    Some(FigureRow {
        id,
        indicator: context.register.indicator(id),
        service_id,
        service: services.get(service_id).copied(),
        period: quarter.period,
        days: [quarter.period.first_day(start), quarter.period.last_day(start)],
        value,
        marker: reading.and_then(|r| r.value.marker()),
        numerator,
        denominator,
        told: now,
        status,
        place: reading.map(|r| &r.place),
        record: restated.map(|(_, record)| record).or(by_run).or(told.reading.map(|(record, _)| record)),
        release: quarter.release,
        sent_as_provisional: reading.is_some_and(|r| r.provisional),
        restated: part,
        as_published: part.map(|_| match told.reported {
            Some(f) => AsPublished { value: f.value, target: f.target, status: Some(f.status) },
            None => AsPublished { value: restated.and_then(|(was, _)| was), ..AsPublished::default() },
        }),
    })
}

/// The status of a figure that was put right, by what its quarter was reported with.
fn status_of(context: &FigureContext<'_>, told: &ReportedFigure, value: f64) -> Option<Status> {
    let (register, period) = (context.register, told.period);
    let number = register.indicator_number(&told.indicator)?;
    let indicator = &register.indicators[number];
    let known = KnownFigures::of(context.past, indicator, number, period);
    let then = RatedThen::of(told, indicator, register.target(number, period));
    Some(then.rate(value, known, context.settings, StatusRules::of(context.settings).ok().as_ref()))
}
