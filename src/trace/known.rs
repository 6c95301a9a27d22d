//! All that the ledger has of what is traced, fetched in one pass over its files.

use super::TraceContext;
use super::again::ReadAgain;
use super::find::Subject;
use crate::analyse::members;
use crate::error::Result;
use crate::history::{SubmissionRow, Version};
use crate::reading::correction::Restatement;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::query::Query;
use crate::reading::{Action, Feedback, Part, Place, Reading, Risk};
use crate::register::Register;
use crate::reported::ReportedFigure;
use crate::validate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A version of a row, and what reading its cell again gave.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownRow<T> {
    /// As recorded.
    pub version: Version<T>,
    /// The cell read again, where that was asked for.
    pub again: Option<ReadAgain>,
}

/// What the ledger has of what is traced.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What is traced.
    pub subjects: Vec<Subject>,
    /// Every version of the figures of the measures, and of those that they follow from.
    pub readings: Vec<KnownRow<Reading>>,
    /// Of risks.
    pub risks: Vec<KnownRow<Risk>>,
    /// Of actions.
    pub actions: Vec<KnownRow<Action>>,
    /// Of lines of revenue.
    pub revenue: Vec<KnownRow<RevenueLine>>,
    /// Of capital schemes.
    pub capital: Vec<KnownRow<CapitalScheme>>,
    /// Of savings.
    pub savings: Vec<KnownRow<Saving>>,
    /// Of feedback.
    pub feedback: Vec<KnownRow<Feedback>>,
    /// Of the parts of the measures that are broken down.
    pub(super) parts: Vec<Version<Part>>,
    pub(super) reports: Vec<Version<ReportedFigure>>,
    pub(super) restatements: Vec<Version<Restatement>>,
    pub(super) queries: Vec<Query>,
    pub(super) submissions: Vec<Version<SubmissionRow>>,
}

impl Known {
    /// Fetches it.
    ///
    /// # Errors
    /// When the ledger is damaged.
    pub fn of(context: TraceContext<'_>, subjects: Vec<Subject>) -> Result<Self> {
        let TraceContext { register, settings, ledger } = context;
        let mut measures: BTreeSet<Arc<str>> = BTreeSet::new();
        for subject in &subjects {
            match subject {
                Subject::Measure(id) => closure(register, id, &mut measures)?,
                Subject::Basket(kind, id) => {
                    let groups = members(register, &settings.council.name).into_iter();
                    for group in groups.filter(|g| (g.kind, g.id) == (*kind, id)) {
                        let mut ids = group.members.iter().map(|n| &register.indicators[*n].id);
                        ids.try_for_each(|id| closure(register, id, &mut measures))?;
                    }
                }
                Subject::Risk(..)
                | Subject::Action(..)
                | Subject::Revenue(..)
                | Subject::Capital(..)
                | Subject::Saving(..)
                | Subject::Feedback(..) => {}
            }
        }
        // What was recorded under a former id is its own.
        let ids: BTreeSet<Arc<str>> = measures.iter().flat_map(|id| ids_of(register, id)).collect();
        let is = |kind: fn(Arc<str>, Arc<str>) -> Subject| {
            let subjects = &subjects;
            move |service: &str, id: &str| subjects.contains(&kind(service.into(), id.into()))
        };
        let of_feedback = |service: &str, key: &str| {
            subjects.iter().any(|s| matches!(s, Subject::Feedback(own, kind) if **own == *service && *kind == key))
        };
        let some = !ids.is_empty();
        let mut known = Self {
            readings: rows(if some { ledger.readings_of(&ids)? } else { vec![] }),
            parts: if some { ledger.parts_of(&ids)? } else { vec![] },
            risks: rows(ledger.risks_of(is(Subject::Risk))?),
            actions: rows(ledger.actions_of(is(Subject::Action))?),
            revenue: rows(ledger.revenue_of(is(Subject::Revenue))?),
            capital: rows(ledger.capital_of(is(Subject::Capital))?),
            savings: rows(ledger.savings_of(is(Subject::Saving))?),
            feedback: rows(ledger.feedback_of(of_feedback)?),
            reports: if some { ledger.reports_of(&ids)? } else { vec![] },
            restatements: if some { ledger.restatements_of(&ids)? } else { vec![] },
            queries: ledger.queries_about(|service, subject| about(&subjects, &ids, service, subject))?,
            submissions: vec![],
            subjects,
        };
        let submissions = ledger.submissions_of(&known.files())?;
        known.submissions = submissions;
        Ok(known)
    }

    /// SHA-256 of every file that a row comes from.
    pub fn files(&self) -> BTreeSet<&str> {
        let readings = self.readings.iter().map(|r| &r.version.row.place);
        let risks = self.risks.iter().map(|r| &r.version.row.place);
        let actions = self.actions.iter().map(|r| &r.version.row.place);
        let feedback = self.feedback.iter().map(|r| &r.version.row.place);
        let readings = readings.chain(self.parts.iter().map(|v| &v.row.place));
        let revenue = self.revenue.iter().map(|r| &r.version.row.place);
        let capital = self.capital.iter().map(|r| &r.version.row.place);
        let savings = self.savings.iter().map(|r| &r.version.row.place);
        let places = readings.chain(risks).chain(actions).chain(feedback).chain(revenue).chain(capital).chain(savings);
        places.map(|place: &Place| place.source.sha256.as_str()).collect()
    }
}

fn rows<T>(versions: Vec<Version<T>>) -> Vec<KnownRow<T>> {
    versions.into_iter().map(|version| KnownRow { version, again: None }).collect()
}

/// Whether a query is about one of these.
fn about(subjects: &[Subject], ids: &BTreeSet<Arc<str>>, service: &str, subject: &str) -> bool {
    // Of a correction, the quarter that is corrected stands behind the id.
    let id = subject.split_once(", ").map_or(subject, |(id, _)| id);
    let of_line = || {
        subjects.iter().any(|s| match s {
            Subject::Risk(own, id)
            | Subject::Action(own, id)
            | Subject::Revenue(own, id)
            | Subject::Capital(own, id)
            | Subject::Saving(own, id) => **own == *service && **id == *subject,
            _ => false,
        })
    };
    ids.contains(id) || of_line()
}

/// An id, and those that the indicator had before.
pub(super) fn ids_of(register: &Register, id: &Arc<str>) -> Vec<Arc<str>> {
    let former = register.indicator(id).into_iter().flat_map(|i| i.formerly.iter().map(|id| Arc::from(id.as_str())));
    std::iter::once(id.clone()).chain(former).collect()
}

/// Adds a measure and all that it follows from.
fn closure(register: &Register, id: &Arc<str>, out: &mut BTreeSet<Arc<str>>) -> Result<()> {
    let mut waiting = vec![id.clone()];
    while let Some(id) = waiting.pop() {
        let number = register.indicator_number(&id);
        if !out.insert(id) {
            continue;
        }
        let feeders = number.map(|n| validate::feeders(register, n)).transpose()?.unwrap_or_default();
        waiting.extend(feeders.iter().map(|of| register.indicators[of.number].id.clone()));
    }
    Ok(())
}
