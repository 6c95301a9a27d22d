//! A figure of a report, as it is shown and as it is compared with what people write.

use super::spoken::Spoken;
use crate::elementary::power;
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::money::Pence;
use crate::shown::{plain, shown, shown_difference};
use crate::status::round_half_away;
use crate::text::figures::{FigureUnit, WrittenFigure, figures};

/// A figure, and what it is a figure of.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownFigure<'a> {
    /// Id of the measure, risk, action or line; the name of the council, a priority, a service; empty of the whole.
    pub owner: &'a str,
    /// What of it: `value`, `measures off target`.
    pub what: &'static str,
    /// The earlier quarter that it is of; `None` of what is said of this one.
    pub when: Option<Period>,
    /// It is the council's, and needs no name.
    pub council: bool,
    /// Only somebody's words have it.
    pub written: bool,
    amount: Amount,
}

/// A number with how it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    value: f64,
    unit: Unit,
    decimals: u8,
    /// What the number is counted in: 1,000 of £ thousands.
    scale: f64,
    counts: FigureUnit,
    /// A change or a distance: people write it without its sign.
    difference: bool,
    /// So many of something: it has no decimals.
    count: bool,
}

/// A figure rounds to what is not further from it than this part of it.
const ROUNDED: f64 = 0.05;
/// The same of a figure whose noughts at its end stand for digits: `4,200` of 4,213, but `350` is not 353.
const ROUNDED_TO_NOUGHTS: f64 = 0.005;

/// How a written figure agrees with a known one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agrees {
    /// It is the figure as it is shown.
    Shown,
    /// The figure rounds to it, or it has more decimals than are shown.
    Rounded,
}

impl Amount {
    /// A value of a measure.
    pub fn of(unit: Unit, decimals: u8, value: f64) -> Self {
        let (scale, counts) = match unit {
            Unit::Percent => (1.0, FigureUnit::Percent),
            Unit::Pounds => (1.0, FigureUnit::Pounds),
            Unit::PoundsThousands => (1e3, FigureUnit::Pounds),
            Unit::PoundsMillions => (1e6, FigureUnit::Pounds),
            _ => (1.0, FigureUnit::Plain),
        };
        Self { value: value * scale, unit, decimals, scale, counts, difference: false, count: false }
    }

    /// The difference of two values of a measure.
    pub fn difference(unit: Unit, decimals: u8, value: f64) -> Self {
        let of = Self::of(unit, decimals, value);
        let counts = if unit == Unit::Percent { FigureUnit::Points } else { of.counts };
        Self { counts, difference: true, ..of }
    }

    /// How many.
    pub fn count(n: impl Into<f64>) -> Self {
        Self { count: true, ..Self::of(Unit::Number, 0, n.into()) }
    }

    /// A share of 1, in percent.
    pub fn share(share: f64) -> Self {
        Self::of(Unit::Percent, 0, share * 100.0)
    }

    /// A percentage that something changed by, or is away by.
    pub fn percent(percent: f64) -> Self {
        Self { difference: true, ..Self::of(Unit::Percent, 1, percent) }
    }

    /// The difference of two shares of 1.
    pub fn share_difference(difference: f64) -> Self {
        Self::difference(Unit::Percent, 0, difference * 100.0)
    }

    /// As somebody wrote it.
    fn written(figure: &WrittenFigure<'_>) -> Self {
        let decimals = u8::try_from(figure.decimals).unwrap_or_default();
        let unit = match figure.unit {
            FigureUnit::Plain => Unit::Number,
            FigureUnit::Percent | FigureUnit::Points => Unit::Percent,
            FigureUnit::Pounds => Unit::Pounds,
        };
        let difference = figure.unit == FigureUnit::Points;
        Self { scale: figure.scale, difference, counts: figure.unit, ..Self::of(unit, decimals, figure.value()) }
    }

    pub fn money(amount: Pence) -> Self {
        Self::of(Unit::Pounds, 0, amount.pounds())
    }

    /// A variance or a movement.
    pub fn money_difference(amount: Pence) -> Self {
        Self { difference: true, ..Self::money(amount) }
    }
}

