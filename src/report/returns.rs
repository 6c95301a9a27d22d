//! Returns: which service sent what and when, how complete it was, and what later returns changed.

use super::looks::Looks;
use super::page::{Listing, Page, column, day, number, text, whole};
use super::{Desk, SMALL, format};
use crate::analyse::{Quality, QualityTests, ReturnResult};
use crate::catalogue::Characteristic;
use crate::difference::{Against, Change, Side};
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Returns";

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let (a, looks) = (desk.a, &desk.looks);
    let mut page = desk.page(NAME, "Returns: who sent what");
    let services = vec![
        column("Service", 38.0),
        column("Directorate", 26.0),
        column("Return", 22.0),
        column("File that counts", 38.0),
        column("Contact", 38.0),
        column("Signed off", 13.0),
        column("Days late (− early)", 11.0),
        column("Indicators due", 11.0),
        column("Came", 9.0),
        column("Errors", 9.0),
        column("Queries", 9.0),
        column("Notes", 9.0),
        column("Quarters in a row without a return", 14.0),
        column("Data quality", 10.0),
    ];
    let services: Vec<_> = services.into_iter().chain(Characteristic::ALL.map(|c| column(c.words(), 14.5))).collect();
    page.widen(&services);
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
            looks.plain,
        ),
    );
    page.row += 1;
    page.put(0, text(council(&a.quality), looks.plain));
    page.row = 6;
    page.heading_here(1);
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
    changes(desk, &mut page);
    page.sheet
}

/// Value by value, what counts now and what it superseded.
fn changes<'a>(desk: &Arc<Desk<'a>>, page: &mut Page<'a>) {
    let (a, looks) = (desk.a, &desk.looks);
    page.section("What changed between returns", looks);
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
    page.paragraph(0, 4, words, looks.text);
    let source = desk.clone();
    page.table(
        Listing {
            name: "Changes".into(),
            columns: ["Service", "About", "What", "Gave way", "Counts now", "Against"]
                .into_iter()
                .map(|heading| column(heading, 0.0))
                .collect(),
            len: a.changes.len().min(SMALL),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| change(&source, &source.a.changes[n], out)),
            filter: false,
            none: "No value was superseded.",
        },
        looks,
    );
}

fn change<'a>(desk: &Desk<'a>, c: &'a Change, out: &mut Vec<Cell<'a>>) {
    let style = desk.looks.text;
    let side = |side: &Side| text(side.shown(), style);
    out.extend([
        text(desk.service(&c.service), style),
        text(format!("{}: {}", c.kind, c.subject), style),
        text(c.field, style),
        side(&c.before),
        side(&c.after),
        text(c.against.words(), style),
    ]);
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
        text(contact.as_str(), looks.text),
        day(r.signed_off, looks.date),
        number(r.days_late.map(|d| d as f64), looks.change),
        whole(r.due, looks.whole),
        whole(r.came, looks.whole),
    ]);
    out.extend(r.findings.map(|n| whole(n, looks.whole)));
    out.push(whole(r.missed, looks.whole));
    out.extend(quality(looks, &r.quality));
}

/// The score, then the share of each characteristic; what was not tested is said.
fn quality<'a>(looks: &Looks, quality: &Quality) -> impl Iterator<Item = Cell<'a>> + use<'a> {
    let share = looks.share;
    let shown = move |tests: QualityTests| match tests.share() {
        Some(passed) => number(Some(passed), share),
        None => text("no test", share),
    };
    let each = Characteristic::ALL.map(|c| quality.of(c));
    [quality.all()].into_iter().chain(each).map(shown)
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
