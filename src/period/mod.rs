//! Quarters of a financial year, as values: order, neighbours and due dates are arithmetic, never text.

mod said;

use crate::fit::fit;
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A quarter of a financial year, written `2026-27Q1`. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    year: i16,
    quarter: u8,
}

impl Period {
    /// The quarter that messages take for their example where no other is known.
    pub const EXAMPLE: Self = Self { year: 2026, quarter: 1 };

    /// The quarter `quarter` (1 to 4) of the financial year that starts in calendar year `year`.
    pub fn new(year: i16, quarter: u8) -> Option<Self> {
        ((1..=4).contains(&quarter) && (1900..=9998).contains(&year)).then_some(Self { year, quarter })
    }

    /// The calendar year in which the financial year starts: 2026 for `2026-27Q1`.
    pub fn year(self) -> i16 {
        self.year
    }

    /// 1 to 4.
    pub fn quarter(self) -> u8 {
        self.quarter
    }

    /// Quarters since year 0, so that periods can be subtracted.
    pub fn index(self) -> i32 {
        i32::from(self.year) * 4 + i32::from(self.quarter) - 1
    }

    /// The inverse of [`Period::index`].
    pub fn from_index(index: i32) -> Self {
        Self { year: fit::<i16>(index.div_euclid(4)), quarter: fit::<u8>(index.rem_euclid(4)) + 1 }
    }

    /// `n` quarters later (earlier when negative).
    pub fn plus(self, n: i32) -> Self {
        Self::from_index(self.index() + n)
    }

    /// The quarter before.
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The same quarter a year before.
    pub fn year_ago(self) -> Self {
        self.plus(-4)
    }

    /// `n` quarters ending with this one, oldest first.
    pub fn last(self, n: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
        (0..n).map(move |k| self.plus(fit::<i32>(k) + 1 - fit::<i32>(n)))
    }

    /// `2026-27`.
    pub fn year_label(self) -> String {
        format!("{}-{:02}", self.year, (self.year + 1) % 100)
    }

    /// `Q1 2026-27`: the form for a heading on a page.
    pub fn heading(self) -> String {
        format!("Q{} {}", self.quarter, self.year_label())
    }

    /// The first day, for a financial year that starts in `start_month` (1 to 12).
    pub fn first_day(self, start_month: u32) -> NaiveDate {
        let start = NaiveDate::from_ymd_opt(i32::from(self.year), start_month.clamp(1, 12), 1).unwrap_or_default();
        start + Months::new(3 * (u32::from(self.quarter) - 1))
    }

    /// The last day, for a financial year that starts in `start_month`.
    pub fn last_day(self, start_month: u32) -> NaiveDate {
        self.plus(1).first_day(start_month).pred_opt().unwrap_or_default()
    }

    /// The quarter in which `date` falls.
    pub fn containing(date: NaiveDate, start_month: u32) -> Self {
        let months = date.year() * 12 + fit::<i32>(date.month0()) - (fit::<i32>(start_month) - 1);
        Self { year: fit::<i16>(months.div_euclid(12)), quarter: fit::<u8>(months.rem_euclid(12) / 3 + 1) }
    }

    /// `April to June 2026`: what a person calls it.
    pub fn months(self, start_month: u32) -> String {
        let (a, b) = (self.first_day(start_month), self.last_day(start_month));
        format!("{} to {}", a.format("%B"), b.format("%B %Y"))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year_label(), self.quarter)
    }
}

/// What was wrong with a text that should name a quarter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a quarter; write it like 2026-27Q1")]
pub struct PeriodError(pub String);

impl FromStr for Period {
    type Err = PeriodError;

