//! The sheet Indicators.

use super::row::{Ids, RegisterRow, Sheets};
use super::{also_called, per};
use crate::catalogue;
use crate::fit::fit;
use crate::map::Map;
use crate::measure::{Aggregation, Frequency, LongTerm, MeasureType, Polarity, Scheme, Unit};
use crate::period::Period;
use crate::record::{Content, Field, Kind};
use crate::register::{Formula, Indicator, IndicatorSet, SmallNumbers, Year, YearKind};
use crate::text::number::parse;
use crate::text::words::{clean, nearest, quoted};
use std::collections::HashSet;
use std::sync::Arc;

/// All indicators whose rows can be used, in the sheet's order; `known` are the ids of services, priorities, indicators
/// and predecessors.
pub(super) fn indicators(sheets: &mut Sheets<'_>, known: [&Ids; 4], sets: &[IndicatorSet]) -> Vec<Indicator> {
    let mut indicators = Vec::new();
    for record in sheets.of(Kind::Definitions) {
        let mut row = sheets.row(record, Field::Id);
        indicators.extend(indicator(&mut row, known, sets));
    }
    also_called::shared(sheets, Kind::Definitions);
    also_called::former(sheets);
    circles(sheets, &indicators, Field::PartOf, |i| i.part_of.as_ref());
    circles(sheets, &indicators, Field::OpeningOf, |i| i.opening_of.as_ref());
    indicators
}

fn indicator(
    row: &mut RegisterRow<'_, '_>,
    [services, priorities, ids, predecessors]: [&Ids; 4],
    set_names: &[IndicatorSet],
) -> Option<Indicator> {
    let name = row.needed(Field::Name, "the name of the indicator");
    let service = row.needed(Field::Service, "the id of a service");
    let service = service.and_then(|id| row.refers(Field::Service, &id, services, "a service"));
    let unit = row.needed_word(Field::Unit, Unit::ALL, Unit::words);
    let polarity = row.needed_word(Field::Polarity, Polarity::ALL, Polarity::words);
    let frequency = row.needed_word(Field::Frequency, Frequency::ALL, Frequency::words);
    let aggregation = row.needed_word(Field::Aggregation, Aggregation::ALL, Aggregation::words);
    let owner = row.text(Field::Owner);
    if owner.is_empty() {
        row.find(&catalogue::G007, Field::Owner, "a named person", "blank");
    }
    let year = row.word(Field::YearKind, YearKind::ALL, YearKind::words).unwrap_or(YearKind::Financial);
    let year = Year::new(year, row.sheets.start_month);
    let due_quarters = due_quarters(row, frequency, year);
    let priorities = refer_all(row, Field::Priority, priorities, "a priority");
    let counted = unit.unwrap_or(Unit::Number);
    let (minimum, maximum) = (row.number(Field::Minimum, counted), row.number(Field::Maximum, counted));
    if let (Some(least), Some(most)) = (minimum, maximum)
        && least > most
    {
        row.find(&catalogue::G011, Field::Minimum, format!("{most} or less"), least.to_string());
    }
    let numerator_name = row.text(Field::NumeratorName);
    let denominator_name = row.text(Field::DenominatorName);
    // What a formula divides, it names itself.
    let ratio = aggregation == Some(Aggregation::Ratio) && row.text(Field::Formula).is_empty();
    for (field, own, other) in [
        (Field::NumeratorName, &numerator_name, &denominator_name),
        (Field::DenominatorName, &denominator_name, &numerator_name),
    ] {
        if own.is_empty() && (ratio || !other.is_empty()) {
            let why = if ratio { "the aggregation is Ratio" } else { "the other one is named" };
            row.find(&catalogue::G009, field, format!("what is counted, since {why}"), "blank");
        }
    }
    let (first, last) = (quarter(row, Field::FirstQuarter), quarter(row, Field::LastQuarter));
    if let (Some(first), Some(last)) = (first, last)
        && last < first
    {
        row.find(
            &catalogue::G070,
            Field::LastQuarter,
            format!("{first} or later, its first quarter"),
            last.to_string(),
        );
    }
    // A formula says itself what its quotient is multiplied by.
    let divided = !numerator_name.is_empty() && !denominator_name.is_empty();
    let parts = divided && row.text(Field::Formula).is_empty();
    let per = per::per(row, unit, parts, name.as_deref().unwrap_or_default());
    let decimals = decimals(row, unit);
    let weight = weight(row);
    let small_numbers = small_numbers(row, unit, &numerator_name);
    Some(Indicator {
        id: ids.own(row, Field::Id)?,
        name: name?,
        also_called: row.names(Field::AlsoCalled),
        definition: row.text(Field::Definition),
        service: service?,
        owner,
        owner_email: row.text(Field::OwnerEmail),
        unit: unit?,
        decimals,
        polarity: polarity?,
        frequency: frequency?,
        due_quarters,
        year,
        sets: sets(row, set_names),
        aggregation: aggregation?,
        cumulative: row.yes(Field::Cumulative),
        priorities,
        perspective: row.text(Field::Perspective),
        measure_type: row.word(Field::MeasureType, MeasureType::ALL, MeasureType::words),
        scheme: row.word(Field::Scheme, Scheme::ALL, Scheme::words),
        tolerance_percent: row.number_within(Field::TolerancePercent, Unit::Percent, 0.0, 100.0),
        tolerance_absolute: row.number_within(Field::ToleranceAbsolute, counted, 0.0, f64::INFINITY),
        minimum,
        maximum,
        numerator_name,
        denominator_name,
        per,
        part_of_whole: row.yes(Field::PartOfWhole),
        breaks: breaks(row),
        first,
        last,
        formerly: row.names(Field::Formerly),
        paid_from: row.list(Field::PaidFrom),
        small_numbers,
        long_term: row.word(Field::Seasonal, LongTerm::ALL, LongTerm::words),
        key: row.yes(Field::Key),
        weight,
        part_of: refer_one(row, Field::PartOf, ids),
        opening_of: refer_one(row, Field::OpeningOf, ids),
        formula: formula(row),
        formula_until: formula_until(row),
        estimated: row.text(Field::Estimated),
        predecessor: predecessor(row, predecessors),
        break_reason: row.text(Field::BreakReason),
        place: row.place(Field::Id),
    })
}

