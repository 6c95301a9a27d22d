//! A crosswalk beside the registers that it joins.

use super::here;
use super::model::{Crosswalk, OldCouncil, OldMeasure, Relation, ShareOf, old_measures, same_id};
use super::terms::{NewMeasure, at, new_measures};
use crate::catalogue;
use crate::condition;
use crate::finding::Finding;
use crate::map::Map;
use crate::measure::Polarity;
use crate::reading::{CellRef, Place};
use crate::register::Indicator;
use crate::text::likeness::{Likeness, Name};
use crate::text::words::{list, plain, quoted};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is wrong with a crosswalk by itself, whatever its councils measure, sorted by place.
pub fn check_alone(crosswalk: &Crosswalk) -> Vec<Finding> {
    let mut out = vec![];
    circles(crosswalk, &mut out);
    sums(crosswalk, &mut out);
    for successor in &crosswalk.successors {
        if crosswalk.councils_of(&successor.id).next().is_none() {
            let found = Finding::new(&catalogue::G009, "a council whose “Goes to” names it", "none");
            out.push(found.at(&successor.place).about(&*successor.id));
        }
    }
    out.sort();
    out
}

/// All that is wrong with a crosswalk between these councils, or has to be known of it, sorted by place.
pub fn check(crosswalk: &Crosswalk, councils: &[OldCouncil]) -> Vec<Finding> {
    let mut out = check_alone(crosswalk);
    complete(crosswalk, councils, &mut out);
    drafted(crosswalk, councils, &mut out);
    splits(crosswalk, councils, &mut out);
    ids(crosswalk, councils, &mut out);
    conversions(crosswalk, councils, &mut out);
    here::check(crosswalk, councils, &mut out);
    // Without errors so far: what each successor gets.
    if out.iter().all(|f| f.severity != crate::finding::Severity::Error) {
        // What is said of a measure is said once, and not for every successor that has it.
        let mut said = BTreeSet::new();
        for successor in &crosswalk.successors {
            for measure in new_measures(crosswalk, councils, &successor.id) {
                let mut found = vec![];
                alike(&measure, &mut found);
                footings(&measure, &mut found);
                out.extend(found.into_iter().filter(|f| said.insert((f.code.clone(), f.cell, f.got.clone()))));
            }
            matrices(crosswalk, councils, &successor.id, &mut out);
        }
    }
    out.sort();
    out.dedup();
    out
}

fn place_of(of: &str, place: &Place) -> String {
    format!("{of} in {}", place.cell)
}

/// A council that goes to another that goes back to it. One that goes on by itself is no circle.
fn circles(crosswalk: &Crosswalk, out: &mut Vec<Finding>) {
    let next = |id: &str| crosswalk.council(id).map_or(&[][..], |c| &c.goes_to);
    let mut told: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for start in &crosswalk.councils {
        let mut ways: Vec<Vec<&str>> = vec![vec![&start.id]];
        while let Some(way) = ways.pop() {
            let here = way.last().copied().unwrap_or_default();
            for to in next(here).iter().filter(|to| ***to != *here) {
                if **to == *start.id {
                    if told.insert(way.iter().copied().collect()) {
                        let cells = way.iter().filter_map(|id| Some(place_of(id, &crosswalk.council(id)?.places[1])));
                        let got =
                            format!("{} → {} ({})", way.join(" → "), start.id, cells.collect::<Vec<_>>().join(", "));
                        let found = Finding::new(&catalogue::X003, "successors that come to an end", got);
                        out.push(found.at(&start.places[1]).about(&*start.id));
                    }
                } else if !way.contains(&&**to) {
                    ways.push(way.iter().copied().chain([&**to]).collect());
                }
            }
        }
    }
}

