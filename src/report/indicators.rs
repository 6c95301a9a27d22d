//! Indicators: every figure with its target, status, changes, 13 quarters and the cell it came from.

use super::looks::Looks;
use super::page::{Column, Listing, column, number, text};
use super::{Desk, SMALL, foretold, format};
use crate::analyse::{Compared, IndicatorResult, QUARTERS};
use crate::reading::column_letters;
use crate::register::settings::{Settings, Status};
use crate::workbook::{Cell, Content, Mark, Paper, Sheet, Sparklines, StyleId};
use std::sync::Arc;

pub const NAME: &str = "Indicators";
/// The row of the headings; the first indicator stands below it.
const HEADING: u32 = 3;
const STATUS: u16 = 9;
/// Printed pages beside each other, and the first columns that each of them repeats.
const PAGES: u16 = 2;
const REPEATED: u16 = 2;

/// Where the row of the `n`th indicator stands.
pub fn address(n: usize) -> String {
    format!("'{NAME}'!A{}", row(n) + 1)
}

/// The zero-based row of the `n`th indicator.
fn row(n: usize) -> u32 {
    HEADING + 1 + n as u32
}

/// A sparkline of the `n`th indicator's quarters in a cell of another sheet.
pub fn sparkline(settings: &Settings, n: usize, at_row: u32, at_column: u16) -> Sparklines {
    Sparklines {
        first_row: at_row,
        last_row: at_row,
        column: at_column,
        from_column: spark(settings) + 1,
        to_column: spark(settings) + QUARTERS as u16,
        data_sheet: NAME.to_owned(),
        data_first_row: row(n),
        colour: settings.look.accent.clone().into(),
    }
}

fn columns(desk: &Desk<'_>) -> Vec<Column> {
    let mut columns = vec![
        column("Ref", 10.0),
        column("Indicator", 38.0),
        column("Service", 22.0),
        column("Directorate", 22.0),
        column("Priority", 24.0),
        column("Owner", 18.0),
        column("Unit", 11.0),
        column("Target", 12.0),
        column("Value", 12.0),
        column("Status", 17.0),
        column("Note", 28.0),
        column("Variance (good is +)", 12.0),
        column("Variance %", 11.0),
        column("Change on last quarter", 12.0),
        column("Change on last quarter %", 12.0),
        column("Direction on last quarter", 21.0),
        column("Change on last year", 12.0),
        column("Change on last year %", 12.0),
        column("Direction on last year", 21.0),
        column("Long-term direction", 21.0),
    ];
    if desk.a.settings.signals.on {
        columns.extend([column("Trend", 21.0), column("Signal", 30.0), column("Chance", 24.0)]);
    }
    columns.extend([column("Year to date", 21.0), column("Year's target", 13.0)]);
    if desk.a.settings.forecast.on {
        columns.extend([
            column("Forecast outturn", 21.0),
            column("Likely range of the outturn (80%)", 24.0),
            column("Chance of the year's target", 12.0),
        ]);
    }
    columns.push(column("Service's own forecast of the year", 13.0));
    columns.push(column("Last 13 quarters", 18.0));
    columns.extend(desk.a.period.last(QUARTERS).map(|p| column(p.to_string(), 11.0)));
    if against_others(desk) {
        columns.push(column("Against others", 26.0));
    }
    if in_words(desk) {
        columns.push(column("In words", 150.0));
    }
    columns.extend([column("Commentary", 110.0), column("Source", 50.0)]);
    columns
}

/// The column of the sparkline, in which the switches leave out what they switch off; the quarters stand to the right.
fn spark(settings: &Settings) -> u16 {
    23 + [settings.signals.on, settings.forecast.on].into_iter().map(|on| 3 * u16::from(on)).sum::<u16>()
}

/// Nobody reads thousands of sentences: what they say stands in the columns.
fn in_words(desk: &Desk<'_>) -> bool {
    desk.a.indicators.len() <= SMALL
}

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let a = desk.a;
    let (looks, len) = (&desk.looks, a.indicators.len());
    let mut page = desk.page(NAME, "Every indicator");
    let columns = columns(desk);
    page.widen(&columns);
    // The columns that every printed page repeats would cut the line at their edge.
    page.sheet.cells.pop();
    page.row = 1;
    page.paragraph(0, REPEATED - 1, desk.subtitle.clone(), looks.subtitle_lines);
    page.row = HEADING;
    // Forty columns on one page could not be read. The quarters end the print: the texts behind them would make its
    // rows five times as high.
    page.sheet.print.pages_wide = PAGES;
    page.sheet.print.paper = Paper::A3;
    page.sheet.print.last = Some((row(len.saturating_sub(1)), spark(a.settings) + QUARTERS as u16));
    page.heading_here(REPEATED);
    if len > 0 && len <= SMALL {
        page.sheet.sparklines.push(Sparklines {
            last_row: row(len - 1),
            data_sheet: String::new(),
            ..sparkline(a.settings, 0, row(0), spark(a.settings))
        });
    } else if len > 0 {
        page.sheet.marks = Status::ALL.map(|status| colour(desk, status, len)).into();
    }
    let source = desk.clone();
    let rows = move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, source.looks_for(len), n, out);
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len,
            rows: Box::new(rows),
            filter: true,
            none: "The register has no indicators.",
        },
        looks,
    );
    page.sheet
}