fn decimals(row: &mut RegisterRow<'_, '_>, unit: Option<Unit>) -> u8 {
    let default = unit.map_or(0, Unit::decimals);
    match row.number_within(Field::Decimals, Unit::Number, 0.0, 6.0) {
        Some(n) if n.fract() == 0.0 => fit::<u8>(n),
        Some(n) => {
            row.find(&catalogue::G012, Field::Decimals, "a whole number from 0 to 6", n.to_string());
            default
        }
        None => default,
    }
}

/// Which counts are hidden. Of a share that has no parts none can be told.
fn small_numbers(row: &mut RegisterRow<'_, '_>, unit: Option<Unit>, numerator: &str) -> Option<SmallNumbers> {
    let small = small_counts(row);
    let share = unit.is_some_and(|unit| matches!(unit, Unit::Percent | Unit::Rate | Unit::Ratio));
    if small.is_some() && share && numerator.is_empty() {
        row.find(&catalogue::G076, Field::NumeratorName, "what is counted above the line", "blank");
    }
    small
}

/// Yes or no, or the greatest count that is hidden.
fn small_counts(row: &mut RegisterRow<'_, '_>) -> Option<SmallNumbers> {
    let field = Field::SmallNumbers;
    let number = row.record.get(field).and_then(|cell| match &cell.content {
        Content::Number(n) => Some(*n),
        Content::Text(text) => parse(text, false).map(|p| p.value),
        _ => None,
    });
    match number {
        Some(n) if n.fract() == 0.0 && (2.0..=100.0).contains(&n) => Some(SmallNumbers::UpTo(fit::<u32>(n))),
        Some(n) => {
            row.find(&catalogue::G012, field, "Yes, No or a whole number from 2 to 100", n.to_string());
            None
        }
        None => row.yes(field).then_some(SmallNumbers::AsSettings),
    }
}

fn weight(row: &mut RegisterRow<'_, '_>) -> f64 {
    match row.number(Field::Weight, Unit::Number) {
        Some(weight) if weight <= 0.0 => {
            row.find(&catalogue::G012, Field::Weight, "more than 0", weight.to_string());
            1.0
        }
        weight => weight.unwrap_or(1.0),
    }
}

/// `Q2; Q4`, `2,4`, or what the frequency says of the indicator's year.
fn due_quarters(row: &mut RegisterRow<'_, '_>, frequency: Option<Frequency>, year: Year) -> Vec<u8> {
    let mut quarters = Vec::new();
    for part in row.list(Field::DueQuarters).iter().flat_map(|p| p.split([' ', '&', '/'])) {
        match clean(part.trim_start_matches(['q', 'Q'])).parse() {
            Ok(n @ 1..=4) => quarters.push(n),
            _ if part.is_empty() || part.eq_ignore_ascii_case("and") => {}
            _ => row.find(&catalogue::G009, Field::DueQuarters, "quarters like Q2; Q4", quoted(part)),
        }
    }
    quarters.sort_unstable();
    quarters.dedup();
    if quarters.is_empty() {
        quarters.extend(frequency.map(|f| year.due_quarters(f)).unwrap_or_default());
    }
    quarters
}