/// The shares of each council by each basis: one for each successor, and together all of it.
fn sums(crosswalk: &Crosswalk, out: &mut Vec<Finding>) {
    let mut groups: BTreeMap<(&str, String), Vec<&super::model::CrosswalkShare>> = BTreeMap::new();
    for share in &crosswalk.shares {
        groups.entry((&share.council, share.basis.to_lowercase())).or_default().push(share);
    }
    for ((council, _), rows) in groups {
        let Some(first) = rows.first() else { continue };
        let cells =
            || list(rows.iter().map(|r| r.place.cell.to_string()).collect::<Vec<_>>().iter().map(String::as_str));
        let mut say = |expected: &str, got: String| {
            out.push(
                Finding::new(&catalogue::X002, expected, got)
                    .at(&first.place)
                    .about(format!("{council} by {}", first.basis)),
            );
        };
        let going = crosswalk.council(council).map_or(&[][..], |c| &c.goes_to);
        let without: Vec<&str> =
            going.iter().filter(|s| rows.iter().all(|r| r.successor != **s)).map(|s| &**s).collect();
        if !without.is_empty() {
            say("a row for each successor of the council", format!("none for {}", list(without.into_iter())));
            continue;
        }
        if let Some(strange) = rows.iter().find(|r| !going.contains(&r.successor)) {
            say("successors of the council", format!("{} in {}", strange.successor, strange.place.cell));
            continue;
        }
        let fractions: Vec<f64> =
            rows.iter().filter_map(|r| if let ShareOf::Fraction(f) = r.of { Some(f) } else { None }).collect();
        let sum: f64 = fractions.iter().sum();
        if fractions.len() == rows.len() && (sum - 1.0).abs() > 1e-9 {
            say("shares that sum to 1", format!("{} from {}", plain(crate::status::round_half_away(sum, 9)), cells()));
        } else if !fractions.is_empty() && fractions.len() < rows.len() {
            say("shares for all successors, or parts for all", format!("both in {}", cells()));
        } else {
            let mut parts: Map<String, CellRef> = Map::default();
            for row in &rows {
                let ShareOf::Parts(names) = &row.of else { continue };
                for name in names {
                    if let Some(cell) = parts.insert(name.to_lowercase(), row.place.cell) {
                        say(
                            "each part for one successor",
                            format!("{} in {cell} and {}", quoted(name), row.place.cell),
                        );
                    }
                }
            }
        }
    }
}

/// Every measure, service and priority has a row, and every row has one.
fn complete(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    for council in councils {
        let Some(place) = crosswalk.council(&council.id).map(|c| &c.places[0]) else { continue };
        let register = &council.register;
        let mut missing = |sheet: &str, what: &str, ids: Vec<&str>| {
            for id in ids {
                let found = Finding::new(&catalogue::X005, format!("a row for {what} {id} of {}", council.id), "none");
                out.push(found.in_file(place.source.file.clone()).in_sheet(sheet).about(id));
            }
        };
        let has = |id: &str| crosswalk.measures.iter().any(|m| m.council == council.id && same_id(&m.id, id));
        missing("Measures", "the measure", register.indicators.iter().map(|i| &*i.id).filter(|id| !has(id)).collect());
        let has = |id: &str| crosswalk.service(&council.id, id).is_some();
        missing("Services", "the service", register.services.iter().map(|s| &*s.id).filter(|id| !has(id)).collect());
        let has = |id: &str| crosswalk.priority(&council.id, id).is_some();
        let priorities = register.priorities.iter().map(|p| p.id.as_str());
        missing("Priorities", "the priority", priorities.filter(|id| !has(id)).collect());
    }
    let council = |id: &str| councils.iter().find(|c| *c.id == *id);
    for row in &crosswalk.measures {
        if let Some(of) = council(&row.council).filter(|c| c.register.indicator(&row.id).is_none()) {
            let found =
                Finding::new(&catalogue::X005, format!("a measure of the register of {}", of.name), quoted(&row.id));
            out.push(found.at(&row.places[0]).about(&*row.id));
        }
    }
    for row in &crosswalk.services {
        let known = |c: &&OldCouncil| c.register.services.iter().any(|s| same_id(&s.id, &row.id));
        if let Some(of) = council(&row.council).filter(|c| !known(c)) {
            let found =
                Finding::new(&catalogue::X005, format!("a service of the register of {}", of.name), quoted(&row.id));
            out.push(found.at(&row.place).about(&*row.id));
        }
    }
}

