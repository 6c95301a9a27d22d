//! A crosswalk from the rows of its workbook, and everything in it that no row of a register is needed to see.

use super::model::{
    Crosswalk, CrosswalkCouncil, CrosswalkMeasure, CrosswalkPriority, CrosswalkService, CrosswalkShare, Relation,
    ShareOf, Successor,
};
use crate::catalogue;
use crate::finding::Finding;
use crate::map::Map;
use crate::measure::Unit;
use crate::reading::Source;
use crate::record::{Field, Kind, Record};
use crate::register::{Ids, RegisterRow, Sheets};
use crate::text::words::{meaning, quoted};
use std::sync::Arc;

/// Builds the crosswalk and says what is wrong with it, sorted by place.
pub fn read(records: &[Record], source: &Arc<Source>, start_month: u32) -> (Crosswalk, Vec<Finding>) {
    let mut sheets = Sheets::new(records, source, start_month);
    let council_ids = Ids::read(&mut sheets, Kind::Predecessors, Field::Id);
    let successor_ids = Ids::read(&mut sheets, Kind::Successors, Field::Id);
    for (ids, what, sheet) in [
        (&council_ids, "at least two councils", "Councils"),
        (&successor_ids, "at least one council that comes after", "Successors"),
    ] {
        if ids.is_empty() {
            let finding = Finding::new(&catalogue::G010, what, "none").in_file(source.file.clone()).in_sheet(sheet);
            sheets.findings.push(finding);
        }
    }
    let successors = successors(&mut sheets, &successor_ids, &council_ids);
    let councils = councils(&mut sheets, &council_ids, &successor_ids, &successors);
    let ids = KnownIds { councils: &council_ids, successors: &successor_ids, going: &councils };
    let shares = shares(&mut sheets, &ids);
    let services = services(&mut sheets, &ids);
    let priorities = priorities(&mut sheets, &ids);
    let measures = measures(&mut sheets, &ids);
    let mut findings = sheets.findings;
    findings.sort();
    (Crosswalk { councils, successors, shares, services, priorities, measures }, findings)
}

struct KnownIds<'k> {
    councils: &'k Ids,
    successors: &'k Ids,
    going: &'k [CrosswalkCouncil],
}

impl KnownIds<'_> {
    fn council(&self, row: &mut RegisterRow<'_, '_>) -> Option<Arc<str>> {
        let text = row.needed(Field::Council, "the id of a council of the sheet Councils")?;
        row.refers(Field::Council, &text, self.councils, "a council of the sheet Councils")
    }

    /// The successors of a row: those that it names, else all that its council goes to.
    fn successors(&self, row: &mut RegisterRow<'_, '_>, council: &str) -> Vec<Arc<str>> {
        let going = self.going.iter().find(|c| *c.id == *council).map_or(&[][..], |c| &c.goes_to);
        let mut out: Vec<Arc<str>> = vec![];
        for text in row.list(Field::Successors) {
            let Some(id) = row.refers(Field::Successors, &text, self.successors, "a council of the sheet Successors")
            else {
                continue;
            };
            if going.contains(&id) {
                out.extend((!out.contains(&id)).then_some(id));
            } else {
                let expected = format!("a council that {council} goes to by the sheet Councils");
                row.find(&catalogue::G002, Field::Successors, expected, quoted(&text));
            }
        }
        if out.is_empty() { going.to_vec() } else { out }
    }
}

/// Says of a second row about the same thing of a council which row is the first.
fn once(taken: &mut Map<(Arc<str>, String), String>, row: &mut RegisterRow<'_, '_>, council: &Arc<str>) -> bool {
    let id = row.text(Field::Id);
    let cell = row.place(Field::Id).cell.to_string();
    match taken.entry((council.clone(), id.to_lowercase())) {
        std::collections::hash_map::Entry::Occupied(first) => {
            let got = format!("{} of {council}, which {} has too", quoted(&id), first.get());
            row.find(&catalogue::G001, Field::Id, "one row for each of a council", got);
            false
        }
        std::collections::hash_map::Entry::Vacant(free) => {
            free.insert(cell);
            true
        }
    }
}

fn successors(sheets: &mut Sheets<'_>, ids: &Ids, councils: &Ids) -> Vec<Successor> {
    let mut out = vec![];
    for record in sheets.of(Kind::Successors) {
        let mut row = sheets.row(record, Field::Id);
        let name = row.needed(Field::Name, "the name of the council");
        let text = row.needed(Field::FirstQuarter, "its first quarter, like 2027-28Q1");
        let first = text.and_then(|text| row.period(Field::FirstQuarter, &text));
        let from = row.text(Field::SettingsFrom);
        let from = match from.is_empty() {
            true => None,
            false => row.refers(Field::SettingsFrom, &from, councils, "a council of the sheet Councils"),
        };
        let id = ids.own(&row, Field::Id);
        let plain = |id: &str| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if let Some(id) = id.as_ref().filter(|id| !plain(id)) {
            row.find(&catalogue::G001, Field::Id, "letters, digits and - alone: it names a folder", quoted(id));
            continue;
        }
        if let (Some(id), Some(name), Some(first)) = (id, name, first) {
            let settings_from = from.map(|id| id.to_string()).unwrap_or_default();
            out.push(Successor { id, name, first, settings_from, place: row.place(Field::Id) });
        }
    }
    out
}

