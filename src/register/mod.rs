//! The council's single data list, loaded and checked.

mod year;
mod taken;
mod peers;
mod plan;
mod predecessor;
mod outcomes;
mod lookup;
mod read;
mod own;
mod changes;

pub use changes::{RuleChange, changes};
pub use outcomes::{NationalFigure, NationalPeriod, Outcome, OutcomeMeasure, OutcomeRole};
pub use own::own_checks;
pub use peers::{Comparator, Neighbour, PeerKind, same_name};
pub use plan::{ControlTotal, PlannedMilestone};
pub use predecessor::Predecessor;
pub(crate) use read::row::{Ids, RegisterRow, Sheets};
pub use read::{PERS, errors, read};
pub use taken::{TakenCode, TakenCodes};

use crate::finding::Severity;
use crate::map::Map;
use crate::measure::{Aggregation, Frequency, LongTerm, MeasureType, Polarity, Scheme, Unit};
use crate::period::Period;
use crate::reading::Place;
use crate::text::number::told_by;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The name of the register's workbook in a workspace, and so the file of every finding about it.
pub const FILE: &str = "register.xlsx";

/// A council service, which sends one return a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// The part of the council that it belongs to.
    pub directorate: String,
    /// Who heads it.
    pub head: String,
    /// Who fills in its return.
    pub contact: String,
    /// Where its return is sent back to.
    pub email: String,
    /// Other names that returns have for it.
    pub also_called: Vec<String>,
    /// The member of the Cabinet whose portfolio it is in; empty where the register does not say.
    pub portfolio: String,
}

impl Service {
    /// Its name, and the others that returns have for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.also_called).map(String::as_str)
    }
}

/// Which counts of people are hidden from the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmallNumbers {
    /// Those that the settings say.
    AsSettings,
    /// From 1 to this.
    UpTo(u32),
}

/// A priority of the council plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Priority {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
}

/// A set of indicators that the register names: a partnership, a strategy, an inspection.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorSet {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// The register wants one figure for the whole set.
    pub composite: bool,
}

pub use year::{Year, YearKind};

/// Arithmetic over the ids of other indicators, written in SQL as a council's own checks are.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// As it is written.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// The definition of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// Other names and codes that returns have for it.
    pub also_called: Vec<String>,
    /// What is measured, in words.
    pub definition: String,
    /// Id of the service that sends it.
    pub service: Arc<str>,
    /// Who answers for it.
    pub owner: String,
    /// Where the owner is written to; empty where the register does not say.
    pub owner_email: String,
    /// What it counts or measures.
    pub unit: Unit,
    /// Decimals that are shown and compared.
    pub decimals: u8,
    /// Which way is better.
    pub polarity: Polarity,
    /// How often a value is due.
    pub frequency: Frequency,
    /// Quarters (1 to 4) in which a value is due; follows from the frequency where the register says nothing.
    pub due_quarters: Vec<u8>,
    /// The year of its year to date and of its targets.
    pub year: Year,
    /// How the quarters of a year make the year.
    pub aggregation: Aggregation,
    /// Readings are the year to date, not the quarter alone.
    pub cumulative: bool,
    /// Ids of priorities.
    pub priorities: Vec<String>,
    /// Names of the sets that it belongs to beside its priorities, perspective and directorate.
    pub sets: Vec<String>,
    /// The perspective of the scorecard that it belongs to.
    pub perspective: String,
    /// Input, output, process, quality, outcome or context.
    pub measure_type: Option<MeasureType>,
    /// Overrides the council's scheme.
    pub scheme: Option<Scheme>,
    /// Overrides the council's tolerance, in percent of the target.
    pub tolerance_percent: Option<f64>,
    /// The same in the indicator's unit.
    pub tolerance_absolute: Option<f64>,
    /// The least that a value can be.
    pub minimum: Option<f64>,
    /// The most that a value can be.
    pub maximum: Option<f64>,
    /// What the numerator counts; empty where there is none.
    pub numerator_name: String,
    /// What the denominator counts; empty where there is none.
    pub denominator_name: String,
    /// What a rate is told by: 1,000 of a rate per 1,000; `None` where the register does not say.
    pub per: Option<f64>,
    /// The numerator counts a part of the denominator, so it cannot be above it.
    pub part_of_whole: bool,
    /// The first period of each new definition: nothing is compared across it.
    pub breaks: Vec<Period>,
    /// `None` where the register does not say: then the council's setting counts.
    pub long_term: Option<LongTerm>,
    /// Has a chart of its own and a place in headlines.
    pub key: bool,
    /// How much it counts in a basket.
    pub weight: f64,
    /// The first quarter that it is measured for; none where it always was.
    pub first: Option<Period>,
    /// The last quarter that it is measured for; none where it goes on.
    pub last: Option<Period>,
    /// Ids that it had before: what the ledger holds of them is its past.
    pub formerly: Vec<String>,
    /// Of a measure of volume, ids of the lines of revenue that pay for it; several where several do.
    pub paid_from: Vec<String>,
    /// It counts people: which of its counts are hidden from the public; `None` where none is.
    pub small_numbers: Option<SmallNumbers>,
    /// The indicator of which this one is a part, for the sum-of-parts check.
    pub part_of: Option<Arc<str>>,
    /// The indicator whose last closing figure is this one's opening figure.
    pub opening_of: Option<Arc<str>>,
    /// How the value follows from others.
    pub formula: Option<Box<Formula>>,
    /// The last quarter in which the formula gives the value: later ones are sent. None where it always does.
    pub formula_until: Option<Period>,
    /// Where figures that the formula gives are estimates: from what, and whose; empty where they are none.
    pub estimated: String,
    /// Id of the council before this one whose measure it was; empty where it is this council's own.
    pub predecessor: String,
    /// Why its definition changed in the quarters of [`Indicator::breaks`].
    pub break_reason: String,
    /// Where it stands.
    pub place: Place,
}

