//! What the ledger knew before the current quarter, as values: `validate` and `analyse` compare with it and never
//! open the ledger themselves.

use crate::map::Map;
use crate::period::Period;
use crate::reading::correction::Correction;
use crate::reading::money::MoneyLines;
use crate::reading::query::Query;
use crate::reading::{Action, Feedback, Place, Rating, Risk, RiskLevel};
use crate::reported::{PastFigure, ReportedFigure};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Quarters that are looked back on.
pub const QUARTERS: i32 = 24;
/// Reviews of one risk that are looked back on.
pub const REVIEWS: usize = 8;

/// What one register said of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskReview {
    /// The quarter of the review.
    pub period: Period,
    /// Likelihood and impact.
    pub current: Option<Rating>,
    /// Who keeps the risk in view.
    pub level: RiskLevel,
}

/// A figure of the ledger, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedFigure {
    /// As received.
    pub value: f64,
    /// The numerator, where there is one.
    pub numerator: Option<f64>,
    /// The denominator, where there is one.
    pub denominator: Option<f64>,
    /// The cell that it was read from.
    pub place: Place,
    /// The number of the record that holds it.
    pub record: u64,
    /// The day of that record.
    pub recorded: String,
}

/// Past values of every indicator of the register, dense: one row an indicator, one column a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterGrid {
    first: Period,
    quarters: usize,
    /// NaN where there is no number; empty until there is one.
    values: Vec<f64>,
    indicators: usize,
}

impl QuarterGrid {
    /// An empty grid for `indicators` rows and `quarters` quarters from `first`.
    pub fn new(indicators: usize, first: Period, quarters: usize) -> Self {
        Self { first, quarters, values: vec![], indicators }
    }

    fn at(&self, indicator: usize, period: Period) -> Option<usize> {
        let q = usize::try_from(period.index() - self.first.index()).ok().filter(|q| *q < self.quarters)?;
        Some(indicator * self.quarters + q)
    }

    /// Ignores periods outside the grid.
    pub fn set(&mut self, indicator: usize, period: Period, value: Option<f64>) {
        if self.values.is_empty() && value.is_some() {
            self.values = vec![f64::NAN; self.indicators * self.quarters];
        }
        if let Some(k) = self.at(indicator, period)
            && let Some(slot) = self.values.get_mut(k)
        {
            *slot = value.unwrap_or(f64::NAN);
        }
    }

    /// By the indicator's position in the register.
    pub fn get(&self, indicator: usize, period: Period) -> Option<f64> {
        let v = *self.values.get(self.at(indicator, period)?)?;
        (!v.is_nan()).then_some(v)
    }

    /// All of one indicator's values, oldest first, NaN where there is none.
    pub fn row(&self, indicator: usize) -> &[f64] {
        self.values.get(indicator * self.quarters..(indicator + 1) * self.quarters).unwrap_or(&[])
    }

    /// The first quarter.
    pub fn first(&self) -> Period {
        self.first
    }

    /// How many quarters there are.
    pub fn quarters(&self) -> usize {
        self.quarters
    }
}

