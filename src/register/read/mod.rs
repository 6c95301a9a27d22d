//! The register from the rows of its workbook, and everything that is not in order with it.
//!
//! What a blank cell means: decimals follow the unit ([`Unit::decimals`]), due quarters the frequency
//! ([`Year::due_quarters`]); scheme, tolerances and long-term comparison are the council's settings; “Year to
//! date?”, “Part of whole?” and “Key?” are no; the weight is 1; a check applies to every indicator; who is compared with
//! is a peer; whose a national value is, the nation's.
//!
//! A row with an error is still known by its id, so that one fault is told once and not at every row that refers to it.

pub(crate) mod row;
mod also_called;
mod per;
mod definitions;
mod sizes;
mod targets;
mod peers;
mod plan;
mod outcomes;
mod predecessors;
#[cfg(test)]
mod tests;

#[cfg(doc)]
use super::Year;
use super::{CouncilCheck, Indicator, IndicatorSet, Priority, Register, Service};
use crate::catalogue;
use crate::finding::{Finding, Severity};
use crate::reading::Source;
use crate::record::{Field, Kind, Record};
use crate::settings::own_code;
use crate::text::words::{meaning, quoted};
pub use per::PERS;
use row::{Ids, Sheets};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Builds the register and says what is wrong with it, sorted by place; `start_month` tells the quarter of a date.
pub fn read(records: &[Record], source: &Arc<Source>, start_month: u32) -> (Register, Vec<Finding>) {
    let mut sheets = Sheets::new(records, source, start_month);
    let services_known = Ids::read(&mut sheets, Kind::Services, Field::Id);
    let priorities_known = Ids::read(&mut sheets, Kind::Priorities, Field::Id);
    let indicators_known = Ids::read(&mut sheets, Kind::Definitions, Field::Id);
    for (ids, what, sheet) in [
        (&services_known, "at least one service", "Services"),
        (&indicators_known, "at least one indicator", "Indicators"),
    ] {
        if ids.is_empty() {
            let finding = Finding::new(&catalogue::G010, what, "none").in_file(source.file.clone()).in_sheet(sheet);
            sheets.findings.push(finding);
        }
    }
    let services = services(&mut sheets, &services_known);
    let priorities = priorities(&mut sheets, &priorities_known);
    let mut sets = sets(&mut sheets);
    let predecessors = predecessors::predecessors(&mut sheets);
    let indicators = definitions::indicators(
        &mut sheets,
        [&services_known, &priorities_known, &indicators_known, &predecessors.1],
        &sets,
    );
    if sets.is_empty() {
        sets = named_sets(&indicators);
    }
    let targets = targets::targets(&mut sheets, &indicators, &indicators_known);
    let checks = checks(&mut sheets, &indicators_known);
    let comparators = peers::comparators(&mut sheets, &indicators, &indicators_known);
    let neighbours = peers::neighbours(&mut sheets, &comparators);
    let plan = plan::milestones(&mut sheets, &services_known, &priorities_known);
    let controls = plan::controls(&mut sheets, &services, &services_known);
    let outcomes = outcomes::outcomes(&mut sheets, &indicators, &targets, &indicators_known);
    let mut findings = sheets.findings;
    findings.sort();
    let sha256 = source.sha256.clone();
    let register = Register {
        services,
        priorities,
        sets,
        indicators,
        targets,
        checks,
        comparators,
        neighbours,
        plan,
        controls,
        predecessors: predecessors.0,
        outcomes,
        sha256,
        ..Register::default()
    };
    (register.indexed(), findings)
}

/// Whether a finding among these stops the run.
pub fn errors(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}

/// A name as it was written first: in another case, or with another space, it is the same directorate or person.
fn as_first<'s>(mut written: impl Iterator<Item = &'s String>, name: String) -> String {
    let meant = meaning(&name);
    written.find(|other| !meant.is_empty() && meaning(other) == meant).cloned().unwrap_or(name)
}

