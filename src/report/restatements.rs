//! Restatements: figures of earlier quarters that services corrected, as they were published and as they are now.

use super::context::ReportContext;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::analyse::RestatementResult;
use crate::reading::correction::{Correction, RestatementClass};
use crate::text::number::finer_than;
use crate::workbook::{Paper, Sheet};
use std::sync::Arc;

const NAME: &str = "Restatements";

type RestatedIndicator<'a> = IndicatorRow<'a, &'a RestatementResult<'a>>;
type RestatementRow<'a> = ReportRow<'a, RestatedIndicator<'a>>;

fn columns<'a>() -> ReportColumns<'a, RestatedIndicator<'a>> {
    ReportColumns::<RestatedIndicator<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 36.0, |r| r.name())
        .column("Service", 24.0, |r| r.service())
        .column("Quarter", 11.0, |r| r.code(r.of.with.restatement.of.as_str()))
        .column("As published", 13.0, |r| r.value(r.of.with.restatement.was))
        .column("Status then", 17.0, |r| r.report.status(r.of.with.status_was))
        .column("Now", 13.0, |r| r.value(Some(correction(r).corrected)))
        .column("Made of", 17.0, |r| r.text(made_of(correction(r))))
        .column("Status now", 17.0, |r| r.report.status(r.of.with.status))
        .column("Change", 12.0, |r| r.signed(r.of.with.change))
        .column("Class", 13.0, |r| r.text(correction(r).class.map_or("", RestatementClass::words)))
        .column("Reason", 46.0, |r| r.text(correction(r).reason.as_str()))
        .column("Corrected by", 20.0, |r| r.text(correction(r).author.as_str()))
        .column("Source", 46.0, |r| r.report.source(&correction(r).place, r.styles()))
}

fn correction<'a>(r: &RestatementRow<'a>) -> &'a Correction {
    &r.of.with.restatement.correction
}

/// `310 ÷ 400`, where the service gives it.
fn made_of(c: &Correction) -> String {
    let part = |part: f64| crate::shown::plain(decimals_of(part), part);
    c.numerator.zip(c.denominator).map(|(n, d)| format!("{} ÷ {}", part(n), part(d))).unwrap_or_default()
}

/// Up to two decimals, as many as a count has.
fn decimals_of(part: f64) -> u8 {
    (0..2).find(|d| !finer_than(part, *d)).unwrap_or(2)
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let restatements = &report.a.restatements;
    let mut page = report.page(NAME, "Restatements: published figures that changed");
    let (source, len) = (report.clone(), restatements.len());
    let of = move |n: usize| {
        let r = &restatements[n];
        source.indicator_with(source.styles_for(len), r.indicator, r)
    };
    let table = report.table(NAME, columns(), len, of).filtered();
    page.widen(table.widths());
    page.row = 3;
    let words = "An update: later or fuller data came in. An improvement: the way of measuring got better. A \
                 correction: the published figure was wrong. What was published stays in the ledger; comparisons in \
                 this workbook are with the figures as they are now.";
    page.paragraph(0, 8, words, report.styles.text);
    page.row = 5;
    page.heading_here(2);
    page.table(table, "No figure of an earlier quarter was corrected.", &report.styles);
    if restatements.is_empty() {
        page.sheet.print.paper = Paper::A4;
    }
    page.sheet
}
