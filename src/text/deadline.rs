//! By when something is to be done, as people write it: a day, a month, a quarter, a financial year, or words that name
//! no day.

use super::date;
use super::words::{clean, meaning};
use crate::period::{Period, month_name, year};
use chrono::{Datelike, Months, NaiveDate};

/// What a text says of the day by which something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// This day.
    Day(NaiveDate),
    /// The last day of the month, quarter or financial year that is named.
    End(NaiveDate),
    /// No day: there is none to come, or nobody knows it yet.
    None,
}

/// Words that say that there is no day, as they are compared.
const NO_DAY: [&str; 22] = [
    "ongoing",
    "continuous",
    "continuing",
    "continual",
    "rolling",
    "rollingprogramme",
    "noenddate",
    "businessasusual",
    "bau",
    "tbc",
    "tba",
    "tbd",
    "tobeconfirmed",
    "tobeagreed",
    "tobedecided",
    "tobedetermined",
    "notyetset",
    "notset",
    "na",
    "notapplicable",
    "none",
    "nodate",
];

/// Words before a month or a year that leave it what it is: its end is meant without them too.
const BEFORE: [&str; 9] = ["by", "due", "at", "the", "end", "of", "on", "until", "month"];

/// How far from the year being read a year of two digits may lie: “Mar 12” is no month of 2012 but a day of March.
const YEARS: std::ops::RangeInclusive<i32> = -3..=25;

/// What a text says, in financial years that start in `start_month`, while `now` is being read; `None` where it could be
/// several days or is not understood.
pub fn parse(text: &str, now: Period, start_month: u32) -> Option<Deadline> {
    let text = clean(text);
    let said = meaning(text);
    if NO_DAY.contains(&said.as_str()) || (said.is_empty() && !text.is_empty()) {
        return Some(Deadline::None);
    }
    let mut rest = text;
    while let Some((word, after)) = rest.split_once(char::is_whitespace)
        && BEFORE.iter().any(|before| word.eq_ignore_ascii_case(before))
    {
        rest = after.trim_start();
    }
    if let Some(day) = date::parse(rest) {
        return Some(Deadline::Day(day));
    }
    let end = month(rest, now).or_else(|| Some(Period::said(rest, start_month)?.last_day(start_month)));
    end.or_else(|| financial_year(rest, start_month)).map(Deadline::End)
}

/// The last day of a month.
pub fn end_of_month(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).map(|first| first + Months::new(1));
    next.and_then(|first| first.pred_opt()).unwrap_or(day)
}

/// Words and numbers, the ones apart from the others where a number follows a word without a space.
fn words(text: &str) -> Vec<&str> {
    let digit = |word: &str| word.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0);
    let apart = |word| str::split_at(word, digit(word).unwrap_or(word.len()));
    let pieces = text.split(|c: char| !c.is_alphanumeric()).map(apart).flat_map(|(word, number)| [word, number]);
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// The last day of a month that is named with its year: `March 2027`, `Mar-27`, `03/2027`, `2027-03`.
fn month(text: &str, now: Period) -> Option<NaiveDate> {
    let [a, b] = words(text)[..] else { return None };
    let number = |word: &str| word.parse().ok().filter(|_| word.len() <= 2);
    let (month, year) = match (month_name(a), month_name(b)) {
        (Some(month), _) => (month, near_year(b, now)?),
        (_, Some(month)) if a.len() == 4 => (month, year(a)?),
        _ if b.len() == 4 => (number(a)?, year(b)?),
        _ if a.len() == 4 && follows(a, b).is_none() => (number(b)?, year(a)?),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, 1).map(end_of_month)
}

/// A year of four digits, or of two where it is near.
fn near_year(text: &str, now: Period) -> Option<i32> {
    year(text).filter(|y| text.len() == 4 || YEARS.contains(&(y - i32::from(now.year()))))
}

