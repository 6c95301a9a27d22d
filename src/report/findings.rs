//! Findings: every error and query by service, with its place, what was expected, what was got and what to do.

use super::cell::text;
use super::context::ReportContext;
use super::format;
use super::page::{Page, SMALL};
use super::row::{ReportColumns, ReportRow};
use crate::analyse::{Analysis, TrialResult, trial};
use crate::finding::{Finding, Severity};
use crate::fit::fit;
use crate::reading::HELD_BACK;
use crate::register;
use crate::settings::Status;
use crate::workbook::{Sheet, SheetCell};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

const NAME: &str = "Findings";
/// Excel has 1,048,576 rows.
const MOST: usize = 1_000_000;

/// A finding, and as a report may tell it.
type ToldFinding<'a> = (&'a Finding, Cow<'a, Finding>);
type ListedFinding<'a> = ReportRow<'a, ToldFinding<'a>>;

fn columns<'a>() -> ReportColumns<'a, ToldFinding<'a>> {
    ReportColumns::<ToldFinding<'a>>::new()
        .column("Service", 22.0, |r| match r.of.0.service.as_str() {
            "" if r.of.0.file == register::FILE => r.text("Register"),
            "" => r.text("Not known"),
            id => r.text(r.report.service(id)),
        })
        .column("Severity", 11.0, |r| {
            let styles = r.styles();
            match r.of.0.severity {
                Severity::Error => text("▲ Error", styles.status(Status::Red).style),
                Severity::Query => text("◆ Query", styles.status(Status::Amber).style),
                Severity::Note => text("○ Note", styles.text),
            }
        })
        .column("Code", 9.0, |r| r.code(&*r.of.0.code))
        .column("Finding", 26.0, |r| r.text(r.report.title(&r.of.0.code)))
        .column("About", 10.0, |r| r.code(r.of.0.subject.as_str()))
        .column("File", 26.0, |r| r.text(r.of.0.file.as_str()))
        .column("Sheet", 12.0, |r| r.text(r.of.0.sheet.as_str()))
        .column("Cell", 8.0, |r| r.code(r.of.0.cell.map(|c| c.to_string()).unwrap_or_default()))
        .column("Expected", 28.0, |r| as_told(r, |f| &f.expected))
        .column("Got", 28.0, |r| as_told(r, |f| &f.got))
        .column("What to do", 42.0, |r| r.text(&*r.of.0.remedy))
}

fn as_told<'a>(r: &ListedFinding<'a>, words: fn(&Finding) -> &String) -> SheetCell<'a> {
    match &r.of.1 {
        Cow::Borrowed(f) => r.text(words(f).as_str()),
        Cow::Owned(f) => r.text(words(f).clone()),
    }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Findings: what is wrong or must be explained");
    let listed = listed(a.findings, report);
    let len = listed.len();
    let of = move |n: usize| {
        let f = &a.findings[listed[n] as usize];
        (f, told(a, f))
    };
    let table = report.table(NAME, columns(), len, of).filtered();
    page.widen(table.widths());
    let count = |severity| a.findings.iter().filter(|f| f.severity == severity).count();
    let mut words = format!(
        "{}: the figure was not taken. {}: taken, and to be explained. {}: for information{}.",
        format::count(count(Severity::Error), "error", "errors"),
        format::count(count(Severity::Query), "query", "queries"),
        format::count(count(Severity::Note), "note", "notes"),
        if a.findings.len() > SMALL { ", in the run record and not listed here" } else { "" }
    );
    if len == MOST {
        words += " Only the first million are listed; the run record counts all.";
    }
    page.row = 3;
    page.put(0, text(words, styles.plain));
    page.row = 5;
    page.heading_here(1);
    page.table(table, "Nothing was found wrong.", styles);
    on_trial(report, &mut page);
    page.sheet
}

/// What a check on trial would have done, on the grid of the sheet.
fn results<'a>() -> ReportColumns<'a, TrialResult<'a>> {
    ReportColumns::<TrialResult<'a>>::new()
        .field("Code", |r| r.code(r.of.code))
        .field("Would refuse", |r| r.whole(r.of.stopped))
        .field("Would ask", |r| r.whole(r.of.asked))
        .field("Check", |r| r.text(r.report.title(r.of.code)))
        .field("Would note", |r| r.whole(r.of.noted))
}

/// What checks on trial found: the team's to weigh, and said to no service.
fn on_trial<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let (a, styles) = (report.a, &report.styles);
    let codes = &a.settings.checks.trial;
    if codes.is_empty() {
        return;
    }
    page.section("Checks on trial", styles);
    let words = format!(
        "On trial: {}. No service hears of what they find, and no figure was refused by them. Counted are figures and rows.",
        codes.join(", ")
    );
    page.put(0, text(words, styles.plain));
    page.row += 1;
    let counted: Vec<TrialResult<'a>> = trial(a.trial);
    let len = counted.len();
    let table = report.table("On_trial", results(), len, move |n| counted[n].clone());
    page.table(table, "They found nothing.", styles);
    if a.trial.is_empty() {
        return;
    }
    page.section("What they found", styles);
    let of = move |n: usize| (&a.trial[n], told(a, &a.trial[n]));
    let table = report.table("Found_on_trial", columns(), a.trial.len().min(SMALL), of);
    page.table(table, "", styles);
}

/// Positions of the findings to list: by service in the register's order, then errors before queries before notes,
/// then by place. Notes only where the whole is small.
fn listed(findings: &[Finding], report: &ReportContext<'_>) -> Vec<u32> {
    let order: HashMap<&str, usize> = report.a.register.services.iter().enumerate().map(|(n, s)| (&*s.id, n)).collect();
    let notes = findings.len() <= SMALL;
    let mut listed: Vec<u32> =
        (0..fit::<u32>(findings.len())).filter(|n| notes || findings[*n as usize].severity != Severity::Note).collect();
    // What belongs to no service of the register comes first: nobody else would see it.
    listed.sort_by_key(|n| {
        let f = &findings[*n as usize];
        (order.get(f.service.as_str()).map_or(0, |n| n + 1), f.severity, *n)
    });
    listed.truncate(MOST);
    listed
}

/// A finding as a report may tell it: words about a suppressed figure tell no number.
pub fn told<'f>(a: &Analysis<'_>, f: &'f Finding) -> Cow<'f, Finding> {
    if !a.held_back(&f.subject) || !tells(&f.expected) && !tells(&f.got) {
        return Cow::Borrowed(f);
    }
    let veiled = |text: &String| veiled(text).to_owned();
    Cow::Owned(Finding { expected: veiled(&f.expected), got: veiled(&f.got), ..f.clone() })
}

/// Words about a suppressed figure as a report may tell them.
pub fn veiled(words: &str) -> &str {
    if tells(words) { HELD_BACK } else { words }
}

fn tells(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit())
}
