//! Trends: a chart for each key indicator, actual against target and its usual range over 13 quarters, and the figures
//! that they draw.

use super::cell::text;
use super::context::ReportContext;
use super::page::Page;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use super::{foretold, format};
use crate::analyse::shown::shown;
use crate::analyse::{IndicatorResult, QUARTERS};
use crate::fit::fit;
use crate::period::Period;
use crate::statistic::xmr::Xmr;
use crate::workbook::{Chart, ChartKind, ChartSeries, Column, Columns, SeriesLook, Sheet};
use std::sync::Arc;

const NAME: &str = "Trends";
/// Charts on the sheet, and beside each other.
const MOST: usize = 24;
const ACROSS: usize = 3;
/// Columns of quarters that are as wide as a chart and a gap.
const WIDE: u16 = 8;
/// Width and height in pixels, and the rows that the height takes.
const SIZE: (u32, u32) = (520, 305);
const ROWS: u32 = 16;
/// The width of a column of a quarter.
const QUARTER: f64 = 10.0;
/// Rows of charts on a printed page.
const A_PAGE: usize = 3;
/// Limits of fewer figures than this are not drawn: they would move with every new one (Wheeler: five or six will do).
const DRAWN: usize = 6;

/// A row of the figures of an indicator, and a line of its chart where that has its kind.
struct ChartLine {
    name: &'static str,
    kind: LineKind,
    /// The quarters that the sheet shows, oldest first, this one last.
    values: fn(&IndicatorResult<'_>, Period) -> Vec<Option<f64>>,
    /// Which of what is to come: the forecast, its lowest or its highest.
    ahead: Option<usize>,
}

/// What a line is in a chart. A chart has three kinds at most: the figure, its target, and the one range that answers most.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Figure,
    Target,
    /// Between which it moves as it always does.
    UsualRange,
    /// What is to come, with its likely range.
    ToCome,
    /// A row of the figures only.
    Figures,
}

/// In the order of the rows. A line without a figure is not drawn; its row stays.
static LINES: &[ChartLine] = &[
    ChartLine { name: ACTUAL, kind: LineKind::Figure, values: |r, _| r.quarters.to_vec(), ahead: None },
    ChartLine { name: "Target", kind: LineKind::Target, values: |r, _| r.targets.clone(), ahead: None },
    ChartLine { name: "Mean", kind: LineKind::Figures, values: |r, now| limit(r, now, |c| c.mean), ahead: None },
    ChartLine { name: LOWER, kind: LineKind::UsualRange, values: |r, now| limit(r, now, |c| c.lower), ahead: None },
    ChartLine { name: UPPER, kind: LineKind::UsualRange, values: |r, now| limit(r, now, |c| c.upper), ahead: None },
    ChartLine { name: "Forecast", kind: LineKind::ToCome, values: to_now, ahead: Some(0) },
    ChartLine { name: "Likely, lowest", kind: LineKind::ToCome, values: to_now, ahead: Some(1) },
    ChartLine { name: "Likely, highest", kind: LineKind::ToCome, values: to_now, ahead: Some(2) },
];
const ACTUAL: &str = "Actual";
const LOWER: &str = "Lower limit";
const UPPER: &str = "Upper limit";

/// Lines of what is to come begin at this quarter's figure.
fn to_now(result: &IndicatorResult<'_>, _: Period) -> Vec<Option<f64>> {
    vec![result.quarters.last().copied().flatten().filter(|_| !to_come(result).is_empty())]
}

/// The quarters to come of the year, with the forecast of each and its likely range.
fn to_come<'r>(result: &'r IndicatorResult<'_>) -> &'r [(Period, [f64; 3])] {
    let foreseen = result.outturn.as_ref().ok().and_then(|o| o.foreseen.as_ref());
    foreseen.map_or(&[], |f| &f.to_come)
}

/// Quarters to come that the sheet shows: as far as any forecast goes.
fn ahead(report: &ReportContext<'_>) -> usize {
    let last = report.a.indicators.iter().filter_map(|r| to_come(r).last());
    last.map(|(q, _)| fit::<usize>(q.index() - report.a.period.index())).max().unwrap_or_default()
}

/// A line of the control chart over the quarters that it was worked out from: none before the definition changed.
fn limit(result: &IndicatorResult<'_>, now: Period, line: fn(&Xmr) -> f64) -> Vec<Option<f64>> {
    let signals = &result.signals;
    let chart = signals.chart.filter(|_| signals.points >= DRAWN);
    let from = signals.first.unwrap_or(now);
    now.last(QUARTERS).map(|p| chart.filter(|_| p >= from).map(|c| line(&c))).collect()
}

/// A line of an indicator's chart, and what it shows in each quarter of the sheet.
struct TrendValues {
    line: &'static ChartLine,
    values: Vec<Option<f64>>,
}

type TrendRow<'a> = ReportRow<'a, IndicatorRow<'a, TrendValues>>;

