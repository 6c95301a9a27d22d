//! `[money]` and `[milestones]`: which sheets of them the forms have, what needs a reason, and how they are rated.

use crate::elementary::power;
use crate::fit::fit;
use crate::reading::keyed;
use crate::reading::money::Pence;
use serde::{Deserialize, Serialize};

keyed! {
    /// How a budget stands by its forecast: words of its own, never counted with the statuses of measures.
    BudgetStatus {
        OnBudget "on-budget" "On budget",
        Near "near-budget" "Near budget",
        Over "over-budget" "Over budget",
        Under "underspent" "Underspent",
    }
}

/// `[money]`: revenue, capital and savings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MoneySettings {
    /// The forms have a sheet for the lines of the revenue budget.
    pub revenue: bool,
    /// The forms have a sheet for the schemes of the capital programme.
    pub capital: bool,
    /// The forms have a sheet for savings.
    pub savings: bool,
    /// A variance, or its movement since last quarter, needs a reason above this many pounds …
    pub reason_amount: f64,
    /// … and above this percentage of the budget.
    pub reason_percent: f64,
    /// A forecast is on budget up to this percentage of it over …
    pub green_percent: f64,
    /// … or up to this many pounds over.
    pub green_amount: f64,
    /// It is near its budget up to this percentage of it over …
    pub amber_percent: f64,
    /// … or up to this many pounds over; further over it is over budget.
    pub amber_amount: f64,
    /// More than this percentage under its budget it is underspent.
    pub under_percent: f64,
    /// The chance, in percent, that a forecast over its budget comes true: with less than a quarter of it spent, less than
    /// half, less than three quarters, and more.
    pub exposure_chance: Vec<f64>,
    /// The pounds over budget from which the impact is the second on the risk matrix, the third and so on; empty for
    /// 50,000 and five times as much each time.
    pub exposure_impact: Vec<f64>,
}

impl Default for MoneySettings {
    fn default() -> Self {
        Self {
            revenue: false,
            capital: false,
            savings: false,
            reason_amount: 50_000.0,
            reason_percent: 5.0,
            green_percent: 1.0,
            green_amount: 0.0,
            amber_percent: 5.0,
            amber_amount: 0.0,
            under_percent: 5.0,
            exposure_chance: vec![50.0, 65.0, 80.0, 95.0],
            exposure_impact: vec![],
        }
    }
}

impl MoneySettings {
    /// How a forecast stands to its budget: above nought by which one is an overspending, whichever sign both have.
    /// Percentages are of the budget without its sign, and count to a ten-thousandth of a percent.
    pub fn status(&self, budget: Pence, forecast: Pence) -> BudgetStatus {
        let over = forecast - budget;
        let at_most = |percent: f64| {
            let most = i128::from(fit::<i64>((percent * 1e4).round())) * i128::from(budget.abs().pence());
            move |amount: Pence| i128::from(amount.pence()) * 1_000_000 <= most
        };
        let within =
            |percent, pounds| at_most(percent)(over) || Pence::of_pounds(pounds).is_some_and(|most| over <= most);
        if !at_most(self.under_percent)(-over) {
            BudgetStatus::Under
        } else if within(self.green_percent, self.green_amount) {
            BudgetStatus::OnBudget
        } else if within(self.amber_percent, self.amber_amount) {
            BudgetStatus::Near
        } else {
            BudgetStatus::Over
        }
    }

    /// The chance, in percent, that a forecast over its budget comes true with this share of it spent, from 0 to 1.
    pub fn chance(&self, spent: f64) -> f64 {
        let quarter = fit::<usize>((spent.clamp(0.0, 1.0) * 4.0).floor());
        self.exposure_chance.get(quarter).or(self.exposure_chance.last()).copied().unwrap_or(100.0)
    }

    /// The pounds from which the impact is the second, the third and so on, of a scale of so many.
    pub fn impacts(&self, steps: usize) -> Vec<f64> {
        match self.exposure_impact.is_empty() {
            true => (0..steps.saturating_sub(1)).map(|n| 50_000.0 * power(5.0, fit::<i32>(n))).collect(),
            false => self.exposure_impact.clone(),
        }
    }
}

/// `[milestones]`: the steps of the delivery plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MilestoneSettings {
    /// The forms have a sheet for them.
    pub on: bool,
    /// Up to so many days after its first day one is complete in time.
    pub grace_days: u32,
    /// Re-dated so often or more, it is listed.
    pub often: u32,
}

impl Default for MilestoneSettings {
    fn default() -> Self {
        Self { on: false, grace_days: 0, often: 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(100_000, 101_000, BudgetStatus::OnBudget)]
    #[case(100_000, 101_001, BudgetStatus::Near)]
    #[case(100_000, 105_000, BudgetStatus::Near)]
    #[case(100_000, 105_001, BudgetStatus::Over)]
    #[case(100_000, 95_000, BudgetStatus::OnBudget)]
    #[case(100_000, 94_999, BudgetStatus::Under)]
    // Income that is missing is money over budget, and more of it is money under.
    #[case(-100_000, -94_000, BudgetStatus::Over)]
    #[case(-100_000, -106_000, BudgetStatus::Under)]
    // Of a budget of nought there is no percentage: any penny over is over.
    #[case(0, 1, BudgetStatus::Over)]
    #[case(0, 0, BudgetStatus::OnBudget)]
    #[case(0, -1, BudgetStatus::Under)]
    fn bands_hold_at_their_ends(#[case] budget: i64, #[case] forecast: i64, #[case] status: BudgetStatus) {
        let settings = MoneySettings::default();
        assert_eq!(settings.status(Pence::new(budget), Pence::new(forecast)), status);
    }

    #[test]
    fn an_amount_is_enough_where_the_percentage_is_not() {
        let settings = MoneySettings { green_amount: 500.0, amber_amount: 1_000.0, ..MoneySettings::default() };
        let over = |pence: i64| settings.status(Pence::new(10_000), Pence::new(10_000 + pence));
        assert_eq!(
            [50_000, 50_001, 100_001].map(over),
            [BudgetStatus::OnBudget, BudgetStatus::Near, BudgetStatus::Over]
        );
    }
}
