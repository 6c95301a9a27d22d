//! Which return of each service counts, and what changed between it and those that give way.

use super::Workspace;
use crate::analyse::Submission;
use crate::catalogue;
use crate::difference::{self, Against, Change, Values};
use crate::finding::Finding;
use crate::ingest::typing::Typed;
use crate::reading::Return;
use crate::record::Outcome;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The returns that count, and what is to be said of all.
pub(super) struct Chosen {
    /// In the register's order.
    pub returns: Vec<Return>,
    /// Every file, by name.
    pub submissions: Vec<Submission>,
    /// Value by value, what the returns that count say otherwise than those that give way.
    pub changes: Vec<Change>,
    pub findings: Vec<Finding>,
}

/// The latest sign-off counts, then the last by file name. Nothing is passed over in silence: a return that gives way
/// is a finding, stays listed among the submissions, and each value that it had otherwise is a change. So is a file
/// that could not be accepted while another of its service could.
pub(super) fn choose(workspace: &Workspace, typed: Vec<Typed>) -> Chosen {
    let best = best(&typed);
    let mut out =
        Chosen { returns: vec![], submissions: Vec::with_capacity(typed.len()), changes: vec![], findings: vec![] };
    for (n, t) in typed.iter().enumerate() {
        let winner = best.get(&t.service).copied();
        let counts = t.returned.is_some() && winner == Some(n);
        let why = match winner.filter(|w| *w != n).map(|w| &typed[w]) {
            Some(winner) => {
                let (got, changes) = gives_way(t, winner);
                out.changes.extend(changes);
                let finding = Finding::new(&catalogue::F011, "one return from each service", got.as_str());
                out.findings.push(finding.in_file(&*t.source.file).of(&*t.service));
                got
            }
            None if t.outcome == Outcome::Undecided => "reading was stopped by a limit of this machine".to_owned(),
            None if t.returned.is_none() => "not accepted: see its findings".to_owned(),
            None => "the service's return".to_owned(),
        };
        out.submissions.push(Submission {
            file: t.source.file.clone(),
            sha256: t.source.sha256.clone(),
            service: t.service.clone(),
            layout: t.layout.clone(),
            outcome: t.outcome,
            counts,
            why,
            signed_off: t.returned.as_ref().and_then(|r| r.signed_off),
            errors: 0,
            queries: 0,
            notes: 0,
        });
    }
    let mut typed: Vec<Option<Typed>> = typed.into_iter().map(Some).collect();
    let services = &workspace.register.services;
    out.returns = services.iter().filter_map(|s| typed[*best.get(&s.id)?].take()?.returned).collect();
    out
}

/// The position of the return that counts, by service.
fn best(typed: &[Typed]) -> BTreeMap<Arc<str>, usize> {
    let rank = |k: usize| typed[k].returned.as_ref().map(|r| (r.signed_off, k));
    let mut best: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for (n, t) in typed.iter().enumerate().filter(|(_, t)| t.returned.is_some()) {
        best.entry(t.service.clone()).and_modify(|b| *b = if rank(n) > rank(*b) { n } else { *b }).or_insert(n);
    }
    best
}

/// Why a file gives way to another of its service, in words, and what changed between the two.
fn gives_way(other: &Typed, winner: &Typed) -> (String, Vec<Change>) {
    let file = &winner.source.file;
    let (Some(old), Some(new)) = (&other.returned, &winner.returned) else {
        let why = match other.outcome {
            Outcome::Undecided => "reading this one was stopped by a limit of this machine",
            _ => "this one is not accepted: see its findings",
        };
        return (format!("{file} counts: {why}"), vec![]);
    };
    let changes = difference::between(&Values::of([old]), &Values::of([new]), &Against::Return);
    let summary = difference::summary(&changes);
    (format!("{file} counts: {}; {summary}", reason_to_win(new, old)), changes)
}

fn reason_to_win(winner: &Return, other: &Return) -> String {
    match (winner.signed_off, other.signed_off) {
        (Some(w), Some(o)) if w > o => {
            format!("signed off on {}, after {}", w.format("%d/%m/%Y"), o.format("%d/%m/%Y"))
        }
        (Some(_), None) => "it is signed off and this one is not".to_owned(),
        _ => "the sign-off dates do not tell them apart, and it comes last by file name".to_owned(),
    }
}

/// What changed between files of the same service and quarter among returns that are checked together: of each, against
/// the one that counts.
pub(super) fn superseded<'r>(returns: &[&'r Return]) -> BTreeMap<&'r str, (&'r str, Vec<Change>)> {
    let mut last: BTreeMap<_, &'r Return> = BTreeMap::new();
    for r in returns {
        let held = last.entry((&r.service, r.period)).or_insert(r);
        if r.signed_off >= held.signed_off {
            *held = r;
        }
    }
    let gives_way = |r: &&'r Return| {
        let winner = *last.get(&(&r.service, r.period))?;
        let changes = || difference::between(&Values::of([*r]), &Values::of([winner]), &Against::Return);
        (winner.source.file != r.source.file).then(|| (&*r.source.file, (&*winner.source.file, changes())))
    };
    returns.iter().filter_map(gives_way).collect()
}