fn councils(
    sheets: &mut Sheets<'_>,
    ids: &Ids,
    successor_ids: &Ids,
    successors: &[Successor],
) -> Vec<CrosswalkCouncil> {
    let (mut out, mut folders, mut names) = (vec![], Map::default(), Map::default());
    for record in sheets.of(Kind::Predecessors) {
        let mut row = sheets.row(record, Field::Id);
        let name = row.needed(Field::Name, "the name of the council");
        let folder = row.needed(Field::Folder, "the name of the folder of its workspace");
        let mut goes_to: Vec<Arc<str>> = vec![];
        for text in row.list(Field::GoesTo) {
            let found = row.refers(Field::GoesTo, &text, successor_ids, "a council of the sheet Successors");
            goes_to.extend(found.filter(|id| !goes_to.contains(id)));
        }
        // Where there is one successor every council goes to it.
        match (goes_to.is_empty(), successors) {
            (true, [only]) => goes_to.push(only.id.clone()),
            (true, [_, ..]) if row.text(Field::GoesTo).is_empty() => {
                row.find(&catalogue::G009, Field::GoesTo, "ids of the sheet Successors, with ; between them", "blank");
            }
            _ => {}
        }
        let (Some(id), Some(name), Some(folder)) = (ids.own(&row, Field::Id), name, folder) else { continue };
        if let Some(cell) = folders.insert(folder.to_lowercase(), row.place(Field::Folder).cell) {
            let got = format!("{}, which {cell} has too", quoted(&folder));
            row.find(&catalogue::G001, Field::Folder, "a folder of its own", got);
        }
        if let Some(cell) = names.insert(meaning(&name), row.place(Field::Name).cell) {
            let got = format!("{}, which {cell} has too", quoted(&name));
            row.find(
                &catalogue::G001,
                Field::Name,
                "a name of its own: measures and services are told apart by it",
                got,
            );
        }
        let (register_sha256, ledger_hash) = (row.text(Field::RegisterHash), row.text(Field::LedgerHash));
        let places = [row.place(Field::Id), row.place(Field::GoesTo)];
        out.push(CrosswalkCouncil { id, name, folder, goes_to, register_sha256, ledger_hash, places });
    }
    out
}

fn shares(sheets: &mut Sheets<'_>, ids: &KnownIds<'_>) -> Vec<CrosswalkShare> {
    let mut out: Vec<CrosswalkShare> = vec![];
    for record in sheets.of(Kind::Shares) {
        let mut row = sheets.row(record, Field::Basis);
        let council = ids.council(&mut row);
        let basis = row.needed(Field::Basis, "by what the figures are split, such as population");
        let text = row.needed(Field::Successor, "the id of a council of the sheet Successors");
        let successor =
            text.and_then(|t| row.refers(Field::Successor, &t, ids.successors, "a council of the sheet Successors"));
        let (parts, source) = (row.names(Field::Parts), row.text(Field::Source));
        let percent = row.record.get(Field::Share).is_some_and(|cell| cell.percent);
        let share = row.number_within(Field::Share, Unit::Number, 0.0, if percent { 1.0 } else { 100.0 });
        // 46 can only be meant as a percentage.
        let share = share.map(|n| if n > 1.0 { n / 100.0 } else { n });
        let of = match (share, parts.is_empty()) {
            (Some(share), true) => Some(ShareOf::Fraction(share)),
            (None, false) => Some(ShareOf::Parts(parts)),
            (Some(_), false) => {
                row.find(&catalogue::G009, Field::Parts, "a share or names of parts, and not both", "both");
                None
            }
            (None, true) => {
                if row.text(Field::Share).is_empty() {
                    row.find(
                        &catalogue::G009,
                        Field::Share,
                        "a share from 0 to 1, or names of parts beside it",
                        "blank",
                    );
                }
                None
            }
        };
        let (Some(council), Some(basis), Some(successor), Some(of)) = (council, basis, successor, of) else { continue };
        if source.is_empty() {
            row.find(&catalogue::X006, Field::Source, "where the share is from, with its year", "blank");
        }
        let place = row.place(Field::Share);
        let same = |s: &&CrosswalkShare| {
            (&s.council, &s.successor) == (&council, &successor) && s.basis.eq_ignore_ascii_case(&basis)
        };
        if let Some(first) = out.iter().find(same) {
            let got = format!("{} for {successor}, which {} has too", quoted(&basis), first.place.cell);
            row.find(&catalogue::G001, Field::Basis, "one row for a council, a basis and a successor", got);
            continue;
        }
        out.push(CrosswalkShare { council, basis, successor, of, source, place });
    }
    out
}

