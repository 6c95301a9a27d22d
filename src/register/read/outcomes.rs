//! The sheet Outcomes, which a register may do without.

use super::row::{Ids, RegisterRow, Sheets};
use super::sizes::{has_percent_sign, sizeable};
use super::targets::year_like;
use crate::catalogue;
use crate::map::Map;
use crate::measure::{Aggregation, Unit};
use crate::period::Period;
use crate::record::{Cell, Content, Field, Kind};
use crate::register::{Indicator, NationalFigure, NationalPeriod, Outcome, OutcomeMeasure, OutcomeRole};
use crate::register::{Target, Year, YearKind};
use crate::statistic::slip::{Slip, slip_among};
use crate::text::date;
use crate::text::number::tidy;
use crate::text::words::{meaning, plain, quoted};
use chrono::NaiveDate;
use std::sync::Arc;

/// The outcomes in the order of their first rows, each with its measures; one row for an outcome and an indicator.
pub(super) fn outcomes(
    sheets: &mut Sheets<'_>,
    known: &[Indicator],
    targets: &[(Arc<str>, i16, Target)],
    ids: &Ids,
) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    if sheets.of(Kind::Outcomes).next().is_none() {
        return outcomes;
    }
    let by_id: Map<&Arc<str>, &Indicator> = known.iter().map(|i| (&i.id, i)).collect();
    for record in sheets.of(Kind::Outcomes) {
        let mut row = sheets.row(record, Field::Id);
        let name = row.needed(Field::Name, "the outcome that the measure speaks for");
        let id = row.needed(Field::Id, "the id of an indicator");
        let id = id.and_then(|id| row.refers(Field::Id, &id, ids, "an indicator"));
        let indicator = id.as_ref().and_then(|id| by_id.get(id).copied());
        let role = row.needed_word(Field::Role, OutcomeRole::ALL, OutcomeRole::words);
        let (source, national_measure) = (row.text(Field::Source), row.text(Field::NationalMeasure));
        if source.is_empty() && matches!(role, Some(OutcomeRole::Metric | OutcomeRole::Proxy)) {
            row.find(&catalogue::G081, Field::Source, "who publishes it for the nation", "blank");
        }
        let whose = row.text(Field::Whose);
        let national = national(&mut row, indicator, targets);
        let place = row.place(Field::Id);
        let (Some(name), Some(indicator), Some(role)) = (name, id, role) else { continue };
        let at = outcomes.iter().position(|o| meaning(&o.name) == meaning(&name)).unwrap_or_else(|| {
            outcomes.push(Outcome { name, measures: vec![] });
            outcomes.len() - 1
        });
        match outcomes[at].measures.iter().find(|m| m.indicator == indicator) {
            Some(other) => {
                let got = format!("{indicator}, which {} has for the same outcome", other.place.cell);
                row.find(&catalogue::G001, Field::Id, "one row for an outcome and an indicator", got);
            }
            None => outcomes[at].measures.push(OutcomeMeasure {
                indicator,
                role,
                source,
                national_measure,
                national,
                whose,
                place,
            }),
        }
    }
    outcomes
}

/// The last national value, and what is not in order with it.
fn national(
    row: &mut RegisterRow<'_, '_>,
    indicator: Option<&Indicator>,
    targets: &[(Arc<str>, i16, Target)],
) -> Option<NationalFigure> {
    let year = indicator.map_or(Year::default(), |i| i.year);
    let value = row.number(Field::Value, indicator.map_or(Unit::Number, |i| i.unit));
    let (has_value, has_period) = [Field::Value, Field::Period].map(|f| row.record.get(f).is_some()).into();
    let (of, published) = (period(row, year), published(row));
    match (has_value, has_period) {
        (true, false) => row.find(&catalogue::G082, Field::Period, "the quarter or year of the value", "blank"),
        (false, true) => row.find(&catalogue::G082, Field::Value, "the value of that quarter or year", "blank"),
        _ => {}
    }
    if let (Some(day), Some(ends)) = (published, of.and_then(|of| of.ends(year))) {
        // An academic year is over before the last quarter that lies mostly in it.
        let academic = year.kind == YearKind::Academic && matches!(of, Some(NationalPeriod::Year(_)));
        let month = row.sheets.start_month;
        let over = if academic { ends.first_day(month) } else { ends.last_day(month) };
        if day < over {
            let expected = format!("a day after {}", over.format("%-d %B %Y"));
            row.find(&catalogue::G082, Field::PublishedOn, expected, day.format("%-d %B %Y").to_string());
        }
    }
    let value = value?;
    if let Some(i) = indicator {
        possible(row, i, value);
        // The count of a larger place is of another size by its nature.
        if !i.counts_all() {
            size(row, i, value, targets);
        }
    }
    Some(NationalFigure { value, of, published, place: row.place(Field::Period) })
}

