//! `Analysis` in, sheets out; formats, never computes.
//!
//! One file a sheet and one line a sheet in `SHEETS`; what they share is the `ReportContext`: the computed quarter, the
//! look, and where each indicator's row stands, so that any sheet can lead to it.

mod format;
mod names;
mod foretold;
mod provenance;
mod statistics;
mod styles;
mod logo;
mod cell;
mod lines;
mod page;
mod places;
mod context;
mod row;
mod rated;
mod one_page;
mod committee;
mod contents;
mod method;
mod own_words;
mod benchmarks;
mod standing;
mod quadrant;
mod priorities;
mod outcomes;
mod barriers;
mod exceptions;
mod successes;
mod trends;
mod indicators;
mod exposure;
mod risks;
mod risk_register;
mod actions;
mod budget_lines;
mod budget;
mod money_and_results;
mod delivery_plan;
mod scorecard;
mod headlines;
mod feedback;
mod returns;
mod restatements;
mod golden_thread;
mod predecessors;
mod files;
mod sources;
mod breakdowns;
mod call_in;
mod outturn;
mod target_setting;
mod service_page;
mod findings;
mod queries;
mod definitions;
mod run_record;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod sample_money;
#[cfg(test)]
mod sample_outcomes;

pub use breakdowns::{FILE as BREAKDOWNS, breakdowns};
pub use committee::{FILE as COMMITTEE, committee};
pub(crate) use format::number as number_format;
pub use names::workbook as workbook_name;
pub use one_page::{OnePage, OnePageRow, one_page};
pub use provenance::{FigureLine, Provenance, ReleaseFacts, RulesSince, Totals};
pub use run_record::{READINGS_IN_RECORD, run_record};
pub use statistics::{FILE as STATISTICS, statistics};

use crate::analyse::{Analysis, Part};
use crate::settings::{Edition, LabelUse, SheetName};
use crate::workbook::Book;
use context::{ReportContext, SheetKind};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use styles::ReportStyles;

/// Every sheet that a workbook of the report can have.
static SHEETS: &[SheetKind] = &[
    SheetKind {
        name: SheetName::Contents,
        answers: "What is in this workbook, for which quarter, from how many returns?",
        build: contents::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Headlines,
        answers: "How is the council doing, is it getting better, and what are the things to know?",
        build: headlines::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::OnePage,
        answers: "On one page: what is off target, since when, who acts, until when, and will it recover?",
        build: one_page::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Scorecard,
        answers: "How does the council look from each perspective: the plan, its people, its customers, its business?",
        build: scorecard::sheet,
        when: |a| a.scorecard.iter().any(|entry| entry.basket.is_some()),
    },
    SheetKind {
        name: SheetName::CallIn,
        answers: "What may a scrutiny committee want to call in, and by which rule?",
        build: call_in::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Outturn,
        answers: "Where does each measure's year end against its target, and where did the three years before?",
        build: outturn::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::TargetSetting,
        answers: "What is known of each measure for the setting of next year's target?",
        build: target_setting::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Queries,
        answers: "What was asked of each figure, what was answered, and what is still open?",
        build: queries::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::ServicePage,
        answers: "How does the council report what this service sent?",
        build: service_page::sheet,
        when: |a| a.part.is_some(),
    },
    SheetKind {
        name: SheetName::Budget,
        answers: "Where will revenue, capital and savings end against their budgets, why, and what is done about it?",
        build: budget::sheet,
        when: |a| !a.budget.is_empty(),
    },
    SheetKind {
        name: SheetName::MoneyAndResults,
        answers: "What overspends and is off target, where do money and results point against each other, what does one cost?",
        build: money_and_results::sheet,
        when: |a| !a.budget.revenue.is_empty(),
    },
    SheetKind {
        name: SheetName::DeliveryPlan,
        answers: "Is what the delivery plan promised done or on track, what slipped, and what is due?",
        build: delivery_plan::sheet,
        when: |a| !a.delivery_plan.is_empty(),
    },
    SheetKind {
        name: SheetName::Priorities,
        answers: "How does each priority of the council plan, and each other set, stand, measure by measure?",
        build: priorities::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Outcomes,
        answers: "Which measures speak for each outcome, how do they stand, and what was last published for the nation?",
        build: outcomes::sheet,
        when: |a| !a.outcomes.is_empty(),
    },
    SheetKind {
        name: SheetName::Exceptions,
        answers: "What is off target, by how much and since when, and what is being done about it?",
        build: exceptions::sheet,
        when: always,
    },
    SheetKind { name: SheetName::Successes, answers: "What went well?", build: successes::sheet, when: always },
    SheetKind {
        name: SheetName::Trends,
        answers: "How have the key indicators moved against their targets over three years?",
        build: trends::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Indicators,
        answers: "What is the figure, target, status and history of every indicator?",
        build: indicators::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Risks,
        answers: "What could go wrong, how likely and how bad, and which way is it moving?",
        build: risks::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::RiskRegister,
        answers: "Who owns each risk, what controls it, when was it reviewed, and how far is it from its target?",
        build: risk_register::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Actions,
        answers: "What was promised, who leads it, and is it done, due or overdue?",
        build: actions::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Feedback,
        answers: "What did people complain about or praise, and were they answered in time?",
        build: feedback::sheet,
        // A service's feedback is of no one priority.
        when: |a| a.part.is_none_or(|part| !part.is_of_priorities()),
    },
    SheetKind {
        name: SheetName::Returns,
        answers: "Which services sent their figures, when, and was anything missing?",
        build: returns::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Restatements,
        answers: "Which published figures changed, from what to what, why and by whom?",
        build: restatements::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::GoldenThread,
        answers: "What hangs on each priority, what hangs on nothing, and who answers for what?",
        build: golden_thread::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Predecessors,
        answers: "What is put together from the councils before this one, and what are their own figures?",
        build: predecessors::sheet,
        when: |a| !a.before.is_empty(),
    },
    SheetKind {
        name: SheetName::Files,
        answers: "What became of every file that was received, and why?",
        build: files::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Provenance,
        answers: "From which file, sheet and cell does each figure come, and which record of the ledger holds it?",
        build: sources::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Findings,
        answers: "What is wrong or must be explained, in which cell, and what should be done?",
        build: findings::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Method,
        answers: "How were the figures worked out, what do words and symbols mean, can I trace a figure?",
        build: method::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Definitions,
        answers: "What exactly does each indicator measure?",
        build: definitions::sheet,
        when: always,
    },
    SheetKind {
        name: SheetName::Breakdowns,
        answers: "How do wards, ages and other groups make up the figures?",
        build: breakdowns::sheet,
        when: |a| !a.parts.is_empty(),
    },
];

