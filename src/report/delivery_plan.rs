//! Delivery plan: how many milestones stand where, then what slipped, what is due, what was re-dated often, and all of them.

use super::cell::{number, text};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::delivery_plan::{
    DeliveryPlan, DoneWhen, MilestoneCounts, MilestoneGroup, MilestoneResult, MilestoneState,
};
use crate::workbook::{Column, Sheet};
use std::sync::Arc;

pub const NAME: &str = "Delivery plan";
/// The columns of the sentences.
const WORDS: (u16, u16) = (0, 8);
/// The last column that is printed.
const PRINTED: &str = "Update";
/// Milestones of a list that is a part of the table of all.
const LISTED: usize = 25;

type MilestoneRow<'a> = ReportRow<'a, &'a MilestoneResult<'a>>;

fn columns<'a>() -> ReportColumns<'a, &'a MilestoneResult<'a>> {
    ReportColumns::<&'a MilestoneResult<'a>>::new()
        .column("Ref", 13.0, |r| r.code(&**r.of.id))
        .column("Milestone", 48.0, |r| r.text(r.of.title))
        .column("State", 21.0, |r| {
            let (words, style) = r.styles().milestone(r.of.state);
            text(words, style)
        })
        .column("Expected or done", 13.0, |r| r.day(r.of.expected))
        .column("Agreed", 13.0, |r| r.day(r.of.agreed))
        .column("Days later (+)", 12.0, |r| number(r.of.slip_days.map(|days| days as f64), r.styles().change))
        .column("Owner", 20.0, |r| r.text(if r.of.owner.is_empty() { "Nobody named" } else { r.of.owner }))
        .column("State last quarter", 20.0, |r| r.text(before(r)))
        .column("Times re-dated", 12.0, |r| r.whole(r.of.redated))
        .column("Done", 12.0, |r| r.text(r.of.done.map_or("", |done| done.words())))
        .column(PRINTED, 46.0, |r| r.text(told(r)))
        .column("Service", 24.0, |r| r.text(r.report.service(r.of.service)))
        .column("Evidence", 34.0, |r| r.text(r.of.told.map_or("", |a| a.evidence.as_str())))
        .column("Priority", 28.0, |r| r.text(r.report.priority(r.of.priority)))
        .column("In the register's plan", 14.0, |r| r.text(if r.of.planned.is_some() { "Yes" } else { "No" }))
        .column("Source", 44.0, |r| match r.of.told {
            Some(action) => r.report.source(&action.place, r.styles()),
            None => r.code(""),
        })
}