fn columns<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, IndicatorRow<'a, TrendValues>> {
    ReportColumns::<IndicatorRow<'a, TrendValues>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 52.0, |r| r.name())
        .column("Unit", 11.0, |r| r.unit())
        .column("Figure", 19.0, |r| r.text(named(r.of.with.line, r.of.result)))
        .columns(
            quarters(report.a.period, ahead(report))
                .enumerate()
                .map(|(n, p)| Column::new(short(p), QUARTER, move |r: &TrendRow<'a>| r.value(r.of.with.values[n]))),
        )
}

/// The quarters of the sheet, those to come behind this one.
fn quarters(now: Period, ahead: usize) -> impl Iterator<Item = Period> {
    now.last(QUARTERS).chain((1..=ahead).map(move |n| now.plus(fit::<i32>(n))))
}

/// What a line shows in each quarter of the sheet: a history shorter than 13 quarters ends with this one.
fn drawn(
    report: &ReportContext<'_>,
    line: &'static ChartLine,
    result: &IndicatorResult<'_>,
    ahead: usize,
) -> TrendValues {
    let now = report.a.period;
    let known = (line.values)(result, now);
    let last = &known[known.len().saturating_sub(QUARTERS)..];
    let before = std::iter::repeat_n(None, QUARTERS - last.len());
    let later = quarters(now, ahead).skip(QUARTERS).map(|q| to_come_of(line, result, q));
    TrendValues { line, values: before.chain(last.iter().copied()).chain(later).collect() }
}

/// `Q2 26-27`: an axis has no room for the century, and breaks the line at the space.
fn short(p: Period) -> String {
    p.heading().replacen(" 20", " ", 1)
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Trends of the key indicators");
    let columns = columns(report);
    page.widen(columns.widths());
    let first = quarters(a.period, 0).next().and_then(|q| columns.place(&short(q))).unwrap_or_default();
    // Paper ends with the columns: the last chart stands within them.
    let reach = usize::from(first + 2 * WIDE) - 1;
    while page.sheet.widths.len() < reach {
        page.sheet.widths.push(QUARTER);
    }
    // Where a row of charts has its charts.
    let places: [u16; ACROSS] = [0, first, first + WIDE];
    let key = (0..a.indicators.len()).filter(|n| report.definition(&a.indicators[*n]).key);
    let all: Vec<usize> = key.collect();
    let shown: Vec<usize> = all.iter().copied().take(MOST).collect();
    let some = match all.len() {
        0 => "The register marks no indicator as key: see its column Key.".to_owned(),
        n if n > MOST => format!("The first {MOST} of {} key indicators. ", format::thousands(n)),
        _ => String::new(),
    };
    let each = "Each quarter alone: figures sent as year to date are taken apart. Beside figure and target stands the forecast of \
                the year; where there is none, the usual range between whose limits a measure moves as it always does. All \
                figures stand below.";
    let to_date_only = shown.iter().any(|n| report.definition(&a.indicators[*n]).to_date_only());
    page.put(0, text(if all.is_empty() { some } else { some + each }, styles.plain));
    page.row += 1;
    if to_date_only {
        let words = "Year to date: a measure that is sent so and cannot be taken apart has the figures of this quarter of each year \
                     alone, which are alike; it has no limits.";
        page.put(0, text(words, styles.plain));
        page.row += 1;
    }
    if ahead(report) > 0 {
        let words = "To come: what each quarter will be on average if the year ends as forecast, and at either end of the range \
                     that holds its outturn four times in five.";
        page.put(0, text(words, styles.plain));
        page.row += 1;
    }
    page.row += 1;
    let top = page.row;
    page.row += fit::<u32>(shown.len().div_ceil(ACROSS)) * ROWS;
    // A section's title and the headings stand above the first row of figures.
    let heading = page.row + 1;
    for (k, n) in shown.iter().enumerate() {
        let row = top + fit::<u32>(k / ACROSS) * ROWS;
        if k % (A_PAGE * ACROSS) == 0 && k > 0 {
            page.sheet.print.breaks.push(row);
        }
        let (place, figures) = ((row, places[k % ACROSS]), (heading, heading + 1 + fit::<u32>(k * LINES.len())));
        page.sheet.charts.push(chart(report, *n, place, figures, first));
    }
    if !shown.is_empty() {
        figures(report, &mut page, columns, shown);
    }
    page.sheet
}

/// A row a line of an indicator's chart: what the charts draw.
fn figures<'a>(
    report: &Arc<ReportContext<'a>>,
    page: &mut Page<'a>,
    columns: Columns<'a, TrendRow<'a>>,
    shown: Vec<usize>,
) {
    // Paper has the charts; the figures that they draw are for the screen.
    page.rest_on_screen();
    page.section("The figures", &report.styles);
    let (source, len, ahead) = (report.clone(), shown.len() * LINES.len(), ahead(report));
    let of = move |k: usize| {
        let (n, line) = (shown[k / LINES.len()], &LINES[k % LINES.len()]);
        let drawn = drawn(&source, line, &source.a.indicators[n], ahead);
        source.indicator_with(&source.styles, n, drawn)
    };
    page.table(report.table(NAME, columns, len, of).filtered(), "", &report.styles);
}

