//! Files: every file received, what became of it and why, with the hash of its bytes.

use super::cell::text;
use super::context::ReportContext;
use super::format;
use super::places::FILES;
use super::row::ReportColumns;
use crate::submission::Submission;
use crate::workbook::Sheet;
use std::sync::Arc;

fn columns<'a>() -> ReportColumns<'a, &'a Submission> {
    ReportColumns::<&'a Submission>::new()
        .column("File", 40.0, |r| r.text(r.of.file.as_str()))
        .column("Service", 26.0, |r| match &*r.of.service {
            // What counts and names no service is of all of them.
            "" => r.text(if r.of.counts { "All services" } else { "Not known" }),
            id => r.text(r.report.service(id)),
        })
        .column("What became of it", 22.0, |r| {
            text(format::outcome(r.of.outcome, r.of.counts), r.styles().outcome(r.of.outcome, r.of.counts))
        })
        .column("Why", 46.0, |r| r.text(r.of.why.as_str()))
        .column("Signed off", 13.0, |r| r.day(r.of.signed_off))
        .column("Errors", 10.0, |r| r.whole(r.of.errors))
        .column("Queries", 10.0, |r| r.whole(r.of.queries))
        .column("Notes", 10.0, |r| r.whole(r.of.notes))
        .column("Layout", 20.0, |r| r.text(&*r.of.layout))
        .column("SHA-256 of the file", 36.0, |r| r.text(r.of.sha256.as_str()))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let files = &report.a.submissions;
    let mut page = report.page(FILES.name, "Files received");
    let table = report.table(FILES.name, columns(), files.len(), |n| &files[n]).filtered();
    page.widen(table.widths());
    page.row = FILES.heading;
    page.heading_here(1);
    page.table(table, "No file was received.", &report.styles);
    page.sheet
}
