//! Exceptions: everything off target, the furthest first; the first of them told in full.

use super::cell::{chance, number, percent, text};
use super::context::ReportContext;
use super::page::{Page, lines, points};
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use super::styles::ReportStyles;
use super::{barriers, foretold, format, own_words};
use crate::analyse::Outturn;
use crate::fit::fit;
use crate::period::Period;
use crate::settings::Status;
use crate::workbook::{CellContent, Sheet, SheetCell};
use std::borrow::Cow;
use std::sync::Arc;

const NAME: &str = "Exceptions";
const LAST: u16 = 10;

type ExceptionRow<'a> = ReportRow<'a, IndicatorRow<'a>>;

/// The columns of the table of the rest. Their widths are the grid of the sheet, on which the cards stand too.
fn columns<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", 11.0, |r| r.link())
        .column("Indicator", 42.0, |r| r.name())
        .column("Target", 13.0, |r| r.value(r.of.result.target))
        .column("Value", 13.0, |r| r.value(r.of.result.value))
        .column("Unit", 13.0, |r| r.unit())
        .column("How far off", 13.0, |r| r.signed(r.of.result.variance))
        .column("How far off %", 13.0, |r| percent(r.of.result.variance_percent, r.styles().percent))
        .column("Off target since", 13.0, |r| r.text(since(r.of.result.red_since)))
        .column("Direction on last quarter", 20.0, |r| r.text(format::direction(&r.of.result.short)))
        .column("Note", 20.0, |r| with(r.report.note(r.of.result), r.report.standing(r.of.result)))
        .column("Remedial action", 46.0, |r| {
            r.text(r.of.result.reading.map_or("", |r| r.words.remedial_action.as_str()))
        })
}

/// The columns of the table of forecasts, on the grid of the sheet.
fn forecasts<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", 11.0, |r| r.link())
        .column("Indicator", 42.0, |r| r.name())
        .column("Year's target", 13.0, |r| r.value(outturn(r).and_then(|o| o.target)))
        .column("Forecast outturn", 13.0, |r| r.value(outturn(r).map(|o| o.value)))
        .column("Unit", 13.0, |r| r.unit())
        .column("Chance of target", 13.0, |r| chance(r.of.result, r.styles()))
        .column("Service's own forecast", 13.0, |r| r.value(outturn(r).and_then(|o| o.own)))
        .column("Year to date", 13.0, |r| r.value(r.of.result.year_to_date.ok()))
        .column("Status now", 20.0, |r| r.status())
        .column("Likely range (80%)", 20.0, |r| r.text(foretold::likely(r.of.i, r.of.result)))
        .column("How it was forecast", 46.0, |r| {
            let foreseen = outturn(r).and_then(|o| o.foreseen.as_ref());
            r.text(foreseen.map_or_else(String::new, |f| foretold::vouched(r.of.i, f)))
        })
}

fn outturn<'a>(r: &ExceptionRow<'a>) -> Option<&'a Outturn> {
    r.of.result.outturn.as_deref().ok()
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Exceptions: what is off target");
    page.widen(columns().widths());
    let mut reds = a.exceptions();
    if reds.is_empty() {
        page.put(0, text("Nothing is off target this quarter.", styles.note_line));
        page.row += 2;
        barriers::section(report, &mut page);
        lost(report, &mut page);
        breaches(report, &mut page);
        return page.sheet;
    }
    let mut rest = reds.split_off(reds.len().min(a.settings.look.full_exceptions));
    let unlisted = rest.len().saturating_sub(a.settings.look.listed_exceptions);
    rest.truncate(a.settings.look.listed_exceptions);
    let told = told(reds.len(), rest.len(), unlisted);
    let doubted = a.indicators.iter().filter(|r| r.status == Status::Red && r.doubt().is_some()).count();
    let last = match doubted {
        0 => String::new(),
        n => format!(" {} for size and told last.", format::count(n, "figure is queried", "figures are queried")),
    };
    page.put(0, text(told + &last, styles.plain));
    page.row += 2;
    for n in reds {
        let from = page.row;
        card(report, &mut page, n);
        page.together(from);
    }
    if !rest.is_empty() {
        let from = page.row;
        page.section("Also off target", styles);
        let source = report.clone();
        let table = report.table("Also_off_target", columns(), rest.len(), move |k| source.indicator(rest[k]));
        page.table(table.filtered(), "", styles);
        page.together(from);
    }
    barriers::section(report, &mut page);
    lost(report, &mut page);
    breaches(report, &mut page);
    page.sheet
}

