//! Provenance: where each figure comes from, down to the cell and the bytes of the file.

use super::cell::{link, number, text};
use super::context::ReportContext;
use super::page::SMALL;
use super::places::{INDICATORS, PROVENANCE};
use super::provenance::FigureLine;
use super::row::{IndicatorRow, ReportColumns};
use crate::reading::Value;
use crate::workbook::Sheet;
use std::sync::Arc;

/// Signs of a hash that tell it from others, for people.
const HASH: usize = 12;

type SourceRow<'a> = IndicatorRow<'a, &'a FigureLine>;

fn columns<'a>() -> ReportColumns<'a, SourceRow<'a>> {
    ReportColumns::<SourceRow<'a>>::new()
        .column("Ref", 10.0, |r| link(&*r.of.i.id, INDICATORS.address(r.of.n), r.styles().link))
        .column("Indicator", 36.0, |r| r.name())
        .column("Quarter", 11.0, |r| r.code(r.of.with.quarter.to_string()))
        .column("Value", 13.0, |r| match r.of.with.value {
            Value::Number(v) => r.value(Some(v)),
            Value::Marker(marker) => r.text(marker.words()),
        })
        .column("Numerator", 13.0, |r| number(r.of.with.numerator, r.styles().text))
        .column("Denominator", 13.0, |r| number(r.of.with.denominator, r.styles().text))
        .column("How it came", 34.0, |r| r.text(r.of.with.how.as_str()))
        .column("File", 32.0, |r| r.text(r.of.with.place.source.file.as_str()))
        .column("Sheet", 18.0, |r| r.text(&*r.of.with.place.sheet))
        .column("Cell", 9.0, |r| r.code(r.of.with.place.cell.to_string()))
        .column("SHA-256, beginning", 15.0, |r| r.code(short(&r.of.with.place.source.sha256)))
        .column("Record", 9.0, |r| number(r.of.with.record.map(|n| n as f64), r.styles().whole))
        .column("Recorded", 12.0, |r| r.code(r.of.with.recorded.as_str()))
        .column("Release", 9.0, |r| number(r.of.with.release.map(f64::from), r.styles().whole))
        .column("SHA-256 of the file", 66.0, |r| r.code(r.of.with.place.source.sha256.as_str()))
}

fn short(sha256: &str) -> &str {
    &sha256[..HASH.min(sha256.len())]
}

/// The lines of the measures of this report, each with its measure's place.
fn lines<'a>(report: &ReportContext<'a>) -> impl Iterator<Item = (usize, &'a FigureLine)> {
    let (a, provenance) = (report.a, report.provenance);
    provenance.figures.iter().filter_map(|line| Some((a.position(line.indicator)?, line)))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let lines: Vec<(usize, &'a FigureLine)> = lines(report).collect();
    let mut page = report.page(PROVENANCE.name, "Provenance: where each figure comes from");
    if lines.is_empty() && report.a.indicators.len() > SMALL {
        let words = "The register is too long for a line each: the last column of Indicators has file, sheet and cell of each \
                     figure of this quarter, Files has the hash of each file, and `quarterday trace` tells all of it.";
        page.put(0, text(words, report.styles.note_line));
        return page.sheet;
    }
    let (source, len) = (report.clone(), lines.len());
    let of = move |n: usize| {
        let (of, line) = lines[n];
        source.indicator_with(source.styles_for(len), of, line)
    };
    let table = report.table(PROVENANCE.name, columns(), len, of).filtered();
    page.widen(table.widths());
    page.row = 3;
    let which = match report.provenance.figures_of_quarter {
        true => "One line a figure of this quarter; the register is too long for those of the earlier ones.",
        false => {
            "One line a figure that this workbook shows, this quarter's first, then those that it is compared with."
        }
    };
    let words = format!(
        "{which} Figures stand here as they were received: what is sent as a year to date is taken apart on other sheets. The \
         ledger keeps the bytes of every file under its hash; `quarterday trace` tells the rest of each figure's story."
    );
    page.paragraph(0, 8, words, report.styles.text);
    page.row = PROVENANCE.heading;
    page.heading_here(1);
    page.table(table, "No figure came.", &report.styles);
    page.sheet
}
