//! The months of a quarter, where a form gives them instead of the quarter: they make it as quarters make a year.

use crate::measure::Aggregation;
use crate::period::{Period, quarter_alone};
use crate::register::Indicator;
use crate::text::date;
use crate::text::words::clean;
use chrono::{Datelike, Months as Later, NaiveDate};

/// What stands for one month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Month {
    pub value: Option<f64>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
}

/// The three months of the quarter; `None` where nothing was given.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct QuarterMonths(pub [Option<Month>; 3]);

/// What a part of an indicator is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MonthName {
    /// This month of the quarter, from 0.
    Here(usize),
    /// A month of another quarter.
    Elsewhere,
    /// No month: a ward, an age.
    Other,
}

/// Which month of the quarter a name is. One without a year is this quarter's, or it is not of this quarter.
pub(super) fn named(text: &str, period: Period, start_month: u32) -> MonthName {
    let Some((year, month)) = date::month(clean(text)) else { return MonthName::Other };
    let first = period.first_day(start_month);
    let fits = |day: &NaiveDate| day.month() == month && year.is_none_or(|y| y == day.year());
    (0..3u32).find(|n| fits(&(first + Later::new(*n)))).map_or(MonthName::Elsewhere, |n| MonthName::Here(n as usize))
}

/// Words of a heading that is no part of a figure, alone or beside a month: another time, a plan, an estimate.
const NO_PART: [&str; 28] = [
    "actual",
    "all",
    "budget",
    "comment",
    "comments",
    "date",
    "end",
    "est",
    "estimate",
    "forecast",
    "full",
    "grand",
    "month",
    "note",
    "notes",
    "outturn",
    "overall",
    "period",
    "plan",
    "projection",
    "provisional",
    "sum",
    "target",
    "to",
    "total",
    "variance",
    "year",
    "ytd",
];

/// Whether the name of a part is none: “Sep forecast”, “Month 6”, “Year to date”, “Target”, “Q2”. Added up with others it would
/// make a figure of things that are not alike.
pub(super) fn is_no_part(text: &str) -> bool {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let is_month = |w: &String| crate::period::month_name(w).is_some();
    let digits = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_digit());
    // “M6” and “P6” number a month; “65+” is an age, and “M” a sex.
    let numbered = |w: &String| w.strip_prefix(['m', 'p']).is_some_and(digits);
    let said = |w: &String| NO_PART.contains(&w.as_str());
    let all = words.iter().all(|w| said(w) || is_month(w) || numbered(w) || digits(w));
    quarter_alone(text).is_some() || (all && words.iter().any(|w| said(w) || numbered(w)))
}

