//! Priorities: where each priority stands and which way it goes, then its indicators, worst first.

use super::benchmarks;
use super::cell::{chance, link, number, text, whole};
use super::context::ReportContext;
use super::format;
use super::lines::LINE;
use super::page::Page;
use super::quadrant::{QuadrantPlaces, quadrant};
use super::row::{IndicatorRow, ReportColumns};
use super::standing;
use super::styles::ReportStyles;
use crate::analyse::{Basket, BasketKind};
use crate::fit::fit;
use crate::workbook::{CellContent, Columns, Sheet, SheetCell};
use std::ops::Range;
use std::sync::Arc;

const NAME: &str = "Priorities";
/// Rows that the chart takes at the standard height.
const CHART_ROWS: u32 = 22;
/// The column of the sparklines.
const SPARKLINE: &str = "Last 13 quarters";
/// The last column that is printed.
const PRINTED: &str = "Service";
/// The column of the names in the list of priorities.
const NAMES: u16 = 1;
/// The columns that the chart draws.
const LEVEL: &str = "On target";
const RATE: &str = "Rate of improvement";

/// The columns of the indicators of one priority.
fn columns<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", 11.5, |r| r.link())
        .column("Indicator", 42.0, |r| r.name())
        .column("Value", 12.0, |r| r.value(r.of.result.value))
        .column("Target", 12.0, |r| r.value(r.of.result.target))
        .column("Unit", 13.5, |r| r.unit())
        .column("Status", 19.0, |r| r.status())
        .column("Direction on last quarter", 21.0, |r| r.text(format::direction(&r.of.result.short)))
        .column("Forecast outturn", 21.0, |r| r.forecast())
        .column("Chance of the year's target", 12.0, |r| chance(r.of.result, r.styles()))
        .column(SPARKLINE, 18.0, |r| r.text(""))
        .column("Note", 36.0, |r| r.report.note(r.of.result))
        .column(PRINTED, 24.0, |r| r.service())
        .column("Long-term direction", 22.0, |r| r.text(format::direction(&r.of.result.long)))
        .column("Signal", 50.0, |r| r.text(r.report.signal(r.of.result)))
        .column("Year to date", 11.0, |r| r.value(r.of.result.year_to_date.ok()))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let mut page = report.page(NAME, "Priorities of the council plan");
    let columns = columns();
    if let Some(column) = columns.place(PRINTED) {
        page.print_up_to(column);
    }
    page.widen(columns.widths());
    page.sheet.widths.extend(standing::WIDTHS_BEYOND);
    let priorities: Vec<&'a Basket> = report.a.baskets.iter().filter(|b| b.kind == BasketKind::Priority).collect();
    if priorities.is_empty() {
        page.put(0, text("The register has no priorities.", styles.note_line));
        return page.sheet;
    }
    let sets = report.a.baskets.iter().filter(|b| b.kind == BasketKind::Set);
    let list = overview(report, &mut page, &priorities);
    if report.in_brief() {
        page.put(0, text("Measure by measure: on the screen below, and in print on Indicators.", styles.note_line));
        page.row += 1;
        page.rest_on_screen();
        page.on_pages(1);
    }
    for ((n, basket), row) in priorities.iter().enumerate().zip(list) {
        lead(&mut page, row, styles);
        members(report, &mut page, &format!("Priority_{}", n + 1), Some(n), basket);
    }
    for (n, basket) in sets.enumerate() {
        members(report, &mut page, &format!("Set_{}", n + 1), None, basket);
    }
    benchmarks::section(report, &mut page);
    if !report.in_brief() {
        page.print_ends();
    }
    page.sheet
}