/// Registers and ledgers are those that the crosswalk was drafted from.
fn drafted(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    for row in &crosswalk.councils {
        let Some(council) = councils.iter().find(|c| c.id == row.id) else { continue };
        let both = [
            ("the register", &row.register_sha256, &council.register_sha256),
            ("the ledger whose newest record is", &row.ledger_hash, &council.ledger.1),
        ];
        for (what, then, now) in both.into_iter().filter(|(_, then, now)| !then.is_empty() && then != now) {
            let short = |hash: &str| hash.chars().take(12).collect::<String>();
            let found = Finding::new(&catalogue::X010, format!("{what} {}…", short(then)), format!("{}…", short(now)));
            out.push(found.at(&row.places[0]).about(&*row.id));
        }
    }
}

/// What goes to several successors is split, by shares that are there.
fn splits(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    for old in old_measures(crosswalk, councils) {
        let row = old.row;
        let bases = || {
            let all: BTreeSet<&str> =
                crosswalk.shares.iter().filter(|s| s.council == row.council).map(|s| s.basis.as_str()).collect();
            match all.is_empty() {
                true => format!("a basis of the sheet Shares, which has none for {}", row.council),
                false => format!("a basis of the sheet Shares: {}", list(all.into_iter())),
            }
        };
        let going = crosswalk.council(&row.council).map_or(0, |c| c.goes_to.len());
        if !row.split_by.is_empty() && row.successors.len() < going {
            let to = list(row.successors.iter().map(|s| &**s));
            let got = format!("{}, and it goes to {to} alone: the rest would go nowhere", quoted(&row.split_by));
            out.push(at(Finding::new(&catalogue::G009, "no “Split by”, or all successors of the council", got), old));
            continue;
        }
        if row.split_by.is_empty() {
            if row.relation.counts() && row.successors.len() > 1 {
                let to = list(row.successors.iter().map(|s| &**s));
                out.push(at(Finding::new(&catalogue::X007, bases(), format!("nothing, and it goes to {to}")), old));
            }
        } else if row.successors.iter().any(|s| crosswalk.share(&row.council, &row.split_by, s).is_none()) {
            out.push(at(Finding::new(&catalogue::G002, bases(), quoted(&row.split_by)), old));
        }
    }
}

/// A new id that another old council has for something else.
fn ids(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    let row_of: Map<(Arc<str>, String), OldMeasure<'_>> = old_measures(crosswalk, councils)
        .map(|old| ((old.council.id.clone(), old.indicator.id.to_lowercase()), old))
        .collect();
    let mut said = BTreeSet::new();
    for old in old_measures(crosswalk, councils).filter(|old| !old.row.new_id.is_empty()) {
        let new = old.row.new_id.to_lowercase();
        for council in councils {
            let Some(other) = row_of.get(&(council.id.clone(), new.clone())) else { continue };
            let elsewhere = !same_id(&other.row.new_id, &old.row.new_id);
            let meets = other.row.successors.iter().any(|s| old.row.successors.contains(s));
            if elsewhere && meets && said.insert((other.council.id.clone(), new.clone())) {
                let expected = format!(
                    "an id that no old council has for something else: {} has {} for {}, in {}",
                    other.council.name,
                    old.row.new_id,
                    quoted(&other.indicator.name),
                    other.row.places[0].cell
                );
                let got = format!("{} for {}", old.row.new_id, quoted(&old.indicator.name));
                let found = Finding::new(&catalogue::X004, expected, got).at(&old.row.places[1]);
                out.push(found.about(&*old.row.new_id));
            }
        }
        let taken = councils.iter().find(|c| {
            let prefix = format!("{}-", c.id.to_lowercase());
            new.strip_prefix(&prefix).is_some_and(|rest| c.register.indicator(rest).is_some())
        });
        if let Some(council) = taken {
            let expected = format!("an id that does not begin with {}-, as the old measures do", council.id);
            let found = Finding::new(&catalogue::G001, expected, old.row.new_id.to_string());
            out.push(found.at(&old.row.places[1]).about(&*old.row.new_id));
        }
    }
}

