//! Headlines: one page, printable. How the council and each priority stand, the things to know, what went well.

use super::page::{Column, Listing, Page, column, link, number, text, whole};
use super::{ReportContext, format};
use crate::analyse::{Analysis, Basket, BasketKind, Headline, HeadlineKind, RiskResult, Success, SuccessKind};
use crate::reading::RiskLevel;
use crate::settings::Status;
use crate::workbook::{Cell, Chart, ChartKind, ChartSeries, Sheet};
use std::sync::Arc;

const NAME: &str = "Headlines";
/// The last column of the page.
const LAST: u16 = 15;
/// Columns of the counts by status in the table of baskets.
const COUNTS: [(Status, u16); 3] = [(Status::Green, 2), (Status::Amber, 3), (Status::Red, 4)];
/// The columns to the right of the table, which the chart takes.
const CHART: (u16, f64) = (10, 10.0);
/// The lowest that the chart can be read at, in pixels.
const CHART_HEIGHT: u32 = 250;
/// Successes of one kind.
const BEST: usize = 2;

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Headlines");
    page.widen(&columns(report));
    page.sheet.widths.extend((CHART.0..=LAST).map(|_| CHART.1));
    page.sheet.print.pages_high = 1;

    tiles(report, &mut page);
    page.section("Things to know", styles);
    sentences(report, &mut page, a.headlines.iter().map(|h| (h.sentence.as_str(), subject(report, h))));
    page.row += 1;

    page.section("How the council and its priorities stand", styles);
    let shown: Vec<&'a Basket> =
        a.baskets.iter().filter(|b| matches!(b.kind, BasketKind::Council | BasketKind::Priority)).collect();
    let (first, len) = (page.row + 1, shown.len() as u32);
    let priorities = shown.iter().filter(|b| b.kind == BasketKind::Priority).count() as u32;
    let source = report.clone();
    page.table(
        Listing {
            name: "Standing".into(),
            columns: columns(report),
            len: shown.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| basket(&source, shown[n], out)),
            filter: false,
            none: "The register has no indicators.",
        },
        styles,
    );
    if priorities > 0 {
        page.sheet.charts.push(chart(report, first - 1, first + len - priorities, first + len - 1));
        page.row = page.row.max(first + CHART_HEIGHT / 20 - 1);
    }
    page.section("What went well", styles);
    sentences(report, &mut page, best(a).map(|s| (s.sentence.as_str(), report.see(s.kind.words(), s.indicator))));
    page.sheet
}

fn columns(report: &ReportContext<'_>) -> Vec<Column> {
    let shown = |status| report.styles.status(status).text.clone();
    let mut columns = vec![column("Priority", 36.0), column("Rated", 8.5)];
    columns.extend(COUNTS.map(|(status, _)| column(shown(status), 9.5)));
    columns.extend([
        column("On target, of those rated", 11.5),
        column("Last quarter", 9.5),
        column("A year ago", 9.5),
        column("Rate of improvement, on last quarter", 14.5),
        column("Rate of improvement, long term", 14.5),
    ]);
    columns
}

fn basket<'a>(report: &ReportContext<'a>, b: &'a Basket, out: &mut Vec<Cell<'a>>) {
    let styles = &report.styles;
    let (name, style) = match b.kind {
        BasketKind::Council => (report.a.settings.council.name.as_str(), styles.strong),
        _ => (b.name.as_str(), styles.text),
    };
    out.push(text(name, style));
    for n in [b.now.rated(), b.now.green, b.now.amber, b.now.red] {
        out.push(whole(n, styles.whole));
    }
    out.extend([b.now.share, b.previous.share, b.year_ago.share].map(|s| number(s, styles.share)));
    out.extend([b.improvement_short, b.improvement_long].map(|s| number(s, styles.net)));
}

