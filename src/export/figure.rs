//! One row a measure and quarter: what was reported of it, or what it is after it was put right in the open.

use crate::history::{FigureRelease, QuarterFigures, Recorded};
use crate::past::Past;
use crate::period::Period;
use crate::reading::{Marker, Place, Reading};
use crate::register::{Indicator, Register, Service};
use crate::reported::ReportedFigure;
use crate::settings::{Settings, Status};
use crate::status::{KnownFigures, StatusCase, StatusRules, afterwards};
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
    pub id: Arc<str>,
    /// The measure; none where the register has it no longer.
    pub indicator: Option<&'a Indicator>,
    /// Id of the service that sent it.
    pub service_id: Arc<str>,
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
    pub told: Option<ReportedFigure>,
    /// The status, of the figure as it is here.
    pub status: Option<Status>,
    /// Where the figure stands.
    pub place: Option<Place>,
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

    /// There is a figure that is told to nobody.
    pub fn is_held_back(&self) -> bool {
        self.marker == Some(Marker::Suppressed)
    }

    /// Nothing of it may be told.
    fn hold_back(&mut self) {
        (self.value, self.numerator, self.denominator) = (None, None, None);
        (self.marker, self.status) = (Some(Marker::Suppressed), self.told.as_ref().map(|_| Status::Suppressed));
        if let Some(told) = &mut self.told {
            (told.direction, told.outturn, told.range_and_chance) = (String::new(), None, [None; 3]);
        }
        if let Some(before) = &mut self.as_published {
            (before.value, before.status) = (None, before.status.map(|_| Status::Suppressed));
        }
    }
}

/// What the ledger says of one measure in one quarter.
#[derive(Default)]
struct Told<'q> {
    reported: Option<&'q ReportedFigure>,
    now: Option<&'q ReportedFigure>,
    reading: Option<&'q Recorded<Reading>>,
    /// The first figure that was put right, and the record that did it last.
    restated: Option<(Option<f64>, u64)>,
}

/// The figures of a quarter, by id. `held_back` is told of none.
pub fn figures<'a>(
    context: &FigureContext<'a>,
    quarter: &QuarterFigures,
    held_back: &BTreeSet<Arc<str>>,
) -> Vec<FigureRow<'a>> {
    let of_today = |id: &Arc<str>| context.register.indicator(id).map_or_else(|| id.clone(), |i| i.id.clone());
    let mut told: BTreeMap<Arc<str>, Told<'_>> = BTreeMap::new();
    for figure in &quarter.reported {
        told.entry(of_today(&figure.indicator)).or_default().reported = Some(figure);
    }
    for figure in &quarter.targets_now {
        told.entry(of_today(&figure.indicator)).or_default().now = Some(figure);
    }
    for reading in &quarter.readings {
        told.entry(of_today(&reading.row.indicator)).or_default().reading = Some(reading);
    }
    for restatement in &quarter.restated {
        let told = told.entry(of_today(&restatement.row.correction.indicator)).or_default();
        let first = told.restated.map_or(restatement.row.was, |(first, _)| first);
        told.restated = Some((first, restatement.record));
    }
    let hidden: BTreeSet<Arc<str>> = held_back.iter().map(of_today).collect();
    let row = |(id, told): (Arc<str>, Told<'_>)| {
        let mut row = row(context, quarter, (id, told))?;
        if hidden.contains(&row.id) || row.is_held_back() {
            row.hold_back();
        }
        Some(row)
    };
    told.into_iter().filter_map(row).collect()
}

fn row<'a>(
    context: &FigureContext<'a>,
    quarter: &QuarterFigures,
    (id, told): (Arc<str>, Told<'_>),
) -> Option<FigureRow<'a>> {
    let reading = told.reading.map(|r| &r.row);
    let now = told.now.or(told.reported);
    let service_id = now.map(|f| &f.service).or(reading.map(|r| &r.service))?.clone();
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
        indicator: context.register.indicator(&id),
        id,
        service: context.register.services.iter().find(|s| s.id == service_id),
        service_id,
        period: quarter.period,
        days: [quarter.period.first_day(start), quarter.period.last_day(start)],
        value,
        marker: reading.and_then(|r| r.value.marker()),
        numerator,
        denominator,
        told: now.cloned(),
        status,
        place: reading.map(|r| r.place.clone()),
        record: restated.map(|(_, record)| record).or(by_run).or(told.reading.map(|r| r.record)),
        release: quarter.release,
        sent_as_provisional: reading.is_some_and(|r| r.provisional),
        restated: part,
        as_published: part.map(|_| match told.reported {
            Some(f) => AsPublished { value: f.value, target: f.target, status: Some(f.status) },
            None => AsPublished { value: restated.and_then(|(was, _)| was), ..AsPublished::default() },
        }),
    })
}

/// The status of a figure that was put right, against the target that its quarter has.
fn status_of(context: &FigureContext<'_>, told: &ReportedFigure, value: f64) -> Option<Status> {
    let (register, period) = (context.register, told.period);
    let number = register.indicator_number(&told.indicator)?;
    let indicator = &register.indicators[number];
    let mut targets = register.target(number, period).cloned().unwrap_or_default();
    if let Some(own) = targets.quarters.get_mut(usize::from(period.quarter()).saturating_sub(1)) {
        *own = told.target;
    }
    let known = KnownFigures::of(context.past, indicator, number, period);
    let case = StatusCase { indicator, target: Some(&targets), period, value, known };
    Some(afterwards(&case, context.settings, StatusRules::of(context.settings).ok().as_ref()))
}
