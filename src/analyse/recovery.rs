//! Will it recover, who acts, until when: what a reader asks of everything that is off target, from what is known.

use super::shown::{chance_percent, count, shown};
use super::signals::{Assurance, Course};
use super::{Analysis, IndicatorResult, NoFigure};
use crate::measure::Polarity;
use crate::period::Period;
use crate::register::Indicator;
use crate::status::variance;
use chrono::NaiveDate;

/// From this chance it is likely, and below [`UNLIKELY`] it is unlikely: the scale of the Intergovernmental Panel on Climate
/// Change (M. D. Mastrandrea et al., guidance note on uncertainties, 2010).
pub const LIKELY: f64 = 2.0 / 3.0;
/// Below this chance it is unlikely.
pub const UNLIKELY: f64 = 1.0 / 3.0;

/// Whether what is off target will recover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecoveryKind {
    /// The year's target is met all the same.
    Yes,
    /// It is more likely than not by far.
    Likely,
    /// It could go either way.
    Open,
    /// Not likely.
    Unlikely,
    /// The year's target can no longer be met.
    No,
    /// There is no figure before a later quarter, in which it could.
    Later,
    /// Too little is known.
    Unknown,
}

/// Will it recover, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The answer.
    pub kind: RecoveryKind,
    /// As it is printed, with what it was taken from: `Unlikely: 12% chance of the year's target`.
    pub words: String,
}

/// Who acts on a measure, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acting<'a> {
    /// Who leads the open action about it that is due first; else who owns the measure; empty where nobody is named.
    pub who: &'a str,
    /// That action's position in [`Analysis::actions`]; `None` where no action about it is open.
    pub action: Option<usize>,
    /// The day by which that action is due; `None` without one.
    pub until: Option<NaiveDate>,
    /// Days past that day; 0 where it is not overdue.
    pub days_overdue: i64,
}

impl Recovery {
    fn new(kind: RecoveryKind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into() }
    }
}

impl<'a> Analysis<'a> {
    /// Whether the measure at position `n` will recover: by the chance of the year's target, else by when it is measured again,
    /// else by what its series says, else by the service's own forecast.
    pub fn recovery(&self, n: usize) -> Recovery {
        let result = &self.indicators[n];
        let indicator = &self.register.indicators[result.indicator];
        if result.doubt().is_some() {
            return Recovery::new(RecoveryKind::Unknown, "Cannot be told: the figure is queried");
        }
        by_year(result)
            .or_else(|| by_next(indicator, self.period))
            .or_else(|| by_series(result))
            .or_else(|| by_service(indicator, result))
            .unwrap_or_else(|| Recovery::new(RecoveryKind::Unknown, self.not_told(result)))
    }

    /// Who acts on the measure at position `n`. `about` are the positions of the actions about it.
    pub fn acting(&self, n: usize, about: &[usize]) -> Acting<'a> {
        let open = about.iter().filter(|k| self.actions[**k].action.status.is_none_or(|s| s.open()));
        let due = |k: &usize| self.actions[*k].action.due;
        let first = open.copied().min_by_key(|k| (due(k).is_none(), due(k), *k));
        let owner = &self.register.indicators[self.indicators[n].indicator].owner;
        let lead = first.map_or("", |k| &*self.actions[k].action.lead);
        Acting {
            who: if lead.is_empty() { owner } else { lead },
            action: first,
            until: first.and_then(|k| due(&k)),
            days_overdue: first.map_or(0, |k| self.actions[k].days_overdue),
        }
    }

    fn not_told(&self, result: &IndicatorResult<'_>) -> String {
        let (points, least) = (result.signals.points, self.settings.signals.least_points);
        match &result.outturn {
            Err(NoFigure::FewYears) if (1..least).contains(&points) => {
                format!("Cannot be told: {} only", count(points, "figure"))
            }
            Err(why) => format!("Cannot be told: {}", why.words()),
            Ok(outturn) if outturn.foreseen.is_none() => "Cannot be told: the year has ended".to_owned(),
            Ok(_) => "Cannot be told: no target for the year".to_owned(),
        }
    }
}

