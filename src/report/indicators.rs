//! Indicators: every figure with its target, status, changes, 13 quarters and the cell it came from.

use super::looks::Looks;
use super::page::{Column, Listing, column, number, text};
use super::{Desk, SMALL, foretold, format};
use crate::analyse::{Analysis, Comparison, IndicatorResult, QUARTERS};
use crate::measure::LongTerm;
use crate::reading::column_letters;
use crate::settings::Status;
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

/// Which columns the table has: what is switched off, is blank for every indicator or says of each what another column
/// says is left out.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Long-term direction is something else than direction on last year.
    long_term: bool,
    signals: bool,
    forecast: bool,
    /// Others to compare with are known.
    others: bool,
    /// Short enough to be read and not just filtered: with sparklines, sentences and percentages of every change.
    read: bool,
}

impl Shape {
    pub fn of(a: &Analysis<'_>) -> Self {
        let council = a.settings.direction.long_term;
        let ongoing = |r: &IndicatorResult<'_>| {
            a.register.indicators[r.indicator].long_term.unwrap_or(council) == LongTerm::Ongoing
        };
        Self {
            long_term: a.indicators.iter().any(ongoing),
            signals: a.settings.signals.on,
            forecast: a.settings.forecast.on,
            others: !a.register.comparators.is_empty(),
            read: a.indicators.len() <= SMALL,
        }
    }

    /// The first column of quarters; the sparkline stands before it.
    fn quarters(self) -> u16 {
        let before = [self.read, self.long_term, self.signals, self.forecast, self.read].map(u16::from);
        21 + before.into_iter().zip([1, 1, 3, 3, 1]).map(|(on, columns)| on * columns).sum::<u16>()
    }
}

/// A sparkline of the `n`th indicator's quarters in a cell of another sheet.
pub fn sparkline(desk: &Desk<'_>, n: usize, at_row: u32, at_column: u16) -> Sparklines {
    let first = desk.shape.quarters();
    Sparklines {
        first_row: at_row,
        last_row: at_row,
        column: at_column,
        from_column: first,
        to_column: first + QUARTERS as u16 - 1,
        data_sheet: NAME.to_owned(),
        data_first_row: row(n),
        colour: desk.a.settings.look.accent.clone().into(),
    }
}

fn columns(desk: &Desk<'_>) -> Vec<Column> {
    let shape = desk.shape;
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
    ];
    if shape.read {
        columns.push(column("Change on last year %", 12.0));
    }
    columns.push(column("Direction on last year", 21.0));
    if shape.long_term {
        columns.push(column("Long-term direction", 21.0));
    }
    if shape.signals {
        columns.extend([column("Trend", 21.0), column("Signal", 30.0), column("Chance", 24.0)]);
    }
    columns.extend([column("Year to date", 21.0), column("Year's target", 13.0)]);
    if shape.forecast {
        columns.extend([
            column("Forecast outturn", 21.0),
            column("Likely range of the outturn (80%)", 24.0),
            column("Chance of the year's target", 12.0),
        ]);
    }
    columns.push(column("Service's own forecast of the year", 13.0));
    if shape.read {
        columns.push(column("Last 13 quarters", 18.0));
    }
    columns.extend(desk.a.period.last(QUARTERS).map(|p| column(p.to_string(), 11.0)));
    if shape.others {
        columns.push(column("Against others", 26.0));
    }
    if shape.read {
        columns.push(column("In words", 150.0));
    }
    columns.extend([column("Commentary", 110.0), column("Source", 50.0)]);
    columns
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
    page.sheet.print.last = Some((row(len.saturating_sub(1)), desk.shape.quarters() + QUARTERS as u16 - 1));
    page.heading_here(REPEATED);
    if len > 0 && desk.shape.read {
        page.sheet.sparklines.push(Sparklines {
            last_row: row(len - 1),
            data_sheet: String::new(),
            ..sparkline(desk, 0, row(0), desk.shape.quarters() - 1)
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
    let (shape, settings) = (desk.shape, desk.a.settings);
    compared(looks, &result.short, true, figures.signed, out);
    compared(looks, &result.year_on_year, shape.read, figures.signed, out);
    if shape.long_term {
        out.push(text(format::direction(&result.long), words));
    }
    if shape.signals {
        out.extend([
            text(format::trend(&result.signals), words),
            text(format::signal(&result.signals, settings), words),
            text(format::chance(&result.signals.chance), words),
        ]);
    }
    out.extend([
        match result.year_to_date {
            Ok(value) => number(Some(value), figures.value),
            Err(why) => text(why.words(), words),
        },
        number(result.annual_target, figures.value),
    ]);
    if shape.forecast {
        out.extend([
            forecast(result, figures.value, words),
            text(foretold::likely(i, result), words),
            chance(result, looks),
        ]);
    }
    out.push(number(result.reading.filter(|r| !r.held_back()).and_then(|r| r.forecast), figures.value));
    if shape.read {
        out.push(text("", looks.text));
    }
    out.extend(result.quarters.iter().map(|q| number(*q, figures.value)));
    if shape.others {
        let words = result.benchmark.as_ref().map(|b| b.words(desk.a.period, i.decimals));
        out.push(text(words.unwrap_or_default(), looks.text));
    }
    if shape.read {
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
        Err(why) => text(why.words(), words),
    }
}

/// The chance of meeting the year's target, shown as the sentences tell it: 0 or 100% only where nothing can change it any
/// more.
pub fn chance<'a>(result: &IndicatorResult<'a>, looks: &Looks) -> Cell<'a> {
    let chance = result.chance();
    number(chance, if matches!(chance, Some(0.0 | 1.0)) { looks.share } else { looks.chance })
}

/// Change, percentage where there is room for it, and direction; where there is no comparison, the reason stands under
/// direction.
fn compared<'a>(looks: &Looks, compared: &Comparison, room: bool, signed: StyleId, out: &mut Vec<Cell<'a>>) {
    let movement = compared.as_ref().ok();
    out.push(number(movement.map(|m| m.change), signed));
    if room {
        out.push(percent(movement.and_then(|m| m.percent), looks.percent));
    }
    out.push(text(format::direction(compared), looks.text));
}

/// A percentage in points as a share, which is how Excel stores what it shows with a percent sign.
pub fn percent<'a>(points: Option<f64>, style: StyleId) -> Cell<'a> {
    // To a ten-thousandth of a percent: more is noise of the division.
    let share = |p: f64| if p.abs() < 1e9 { (p * 1e4).round() / 1e6 } else { p / 100.0 };
    number(points.map(share), style)
}
