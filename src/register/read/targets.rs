//! The sheet Targets: the profile against the year, thresholds in order, and who has no target.

use super::row::{Ids, RegisterRow, Sheets};
use super::sizes::{self, Sizes, has_percent_sign};
use crate::catalogue;
use crate::elementary::power;
use crate::finding::Finding;
use crate::map::{Map, Set};
use crate::measure::{Aggregation, Polarity, Scheme, Unit};
use crate::period::Period;
use crate::record::{Field, Kind};
use crate::register::{Indicator, Target, Year, YearKind};
use crate::text::words::{plain, quoted};
use std::collections::hash_map::Entry;
use std::sync::Arc;

const QUARTERS: [Field; 4] = [Field::Q1, Field::Q2, Field::Q3, Field::Q4];

/// The targets by indicator and by the calendar year in which the indicator's year starts, in the sheet's order.
pub(super) fn targets(sheets: &mut Sheets<'_>, indicators: &[Indicator], ids: &Ids) -> Vec<(Arc<str>, i16, Target)> {
    let by_id: Map<&Arc<str>, &Indicator> = indicators.iter().map(|i| (&i.id, i)).collect();
    let mut targets = Vec::new();
    let mut rows: Map<(Arc<str>, i16), usize> = Map::default();
    let mut sizes = Sizes::default();
    // By kind of year: a calendar year is numbered as the financial year that it begins in is not.
    let mut latest = [None; YearKind::ALL.len()];
    // Their fault is told where it stands; that they have no target is not told again.
    let mut faulty = Set::default();
    for record in sheets.of(Kind::Targets) {
        let mut row = sheets.row(record, Field::Id);
        let id = row.needed(Field::Id, "the id of an indicator");
        let id = id.and_then(|id| row.refers(Field::Id, &id, ids, "an indicator"));
        let indicator = id.as_ref().and_then(|id| by_id.get(id).copied());
        let kind = indicator.map_or(Year::default(), |i| i.year);
        let year = row.needed(Field::Year, year_like(kind));
        let year = year.filter(|_| !ids.is_empty()).and_then(|text| year_in(&mut row, kind, &text));
        latest[kind.kind as usize] = latest[kind.kind as usize].max(year);
        let target = target(&mut row, indicator);
        if let Some(indicator) = indicator {
            in_order(&mut row, indicator, &target);
            // What may be a fraction as a whole is asked about once.
            if !fractions(&mut row, indicator, &target) {
                sizes.add(record, indicator, &target);
            }
            profile(&mut row, indicator, &target);
        }
        if year.is_none() {
            faulty.extend(id.clone());
        }
        if let (Some(id), Some(year)) = (id, year) {
            if let Entry::Vacant(free) = rows.entry((id.clone(), year)) {
                free.insert(targets.len());
                targets.push((id, year, target));
            } else {
                let got = format!("a second row for {id} in {}", row.record.text(Field::Year));
                row.find(&catalogue::G001, Field::Id, "one row for an indicator and a year", got);
            }
        }
    }
    for indicator in indicators {
        for (record, field, slip, value) in sizes.slips(indicator) {
            sizes::say(&mut sheets.row(record, Field::Id), field, slip, value);
        }
    }
    let target = |i: &Indicator| rows.get(&(i.id.clone(), latest[i.year.kind as usize]?)).map(|row| &targets[*row].2);
    without(sheets, indicators.iter().filter(|i| !faulty.contains(&i.id)), target, latest);
    targets
}

/// What stands in the column Year of an indicator that is counted by such years.
pub(super) fn year_like(year: Year) -> &'static str {
    match year.kind {
        YearKind::Financial => "a financial year like 2026-27",
        YearKind::Academic => "an academic year like 2026-27",
        YearKind::Calendar => "a calendar year like 2026",
    }
}

/// `2026-27`, `2026/27` or `2026/2027`; a single year only for a calendar year, since else it could be either.
pub(super) fn year_in(row: &mut RegisterRow<'_, '_>, kind: Year, text: &str) -> Option<i16> {
    let year = kind.read(text);
    if year.is_none() {
        row.find(&catalogue::G009, Field::Year, year_like(kind), quoted(text));
    }
    year
}

fn target(row: &mut RegisterRow<'_, '_>, indicator: Option<&Indicator>) -> Target {
    let unit = indicator.map_or(Unit::Number, |i| i.unit);
    let mut number = |field| row.number(field, unit);
    Target {
        annual: number(Field::Annual),
        quarters: QUARTERS.map(&mut number),
        baseline: number(Field::Baseline),
        floor: number(Field::Floor),
        amber_low: number(Field::AmberLow),
        green_low: number(Field::GreenLow),
        green_high: number(Field::GreenHigh),
        amber_high: number(Field::AmberHigh),
    }
}

