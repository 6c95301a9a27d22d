//! What is not off target and belongs among the exceptions: what has no figure any more, and what will miss the year's target.

use super::super::cell::{chance, text};
use super::super::context::ReportContext;
use super::super::page::Page;
use super::super::row::{IndicatorRow, ReportColumns, ReportRow};
use super::super::{foretold, format};
use super::GRID;
use crate::analyse::Outturn;
use crate::settings::Status;
use std::sync::Arc;

type ExceptionRow<'a> = ReportRow<'a, IndicatorRow<'a>>;

/// The columns of the table of what has no figure any more, on the grid of the sheet.
fn losses<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    let then = |r: &ExceptionRow<'a>| r.of.result.lost();
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", GRID[0], |r| r.link())
        .column("Indicator", GRID[1], |r| r.name())
        .column("Status then", GRID[2], move |r| match then(r) {
            Some((_, status)) => r.report.status(status),
            None => r.text(""),
        })
        .column("Figure then", GRID[3], |r| r.value(r.of.result.figure_last_rated))
        .column("Target then", GRID[4], |r| r.value(r.of.result.target_last_rated))
        .column("Unit", GRID[5], |r| r.unit())
        .column("Last rated", GRID[6], move |r| r.text(then(r).map_or(String::new(), |(p, _)| p.heading())))
        .column("What the service says", GRID[7], |r| {
            let words = r.of.result.reading.map_or("", |reading| reading.words.commentary.as_str());
            let refused = r.of.result.refusal().is_some();
            r.text(match (words, refused) {
                ("", true) => "What was sent was refused: see Findings.",
                ("", false) => "Nothing written.",
                (words, _) => words,
            })
        })
        .column("Service", GRID[8], |r| r.service())
        .column("Status now", GRID[9], |r| r.status())
        .column("Answers for it", GRID[10], |r| r.text(r.of.i.owner.as_str()))
}

/// What was rated before and has no figure now: a red cannot go away by being left out.
pub fn lost<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let list = report.a.lost();
    if list.is_empty() {
        return;
    }
    let from = page.row;
    page.section("No figure now, rated before", &report.styles);
    let red = list.iter().filter(|n| report.a.indicators[**n].lost().is_some_and(|(_, s)| s == Status::Red)).count();
    let off = match red {
        0 => "none was off target then".to_owned(),
        1 => "1 was off target then".to_owned(),
        n => format!("{n} were off target then"),
    };
    let says = format!("{} no figure now; {off}.", format::count(list.len(), "indicator has", "indicators have"));
    page.put(0, text(says, report.styles.plain));
    page.row += 1;
    let source = report.clone();
    let members = list.clone();
    let table = report.table("No_figure_now", losses(), list.len(), move |k| source.indicator(members[k]));
    page.table(table.filtered(), "", &report.styles);
    page.together(from);
}

/// The columns of the table of forecasts, on the grid of the sheet.
fn forecasts<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", GRID[0], |r| r.link())
        .column("Indicator", GRID[1], |r| r.name())
        .column("Status now", GRID[2], |r| r.status())
        .column("Forecast outturn", GRID[3], |r| r.value(outturn(r).map(|o| o.value)))
        .column("Year's target", GRID[4], |r| r.value(outturn(r).and_then(|o| o.target)))
        .column("Unit", GRID[5], |r| r.unit())
        .column("Chance of target", GRID[6], |r| chance(r.of.result, r.styles()))
        .column("How it was forecast", GRID[7], |r| {
            let foreseen = outturn(r).and_then(|o| o.foreseen.as_ref());
            r.text(foreseen.map_or_else(String::new, |f| foretold::vouched(r.of.i, f)))
        })
        .column("Likely range (80%)", GRID[8], |r| r.text(foretold::likely(r.of.i, r.of.result)))
        .column("Year to date", GRID[9], |r| r.value(r.of.result.year_to_date.ok()))
        .column("Service's own forecast", GRID[10], |r| r.value(outturn(r).and_then(|o| o.own)))
}

fn outturn<'a>(r: &ExceptionRow<'a>) -> Option<&'a Outturn> {
    r.of.result.outturn.as_deref().ok()
}

/// What is not off target now and will, by its forecast, miss the year's target: candidates for a closer look.
pub fn breaches<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let (a, styles) = (report.a, &report.styles);
    let mut list = a.breaches_forecast();
    if list.is_empty() {
        return;
    }
    let unlisted = list.len().saturating_sub(a.settings.look.listed_exceptions);
    list.truncate(a.settings.look.listed_exceptions);
    page.section("Forecast to miss the year's target", styles);
    let more = match unlisted {
        0 => String::new(),
        n => format!(" {} more: see the Indicators sheet.", format::thousands(n)),
    };
    let says = format!(
        "{} not off target now and forecast to miss the year's target, the least likely to meet it first.{more}",
        format::count(list.len() + unlisted, "indicator is", "indicators are")
    );
    page.put(0, text(says, styles.plain));
    page.row += 1;
    // The last table of the sheet, and so the one whose headings can be repeated.
    page.sheet.print.repeat_rows = Some((page.row, page.row));
    let source = report.clone();
    let table = report.table("Forecast_to_miss", forecasts(), list.len(), move |k| source.indicator(list[k]));
    page.table(table.filtered(), "", styles);
}