fn before(r: &MilestoneRow<'_>) -> &'static str {
    r.of.before.map_or("Not known then", MilestoneState::words)
}

/// What its service says; of what nothing was said this quarter, what was last known.
fn told(r: &MilestoneRow<'_>) -> String {
    match r.of.told {
        None => "Nothing was ever said of it".to_owned(),
        Some(action) if r.of.silent => {
            let status = action.status.map_or("no state", |s| s.words()).to_lowercase();
            format!("Last heard of in {}: {status}. {}", action.period.heading(), action.update)
        }
        Some(action) => action.update.clone(),
    }
}

/// The counts of a group on the grid of the sheet; states that nothing is in are left out.
fn counts<'a>(all: &MilestoneCounts) -> ReportColumns<'a, (&'static str, &'a MilestoneGroup)> {
    type Row<'a> = ReportRow<'a, (&'static str, &'a MilestoneGroup)>;
    let there = MilestoneState::ALL.into_iter().filter(|state| all.of(*state) > 0);
    let states =
        there.map(|state| Column::new(state.words(), 0.0, move |r: &Row<'a>| r.whole(r.of.1.counts.of(state))));
    ReportColumns::<(&'static str, &'a MilestoneGroup)>::new()
        .field("Group", |r| r.text(r.of.0))
        .field("Name", |r| r.text(r.of.1.name.as_str()))
        .field("Milestones", |r| r.whole(r.of.1.counts.all()))
        .field("Completed or on track", |r| number(r.of.1.counts.share(), r.styles().share))
        .columns(states)
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (plan, styles) = (&report.a.delivery_plan, &report.styles);
    let mut page = report.page(NAME, "Delivery plan: the milestones");
    let all = report.table("Milestones", columns(), plan.milestones.len(), |n| &plan.milestones[n]).filtered();
    page.lay_out(&all, PRINTED, report.wide());
    for words in sentences(report, plan) {
        page.paragraph(WORDS.0, WORDS.1, words, styles.text);
    }
    page.row += 1;
    page.section("By priority and directorate", styles);
    let of = |kind| move |g| (kind, g);
    let groups: Vec<(&'static str, &'a MilestoneGroup)> =
        plan.priorities.iter().map(of("Priority")).chain(plan.directorates.iter().map(of("Directorate"))).collect();
    let table = report.table("Milestone_counts", counts(&plan.council), groups.len(), move |n| groups[n]);
    page.table(table, "There is no milestone.", styles);
    let often = report.a.settings.milestones.often.max(1);
    let slipped = |m: &MilestoneResult<'_>| m.slip_days.is_some_and(|days| days > 0) && !m.state.closed();
    list(report, &mut page, ("Due this quarter and not done", "Missed"), |m| m.missed, by_day);
    list(report, &mut page, ("Slipped, the furthest first", "Slipped"), slipped, |m| -m.slip_days.unwrap_or_default());
    list(report, &mut page, ("Due next quarter", "Due_next"), |m| m.due_next, by_day);
    let again = format!("Re-dated {often} times or more, the most often first");
    list(report, &mut page, (&again, "Redated"), |m| m.redated >= often, |m| -i64::from(m.redated));
    if !report.wide() {
        // The table of all is for the screen.
        page.print_ends();
    }
    let from = page.row;
    page.section(format!("Every milestone: {}", format::thousands(all.len())), styles);
    page.table(all, "", styles);
    page.begins(from);
    // Headings so far down would leave nothing of the sheet to scroll.
    page.sheet.freeze = (0, 2);
    page.sheet
}

fn by_day(m: &MilestoneResult<'_>) -> i64 {
    m.expected.map_or(i64::MAX, |day| i64::from(chrono::Datelike::num_days_from_ce(&day)))
}

/// `206 of 240 milestones completed or on track, 85.8%.` and what goes with it.
fn sentences(report: &ReportContext<'_>, plan: &DeliveryPlan<'_>) -> [String; 3] {
    let often = report.a.settings.milestones.often.max(1);
    let counted =
        |is: &dyn Fn(&MilestoneResult<'_>) -> bool| format::thousands(plan.milestones.iter().filter(|m| is(m)).count());
    let since = match plan.council.since_words() {
        words if words.is_empty() => "Nothing was known of any of them last quarter.".to_owned(),
        words => format!("{words}."),
    };
    let open = |m: &MilestoneResult<'_>| !m.state.closed();
    [
        format!("{}. {since}", plan.council.words()),
        format!(
            "{} complete: {} early, {} on time, {} late against the day that was agreed.",
            format::thousands(plan.council.of(MilestoneState::Complete) as usize),
            counted(&|m| m.done == Some(DoneWhen::Early)),
            counted(&|m| m.done == Some(DoneWhen::OnTime)),
            counted(&|m| m.done == Some(DoneWhen::Late)),
        ),
        format!(
            "{} overdue as at {}, {} more expected later than agreed, {} due next quarter, {} re-dated {} or more, {} \
             without a word this quarter.",
            format::thousands(plan.council.of(MilestoneState::Overdue) as usize),
            format::date(report.a.as_at),
            counted(&|m| open(m) && m.state != MilestoneState::Overdue && m.slip_days.is_some_and(|days| days > 0)),
            counted(&|m| m.due_next),
            counted(&|m| m.redated >= often),
            format::count(often as usize, "time", "times"),
            format::thousands(plan.council.of(MilestoneState::NoWord) as usize),
        ),
    ]
}

/// Those milestones that `is` takes, in the order of `key`, where there are any; the first of many.
fn list<'a>(
    report: &Arc<ReportContext<'a>>,
    page: &mut Page<'a>,
    (title, table): (&str, &'static str),
    is: impl Fn(&MilestoneResult<'_>) -> bool,
    key: impl Fn(&MilestoneResult<'_>) -> i64,
) {
    let mut rows: Vec<&'a MilestoneResult<'a>> = report.a.delivery_plan.milestones.iter().filter(|m| is(m)).collect();
    if rows.is_empty() {
        return;
    }
    rows.sort_by_key(|m| key(m));
    let from = page.row;
    let all = format::thousands(rows.len());
    let of = if rows.len() > LISTED { format!("{LISTED} of {all}; the rest below") } else { all };
    page.section(format!("{title}: {of}"), &report.styles);
    rows.truncate(LISTED);
    let table = report.table(table, columns(), rows.len(), move |n| rows[n]);
    page.table(table, "", &report.styles);
    page.begins(from);
}