fn services(sheets: &mut Sheets<'_>, ids: &KnownIds<'_>) -> Vec<CrosswalkService> {
    let (mut out, mut taken) = (vec![], Map::default());
    for record in sheets.of(Kind::Services) {
        let mut row = sheets.row(record, Field::Id);
        let council = ids.council(&mut row);
        let id = row.needed(Field::Id, "the id of a service of that council");
        let (Some(council), Some(id)) = (council, id) else { continue };
        if !once(&mut taken, &mut row, &council) {
            continue;
        }
        out.push(CrosswalkService {
            successors: ids.successors(&mut row, &council),
            council,
            id: id.into(),
            new_id: new_id(&mut row),
            new_name: row.text(Field::NewName),
            sent_by: row.text(Field::SentBy),
            place: row.place(Field::Id),
        });
    }
    out
}

/// An id of the new council: it stands in lists, which ; and , part.
fn new_id(row: &mut RegisterRow<'_, '_>) -> String {
    let id = row.text(Field::NewId);
    if id.contains([';', ',', '"']) {
        row.find(&catalogue::G001, Field::NewId, "one id, without ; , and quotation marks", quoted(&id));
        return String::new();
    }
    id
}

fn priorities(sheets: &mut Sheets<'_>, ids: &KnownIds<'_>) -> Vec<CrosswalkPriority> {
    let (mut out, mut taken) = (vec![], Map::default());
    for record in sheets.of(Kind::Priorities) {
        let mut row = sheets.row(record, Field::Id);
        let council = ids.council(&mut row);
        let id = row.needed(Field::Id, "the id of a priority of that council");
        let (Some(council), Some(id)) = (council, id) else { continue };
        if once(&mut taken, &mut row, &council) {
            let (new_id, new_name) = (new_id(&mut row), row.text(Field::NewName));
            out.push(CrosswalkPriority { council, id: id.into(), new_id, new_name });
        }
    }
    out
}

fn measures(sheets: &mut Sheets<'_>, ids: &KnownIds<'_>) -> Vec<CrosswalkMeasure> {
    let (mut out, mut taken) = (vec![], Map::default());
    for record in sheets.of(Kind::Crosswalk) {
        let mut row = sheets.row(record, Field::Id);
        let council = ids.council(&mut row);
        let id = row.needed(Field::Id, "the id of a measure of that council");
        let relation = row.needed_word(Field::Relation, Relation::ALL, Relation::words);
        let (Some(council), Some(id), Some(relation)) = (council, id, relation) else { continue };
        if !once(&mut taken, &mut row, &council) {
            continue;
        }
        let new_id = new_id(&mut row);
        if relation != Relation::Ends && new_id.is_empty() && row.text(Field::NewId).is_empty() {
            let expected = format!("the id of the new measure that it is {} ", relation.words().to_lowercase());
            row.find(&catalogue::G009, Field::NewId, expected.trim_end(), "blank");
            continue;
        }
        let (factor, offset) = (row.number(Field::Factor, Unit::Number), row.number(Field::Offset, Unit::Number));
        let formula = row.text(Field::Formula);
        converts(&mut row, relation, (factor, offset), &formula);
        let reason = row.text(Field::Reason);
        if relation == Relation::NotComparableWith && reason.is_empty() {
            row.find(&catalogue::X012, Field::Reason, "why the two are not to be compared", "blank");
        }
        out.push(CrosswalkMeasure {
            successors: ids.successors(&mut row, &council),
            council,
            id: id.into(),
            new_id: if relation == Relation::Ends { "".into() } else { new_id.into() },
            relation,
            factor: factor.unwrap_or(1.0),
            offset: offset.unwrap_or(0.0),
            formula,
            split_by: row.text(Field::SplitBy),
            lead: row.yes(Field::Lead),
            reason,
            places: [row.place(Field::Id), row.place(Field::NewId), row.place(Field::Relation)],
        });
    }
    out
}

/// A conversion where there is to be one, and none where the two are the same.
fn converts(
    row: &mut RegisterRow<'_, '_>,
    relation: Relation,
    (factor, offset): (Option<f64>, Option<f64>),
    formula: &str,
) {
    let numbers = factor.is_some() || offset.is_some();
    if numbers && !formula.is_empty() {
        row.find(&catalogue::G009, Field::Formula, "factor and offset or a formula, and not both", "both");
    }
    let any = numbers || !formula.is_empty();
    match relation {
        Relation::ConvertibleTo if !any => {
            row.find(&catalogue::G009, Field::Factor, "a factor, an offset or a formula that converts it", "blank");
        }
        Relation::SameAs if any && (factor.unwrap_or(1.0), offset.unwrap_or(0.0), formula) != (1.0, 0.0, "") => {
            let got = "“Same as” beside a conversion";
            row.find(&catalogue::X001, Field::Relation, format!("“{}”", Relation::ConvertibleTo.words()), got);
        }
        _ => {}
    }
    if factor == Some(0.0) {
        row.find(&catalogue::G012, Field::Factor, "another number than 0, which would lose every figure", "0");
    }
}
