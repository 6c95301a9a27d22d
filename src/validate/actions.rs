//! One row of facts for each action, and the rules over them.

use super::Context;
use super::frame::{Column, Get, Rule, Subject};
use crate::catalogue::{R008, R009};
use crate::finding::Finding;
use crate::reading::{Action, ActionStatus};
use chrono::NaiveDate;
use polars::prelude::{col, lit};

/// An action seen from the last day of the quarter.
pub(super) struct Facts<'a> {
    action: &'a Action,
    as_at: NaiveDate,
}

impl Facts<'_> {
    fn days_overdue(&self) -> Option<f64> {
        self.action.due.map(|due| (self.as_at - due).num_days() as f64)
    }
}

impl Subject for Facts<'_> {
    fn at(&self, finding: Finding) -> Finding {
        finding.at(&self.action.place).of(&*self.action.service).about(&*self.action.id)
    }
}

pub(super) fn facts<'a>(context: &Context<'a>) -> Vec<Facts<'a>> {
    let as_at = context.period.last_day(context.settings.year.start_month);
    context.returns.iter().flat_map(|r| &r.actions).map(|action| Facts { action, as_at }).collect()
}

pub(super) fn columns<'a>() -> Vec<Column<Facts<'a>>> {
    vec![
        Column {
            name: "open",
            words: "not complete and not discontinued",
            get: Get::Flag(|f| Some(f.action.status.is_none_or(ActionStatus::open))),
        },
        Column { name: "lead", words: "who leads it", get: Get::Text(|f| &f.action.lead) },
        Column { name: "days_overdue", words: "days past the due date", get: Get::Number(Facts::days_overdue) },
    ]
}

pub(super) fn rules<'a>() -> Vec<Rule<Facts<'a>>> {
    vec![
        Rule {
            check: &R008,
            when: |_| col("open").and(col("lead").eq(lit("")).or(col("days_overdue").is_null())),
            expected: |_, _| "a lead and a due date".to_owned(),
            got: |f, _| match (f.action.lead.is_empty(), f.action.due) {
                (true, None) => "neither".to_owned(),
                (true, _) => "no lead".to_owned(),
                _ => "no due date".to_owned(),
            },
        },
        Rule {
            check: &R009,
            when: |_| col("open").and(col("days_overdue").gt(lit(0.0))),
            expected: |f, _| {
                let due = f.action.due.map(|d| d.format("%d/%m/%Y").to_string()).unwrap_or_default();
                format!("complete by {due}")
            },
            got: |f, _| {
                let status = f.action.status.map_or("no status", ActionStatus::words);
                let days = crate::shown::count(f.days_overdue().unwrap_or(0.0) as usize, "day");
                format!("{status}, {days} overdue at the end of the quarter")
            },
        },
    ]
}
