//! A service's own page: its measures, risks, actions and feedback as the council reports them, on one sheet, for the service
//! to see what became of its return.

use super::cell::{chance, number, text};
use super::context::ReportContext;
use super::format;
use super::own_words;
use super::row::{IndicatorRow, ReportColumns};
use crate::analyse::{ActionResult, FeedbackResult, RiskResult};
use crate::workbook::Sheet;
use std::sync::Arc;

const NAME: &str = "Your figures";
/// The last column of the page.
const LAST: u16 = 8;

/// The columns of the measures; their widths are the grid of the page.
fn measures<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", 11.0, |r| r.code(&*r.of.i.id))
        .column("Indicator", 42.0, |r| r.name())
        .column("Value", 13.0, |r| r.value(r.of.result.value))
        .column("Target", 13.0, |r| r.value(r.of.result.target))
        .column("Status", 18.0, |r| r.status())
        .column("Direction on last quarter", 22.0, |r| r.text(format::direction(&r.of.result.short)))
        .column("Forecast outturn", 21.0, |r| r.forecast())
        .column("Chance of the year's target", 12.0, |r| chance(r.of.result, r.styles()))
        .column("Note", 40.0, |r| r.report.note(r.of.result))
}

fn risks<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, &'a RiskResult<'a>> {
    let matrix = &report.a.settings.risk;
    ReportColumns::<&'a RiskResult<'a>>::new()
        .column("Ref", 11.0, |r| r.code(&*r.of.risk.id))
        .column("Risk", 42.0, |r| r.text(r.of.risk.title.as_str()))
        .column("Score", 13.0, |r| super::rated::score(matrix, r.of.risk.current, r.styles().centre))
        .column("Band", 13.0, |r| r.text(r.of.band))
        .column("Movement", 18.0, |r| r.text(super::rated::movement(&r.report, r.of)))
        .column("Proposed", 22.0, |r| {
            let proposals: Vec<_> = r.of.proposals.iter().map(|p| format::proposal(p.what)).collect();
            r.text(proposals.join("; "))
        })
        .column("Owner", 21.0, |r| r.text(r.of.risk.owner.as_str()))
}

fn actions<'a>() -> ReportColumns<'a, &'a ActionResult<'a>> {
    ReportColumns::<&'a ActionResult<'a>>::new()
        .column("Ref", 11.0, |r| r.code(&*r.of.action.id))
        .column("Action", 42.0, |r| r.text(r.of.action.title.as_str()))
        .column("Due", 13.0, |r| r.day(r.of.action.due))
        .column("Days overdue", 13.0, |r| number(r.of.overdue.then_some(r.of.days_overdue as f64), r.styles().whole))
        .column("Status", 18.0, |r| r.text(r.of.action.status.map_or("Not stated", |s| s.words())))
        .column("Since the last report", 22.0, |r| r.text(r.of.since_words()))
        .column("Lead", 21.0, |r| r.text(r.of.action.lead.as_str()))
}

fn feedback<'a>() -> ReportColumns<'a, &'a FeedbackResult> {
    ReportColumns::<&'a FeedbackResult>::new()
        .column("No.", 11.0, |r| number(r.of.now.as_ref().and_then(|f| f.received), r.styles().whole))
        .column("Kind", 42.0, |r| r.text(r.of.kind.words()))
        .column("Last quarter", 13.0, |r| number(r.of.rates.on_last_quarter.map(|c| c.from), r.styles().whole))
        .column("Answered in time", 13.0, |r| number(r.of.rates.in_time.and_then(|p| p.share()), r.styles().share))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, format!("{}: your figures as the council reports them", a.name()));
    page.widen(measures().widths());
    let (source, len) = (report.clone(), a.indicators.len());
    page.section("Measures", styles);
    let table = report.table("Measures", measures(), len, move |n| source.indicator(n));
    page.table(table, "The register has no measure of this service.", styles);
    own_words::section(report, &mut page, LAST, true);
    page.section("Risks", styles);
    let table = report.table("Risks", risks(report), a.risks.len(), |n| &a.risks[n]);
    page.table(table, "No risk was reported.", styles);
    page.section("Actions", styles);
    let table = report.table("Actions", actions(), a.actions.len(), |n| &a.actions[n]);
    page.table(table, "No action was reported.", styles);
    page.section("Feedback", styles);
    let table = report.table("Feedback", feedback(), a.feedback.len(), |n| &a.feedback[n]);
    page.table(table, "No feedback was reported.", styles);
    let words = format!("Something here is wrong? Write to {}, {}.", a.settings.council.team, a.settings.council.email);
    page.put(0, text(words, styles.note_line));
    page.sheet
}
