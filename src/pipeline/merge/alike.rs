//! Risks that may be one risk, and actions that nobody has in the new council.

use super::old::Old;
use crate::crosswalk::Crosswalk;
use crate::past::Past;
use crate::period::Period;
use crate::reading::{Action, ActionStatus, Place, Rating, Risk, Source};
use crate::register::Register;
use crate::text::likeness::{Likeness, Name};
use crate::text::words::meaning;
use std::collections::BTreeSet;

/// A risk of an old council's last year.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RiskLine {
    /// Risks of one number may be one risk; 0 for one that is alone.
    pub group: usize,
    /// How like it is to the others of its group.
    pub likeness: &'static str,
    pub council: String,
    pub id: String,
    pub title: String,
    pub category: String,
    pub owner: String,
    /// The service that it goes to, by its id in the new councils.
    pub service: String,
    pub current: Option<Rating>,
    /// Steps of its council's matrix.
    pub steps: [u8; 2],
    pub place: Place,
}

/// The risks that were reviewed in the last year, those that may be one below each other. Words alone say so: people decide.
pub(super) fn risks(crosswalk: &Crosswalk, olds: &[(&Old, Past)], last: Period) -> Vec<RiskLine> {
    let mut own: Vec<(&Old, &Risk, Name)> = vec![];
    for (old, past) in olds {
        let since = last.plus(-3);
        let mut risks: Vec<&Risk> = past.risks.values().filter(|r| r.period >= since && r.period <= last).collect();
        risks.sort_by(|a, b| (&a.service, &a.id).cmp(&(&b.service, &b.id)));
        own.extend(risks.into_iter().map(|r| (*old, r, Name::new(&r.title))));
    }
    let mut group: Vec<Option<(usize, Likeness)>> = vec![None; own.len()];
    let mut groups = 0;
    for a in 0..own.len() {
        for b in a + 1..own.len() {
            if own[a].0.council.id == own[b].0.council.id {
                continue;
            }
            let likeness = own[a].2.likeness(&own[b].2);
            if likeness == Likeness::Apart {
                continue;
            }
            let number = match (group[a], group[b]) {
                (Some((n, _)), None) | (None, Some((n, _))) => n,
                (Some((n, _)), Some((m, _))) if n == m => n,
                // Both are like others already: a chain of likenesses is no likeness.
                (Some(_), Some(_)) => continue,
                (None, None) => {
                    groups += 1;
                    groups
                }
            };
            for at in [a, b] {
                let best = group[at].map_or(likeness, |(_, known)| known.max(likeness));
                group[at] = Some((number, best));
            }
        }
    }
    let mut out: Vec<RiskLine> = own
        .iter()
        .zip(&group)
        .map(|((old, risk, _), group)| RiskLine {
            group: group.map_or(0, |(n, _)| n),
            likeness: match group.map(|(_, likeness)| likeness) {
                None => "alone",
                Some(Likeness::Same) => "same words",
                Some(Likeness::Close) => "similar words",
                Some(_) => "perhaps the same",
            },
            council: old.council.name.clone(),
            id: risk.id.to_string(),
            title: risk.title.clone(),
            category: risk.category.clone(),
            owner: risk.owner.clone(),
            service: service(crosswalk, old, &risk.service),
            current: risk.current,
            steps: old.council.risk_steps,
            place: here(old, &risk.place),
        })
        .collect();
    // Those that are alone come last.
    out.sort_by_key(|line| if line.group == 0 { usize::MAX } else { line.group });
    out
}

/// A place under the council's name, as the new ledgers have it.
fn here(old: &Old, place: &Place) -> Place {
    let Source { file, sha256 } = &*place.source;
    let source = Source { file: format!("{}/{file}", old.council.id), sha256: sha256.clone() };
    Place { source: source.into(), ..place.clone() }
}

/// What becomes of an old service: `HW`, or `ASH-HW` while it goes on under its old form.
fn service(crosswalk: &Crosswalk, old: &Old, id: &str) -> String {
    match crosswalk.service(&old.council.id, id) {
        Some(row) if !row.sent_by.is_empty() => row.sent_by.clone(),
        Some(row) if !row.new_id.is_empty() => row.new_id.clone(),
        _ => format!("{}-{id}", old.council.id),
    }
}

/// An open action of an old council.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ActionLine {
    pub council: String,
    pub id: String,
    pub title: String,
    pub lead: String,
    pub due: Option<chrono::NaiveDate>,
    pub status: Option<ActionStatus>,
    pub service: String,
    /// Why nobody answers for it in the new councils; empty where somebody does.
    pub without_owner: &'static str,
    pub place: Place,
}

/// The actions that are not over, those without an owner first.
pub(super) fn actions(crosswalk: &Crosswalk, olds: &[(&Old, Past)], registers: &[&Register]) -> Vec<ActionLine> {
    let people: BTreeSet<String> = registers
        .iter()
        .flat_map(|r| {
            let services = r.services.iter().flat_map(|s| [s.head.as_str(), s.contact.as_str()]);
            services
                .chain(r.indicators.iter().map(|i| i.owner.as_str()))
                .chain(r.priorities.iter().map(|p| p.owner.as_str()))
        })
        .map(meaning)
        .filter(|name| !name.is_empty())
        .collect();
    let mut out = vec![];
    for (old, past) in olds {
        let open = |a: &&Action| a.status.is_none_or(ActionStatus::open);
        for action in past.actions.iter().filter(open) {
            let without_owner = match action.lead.trim() {
                "" => "nobody leads it",
                lead if !people.contains(&meaning(lead)) => "its lead is nobody of the new registers",
                _ => "",
            };
            out.push(ActionLine {
                council: old.council.name.clone(),
                id: action.id.to_string(),
                title: action.title.clone(),
                lead: action.lead.clone(),
                due: action.due,
                status: action.status,
                service: service(crosswalk, old, &action.service),
                without_owner,
                place: here(old, &action.place),
            });
        }
    }
    out.sort_by_key(|line| line.without_owner.is_empty());
    out
}
