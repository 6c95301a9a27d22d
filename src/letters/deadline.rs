//! How a day stands to a deadline, in working days.

use crate::statistic::working_day::WorkingDays;
use chrono::NaiveDate;
use std::cmp::Ordering;

/// A deadline as it is seen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which it is kept.
    pub due: NaiveDate,
    /// Whether that is to come (less), today (equal) or past (greater).
    pub stands: Ordering,
    /// Working days until it, or since it.
    pub days: u32,
}

impl Deadline {
    /// As it is seen on this day.
    pub fn on(day: NaiveDate, due: NaiveDate, working: &WorkingDays<'_>) -> Self {
        Self { due, stands: day.cmp(&due), days: working.between(day.min(due), day.max(due)) }
    }

    /// It is over.
    pub fn is_past(&self) -> bool {
        self.stands == Ordering::Greater
    }

    /// `2 working days`.
    pub fn working_days(&self) -> String {
        format!("{} working {}", self.days, if self.days == 1 { "day" } else { "days" })
    }

    /// For a heading: `due in 2 working days (Fri 16 October)`, `3 working days late (due Fri 16 October)`. Over a weekend
    /// it may be late by none.
    pub fn short(&self) -> String {
        let (day, days) = (self.due.format("%a %-d %B"), self.working_days());
        match (self.stands, self.days) {
            (Ordering::Less, 0) => format!("due on {day}"),
            (Ordering::Less, _) => format!("due in {days} ({day})"),
            (Ordering::Equal, _) => format!("due today ({day})"),
            (Ordering::Greater, 0) => format!("late (due {day})"),
            (Ordering::Greater, _) => format!("{days} late (due {day})"),
        }
    }

    /// For a sentence: `is due on Friday 16 October 2026, in 2 working days`; of several things `are` and `were`.
    pub fn long(&self, [is, was]: [&str; 2]) -> String {
        let (day, days) = (self.due.format("%A %-d %B %Y"), self.working_days());
        match (self.stands, self.days) {
            (Ordering::Less, 0) => format!("{is} due on {day}"),
            (Ordering::Less, _) => format!("{is} due on {day}, in {days}"),
            (Ordering::Equal, _) => format!("{is} due today, {day}"),
            (Ordering::Greater, 0) => format!("{was} due on {day}"),
            (Ordering::Greater, _) => format!("{was} due on {day}, {days} ago"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Due on Friday 16 October 2026, and on Christmas Eve.
    #[rstest]
    #[case(
        "2026-10-14",
        "2026-10-16",
        "due in 2 working days (Fri 16 October)",
        "is due on Friday 16 October 2026, in 2 working days"
    )]
    #[case(
        "2026-10-15",
        "2026-10-16",
        "due in 1 working day (Fri 16 October)",
        "is due on Friday 16 October 2026, in 1 working day"
    )]
    #[case("2026-10-16", "2026-10-16", "due today (Fri 16 October)", "is due today, Friday 16 October 2026")]
    #[case("2026-10-17", "2026-10-18", "due on Sun 18 October", "is due on Sunday 18 October 2026")]
    #[case("2026-10-18", "2026-10-16", "late (due Fri 16 October)", "was due on Friday 16 October 2026")]
    #[case(
        "2026-10-21",
        "2026-10-16",
        "3 working days late (due Fri 16 October)",
        "was due on Friday 16 October 2026, 3 working days ago"
    )]
    #[case(
        "2026-12-29",
        "2026-12-24",
        "1 working day late (due Thu 24 December)",
        "was due on Thursday 24 December 2026, 1 working day ago"
    )]
    fn in_words(#[case] day: &str, #[case] due: &str, #[case] short: &str, #[case] long: &str) {
        let deadline = Deadline::on(day.parse().unwrap(), due.parse().unwrap(), &WorkingDays::ENGLAND);
        assert_eq!((deadline.short().as_str(), deadline.long(["is", "was"]).as_str()), (short, long));
    }
}
