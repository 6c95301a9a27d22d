//! The codes of which Excel makes something else, by what it makes of them.

use crate::map::Map;
use crate::text::excel::Taken;
use chrono::NaiveDate;

/// A code, what Excel makes of it, and the position of its indicator in the register.
#[derive(Debug, Clone)]
pub struct TakenCode {
    /// As it was given.
    pub code: String,
    taken: Taken,
    /// The position of its indicator.
    pub number: usize,
}

/// Those that become a day, and those that become a number, by its first digits.
#[derive(Debug, Clone, Default)]
pub struct TakenCodes {
    days: Vec<TakenCode>,
    numbers: Map<String, Vec<TakenCode>>,
}

/// What all numbers share that Excel does not tell apart.
fn first_digits(number: f64) -> String {
    format!("{number:.12e}")
}

impl TakenCodes {
    /// Of codes, each with the position of its indicator.
    pub fn new<'c>(codes: impl Iterator<Item = (&'c str, usize)>) -> Self {
        let mut out = Self::default();
        for (code, number) in codes {
            let Some(taken) = Taken::from_code(code) else { continue };
            let key = match &taken {
                Taken::Number(n) => Some(first_digits(*n)),
                Taken::Days(_) => None,
            };
            let code = TakenCode { code: code.to_owned(), taken, number };
            match key {
                Some(key) => out.numbers.entry(key).or_default().push(code),
                None => out.days.push(code),
            }
        }
        out
    }

    /// Those that may have been a cell which holds this number.
    pub fn numbers(&self, held: f64) -> impl Iterator<Item = &TakenCode> {
        let digits = (!self.numbers.is_empty()).then(|| first_digits(held));
        let same = digits.and_then(|digits| self.numbers.get(&digits));
        same.into_iter().flatten().filter(move |c| c.taken.is_number(held))
    }

    /// Those that may have been a cell which holds this day.
    pub fn days(&self, held: NaiveDate) -> impl Iterator<Item = &TakenCode> {
        self.days.iter().filter(move |c| c.taken.is_day(held))
    }

    /// Those that became a day and may have been written as this text since.
    pub fn written(&self, held: &str) -> impl Iterator<Item = &TakenCode> {
        self.days.iter().filter(move |c| c.taken.is_text(held))
    }
}
