//! What a cell shows against what it holds: every door that reads numbers asks here, so that all of them read one number
//! or ask the same question.

use crate::catalogue::{self, Check};
use crate::measure::Unit;
use crate::record::{Cell, HowShown, ShownNumber, UnitWord};
use crate::text::number::tidy;
use crate::text::words::plain;

/// The number of a cell, and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sight {
    /// `None` where only somebody else can say what it is.
    pub value: Option<f64>,
    /// The check, what was expected and what was got.
    pub said: Option<(&'static Check, String, String)>,
}

/// Reads a number that a cell holds, in the unit of what it measures. `counts_in` is what a number of the column stands
/// for where that is not the unit: 1,000 in a column of thousands of pounds.
pub(crate) fn sight(cell: &Cell, held: f64, unit: Unit, counts_in: Option<f64>) -> Sight {
    let Some(ShownNumber { text, how }) = cell.shown_number() else { return Sight { value: Some(held), said: None } };
    let look = Look { text, held, unit, counts_in: counts_in.unwrap_or_else(|| unit.counts_in()) };
    match *how {
        HowShown::Nothing => Sight {
            value: Some(held),
            said: Some((&catalogue::C012, "a value in plain sight".to_owned(), look.hidden())),
        },
        HowShown::Scaled { divided, labelled } => look.scaled(divided, labelled),
        HowShown::Duration { hours, minutes } => look.duration(hours, minutes),
        HowShown::TimeOfDay => look.ask(&catalogue::C002, &format!("{} without a time format", unit.amount())),
        HowShown::Words | HowShown::OtherSign => look.ask(&catalogue::C055, "a number that the cell shows as it is"),
        HowShown::Currency if unit.is_money() => look.keep(&catalogue::C059, "pounds"),
        HowShown::Currency => look.plainly(),
        HowShown::Counts(word) => look.counts(word),
    }
}

/// A number while it is looked at.
struct Look<'a> {
    text: &'a str,
    held: f64,
    unit: Unit,
    counts_in: f64,
}

