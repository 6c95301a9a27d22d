//! Risks, actions and feedback over their quarters.

use super::TraceContext;
use super::known::{Known, KnownRow};
use super::origin::{TracedOrigin, origin, states};
use super::quarter::{TracedQuery, query};
use crate::history::Version;
use crate::period::Period;
use crate::reading::{Action, ActionKind, Feedback, FeedbackKind, Place, Rating, Risk};
use crate::text::words::plain;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A risk, an action or a kind of feedback over its quarters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedLine {
    /// Its id, or the key of the kind of feedback.
    pub id: String,
    /// Id of its service.
    pub service: String,
    /// As it was last called.
    pub title: String,
    /// Oldest first; one where one was asked for.
    pub quarters: Vec<LineQuarter>,
}

/// One quarter of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineQuarter {
    /// The quarter.
    pub quarter: Period,
    /// Oldest first.
    pub versions: Vec<LineVersion>,
    /// What was asked about it, and what was said to that.
    pub queries: Vec<TracedQuery>,
}

/// One version of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineVersion {
    /// What it says: what each thing is, and how it stands.
    pub says: Vec<(&'static str, String)>,
    /// Where it comes from.
    #[serde(flatten)]
    pub origin: TracedOrigin,
}

/// What a kind of row has in common with the others.
pub(super) struct LineOf<'r, T> {
    pub of: fn(&T) -> (&Arc<str>, &str),
    pub period: fn(&T) -> Period,
    pub place: fn(&T) -> &Place,
    pub title: fn(&T) -> String,
    pub says: fn(&T) -> Vec<(&'static str, String)>,
    pub rows: &'r [KnownRow<T>],
}

pub(super) fn risk(
    context: TraceContext<'_>,
    known: &Known,
    (service, id): (&str, &str),
    only: Option<Period>,
) -> TracedLine {
    let of = LineOf {
        of: |r: &Risk| (&r.service, &r.id),
        period: |r| r.period,
        place: |r| &r.place,
        title: |r| r.title.clone(),
        says: says_risk,
        rows: &known.risks,
    };
    tell(context, known, &of, (service, id), only)
}

pub(super) fn action(
    context: TraceContext<'_>,
    known: &Known,
    (service, id): (&str, &str),
    only: Option<Period>,
) -> TracedLine {
    let of = LineOf {
        of: |a: &Action| (&a.service, &a.id),
        period: |a| a.period,
        place: |a| &a.place,
        title: |a| a.title.clone(),
        says: says_action,
        rows: &known.actions,
    };
    tell(context, known, &of, (service, id), only)
}

pub(super) fn feedback(
    context: TraceContext<'_>,
    known: &Known,
    (service, kind): (&str, &str),
    only: Option<Period>,
) -> TracedLine {
    let of = LineOf {
        of: |f: &Feedback| (&f.service, f.kind.key()),
        period: |f| f.period,
        place: |f| &f.place,
        title: |f| FeedbackKind::words(f.kind).to_owned(),
        says: says_feedback,
        rows: &known.feedback,
    };
    tell(context, known, &of, (service, kind), only)
}

pub(super) fn tell<T>(
    context: TraceContext<'_>,
    known: &Known,
    of: &LineOf<'_, T>,
    (service, id): (&str, &str),
    only: Option<Period>,
) -> TracedLine {
    let own = |r: &&KnownRow<T>| {
        let (of_service, of_id) = (of.of)(&r.version.row);
        **of_service == *service && of_id == id
    };
    let rows: Vec<&KnownRow<T>> = of.rows.iter().filter(own).collect();
    let quarters: BTreeSet<Period> = rows.iter().map(|r| (of.period)(&r.version.row)).collect();
    let quarters = quarters.into_iter().filter(|p| only.is_none_or(|only| only == *p));
    let quarter = |period: Period| {
        let rows: Vec<_> = rows.iter().filter(|r| (of.period)(&r.version.row) == period).collect();
        let versions: Vec<&Version<T>> = rows.iter().map(|r| &r.version).collect();
        let version = |(row, state): (&&&KnownRow<T>, _)| {
            let v = &row.version;
            let place = (of.place)(&v.row);
            LineVersion {
                says: (of.says)(&v.row),
                origin: origin(context, known, (v.record, service, place), state, row.again.as_ref()),
            }
        };
        let asked = known.queries.iter().map(|q| (q, &q.question));
        let asked = asked.filter(|(_, a)| a.period == period && *a.service == *service && *a.subject == *id);
        LineQuarter {
            quarter: period,
            versions: rows.iter().zip(states(&versions)).map(version).collect(),
            queries: asked.map(|(q, _)| query(q, false)).collect(),
        }
    };
    TracedLine {
        id: id.to_owned(),
        service: service.to_owned(),
        title: rows.last().map_or_else(String::new, |r| (of.title)(&r.version.row)),
        quarters: quarters.map(quarter).collect(),
    }
}

/// What is blank says nothing.
pub(super) fn said<const N: usize>(says: [(&'static str, String); N]) -> Vec<(&'static str, String)> {
    says.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

pub(super) fn day(day: Option<NaiveDate>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

fn rating(rating: Option<Rating>) -> String {
    rating.map(|r| format!("likelihood {} × impact {}", r.likelihood, r.impact)).unwrap_or_default()
}

fn number(n: Option<f64>) -> String {
    n.map(plain).unwrap_or_default()
}

fn says_risk(r: &Risk) -> Vec<(&'static str, String)> {
    said([
        ("title", r.title.clone()),
        ("category", r.category.clone()),
        ("level", r.level.words().to_owned()),
        ("before controls", rating(r.inherent)),
        ("now", rating(r.current)),
        ("target", rating(r.target)),
        ("target date", day(r.target_date)),
        ("owner", r.owner.clone()),
        ("controls", r.controls.clone()),
        ("reviewed", day(r.reviewed)),
        ("about", r.indicator.clone()),
    ])
}

fn says_action(a: &Action) -> Vec<(&'static str, String)> {
    said([
        ("title", a.title.clone()),
        ("status", a.status.map_or("", |s| s.words()).to_owned()),
        ("progress", a.progress.map(|p| format!("{}%", plain(p))).unwrap_or_default()),
        ("due", day(a.due)),
        ("lead", a.lead.clone()),
        ("update", a.update.clone()),
        ("about", a.about.clone()),
        ("step of", if a.kind == ActionKind::Milestone { "the delivery plan".to_owned() } else { String::new() }),
        ("priority", a.priority.clone()),
        ("agreed date", day(a.baseline)),
        ("evidence", a.evidence.clone()),
    ])
}

fn says_feedback(f: &Feedback) -> Vec<(&'static str, String)> {
    said([
        ("received", number(f.received)),
        ("in time", number(f.in_time)),
        ("upheld", number(f.upheld)),
        ("words", f.words.clone()),
    ])
}
