//! The council's single data list and its settings, loaded and checked.

pub mod settings;
mod build;
mod lookup;

pub use build::{build, errors};
pub use peers::{Comparator, Neighbour, PeerKind, same_name};

use crate::finding::Severity;
use crate::period::Period;
use crate::reading::Place;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// The name of the register's workbook in a workspace, and so the file of every finding about it.
pub const FILE: &str = "register.xlsx";

/// A map by ids that is only looked up, never listed.
pub type Map<K, V> = std::collections::HashMap<K, V, foldhash::fast::FixedState>;

/// As [`Map`].
pub type Set<T> = std::collections::HashSet<T, foldhash::fast::FixedState>;

/// A council service, which sends one return a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    pub id: Arc<str>,
    pub name: String,
    pub directorate: String,
    pub head: String,
    pub contact: String,
    pub email: String,
}

/// Which returns are sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendBack {
    Never,
    /// Those with errors.
    Errors,
    /// Those with errors or queries.
    Queries,
}

/// A priority of the council plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Priority {
    pub id: String,
    pub name: String,
    pub owner: String,
}

/// A set of indicators that the register names: a partnership, a strategy, an inspection.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorSet {
    pub name: String,
    pub owner: String,
    /// The register wants one figure for the whole set.
    pub composite: bool,
}

/// Letters and digits in lower case: what counts when words are compared.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The one of `all` whose words are `text`: letters and digits count, nothing else.
fn find_words<T: Copy>(all: &[T], words: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    // Most are written as we write them.
    let same = || all.iter().find(|v| words(**v) == text);
    same().or_else(|| all.iter().find(|v| letters(words(**v)).eq(letters(text)))).copied()
}

/// The nearest of the known words, if one is near enough to have been meant.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .map(|k| (strsim::damerau_levenshtein(&k.to_lowercase(), &word), k))
        .min()
        .filter(|(distance, k)| *distance * 5 <= k.chars().count().max(5) * 2)
        .map(|(_, k)| k)
}

/// Whether a code has the form of a council's own check: U001.
fn own_code(code: &str) -> bool {
    code.strip_prefix('U').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// An enum whose words in the register are its variants in words: `Higher is better`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// As written in the register and on the page.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
            /// Reads the register's words, in any case and with any spacing.
            pub fn from_words(text: &str) -> Option<Self> {
                find_words(Self::ALL, Self::words, text)
            }
        }
    };
}

// Below the macro, whose words it uses.
mod peers;
mod year;

pub use year::{Year, YearKind};

words! {
    /// What a value counts or measures; decides how it is shown and how percentages are read.
    Unit {
        Number "Number",
        /// In points: 85 means 85%.
        Percent "Percent",
        Pounds "Pounds",
        /// Thousands of pounds.
        PoundsThousands "Pounds (thousands)",
        /// Millions of pounds.
        PoundsMillions "Pounds (millions)",
        Days "Days",
        Hours "Hours",
        Minutes "Minutes",
        Weeks "Weeks",
        /// Per 1,000 or 10,000 people and the like.
        Rate "Rate",
        Score "Score",
        Tonnes "Tonnes",
        Kilograms "Kilograms",
        Ratio "Ratio",
    }
}
impl Unit {
    /// Decimals where the register does not say.
    pub fn decimals(self) -> u8 {
        match self {
            Self::Percent | Self::Rate | Self::Score | Self::PoundsMillions => 1,
            Self::Ratio => 2,
            _ => 0,
        }
    }
}

words! {
    /// Which way is better.
    Polarity {
        Higher "Higher is better",
        Lower "Lower is better",
        /// Inside a band.
        Plan "Plan is best",
        /// Context: no way is better.
        None "None",
    }
}
words! {
    Frequency {
        Monthly "Monthly",
        Quarterly "Quarterly",
        HalfYearly "Half-yearly",
        Annual "Annual",
    }
}

words! {
    /// How the quarters of a year make the year.
    Aggregation {
        Sum "Sum",
        Last "Last",
        Mean "Mean",
        /// Σ numerator ÷ Σ denominator.
        Ratio "Ratio",
        Max "Maximum",
        Min "Minimum",
    }
}
words! {
    MeasureType {
        Input "Input",
        Output "Output",
        Process "Process",
        Quality "Quality",
        Outcome "Outcome",
        Context "Context",
    }
}
words! {
    /// A named way of giving a status.
    Scheme {
        Tolerance "Tolerance",
        Floor "Floor",
        Band "Band",
        Context "Context",
        ToleranceAndTrend "Tolerance and trend",
        Stars "Stars",
        Outturn "Outturn",
        Rules "Rules",
    }
}
words! {
    /// What the long-term direction is measured against.
    LongTerm {
        /// The same quarter last year.
        Seasonal "Seasonal",
        /// The mean of the previous four quarters.
        Ongoing "Ongoing",
    }
}

