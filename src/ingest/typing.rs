//! Records in, a typed return and findings out. Every located cell ends as part of the return, as refused by an error
//! finding, or as passed over by a named rule; the tallies say how many of each.

mod actions;
mod asked;
mod breakdown;
mod cells;
mod codes;
mod complaints;
mod corrections;
mod cover;
mod desk;
mod facts;
mod feedback;
mod indicators;
mod months;
mod risks;
mod row;
#[cfg(test)]
mod tests;

use crate::catalogue;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::map::Set;
use crate::period::Period;
use crate::reading::{Return, Source};
use crate::record::{FileRecords, Kind, Outcome, Record, Tally};
use crate::register::Register;
use crate::settings::Settings;
use desk::Desk;

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
    /// One for each service of the file; none when it is rejected or undecided.
    pub returns: Vec<Return>,
    pub findings: Vec<Finding>,
    pub tallies: Vec<Tally>,
    pub outcome: Outcome,
    /// Id of the service, empty where it could not be told or there are several.
    pub service: Arc<str>,
    pub layout: Arc<str>,
    pub source: Arc<Source>,
}

/// Types one file. Never fails on content, and looks at nothing but its arguments.
pub fn type_file(file: FileRecords, context: &Context<'_>) -> Typed {
    let FileRecords { source, mut outcome, layout, mut records, heads, findings, mut tallies, survey: _ } = file;
    let described = context.layouts.iter().find(|l| l.id == *layout);
    let mut desk = Desk::new(context, described, source.clone());
    desk.findings = findings;
    desk.heads = heads;

    let mut returns = vec![];
    if outcome == Outcome::Accepted {
        facts::spread(&mut desk, &mut records);
        let cover = cover::cover(&mut desk, &records);
        desk.service = cover.service.clone();
        if cover.readable {
            returns = type_records(&mut desk, records, &cover);
        }
        if !cover.accepted || returns.is_empty() {
            returns.clear();
            outcome = Outcome::Rejected;
        }
    } else {
        desk.service = cover::service_in_name(context.register, &source.file);
    }
    desk.settle(&mut tallies, returns.is_empty());

    let service = match returns.as_slice() {
        [_, _, ..] => Arc::default(),
        [only] => only.service.clone(),
        [] => desk.service.clone(),
    };
    let mut findings = desk.findings;
    for finding in &mut findings {
        if finding.file.is_empty() {
            finding.file = source.file.clone();
        }
        if finding.service.is_empty() {
            finding.service = service.to_string();
        }
    }
    Typed { returns, findings, tallies, outcome, service, layout, source }
}

/// The returns that a file's records make: one, or one for each service that its rows name.
fn type_records(desk: &mut Desk<'_>, records: Vec<Record>, cover: &cover::Cover) -> Vec<Return> {
    for record in records.iter().filter(|r| !READ.contains(&r.kind)) {
        desk.row(record).finish();
    }
    if !desk.many_services() {
        return vec![one_return(desk, &records, cover)];
    }
    let mut out = Vec::new();
    for (service, records) in facts::by_service(desk, records) {
        let before = desk.findings.len();
        desk.service = service;
        out.push(one_return(desk, &records, cover));
        let service = desk.service.to_string();
        desk.findings[before..].iter_mut().for_each(|f| f.service.clone_from(&service));
    }
    desk.service = cover.service.clone();
    if out.is_empty() {
        desk.file_finding(&catalogue::F010, "a service of the register in its rows", "no row of a known service");
    }
    out
}

fn one_return(desk: &mut Desk<'_>, records: &[Record], cover: &cover::Cover) -> Return {
    let mut readings = indicators::indicators(desk, records);
    readings.shrink_to_fit();
    let mut feedback = feedback::feedback(desk, records);
    complaints::log(desk, records, cover, &mut feedback);
    Return {
        source: desk.source.clone(),
        service: desk.service.clone(),
        period: desk.period,
        layout: desk.layout.map(|l| l.id.as_str().into()).unwrap_or_default(),
        contact: cover.contact.clone(),
        signed_off_by: cover.signed_off_by.clone(),
        signed_off: cover.signed_off,
        received: cover.received,
        readings,
        risks: risks::risks(desk, records),
        actions: actions::actions(desk, records),
        feedback,
        corrections: corrections::corrections(desk, records),
        stated: std::mem::take(&mut desk.stated),
        asked: asked::columns(desk),
    }
}

/// The quarter that the file itself names, on its cover or in its file name.
pub fn stated_period(file: &FileRecords, context: &Context<'_>) -> Option<Period> {
    let layout = context.layouts.iter().find(|l| l.id == *file.layout);
    cover::stated_period(&mut Desk::new(context, layout, file.source.clone()), &file.records)
}

/// The kinds of record that a return is made of.
const READ: [Kind; 8] = [
    Kind::Cover,
    Kind::Section,
    Kind::Indicators,
    Kind::Risks,
    Kind::Actions,
    Kind::Feedback,
    Kind::Corrections,
    Kind::Complaints,
];

/// The records of one kind.
fn of_kind(records: &[Record], kind: Kind) -> impl Iterator<Item = &Record> + Clone {
    records.iter().filter(move |r| r.kind == kind)
}

/// Ids that occur more than once among `ids`.
fn repeated<T: std::hash::Hash + Eq + Clone>(ids: impl Iterator<Item = T>) -> Set<T> {
    let mut seen = Set::default();
    ids.filter(|id| !seen.insert(id.clone())).collect()
}