/// Targets of a percentage that may be fractions, all of a row: asked here, and not of the services that are measured by
/// them. Whether it was asked.
fn fractions(row: &mut RegisterRow<'_, '_>, i: &Indicator, t: &Target) -> bool {
    let given = [(Field::Annual, t.annual)].into_iter().chain(QUARTERS.into_iter().zip(t.quarters));
    let mut given = given.filter_map(|(field, value)| Some((field, value?))).filter(|(_, value)| *value != 0.0);
    let with_sign = |row: &RegisterRow<'_, '_>, field| row.record.get(field).is_some_and(has_percent_sign);
    let Some((field, first)) = given.next().filter(|_| i.unit == Unit::Percent) else { return false };
    let small = |value: f64| (0.0..=1.0).contains(&value);
    let asked = small(first) && given.all(|(_, value)| small(value)) && !with_sign(row, field);
    if asked {
        let (whole, part) = (plain(first * 100.0), plain(first));
        row.find(&catalogue::G040, field, format!("{whole}% or {part}%"), format!("{part}, without a percent sign"));
    }
    asked
}

/// The targets that a single reading is compared with: the profile, else the year's target.
fn compared(i: &Indicator, t: &Target) -> Vec<(Field, f64)> {
    let quarters: Vec<_> = in_year(i, t).into_iter().filter_map(|(f, q)| Some((f, q?))).collect();
    match (t.annual, quarters.last()) {
        // A year to date grows: only its end can be compared with a single threshold.
        (Some(annual), _) if i.cumulative => vec![(Field::Annual, annual)],
        (None, Some(last)) if i.cumulative => vec![*last],
        (Some(annual), None) => vec![(Field::Annual, annual)],
        _ => quarters,
    }
}

fn in_order(row: &mut RegisterRow<'_, '_>, i: &Indicator, t: &Target) {
    let mut wrong = |field, expected: String, got: f64| row.find(&catalogue::G004, field, expected, got.to_string());
    let compared = compared(i, t);
    if let Some(floor) = t.floor {
        let worst = |a: f64, b: f64| if i.polarity == Polarity::Lower { a.max(b) } else { a.min(b) };
        if let Some(target) = compared.iter().map(|(_, v)| *v).reduce(worst) {
            match i.polarity {
                Polarity::Higher if floor > target => {
                    wrong(Field::Floor, format!("{target} or less, the target"), floor)
                }
                Polarity::Lower if floor < target => {
                    wrong(Field::Floor, format!("{target} or more, the target"), floor)
                }
                _ => {}
            }
        }
    }
    let bounds = [
        (Field::AmberLow, "Amber from", t.amber_low),
        (Field::GreenLow, "Green from", t.green_low),
        (Field::GreenHigh, "Green to", t.green_high),
        (Field::AmberHigh, "Amber to", t.amber_high),
    ];
    let given: Vec<_> = bounds.into_iter().filter_map(|(f, name, v)| Some((f, name, v?))).collect();
    for pair in given.windows(2) {
        let [(below, name, low), (above, _, high)] = *pair else { continue };
        let may_be_equal = (below, above) == (Field::GreenLow, Field::GreenHigh);
        if high < low || (high == low && !may_be_equal) {
            let least = if may_be_equal { format!("{low} or more") } else { format!("more than {low}") };
            wrong(above, format!("{least}, since “{name}” is {low}"), high);
        }
    }
    if i.polarity == Polarity::Plan {
        for (field, plan) in compared {
            if t.green_low.is_some_and(|low| plan < low) || t.green_high.is_some_and(|high| plan > high) {
                let (low, high) = (t.green_low.map(shown), t.green_high.map(shown));
                let expected = match (low, high) {
                    (Some(low), Some(high)) => format!("a plan from {low} to {high}, where green is"),
                    (Some(low), None) => format!("a plan of {low} or more, where green starts"),
                    (_, high) => format!("a plan of {} or less, where green ends", high.unwrap_or_default()),
                };
                wrong(field, expected, plan);
            }
        }
    }
    if let (Some(baseline), Some(target)) = (t.baseline, t.annual)
        && (i.polarity == Polarity::Higher && target < baseline || i.polarity == Polarity::Lower && target > baseline)
    {
        let way = if i.polarity == Polarity::Higher { "or more" } else { "or less" };
        let expected = format!("{baseline} {way}, since {}", i.polarity.words().to_lowercase());
        row.find(&catalogue::G015, Field::Annual, expected, target.to_string());
    }
    out_of_range(row, i, t);
}

fn shown(n: f64) -> String {
    n.to_string()
}