fn services(sheets: &mut Sheets<'_>, ids: &Ids) -> Vec<Service> {
    let mut services = Vec::new();
    let mut names = HashMap::new();
    for record in sheets.of(Kind::Services) {
        let mut row = sheets.row(record, Field::Id);
        let name = row.needed(Field::Name, "the name of the service");
        let directorate = row.needed(Field::Directorate, "the directorate of the service");
        let (head, contact) = (row.text(Field::Head), row.text(Field::Contact));
        let email = row.text(Field::Email);
        if head.is_empty() && contact.is_empty() {
            row.find(&catalogue::G007, Field::Head, "a head of service or a contact", "blank");
        }
        if let Some(name) = &name
            && let Some(cell) = names.insert(meaning(name), row.place(Field::Name).cell)
        {
            let got = format!("{}, which {cell} has too", quoted(name));
            row.find(&catalogue::G001, Field::Name, "a name of its own: returns may give the name alone", got);
        }
        if let (Some(id), Some(name), Some(directorate)) = (ids.own(&row, Field::Id), name, directorate) {
            let directorate = as_first(services.iter().map(|s: &Service| &s.directorate), directorate);
            let portfolio = as_first(services.iter().map(|s| &s.portfolio), row.text(Field::Portfolio));
            let also_called = row.names(Field::AlsoCalled);
            services.push(Service { id, name, directorate, head, contact, email, also_called, portfolio });
        }
    }
    also_called::shared(sheets, Kind::Services);
    services
}

fn priorities(sheets: &mut Sheets<'_>, ids: &Ids) -> Vec<Priority> {
    let mut priorities = Vec::new();
    for record in sheets.of(Kind::Priorities) {
        let mut row = sheets.row(record, Field::Id);
        let name = row.needed(Field::Name, "the name of the priority");
        let owner = row.text(Field::Owner);
        if owner.is_empty() {
            row.find(&catalogue::G007, Field::Owner, "the member or director who answers for it", "blank");
        }
        if let (Some(id), Some(name)) = (ids.own(&row, Field::Id), name) {
            let owner = as_first(priorities.iter().map(|p: &Priority| &p.owner), owner);
            priorities.push(Priority { id: id.to_string(), name, owner });
        }
    }
    priorities
}

/// The sheet Sets, which a register may do without.
fn sets(sheets: &mut Sheets<'_>) -> Vec<IndicatorSet> {
    let names = Ids::read(sheets, Kind::Sets, Field::Name);
    let mut sets = Vec::new();
    for record in sheets.of(Kind::Sets) {
        let mut row = sheets.row(record, Field::Name);
        let (owner, composite) = (row.text(Field::Owner), row.yes(Field::Composite));
        if let Some(name) = names.own(&row, Field::Name) {
            sets.push(IndicatorSet { name: name.to_string(), owner, composite });
        }
    }
    sets
}

/// The sets that indicators name, where no sheet lists them.
fn named_sets(indicators: &[Indicator]) -> Vec<IndicatorSet> {
    let mut seen = HashSet::new();
    let names = indicators.iter().flat_map(|i| &i.sets).filter(|name| seen.insert(name.to_lowercase()));
    names.map(|name| IndicatorSet { name: name.clone(), owner: String::new(), composite: false }).collect()
}

fn checks(sheets: &mut Sheets<'_>, indicators: &Ids) -> Vec<CouncilCheck> {
    const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Query, Severity::Note];
    let codes = Ids::read(sheets, Kind::Checks, Field::Code);
    let mut checks = Vec::new();
    for record in sheets.of(Kind::Checks) {
        let mut row = sheets.row(record, Field::Code);
        let code = row.record.text(Field::Code).to_uppercase();
        let own = own_code(&code);
        if catalogue::find(&code).is_some() {
            row.find(
                &catalogue::G001,
                Field::Code,
                "a code that starts with U, like U001",
                format!("{code}, which is taken"),
            );
        } else if !code.is_empty() && !own {
            row.find(&catalogue::G003, Field::Code, "U and letters or digits, like U001", quoted(&code));
        }
        let title = row.needed(Field::Title, "what the check is called");
        let severity = row.needed_word(Field::Severity, &SEVERITIES, Severity::word);
        let condition = row.needed(Field::Condition, "an SQL condition that is true where something is wrong");
        let mut applies_to = Vec::new();
        for id in row.list(Field::AppliesTo) {
            applies_to.extend(row.refers(Field::AppliesTo, &id, indicators, "an indicator").map(|id| id.to_string()));
        }
        let remedy = row.text(Field::Remedy);
        let place = row.place(Field::Condition);
        let usable = own && codes.own(&row, Field::Code).is_some();
        if let (true, Some(title), Some(severity), Some(condition)) = (usable, title, severity, condition) {
            checks.push(CouncilCheck { code, title, severity, applies_to, condition, remedy, place });
        }
    }
    checks
}
