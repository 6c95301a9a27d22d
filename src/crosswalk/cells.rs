//! Rows of a register as they are written.

use crate::record::Field;
use crate::register::{Indicator, Service, SmallNumbers, Target, YearKind};
use crate::starter::{WrittenCell, WrittenRow};

pub(super) fn words(text: impl Into<String>) -> Option<WrittenCell> {
    let text: String = text.into();
    (!text.is_empty()).then_some(WrittenCell::Words(text))
}

pub(super) fn number(n: Option<f64>) -> Option<WrittenCell> {
    n.map(WrittenCell::Number)
}

pub(super) fn yes(flag: bool) -> Option<WrittenCell> {
    flag.then(|| WrittenCell::Words("Yes".to_owned()))
}

/// A row of the cells that there are.
pub(super) fn row(cells: impl IntoIterator<Item = (Field, Option<WrittenCell>)>) -> WrittenRow {
    cells.into_iter().filter_map(|(field, cell)| Some((field, cell?))).collect()
}

pub(super) fn put(cells: &mut WrittenRow, field: Field, text: impl Into<String>) {
    match words(text) {
        Some(cell) => _ = cells.insert(field, cell),
        None => _ = cells.remove(&field),
    }
}

pub(super) fn service_row(service: &Service, id: &str, name: &str) -> WrittenRow {
    let Service { id: _, name: _, directorate, head, contact, email, also_called: _, portfolio } = service;
    row([
        (Field::Id, words(id)),
        (Field::Name, words(name)),
        (Field::Directorate, words(&**directorate)),
        (Field::Head, words(&**head)),
        (Field::Contact, words(&**contact)),
        (Field::Email, words(&**email)),
        (Field::Portfolio, words(&**portfolio)),
    ])
}

/// Every field, so that a new one is not forgotten; those that name other rows are put there by whoever knows these.
pub(super) fn indicator_cells(i: &Indicator) -> WrittenRow {
    let Indicator {
        id: _,
        name,
        also_called,
        definition,
        service: _,
        owner,
        owner_email,
        unit,
        decimals,
        polarity,
        frequency,
        due_quarters,
        year,
        aggregation,
        cumulative,
        priorities: _,
        sets,
        perspective,
        measure_type,
        scheme,
        tolerance_percent,
        tolerance_absolute,
        minimum,
        maximum,
        numerator_name,
        denominator_name,
        per,
        part_of_whole,
        breaks,
        first,
        last,
        formerly: _,
        paid_from: _,
        small_numbers,
        long_term,
        key,
        weight,
        part_of: _,
        opening_of: _,
        formula: _,
        formula_until: _,
        estimated: _,
        predecessor: _,
        break_reason,
        place: _,
    } = i;
    let quarters: Vec<String> = due_quarters.iter().map(|q| format!("Q{q}")).collect();
    let breaks: Vec<String> = breaks.iter().map(ToString::to_string).collect();
    let small = match small_numbers {
        None => None,
        Some(SmallNumbers::AsSettings) => yes(true),
        Some(SmallNumbers::UpTo(most)) => number(Some(f64::from(*most))),
    };
    row([
        (Field::Name, words(&**name)),
        (Field::AlsoCalled, words(also_called.join("; "))),
        (Field::Definition, words(&**definition)),
        (Field::Owner, words(&**owner)),
        (Field::OwnerEmail, words(&**owner_email)),
        (Field::Unit, words(unit.words())),
        (Field::Decimals, number(Some(f64::from(*decimals)))),
        (Field::Polarity, words(polarity.words())),
        (Field::Frequency, words(frequency.words())),
        (Field::DueQuarters, words(quarters.join("; "))),
        (Field::YearKind, words(if year.kind == YearKind::Financial { "" } else { year.kind.words() })),
        (Field::Aggregation, words(aggregation.words())),
        (Field::Cumulative, yes(*cumulative)),
        (Field::Sets, words(sets.join("; "))),
        (Field::Perspective, words(&**perspective)),
        (Field::MeasureType, measure_type.and_then(|t| words(t.words()))),
        (Field::Scheme, scheme.and_then(|s| words(s.words()))),
        (Field::TolerancePercent, number(*tolerance_percent)),
        (Field::ToleranceAbsolute, number(*tolerance_absolute)),
        (Field::Minimum, number(*minimum)),
        (Field::Maximum, number(*maximum)),
        (Field::NumeratorName, words(&**numerator_name)),
        (Field::DenominatorName, words(&**denominator_name)),
        (Field::Per, number(*per)),
        (Field::PartOfWhole, yes(*part_of_whole)),
        (Field::Breaks, words(breaks.join("; "))),
        (Field::BreakReason, words(&**break_reason)),
        (Field::FirstQuarter, words(first.map(|p| p.to_string()).unwrap_or_default())),
        (Field::LastQuarter, words(last.map(|p| p.to_string()).unwrap_or_default())),
        (Field::SmallNumbers, small),
        (Field::Seasonal, long_term.and_then(|l| words(l.words()))),
        (Field::Key, yes(*key)),
        (Field::Weight, number(Some(*weight).filter(|w| *w != 1.0))),
    ])
}

pub(super) fn target_row(id: &str, year: &str, target: &Target) -> WrittenRow {
    let Target { annual, quarters: [q1, q2, q3, q4], baseline, floor, amber_low, green_low, green_high, amber_high } =
        target;
    row([
        (Field::Id, words(id)),
        (Field::Year, words(year)),
        (Field::Annual, number(*annual)),
        (Field::Q1, number(*q1)),
        (Field::Q2, number(*q2)),
        (Field::Q3, number(*q3)),
        (Field::Q4, number(*q4)),
        (Field::Baseline, number(*baseline)),
        (Field::Floor, number(*floor)),
        (Field::AmberLow, number(*amber_low)),
        (Field::GreenLow, number(*green_low)),
        (Field::GreenHigh, number(*green_high)),
        (Field::AmberHigh, number(*amber_high)),
    ])
}