/// A quarter or, of the measure's own kind, a year.
fn period(row: &mut RegisterRow<'_, '_>, year: Year) -> Option<NationalPeriod> {
    let text = row.text(Field::Period);
    if text.is_empty() {
        return None;
    }
    if let Some(Cell { content: Content::Date(day), .. }) = row.record.get(Field::Period) {
        return Some(NationalPeriod::Quarter(Period::containing(*day, row.sheets.start_month)));
    }
    let quarter = || text.parse().ok().map(NationalPeriod::Quarter);
    let of = year.read(&text).map(NationalPeriod::Year).or_else(quarter);
    if of.is_none() {
        let expected = format!("a quarter like 2026-27Q1, or {}", year_like(year));
        row.find(&catalogue::G009, Field::Period, expected, quoted(&text));
    }
    of
}

/// The day of publication.
fn published(row: &mut RegisterRow<'_, '_>) -> Option<NaiveDate> {
    let text = row.text(Field::PublishedOn);
    let day = match &row.record.get(Field::PublishedOn)?.content {
        Content::Date(day) => Some(*day),
        _ => date::parse(&text),
    };
    let day = day.filter(|day| date::possible(*day));
    if day.is_none() && !text.is_empty() {
        row.find(&catalogue::C010, Field::PublishedOn, "a day like 31/10/2026", quoted(&text));
    }
    day
}

/// A value that no reading can have. The year of a sum is not a reading.
fn possible(row: &mut RegisterRow<'_, '_>, i: &Indicator, value: f64) {
    let sum = i.aggregation == Aggregation::Sum && !i.cumulative;
    let expected = match (i.minimum.filter(|least| value < *least), i.maximum.filter(|most| value > *most && !sum)) {
        (Some(least), _) => format!("{least} or more, the least possible"),
        (_, Some(most)) => format!("{most} or less, the greatest possible"),
        _ => return,
    };
    row.find(&catalogue::G012, Field::Value, expected, value.to_string());
}

/// A value that is of another size than the targets of the measure.
fn size(row: &mut RegisterRow<'_, '_>, i: &Indicator, value: f64, targets: &[(Arc<str>, i16, Target)]) {
    let of = |t: &Target| t.quarters.into_iter().chain([t.annual]).flatten().collect::<Vec<_>>();
    let own = targets.iter().filter(|(id, ..)| *id == i.id);
    // A target that may be a fraction is asked about where it stands.
    let sure = |target: &f64| *target != 0.0 && (i.unit != Unit::Percent || target.abs() > 1.0);
    let beside: Vec<f64> = own.flat_map(|(.., target)| of(target)).filter(sure).collect();
    let signed = row.record.get(Field::Value).is_some_and(has_percent_sign);
    let percent = i.unit == Unit::Percent && !signed;
    let alone = percent && beside.is_empty() && value > 0.0 && value <= 1.0;
    let slip = slip_among(value, &beside, percent, true).or(alone.then_some(Slip::Fraction));
    let (expected, got) = match slip {
        Some(Slip::Fraction) => {
            let (whole, part) = (plain(tidy(value * 100.0)), plain(value));
            (format!("{whole}% or {part}%"), format!("{part}, without a percent sign"))
        }
        Some(Slip::Magnitude(usual)) if usual.abs().max(value.abs()) >= sizeable(i) => {
            (format!("about {}, as the targets of the measure", plain(usual)), plain(value))
        }
        _ => return,
    };
    row.find(&catalogue::G083, Field::Value, expected, got);
}