impl Indicator {
    /// A value is due in this quarter.
    pub fn due(&self, period: Period) -> bool {
        self.due_quarters.contains(&period.quarter()) && self.is_measured(period)
    }

    /// The quarter is neither before its first nor after its last.
    pub fn is_measured(&self, period: Period) -> bool {
        self.first.is_none_or(|first| first <= period) && self.last.is_none_or(|last| period <= last)
    }

    /// When a value is due: `a value in Q2 and Q4 only`, `no value after 2025-26Q4, its last quarter`.
    pub fn when_due(&self, period: Period) -> String {
        match (self.first, self.last) {
            (Some(first), _) if period < first => format!("no value before {first}, its first quarter"),
            (_, Some(last)) if period > last => format!("no value after {last}, its last quarter"),
            _ => {
                let due: Vec<String> = self.due_quarters.iter().map(|q| format!("Q{q}")).collect();
                format!("a value in {} only", due.join(" and "))
            }
        }
    }

    /// Its name, and the others that returns have for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.also_called).map(String::as_str)
    }

    /// The name that it had with the council before this one, whose measure it was: here it has that council's behind it.
    pub fn name_before(&self) -> Option<&str> {
        let (name, _) = self.name.rsplit_once(" (").filter(|_| !self.predecessor.is_empty())?;
        Some(name)
    }

    /// Its value is worked out from others in this quarter.
    pub fn follows_in(&self, period: Period) -> bool {
        self.formula.is_some() && self.formula_until.is_none_or(|until| period <= until)
    }

    /// Its service is asked for it in this quarter: what a formula gives is worked out here.
    pub fn asked(&self, period: Period) -> bool {
        !self.follows_in(period)
    }

    /// Sent as a year to date that cannot be taken apart into quarters: its figures are no series, and only those of the same
    /// quarter of each year are alike.
    pub fn to_date_only(&self) -> bool {
        let apart = matches!(self.aggregation, Aggregation::Sum | Aggregation::Ratio);
        self.cumulative && !apart && self.due_quarters.len() > 1
    }

    /// Whether parts add up to the whole: counts and money do, shares and rates do not.
    pub fn adds_up(&self) -> bool {
        !matches!(self.unit, Unit::Percent | Unit::Rate | Unit::Ratio | Unit::Score) && !self.is_ratio()
    }

    /// It counts all that there is, so that the nation's is larger as the nation is: the two cannot be compared.
    pub fn counts_all(&self) -> bool {
        let stock = self.unit == Unit::Number && self.aggregation == Aggregation::Last;
        self.adds_up() && self.per.is_none() && (stock || self.aggregation == Aggregation::Sum)
    }

    /// What numerator ÷ denominator is multiplied by to be a value: 100 for a percentage, what the register says for a rate.
    /// `None` for a rate that the register does not tell by anything: then its value does not follow from its parts.
    pub fn times(&self) -> Option<f64> {
        match self.unit {
            Unit::Percent => Some(100.0),
            Unit::Rate => self.per,
            _ => Some(self.per.unwrap_or(1.0)),
        }
    }

    /// A unit with what a rate is per, which says all of it: `per 1,000`, `£ per 1,000`.
    pub fn with_per(&self, unit: &'static str) -> Cow<'static, str> {
        match self.per.filter(|per| *per > 1.0) {
            Some(per) if self.unit == Unit::Rate => told_by(per).into(),
            Some(per) => format!("{unit} {}", told_by(per)).into(),
            None => unit.into(),
        }
    }

    /// Numerator ÷ denominator in the indicator's unit; `None` where there is nothing to divide by, or nothing says by how
    /// much it is to be multiplied.
    pub fn quotient(&self, numerator: f64, denominator: f64) -> Option<f64> {
        let times = self.times().filter(|_| denominator != 0.0)?;
        Some(numerator / denominator * times)
    }

    /// Its year to date cannot fall within the year: it adds up what is never taken back, as money is.
    pub fn only_grows(&self) -> bool {
        let taken_back = self.unit == Unit::Pounds;
        let grows = self.minimum.map_or(!taken_back, |least| least >= 0.0);
        self.cumulative && self.aggregation == Aggregation::Sum && grows
    }

    /// Has a numerator and a denominator.
    pub fn is_ratio(&self) -> bool {
        !self.numerator_name.is_empty() && !self.denominator_name.is_empty()
    }
}

