//! The crosswalk that is proposed: which measures, services and priorities may be one, and what differs between them.

use super::cells::{number, row, words, yes};
use super::likeness::{At, Groups, differences, factor, groups, target};
use super::model::{OldCouncil, Relation};
use crate::map::Map;
use crate::period::Period;
use crate::record::{Field, Kind};
use crate::register::Indicator;
use crate::starter::{self, WrittenRow};
use crate::text::words::meaning;
use crate::workbook::Book;
use std::collections::{BTreeMap, BTreeSet};

/// What the councils become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Becoming {
    /// Id and name of each council that comes after.
    pub successors: Vec<(String, String)>,
    /// The first quarter of all of them.
    pub first: Period,
}

/// A crosswalk of these councils, to be edited by people. The same registers give the same bytes.
pub fn draft(councils: &[OldCouncil], becoming: &Becoming) -> Book<'static> {
    let mut rows: BTreeMap<Kind, Vec<WrittenRow>> = BTreeMap::new();
    let only = match &becoming.successors[..] {
        [(id, _)] => id.clone(),
        _ => String::new(),
    };
    let council = |c: &OldCouncil| {
        row([
            (Field::Id, words(&*c.id)),
            (Field::Name, words(&*c.name)),
            (Field::Folder, words(&*c.folder)),
            (Field::GoesTo, words(only.as_str())),
            (Field::RegisterHash, words(&*c.register_sha256)),
            (Field::LedgerRecord, number(Some(c.ledger.0 as f64))),
            (Field::LedgerHash, words(&*c.ledger.1)),
        ])
    };
    rows.insert(Kind::Predecessors, councils.iter().map(council).collect());
    let first = becoming.first.to_string();
    let settings = councils.first().map(|c| &*c.id).unwrap_or_default();
    let successor = |(id, name): &(String, String)| {
        row([
            (Field::Id, words(id.as_str())),
            (Field::Name, words(name.as_str())),
            (Field::FirstQuarter, words(first.as_str())),
            (Field::SettingsFrom, words(if only.is_empty() { "" } else { settings })),
        ])
    };
    rows.insert(Kind::Successors, becoming.successors.iter().map(successor).collect());
    rows.insert(
        Kind::Services,
        named_alike(councils, |c| c.register.services.iter().map(|s| (&*s.id, s.name.as_str())).collect()),
    );
    rows.insert(
        Kind::Priorities,
        named_alike(councils, |c| c.register.priorities.iter().map(|p| (&*p.id, p.name.as_str())).collect()),
    );
    rows.insert(Kind::Crosswalk, measures(councils, &groups(councils)));
    let relations = Relation::ALL.iter().map(|r| r.words().to_owned()).collect();
    let yes_no = vec!["Yes".to_owned(), "No".to_owned()];
    starter::crosswalk_with(&rows, &[(Field::Relation, relations), (Field::Lead, yes_no)], becoming.first)
}

/// Services or priorities: those of the same name have one new id, the others one of their own.
fn named_alike<'c>(
    councils: &'c [OldCouncil],
    of: impl Fn(&'c OldCouncil) -> Vec<(&'c str, &'c str)>,
) -> Vec<WrittenRow> {
    let all: Vec<(&OldCouncil, &str, &str)> =
        councils.iter().flat_map(|c| of(c).into_iter().map(move |(id, name)| (c, id, name))).collect();
    let mut by_name: Map<String, String> = Map::default();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut rows = vec![];
    for (council, id, name) in all {
        let new_id = by_name.entry(meaning(name)).or_insert_with(|| free(id, &council.id, &mut taken)).clone();
        rows.push(row([
            (Field::Council, words(&*council.id)),
            (Field::Id, words(id)),
            (Field::Name, words(name)),
            (Field::NewId, words(new_id)),
        ]));
    }
    rows
}