impl KnownFigure<'_> {
    /// As reports show it.
    pub fn shown(&self) -> String {
        let Amount { value, unit, decimals, scale, counts, difference, .. } = self.amount;
        match (counts, difference) {
            (FigureUnit::Points, _) => shown_difference(unit, decimals, value),
            (FigureUnit::Plain, _) => plain(decimals, value),
            _ => shown(unit, decimals, value / scale),
        }
    }

    /// A change or a distance.
    pub(super) fn is_difference(&self) -> bool {
        self.amount.difference
    }

    /// Whether it can be what the words beside a figure speak of: in days, of so many risks. What they do not narrow can be
    /// anything.
    pub(super) fn is_spoken_of(&self, spoken: &Spoken) -> bool {
        let things =
            Spoken::is_of_things(self.what) && (self.amount.count || self.amount.counts == FigureUnit::Percent);
        let in_time = spoken.time.is_none_or(|unit| unit == self.amount.unit);
        in_time && (!(things && spoken.counts()) || spoken.fits(self.what))
    }

    /// It is the count that the words beside a figure speak of.
    pub(super) fn is_the_count(&self, spoken: &Spoken) -> bool {
        self.amount.count && spoken.counts() && spoken.fits(self.what)
    }

    /// `WAS01: value of Q1 2026-27`.
    pub fn label(&self) -> String {
        let when = self.when.map_or_else(String::new, |p| format!(" of {}", p.heading()));
        match self.owner {
            "" => format!("{}{when}", self.what),
            owner => format!("{owner}: {}{when}", self.what),
        }
    }

    /// Whether what somebody wrote is this figure.
    pub fn agrees(&self, written: &WrittenFigure<'_>) -> Option<Agrees> {
        let own = &self.amount;
        let same_kind = match written.unit {
            FigureUnit::Plain => true,
            FigureUnit::Percent => matches!(own.counts, FigureUnit::Percent | FigureUnit::Points),
            FigureUnit::Points => own.counts == FigureUnit::Points || own.difference && own.counts == FigureUnit::Plain,
            FigureUnit::Pounds => own.counts == FigureUnit::Pounds,
        };
        if !same_kind || own.count && written.decimals > 0 {
            return None;
        }
        let (value, number) = match own.difference {
            true => (own.value.abs(), written.number.abs()),
            false => (own.value, written.number),
        };
        let shown = round_half_away(value / own.scale, own.decimals) * own.scale;
        if same(shown, number * written.scale) {
            return Some(Agrees::Shown);
        }
        let round = |value: f64| rounded(value / written.scale, written.decimals);
        let near = [value, shown].into_iter().any(|value| same(round(value), number));
        // What is rounded further than that could be anything.
        let part = if written.decimals < 0 { ROUNDED_TO_NOUGHTS } else { ROUNDED };
        let close = (value - number * written.scale).abs() <= part * value.abs();
        (near && close).then_some(Agrees::Rounded)
    }
}

/// Rounded to so many decimals, below nought to tens and hundreds.
fn rounded(value: f64, decimals: i8) -> f64 {
    match u8::try_from(decimals) {
        Ok(decimals) => round_half_away(value, decimals),
        Err(_) => {
            let step = power(10.0, -i32::from(decimals));
            round_half_away(value / step, 0) * step
        }
    }
}

/// The same number, but for the dust of binary fractions.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

/// Figures while they are collected.
#[derive(Default)]
pub(super) struct FigureList<'s> {
    pub figures: Vec<KnownFigure<'s>>,
    /// The owner of what is added, and whether that is the council.
    owner: &'s str,
    council: bool,
}

impl<'s> FigureList<'s> {
    /// What is added from now on is of this owner.
    pub fn of(&mut self, owner: &'s str) -> &mut Self {
        (self.owner, self.council) = (owner, false);
        self
    }

    /// What is added from now on is the council's.
    pub fn of_council(&mut self, owner: &'s str) -> &mut Self {
        (self.owner, self.council) = (owner, true);
        self
    }

    pub fn add(&mut self, what: &'static str, amount: Amount) -> &mut Self {
        self.put(what, None, amount)
    }

    pub fn some(&mut self, what: &'static str, amount: Option<Amount>) -> &mut Self {
        match amount {
            Some(amount) => self.add(what, amount),
            None => self,
        }
    }

    pub fn count(&mut self, what: &'static str, n: impl Into<f64>) -> &mut Self {
        self.add(what, Amount::count(n))
    }

    pub fn counted(&mut self, what: &'static str, n: usize) -> &mut Self {
        self.count(what, n as f64)
    }

    /// Of an earlier quarter.
    pub fn then(&mut self, what: &'static str, when: Period, amount: Amount) -> &mut Self {
        self.put(what, Some(when), amount)
    }

    /// What is said of it in words, but for figures of an earlier time: by the report itself, or only by somebody.
    pub fn words(&mut self, what: &'static str, words: &str, by_report: bool) {
        let owner = self.owner;
        let said = figures(words).into_iter().filter(|figure| figure.earlier.is_none());
        self.figures.extend(said.map(|figure| {
            let amount = Amount::written(&figure);
            KnownFigure { owner, what, when: None, council: false, written: !by_report, amount }
        }));
    }

