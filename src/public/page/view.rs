//! What the templates ask of a measure, and the measures in their groups.

use super::chart::{Chart, chart};
use crate::measure::Polarity;
use crate::public::{PublicEdition, PublicFigure, PublicMeasure, PublicValue, Shorthand};
use std::collections::BTreeSet;

/// A measure on the page.
pub struct MeasureView<'a> {
    /// The measure.
    pub m: &'a PublicMeasure,
    /// Where links to it lead.
    pub anchor: String,
    /// Its chart; `None` where no figure can be shown.
    pub chart: Option<Chart>,
}

/// Measures that stand together.
pub struct Group<'a> {
    /// Where links to it lead.
    pub anchor: String,
    /// A priority, or that they have none.
    pub name: &'a str,
    /// Positions of those that stand here.
    pub here: Vec<usize>,
    /// Positions of those that serve this priority too and stand with another.
    pub elsewhere: Vec<usize>,
}

/// All measures of an edition, in its order.
pub fn measures(edition: &PublicEdition) -> Vec<MeasureView<'_>> {
    let mut taken = BTreeSet::new();
    let view = |m| MeasureView { m, anchor: anchor(&m.id, &mut taken), chart: chart(m) };
    edition.measures.iter().map(view).collect()
}

/// The measures by priority, each once: with the first that it serves. Those that serve none come last.
pub fn groups(edition: &PublicEdition) -> Vec<Group<'_>> {
    let mut placed = BTreeSet::new();
    let mut out = vec![];
    for (n, priority) in edition.priorities.iter().enumerate() {
        let (here, elsewhere) = priority.measures.iter().partition(|measure| placed.insert(**measure));
        out.push(Group { anchor: format!("group-{}", n + 1), name: &priority.name, here, elsewhere });
    }
    let here: Vec<usize> = (0..edition.measures.len()).filter(|n| !placed.contains(n)).collect();
    if !here.is_empty() {
        let name = if out.is_empty() { "All measures" } else { "Other measures" };
        out.push(Group { anchor: "group-other".to_owned(), name, here, elsewhere: vec![] });
    }
    out
}

/// The place of a measure, by its id so that it stays the same from quarter to quarter: letters and digits, and not taken.
fn anchor(id: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let first = format!("measure-{plain}");
    let mut others = (2..).map(|n| format!("{first}-{n}"));
    let mut free = first.clone();
    while !taken.insert(free.clone()) {
        free = others.next().unwrap_or_default();
    }
    free
}

impl MeasureView<'_> {
    /// A figure with its signs: `85.0% [p]`.
    pub fn figure(&self, f: &PublicFigure) -> String {
        let signs = f.signs.iter().map(|sign| format!(" {}", sign.mark()));
        std::iter::once(self.m.shown(f.value)).chain(signs).collect()
    }

    /// A value in the measure's unit, or its sign.
    pub fn value(&self, value: &PublicValue) -> String {
        self.m.shown(*value)
    }

    /// A number in the measure's unit.
    pub fn number(&self, number: &f64) -> String {
        self.m.shown(PublicValue::Number(*number))
    }

    /// Whether any quarter has what is counted above and below the line.
    pub fn has_parts(&self) -> bool {
        self.m.figures.iter().any(|f| f.numerator.is_some() || f.denominator.is_some())
    }

    /// What is counted above or below the line: a number as it was sent, to two decimals.
    pub fn part(&self, part: &Option<PublicValue>) -> String {
        match part {
            Some(PublicValue::Number(number)) => {
                let decimals = if number.fract() == 0.0 { 0 } else { 2 };
                crate::shown::plain(decimals, *number)
            }
            Some(PublicValue::Without(sign)) => sign.mark().to_owned(),
            None => Shorthand::NotAvailable.mark().to_owned(),
        }
    }

    /// Which way is better, in a sentence.
    pub fn better(&self) -> &'static str {
        match self.m.polarity {
            Polarity::Higher => "Higher is better.",
            Polarity::Lower => "Lower is better.",
            Polarity::Plan => "Close to the plan is best.",
            Polarity::None => "Shown for context: neither higher nor lower is better.",
        }
    }

    /// The service and its directorate.
    pub fn service(&self) -> String {
        match self.m.directorate.is_empty() || self.m.directorate == self.m.service {
            true => self.m.service.clone(),
            false => format!("{} ({})", self.m.service, self.m.directorate),
        }
    }

    /// The signs of this quarter's figure.
    pub fn signs_now(&self) -> BTreeSet<Shorthand> {
        signs(self.m.now(), false).collect()
    }

    /// The signs in the table of its quarters that are not this quarter's figure's.
    pub fn signs_in_table(&self) -> BTreeSet<Shorthand> {
        let parts = self.has_parts();
        let all: BTreeSet<Shorthand> = self.m.figures.iter().flat_map(|f| signs(f, parts)).collect();
        let blank = parts && self.m.figures.iter().any(|f| f.numerator.is_none() || f.denominator.is_none());
        let all = all.into_iter().chain(blank.then_some(Shorthand::NotAvailable));
        all.chain(self.foreseen().then_some(Shorthand::Forecast)).filter(|s| !self.signs_now().contains(s)).collect()
    }

    /// The end of the year is foreseen.
    pub fn foreseen(&self) -> bool {
        self.m.year_end.is_some_and(|end| end.foreseen)
    }
}

/// The signs of a figure, and of its parts where they are printed.
fn signs(f: &PublicFigure, parts: bool) -> impl Iterator<Item = Shorthand> {
    let parts = [f.numerator, f.denominator].into_iter().flatten().filter(move |_| parts);
    let without = std::iter::once(f.value).chain(parts).filter_map(|value| match value {
        PublicValue::Without(sign) => Some(sign),
        PublicValue::Number(_) => None,
    });
    without.chain(f.signs.iter().copied())
}
