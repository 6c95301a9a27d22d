//! Contents: what each sheet answers, for which quarter, from how many returns, provisional or final.

use super::cell::{link, text};
use super::context::ReportContext;
use super::format;
use crate::analyse::ReturnState;
use crate::record::Outcome;
use crate::workbook::Sheet;
use std::sync::Arc;

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles, p) = (report.a, &report.styles, report.provenance);
    let mut page = report.page("Contents", format!("{}: performance report", a.settings.council.name));
    page.sheet.widths = vec![28.0, 116.0];
    page.sheet.print.pages_high = 1;

    page.section("The sheets and what they answer", styles);
    for kind in report.sheets.iter().filter(|k| k.name != "Contents") {
        page.put(0, link(kind.name, format!("'{}'!A1", kind.name), styles.link));
        page.put(1, text(kind.answers, styles.text));
        page.row += 1;
    }
    page.row += 1;

    page.section("About this report", styles);
    let accepted = a
        .returns
        .iter()
        .filter(|r| matches!(r.state, ReturnState::Complete | ReturnState::Late | ReturnState::Incomplete));
    let in_words = |n: usize, what: &str| format!("{} {what}", format::thousands(n));
    // A file of several services is one file.
    let mut files: Vec<_> = a.submissions.iter().map(|s| (s.file.as_str(), s.outcome)).collect();
    files.dedup();
    let of = |outcome| files.iter().filter(|(_, o)| *o == outcome).count();
    let facts = [
        ("Quarter", format!("{}, {}", a.period.heading(), a.period.months(a.settings.year.start_month))),
        ("Figures as at", format::date(a.as_at)),
        (
            "State",
            if p.published {
                "Final: approved, and frozen in the ledger.".to_owned()
            } else {
                "Provisional: figures can change until the report is published.".to_owned()
            },
        ),
        (
            "Returns",
            format!(
                "{} of {} services sent a return that could be used; they were due by {}.",
                format::thousands(accepted.count()),
                format::thousands(a.returns.len()),
                format::date(a.due_date)
            ),
        ),
        (
            "Files",
            format!(
                "{} received: {}, {}, {}.",
                format::count(files.len(), "file", "files"),
                in_words(of(Outcome::Accepted), "accepted"),
                in_words(of(Outcome::Rejected), "rejected"),
                in_words(of(Outcome::Undecided), "undecided"),
            ),
        ),
        ("Recorded", format::moment(&p.recorded)),
        ("Questions to", format!("{}, {}", a.settings.council.team, a.settings.council.email)),
    ];
    for (label, fact) in facts {
        page.fact(label, fact, styles);
    }
    page.sheet
}
