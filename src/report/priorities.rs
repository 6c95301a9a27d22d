//! Priorities: where each priority stands and which way it goes, then its indicators, worst first.

use super::benchmarks;
use super::indicators::{chance, forecast, sparkline};
use super::page::{Column, Listing, Page, column, number, text, whole};
use super::quadrant::{Places, quadrant};
use super::{Desk, format, standing};
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

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let looks = &desk.looks;
    let mut page = desk.page(NAME, "Priorities of the council plan");
    page.widen(&columns());
    let priorities: Vec<&'a Basket> = desk.a.baskets.iter().filter(|b| b.kind == BasketKind::Priority).collect();
    if priorities.is_empty() {
        page.put(0, text("The register has no priorities.", looks.note_line));
        return page.sheet;
    }
    let sets = desk.a.baskets.iter().filter(|b| b.kind == BasketKind::Set);
    overview(desk, &mut page, &priorities);
    let (priorities, sets): (Vec<_>, Vec<_>) = (priorities, sets.collect());
    for (n, basket) in priorities.iter().enumerate() {
        members(desk, &mut page, &format!("Priority_{}", n + 1), Some(n), basket);
    }
    for (n, basket) in sets.iter().enumerate() {
        members(desk, &mut page, &format!("Set_{}", n + 1), None, basket);
    }
    benchmarks::section(desk, &mut page);
    page.sheet
}

/// The level and the rate of improvement of every priority, and the two as one picture.
fn overview<'a>(desk: &Arc<Desk<'a>>, page: &mut Page<'a>, priorities: &[&'a Basket]) {
    let looks = &desk.looks;
    page.section("Level against rate of improvement", looks);
    page.put(
        0,
        text(
            "Level: the share of rated indicators that are on target. Rate of improvement: the share improving less \
             the share worsening, of those that can be compared with last quarter.",
            looks.note_line,
        ),
    );
    page.row += 1;
    let headings = ["No.", "Priority", "Owner", "Rated", "On target", "Rate of improvement"];
    page.height(34.0);
    for (column, heading) in headings.into_iter().enumerate() {
        page.put(column as u16, text(heading, looks.heading));
    }
    page.row += 1;
    let first = page.row;
    for (n, b) in priorities.iter().enumerate() {
        let owner = desk.a.register.priorities.iter().find(|p| p.id == b.id).map_or("", |p| p.owner.as_str());
        let cells = [
            whole(n as u32 + 1, looks.centre),
            text(b.name.as_str(), looks.text),
            text(owner, looks.text),
            whole(b.now.rated(), looks.whole),
            number(b.now.share, looks.share),
            number(b.improvement_short, looks.net),
        ];
        for (column, cell) in cells.into_iter().enumerate() {
            page.put(column as u16, cell);
        }
        page.row += 1;
    }
    let last = page.row - 1;
    page.row = page.row.max(first + CHART_ROWS) + 1;
    let table = standing::table(desk, page);
    let places = Places { first, last, chart: first - 1, table };
    page.sheet.charts.push(quadrant(desk, priorities, places));
}

fn members<'a>(desk: &Arc<Desk<'a>>, page: &mut Page<'a>, table: &str, number: Option<usize>, basket: &'a Basket) {
    let (looks, look) = (&desk.looks, &desk.a.settings.look);
    let from = page.row;
    page.section(
        match number {
            Some(n) => format!("{} {}", n + 1, basket.name),
            None => format!("Set: {}", basket.name),
        },
        looks,
    );
    let now = &basket.now;
    page.put(
        0,
        text(
            format!(
                "{} {} with a figure, of {}.",
                desk.a.basket_sentence(basket),
                now.measured,
                format::count(basket.members.len(), "indicator", "indicators"),
            ),
            looks.plain,
        ),
    );
    page.row += 1;
    let mut order = desk.worst_first(basket.members.iter().copied());
    let more = order.len().saturating_sub(look.priority_rows);
    order.truncate(look.priority_rows);
    let first = page.row + 1;
    page.sheet.sparklines.extend(order.iter().zip(first..).map(|(member, row)| sparkline(desk, *member, row, SPARK)));
    let source = desk.clone();
    page.table(
        Listing {
            name: table.to_owned(),
            columns: columns(),
            len: order.len(),
            rows: Box::new(move |k: usize, out: &mut Vec<Cell<'a>>| member(&source, order[k], out)),
            filter: false,
            none: "No indicator belongs here.",
        },
        looks,
    );
    if more > 0 {
        page.row -= 1;
        let words = format!("… {} more on the Indicators sheet.", format::thousands(more));
        page.put(0, text(words, looks.note_line));
        page.row += 2;
    }
    page.together(from);
}

fn member<'a>(desk: &Desk<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let (looks, result) = (&desk.looks, &desk.a.indicators[n]);
    let i = desk.definition(result);
    let figures = looks.figures(i.unit, i.decimals);
    out.extend([
        desk.link(n),
        text(i.name.as_str(), looks.text),
        text(desk.service(&i.service), looks.text),
        text(format::unit(i.unit), looks.text),
        number(result.target, figures.value),
        number(result.value, figures.value),
        desk.status(result.status),
        desk.note(result),
        text(format::direction(&result.short), looks.text),
        text(format::direction(&result.long), looks.text),
        text(desk.signal(result), looks.text),
        number(result.year_to_date.ok(), figures.value),
        forecast(result, figures.value, looks.text),
        chance(result, looks),
        text("", looks.text),
    ]);
}
