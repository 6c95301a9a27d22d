//! The risk register's sheet: one risk a row.

use super::cells::{Got, Want, list, quoted};
use super::desk::Desk;
use super::row::Row;
use super::{of_kind, repeated};
use crate::catalogue;
use crate::layout::meaning;
use crate::reading::{Rating, Risk, RiskLevel};
use crate::record::{Content, Field, Kind, Record, clean};
use std::collections::HashSet;

/// Types every risk row of the file.
pub(super) fn risks(desk: &mut Desk<'_>, records: &[Record]) -> Vec<Risk> {
    let rows = of_kind(records, Kind::Risks);
    let now = || rows.clone().filter(|r| desk.quarter_of(r) == Ok(desk.period));
    let ids = || now().map(|r| r.text(Field::Id)).filter(|id| !id.is_empty());
    let (known, twice) = (ids().collect::<HashSet<_>>(), repeated(ids()));
    rows.filter_map(|record| {
        let mut row = desk.row(record);
        let risk = risk(&mut row, records, |id| known.contains(id), |id| twice.contains(id));
        row.finish();
        risk
    })
    .collect()
}

fn risk(
    row: &mut Row<'_, '_>,
    records: &[Record],
    known: impl Fn(&str) -> bool,
    twice: impl Fn(&str) -> bool,
) -> Option<Risk> {
    let place = row.place_of(Field::Likelihood, records);
    if !row.in_quarter() {
        return None;
    }
    row.text(Field::Service);
    row.text(Field::Period);
    row.identify("the id of a risk")?;
    if row.crossed(known) {
        return None;
    }
    if twice(&row.subject) {
        row.refuse_double(&catalogue::K010);
        return None;
    }
    let number = Want::default();
    let level = row.choice(Field::Level, RiskLevel::from_words, || list(RiskLevel::ALL.map(RiskLevel::words)));
    let current = rating(row, Field::Likelihood, Field::Impact);
    if current == Got::Blank {
        let expected = "a likelihood and an impact";
        row.report(&catalogue::K006, Some(place.cell), expected, "nothing");
    }
    let typed_band = row.text(Field::Band);
    let typed_score = match row.filled(Field::Score).map(|c| &c.content) {
        // The form computes the score, and so do we: nothing was typed.
        Some(Content::FormulaWithoutResult) => {
            row.accept(Field::Score);
            None
        }
        _ => row.number(Field::Score, &number).ok(),
    };
    Some(Risk {
        id: row.subject.clone(),
        service: row.desk.service.clone(),
        period: row.desk.period,
        title: row.text(Field::Title),
        category: row.text(Field::Category),
        level: level.ok().unwrap_or(RiskLevel::Service),
        inherent: rating(row, Field::InherentLikelihood, Field::InherentImpact).ok(),
        current: current.ok(),
        target: rating(row, Field::TargetLikelihood, Field::TargetImpact).ok(),
        typed_score,
        quoted_previous: row.number(Field::PreviousScore, &number).ok(),
        typed_band: row.desk.our_word(Field::Band, &typed_band).to_owned(),
        owner: row.text(Field::Owner),
        controls: row.text(Field::Controls),
        reviewed: row.date(Field::Reviewed),
        target_date: row.date(Field::TargetDate),
        indicator: row.text(Field::Indicator),
        place,
    })
}

/// Likelihood and impact together: one without the other is no rating, and falls with it.
fn rating(row: &mut Row<'_, '_>, likelihood: Field, impact: Field) -> Got<Rating> {
    let settings = row.desk.settings;
    let l = step(row, likelihood, Field::Likelihood, &settings.risk.likelihood);
    let i = step(row, impact, Field::Impact, &settings.risk.impact);
    match (l, i) {
        (Got::Is(likelihood), Got::Is(impact)) => Got::Is(Rating { likelihood, impact }),
        (Got::Is(_), Got::Bad) => {
            row.refuse_with(likelihood);
            Got::Bad
        }
        (Got::Bad, Got::Is(_)) => {
            row.refuse_with(impact);
            Got::Bad
        }
        (Got::Is(_), _) => {
            row.refuse(likelihood, &catalogue::K006, "a likelihood and an impact", "no impact");
            Got::Bad
        }
        (_, Got::Is(_)) => {
            row.refuse(impact, &catalogue::K006, "a likelihood and an impact", "no likelihood");
            Got::Bad
        }
        (Got::Bad, _) | (_, Got::Bad) => Got::Bad,
        _ => Got::Blank,
    }
}

/// A step of the matrix's scale, as its number, its word, or both (`4`, `Likely`, `4 - Likely`).
fn step(row: &mut Row<'_, '_>, field: Field, scale: Field, words: &[String]) -> Got<u8> {
    let Some(cell) = row.filled(field) else { return Got::Blank };
    let step = match &cell.content {
        Content::Number(n) => Some(*n).filter(|n| n.fract() == 0.0 && *n >= 1.0 && *n <= words.len() as f64),
        Content::Text(text) => {
            let meant = meaning(row.desk.our_word(scale, clean(text)));
            let at = words.iter().zip(1u8..).position(|(word, n)| {
                let word = meaning(word);
                meant == word || meant == n.to_string() || meant == format!("{n}{word}")
            });
            at.map(|k| k as f64 + 1.0)
        }
        Content::Error(_) | Content::FormulaWithoutResult => {
            row.text(field);
            return Got::Bad;
        }
        _ => None,
    };
    match step {
        Some(n) => {
            row.accept(field);
            Got::Is(n as u8)
        }
        None => {
            let expected = format!("1 to {}, or one of: {}", words.len(), list(words.iter().map(String::as_str)));
            row.refuse(field, &catalogue::K006, expected, quoted(&cell.content.shown()));
            Got::Bad
        }
    }
}
