//! Savings: what was promised, and how much of it is in which state.

use super::group::{BudgetGroup, BudgetGroupKind, BudgetGroups};
use super::total::{percent, whole_pounds};
use crate::analyse::Inputs;
use crate::map::Map;
use crate::period::{self, Period};
use crate::reading::money::{Pence, Saving, SavingState};
use crate::shown::count;
use crate::text::words::meaning;

/// What savings come to. Summed are those that say their target and at least one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SavingsTotal {
    /// How many are summed.
    pub savings: u32,
    /// What was promised.
    pub target: Pence,
    /// What of it is in which state, in the order of [`SavingState::ALL`].
    pub states: [Pence; 4],
    /// With a target of so much and no state: not summed.
    pub no_state: (u32, Pence),
    /// Without a target: not summed.
    pub no_target: u32,
    /// Of last quarter, with targets of so much, of which nothing counts now: not sent, or refused.
    pub gone: (u32, Pence),
}

impl SavingsTotal {
    fn add(&mut self, saving: &Saving) {
        match (saving.target, saving.stated()) {
            (Some(target), Some(_)) => {
                self.savings += 1;
                self.target = self.target + target;
                for (sum, state) in self.states.iter_mut().zip(SavingState::ALL) {
                    *sum = *sum + saving.amount(state);
                }
            }
            (Some(target), None) => self.no_state = (self.no_state.0 + 1, self.no_state.1 + target),
            (None, _) => self.no_target += 1,
        }
    }

    /// Takes a saving of last quarter of which nothing counts now.
    fn lose(&mut self, saving: &Saving) {
        self.gone = (self.gone.0 + 1, self.gone.1 + saving.target.unwrap_or_default());
    }

    /// How much is in a state.
    pub fn of(&self, state: SavingState) -> Pence {
        SavingState::ALL.iter().position(|s| *s == state).and_then(|n| self.states.get(n)).copied().unwrap_or_default()
    }

    /// The same in percent of the target; `None` of a target of nought.
    pub fn percent(&self, state: SavingState) -> Option<f64> {
        percent(self.of(state), self.target)
    }

    /// Target less all states: of so much nobody says what becomes of it; below nought more is said than was promised.
    pub fn unsaid(&self) -> Pence {
        self.target - self.states.into_iter().sum()
    }

    /// What the total lacks; empty where it lacks nothing.
    pub fn lacks(&self) -> String {
        let savings = |n: u32| count(n as usize, "saving");
        let (n, amount) = self.no_state;
        let said = [
            (n, format!("{} of {} that nothing is said of", savings(n), whole_pounds(amount))),
            (self.no_target, format!("{} without a target", savings(self.no_target))),
            (
                self.gone.0,
                format!(
                    "{} of {} last quarter, of which nothing counts now",
                    savings(self.gone.0),
                    whole_pounds(self.gone.1)
                ),
            ),
        ];
        let said: Vec<String> = said.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect();
        said.join("; ")
    }
}

/// Every saving, and what they come to.
#[derive(Debug)]
pub struct Savings<'a> {
    /// By service and id.
    pub savings: Vec<&'a Saving>,
    /// Savings of last quarter of which nothing came now, by service and id; those of a year that is over are not waited
    /// for.
    pub gone: Vec<&'a Saving>,
    /// The council first, then directorates, services, priorities and what serves none, then years.
    pub groups: Vec<BudgetGroup<SavingsTotal>>,
    /// Those that are summed in both quarters and are of the same year in both: then, and now.
    pub since: [SavingsTotal; 2],
}

/// Its year, where it says one, was over before this quarter.
fn is_over(saving: &Saving, now: Period) -> bool {
    let begins = saving.year.split(['-', '/']).next().and_then(|year| period::year(year.trim()));
    begins.is_some_and(|year| year < i32::from(now.year()))
}

impl<'a> Savings<'a> {
    pub(super) fn of(inputs: &Inputs<'a>, now: impl Iterator<Item = &'a Saving>, then: &'a [Saving]) -> Self {
        let mut savings: Vec<&'a Saving> = now.collect();
        let key = |s: &&'a Saving| (s.service.clone(), s.id.clone());
        savings.sort_by_key(key);
        let mut groups = BudgetGroups::<SavingsTotal>::new(inputs.register, inputs.name());
        let own = |s: &&Saving| inputs.has_line(&s.service, &s.priority);
        let mut before: Map<_, &'a Saving> =
            then.iter().filter(own).map(|s| ((&s.service, meaning(&s.id)), s)).collect();
        let mut since = [SavingsTotal::default(); 2];
        for saving in &savings {
            groups.each(&saving.service, &saving.priority, |total| total.add(saving));
            if let Some(then) = before.remove(&(&saving.service, meaning(&saving.id)))
                && saving.year == then.year
                && [saving, then].into_iter().all(|s| s.target.is_some() && s.stated().is_some())
            {
                since[0].add(then);
                since[1].add(saving);
            }
        }
        let mut years: Vec<&'a Saving> = savings.clone();
        years.sort_by_key(|s| s.year.as_str());
        for saving in years {
            let name = if saving.year.is_empty() { "No year" } else { saving.year.as_str() };
            groups.one(BudgetGroupKind::Year, &saving.year, name, |total| total.add(saving));
        }
        let mut gone: Vec<&'a Saving> = before.into_values().filter(|s| !is_over(s, inputs.period)).collect();
        gone.sort_by_key(key);
        for saving in &gone {
            groups.each(&saving.service, &saving.priority, |total| total.lose(saving));
        }
        Self { savings, gone, groups: groups.finish(|total| total), since }
    }

    /// What all savings come to.
    pub fn council(&self) -> SavingsTotal {
        self.groups.first().map(|g| g.sum).unwrap_or_default()
    }

    /// No saving, now or last quarter.
    pub fn is_empty(&self) -> bool {
        self.savings.is_empty() && self.gone.is_empty()
    }
}
