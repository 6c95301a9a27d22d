//! Priorities: where each priority stands and which way it goes, then its indicators, worst first.

use super::benchmarks;
use super::indicators::{chance, forecast, sparkline};
use super::page::{Column, Listing, Page, column, number, text, whole};
use super::quadrant::{Places, quadrant};
use super::{ReportContext, format, standing};
use crate::analyse::{Basket, BasketKind};
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

pub const NAME: &str = "Priorities";
/// The column of the sparklines.
const SPARK: u16 = 14;
/// Rows that the chart takes at the standard height.
pub const CHART_ROWS: u32 = 28;

fn columns() -> Vec<Column> {
    vec![
        column("Ref", 11.5),
        column("Indicator", 42.0),
        column("Service", 34.0),
        column("Unit", 10.5),
        column("Target", 11.0),
        column("Value", 14.0),
        column("Status", 19.0),
        column("Note", 30.0),
        column("Direction on last quarter", 22.0),
        column("Long-term direction", 22.0),
        column("Signal", 50.0),
        column("Year to date", 11.0),
        column("Forecast outturn", 21.0),
        column("Chance of the year's target", 10.5),
        column("Last 13 quarters", 18.0),
    ]
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let mut page = report.page(NAME, "Priorities of the council plan");
    page.widen(&columns());
    let priorities: Vec<&'a Basket> = report.a.baskets.iter().filter(|b| b.kind == BasketKind::Priority).collect();
    if priorities.is_empty() {
        page.put(0, text("The register has no priorities.", styles.note_line));
        return page.sheet;
    }
    let sets = report.a.baskets.iter().filter(|b| b.kind == BasketKind::Set);
    overview(report, &mut page, &priorities);
    let (priorities, sets): (Vec<_>, Vec<_>) = (priorities, sets.collect());
    for (n, basket) in priorities.iter().enumerate() {
        members(report, &mut page, &format!("Priority_{}", n + 1), Some(n), basket);
    }
    for (n, basket) in sets.iter().enumerate() {
        members(report, &mut page, &format!("Set_{}", n + 1), None, basket);
    }
    benchmarks::section(report, &mut page);
    page.sheet
}

/// The level and the rate of improvement of every priority, and the two as one picture.
fn overview<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>, priorities: &[&'a Basket]) {
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
    let headings = ["No.", "Priority", "Owner", "Rated", "On target", "Rate of improvement"];
    page.height(34.0);
    for (column, heading) in headings.into_iter().enumerate() {
        page.put(column as u16, text(heading, styles.heading));
    }
    page.row += 1;
    let first = page.row;
    for (n, b) in priorities.iter().enumerate() {
        let owner = report.a.register.priorities.iter().find(|p| p.id == b.id).map_or("", |p| p.owner.as_str());
        let cells = [
            whole(n as u32 + 1, styles.centre),
            text(b.name.as_str(), styles.text),
            text(owner, styles.text),
            whole(b.now.rated(), styles.whole),
            number(b.now.share, styles.share),
            number(b.improvement_short, styles.net),
        ];
        for (column, cell) in cells.into_iter().enumerate() {
            page.put(column as u16, cell);
        }
        page.row += 1;
    }
    let last = page.row - 1;
    page.row = page.row.max(first + CHART_ROWS) + 1;
    let table = standing::table(report, page);
    let places = Places { first, last, chart: first - 1, table };
    page.sheet.charts.push(quadrant(report, priorities, places));
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
    let mut order = report.worst_first(basket.members.iter().copied());
    let more = order.len().saturating_sub(look.priority_rows);
    order.truncate(look.priority_rows);
    let first = page.row + 1;
    page.sheet.sparklines.extend(order.iter().zip(first..).map(|(member, row)| sparkline(report, *member, row, SPARK)));
    let source = report.clone();
    page.table(
        Listing {
            name: table.to_owned(),
            columns: columns(),
            len: order.len(),
            rows: Box::new(move |k: usize, out: &mut Vec<Cell<'a>>| member(&source, order[k], out)),
            filter: false,
            none: "No indicator belongs here.",
        },
        styles,
    );
    if more > 0 {
        page.row -= 1;
        let words = format!("… {} more on the Indicators sheet.", format::thousands(more));
        page.put(0, text(words, styles.note_line));
        page.row += 2;
    }
    page.together(from);
}

fn member<'a>(report: &ReportContext<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let (styles, result) = (&report.styles, &report.a.indicators[n]);
    let i = report.definition(result);
    let figures = styles.figures(i.unit, i.decimals);
    out.extend([
        report.link(n),
        text(i.name.as_str(), styles.text),
        text(report.service(&i.service), styles.text),
        text(format::unit(i.unit), styles.text),
        number(result.target, figures.value),
        number(result.value, figures.value),
        report.status(result.status),
        report.note(result),
        text(format::direction(&result.short), styles.text),
        text(format::direction(&result.long), styles.text),
        text(report.signal(result), styles.text),
        number(result.year_to_date.ok(), figures.value),
        forecast(result, figures.value, styles.text),
        chance(result, styles),
        text("", styles.text),
    ]);
}
