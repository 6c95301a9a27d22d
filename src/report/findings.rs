//! Findings: every error and query by service, with its place, what was expected, what was got and what to do.

use super::page::{Listing, column, text};
use super::styles::ReportStyles;
use super::{ReportContext, SMALL, format};
use crate::analyse::Analysis;
use crate::finding::{Finding, Severity};
use crate::reading::{HELD_BACK, Reading};
use crate::register;
use crate::settings::Status;
use crate::workbook::{Cell, Sheet};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

const NAME: &str = "Findings";
/// Excel has 1,048,576 rows.
const MOST: usize = 1_000_000;

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Findings: what is wrong or must be explained");
    let columns = vec![
        column("Service", 22.0),
        column("Severity", 11.0),
        column("Code", 9.0),
        column("Finding", 26.0),
        column("About", 10.0),
        column("File", 26.0),
        column("Sheet", 12.0),
        column("Cell", 8.0),
        column("Expected", 28.0),
        column("Got", 28.0),
        column("What to do", 42.0),
    ];
    page.widen(&columns);
    let listed = listed(a.findings, report);
    let count = |severity| a.findings.iter().filter(|f| f.severity == severity).count();
    let mut words = format!(
        "{}: the figure was not taken. {}: taken, and to be explained. {}: for information{}.",
        format::count(count(Severity::Error), "error", "errors"),
        format::count(count(Severity::Query), "query", "queries"),
        format::count(count(Severity::Note), "note", "notes"),
        if a.findings.len() > SMALL { ", in the run record and not listed here" } else { "" }
    );
    if listed.len() == MOST {
        words += " Only the first million are listed; the run record counts all.";
    }
    page.row = 3;
    page.put(0, text(words, styles.plain));
    page.row = 5;
    page.heading_here(1);
    let source = report.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: listed.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| {
                let f = &source.a.findings[listed[n] as usize];
                line(&source, source.styles_for(listed.len()), f, source.title(&f.code), out);
            }),
            filter: true,
            none: "Nothing was found wrong.",
        },
        styles,
    );
    page.sheet
}

/// Positions of the findings to list: by service in the register's order, then errors before queries before notes,
/// then by place. Notes only where the whole is small.
fn listed(findings: &[Finding], report: &ReportContext<'_>) -> Vec<u32> {
    let order: HashMap<&str, usize> = report.a.register.services.iter().enumerate().map(|(n, s)| (&*s.id, n)).collect();
    let notes = findings.len() <= SMALL;
    let mut listed: Vec<u32> =
        (0..findings.len() as u32).filter(|n| notes || findings[*n as usize].severity != Severity::Note).collect();
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
    let result = a.register.indicator_number(&f.subject).and_then(|n| a.indicators.get(n));
    let held_back = result.and_then(|r| r.reading).is_some_and(Reading::held_back);
    let tells = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if !held_back || !tells(&f.expected) && !tells(&f.got) {
        return Cow::Borrowed(f);
    }
    let veiled = |text: &String| if tells(text) { HELD_BACK.to_owned() } else { text.clone() };
    Cow::Owned(Finding { expected: veiled(&f.expected), got: veiled(&f.got), ..f.clone() })
}

fn line<'a>(
    report: &ReportContext<'a>,
    styles: &ReportStyles,
    f: &'a Finding,
    title: &'a str,
    out: &mut Vec<Cell<'a>>,
) {
    let style = styles.text;
    let (expected, got) = match told(report.a, f) {
        Cow::Borrowed(f) => (text(f.expected.as_str(), style), text(f.got.as_str(), style)),
        Cow::Owned(f) => (text(f.expected, style), text(f.got, style)),
    };
    let (severity, colour) = match f.severity {
        Severity::Error => ("▲ Error", styles.status(Status::Red).style),
        Severity::Query => ("◆ Query", styles.status(Status::Amber).style),
        Severity::Note => ("○ Note", styles.text),
    };
    let service = match f.service.as_str() {
        "" if f.file == register::FILE => "Register",
        "" => "Not known",
        id => report.service(id),
    };
    out.extend([
        text(service, style),
        text(severity, colour),
        text(&*f.code, styles.code),
        text(title, style),
        text(f.subject.as_str(), styles.code),
        text(f.file.as_str(), style),
        text(f.sheet.as_str(), style),
        text(f.cell.map(|c| c.to_string()).unwrap_or_default(), styles.code),
        expected,
        got,
        text(&*f.remedy, style),
    ]);
}
