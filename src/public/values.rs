//! The public edition as a value: every text as it is printed, every figure rounded as it is shown.

use crate::accessible::Shorthand;
use crate::measure::{Polarity, Unit};
use crate::period::Period;
use crate::settings::{Status, StatusLook};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// All that is published of a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicEdition {
    /// The council's name.
    pub council: String,
    /// `How Marchford County Council is doing: July to September 2026`.
    pub title: String,
    /// The quarter.
    pub period: Period,
    /// `Q2 2026-27`.
    pub heading: String,
    /// `July to September 2026`.
    pub months: String,
    /// The last day that the figures are of.
    pub as_at: NaiveDate,
    /// `Draft: not published`, `Release 2, published 12 November 2026`.
    pub state: String,
    /// Not published yet: every part says so.
    pub draft: bool,
    /// The day on which it was published; of a draft `None`.
    pub published: Option<NaiveDate>,
    /// When the next one comes; empty where that is not known.
    pub next: String,
    /// Who answers questions.
    pub contact: Contact,
    /// The terms under which the figures may be used.
    pub licence: Licence,
    /// `#RRGGBB`: the council's colour, dark enough for white words on it.
    pub accent: String,
    /// Word, symbol and colours of each status.
    pub looks: BTreeMap<Status, StatusLook>,
    /// How many measures have each status, this quarter and the one before; statuses that no measure has are left out.
    pub standing: Vec<StatusCount>,
    /// The things to know, each a sentence or two.
    pub headlines: Vec<String>,
    /// The council's priorities, in the register's order.
    pub priorities: Vec<PublicPriority>,
    /// Every measure, in the register's order.
    pub measures: Vec<PublicMeasure>,
    /// Positions in `measures` of what is off target, what is of most concern first.
    pub off_target: Vec<usize>,
    /// What went well.
    pub successes: Vec<PublicSuccess>,
    /// Risks above what the council is content to carry, the highest first.
    pub risks: Vec<PublicRisk>,
    /// Notes; `[note 1]` is the first.
    pub notes: Vec<String>,
    /// The signs that occur, in their order.
    pub shorthand: Vec<Shorthand>,
    /// How the figures came about: a heading and its paragraphs.
    pub method: Vec<(String, Vec<String>)>,
}

/// Who answers questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// In words: a team, an address, a telephone number.
    pub words: String,
    /// The address for a link; empty where there is none.
    pub email: String,
}

/// Terms of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// Where it can be read, beginning with `https://`; empty where that is not known.
    pub address: String,
}

/// How many measures have a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCount {
    /// The status.
    pub status: Status,
    /// Measures that have it this quarter.
    pub now: usize,
    /// Measures that had it the quarter before.
    pub before: usize,
}

/// A priority of the council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPriority {
    /// Its name.
    pub name: String,
    /// Its measures by status, as [`PublicEdition::standing`].
    pub standing: Vec<StatusCount>,
    /// How it stands, in a sentence.
    pub words: String,
    /// Positions in [`PublicEdition::measures`].
    pub measures: Vec<usize>,
}

/// A figure, or the sign that stands in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PublicValue {
    /// In the measure's unit, rounded to its decimals.
    Number(f64),
    /// Why there is none.
    Without(Shorthand),
}

impl PublicValue {
    /// The number, where there is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(value),
            Self::Without(_) => None,
        }
    }
}

/// One quarter of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicFigure {
    /// The quarter.
    pub period: Period,
    /// The figure as it is compared with the target: of a measure that is counted through the year, the year so far.
    pub value: PublicValue,
    /// What the figure was to be; `None` where there is no target.
    pub target: Option<f64>,
    /// Its status; `Suppressed` where that would tell a hidden figure, `None` where its quarter was never reported.
    pub status: Option<Status>,
    /// What is counted above the line; `None` where the measure has no such parts or they were not sent.
    pub numerator: Option<PublicValue>,
    /// What is counted below the line.
    pub denominator: Option<PublicValue>,
    /// Signs beside the figure.
    pub signs: Vec<Shorthand>,
}

/// What is said of a measure that is off target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffTarget {
    /// `Off target since Q4 2025-26`; empty where that is not known.
    pub since: String,
    /// Why, in the service's words; empty where it wrote none.
    pub why: String,
    /// What is being done, in the service's words; empty where it wrote none.
    pub done: String,
}

/// A measure.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicMeasure {
    /// Its id.
    pub id: String,
    /// What is measured.
    pub name: String,
    /// In full; empty where the register says nothing.
    pub definition: String,
    /// Names of the priorities that it serves.
    pub priorities: Vec<String>,
    /// The service that reports it.
    pub service: String,
    /// The directorate of that service.
    pub directorate: String,
    /// The kind of unit.
    pub unit: Unit,
    /// The unit in words: `%`, `days`, `per 100,000`.
    pub unit_words: String,
    /// Decimals that are shown.
    pub decimals: u8,
    /// Which way is better.
    pub polarity: Polarity,
    /// What is counted above the line; empty where nothing is.
    pub numerator_name: String,
    /// What is counted below the line.
    pub denominator_name: String,
    /// The figures are the year so far, quarter by quarter.
    pub year_to_date: bool,
    /// The last 13 quarters, oldest first, this one last.
    pub figures: Vec<PublicFigure>,
    /// The year so far; `Without(NotAvailable)` where it cannot be told.
    pub year_so_far: PublicValue,
    /// Where the year ends: known after its last quarter, foreseen before; `None` where that cannot be told.
    pub year_end: Option<YearEnd>,
    /// The year's target.
    pub annual_target: Option<f64>,
    /// `Better than last quarter by 2.0 percentage points.`; empty where the two cannot be compared.
    pub change: String,
    /// The same against the quarter a year ago.
    pub change_on_year: String,
    /// What the chart shows, for people who cannot see it: its range, its last figure, whether it met its target.
    pub described: String,
    /// Why and what is done; of measures that are off target alone.
    pub off_target: Option<OffTarget>,
    /// Numbers of its notes, from 1.
    pub notes: Vec<usize>,
}

impl PublicMeasure {
    /// This quarter's figure.
    pub fn now(&self) -> &PublicFigure {
        // A measure is built with its quarters, of which the present one is the last.
        &self.figures[self.figures.len() - 1]
    }

    /// This quarter's status.
    pub fn status(&self) -> Status {
        self.now().status.unwrap_or(Status::NotComparable)
    }

    /// A value as a sentence says it: `85.0%`, `[c]`.
    pub fn shown(&self, value: PublicValue) -> String {
        match value {
            PublicValue::Number(number) => crate::shown::shown(self.unit, self.decimals, number),
            PublicValue::Without(sign) => sign.mark().to_owned(),
        }
    }
}

/// Where a year ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearEnd {
    /// In the measure's unit.
    pub value: f64,
    /// Foreseen: the year has not ended. It has the sign `[f]`.
    pub foreseen: bool,
}

/// Something that went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSuccess {
    /// `Back on target`, `Most improved`.
    pub kind: String,
    /// Position in [`PublicEdition::measures`].
    pub measure: usize,
    /// In a sentence.
    pub sentence: String,
    /// In the service's words; empty where it wrote none.
    pub words: String,
}

/// A risk above what the council is content to carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRisk {
    /// What may happen.
    pub title: String,
    /// The kind of risk; empty where the register has none.
    pub category: String,
    /// Its score now.
    pub score: u32,
    /// Its band: `High`.
    pub band: String,
    /// The most that the council is content to carry: `10`, `Medium`.
    pub appetite: String,
    /// What holds it down; empty where nothing is written.
    pub controls: String,
    /// The service that holds it.
    pub service: String,
}
