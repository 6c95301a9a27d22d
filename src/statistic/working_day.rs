//! Working days: Monday to Friday less bank holidays and the days on which the council is closed.
//!
//! Bank holidays by rule: the Banking and Financial Dealings Act 1971 with the proclamations of each year, as GOV.UK
//! lists them for England and Wales, for Scotland and for Northern Ireland (www.gov.uk/bank-holidays). Of all three: New
//! Year's Day, Good Friday, the first Monday in May, the last Monday in May, Christmas Day and Boxing Day. England and
//! Wales: Easter Monday and the last Monday in August. Scotland: 2 January, the first Monday in August and St Andrew's Day
//! (an Act of 2007). Northern Ireland: as England and Wales, with St Patrick's Day and 12 July. One that falls on a weekend
//! is moved to the next weekday that is free. What was moved or added once is a dated table. A future proclamation is not
//! known here: a day that is added later counts as a working day until the table has it, or the council's settings.
//!
//! The libraries that know these days either fetch them from the network or are not kept, so the rules stand here.

use crate::fit::fit;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Whose bank holidays are no working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BankHolidays {
    /// Those of England and Wales.
    EnglandAndWales,
    /// Those of Scotland.
    Scotland,
    /// Those of Northern Ireland.
    NorthernIreland,
    /// None are.
    None,
}

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

/// The same in Scotland alone: the World Cup (Royal Proclamation of 3 February 2026).
const ADDED_IN_SCOTLAND: (i32, u32, u32) = (2026, 6, 15);

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

impl BankHolidays {
    /// Whether the day is one of them, by the law since 1978 (in Scotland since 2007).
    pub fn has(self, day: NaiveDate) -> bool {
        let (year, month, date) = (day.year(), day.month(), day.day());
        let is = |(y, m, d): &(i32, u32, u32)| (*y, *m, *d) == (year, month, date);
        let (scotland, ireland) = (self == Self::Scotland, self == Self::NorthernIreland);
        if self == Self::None {
            return false;
        }
        if ADDED.iter().any(is) || scotland && is(&ADDED_IN_SCOTLAND) {
            return true;
        }
        if weekend(day) || MOVED.iter().any(is) {
            return false;
        }
        let monday = day.weekday() == Weekday::Mon;
        // Two days side by side, each moved to the next weekday that the other does not have.
        let two = |first: u32| match date.wrapping_sub(first) {
            0 | 1 => true,
            2 | 3 => matches!(day.weekday(), Weekday::Mon | Weekday::Tue),
            _ => false,
        };
        // On a weekend, the next Monday.
        let one = |on: u32| date == on || monday && (on + 1..=on + 2).contains(&date);
        let of_easter = || easter(year).map(|sunday| (day - sunday).num_days());
        match month {
            1 if scotland => two(1),
            1 => one(1),
            3 if ireland && one(17) => true,
            3 | 4 => of_easter().is_some_and(|since| since == -2 || since == 1 && !scotland),
            5 => monday && (date <= 7 || date >= 25),
            7 => ireland && one(12),
            8 if scotland => monday && date <= 7,
            8 => monday && date >= 25,
            11 => scotland && date == 30,
            12 if scotland && date <= 2 => monday,
            12 => two(25),
            _ => false,
        }
    }
}

/// The working days of a council.
#[derive(Debug, Clone, Copy)]
pub struct WorkingDays<'s> {
    /// The bank holidays that it keeps.
    pub holidays: BankHolidays,
    /// More days on which it is closed.
    pub closed: &'s [NaiveDate],
}

impl WorkingDays<'static> {
    /// Those of England, by which complaints are counted.
    pub const ENGLAND: Self = Self { holidays: BankHolidays::EnglandAndWales, closed: &[] };
}

