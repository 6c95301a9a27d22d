//! Working days in England: Monday to Friday less bank holidays.
//!
//! Bank holidays by rule: the Banking and Financial Dealings Act 1971 with the proclamations of each year, as GOV.UK
//! lists them for England and Wales (www.gov.uk/bank-holidays). New Year's Day, Good Friday, Easter Monday, the first
//! Monday in May, the last Mondays in May and in August, Christmas Day and Boxing Day; one that falls on a weekend is
//! moved to the next weekday that is free. What was moved or added once is a dated table. A future proclamation is not
//! known here: a day that is added later counts as a working day until the table has it.
//!
//! The libraries that know these days either fetch them from the network or are not kept, so the rules stand here.

use crate::fit::fit;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days that were bank holidays in one year alone: the end of the war 75 years before (which took the place of the
/// Monday), jubilees, the weddings and the funeral of the Queen, the coronation.
const ADDED: [(i32, u32, u32); 11] = [
    (1999, 12, 31),
    (2002, 6, 3),
    (2002, 6, 4),
    (2011, 4, 29),
    (2012, 6, 4),
    (2012, 6, 5),
    (2020, 5, 8),
    (2022, 6, 2),
    (2022, 6, 3),
    (2022, 9, 19),
    (2023, 5, 8),
];

/// Days that the rules give and that were moved in their year.
const MOVED: [(i32, u32, u32); 4] = [(2002, 5, 27), (2012, 5, 28), (2020, 5, 4), (2022, 5, 30)];

/// Easter Sunday of a year of the Gregorian calendar: the anonymous algorithm of Nature (1876), as Meeus gives it in
/// “Astronomical Algorithms”, chapter 8.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, fit::<u32>(n / 31), fit::<u32>(n % 31 + 1))
}

fn weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Whether the day is a bank holiday in England and Wales, by the law since 1978.
pub fn bank_holiday(day: NaiveDate) -> bool {
    let (year, month, date) = (day.year(), day.month(), day.day());
    let is = |(y, m, d): &(i32, u32, u32)| (*y, *m, *d) == (year, month, date);
    if ADDED.iter().any(is) {
        return true;
    }
    if weekend(day) || MOVED.iter().any(is) {
        return false;
    }
    let monday = day.weekday() == Weekday::Mon;
    match month {
        // On a weekend, the next Monday.
        1 => date == 1 || monday && matches!(date, 2 | 3),
        3 | 4 => easter(year).is_some_and(|sunday| matches!((day - sunday).num_days(), -2 | 1)),
        5 => monday && (date <= 7 || date >= 25),
        8 => monday && date >= 25,
        // Two days, each moved to the next weekday that the other does not have.
        12 => match date {
            25 | 26 => true,
            27 => matches!(day.weekday(), Weekday::Mon | Weekday::Tue),
            28 => matches!(day.weekday(), Weekday::Mon | Weekday::Tue),
            _ => false,
        },
        _ => false,
    }
}

/// Monday to Friday, and no bank holiday.
pub fn working_day(day: NaiveDate) -> bool {
    !weekend(day) && !bank_holiday(day)
}

/// The day that is `days` working days after `from`, which is not counted itself: the last day for an answer that is
/// due within so many. `None` beyond the calendar.
pub fn after(from: NaiveDate, days: u32) -> Option<NaiveDate> {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.checked_add_days(Days::new(1))?;
        left -= u32::from(working_day(day));
    }
    Some(day)
}

/// Working days after `from` up to and with `to`; 0 when `to` is not later.
pub fn between(from: NaiveDate, to: NaiveDate) -> u32 {
    fit::<u32>(from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| working_day(*day)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn day(year: i32, month: u32, date: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, date).unwrap()
    }

    /// The lists that GOV.UK published for England and Wales.
    #[rstest]
    #[case(2019, &[(1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)])]
    #[case(2020, &[(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)])]
    #[case(2021, &[(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)])]
    #[case(2022, &[(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)])]
    #[case(2023, &[(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)])]
    #[case(2024, &[(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)])]
    #[case(2025, &[(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)])]
    #[case(2026, &[(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)])]
    #[case(2027, &[(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)])]
    fn bank_holidays(#[case] year: i32, #[case] published: &[(u32, u32)]) {
        let found = day(year, 1, 1).iter_days().take_while(|d| d.year() == year).filter(|d| bank_holiday(*d));
        // Christmas Day and Boxing Day are kept on their own days too, and are no working days in any case.
        let kept: Vec<_> = found.filter(|d| !weekend(*d)).map(|d| (d.month(), d.day())).collect();
        assert_eq!(kept, published);
    }

    #[test]
    fn easter_sundays() {
        for (year, month, date) in
            [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2008, 3, 23), (2038, 4, 25), (2285, 3, 22)]
        {
            assert_eq!(easter(year), Some(day(year, month, date)), "{year}");
        }
    }

    #[test]
    fn days_to_answer() {
        // Over a weekend; over Easter; from a Saturday; over Christmas 2026, whose Boxing Day is moved to the 28th.
        assert_eq!(after(day(2026, 9, 25), 5), Some(day(2026, 10, 2)));
        assert_eq!(after(day(2026, 4, 1), 2), Some(day(2026, 4, 7)));
        assert_eq!(after(day(2026, 9, 26), 1), Some(day(2026, 9, 28)));
        assert_eq!(after(day(2026, 12, 24), 1), Some(day(2026, 12, 29)));
        assert_eq!(after(day(2026, 9, 25), 0), Some(day(2026, 9, 25)));
        assert_eq!(after(NaiveDate::MAX, 1), None);
        assert_eq!(between(day(2026, 9, 25), day(2026, 10, 2)), 5);
        assert_eq!((between(day(2026, 9, 25), day(2026, 9, 25)), between(day(2026, 9, 25), day(2026, 1, 1))), (0, 0));
    }

    proptest! {
        /// The last day of `n` working days is a working day, and `n` of them lie between.
        #[test]
        fn days_after_and_between_agree(offset in 0u64..20_000, n in 1u32..60) {
            let from = day(1980, 1, 1) + Days::new(offset);
            let to = after(from, n).unwrap();
            prop_assert!(working_day(to));
            prop_assert_eq!(between(from, to), n);
        }
    }
}