/// The last day of a financial year: `2026/27`, `FY 26/27`, `financial year 2026-27`.
fn financial_year(text: &str, start_month: u32) -> Option<NaiveDate> {
    let words = words(text);
    let named = |word: &&&str| ["fy", "financial", "year"].iter().any(|name| word.eq_ignore_ascii_case(name));
    let before = words.iter().take_while(named).count();
    let [first, second] = words[before..] else { return None };
    let first = follows(first, second).filter(|_| first.len() == 4 || before > 0)?;
    Period::new(first, 4).map(|last| last.last_day(start_month))
}

/// The first of two years, where the second is the next.
fn follows(first: &str, second: &str) -> Option<i16> {
    let (from, to) = (year(first)?, year(second)?);
    let next = if second.len() == 2 { (from + 1) % 100 == to % 100 } else { from + 1 == to };
    i16::try_from(from).ok().filter(|_| next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn now() -> Period {
        "2026-27Q2".parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("31/03/2027", "2027-03-31")]
    #[case("31.03.27", "2027-03-31")]
    #[case("03/04/27", "2027-04-03")]
    #[case("by 31 March 2027", "2027-03-31")]
    #[case("31st Mar 27", "2027-03-31")]
    #[case("2027-03-31 00:00:00", "2027-03-31")]
    fn days(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse(text, now(), 4), Some(Deadline::Day(day(expected))), "{text}");
    }

    #[rstest]
    #[case("March 2027", "2027-03-31")]
    #[case("Mar-27", "2027-03-31")]
    #[case("Mar '27", "2027-03-31")]
    #[case("Mar27", "2027-03-31")]
    #[case("Sept. 2026", "2026-09-30")]
    #[case("Feb 2028", "2028-02-29")]
    #[case("End of March 2027", "2027-03-31")]
    #[case("end Mar 27", "2027-03-31")]
    #[case("by the end of March 2027", "2027-03-31")]
    #[case("03/2027", "2027-03-31")]
    #[case("2027-03", "2027-03-31")]
    #[case("2027 March", "2027-03-31")]
    #[case("Q4 26/27", "2027-03-31")]
    #[case("Q4 2026-27", "2027-03-31")]
    #[case("2026/27 Q3", "2026-12-31")]
    #[case("End of Q4 2026/27", "2027-03-31")]
    #[case("Quarter 1 2027/28", "2027-06-30")]
    #[case("January to March 2027", "2027-03-31")]
    #[case("2026/27", "2027-03-31")]
    #[case("end of 2026-27", "2027-03-31")]
    #[case("FY26/27", "2027-03-31")]
    #[case("by end of financial year 2026/2027", "2027-03-31")]
    fn ends(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse(text, now(), 4), Some(Deadline::End(day(expected))), "{text}");
    }

    /// Quarters and years are the council's.
    #[rstest]
    #[case("Q4 26/27", 9, "2027-08-31")]
    #[case("2026/27", 7, "2027-06-30")]
    #[case("March 2027", 9, "2027-03-31")]
    fn other_years(#[case] text: &str, #[case] start_month: u32, #[case] expected: &str) {
        assert_eq!(parse(text, now(), start_month), Some(Deadline::End(day(expected))), "{text}");
    }

    #[rstest]
    fn no_day(
        #[values("Ongoing", "On-going", "TBC", "t.b.c.", "To be confirmed", "N/A", "BAU", "-", "–")] text: &str
    ) {
        assert_eq!(parse(text, now(), 4), Some(Deadline::None), "{text}");
    }

    #[rstest]
    fn asked_about(
        #[values(
            "Spring 2027",
            "March",
            "Q4",
            "Q4 2027",
            "2027",
            "end of the year",
            "Mar 12",
            "27 March",
            "27-Mar",
            "12/03",
            "03/27",
            "26/27",
            "13/2027",
            "early March 2027",
            "before March 2027",
            "March or April 2027",
            "March to May 2027",
            "31/03/2027 (was 31/12/2026)",
            "02/30/2027",
            "2026/28",
            "ASAP",
            "Completed",
            ""
        )]
        text: &str,
    ) {
        assert_eq!(parse(text, now(), 4), None, "{text}");
    }
}
