//! What only all returns together show: ids of two services, lines that are missing, and control totals.

use super::super::context::ValidationContext;
use super::super::missing::{expects, missing};
use super::shown;
use crate::catalogue::{B050, B051, B052, B053};
use crate::finding::Finding;
use crate::map::{Map, Set};
use crate::reading::money::{CapitalStage, Pence, RevenueLine};
use crate::reading::{Place, Return};
use crate::record::Kind;
use crate::register::ControlTotal;
use crate::shown::count;
use crate::text::words::{list, meaning};

/// A line, a scheme or a saving: its service, its id, and where it stands.
type Entry<'a> = (&'a str, &'a str, &'a Place);

pub(super) fn findings(context: &ValidationContext<'_>) -> Vec<Finding> {
    let mut out = vec![];
    for kind in [Kind::Revenue, Kind::Capital, Kind::Savings] {
        out.extend(in_two_services(context, kind));
        out.extend(gone(context, kind));
    }
    out.extend(controls(context));
    out.extend(uncontrolled(context));
    out
}

/// Everything of one kind that a return has.
fn entries(returned: &Return, kind: Kind) -> Vec<Entry<'_>> {
    let money = &returned.money;
    match kind {
        Kind::Revenue => money.revenue.iter().map(|l| (&*l.service, &*l.id, &l.place)).collect(),
        Kind::Capital => money.capital.iter().map(|s| (&*s.service, &*s.id, &s.place)).collect(),
        Kind::Savings => money.savings.iter().map(|s| (&*s.service, &*s.id, &s.place)).collect(),
        _ => vec![],
    }
}

/// One id that several services report.
fn in_two_services(context: &ValidationContext<'_>, kind: Kind) -> Vec<Finding> {
    if context.settings.checks.severity_of(&B050).is_none() {
        return vec![];
    }
    let mut by_id: Map<String, Vec<Entry<'_>>> = Map::default();
    for entry in context.returns.iter().flat_map(|r| entries(r, kind)) {
        by_id.entry(meaning(entry.1)).or_default().push(entry);
    }
    let several = by_id.into_values().filter(|of| of.iter().any(|(service, ..)| *service != of[0].0));
    let findings = several.flat_map(|of| {
        let services = list(of.iter().map(|(service, ..)| *service));
        let finding = |(service, id, place): Entry<'_>| {
            Finding::new(&B050, "one service", services.as_str()).at(place).of(service).about(id)
        };
        of.into_iter().map(finding).collect::<Vec<_>>()
    });
    findings.collect()
}

/// What a service told of last quarter and does not mention any more, though its year has not ended.
fn gone(context: &ValidationContext<'_>, kind: Kind) -> Vec<Finding> {
    let (past, year) = (&context.past.money, context.period.year());
    let before: Vec<(&str, &str)> = match kind {
        Kind::Revenue => {
            let of_year = past.revenue.iter().filter(|l| l.period.year() == year);
            of_year.map(|l| (&*l.service, &*l.id)).collect()
        }
        Kind::Capital => {
            let stays =
                past.capital.iter().filter(|s| s.period.year() == year || s.stage.is_none_or(CapitalStage::open));
            stays.map(|s| (&*s.service, &*s.id)).collect()
        }
        _ => {
            let ended = |label: &str| label == context.period.plus(-4).year_label();
            let stays = past.savings.iter().filter(|s| s.period.year() == year || !ended(&s.year));
            stays.map(|s| (&*s.service, &*s.id)).collect()
        }
    };
    let refused = refused_ids(context);
    let of_return = |r: &Return| {
        if !expects(context, r, kind) {
            return None;
        }
        let now = entries(r, kind);
        let of_service = context.returns.iter().filter(|other| other.service == r.service);
        let known: Set<String> =
            of_service.flat_map(|other| entries(other, kind)).map(|(_, id, _)| meaning(id)).collect();
        let lost = |(service, id): &&(&str, &str)| {
            **service == *r.service && !known.contains(&meaning(id)) && !refused.contains(&(*service, *id))
        };
        let ids: Vec<&str> = before.iter().filter(lost).map(|(_, id)| *id).collect();
        // Of a service of which nothing came, whoever sends such lines for all is asked.
        let of_others = || context.returns.iter().flat_map(|r| entries(r, kind)).map(|(.., place)| place).next();
        let own = now.first().map(|(.., place)| *place);
        let beside = own.or_else(|| of_others().filter(|_| !context.settings.has_sheet(kind)));
        missing(context, &B051, r, (kind, beside), ("line", "of last quarter"), ids)
    };
    context.returns.iter().filter_map(of_return).collect()
}

