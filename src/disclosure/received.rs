//! The figures as they were received, of this quarter and of those before, and which of them count people.

use crate::analyse::{Analysis, Inputs};
use crate::measure::{Aggregation, Status, Unit};
use crate::period::Period;
use crate::reading::{Marker, Reading, Value};
use crate::register::{Indicator, SmallNumbers};

/// What stands for a measure in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A figure.
    Number,
    /// The service holds it back itself.
    Suppressed,
    /// There is none by its nature: it adds nothing to a total.
    Nought,
    /// It is not known.
    Missing,
}

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
        whole.results().into_iter().for_each(|r| readings[r.indicator] = r.reading);
        Self { inputs, readings }
    }

    pub fn indicator(&self, n: usize) -> &'a Indicator {
        &self.inputs.register.indicators[n]
    }

    /// The measure hides small numbers.
    pub fn hides(&self, n: usize) -> bool {
        self.indicator(n).small_numbers.is_some()
    }

    /// The greatest count that is hidden: of a measure that hides none, what the settings say, since what it was hidden for
    /// is no larger.
    pub fn most_hidden(&self, n: usize) -> f64 {
        match self.indicator(n).small_numbers {
            Some(SmallNumbers::UpTo(most)) => f64::from(most),
            Some(SmallNumbers::AsSettings) | None => f64::from(self.inputs.settings.public.small_numbers),
        }
    }

    /// What stands for a measure in a quarter, for whoever adds up.
    pub fn standing(&self, n: usize, q: Period) -> Standing {
        let nought = |status| matches!(status, Some(Status::NotDue | Status::NotApplicable));
        let (marker, status) = match q == self.inputs.period {
            true => (self.readings[n].map(|r| r.value), None),
            false => (None, self.inputs.past.reported.get(&(n, q)).map(|told| told.status)),
        };
        match (self.value(n, q), marker) {
            (Some(_), _) => Standing::Number,
            (None, Some(Value::Marker(Marker::Suppressed))) => Standing::Suppressed,
            (None, Some(Value::Marker(Marker::NotDue | Marker::NotApplicable))) => Standing::Nought,
            (None, _) if status == Some(Status::Suppressed) => Standing::Suppressed,
            (None, _) if nought(status) || !self.indicator(n).due(q) => Standing::Nought,
            (None, _) => Standing::Missing,
        }
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

    /// The measure is a total or a part, opens or closes a stock, or has to do with a formula.
    pub fn is_tied(&self, n: usize) -> bool {
        let register = self.inputs.register;
        let id = &register.indicators[n].id;
        let tie = |i: &Indicator| [&i.part_of, &i.opening_of].into_iter().flatten().any(|other| other == id);
        let own = &register.indicators[n];
        own.part_of.is_some()
            || own.opening_of.is_some()
            || register.indicators.iter().any(tie)
            || self.inputs.computed.iter().any(|c| c.indicator == n || c.feeders.contains(&n))
    }

    /// The earlier quarters of the same year that have a figure, of a measure whose figures count the year so far and can be
    /// taken apart: whoever subtracts one has what lies between.
    pub fn before_in_year(&self, n: usize, q: Period) -> impl Iterator<Item = Period> {
        let i = self.indicator(n);
        let apart = i.cumulative && matches!(i.aggregation, Aggregation::Sum | Aggregation::Ratio);
        let before = (1..=3).map(move |k| q.plus(-k)).take_while(move |b| i.year.of(*b) == i.year.of(q));
        before.filter(move |b| apart && self.value(n, *b).is_some())
    }
}
