//! Outturn, at half-year and year-end: where each measure's year ends against its target, beside the three years before.

use super::cell::{chance, text};
use super::context::ReportContext;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::analyse::{Analysis, YEARS, YearOutturn};
use crate::fit::fit;
use crate::settings::Status;
use crate::workbook::{Column, Sheet, SheetCell};
use std::sync::Arc;

const NAME: &str = "Outturn";

type OutturnRow<'a> = ReportRow<'a, IndicatorRow<'a>>;
type OutturnColumns<'a> = ReportColumns<'a, IndicatorRow<'a>>;

fn columns<'a>(a: &Analysis<'_>) -> OutturnColumns<'a> {
    let ended = ended(a);
    let year = |n: usize| a.period.plus(-4 * fit::<i32>(n + 1)).year_label();
    OutturnColumns::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 40.0, |r| r.name())
        .column("Year's target", 13.0, |r| r.value(told(r).and_then(|o| o.target).or(r.of.result.annual_target)))
        .column_when(!ended, "Year to date", 13.0, |r| r.value(r.of.result.year_to_date.ok()))
        .column(if ended { "Outturn" } else { "Forecast outturn" }, 21.0, |r| r.forecast())
        .column(if ended { "Target" } else { "By the forecast" }, 19.0, verdict)
        .column_when(!ended, "Chance of the year's target", 12.0, |r| chance(r.of.result, r.styles()))
        .columns((0..YEARS).map(|n| {
            Column::new(format!("Outturn {}", year(n)), 13.0, move |r: &OutturnRow<'a>| {
                r.value(before(r, n).and_then(|y| y.value))
            })
        }))
        .group(
            "Earlier targets",
            OutturnColumns::new().columns((0..YEARS).map(|n| {
                Column::new(format!("Target {}", year(n)), 13.0, move |r: &OutturnRow<'a>| {
                    r.value(before(r, n).and_then(|y| y.target))
                })
            })),
        )
        .column("Years on target, of those told", 12.0, |r| {
            let told = r.of.result.years.iter().filter_map(|y| y.met);
            let met = told.clone().filter(|met| *met).count();
            r.text(format!("{met} of {}", told.count()))
        })
        .group(
            "Now",
            OutturnColumns::new().column("Status now", 18.0, |r| r.status()).column("Service", 28.0, |r| r.service()),
        )
        .column("Answers for it", 20.0, |r| r.text(r.of.i.owner.as_str()))
        .column("Not compared", 24.0, |r| {
            let broken: Vec<String> =
                r.of.result.years.iter().filter(|y| !y.comparable).map(|y| y.ends.year_label()).collect();
            r.text(if broken.is_empty() {
                String::new()
            } else {
                format!("Measured otherwise in {}", broken.join(", "))
            })
        })
}

/// The financial year ends with the quarter.
fn ended(a: &Analysis<'_>) -> bool {
    a.period.quarter() == 4
}

fn told<'a>(r: &OutturnRow<'a>) -> Option<&'a crate::analyse::Outturn> {
    r.of.result.outturn.as_deref().ok()
}

fn before<'a>(r: &OutturnRow<'a>, n: usize) -> Option<&'a YearOutturn> {
    r.of.result.years.get(n)
}

/// Met or not, or forecast so, in word, symbol and colour.
fn verdict<'a>(r: &OutturnRow<'a>) -> SheetCell<'a> {
    let (Some(outturn), styles) = (told(r), r.styles()) else { return r.text("") };
    match (outturn.meets, outturn.foreseen.is_some()) {
        (None, _) => r.text("No target"),
        (Some(true), false) => text("● Met", styles.status(Status::Green).style),
        (Some(true), true) => text("● Will be met", styles.status(Status::Green).style),
        (Some(false), false) => text("▲ Missed", styles.status(Status::Red).style),
        (Some(false), true) => text("▲ Will be missed", styles.status(Status::Red).style),
    }
}

/// How many meet their year's target, of those that can be told.
fn counted(a: &Analysis<'_>) -> String {
    let told = a.indicators.iter().filter_map(|r| r.outturn.as_ref().ok());
    let known: Vec<(bool, bool)> = told.filter_map(|o| Some((o.meets?, o.foreseen.is_some()))).collect();
    let met = |foreseen| known.iter().filter(|k| **k == (true, foreseen)).count();
    let of = |foreseen| known.iter().filter(|(_, f)| *f == foreseen).count();
    let words = [
        (of(false), format!("{} of {} whose year has ended met their year's target", met(false), of(false))),
        (of(true), format!("{} of {} are forecast to meet it", met(true), of(true))),
    ];
    let words: Vec<String> = words.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect();
    if words.is_empty() { "No outturn can be told.".to_owned() } else { words.join("; ") + "." }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let a = report.a;
    let title = if ended(a) { "Outturn against target" } else { "Half-year: where the year is heading" };
    let mut page = report.page(NAME, title);
    // Which has no target for a year tells nothing here.
    let shown: Vec<usize> = (0..a.indicators.len())
        .filter(|n| {
            let r = &a.indicators[*n];
            r.annual_target.is_some() || r.outturn.as_ref().is_ok_and(|o| o.target.is_some())
        })
        .collect();
    let order = report.a.worst_first(shown);
    let (source, len) = (report.clone(), order.len());
    let table = report.table(NAME, columns(a), len, move |k| source.indicator(order[k])).filtered();
    page.groups(&table, report.wide());
    page.widen(table.widths());
    page.put(0, text(counted(a), report.styles.plain));
    page.row += 1;
    let words = "Earlier years are held against the targets that the register has for them. A year measured otherwise is shown and \
                 not compared.";
    page.put(0, text(words, report.styles.note_line));
    page.row += 2;
    page.group_names(&table, page.row - 1, &report.styles);
    page.heading_here(2);
    page.table(table, "No measure has a target for the year.", &report.styles);
    page.sheet
}
