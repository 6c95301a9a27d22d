//! The tables of money and milestones: a row a line, scheme, saving or milestone and quarter, as its service sent it.

use super::table::{ExportColumn, ExportField, ExportTable, FieldKind};
use crate::reading::money::{CapitalScheme, CapitalStage, MoneyLines, Pence, RevenueFlow, RevenueLine, Saving};
use crate::reading::{Action, ActionStatus, Place};
use chrono::NaiveDate;

/// The tables of money and milestones. One without rows is not written.
pub struct MoneyTables {
    pub revenue: ExportTable<RevenueLine>,
    pub capital: ExportTable<CapitalScheme>,
    pub savings: ExportTable<Saving>,
    pub milestones: ExportTable<Action>,
}

impl MoneyTables {
    pub fn new(money: MoneyLines, milestones: Vec<Action>) -> Self {
        let MoneyLines { revenue, capital, savings } = money;
        Self {
            revenue: ExportTable { name: "revenue", columns: revenue_columns(), rows: revenue },
            capital: ExportTable { name: "capital", columns: capital_columns(), rows: capital },
            savings: ExportTable { name: "savings", columns: saving_columns(), rows: savings },
            milestones: ExportTable { name: "milestones", columns: milestone_columns(), rows: milestones },
        }
    }
}

fn pounds(amount: Option<Pence>) -> ExportField<'static> {
    ExportField::Number(amount.map(Pence::pounds))
}

fn day(day: Option<NaiveDate>) -> ExportField<'static> {
    ExportField::Day(day)
}

/// Columns that every table has: which row of which quarter, and where it stands.
macro_rules! row_columns {
    ($row:ident, $id:literal, $title:literal, [$($column:expr),+ $(,)?]) => {{
        use FieldKind::Text;
        fn at(row: &$row) -> &Place {
            &row.place
        }
        let mut columns = vec![
            ExportColumn::<$row>::new("quarter", Text, "The quarter that it was sent for; leads to the table quarters", |r| {
                ExportField::made(r.period)
            }),
            ExportColumn::<$row>::new("service", Text, "Id of the service that sent it", |r| ExportField::text(&r.service)),
            ExportColumn::<$row>::new("id", Text, $id, |r| ExportField::text(&r.id)),
            ExportColumn::<$row>::new("title", Text, $title, |r| ExportField::text(&r.title)),
            ExportColumn::<$row>::new("priority", Text, "Id of the priority that it serves; blank where it serves none", |r| {
                ExportField::text(&r.priority)
            }),
        ];
        columns.extend([$($column),+]);
        columns.extend([
            ExportColumn::<$row>::new("file", Text, "The file that it was read from", |r| ExportField::text(&at(r).source.file)),
            ExportColumn::<$row>::new("sheet", Text, "Its sheet", |r| ExportField::text(&at(r).sheet)),
            ExportColumn::<$row>::new("cell", Text, "Its cell", |r| ExportField::made(at(r).cell)),
            ExportColumn::<$row>::new("sha256", Text, "SHA-256 of the file's bytes", |r| ExportField::text(&at(r).source.sha256)),
        ]);
        columns
    }};
}

/// A column of pounds.
fn money<R>(name: &'static str, meaning: &'static str, value: for<'r> fn(&'r R) -> ExportField<'r>) -> ExportColumn<R> {
    ExportColumn::new(name, FieldKind::Number, meaning, value).of_unit("pounds")
}

fn words<R>(name: &'static str, meaning: &'static str, value: for<'r> fn(&'r R) -> ExportField<'r>) -> ExportColumn<R> {
    ExportColumn::new(name, FieldKind::Text, meaning, value)
}

fn date<R>(name: &'static str, meaning: &'static str, value: for<'r> fn(&'r R) -> ExportField<'r>) -> ExportColumn<R> {
    ExportColumn::new(name, FieldKind::Day, meaning, value)
}

