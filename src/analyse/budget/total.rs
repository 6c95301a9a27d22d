//! What lines of the budget, or schemes, come to: exact to the penny, and over the same lines in every column.

use crate::measure::Unit;
use crate::reading::money::{CapitalScheme, Pence, RevenueLine};
use crate::shown::{count, shown};
use std::sync::Arc;

/// What a line of revenue and a capital scheme have in common.
pub trait BudgetLine {
    /// Its id, one of its service.
    fn id(&self) -> &Arc<str>;
    /// Id of its service.
    fn service(&self) -> &Arc<str>;
    /// What it is called.
    fn title(&self) -> &str;
    /// Id of the priority that it serves; empty where it serves none.
    fn priority(&self) -> &str;
    /// The budget as it was set.
    fn set(&self) -> Option<Pence>;
    /// The budget as it stands, which the forecast is held against.
    fn budget(&self) -> Option<Pence>;
    /// Spent or received to date.
    fn spent(&self) -> Option<Pence>;
    /// Where it is expected to end.
    fn forecast(&self) -> Option<Pence>;

    /// Nothing more is to come of it: nobody has to tell of it again.
    fn ended(&self) -> bool {
        false
    }

    /// Forecast less budget: above nought is money over budget, or income that is missing.
    fn variance(&self) -> Option<Pence> {
        Some(self.forecast()? - self.budget()?)
    }
}

impl BudgetLine for RevenueLine {
    fn id(&self) -> &Arc<str> {
        &self.id
    }
    fn service(&self) -> &Arc<str> {
        &self.service
    }
    fn title(&self) -> &str {
        &self.title
    }
    fn priority(&self) -> &str {
        &self.priority
    }
    fn set(&self) -> Option<Pence> {
        self.budget
    }
    fn budget(&self) -> Option<Pence> {
        self.current_budget()
    }
    fn spent(&self) -> Option<Pence> {
        self.actual
    }
    fn forecast(&self) -> Option<Pence> {
        self.forecast
    }
}

impl BudgetLine for CapitalScheme {
    fn id(&self) -> &Arc<str> {
        &self.id
    }
    fn service(&self) -> &Arc<str> {
        &self.service
    }
    fn title(&self) -> &str {
        &self.title
    }
    fn priority(&self) -> &str {
        &self.priority
    }
    fn set(&self) -> Option<Pence> {
        self.budget
    }
    fn budget(&self) -> Option<Pence> {
        self.budget
    }
    fn spent(&self) -> Option<Pence> {
        self.spent
    }
    fn forecast(&self) -> Option<Pence> {
        self.forecast
    }
    fn ended(&self) -> bool {
        self.stage.is_some_and(|stage| !stage.open())
    }
}

/// So many lines, and what they amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CountedMoney {
    /// How many.
    pub lines: u32,
    /// What they come to.
    pub amount: Pence,
}

impl CountedMoney {
    fn add(&mut self, amount: Pence) {
        self.lines += 1;
        self.amount = self.amount + amount;
    }
}

/// What lines come to. Summed are those that have both a budget and a forecast, so that a variance never holds one side
/// against nothing; what a line lacks is counted beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BudgetTotal {
    /// Lines that are summed.
    pub lines: u32,
    /// The budgets as they were set.
    pub set: Pence,
    /// The budgets as they stand.
    pub budget: Pence,
    /// Spent or received to date.
    pub spent: Pence,
    /// Where they are expected to end.
    pub forecast: Pence,
    /// With a budget and without a forecast, by their budgets: not summed.
    pub no_forecast: CountedMoney,
    /// With a forecast and without a budget, by their forecasts: not summed.
    pub no_budget: CountedMoney,
    /// With neither: not summed.
    pub neither: u32,
    /// Of last quarter, of which nothing came now: not summed.
    pub gone: u32,
    /// Of those that are summed, how many do not say what their budget was at first.
    pub no_set: u32,
    /// Of those that are summed, how many do not say what was spent.
    pub no_spent: u32,
    /// With an amount that may be of the wrong size, by their budgets: not summed.
    pub in_doubt: CountedMoney,
    /// Of those that are summed, how many have an amount that a check questions: they count as they were sent.
    pub queried: u32,
    /// The variance against last quarter's.
    pub moved: VarianceMove,
}

