//! The year that an indicator is counted by: the council's own, the schools', or the calendar's.

use crate::fit::fit;
use crate::measure::{Frequency, find_words, words};
use crate::period::Period;
use serde::{Deserialize, Serialize};

words! {
    /// Which year an indicator's year to date and year's target belong to.
    YearKind {
        /// The council's financial year.
        Financial "Financial",
        /// From 1 September.
        Academic "Academic",
        /// From 1 January.
        Calendar "Calendar",
    }
}

/// A kind of year, laid over the quarters of the council.
///
/// Returns come by the council's quarters whatever the year of a measure, so a year is made of four of these. Where a year
/// begins inside a quarter, that quarter belongs to the year in which most of its months lie: with a financial year from
/// April the academic year is Q3, Q4, Q1, Q2 (the autumn, spring and summer terms with their school censuses in October,
/// January and May, then July to September, when its results come out), and the calendar year is Q4, Q1, Q2, Q3 exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// Financial, academic or calendar.
    pub kind: YearKind,
    /// Quarters to add to one of the council's to get the like quarter of this year.
    shift: i8,
}

impl Default for Year {
    fn default() -> Self {
        Self { kind: YearKind::Financial, shift: 0 }
    }
}

impl Year {
    /// A kind of year over quarters whose first begins in `start_month` (1 to 12).
    pub fn new(kind: YearKind, start_month: u32) -> Self {
        let start = fit::<i32>(start_month.clamp(1, 12));
        let first = match kind {
            YearKind::Financial => start,
            YearKind::Academic => 9,
            YearKind::Calendar => 1,
        };
        // To the nearest quarter: a month more is the old year's, a month less the new one's.
        Self { kind, shift: fit::<i8>(-(first - start + 1).div_euclid(3)) }
    }

    fn shifted(self, p: Period) -> Period {
        p.plus(i32::from(self.shift))
    }

    /// The year in which a quarter lies, by the calendar year in which it starts.
    pub fn of(self, p: Period) -> i16 {
        self.shifted(p).year()
    }

    /// Which quarter of this year, 1 to 4, one of the council's (1 to 4) is.
    pub fn position(self, quarter: u8) -> u8 {
        fit::<u8>((i16::from(quarter) - 1 + i16::from(self.shift)).rem_euclid(4)) + 1
    }

    /// The council's quarters in the order of this year.
    pub fn quarters(self) -> [u8; 4] {
        let mut out = [1, 2, 3, 4];
        out.sort_unstable_by_key(|q| self.position(*q));
        out
    }

    /// The council's quarters in which a value is due, where the register does not say: those that end the parts of
    /// this year.
    pub fn due_quarters(self, frequency: Frequency) -> Vec<u8> {
        let ends: &[u8] = match frequency {
            Frequency::Monthly | Frequency::Quarterly => &[1, 2, 3, 4],
            Frequency::HalfYearly => &[2, 4],
            Frequency::Annual => &[4],
        };
        (1..=4).filter(|q| ends.contains(&self.position(*q))).collect()
    }

    /// The last of the council's quarters of a year; `None` of a year that there is not.
    pub fn last_quarter(self, year: i16) -> Option<Period> {
        Period::new(year, 4).map(|p| p.plus(-i32::from(self.shift)))
    }

    /// The quarters of the year of `p` up to and with `p`, oldest first.
    pub fn so_far(self, p: Period) -> impl DoubleEndedIterator<Item = Period> + Clone {
        p.last(usize::from(self.position(p.quarter())))
    }

    /// `2026-27`, or `2026` for a calendar year.
    pub fn label(self, year: i16) -> String {
        match (self.kind, Period::new(year, 1)) {
            (YearKind::Financial | YearKind::Academic, Some(p)) => p.year_label(),
            _ => year.to_string(),
        }
    }

    /// Reads a label: `2026-27`, `2026/27`, `2026/2027`; for a calendar year `2026`.
    pub fn read(self, text: &str) -> Option<i16> {
        if self.kind != YearKind::Calendar {
            return format!("Q1 {text}").parse::<Period>().ok().map(Period::year);
        }
        let year = text.trim();
        let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        year.parse().ok().filter(|y| digits && Period::new(*y, 1).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(kind: YearKind, start_month: u32, p: &str) -> (i16, u8) {
        let (year, p) = (Year::new(kind, start_month), p.parse::<Period>().unwrap());
        (year.of(p), year.position(p.quarter()))
    }

    #[test]
    fn years_over_quarters_from_april() {
        use YearKind::*;
        for (p, financial, academic, calendar) in [
            ("2025-26Q3", (2025, 3), (2025, 1), (2025, 4)),
            ("2025-26Q4", (2025, 4), (2025, 2), (2026, 1)),
            ("2026-27Q1", (2026, 1), (2025, 3), (2026, 2)),
            ("2026-27Q2", (2026, 2), (2025, 4), (2026, 3)),
            ("2026-27Q3", (2026, 3), (2026, 1), (2026, 4)),
        ] {
            assert_eq!(
                (year(Financial, 4, p), year(Academic, 4, p), year(Calendar, 4, p)),
                (financial, academic, calendar)
            );
        }
        assert_eq!(Year::new(Academic, 4).quarters(), [3, 4, 1, 2]);
        assert_eq!(Year::new(Calendar, 4).quarters(), [4, 1, 2, 3]);
        for (kind, ends) in [(Financial, "2025-26Q4"), (Academic, "2026-27Q2"), (Calendar, "2025-26Q3")] {
            let year = Year::new(kind, 4);
            assert_eq!(year.last_quarter(2025).unwrap().to_string(), ends);
            assert_eq!(
                (year.of(ends.parse().unwrap()), year.of(ends.parse::<Period>().unwrap().plus(1))),
                (2025, 2026)
            );
        }
        let p: Period = "2026-27Q1".parse().unwrap();
        let so_far: Vec<_> = Year::new(Academic, 4).so_far(p).map(|p| p.to_string()).collect();
        assert_eq!(so_far, ["2025-26Q3", "2025-26Q4", "2026-27Q1"]);
    }

    /// Whatever the month in which a council's year begins, most months of a quarter lie in the year it is given to.
    #[test]
    fn a_quarter_belongs_to_the_year_of_most_of_its_months() {
        use chrono::{Datelike, Months};
        for start in 1..=12 {
            for (kind, first) in [(YearKind::Academic, 9), (YearKind::Calendar, 1), (YearKind::Financial, start)] {
                for index in 8100..8112 {
                    let p = Period::from_index(index);
                    let inside = (0..3).filter(|n| {
                        let day = p.first_day(start) + Months::new(*n);
                        let began = if day.month() >= first { day.year() } else { day.year() - 1 };
                        began == i32::from(Year::new(kind, start).of(p))
                    });
                    assert!(inside.count() >= 2, "{kind:?} from month {start}, {p}");
                }
            }
        }
    }

    #[test]
    fn labels() {
        let (school, calendar) = (Year::new(YearKind::Academic, 4), Year::new(YearKind::Calendar, 4));
        assert_eq!((school.label(2026), calendar.label(2026)), ("2026-27".to_owned(), "2026".to_owned()));
        assert_eq!((school.read("2026/27"), school.read("2026")), (Some(2026), None));
        assert_eq!((calendar.read(" 2026 "), calendar.read("2026-27"), calendar.read("26")), (Some(2026), None, None));
    }
}
