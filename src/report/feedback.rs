//! Feedback: complaints, compliments and comments of the council, its directorates and services over five quarters, and
//! whether they were answered in time.

use super::cell::{number, percent, text};
use super::context::ReportContext;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::{FeedbackRates, FeedbackResult, FeedbackTotal, PartOfWhole};
use crate::workbook::{Column, Sheet};
use std::sync::Arc;

const NAME: &str = "Feedback";
/// Quarters shown: this one and the four before.
const QUARTERS: usize = 5;

/// The columns of one of the two tables: whose feedback it is, five quarters, changes, and the parts of this quarter
/// with their shares.
fn columns<'a, T: 'a>(
    report: &ReportContext<'a>,
    whose: ReportColumns<'a, T>,
    rates: fn(&T) -> &FeedbackRates,
) -> ReportColumns<'a, T> {
    let part = |r: &ReportRow<'a, T>, part: Option<PartOfWhole>| number(part.map(|p| p.part), r.styles().whole);
    let share =
        |r: &ReportRow<'a, T>, part: Option<PartOfWhole>| number(part.and_then(PartOfWhole::share), r.styles().share);
    whose
        .columns(report.a.period.last(QUARTERS).enumerate().map(|(n, p)| {
            Column::new(p.to_string(), 11.0, move |r: &ReportRow<'a, T>| {
                // A history shorter than five quarters ends with this one.
                let received = &rates(&r.of).received;
                let at = (received.len() + n).checked_sub(QUARTERS);
                at.map_or_else(|| r.text(""), |at| number(received[at], r.styles().whole))
            })
        }))
        .column("Change on last quarter", 11.0, move |r| {
            number(rates(&r.of).on_last_quarter.map(|c| c.change), r.styles().change)
        })
        .column("Change on last quarter %", 11.0, move |r| {
            percent(rates(&r.of).on_last_quarter.and_then(|c| c.percent()), r.styles().percent)
        })
        .column("Change on last year", 11.0, move |r| {
            number(rates(&r.of).on_last_year.map(|c| c.change), r.styles().change)
        })
        .column("Change on last year %", 11.0, move |r| {
            percent(rates(&r.of).on_last_year.and_then(|c| c.percent()), r.styles().percent)
        })
        .column("Acknowledged in time", 15.0, move |r| part(r, rates(&r.of).acknowledged))
        .column("Acknowledged in time, share", 15.0, move |r| share(r, rates(&r.of).acknowledged))
        .column("Answered in time", 11.0, move |r| part(r, rates(&r.of).in_time))
        .column("Answered in time, share", 12.0, move |r| share(r, rates(&r.of).in_time))
        .column("Upheld", 10.0, move |r| part(r, rates(&r.of).upheld))
        .column("Upheld, share", 10.0, move |r| share(r, rates(&r.of).upheld))
}

/// Of the council and its directorates.
fn totals<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, &'a FeedbackTotal<'a>> {
    let whose = ReportColumns::<&'a FeedbackTotal<'a>>::new()
        .column("Of", 38.0, |r| match r.of.directorate {
            Some(directorate) => r.text(directorate),
            None => text(r.report.a.name(), r.styles().strong),
        })
        .column("Directorate", 24.0, |r| r.text(r.of.directorate.unwrap_or("All")))
        .column("Kind of feedback", 22.0, |r| r.text(r.of.kind.words()));
    columns(report, whose, |t| &t.rates).column("Services with a count this quarter", 50.0, |r| {
        number(Some(f64::from(r.of.services)), r.styles().centre)
    })
}

/// Of the services.
fn services<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, &'a FeedbackResult> {
    let whose = ReportColumns::<&'a FeedbackResult>::new()
        .column("Service", 38.0, |r| r.text(r.report.service(&r.of.service)))
        .column("Directorate", 24.0, |r| r.text(r.report.directorate(&r.of.service)))
        .column("Kind of feedback", 22.0, |r| r.text(r.of.kind.words()));
    columns(report, whose, |r| &r.rates)
        .column("What people told us", 50.0, |r| r.text(r.of.now.as_ref().map_or("", |f| f.words.as_str())))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Feedback: complaints, compliments and comments");
    let services = report.table(NAME, services(report), a.feedback.len(), |n| &a.feedback[n]).filtered();
    page.widen(services.widths());
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
            styles.plain,
        ),
    );
    page.row = 5;
    page.section("The council and its directorates", styles);
    let all = &a.feedback_totals;
    let totals = report.table("Feedback_totals", totals(report), all.len(), |n| &all[n]);
    page.table(totals, "No feedback was reported.", styles);
    page.section("Service by service", styles);
    page.heading_here(1);
    page.table(services, "No feedback was reported.", styles);
    // A heading so far down would leave nothing of the sheet to scroll.
    page.sheet.freeze = (0, 1);
    page.sheet
}