fn revenue_columns() -> Vec<ExportColumn<RevenueLine>> {
    row_columns!(
        RevenueLine,
        "Id of the line; one of its service",
        "What it is called",
        [
            words("flow", "Which way its money goes; income is below nought", |r: &RevenueLine| ExportField::text(
                r.flow.key()
            ))
            .one_of(RevenueFlow::ALL.map(RevenueFlow::key)),
            money("budget", "The year's budget as it was set", |r| pounds(r.budget)),
            money("revised_budget", "The year's budget as it stood then; blank where it was as set", |r| pounds(
                r.revised
            )),
            money("virement", "What was moved into it, or out of it, in the quarter", |r| pounds(r.virement)),
            money("actual", "Spent or received since the year began", |r| pounds(r.actual)),
            money("forecast", "The outturn that the service expects", |r| pounds(r.forecast)),
            money("variance", "Forecast less budget as it stood; over is above nought", |r| pounds(
                r.forecast_variance()
            )),
            words("reason", "Why it varies", |r| ExportField::text(&r.reason)),
            words("remedy", "What is done about it", |r| ExportField::text(&r.remedy)),
        ]
    )
}

fn capital_columns() -> Vec<ExportColumn<CapitalScheme>> {
    row_columns!(
        CapitalScheme,
        "Id of the scheme; one of its service",
        "What is built or bought",
        [
            money("budget", "What was approved for it", |r: &CapitalScheme| pounds(r.budget)),
            money("spent", "Spent so far", |r| pounds(r.spent)),
            money("forecast", "What it is expected to cost in the end", |r| pounds(r.forecast)),
            money("variance", "Forecast less what was approved", |r| pounds(r.forecast_variance())),
            words("funding", "Where the money comes from", |r| ExportField::text(&r.funding)),
            words("stage", "How far it is", |r: &CapitalScheme| ExportField::text(
                r.stage.map_or("", CapitalStage::key)
            ))
            .one_of(CapitalStage::ALL.map(CapitalStage::key)),
            date("planned", "The day by which it was planned to be complete", |r| day(r.planned)),
            date("completion", "The day by which it is expected to be", |r| day(r.completion)),
            words("reason", "Why money or day differ", |r| ExportField::text(&r.reason)),
        ]
    )
}

fn saving_columns() -> Vec<ExportColumn<Saving>> {
    row_columns!(
        Saving,
        "Id of the saving; one of its service",
        "What is saved",
        [
            words("year", "The financial year that it is of", |r: &Saving| ExportField::text(&r.year)),
            money("target", "What was promised", |r| pounds(r.target)),
            money("delivered", "In hand", |r| pounds(r.delivered)),
            money("on_track", "Expected in full", |r| pounds(r.on_track)),
            money("at_risk", "Expected, with doubts", |r| pounds(r.at_risk)),
            money("undeliverable", "Not expected any more", |r| pounds(r.undeliverable)),
            words("mitigation", "What is done instead", |r| ExportField::text(&r.mitigation)),
            words("owner", "Who answers for it", |r| ExportField::text(&r.owner)),
        ]
    )
}

fn milestone_columns() -> Vec<ExportColumn<Action>> {
    row_columns!(
        Action,
        "Id of the milestone; one of its service",
        "What is to be done",
        [
            words("owner", "Who answers for it", |r: &Action| ExportField::text(&r.lead)),
            words("state", "As its service states it", |r: &Action| ExportField::text(
                r.status.map_or("", ActionStatus::key)
            ))
            .one_of(ActionStatus::ALL.map(ActionStatus::key)),
            date("agreed", "The day that its return calls agreed", |r| day(r.baseline)),
            date("due", "The day by which it was expected then", |r| day(r.due)),
            words("update", "What its service says of it", |r| ExportField::text(&r.update)),
            words("evidence", "What shows that it is done", |r| ExportField::text(&r.evidence)),
        ]
    )
}
