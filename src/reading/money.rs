//! What services say of money: lines of revenue, capital schemes and savings, in whole pence.

use super::{Place, keyed};
use crate::elementary::log10;
use crate::fit::fit;
use crate::period::Period;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::sync::Arc;

/// Money in whole pence: a total of it is exact in whichever order it is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Pence(i64);

/// About a thousand times as much, in powers of ten.
pub const THOUSANDFOLD: (f64, f64) = (2.7, 3.3);

impl Pence {
    /// More pounds than any council has: a hundred thousand millions. 900,000 lines of so much can be summed.
    pub const MOST_POUNDS: f64 = 1e11;

    /// Pounds to the nearest penny, half away from nought; `None` for no number, or more than any council has.
    pub fn of_pounds(pounds: f64) -> Option<Self> {
        /// 1.005 is stored a little below itself; as it reads, it is half a penny.
        const AS_IT_READS: f64 = 1e-6;
        let there = pounds.is_finite() && pounds.abs() <= Self::MOST_POUNDS;
        there.then(|| Self(fit::<i64>((pounds.abs() * 100.0 + AS_IT_READS).round() * pounds.signum())))
    }

    /// This many pence.
    pub fn new(pence: i64) -> Self {
        Self(pence)
    }

    /// Whole pence.
    pub fn pence(self) -> i64 {
        self.0
    }