/// The targets of one indicator for one of its years. In the indicator's unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// The year's target.
    pub annual: Option<f64>,
    /// The profile, by the council's quarters. For a cumulative indicator, year to date.
    pub quarters: [Option<f64>; 4],
    /// Where it started from.
    pub baseline: Option<f64>,
    /// Floor standard, for the floor scheme.
    pub floor: Option<f64>,
    /// Lower end of amber, for the band scheme.
    pub amber_low: Option<f64>,
    /// Lower end of green.
    pub green_low: Option<f64>,
    /// Upper end of green.
    pub green_high: Option<f64>,
    /// Upper end of amber.
    pub amber_high: Option<f64>,
}

/// A council's own check, written as an SQL condition over the columns of the readings; true means a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct CouncilCheck {
    /// Its code, `U001` and the like.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How severe it is.
    pub severity: Severity,
    /// Ids of indicators it applies to; empty means all.
    pub applies_to: Vec<String>,
    /// What must hold for a finding, in SQL.
    pub condition: String,
    /// What to do.
    pub remedy: String,
    /// Where it stands.
    pub place: Place,
}

/// The single data list: services, priorities, indicators, targets, checks and comparators, in the sheet's order.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Who sends returns.
    pub services: Vec<Service>,
    /// The council plan's priorities.
    pub priorities: Vec<Priority>,
    /// In the order of the sheet Sets; without that sheet, of their first mention.
    pub sets: Vec<IndicatorSet>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// Id of the indicator, the calendar year in which its year starts, targets; one row for an indicator and a year.
    pub targets: Vec<(Arc<str>, i16, Target)>,
    /// The council's own checks.
    pub checks: Vec<CouncilCheck>,
    /// Figures of others.
    pub comparators: Vec<Comparator>,
    /// The nearest first; empty where the register has no distances.
    pub neighbours: Vec<Neighbour>,
    /// The steps of the delivery plan; empty where the register has no such sheet.
    pub plan: Vec<PlannedMilestone>,
    /// What lines of revenue must sum to.
    pub controls: Vec<ControlTotal>,
    /// The councils before this one; empty where it is none that others became.
    pub predecessors: Vec<Predecessor>,
    /// The outcomes that measures speak for, in the order in which the sheet names them first; empty without that sheet.
    pub outcomes: Vec<Outcome>,
    /// SHA-256 of the register workbook.
    pub sha256: String,
    /// By id, and by the letters of names.
    service_ids: Map<String, usize>,
    service_names: Map<String, usize>,
    indicator_index: Map<Arc<str>, usize>,
    /// The same by id in lower case, for ids as people type them; made when the first one is asked for.
    indicator_any_case: OnceLock<Map<String, usize>>,
    /// By the ids that indicators had before, in lower case.
    former_ids: Map<String, usize>,
    /// The last row of targets of each indicator, and the row before each row: one past the position, 0 for none.
    target_last: Vec<u32>,
    target_before: Vec<u32>,
    /// Where the comparators of each indicator stand.
    peers: peers::Index,
    /// Positions of the indicators by the letters of their names; made when the first one is asked for.
    indicator_names: OnceLock<Map<String, Vec<usize>>>,
    /// By the id of a service, the positions of its indicators.
    service_indicators: OnceLock<Map<Arc<str>, Vec<usize>>>,
    /// Codes of indicators of which Excel makes something else; made when the first is asked for.
    taken_codes: OnceLock<TakenCodes>,
}
