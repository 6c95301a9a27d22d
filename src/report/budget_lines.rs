//! On the sheet Budget: every line, scheme and saving, and those of last quarter of which nothing came.

use super::cell::percent;
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::budget::{BudgetLine, BudgetLineResult};
use crate::reading::Place;
use crate::reading::money::{CapitalScheme, CapitalStage, RevenueLine, Saving, SavingState};
use crate::workbook::{Column, SheetCell};
use std::sync::Arc;

/// Ids of what is gone that are named before they are counted.
const NAMED: usize = 40;

type LineRow<'a, L> = ReportRow<'a, &'a BudgetLineResult<'a, L>>;

/// The columns that a line of revenue and a scheme share, on the grid of the sheet.
fn shared<'a, L: BudgetLine + Send + Sync>(what: &'static str) -> ReportColumns<'a, &'a BudgetLineResult<'a, L>> {
    ReportColumns::<&'a BudgetLineResult<'a, L>>::new()
        .column("Ref", 12.0, |r| r.code(&**r.of.line.id()))
        .column(what, 34.0, |r| r.text(r.of.line.title()))
        .column("Service", 22.0, |r| r.text(r.report.service(r.of.line.service())))
        .column("Budget now, £", 14.0, |r| r.money(r.of.line.budget()))
        .column("Spent to date, £", 14.0, |r| r.money(r.of.line.spent()))
        .column("Forecast, £", 14.0, |r| r.money(r.of.line.forecast()))
        .column("Variance, £ (over is +)", 13.0, |r| r.money_change(r.of.variance))
        .column("Variance %", 12.0, |r| percent(r.of.percent, r.styles().percent))
        .column("Standing", 17.0, |r| match r.of.status {
            Some(status) => r.budget(Some(status)),
            None => r.text(if r.of.in_doubt { "In doubt, not summed" } else { "Not in the totals" }),
        })
        .column("Moved since last quarter, £", 13.0, |r| r.money_change(r.of.moved))
}

fn priority<'a, T>(r: &ReportRow<'a, T>, id: &'a str) -> SheetCell<'a> {
    r.text(r.report.priority(id))
}

fn source<'a, T>(r: &ReportRow<'a, T>, place: &'a Place) -> SheetCell<'a> {
    r.report.source(place, r.styles())
}

