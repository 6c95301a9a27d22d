//! Outcomes: how the measures of each outcome stand by role, then measure by measure, each beside what was last published for
//! the nation, with its age and the council's own figure of the same time.

use super::cell::{link, number, text, whole};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::analyse::outcomes::{NationalResult, OutcomeMeasureResult, OutcomeResult, RoleCounts, age_words};
use crate::analyse::shown::{plain, shown};
use crate::fit::fit;
use crate::register::OutcomeRole;
use crate::settings::Status;
use crate::workbook::{CellContent, Columns, Sheet, SheetCell};
use std::ops::Range;
use std::sync::Arc;

const NAME: &str = "Outcomes";
/// The columns of the sentences.
const WORDS: (u16, u16) = (0, 11);
/// The column of the names in the list of outcomes.
const NAMES: u16 = 1;
/// The last column that is printed.
const PRINTED: &str = "National source";

/// A measure of an outcome, with what the outcome has of it.
type MeasureRow<'a> = ReportRow<'a, IndicatorRow<'a, &'a OutcomeMeasureResult<'a>>>;

fn columns<'a>() -> ReportColumns<'a, IndicatorRow<'a, &'a OutcomeMeasureResult<'a>>> {
    ReportColumns::<IndicatorRow<'a, &'a OutcomeMeasureResult<'a>>>::new()
        .column("Ref", 9.0, |r| r.link())
        .column("Measure", 30.0, |r| r.name())
        .column("Role", 12.5, |r| r.text(r.of.with.of.role.words()))
        .column("Latest figure", 10.5, latest)
        .column("Target", 10.5, |r| r.value(r.of.result.target))
        .column("Unit", 9.0, |r| r.unit())
        .column("Status", 18.5, |r| r.status())
        .column("Direction on last quarter", 15.0, |r| r.text(format::direction(&r.of.result.short)))
        .column("National value", 10.5, national_value)
        .column("Of when", 11.0, |r| r.text(of_when(r)))
        .column("How old", 14.5, |r| r.text(national(r).and_then(|n| n.age).map(age_words).unwrap_or_default()))
        .column("Ours of the same time, and how far from it", 24.0, |r| r.text(beside(r)))
        .column(PRINTED, 30.0, |r| r.text(r.of.with.of.source.as_str()))
        .column("National measure", 26.0, |r| r.text(r.of.with.of.national_measure.as_str()))
        .column("Value of", 16.0, |r| r.text(national(r).map(|_| r.of.with.of.whose()).unwrap_or_default()))
        .column("Published", 13.0, |r| r.day(r.of.with.of.national.as_ref().and_then(|n| n.published)))
        .column("Publication", 30.0, |r| {
            r.text(national(r).map(NationalResult::publication_words).map(format::capital).unwrap_or_default())
        })
        .column("Our figure of that time", 12.0, |r| r.value(national(r).and_then(|n| n.beside.ok()).map(|b| b.own)))
        .column("Note", 36.0, |r| r.report.note(r.of.result))
        .column("Service", 24.0, |r| r.service())
}

/// The figure of this quarter; where it has none, the last before it with its quarter.
fn latest<'a>(r: &MeasureRow<'a>) -> SheetCell<'a> {
    match r.of.with.earlier {
        Some((of, value)) => {
            let value = shown(r.of.i.unit, r.of.i.decimals, value);
            r.text(format!("{value} in {}", of.heading()))
        }
        None => r.value(r.of.result.value),
    }
}

fn national<'a>(r: &MeasureRow<'a>) -> Option<&'a NationalResult> {
    r.of.with.national.as_ref()
}

/// The national value; of a metric or a proxy without one, that there is none.
fn national_value<'a>(r: &MeasureRow<'a>) -> SheetCell<'a> {
    match (national(r).map(|n| n.value), r.of.with.of.role) {
        (Some(Some(value)), _) => r.value(Some(value)),
        (Some(None), _) => r.text("held back"),
        (None, OutcomeRole::Contribution) => r.text(""),
        (None, _) => r.text("none given"),
    }
}