    /// The same in pounds: reads back as the same pence.
    pub fn pounds(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// One of the two is about a thousand times the other.
    pub fn thousandfold(self, other: Self) -> bool {
        let (from, to) = THOUSANDFOLD;
        let powers = log10((self.pounds() / other.pounds()).abs()).abs();
        (from..=to).contains(&powers)
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl Add for Pence {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Pence {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Pence {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Pence {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

keyed! {
    /// Which way the money of a revenue line goes.
    RevenueFlow {
        Expenditure "expenditure" "Expenditure",
        Income "income" "Income",
    }
}

/// One line of a service's revenue budget as received. Expenditure is above nought and income below it; a variance above
/// nought is an overspending, or income that is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct RevenueLine {
    /// Its id: a cost centre, a subjective code.
    pub id: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about: actuals are those from the beginning of its year to its end.
    pub period: Period,
    /// What it is called.
    pub title: String,
    /// Which way its money goes.
    pub flow: RevenueFlow,
    /// Id of the priority that it serves, if any.
    pub priority: String,
    /// The year's budget as it was set.
    pub budget: Option<Pence>,
    /// The year's budget as it stands now.
    pub revised: Option<Pence>,
    /// Spent or received since the year began.
    pub actual: Option<Pence>,
    /// The outturn that the service expects.
    pub forecast: Option<Pence>,
    /// The variance as typed: forecast less revised budget.
    pub variance: Option<Pence>,
    /// What was moved into it, or out of it, since last quarter.
    pub virement: Option<Pence>,
    /// Why it varies.
    pub reason: String,
    /// What is done about it.
    pub remedy: String,
    /// The cell that holds the forecast.
    pub place: Place,
}

impl RevenueLine {
    /// The budget that the forecast is held against.
    pub fn current_budget(&self) -> Option<Pence> {
        self.revised.or(self.budget)
    }

    /// Income above nought, or expenditure below it, in what is budgeted or expected.
    pub fn sign_reversed(&self) -> bool {
        let nought = Pence::default();
        [self.budget, self.revised, self.forecast].into_iter().flatten().any(|amount| match self.flow {
            RevenueFlow::Income => amount > nought,
            RevenueFlow::Expenditure => amount < nought,
        })
    }

    /// What is spent contradicts the forecast: it is more already, or, as the year ends, not the same.
    pub fn forecast_contradicted(&self) -> bool {
        let Some((actual, forecast)) = self.actual.zip(self.forecast) else { return false };
        let same_way = actual.pence().signum() * forecast.pence().signum() >= 0;
        match self.period.quarter() {
            4 => actual != forecast,
            _ => actual.abs() > forecast.abs() && same_way,
        }
    }

    /// Forecast less the budget as it stands: above nought is an overspending, or income that is missing.
    pub fn forecast_variance(&self) -> Option<Pence> {
        Some(self.forecast? - self.current_budget()?)
    }
}

keyed! {
    /// How far a capital scheme is.
    CapitalStage {
        NotStarted "not-started" "Not started",
        Design "design" "Design",
        Procurement "procurement" "Procurement",
        Construction "construction" "Construction",
        Complete "complete" "Complete",
        Paused "paused" "Paused",
        Withdrawn "withdrawn" "Withdrawn",
    }
}

impl CapitalStage {
    /// Something is still to be done and spent.
    pub fn open(self) -> bool {
        !matches!(self, Self::Complete | Self::Withdrawn)
    }
}

/// One scheme of the capital programme as received, over its whole life.
#[derive(Debug, Clone, PartialEq)]
pub struct CapitalScheme {
    /// Its id.
    pub id: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// What is built or bought.
    pub title: String,
    /// Id of the priority that it serves, if any.
    pub priority: String,
    /// What was approved for it.
    pub budget: Option<Pence>,
    /// Spent so far.
    pub spent: Option<Pence>,
    /// What it is expected to cost in the end.
    pub forecast: Option<Pence>,
    /// Where the money comes from.
    pub funding: String,
    /// How far it is.
    pub stage: Option<CapitalStage>,
    /// The day by which it was planned to be complete.
    pub planned: Option<NaiveDate>,
    /// The day by which it is expected to be.
    pub completion: Option<NaiveDate>,
    /// Why money or day differ.
    pub reason: String,
    /// The cell that holds the forecast.
    pub place: Place,
}

impl CapitalScheme {
    /// Forecast less what was approved: above nought costs more.
    pub fn forecast_variance(&self) -> Option<Pence> {
        Some(self.forecast? - self.budget?)
    }

    /// The day on which it should have been complete is past, and it is not.
    pub fn overdue(&self, as_at: NaiveDate) -> bool {
        self.stage.is_none_or(CapitalStage::open) && self.completion.or(self.planned).is_some_and(|day| day < as_at)
    }

    /// Days from the planned to the expected completion: above nought is late.
    pub fn slip_days(&self) -> Option<i64> {
        Some(self.completion?.signed_duration_since(self.planned?).num_days())
    }
}

keyed! {
    /// What became of the money of a saving.
    SavingState {
        Delivered "delivered" "Delivered",
        OnTrack "on-track" "On track",
        AtRisk "at-risk" "At risk",
        Undeliverable "undeliverable" "Cannot be delivered",
    }
}

/// One saving as received: its target, and how much of it is in which state.
#[derive(Debug, Clone, PartialEq)]
pub struct Saving {
    /// Its id.
    pub id: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// What is saved.
    pub title: String,
    /// Id of the priority that it touches, if any.
    pub priority: String,
    /// The financial year that the saving is of, as typed: `2026-27`.
    pub year: String,
    /// What was promised.
    pub target: Option<Pence>,
    /// In hand.
    pub delivered: Option<Pence>,
    /// Expected in full.
    pub on_track: Option<Pence>,
    /// Expected, with doubts.
    pub at_risk: Option<Pence>,
    /// Not expected any more.
    pub undeliverable: Option<Pence>,
    /// What is done instead.
    pub mitigation: String,
    /// Who answers for it.
    pub owner: String,
    /// The cell that holds the target.
    pub place: Place,
}

impl Saving {
    /// How much is in a state; nought where nothing is said of it.
    pub fn amount(&self, state: SavingState) -> Pence {
        let amount = match state {
            SavingState::Delivered => self.delivered,
            SavingState::OnTrack => self.on_track,
            SavingState::AtRisk => self.at_risk,
            SavingState::Undeliverable => self.undeliverable,
        };
        amount.unwrap_or_default()
    }

    /// What its states sum to; `None` where none is said.
    pub fn stated(&self) -> Option<Pence> {
        let said = [self.delivered, self.on_track, self.at_risk, self.undeliverable];
        said.iter().any(Option::is_some).then(|| said.into_iter().flatten().sum())
    }
}

/// All that one return says of money.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoneyLines {
    /// Lines of revenue.
    pub revenue: Vec<RevenueLine>,
    /// Capital schemes.
    pub capital: Vec<CapitalScheme>,
    /// Savings.
    pub savings: Vec<Saving>,
}

impl MoneyLines {
    /// Nothing is said of money.
    pub fn is_empty(&self) -> bool {
        self.revenue.is_empty() && self.capital.is_empty() && self.savings.is_empty()
    }

    /// With the lines of another.
    pub fn extend(&mut self, other: Self) {
        self.revenue.extend(other.revenue);
        self.capital.extend(other.capital);
        self.savings.extend(other.savings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(1.005, Some(101))]
    #[case(-1.005, Some(-101))]
    #[case(12_345.604, Some(1_234_560))]
    #[case(0.0, Some(0))]
    #[case(1e11, Some(10_000_000_000_000))]
    #[case(1.1e11, None)]
    #[case(f64::NAN, None)]
    fn to_the_penny(#[case] pounds: f64, #[case] pence: Option<i64>) {
        assert_eq!(Pence::of_pounds(pounds).map(Pence::pence), pence);
    }

    proptest! {
        #[test]
        fn pounds_read_back_as_the_same_pence(pence in -10_000_000_000_000_i64..10_000_000_000_000) {
            prop_assert_eq!(Pence::of_pounds(Pence::new(pence).pounds()), Some(Pence::new(pence)));
        }
    }
}
