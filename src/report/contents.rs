//! Contents: what each sheet answers, for which quarter, from how many returns, provisional or final.

use super::cell::{link, text};
use super::context::ReportContext;
use super::format;
use super::provenance::Provenance;
use crate::analyse::ReturnState;
use crate::record::Outcome;
use crate::settings::SheetName;
use crate::workbook::Sheet;
use std::sync::Arc;

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles, p) = (report.a, &report.styles, report.provenance);
    let mut page = report.page("Contents", format!("{}: performance report", a.name()));
    page.sheet.widths = vec![28.0, 116.0];
    page.sheet.print.pages_high = 1;

    page.section("The sheets and what they answer", styles);
    for kind in report.sheets.iter().filter(|k| k.name != SheetName::Contents) {
        let name = kind.name.words();
        page.put(0, link(name, format!("'{name}'!A1"), styles.link));
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
        ("State", state(p)),
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
        ("Made for", made_for(report)),
        ("Recorded", format::moment(&p.recorded)),
        ("Questions to", format!("{}, {}", a.settings.council.team, a.settings.council.email)),
    ];
    for (label, fact) in facts {
        page.fact(label, fact, styles);
    }
    page.sheet
}

/// Whose workbook it is, and what stands beside it.
fn made_for(report: &ReportContext<'_>) -> String {
    let part =
        report.a.part.map_or_else(String::new, |part| format!(": {}. It holds what belongs there alone", part.name));
    let beside = match report.beside.is_empty() {
        true => String::new(),
        false => format!(" Beside it: {}.", report.beside.join(", ")),
    };
    format!("{}{part}.{beside}", report.edition.words())
}

/// What may still change, and who answers for what is published.
fn state(p: &Provenance) -> String {
    let Some(release) = &p.release else {
        return match p.after_release {
            Some(number) => format!(
                "Provisional: a draft made after release {number}, which stands as it was published until another is."
            ),
            None => "Provisional: figures can change until the report is published.".to_owned(),
        };
    };
    let approved = match release.approved_by.as_str() {
        "" => String::new(),
        name => format!(", approved by {name}"),
    };
    let by = if release.by.is_empty() { String::new() } else { format!(" by {}", release.by) };
    let day = format::moment(&release.published);
    let early = if release.provisional { " An early release: figures can still change." } else { "" };
    format!(
        "Release {} of this quarter, published {day}{by}{approved}. It is frozen in the ledger.{early}",
        release.number
    )
}
