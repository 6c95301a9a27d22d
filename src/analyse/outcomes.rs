//! Outcomes: which measures speak for each, how they stand this quarter, and what is published of them for the nation: of
//! when, how old, and beside the council's own figure of the same quarter or year. No score is made of them.
//!
//! Like is compared with like: a national value of a year is held against what the council's quarters of that year come to
//! by the measure's aggregation, one of a quarter against the quarter alone. Where the ledger has no such figure, or the
//! nation's is a count, which is larger by its nature, nothing is compared and that is said.

use super::series::Series;
use super::{IndicatorResult, Inputs, NoFigure};
use crate::fit::fit;
use crate::map::Set;
use crate::measure::Polarity;
use crate::period::Period;
use crate::register::{NationalFigure, NationalPeriod, OutcomeMeasure, OutcomeRole, Register, same_name};
use crate::settings::Status;
use crate::status::{compared, difference};
use chrono::{Datelike, Months, NaiveDate};
use std::borrow::Cow;

/// The outcomes of a quarter, or of a part of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcomes<'a> {
    /// In the register's order; of a part, those that a measure of its speaks for.
    pub outcomes: Vec<OutcomeResult<'a>>,
    /// Measures that speak for an outcome.
    pub mapped: u32,
    /// Measures that speak for none.
    pub unmapped: u32,
}

/// One outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeResult<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its metrics, then its proxies, then its contributions, each in the register's order.
    pub measures: Vec<OutcomeMeasureResult<'a>>,
    /// The register has a metric for it, whether or not that is of this part.
    pub has_metric: bool,
}

/// One measure of an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeMeasureResult<'a> {
    /// The register's row.
    pub of: &'a OutcomeMeasure,
    /// Position in the register's list.
    pub indicator: usize,
    /// Its status this quarter.
    pub status: Status,
    /// Where this quarter has no figure yet, or needs none: the last one of the year before it, measured alike.
    pub earlier: Option<(Period, f64)>,
    /// What is published of it for the nation; `None` where the register has no value.
    pub national: Option<NationalResult>,
}

/// A national value as a quarter sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NationalResult {
    /// Rounded as the council's own figure is; `None` where it would tell a figure that is hidden.
    pub value: Option<f64>,
    /// What it is of.
    pub of: Option<NationalPeriod>,
    /// Quarters from the end of what it is of to the end of the reported one; below 0 where it had not ended.
    pub age: Option<i32>,
    /// Months from that end to its publication.
    pub published_after: Option<i32>,
    /// By the same delay the next value had been published by the end of the quarter.
    pub newer: bool,
    /// The council's own figure of the same quarter or year, or why it is not compared.
    pub beside: Result<BesideNational, NotBeside>,
}

/// The council's own figure of the same quarter or year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BesideNational {
    /// In the indicator's unit.
    pub own: f64,
    /// Own less national.
    pub difference: f64,
    /// On the better side; `None` where neither way is better or the two are equal.
    pub better: Option<bool>,
}

/// Why a national value is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotBeside {
    /// The register does not say what it is of.
    NoPeriod,
    /// The quarter or year had not ended by the end of the reported one.
    NotEnded,
    /// A count of a nation or a region is of another size by its nature.
    CountsAll,
    /// The council has no figure of it.
    NoFigure(NoFigure),
    /// Its own figure may be of the wrong size.
    InDoubt,
    /// The council's own published value would tell a figure that is hidden.
    Hidden,
}

impl NotBeside {
    /// In words for the page; `of` is the quarter or year.
    pub fn words(self, of: &str) -> Cow<'static, str> {
        match self {
            Self::NoPeriod => "not compared: the register does not say of when".into(),
            Self::NotEnded => format!("not compared: {of} has not ended").into(),
            Self::CountsAll => "not compared: a count of a larger place".into(),
            Self::NoFigure(NoFigure::DefinitionChanged) => {
                format!("not compared: our definition changed within {of}").into()
            }
            Self::NoFigure(_) => format!("no figure of ours for {of}").into(),
            Self::InDoubt => "not compared: our figure is queried".into(),
            Self::Hidden => "held back: it would tell a small number".into(),
        }
    }
}

/// `1 year 2 quarters old`, `of this quarter`.
pub fn age_words(quarters: i32) -> String {
    let counted = |n: i32, what: &str| match n {
        0 => String::new(),
        1 => format!("1 {what} "),
        n => format!("{n} {what}s "),
    };
    match quarters {
        0 => "of this quarter".to_owned(),
        n if n < 0 => "of a later quarter".to_owned(),
        n => format!("{}{}old", counted(n / 4, "year"), counted(n % 4, "quarter")),
    }
}

