//! Any workbook against the points of accessibility: .xlsx, .xlsm or .ods, whichever program wrote it.
//!
//! The parts are opened under the guards of [`crate::ingest`] and read once each, by a reader for each format, into one
//! set of facts; the points look at nothing else. A point is a literal with its words and its function in the file of its
//! group ([`POINTS`](points())). What a machine cannot say is said to be for a person, with what to look at; an alarm is
//! raised on a sure sign alone.

mod area;
mod facts;
mod xml;
mod document;
mod packed;
mod xlsx;
mod ods;
mod words;
mod look;
mod found;
mod points;
mod verdict;
#[cfg(test)]
mod tests;

pub use found::PointPlace;
pub use points::{Group, Machine, Point, SOURCE, points};
pub use verdict::{Judged, Verdict, Verdicts};

use crate::ingest::{self, Refusal, WorkbookFormat};
use crate::settings::Limits;
use look::Looked;
use packed::Packed;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Why a file is not judged.
#[derive(Debug, Clone, PartialEq)]
pub struct NotJudged {
    /// What it should be.
    pub expected: String,
    /// What it is.
    pub got: String,
}

impl fmt::Display for NotJudged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it cannot be judged: expected {}, found {}", self.expected, self.got)
    }
}

impl std::error::Error for NotJudged {}

impl From<Refusal> for NotJudged {
    fn from(refusal: Refusal) -> Self {
        Self { expected: refusal.expected, got: refusal.got }
    }
}

/// Judges a file by every point; no more of it is read than a workbook may have.
///
/// # Errors
/// As [`judge`], and where the file cannot be read.
pub fn judge_file(path: &Path, limits: &Limits) -> Result<Verdicts, NotJudged> {
    let read = || {
        let mut bytes = vec![];
        File::open(path)?.take((limits.file_mb << 20) + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let unread = |e: io::Error| NotJudged { expected: "a file that can be read".into(), got: e.to_string() };
    judge(&read().map_err(unread)?, limits)
}

/// Judges the bytes of a workbook by every point.
///
/// # Errors
/// The bytes are no whole .xlsx, .xlsm or .ods that opens without a password, or are over the limits.
pub fn judge(bytes: &[u8], limits: &Limits) -> Result<Verdicts, NotJudged> {
    let mut opened = ingest::open(bytes, limits)?;
    let kind = opened.kind;
    let mut packed = Packed { opened: &mut opened, limits };
    let facts = if kind == WorkbookFormat::Ods { ods::read(&mut packed)? } else { xlsx::read(&mut packed)? };
    if facts.sheets.is_empty() {
        return Err(NotJudged { expected: "a workbook with sheets".into(), got: "none".into() });
    }
    let cells = facts.sheets.iter().map(|s| s.cells.len()).sum();
    let looked = Looked::new(&facts);
    let judged = points().map(|point| {
        let mut found = found::Found::default();
        (point.judge)(&looked, &mut found);
        Judged::of(point, found)
    });
    Ok(Verdicts { points: judged.collect(), cells })
}