/// What stands in a return and was refused when it was read: by service and id.
fn refused_ids<'a>(context: &ValidationContext<'a>) -> Set<(&'a str, &'a str)> {
    let errors = context.findings.iter().filter(|f| f.severity == crate::finding::Severity::Error);
    errors.map(|f| (f.service.as_str(), f.subject.as_str())).collect()
}

/// The lines that a control total is of; none while a service of it has sent nothing.
fn lines_of<'a>(context: &ValidationContext<'a>, control: &ControlTotal) -> Option<Vec<&'a RevenueLine>> {
    let services = context.register.services.iter().filter(|s| match &control.service {
        Some(id) => s.id == *id,
        None => meaning(&s.directorate) == meaning(&control.directorate),
    });
    let services: Set<&str> = services.map(|s| &*s.id).collect();
    let returned = |id: &&str| context.returns.iter().any(|r| *r.service == **id);
    let lines = context.returns.iter().flat_map(|r| &r.money.revenue).filter(|l| services.contains(&*l.service));
    let lines: Vec<&RevenueLine> = lines.collect();
    (services.iter().all(returned) && !lines.is_empty()).then_some(lines)
}

fn controls(context: &ValidationContext<'_>) -> Vec<Finding> {
    if context.settings.checks.severity_of(&B052).is_none() {
        return vec![];
    }
    let mut out = vec![];
    for control in context.register.controls.iter().filter(|c| c.year == context.period.year()) {
        let Some(lines) = lines_of(context, control) else { continue };
        let sum: Pence = lines.iter().filter_map(|l| l.current_budget()).sum();
        if sum == control.budget {
            continue;
        }
        let without = lines.iter().filter(|l| l.current_budget().is_none()).count();
        let whose = control.service.as_deref().unwrap_or(&control.directorate);
        let expected = format!("{}, the control total of {whose}", shown(control.budget));
        let of = count(lines.len(), "line");
        let size = if sum.thousandfold(control.budget) { ": thousands beside pounds?" } else { "" };
        let got = match without {
            0 => format!("{}, the sum of {of}{size}", shown(sum)),
            n => format!("{}, the sum of {of}, {n} of them without a budget{size}", shown(sum)),
        };
        let finding = Finding::new(&B052, expected, got).about(whose);
        // What is of one service goes back to it; what is of several, nobody but the team can look for.
        out.push(match &control.service {
            Some(id) => {
                let place = &lines[0].place;
                finding.in_file(place.source.file.as_str()).in_sheet(&*place.sheet).of(&**id)
            }
            None => finding.at(&control.place),
        });
    }
    out
}

/// Directorates with lines and without a control total, where others have one.
fn uncontrolled(context: &ValidationContext<'_>) -> Vec<Finding> {
    let year = context.period.year();
    let controls = || context.register.controls.iter().filter(|c| c.year == year && c.service.is_none());
    let Some(one) = controls().next().filter(|_| context.settings.checks.severity_of(&B053).is_some()) else {
        return vec![];
    };
    let controlled: Set<String> = controls().map(|c| meaning(&c.directorate)).collect();
    let with_lines: Set<&str> =
        context.returns.iter().filter(|r| !r.money.revenue.is_empty()).map(|r| &*r.service).collect();
    let mut told: Set<String> = Set::default();
    let services = context.register.services.iter().filter(|s| with_lines.contains(&*s.id));
    let lacking =
        services.filter(|s| !controlled.contains(&meaning(&s.directorate)) && told.insert(meaning(&s.directorate)));
    let finding = |s: &crate::register::Service| {
        let Place { source, sheet, .. } = &one.place;
        let expected = format!("a control total of {} for {}", s.directorate, context.period.year_label());
        Finding::new(&B053, expected, "none").in_file(source.file.as_str()).in_sheet(&**sheet).about(&*s.directorate)
    };
    lacking.map(finding).collect()
}