fn of_when(r: &MeasureRow<'_>) -> String {
    match national(r) {
        None => String::new(),
        Some(n) => n.of.map_or_else(|| "not said".to_owned(), |of| of.words(r.of.i.year)),
    }
}

/// `72.1%: 3.1 above, better`, or why nothing is compared.
fn beside(r: &MeasureRow<'_>) -> String {
    let Some(national) = national(r) else { return String::new() };
    let b = match national.beside {
        Err(why) => return format::capital(why.words(&of_when(r)).into_owned()),
        Ok(b) => b,
    };
    let own = shown(r.of.i.unit, r.of.i.decimals, b.own);
    let far = plain(r.of.i.decimals, b.difference.abs());
    let better = match b.better {
        Some(true) => ", better",
        Some(false) => ", worse",
        None => "",
    };
    match b.difference {
        d if d > 0.0 => format!("{own}: {far} above{better}"),
        d if d < 0.0 => format!("{own}: {far} below{better}"),
        _ => format!("{own}: equal"),
    }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (found, styles) = (&report.a.outcomes, &report.styles);
    let mut page =
        report.page(NAME, "Outcomes: what the measures say of each, and what was last published for the nation");
    let columns = columns();
    if let Some(column) = columns.place(PRINTED).filter(|_| !report.wide()) {
        page.print_up_to(column);
    }
    page.widen(columns.widths());
    for words in sentences(report) {
        page.paragraph(WORDS.0, WORDS.1, words, styles.text);
    }
    page.row += 1;
    let lists = overview(report, &mut page);
    if report.in_brief() {
        page.put(0, text("Measure by measure: on the screen below, and in print on Indicators.", styles.note_line));
        page.row += 1;
        page.rest_on_screen();
        page.row += 1;
    }
    for ((n, outcome), rows) in (1..).zip(&found.outcomes).zip(lists) {
        lead(&mut page, rows, report);
        members(report, &mut page, n, outcome);
    }
    if !report.in_brief() {
        page.print_ends();
    }
    page.sheet
}

/// How many there are, what serves none of them, and how the national values are to be read.
fn sentences(report: &ReportContext<'_>) -> [String; 2] {
    let found = &report.a.outcomes;
    let outcomes = format::count(found.outcomes.len(), "outcome", "outcomes");
    let without = found.outcomes.iter().filter(|o| !o.has_metric).count();
    let without = match without {
        0 => String::new(),
        1 => " 1 outcome has no metric: only proxies or contributions speak for it.".to_owned(),
        n => format!(" {n} outcomes have no metric: only proxies or contributions speak for them."),
    };
    [
        format!(
            "{outcomes}. {} of {} for at least one, {} for none.{without}",
            format::thousands(found.mapped as usize),
            speak(found.mapped + found.unmapped),
            format::thousands(found.unmapped as usize),
        ),
        "Figures, targets, statuses and directions are ours of this quarter. National values are older: each says of when it is, \
         and stands beside our own figure of that same time. The measures of an outcome make no score."
            .to_owned(),
    ]
}

fn speak(n: u32) -> String {
    format::count(n as usize, "measure speaks", "measures speak")
}