/// Of every quarter.
fn always(_: &Analysis<'_>) -> bool {
    true
}

/// The sheet that a workbook opens at, where it has it; else it opens at the first that is not the list of them.
const OPENS_AT: SheetName = SheetName::Headlines;

/// The workbook of an edition; of a part, where `analysis` is a part's. `written` are the editions that stand beside it:
/// links to sheets that it has not lead there.
pub fn edition<'a>(
    analysis: &'a Analysis<'a>,
    provenance: &'a Provenance,
    edition: Edition,
    written: &[Edition],
) -> Book<'a> {
    let mut book = Book::new(
        format!("{}: performance, {}", whose(analysis), analysis.period.heading()),
        format!("Quarterly performance report, {}", provenance.state()),
        analysis.settings.council.team.clone(),
        analysis.settings.look.font.clone(),
    );
    book.label = analysis.settings.label(LabelUse::Edition(edition), Some(analysis.period));
    book.references_up_to = analysis.settings.editions.cell_references_up_to;
    let sheets = sheets(analysis, edition);
    let opens_at = sheets.iter().position(|s| s.name == OPENS_AT);
    book.opens_at = opens_at.or(sheets.iter().position(|s| s.name != SheetName::Contents)).unwrap_or_default();
    book.elsewhere = elsewhere(analysis, edition, written);
    let styles = [false, true].map(|long| ReportStyles::new(analysis, &mut book, long));
    let beside = beside(analysis, edition, written).map(|other| workbook_name(other, None)).collect();
    let of = (edition, beside, sheets);
    let mut report = ReportContext::new(analysis, provenance, styles, of, indicators::quarters(analysis));
    report.portfolios = portfolios(analysis, edition, written);
    let report = Arc::new(report);
    book.sheets = report.sheets.par_iter().map(|kind| (kind.build)(&report)).collect();
    for (n, kind) in report.sheets.iter().enumerate() {
        if n == 0 || kind.name == OPENS_AT {
            logo::place(&mut book.sheets[n], &analysis.settings.look, &analysis.settings.council.name);
        }
    }
    book
}

/// The council, and the part of it that a report is of.
fn whose(analysis: &Analysis<'_>) -> String {
    let council = &analysis.settings.council.name;
    analysis.part.map_or_else(|| council.clone(), |part| format!("{council}, {}", part.name))
}

/// The sheets of an edition of a quarter: some are there only where there is something to tell.
fn sheets(analysis: &Analysis<'_>, edition: Edition) -> Vec<&'static SheetKind> {
    let named = |name: &SheetName| SHEETS.iter().find(|kind| kind.name == *name);
    let listed = analysis.settings.editions.sheets(edition).iter().filter_map(named);
    let told: Vec<_> = listed.filter(|kind| (kind.when)(analysis)).collect();
    // No program opens a workbook without a sheet: where none has anything to tell, it says of which quarter.
    if told.is_empty() { named(&SheetName::Contents).into_iter().collect() } else { told }
}

/// The other editions of the whole council.
fn beside<'w>(
    analysis: &Analysis<'_>,
    edition: Edition,
    written: &'w [Edition],
) -> impl Iterator<Item = Edition> + use<'w> {
    let period = analysis.period;
    written.iter().copied().filter(move |e| *e != edition && e.is_whole() && e.is_of(period))
}

/// Who holds a portfolio, each with where a workbook of their own stands beside this one.
fn portfolios(analysis: &Analysis<'_>, edition: Edition, written: &[Edition]) -> Vec<(String, Option<String>)> {
    if !edition.is_whole() {
        return vec![];
    }
    let parts = Part::portfolios(analysis.register);
    let files: Vec<String> = parts.iter().map(|part| workbook_name(Edition::Portfolios, Some(part))).collect();
    let one = |file: &str| files.iter().filter(|f| f.to_lowercase() == file.to_lowercase()).count() == 1;
    let has = written.contains(&Edition::Portfolios);
    let opens = analysis.settings.editions.sheets(Edition::Portfolios).first().map_or("", |name| name.words());
    let place = |file: &String| (has && one(file)).then(|| format!("[{file}]'{opens}'!A1"));
    parts.iter().zip(&files).map(|(part, file)| (part.name.clone(), place(file))).collect()
}

/// The sheets of the workbooks beside an edition, with the file that has each. The rows of a part are not those of the
/// council: no link leads out of it.
fn elsewhere(analysis: &Analysis<'_>, edition: Edition, written: &[Edition]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for other in beside(analysis, edition, written).filter(|_| edition.is_whole()) {
        for sheet in sheets(analysis, other) {
            out.entry(sheet.name.words().to_owned()).or_insert_with(|| workbook_name(other, None));
        }
    }
    out
}

#[cfg(test)]
mod first_screen_tests;
#[cfg(test)]
mod money_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod worst_tests;
