//! Feedback: complaints, compliments and comments of the council, its directorates and services over five quarters, and
//! whether they were answered in time.

use super::cell::{number, percent, text};
use super::context::ReportContext;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::{FeedbackRates, FeedbackResult, FeedbackTotal, PartOfWhole};
use crate::workbook::{Column, Sheet, SheetCell};
use std::sync::Arc;

const NAME: &str = "Feedback";
/// The last column that is printed.
const TOLD: &str = "What people told us";
/// Quarters shown: this one and the four before.
const QUARTERS: usize = 5;

/// The columns of one of the two tables: whose feedback it is, five quarters, changes, shares of what was answered in time and
/// upheld, a last column of its own; then the rest.
fn columns<'a, T: 'a>(
    report: &ReportContext<'a>,
    whose: ReportColumns<'a, T>,
    rates: fn(&T) -> &FeedbackRates,
    directorate: fn(&ReportRow<'a, T>) -> SheetCell<'a>,
    last: (&'static str, impl Fn(&ReportRow<'a, T>) -> SheetCell<'a> + Send + 'a),
) -> ReportColumns<'a, T> {
    let part = |r: &ReportRow<'a, T>, part: Option<PartOfWhole>| number(part.map(|p| p.part), r.styles().whole);
    let share =
        |r: &ReportRow<'a, T>, part: Option<PartOfWhole>| number(part.and_then(PartOfWhole::share), r.styles().share);
    whose
        .columns(report.a.period.last(QUARTERS).enumerate().map(|(n, p)| {
            Column::new(p.to_string(), 13.3, move |r: &ReportRow<'a, T>| {
                // A history shorter than five quarters ends with this one.
                let received = &rates(&r.of).received;
                let at = (received.len() + n).checked_sub(QUARTERS);
                at.map_or_else(|| r.text(""), |at| number(received[at], r.styles().whole))
            })
        }))
        .column("Change on last quarter", 11.0, move |r| {
            number(rates(&r.of).on_last_quarter.map(|c| c.change), r.styles().change)
        })
        .column("Change on last year", 11.0, move |r| {
            number(rates(&r.of).on_last_year.map(|c| c.change), r.styles().change)
        })
        .column("Answered in time, share", 14.0, move |r| share(r, rates(&r.of).in_time))
        .column("Upheld, share", 10.0, move |r| share(r, rates(&r.of).upheld))
        .columns([Column::new(last.0, 50.0, last.1)])
        .group(
            "More",
            ReportColumns::<T>::new()
                .column("Directorate", 24.0, directorate)
                .column("Change on last quarter %", 11.0, move |r| {
                    percent(rates(&r.of).on_last_quarter.and_then(|c| c.percent()), r.styles().percent)
                })
                .column("Change on last year %", 11.0, move |r| {
                    percent(rates(&r.of).on_last_year.and_then(|c| c.percent()), r.styles().percent)
                })
                .column("Acknowledged in time", 15.0, move |r| part(r, rates(&r.of).acknowledged))
                .column("Acknowledged in time, share", 15.0, move |r| share(r, rates(&r.of).acknowledged))
                .column("Answered in time", 11.0, move |r| part(r, rates(&r.of).in_time))
                .column("Upheld", 10.0, move |r| part(r, rates(&r.of).upheld)),
        )
}

/// Of the council and its directorates.
fn totals<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, &'a FeedbackTotal<'a>> {
    let whose = ReportColumns::<&'a FeedbackTotal<'a>>::new()
        .column("Of", 38.0, |r| match r.of.directorate {
            Some(directorate) => r.text(directorate),
            None => text(r.report.a.name(), r.styles().strong),
        })
        .column("Kind of feedback", 24.0, |r| r.text(r.of.kind.words()));
    let services = |r: &ReportRow<'a, &'a FeedbackTotal<'a>>| number(Some(f64::from(r.of.services)), r.styles().centre);
    columns(
        report,
        whose,
        |t| &t.rates,
        |r| r.text(r.of.directorate.unwrap_or("All")),
        ("Services with a count this quarter", services),
    )
}

/// Of the services.
fn services<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, &'a FeedbackResult> {
    let whose = ReportColumns::<&'a FeedbackResult>::new()
        .column("Service", 38.0, |r| r.text(r.report.service(&r.of.service)))
        .column("Kind of feedback", 24.0, |r| r.text(r.of.kind.words()));
    let words = |r: &ReportRow<'a, &'a FeedbackResult>| r.text(r.of.now.as_ref().map_or("", |f| f.words.as_str()));
    columns(report, whose, |r| &r.rates, |r| r.text(r.report.directorate(&r.of.service)), (TOLD, words))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Feedback: complaints, compliments and comments");
    let services = report.table(NAME, services(report), a.feedback.len(), |n| &a.feedback[n]).filtered();
    page.lay_out(&services, TOLD, report.wide());
    let days = &a.settings.feedback;
    page.row = 3;
    page.put(
        0,
        text(
            format!(
                "In time: stage 1 within {} working days, stage 2 within {}. Acknowledged in time, within {}, is known \
                 where a service sends a log of its complaints. A change is over the services that have a count in both quarters.",
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
    if report.in_brief() {
        page.rest_on_screen();
    }
    page.section("Service by service", styles);
    page.heading_here(1);
    page.table(services, "No feedback was reported.", styles);
    if !report.in_brief() {
        page.print_ends();
    }
    // A heading so far down would leave nothing of the sheet to scroll.
    page.sheet.freeze = (0, 1);
    page.sheet
}