fn revenue<'a>() -> ReportColumns<'a, &'a BudgetLineResult<'a, RevenueLine>> {
    type Row<'a> = LineRow<'a, RevenueLine>;
    shared("Line")
        .column("Reason for the variance", 34.0, |r: &Row<'a>| r.text(r.of.line.reason.as_str()))
        .column("What is done about it", 40.0, |r: &Row<'a>| r.text(r.of.line.remedy.as_str()))
        .column("Priority", 22.0, |r: &Row<'a>| priority(r, &r.of.line.priority))
        .column("Income or expenditure", 18.0, |r: &Row<'a>| r.text(r.of.line.flow.words()))
        .column("Budget as set, £", 14.0, |r: &Row<'a>| r.money(r.of.line.budget))
        .column("Virement since last quarter, £", 14.0, |r: &Row<'a>| r.money_change(r.of.line.virement))
        .column("Source", 40.0, |r: &Row<'a>| source(r, &r.of.line.place))
}

fn capital<'a>() -> ReportColumns<'a, &'a BudgetLineResult<'a, CapitalScheme>> {
    type Row<'a> = LineRow<'a, CapitalScheme>;
    shared("Scheme")
        .column("Reason for cost or delay", 34.0, |r: &Row<'a>| r.text(r.of.line.reason.as_str()))
        .column("Funding", 40.0, |r: &Row<'a>| r.text(r.of.line.funding.as_str()))
        .column("Priority", 22.0, |r: &Row<'a>| priority(r, &r.of.line.priority))
        .column("Stage", 18.0, |r: &Row<'a>| r.text(r.of.line.stage.map_or("", CapitalStage::words)))
        .column("Planned completion", 14.0, |r: &Row<'a>| r.day(r.of.line.planned))
        .column("Completion expected now", 14.0, |r: &Row<'a>| r.day(r.of.line.completion))
        .column("Days later (+)", 11.0, |r: &Row<'a>| {
            super::cell::number(r.of.line.slip_days().map(|days| days as f64), r.styles().change)
        })
        .column("Source", 40.0, |r: &Row<'a>| source(r, &r.of.line.place))
}

fn savings<'a>() -> ReportColumns<'a, &'a Saving> {
    type Row<'a> = ReportRow<'a, &'a Saving>;
    let of = |state: SavingState| {
        Column::new(format!("{}, £", state.words()), 14.0, move |r: &Row<'a>| {
            r.money(r.of.stated().map(|_| r.of.amount(state)))
        })
    };
    ReportColumns::<&'a Saving>::new()
        .column("Ref", 12.0, |r| r.code(&*r.of.id))
        .column("Saving", 34.0, |r| r.text(r.of.title.as_str()))
        .column("Service", 22.0, |r| r.text(r.report.service(&r.of.service)))
        .column("Target, £", 14.0, |r| r.money(r.of.target))
        .columns(SavingState::ALL.map(of))
        .column("No state given, £", 17.0, |r| r.money(r.of.target.zip(r.of.stated()).map(|(all, said)| all - said)))
        .column("Year", 13.0, |r| r.code(r.of.year.as_str()))
        .column("Mitigation", 34.0, |r| r.text(r.of.mitigation.as_str()))
        .column("Owner", 40.0, |r| r.text(r.of.owner.as_str()))
        .column("Priority", 22.0, |r| priority(r, &r.of.priority))
        .column("Source", 40.0, |r| source(r, &r.of.place))
}

/// Every line, the furthest over its budget first.
pub fn sections<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let budget = &report.a.budget;
    let (lines, schemes, saved) = (&budget.revenue.lines, &budget.capital.lines, &budget.savings.savings);
    if !lines.is_empty() {
        page.new_page();
        page.section("Lines of revenue, the furthest over budget first", &report.styles);
        let table = report.table("Revenue_lines", revenue(), lines.len(), |n| &lines[n]);
        page.widen(table.widths());
        page.table(table.filtered(), "", &report.styles);
    }
    gone(report, page, "lines", &mut budget.revenue.gone.iter().map(|l| (l.service(), l.id())));
    if !schemes.is_empty() {
        page.new_page();
        page.section("Capital schemes, the furthest over budget first", &report.styles);
        let table = report.table("Capital_schemes", capital(), schemes.len(), |n| &schemes[n]);
        page.widen(table.widths());
        page.table(table.filtered(), "", &report.styles);
    }
    gone(report, page, "schemes", &mut budget.capital.gone.iter().map(|s| (s.service(), s.id())));
    if !saved.is_empty() {
        page.new_page();
        page.section("Savings, by service", &report.styles);
        let table = report.table("Savings_listed", savings(), saved.len(), |n| saved[n]);
        page.widen(table.widths());
        page.table(table.filtered(), "", &report.styles);
    }
    gone(report, page, "savings", &mut budget.savings.gone.iter().map(|s| (&s.service, &s.id)));
}

/// What last quarter had and no return has now: it is in no total.
fn gone<'a>(
    report: &ReportContext<'a>,
    page: &mut Page<'a>,
    what: &str,
    ids: &mut dyn Iterator<Item = (&'a Arc<str>, &'a Arc<str>)>,
) {
    let ids: Vec<String> = ids.map(|(service, id)| format!("{id} ({})", report.service(service))).collect();
    if ids.is_empty() {
        return;
    }
    let more = ids.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {} more", format::thousands(more)) } else { String::new() };
    let named = ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let words = format!(
        "Last quarter's {what} of which nothing counts now, since nothing was sent or it was refused; they are in no total: {named}{more}."
    );
    page.row -= 1;
    page.paragraph(0, 9, words, report.styles.text);
    page.row += 1;
}