impl Look<'_> {
    fn plainly(&self) -> Sight {
        Sight { value: Some(self.held), said: None }
    }

    fn both(&self) -> String {
        format!("shows “{}”, holds {}", self.text, plain(self.held))
    }

    fn hidden(&self) -> String {
        format!("a number format that shows nothing; the cell holds {}", plain(self.held))
    }

    fn ask(&self, check: &'static Check, expected: &str) -> Sight {
        Sight { value: None, said: Some((check, expected.to_owned(), self.both())) }
    }

    fn keep(&self, check: &'static Check, expected: &str) -> Sight {
        let got = format!("{}, read as {}", self.both(), plain(self.held));
        Sight { value: Some(self.held), said: Some((check, expected.to_owned(), got)) }
    }

    /// The number that is shown is the one that is meant.
    fn read(&self, value: f64) -> Sight {
        let expected = format!("{} typed as a number", plain(value));
        Sight { value: Some(value), said: Some((&catalogue::C058, expected, self.both())) }
    }

    fn scaled(&self, divided: f64, labelled: f64) -> Sight {
        // An m behind a number of minutes is a minute.
        let minutes = divided == 1.0 && self.text.ends_with('m') && self.unit == Unit::Minutes;
        let counted = if labelled == 1.0 { divided } else { labelled };
        let shown = tidy(self.held / divided);
        if minutes || (divided == 1.0 && labelled == self.counts_in) {
            self.plainly()
        } else if counted == self.counts_in {
            self.read(shown)
        } else if divided == labelled && self.counts_in == 1.0 {
            self.keep(&catalogue::C056, &format!("{} shown in full", plain(self.held)))
        } else {
            let other = if labelled == 1.0 { shown } else { tidy(shown * labelled / self.counts_in) };
            let other = if other == self.held { shown } else { other };
            self.ask(&catalogue::C055, &format!("{} or {}, and a cell that shows it", plain(other), plain(self.held)))
        }
    }

    /// The number as it is held, beside a word that has to agree with its measure.
    fn counts(&self, word: UnitWord) -> Sight {
        let in_time = matches!(self.unit, Unit::Days | Unit::Hours | Unit::Minutes | Unit::Weeks);
        match word {
            _ if self.held == 0.0 => self.plainly(),
            UnitWord::Percent if self.unit != Unit::Percent => {
                self.keep(&catalogue::C005, "a number that is not a percentage")
            }
            UnitWord::Time(unit) if in_time && unit != Some(self.unit) => {
                self.ask(&catalogue::C002, &format!("{} without another unit beside it", self.unit.amount()))
            }
            _ => self.plainly(),
        }
    }

    /// A length of time, which the cell holds in days: read where the unit is one of those that are shown, and not where
    /// 03:25 could be taken for hours and minutes by one and for minutes and seconds by another.
    fn duration(&self, hours: bool, minutes: bool) -> Sight {
        let seconds = (self.held * 86_400_000.0).round() / 1000.0;
        match self.unit {
            _ if self.held == 0.0 => self.plainly(),
            Unit::Hours if hours => self.read(tidy(seconds / 3600.0)),
            Unit::Minutes if minutes => self.read(tidy(seconds / 60.0)),
            unit => self.ask(&catalogue::C002, &format!("{} without a time format", unit.amount())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::CellRef;
    use crate::record::{Appearance, Content};
    use rstest::rstest;

    const COMMA: HowShown = HowShown::Scaled { divided: 1e3, labelled: 1.0 };
    const COMMA_K: HowShown = HowShown::Scaled { divided: 1e3, labelled: 1e3 };
    const K: HowShown = HowShown::Scaled { divided: 1.0, labelled: 1e3 };
    const M: HowShown = HowShown::Scaled { divided: 1.0, labelled: 1e6 };
    const PERCENT: HowShown = HowShown::Counts(UnitWord::Percent);
    const IN_HOURS: HowShown = HowShown::Counts(UnitWord::Time(Some(Unit::Hours)));
    const HOURS: HowShown = HowShown::Duration { hours: true, minutes: true };
    const MINUTES: HowShown = HowShown::Duration { hours: false, minutes: true };

    #[rstest]
    #[case(1.5, "36:00", HOURS, Unit::Hours, Some(36.0), "C058")]
    #[case(0.5, "12:00", HOURS, Unit::Minutes, Some(720.0), "C058")]
    #[case(205.0 / 86400.0, "03:25", MINUTES, Unit::Minutes, Some(205.0 / 60.0), "C058")]
    #[case(205.0 / 86400.0, "03:25", MINUTES, Unit::Hours, None, "C002")]
    #[case(205.0 / 86400.0, "03:25", MINUTES, Unit::Days, None, "C002")]
    #[case(1.5, "36:00", HOURS, Unit::Days, None, "C002")]
    #[case(1.5, "36:00", HOURS, Unit::Number, None, "C002")]
    #[case(0.0, "0:00", HOURS, Unit::Days, Some(0.0), "")]
    #[case(1.5, "12:00", HowShown::TimeOfDay, Unit::Hours, None, "C002")]
    #[case(1_234_500.0, "1,234.5", COMMA, Unit::Number, None, "C055")]
    #[case(1_234_500.0, "1,234.5", COMMA, Unit::Pounds, None, "C055")]
    #[case(1_234_500.0, "1,234.5", COMMA, Unit::PoundsThousands, Some(1234.5), "C058")]
    #[case(1_234_500.0, "1,234.5", COMMA, Unit::PoundsMillions, None, "C055")]
    #[case(1_234_500.0, "1,234.5k", COMMA_K, Unit::Pounds, Some(1_234_500.0), "C056")]
    #[case(1_234_500.0, "1,234.5k", COMMA_K, Unit::PoundsThousands, Some(1234.5), "C058")]
    #[case(126.4, "126.4k", K, Unit::PoundsThousands, Some(126.4), "")]
    #[case(126.4, "126.4k", K, Unit::Number, None, "C055")]
    #[case(2.6, "£2.6m", M, Unit::PoundsThousands, None, "C055")]
    #[case(2.6, "£2.6m", M, Unit::PoundsMillions, Some(2.6), "")]
    #[case(2.6, "2.6m", M, Unit::Number, None, "C055")]
    #[case(2.6, "2.6 m", M, Unit::Minutes, Some(2.6), "")]
    #[case(2.6, "2.6m", M, Unit::Percent, None, "C055")]
    #[case(5.7, "5.7 %", PERCENT, Unit::Percent, Some(5.7), "")]
    #[case(5.7, "5.7 %", PERCENT, Unit::Number, Some(5.7), "C005")]
    #[case(0.0, "0%", PERCENT, Unit::Number, Some(0.0), "")]
    #[case(1.5, "1.5 hours", IN_HOURS, Unit::Hours, Some(1.5), "")]
    #[case(1.5, "1.5 hours", IN_HOURS, Unit::Days, None, "C002")]
    #[case(1.5, "1.5 hours", IN_HOURS, Unit::Number, Some(1.5), "")]
    #[case(1.5, "1.5 months", HowShown::Counts(UnitWord::Time(None)), Unit::Days, None, "C002")]
    #[case(3.25, "€3.25", HowShown::Currency, Unit::Pounds, Some(3.25), "C059")]
    #[case(3.25, "€3.25", HowShown::Currency, Unit::Number, Some(3.25), "")]
    #[case(3.0, "<5", HowShown::Words, Unit::Number, None, "C055")]
    #[case(-12.0, "12", HowShown::OtherSign, Unit::Number, None, "C055")]
    #[case(99.0, "", HowShown::Nothing, Unit::Days, Some(99.0), "C012")]
    fn what_is_seen(
        #[case] held: f64,
        #[case] text: &str,
        #[case] how: HowShown,
        #[case] unit: Unit,
        #[case] value: Option<f64>,
        #[case] code: &str,
    ) {
        let shown = Some(ShownNumber { text: text.into(), how });
        let mut cell = Cell::new(CellRef::new(0, 0), Content::Number(held));
        cell.appearance = Some(Box::new(Appearance { shown, ..Appearance::default() }));
        let found = sight(&cell, held, unit, None);
        assert_eq!((found.value, found.said.map_or("", |(check, ..)| check.code)), (value, code));
    }

    #[test]
    fn a_column_of_thousands_shows_thousands() {
        let shown = Some(ShownNumber { text: "1,234.5".into(), how: COMMA });
        let mut cell = Cell::new(CellRef::new(0, 0), Content::Number(1_234_500.0));
        cell.appearance = Some(Box::new(Appearance { shown, ..Appearance::default() }));
        assert_eq!(sight(&cell, 1_234_500.0, Unit::Pounds, Some(1e3)).value, Some(1234.5));
    }
}
