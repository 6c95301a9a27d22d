//! Breakdowns: the parts of the measures, as the services sent them; on a sheet, and as `breakdowns.csv` for programs.

use super::cell::text;
use super::context::ReportContext;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::analyse::{Analysis, PartResult};
use crate::reading::{HELD_BACK, Marker, Value};
use crate::workbook::{Sheet, SheetCell};
use std::io::{self, Write};
use std::sync::Arc;

/// The name of the file among the outputs.
pub const FILE: &str = "breakdowns.csv";
pub(super) const NAME: &str = "Breakdowns";

type PartIndicator<'a> = IndicatorRow<'a, &'a PartResult<'a>>;
type PartRow<'a> = ReportRow<'a, PartIndicator<'a>>;

fn columns<'a>() -> ReportColumns<'a, PartIndicator<'a>> {
    ReportColumns::<PartIndicator<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 36.0, |r| r.name())
        .column("Service", 24.0, |r| r.service())
        .column("Breakdown", 28.0, |r| r.text(&*r.of.with.part.name))
        .column("Value", 13.0, value)
        .column("Numerator", 13.0, |r| figure(r, r.of.with.part.numerator))
        .column("Denominator", 16.0, |r| figure(r, r.of.with.part.denominator))
        .column("Source", 46.0, |r| r.report.source(&r.of.with.part.place, r.styles()))
}

fn value<'a>(r: &PartRow<'a>) -> SheetCell<'a> {
    match r.of.with.part.value {
        Value::Marker(marker) => r.text(marker.words()),
        Value::Number(_) if r.of.with.held_back => r.text(HELD_BACK),
        Value::Number(number) => r.value(Some(number)),
    }
}

fn figure<'a>(r: &PartRow<'a>, figure: Option<f64>) -> SheetCell<'a> {
    match figure {
        Some(_) if r.of.with.held_back => text(HELD_BACK, r.styles().text),
        figure => super::cell::number(figure, r.styles().whole),
    }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let parts = &report.a.parts;
    let mut page = report.page(NAME, "Breakdowns: the parts of the measures");
    let (source, len) = (report.clone(), parts.len());
    let of = move |n: usize| source.indicator_with(source.styles_for(len), source.place(parts[n].indicator), &parts[n]);
    let table = report.table(NAME, columns(), len, of).filtered();
    page.widen(table.widths());
    page.row = 3;
    let words = "As the services sent them. A part is in no count, no status and no total of this workbook.";
    page.paragraph(0, 8, words, report.styles.text);
    page.row = 5;
    page.heading_here(2);
    page.table(table, "No measure was broken down.", &report.styles);
    page.sheet
}

/// Writes the file: a line a part, with the headings alone where there is none.
///
/// # Errors
/// When `out` cannot be written.
pub fn breakdowns(analysis: &Analysis<'_>, out: impl Write) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record([
        "indicator",
        "service",
        "period",
        "breakdown",
        "value",
        "marker",
        "numerator",
        "denominator",
        "file",
        "sheet",
        "cell",
    ])?;
    for result in &analysis.parts {
        let part = result.part;
        let told = |number: Option<f64>| match number {
            Some(_) if result.held_back => HELD_BACK.to_owned(),
            number => number.map(|n| n.to_string()).unwrap_or_default(),
        };
        let marker = part.value.marker().map_or("", Marker::key);
        csv.write_record([
            &*part.indicator,
            &*part.service,
            &part.period.to_string(),
            &no_formula(&part.name),
            &told(part.value.number()),
            marker,
            &told(part.numerator),
            &told(part.denominator),
            &no_formula(&part.place.source.file),
            &no_formula(&part.place.sheet),
            &part.place.cell.to_string(),
        ])?;
    }
    csv.flush()
}

/// Words that a spreadsheet would take for a formula, kept from being one.
fn no_formula(words: &str) -> String {
    format!("{}{words}", if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" })
}
