//! Target setting: what is known of each measure for whoever sets next year's target.

use super::cell::text;
use super::context::ReportContext;
use super::foretold;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::analyse::TargetEvidence;
use crate::analyse::shown::shown;
use crate::measure::Aggregation;
use crate::workbook::Sheet;
use std::sync::Arc;

const NAME: &str = "Target setting";

type Evidence<'a> = IndicatorRow<'a, TargetEvidence>;
type EvidenceRow<'a> = ReportRow<'a, Evidence<'a>>;

fn columns<'a>() -> ReportColumns<'a, Evidence<'a>> {
    ReportColumns::<Evidence<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 40.0, |r| r.name())
        .column("Target this year", 12.0, |r| r.value(r.of.result.annual_target))
        .column("Outturn, or its forecast", 21.0, |r| r.forecast())
        .column("Likely range (80%)", 20.0, |r| r.text(foretold::likely(r.of.i, r.of.result)))
        .column("Targets met, of the years before", 12.0, |r| {
            r.text(format!("{} of {}", r.of.with.met, r.of.with.told))
        })
        .column("Change a year so far", 12.0, |r| r.signed(r.of.with.change))
        .column("Next year at this pace", 13.0, |r| r.value(r.of.with.at_pace))
        .column("Target set for next year", 13.0, |r| r.value(r.of.with.next))
        .column("Usual range of a quarter", 20.0, |r| r.text(usual(r)))
        .column("Peers' median", 13.0, |r| r.value(median(r)))
        .column("Which way is better", 16.0, |r| r.text(r.of.i.polarity.words()))
        .column("Service", 28.0, |r| r.service())
        .column("Answers for it", 20.0, |r| r.text(r.of.i.owner.as_str()))
}

/// The natural limits of a quarter's figure: a target outside them is not reached as things are done now.
/// The limits of a quarter; of what a year adds up there is none that a year's target can be held against.
fn usual(r: &EvidenceRow<'_>) -> String {
    if r.of.i.aggregation == Aggregation::Sum {
        return String::new();
    }
    let show = |v| shown(r.of.i.unit, r.of.i.decimals, v);
    r.of.result.signals.chart.map_or_else(String::new, |c| format!("{} to {}", show(c.lower), show(c.upper)))
}

fn median(r: &EvidenceRow<'_>) -> Option<f64> {
    r.of.result.benchmark.as_deref()?.standing.as_ref()?.as_ref().ok().map(|s| s.median)
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let evidence = report.a.target_evidence();
    let mut page = report.page(NAME, "Evidence for next year's targets");
    let (source, len) = (report.clone(), evidence.len());
    let of = move |n: usize| source.indicator_with(source.styles_for(len), evidence[n].indicator, evidence[n]);
    let table = report.table("Target_setting", columns(), len, of).filtered();
    page.widen(table.widths());
    let words = "Change a year: from the first of the three years before that is measured as this one is, to this year. A target beyond the \
                 usual range of a quarter is not reached as things are done now; one well inside it asks for nothing.";
    page.paragraph(0, 8, words, report.styles.text);
    page.row += 1;
    page.heading_here(2);
    page.table(table, "No measure has a target for the year.", &report.styles);
    page.put(0, text("The evidence proposes no target: people set it.", report.styles.note_line));
    page.sheet
}