/// The columns of the table of what has no figure any more, on the grid of the sheet.
fn losses<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    let then = |r: &ExceptionRow<'a>| r.of.result.lost();
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", 11.0, |r| r.link())
        .column("Indicator", 42.0, |r| r.name())
        .column("Target then", 13.0, |r| r.value(r.of.result.target_last_due))
        .column("Last due", 13.0, move |r| r.text(then(r).map_or(String::new(), |(p, _)| p.heading())))
        .column("Figure then", 13.0, |r| r.value(r.of.result.figure_last_due))
        .column("Unit", 13.0, |r| r.unit())
        .column("Status then", 13.0, move |r| match then(r) {
            Some((_, status)) => r.report.status(status),
            None => r.text(""),
        })
        .column("Status now", 13.0, |r| r.status())
        .column("Service", 20.0, |r| r.service())
        .column("Answers for it", 20.0, |r| r.text(r.of.i.owner.as_str()))
        .column("What the service says", 46.0, |r| {
            let words = r.of.result.reading.map_or("", |reading| reading.words.commentary.as_str());
            let refused = r.of.result.refusal().is_some();
            r.text(match (words, refused) {
                ("", true) => "What was sent was refused: see Findings.",
                ("", false) => "Nothing written.",
                (words, _) => words,
            })
        })
}

/// What was rated when it was last due and has no figure now: a red cannot go away by being left out.
fn lost<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let list = report.a.lost();
    if list.is_empty() {
        return;
    }
    let from = page.row;
    page.section("No figure now, rated when last due", &report.styles);
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

/// What is not off target now and will, by its forecast, miss the year's target: candidates for a closer look.
fn breaches<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
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

/// How many are off target, and how they are told.
fn told(full: usize, listed: usize, unlisted: usize) -> String {
    let all = format::count(full + listed + unlisted, "indicator is off target", "indicators are off target");
    let listing = match listed {
        0 => String::new(),
        n => format!(": {} told in full, then {} in one line each", format::thousands(full), format::thousands(n)),
    };
    let left = match unlisted {
        0 => String::new(),
        n => format!(" {} more: filter the Indicators sheet by its column Status.", format::thousands(n)),
    };
    format!("{all}, the furthest from target first{listing}.{left}")
}

