//! Restatements: figures of earlier quarters that services corrected, as they were published and as they are now.

use super::page::{Listing, column, link, number, text};
use super::{Desk, indicators};
use crate::analyse::RestatementResult;
use crate::reading::correction::RestatementClass;
use crate::workbook::{Cell, Paper, Sheet};
use std::sync::Arc;

const NAME: &str = "Restatements";

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let mut page = desk.page(NAME, "Restatements: published figures that changed");
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
    page.paragraph(0, 8, words, desk.looks.text);
    page.row = 5;
    page.heading_here(2);
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: desk.a.restatements.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, n, out)),
            filter: true,
            none: "No figure of an earlier quarter was corrected.",
        },
        &desk.looks,
    );
    if desk.a.restatements.is_empty() {
        page.sheet.print.paper = Paper::A4;
    }
    page.sheet
}

fn line<'a>(desk: &Desk<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let r: &RestatementResult<'a> = &desk.a.restatements[n];
    let (looks, c) = (desk.looks_for(desk.a.restatements.len()), &r.restatement.correction);
    let i = &desk.a.register.indicators[r.indicator];
    let figures = looks.figures(i.unit, i.decimals);
    out.extend([
        link(&*i.id, indicators::address(r.indicator), looks.link),
        text(i.name.as_str(), looks.text),
        text(desk.service(&i.service), looks.text),
        text(r.restatement.of.as_str(), looks.code),
        number(r.restatement.was, figures.value),
        desk.status(r.status_was),
        number(Some(c.corrected), figures.value),
        desk.status(r.status),
        number(r.change, figures.signed),
        text(c.class.map_or("", RestatementClass::words), looks.text),
        text(c.reason.as_str(), looks.text),
        text(c.author.as_str(), looks.text),
        desk.source(&c.place, looks),
    ]);
}
