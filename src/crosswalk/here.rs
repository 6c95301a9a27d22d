//! What old things are called in a new register, and whether that can be: each id once, services that are there, parts that the
//! returns have.

use super::model::{Crosswalk, CrosswalkService, OldCouncil, OldMeasure, ShareOf, old_measures, same_id};
use super::terms::{at, old_id};
use crate::catalogue;
use crate::finding::Finding;
use crate::map::Map;
use crate::text::words::{list, meaning, quoted};
use crate::validate::{FigurePart, suffix};
use std::collections::BTreeSet;

/// Says what of the old councils could not stand in the registers of the new ones.
pub(super) fn check(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    measures(crosswalk, councils, out);
    services(crosswalk, out);
    parts(crosswalk, councils, out);
}

fn measures(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    const WORDS: [(FigurePart, bool); 5] = [
        (FigurePart::Numerator, false),
        (FigurePart::Denominator, false),
        (FigurePart::Value, true),
        (FigurePart::Numerator, true),
        (FigurePart::Denominator, true),
    ];
    let mut taken: Map<String, OldMeasure<'_>> = Map::default();
    for old in old_measures(crosswalk, councils) {
        let (id, register) = (&*old.indicator.id, &old.council.register);
        let say = |expected: &str, got: String| {
            let found = Finding::new(&catalogue::G001, expected, got).at(&old.row.places[0]);
            found.about(format!("{id} of {}", old.council.id))
        };
        if id.contains('"') {
            out.push(say("an id without quotation marks: rename it in the old register (Formerly)", quoted(id)));
        }
        let ends = |(part, year): &(FigurePart, bool)| id.strip_suffix(suffix(*part, *year));
        if let Some(other) = WORDS.iter().filter_map(ends).find(|other| register.indicator(other).is_some()) {
            let got =
                format!("{}, which formulas take for a part of {other}; rename it in the old register", quoted(id));
            out.push(say("an id that is not another id with .year, .numerator or .denominator behind it", got));
        }
        let here = old_id(&old.council.id, id);
        if let Some(other) = taken.insert(here.to_lowercase(), old) {
            let place = other.row.places[0].cell;
            let got = format!(
                "{here}, which {} of {} in {place} would be too; give one council another id",
                other.indicator.id, other.council.id
            );
            out.push(say("an id of its own, with that of its council before it", got));
        }
        // The service of a measure goes where the measure goes.
        let service = crosswalk.service(&old.council.id, &old.indicator.service);
        let lacking =
            old.row.successors.iter().find(|s| service.is_some_and(|service| !service.successors.contains(s)));
        if let Some(successor) = lacking {
            let expected = format!("a measure whose service goes to {successor} as well");
            let got = format!("{} of the service {}, which does not", id, old.indicator.service);
            out.push(at(Finding::new(&catalogue::G002, expected, got), old));
        }
    }
}

/// The id of a service in a new register.
fn service_here(row: &CrosswalkService) -> String {
    if row.new_id.is_empty() { old_id(&row.council, &row.id) } else { row.new_id.clone() }
}

fn services(crosswalk: &Crosswalk, out: &mut Vec<Finding>) {
    let own = || crosswalk.services.iter().filter(|row| row.sent_by.is_empty());
    for row in crosswalk.services.iter().filter(|row| !row.sent_by.is_empty()) {
        let sends = |successor: &str| {
            own().any(|s| same_id(&service_here(s), &row.sent_by) && s.successors.iter().any(|to| **to == *successor))
        };
        if let Some(successor) = row.successors.iter().find(|s| !sends(s)) {
            let expected = format!(
                "the id of a service in the register of {successor} that sends for itself, such as ASH-HW or a “New id”"
            );
            out.push(Finding::new(&catalogue::G002, expected, quoted(&row.sent_by)).at(&row.place).about(&*row.id));
        }
    }
    let mut names: Map<(String, String), &CrosswalkService> = Map::default();
    for row in own() {
        let here = service_here(row);
        let say = |expected: &str, got: String| {
            Finding::new(&catalogue::G001, expected, got).at(&row.place).about(format!("{} of {}", row.id, row.council))
        };
        if !row.new_id.is_empty()
            && let Some(other) = own().find(|s| s.new_id.is_empty() && same_id(&service_here(s), &row.new_id))
        {
            let got = format!("{}, as {} goes on, in {}", row.new_id, other.id, other.place.cell);
            out.push(say("a new id that no old service goes on under", got));
        }
        for successor in row.successors.iter().filter(|_| !row.new_name.is_empty()) {
            let key = (successor.to_lowercase(), meaning(&row.new_name));
            if let Some(other) = names.insert(key, row).filter(|other| !same_id(&service_here(other), &here)) {
                let got = format!(
                    "{}, which {} has too, in {}",
                    quoted(&row.new_name),
                    service_here(other),
                    other.place.cell
                );
                out.push(say("a new name of its own: returns may give the name alone", got));
            }
        }
    }
}

/// Every part that the old returns have of a measure that is split by parts goes to one successor, and every name is one of theirs.
fn parts(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    for old in old_measures(crosswalk, councils).filter(|old| !old.row.split_by.is_empty()) {
        let mut named: BTreeSet<String> = BTreeSet::new();
        for share in
            crosswalk.shares.iter().filter(|s| s.council == old.council.id && same_id(&s.basis, &old.row.split_by))
        {
            if let ShareOf::Parts(parts) = &share.of {
                named.extend(parts.iter().map(|p| p.to_lowercase()));
            }
        }
        if named.is_empty() {
            continue;
        }
        let there: BTreeSet<String> =
            old.council.parts.get(&old.indicator.id).into_iter().flatten().map(|p| p.to_lowercase()).collect();
        let unnamed: Vec<String> = there.difference(&named).map(|p| quoted(p)).collect();
        let strange: Vec<String> = named.difference(&there).map(|p| quoted(p)).collect();
        for (what, parts) in [("left out by the sheet Shares", unnamed), ("in no return", strange)] {
            if !parts.is_empty() {
                let got = format!("{} {what}", list(parts.iter().map(String::as_str)));
                let expected = "the parts that returns give of the measure, each for one successor";
                out.push(at(Finding::new(&catalogue::X002, expected, got), old));
            }
        }
    }
}