/// A target that no reading can reach. The year's target of a sum is not a reading.
fn out_of_range(row: &mut RegisterRow<'_, '_>, i: &Indicator, t: &Target) {
    let sum = i.aggregation == Aggregation::Sum && !i.cumulative;
    let annual = [(Field::Annual, t.annual.filter(|_| !sum))];
    for (field, value) in annual.into_iter().chain(QUARTERS.into_iter().zip(t.quarters)) {
        let Some(value) = value else { continue };
        if i.minimum.is_some_and(|least| value < least) {
            let least = i.minimum.unwrap_or_default();
            row.find(&catalogue::G012, field, format!("{least} or more, the least possible"), value.to_string());
        } else if i.maximum.is_some_and(|most| value > most) {
            let most = i.maximum.unwrap_or_default();
            row.find(&catalogue::G012, field, format!("{most} or less, the greatest possible"), value.to_string());
        }
    }
}

/// The profile in the order of the indicator's year.
fn in_year(i: &Indicator, t: &Target) -> [(Field, Option<f64>); 4] {
    i.year.quarters().map(|q| (QUARTERS[usize::from(q) - 1], t.quarters[usize::from(q) - 1]))
}

/// The quarters must lead to the year: by their sum for a sum, by the last quarter for a stock or a year to date.
fn profile(row: &mut RegisterRow<'_, '_>, i: &Indicator, t: &Target) {
    // Each quarter may be rounded by half a step of the declared decimals, and so may the year.
    let half_step = 0.5 * power(10.0, -i32::from(i.decimals));
    let near = |a: f64, b: f64, rounded: usize| (a - b).abs() <= half_step * rounded as f64 + 1e-9 * b.abs();
    if i.cumulative && i.aggregation == Aggregation::Sum {
        let given: Vec<_> = in_year(i, t).into_iter().filter_map(|(f, q)| Some((f, q?))).collect();
        for pair in given.windows(2) {
            let [(_, before), (field, after)] = *pair else { continue };
            if after < before {
                let expected = format!("{before} or more: a year to date does not fall");
                row.find(&catalogue::G005, field, expected, after.to_string());
            }
        }
    }
    let Some(annual) = t.annual else { return };
    if i.cumulative || i.aggregation == Aggregation::Last {
        let (field, end) = in_year(i, t)[3];
        if let Some(end) = end.filter(|end| !near(*end, annual, 2)) {
            row.find(&catalogue::G005, field, format!("{annual}, the year's target"), end.to_string());
        }
    } else if i.aggregation == Aggregation::Sum {
        let due: Option<Vec<f64>> = i.due_quarters.iter().map(|q| t.quarters[usize::from(*q) - 1]).collect();
        let Some(due) = due else { return };
        let sum: f64 = due.iter().sum();
        if !near(sum, annual, due.len() + 1) {
            let got = format!("quarters that make {}", (sum * 1e6).round() / 1e6);
            row.find(&catalogue::G005, Field::Annual, format!("{annual}, the year's target"), got);
        }
    }
}

/// Indicators that should be rated and cannot be, for the latest year of the sheet.
fn without<'t>(
    sheets: &mut Sheets<'_>,
    indicators: impl Iterator<Item = &'t Indicator>,
    target: impl Fn(&Indicator) -> Option<&'t Target>,
    latest: [Option<i16>; YearKind::ALL.len()],
) {
    // What is not measured in the year needs no target for it.
    let measured = |i: &Indicator| {
        let quarter = |q| latest[i.year.kind as usize].and_then(|year| Period::new(year, q));
        i.last.zip(quarter(1)).is_none_or(|(last, begin)| last >= begin)
            && i.first.zip(quarter(4)).is_none_or(|(first, end)| first <= end)
    };
    let rated = |i: &&Indicator| i.polarity != Polarity::None && i.scheme != Some(Scheme::Context) && measured(i);
    for i in indicators.filter(rated) {
        let target = target(i);
        let given = target.is_some_and(|t| t.annual.is_some() || t.quarters.iter().any(Option::is_some));
        let banded = target.is_some_and(|t| t.green_low.is_some() && t.green_high.is_some());
        let expected = match i.scheme {
            Some(Scheme::Band) if !banded => "“Green from” and “Green to”, since the scheme is Band",
            Some(Scheme::Floor) if given && target.is_some_and(|t| t.floor.is_none()) => {
                "a floor, since the scheme is Floor"
            }
            Some(Scheme::Band) => continue,
            _ if given || (banded && i.polarity == Polarity::Plan) => continue,
            _ => "a target",
        };
        let year = latest[i.year.kind as usize].map(|y| i.year.label(y));
        let expected = year.map_or(expected.to_owned(), |y| format!("{expected} for {y}"));
        let finding = Finding::new(&catalogue::G006, expected, "none").at(&i.place).about(&*i.id);
        sheets.findings.push(finding);
    }
}
