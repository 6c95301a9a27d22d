//! Feedback: complaints, compliments and comments of each service over five quarters.

use super::Inputs;
use crate::fit::fit;
use crate::period::Period;
use crate::reading::{Feedback, FeedbackKind};
use crate::status::percent_of;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Feedback of one service: this quarter and the four before, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedbackResult {
    /// Id of the service.
    pub service: Arc<str>,
    /// Complaints, compliments or comments.
    pub kind: FeedbackKind,
    /// As sent this quarter.
    pub now: Option<Feedback>,
    /// Its shares and changes.
    pub rates: FeedbackRates,
}

/// Feedback of a directorate, or of the council.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedbackTotal<'a> {
    /// `None` for the council.
    pub directorate: Option<&'a str>,
    /// Complaints, compliments or comments.
    pub kind: FeedbackKind,
    /// Services with a count this quarter.
    pub services: u32,
    /// Its shares and changes.
    pub rates: FeedbackRates,
}

/// Counts over five quarters and what follows from them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FeedbackRates {
    /// This quarter and the four before it, oldest first.
    pub received: Vec<Option<f64>>,
    /// This quarter, of what has come to its day.
    pub acknowledged: Option<PartOfWhole>,
    /// This quarter: of what has come to its day where a log says so, else of what was received.
    pub in_time: Option<PartOfWhole>,
    /// This quarter, of what was received.
    pub upheld: Option<PartOfWhole>,
    /// Received less received then, over the services that have a count of both quarters.
    pub on_last_quarter: Option<FeedbackChange>,
    /// Against the same quarter last year.
    pub on_last_year: Option<FeedbackChange>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartOfWhole {
    /// The part.
    pub part: f64,
    /// The whole.
    pub whole: f64,
}

impl PartOfWhole {
    /// 0 to 1; `None` of nothing, and where the part is more than the whole, as an older record may have it.
    pub fn share(self) -> Option<f64> {
        (self.whole > 0.0 && self.part <= self.whole).then(|| self.part / self.whole)
    }
}

/// A change in what was received.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeedbackChange {
    /// What it was.
    pub from: f64,
    /// By how much it changed.
    pub change: f64,
}

impl FeedbackChange {
    /// In percent of what was received then; `None` where that was nothing.
    pub fn percent(self) -> Option<f64> {
        percent_of(self.change, self.from)
    }
}

/// This quarter and the four before it, so that last year's same quarter is there.
const QUARTERS: usize = 5;

/// By service in the register's order, then by kind; only what has a line in one of the five quarters.
pub(super) fn feedback(inputs: &Inputs<'_>) -> Vec<FeedbackResult> {
    let current = inputs.returns.iter().flat_map(|r| &r.feedback).filter(|f| f.period == inputs.period);
    let own = |f: &&Feedback| inputs.has_service(&f.service);
    let earlier = inputs.past.feedback.iter().filter(|f| f.period < inputs.period);
    let mut lines: Vec<&Feedback> = current.chain(earlier).filter(own).collect();
    lines.sort_by(|a, b| a.place.cmp(&b.place));
    let mut all: BTreeMap<(Arc<str>, FeedbackKind), BTreeMap<Period, Feedback>> = BTreeMap::new();
    for line in lines.into_iter().filter(|f| inputs.period.index() - f.period.index() < fit::<i32>(QUARTERS)) {
        let quarters = all.entry((line.service.clone(), line.kind)).or_default();
        quarters.entry(line.period).and_modify(|f| add(f, line)).or_insert_with(|| line.clone());
    }
    let mut out = Vec::with_capacity(all.len());
    for service in &inputs.register.services {
        for kind in FeedbackKind::ALL {
            let Some(mut quarters) = all.remove(&(service.id.clone(), kind)) else { continue };
            let received: Vec<Option<f64>> = inputs.period.last(QUARTERS).map(|p| quarters.get(&p)?.received).collect();
            let now = quarters.remove(&inputs.period);
            let rates = rates(received, now.as_ref());
            out.push(FeedbackResult { service: service.id.clone(), kind, now, rates });
        }
    }
    out
}

