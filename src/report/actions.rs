//! Actions: everything promised, overdue first; what is open is carried forward until it is closed.

use super::page::{Listing, column, day, number, text};
use super::{ReportContext, format};
use crate::analyse::ActionResult;
use crate::reading::ActionStatus;
use crate::settings::Status;
use crate::workbook::{Cell, Sheet, StyleId};
use std::sync::Arc;

const NAME: &str = "Actions";

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Actions");
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
            styles.plain,
        ),
    );
    page.row += 1;
    page.put(0, text(a.promises.words(), styles.plain));
    page.row = 6;
    page.heading_here(2);
    let source = report.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: a.actions.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, &source.a.actions[n], out)),
            filter: true,
            none: "No action was reported.",
        },
        styles,
    );
    page.sheet
}

fn line<'a>(report: &ReportContext<'a>, r: &'a ActionResult<'a>, out: &mut Vec<Cell<'a>>) {
    let (styles, action) = (report.styles_for(report.a.actions.len()), &r.action);
    let (words, style) = status(report, r);
    let late = if r.overdue { styles.alert } else { styles.whole };
    out.extend([
        text(&*action.id, styles.code),
        text(action.title.as_str(), styles.text),
        text(report.service(&action.service), styles.text),
        match report.a.register.indicator_number(&action.about) {
            Some(n) => report.link(n),
            None => text(action.about.as_str(), styles.code),
        },
        text(if action.lead.is_empty() { "Nobody named" } else { &action.lead }, styles.text),
        day(action.due, styles.date),
        text(words, style),
        number(r.overdue.then_some(r.days_overdue as f64), late),
        number(action.progress.map(|p| p / 100.0), styles.share),
        text(r.previous_status.map_or("", ActionStatus::words), styles.text),
        text(r.since_words(), styles.text),
        text(action.update.as_str(), styles.text),
    ]);
}

/// The status as stated, in the colours of the statuses that mean the same; overdue outranks what is stated.
fn status(report: &ReportContext<'_>, r: &ActionResult<'_>) -> (&'static str, StyleId) {
    let styles = report.styles_for(report.a.actions.len());
    let like = |status| styles.status(status).style;
    match r.action.status {
        _ if r.overdue => ("▲ Overdue", like(Status::Red)),
        None => ("? Not stated", like(Status::Awaited)),
        Some(ActionStatus::Complete) => ("● Complete", like(Status::Green)),
        Some(ActionStatus::OnTrack) => ("● On track", like(Status::Green)),
        Some(ActionStatus::AtRisk) => ("◆ At risk", like(Status::Amber)),
        Some(ActionStatus::NotStarted) => ("○ Not started", styles.text),
        Some(ActionStatus::Paused) => ("– Paused", like(Status::NotAvailable)),
        Some(ActionStatus::Discontinued) => ("× Discontinued", like(Status::NotAvailable)),
        Some(ActionStatus::CarriedOver) => ("○ Carried over", styles.text),
    }
}
