//! Records in, a typed return and findings out. Every located cell ends as part of the return, as refused by an error
//! finding, or as passed over by a named rule; the tallies say how many of each.

mod actions;
mod cells;
mod corrections;
mod cover;
pub(crate) mod date;
mod desk;
mod feedback;
mod indicators;
pub(crate) mod number;
mod risks;
mod row;
#[cfg(test)]
mod tests;

use crate::finding::Finding;
use crate::layout::Layout;
use crate::period::Period;
use crate::reading::{Return, Source};
use crate::record::{FileRecords, Kind, Outcome, Record, Tally};
use crate::register::Register;
use crate::register::settings::Settings;
use desk::Desk;
pub(crate) use number::tidy;
use std::sync::Arc;

/// What typing one file needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub register: &'a Register,
    pub settings: &'a Settings,
    /// The quarter that is being read.
    pub period: Period,
    pub layouts: &'a [Layout],
}

/// One file after typing.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// `None` when the file is rejected or undecided.
    pub returned: Option<Return>,
    pub findings: Vec<Finding>,
    pub tallies: Vec<Tally>,
    pub outcome: Outcome,
    /// Id of the service, empty where it could not be told.
    pub service: Arc<str>,
    pub layout: Arc<str>,
    pub source: Arc<Source>,
}

/// Types one file. Never fails on content, and looks at nothing but its arguments.
pub fn type_file(file: FileRecords, context: &Context<'_>) -> Typed {
    let FileRecords { source, mut outcome, layout, records, findings, mut tallies } = file;
    let described = context.layouts.iter().find(|l| l.id == *layout);
    let mut desk = Desk::new(context, described, source.clone(), &records);
    desk.findings = findings;

    let mut returned = None;
    if outcome == Outcome::Accepted {
        let cover = cover::cover(&mut desk, &records);
        desk.service = cover.service.clone();
        if cover.readable {
            let mut r = Return {
                source: source.clone(),
                service: cover.service,
                period: context.period,
                layout: layout.clone(),
                contact: cover.contact,
                signed_off_by: cover.signed_off_by,
                signed_off: cover.signed_off,
                received: cover.received,
                readings: indicators::indicators(&mut desk, &records),
                risks: risks::risks(&mut desk, &records),
                actions: actions::actions(&mut desk, &records),
                feedback: feedback::feedback(&mut desk, &records),
                corrections: corrections::corrections(&mut desk, &records),
                stated: vec![],
            };
            r.stated = std::mem::take(&mut desk.stated);
            r.readings.shrink_to_fit();
            for record in records.iter().filter(|r| !READ.contains(&r.kind)) {
                desk.row(record).finish();
            }
            returned = cover.accepted.then_some(r);
        }
        if returned.is_none() {
            outcome = Outcome::Rejected;
        }
    } else {
        desk.service = cover::service_in_name(context.register, &source.file);
    }
    desk.settle(&mut tallies, returned.is_none());

    let service = desk.service.clone();
    let mut findings = desk.findings;
    for finding in &mut findings {
        if finding.file.is_empty() {
            finding.file = source.file.clone();
        }
        if finding.service.is_empty() {
            finding.service = service.to_string();
        }
    }
    Typed { returned, findings, tallies, outcome, service, layout, source }
}

/// The quarter that the file itself names, on its cover or in its file name.
pub fn stated_period(file: &FileRecords, context: &Context<'_>) -> Option<Period> {
    let layout = context.layouts.iter().find(|l| l.id == *file.layout);
    cover::stated_period(context.register, layout, &file.source.file, &file.records)
}

/// The kinds of record that a return is made of.
const READ: [Kind; 6] = [Kind::Cover, Kind::Indicators, Kind::Risks, Kind::Actions, Kind::Feedback, Kind::Corrections];

/// The records of one kind.
fn of_kind(records: &[Record], kind: Kind) -> impl Iterator<Item = &Record> + Clone {
    records.iter().filter(move |r| r.kind == kind)
}

/// Ids that occur more than once among `ids`.
fn repeated<T: std::hash::Hash + Eq + Clone>(ids: impl Iterator<Item = T>) -> std::collections::HashSet<T> {
    let mut seen = std::collections::HashSet::new();
    ids.filter(|id| !seen.insert(id.clone())).collect()
}
