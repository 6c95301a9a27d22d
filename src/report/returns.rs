//! Returns: which service sent what and when, and what became of every file received.

use super::page::{Listing, column, day, number, text, whole};
use super::{Desk, format};
use crate::analyse::{ReturnResult, Submission};
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Returns";

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let (a, looks) = (desk.a, &desk.looks);
    let mut page = desk.page(NAME, "Returns: who sent what");
    let services = vec![
        column("Service", 34.0),
        column("Directorate", 30.0),
        column("Return", 22.0),
        column("File that counts", 36.0),
        column("Signed off", 13.0),
        column("Days late (− early)", 11.0),
        column("Indicators due", 11.0),
        column("Came", 9.0),
        column("Errors", 9.0),
        column("Queries", 9.0),
        column("Notes", 9.0),
        column("Quarters in a row without a return", 14.0),
        column("Contact", 30.0),
    ];
    let files = vec![
        column("File", 34.0),
        column("Service of the file", 30.0),
        column("What became of it", 22.0),
        column("Why", 36.0),
        column("Signed off", 13.0),
        column("Errors", 11.0),
        column("Queries", 11.0),
        column("Notes", 9.0),
        column("Layout", 9.0),
        column("SHA-256 of the file", 9.0),
    ];
    page.widen(&services);
    page.row = 2;
    page.put(
        0,
        text(
            format!(
                "Due by {}. Complete: {:.0}% of services. Complete and on time: {:.0}%.",
                format::date(a.due_date),
                a.completeness * 100.0,
                a.timeliness * 100.0
            ),
            looks.plain,
        ),
    );
    page.row = 4;
    page.section("By service", looks);
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns: services,
            len: a.returns.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| service(&source, &source.a.returns[n], out)),
            filter: true,
            none: "The register has no services.",
        },
        looks,
    );
    page.section("Every file received", looks);
    let source = desk.clone();
    page.table(
        Listing {
            name: "Files".into(),
            columns: files,
            len: a.submissions.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| file(&source, &source.a.submissions[n], out)),
            filter: true,
            none: "No file was received.",
        },
        looks,
    );
    page.sheet
}

fn service<'a>(desk: &Desk<'a>, r: &'a ReturnResult, out: &mut Vec<Cell<'a>>) {
    let looks = &desk.looks;
    let s = &desk.a.register.services[r.service];
    let contact = if s.email.is_empty() { &s.contact } else { &s.email };
    out.extend([
        text(s.name.as_str(), looks.text),
        text(s.directorate.as_str(), looks.text),
        text(format::return_state(r.state), looks.return_state(r.state)),
        text(r.file.as_str(), looks.text),
        day(r.signed_off, looks.date),
        number(r.days_late.map(|d| d as f64), looks.change),
        whole(r.due, looks.whole),
        whole(r.came, looks.whole),
    ]);
    out.extend(r.findings.map(|n| whole(n, looks.whole)));
    out.extend([whole(r.missed, looks.whole), text(contact.as_str(), looks.text)]);
}

fn file<'a>(desk: &Desk<'a>, s: &'a Submission, out: &mut Vec<Cell<'a>>) {
    let looks = &desk.looks;
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
        text(&*s.layout, looks.code),
        text(s.sha256.as_str(), looks.code),
    ]);
}
