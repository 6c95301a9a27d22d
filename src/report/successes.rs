//! Successes: what was met, improved, recovered or kept up, in the service's own words where it wrote any.

use super::page::{Listing, column, number, text, whole};
use super::{ReportContext, format};
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Successes";
/// Indicators that the line above the table names.
const NAMED: usize = 20;

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let mut page = report.page(NAME, "Successes: what went well");
    let columns = vec![
        column("Ref", 10.0),
        column("Why", 19.0),
        column("Service", 22.0),
        column("What went well", 62.0),
        column("Target", 12.0),
        column("Value", 12.0),
        column("Unit", 11.0),
        column("Status", 18.0),
        column("Quarters on target in a row", 12.0),
        column("Direction on last quarter", 17.0),
        column("In the service's words", 48.0),
    ];
    page.widen(&columns);
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
    let source = report.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: report.a.successes.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, n, out)),
            filter: true,
            none: "No success stands out this quarter.",
        },
        styles,
    );
    page.sheet
}

fn line<'a>(report: &ReportContext<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let success = &report.a.successes[n];
    let (styles, result) = (&report.styles, &report.a.indicators[success.indicator]);
    let i = report.definition(result);
    let figures = styles.figures(i.unit, i.decimals);
    out.extend([
        report.link(success.indicator),
        text(success.kind.words(), styles.strong),
        text(report.service(&i.service), styles.text),
        text(success.sentence.as_str(), styles.text),
        number(result.target, figures.value),
        number(result.value, figures.value),
        text(format::unit(i.unit), styles.text),
        report.status(result.status),
        whole(result.quarters_on_target, styles.whole),
        text(format::direction(&result.short), styles.text),
        text(success.words, styles.text),
    ]);
}
