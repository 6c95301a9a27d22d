//! Feedback: complaints, compliments and comments of the council, its directorates and services over five quarters, and
//! whether they were answered in time.

use super::Desk;
use super::indicators::percent;
use super::looks::Looks;
use super::page::{Column, Listing, column, number, text};
use crate::analyse::{FeedbackRates, FeedbackResult, FeedbackTotal, PartOfWhole};
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Feedback";
/// Quarters shown: this one and the four before.
const QUARTERS: usize = 5;

fn columns(desk: &Desk<'_>, who: &'static str, last: &'static str) -> Vec<Column> {
    let mut columns = vec![column(who, 38.0), column("Directorate", 24.0), column("Kind of feedback", 22.0)];
    columns.extend(desk.a.period.last(QUARTERS).map(|p| column(p.to_string(), 11.0)));
    columns.extend([
        column("Change on last quarter", 11.0),
        column("Change on last quarter %", 11.0),
        column("Change on last year", 11.0),
        column("Change on last year %", 11.0),
        column("Acknowledged in time", 15.0),
        column("Acknowledged in time, share", 15.0),
        column("Answered in time", 11.0),
        column("Answered in time, share", 12.0),
        column("Upheld", 10.0),
        column("Upheld, share", 10.0),
        column(last, 50.0),
    ]);
    columns
}

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let (a, looks) = (desk.a, &desk.looks);
    let mut page = desk.page(NAME, "Feedback: complaints, compliments and comments");
    let services = columns(desk, "Service", "What people told us");
    page.widen(&services);
    let days = &a.settings.feedback;
    page.row = 3;
    page.put(
        0,
        text(
            format!(
                "In time: stage 1 within {} working days, stage 2 within {}. Acknowledged in time, within {}, is known \
                 where a service sends a log of its complaints.",
                days.stage_1_days, days.stage_2_days, days.acknowledge_days
            ),
            looks.plain,
        ),
    );
    page.row = 5;
    page.section("The council and its directorates", looks);
    let source = desk.clone();
    page.table(
        Listing {
            name: "Feedback_totals".into(),
            columns: columns(desk, "Of", "Services with a count this quarter"),
            len: a.feedback_totals.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| total(&source, &source.a.feedback_totals[n], out)),
            filter: false,
            none: "No feedback was reported.",
        },
        looks,
    );
    page.section("Service by service", looks);
    page.heading_here(1);
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns: services,
            len: a.feedback.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, &source.a.feedback[n], out)),
            filter: true,
            none: "No feedback was reported.",
        },
        looks,
    );
    // A heading so far down would leave nothing of the sheet to scroll.
    page.sheet.freeze = (0, 1);
    page.sheet
}

fn total<'a>(desk: &Desk<'a>, t: &'a FeedbackTotal<'a>, out: &mut Vec<Cell<'a>>) {
    let looks = &desk.looks;
    let council = desk.a.settings.council.name.as_str();
    out.extend([
        text(t.directorate.unwrap_or(council), if t.directorate.is_none() { looks.strong } else { looks.text }),
        text(t.directorate.unwrap_or("All"), looks.text),
        text(t.kind.words(), looks.text),
    ]);
    rates(looks, &t.rates, out);
    out.push(number(Some(f64::from(t.services)), looks.centre));
}

fn line<'a>(desk: &Desk<'a>, r: &'a FeedbackResult, out: &mut Vec<Cell<'a>>) {
    let looks = desk.looks_for(desk.a.feedback.len());
    out.extend([
        text(desk.service(&r.service), looks.text),
        text(desk.directorate(&r.service), looks.text),
        text(r.kind.words(), looks.text),
    ]);
    rates(looks, &r.rates, out);
    out.push(text(r.now.as_ref().map_or("", |f| f.words.as_str()), looks.text));
}

/// Five quarters, changes, and the parts of this quarter with their shares.
fn rates<'a>(looks: &Looks, r: &FeedbackRates, out: &mut Vec<Cell<'a>>) {
    let skip = r.received.len().saturating_sub(QUARTERS);
    out.extend((r.received.len()..QUARTERS).map(|_| text("", looks.text)));
    out.extend(r.received[skip..].iter().map(|n| number(*n, looks.whole)));
    for change in [r.on_last_quarter, r.on_last_year] {
        out.push(number(change.map(|c| c.change), looks.change));
        out.push(percent(change.and_then(|c| c.percent()), looks.percent));
    }
    for part in [r.acknowledged, r.in_time, r.upheld] {
        out.push(number(part.map(|p| p.part), looks.whole));
        out.push(number(part.and_then(PartOfWhole::share), looks.share));
    }
}
