//! Actions: everything promised, overdue first; what is open is carried forward until it is closed.

use super::page::{Listing, column, day, number, text};
use super::{Desk, format};
use crate::analyse::ActionResult;
use crate::reading::ActionStatus;
use crate::settings::Status;
use crate::workbook::{Cell, Sheet, StyleId};
use std::sync::Arc;

const NAME: &str = "Actions";

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let (a, looks) = (desk.a, &desk.looks);
    let mut page = desk.page(NAME, "Actions");
    let columns = vec![
        column("Ref", 10.0),
        column("Action", 42.0),
        column("Service", 21.0),
        column("About", 10.0),
        column("Lead", 16.0),
        column("Due", 13.0),
        column("Status", 18.0),
        column("Overdue, days", 10.0),
        column("Progress", 11.0),
        column("Status last quarter", 15.0),
        column("Since the last report", 26.0),
        column("Update", 44.0),
    ];
    page.widen(&columns);
    let overdue = a.actions.iter().filter(|x| x.overdue).count();
    page.row = 3;
    page.put(
        0,
        text(
            format!(
                "{}, {} overdue as at {}.",
                format::count(a.actions.len(), "action", "actions"),
                format::thousands(overdue),
                format::date(a.as_at)
            ),
            looks.plain,
        ),
    );
    page.row += 1;
    page.put(0, text(a.promises.words(), looks.plain));
    page.row = 6;
    page.heading_here(2);
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: a.actions.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, &source.a.actions[n], out)),
            filter: true,
            none: "No action was reported.",
        },
        looks,
    );
    page.sheet
}

fn line<'a>(desk: &Desk<'a>, r: &'a ActionResult<'a>, out: &mut Vec<Cell<'a>>) {
    let (looks, action) = (desk.looks_for(desk.a.actions.len()), &r.action);
    let (words, style) = status(desk, r);
    let late = if r.overdue { looks.alert } else { looks.whole };
    out.extend([
        text(&*action.id, looks.code),
        text(action.title.as_str(), looks.text),
        text(desk.service(&action.service), looks.text),
        match desk.a.register.indicator_number(&action.about) {
            Some(n) => desk.link(n),
            None => text(action.about.as_str(), looks.code),
        },
        text(if action.lead.is_empty() { "Nobody named" } else { &action.lead }, looks.text),
        day(action.due, looks.date),
        text(words, style),
        number(r.overdue.then_some(r.days_overdue as f64), late),
        number(action.progress.map(|p| p / 100.0), looks.share),
        text(r.previous_status.map_or("", ActionStatus::words), looks.text),
        text(r.since_words(), looks.text),
        text(action.update.as_str(), looks.text),
    ]);
}

/// The status as stated, in the colours of the statuses that mean the same; overdue outranks what is stated.
fn status(desk: &Desk<'_>, r: &ActionResult<'_>) -> (&'static str, StyleId) {
    let looks = desk.looks_for(desk.a.actions.len());
    let like = |status| looks.status(status).style;
    match r.action.status {
        _ if r.overdue => ("▲ Overdue", like(Status::Red)),
        None => ("? Not stated", like(Status::Awaited)),
        Some(ActionStatus::Complete) => ("● Complete", like(Status::Green)),
        Some(ActionStatus::OnTrack) => ("● On track", like(Status::Green)),
        Some(ActionStatus::AtRisk) => ("◆ At risk", like(Status::Amber)),
        Some(ActionStatus::NotStarted) => ("○ Not started", looks.text),
        Some(ActionStatus::Paused) => ("– Paused", like(Status::NotAvailable)),
        Some(ActionStatus::Discontinued) => ("× Discontinued", like(Status::NotAvailable)),
        Some(ActionStatus::CarriedOver) => ("○ Carried over", looks.text),
    }
}
