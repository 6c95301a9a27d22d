//! Level against rate of improvement: the council and its priorities on one chart, now and as they stood last quarter.

use super::context::ReportContext;
use super::format;
use super::standing::StandingTable;
use crate::analyse::{Basket, BasketKind};
use crate::workbook::{Chart, ChartKind, ChartSeries, SeriesLook};

/// Where the numbers of the chart stand, and where it goes.
pub struct QuadrantPlaces {
    pub sheet: &'static str,
    /// Rows of the priorities in the table beside the chart.
    pub first: u32,
    pub last: u32,
    /// Columns of their level and of their rate of improvement.
    pub level: u16,
    pub rate: u16,
    /// The chart's first row and column, and how many rows it takes at the standard height.
    pub row: u32,
    pub column: u16,
    pub rows: u32,
    /// The table of all baskets, which knows last quarter's position too.
    pub table: StandingTable,
}

/// Level and rate of improvement.
type Place = (f64, f64);

/// Where a basket stands now, and where the measures that can be compared stood last quarter and stand now.
type Position = (Place, Option<[Place; 2]>);

fn position(b: &Basket) -> Option<Position> {
    let (level, rate) = (&b.on_quarter, &b.rate_on_quarter);
    let moved = || Some([level.then.share.zip(rate.then)?, level.now.share.zip(rate.now)?]);
    Some((b.now.share.zip(b.improvement_short)?, moved()))
}

pub fn quadrant(report: &ReportContext<'_>, priorities: &[&Basket], places: QuadrantPlaces) -> Chart {
    let a = report.a;
    let council = a.baskets.iter().position(|b| b.kind == BasketKind::Council);
    let shown = || council.map(|n| &a.baskets[n]).into_iter().chain(priorities.iter().copied());
    let accent = a.settings.look.accent.clone();
    let points = |name: &str, (categories, values), colour: &str, labels: Vec<String>| ChartSeries {
        name: name.into(),
        sheet: places.sheet.into(),
        categories,
        values,
        colour: colour.to_owned(),
        look: SeriesLook::Points,
        labels,
    };
    let QuadrantPlaces { first, last, level, rate, table, .. } = &places;
    // The lines first, so that the points lie over them.
    let moved = shown().filter(|b| position(b).is_some_and(|(_, before)| before.is_some()));
    let mut series: Vec<ChartSeries> = moved
        .filter_map(|b| {
            let row = table.row_of(b)?;
            let cells = |[now, before]: [u16; 2]| (row, now, row, before);
            let line = points(&b.name, (cells(table.level), cells(table.rate)), "#A6A6A6", vec![]);
            Some(ChartSeries { look: SeriesLook::Dashed, ..line })
        })
        .collect();
    let numbers = (1..=priorities.len()).map(|n| n.to_string()).collect();
    let cells = |column| (*first, column, *last, column);
    series.push(points("Priorities", (cells(*level), cells(*rate)), &accent, numbers));
    if let Some(row) = council.and_then(|n| table.row_of(&a.baskets[n])) {
        let cell = |column| (row, column, row, column);
        let at = (cell(table.now[0]), cell(table.now[1]));
        series.push(points("Council", at, "#C55A11", vec!["Council".to_owned()]));
    }
    let all: Vec<Position> = shown().filter_map(position).collect();
    Chart {
        kind: ChartKind::Scatter,
        title: "Where the council and each priority stand, and which way they go".into(),
        alt: alternative(report, priorities),
        x_title: "Level: share of rated indicators on target".into(),
        y_title: "Rate of improvement: improving less worsening".into(),
        series,
        row: places.row,
        column: places.column,
        width: 700,
        height: places.rows * 20,
        x_range: Some(levels(&all)),
        y_range: Some(rates(&all)),
        x_format: "0%".into(),
        y_format: "0%".into(),
        legend: false,
        over_gaps: false,
    }
}

/// In so few words that Excel takes them: level and rate, last quarter's in brackets.
fn alternative(report: &ReportContext<'_>, priorities: &[&Basket]) -> String {
    let says = |name: String, b: &Basket| {
        let pair = |(level, rate): (f64, f64)| format!("{}, {:+.0}%", format::share(Some(level)), rate * 100.0);
        match position(b) {
            Some((now, Some([then, _]))) => format!("{name} {} ({})", pair(now), pair(then)),
            Some((now, None)) => format!("{name} {}", pair(now)),
            None => format!("{name} not enough to place"),
        }
    };
    let council = report.a.baskets.iter().filter(|b| b.kind == BasketKind::Council).map(|b| says("council".into(), b));
    let each = priorities.iter().enumerate().map(|(n, b)| says((n + 1).to_string(), b));
    let said: Vec<String> = council.chain(each).collect();
    format!("Level and rate, last quarter's in brackets: {}.", said.join("; "))
}

/// Everything that is drawn.
fn places(all: &[Position]) -> impl Iterator<Item = Place> {
    all.iter().flat_map(|(now, moved)| std::iter::once(*now).chain(moved.iter().flatten().copied()))
}

/// The part of 0 to 100% that has the positions in it, in tens, with room on both sides.
fn levels(all: &[Position]) -> (f64, f64) {
    let shares = || places(all).map(|(level, _)| level);
    let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
    if low > high {
        return (0.0, 1.0);
    }
    let tens = |v: f64| (v / 10.0).clamp(0.0, 1.0);
    (tens((low * 10.0 - 0.5).floor()), tens((high * 10.0 + 0.5).ceil()))
}

/// As far up as down, so that what improves stands above the middle and what worsens below it.
fn rates(all: &[Position]) -> (f64, f64) {
    let rates = places(all).map(|(_, rate)| rate);
    let limit = ((rates.map(f64::abs).fold(0.1, f64::max) * 5.0 + 0.5).ceil() / 5.0).min(1.0);
    (-limit, limit)
}
