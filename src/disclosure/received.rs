//! The figures as they were received, of this quarter and of those before, and which of them count people.

use crate::analyse::{Analysis, Inputs};
use crate::measure::{Aggregation, Unit};
use crate::period::Period;
use crate::reading::Reading;
use crate::register::{Indicator, SmallNumbers};

/// What is looked at to decide what is hidden.
pub struct Received<'r, 'a> {
    /// Of the whole council.
    pub inputs: &'r Inputs<'a>,
    /// This quarter's readings by position in the register.
    readings: Vec<Option<&'a Reading>>,
}

impl<'r, 'a> Received<'r, 'a> {
    /// `whole` is the council's analysis from `inputs`.
    pub fn new(inputs: &'r Inputs<'a>, whole: &Analysis<'a>) -> Self {
        let mut readings = vec![None; inputs.register.indicators.len()];
        whole.indicators.iter().for_each(|r| readings[r.indicator] = r.reading);
        Self { inputs, readings }
    }

    pub fn indicator(&self, n: usize) -> &'a Indicator {
        &self.inputs.register.indicators[n]
    }

    /// The greatest count of the measure that is hidden; `None` where it hides none.
    pub fn most_hidden(&self, n: usize) -> Option<f64> {
        self.indicator(n).small_numbers.map(|small| match small {
            SmallNumbers::AsSettings => f64::from(self.inputs.settings.public.small_numbers),
            SmallNumbers::UpTo(most) => f64::from(most),
        })
    }

    /// The quarters that are known, oldest first.
    pub fn quarters(&self) -> impl Iterator<Item = Period> + use<> {
        let (first, last) = (self.inputs.past.values.first(), self.inputs.period);
        (0..=last.index() - first.index()).map(move |n| first.plus(n))
    }

    pub fn value(&self, n: usize, q: Period) -> Option<f64> {
        match q == self.inputs.period {
            true => self.readings[n].and_then(|r| r.value.number()),
            false => self.inputs.past.values.get(n, q),
        }
    }

    /// Numerator and denominator of a figure that is there.
    pub fn parts(&self, n: usize, q: Period) -> Option<(f64, f64)> {
        self.value(n, q)?;
        match q == self.inputs.period {
            true => self.readings[n].and_then(|r| r.numerator.zip(r.denominator)),
            false => {
                let past = &self.inputs.past;
                past.numerators.get(n, q).zip(past.denominators.get(n, q))
            }
        }
    }

    /// The measure is made of counts that are not its value: a percentage, a rate.
    pub fn is_made_of_parts(&self, n: usize) -> bool {
        let i = self.indicator(n);
        i.is_ratio() || matches!(i.unit, Unit::Percent | Unit::Rate | Unit::Ratio)
    }

    /// The quarter before in the same year, of a measure whose figures count the year so far and can be taken apart.
    pub fn before_in_year(&self, n: usize, q: Period) -> Option<Period> {
        let i = self.indicator(n);
        let apart = i.cumulative && matches!(i.aggregation, Aggregation::Sum | Aggregation::Ratio);
        let before = (1..=3).map(|k| q.plus(-k)).take_while(|b| i.year.of(*b) == i.year.of(q)).find(|b| i.due(*b));
        before.filter(|_| apart)
    }
}
