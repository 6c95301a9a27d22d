//! File in, records and findings out. Never fails on content, and knows no register.

mod formats;
mod pointer;
mod preflight;
mod book;
mod reader;
mod survey;
pub mod differ;
mod drift;
mod locate;
mod wire;
mod worker;
pub mod pool;
mod alone;
#[cfg(test)]
mod tests;

pub use alone::{given_up, read_alone};
pub use pool::{InputFile, Pool};
pub(crate) use preflight::{
    Malformed, Next, Opened, Refusal, WorkbookFormat, XmlPart, attribute, in_utf_8, open, relations,
};
pub use wire::{packed, unpacked};
pub use worker::worker;

use crate::catalogue::{F006, F007};
use crate::digest::sha256;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::layout::recognise::{PreparedLayout, Recognition};
use crate::period::Period;
use crate::reading::Source;
use crate::record::{FileRecords, Outcome};
use crate::settings::Limits;
use std::sync::Arc;

/// Reads one file: a pure function of its bytes and the settings.
pub fn read_bytes(name: &str, bytes: &[u8], layouts: &[Layout], limits: &Limits) -> FileRecords {
    let prepared: Vec<PreparedLayout<'_>> = layouts.iter().map(|l| PreparedLayout::new(l, None)).collect();
    read_prepared(name, bytes, &prepared, limits, false)
}

/// The same, and with it what stands on the sheets.
pub fn survey_bytes(name: &str, bytes: &[u8], layouts: &[Layout], limits: &Limits) -> FileRecords {
    let prepared: Vec<PreparedLayout<'_>> = layouts.iter().map(|l| PreparedLayout::new(l, None)).collect();
    read_prepared(name, bytes, &prepared, limits, true)
}

/// How each layout compares with a workbook: which one it is read by, how near the others come, and what differs.
///
/// # Errors
/// The finding that says why the file cannot be read at all.
pub fn recognise(
    bytes: &[u8],
    layouts: &[Layout],
    period: Option<Period>,
    limits: &Limits,
) -> Result<Recognition, Box<Finding>> {
    let prepared: Vec<PreparedLayout<'_>> = layouts.iter().map(|l| PreparedLayout::new(l, period)).collect();
    let book = preflight::inspect(bytes, limits).and_then(|cleared| reader::read(&cleared, limits));
    let book = book.map_err(|refusal| Box::new(Finding::new(refusal.check, refusal.expected, refusal.got)))?;
    Ok(locate::compare(&book, &prepared))
}

/// Reads with layouts that were prepared once for many files, and surveys the sheets where that is asked for.
pub(crate) fn read_prepared(
    name: &str,
    bytes: &[u8],
    layouts: &[PreparedLayout<'_>],
    limits: &Limits,
    survey: bool,
) -> FileRecords {
    let source = Arc::new(Source { file: name.to_owned(), sha256: sha256(bytes) });
    let located = preflight::inspect(bytes, limits).and_then(|cleared| {
        let mut book = reader::read(&cleared, limits)?;
        book.since_1904 |= cleared.since_1904;
        let (saved, macros, links) = (cleared.saved, cleared.macros, cleared.links);
        // The unpacked parts of a large file are as much memory as its cells.
        drop(cleared);
        let mut located = locate::locate(&book, layouts);
        if survey {
            located.survey = survey::survey(&book);
        }
        if macros {
            located.findings.push(Finding::new(&F006, "a workbook without macros", "macros, which were not run"));
        }
        if links > 0 {
            let got = format!("links to {links} other workbooks, which were not followed");
            located.findings.push(Finding::new(&F007, "values of its own", got));
        }
        Ok((located, saved))
    });
    let (mut located, saved) = located.unwrap_or_else(|refusal| {
        let finding = Finding::new(refusal.check, refusal.expected, refusal.got);
        (locate::Located { findings: vec![finding], ..locate::Located::default() }, None)
    });
    for finding in &mut located.findings {
        finding.file.clone_from(&source.file);
    }
    located.findings.sort();
    let refused = |f: &Finding| f.check().is_some_and(|c| c.unread.is_some());
    let outcome = if located.layout.is_empty() || located.findings.iter().any(refused) {
        Outcome::Rejected
    } else {
        Outcome::Accepted
    };
    FileRecords {
        source,
        saved,
        outcome,
        layout: located.layout.into(),
        records: located.records,
        heads: located.heads,
        findings: located.findings,
        tallies: located.tallies,
        survey: located.survey,
    }
}