/// The level and the rate of improvement of every priority, and the two as one picture.
/// Gives the rows that list them.
fn overview<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>, priorities: &[&'a Basket]) -> Range<u32> {
    let styles = &report.styles;
    page.section("Level against rate of improvement", styles);
    page.put(
        0,
        text(
            "Level: the share of rated indicators that are on target. Rate of improvement: the share improving less \
             the share worsening, of those that can be compared with last quarter.",
            styles.note_line,
        ),
    );
    page.row += 1;
    page.height(50.0);
    let columns = Columns::<(u32, &'a Basket), SheetCell<'a>>::new()
        .field("No.", |(n, _)| whole(*n, styles.centre))
        .field("Priority", |(_, b)| text(b.name.as_str(), styles.text))
        .field("Rated", |(_, b)| whole(b.now.rated(), styles.whole))
        .field(LEVEL, |(_, b)| number(b.now.share, styles.share))
        .field(RATE, |(_, b)| number(b.improvement_short, styles.net))
        .field("Owner", |(_, b)| {
            let priority = report.a.register.priorities.iter().find(|p| p.id == b.id);
            text(priority.map_or("", |p| p.owner.as_str()), styles.text)
        });
    let row = page.row;
    page.list(&columns, (1..).zip(priorities.iter().copied()), styles);
    let (first, last) = (row + 1, page.row - 1);
    while page.points(row, page.row) < f64::from(CHART_ROWS) * LINE {
        page.row += 1;
    }
    page.row += 1;
    let table = standing::table(report, page);
    let [level, rate] = [LEVEL, RATE].map(|heading| columns.place(heading).unwrap_or_default());
    // The chart stands beside the list.
    let column = fit::<u16>(columns.headings().count());
    let places = QuadrantPlaces { sheet: NAME, first, last, level, rate, row, column, rows: CHART_ROWS, table };
    page.sheet.charts.push(quadrant(report, priorities, places));
    first..last + 1
}

/// The names of the priorities, each with where its measures begin on the sheet.
pub fn places<'a>(report: &Arc<ReportContext<'a>>) -> Vec<(String, String)> {
    let cells = sheet(report).cells.into_iter();
    let linked = cells.filter(|(_, column, _)| *column == NAMES).filter_map(|(.., cell)| match cell.content {
        CellContent::Link { text, target } => Some((text.into_owned(), target)),
        _ => None,
    });
    linked.collect()
}

/// Makes the name of a priority in the list lead to the current row, where its measures begin.
fn lead(page: &mut Page<'_>, row: u32, styles: &ReportStyles) {
    let target = format!("'{NAME}'!A{}", page.row + 1);
    let name = page.sheet.cells.iter_mut().find(|(r, c, _)| (*r, *c) == (row, NAMES));
    if let Some((.., cell)) = name
        && let CellContent::Text(name) = std::mem::replace(&mut cell.content, CellContent::Blank)
    {
        *cell = link(name, target, styles.link);
    }
}

fn members<'a>(
    report: &Arc<ReportContext<'a>>,
    page: &mut Page<'a>,
    table: &str,
    number: Option<usize>,
    basket: &'a Basket,
) {
    let (styles, look) = (&report.styles, &report.a.settings.look);
    let from = page.row;
    page.section(
        match number {
            Some(n) => format!("{} {}", n + 1, basket.name),
            None => format!("Set: {}", basket.name),
        },
        styles,
    );
    let now = &basket.now;
    page.put(
        0,
        text(
            format!(
                "{} {} with a figure, of {}.",
                report.a.basket_sentence(basket),
                now.measured,
                format::count(basket.members.len(), "indicator", "indicators"),
            ),
            styles.plain,
        ),
    );
    page.row += 1;
    let mut order = report.a.worst_first(basket.members.iter().copied());
    let more = order.len().saturating_sub(look.priority_rows);
    order.truncate(look.priority_rows);
    let (source, members) = (report.clone(), order.clone());
    let table = report.table(table, columns(), order.len(), move |k| source.indicator(members[k]));
    if let Some(column) = table.place(SPARKLINE) {
        let rows = order.iter().zip(page.row + 1..);
        page.sheet.sparklines.extend(rows.map(|(member, row)| report.sparkline(*member, row, column)));
    }
    page.table(table, "No indicator belongs here.", styles);
    if more > 0 {
        page.row -= 1;
        let words = format!("… {} more on the Indicators sheet.", format::thousands(more));
        page.put(0, text(words, styles.note_line));
        page.row += 2;
    }
    page.begins(from);
}
