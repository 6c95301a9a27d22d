//! Successes: what was met, improved, recovered or kept up, in the service's own words where it wrote any.

use super::cell::{number, text};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::row::{IndicatorRow, ReportColumns};
use crate::analyse::{FeedbackResult, Success};
use crate::reading::FeedbackKind;
use crate::workbook::Sheet;
use std::sync::Arc;

const NAME: &str = "Successes";
/// Indicators that the line above the table names.
const NAMED: usize = 20;

type SuccessRow<'a> = IndicatorRow<'a, &'a Success<'a>>;

fn columns<'a>() -> ReportColumns<'a, SuccessRow<'a>> {
    ReportColumns::<SuccessRow<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Why", 19.0, |r| text(r.of.with.kind.words(), r.styles().strong))
        .column("What went well", 64.0, |r| r.text(r.of.with.sentence.as_str()))
        .column("Value", 12.0, |r| r.value(r.of.result.value))
        .column("Target", 12.0, |r| r.value(r.of.result.target))
        .column("Unit", 11.0, |r| r.unit())
        .column("Status", 18.0, |r| r.status())
        .column("Quarters on target in a row", 12.0, |r| r.whole(r.of.result.quarters_on_target))
        .column("Direction on last quarter", 17.0, |r| r.text(format::direction(&r.of.result.short)))
        .column("Service", 24.0, |r| r.service())
        .column("In the service's words", 56.0, |r| r.text(r.of.with.words))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let mut page = report.page(NAME, "Successes: what went well");
    let (source, successes) = (report.clone(), &report.a.successes);
    let of = move |n: usize| source.indicator_with(&source.styles, successes[n].indicator, &successes[n]);
    let table = report.table_in_full(NAME, columns(), successes.len(), of).filtered();
    page.widen(table.widths());
    let doubted = report.a.indicators.iter().filter(|r| r.doubt().is_some());
    let ids: Vec<&str> = doubted.map(|r| &*report.definition(r).id).collect();
    if !ids.is_empty() && ids.len() <= NAMED {
        let words = format!("Left out, since their figures are queried for their size: {}.", ids.join(", "));
        page.put(0, text(words, styles.plain));
        page.row += 2;
    } else if !ids.is_empty() {
        let words = "Figures that are queried for their size are left out: see the notes on Indicators.";
        page.put(0, text(words, styles.plain));
        page.row += 2;
    }
    page.heading_here(2);
    page.table(table, "No success stands out this quarter.", styles);
    praise(report, &mut page);
    page.sheet
}

/// What people praised, on the grid of the sheet: the most compliments first.
fn praise<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let received = |r: &FeedbackResult| r.now.as_ref().and_then(|now| now.received).unwrap_or_default();
    let told = |r: &&'a FeedbackResult| {
        let words = r.now.as_ref().is_some_and(|now| !now.words.is_empty());
        r.kind == FeedbackKind::Compliments && (words || received(r) > 0.0)
    };
    let mut praised: Vec<&'a FeedbackResult> = report.a.feedback.iter().filter(told).collect();
    if praised.is_empty() {
        return;
    }
    praised.sort_by(|a, b| received(b).total_cmp(&received(a)).then_with(|| a.service.cmp(&b.service)));
    let from = page.row;
    page.section("What people praised", &report.styles);
    let columns = ReportColumns::<&'a FeedbackResult>::new()
        .column("No.", 10.0, |r| number(r.of.now.as_ref().and_then(|now| now.received), r.styles().whole))
        .column("From", 19.0, |r| r.text(r.report.service(&r.of.service)))
        .column("In the service's words", 64.0, |r| r.text(r.of.now.as_ref().map_or("", |now| now.words.as_str())))
        .column("Last quarter", 12.0, |r| {
            number(r.of.rates.on_last_quarter.map(|change| change.from), r.styles().whole)
        });
    let table = report.table("Praise", columns, praised.len(), move |n| praised[n]);
    page.table(table, "", &report.styles);
    page.begins(from);
}
