//! `Analysis` in, sheets out; formats, never computes.
//!
//! One file a sheet and one line a sheet in `SHEETS`; what they share is the `ReportContext`: the computed quarter, the
//! look, and where each indicator's row stands, so that any sheet can lead to it.

mod format;
mod foretold;
mod provenance;
mod statistics;
mod styles;
mod cell;
mod page;
mod places;
mod context;
mod row;
mod rated;
mod contents;
mod headlines;
mod method;
mod benchmarks;
mod standing;
mod quadrant;
mod priorities;
mod exceptions;
mod successes;
mod trends;
mod indicators;
mod exposure;
mod risks;
mod risk_register;
mod actions;
mod feedback;
mod returns;
mod restatements;
mod files;
mod sources;
mod breakdowns;
mod findings;
mod definitions;
mod run_record;
#[cfg(test)]
mod sample;

pub use breakdowns::{FILE as BREAKDOWNS, breakdowns};
pub use provenance::{FigureLine, Provenance, ReleaseFacts, RulesSince, Totals};
pub use run_record::{READINGS_IN_RECORD, run_record};
pub use statistics::{FILE as STATISTICS, statistics};

use crate::analyse::Analysis;
use crate::workbook::Book;
use context::{ReportContext, SheetKind};
use std::sync::Arc;
use styles::ReportStyles;

/// The Cabinet workbook, sheet by sheet.
static SHEETS: &[SheetKind] = &[
    SheetKind {
        name: "Contents",
        answers: "What is in this workbook, for which quarter, from how many returns?",
        build: contents::sheet,
    },
    SheetKind {
        name: "Headlines",
        answers: "How is the council doing, is it getting better, and what are the things to know?",
        build: headlines::sheet,
    },
    SheetKind {
        name: "Priorities",
        answers: "How does each priority of the council plan, and each other set, stand, measure by measure?",
        build: priorities::sheet,
    },
    SheetKind {
        name: "Exceptions",
        answers: "What is off target, by how much and since when, and what is being done about it?",
        build: exceptions::sheet,
    },
    SheetKind { name: "Successes", answers: "What went well?", build: successes::sheet },
    SheetKind {
        name: "Trends",
        answers: "How have the key indicators moved against their targets over three years?",
        build: trends::sheet,
    },
    SheetKind {
        name: "Indicators",
        answers: "What is the figure, target, status and history of every indicator?",
        build: indicators::sheet,
    },
    SheetKind {
        name: "Risks",
        answers: "What could go wrong, how likely and how bad, and which way is it moving?",
        build: risks::sheet,
    },
    SheetKind {
        name: "Risk register",
        answers: "Who owns each risk, what controls it, when was it reviewed, and how far is it from its target?",
        build: risk_register::sheet,
    },
    SheetKind {
        name: "Actions",
        answers: "What was promised, who leads it, and is it done, due or overdue?",
        build: actions::sheet,
    },
    SheetKind {
        name: "Feedback",
        answers: "What did people complain about or praise, and were they answered in time?",
        build: feedback::sheet,
    },
    SheetKind {
        name: "Returns",
        answers: "Which services sent their figures, when, and was anything missing?",
        build: returns::sheet,
    },
    SheetKind {
        name: "Restatements",
        answers: "Which published figures changed, from what to what, why and by whom?",
        build: restatements::sheet,
    },
    SheetKind { name: "Files", answers: "What became of every file that was received, and why?", build: files::sheet },
    SheetKind {
        name: "Provenance",
        answers: "From which file, sheet and cell does each figure come, and which record of the ledger holds it?",
        build: sources::sheet,
    },
    SheetKind {
        name: "Findings",
        answers: "What is wrong or must be explained, in which cell, and what should be done?",
        build: findings::sheet,
    },
    SheetKind {
        name: "Method",
        answers: "How were the figures worked out, what do words and symbols mean, can I trace a figure?",
        build: method::sheet,
    },
    SheetKind { name: "Definitions", answers: "What exactly does each indicator measure?", build: definitions::sheet },
    SheetKind {
        name: breakdowns::NAME,
        answers: "How do wards, ages and other groups make up the figures?",
        build: breakdowns::sheet,
    },
];

/// The sheets of a quarter: that of breakdowns, the last, only where there are any.
fn sheets(analysis: &Analysis<'_>) -> &'static [SheetKind] {
    if analysis.parts.is_empty() { SHEETS.split_last().map_or(SHEETS, |(_, others)| others) } else { SHEETS }
}

/// The sheet that the workbook opens at.
const OPENS_AT: &str = "Headlines";

/// The Cabinet workbook of a computed quarter.
pub fn cabinet<'a>(analysis: &'a Analysis<'a>, provenance: &'a Provenance) -> Book<'a> {
    let council = &analysis.settings.council;
    let mut book = Book::new(
        format!("{}: performance, {}", council.name, analysis.period.heading()),
        format!("Quarterly performance report, {}", provenance.state()),
        council.team.clone(),
        analysis.settings.look.font.clone(),
    );
    book.opens_at = SHEETS.iter().position(|s| s.name == OPENS_AT).unwrap_or_default();
    let styles = [false, true].map(|long| ReportStyles::new(analysis, &mut book, long));
    let report =
        Arc::new(ReportContext::new(analysis, provenance, styles, sheets(analysis), indicators::quarters(analysis)));
    book.sheets = report.sheets.iter().map(|kind| (kind.build)(&report)).collect();
    book
}

#[cfg(test)]
mod tests;
