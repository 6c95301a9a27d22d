//! What old councils and services are called in a new register.

use super::model::{CrosswalkCouncil, CrosswalkService, OldCouncil};
use super::terms::old_id;
use crate::measure::Aggregation;
use crate::record::Field;
use crate::register::{Indicator, Service};
use crate::starter::{WrittenCell, WrittenRow};

/// The council before whose measure an old one was, as this register calls it: the old council, or one before that.
pub(super) fn predecessor_of(council: &OldCouncil, before: &str) -> String {
    if before.is_empty() { council.id.to_string() } else { old_id(&council.id, before) }
}

/// A quotient that no formula gives any more is told by what the formula divided: a ratio names both.
pub(super) fn divided(cells: &mut WrittenRow, old: &Indicator) {
    let ratio = old.aggregation == Aggregation::Ratio && !cells.contains_key(&Field::Formula);
    if let Some(formula) = old.formula.as_ref().filter(|_| ratio) {
        for (field, part) in [(Field::NumeratorName, "numerator"), (Field::DenominatorName, "denominator")] {
            let words = WrittenCell::Words(format!("{part} of {}", formula.text));
            cells.entry(field).or_insert(words);
        }
    }
}

/// Up to which count people are hidden, whatever the settings of the new council say.
pub(super) fn hide(cells: &mut WrittenRow, up_to: Option<u32>) {
    match up_to {
        Some(most) => _ = cells.insert(Field::SmallNumbers, WrittenCell::Number(f64::from(most))),
        None => _ = cells.remove(&Field::SmallNumbers),
    }
}

/// `Ashcombe` of `Ashcombe District Council`: as people tell councils apart.
pub(super) fn short(name: &str) -> String {
    const KINDS: [&str; 9] =
        ["council", "district", "borough", "county", "city", "metropolitan", "unitary", "royal", "london"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let kept = words.iter().rposition(|w| !KINDS.contains(&w.to_lowercase().as_str())).map_or(0, |n| n + 1);
    if kept == 0 { name.to_owned() } else { words[..kept].join(" ") }
}

pub(super) fn service_name(row: &CrosswalkService, service: &Service, council: &CrosswalkCouncil) -> String {
    match (row.new_id.is_empty(), row.new_name.is_empty()) {
        (_, false) => row.new_name.clone(),
        (false, true) => service.name.clone(),
        (true, true) => format!("{} ({})", service.name, short(&council.name)),
    }
}
