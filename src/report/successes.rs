//! Successes: what was met, improved, recovered or kept up, in the service's own words where it wrote any.

use super::cell::text;
use super::context::ReportContext;
use super::format;
use super::row::{IndicatorRow, ReportColumns};
use crate::analyse::Success;
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
        .column("Service", 22.0, |r| r.service())
        .column("What went well", 62.0, |r| r.text(r.of.with.sentence.as_str()))
        .column("Target", 12.0, |r| r.value(r.of.result.target))
        .column("Value", 12.0, |r| r.value(r.of.result.value))
        .column("Unit", 11.0, |r| r.unit())
        .column("Status", 18.0, |r| r.status())
        .column("Quarters on target in a row", 12.0, |r| r.whole(r.of.result.quarters_on_target))
        .column("Direction on last quarter", 17.0, |r| r.text(format::direction(&r.of.result.short)))
        .column("In the service's words", 48.0, |r| r.text(r.of.with.words))
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
    page.sheet
}
