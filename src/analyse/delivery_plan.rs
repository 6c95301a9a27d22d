//! The delivery plan: where each of its milestones stands, how far from the day that was agreed, and what they come to.

use super::Inputs;
use crate::map::Map;

use crate::period::Period;
use crate::reading::{Action, ActionKind, ActionStatus, keyed};
use crate::register::PlannedMilestone;
use crate::shown::{count, plain};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

keyed! {
    /// Where a milestone stands: a scheme of its own, never counted with the statuses of measures.
    MilestoneState {
        Complete "complete" "Complete",
        OnTrack "on-track" "On track",
        AtRisk "at-risk" "At risk",
        /// Its day has passed and it is not complete, whatever is stated.
        Overdue "overdue" "Overdue",
        NotStarted "not-started" "Not started",
        Paused "paused" "Paused",
        CarriedOver "carried-over" "Carried over",
        Discontinued "discontinued" "Discontinued",
        /// Open, and no return of this quarter mentions it.
        NoWord "no-word" "No word this quarter",
        NotStated "not-stated" "Not stated",
    }
}

keyed! {
    /// When something was done, against the day that was agreed.
    DoneWhen {
        Early "early" "Early",
        OnTime "on-time" "On time",
        Late "late" "Late",
    }
}

/// One milestone: of the register's plan, of a return, or open since an earlier quarter.
#[derive(Debug)]
pub struct MilestoneResult<'a> {
    /// Its id.
    pub id: &'a Arc<str>,
    /// Id of its service.
    pub service: &'a Arc<str>,
    /// As the register's plan has it; `None` where it is not in the plan.
    pub planned: Option<&'a PlannedMilestone>,
    /// What was last said of it; `None` where nothing ever was.
    pub told: Option<&'a Action>,
    /// Nothing was said of it this quarter: what was last said is of an earlier one.
    pub silent: bool,
    /// What is to be done.
    pub title: &'a str,
    /// Id of the priority that it serves; empty where it serves none.
    pub priority: &'a str,
    /// Who answers for it.
    pub owner: &'a str,
    /// Where it stands.
    pub state: MilestoneState,
    /// Where it stood last quarter; `None` where nothing was known of it then.
    pub before: Option<MilestoneState>,
    /// The day that was agreed: the register's, else the return's, else the first that was ever given.
    pub agreed: Option<NaiveDate>,
    /// The day by which it is expected now; of a complete one the day on which it was done.
    pub expected: Option<NaiveDate>,
    /// Days from the agreed day to the expected: later above 0.
    pub slip_days: Option<i64>,
    /// How often it was given another day.
    pub redated: u32,
    /// Of a complete one, when it was done.
    pub done: Option<DoneWhen>,
    /// Its day was in this quarter, and it is not complete.
    pub missed: bool,
    /// Its day is in the quarter to come.
    pub due_next: bool,
}

/// How many milestones stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MilestoneCounts {
    /// By state, in the order of [`MilestoneState::ALL`].
    pub states: [u32; MilestoneState::ALL.len()],
    /// Those that stood somewhere in both quarters: how many were complete or on track then, and are now.
    pub on_course: [u32; 2],
    /// How many stood somewhere in both quarters.
    pub both: u32,
    /// Known now and not then.
    pub new: u32,
}

impl MilestoneCounts {
    fn add(&mut self, result: &MilestoneResult<'_>) {
        self.states[result.state as usize] += 1;
        match result.before {
            Some(before) => {
                self.both += 1;
                self.on_course[0] += u32::from(before.on_course());
                self.on_course[1] += u32::from(result.state.on_course());
            }
            None => self.new += 1,
        }
    }

    /// How many stand so.
    pub fn of(&self, state: MilestoneState) -> u32 {
        self.states[state as usize]
    }

    /// All of them.
    pub fn all(&self) -> u32 {
        self.states.iter().sum()
    }