/// The sets of one indicator, each as the sheet Sets writes it; without such a sheet any name is a set.
fn sets(row: &mut RegisterRow<'_, '_>, known: &[IndicatorSet]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in row.list(Field::Sets) {
        let name = match known.iter().find(|s| s.name.eq_ignore_ascii_case(&text)) {
            Some(set) => set.name.clone(),
            None if known.is_empty() => text,
            None => {
                let near = nearest(&text, known.iter().map(|s| s.name.as_str()));
                let hint = near.map(|name| format!("; did you mean {name}?")).unwrap_or_default();
                row.find(&catalogue::G002, Field::Sets, format!("a set of the sheet Sets{hint}"), quoted(&text));
                continue;
            }
        };
        if !out.iter().any(|s| s.eq_ignore_ascii_case(&name)) {
            out.push(name);
        }
    }
    out
}

fn breaks(row: &mut RegisterRow<'_, '_>) -> Vec<Period> {
    let mut breaks: Vec<Period> = Vec::new();
    for text in row.list(Field::Breaks) {
        breaks.extend(row.period(Field::Breaks, &text));
    }
    breaks.sort_unstable();
    breaks.dedup();
    breaks
}

fn quarter(row: &mut RegisterRow<'_, '_>, field: Field) -> Option<Period> {
    let text = row.text(field);
    if text.is_empty() { None } else { row.period(field, &text) }
}

fn refer_all(row: &mut RegisterRow<'_, '_>, field: Field, ids: &Ids, what: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in row.list(field) {
        match row.refers(field, &text, ids, what) {
            Some(id) if !found.contains(&id.to_string()) => found.push(id.to_string()),
            _ => {}
        }
    }
    found
}

fn formula(row: &mut RegisterRow<'_, '_>) -> Option<Box<Formula>> {
    let text = row.text(Field::Formula);
    (!text.is_empty()).then(|| Box::new(Formula { text, place: row.place(Field::Formula) }))
}

/// A quarter until which there is a formula.
fn formula_until(row: &mut RegisterRow<'_, '_>) -> Option<Period> {
    let until = quarter(row, Field::FormulaUntil)?;
    if row.text(Field::Formula).is_empty() {
        row.find(&catalogue::G009, Field::Formula, format!("the formula that gives the value until {until}"), "blank");
    }
    Some(until)
}

fn predecessor(row: &mut RegisterRow<'_, '_>, predecessors: &Ids) -> String {
    let text = row.text(Field::Predecessor);
    if text.is_empty() {
        return text;
    }
    if predecessors.is_empty() {
        let expected = "the id of a council of the sheet Predecessors, which has no rows";
        row.find(&catalogue::G002, Field::Predecessor, expected, quoted(&text));
        return String::new();
    }
    let found = row.refers(Field::Predecessor, &text, predecessors, "a council of the sheet Predecessors");
    found.map(|id| id.to_string()).unwrap_or_default()
}

fn refer_one(row: &mut RegisterRow<'_, '_>, field: Field, ids: &Ids) -> Option<Arc<str>> {
    let text = row.text(field);
    if text.is_empty() { None } else { row.refers(field, &text, ids, "an indicator") }
}

/// References that lead back to where they started, each circle said once, at its first row.
fn circles(
    sheets: &mut Sheets<'_>,
    indicators: &[Indicator],
    field: Field,
    next: impl Fn(&Indicator) -> Option<&Arc<str>>,
) {
    if indicators.iter().all(|i| next(i).is_none()) {
        return;
    }
    let by_id: Map<&Arc<str>, &Indicator> = indicators.iter().map(|i| (&i.id, i)).collect();
    let mut done: HashSet<&Arc<str>> = HashSet::new();
    for start in indicators {
        let mut path: Vec<&Arc<str>> = Vec::new();
        let mut here = Some(start);
        while let Some(i) = here.filter(|i| !done.contains(&i.id)) {
            if let Some(at) = path.iter().position(|id| **id == i.id) {
                let mut circle: Vec<&str> = path[at..].iter().map(|id| &***id).collect();
                circle.push(&i.id);
                let record = sheets.of(Kind::Definitions).find(|r| r.row == i.place.cell.row);
                if let Some(record) = record {
                    let got = circle.join(" → ");
                    sheets.row(record, Field::Id).find(&catalogue::G013, field, "references that come to an end", got);
                }
                break;
            }
            path.push(&i.id);
            here = next(i).and_then(|id| by_id.get(id).copied());
        }
        done.extend(path);
    }
}