/// How the measures of each outcome stand, role by role. Gives the rows of each outcome.
fn overview<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) -> Vec<Range<u32>> {
    type Line<'a> = (u32, &'a OutcomeResult<'a>, OutcomeRole, RoleCounts);
    let (a, styles) = (report.a, &report.styles);
    let word = |status: Status| a.settings.look(status).word;
    page.section("How the measures of each outcome stand", styles);
    let columns = Columns::<Line<'a>, SheetCell<'a>>::new()
        .field("No.", |(n, ..)| whole(*n, styles.centre))
        .field("Outcome", |(_, o, ..)| text(o.name, styles.text))
        .field("Role", |(_, _, role, _)| text(role.words(), styles.text))
        .field("Measures", |(.., c)| whole(c.all(), styles.whole))
        .field(word(Status::Green), |(.., c)| whole(c.green, styles.whole))
        .field(word(Status::Amber), |(.., c)| whole(c.amber, styles.whole))
        .field(word(Status::Red), |(.., c)| whole(c.red, styles.whole))
        .field("Not rated", |(.., c)| whole(c.unrated, styles.whole))
        .field("With a national value", |(.., c)| number((c.national > 0).then(|| f64::from(c.national)), styles.whole))
        .field("A newer one may be out", |(.., c)| number((c.newer > 0).then(|| f64::from(c.newer)), styles.whole))
        .field("The oldest of these", |(.., c)| text(c.oldest.map(age_words).unwrap_or_default(), styles.text));
    page.height(50.0);
    let mut lines: Vec<Line<'a>> = vec![];
    let mut rows = vec![];
    let first = page.row + 1;
    for (n, outcome) in (1..).zip(&a.outcomes.outcomes) {
        let from = first + fit::<u32>(lines.len());
        let of = |role: &OutcomeRole| (n, outcome, *role, outcome.counts(*role));
        lines.extend(OutcomeRole::ALL.iter().map(of).filter(|(.., c)| c.all() > 0));
        rows.push(from..first + fit::<u32>(lines.len()));
    }
    page.list(&columns, lines, styles);
    page.row += 1;
    rows
}

/// Makes the name of an outcome in the list lead to the current row, where its measures begin.
fn lead(page: &mut Page<'_>, rows: Range<u32>, report: &ReportContext<'_>) {
    let target = format!("'{NAME}'!A{}", page.row + 1);
    let names = page.sheet.cells.iter_mut().filter(|(row, column, _)| *column == NAMES && rows.contains(row));
    for (.., cell) in names {
        if let CellContent::Text(name) = std::mem::replace(&mut cell.content, CellContent::Blank) {
            *cell = link(name, target.clone(), report.styles.link);
        }
    }
}

fn members<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>, n: u32, outcome: &'a OutcomeResult<'a>) {
    let styles = &report.styles;
    let from = page.row;
    page.section(format!("{n} {}", outcome.name), styles);
    page.put(0, text(counted(report, outcome), styles.plain));
    page.row += 1;
    let (source, len) = (report.clone(), outcome.measures.len());
    let table = report.table(format!("Outcome_{n}"), columns(), len, move |k| {
        let measure = &outcome.measures[k];
        source.indicator_with(&source.styles, source.place(measure.indicator), measure)
    });
    page.table(table, "", styles);
    page.begins(from);
}

/// `2 metrics: 1 on target, 1 off target. 1 contribution: 1 near target.`
fn counted(report: &ReportContext<'_>, outcome: &OutcomeResult<'_>) -> String {
    let word = |status: Status| report.a.settings.look(status).word.to_lowercase();
    let of = |role: OutcomeRole| {
        let c = outcome.counts(role);
        let (one, many) = match role {
            OutcomeRole::Metric => ("metric", "metrics"),
            OutcomeRole::Proxy => ("proxy", "proxies"),
            OutcomeRole::Contribution => ("contribution", "contributions"),
        };
        let rated = [(c.green, word(Status::Green)), (c.amber, word(Status::Amber)), (c.red, word(Status::Red))];
        let told = rated.into_iter().chain([(c.unrated, "not rated".to_owned())]).filter(|(n, _)| *n > 0);
        let told: Vec<String> = told.map(|(n, word)| format!("{n} {word}")).collect();
        (c.all() > 0).then(|| format!("{}: {}.", format::count(c.all() as usize, one, many), told.join(", ")))
    };
    let none = (!outcome.has_metric).then(|| "The register has no metric for it.".to_owned());
    OutcomeRole::ALL.iter().filter_map(|role| of(*role)).chain(none).collect::<Vec<_>>().join(" ")
}
