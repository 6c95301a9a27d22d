//! Actions: everything promised, overdue first; what is open is carried forward until it is closed.

use super::cell::{number, text};
use super::context::ReportContext;
use super::format;
use super::places::ACTIONS;
use super::row::ReportColumns;
use super::styles::ReportStyles;
use crate::analyse::ActionResult;
use crate::reading::ActionStatus;
use crate::settings::Status;
use crate::workbook::{Sheet, SheetCell};
use std::sync::Arc;

/// The last column that is printed.
const PRINTED: &str = "Update";

fn columns<'a>() -> ReportColumns<'a, &'a ActionResult<'a>> {
    ReportColumns::<&'a ActionResult<'a>>::new()
        .column("Ref", 10.0, |r| r.code(&*r.of.action.id))
        .column("Action", 48.0, |r| r.text(r.of.action.title.as_str()))
        .column("Status", 18.0, |r| status(r.styles(), r.of))
        .column("Due", 13.0, |r| r.day(r.of.action.due))
        .column("Overdue, days", 12.0, |r| {
            let late = if r.of.overdue { r.styles().alert } else { r.styles().whole };
            number(r.of.overdue.then_some(r.of.days_overdue as f64), late)
        })
        .column("Lead", 18.0, |r| match r.of.action.lead.as_str() {
            "" => r.text("Nobody named"),
            lead => r.text(lead),
        })
        .column("About", 10.0, |r| r.about(&r.of.action.about))
        .column("Since the last report", 44.0, |r| r.text(r.of.since_words()))
        .column("Service", 22.0, |r| r.text(r.report.service(&r.of.action.service)))
        .column(PRINTED, 52.0, |r| r.text(r.of.action.update.as_str()))
        .group(
            "Progress",
            ReportColumns::<&'a ActionResult<'a>>::new()
                .column("Progress", 11.0, |r| number(r.of.action.progress.map(|p| p / 100.0), r.styles().share))
                .column("Status last quarter", 15.0, |r| r.text(r.of.previous_status.map_or("", ActionStatus::words))),
        )
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(ACTIONS.name, "Actions");
    let table = report.table(ACTIONS.name, columns(), a.actions.len(), |n| &a.actions[n]).filtered();
    page.lay_out(&table, PRINTED, report.wide());
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
    page.row = ACTIONS.heading;
    page.heading_here(2);
    page.group_names(&table, page.row - 1, styles);
    page.table(table, "No action was reported.", styles);
    page.print_ends();
    page.sheet
}

/// The status as stated, in the colours of the statuses that mean the same; overdue outranks what is stated.
pub fn status<'a>(styles: &ReportStyles, r: &ActionResult<'_>) -> SheetCell<'a> {
    let like = |status| styles.status(status).style;
    let (words, style) = match r.action.status {
        _ if r.overdue => ("▲ Overdue", like(Status::Red)),
        None => ("? Not stated", like(Status::Awaited)),
        Some(ActionStatus::Complete) => ("● Complete", like(Status::Green)),
        Some(ActionStatus::OnTrack) => ("● On track", like(Status::Green)),
        Some(ActionStatus::AtRisk) => ("◆ At risk", like(Status::Amber)),
        Some(ActionStatus::NotStarted) => ("○ Not started", styles.text),
        Some(ActionStatus::Paused) => ("– Paused", like(Status::NotAvailable)),
        Some(ActionStatus::Discontinued) => ("× Discontinued", like(Status::NotAvailable)),
        Some(ActionStatus::CarriedOver) => ("○ Carried over", styles.text),
    };
    text(words, style)
}
