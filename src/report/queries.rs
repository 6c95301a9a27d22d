//! Queries: what was asked of each figure, what was answered, and what is still open.

use super::cell::text;
use super::context::ReportContext;
use super::findings::veiled;
use super::format;
use super::page::SMALL;
use super::row::{ReportColumns, ReportRow};
use crate::fit::fit;
use crate::reading::query::{Query, QueryState};
use crate::settings::Status;
use crate::workbook::{Sheet, SheetCell};
use std::sync::Arc;

const NAME: &str = "Queries";

type QueryRow<'a> = ReportRow<'a, &'a Query>;

fn columns<'a>() -> ReportColumns<'a, &'a Query> {
    ReportColumns::<&'a Query>::new()
        .column("State", 26.0, state)
        .column("Service", 26.0, |r| r.text(r.report.service(&r.of.question.service)))
        .column("About", 11.0, |r| r.about(&r.of.question.subject))
        .column("What was found", 30.0, |r| {
            let code = &*r.of.question.code;
            r.text(format!("{} ({code})", r.report.title(code)))
        })
        .column("Expected", 26.0, |r| said(r, &r.of.expected))
        .column("Got", 26.0, |r| said(r, &r.of.got))
        .column("Asked", 12.0, |r| r.day(r.of.asked))
        .column("Answer", 40.0, |r| r.text(r.of.answer.as_ref().map_or("", |a| a.why.as_str())))
        .column("Answered by", 20.0, |r| r.text(r.of.answer.as_ref().map_or("", |a| a.by.as_str())))
        .column("The team's decision", 30.0, decision)
        .column("Where", 44.0, |r| r.text(r.of.place.as_str()))
}

fn state<'a>(r: &QueryRow<'a>) -> SheetCell<'a> {
    let like = |status| r.styles().status(status).style;
    match r.of.state {
        QueryState::Open => text("◆ Open", like(Status::Amber)),
        QueryState::Void => text(format!("◆ {}", r.of.state.words()), like(Status::Amber)),
        QueryState::Answered | QueryState::Accepted => text(format!("● {}", r.of.state.words()), like(Status::Green)),
        QueryState::Closed => r.text(r.of.state.words()),
    }
}

/// What a finding says of a figure; of a suppressed one no number.
fn said<'a>(r: &QueryRow<'a>, words: &'a str) -> SheetCell<'a> {
    r.text(if r.report.a.held_back(&r.of.question.subject) { veiled(words) } else { words })
}

fn decision<'a>(r: &QueryRow<'a>) -> SheetCell<'a> {
    let said = r.of.decision.as_ref().map(|d| {
        let why = if d.why.is_empty() { String::new() } else { format!(": {}", d.why) };
        format!("{}{why} ({}, {})", d.verdict.words(), d.by, format::date(d.on))
    });
    r.text(said.unwrap_or_default())
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let queries = report.a.queries;
    let mut page = report.page(NAME, "Queries: what was asked, answered and decided");
    let open = queries.iter().filter(|q| q.state == QueryState::Open).count();
    let more = match queries.len().saturating_sub(SMALL) {
        0 => String::new(),
        more => format!(" {more} more are in the notebook and the run record."),
    };
    let words = format!(
        "{}, {} open. Services answer in their marked copies, the team decides in the notebook.{more}",
        format::count(queries.len(), "query", "queries"),
        format::thousands(open)
    );
    let mut order: Vec<usize> = (0..queries.len()).collect();
    order.sort_by_key(|n| (queries[*n].state, fit::<u32>(*n)));
    order.truncate(SMALL);
    let table = report.table(NAME, columns(), order.len(), move |n| &queries[order[n]]).filtered();
    page.widen(table.widths());
    page.put(0, text(words, report.styles.plain));
    page.row += 2;
    page.heading_here(3);
    page.table(table, "Nothing was asked.", &report.styles);
    page.sheet
}