/// Everything that happened before the current quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// As received: year to date where the indicator is cumulative.
    pub values: QuarterGrid,
    /// Numerators, as [`Self::values`].
    pub numerators: QuarterGrid,
    /// Denominators, as [`Self::values`].
    pub denominators: QuarterGrid,
    /// What the reports of earlier quarters said, by the indicator's position in the register: of a published quarter
    /// what its newest release has, else what its newest run gave. Nothing of quarters that were never consolidated.
    pub reported: Map<(usize, Period), PastFigure>,
    /// Of the figures that were restated since, all that those reports said: by what they are rated.
    pub told: Map<(usize, Period), ReportedFigure>,
    /// Quarters of which the ledger has readings.
    pub held: BTreeSet<Period>,
    /// Commentary and remedial action of the previous quarter, by indicator.
    pub words: HashMap<Arc<str>, crate::reading::Narrative>,
    /// Each risk as it last stood before this quarter, by id.
    pub risks: HashMap<Arc<str>, Risk>,
    /// The last reviews of each risk before this quarter, oldest first, at most [`REVIEWS`]; by id.
    pub reviews: HashMap<Arc<str>, Vec<RiskReview>>,
    /// Each action as it last stood before this quarter.
    pub actions: Vec<Action>,
    /// Each day by which an action was to be done, in the order in which they were given, by service and id: one more than
    /// it was re-dated.
    pub due_days: HashMap<(Arc<str>, Arc<str>), Vec<NaiveDate>>,
    /// What was said of money in the quarter before this one.
    pub money: MoneyLines,
    /// Feedback of the quarters before this one.
    pub feedback: Vec<Feedback>,
    /// Ids of the ledger's readings that the register does not have, each with the last quarter that it has a figure of.
    pub unknown: BTreeMap<Arc<str>, Period>,
    /// The queries of the current quarter that are known already, with what was said to them.
    pub queries: Vec<Query>,
    /// Consecutive quarters, up to the last one, in which a service sent nothing; by service id.
    pub missed: HashMap<Arc<str>, u32>,
}

impl Past {
    /// Takes a figure of an earlier quarter as it was corrected, with what it is made of: numerator and denominator of
    /// the old figure go with it. `indicator` is the position in the register.
    pub fn restate(&mut self, indicator: usize, c: &Correction) {
        self.values.set(indicator, c.period, Some(c.corrected));
        self.numerators.set(indicator, c.period, c.numerator);
        self.denominators.set(indicator, c.period, c.denominator);
    }

    /// Takes a risk as a register after all those known so far had it.
    pub fn review(&mut self, risk: Risk) {
        let reviews = self.reviews.entry(risk.id.clone()).or_default();
        if reviews.len() == REVIEWS {
            reviews.remove(0);
        }
        reviews.push(RiskReview { period: risk.period, current: risk.current, level: risk.level });
        self.risks.insert(risk.id.clone(), risk);
    }

    /// Takes the day of an action as a return after all those known so far had it. A baseline that is said comes first.
    pub fn dated(&mut self, action: &Action) {
        if action.due.is_none() && action.baseline.is_none() {
            return;
        }
        let days = self.due_days.entry((action.service.clone(), action.id.clone())).or_default();
        days.extend(action.baseline.filter(|_| days.is_empty()));
        days.extend(action.due.filter(|due| days.last() != Some(due)));
    }

    /// Each day by which an action of a service was to be done, as [`Self::due_days`].
    pub fn days_of(&self, service: &Arc<str>, id: &str) -> &[NaiveDate] {
        self.due_days.get(&(service.clone(), id.into())).map_or(&[], Vec::as_slice)
    }

    /// Nothing known, for `indicators` indicators: a council's first quarter.
    pub fn empty(indicators: usize, current: Period) -> Self {
        Self::since(current.plus(-QUARTERS), indicators, current)
    }

    /// Nothing known yet, with room for the quarters from `first` up to the one before `current`: at most six years.
    pub fn since(first: Period, indicators: usize, current: Period) -> Self {
        let first = first.max(current.plus(-QUARTERS));
        let quarters = usize::try_from(current.index() - first.index()).unwrap_or_default();
        let grid = || QuarterGrid::new(indicators, first, quarters);
        Self {
            values: grid(),
            numerators: grid(),
            denominators: grid(),
            reported: Map::default(),
            told: Map::default(),
            held: BTreeSet::new(),
            words: HashMap::new(),
            risks: HashMap::new(),
            reviews: HashMap::new(),
            actions: vec![],
            due_days: HashMap::new(),
            money: MoneyLines::default(),
            feedback: vec![],
            unknown: BTreeMap::new(),
            queries: vec![],
            missed: HashMap::new(),
        }
    }
}