impl QuarterMonths {
    pub fn given(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// What is expected and what was got where months have nothing; `None` where each has something.
    pub fn lacks(&self, period: Period, start_month: u32) -> Option<(String, String)> {
        let first = period.first_day(start_month);
        let without = (0..3u32).zip(self.0).filter(|(_, m)| m.is_none());
        let names: Vec<String> = without.map(|(n, _)| (first + Later::new(n)).format("%B %Y").to_string()).collect();
        let got = || format!("{} of 3 months", self.given());
        (!names.is_empty()).then(|| (format!("a figure for {}", names.join(" and ")), got()))
    }

    /// Σ of one number of each month, where every month has it.
    fn sum(&self, of: fn(&Month) -> Option<f64>) -> Option<f64> {
        self.0.iter().map(|m| of(m.as_ref()?)).sum()
    }

    pub fn numerator(&self) -> Option<f64> {
        self.sum(|m| m.numerator)
    }

    pub fn denominator(&self) -> Option<f64> {
        self.sum(|m| m.denominator)
    }

    /// The quarter by the indicator's aggregation. Months of a year to date stand where the year stood at their end, so the
    /// last one is the quarter's. A mean is pooled where numerators and denominators are there.
    pub fn value(&self, indicator: &Indicator) -> Option<f64> {
        let [Some(a), Some(b), Some(c)] = self.0 else { return None };
        let values = || Some([a.value?, b.value?, c.value?]);
        let pooled = self.numerator().zip(self.denominator()).and_then(|(n, d)| indicator.quotient(n, d));
        let quotient = |m: Month| m.numerator.zip(m.denominator).and_then(|(n, d)| indicator.quotient(n, d));
        if indicator.cumulative {
            return c.value.or(quotient(c));
        }
        match indicator.aggregation {
            Aggregation::Sum => values().map(|v| v.iter().sum()),
            Aggregation::Last => c.value.or(quotient(c)),
            Aggregation::Mean => pooled.or_else(|| values().map(|v| v.iter().sum::<f64>() / 3.0)),
            Aggregation::Ratio => pooled,
            Aggregation::Max => values().map(|v| v.into_iter().fold(f64::MIN, f64::max)),
            Aggregation::Min => values().map(|v| v.into_iter().fold(f64::MAX, f64::min)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_what_is_none() {
        for name in ["Castle", "M", "F", "65+", "18-24", "Grade 5", "March Road", "All ages", "St Mary"] {
            assert!(!is_no_part(name), "{name}");
        }
        for name in
            ["Sep forecast", "End Jul", "Month 6", "M6", "P6", "Q2", "Target", "Grand total", "Year to date", "YTD"]
        {
            assert!(is_no_part(name), "{name}");
        }
    }
    use crate::sample::invoices;
    use rstest::rstest;

    const PARTS: [(f64, f64); 3] = [(1.0, 2.0), (3.0, 4.0), (10.0, 100.0)];

    fn months(values: [f64; 3], parts: bool) -> QuarterMonths {
        let month = |n: usize| Month {
            value: Some(values[n]),
            numerator: parts.then_some(PARTS[n].0),
            denominator: parts.then_some(PARTS[n].1),
        };
        QuarterMonths([0, 1, 2].map(|n| Some(month(n))))
    }

    #[rstest]
    #[case(Aggregation::Sum, false, Some(60.0))]
    #[case(Aggregation::Last, false, Some(10.0))]
    #[case(Aggregation::Mean, false, Some(20.0))]
    #[case(Aggregation::Mean, true, Some(100.0 * 14.0 / 106.0))]
    #[case(Aggregation::Ratio, true, Some(100.0 * 14.0 / 106.0))]
    #[case(Aggregation::Ratio, false, None)]
    #[case(Aggregation::Max, false, Some(30.0))]
    #[case(Aggregation::Min, false, Some(10.0))]
    fn months_make_the_quarter(#[case] aggregation: Aggregation, #[case] parts: bool, #[case] expected: Option<f64>) {
        let i = Indicator { aggregation, ..invoices() };
        let quarter = months([20.0, 30.0, 10.0], parts);
        assert_eq!(quarter.value(&i), expected);
        // A year to date is where it stands at the end.
        assert_eq!(quarter.value(&Indicator { cumulative: true, ..i.clone() }), Some(10.0));
        // Without one month there is no quarter.
        let without = QuarterMonths([quarter.0[0], None, quarter.0[2]]);
        let p: Period = "2026-27Q2".parse().unwrap();
        assert_eq!((without.value(&i), without.given()), (None, 2));
        assert_eq!(without.lacks(p, 4), Some(("a figure for August 2026".to_owned(), "2 of 3 months".to_owned())));
        assert_eq!(quarter.lacks(p, 4), None);
    }

    #[rstest]
    #[case("Jul", MonthName::Here(0))]
    #[case("August 2026", MonthName::Here(1))]
    #[case("01/09/2026", MonthName::Here(2))]
    #[case("Sep-25", MonthName::Elsewhere)]
    #[case("October", MonthName::Elsewhere)]
    #[case("Northern ward", MonthName::Other)]
    fn names(#[case] text: &str, #[case] expected: MonthName) {
        assert_eq!(named(text, "2026-27Q2".parse().unwrap(), 4), expected);
    }
}