    /// Complete or on track.
    pub fn done_or_on_track(&self) -> u32 {
        MilestoneState::ALL.into_iter().filter(|s| s.on_course()).map(|s| self.of(s)).sum()
    }

    /// Of all, 0 to 1; `None` where there is none.
    pub fn share(&self) -> Option<f64> {
        (self.all() > 0).then(|| f64::from(self.done_or_on_track()) / f64::from(self.all()))
    }

    /// `206 of 240 milestones completed or on track, 85.8%`.
    pub fn words(&self) -> String {
        let share = self.share().map_or_else(String::new, |share| format!(", {}%", plain(1, share * 100.0)));
        let on_course = plain(0, f64::from(self.done_or_on_track()));
        format!("{on_course} of {} completed or on track{share}", count(self.all() as usize, "milestone"))
    }

    /// `Of the 230 known last quarter 190 were then, 200 are now; 10 are new`; empty where none was known then.
    pub fn since_words(&self) -> String {
        let [then, now] = self.on_course;
        let new = if self.new > 0 { format!("; {} new", self.new) } else { String::new() };
        match self.both {
            0 => String::new(),
            both => format!("Of the {both} known last quarter {then} were then, {now} are now{new}"),
        }
    }
}

impl MilestoneState {
    /// As published reports count: complete, or on track.
    pub fn on_course(self) -> bool {
        matches!(self, Self::Complete | Self::OnTrack)
    }

    /// Nothing more is to be done.
    pub fn closed(self) -> bool {
        matches!(self, Self::Complete | Self::Discontinued)
    }

    fn stated(status: Option<ActionStatus>) -> Self {
        match status {
            None => Self::NotStated,
            Some(ActionStatus::NotStarted) => Self::NotStarted,
            Some(ActionStatus::OnTrack) => Self::OnTrack,
            Some(ActionStatus::AtRisk) => Self::AtRisk,
            Some(ActionStatus::Complete) => Self::Complete,
            Some(ActionStatus::Paused) => Self::Paused,
            Some(ActionStatus::Discontinued) => Self::Discontinued,
            Some(ActionStatus::CarriedOver) => Self::CarriedOver,
        }
    }

    /// Of what is stated and a day, at the end of a quarter.
    fn at(status: Option<ActionStatus>, day: Option<NaiveDate>, end: NaiveDate) -> Self {
        let stated = Self::stated(status);
        if !stated.closed() && day.is_some_and(|day| day < end) { Self::Overdue } else { stated }
    }
}

/// The milestones that are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneGroup {
    /// Id of the priority, or the directorate's name; empty for the council and for what serves no priority.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How they stand.
    pub counts: MilestoneCounts,
}

/// Every milestone, and what they come to.
#[derive(Debug)]
pub struct DeliveryPlan<'a> {
    /// In the order of the register's plan, then by service and id.
    pub milestones: Vec<MilestoneResult<'a>>,
    /// All of them.
    pub council: MilestoneCounts,
    /// By priority in the register's order, then what serves none.
    pub priorities: Vec<MilestoneGroup>,
    /// By directorate in the register's order.
    pub directorates: Vec<MilestoneGroup>,
}

impl DeliveryPlan<'_> {
    /// There is no milestone.
    pub fn is_empty(&self) -> bool {
        self.milestones.is_empty()
    }
}

