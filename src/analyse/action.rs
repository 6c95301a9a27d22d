//! Actions: what is overdue, and what is carried forward because nobody closed it.

use super::{ActionResult, Inputs};
use crate::reading::Action;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// Every action of this quarter's returns, and every open one of before that they did not mention. Overdue first, then
/// by due date.
pub(super) fn actions(inputs: &Inputs<'_>, as_at: NaiveDate) -> Vec<ActionResult> {
    // Forms whose lines have no ids number them, so an id is one of its service.
    let key = |a: &Action| (a.service.clone(), a.id.clone());
    let sent = || inputs.returns.iter().flat_map(|r| &r.actions).filter(|a| a.period == inputs.period);
    let known: HashSet<_> = sent().map(key).collect();
    let before: HashMap<_, &Action> = inputs.past.actions.iter().map(|a| (key(a), a)).collect();
    let carried = inputs.past.actions.iter().filter(|a| open(a) && !known.contains(&key(a)));
    let result = |(action, carried): (&Action, bool)| {
        let days = action.due.filter(|_| open(action)).map_or(0, |due| (as_at - due).num_days());
        let previous = before.get(&key(action));
        ActionResult {
            action: action.clone(),
            carried,
            overdue: days > 0,
            days_overdue: days.max(0),
            previous_status: previous.and_then(|a| a.status),
            // Where nothing at all is known of the past, nothing can be called new.
            new: previous.is_none() && !before.is_empty(),
        }
    };
    let mut out: Vec<_> = sent().map(|a| (a, false)).chain(carried.map(|a| (a, true))).map(result).collect();
    out.sort_by(|a, b| {
        let key = |r: &ActionResult| (!r.overdue, r.action.due.is_none(), r.action.due);
        let ids = |r: &ActionResult| (r.action.id.clone(), r.action.service.clone(), r.action.place.clone());
        key(a).cmp(&key(b)).then_with(|| ids(a).cmp(&ids(b)))
    });
    out
}

/// Open until it is said to be complete or discontinued; one without a stated status is open.
fn open(action: &Action) -> bool {
    action.status.is_none_or(|s| s.open())
}