/// The id, or where another thing has it the id with the council's behind it.
fn free(id: &str, council: &str, taken: &mut BTreeSet<String>) -> String {
    let more = (2..).map(|n| format!("{id}-{council}-{n}"));
    let mut each = [id.to_owned(), format!("{id}-{council}")].into_iter().chain(more);
    each.find(|id| taken.insert(id.to_lowercase())).unwrap_or_default()
}

fn measures(councils: &[OldCouncil], groups: &Groups) -> Vec<WrittenRow> {
    let indicator = |at: &At| &councils[at.0].register.indicators[at.1];
    // Of an id that several councils have for different things nobody gets it plain.
    let mut taken: BTreeSet<String> = groups.clashes.iter().map(|at| indicator(at).id.to_lowercase()).collect();
    let mut rows: BTreeMap<At, WrittenRow> = BTreeMap::new();
    for (group, alike) in groups.groups.iter().zip(&groups.alike) {
        let lead = group[0];
        let new_id = new_id(councils, group, &mut taken);
        for at in group {
            let others = group.iter().filter(|other| *other != at);
            let with: Vec<String> = others.map(|o| format!("{} {}", councils[o.0].id, indicator(o).id)).collect();
            let of = |at: &At| (&councils[at.0], indicator(at));
            let differences = if *at == lead { String::new() } else { differences(of(&lead), of(at)) };
            let clash = groups.clashes.contains(at).then_some("same id and other words");
            let likeness = alike.map(|a| a.words()).or(clash).unwrap_or("alone");
            let i = indicator(at);
            let (relation, by, reason) = match i.predecessor.is_empty() {
                true => relation(indicator(&lead), i),
                // What it was put into goes on; its own figures are kept.
                false => (Relation::Ends, None, "Drafted: of a council before that one"),
            };
            let new_id = if relation == Relation::Ends { "" } else { new_id.as_str() };
            let cells = [
                (Field::Council, words(&*councils[at.0].id)),
                (Field::Id, words(&*i.id)),
                (Field::Name, words(&*i.name)),
                (Field::NewId, words(new_id)),
                (Field::Relation, words(relation.words())),
                (Field::Factor, number(by)),
                (Field::Lead, yes(*at == lead && group.len() > 1)),
                (Field::Reason, words(reason)),
                (Field::Likeness, words(likeness)),
                (Field::DraftedWith, words(with.join("; "))),
                (Field::Differences, words(differences)),
                (Field::Unit, words(i.unit.words())),
                (Field::Polarity, words(i.polarity.words())),
                (Field::Frequency, words(i.frequency.words())),
                (Field::Aggregation, words(i.aggregation.words())),
                (Field::Decimals, number(Some(f64::from(i.decimals)))),
                (Field::YearKind, words(i.year.kind.words())),
                (Field::Target, words(target(of(at)))),
            ];
            rows.insert(*at, row(cells));
        }
    }
    // Measures that may be one stand below each other.
    let order = groups.groups.iter().flatten();
    order.filter_map(|at| rows.remove(at)).collect()
}

/// The first id of a group that nothing else has.
fn new_id(councils: &[OldCouncil], group: &[At], taken: &mut BTreeSet<String>) -> String {
    let id = |at: &At| councils[at.0].register.indicators[at.1].id.clone();
    let plain = group.iter().map(id).find(|id| !taken.contains(&id.to_lowercase()));
    match plain {
        Some(id) => {
            taken.insert(id.to_lowercase());
            id.to_string()
        }
        None => free(&id(&group[0]), &councils[group[0].0].id, taken),
    }
}

/// What is proposed between a measure and the one that leads: what can be doubted is left to people.
fn relation(lead: &Indicator, i: &Indicator) -> (Relation, Option<f64>, &'static str) {
    if i.polarity != lead.polarity {
        return (Relation::NotComparableWith, None, "Drafted: another way is better");
    }
    match factor(i.unit, lead.unit) {
        _ if i.unit == lead.unit => (Relation::SameAs, None, ""),
        Some(by) => (Relation::ConvertibleTo, Some(by), "Drafted: the same in another unit"),
        None => (Relation::NotComparableWith, None, "Drafted: another unit"),
    }
}