/// Formulas that can be read, over the three words that stand for figures.
fn conversions(crosswalk: &Crosswalk, councils: &[OldCouncil], out: &mut Vec<Finding>) {
    const WORDS: [&str; 3] = ["value", "numerator", "denominator"];
    let wanted = "arithmetic over value, numerator and denominator, such as 100 - value";
    for old in old_measures(crosswalk, councils).filter(|old| !old.row.formula.is_empty()) {
        let got = match condition::arithmetic(&old.row.formula) {
            Err(why) => why,
            Ok(expression) => {
                let used = condition::used(&expression);
                match used.iter().find(|name| !WORDS.iter().any(|w| w.eq_ignore_ascii_case(name))) {
                    Some(strange) => quoted(strange),
                    None if used.is_empty() => "a formula that uses no figure".to_owned(),
                    None => continue,
                }
            }
        };
        out.push(at(Finding::new(&catalogue::G014, wanted, got), old));
    }
}

fn described(i: &Indicator) -> String {
    format!("{}, {}", i.unit.words(), i.polarity.words().to_lowercase())
}

/// What is claimed to be the same is of one unit, one polarity and one kind; one row leads.
fn alike(measure: &NewMeasure<'_>, out: &mut Vec<Finding>) {
    let lead = measure.lead;
    let all = || measure.terms.iter().map(|t| t.old).chain(measure.apart.iter().copied());
    if let Some(second) = all().filter(|old| old.row.lead).nth(1) {
        let got = format!("Yes here and for {}", place_of(&lead.indicator.id, &lead.row.places[2]));
        out.push(at(Finding::new(&catalogue::G009, "one row that leads, for each new measure", got), second));
    }
    let leading = place_of(&format!("{} of {}", lead.indicator.id, lead.council.id), &lead.row.places[0]);
    for term in &measure.terms {
        let (old, i) = (term.old, term.old.indicator);
        let same_unit = i.unit == lead.indicator.unit;
        let same_way = i.polarity == lead.indicator.polarity;
        let turns = old.row.formula.is_empty() && old.row.factor < 0.0;
        let plain_turn = |p: Polarity| matches!(p, Polarity::Higher | Polarity::Lower);
        let wrong = match old.row.relation {
            Relation::ConvertibleTo => {
                let both = plain_turn(i.polarity) && plain_turn(lead.indicator.polarity);
                both && old.row.formula.is_empty() && turns == same_way
            }
            _ => !same_unit || !same_way,
        };
        if wrong {
            let turned = if turns { ", turned by its factor" } else { "" };
            let expected = format!("{}, as {leading}", described(lead.indicator));
            out.push(at(Finding::new(&catalogue::X001, expected, described(i) + turned), old));
        }
    }
    // One id by chance is no likeness: words that have nothing in common are asked about.
    let name = |old: &OldMeasure<'_>| Name::new(&old.indicator.name);
    for old in measure.terms.iter().map(|t| t.old).filter(|old| old.row.relation == Relation::SameAs) {
        let one_id = same_id(&old.indicator.id, &lead.indicator.id) && old.council.id != lead.council.id;
        if one_id && name(&old).likeness(&name(&lead)) == Likeness::Apart {
            let expected = format!("the same measure as {leading}, {}", quoted(&lead.indicator.name));
            out.push(at(Finding::new(&catalogue::X004, expected, quoted(&old.indicator.name)), old));
        }
    }
    let mut councils: Map<&str, OldMeasure<'_>> = Map::default();
    for term in measure.terms.iter().filter(|t| t.old.row.relation != Relation::PartOf) {
        if let Some(first) = councils.insert(&term.old.council.id, term.old) {
            let expected =
                format!("“{}” for both, or one measure of {}", Relation::PartOf.words(), term.old.council.name);
            let got = format!(
                "“{}” beside {}",
                term.old.row.relation.words(),
                place_of(&first.indicator.id, &first.row.places[0])
            );
            out.push(at(Finding::new(&catalogue::X001, expected, got), term.old));
        }
    }
}

