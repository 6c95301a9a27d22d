//! Trends: a chart for each key indicator, actual against target over 13 quarters, and the figures that they draw.

use super::page::{Column, Listing, Page, column, number, text};
use super::{Desk, format};
use crate::analyse::shown::shown;
use crate::period::Period;
use crate::workbook::{Cell, Chart, ChartKind, ChartSeries, Sheet};
use std::sync::Arc;

pub const NAME: &str = "Trends";
/// Charts on the sheet, and beside each other.
const MOST: usize = 24;
const ACROSS: usize = 3;
const QUARTERS: usize = 13;
/// The first column of quarters.
const FIRST: u16 = 4;
/// Columns where a row of charts has its charts: what lies between two is as wide as a chart and a gap.
const PLACES: [u16; ACROSS] = [0, FIRST, FIRST + 6];
/// Width and height in pixels, and the rows that the height takes.
const SIZE: (u32, u32) = (440, 270);
const ROWS: u32 = 14;
/// Rows of charts on a printed page.
const A_PAGE: usize = 3;

fn columns(desk: &Desk<'_>) -> Vec<Column> {
    let mut columns = vec![column("Ref", 10.0), column("Indicator", 33.0), column("Unit", 11.0), column("Figure", 9.0)];
    columns.extend(desk.a.period.last(QUARTERS).map(|p| column(short(p), 10.0)));
    columns
}

/// `Q2 26-27`: an axis has no room for the century, and breaks the line at the space.
fn short(p: Period) -> String {
    p.heading().replacen(" 20", " ", 1)
}

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let (a, looks) = (desk.a, &desk.looks);
    let mut page = desk.page(NAME, "Trends of the key indicators");
    page.widen(&columns(desk));
    let key = (0..a.indicators.len()).filter(|n| desk.definition(&a.indicators[*n]).key);
    let all: Vec<usize> = key.collect();
    let shown: Vec<usize> = all.iter().copied().take(MOST).collect();
    let words = match all.len() {
        0 => "The register marks no indicator as key: see its column Key.".to_owned(),
        n if n > MOST => format!(
            "The first {MOST} of {} key indicators. Each quarter alone: figures sent as year to date are taken apart.",
            format::thousands(n)
        ),
        _ => "Each quarter alone: figures sent as year to date are taken apart. The figures stand below.".to_owned(),
    };
    page.put(0, text(words, looks.plain));
    page.row += 2;
    let top = page.row;
    page.row += shown.len().div_ceil(ACROSS) as u32 * ROWS;
    // A section's title and the headings stand above the first row of figures.
    let heading = page.row + 1;
    for (k, n) in shown.iter().enumerate() {
        let row = top + (k / ACROSS) as u32 * ROWS;
        if k % (A_PAGE * ACROSS) == 0 && k > 0 {
            page.sheet.print.breaks.push(row);
        }
        let (place, figures) = ((row, PLACES[k % ACROSS]), (heading, heading + 1 + 2 * k as u32));
        page.sheet.charts.push(chart(desk, *n, place, figures));
    }
    if !shown.is_empty() {
        figures(desk, &mut page, shown);
    }
    page.sheet
}

/// Two rows an indicator, actual and target: what the charts draw.
fn figures<'a>(desk: &Arc<Desk<'a>>, page: &mut Page<'a>, shown: Vec<usize>) {
    page.new_page();
    page.section("The figures", &desk.looks);
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns: columns(desk),
            len: shown.len() * 2,
            rows: Box::new(move |k: usize, out: &mut Vec<Cell<'a>>| line(&source, shown[k / 2], k % 2 == 1, out)),
            filter: true,
            none: "",
        },
        &desk.looks,
    );
}

fn line<'a>(desk: &Desk<'a>, n: usize, target: bool, out: &mut Vec<Cell<'a>>) {
    let (looks, result) = (&desk.looks, &desk.a.indicators[n]);
    let i = desk.definition(result);
    let (what, values) = if target { ("Target", &result.targets) } else { ("Actual", &result.quarters) };
    out.extend([
        desk.link(n),
        text(i.name.as_str(), looks.text),
        text(format::unit(i.unit), looks.text),
        text(what, looks.text),
    ]);
    let style = looks.figures(i.unit, i.decimals).value;
    // Right-aligned, so that a history shorter than 13 quarters ends with this one.
    let last = &values[values.len().saturating_sub(QUARTERS)..];
    out.extend((last.len()..QUARTERS).map(|_| number(None, style)));
    out.extend(last.iter().map(|v| number(*v, style)));
}

/// The chart of one indicator at a place, with quarters from row `heading`, actual from row `from` and target from the
/// row below it.
fn chart(desk: &Desk<'_>, n: usize, (row, column): (u32, u16), (heading, from): (u32, u32)) -> Chart {
    let result = &desk.a.indicators[n];
    let i = desk.definition(result);
    let last = FIRST + QUARTERS as u16 - 1;
    let series = |name: &str, row, colour: &str, dashed| ChartSeries {
        name: name.into(),
        sheet: NAME.into(),
        categories: (heading, FIRST, heading, last),
        values: (row, FIRST, row, last),
        colour: colour.into(),
        dashed,
        labels: vec![],
        points_only: false,
    };
    let mut lines = vec![series("Actual", from, &desk.a.settings.look.accent, false)];
    if result.targets.iter().any(Option::is_some) {
        lines.push(series("Target", from + 1, "#7F7F7F", true));
    }
    Chart {
        kind: ChartKind::Line,
        title: format!("{} {}", i.id, i.name),
        alt: says(desk, n),
        x_title: String::new(),
        y_title: format::unit(i.unit).into(),
        series: lines,
        row,
        column,
        width: SIZE.0,
        height: SIZE.1,
        x_range: None,
        y_range: None,
        x_format: String::new(),
        y_format: String::new(),
        legend: true,
    }
}

/// What the chart shows, in words.
fn says(desk: &Desk<'_>, n: usize) -> String {
    let result = &desk.a.indicators[n];
    let i = desk.definition(result);
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
    format!("Line chart of {} ({}) over {QUARTERS} quarters: {figures}{target}.", i.name, i.id)
}
