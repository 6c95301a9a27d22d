//! How many milestones and lines of money there are, in words.

use super::count;
use quarterday::reading::{ActionKind, Return};

/// `6 milestones`, `8 lines of revenue` …, of each that there is.
pub fn counted(milestones: usize, revenue: usize, capital: usize, savings: usize) -> Vec<String> {
    let all = [
        (milestones, "milestone", "milestones"),
        (revenue, "line of revenue", "lines of revenue"),
        (capital, "capital scheme", "capital schemes"),
        (savings, "saving", "savings"),
    ];
    all.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect()
}

/// The same of all returns of a quarter.
pub fn of_quarter(returns: &[Return]) -> Vec<String> {
    let sum = |of: fn(&Return) -> usize| returns.iter().map(of).sum();
    let milestones = sum(|r| r.actions_of(ActionKind::Milestone).count());
    let [revenue, capital, savings] =
        [sum(|r| r.money.revenue.len()), sum(|r| r.money.capital.len()), sum(|r| r.money.savings.len())];
    counted(milestones, revenue, capital, savings)
}
