//! Definitions: what every indicator measures and how, as the register says.

use super::cell::text;
use super::context::ReportContext;
use super::page::SMALL;
use super::row::ReportColumns;
use crate::measure::Scheme;
use crate::register::Indicator;
use crate::status;
use crate::workbook::Sheet;
use std::sync::Arc;

const NAME: &str = "Definitions";

fn columns<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, &'a Indicator> {
    let settings = report.a.settings;
    let schemes: Vec<String> = Scheme::ALL.iter().map(|s| status::words::title(*s, settings)).collect();
    ReportColumns::<&'a Indicator>::new()
        .column("Ref", 12.0, |r| r.code(&*r.of.id))
        .column("Indicator", 40.0, |r| r.text(r.of.name.as_str()))
        .column("Definition", 66.0, |r| r.text(r.of.definition.as_str()))
        .column("Unit", 18.0, |r| r.text(r.of.with_per(r.of.unit.words())))
        .column("Which way is better", 18.0, |r| r.text(r.of.polarity.words()))
        .column("Frequency", 16.0, |r| r.text(r.of.frequency.words()))
        .column("Year", 12.0, |r| r.text(r.of.year.kind.words()))
        .column("Year's figure", 14.0, |r| r.text(r.of.aggregation.words()))
        .column("Sent as", 14.0, |r| r.text(if r.of.cumulative { "Year to date" } else { "Quarter" }))
        .column("Status scheme", 22.0, move |r| r.text(schemes[status::scheme(r.of, settings) as usize].clone()))
        .column("Numerator", 26.0, |r| r.text(r.of.numerator_name.as_str()))
        .column("Denominator", 26.0, |r| r.text(r.of.denominator_name.as_str()))
        .column("Follows from", 30.0, |r| r.text(r.of.formula.as_ref().map_or("", |f| f.text.as_str())))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let (a, all) = (report.a, &report.a.register.indicators);
    let indicators: Vec<&'a Indicator> =
        all.iter().enumerate().filter(|(n, _)| a.position(*n).is_some()).map(|(_, i)| i).collect();
    let mut page = report.page(NAME, "Definitions of the indicators");
    if indicators.len() > SMALL {
        let words = "The register has too many indicators to repeat here: see the sheet Indicators of register.xlsx.";
        page.put(0, text(words, styles.note_line));
        return page.sheet;
    }
    let table = report.table(NAME, columns(report), indicators.len(), move |n| indicators[n]).filtered();
    page.widen(table.widths());
    page.heading_here(2);
    page.table(table, "The register has no indicators.", styles);
    page.sheet
}
