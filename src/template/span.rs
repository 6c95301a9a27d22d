//! Which months a figure is asked for, in words beside its unit and in the help of its cell.

use crate::measure::{Aggregation, Frequency};
use crate::period::Period;
use crate::register::{Indicator, YearKind};

/// `July to September`, `since 1 April`, `the three months added up`; empty where the definition alone says it, as of a
/// figure that stands at a day. `start` is the month in which the council's year starts.
pub fn words(indicator: &Indicator, period: Period, start: u32) -> String {
    let (quarter, ends) = (period.months(start), period.last_day(start));
    if indicator.cumulative {
        let first = match indicator.year.kind {
            YearKind::Financial => {
                period.plus(1 - i32::from(period.quarter())).first_day(start).format("%B").to_string()
            }
            YearKind::Academic => "September".to_owned(),
            YearKind::Calendar => "January".to_owned(),
        };
        return format!("since 1 {first}");
    }
    match (indicator.frequency, indicator.aggregation) {
        (Frequency::Monthly, Aggregation::Sum) => "the three months added up".to_owned(),
        (Frequency::Monthly, Aggregation::Last) => format!("the figure of {}", ends.format("%B")),
        (Frequency::Monthly, Aggregation::Mean) => "the mean of the three months".to_owned(),
        (Frequency::Monthly, Aggregation::Max) => "the highest of the three months".to_owned(),
        (Frequency::Monthly, Aggregation::Min) => "the lowest of the three months".to_owned(),
        (Frequency::Monthly, Aggregation::Ratio) => "the three months together".to_owned(),
        (_, Aggregation::Last) => String::new(),
        (Frequency::Quarterly, _) => quarter.rsplit_once(' ').map_or(quarter.as_str(), |(months, _)| months).to_owned(),
        (Frequency::HalfYearly, _) => "the half-year".to_owned(),
        (Frequency::Annual, _) => "the year".to_owned(),
    }
}

/// The same as a sentence of the help: ` The three months added up.`
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => format!(" {}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Year;
    use rstest::rstest;

    const Q2: &str = "2026-27Q2";

    #[rstest]
    #[case(Frequency::Monthly, Aggregation::Sum, "the three months added up")]
    #[case(Frequency::Monthly, Aggregation::Last, "the figure of September")]
    #[case(Frequency::Monthly, Aggregation::Mean, "the mean of the three months")]
    #[case(Frequency::Monthly, Aggregation::Max, "the highest of the three months")]
    #[case(Frequency::Monthly, Aggregation::Min, "the lowest of the three months")]
    #[case(Frequency::Monthly, Aggregation::Ratio, "the three months together")]
    #[case(Frequency::Quarterly, Aggregation::Sum, "July to September")]
    #[case(Frequency::Quarterly, Aggregation::Last, "")]
    #[case(Frequency::HalfYearly, Aggregation::Mean, "the half-year")]
    #[case(Frequency::Annual, Aggregation::Ratio, "the year")]
    fn what_is_asked_for(#[case] frequency: Frequency, #[case] aggregation: Aggregation, #[case] said: &str) {
        let indicator = Indicator { frequency, aggregation, ..crate::sample::invoices() };
        assert_eq!(words(&indicator, Q2.parse().unwrap(), 4), said);
    }

    #[rstest]
    #[case(YearKind::Financial, 4, "since 1 April")]
    #[case(YearKind::Financial, 1, "since 1 January")]
    #[case(YearKind::Academic, 4, "since 1 September")]
    #[case(YearKind::Calendar, 4, "since 1 January")]
    fn a_year_to_date_has_its_own_beginning(#[case] kind: YearKind, #[case] start: u32, #[case] said: &str) {
        let year = Year::new(kind, start);
        let indicator = Indicator { cumulative: true, year, ..crate::sample::invoices() };
        assert_eq!(words(&indicator, Q2.parse().unwrap(), start), said);
    }

    #[test]
    fn nothing_to_say_is_no_sentence() {
        assert_eq!(sentence("the half-year"), " The half-year.");
        assert_eq!(sentence(""), "");
    }
}
