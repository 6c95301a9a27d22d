//! What is measured and how: units, polarity, frequency and the other choices that the register and the settings make
//! in words, each of them an enum whose words are written once.

mod status;

pub use status::{Amber, NoTarget, Status};

use crate::text::words::letters;
use serde::{Deserialize, Serialize};

/// The one of `all` whose words are `text`: letters and digits count, nothing else.
pub(crate) fn find_words<T: Copy>(all: &[T], words: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    // Most are written as we write them.
    let same = || all.iter().find(|v| words(**v) == text);
    same().or_else(|| all.iter().find(|v| letters(words(**v)).eq(letters(text)))).copied()
}

/// An enum whose words in the register are its variants in words: `Higher is better`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $(#[doc = $word] $(#[$vdoc])* $variant,)+ }
        impl $name {
            /// All of them, in the order in which they are listed to people.
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

pub(crate) use words;

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

    /// What one of it stands for: 1,000 for thousands of pounds.
    pub fn counts_in(self) -> f64 {
        match self {
            Self::PoundsThousands => 1e3,
            Self::PoundsMillions => 1e6,
            _ => 1.0,
        }
    }

    /// Pounds, by the one, the thousand or the million.
    pub fn is_money(self) -> bool {
        matches!(self, Self::Pounds | Self::PoundsThousands | Self::PoundsMillions)
    }

    /// “a number of hours”, for what says what is wanted.
    pub(crate) fn amount(self) -> String {
        match self {
            Self::Days | Self::Hours | Self::Minutes | Self::Weeks => {
                format!("a number of {}", self.words().to_lowercase())
            }
            _ => "a number".to_owned(),
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
    /// How often a value is due.
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
    /// What an indicator looks at, from what goes in to what comes of it.
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

/// Which returns are sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendBack {
    /// None.
    Never,
    /// Those with errors.
    Errors,
    /// Those with errors or queries.
    Queries,
}

/// Whose approval a quarter needs before it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approval {
    /// Of somebody other than those who ran and published it.
    Another,
    /// Of anybody.
    Anybody,
    /// Nobody's.
    Nobody,
}
