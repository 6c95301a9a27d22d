//! Files: every file received, what became of it and why, with the hash of its bytes.

use super::page::{Listing, column, day, text, whole};
use super::{Desk, format};
use crate::submission::Submission;
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Files";
/// The row of the headings.
const HEADING: u32 = 3;

/// Where the row of the `n`th file stands.
pub fn address(n: usize) -> String {
    format!("'{NAME}'!A{}", HEADING as usize + n + 2)
}

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let mut page = desk.page(NAME, "Files received");
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
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: desk.a.submissions.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| file(&source, &source.a.submissions[n], out)),
            filter: true,
            none: "No file was received.",
        },
        &desk.looks,
    );
    page.sheet
}

fn file<'a>(desk: &Desk<'a>, s: &'a Submission, out: &mut Vec<Cell<'a>>) {
    let looks = desk.looks_for(desk.a.submissions.len());
    let service = if s.service.is_empty() { "Not known" } else { desk.service(&s.service) };
    out.extend([
        text(s.file.as_str(), looks.text),
        text(service, looks.text),
        text(format::outcome(s.outcome, s.counts), looks.outcome(s.outcome, s.counts)),
        text(s.why.as_str(), looks.text),
        day(s.signed_off, looks.date),
        whole(s.errors, looks.whole),
        whole(s.queries, looks.whole),
        whole(s.notes, looks.whole),
        text(&*s.layout, looks.text),
        text(s.sha256.as_str(), looks.text),
    ]);
}