/// What a line shows in a quarter to come.
fn to_come_of(line: &ChartLine, result: &IndicatorResult<'_>, q: Period) -> Option<f64> {
    to_come(result).iter().find(|(to_come, _)| *to_come == q).and_then(|(_, values)| values.get(line.ahead?).copied())
}

/// A line's name; limits of few figures are on trial.
fn named(line: &ChartLine, result: &IndicatorResult<'_>) -> &'static str {
    match line.name {
        LOWER if result.signals.trial => "Lower limit (trial)",
        UPPER if result.signals.trial => "Upper limit (trial)",
        name => name,
    }
}

/// Whether the chart of an indicator has a kind of line. Where the year is forecast, that answers more than its limits do.
fn has(kind: LineKind, result: &IndicatorResult<'_>) -> bool {
    match kind {
        LineKind::Figure | LineKind::Target => true,
        LineKind::ToCome => !to_come(result).is_empty(),
        LineKind::UsualRange => to_come(result).is_empty(),
        LineKind::Figures => false,
    }
}

/// What the legend calls a kind of line, whose lines stand in it as one.
fn in_legend(kind: LineKind, result: &IndicatorResult<'_>) -> &'static str {
    match kind {
        LineKind::Figure | LineKind::Figures => ACTUAL,
        LineKind::Target => "Target",
        LineKind::UsualRange if result.signals.trial => "Usual range (trial limits)",
        LineKind::UsualRange => "Usual range (limits)",
        LineKind::ToCome => "Forecast and its range",
    }
}

/// The look of a kind of line, and its colour; none for the accent. The target is the strongest after the figure.
fn drawn_as(kind: LineKind) -> (SeriesLook, Option<&'static str>) {
    match kind {
        LineKind::Figure | LineKind::Figures => (SeriesLook::Strong, None),
        LineKind::Target => (SeriesLook::Dashed, Some("#404040")),
        LineKind::UsualRange => (SeriesLook::Thin, Some("#B45F06")),
        LineKind::ToCome => (SeriesLook::Dotted, Some("#7030A0")),
    }
}

/// The chart of one indicator at a place, with quarters in row `heading` from column `first`, its lines in the rows from
/// `from`.
fn chart(
    report: &ReportContext<'_>,
    n: usize,
    (row, column): (u32, u16),
    (heading, from): (u32, u32),
    first: u16,
) -> Chart {
    let result = &report.a.indicators[n];
    let i = report.definition(result);
    let last = first + fit::<u16>(QUARTERS + ahead(report)) - 1;
    let has_figures =
        |line: &ChartLine| line.name == ACTUAL || (line.values)(result, report.a.period).iter().any(Option::is_some);
    let lines = (from..).zip(LINES).filter(|(_, line)| has(line.kind, result) && has_figures(line));
    let series = lines.map(|(row, line)| {
        let (look, colour) = drawn_as(line.kind);
        ChartSeries {
            name: in_legend(line.kind, result).into(),
            sheet: NAME.into(),
            categories: (heading, first, heading, last),
            values: (row, first, row, last),
            colour: colour.map_or_else(|| report.a.settings.look.accent.clone(), str::to_owned),
            look,
            labels: vec![],
        }
    });
    let to_date = if i.to_date_only() { ", year to date" } else { "" };
    // Figures of the table have no separators, which an axis of millions cannot do without.
    let long = result.quarters.iter().flatten().any(|v| v.abs() >= 1_000.0);
    Chart {
        kind: ChartKind::Line,
        title: format!("{} {}{to_date}", i.id, i.name),
        alt: says(report, n),
        x_title: String::new(),
        y_title: format::unit(i).into(),
        series: series.collect(),
        row,
        column,
        width: SIZE.0,
        height: SIZE.1,
        x_range: None,
        y_range: None,
        x_format: String::new(),
        y_format: if long { "#,##0".to_owned() } else { String::new() },
        legend: true,
        over_gaps: i.to_date_only(),
    }
}

/// What the chart shows, in words.
fn says(report: &ReportContext<'_>, n: usize) -> String {
    let result = &report.a.indicators[n];
    let i = report.definition(result);
    let known = || result.quarters.iter().flatten().copied();
    let show = |v| shown(i.unit, i.decimals, v);
    let figures = known().next().zip(known().next_back()).map_or_else(
        || "no figures".to_owned(),
        |(first, last)| {
            let (least, most) = (known().fold(first, f64::min), known().fold(first, f64::max));
            format!("from {} to {}, between {} and {}", show(first), show(last), show(least), show(most))
        },
    );
    let target = result.targets.last().copied().flatten();
    let target = target.map_or_else(String::new, |t| format!("; the target of this quarter is {}", show(t)));
    let range = result.signals.chart.filter(|_| has(LineKind::UsualRange, result) && result.signals.points >= DRAWN);
    let range =
        range.map_or_else(String::new, |c| format!("; its usual range is {} to {}", show(c.lower), show(c.upper)));
    let ahead = foretold::in_short(i, result);
    let to_date = if i.to_date_only() { "the year to date in this quarter of each year, " } else { "" };
    format!("Line chart of {} ({}) over {QUARTERS} quarters: {to_date}{figures}{target}{range}{ahead}.", i.name, i.id)
}