impl NationalResult {
    /// `published 7 months after it; a newer one may be out`; empty where the day of publication is not known.
    pub fn publication_words(&self) -> String {
        let newer = if self.newer { "; a newer one may be out" } else { "" };
        match self.published_after {
            None => String::new(),
            Some(n) if n <= 0 => format!("published as it ended{newer}"),
            Some(1) => format!("published 1 month after it{newer}"),
            Some(n) => format!("published {n} months after it{newer}"),
        }
    }
}

/// How the measures of one role stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoleCounts {
    /// On target.
    pub green: u32,
    /// Near target.
    pub amber: u32,
    /// Off target.
    pub red: u32,
    /// Without a rating.
    pub unrated: u32,
    /// With a national value.
    pub national: u32,
    /// Of these, those of which a newer one may be out.
    pub newer: u32,
    /// Of the national values the age in quarters of the oldest.
    pub oldest: Option<i32>,
}

impl RoleCounts {
    /// All of them.
    pub fn all(&self) -> u32 {
        self.green + self.amber + self.red + self.unrated
    }
}

impl OutcomeResult<'_> {
    /// How its measures of a role stand.
    pub fn counts(&self, role: OutcomeRole) -> RoleCounts {
        let mut counts = RoleCounts::default();
        for measure in self.measures.iter().filter(|m| m.of.role == role) {
            let of = match measure.status {
                status if status.on_target() => &mut counts.green,
                Status::Amber => &mut counts.amber,
                Status::Red => &mut counts.red,
                _ => &mut counts.unrated,
            };
            *of += 1;
            if let Some(national) = &measure.national {
                counts.national += 1;
                counts.newer += u32::from(national.newer);
                counts.oldest = counts.oldest.max(national.age);
            }
        }
        counts
    }
}

impl Outcomes<'_> {
    /// Nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }
}

/// The outcomes of the whole council.
pub(super) fn outcomes<'a>(inputs: &Inputs<'a>, indicators: &[IndicatorResult<'a>]) -> Outcomes<'a> {
    let register = inputs.register;
    let of_outcome = |outcome: &'a crate::register::Outcome| {
        let known = outcome.measures.iter().filter_map(|of| Some((of, register.indicator_number(&of.indicator)?)));
        let mut measures: Vec<OutcomeMeasureResult<'a>> = known
            .map(|(of, indicator)| {
                let result = &indicators[indicator];
                let national = of.national.as_ref().map(|n| national(inputs, result, of, n));
                let (status, earlier) = (result.status, earlier(inputs, result));
                OutcomeMeasureResult { of, indicator, status, earlier, national }
            })
            .collect();
        measures.sort_by_key(|m| m.of.role);
        let has_metric = measures.iter().any(|m| m.of.role == OutcomeRole::Metric);
        OutcomeResult { name: &outcome.name, measures, has_metric }
    };
    counted(register.outcomes.iter().map(of_outcome).collect(), indicators.iter().map(|r| r.indicator))
}

/// Those that measures of a part speak for, with its own measures alone.
pub(super) fn of_part<'a>(whole: &Outcomes<'a>, indicators: &[IndicatorResult<'a>]) -> Outcomes<'a> {
    let own: Set<usize> = indicators.iter().map(|r| r.indicator).collect();
    let mut outcomes = whole.outcomes.clone();
    outcomes.iter_mut().for_each(|outcome| outcome.measures.retain(|m| own.contains(&m.indicator)));
    outcomes.retain(|outcome| !outcome.measures.is_empty());
    counted(outcomes, own.into_iter())
}

fn counted<'a>(outcomes: Vec<OutcomeResult<'a>>, all: impl Iterator<Item = usize>) -> Outcomes<'a> {
    let mapped: Set<usize> = outcomes.iter().flat_map(|o| &o.measures).map(|m| m.indicator).collect();
    let (mapped, all) = (fit::<u32>(mapped.len()), fit::<u32>(all.count()));
    Outcomes { outcomes, mapped, unmapped: all - mapped }
}

