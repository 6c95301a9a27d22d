//! Restatements: figures of earlier quarters that services corrected, as they were published and as they are now.

use super::page::{Listing, column, link, number, text};
use super::{ReportContext, indicators};
use crate::analyse::RestatementResult;
use crate::reading::correction::Class;
use crate::workbook::{Cell, Paper, Sheet};
use std::sync::Arc;

const NAME: &str = "Restatements";

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let mut page = report.page(NAME, "Restatements: published figures that changed");
    let columns = vec![
        column("Ref", 10.0),
        column("Indicator", 36.0),
        column("Service", 24.0),
        column("Quarter", 11.0),
        column("As published", 13.0),
        column("Status then", 17.0),
        column("Now", 13.0),
        column("Status now", 17.0),
        column("Change", 12.0),
        column("Class", 13.0),
        column("Reason", 46.0),
        column("Corrected by", 20.0),
        column("Source", 46.0),
    ];
    page.widen(&columns);
    page.row = 3;
    let words = "An update: later or fuller data came in. An improvement: the way of measuring got better. A \
                 correction: the published figure was wrong. What was published stays in the ledger; comparisons in \
                 this workbook are with the figures as they are now.";
    page.paragraph(0, 8, words, report.styles.text);
    page.row = 5;
    page.heading_here(2);
    let source = report.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: report.a.restatements.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, n, out)),
            filter: true,
            none: "No figure of an earlier quarter was corrected.",
        },
        &report.styles,
    );
    if report.a.restatements.is_empty() {
        page.sheet.print.paper = Paper::A4;
    }
    page.sheet
}

fn line<'a>(report: &ReportContext<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let r: &RestatementResult<'a> = &report.a.restatements[n];
    let (styles, c) = (report.styles_for(report.a.restatements.len()), &r.restatement.correction);
    let i = &report.a.register.indicators[r.indicator];
    let figures = styles.figures(i.unit, i.decimals);
    out.extend([
        link(&*i.id, indicators::address(r.indicator), styles.link),
        text(i.name.as_str(), styles.text),
        text(report.service(&i.service), styles.text),
        text(r.restatement.of.as_str(), styles.code),
        number(r.restatement.was, figures.value),
        report.status(r.status_was),
        number(Some(c.corrected), figures.value),
        report.status(r.status),
        number(r.change, figures.signed),
        text(c.class.map_or("", Class::words), styles.text),
        text(c.reason.as_str(), styles.text),
        text(c.author.as_str(), styles.text),
        report.source(&c.place, styles),
    ]);
}
