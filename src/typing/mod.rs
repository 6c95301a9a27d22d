//! Records in, a typed return and findings out. Every located cell ends as part of the return, as refused by an error
//! finding, or as passed over by a named rule; the tallies say how many of each.

mod outcome;
mod records;
mod unused;
mod codes;
mod file_context;
mod row;
mod appearance;
mod cells;
mod pattern;
mod subtotals;
mod totals;
mod facts;
mod cover;
mod evidence;
mod measure;
pub(crate) mod months;
mod narrative;
mod breakdown;
mod indicators;
mod feedback;
mod complaints;
mod risks;
mod money;
mod actions;
mod corrections;
mod answers;
mod asked;
#[cfg(test)]
mod tests;

use crate::catalogue;
use crate::finding::Finding;
use crate::layout::FINDINGS_ALONE;
use crate::map::Set;
use crate::period::Period;
use crate::reading::query::GivenAnswer;
use crate::reading::{Return, Source};
use crate::record::{FileRecords, Kind, Outcome, Record, Tally};
use file_context::FileContext;
pub use file_context::TypingContext;
use records::READ;
use row::RowCells;
use unused::UnusedRows;

use std::borrow::Cow;
use std::sync::Arc;

/// One file after typing.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// One for each service of the file; none when it is rejected or undecided.
    pub returns: Vec<Return>,
    /// What services say to our queries.
    pub answers: Vec<GivenAnswer>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What became of the cells of each sheet.
    pub tallies: Vec<Tally>,
    /// How it ended.
    pub outcome: Outcome,
    /// Id of the service, empty where it could not be told or there are several.
    pub service: Arc<str>,
    /// Id of the layout that it was read by, empty where none fits.
    pub layout: Arc<str>,
    /// The file.
    pub source: Arc<Source>,
}

/// Types one file. Never fails on content, and looks at nothing but its arguments.
pub fn type_file(read: FileRecords, context: &TypingContext<'_>) -> Typed {
    let FileRecords { source, saved, mut outcome, layout, mut records, heads, findings, mut tallies, survey: _ } = read;
    let described = context.layouts.iter().find(|l| l.id == *layout);
    let mut file = FileContext::new(context, described, source.clone());
    file.findings = findings;
    file.heads = heads;
    file.saved = saved;

    let (mut returns, mut answers) = (vec![], vec![]);
    let alone = outcome == Outcome::Accepted && *layout == *FINDINGS_ALONE;
    if alone {
        answers = answers::alone(&mut file, &records);
    } else if outcome == Outcome::Accepted {
        appearance::ids_on_the_line(&mut records);
        facts::spread(&mut file, &mut records);
        let cover = cover::cover(&mut file, &records);
        file.service = cover.service.clone();
        if cover.readable {
            answers = answers::answers(&mut file, &records);
            // Of which service an answer is, its question says.
            records.retain(|r| r.kind != Kind::Answers);
            returns = type_records(&mut file, records, &cover);
        }
        if !cover.accepted || returns.is_empty() {
            returns.clear();
            answers.clear();
            outcome = Outcome::Rejected;
        }
    } else {
        file.service = pattern::service_in_name(context.register, &source.file);
    }
    file.settle(&mut tallies, returns.is_empty() && !alone);
    file.findings.extend(file.unused.findings(&source.file));

    let service = match returns.as_slice() {
        [_, _, ..] => Arc::default(),
        [only] => only.service.clone(),
        [] => file.service.clone(),
    };
    let mut findings = said_once(file.findings);
    let own_form = described.is_some_and(|layout| !layout.is_ours());
    for finding in &mut findings {
        // What another check has said of this very place stays.
        let check =
            finding.check().filter(|c| own_form && !c.remedy_on_own_form.is_empty() && finding.remedy == c.remedy);
        if let Some(check) = check {
            finding.remedy = Cow::Borrowed(check.remedy_on_own_form);
        }
        if finding.file.is_empty() {
            finding.file = source.file.clone();
        }
        if finding.service.is_empty() {
            finding.service = service.to_string();
        }
    }
    Typed { returns, answers, findings, tallies, outcome, service, layout, source }
}

/// Without what is said again of the same cell.
fn said_once(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut said = Set::default();
    let mut first: Vec<bool> = vec![];
    for f in &findings {
        first.push(f.cell.is_none() || said.insert((&f.code, &f.sheet, f.cell, &f.subject, &f.expected, &f.got)));
    }
    let mut first = first.into_iter();
    findings.retain(|_| first.next().unwrap_or(true));
    findings
}

/// The returns that a file's records make: one, or one for each service that its rows name.
fn type_records(file: &mut FileContext<'_>, records: Vec<Record>, cover: &cover::Cover) -> Vec<Return> {
    file.unused = UnusedRows::of(&records);
    risks::say_none(file, &records);
    for record in records.iter().filter(|r| !READ.contains(&r.kind)) {
        RowCells::new(file, record).finish();
    }
    let records = totals::pass_over(file, records);
    if !file.many_services() {
        return vec![one_return(file, &records, cover)];
    }
    let mut out = Vec::new();
    for (service, records) in facts::by_service(file, records) {
        let before = file.findings.len();
        file.service = service;
        out.push(one_return(file, &records, cover));
        let service = file.service.to_string();
        file.findings[before..].iter_mut().for_each(|f| f.service.clone_from(&service));
    }
    file.service = cover.service.clone();
    if out.is_empty() {
        file.file_finding(&catalogue::F010, "a service of the register in its rows", "no row of a known service");
    }
    out
}

fn one_return(file: &mut FileContext<'_>, records: &[Record], cover: &cover::Cover) -> Return {
    file.ids_typed = records::ids_typed(records);
    let (mut readings, parts) = indicators::indicators(file, records);
    readings.shrink_to_fit();
    let mut feedback = feedback::feedback(file, records);
    complaints::log(file, records, cover, &mut feedback);
    Return {
        source: file.source.clone(),
        service: file.service.clone(),
        period: file.period,
        central: file.layout.is_some_and(|l| l.central),
        layout: file.layout.map(|l| l.id.as_str().into()).unwrap_or_default(),
        contact: cover.contact.clone(),
        signed_off_by: cover.signed_off_by.clone(),
        signed_off: cover.signed_off,
        received: cover.received,
        saved: file.saved,
        readings,
        parts,
        risks: risks::risks(file, records),
        actions: actions::actions(file, records),
        feedback,
        money: money::money(file, records),
        corrections: corrections::corrections(file, records),
        stated: std::mem::take(&mut file.stated),
        months: std::mem::take(&mut file.months),
        asked: asked::columns(file),
    }
}

/// The quarter that the file itself names, on its cover or in its file name.
pub fn stated_period(read: &FileRecords, context: &TypingContext<'_>) -> Option<Period> {
    let layout = context.layouts.iter().find(|l| l.id == *read.layout);
    cover::stated_period(&mut FileContext::new(context, layout, read.source.clone()), &read.records)
}
