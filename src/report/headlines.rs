//! Headlines: one page, printable. How the council and each priority stand, the things to know, what went well.

use super::cell::{link, number, text, whole};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::places::{ACTIONS, RISK_REGISTER};
use super::row::{ReportColumns, ReportRow};
use super::{budget, delivery_plan, money_and_results, own_words, priorities};
use crate::analyse::{Basket, BasketKind, BasketLevel, Headline, HeadlineKind, LevelPair, RiskResult, Success};
use crate::fit::fit;
use crate::reading::RiskLevel;
use crate::settings::{SheetName, Status};
use crate::workbook::{Chart, ChartKind, ChartSeries, Column, SeriesLook, Sheet, SheetCell, Table};
use std::sync::Arc;

const NAME: &str = "Headlines";
/// The last column of the page.
const LAST: u16 = 14;
/// The statuses that the table of baskets counts and the chart draws.
const COUNTED: [Status; 3] = [Status::Green, Status::Amber, Status::Red];
/// The columns to the right of the table, which the chart takes. With them the page is as wide as the screen of a small laptop.
const CHART: (u16, f64) = (10, 8.2);
/// The lowest that the chart can be read at, in pixels.
const CHART_HEIGHT: u32 = 250;
/// A bar of so small a part of the longest has no room for its number.
const LABELLED: u32 = 6;

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Headlines");
    let shown: Vec<&'a Basket> =
        a.baskets.iter().filter(|b| matches!(b.kind, BasketKind::Council | BasketKind::Priority)).collect();
    let (len, is_priority) = (fit::<u32>(shown.len()), |b: &&&Basket| b.kind == BasketKind::Priority);
    let priorities = fit::<u32>(shown.iter().filter(is_priority).count());
    let has_priorities = report.sheets.iter().any(|kind| kind.name == SheetName::Priorities);
    let places = if has_priorities { priorities::places(report) } else { vec![] };
    let table = report.table("Standing", columns(report, places), shown.len(), move |n| shown[n]);
    page.widen(table.widths());
    page.sheet.widths.extend((CHART.0..=LAST).map(|_| CHART.1));
    page.sheet.print.pages_high = 1;

    tiles(report, &mut page);
    page.section("Things to know", styles);
    sentences(report, &mut page, a.headlines.iter().map(|h| (h.sentence.as_str(), subject(report, h))));
    page.gap();
    page.section("What went well", styles);
    sentences(report, &mut page, a.best_successes().map(|s| (s.sentence.as_str(), success(report, s))));
    page.gap();
    own_words::section(report, &mut page, LAST, false);
    if !a.money_lines.is_empty() {
        page.section("Money and the delivery plan", styles);
        sentences(report, &mut page, a.money_lines.iter().map(|h| (h.sentence.as_str(), subject(report, h))));
        page.gap();
    }
    page.section("How the council and its priorities stand", styles);
    let first = page.row + 1;
    if priorities > 0 {
        let rows = (first + len - priorities, first + len - 1);
        page.sheet.charts.push(chart(report, &table, first - 1, rows));
    }
    page.table(table, "The register has no indicators.", styles);
    portfolios(report, &mut page);
    page.sheet
}

/// Who holds a portfolio, each leading to the workbook of their own.
fn portfolios(report: &ReportContext<'_>, page: &mut Page<'_>) {
    let styles = &report.styles;
    let theirs: Vec<_> = report.portfolios.iter().filter_map(|(name, place)| Some((name, place.as_ref()?))).collect();
    if theirs.is_empty() {
        return;
    }
    page.section("Each portfolio in a workbook of its own", styles);
    for (name, place) in theirs {
        page.put(0, link(name.clone(), place.clone(), styles.link));
        page.row += 1;
    }
}

/// What stands above the counts of a status.
fn counted(report: &ReportContext<'_>, status: Status) -> String {
    report.styles.status(status).text.clone()
}

fn count(b: &Basket, status: Status) -> u32 {
    match status {
        Status::Green => b.now.green,
        Status::Amber => b.now.amber,
        _ => b.now.red,
    }
}

