//! The outcomes that measures speak for, and what is published of them for the nation, as the register has them.

use super::Year;
use crate::measure::{find_words, words};
use crate::period::Period;
use crate::reading::Place;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

words! {
    /// How a measure speaks for an outcome.
    OutcomeRole {
        /// It is what is published for the nation.
        Metric "Metric",
        /// It stands for what is published.
        Proxy "Proxy",
        /// What the council does towards the outcome.
        Contribution "Contribution",
    }
}

/// The quarter or the year that a national value is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NationalPeriod {
    /// A quarter of the council's year.
    Quarter(Period),
    /// A year of the measure, by the calendar year in which it starts.
    Year(i16),
}

impl NationalPeriod {
    /// The last of the council's quarters that it is of, for a measure that is counted by such years.
    pub fn ends(self, year: Year) -> Option<Period> {
        match self {
            Self::Quarter(p) => Some(p),
            Self::Year(y) => year.last_quarter(y),
        }
    }

    /// The quarters from one such period to the next.
    pub fn quarters(self) -> i32 {
        match self {
            Self::Quarter(_) => 1,
            Self::Year(_) => 4,
        }
    }

    /// `Q4 2025-26`, `2025-26`.
    pub fn words(self, year: Year) -> String {
        match self {
            Self::Quarter(p) => p.heading(),
            Self::Year(y) => year.label(y),
        }
    }
}

/// A value that was published for the nation.
#[derive(Debug, Clone, PartialEq)]
pub struct NationalFigure {
    /// In the indicator's unit.
    pub value: f64,
    /// What it is of; `None` where the register does not say.
    pub of: Option<NationalPeriod>,
    /// The day on which it was published, where that is known.
    pub published: Option<NaiveDate>,
    /// Where the register says what it is of.
    pub place: Place,
}

/// A measure of an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeMeasure {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// How it speaks for the outcome.
    pub role: OutcomeRole,
    /// Who publishes it for the nation; empty where nobody is named.
    pub source: String,
    /// Its code or name there.
    pub national_measure: String,
    /// The last national value.
    pub national: Option<NationalFigure>,
    /// Whose value that is; empty where it is the nation's.
    pub whose: String,
    /// Where it stands.
    pub place: Place,
}

impl OutcomeMeasure {
    /// Whose the national value is, in words: `the nation`.
    pub fn whose(&self) -> Cow<'_, str> {
        if self.whose.is_empty() { "the nation".into() } else { self.whose.as_str().into() }
    }
}

/// An outcome, in the council's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What it is called.
    pub name: String,
    /// In the order of the sheet.
    pub measures: Vec<OutcomeMeasure>,
}
