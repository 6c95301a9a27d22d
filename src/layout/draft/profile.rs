//! What the cells of a column look like, and how well that suits a field.

use super::vocabulary::{Vocabulary, vocabulary};
use crate::reading::ActionStatus;
use crate::record::{Cell, Content, Field, Kind};
use crate::register::Register;
use crate::text::words::clean;
use std::collections::BTreeMap;

/// Texts of at least so many characters are sentences.
const SENTENCE: f64 = 25.0;
/// Example values that are shown.
const EXAMPLES: usize = 3;
const EXAMPLE_CHARACTERS: usize = 40;

/// Counts of what the cells of a column hold.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    pub filled: usize,
    pub numbers: usize,
    pub percents: usize,
    /// Numbers from 0 to 1 that no format shows as percentages.
    pub fractions: usize,
    pub dates: usize,
    /// Numbers with k or m behind them.
    pub scaled: usize,
    /// Whole numbers from 1 to 6.
    pub grades: usize,
    pub texts: usize,
    characters: usize,
    /// Ids of the register's indicators.
    pub ids: usize,
    services: usize,
    periods: usize,
    units: usize,
    states: usize,
    colours: usize,
    emails: usize,
    formulas: usize,
    /// Numbers that are one more than the one before, and the last of them.
    steps: usize,
    last: Option<f64>,
    /// Texts with how often each stands.
    pub words: BTreeMap<String, usize>,
    pub examples: Vec<String>,
}

