//! One quarter of a measure: every version of its figure, and what was asked, said and published of it.

use super::TraceContext;
use super::arithmetic::WorkedOut;
use super::known::{Known, KnownRow};
use super::origin::{TracedOrigin, kind_of, origin, states};
use crate::catalogue;
use crate::history::{BatchKind, LogRecord, Version};
use crate::period::Period;
use crate::reading::correction::{Restatement, RestatementClass, subject_of};
use crate::reading::query::Query;
use crate::reading::{HELD_BACK, Marker, Reading};
use crate::reported::ReportedFigure;
use crate::settings::Status;
use serde::Serialize;
use std::sync::Arc;

/// One quarter of a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedQuarter {
    /// The quarter.
    pub quarter: Period,
    /// What counts now: as received, or as its formula gives it.
    pub value: Option<f64>,
    /// The numerator, where the figure has one.
    pub numerator: Option<f64>,
    /// The denominator, where the figure has one.
    pub denominator: Option<f64>,
    /// Why there is no number, where that was said.
    pub marker: Option<Marker>,
    /// So few cases that they could identify people: no figure of the quarter is told, older ones neither.
    pub held_back: bool,
    /// Oldest first.
    pub versions: Vec<TracedVersion>,
    /// How it follows from others, where no service sent it.
    pub worked_out: Option<WorkedOut>,
    /// What was declared to be corrected, oldest first.
    pub restatements: Vec<TracedRestatement>,
    /// What was asked about it, and what was said to that.
    pub queries: Vec<TracedQuery>,
    /// What the report of each run said of it, oldest first.
    pub reports: Vec<TracedReport>,
    /// What each release has of it, oldest first.
    pub releases: Vec<TracedRelease>,
}

/// One version of a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedVersion {
    /// As received; `None` where there is a marker instead, or where it is held back.
    pub value: Option<f64>,
    /// The numerator, where there is one.
    pub numerator: Option<f64>,
    /// The denominator, where there is one.
    pub denominator: Option<f64>,
    /// Why there is no number.
    pub marker: Option<Marker>,
    /// Sent as provisional.
    pub provisional: bool,
    /// Where it comes from.
    #[serde(flatten)]
    pub origin: TracedOrigin,
}

/// A figure that was declared to be corrected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedRestatement {
    /// The record that holds it.
    pub record: u64,
    /// What the record was: a return declared it, or somebody put it right by hand or imported it.
    pub record_kind: BatchKind,
    /// It was taken back.
    pub withdrawn: bool,
    /// The quarter whose return declares it.
    pub declared: Period,
    /// The figure before.
    pub was: Option<f64>,
    /// The figure since.
    pub now: Option<f64>,
    /// Update, improvement or correction.
    pub class: Option<RestatementClass>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub author: String,
}

/// A query and what was said to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedQuery {
    /// The quarter of the return that it was asked about.
    pub quarter: Period,
    /// The code of the check.
    pub code: String,
    /// What the check finds; empty of a council's own.
    pub title: String,
    /// As an ordinary query or as what it has become.
    pub state: &'static str,
    /// The state in words.
    pub state_words: &'static str,
    /// The figure that was asked about.
    pub figure: String,
    /// What was expected.
    pub expected: String,
    /// What stood there instead.
    pub got: String,
    /// The service's answer: why, and by whom and when.
    pub answer: Option<[String; 2]>,
    /// The team's decision: what and why, and by whom and when.
    pub decision: Option<[String; 2]>,
}

/// What the report of one run said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedReport {
    /// The record of the run.
    pub record: u64,
    /// Its day.
    pub recorded: String,
    /// Who ran it, where they said so.
    pub by: String,
    /// What it said; `None` where it did not have the measure, or where `kept` is false.
    pub said: Option<TracedFigure>,
    /// False of the runs of older versions, which kept no reports.
    pub kept: bool,
}

/// What a report says of a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedFigure {
    /// As received, or as its formula gave it.
    pub value: Option<f64>,
    /// The quarter's target as it was compared.
    pub target: Option<f64>,
    /// The status.
    pub status: Status,
    /// The scheme with its version.
    pub scheme: String,
}

/// What a release has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedRelease {
    /// 1 for the first of its quarter.
    pub release: u32,
    /// The record of the release.
    pub record: u64,
    /// The record of the run that is frozen.
    pub run: u64,
    /// The day on which it was published.
    pub published: String,
    /// Who published it.
    pub by: String,
    /// Who approved it; empty where nobody had to.
    pub approved_by: String,
    /// An early one.
    pub provisional: bool,
    /// What it has of the measure.
    pub said: Option<TracedFigure>,
}

/// The first form of records with which what reports said is kept.
const KEEPS_REPORTS: u32 = 3;

