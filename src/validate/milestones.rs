//! One row of facts for each milestone, and the rules over them; `template::milestones` says those that Excel can say.

use super::context::ValidationContext;
use super::frame::{CheckRule, ConditionColumn, Subject, flag, number};
use super::missing::{expects, missing};
use super::place::at_asked;
use crate::catalogue::{Check, M001, M002, M003, M004, M005, M006, M007, M008, M009, M010};
use crate::finding::Finding;
use crate::map::{Map, Set};
use crate::reading::asked::AskedDetail;
use crate::reading::{Action, ActionKind, ActionStatus, Return};
use crate::record::{Field, Kind};
use crate::register::PlannedMilestone;
use crate::text::words::meaning;
use chrono::NaiveDate;
use polars::prelude::{col, lit};

/// A milestone beside the plan and the days that were said of it, seen from the last day of the quarter.
pub(super) struct MilestoneFacts<'a> {
    milestone: &'a Action,
    returned: &'a Return,
    planned: Option<&'a PlannedMilestone>,
    /// The register has a plan.
    of_plan: bool,
    /// The last day that an earlier return gave.
    last_day: Option<NaiveDate>,
    /// How often its day was moved, where it was moved this quarter again.
    moves: usize,
    asks_update: bool,
    asks_evidence: bool,
    as_at: NaiveDate,
}

impl MilestoneFacts<'_> {
    /// A day that its return or the plan gives.
    fn said(&self) -> Option<NaiveDate> {
        self.milestone.due.or(self.milestone.baseline).or(self.planned.and_then(|p| p.baseline))
    }

    /// The day by which it is expected; the last that was given, else the agreed one, where no other is said.
    fn expected(&self) -> Option<NaiveDate> {
        self.milestone.due.or(self.last_day).or(self.said())
    }

    fn open(&self) -> bool {
        self.milestone.status.is_none_or(ActionStatus::open)
    }

    fn complete(&self) -> bool {
        self.milestone.status == Some(ActionStatus::Complete)
    }

    fn unsaid(&self) -> bool {
        self.asks_update && self.milestone.update.trim().is_empty()
    }

    /// The service of the plan, where it is another.
    fn of_another(&self) -> Option<&str> {
        self.planned.map(|p| &*p.service).filter(|service| *service != &*self.milestone.service)
    }

    /// The day of the plan, where another is said to be agreed.
    fn agreed_otherwise(&self) -> Option<NaiveDate> {
        let said = self.milestone.baseline?;
        self.planned.and_then(|p| p.baseline).filter(|agreed| *agreed != said)
    }
}

impl Subject for MilestoneFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let Action { place, service, id, .. } = self.milestone;
        let blank = |what| what == AskedDetail::Baseline && self.milestone.baseline.is_none();
        at_asked(check, finding, place, self.returned, blank).of(&**service).about(&**id)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<MilestoneFacts<'a>> {
    let plan: Map<String, &PlannedMilestone> = context.register.plan.iter().map(|p| (meaning(&p.id), p)).collect();
    let as_at = context.period.last_day(context.settings.year.start_month);
    let facts = |(returned, milestone): (&'a Return, &'a Action)| {
        let days = context.past.days_of(&milestone.service, &milestone.id);
        let again = milestone.due.is_some() && days.last().is_some_and(|last| milestone.due != Some(*last));
        MilestoneFacts {
            milestone,
            returned,
            planned: plan.get(&meaning(&milestone.id)).copied(),
            of_plan: !plan.is_empty(),
            last_day: days.last().copied(),
            moves: if again { days.len() } else { 0 },
            asks_update: context.asks(returned, Kind::Milestones, Field::Update),
            asks_evidence: context.asks(returned, Kind::Milestones, Field::Evidence),
            as_at,
        }
    };
    milestones(context).map(facts).collect()
}

fn milestones<'a>(context: &ValidationContext<'a>) -> impl Iterator<Item = (&'a Return, &'a Action)> {
    let of_return = |r: &'a Return| r.actions.iter().map(move |a| (r, a));
    context.returns.iter().flat_map(of_return).filter(|(_, a)| a.kind == ActionKind::Milestone)
}