    /// Accepts the spellings that councils use: `2026-27Q1`, `2026/27 Q1`, `2026-2027 Q1`, `Q1 2026-27`,
    /// `Quarter 1 2026/27`, `1st quarter 2026-27`. The two years must follow each other; a single year is refused,
    /// since it could be either.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let fail = || PeriodError(text.trim().to_owned());
        let mut numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|s| !s.is_empty()).collect();
        let quarter_at = numbers.iter().position(|n| n.len() == 1).ok_or_else(fail)?;
        let quarter = numbers.remove(quarter_at);
        let lower = text.to_lowercase();
        let [a, b] = numbers[..] else { return Err(fail()) };
        if !lower.contains('q') || a.len() != 4 || !(b.len() == 2 || b.len() == 4) {
            return Err(fail());
        }
        let year: i16 = a.parse().map_err(|_| fail())?;
        let next: i16 = b.parse().map_err(|_| fail())?;
        if next != if b.len() == 2 { (year + 1) % 100 } else { year + 1 } {
            return Err(fail());
        }
        Self::new(year, quarter.parse().map_err(|_| fail())?).ok_or_else(fail)
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of the month `sep`, `Sept`, `September`: at least three letters of its name.
pub fn month_name(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let known = |name: &str| word.len() >= 3 && name.starts_with(&word);
    MONTHS.iter().position(|name| known(name)).map(|n| fit::<u32>(n) + 1)
}

/// A year of four digits, or of two in this century.
pub fn year(text: &str) -> Option<i32> {
    let n: i32 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + n),
        4 if (1900..2200).contains(&n) => Some(n),
        _ => None,
    }
}

/// The first day of a month that is named with its year: `Sep 2026`, `September 26`, `Sep-26`.
pub fn month_named(text: &str) -> Option<NaiveDate> {
    let (name, rest) = text.trim().split_at(text.trim().find(|c: char| !c.is_alphabetic())?);
    NaiveDate::from_ymd_opt(year(rest.trim_start_matches([' ', '-', '/', '\'', '’', '.']))?, month_name(name)?, 1)
}

/// The number of a quarter that is named without its year: `Q1`, `Quarter 2`, `3rd Qtr`.
pub fn quarter_alone(text: &str) -> Option<u8> {
    let word: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (1..=4).find(|n| {
        let ordinal = ["1st", "2nd", "3rd", "4th"][usize::from(*n) - 1];
        ["q", "qtr", "quarter"].iter().any(|q| {
            let around = word.strip_prefix(q).or_else(|| word.strip_suffix(q));
            around.is_some_and(|rest| rest == n.to_string() || rest == ordinal)
        })
    })
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for text in
            ["2026-27Q1", "2026/27 Q1", "2026-2027 Q1", "Q1 2026-27", "Quarter 1 2026/27", "1st quarter 2026-27"]
        {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), "2026-27Q1", "{text}");
        }
        for text in ["", "2026", "2026-28Q1", "Q5 2026-27", "2026 Q1", "27-28 Q1", "2026-27", "Q0 2026-27"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn quarters_without_a_year() {
        for (text, quarter) in [("Q1", 1), ("Quarter 2", 2), ("3rd Qtr", 3), ("qtr4", 4)] {
            assert_eq!(quarter_alone(text), Some(quarter), "{text}");
        }
        for text in ["", "Q5", "1", "Q1 2026-27", "Quarterly", "Q12"] {
            assert_eq!(quarter_alone(text), None, "{text}");
        }
    }

    #[test]
    fn months_with_their_year() {
        for text in ["Sep 2026", "September 26", "Sep-26", " sept/2026", "Sep '26", "SEP2026"] {
            assert_eq!(month_named(text), NaiveDate::from_ymd_opt(2026, 9, 1), "{text}");
        }
        for text in ["", "Sep", "2026", "Se 2026", "Sep 2026-27", "Sep 202", "Q3 2026", "30 Sep 2026", "Services 26"] {
            assert_eq!(month_named(text), None, "{text}");
        }
    }

    #[test]
    fn arithmetic() {
        let q1: Period = "2026-27Q1".parse().unwrap();
        assert_eq!(q1.previous().to_string(), "2025-26Q4");
        assert_eq!(q1.year_ago().to_string(), "2025-26Q1");
        assert_eq!(q1.last(13).next().unwrap().to_string(), "2023-24Q1");
        assert_eq!(q1.last_day(4).to_string(), "2026-06-30");
        assert_eq!(Period::new(2026, 4).unwrap().last_day(4).to_string(), "2027-03-31");
        for month in 1..=12 {
            for n in -9..9 {
                let p = q1.plus(n);
                assert_eq!(Period::containing(p.first_day(month), month), p);
                assert_eq!(Period::containing(p.last_day(month), month), p);
                assert_eq!(Period::from_index(p.index()), p);
            }
        }
    }
}