fn columns<'a>(report: &ReportContext<'a>, places: Vec<(String, String)>) -> ReportColumns<'a, &'a Basket> {
    let share = |r: &ReportRow<'a, &'a Basket>, share| number(share, r.styles().share);
    let net = |r: &ReportRow<'a, &'a Basket>, net| number(net, r.styles().net);
    ReportColumns::<&'a Basket>::new()
        .column("Priority", 29.2, move |r| {
            let name = r.of.name.as_str();
            match places.iter().find(|(of, _)| of == name) {
                _ if r.of.kind == BasketKind::Council => text(name, r.styles().strong),
                Some((_, place)) => link(name, place.clone(), r.styles().link),
                None => r.text(name),
            }
        })
        .column("Rated", 7.0, |r| r.whole(r.of.now.rated()))
        .columns(COUNTED.map(|status| {
            Column::new(counted(report, status), 8.5, move |r: &ReportRow<'a, &'a Basket>| r.whole(count(r.of, status)))
        }))
        .column("On target, of those rated", 9.5, move |r| share(r, r.of.now.share))
        .column("Last quarter → now, of those rated in both", 17.3, |r| r.text(format::level_pair(&r.of.on_quarter)))
        .column("A year ago → now, of those rated in both", 17.3, |r| r.text(format::level_pair(&r.of.on_year)))
        .column("Rate of improvement, on last quarter", 14.0, move |r| net(r, r.of.improvement_short))
        .column("Rate of improvement, long term", 14.0, move |r| net(r, r.of.improvement_long))
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
    // The bands' own names: what is high to one council is critical to another.
    let bands = matrix.bands_reaching(corporate);
    let high_risks =
        if bands.is_empty() { "Risks to escalate".to_owned() } else { format!("{} risks", bands.join(" and ")) };
    let tiles = [
        (
            "On target",
            number(now.share, styles.tile_share),
            format!(
                "{} of {} rated{}. {} {}{}",
                now.green,
                now.rated(),
                of_due(now),
                level_since(&council.on_quarter, "last quarter"),
                level_since(&council.on_year, "a year ago"),
                report.by_weight()
            ),
        ),
        (
            "Off target",
            whole(now.red, styles.tile),
            format!("{}{}", reds_since(&council.on_quarter), gone(&council.on_quarter)),
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
            high_risks.as_str(),
            number(Some(escalated), styles.tile),
            format!("Scored {}, of {}.", corporate.or_more(), format::count(a.risks.len(), "risk", "risks")),
        ),
        (
            "Actions overdue",
            number(Some(overdue), styles.tile),
            format!("Of {}.", format::count(open, "open action", "open actions")),
        ),
    ];
    const SPANS: [(u16, u16); 6] = [(0, 1), (2, 4), (5, 6), (7, 8), (9, 11), (12, LAST)];
    for ((label, figure, note), (from, to)) in tiles.into_iter().zip(SPANS) {
        page.across(from, to, text(label.to_owned(), styles.label));
        page.row += 1;
        page.across(from, to, figure);
        page.row += 1;
        page.across(from, to, text(note, styles.tile_note));
        page.row -= 2;
    }
    page.row += 1;
    page.height(30.0);
    page.row += 1;
    page.height(52.0);
    page.row += 1;
    page.gap();
}

/// `, or 41% of the 150 due`; that the level is provisional, where fewer than half of these are rated.
fn of_due(now: &BasketLevel) -> String {
    match now.missing {
        0 => String::new(),
        missing => format!(
            ", or {} of the {} due{}",
            format::share(now.share_of_due),
            now.rated() + missing,
            if now.is_provisional() { ": provisional" } else { "" }
        ),
    }
}

/// `Of 113 rated now and last quarter: 51% then, 55% now.`
fn level_since(pair: &LevelPair, when: &str) -> String {
    match (pair.rated_then(), pair.rated()) {
        (0, _) => format!("None rated {when}."),
        (_, 0) => format!("None rated both now and {when}."),
        (_, both) => format!(
            "Of {both} rated now and {when}: {} then, {} now.",
            format::share(pair.then.share),
            format::share(pair.now.share)
        ),
    }
}