pub(super) fn columns<'a>() -> Vec<ConditionColumn<MilestoneFacts<'a>>> {
    vec![
        flag("open", "not complete and not discontinued", |f| Some(f.open())),
        flag("complete", "complete", |f| Some(f.complete())),
        flag("stated", "it has a state", |f| Some(f.milestone.status.is_some())),
        flag("unsaid", "the form asks for an update, and there is none", |f| Some(f.unsaid())),
        flag("no_evidence", "the form asks for evidence, and there is none", |f| {
            Some(f.asks_evidence && f.milestone.evidence.trim().is_empty())
        }),
        number("days_to_come", "days from the end of the quarter to the day that is typed", |f| {
            f.milestone.due.map(|due| (due - f.as_at).num_days() as f64)
        }),
        number("days_late", "days past the day by which it is expected", |f| {
            f.expected().map(|day| (f.as_at - day).num_days() as f64)
        }),
        flag("undated", "neither its return nor the plan gives a day", |f| Some(f.said().is_none())),
        number("moves", "how often it was re-dated, this quarter again", |f| Some(f.moves as f64)),
        flag("of_plan", "the register has a plan", |f| Some(f.of_plan)),
        flag("planned", "the plan has it", |f| Some(f.planned.is_some())),
        flag("of_another", "the plan has it for another service", |f| Some(f.of_another().is_some())),
        flag("agreed_otherwise", "another agreed day than the plan's", |f| Some(f.agreed_otherwise().is_some())),
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<MilestoneFacts<'a>>> {
    vec![
        CheckRule {
            check: &M001,
            when: |_| col("undated"),
            expected: |_, _| "the day that was agreed".to_owned(),
            got: |_, _| "no day".to_owned(),
        },
        CheckRule {
            check: &M002,
            when: |_| col("complete").and(col("days_to_come").gt(lit(0.0))),
            expected: |f, _| format!("a day up to {}, or another state", day(Some(f.as_at))),
            got: |f, _| format!("complete, on {}", day(f.milestone.due)),
        },
        CheckRule {
            check: &M003,
            when: |_| col("complete").and(col("no_evidence")),
            expected: |_, _| "what shows that it is complete".to_owned(),
            got: |_, _| "nothing".to_owned(),
        },
        CheckRule {
            check: &M004,
            when: |_| col("open").and(col("days_late").gt(lit(0.0))).and(col("unsaid")),
            expected: |f, _| format!("complete by {}, or an update", day(f.expected())),
            got: |f, _| format!("{}, and no update", f.milestone.status.map_or("no state", ActionStatus::words)),
        },
        CheckRule {
            check: &M005,
            when: |s| {
                let often = col("moves").gt_eq(lit(f64::from(s.milestones.often.max(1))));
                let late = col("open").and(col("days_late").gt(lit(0.0))).fill_null(lit(false));
                often.and(col("unsaid")).and(late.not())
            },
            expected: |_, _| "why its day moved again".to_owned(),
            got: |f, _| format!("re-dated {} times, now to {}, and no update", f.moves, day(f.milestone.due)),
        },
        CheckRule {
            check: &M006,
            when: |_| col("stated").not(),
            expected: |_, _| "a state".to_owned(),
            got: |_, _| "blank".to_owned(),
        },
        CheckRule {
            check: &M008,
            when: |_| col("of_plan").and(col("planned").not()),
            expected: |_, _| "an id of the delivery plan".to_owned(),
            got: |f, _| f.milestone.id.to_string(),
        },
        CheckRule {
            check: &M009,
            when: |_| col("of_another"),
            expected: |f, _| format!("a return of {}, which the plan has it for", f.of_another().unwrap_or_default()),
            got: |f, _| f.milestone.service.to_string(),
        },
        CheckRule {
            check: &M010,
            when: |_| col("agreed_otherwise"),
            expected: |f, _| format!("{}, as the plan has it", day(f.agreed_otherwise())),
            got: |f, _| day(f.milestone.baseline),
        },
    ]
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|d| d.format("%d/%m/%Y").to_string()).unwrap_or_default()
}

/// Milestones of the plan that are open, and that the return of their service does not mention.
pub(super) fn unmentioned(context: &ValidationContext<'_>) -> Vec<Finding> {
    let told: Set<(&str, String)> = milestones(context).map(|(r, a)| (&*r.service, meaning(&a.id))).collect();
    let past = context.past.actions.iter().filter(|a| a.status.is_some_and(|s| !s.open()));
    let closed: Set<String> = past.map(|a| meaning(&a.id)).collect();
    let refused: Set<(&str, &str)> =
        context.findings.iter().map(|f| (f.service.as_str(), f.subject.as_str())).collect();
    let of_return = |r: &Return| {
        if !expects(context, r, Kind::Milestones) {
            return None;
        }
        let silent = |p: &&PlannedMilestone| {
            let id = meaning(&p.id);
            let here = told.contains(&(&*r.service, id.clone())) || refused.contains(&(&*r.service, &*p.id));
            p.service == r.service && !here && !closed.contains(&id)
        };
        let ids: Vec<&str> = context.register.plan.iter().filter(silent).map(|p| &*p.id).collect();
        let beside = r.actions.iter().find(|a| a.kind == ActionKind::Milestone).map(|a| &a.place);
        missing(context, &M007, r, (Kind::Milestones, beside), ("milestone", "of the plan"), ids)
    };
    context.returns.iter().filter_map(of_return).collect()
}