/// The register's plan with what returns say of it, what returns say beside it, and what is open since earlier quarters.
pub(super) fn delivery_plan<'a>(inputs: &Inputs<'a>, as_at: NaiveDate) -> DeliveryPlan<'a> {
    let milestone = |a: &&'a Action| a.kind == ActionKind::Milestone;
    let sent = inputs.returns.iter().flat_map(|r| &r.actions).filter(|a| a.period == inputs.period).filter(milestone);
    let sent = Milestones::of(sent);
    let past = Milestones::of(inputs.past.actions.iter().filter(milestone));
    let planned: Vec<KnownMilestone<'a>> = inputs
        .register
        .plan
        .iter()
        .map(|m| KnownMilestone { planned: Some(m), now: sent.of_plan(m), past: past.of_plan(m) })
        .collect();
    let of_plan: BTreeSet<MilestoneKey<'a>> =
        planned.iter().flat_map(|k| k.now.into_iter().chain(k.past)).map(key).collect();
    let open = past.by_key.iter().filter(|(_, a)| a.status.is_none_or(ActionStatus::open)).map(|(key, _)| *key);
    let beside: BTreeSet<MilestoneKey<'a>> =
        sent.by_key.keys().copied().chain(open).filter(|key| !of_plan.contains(key)).collect();
    let beside = beside.into_iter().map(|key| KnownMilestone {
        planned: None,
        now: sent.by_key.get(&key).copied(),
        past: past.by_key.get(&key).copied(),
    });
    let milestones: Vec<_> =
        planned.into_iter().chain(beside).filter_map(|known| known.result(inputs, as_at)).collect();
    let own = |m: &MilestoneResult<'_>| inputs.has_line(m.service, m.priority);
    let milestones: Vec<_> = milestones.into_iter().filter(own).collect();
    let directorates: Map<&str, &str> =
        inputs.register.services.iter().map(|s| (&*s.id, s.directorate.as_str())).collect();
    let group = |id: &str, name: &str, of: &dyn Fn(&MilestoneResult<'_>) -> bool| {
        let mut counts = MilestoneCounts::default();
        milestones.iter().filter(|m| of(m)).for_each(|m| counts.add(m));
        MilestoneGroup { id: id.to_owned(), name: name.to_owned(), counts }
    };
    let there = |g: &MilestoneGroup| g.counts.all() > 0;
    let has = |id: &str| inputs.register.priorities.iter().any(|p| p.id == id);
    let priorities = inputs.register.priorities.iter().map(|p| group(&p.id, &p.name, &|m| m.priority == p.id));
    let none = group("", super::budget::NO_PRIORITY, &|m| !has(m.priority));
    let priorities = priorities.chain([none]).filter(there).collect();
    let of = |d: &str| group(d, d, &|m| directorates.get(&**m.service).copied().unwrap_or_default() == d);
    let directorates = inputs.register.directorates().into_iter().map(of).filter(there).collect();
    DeliveryPlan { council: group("", "", &|_| true).counts, priorities, directorates, milestones }
}

/// A milestone's service and id.
type MilestoneKey<'a> = (&'a Arc<str>, &'a Arc<str>);

fn key(action: &Action) -> MilestoneKey<'_> {
    (&action.service, &action.id)
}

/// What was said of milestones.
struct Milestones<'a> {
    by_key: BTreeMap<MilestoneKey<'a>, &'a Action>,
    /// The same by ids in lower case: a return may write the plan's id in another case than the plan.
    in_any_case: Map<(&'a Arc<str>, String), &'a Action>,
}

impl<'a> Milestones<'a> {
    fn of(actions: impl Iterator<Item = &'a Action> + Clone) -> Self {
        let lower = |a: &'a Action| ((&a.service, a.id.to_lowercase()), a);
        Self { by_key: actions.clone().map(|a| (key(a), a)).collect(), in_any_case: actions.map(lower).collect() }
    }

    /// What was said of a milestone of the plan.
    fn of_plan(&self, m: &'a PlannedMilestone) -> Option<&'a Action> {
        let exact = self.by_key.get(&(&m.service, &m.id));
        exact.or_else(|| self.in_any_case.get(&(&m.service, m.id.to_lowercase()))).copied()
    }
}

/// All that is known of a milestone.
#[derive(Clone, Copy)]
struct KnownMilestone<'a> {
    planned: Option<&'a PlannedMilestone>,
    /// What this quarter's return says.
    now: Option<&'a Action>,
    /// As it stood before.
    past: Option<&'a Action>,
}