/// The last figure before this quarter, which has none.
fn earlier<'a>(inputs: &Inputs<'a>, result: &IndicatorResult<'a>) -> Option<(Period, f64)> {
    let open = matches!(result.status, Status::NotDue | Status::Awaited | Status::NotAvailable);
    if result.value.is_some() || !open {
        return None;
    }
    let series = Series::new(inputs, result.indicator, result.reading);
    let now = inputs.period;
    let before = (1..=4).map(|n| now.plus(-n)).take_while(|q| !series.broken(*q, now));
    let mut known = before.filter_map(|q| Some((q, compared(series.indicator, inputs.settings, series.received(q)?))));
    known.next()
}

fn national<'a>(
    inputs: &Inputs<'a>,
    result: &IndicatorResult<'a>,
    of: &'a OutcomeMeasure,
    figure: &NationalFigure,
) -> NationalResult {
    let series = Series::new(inputs, result.indicator, result.reading);
    let settings = inputs.settings;
    let value = compared(series.indicator, settings, figure.value);
    let ends = figure.of.and_then(|period| period.ends(series.indicator.year));
    let ours = same_name(&of.whose, &settings.council.name);
    let beside = match figure.of.zip(ends) {
        None => Err(NotBeside::NoPeriod),
        Some((_, ends)) if ends > inputs.period => Err(NotBeside::NotEnded),
        Some(_) if series.indicator.counts_all() && !ours => Err(NotBeside::CountsAll),
        Some((period, ends)) => beside(&series, result, (period, ends), value),
    };
    // What is hidden here could be read there, or be told by the year that it is a part of.
    let untold = matches!(beside, Err(NotBeside::NoFigure(_)) if ours && hides(inputs, result.indicator));
    let month = settings.year.start_month;
    let lag = ends.zip(figure.published).map(|(ends, day)| months(ends.last_day(month), day));
    let next = figure
        .published
        .zip(figure.of)
        .and_then(|(day, period)| day.checked_add_months(Months::new(fit::<u32>(3 * period.quarters()))));
    NationalResult {
        value: (!untold).then_some(value),
        of: figure.of,
        age: ends.map(|ends| inputs.period.index() - ends.index()),
        published_after: lag,
        newer: next.is_some_and(|day| day <= inputs.period.last_day(month)),
        beside: if untold { Err(NotBeside::Hidden) } else { beside },
    }
}

/// Own figure of the same quarter or year.
fn beside(
    series: &Series<'_, '_>,
    result: &IndicatorResult<'_>,
    (period, ends): (NationalPeriod, Period),
    national: f64,
) -> Result<BesideNational, NotBeside> {
    let first = ends.plus(1 - period.quarters());
    let last_due = (0..period.quarters()).map(|n| ends.plus(-n)).find(|q| series.indicator.due(*q));
    let last_due = last_due.ok_or(NotBeside::NoFigure(NoFigure::NotDue))?;
    let own = match period {
        NationalPeriod::Quarter(p) => series.quarter(p).map_err(NotBeside::NoFigure)?,
        NationalPeriod::Year(_) => {
            let year = series.outturn_told(last_due).map_err(NotBeside::NoFigure)?;
            if year.foreseen.is_some() {
                return Err(NotBeside::NoFigure(NoFigure::QuarterMissing));
            }
            year.value
        }
    };
    let now = series.inputs.period;
    if (first..=ends).contains(&now) && result.doubt().is_some() {
        return Err(NotBeside::InDoubt);
    }
    // The dust of binary fractions decides no rounding of what was added up.
    let own = compared(series.indicator, series.inputs.settings, difference(own, 0.0));
    let difference = difference(own, national);
    let better = match series.indicator.polarity {
        Polarity::Higher => Some(difference > 0.0),
        Polarity::Lower => Some(difference < 0.0),
        Polarity::Plan | Polarity::None => None,
    };
    Ok(BesideNational { own, difference, better: better.filter(|_| difference != 0.0) })
}

/// Small numbers are taken out of this quarter, and figures of this measure may be among what is hidden.
fn hides(inputs: &Inputs<'_>, n: usize) -> bool {
    let register: &Register = inputs.register;
    let own = &register.indicators[n];
    let total = || register.indicators.iter().any(|i| i.part_of.as_ref() == Some(&own.id));
    let tied = || own.part_of.is_some() || own.opening_of.is_some() || own.formula.is_some() || total();
    inputs.rated.is_some() && (own.small_numbers.is_some() || tied())
}

/// Months from one day to another, days left aside.
fn months(from: NaiveDate, to: NaiveDate) -> i32 {
    (to.year() - from.year()) * 12 + fit::<i32>(to.month0()) - fit::<i32>(from.month0())
}
