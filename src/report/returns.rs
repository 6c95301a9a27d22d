//! Returns: which service sent what and when, how complete it was, and what later returns changed.

use super::cell::{number, text};
use super::context::ReportContext;
use super::format;
use super::page::{Page, SMALL};
use super::row::{ReportColumns, ReportRow};
use crate::analyse::{Quality, QualityTests, ReturnResult};
use crate::catalogue::Characteristic;
use crate::difference::{Against, Change};
use crate::reading::left_out::{LeftOutItem, LeftOutKind};
use crate::register::Service;
use crate::workbook::{Column, Sheet, SheetCell};
use std::sync::Arc;

const NAME: &str = "Returns";

type ReturnRow<'a> = ReportRow<'a, &'a ReturnResult>;

fn columns<'a>() -> ReportColumns<'a, &'a ReturnResult> {
    ReportColumns::<&'a ReturnResult>::new()
        .column("Service", 38.0, |r| r.text(service(r).name.as_str()))
        .column("Directorate", 26.0, |r| r.text(service(r).directorate.as_str()))
        .column("Return", 22.0, |r| text(format::return_state(r.of.state), r.styles().return_state(r.of.state)))
        .column("File that counts", 38.0, |r| r.text(r.of.file.as_str()))
        .column("Contact", 38.0, |r| match service(r) {
            s if s.email.is_empty() => r.text(s.contact.as_str()),
            s => r.text(s.email.as_str()),
        })
        .column("Signed off", 13.0, |r| r.day(r.of.signed_off))
        .column("Days late (− early)", 11.0, |r| number(r.of.days_late.map(|d| d as f64), r.styles().change))
        .column("Indicators due", 14.0, |r| r.whole(r.of.due))
        .column("Came", 9.0, |r| r.whole(r.of.came))
        .column("Errors", 9.0, |r| r.whole(r.of.findings[0]))
        .column("Queries", 11.5, |r| r.whole(r.of.findings[1]))
        .column("Notes", 9.0, |r| r.whole(r.of.findings[2]))
        .column("Quarters in a row without a return", 14.0, |r| match r.of.missed_or_more {
            true => r.text(format!("{} or more", r.of.missed)),
            false => r.whole(r.of.missed),
        })
        .column("Data quality", 10.0, |r| passed(r, r.of.quality.all()))
        .columns(
            Characteristic::ALL
                .map(|c| Column::new(c.words(), 16.5, move |r: &ReturnRow<'a>| passed(r, r.of.quality.of(c)))),
        )
}

fn service<'a>(r: &ReturnRow<'a>) -> &'a Service {
    &r.report.a.register.services[r.of.service]
}

/// The share of tests passed; what was not tested is said.
fn passed<'a>(r: &ReturnRow<'a>, tests: QualityTests) -> SheetCell<'a> {
    match tests.share() {
        Some(passed) => number(Some(passed), r.styles().share),
        None => text("no test", r.styles().share),
    }
}

/// The columns of what changed, on the grid of the sheet.
fn changed<'a>() -> ReportColumns<'a, &'a Change> {
    ReportColumns::<&'a Change>::new()
        .field("Service", |r| r.text(r.report.service(&r.of.service)))
        .field("About", |r| r.text(format!("{}: {}", r.of.kind.words(), r.of.subject)))
        .field("What", |r| r.text(r.of.field))
        .field("Gave way", |r| r.text(r.of.before.shown()))
        .field("Counts now", |r| r.text(r.of.after.shown()))
        .field("Against", |r| r.text(r.of.against.words()))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Returns: who sent what");
    let table = report.table(NAME, columns(), a.returns.len(), |n| &a.returns[n]).filtered();
    page.widen(table.widths());
    page.row = 3;
    page.put(
        0,
        text(
            format!(
                "Due by {}. Complete: {:.0}% of services. Complete and on time: {:.0}%. What became of every \
                 file is on the sheet Files.",
                format::date(a.due_date),
                a.completeness * 100.0,
                a.timeliness * 100.0
            ),
            styles.plain,
        ),
    );
    page.row += 1;
    page.put(0, text(council(&a.quality), styles.plain));
    page.row = 6;
    page.heading_here(1);
    page.table(table, "The register has no services.", styles);
    left_out(report, &mut page);
    changes(report, &mut page);
    page.sheet
}

/// The columns of what the team leaves out, on the grid of the sheet.
fn by_hand<'a>() -> ReportColumns<'a, &'a LeftOutItem> {
    ReportColumns::<&'a LeftOutItem>::new()
        .field("Service", |r| r.text(r.report.service(&r.of.service)))
        .field("Left out", |r| match r.of.kind {
            LeftOutKind::File => r.text("the whole file"),
            kind => r.text(format!("{} {}", kind.words(), r.of.subject)),
        })
        .field("Where it stands", |r| r.text(r.of.cell.as_str()))
        .field("File", |r| r.text(r.of.file.as_str()))
        .field("Why", |r| r.text(r.of.line.why.as_str()))
        .field("By whom", |r| r.text(r.of.line.by.as_str()))
        .field("When", |r| r.day(Some(r.of.line.on)))
}

/// What the team left out of the quarter by hand; nothing where it left nothing out.
fn left_out<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let (a, styles) = (report.a, &report.styles);
    if a.left_out.is_empty() {
        return;
    }
    page.section("Left out by hand", styles);
    let table = report.table("Left_out", by_hand(), a.left_out.len(), |n| &a.left_out[n]);
    page.table(table, "", styles);
}

/// Value by value, what counts now and what it superseded.
fn changes<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let (a, styles) = (report.a, &report.styles);
    page.section("What changed between returns", styles);
    let recorded = a.changes.iter().find_map(|c| match &c.against {
        Against::Record { record, recorded } => Some(format!("record {record} of {recorded}")),
        Against::Return => None,
    });
    let mut words = "A later return supersedes an earlier one; what was received stays in the folder, and what was \
                     recorded stays in the ledger."
        .to_owned();
    if let Some(recorded) = recorded {
        words += &format!(" The last recorded run of this quarter was {recorded}.");
    }
    if a.changes.len() > SMALL {
        words += &format!(" {} values changed; the first {SMALL} are listed.", a.changes.len());
    }
    page.paragraph(0, 4, words, styles.text);
    let table = report.table("Changes", changed(), a.changes.len().min(SMALL), |n| &a.changes[n]);
    page.table(table, "No value was superseded.", styles);
}

/// The council's score in words.
fn council(quality: &Quality) -> String {
    let all = quality.all();
    let percent = |t: QualityTests| t.share().map_or_else(|| "no test".to_owned(), |s| format!("{:.0}%", s * 100.0));
    let each = Characteristic::ALL.map(|c| format!("{} {}", c.words().to_lowercase(), percent(quality.of(c))));
    format!(
        "Data quality of all services: {} of {} tests passed ({}); {}. What counts as a test is on the sheet Method.",
        format::thousands(all.passed as usize),
        format::thousands(all.counted as usize),
        percent(all),
        each.join(", ")
    )
}
