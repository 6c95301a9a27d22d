//! What a report knows of the run that made it, besides the figures.

use super::format::moment;
use crate::period::Period;
use crate::reading::{Place, Value};
use crate::record::{PassedOver, Tally};
use crate::register::RuleChange;
use std::collections::BTreeMap;

/// Where the figures come from: filled by the pipeline, printed on Contents and Method and in the run record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// The number of the record of this run in the ledger.
    pub ledger_seq: u64,
    /// The hash of that record, from which everything before it follows.
    pub ledger_head: String,
    /// When that record was made (RFC 3339).
    pub recorded: String,
    /// Of this program.
    pub version: &'static str,
    /// SHA-256 of the register's workbook, in hex.
    pub register_sha256: String,
    /// SHA-256 of the settings, in hex.
    pub settings_sha256: String,
    /// Settings that differ from the default: key, the council's value, the default.
    pub settings_differences: Vec<(String, String, String)>,
    /// What became of all cells.
    pub tallies: Totals,
    /// The canonical root of the results: whoever has two reports with the same root has the same results.
    pub root: String,
    /// The newest record that the past was read from; all that there were, when `None`.
    pub basis: Option<u64>,
    /// What is published; otherwise every page says “provisional”.
    pub release: Option<ReleaseFacts>,
    /// What changed in the rules: since the report of the quarter before, and since the last run of this one.
    pub rules: Vec<RulesSince>,
    /// The number of the newest release, of a draft that is made after it.
    pub after_release: Option<u32>,
    /// Where each figure that is shown comes from, in the register's order and of each measure the newest first; empty where
    /// the register is too long for a line each.
    pub figures: Vec<FigureLine>,
    /// Of this quarter alone: with the earlier ones there would be too many lines.
    pub figures_of_quarter: bool,
}

/// Where one figure comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureLine {
    /// Position in the register's list.
    pub indicator: usize,
    /// The quarter that it is of.
    pub quarter: Period,
    /// As received, or as its formula gives it; why there is no number otherwise. Of what is held back no part is told.
    pub value: Value,
    /// The numerator, where the figure has one.
    pub numerator: Option<f64>,
    /// The denominator, where the figure has one.
    pub denominator: Option<f64>,
    /// How it came: sent, corrected, worked out.
    pub how: String,
    /// The cell that it was read from; of what follows from others, the cell of the formula.
    pub place: Place,
    /// The record of the ledger that holds it; none of what follows from others.
    pub record: Option<u64>,
    /// The day of that record.
    pub recorded: String,
    /// The release that reported it.
    pub release: Option<u32>,
}

/// What register and settings say otherwise than when an earlier run was recorded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RulesSince {
    /// The record of that run.
    pub record: u64,
    /// The quarter that it was of.
    pub quarter: Period,
    /// The release that was made of it, where there is one.
    pub release: Option<u32>,
    /// Register first, sheet by sheet, then settings; `None` where the register or the settings of then were not kept.
    pub changes: Option<Vec<RuleChange>>,
}

impl RulesSince {
    /// `release 1 of 2026-27Q1`, `record 3 of 2026-27Q1`.
    pub fn title(&self) -> String {
        match self.release {
            Some(release) => format!("release {release} of {}", self.quarter),
            None => format!("record {} of {}", self.record, self.quarter),
        }
    }
}

/// Who published what, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseFacts {
    /// 1 for the first of its quarter.
    pub number: u32,
    /// The day on which it was published.
    pub published: String,
    /// Who published it.
    pub by: String,
    /// Who approved it; empty where the settings ask for nobody.
    pub approved_by: String,
    /// An early one.
    pub provisional: bool,
}

impl ReleaseFacts {
    /// `release 1, 12 November 2026, approved by J. Khan`.
    fn words(&self) -> String {
        let state = if self.provisional { "provisional release" } else { "release" };
        let approved = match self.approved_by.as_str() {
            "" => String::new(),
            name => format!(", approved by {name}"),
        };
        format!("{state} {}, {}{approved}", self.number, moment(&self.published))
    }
}

impl Provenance {
    /// `provisional`, `provisional, after release 1`, or what is published.
    pub fn state(&self) -> String {
        match (&self.release, self.after_release) {
            (Some(release), _) => release.words(),
            (None, Some(number)) => format!("provisional, after release {number}"),
            (None, None) => "provisional".to_owned(),
        }
    }

    /// `final` or `provisional`, for programs.
    pub fn key(&self) -> &'static str {
        if self.release.as_ref().is_some_and(|r| !r.provisional) { "final" } else { "provisional" }
    }
}

/// Cells of all files by what became of them: `read = located + ignored`, `located = accepted + refused`.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Totals {
    /// How many files were read.
    pub files: u64,
    /// Filled cells.
    pub read: u64,
    /// Cells that a field of a layout claimed.
    pub located: u64,
    /// Cells that became part of a return.
    pub accepted: u64,
    /// Cells that an error refused.
    pub refused: u64,
    /// Cells passed over, by rule.
    pub ignored: BTreeMap<PassedOver, u64>,
}

impl Totals {
    /// Adds one file's sheets.
    pub fn add(&mut self, sheets: &[Tally]) {
        self.files += 1;
        for t in sheets {
            self.read += t.read;
            self.located += t.located;
            self.accepted += t.accepted;
            self.refused += t.refused;
            for (rule, n) in &t.ignored {
                *self.ignored.entry(*rule).or_default() += n;
            }
        }
    }

    /// Cells passed over by any rule.
    pub fn ignored_total(&self) -> u64 {
        self.ignored.values().sum()
    }
}