/// By the chance of the year's target.
fn by_year(result: &IndicatorResult<'_>) -> Option<Recovery> {
    let outturn = result.outturn.as_ref().ok()?;
    let Some(foreseen) = &outturn.foreseen else {
        return (outturn.meets == Some(true))
            .then(|| Recovery::new(RecoveryKind::Yes, "Yes: the year's target is met all the same"));
    };
    let chance = foreseen.chance?;
    let of_target = |word: &str| format!("{word}: {} chance of the year's target", chance_percent(chance));
    Some(match chance {
        0.0 => Recovery::new(RecoveryKind::No, "No longer possible this year"),
        1.0 => Recovery::new(RecoveryKind::Yes, "Yes: the year's target is met already"),
        c if c >= LIKELY => Recovery::new(RecoveryKind::Likely, of_target("Likely")),
        c if c < UNLIKELY => Recovery::new(RecoveryKind::Unlikely, of_target("Unlikely")),
        _ => Recovery::new(RecoveryKind::Open, of_target("Could go either way")),
    })
}

/// By when there is a figure again, where that is not the next quarter, or the year has ended off its target.
fn by_next(indicator: &Indicator, now: Period) -> Option<Recovery> {
    let next = (1..=4).map(|n| now.plus(n)).find(|q| indicator.due(*q));
    let Some(next) = next else { return Some(Recovery::new(RecoveryKind::No, "No: it is measured no more")) };
    let times = match indicator.due_quarters.len() {
        1 => "once a year",
        2 => "twice a year",
        _ if next == now.plus(1) => return None,
        _ => "not every quarter",
    };
    (next != now.plus(1))
        .then(|| Recovery::new(RecoveryKind::Later, format!("Not before {}: measured {times}", next.heading())))
}

/// By what its usual range and its trend say.
fn by_series(result: &IndicatorResult<'_>) -> Option<Recovery> {
    let signals = &result.signals;
    let trend = signals.trend.ok().filter(|t| !t.drift).map(|t| t.course);
    let over = || format!("over {}", count(signals.points, "figure"));
    let (kind, words) = match (signals.assurance.ok(), trend) {
        (Some(Assurance::Fails), Some(Course::Improving)) => {
            (RecoveryKind::Open, format!("Could go either way: not usual so far, but improving {}", over()))
        }
        (Some(Assurance::Fails), _) => {
            (RecoveryKind::Unlikely, "Unlikely: its usual range does not reach the target".to_owned())
        }
        (_, Some(Course::Worsening)) => (RecoveryKind::Unlikely, format!("Unlikely: worsening {}", over())),
        (Some(Assurance::Passes), _) => (RecoveryKind::Likely, "Likely: its usual range meets the target".to_owned()),
        (Some(Assurance::HitOrMiss), _) => {
            (RecoveryKind::Open, "Could go either way: the target lies within its usual range".to_owned())
        }
        (None, Some(Course::Improving)) => (RecoveryKind::Open, format!("Could go either way: improving {}", over())),
        (None, _) => return None,
    };
    Some(Recovery::new(kind, words))
}

/// By what the service expects of the year.
fn by_service(indicator: &Indicator, result: &IndicatorResult<'_>) -> Option<Recovery> {
    let (own, target) = (result.reading?.forecast?, result.annual_target?);
    let meets = match indicator.polarity {
        Polarity::Higher | Polarity::Lower => variance(indicator.polarity, own, target)? >= 0.0,
        Polarity::Plan | Polarity::None => return None,
    };
    let own = shown(indicator.unit, indicator.decimals, own);
    Some(if meets {
        Recovery::new(RecoveryKind::Open, format!("The service expects so: {own} for the year"))
    } else {
        Recovery::new(RecoveryKind::Unlikely, format!("Unlikely: the service itself expects {own}"))
    })
}