/// Colours a status's cells in the column of statuses of a table of `len` rows.
fn colour(desk: &Desk<'_>, status: Status, len: usize) -> Mark {
    let (look, words) = (desk.a.settings.look(status), &desk.looks.status(status).text);
    let cell = format!("${}{}", column_letters(STATUS), row(0) + 1);
    Mark {
        range: (row(0), STATUS, row(len - 1), STATUS),
        formula: format!("={cell}=\"{}\"", words.replace('"', "\"\"")),
        fill: look.fill,
        ink: look.ink,
    }
}

fn line<'a>(desk: &Desk<'a>, looks: &Looks, n: usize, out: &mut Vec<Cell<'a>>) {
    let result = &desk.a.indicators[n];
    let words = looks.text;
    let i = desk.definition(result);
    let (figures, shown) = (looks.figures(i.unit, i.decimals), looks.status(result.status));
    out.extend([
        text(&*i.id, looks.code),
        text(i.name.as_str(), words),
        text(desk.service(&i.service), words),
        text(desk.directorate(&i.service), words),
        text(desk.priorities(i), words),
        text(i.owner.as_str(), words),
        text(format::unit(i.unit), words),
        number(result.target, figures.value),
        number(result.value, figures.value),
        // In a long table the column is coloured by rule: a style of its own would be looked up for every cell.
        Cell { style: if looks.bare { words } else { shown.style }, ..desk.status(result.status) },
        desk.note(result),
        number(result.variance, figures.signed),
        percent(result.variance_percent, looks.percent),
    ]);
    compared(looks, &result.short, figures.signed, out);
    compared(looks, &result.year_on_year, figures.signed, out);
    out.extend([text(format::direction(&result.long), words)]);
    let settings = desk.a.settings;
    if settings.signals.on {
        out.extend([
            text(format::trend(&result.signals), words),
            text(format::signal(&result.signals, settings), words),
            text(format::chance(&result.signals.chance), words),
        ]);
    }
    out.extend([
        match result.year_to_date {
            Ok(value) => number(Some(value), figures.value),
            Err(why) => text(why, words),
        },
        number(result.annual_target, figures.value),
    ]);
    if settings.forecast.on {
        out.extend([
            forecast(result, figures.value, words),
            text(foretold::likely(i, result), words),
            chance(result, looks),
        ]);
    }
    out.extend([
        number(result.reading.filter(|r| !r.held_back()).and_then(|r| r.forecast), figures.value),
        text("", looks.text),
    ]);
    out.extend(result.quarters.iter().map(|q| number(*q, figures.value)));
    if against_others(desk) {
        let words = result.benchmark.as_ref().map(|b| b.words(desk.a.period, i.decimals));
        out.push(text(words.unwrap_or_default(), looks.text));
    }
    if in_words(desk) {
        out.push(text(desk.a.sentence(n), words));
    }
    match result.reading {
        Some(reading) => {
            out.extend([text(reading.words.commentary.as_str(), words), desk.source(&reading.place, looks)])
        }
        None => out.extend([text("", words), text("", looks.code)]),
    }
    if looks.bare {
        out.iter_mut().filter(|c| c.content == Content::Blank).for_each(|c| c.style = StyleId::default());
    }
}

/// The forecast of the year, or why there is none; of a year that has ended, what it came to.
pub fn forecast<'a>(result: &IndicatorResult<'a>, figure: StyleId, words: StyleId) -> Cell<'a> {
    match &result.outturn {
        Ok(outturn) => number(Some(outturn.value), figure),
        Err(why) => text(*why, words),
    }
}

/// The chance of meeting the year's target, shown as the sentences tell it: 0 or 100% only where nothing can change it any
/// more.
pub fn chance<'a>(result: &IndicatorResult<'a>, looks: &Looks) -> Cell<'a> {
    let chance = result.chance();
    number(chance, if matches!(chance, Some(0.0 | 1.0)) { looks.share } else { looks.chance })
}

/// Whether there is anybody to compare with: a column that is blank for every indicator is left out.
fn against_others(desk: &Desk<'_>) -> bool {
    !desk.a.register.comparators.is_empty()
}

/// Change, percentage and direction; where there is no comparison, the reason stands under direction.
fn compared<'a>(looks: &Looks, compared: &Compared, signed: StyleId, out: &mut Vec<Cell<'a>>) {
    let movement = compared.as_ref().ok();
    out.extend([
        number(movement.map(|m| m.change), signed),
        percent(movement.and_then(|m| m.percent), looks.percent),
        text(format::direction(compared), looks.text),
    ]);
}

/// A percentage in points as a share, which is how Excel stores what it shows with a percent sign.
pub fn percent<'a>(points: Option<f64>, style: StyleId) -> Cell<'a> {
    // To a ten-thousandth of a percent: more is noise of the division.
    let share = |p: f64| if p.abs() < 1e9 { (p * 1e4).round() / 1e6 } else { p / 100.0 };
    number(points.map(share), style)
}