/// `Of 113 rated in both quarters: 26 last quarter, 27 now.`
fn reds_since(pair: &LevelPair) -> String {
    match (pair.rated_then(), pair.rated()) {
        (0, _) => "None rated last quarter.".to_owned(),
        (_, 0) => "None rated in both quarters.".to_owned(),
        (_, both) => {
            format!("Of {both} rated in both quarters: {} last quarter, {} now.", pair.then.red, pair.now.red)
        }
    }
}

/// ` 37 rated last quarter have no rating now, 9 of them off target then.`
fn gone(pair: &LevelPair) -> String {
    match pair.gone.rated() {
        0 => String::new(),
        n => format!(" {n} rated last quarter, not now; {} off target then.", pair.gone.red),
    }
}

/// What a headline is about, leading there.
fn subject<'a>(report: &ReportContext<'a>, headline: &'a Headline) -> SheetCell<'a> {
    let a = report.a;
    let sheet = match headline.kind {
        HeadlineKind::Reds | HeadlineKind::Outturn | HeadlineKind::Worsened => "Exceptions",
        HeadlineKind::Risks => RISK_REGISTER.name,
        HeadlineKind::Returns => "Returns",
        HeadlineKind::Actions => ACTIONS.name,
        HeadlineKind::Budget | HeadlineKind::Savings => budget::NAME,
        HeadlineKind::MoneyAndResults => money_and_results::NAME,
        HeadlineKind::DeliveryPlan => delivery_plan::NAME,
    };
    let what = headline.kind.words();
    let to_row = |id: &str, address| link(format!("{what}: {id}"), address, report.styles.link);
    let overdue = || a.actions.iter().position(|x| x.overdue).filter(|_| headline.kind == HeadlineKind::Actions);
    match (headline.indicator, headline.risk, overdue()) {
        // They may be about anything.
        _ if headline.own_words() => text(own_words::HEADING, report.styles.text),
        (Some(n), ..) => report.see(what, n),
        (_, Some(n), _) => to_row(&a.risks[n].risk.id, RISK_REGISTER.address(n)),
        (.., Some(n)) => to_row(&a.actions[n].action.id, ACTIONS.address(n)),
        _ => link(what, format!("'{sheet}'!A1"), report.styles.link),
    }
}

/// What went well, leading there.
fn success<'a>(report: &ReportContext<'a>, success: &Success<'a>) -> SheetCell<'a> {
    match success.own_words() {
        true => text(own_words::HEADING, report.styles.text),
        false => report.see(success.kind.words(), success.indicator),
    }
}

/// Sentences one below another, each beside what it is about.
fn sentences<'a>(
    report: &ReportContext<'a>,
    page: &mut Page<'a>,
    sentences: impl Iterator<Item = (&'a str, SheetCell<'a>)>,
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
fn chart(report: &ReportContext<'_>, table: &Table<'_>, row: u32, (first, last): (u32, u32)) -> Chart {
    let a = report.a;
    let priorities = || a.baskets.iter().filter(|b| b.kind == BasketKind::Priority);
    let look = |status| a.settings.look(status);
    let longest =
        priorities().map(|b| COUNTED.iter().map(|s| count(b, *s)).sum::<u32>()).max().unwrap_or_default().max(1);
    let counts = COUNTED.map(|status| (status, table.place(&counted(report, status)).unwrap_or_default()));
    let series = counts.map(|(status, column)| ChartSeries {
        name: look(status).word,
        sheet: NAME.into(),
        categories: (first, 0, last, 0),
        values: (first, column, last, column),
        colour: look(status).fill,
        labels: priorities()
            .map(|b| count(b, status))
            // The symbol says again what the colour says. What is too short for it is told by the table alone.
            .map(|n| if n * LABELLED < longest { String::new() } else { format!("{} {n}", look(status).symbol) })
            .collect(),
        look: SeriesLook::default(),
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
        width: fit::<u32>(f64::from(LAST - CHART.0 + 1) * (CHART.1 * 7.0 + 5.0)),
        height: CHART_HEIGHT,
        x_range: None,
        y_range: None,
        x_format: "0".into(),
        y_format: String::new(),
        legend: true,
        over_gaps: false,
    }
}
