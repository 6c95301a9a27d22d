//! Scorecard: the council from each of its perspectives, in counts, words and a chart, with its worst and its best measure,
//! and money and milestones where they belong.

use super::cell::{number, text};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::scorecard::ScorecardEntry;
use crate::analyse::{Basket, BasketLevel, plan_words, savings_words, side_words};
use crate::fit::fit;
use crate::settings::Status;
use crate::workbook::{Chart, ChartKind, ChartSeries, Column, SeriesLook, Sheet, SheetCell, Table};
use std::sync::Arc;

pub const NAME: &str = "Scorecard";
/// The statuses that are counted and drawn.
const COUNTED: [Status; 3] = [Status::Green, Status::Amber, Status::Red];
/// The columns of running text.
const WORDS: (u16, u16) = (1, 10);
/// Printed pages, where the council has no more perspectives than they hold.
const PAGES: u16 = 2;
/// Pixels of a bar of the chart, and of what stands above and below the bars.
const BAR: (usize, usize) = (30, 110);

type EntryRow<'a> = ReportRow<'a, &'a ScorecardEntry>;

fn basket<'a>(report: &ReportContext<'a>, entry: &ScorecardEntry) -> Option<&'a Basket> {
    entry.basket.and_then(|n| report.a.baskets.get(n))
}

fn level(r: &EntryRow<'_>) -> BasketLevel {
    basket(&r.report, r.of).map(|b| b.now).unwrap_or_default()
}

fn count(level: &BasketLevel, status: Status) -> u32 {
    match status {
        Status::Green => level.green,
        Status::Amber => level.amber,
        _ => level.red,
    }
}

fn columns<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, &'a ScorecardEntry> {
    let heading = |status| report.styles.status(status).text.clone();
    ReportColumns::<&'a ScorecardEntry>::new()
        .column("Perspective", 34.0, |r| text(r.of.name.as_str(), r.styles().strong))
        .column("Measures", 11.0, |r| r.whole(level(r).total))
        .column("Rated", 9.0, |r| r.whole(level(r).rated()))
        .columns(COUNTED.map(|status| {
            Column::new(heading(status), 12.0, move |r: &EntryRow<'a>| r.whole(count(&level(r), status)))
        }))
        .column("On target, of those rated", 13.0, |r| number(level(r).share, r.styles().share))
        .column("Last quarter → now, of those rated in both", 19.0, |r| {
            r.text(basket(&r.report, r.of).map_or_else(String::new, |b| format::level_pair(&b.on_quarter)))
        })
        .column("Rate of improvement, on last quarter", 14.0, |r| {
            number(basket(&r.report, r.of).and_then(|b| b.improvement_short), r.styles().net)
        })
        .column("Of most concern", 20.0, |r| measure(r, r.of.worst))
        .column("Furthest beyond its target", 20.0, |r| measure(r, r.of.best))
}

fn measure<'a>(r: &EntryRow<'a>, n: Option<usize>) -> SheetCell<'a> {
    n.map_or_else(|| r.text("–"), |n| r.report.link(n))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Scorecard: the council from each perspective");
    let entries = &a.scorecard;
    let table = report.table(NAME, columns(report), entries.len(), |n| &entries[n]);
    page.widen(table.widths());
    if entries.is_empty() {
        page.put(0, text("The council has no perspectives: settings and register name none.", styles.note_line));
        return page.sheet;
    }
    let chart = chart(report, &table, page.row + 1);
    page.table(table, "", styles);
    if let Some(chart) = chart {
        let height = chart.height;
        page.sheet.charts.push(Chart { row: page.row, ..chart });
        page.row += height.div_ceil(20) + 1;
    }
    for entry in entries {
        let from = page.row;
        perspective(report, &mut page, entry);
        page.together(from);
    }
    page.on_pages(PAGES);
    page.sheet
}

/// One perspective in words.
fn perspective<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, entry: &'a ScorecardEntry) {
    let (a, styles) = (report.a, &report.styles);
    page.section(entry.name.as_str(), styles);
    let own = basket(report, entry);
    let counts = own.map(|b| a.basket_sentence(b));
    let counts = counts.unwrap_or_else(|| "No measure of the register has this perspective.".to_owned());
    fact(page, text("In words", styles.text), counts, styles.text);
    for (what, n) in [("Of most concern", entry.worst), ("Furthest beyond it", entry.best)] {
        if let Some(n) = n {
            let name = &a.register.indicators[a.indicators[n].indicator].name;
            fact(page, report.see(what, n), format!("{name}: {}", a.sentence(n)), styles.text);
        }
    }
    if entry.budget && !a.budget.is_empty() {
        let leads =
            |words: &'static str| super::cell::link(words, format!("'{}'!A1", super::budget::NAME), styles.link);
        fact(page, leads("Budget"), side_words("Revenue", &a.budget.revenue, "line"), styles.text);
        fact(page, leads("Savings"), savings_words(&a.budget.savings), styles.text);
    }
    if entry.projects {
        if !a.budget.capital.is_empty() {
            let leads = super::cell::link("Capital", format!("'{}'!A1", super::budget::NAME), styles.link);
            fact(page, leads, side_words("Capital", &a.budget.capital, "scheme"), styles.text);
        }
        if !a.delivery_plan.is_empty() {
            let leads = super::cell::link("Milestones", format!("'{}'!A1", super::delivery_plan::NAME), styles.link);
            fact(page, leads, plan_words(&a.delivery_plan), styles.text);
        }
    }
    page.row += 1;
}

fn fact<'a>(page: &mut Page<'a>, label: SheetCell<'a>, words: String, style: crate::workbook::StyleId) {
    page.put(0, label);
    page.paragraph(WORDS.0, WORDS.1, words, style);
}

/// The counts of every perspective as stacked bars, over the table whose first row is `first`.
fn chart(report: &ReportContext<'_>, table: &Table<'_>, first: u32) -> Option<Chart> {
    let entries = &report.a.scorecard;
    let last = first + fit::<u32>(entries.len().checked_sub(1)?);
    let level = |entry: &ScorecardEntry| basket(report, entry).map(|b| b.now).unwrap_or_default();
    let series = COUNTED.map(|status| {
        let look = report.a.settings.look(status);
        let column = table.place(&report.styles.status(status).text).unwrap_or_default();
        let label = |entry| match count(&level(entry), status) {
            0 => String::new(),
            n => format!("{} {n}", look.symbol),
        };
        ChartSeries {
            name: look.word.clone(),
            sheet: NAME.into(),
            categories: (first, 0, last, 0),
            values: (first, column, last, column),
            colour: look.fill.clone(),
            labels: entries.iter().map(label).collect(),
            look: SeriesLook::default(),
        }
    });
    let says = entries.iter().map(|entry| {
        let now = level(entry);
        format!("{}: {} on target, {} near, {} off", entry.name, now.green, now.amber, now.red)
    });
    Some(Chart {
        kind: ChartKind::StackedBar,
        title: "Measures by status, for each perspective".into(),
        alt: says.collect::<Vec<_>>().join("; ") + ".",
        x_title: "Rated measures".into(),
        y_title: String::new(),
        series: series.to_vec(),
        row: 0,
        column: 0,
        width: 1_000,
        height: fit::<u32>((entries.len() * BAR.0 + BAR.1) as u64),
        x_range: None,
        y_range: None,
        x_format: "0".into(),
        y_format: String::new(),
        legend: true,
        over_gaps: false,
    })
}
