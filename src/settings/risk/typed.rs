//! Ratings as people write them: a step of an axis, or a pair in one cell.

use super::matrix::RiskMatrix;
use crate::fit::fit;
use crate::reading::Rating;
use crate::text::words::meaning;

/// One side of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// How likely it is.
    Likelihood,
    /// What it would do.
    Impact,
}

impl Axis {
    /// As a person reads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Likelihood => "likelihood",
            Self::Impact => "impact",
        }
    }
}

impl RiskMatrix {
    /// Words and codes of an axis, lowest first.
    pub fn axis(&self, axis: Axis) -> (&[String], &[String]) {
        match axis {
            Axis::Likelihood => (&self.likelihood, &self.likelihood_codes),
            Axis::Impact => (&self.impact, &self.impact_codes),
        }
    }

    /// The codes of an axis are the numbers of its steps.
    pub fn numbered_axis(&self, axis: Axis) -> bool {
        self.axis(axis).1.iter().zip(1..).all(|(code, n)| *code == n.to_string())
    }

    /// A step with its code and its word, the code first (`4 Likely`) or last; once where they are the same.
    pub fn label(&self, axis: Axis, step: u8, code_first: bool) -> String {
        let (words, codes) = self.axis(axis);
        let at = usize::from(step).checked_sub(1);
        match at.and_then(|k| words.get(k).zip(codes.get(k))) {
            None => step.to_string(),
            Some((word, code)) if word == code => word.clone(),
            Some((word, code)) if code_first => format!("{code} {word}"),
            Some((word, code)) => format!("{word} {code}"),
        }
    }

    /// `B2`, `H/M`, `4 × 5`: as people write the cell.
    pub fn code(&self, rating: Rating) -> String {
        let of = |codes: &[String], n: u8| {
            let own = usize::from(n).checked_sub(1).and_then(|k| codes.get(k));
            own.cloned().unwrap_or_else(|| n.to_string())
        };
        let (l, i) = (of(&self.likelihood_codes, rating.likelihood), of(&self.impact_codes, rating.impact));
        let numbers = |axis| self.numbered_axis(axis);
        match (numbers(Axis::Likelihood), numbers(Axis::Impact)) {
            (true, true) => format!("{l} × {i}"),
            (false, false) => format!("{l}/{i}"),
            _ => format!("{l}{i}"),
        }
    }

    /// A rating in one word: its score, or its code where the matrix has no scores.
    pub fn shown(&self, rating: Rating) -> String {
        match self.score(rating).filter(|_| self.products) {
            Some(score) => score.to_string(),
            None => self.code(rating),
        }
    }

    /// A step by its number: only where the axis is numbered.
    pub fn step_of_number(&self, axis: Axis, number: f64) -> Option<u8> {
        let steps = self.axis(axis).0.len();
        let whole = number.fract() == 0.0 && number >= 1.0 && number <= steps as f64;
        (whole && self.numbered_axis(axis)).then_some(fit::<u8>(number))
    }

    /// A step by its word, its code, or both: `Likely`, `4`, `4 - Likely`, `D Likely`.
    pub fn step(&self, axis: Axis, typed: &str) -> Option<u8> {
        let typed = meaning(typed);
        if typed.is_empty() {
            return None;
        }
        let (words, codes) = self.axis(axis);
        let is = |(word, code): (&String, &String)| {
            let (word, code) = (meaning(word), meaning(code));
            typed == word || typed == code || typed.strip_prefix(&code).is_some_and(|rest| rest == word)
        };
        words.iter().zip(codes).position(is).and_then(|at| u8::try_from(at + 1).ok())
    }

    /// A whole rating in one cell: `B2`, `H/M`, `4 x 5`, `likely, significant`. Likelihood stands first where the two
    /// could be exchanged; `known` turns a part into the council's own word before it is looked up.
    pub fn pair(&self, typed: &str, known: impl Fn(Axis, &str) -> String) -> Option<Rating> {
        let typed = typed.trim();
        if typed.parse::<f64>().is_ok() {
            return None;
        }
        let step = |axis, part: &str| self.step(axis, &known(axis, part.trim()));
        let in_order = |(a, b): (&str, &str)| Some((step(Axis::Likelihood, a)?, step(Axis::Impact, b)?));
        let exchanged = |(a, b): (&str, &str)| Some((step(Axis::Likelihood, b)?, step(Axis::Impact, a)?));
        let found = parts(typed).find_map(in_order).or_else(|| parts(typed).find_map(exchanged));
        found.map(|(likelihood, impact)| Rating { likelihood, impact })
    }
}

/// Every way to part a text in two: around a mark, a blank or a word between the two, or between two single letters.
fn parts(typed: &str) -> impl Iterator<Item = (&str, &str)> {
    let around = typed.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, c)| {
        let (left, right) = (&typed[..at], &typed[at + c.len_utf8()..]);
        let right = right.trim_start();
        let after = |word: &str| {
            let rest = right.get(word.len()..)?;
            right.get(..word.len())?.eq_ignore_ascii_case(word).then_some(rest).filter(|r| r.starts_with(' '))
        };
        (left, ["x", "and", "by", "×", "/", "-"].into_iter().find_map(after).unwrap_or(right))
    });
    let between = typed.char_indices().skip(1).filter_map(|(at, c)| {
        let before = typed[..at].chars().next_back()?;
        let short = typed.chars().count() == 2 && before.is_alphabetic() && c.is_alphabetic();
        let apart = before.is_alphabetic() != c.is_alphabetic();
        (before.is_alphanumeric() && c.is_alphanumeric() && (short || apart)).then(|| typed.split_at(at))
    });
    let times = typed.split_once(['x', 'X', '×']);
    around.chain(between).chain(times)
}