/// One exception told in full: the figures in one line, the service's words below them.
fn card<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, n: usize) {
    let (styles, result) = (&report.styles, &report.a.indicators[n]);
    let i = report.definition(result);
    let figures = styles.figures(i.unit, i.decimals);

    page.height(20.0);
    page.put(0, SheetCell { style: styles.band_link, ..report.link(n) });
    page.across(1, 5, text(i.name.as_str(), styles.band));
    let owner = if i.owner.is_empty() { "no owner named" } else { &i.owner };
    page.across(6, LAST - 1, text(format!("{} · {owner}", report.service(&i.service)), styles.band));
    page.put(LAST, report.status(result.status));
    page.row += 1;

    if result.doubt().is_some() {
        page.across(0, LAST, SheetCell { style: styles.query, ..report.note(result) });
        page.row += 1;
    }
    if let Some(confirmed) = result.confirmation() {
        page.paragraph(0, LAST, format::capital(confirmed) + ".", styles.fact);
    }
    let standing = report.standing(result);
    if !standing.is_empty() {
        page.paragraph(0, LAST, standing, styles.fact);
    }
    let (status_then, status_before) = (result.status_previous, result.status_year_ago);
    let facts: [(u16, u16, &str, SheetCell<'a>); 10] = [
        (0, 1, "Status last quarter; a year ago", {
            let word = |s| report.styles.status(s).text.clone();
            text(format!("{}; {}", word(status_then), word(status_before)), styles.fact)
        }),
        (2, 2, "Target", number(result.target, figures.fact)),
        (3, 3, "Value", number(result.value, figures.fact)),
        (4, 4, "Unit", text(format::unit(i), styles.fact)),
        (5, 5, "How far off", number(result.variance, figures.signed_fact)),
        (6, 6, "How far off %", percent(result.variance_percent, styles.percent_fact)),
        (7, 7, "Off target since", text(since(result.red_since), styles.fact)),
        (8, 8, "On last quarter", text(format::direction(&result.short), styles.fact)),
        (9, 9, "On last year", text(format::direction(&result.year_on_year), styles.fact)),
        (LAST, LAST, "Last 13 quarters", text("", styles.fact)),
    ];
    two_rows(page, styles, facts, 22.0);
    let spark = report.sparkline(n, page.row - 1, LAST);
    page.sheet.sparklines.push(spark);

    let ahead = foretold::outturn(i, result);
    if !ahead.is_empty() {
        page.paragraph(0, LAST, ahead, styles.fact);
    }
    let words = result.reading.map(|r| &*r.words);
    let said = |words: Option<&'a str>| match words {
        Some(w) if !w.is_empty() => Cow::Borrowed(w),
        _ => Cow::Borrowed("Nothing written."),
    };
    let told = [
        (0, 1, "Commentary", said(words.map(|w| w.commentary.as_str()))),
        (2, 4, "Barriers", said(words.map(|w| w.barriers.as_str()))),
        (5, 7, "Levers", said(words.map(|w| w.levers.as_str()))),
        (8, 9, "Promised last quarter", said(Some(result.promised))),
        (LAST, LAST, "Remedial action now", said(words.map(|w| w.remedial_action.as_str()))),
    ];
    let deepest = told.iter().map(|(from, to, _, words)| lines(words, page.width(*from, *to))).fold(1.0, f64::max);
    let told = told.map(|(from, to, label, words)| (from, to, label, text(words, styles.fact)));
    two_rows(page, styles, told, points(deepest));
    if let Some(options) = words.map(|w| w.options.as_str()).filter(|o| !o.is_empty()) {
        page.across(0, LAST, text("Options for improvement", styles.label));
        page.row += 1;
        page.paragraph(0, LAST, options, styles.fact);
    }
    let own = report.a.own_words_about(&i.id);
    if !own.is_empty() {
        page.across(0, LAST, text(own_words::HEADING, styles.label));
        page.row += 1;
        page.paragraph(0, LAST, own, styles.fact);
    }
    promised(report, page, &i.id);
    page.row += 1;
}

/// The actions about the indicator, each with what became of it since the last report.
fn promised<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, indicator: &str) {
    let Some(actions) = report.actions_about.get(indicator) else { return };
    page.across(0, LAST, text("Its actions since the last report", report.styles.label));
    page.row += 1;
    for n in actions {
        let r = &report.a.actions[*n];
        let due = r.action.due.map(|due| format!(", due {}", format::date(due))).unwrap_or_default();
        let overdue = if r.overdue {
            format!(", {} overdue", format::count(fit::<usize>(r.days_overdue), "day", "days"))
        } else {
            String::new()
        };
        let lead = if r.action.lead.is_empty() { "nobody named" } else { &r.action.lead };
        let words = format!("{}: {} ({lead}{due}{overdue}). {}.", r.action.id, r.action.title, r.since_words());
        page.paragraph(0, LAST, words, report.styles.fact);
    }
}

/// A row of labels and a row of what they name.
fn two_rows<'a, const N: usize>(
    page: &mut Page<'a>,
    styles: &ReportStyles,
    facts: [(u16, u16, &'static str, SheetCell<'a>); N],
    height: f64,
) {
    for (from, to, label, cell) in facts {
        page.across(from, to, text(label, styles.label));
        page.row += 1;
        page.across(from, to, cell);
        page.row -= 1;
    }
    page.row += 1;
    page.height(height);
    page.row += 1;
}

fn since(period: Option<Period>) -> String {
    period.map_or_else(|| "this quarter".to_owned(), |p| p.heading())
}

/// A note with what the series says behind it.
fn with<'a>(mut note: SheetCell<'a>, standing: String) -> SheetCell<'a> {
    note.content = match note.content {
        CellContent::Text(said) if !standing.is_empty() => CellContent::Text(format!("{said}. {standing}").into()),
        CellContent::Blank if !standing.is_empty() => CellContent::Text(standing.into()),
        content => content,
    };
    note
}
