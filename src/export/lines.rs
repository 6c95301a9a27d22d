//! Risks, actions and feedback as tables: one row each a quarter, as its newest release has it, else its last run.
//!
//! What people wrote of a complaint is in none of them: it may name somebody, and these tables are made to be published.

use super::table::{ExportColumn, ExportField, ExportTable, FieldKind};
use crate::history::Recorded;
use crate::reading::{Action, ActionStatus, Feedback, FeedbackKind, Place, Rating, Risk, RiskLevel};
use FieldKind::{Day, Number, Text, Whole};

type Line<R> = Recorded<R>;

/// The risks.
pub fn risks(rows: Vec<Line<Risk>>) -> ExportTable<Line<Risk>> {
    type Column = ExportColumn<Line<Risk>>;
    let of_matrix = "of the council's matrix";
    let columns = vec![
        Column::new("risk", Text, "Id of the risk, its service's own", |r| ExportField::text(&r.row.id)),
        Column::new("service", Text, "Id of its service", |r| ExportField::text(&r.row.service)),
        Column::new("quarter", Text, "The quarter of the review; leads to the table quarters", |r| {
            ExportField::made(r.row.period)
        }),
        Column::new("title", Text, "What may happen", |r| ExportField::text(&r.row.title)),
        Column::new("category", Text, "Its category", |r| ExportField::text(&r.row.category)),
        Column::new("level", Text, "Who keeps it in view", |r| ExportField::text(r.row.level.key()))
            .one_of(RiskLevel::ALL.map(RiskLevel::key)),
        Column::new("inherent_likelihood", Whole, "Likelihood before controls", |r| likelihood(r.row.inherent))
            .of_unit(of_matrix),
        Column::new("inherent_impact", Whole, "Impact before controls", |r| impact(r.row.inherent)).of_unit(of_matrix),
        Column::new("likelihood", Whole, "Likelihood now", |r| likelihood(r.row.current)).of_unit(of_matrix),
        Column::new("impact", Whole, "Impact now", |r| impact(r.row.current)).of_unit(of_matrix),
        Column::new("target_likelihood", Whole, "Likelihood that is aimed at", |r| likelihood(r.row.target))
            .of_unit(of_matrix),
        Column::new("target_impact", Whole, "Impact that is aimed at", |r| impact(r.row.target)).of_unit(of_matrix),
        Column::new("target_date", Day, "When that is to be reached", |r| ExportField::Day(r.row.target_date)),
        Column::new("owner", Text, "Who answers for it", |r| ExportField::text(&r.row.owner)),
        Column::new("controls", Text, "What is done about it", |r| ExportField::text(&r.row.controls)),
        Column::new("reviewed", Day, "When it was looked at last", |r| ExportField::Day(r.row.reviewed)),
        Column::new("indicator", Text, "The measure that it is about, as its service wrote it", |r| {
            ExportField::text(&r.row.indicator)
        }),
    ];
    table("risks", columns, rows)
}

/// The actions.
pub fn actions(rows: Vec<Line<Action>>) -> ExportTable<Line<Action>> {
    type Column = ExportColumn<Line<Action>>;
    let columns = vec![
        Column::new("action", Text, "Id of the action, its service's own", |r| ExportField::text(&r.row.id)),
        Column::new("service", Text, "Id of its service", |r| ExportField::text(&r.row.service)),
        Column::new("quarter", Text, "The quarter of the report; leads to the table quarters", |r| {
            ExportField::made(r.row.period)
        }),
        Column::new("title", Text, "What is to be done", |r| ExportField::text(&r.row.title)),
        Column::new("lead", Text, "Who sees to it", |r| ExportField::text(&r.row.lead)),
        Column::new("due", Day, "When it is to be done", |r| ExportField::Day(r.row.due)),
        Column::new("status", Text, "How it stands", |r| ExportField::text(r.row.status.map_or("", ActionStatus::key)))
            .one_of(ActionStatus::ALL.map(ActionStatus::key)),
        Column::new("progress", Number, "How much of it is done", |r| ExportField::Number(r.row.progress))
            .of_unit("percent"),
        Column::new("update", Text, "What its service says of it", |r| ExportField::text(&r.row.update)),
        Column::new("about", Text, "The measure, risk or priority that it is about, as its service wrote it", |r| {
            ExportField::text(&r.row.about)
        }),
    ];
    table("actions", columns, rows)
}

/// Complaints, compliments and comments, counted.
pub fn feedback(rows: Vec<Line<Feedback>>) -> ExportTable<Line<Feedback>> {
    type Column = ExportColumn<Line<Feedback>>;
    let columns = vec![
        Column::new("service", Text, "Id of the service that it came to", |r| ExportField::text(&r.row.service)),
        Column::new("kind", Text, "What came", |r| ExportField::text(r.row.kind.key()))
            .one_of(FeedbackKind::ALL.map(FeedbackKind::key)),
        Column::new("quarter", Text, "The quarter; leads to the table quarters", |r| ExportField::made(r.row.period)),
        Column::new("received", Number, "How many came", |r| ExportField::Number(r.row.received)),
        Column::new("in_time", Number, "How many of them were answered in time", |r| {
            ExportField::Number(r.row.in_time)
        }),
        Column::new("upheld", Number, "How many of them were upheld, in part or in full", |r| {
            ExportField::Number(r.row.upheld)
        }),
    ];
    table("feedback", columns, rows)
}

fn likelihood<'r>(rating: Option<Rating>) -> ExportField<'r> {
    ExportField::Whole(rating.map(|r| r.likelihood.into()))
}

fn impact<'r>(rating: Option<Rating>) -> ExportField<'r> {
    ExportField::Whole(rating.map(|r| r.impact.into()))
}

/// With where each row comes from.
fn table<R: Placed>(
    name: &'static str,
    mut columns: Vec<ExportColumn<Line<R>>>,
    rows: Vec<Line<R>>,
) -> ExportTable<Line<R>> {
    columns.extend([
        ExportColumn::new("file", Text, "The file that it was read from", |r: &Line<R>| {
            ExportField::text(&r.row.place().source.file)
        }),
        ExportColumn::new("sheet", Text, "Its sheet", |r| ExportField::text(&r.row.place().sheet)),
        ExportColumn::new("cell", Text, "Its cell", |r| ExportField::made(r.row.place().cell)),
        ExportColumn::new("sha256", Text, "SHA-256 of the file's bytes", |r| {
            ExportField::text(&r.row.place().source.sha256)
        }),
        ExportColumn::new("record", Whole, "The record of the ledger that has it", |r| {
            ExportField::Whole(Some(r.record))
        }),
    ]);
    ExportTable { name, columns, rows }
}

/// What stands in a cell of a file.
trait Placed {
    fn place(&self) -> &Place;
}

impl Placed for Risk {
    fn place(&self) -> &Place {
        &self.place
    }
}

impl Placed for Action {
    fn place(&self) -> &Place {
        &self.place
    }
}

impl Placed for Feedback {
    fn place(&self) -> &Place {
        &self.place
    }
}