impl<'a> KnownMilestone<'a> {
    /// `None` where nothing at all is known.
    fn result(self, inputs: &Inputs<'a>, as_at: NaiveDate) -> Option<MilestoneResult<'a>> {
        let Self { planned, now, past } = self;
        let settings = &inputs.settings.milestones;
        let told = now.or(past);
        let (service, id) = planned.map(|m| (&m.service, &m.id)).or(told.map(|a| (&a.service, &a.id)))?;
        let days = self.days(inputs);
        let (agreed, expected) = (days.first().copied(), days.last().copied());
        let state = match (now, past.map(|a| MilestoneState::stated(a.status))) {
            (Some(a), _) => MilestoneState::at(a.status, expected, as_at),
            (None, Some(last)) if last.closed() => last,
            (None, _) => MilestoneState::NoWord,
        };
        // It was done by the end of the quarter that first says so, whatever day its row has.
        let first_said = self.complete_since().map(|p| p.last_day(inputs.settings.year.start_month));
        let done_on = first_said.map(|end| expected.map_or(end, |day| day.min(end)));
        let expected = if state == MilestoneState::Complete { done_on } else { expected };
        let slip_days = agreed.zip(expected).map(|(agreed, day)| (day - agreed).num_days());
        let done = slip_days.filter(|_| state == MilestoneState::Complete).map(|late| match late {
            ..0 => DoneWhen::Early,
            late if late <= i64::from(settings.grace_days) => DoneWhen::OnTime,
            _ => DoneWhen::Late,
        });
        let due_in = |p: Period| {
            let start = inputs.settings.year.start_month;
            expected.is_some_and(|day| (p.first_day(start)..=p.last_day(start)).contains(&day))
        };
        let words = |said: fn(&'a Action) -> &'a str, plan: fn(&'a PlannedMilestone) -> &'a str| {
            let own = planned.map(plan).filter(|words| !words.is_empty());
            own.or(told.map(said)).unwrap_or_default()
        };
        Some(MilestoneResult {
            id,
            service,
            planned,
            told,
            silent: now.is_none(),
            title: words(|a| &a.title, |m| &m.title),
            priority: words(|a| &a.priority, |m| &m.priority),
            owner: words(|a| &a.lead, |m| &m.owner),
            state,
            before: self.before(inputs),
            agreed,
            expected,
            slip_days,
            redated: u32::try_from(days.len().saturating_sub(1)).unwrap_or(u32::MAX),
            done,
            missed: !state.closed() && due_in(inputs.period),
            due_next: !state.closed() && due_in(inputs.period.plus(1)),
        })
    }

    /// Every day that it was to be done by, the agreed one first, each once until it changed.
    fn days(self, inputs: &Inputs<'_>) -> Vec<NaiveDate> {
        // As its service last wrote its id.
        let past = self.past.and_then(|a| inputs.past.due_days.get(&(a.service.clone(), a.id.clone())));
        let past = past.cloned().unwrap_or_default();
        let said_first = self.now.and_then(|a| a.baseline).filter(|_| past.is_empty());
        let now = self.now.and_then(|a| a.due);
        let mut days: Vec<NaiveDate> =
            self.planned.and_then(|m| m.baseline).into_iter().chain(past).chain(said_first).chain(now).collect();
        days.dedup();
        days
    }

    /// The quarter from which on it is known to be complete.
    fn complete_since(self) -> Option<Period> {
        let complete = |a: &&Action| a.status == Some(ActionStatus::Complete);
        self.past.filter(complete).or(self.now.filter(complete)).map(|a| a.period)
    }

    /// Where it stood last quarter.
    fn before(self, inputs: &Inputs<'_>) -> Option<MilestoneState> {
        let (last, past) = (inputs.period.previous(), self.past?);
        let stated = MilestoneState::stated(past.status);
        let day = past.due.or(past.baseline).or(self.planned.and_then(|m| m.baseline));
        Some(match past.period == last {
            true => MilestoneState::at(past.status, day, last.last_day(inputs.settings.year.start_month)),
            false if stated.closed() => stated,
            false => MilestoneState::NoWord,
        })
    }
}
