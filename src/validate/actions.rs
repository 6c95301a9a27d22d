//! One row of facts for each action, and the rules over them.

use super::context::ValidationContext;
use super::frame::{CheckRule, ConditionColumn, Get, Subject};
use super::place::at_asked;
use crate::catalogue::{Check, R008, R009};
use crate::finding::Finding;
use crate::fit::fit;
use crate::reading::asked::AskedDetail;
use crate::reading::{Action, ActionKind, ActionStatus, Place, Return};
use crate::record::{Field, Kind};
use chrono::NaiveDate;
use polars::prelude::{col, lit};

/// An action seen from the last day of the quarter.
pub(super) struct ActionFacts<'a> {
    action: &'a Action,
    returned: &'a Return,
    /// The form has a column for the lead, and one for the due date, of which nothing was said yet.
    asks: (bool, bool),
    as_at: NaiveDate,
}

impl ActionFacts<'_> {
    fn no_lead(&self) -> bool {
        self.asks.0 && self.action.lead.is_empty()
    }

    fn no_date(&self) -> bool {
        // Of a milestone the day that was agreed is its day, and a check of its own asks for it.
        self.asks.1 && self.action.due.is_none() && self.action.kind == ActionKind::Action
    }

    fn days_overdue(&self) -> Option<f64> {
        let action = Some(self.action).filter(|a| a.kind == ActionKind::Action);
        action?.due.map(|due| (self.as_at - due).num_days() as f64)
    }
}

impl Subject for ActionFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let Action { place, service, id, .. } = self.action;
        let blank = |what| if what == AskedDetail::Lead { self.no_lead() } else { self.no_date() };
        at_asked(check, finding, place, self.returned, blank).of(&**service).about(&**id)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<ActionFacts<'a>> {
    let as_at = context.period.last_day(context.settings.year.start_month);
    let told = context.told_missing();
    let actions = context.returns.iter().flat_map(|r| {
        let asks = |kind| (context.asks(r, kind, Field::Lead), context.asks(r, kind, Field::Due));
        let (of_actions, of_milestones) = (asks(Kind::Actions), asks(Kind::Milestones));
        r.actions.iter().map(move |action| match action.kind {
            ActionKind::Action => (action, r, of_actions),
            ActionKind::Milestone => (action, r, of_milestones),
        })
    });
    let facts = |(action, returned, (lead, due)): (&'a Action, &'a Return, (bool, bool))| {
        let Place { source, sheet, .. } = &action.place;
        let read = |what| {
            let cell = returned.cell_asked(&action.place, what);
            cell.is_none_or(|cell| !told.contains(&(source.file.as_str(), &**sheet, cell, &*action.id)))
        };
        let asks = (lead && read(AskedDetail::Lead), due && read(AskedDetail::Due));
        ActionFacts { action, returned, asks, as_at }
    };
    actions.map(facts).collect()
}

pub(super) fn columns<'a>() -> Vec<ConditionColumn<ActionFacts<'a>>> {
    vec![
        ConditionColumn {
            name: "open",
            words: "not complete and not discontinued",
            get: Get::Flag(|f| Some(f.action.status.is_none_or(ActionStatus::open))),
        },
        ConditionColumn {
            name: "no_lead",
            words: "the form asks who leads it, and nobody does",
            get: Get::Flag(|f| Some(f.no_lead())),
        },
        ConditionColumn {
            name: "no_date",
            words: "the form asks when it is due, and there is no date",
            get: Get::Flag(|f| Some(f.no_date())),
        },
        ConditionColumn {
            name: "days_overdue",
            words: "days past the due date",
            get: Get::Number(ActionFacts::days_overdue),
        },
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<ActionFacts<'a>>> {
    vec![
        CheckRule {
            check: &R008,
            when: |_| col("open").and(col("no_lead").or(col("no_date"))),
            expected: |_, _| "a lead and a due date".to_owned(),
            got: |f, _| match (f.no_lead(), f.no_date()) {
                (true, true) => "neither".to_owned(),
                (true, _) => "no lead".to_owned(),
                _ => "no due date".to_owned(),
            },
        },
        CheckRule {
            check: &R009,
            when: |_| col("open").and(col("days_overdue").gt(lit(0.0))),
            expected: |f, _| {
                let due = f.action.due.map(|d| d.format("%d/%m/%Y").to_string()).unwrap_or_default();
                format!("complete by {due}")
            },
            got: |f, _| {
                let status = f.action.status.map_or("no status", ActionStatus::words);
                let days = crate::shown::count(fit::<usize>(f.days_overdue().unwrap_or(0.0)), "day");
                format!("{status}, {days} overdue at the end of the quarter")
            },
        },
    ]
}
