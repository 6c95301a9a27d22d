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

/// Kinds of unit that cannot be taken for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitFamily {
    Count,
    Percent,
    Money,
    Time,
}

impl UnitFamily {
    pub fn of_unit(unit: Unit) -> Option<Self> {
        match unit {
            Unit::Number => Some(Self::Count),
            Unit::Percent => Some(Self::Percent),
            Unit::Pounds | Unit::PoundsThousands | Unit::PoundsMillions => Some(Self::Money),
            Unit::Days | Unit::Hours | Unit::Minutes | Unit::Weeks => Some(Self::Time),
            Unit::Rate | Unit::Score | Unit::Tonnes | Unit::Kilograms | Unit::Ratio => None,
        }
    }
}

/// What the words of a unit beside a figure say of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct UnitWords {
    /// None of “thousands” alone.
    pub family: Option<UnitFamily>,
    /// What one stands for, where the words say that: 1,000 of “£000”, 1 of “£”.
    pub counts_in: Option<f64>,
    /// Of a time, which.
    pub time: Option<Unit>,
}

impl UnitWords {
    /// As people write it, on the first line; none where the words could be of several.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.lines().next().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let any = |known: &[&str]| words.iter().any(|w| known.contains(w));
        let of = |family| Some(Self { family, counts_in: None, time: None });
        if text.contains('%') || any(&["percent", "percentage", "pct"]) || words.starts_with(&["per", "cent"]) {
            return of(Some(UnitFamily::Percent));
        }
        if text.contains('£') || any(&["pounds", "gbp"]) {
            return Some(Self { family: Some(UnitFamily::Money), counts_in: money_in(&words), time: None });
        }
        let time = |unit| Some(Self { family: Some(UnitFamily::Time), counts_in: None, time: Some(unit) });
        match words[..] {
            ["days"] | ["working" | "calendar", "days"] => time(Unit::Days),
            ["hours"] => time(Unit::Hours),
            ["minutes"] => time(Unit::Minutes),
            ["weeks"] => time(Unit::Weeks),
            ["number" | "no" | "count" | "nr" | "num"] => of(Some(UnitFamily::Count)),
            [] if text.trim() == "#" => of(Some(UnitFamily::Count)),
            [word] => scale(word).map(|times| Self { family: None, counts_in: Some(times), time: None }),
            _ => None,
        }
    }
}

/// What “000” or “millions” stands for.
fn scale(word: &str) -> Option<f64> {
    match word {
        "000" | "000s" | "thousand" | "thousands" => Some(1e3),
        "million" | "millions" => Some(1e6),
        _ => None,
    }
}

/// What words beside a pound sign count in; nothing where they say more than that, as “£ per visit” does.
fn money_in(words: &[&str]) -> Option<f64> {
    let mut times = Some(1.0);
    for word in words {
        times = match *word {
            "pounds" | "gbp" | "of" | "in" | "s" => times,
            "k" => Some(1e3),
            "m" | "mn" => Some(1e6),
            word => Some(scale(word)?),
        };
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("%", Some(UnitFamily::Percent), None)]
    #[case("Per cent", Some(UnitFamily::Percent), None)]
    #[case("Percent\nJuly to September", Some(UnitFamily::Percent), None)]
    #[case("% of days", Some(UnitFamily::Percent), None)]
    #[case("£", Some(UnitFamily::Money), Some(1.0))]
    #[case("£000", Some(UnitFamily::Money), Some(1e3))]
    #[case("£'000s", Some(UnitFamily::Money), Some(1e3))]
    #[case("£k", Some(UnitFamily::Money), Some(1e3))]
    #[case("£m", Some(UnitFamily::Money), Some(1e6))]
    #[case("£ million", Some(UnitFamily::Money), Some(1e6))]
    #[case("thousands of pounds", Some(UnitFamily::Money), Some(1e3))]
    #[case("Pounds (thousands)", Some(UnitFamily::Money), Some(1e3))]
    #[case("£ per 1,000", Some(UnitFamily::Money), None)]
    #[case("Working days", Some(UnitFamily::Time), None)]
    #[case("No.", Some(UnitFamily::Count), None)]
    #[case("#", Some(UnitFamily::Count), None)]
    #[case("'000", None, Some(1e3))]
    fn units(#[case] text: &str, #[case] family: Option<UnitFamily>, #[case] counts_in: Option<f64>) {
        let words = UnitWords::of(text).unwrap();
        assert_eq!((words.family, words.counts_in), (family, counts_in));
    }

    #[rstest]
    #[case("Number per 1,000")]
    #[case("people")]
    #[case("headcount")]
    #[case("")]
    fn no_units(#[case] text: &str) {
        assert_eq!(UnitWords::of(text), None);
    }
}
