//! The sheets Comparators and Neighbours.

use super::row::{Ids, Sheets};
use crate::catalogue;
use crate::map::{Map, Set};
use crate::measure::Unit;
use crate::record::{Field, Kind};
use crate::register::peers::key;
use crate::register::{Comparator, Indicator, Neighbour, PeerKind};
use crate::text::words::quoted;
use std::sync::Arc;

/// What others reach, in the sheet's order; one row for an indicator, a name and a quarter.
pub(super) fn comparators(sheets: &mut Sheets<'_>, known: &[Indicator], indicators: &Ids) -> Vec<Comparator> {
    if sheets.of(Kind::Comparators).next().is_none() {
        return vec![];
    }
    let units: Map<&Arc<str>, Unit> = known.iter().map(|i| (&i.id, i.unit)).collect();
    let mut comparators = Vec::new();
    let mut seen = Map::default();
    for record in sheets.of(Kind::Comparators) {
        let mut row = sheets.row(record, Field::Id);
        let id = row.needed(Field::Id, "the id of an indicator");
        let indicator = id.and_then(|id| row.refers(Field::Id, &id, indicators, "an indicator"));
        let unit = indicator.as_ref().and_then(|id| units.get(id)).copied().unwrap_or(Unit::Number);
        let name = row.needed(Field::Name, "who or what is compared with");
        let period = row.needed(Field::Period, "a quarter like 2026-27Q1");
        let period = period.and_then(|text| row.period(Field::Period, &text));
        let value = match row.needed(Field::Value, "a number") {
            Some(_) => row.number(Field::Value, unit),
            None => None,
        };
        let source = row.text(Field::Source);
        let kind = match row.record.text(Field::ComparatorKind).is_empty() {
            true => Some(PeerKind::Peer),
            false => row.word(Field::ComparatorKind, PeerKind::ALL, PeerKind::words),
        };
        let (Some(indicator), Some(name), Some(period), Some(value)) = (indicator, name, period, value) else {
            continue;
        };
        let cell = row.place(Field::Name).cell;
        if let Some(first) = seen.insert((indicator.clone(), key(&name), period), cell) {
            let got = format!("{}, which {first} has for the same indicator and quarter", quoted(&name));
            row.find(&catalogue::G001, Field::Name, "one row for an indicator, a name and a quarter", got);
        }
        if let Some(kind) = kind {
            comparators.push(Comparator { indicator, name, period, value, source, kind, nearness: None });
        }
    }
    comparators
}

/// The neighbours, the nearest first. Where there are any, a peer that is not among them is said.
pub(super) fn neighbours(sheets: &mut Sheets<'_>, comparators: &[Comparator]) -> Vec<Neighbour> {
    let mut neighbours = Vec::new();
    let mut seen = Map::default();
    for record in sheets.of(Kind::Neighbours) {
        let mut row = sheets.row(record, Field::Name);
        let name = row.needed(Field::Name, "the name of a council");
        let distance = match row.needed(Field::Distance, "a number, 0 or more") {
            Some(_) => row.number(Field::Distance, Unit::Number),
            None => None,
        };
        let source = row.text(Field::Source);
        let (Some(name), Some(distance)) = (name, distance) else { continue };
        if let Some(first) = seen.insert(key(&name), row.place(Field::Name).cell) {
            row.find(
                &catalogue::G001,
                Field::Name,
                "one row for a council",
                format!("{}, which {first} has too", quoted(&name)),
            );
        } else if distance < 0.0 {
            row.find(&catalogue::G012, Field::Distance, "0 or more", distance.to_string());
        } else {
            neighbours.push(Neighbour { name, distance, source });
        }
    }
    neighbours.sort_by(|a, b| a.distance.total_cmp(&b.distance).then_with(|| key(&a.name).cmp(&key(&b.name))));
    if !neighbours.is_empty() {
        strangers(sheets, comparators, &seen.into_keys().collect());
    }
    neighbours
}

/// Peers without a distance, each once.
fn strangers(sheets: &mut Sheets<'_>, comparators: &[Comparator], known: &Set<String>) {
    let peers: Set<&str> = comparators.iter().filter(|c| c.kind == PeerKind::Peer).map(|c| c.name.as_str()).collect();
    let mut told = Set::default();
    for record in sheets.of(Kind::Comparators) {
        let mut row = sheets.row(record, Field::Id);
        let name = row.record.text(Field::Name);
        if peers.contains(name.as_str()) && !known.contains(&key(&name)) && told.insert(key(&name)) {
            row.find(&catalogue::G030, Field::Name, "a name of the sheet Neighbours", quoted(&name));
        }
    }
}