    fn put(&mut self, what: &'static str, when: Option<Period>, amount: Amount) -> &mut Self {
        if amount.value.is_finite() {
            let (owner, council) = (self.owner, self.council);
            self.figures.push(KnownFigure { owner, what, when, council, written: false, amount });
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Agrees::{Rounded, Shown};
    use rstest::rstest;

    fn known(amount: Amount) -> KnownFigure<'static> {
        KnownFigure { owner: "WAS01", what: "value", when: None, council: false, written: false, amount }
    }

    #[rstest]
    #[case(Amount::of(Unit::Percent, 1, 69.6), "69.6%", Some(Shown))]
    #[case(Amount::of(Unit::Percent, 1, 69.6), "69.6", Some(Shown))]
    #[case(Amount::of(Unit::Percent, 1, 69.6), "70%", Some(Rounded))]
    #[case(Amount::of(Unit::Percent, 1, 69.6), "69.5%", None)]
    #[case(Amount::of(Unit::Percent, 1, 69.6), "70 percentage points", None)]
    #[case(Amount::of(Unit::Percent, 1, 69.6), "£70", None)]
    #[case(Amount::of(Unit::Percent, 1, 62.0), "62%", Some(Shown))]
    #[case(Amount::of(Unit::Percent, 0, 69.5652), "69.57%", Some(Rounded))]
    #[case(Amount::of(Unit::Number, 0, 4213.0), "4,200", Some(Rounded))]
    #[case(Amount::of(Unit::Number, 0, 4213.0), "4,213", Some(Shown))]
    #[case(Amount::of(Unit::Number, 0, 1.4), "1", Some(Shown))]
    #[case(Amount::of(Unit::Number, 1, 1.4), "1", None)]
    #[case(Amount::of(Unit::Number, 0, -3.0), "-3", Some(Shown))]
    #[case(Amount::of(Unit::Number, 0, -3.0), "3", None)]
    #[case(Amount::difference(Unit::Percent, 1, -3.25), "3.3 percentage points", Some(Shown))]
    #[case(Amount::difference(Unit::Percent, 1, -3.25), "3.3%", Some(Shown))]
    #[case(Amount::of(Unit::PoundsMillions, 1, 1.25), "£1.3m", Some(Shown))]
    #[case(Amount::of(Unit::PoundsThousands, 0, 450.0), "£450,000", Some(Shown))]
    #[case(Amount::money(Pence::new(123_456_700)), "£1.2m", Some(Rounded))]
    #[case(Amount::money(Pence::new(123_456_700)), "£1,234,567", Some(Shown))]
    #[case(Amount::money(Pence::new(123_456_700)), "£1,234,568", None)]
    #[case(Amount::money_difference(Pence::new(-30_000_000)), "£300,000", Some(Shown))]
    #[case(Amount::share(0.549), "55%", Some(Shown))]
    fn what_people_write(#[case] amount: Amount, #[case] written: &str, #[case] expected: Option<Agrees>) {
        let found = figures(written);
        assert_eq!(known(amount).agrees(&found[0]), expected);
    }

    #[rstest]
    #[case(Amount::of(Unit::Percent, 1, 69.55), "69.6%")]
    #[case(Amount::of(Unit::Days, 0, 12.0), "12")]
    #[case(Amount::of(Unit::PoundsThousands, 0, 450.0), "£450k")]
    #[case(Amount::difference(Unit::Percent, 1, 2.0), "2.0 percentage points")]
    #[case(Amount::difference(Unit::Pounds, 0, -12.0), "−£12")]
    #[case(Amount::share(0.5), "50%")]
    fn as_it_is_shown(#[case] amount: Amount, #[case] shown: &str) {
        assert_eq!(known(amount).shown(), shown);
    }

    proptest::proptest! {
        /// What is shown is found; with another last digit it is not.
        #[test]
        fn what_is_shown_is_found(value in -1e7..1e7f64, decimals in 0u8..4, unit in 0usize..3) {
            let unit = [Unit::Percent, Unit::Number, Unit::Pounds][unit];
            let known = known(Amount::of(unit, decimals, value));
            let text = known.shown();
            let year = figures(&text).is_empty();
            proptest::prop_assume!(!year);
            proptest::prop_assert_eq!(known.agrees(&figures(&text)[0]), Some(Shown), "{}", text);
            let at = text.rfind(|c: char| c.is_ascii_digit()).unwrap();
            let digit = text.as_bytes()[at] - b'0';
            let other = format!("{}{}{}", &text[..at], (digit + 1) % 10, &text[at + 1..]);
            let found = figures(&other);
            proptest::prop_assume!(!found.is_empty());
            proptest::prop_assert_ne!(known.agrees(&found[0]), Some(Shown), "{}", other);
        }
    }
}
