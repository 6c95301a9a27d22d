//! The one page: everything off target, with what, since when, who acts, until when, whether it will recover, and the words.

use super::context::{actions_about, subtitle};
use super::format;
use super::places::EXCEPTIONS;
use super::provenance::Provenance;
use crate::analyse::shown::shown;
use crate::analyse::{Acting, Analysis};

/// The one page as a value: the sheet that prints on one A4 and the committee's document are both made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct OnePage {
    /// `Off target: Q2 2026-27`.
    pub title: String,
    /// The council, the quarter, its months, and whether the figures are final.
    pub subtitle: String,
    /// What stands above the rows: the things to know, as Headlines tells them.
    pub summary: Vec<String>,
    /// Everything off target, what is worst first.
    pub rows: Vec<OnePageRow>,
}

/// One measure that is off target. Every field is as it is printed; nothing is shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePageRow {
    /// Position in [`Analysis::indicators`].
    pub indicator: usize,
    /// The measure's id.
    pub id: String,
    /// Where its row stands in the workbook: `'Exceptions'!A6`.
    pub address: String,
    /// What is measured.
    pub name: String,
    /// The figure with its unit.
    pub value: String,
    /// What it was to be: a target, or a band.
    pub target: String,
    /// Since which quarter it is off target.
    pub since: String,
    /// Will it recover.
    pub recovery: String,
    /// Who acts.
    pub who: String,
    /// Until when, and by how much that is overdue; that no action is open.
    pub until: String,
    /// The action is overdue.
    pub overdue: bool,
    /// The remedial action in the service's words; where it wrote none, its commentary.
    pub words: String,
}

/// The one page of a computed quarter.
pub fn one_page(a: &Analysis<'_>, provenance: &Provenance) -> OnePage {
    let about = actions_about(a);
    let row = |(place, n): (usize, usize)| {
        let result = &a.indicators[n];
        let i = &a.register.indicators[result.indicator];
        let show = |v: f64| shown(i.unit, i.decimals, v);
        let band = crate::analyse::band(a.register, a.period, result);
        let acting = a.acting(n, about.get(&*i.id).map_or(&[], Vec::as_slice));
        let words = result.reading.map_or(["", ""], |r| [&*r.words.remedial_action, &*r.words.commentary]);
        OnePageRow {
            indicator: n,
            id: i.id.to_string(),
            address: EXCEPTIONS.address(place),
            name: i.name.clone(),
            value: result.value.map_or_else(String::new, show),
            target: band.or_else(|| result.target.map(show)).unwrap_or_default(),
            since: since(result.red_since),
            recovery: a.recovery(n).words,
            who: who(&acting).to_owned(),
            until: until(&acting),
            overdue: acting.days_overdue > 0,
            words: words.into_iter().find(|w| !w.is_empty()).unwrap_or("Nothing written.").to_owned(),
        }
    };
    OnePage {
        title: format!("Off target: {}", a.period.heading()),
        subtitle: subtitle(a, provenance),
        summary: a.headlines.iter().map(|h| h.sentence.clone()).collect(),
        rows: a.exceptions().into_iter().enumerate().map(row).collect(),
    }
}

/// The first quarter of an unbroken run off target, or that it is not known.
pub fn since(period: Option<crate::period::Period>) -> String {
    period.map_or_else(|| "not known".to_owned(), |p| p.heading())
}

/// Who acts, or that nobody is named.
pub fn who<'a>(acting: &Acting<'a>) -> &'a str {
    if acting.who.is_empty() { "Nobody named" } else { acting.who }
}

/// Until when: `31 Dec 2026`; `30 Aug 2026: overdue`; that there is no action, or no day.
pub fn until(acting: &Acting<'_>) -> String {
    match (acting.action, acting.until) {
        (None, _) => "No open action".to_owned(),
        (_, None) => "No date given".to_owned(),
        (_, Some(day)) if acting.days_overdue > 0 => format!("{}: overdue", format::date(day)),
        (_, Some(day)) => format::date(day),
    }
}