/// Several lines of one kind in one quarter, as a form by month has, are one quarter's total.
fn add(to: &mut Feedback, line: &Feedback) {
    let sum = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b).or(a).or(b);
    to.received = sum(to.received, line.received);
    to.in_time = sum(to.in_time, line.in_time);
    to.upheld = sum(to.upheld, line.upheld);
    to.log = to.log.or(line.log);
    if !line.words.is_empty() {
        let gap = if to.words.is_empty() { "" } else { "\n" };
        to.words = format!("{}{gap}{}", to.words, line.words);
    }
}

fn rates(received: Vec<Option<f64>>, now: Option<&Feedback>) -> FeedbackRates {
    let part = |part: Option<f64>, whole: Option<f64>| part.zip(whole).map(|(part, whole)| PartOfWhole { part, whole });
    let count = |of: fn(&Feedback) -> Option<f64>| now.and_then(of);
    let log = now.and_then(|f| f.log);
    let due = log.map(|l| l.answer_due).or(count(|f| f.received));
    FeedbackRates {
        acknowledged: log.map(|l| PartOfWhole { part: l.acknowledged, whole: l.acknowledge_due }),
        in_time: part(count(|f| f.in_time), due),
        upheld: part(count(|f| f.upheld), count(|f| f.received)),
        on_last_quarter: change(&received, QUARTERS - 2),
        on_last_year: change(&received, 0),
        received,
    }
}

/// This quarter against the one at a position.
fn change(received: &[Option<f64>], then: usize) -> Option<FeedbackChange> {
    let (now, from) = (received.last().copied().flatten()?, received.get(then).copied().flatten()?);
    Some(FeedbackChange { from, change: now - from })
}

/// The council and its directorates, kind by kind; only what has a count in one of the quarters.
pub(super) fn totals<'a>(inputs: &Inputs<'a>, services: &[FeedbackResult]) -> Vec<FeedbackTotal<'a>> {
    let directorate = |id: &str| inputs.register.service(id).map(|s| s.directorate.as_str());
    let groups = std::iter::once(None).chain(inputs.register.directorates().into_iter().map(Some));
    let mut out = Vec::new();
    for group in groups {
        for kind in FeedbackKind::ALL {
            let of_group = |r: &&FeedbackResult| group.is_none() || directorate(&r.service) == group;
            let members: Vec<&FeedbackRates> =
                services.iter().filter(|r| r.kind == kind).filter(of_group).map(|r| &r.rates).collect();
            if !members.is_empty() {
                let services = members.iter().filter(|r| r.received.last().copied().flatten().is_some()).count();
                out.push(FeedbackTotal {
                    directorate: group,
                    kind,
                    services: fit::<u32>(services),
                    rates: summed(&members),
                });
            }
        }
    }
    out
}

/// Counts added up. A change is over the services that have both counts, so that one that sent nothing moves nothing.
fn summed(members: &[&FeedbackRates]) -> FeedbackRates {
    let received = |q: usize| {
        let counts = || members.iter().filter_map(move |r| r.received.get(q).copied().flatten());
        counts().next().map(|_| counts().sum())
    };
    let part = |of: fn(&FeedbackRates) -> Option<PartOfWhole>| {
        let parts = members.iter().filter_map(|r| of(r));
        parts.reduce(|a, b| PartOfWhole { part: a.part + b.part, whole: a.whole + b.whole })
    };
    let change = |of: fn(&FeedbackRates) -> Option<FeedbackChange>| {
        let changes = members.iter().filter_map(|r| of(r));
        changes.reduce(|a, b| FeedbackChange { from: a.from + b.from, change: a.change + b.change })
    };
    FeedbackRates {
        received: (0..QUARTERS).map(received).collect(),
        acknowledged: part(|r| r.acknowledged),
        in_time: part(|r| r.in_time),
        upheld: part(|r| r.upheld),
        on_last_quarter: change(|r| r.on_last_quarter),
        on_last_year: change(|r| r.on_last_year),
    }
}
