//! Call-in: what a scrutiny committee may want to ask about, each with the rule that names it.

use super::cell::text;
use super::context::ReportContext;
use super::row::{ReportColumns, ReportRow};
use super::{format, own_words, rated};
use crate::analyse::{CallIn, CallInItem};
use crate::workbook::{Sheet, SheetCell};
use std::borrow::Cow;
use std::sync::Arc;

const NAME: &str = "Call-in";
/// The columns of the sentences.
const WORDS: (u16, u16) = (0, 6);

type CallInRow<'a> = ReportRow<'a, CallIn>;

fn columns<'a>() -> ReportColumns<'a, CallIn> {
    ReportColumns::<CallIn>::new()
        .column("What", 13.0, |r| r.text(kind(r.of.item)))
        .column("Ref", 11.0, reference)
        .column("Name", 44.0, |r| r.text(name(r)))
        .column("Rule", 36.0, |r| {
            let rules: Vec<&str> = r.of.rules.iter().map(|rule| rule.words()).collect();
            r.text(rules.join("; "))
        })
        .column("What was found", 34.0, |r| r.text(format::capital(r.of.found.clone())))
        .column("How it stands", 24.0, standing)
        .column("Answers for it", 22.0, |r| r.text(owner(r)))
        .column("Service", 30.0, |r| r.text(r.report.service(service(r))))
}

fn kind(item: CallInItem) -> &'static str {
    match item {
        CallInItem::Indicator(_) => "Measure",
        CallInItem::Risk(_) => "Risk",
        CallInItem::Action(_) => "Action",
        CallInItem::Restatement(_) => "Restatement",
    }
}

/// The measure that a candidate is or is about.
fn measure(r: &CallInRow<'_>) -> Option<usize> {
    match r.of.item {
        CallInItem::Indicator(n) => Some(n),
        CallInItem::Restatement(n) => r.report.a.position(r.report.a.restatements[n].indicator),
        CallInItem::Risk(_) | CallInItem::Action(_) => None,
    }
}

fn reference<'a>(r: &CallInRow<'a>) -> SheetCell<'a> {
    match r.of.item {
        CallInItem::Risk(n) => r.code(&*r.report.a.risks[n].risk.id),
        CallInItem::Action(n) => r.code(&*r.report.a.actions[n].action.id),
        _ => measure(r).map_or_else(|| r.text(""), |n| r.report.link(n)),
    }
}

fn name<'a>(r: &CallInRow<'a>) -> &'a str {
    let a = r.report.a;
    match r.of.item {
        CallInItem::Risk(n) => &a.risks[n].risk.title,
        CallInItem::Action(n) => &a.actions[n].action.title,
        _ => measure(r).map_or("", |n| &r.report.definition(&a.indicators[n]).name),
    }
}

/// Status of a measure, score of a risk, day of an action.
fn standing<'a>(r: &CallInRow<'a>) -> SheetCell<'a> {
    let a = r.report.a;
    match r.of.item {
        CallInItem::Risk(n) => rated::standing(&a.settings.risk, r.styles(), &a.risks[n]),
        CallInItem::Action(n) => {
            let due = a.actions[n].action.due.map(format::date).unwrap_or_default();
            text(format!("▲ Due {due}"), r.styles().alert)
        }
        _ => measure(r).map_or_else(|| r.text(""), |n| r.report.status(a.indicators[n].status)),
    }
}

fn owner<'a>(r: &CallInRow<'a>) -> Cow<'a, str> {
    let a = r.report.a;
    match r.of.item {
        CallInItem::Risk(n) => a.risks[n].risk.owner.as_str().into(),
        CallInItem::Action(n) => a.actions[n].action.lead.as_str().into(),
        CallInItem::Restatement(n) => a.restatements[n].restatement.correction.author.as_str().into(),
        CallInItem::Indicator(n) => r.report.definition(&a.indicators[n]).owner.as_str().into(),
    }
}

fn service<'a>(r: &CallInRow<'a>) -> &'a str {
    let a = r.report.a;
    match r.of.item {
        CallInItem::Risk(n) => &a.risks[n].risk.service,
        CallInItem::Action(n) => &a.actions[n].action.service,
        _ => measure(r).map_or("", |n| &r.report.definition(&a.indicators[n]).service),
    }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let candidates = report.a.call_in();
    let mut page = report.page(NAME, "Call-in: what to ask about, and why");
    let of = |item: fn(CallInItem) -> bool| candidates.iter().filter(|c| item(c.item)).count();
    let words = format!(
        "{}, {}, {} and {} are candidates by the rules in the column Rule. The rules name; the committee chooses.",
        format::count(of(|i| matches!(i, CallInItem::Indicator(_))), "measure", "measures"),
        format::count(of(|i| matches!(i, CallInItem::Risk(_))), "risk", "risks"),
        format::count(of(|i| matches!(i, CallInItem::Action(_))), "action", "actions"),
        format::count(of(|i| matches!(i, CallInItem::Restatement(_))), "restatement", "restatements"),
    );
    let len = candidates.len();
    let table = report.table("Call_in", columns(), len, move |n| candidates[n].clone()).filtered();
    page.widen(table.widths());
    page.paragraph(WORDS.0, WORDS.1, words, report.styles.text);
    page.row += 1;
    page.heading_here(3);
    page.table(table, "No rule names anything this quarter.", &report.styles);
    own_words::section(report, &mut page, WORDS.1, true);
    page.sheet
}