/// The variances of two quarters, over the lines that have one in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VarianceMove {
    /// How many lines have a variance in both quarters.
    pub lines: u32,
    /// Of these, now.
    pub now: Pence,
    /// Of these, last quarter.
    pub then: Pence,
    /// With a variance now alone.
    pub new: CountedMoney,
    /// With a variance last quarter alone.
    pub gone: CountedMoney,
}

impl VarianceMove {
    /// By how much the variance grew; `None` where no line has one in both quarters.
    pub fn change(&self) -> Option<Pence> {
        (self.lines > 0).then(|| self.now - self.then)
    }

    fn add(&mut self, now: Option<Pence>, then: Option<Pence>) {
        match (now, then) {
            (Some(now), Some(then)) => {
                self.lines += 1;
                (self.now, self.then) = (self.now + now, self.then + then);
            }
            (Some(now), None) => self.new.add(now),
            (None, Some(then)) => self.gone.add(then),
            (None, None) => {}
        }
    }
}

impl BudgetTotal {
    /// Takes a line as it is now, and as it was in the quarter that it is compared with.
    pub(in crate::analyse) fn add<L: BudgetLine>(&mut self, now: Option<&L>, then: Option<&L>) {
        self.moved.add(now.and_then(L::variance), then.and_then(L::variance));
        let Some(line) = now else {
            self.gone += u32::from(then.is_some());
            return;
        };
        match (line.budget(), line.forecast()) {
            (Some(budget), Some(forecast)) => {
                self.lines += 1;
                self.no_set += u32::from(line.set().is_none());
                self.no_spent += u32::from(line.spent().is_none());
                self.set = self.set + line.set().unwrap_or_default();
                self.spent = self.spent + line.spent().unwrap_or_default();
                (self.budget, self.forecast) = (self.budget + budget, self.forecast + forecast);
            }
            (Some(budget), None) => self.no_forecast.add(budget),
            (None, Some(forecast)) => self.no_budget.add(forecast),
            (None, None) => self.neither += 1,
        }
    }

    /// The line that was just taken is questioned.
    pub(super) fn question<L: BudgetLine>(&mut self, line: &L) {
        self.queried += u32::from(line.variance().is_some());
    }

    /// Takes a line with an amount that may be of the wrong size: neither summed nor compared.
    pub(super) fn doubt<L: BudgetLine>(&mut self, line: &L) {
        self.in_doubt.add(line.budget().unwrap_or_default());
    }

    /// Forecast less budget.
    pub fn variance(&self) -> Pence {
        self.forecast - self.budget
    }

    /// The variance in percent of the budget without its sign; `None` of a budget of nought.
    pub fn percent(&self) -> Option<f64> {
        percent(self.variance(), self.budget)
    }

    /// What the total lacks, and what in it is in doubt: `3 lines of £1,200,000 without a forecast; 1 line queried`; empty where
    /// there is neither.
    pub fn lacks(&self, one: &str) -> String {
        let lines = |n: u32| count(n as usize, one);
        let of = |counted: CountedMoney| format!("{} of {}", lines(counted.lines), whole_pounds(counted.amount));
        let said = [
            (self.no_forecast.lines, format!("{} without a forecast", of(self.no_forecast))),
            (self.no_budget.lines, format!("{} forecast without a budget", of(self.no_budget))),
            (self.neither, format!("{} with neither budget nor forecast", lines(self.neither))),
            (self.gone, format!("{} of last quarter of which nothing came", lines(self.gone))),
            (self.no_set, format!("{} without the budget as it was set", lines(self.no_set))),
            (self.no_spent, format!("{} without what was spent", lines(self.no_spent))),
            (self.in_doubt.lines, format!("{} with an amount in doubt", of(self.in_doubt))),
            (self.queried, format!("{} queried and counted as sent", lines(self.queried))),
        ];
        let said: Vec<String> = said.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect();
        said.join("; ")
    }
}

/// An amount in percent of another without its sign; `None` of nought.
pub(super) fn percent(amount: Pence, of: Pence) -> Option<f64> {
    (of != Pence::default()).then(|| amount.pence() as f64 * 100.0 / of.abs().pence() as f64)
}

/// `£1,234`, `−£1,234`: as sentences say it.
pub fn whole_pounds(amount: Pence) -> String {
    shown(Unit::Pounds, 0, amount.pounds())
}