/// The council in six figures, each with the line that says of what.
fn tiles(report: &ReportContext<'_>, page: &mut Page<'_>) {
    let (a, styles) = (report.a, &report.styles);
    let Some(council) = a.baskets.iter().find(|b| b.kind == BasketKind::Council) else { return };
    let matrix = &a.settings.risk;
    let corporate = matrix.threshold(RiskLevel::Corporate).unwrap_or(&matrix.escalate_at);
    let high = |r: &&RiskResult<'_>| r.risk.current.is_some_and(|rating| matrix.reaches(rating, corporate));
    let escalated = a.risks.iter().filter(high).count() as f64;
    let open = a.actions.iter().filter(|x| x.action.status.is_none_or(|s| s.open())).count();
    let overdue = a.actions.iter().filter(|x| x.overdue).count() as f64;
    let now = &council.now;
    let tiles = [
        (
            "On target",
            number(now.share, styles.tile_share),
            format!(
                "{} of {} rated; {} with a figure. Last quarter {}, a year ago {}.{}",
                now.green,
                now.rated(),
                now.measured,
                format::share(council.previous.share),
                format::share(council.year_ago.share),
                report.by_weight()
            ),
        ),
        (
            "Off target",
            whole(now.red, styles.tile),
            format!("Last quarter {}, a year ago {}.", council.previous.red, council.year_ago.red),
        ),
        (
            "Rate of improvement",
            number(council.improvement_short, styles.tile_net),
            format!(
                "{} improving, {} steady, {} worsening on last quarter.",
                council.improving, council.steady, council.worsening
            ),
        ),
        (
            "Returns complete",
            number(Some(a.completeness), styles.tile_share),
            format!("{:.0}% complete and on time.", a.timeliness * 100.0),
        ),
        (
            "High risks",
            number(Some(escalated), styles.tile),
            format!("Scored {}, of {}.", corporate.or_more(), format::count(a.risks.len(), "risk", "risks")),
        ),
        (
            "Actions overdue",
            number(Some(overdue), styles.tile),
            format!("Of {}.", format::count(open, "open action", "open actions")),
        ),
    ];
    const SPANS: [(u16, u16); 6] = [(0, 0), (1, 3), (4, 6), (7, 9), (10, 12), (13, LAST)];
    for ((label, figure, note), (from, to)) in tiles.into_iter().zip(SPANS) {
        page.across(from, to, text(label, styles.label));
        page.row += 1;
        page.across(from, to, figure);
        page.row += 1;
        page.across(from, to, text(note, styles.tile_note));
        page.row -= 2;
    }
    page.row += 1;
    page.height(30.0);
    page.row += 1;
    page.height(38.0);
    page.row += 2;
}

/// What a headline is about, leading there.
fn subject<'a>(report: &ReportContext<'a>, headline: &'a Headline) -> Cell<'a> {
    let (what, sheet) = match headline.kind {
        HeadlineKind::Reds => ("Off target", "Exceptions"),
        HeadlineKind::Outturn => ("Year's target", "Exceptions"),
        HeadlineKind::Worsened => ("Worsened most", "Exceptions"),
        HeadlineKind::Risks => ("Highest risk", "Risks"),
        HeadlineKind::Returns => ("Returns", "Returns"),
        HeadlineKind::Actions => ("Actions overdue", "Actions"),
    };
    match headline.indicator {
        Some(n) => report.see(what, n),
        None => link(what, format!("'{sheet}'!A1"), report.styles.link),
    }
}

/// The first successes of every kind.
fn best<'a>(a: &'a Analysis<'a>) -> impl Iterator<Item = &'a Success<'a>> {
    SuccessKind::ALL.into_iter().flat_map(|kind| a.successes.iter().filter(move |s| s.kind == kind).take(BEST))
}

/// Sentences one below another, each beside what it is about.
fn sentences<'a>(
    report: &ReportContext<'a>,
    page: &mut Page<'a>,
    sentences: impl Iterator<Item = (&'a str, Cell<'a>)>,
) {
    let before = page.row;
    for (words, about) in sentences {
        page.put(0, about);
        page.paragraph(1, LAST, words, report.styles.text);
    }
    if page.row == before {
        page.put(0, text("Nothing stands out this quarter.", report.styles.note_line));
        page.row += 1;
    }
}

/// Counts by status of each priority as stacked bars over rows `first..=last` of the table.
fn chart(report: &ReportContext<'_>, row: u32, first: u32, last: u32) -> Chart {
    let a = report.a;
    let priorities = || a.baskets.iter().filter(|b| b.kind == BasketKind::Priority);
    let look = |status| a.settings.look(status);
    let series = COUNTS.map(|(status, column)| ChartSeries {
        name: look(status).word,
        sheet: NAME.into(),
        categories: (first, 0, last, 0),
        values: (first, column, last, column),
        colour: look(status).fill,
        dashed: false,
        labels: priorities()
            .map(|b| match status {
                Status::Green => b.now.green,
                Status::Amber => b.now.amber,
                _ => b.now.red,
            })
            // The symbol says again what the colour says.
            .map(|n| if n == 0 { String::new() } else { format!("{} {n}", look(status).symbol) })
            .collect(),
        points_only: false,
    });
    let says =
        priorities().map(|b| format!("{}: {} on target, {} near, {} off", b.name, b.now.green, b.now.amber, b.now.red));
    Chart {
        kind: ChartKind::StackedBar,
        title: "Indicators by status, for each priority".into(),
        alt: says.collect::<Vec<_>>().join("; ") + ".",
        x_title: "Rated indicators".into(),
        y_title: String::new(),
        series: series.to_vec(),
        row,
        column: CHART.0,
        width: (f64::from(LAST - CHART.0 + 1) * (CHART.1 * 7.0 + 5.0)) as u32,
        height: CHART_HEIGHT,
        x_range: None,
        y_range: None,
        x_format: "0".into(),
        y_format: String::new(),
        legend: true,
    }
}
