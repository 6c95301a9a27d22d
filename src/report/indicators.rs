//! Indicators: every figure with its target, status, direction and forecast on the first screen; then who answers for it, its
//! changes, signals, 13 quarters, words and the cell it came from.

use super::cell::{chance, percent};
use super::context::ReportContext;
use super::page::SMALL;
use super::places::INDICATORS;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use super::{foretold, format, own_words};
use crate::analyse::{Analysis, Comparison, IndicatorResult, QUARTERS};
use crate::fit::fit;
use crate::measure::LongTerm;
use crate::reading::column_letters;
use crate::settings::Status;
use crate::workbook::{Column, Mark, Paper, Sheet, SheetCell, Sparklines};
use std::ops::Range;
use std::sync::Arc;

/// The columns of the statuses and of the sparklines, and the last that the members' workbook prints.
const STATUS: &str = "Status";
const SPARKLINE: &str = "Last 13 quarters";
const PRINTED: &str = "Service";
/// Printed pages beside each other where every column is open, and the first columns that each of them repeats.
const PAGES: u16 = 2;
const REPEATED: u16 = 2;

type IndicatorCells<'a> = ReportRow<'a, IndicatorRow<'a>>;
type IndicatorColumns<'a> = ReportColumns<'a, IndicatorRow<'a>>;

/// The columns of the table, in the order in which they are asked for: what it is, how it is, which way it goes, where it
/// will end; then the rest in groups, each with the column behind it that is seen while the group is closed. What is
/// switched off, is blank for every indicator or says of each what another column says is left out.
fn columns<'a>(a: &'a Analysis<'a>) -> IndicatorColumns<'a> {
    // Short enough to be read and not just filtered: with sparklines, sentences and percentages of every change.
    let read = a.indicators.len() <= SMALL;
    let (signals, forecast) = (a.settings.signals.on, a.settings.forecast.on);
    first(read, forecast)
        .column("Note", 42.0, |r| r.report.note(r.of.result))
        .group(
            "Who",
            IndicatorColumns::new()
                .column("Priority", 24.0, |r| r.text(r.report.priorities(r.of.i)))
                .column("Owner", 18.0, |r| r.text(r.of.i.owner.as_str()))
                .column("Directorate", 22.0, |r| r.text(r.report.directorate(&r.of.i.service))),
        )
        .column(PRINTED, 37.0, |r| r.service())
        .group("Changes", changes(a, read))
        .column("Variance (good is +)", 12.0, |r| r.signed(r.of.result.variance))
        .group(
            "Signals",
            IndicatorColumns::new()
                .column_when(signals, "Signal", 30.0, |r| {
                    let result = r.of.result;
                    r.text(format::signal(&result.signals, result.status, r.report.a.settings))
                })
                .column_when(signals, "Chance", 24.0, |r| r.text(format::chance(&r.of.result.signals.chance))),
        )
        .column_when(signals, "Trend", 21.0, |r| r.text(format::trend(&r.of.result.signals)))
        .group("Year", year(forecast))
        .column("Year to date", 21.0, |r| match r.of.result.year_to_date {
            Ok(value) => r.value(Some(value)),
            Err(why) => r.text(why.words()),
        })
        .group("Quarters", IndicatorColumns::new().columns(quarter_columns(a, 0..QUARTERS - 1)))
        .columns(quarter_columns(a, QUARTERS - 1..QUARTERS))
        .group("Words, source", words(a, read))
}

/// What is seen on the first screen.
fn first<'a>(read: bool, forecast: bool) -> IndicatorColumns<'a> {
    IndicatorColumns::new()
        .column("Ref", 10.0, |r| r.report.link_to_source(r.of.result, r.styles()))
        .column("Indicator", 52.0, |r| r.name())
        .column("Unit", 12.5, |r| r.unit())
        .column("Value", 12.0, |r| r.value(r.of.result.value))
        .column("Target", 12.0, |r| r.value(r.of.result.target))
        // In a long table the column is coloured by rule: a style of its own would be looked up for every cell.
        .column(STATUS, 17.0, |r| match r.styles().bare {
            true => SheetCell { style: r.styles().text, ..r.status() },
            false => r.status(),
        })
        .column("Direction on last quarter", 21.0, |r| r.text(format::direction(&r.of.result.short)))
        .column_when(forecast, "Forecast outturn", 23.0, |r| r.forecast())
        .column_when(read, SPARKLINE, 18.0, |r| r.text(""))
}

/// How far it is from its target, from last quarter and from last year.
fn changes<'a>(a: &'a Analysis<'a>, read: bool) -> IndicatorColumns<'a> {
    let council = a.settings.direction.long_term;
    let ongoing =
        |r: &IndicatorResult<'_>| a.register.indicators[r.indicator].long_term.unwrap_or(council) == LongTerm::Ongoing;
    // Long-term direction is something else than direction on last year.
    let long_term = a.indicators.iter().any(ongoing);
    IndicatorColumns::new()
        .column("Variance %", 11.0, |r| percent(r.of.result.variance_percent, r.styles().percent))
        .column("Change on last quarter", 14.0, |r| change(r, &r.of.result.short))
        .column("Change on last quarter %", 16.0, |r| change_percent(r, &r.of.result.short))
        .column("Change on last year", 14.0, |r| change(r, &r.of.result.year_on_year))
        .column_when(read, "Change on last year %", 16.0, |r| change_percent(r, &r.of.result.year_on_year))
        .column("Direction on last year", 21.0, |r| r.text(format::direction(&r.of.result.year_on_year)))
        .column_when(long_term, "Long-term direction", 21.0, |r| r.text(format::direction(&r.of.result.long)))
}

