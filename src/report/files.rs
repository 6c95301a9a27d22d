//! Files: every file received, what became of it and why, with the hash of its bytes.

use super::page::{Listing, column, day, text, whole};
use super::{ReportContext, format};
use crate::analyse::Submission;
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Files";
/// The row of the headings.
const HEADING: u32 = 3;

/// Where the row of the `n`th file stands.
pub fn address(n: usize) -> String {
    format!("'{NAME}'!A{}", HEADING as usize + n + 2)
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let mut page = report.page(NAME, "Files received");
    let columns = vec![
        column("File", 40.0),
        column("Service", 26.0),
        column("What became of it", 22.0),
        column("Why", 46.0),
        column("Signed off", 13.0),
        column("Errors", 10.0),
        column("Queries", 10.0),
        column("Notes", 10.0),
        column("Layout", 20.0),
        column("SHA-256 of the file", 36.0),
    ];
    page.widen(&columns);
    page.row = HEADING;
    page.heading_here(1);
    let source = report.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: report.a.submissions.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| file(&source, &source.a.submissions[n], out)),
            filter: true,
            none: "No file was received.",
        },
        &report.styles,
    );
    page.sheet
}

fn file<'a>(report: &ReportContext<'a>, s: &'a Submission, out: &mut Vec<Cell<'a>>) {
    let styles = report.styles_for(report.a.submissions.len());
    let service = if s.service.is_empty() { "Not known" } else { report.service(&s.service) };
    out.extend([
        text(s.file.as_str(), styles.text),
        text(service, styles.text),
        text(format::outcome(s.outcome, s.counts), styles.outcome(s.outcome, s.counts)),
        text(s.why.as_str(), styles.text),
        day(s.signed_off, styles.date),
        whole(s.errors, styles.whole),
        whole(s.queries, styles.whole),
        whole(s.notes, styles.whole),
        text(&*s.layout, styles.text),
        text(s.sha256.as_str(), styles.text),
    ]);
}