/// Arithmetic over the ids of other indicators, written in SQL as a council's own checks are.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    pub text: String,
    pub place: Place,
}

/// The definition of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    pub id: Arc<str>,
    pub name: String,
    pub definition: String,
    pub service: Arc<str>,
    pub owner: String,
    pub unit: Unit,
    pub decimals: u8,
    pub polarity: Polarity,
    pub frequency: Frequency,
    /// Quarters (1 to 4) in which a value is due; follows from the frequency where the register says nothing.
    pub due_quarters: Vec<u8>,
    /// The year of its year to date and of its targets.
    pub year: Year,
    pub aggregation: Aggregation,
    /// Readings are the year to date, not the quarter alone.
    pub cumulative: bool,
    /// Ids of priorities.
    pub priorities: Vec<String>,
    /// Names of the sets that it belongs to beside its priorities, perspective and directorate.
    pub sets: Vec<String>,
    pub perspective: String,
    pub measure_type: Option<MeasureType>,
    /// Overrides the council's scheme.
    pub scheme: Option<Scheme>,
    pub tolerance_percent: Option<f64>,
    pub tolerance_absolute: Option<f64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub numerator_name: String,
    pub denominator_name: String,
    /// The numerator counts a part of the denominator, so it cannot be above it.
    pub part_of_whole: bool,
    /// The first period of each new definition: nothing is compared across it.
    pub breaks: Vec<Period>,
    /// `None` where the register does not say: then the council's setting counts.
    pub long_term: Option<LongTerm>,
    /// Has a chart of its own and a place in headlines.
    pub key: bool,
    pub weight: f64,
    /// The indicator of which this one is a part, for the sum-of-parts check.
    pub part_of: Option<Arc<str>>,
    /// The indicator whose last closing figure is this one's opening figure.
    pub opening_of: Option<Arc<str>>,
    /// How the value follows from others.
    pub formula: Option<Box<Formula>>,
    pub place: Place,
}

impl Indicator {
    pub fn due(&self, period: Period) -> bool {
        self.due_quarters.contains(&period.quarter())
    }

    /// Services are asked for it: what a formula gives is worked out here.
    pub fn asked(&self) -> bool {
        self.formula.is_none()
    }

    /// Has a numerator and a denominator.
    pub fn is_ratio(&self) -> bool {
        !self.numerator_name.is_empty() && !self.denominator_name.is_empty()
    }
}

/// The targets of one indicator for one of its years. In the indicator's unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    pub annual: Option<f64>,
    /// The profile, by the council's quarters. For a cumulative indicator, year to date.
    pub quarters: [Option<f64>; 4],
    pub baseline: Option<f64>,
    /// Floor standard, for the floor scheme.
    pub floor: Option<f64>,
    pub amber_low: Option<f64>,
    pub green_low: Option<f64>,
    pub green_high: Option<f64>,
    pub amber_high: Option<f64>,
}

/// A council's own check, written as an SQL condition over the columns of the readings; true means a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct CouncilCheck {
    pub code: String,
    pub title: String,
    pub severity: Severity,
    /// Ids of indicators it applies to; empty means all.
    pub applies_to: Vec<String>,
    pub condition: String,
    pub remedy: String,
    pub place: Place,
}

/// The single data list: services, priorities, indicators, targets, checks and comparators, in the sheet's order.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub services: Vec<Service>,
    pub priorities: Vec<Priority>,
    /// In the order of the sheet Sets; without that sheet, of their first mention.
    pub sets: Vec<IndicatorSet>,
    pub indicators: Vec<Indicator>,
    /// Id of the indicator, the calendar year in which its year starts, targets; one row for an indicator and a year.
    pub targets: Vec<(Arc<str>, i16, Target)>,
    pub checks: Vec<CouncilCheck>,
    pub comparators: Vec<Comparator>,
    /// The nearest first; empty where the register has no distances.
    pub neighbours: Vec<Neighbour>,
    /// SHA-256 of the register workbook.
    pub sha256: String,
    service_index: Map<String, usize>,
    indicator_index: Map<Arc<str>, usize>,
    /// The same by id in lower case, for ids as people type them; made when the first one is asked for.
    indicator_any_case: OnceLock<Map<String, usize>>,
    /// The last row of targets of each indicator, and the row before each row: one past the position, 0 for none.
    target_last: Vec<u32>,
    target_before: Vec<u32>,
    /// Where the comparators of each indicator stand.
    peers: peers::Index,
    /// Positions of the indicators by the letters of their names; made when the first one is asked for.
    indicator_names: OnceLock<Map<String, Vec<usize>>>,
}
