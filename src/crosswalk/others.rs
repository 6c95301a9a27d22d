//! The other sheets of a successor's register, from one council before: its own checks where its settings are taken, sets,
//! comparators, outcomes, the delivery plan. What has no place is named.

use super::cells::{number, row, words, yes};
use super::made::SuccessorRegister;
use super::model::{Crosswalk, OldCouncil, same_id};

use super::terms::old_id;
use crate::record::{Field, Kind};
use crate::register::{NationalPeriod, OutcomeMeasure, Register};
use crate::starter::{WrittenCell, WrittenRow};
use std::sync::Arc;

type KindRow = (Kind, WrittenRow);

/// The rows that a council has for sheets beside services, priorities, measures and targets; and what it has that goes nowhere.
pub(super) fn rows(
    (crosswalk, successor): (&Crosswalk, &str),
    (council, settings): (&OldCouncil, bool),
    so_far: &SuccessorRegister,
) -> (Vec<KindRow>, Vec<String>) {
    let register = &council.register;
    let here = |id: &str| so_far.ids.measures.get(&(council.id.clone(), Arc::from(id))).map(|id| &**id);
    let mut out = checks(register, settings, here);
    let left_checks = register.checks.len() - out.len();
    out.extend(comparators(register, here));
    out.extend(sets(register, so_far));
    out.extend(outcomes((crosswalk, successor), council, so_far));
    out.extend(plan(crosswalk, council, so_far));
    let left = [
        (left_checks, "of its own checks"),
        (register.neighbours.len(), "rows of Neighbours"),
        (register.controls.len(), "rows of Control totals"),
    ];
    let named = left.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{}: {n} {what}", council.name));
    (out, named.collect())
}

fn checks<'h>(register: &Register, settings: bool, here: impl Fn(&str) -> Option<&'h str>) -> Vec<KindRow> {
    let check = |check: &crate::register::CouncilCheck| {
        let applies: Vec<&str> = check.applies_to.iter().filter_map(|id| here(id)).collect();
        // One that was of some measures is not of all.
        (check.applies_to.is_empty() || !applies.is_empty()).then(|| {
            row([
                (Field::Code, words(&*check.code)),
                (Field::Title, words(&*check.title)),
                (Field::Severity, words(check.severity.word())),
                (Field::AppliesTo, words(applies.join("; "))),
                (Field::Condition, words(&*check.condition)),
                (Field::Remedy, words(&*check.remedy)),
            ])
        })
    };
    let own = register.checks.iter().filter(|_| settings);
    own.filter_map(check).map(|row| (Kind::Checks, row)).collect()
}

fn comparators<'h>(register: &Register, here: impl Fn(&str) -> Option<&'h str>) -> Vec<KindRow> {
    let comparator = |c: &crate::register::Comparator| {
        Some(row([
            (Field::Id, words(here(&c.indicator)?)),
            (Field::Name, words(&*c.name)),
            (Field::Period, words(c.period.to_string())),
            (Field::Value, number(Some(c.value))),
            (Field::Source, words(&*c.source)),
            (Field::ComparatorKind, words(c.kind.words())),
        ]))
    };
    register.comparators.iter().filter_map(comparator).map(|row| (Kind::Comparators, row)).collect()
}

fn listed(so_far: &SuccessorRegister, kind: Kind) -> &[WrittenRow] {
    so_far.rows.get(&kind).map_or(&[][..], Vec::as_slice)
}

fn sets(register: &Register, so_far: &SuccessorRegister) -> Vec<KindRow> {
    let has = |name: &str| {
        listed(so_far, Kind::Sets).iter().any(|row| match row.get(&Field::Name) {
            Some(WrittenCell::Words(other)) => other.eq_ignore_ascii_case(name),
            _ => false,
        })
    };
    let new = register.sets.iter().filter(|set| !has(&set.name));
    let set = new.map(|set| {
        row([
            (Field::Name, words(&*set.name)),
            (Field::Owner, words(&*set.owner)),
            (Field::Composite, yes(set.composite)),
        ])
    });
    set.map(|row| (Kind::Sets, row)).collect()
}

/// The new council's measure speaks for what the old one's did, once.
fn outcomes(
    (crosswalk, successor): (&Crosswalk, &str),
    council: &OldCouncil,
    so_far: &SuccessorRegister,
) -> Vec<KindRow> {
    let mut out: Vec<KindRow> = vec![];
    for outcome in &council.register.outcomes {
        for measure in &outcome.measures {
            let own = crosswalk
                .measures
                .iter()
                .find(|m| m.council == council.id && same_id(&m.id, &measure.indicator) && m.relation.counts());
            let Some(to) = own.filter(|m| m.successors.iter().any(|s| **s == *successor)) else { continue };
            let (name, id) = (words(&*outcome.name), words(&*to.new_id));
            let again = |row: &WrittenRow| row.get(&Field::Name) == name.as_ref() && row.get(&Field::Id) == id.as_ref();
            if !listed(so_far, Kind::Outcomes).iter().chain(out.iter().map(|(_, row)| row)).any(again) {
                out.push((Kind::Outcomes, outcome_row(council, measure, (name, id), to.is_as_it_is())));
            }
        }
    }
    out
}

fn outcome_row(
    council: &OldCouncil,
    measure: &OutcomeMeasure,
    (name, id): (Option<WrittenCell>, Option<WrittenCell>),
    in_its_unit: bool,
) -> WrittenRow {
    // A value in another unit than the new measure's is looked up again.
    let national = measure.national.as_ref().filter(|_| in_its_unit);
    let year = council.register.indicator(&measure.indicator).map(|i| i.year).unwrap_or_default();
    let of = national.and_then(|n| n.of).map(|of| match of {
        NationalPeriod::Quarter(p) => p.to_string(),
        NationalPeriod::Year(y) => year.label(y),
    });
    let published = national.and_then(|n| n.published).map(|day| day.format("%d/%m/%Y").to_string());
    row([
        (Field::Name, name),
        (Field::Id, id),
        (Field::Role, words(measure.role.words())),
        (Field::Source, words(&*measure.source)),
        (Field::NationalMeasure, words(&*measure.national_measure)),
        (Field::Value, number(national.map(|n| n.value))),
        (Field::Whose, words(&*measure.whose)),
        (Field::Period, words(of.unwrap_or_default())),
        (Field::PublishedOn, words(published.unwrap_or_default())),
    ])
}

fn plan(crosswalk: &Crosswalk, council: &OldCouncil, so_far: &SuccessorRegister) -> Vec<KindRow> {
    let step = |step: &crate::register::PlannedMilestone| {
        let service = so_far.ids.services.get(&(council.id.clone(), step.service.clone()))?;
        let priority = crosswalk.priority(&council.id, &step.priority).map_or("", |p| p.new_id.as_str());
        let day = step.baseline.map_or_else(String::new, |d| d.format("%d/%m/%Y").to_string());
        Some(row([
            (Field::Id, words(old_id(&council.id, &step.id))),
            (Field::Title, words(&*step.title)),
            (Field::Priority, words(priority)),
            (Field::Service, words(&**service)),
            (Field::Owner, words(&*step.owner)),
            (Field::BaselineDate, words(day)),
        ]))
    };
    council.register.plan.iter().filter_map(step).map(|row| (Kind::Plan, row)).collect()
}