impl Profile {
    pub fn of<'c>(cells: impl Iterator<Item = &'c Cell>, register: Option<&Register>) -> Self {
        let mut out = Self::default();
        let v = vocabulary();
        for cell in cells {
            out.filled += 1;
            out.formulas += usize::from(cell.formula);
            let shown = shown(cell);
            if out.examples.len() < EXAMPLES && !shown.is_empty() && !out.examples.contains(&shown) {
                out.examples.push(shown);
            }
            match &cell.content {
                Content::Number(n) => out.number(*n, cell.percent),
                Content::Date(_) => out.dates += 1,
                Content::Text(text) => out.text(clean(text), v, register),
                Content::Bool(_) | Content::Error(_) | Content::FormulaWithoutResult => {}
            }
        }
        out
    }

    fn number(&mut self, n: f64, percent: bool) {
        self.numbers += 1;
        self.steps += usize::from(self.last.unwrap_or(0.0) + 1.0 == n);
        self.last = Some(n);
        self.percents += usize::from(percent);
        self.fractions += usize::from(!percent && (0.0..=1.0).contains(&n) && n.fract() != 0.0);
        self.grades += usize::from(n.fract() == 0.0 && (1.0..=6.0).contains(&n));
    }

    fn text(&mut self, text: &str, v: &Vocabulary, register: Option<&Register>) {
        let digits = text.trim_matches(|c: char| matches!(c, '£' | '-' | '(' | ')' | '%' | ' ')).replace(',', "");
        let scaled = digits.trim_end_matches(['k', 'K', 'm', 'M']);
        if scaled.contains(|c: char| c.is_ascii_digit()) && scaled.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            self.numbers += 1;
            self.scaled += usize::from(scaled.len() < digits.len());
            self.grades += usize::from(matches!(text.as_bytes(), [b'1'..=b'6']));
            return;
        }
        self.texts += 1;
        self.characters += text.chars().count();
        *self.words.entry(text.to_owned()).or_default() += 1;
        self.ids += usize::from(register.is_some_and(|r| r.indicator(text).is_some()));
        self.services += usize::from(register.is_some_and(|r| r.service(text).is_some()));
        self.periods += usize::from(text.parse::<crate::period::Period>().is_ok());
        self.units += usize::from(v.is_unit(text));
        let ours = ActionStatus::ALL.iter().any(|s| s.words().eq_ignore_ascii_case(text));
        self.states += usize::from(ours || v.ours(Field::Status, text).is_some());
        let colour =
            ["red", "amber", "green", "yellow", "blue", "r", "a", "g", "b", "low", "medium", "high", "critical"];
        self.colours += usize::from(colour.contains(&text.to_lowercase().as_str()));
        self.emails += usize::from(text.contains('@'));
    }

    /// The part of the filled cells that `n` is.
    fn share(&self, n: usize) -> f64 {
        if self.filled == 0 { 0.0 } else { n as f64 / self.filled as f64 }
    }

    fn length(&self) -> f64 {
        if self.texts == 0 { 0.0 } else { self.characters as f64 / self.texts as f64 }
    }

    /// The numbers of the lines: each is one more than the one before, from 1, but for where lines are left out.
    pub fn counts(&self) -> bool {
        self.numbers > 2 && self.numbers == self.filled && 10 * self.steps >= 9 * self.numbers
    }

    pub fn mostly_numbers(&self) -> bool {
        self.numbers > 0 && self.numbers * 2 >= self.filled
    }

    pub fn sentences(&self) -> bool {
        self.texts * 2 > self.filled && self.length() >= SENTENCE
    }

    /// Short texts, no two alike, with a digit in each: references.
    fn references(&self) -> bool {
        let distinct = self.words.len() + self.numbers;
        let digits = self.words.keys().filter(|w| w.contains(|c: char| c.is_ascii_digit())).count();
        self.filled > 0 && distinct == self.filled && self.length() <= 16.0 && (digits * 5 >= self.words.len() * 4)
    }

    /// What the content adds to the words of the heading, or takes from them.
    pub fn suits(&self, field: Field) -> f64 {
        use Field::*;
        if self.filled == 0 {
            return 0.0;
        }
        let (numbers, texts) = (self.share(self.numbers), self.share(self.texts));
        let either = |yes: bool, plus: f64, minus: f64| if yes { plus } else { -minus };
        match field {
            Id if self.ids > 0 => 0.3 + 0.4 * self.share(self.ids),
            Id => either(self.references(), 0.2, if self.length() > 30.0 || texts < 0.3 { 0.6 } else { 0.0 }),
            Title if texts >= 0.8 && self.length() < 8.0 => -0.1 - 0.4 * self.share(self.ids),
            Title => either(texts >= 0.8, 0.15, 0.5) - 0.4 * self.share(self.ids),
            Value | Target | Previous | YearAgo | Numerator | Denominator | Forecast | InTime | Upheld => {
                either(numbers >= 0.5, 0.15, if texts >= 0.6 { 0.7 } else { 0.3 })
            }
            Score | PreviousScore => either(numbers >= 0.5, 0.1, 0.5) - either(self.percents > 0, 0.5, 0.0),
            Likelihood | Impact | InherentLikelihood | InherentImpact | TargetLikelihood | TargetImpact => {
                let words = texts >= 0.8 && self.words.len() <= 6 && self.length() < 20.0;
                either(self.share(self.grades) >= 0.8 || words, 0.2, 0.7)
            }
            Progress => either(numbers >= 0.5, 0.25, 0.7),
            Commentary | Barriers | Levers | RemedialAction | Update | Words | Controls => {
                either(self.sentences(), 0.2, if numbers >= 0.5 || self.share(self.dates) > 0.3 { 0.8 } else { 0.1 })
            }
            Due | Reviewed | TargetDate | SignedOff | Received => either(self.share(self.dates) >= 0.5, 0.3, 0.4),
            Status => {
                either(self.share(self.states) >= 0.5, 0.35, if numbers > 0.3 || self.sentences() { 0.7 } else { 0.1 })
            }
            Band => either(self.share(self.colours) >= 0.5, 0.2, 0.4),
            Unit => either(self.share(self.units) >= 0.5, 0.5, 0.4),
            Service => either(self.share(self.services) >= 0.5, 0.4, 0.2),
            Period => either(self.share(self.periods) >= 0.5, 0.4, 0.4),
            Email => either(self.emails > 0, 0.4, 0.5),
            Owner | Lead | Contact => either(texts >= 0.8 && self.length() < 40.0, 0.1, 0.5),
            FeedbackKind | Category | Level | Breakdown => either(texts >= 0.8 && self.length() < 45.0, 0.1, 0.6),
            Provisional => either(texts >= 0.8 && self.words.len() <= 3, 0.1, 0.6),
            Indicator | About => either(self.ids > 0, 0.3, if self.sentences() { 0.4 } else { 0.0 }),
            _ => 0.0,
        }
    }

    /// The field that the content alone tells, whatever the heading says.
    pub fn tells(&self, kind: Kind) -> Option<Field> {
        let most = |n: usize| self.share(n) >= 0.7;
        Some(match kind {
            Kind::Indicators | Kind::Feedback if most(self.services) => Field::Service,
            Kind::Indicators if most(self.ids) => Field::Id,
            Kind::Indicators if most(self.units) => Field::Unit,
            Kind::Actions if most(self.states) => Field::Status,
            Kind::Actions if most(self.ids) => Field::About,
            Kind::Risks if most(self.ids) => Field::Indicator,
            Kind::Indicators if self.sentences() && self.length() >= 40.0 => Field::Commentary,
            Kind::Feedback if self.sentences() => Field::Words,
            _ => return None,
        })
    }
}

/// A cell as an example, cut to a few words.
pub fn shown(cell: &Cell) -> String {
    let text = match &cell.content {
        Content::Number(n) if cell.percent => format!("{}%", (n * 1e6).round() / 1e4),
        Content::Number(n) => format!("{}", (n * 1e6).round() / 1e6),
        content => content.shown().split_whitespace().collect::<Vec<_>>().join(" "),
    };
    match text.char_indices().nth(EXAMPLE_CHARACTERS) {
        None => text,
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
    }
}