/// What the year is to come to, and how sure that is.
fn year<'a>(forecast: bool) -> IndicatorColumns<'a> {
    IndicatorColumns::new()
        .column("Year's target", 13.0, |r| r.value(r.of.result.annual_target))
        .column_when(forecast, "Likely range of the outturn (80%)", 24.0, |r| {
            r.text(foretold::likely(r.of.i, r.of.result))
        })
        .column_when(forecast, "Chance of the year's target", 16.0, |r| chance(r.of.result, r.styles()))
        .column("Service's own forecast of the year", 18.0, |r| {
            r.value(r.of.result.reading.filter(|r| !r.held_back()).and_then(|r| r.forecast))
        })
}

/// Some of the 13 quarters, by their number from 0.
fn quarter_columns<'a>(
    a: &Analysis<'_>,
    numbers: Range<usize>,
) -> impl Iterator<Item = Column<'a, IndicatorCells<'a>>> {
    let periods: Vec<_> = a.period.last(QUARTERS).enumerate().collect();
    periods.into_iter().filter(move |(n, _)| numbers.contains(n)).map(|(n, period)| {
        Column::new(period.to_string(), 13.3, move |r: &IndicatorCells<'a>| r.value(r.of.result.quarters[n]))
    })
}

/// What is said of it, and the cell that it came from.
fn words<'a>(a: &'a Analysis<'a>, read: bool) -> IndicatorColumns<'a> {
    IndicatorColumns::new()
        .column_when(!a.register.comparators.is_empty(), "Against others", 26.0, |r| {
            let benchmark = r.of.result.benchmark.as_ref();
            r.text(benchmark.map(|b| b.words(r.report.a.period, r.of.i.decimals)).unwrap_or_default())
        })
        .column_when(read, "In words", 150.0, |r| r.text(own_words::of_measure(&r.report, r.of.n)))
        .column("Commentary", 110.0, |r| r.text(r.of.result.reading.map_or("", |r| r.words.commentary.as_str())))
        .column("Source", 50.0, |r| match r.of.result.reading {
            Some(reading) => r.report.source(&reading.place, r.styles()),
            None => r.code(""),
        })
}

/// The first column of quarters.
pub fn quarters(a: &Analysis<'_>) -> u16 {
    let first = a.period.last(QUARTERS).next();
    first.and_then(|p| columns(a).place(&p.to_string())).unwrap_or_default()
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let a = report.a;
    let (styles, len) = (&report.styles, a.indicators.len());
    let mut page = report.page(INDICATORS.name, "Every indicator");
    let source = report.clone();
    let mut table =
        report.table(INDICATORS.name, columns(a), len, move |n| source.indicator_with(source.styles_for(len), n, ()));
    (table.filter, table.bare) = (true, report.styles_for(len).bare);
    page.groups(&table, report.wide());
    page.group_names(&table, INDICATORS.heading - 1, styles);
    // The quarters end the print where every column is open: the texts behind them would make its rows five times as high.
    let printed = match report.wide() {
        true => Some(report.quarters + fit::<u16>(QUARTERS) - 1),
        false => table.place(PRINTED),
    };
    page.sheet.print.last = printed.map(|column| (INDICATORS.row(len.saturating_sub(1)), column));
    page.widen(table.widths());
    if report.wide() {
        // The columns that every printed page repeats would cut the line at their edge.
        page.sheet.cells.retain(|(row, ..)| *row != 1);
        page.row = 1;
        page.paragraph(0, REPEATED - 1, report.subtitle.clone(), styles.subtitle_lines);
        // Forty columns on one page could not be read.
        page.sheet.print.pages_wide = PAGES;
        page.sheet.print.paper = Paper::A3;
    }
    page.row = INDICATORS.heading;
    page.heading_here(REPEATED);
    if let Some(last) = len.checked_sub(1) {
        let (first_row, last_row) = (INDICATORS.row(0), INDICATORS.row(last));
        match table.place(SPARKLINE) {
            Some(column) => page.sheet.sparklines.extend(sparklines(report, len, column)),
            None => {
                let colours = |column| Status::ALL.map(|s| colour(report, s, (first_row, column, last_row, column)));
                page.sheet.marks.extend(table.place(STATUS).into_iter().flat_map(colours));
            }
        }
    }
    page.table(table, "The register has no indicators.", styles);
    page.sheet
}

/// The sparklines of all rows, as one group for each run of rows whose lines are drawn alike.
fn sparklines(report: &ReportContext<'_>, len: usize, column: u16) -> Vec<Sparklines> {
    let mut out: Vec<Sparklines> = vec![];
    for n in 0..len {
        let row = INDICATORS.row(n);
        let line = Sparklines { data_sheet: String::new(), ..report.sparkline(n, row, column) };
        match out.last_mut().filter(|last| last.over_gaps == line.over_gaps) {
            Some(last) => last.last_row = row,
            None => out.push(line),
        }
    }
    out
}

/// Colours a status's cells in a column of statuses.
fn colour(report: &ReportContext<'_>, status: Status, range: (u32, u16, u32, u16)) -> Mark {
    let (look, words) = (report.a.settings.look(status), &report.styles.status(status).text);
    let cell = format!("${}{}", column_letters(range.1), range.0 + 1);
    Mark { range, formula: format!("={cell}=\"{}\"", words.replace('"', "\"\"")), fill: look.fill, ink: look.ink }
}

/// The change from what a figure is compared with; where there is no comparison, the reason stands under direction.
fn change<'a>(r: &IndicatorCells<'a>, compared: &Comparison) -> SheetCell<'a> {
    r.signed(compared.as_ref().ok().map(|m| m.change))
}

fn change_percent<'a>(r: &IndicatorCells<'a>, compared: &Comparison) -> SheetCell<'a> {
    percent(compared.as_ref().ok().and_then(|m| m.percent), r.styles().percent)
}
