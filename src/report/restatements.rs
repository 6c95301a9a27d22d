//! Restatements: figures of earlier quarters that were corrected, as they were published and as they are now; and statuses of
//! earlier quarters that today's register or settings would give otherwise, and that stay as they were reported.

use super::context::ReportContext;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::analyse::{Recoloured, RestatementResult};
use crate::reading::ENTERED;
use crate::reading::correction::{Correction, RestatementClass};
use crate::reported::RestatedTarget;
use crate::status::difference;
use crate::text::number::finer_than;
use crate::workbook::Sheet;
use std::sync::Arc;

const NAME: &str = "Restatements";
/// The last column that is printed.
const PRINTED: &str = "Service";

type RestatedIndicator<'a> = IndicatorRow<'a, &'a RestatementResult<'a>>;
type RestatementRow<'a> = ReportRow<'a, RestatedIndicator<'a>>;

fn columns<'a>() -> ReportColumns<'a, RestatedIndicator<'a>> {
    ReportColumns::<RestatedIndicator<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 36.0, |r| r.name())
        .column("Quarter", 11.0, |r| r.code(r.of.with.restatement.of.as_str()))
        .column("As published", 13.0, |r| r.value(r.of.with.restatement.was))
        .column("Status then", 17.0, |r| r.report.status(r.of.with.status_was))
        .column("Now", 13.0, |r| r.value(Some(correction(r).corrected)))
        .column("Status now", 17.0, |r| r.report.status(r.of.with.status))
        .column("Change", 12.0, |r| r.signed(r.of.with.change))
        .column("Class", 13.0, |r| r.text(correction(r).class.map_or("", RestatementClass::words)))
        .column("Reason", 36.0, |r| r.text(correction(r).reason.as_str()))
        .column("Corrected by", 20.0, |r| r.text(correction(r).author.as_str()))
        .column(PRINTED, 24.0, |r| r.service())
        .group(
            "Made of, source",
            ReportColumns::<RestatedIndicator<'a>>::new()
                .column("Made of", 17.0, |r| r.text(made_of(correction(r))))
                .column("Source", 46.0, |r| match correction(r) {
                    c if c.place.source.file == ENTERED => r.text(format!("entered by {} with `{ENTERED}`", c.author)),
                    c => r.report.source(&c.place, r.styles()),
                }),
        )
}

type KeptStatus<'a> = IndicatorRow<'a, &'a Recoloured>;

fn kept_columns<'a>() -> ReportColumns<'a, KeptStatus<'a>> {
    ReportColumns::<KeptStatus<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 36.0, |r| r.name())
        .column("Quarter", 11.0, |r| r.code(r.of.with.period.to_string()))
        .column("Figure", 13.0, |r| r.value(r.of.with.kept.value))
        .column("Status kept", 17.0, |r| r.report.status(r.of.with.kept.status))
        .column("Target as reported", 13.0, |r| r.value(r.of.with.kept.target))
        .column("Status by today's rules", 17.0, |r| r.report.status(r.of.with.status))
        .column("Target today", 12.0, |r| r.value(r.of.with.target))
        .column("Moved by", 13.0, |r| {
            r.signed(r.of.with.target.zip(r.of.with.kept.target).map(|(a, b)| difference(a, b)))
        })
        .column("Why", 36.0, |r| r.text(why(r.of.with)))
        .column("Reported in", 20.0, |r| r.text(reported_in(r.of.with)))
        .column("Service", 24.0, |r| r.service())
}

type TargetRow<'a> = IndicatorRow<'a, &'a RestatedTarget>;

fn target_columns<'a>() -> ReportColumns<'a, TargetRow<'a>> {
    ReportColumns::<TargetRow<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 36.0, |r| r.name())
        .column("Quarter", 11.0, |r| r.code(r.of.with.period.to_string()))
        .column("Target then", 13.0, |r| r.value(r.of.with.was))
        .column("Status then", 17.0, |r| r.report.status(r.of.with.status_was))
        .column("Target now", 13.0, |r| r.value(Some(r.of.with.now)))
        .column("Status now", 17.0, |r| r.report.status(r.of.with.status))
        .column("Change", 12.0, |r| r.signed(r.of.with.was.map(|was| difference(r.of.with.now, was))))
        .column("Class", 13.0, |r| r.text(r.of.with.class.map_or("", RestatementClass::words)))
        .column("Reason", 36.0, |r| r.text(r.of.with.reason.as_str()))
        .column("Put right by", 20.0, |r| r.text(r.of.with.author.as_str()))
        .column("Service", 24.0, |r| r.service())
}

fn reported_in(kept: &Recoloured) -> String {
    kept.kept.release.map_or_else(|| "a run, not published".to_owned(), |n| format!("release {n}"))
}

fn why(kept: &Recoloured) -> &'static str {
    if kept.target == kept.kept.target {
        "the scheme, a tolerance or a limit was changed: see What changed in the rules, on Method"
    } else {
        "the register gives the quarter another target now"
    }
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
        source.indicator_with(source.styles_for(len), source.place(r.indicator), r)
    };
    let table = report.table(NAME, columns(), len, of).filtered();
    page.lay_out(&table, PRINTED, report.wide());
    page.row = 3;
    let words = "An update: later or fuller data came in. An improvement: the way of measuring got better. A \
                 correction: the published figure was wrong. What was published stays in the ledger; comparisons in \
                 this workbook are with the figures as they are now.";
    page.paragraph(0, 8, words, report.styles.text);
    page.row = 5;
    page.heading_here(2);
    page.table(table, "No figure of an earlier quarter was corrected.", &report.styles);
    let kept: Vec<(usize, &Recoloured)> =
        report.a.indicators.iter().enumerate().flat_map(|(n, r)| r.recoloured.iter().map(move |c| (n, c))).collect();
    let targets = &report.a.restated_targets;
    if !targets.is_empty() {
        page.row += 1;
        page.section("Targets that were put right", &report.styles);
        let (source, len) = (report.clone(), targets.len());
        let of =
            move |n: usize| source.indicator_with(source.styles_for(len), source.place(targets[n].0), targets[n].1);
        let table = report.table("Restated_targets", target_columns(), len, of);
        page.table(table, "", &report.styles);
    }
    if !kept.is_empty() {
        page.row += 1;
        page.section("Statuses that stay as they were reported", &report.styles);
        let words = "Today's register or settings would give these figures another status. The quarters keep the one that they \
                     were reported with, here and in every comparison; a figure that was restated is rated against the \
                     target that its quarter was reported with.";
        page.paragraph(0, 8, words, report.styles.text);
        let (source, len) = (report.clone(), kept.len());
        let of = move |n: usize| source.indicator_with(source.styles_for(len), kept[n].0, kept[n].1);
        let table = report.table("Kept_statuses", kept_columns(), len, of);
        page.table(table, "", &report.styles);
    }
    page.print_ends();
    page.sheet
}
