//! What a formula takes of a measure: its value, what that is made of, or its year so far.

use crate::measure::Aggregation;
use crate::past::Past;
use crate::period::Period;
use crate::register::{Indicator, Register};

/// A figure of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigurePart {
    /// The value.
    Value,
    /// What stands above the line.
    Numerator,
    /// What stands below it.
    Denominator,
}

/// A name in a formula, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feeder {
    /// As the formula writes it.
    pub name: String,
    /// Position of the measure in the register.
    pub number: usize,
    /// Which of its figures.
    pub part: FigurePart,
    /// The measure's year up to the quarter, and not the quarter as it was sent.
    pub year: bool,
}

/// What may stand after an id, and what it then means; the shorter first, so that the longest id counts that there is.
const SUFFIXES: [(&str, FigurePart, bool); 5] = [
    (".numerator", FigurePart::Numerator, false),
    (".denominator", FigurePart::Denominator, false),
    (".year", FigurePart::Value, true),
    (".year.numerator", FigurePart::Numerator, true),
    (".year.denominator", FigurePart::Denominator, true),
];

/// The words that may stand after an id in a formula.
pub(crate) fn suffix(part: FigurePart, year: bool) -> &'static str {
    SUFFIXES.iter().find(|(_, p, y)| (*p, *y) == (part, year)).map_or("", |(suffix, ..)| suffix)
}

impl Feeder {
    /// What a name stands for: an id as it is, else an id with a word after it. `None` where there is no such id.
    pub(super) fn named(register: &Register, name: &str) -> Option<Self> {
        let of = |number, part, year| Self { name: name.to_owned(), number, part, year };
        if let Some(number) = register.indicator_number(name) {
            return Some(of(number, FigurePart::Value, false));
        }
        let found = SUFFIXES.iter().find_map(|(suffix, part, year)| {
            Some((register.indicator_number(name.strip_suffix(suffix)?)?, *part, *year))
        });
        found.map(|(number, part, year)| of(number, part, year))
    }

    /// The quarters that it looks at, oldest first.
    pub fn quarters(&self, register: &Register, period: Period) -> Vec<Period> {
        self.quarters_of(&register.indicators[self.number], period)
    }

    fn quarters_of(&self, indicator: &Indicator, period: Period) -> Vec<Period> {
        if !self.year {
            return vec![period];
        }
        let due: Vec<Period> = indicator.year.so_far(period).filter(|p| indicator.due(*p)).collect();
        // Of what is the year to date already, or stands as it was last counted, the newest says it all.
        let newest = indicator.cumulative || indicator.aggregation == Aggregation::Last;
        if newest { due.last().copied().into_iter().collect() } else { due }
    }

    /// What it gives in a quarter, from the figures of the measures by position and quarter. `None` where one is missing.
    pub fn figure(
        &self,
        register: &Register,
        period: Period,
        get: impl Fn(usize, Period, FigurePart) -> Option<f64>,
    ) -> Option<f64> {
        self.figure_of(&register.indicators[self.number], period, |p, part| get(self.number, p, part))
    }

    /// The same for a measure that is given.
    pub fn figure_of(
        &self,
        indicator: &Indicator,
        period: Period,
        get: impl Fn(Period, FigurePart) -> Option<f64>,
    ) -> Option<f64> {
        if !self.year {
            return get(period, self.part);
        }
        let quarters = self.quarters_of(indicator, period);
        let over = |part| over(&quarters, |p| get(p, part), |a, b| a + b);
        match self.part {
            FigurePart::Value if quarters.len() > 1 => of_year(indicator, &quarters, get),
            FigurePart::Value => get(*quarters.first()?, FigurePart::Value),
            part => over(part),
        }
    }
}

fn over(quarters: &[Period], get: impl Fn(Period) -> Option<f64>, fold: fn(f64, f64) -> f64) -> Option<f64> {
    let mut values = quarters.iter().map(|p| get(*p));
    let first = values.next()??;
    values.try_fold(first, |all, value| value.map(|value| fold(all, value)))
}

/// A value of several quarters: by the measure's aggregation, as its year to date is.
fn of_year(indicator: &Indicator, quarters: &[Period], get: impl Fn(Period, FigurePart) -> Option<f64>) -> Option<f64> {
    let over = |part, fold| over(quarters, |p| get(p, part), fold);
    let sum = |part| over(part, |a, b| a + b);
    match indicator.aggregation {
        Aggregation::Sum => sum(FigurePart::Value),
        Aggregation::Max => over(FigurePart::Value, f64::max),
        Aggregation::Min => over(FigurePart::Value, f64::min),
        Aggregation::Mean => sum(FigurePart::Value).map(|all| all / quarters.len() as f64),
        Aggregation::Last => get(*quarters.last()?, FigurePart::Value),
        Aggregation::Ratio => indicator.quotient(sum(FigurePart::Numerator)?, sum(FigurePart::Denominator)?),
    }
}

/// A figure of the past.
pub(super) fn before(past: &Past, n: usize, p: Period, part: FigurePart) -> Option<f64> {
    let grid = match part {
        FigurePart::Value => &past.values,
        FigurePart::Numerator => &past.numerators,
        FigurePart::Denominator => &past.denominators,
    };
    grid.get(n, p)
}
