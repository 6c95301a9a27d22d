//! Exceptions: everything off target on one screen, what is worst first, each leading to its card; then what has no figure any
//! more, and what will miss the year's target.

mod card;
mod others;

use super::barriers;
use super::cell::{link, number, text};
use super::context::ReportContext;
use super::format;
use super::one_page::{since, until, who};
use super::page::Page;
use super::places::EXCEPTIONS;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::settings::Status;
use crate::workbook::{Sheet, SheetCell};
use std::sync::{Arc, OnceLock};

/// The widths of the columns of the first table, on which everything else on the sheet stands too. All but the last, which
/// tells how the concern comes about, lie within the first screen of a small laptop.
const GRID: [f64; 12] = [9.5, 31.0, 14.0, 12.0, 12.0, 11.0, 12.0, 26.0, 21.0, 14.0, 13.0, 34.0];
const LAST: u16 = 11;
/// Cards that are printed of the whole council; of a part all are.
const PRINTED: usize = 15;

/// One row of the first table: the measure, and where its reference leads.
type RedRow<'a> = IndicatorRow<'a, String>;

fn columns<'a>() -> ReportColumns<'a, RedRow<'a>> {
    ReportColumns::<RedRow<'a>>::new()
        .column("Ref", GRID[0], |r| link(&*r.of.i.id, r.of.with.clone(), r.styles().link))
        .column("Indicator", GRID[1], |r| r.name())
        .column("Status", GRID[2], |r| r.status())
        .column("Value", GRID[3], |r| r.value(r.of.result.value))
        .column("Target", GRID[4], |r| target(r))
        .column("Unit", GRID[5], |r| r.unit())
        .column("Off target since", GRID[6], |r| r.text(since(r.of.result)))
        .column("Will it recover?", GRID[7], |r| r.text(r.report.a.recovery(r.of.n).words))
        .column("Who acts", GRID[8], |r| r.text(who(&r.report.acting(r.of.n))))
        .column("Until when", GRID[9], |r| {
            let acting = r.report.acting(r.of.n);
            let style = if acting.days_overdue > 0 { r.styles().query } else { r.styles().text };
            text(until(&acting), style)
        })
        .column("Concern", GRID[10], |r| number(Some(r.report.a.concern(r.of.n).score()), r.styles().score))
        .column("How the concern comes about", GRID[11], |r| {
            let doubted = if r.of.result.doubt().is_some() { "Last, since its figure is queried. " } else { "" };
            r.text(format!("{doubted}{}", format::capital(r.report.a.concern(r.of.n).words())))
        })
}

/// The target, or the band where the measure is rated by one.
fn target<'a>(r: &ReportRow<'a, RedRow<'a>>) -> SheetCell<'a> {
    let a = r.report.a;
    match crate::analyse::band(a.register, a.period, r.of.result) {
        Some(band) => r.text(band),
        None => r.value(r.of.result.target),
    }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(EXCEPTIONS.name, "Exceptions: what is off target");
    page.widen(GRID.into_iter());
    let reds = report.exceptions();
    if reds.is_empty() {
        page.put(0, text(a.no_reds(), styles.note_line));
        page.row += 2;
    } else {
        let full = reds.len().min(a.settings.look.full_exceptions);
        page.put(0, text(told(report, reds.len(), full), styles.plain));
        page.row = EXCEPTIONS.heading;
        let cards = CardRows::default();
        all(report, &mut page, &reds, &cards);
        cards.get_or_init(|| {
            let card = |(k, n): (usize, &usize)| {
                if k == PRINTED && report.in_brief() {
                    page.rest_on_screen();
                }
                told_in_full(report, &mut page, *n)
            };
            reds[..full].iter().enumerate().map(card).collect()
        });
    }
    barriers::section(report, &mut page);
    others::lost(report, &mut page);
    others::breaches(report, &mut page);
    page.sheet
}

/// A card, and the row that it begins at.
fn told_in_full<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, n: usize) -> u32 {
    let from = page.row;
    card::card(report, page, n);
    page.together(from);
    from
}

/// The rows that the cards begin at, which are known after the table above them is placed.
type CardRows = Arc<OnceLock<Vec<u32>>>;

/// Everything off target in one table, leading to the cards, or to Indicators where there is none.
fn all<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>, reds: &[usize], cards: &CardRows) {
    let (source, cards, reds) = (report.clone(), cards.clone(), reds.to_vec());
    let table = report.table("Off_target", columns(), reds.len(), move |k| {
        let card = cards.get().and_then(|rows| rows.get(k));
        let leads = card.map(|row| format!("'{}'!A{}", EXCEPTIONS.name, row + 1));
        source.indicator_with(&source.styles, reds[k], leads.unwrap_or_else(|| source.row_on_indicators(reds[k])))
    });
    page.sheet.freeze = (page.row + 1, 2);
    page.table(table.filtered(), "", &report.styles);
}

/// How many are off target, and how they are told.
fn told(report: &ReportContext<'_>, listed: usize, full: usize) -> String {
    let a = report.a;
    let reds = a.indicators.iter().filter(|r| r.status == Status::Red);
    let (all, doubted) = (reds.clone().count(), reds.filter(|r| r.doubt().is_some()).count());
    let off = format::count(all, "indicator is off target", "indicators are off target");
    let cards = match listed - full {
        0 => "Each leads to its card below.".to_owned(),
        _ => format!("The first {} lead to their cards below.", format::thousands(full)),
    };
    let left = match all - listed {
        0 => String::new(),
        n => format!(" {} more: filter the Indicators sheet by its column Status.", format::thousands(n)),
    };
    let last = match doubted {
        0 => String::new(),
        1 => " 1 figure is queried for size and stands last.".to_owned(),
        n => format!(" {} for size and stand last.", format::count(n, "figure is queried", "figures are queried")),
    };
    format!("{off}, what is of most concern first (Method says how it is judged). {cards}{left}{last}")
}