impl WorkingDays<'_> {
    /// Monday to Friday, no bank holiday, and not closed.
    pub fn has(&self, day: NaiveDate) -> bool {
        !weekend(day) && !self.holidays.has(day) && !self.closed.contains(&day)
    }

    /// The day that is `days` working days after `from`, which is not counted itself: the last day for an answer that is
    /// due within so many. `None` beyond the calendar.
    pub fn after(&self, from: NaiveDate, days: u32) -> Option<NaiveDate> {
        let (mut day, mut left) = (from, days);
        while left > 0 {
            day = day.checked_add_days(Days::new(1))?;
            left -= u32::from(self.has(day));
        }
        Some(day)
    }

    /// Working days after `from` up to and with `to`; 0 when `to` is not later.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        fit::<u32>(from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| self.has(*day)).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn day(year: i32, month: u32, date: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, date).unwrap()
    }

    use BankHolidays::{EnglandAndWales as EW, NorthernIreland as NI, Scotland as S};

    /// The lists that GOV.UK published.
    #[rstest]
    #[case(EW, 2019, &[(1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)])]
    #[case(EW, 2020, &[(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)])]
    #[case(EW, 2021, &[(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)])]
    #[case(EW, 2022, &[(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)])]
    #[case(EW, 2023, &[(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)])]
    #[case(EW, 2024, &[(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)])]
    #[case(EW, 2025, &[(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)])]
    #[case(EW, 2026, &[(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)])]
    #[case(EW, 2027, &[(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)])]
    #[case(EW, 2028, &[(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)])]
    #[case(S, 2022, &[(1, 3), (1, 4), (4, 15), (5, 2), (6, 2), (6, 3), (8, 1), (9, 19), (11, 30), (12, 26), (12, 27)])]
    #[case(S, 2023, &[(1, 2), (1, 3), (4, 7), (5, 1), (5, 8), (5, 29), (8, 7), (11, 30), (12, 25), (12, 26)])]
    #[case(S, 2024, &[(1, 1), (1, 2), (3, 29), (5, 6), (5, 27), (8, 5), (12, 2), (12, 25), (12, 26)])]
    #[case(S, 2025, &[(1, 1), (1, 2), (4, 18), (5, 5), (5, 26), (8, 4), (12, 1), (12, 25), (12, 26)])]
    #[case(S, 2026, &[(1, 1), (1, 2), (4, 3), (5, 4), (5, 25), (6, 15), (8, 3), (11, 30), (12, 25), (12, 28)])]
    #[case(S, 2027, &[(1, 1), (1, 4), (3, 26), (5, 3), (5, 31), (8, 2), (11, 30), (12, 27), (12, 28)])]
    #[case(S, 2028, &[(1, 3), (1, 4), (4, 14), (5, 1), (5, 29), (8, 7), (11, 30), (12, 25), (12, 26)])]
    #[case(NI, 2024, &[(1, 1), (3, 18), (3, 29), (4, 1), (5, 6), (5, 27), (7, 12), (8, 26), (12, 25), (12, 26)])]
    #[case(NI, 2025, &[(1, 1), (3, 17), (4, 18), (4, 21), (5, 5), (5, 26), (7, 14), (8, 25), (12, 25), (12, 26)])]
    #[case(NI, 2026, &[(1, 1), (3, 17), (4, 3), (4, 6), (5, 4), (5, 25), (7, 13), (8, 31), (12, 25), (12, 28)])]
    #[case(NI, 2027, &[(1, 1), (3, 17), (3, 26), (3, 29), (5, 3), (5, 31), (7, 12), (8, 30), (12, 27), (12, 28)])]
    #[case(NI, 2028, &[(1, 3), (3, 17), (4, 14), (4, 17), (5, 1), (5, 29), (7, 12), (8, 28), (12, 25), (12, 26)])]
    #[case(BankHolidays::None, 2026, &[])]
    fn bank_holidays(#[case] of: BankHolidays, #[case] year: i32, #[case] published: &[(u32, u32)]) {
        let found = day(year, 1, 1).iter_days().take_while(|d| d.year() == year).filter(|d| of.has(*d));
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
        assert_eq!(WorkingDays::ENGLAND.after(day(2026, 9, 25), 5), Some(day(2026, 10, 2)));
        assert_eq!(WorkingDays::ENGLAND.after(day(2026, 4, 1), 2), Some(day(2026, 4, 7)));
        assert_eq!(WorkingDays::ENGLAND.after(day(2026, 9, 26), 1), Some(day(2026, 9, 28)));
        assert_eq!(WorkingDays::ENGLAND.after(day(2026, 12, 24), 1), Some(day(2026, 12, 29)));
        assert_eq!(WorkingDays::ENGLAND.after(day(2026, 9, 25), 0), Some(day(2026, 9, 25)));
        assert_eq!(WorkingDays::ENGLAND.after(NaiveDate::MAX, 1), None);
        assert_eq!(WorkingDays::ENGLAND.between(day(2026, 9, 25), day(2026, 10, 2)), 5);
        assert_eq!(
            (
                WorkingDays::ENGLAND.between(day(2026, 9, 25), day(2026, 9, 25)),
                WorkingDays::ENGLAND.between(day(2026, 9, 25), day(2026, 1, 1))
            ),
            (0, 0)
        );
    }

    /// Closed between Christmas and New Year, as many councils are.
    #[test]
    fn closed_days() {
        let closed = [day(2026, 12, 29), day(2026, 12, 30), day(2026, 12, 31), day(2027, 1, 2)];
        let days = WorkingDays { closed: &closed, ..WorkingDays::ENGLAND };
        assert_eq!(days.after(day(2026, 12, 24), 1), Some(day(2027, 1, 4)));
        assert_eq!(days.between(day(2026, 12, 24), day(2027, 1, 5)), 2);
        let every = WorkingDays { holidays: BankHolidays::None, closed: &[] };
        assert_eq!(every.after(day(2026, 12, 24), 1), Some(day(2026, 12, 25)));
    }

    proptest! {
        /// The last day of `n` working days is a working day, and `n` of them lie between.
        #[test]
        fn days_after_and_between_agree(offset in 0u64..20_000, n in 1u32..60) {
            let from = day(1980, 1, 1) + Days::new(offset);
            let to = WorkingDays::ENGLAND.after(from, n).unwrap();
            prop_assert!(WorkingDays::ENGLAND.has(to));
            prop_assert_eq!(WorkingDays::ENGLAND.between(from, to), n);
        }
    }
}
