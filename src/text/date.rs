//! Days and months as people type them, in the order of the United Kingdom: day, month, year.

use crate::fit::fit;
use crate::period::{month_name, year};
use chrono::{Datelike, NaiveDate};

fn parts(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|s| !s.is_empty()).collect()
}

/// A day from text: `30/09/2026`, `30.9.26`, `2026-09-30`, `30 Sept 2026`, `30th September 2026`, a weekday in front.
/// A time behind the day is passed over. `None` for anything else: `09/30/2026` is refused, not turned round.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let day_only = text.split(['T']).next().filter(|d| d.len() == 10 && text.len() > 10).unwrap_or(text);
    let day_only = day_only.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(day_only, |(day, _)| day);
    let mut words = parts(day_only);
    if words.len() == 4 && words[0].len() >= 3 && words[0].chars().all(char::is_alphabetic) {
        words.remove(0);
    }
    let [a, b, c] = words[..] else { return None };
    if a.len() == 4 && a.bytes().all(|d| d.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(year(a)?, b.parse().ok()?, c.parse().ok()?);
    }
    let day = ["st", "nd", "rd", "th"].iter().find_map(|s| a.strip_suffix(s)).unwrap_or(a);
    let month = month_name(b).or_else(|| b.parse().ok())?;
    NaiveDate::from_ymd_opt(year(c)?, month, day.parse().ok()?)
}

/// The first and the last day that anything of a return can be of: another is a slip of the year.
pub const POSSIBLE: (NaiveDate, NaiveDate) = (new_year(2000), new_year(2100));

const fn new_year(year: i32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

/// Whether something of a return can be of this day.
pub fn possible(day: NaiveDate) -> bool {
    (POSSIBLE.0..=POSSIBLE.1).contains(&day)
}

/// From 1 January 1900 to 1 January 1904, as the two systems of Excel count them.
const DAYS_TO_1904: f64 = 1_462.0;

/// The day of an Excel serial number that has no date format; only days from 1954 to 2119, so that a count or a year
/// is not taken for a day.
pub fn serial(number: f64, since_1904: bool) -> Option<NaiveDate> {
    let number = if since_1904 { number + DAYS_TO_1904 } else { number };
    let days = (20_000.0..80_000.0).contains(&number).then_some(fit::<u64>(number))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days))
}

/// A month from text: `Sep 2026`, `September 26`, `Sep-26`, `09/2026`, `2026-09`, or a day in it. The year is `None`
/// where only the month is named.
pub fn month(text: &str) -> Option<(Option<i32>, u32)> {
    let words = parts(text);
    match words[..] {
        [name] => {
            let split = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
            let (name, digits) = name.split_at(split);
            let month = month_name(name)?;
            Some((if digits.is_empty() { None } else { Some(year(digits)?) }, month))
        }
        [a, b] => {
            let number = |s: &str| s.parse::<u32>().ok().filter(|m| (1..=12).contains(m) && s.len() <= 2);
            match (month_name(a).or_else(|| number(a)), month_name(b).or_else(|| number(b))) {
                (Some(m), _) if month_name(a).is_some() || b.len() == 4 => Some((Some(year(b)?), m)),
                (_, Some(m)) => Some((Some(year(a)?), m)),
                _ => None,
            }
        }
        _ => parse(text).map(|d| (Some(d.year()), d.month())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[rstest]
    fn days(
        #[values(
            "30/09/2026",
            "30/9/26",
            "30-09-2026",
            "30.09.2026",
            "2026-09-30",
            "2026-09-30T10:00:00",
            "2026-09-30 00:00:00",
            "30 September 2026",
            "30 Sep 26",
            "30-Sept-2026",
            "30th September, 2026",
            "Wednesday 30 September 2026"
        )]
        text: &str,
    ) {
        assert_eq!(parse(text), Some(day(2026, 9, 30)));
    }

    #[test]
    fn day_before_month() {
        assert_eq!(parse("03/04/2026"), Some(day(2026, 4, 3)));
    }

    #[rstest]
    fn not_days(
        #[values(
            "09/30/2026",
            "31/02/2026",
            "Sep 2026",
            "tbc",
            "2026",
            "30/09",
            "30/09/126",
            "",
            "1/1/1/1",
            "ongoing"
        )]
        text: &str,
    ) {
        assert_eq!(parse(text), None);
    }

    #[test]
    fn serials() {
        let since_1900 = |n| serial(n, false);
        assert_eq!(since_1900(46_295.0), Some(day(2026, 9, 30)));
        assert_eq!(since_1900(46_295.75), Some(day(2026, 9, 30)));
        assert_eq!((since_1900(2026.0), since_1900(f64::NAN), since_1900(1e9)), (None, None, None));
        assert_eq!(serial(44_833.0, true), Some(day(2026, 9, 30)));
    }

    #[rstest]
    #[case("Sep 2026", Some((Some(2026), 9)))]
    #[case("September", Some((None, 9)))]
    #[case("Sep-26", Some((Some(2026), 9)))]
    #[case("Sep26", Some((Some(2026), 9)))]
    #[case("09/2026", Some((Some(2026), 9)))]
    #[case("2026-09", Some((Some(2026), 9)))]
    #[case("30/09/2026", Some((Some(2026), 9)))]
    #[case("Autumn", None)]
    #[case("13/2026", None)]
    fn months(#[case] text: &str, #[case] expected: Option<(Option<i32>, u32)>) {
        assert_eq!(month(text), expected);
    }
}