/// What the ledger has of one measure in one quarter, without what follows from others.
pub(super) fn tell(context: TraceContext<'_>, known: &Known, ids: &[Arc<str>], quarter: Period) -> TracedQuarter {
    let of = |r: &&KnownRow<Reading>| r.version.row.period == quarter && ids.contains(&r.version.row.indicator);
    let rows: Vec<&KnownRow<Reading>> = known.readings.iter().filter(of).collect();
    let versions: Vec<&Version<Reading>> = rows.iter().map(|r| &r.version).collect();
    let held_back = versions.last().is_some_and(|v| v.row.held_back());
    let told: Vec<TracedVersion> = rows
        .iter()
        .zip(states(&versions))
        .map(|(KnownRow { version, again }, state)| {
            let row = &version.row;
            let open = |part: Option<f64>| part.filter(|_| !held_back && !row.held_back());
            let again = again.as_ref().map(|a| match held_back {
                true => super::ReadAgain { gives: String::new(), findings: vec![], ..a.clone() },
                false => a.clone(),
            });
            TracedVersion {
                value: open(row.value.number()),
                numerator: open(row.numerator),
                denominator: open(row.denominator),
                marker: row.value.marker(),
                provisional: row.provisional,
                origin: origin(context, known, (version.record, &row.service, &row.place), state, again.as_ref()),
            }
        })
        .collect();
    let counts = told.iter().find(|v| v.origin.state == super::VersionState::Counts);
    let (value, numerator) = (counts.and_then(|v| v.value), counts.and_then(|v| v.numerator));
    let (denominator, marker) = (counts.and_then(|v| v.denominator), counts.and_then(|v| v.marker));
    let said = |up_to: u64| said_at(known, ids, quarter, up_to, held_back);
    TracedQuarter {
        quarter,
        value,
        numerator,
        denominator,
        marker,
        held_back,
        versions: told,
        worked_out: None,
        restatements: restatements(context, known, ids, quarter, held_back),
        queries: queries(known, ids, quarter, held_back),
        reports: context.ledger.records().iter().filter(|r| is_run(r, quarter)).map(|r| report(r, said)).collect(),
        releases: context.ledger.releases(quarter).filter_map(|r| release(r, said)).collect(),
    }
}

fn is_run(record: &LogRecord, quarter: Period) -> bool {
    record.kind == BatchKind::Consolidation && record.period == Some(quarter)
}

fn report(record: &LogRecord, said: impl Fn(u64) -> Option<TracedFigure>) -> TracedReport {
    let kept = record.format >= KEEPS_REPORTS;
    TracedReport {
        record: record.seq,
        recorded: record.recorded.clone(),
        by: record.by.clone(),
        said: said(record.seq).filter(|_| kept),
        kept,
    }
}

fn release(record: &LogRecord, said: impl Fn(u64) -> Option<TracedFigure>) -> Option<TracedRelease> {
    let release = record.release.as_ref()?;
    Some(TracedRelease {
        release: release.number,
        record: record.seq,
        run: release.run,
        published: record.recorded.clone(),
        by: record.by.clone(),
        approved_by: release.approved_by.clone(),
        provisional: release.provisional,
        said: said(release.run),
    })
}

/// What the report of a quarter said as the records up to one leave it.
fn said_at(known: &Known, ids: &[Arc<str>], quarter: Period, up_to: u64, held_back: bool) -> Option<TracedFigure> {
    let own =
        |v: &&Version<ReportedFigure>| v.row.period == quarter && v.record <= up_to && ids.contains(&v.row.indicator);
    let row = known.reports.iter().rfind(own).filter(|v| !v.withdrawn).map(|v| &v.row)?;
    Some(TracedFigure {
        value: row.value.filter(|_| !held_back),
        target: row.target,
        status: row.status,
        scheme: row.scheme.clone(),
    })
}

fn restatements(
    context: TraceContext<'_>,
    known: &Known,
    ids: &[Arc<str>],
    quarter: Period,
    held_back: bool,
) -> Vec<TracedRestatement> {
    let own =
        |v: &&Version<Restatement>| v.row.correction.period == quarter && ids.contains(&v.row.correction.indicator);
    let told = |v: &Version<Restatement>| {
        let correction = &v.row.correction;
        TracedRestatement {
            record: v.record,
            record_kind: kind_of(context, v.record),
            withdrawn: v.withdrawn,
            declared: v.row.declared,
            was: v.row.was.filter(|_| !held_back),
            now: Some(correction.corrected).filter(|_| !held_back),
            class: correction.class,
            reason: correction.reason.clone(),
            author: correction.author.clone(),
        }
    };
    known.restatements.iter().filter(own).map(told).collect()
}

/// The queries about the figure of a quarter: those of its own return, and those of a later one that corrects it.
fn queries(known: &Known, ids: &[Arc<str>], quarter: Period, held_back: bool) -> Vec<TracedQuery> {
    let own = |q: &&Query| {
        let question = &q.question;
        let here = |id: &Arc<str>| question.period == quarter && *id == question.subject;
        ids.iter().any(|id| here(id) || *subject_of(id, quarter) == *question.subject)
    };
    known.queries.iter().filter(own).map(|q| query(q, held_back)).collect()
}

/// A query as it is told.
pub(super) fn query(q: &Query, held_back: bool) -> TracedQuery {
    let who = |by: &str, on: Option<chrono::NaiveDate>| {
        let confirmation = crate::reading::query::Confirmation { why: "", by, on };
        confirmation.who()
    };
    let open = |text: &str| if held_back { HELD_BACK.to_owned() } else { text.to_owned() };
    TracedQuery {
        quarter: q.question.period,
        code: q.question.code.to_string(),
        title: catalogue::find(&q.question.code).map_or("", |c| c.title).to_owned(),
        state: q.state.key(),
        state_words: q.state.words(),
        figure: open(&q.question.figure),
        expected: open(&q.expected),
        got: open(&q.got),
        answer: q.answer.as_ref().map(|a| [a.why.clone(), who(&a.by, a.on)]),
        decision: q.decision.as_ref().map(|d| [format!("{}: {}", d.verdict.words(), d.why), who(&d.by, Some(d.on))]),
    }
}