/// What no figure can be made of, and what differs from the row that leads.
fn footings(measure: &NewMeasure<'_>, out: &mut Vec<Finding>) {
    let lead = measure.lead;
    if let (Err(why), true) = (&measure.made, measure.apart.is_empty()) {
        let expected = format!("one figure for {}", measure.id);
        out.push(at(Finding::new(&catalogue::X008, expected, why.clone()), lead));
    }
    for old in measure
        .terms
        .iter()
        .map(|t| t.old)
        .filter(|old| old.row.id != lead.row.id || old.row.council != lead.row.council)
    {
        let (a, b) = (lead.indicator, old.indicator);
        let yes = |b: bool| if b { "the year to date" } else { "the quarter" };
        let differences: Vec<(String, String)> = [
            (a.frequency != b.frequency, (a.frequency.words().to_owned(), b.frequency.words().to_owned())),
            (a.cumulative != b.cumulative, (yes(a.cumulative).to_owned(), yes(b.cumulative).to_owned())),
            (a.year.kind != b.year.kind, (a.year.kind.words().to_owned(), b.year.kind.words().to_owned())),
            (a.aggregation != b.aggregation, (a.aggregation.words().to_owned(), b.aggregation.words().to_owned())),
            (a.decimals != b.decimals, (format!("{} decimals", a.decimals), format!("{} decimals", b.decimals))),
        ]
        .into_iter()
        .filter(|(differs, _)| *differs)
        .map(|(_, both)| both)
        .collect();
        if !differences.is_empty() {
            let join = |of: fn(&(String, String)) -> &str| list(differences.iter().map(of));
            let expected = format!("{}, as {} of {}", join(|d| &d.0), a.id, lead.council.id);
            out.push(at(Finding::new(&catalogue::X009, expected, join(|d| &d.1)), old));
        }
    }
}

/// Risks that are rated on another matrix than that of the settings with which the successor begins.
fn matrices(crosswalk: &Crosswalk, councils: &[OldCouncil], successor: &str, out: &mut Vec<Finding>) {
    let Some(settings) = settings_council(crosswalk, councils, successor) else { return };
    for row in crosswalk.councils_of(successor) {
        let Some(council) = councils.iter().find(|c| c.id == row.id) else { continue };
        let steps = |c: &OldCouncil| format!("{} × {}", c.risk_steps[0], c.risk_steps[1]);
        if council.risk_steps != settings.risk_steps {
            let expected = format!("a matrix of {}, as {}", steps(settings), settings.name);
            out.push(Finding::new(&catalogue::X011, expected, steps(council)).at(&row.places[0]).about(&*row.id));
        }
    }
}

/// The council whose settings a successor begins with.
pub fn settings_council<'c>(
    crosswalk: &Crosswalk,
    councils: &'c [OldCouncil],
    successor: &str,
) -> Option<&'c OldCouncil> {
    let named = crosswalk.successors.iter().find(|s| *s.id == *successor).map_or("", |s| s.settings_from.as_str());
    let first = crosswalk.councils_of(successor).next().map_or("", |c| &*c.id);
    let wanted = if named.is_empty() { first } else { named };
    councils.iter().find(|c| *c.id == *wanted)
}
