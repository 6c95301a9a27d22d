//! Actions: what is overdue, and what is carried forward because nobody closed it.

use super::Inputs;
use crate::fit::fit;
use crate::map::{Map, Set};
use crate::reading::{Action, ActionKind, ActionStatus};
use crate::shown::{count, plain};
use chrono::NaiveDate;

/// One action: this quarter's, or carried forward because it is open and the return did not mention it.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionResult<'a> {
    /// The action.
    pub action: &'a Action,
    /// Carried over from an earlier quarter.
    pub carried: bool,
    /// Past its day and not complete.
    pub overdue: bool,
    /// Days past the due date, when overdue.
    pub days_overdue: i64,
    /// Its status in the last recorded quarter.
    pub previous_status: Option<crate::reading::ActionStatus>,
    /// Not in the last recorded quarter.
    pub new: bool,
    /// What became of it since the last report.
    pub since: ActionProgress,
}

/// What became of an action since the report before.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionProgress {
    /// An earlier report had it: what is new has no movement.
    pub known: bool,
    /// In the last report, and open there.
    pub promised: bool,
    /// Quarters without a word from its service, this one included; 0 when this quarter's return has it.
    pub silent: u32,
    /// Progress now less progress then, in points; `None` without both.
    pub progress: Option<f64>,
    /// Days by which the due date was moved, later above 0; `None` without both dates.
    pub moved: Option<i64>,
}

/// What became of the actions that the last report had open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Promises {
    /// Open in the last recorded quarter.
    pub open_before: u32,
    /// Complete since.
    pub complete: u32,
    /// Given up since.
    pub discontinued: u32,
    /// Still open, with an update this quarter.
    pub updated: u32,
    /// Still open, and nothing was said of them.
    pub silent: u32,
    /// Those with an update whose due date was put back.
    pub put_back: u32,
}

/// Every action of this quarter's returns, and every open one of before that they did not mention. Overdue first, then
/// by due date.
pub(super) fn actions<'a>(inputs: &Inputs<'a>, as_at: NaiveDate) -> Vec<ActionResult<'a>> {
    // Forms whose lines have no ids number them, so an id is one of its service.
    let key = |a: &'a Action| (&*a.service, &*a.id);
    // Milestones are told by the delivery plan.
    let remedial = |a: &&'a Action| a.kind == ActionKind::Action;
    let sent = || inputs.returns.iter().flat_map(|r| &r.actions).filter(|a| a.period == inputs.period).filter(remedial);
    let known: Set<_> = sent().map(key).collect();
    let past = || inputs.past.actions.iter().filter(remedial);
    let before: Map<_, &Action> = past().map(|a| (key(a), a)).collect();
    let carried = past().filter(|a| open(a) && !known.contains(&key(a)));
    let result = |(action, carried): (&'a Action, bool)| {
        let days = action.due.filter(|_| open(action)).map_or(0, |due| (as_at - due).num_days());
        let previous = before.get(&key(action));
        ActionResult {
            action,
            carried,
            overdue: days > 0,
            days_overdue: days.max(0),
            previous_status: previous.and_then(|a| a.status),
            // Where nothing at all is known of the past, nothing can be called new.
            new: previous.is_none() && !before.is_empty(),
            since: since(action, previous.copied(), carried, inputs),
        }
    };
    let mut out: Vec<_> = sent().map(|a| (a, false)).chain(carried.map(|a| (a, true))).map(result).collect();
    out.sort_by(|a, b| {
        let key = |r: &ActionResult<'_>| (!r.overdue, r.action.due.is_none(), r.action.due);
        let by_id = || {
            let (a, b) = (a.action, b.action);
            (&a.id, &a.service, &a.place).cmp(&(&b.id, &b.service, &b.place))
        };
        key(a).cmp(&key(b)).then_with(by_id)
    });
    out
}

/// Open until it is said to be complete or discontinued; one without a stated status is open.
fn open(action: &Action) -> bool {
    action.status.is_none_or(|s| s.open())
}

fn since(action: &Action, previous: Option<&Action>, carried: bool, inputs: &Inputs<'_>) -> ActionProgress {
    let silent = if carried { (inputs.period.index() - action.period.index()).max(0) } else { 0 };
    let then = previous.filter(|_| !carried);
    ActionProgress {
        known: previous.is_some(),
        promised: previous.is_some_and(open),
        silent: fit::<u32>(silent),
        progress: then.and_then(|a| a.progress).zip(action.progress).map(|(then, now)| now - then),
        moved: then.and_then(|a| a.due).zip(action.due).map(|(then, now)| (now - then).num_days()),
    }
}

/// The actions that the last report had open, by what became of them.
pub(super) fn promises(actions: &[ActionResult<'_>]) -> Promises {
    let mut out = Promises::default();
    for r in actions.iter().filter(|r| r.since.promised) {
        out.open_before += 1;
        match r.action.status {
            _ if r.carried => out.silent += 1,
            Some(ActionStatus::Complete) => out.complete += 1,
            Some(ActionStatus::Discontinued) => out.discontinued += 1,
            _ => out.updated += 1,
        }
        out.put_back += u32::from(open(r.action) && r.since.moved.is_some_and(|days| days > 0));
    }
    out
}

impl ActionResult<'_> {
    /// What became of it since the last report, in words: `On track → At risk; progress 40% → 45%; due date 30 days later`.
    pub fn since_words(&self) -> String {
        if self.carried {
            let quarters = count(self.since.silent as usize, "quarter");
            return format!("No update this quarter; last heard of {quarters} ago");
        }
        if self.new {
            return "New".into();
        }
        if !self.since.known {
            return String::new();
        }
        let words = |status: Option<ActionStatus>| status.map_or("not stated", ActionStatus::words);
        let mut said = vec![];
        if self.previous_status != self.action.status {
            said.push(format!("{} → {}", words(self.previous_status), words(self.action.status)));
        }
        if let (Some(change), Some(now)) = (self.since.progress, self.action.progress)
            && change != 0.0
        {
            said.push(format!("progress {}% → {}%", plain(0, now - change), plain(0, now)));
        }
        match self.since.moved.unwrap_or_default() {
            0 => {}
            days if days > 0 => said.push(format!("due date put back by {}", count(fit::<usize>(days), "day"))),
            days => {
                said.push(format!("due date brought forward by {}", count(fit::<usize>(days.unsigned_abs()), "day")))
            }
        }
        match said.is_empty() {
            true if self.since.promised || self.previous_status.is_some() => {
                let status = words(self.action.status).to_lowercase();
                format!("Unchanged: {status}")
            }
            true => String::new(),
            false => said.join("; "),
        }
    }
}

impl Promises {
    /// `Of 30 open actions in the last report 8 are complete, …`; empty where the last report had none.
    pub fn words(&self) -> String {
        if self.open_before == 0 {
            return String::new();
        }
        let put_back = match self.put_back {
            0 => String::new(),
            n => format!(" ({n} with the due date put back)"),
        };
        format!(
            "Of {} in the last report: {} complete, {} discontinued, {} still open with an update{put_back}, {} without \
             a word this quarter.",
            count(self.open_before as usize, "open action"),
            self.complete,
            self.discontinued,
            self.updated,
            self.silent
        )
    }
}
