//! The figures, risks, actions and feedback of old councils under the ids of the new register, each with the file, sheet and
//! cell that it came from.

use super::super::worked_out::worked_out;
use super::super::{Host, Workspace};
use super::feedback::{FromCouncil, together};
use super::left::LeftBehind;
use super::old::Old;
use crate::crosswalk::{Crosswalk, NewIds, OldId, Successor};
use crate::error::Result;
use crate::history::{FileToKeep, HandedOver, LedgerBatch, PastRows};
use crate::map::Map;
use crate::period::Period;
use crate::reading::{Action, ActionKind, Feedback, Part, Place, Rating, Reading, Risk, Source};
use crate::register::{FILE, Register};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Why something has no place in the new workspace.
pub(super) const NO_PLACE: &str = "the new register has no place for it; it is in the old council’s workspace";

/// How many rows a successor's ledger was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CarriedRows {
    /// Figures of measures.
    pub readings: usize,
    /// Parts of those that are broken down.
    pub parts: usize,
    /// Reviews of risks.
    pub risks: usize,
    /// Actions.
    pub actions: usize,
    /// Lines of complaints, compliments and comments.
    pub feedback: usize,
}

/// What goes into a successor's ledger.
pub(super) struct Carried {
    rows: PastRows,
    parts: Vec<Part>,
}

impl Carried {
    pub fn counts(&self) -> CarriedRows {
        CarriedRows {
            readings: self.rows.readings.len(),
            parts: self.parts.len(),
            risks: self.rows.risks.len(),
            actions: self.rows.actions.len(),
            feedback: self.rows.feedback.len(),
        }
    }
}

/// All that the old ledgers hold of the quarters before the successor's first, as its register calls it.
pub(super) fn handed_on(
    crosswalk: &Crosswalk,
    successor: &Successor,
    ids: &NewIds,
    (workspace, going): (&Workspace, &[&Old]),
) -> Result<(Carried, Vec<LeftBehind>)> {
    let mut out = Carried { rows: PastRows::default(), parts: vec![] };
    let (mut left, mut feedback) = (vec![], vec![]);
    let overs = going.iter().map(|old| old.ledger.handed_over(successor.first)).collect::<Result<Vec<_>>>()?;
    for (old, over) in going.iter().zip(&overs) {
        let mut hand = Hand {
            old,
            ids,
            crosswalk,
            matrix: {
                let risk = &workspace.settings.risk;
                [risk.likelihood.len(), risk.impact.len()] == old.council.risk_steps.map(usize::from)
            },
            sources: Map::default(),
            unknown: BTreeMap::new(),
            unrated: 0,
            unlinked: 0,
            homeless: BTreeMap::new(),
        };
        hand.readings(over, successor.first, &mut out)?;
        hand.risks_and_actions(over, &mut out);
        feedback.extend(hand.feedback(over));
        hand.left(over, successor.first, &mut left);
    }
    let (kept, apart) = together(feedback);
    left.extend(apart);
    out.rows.feedback = kept;
    out.rows.readings.sort_by(|a, b| (a.period, &a.indicator).cmp(&(b.period, &b.indicator)));
    out.parts.sort_by(|a, b| (a.period, &a.indicator, &a.name).cmp(&(b.period, &b.indicator, &b.name)));
    out.rows.risks.sort_by(|a, b| (a.period, &a.service, &a.id).cmp(&(b.period, &b.service, &b.id)));
    out.rows.actions.sort_by(|a, b| (a.period, &a.service, &a.id).cmp(&(b.period, &b.service, &b.id)));
    left.sort_by(|a, b| a.what.cmp(&b.what));
    Ok((out, left))
}

/// One council's rows on their way.
struct Hand<'h> {
    old: &'h Old,
    ids: &'h NewIds,
    crosswalk: &'h Crosswalk,
    /// Its risks are rated on the successor's matrix.
    matrix: bool,
    /// Its files under the name that they have here.
    sources: Map<Arc<Source>, Arc<Source>>,
    /// Figures of measures that its register does not have, by id.
    unknown: BTreeMap<Arc<str>, usize>,
    /// Risks that were handed on without their ratings.
    unrated: usize,
    /// Risks and actions about measures that do not go there.
    unlinked: usize,
    /// Rows of services that its register does not have, or that do not go there, by what they are.
    homeless: BTreeMap<&'static str, usize>,
}

impl Hand<'_> {
    fn council(&self) -> &Arc<str> {
        &self.old.council.id
    }

    fn register(&self) -> &Register {
        &self.old.workspace.register
    }

    /// A place under the council's name: `ASH/HW 2026-27Q1.xlsx`.
    fn place(&mut self, place: &Place) -> Place {
        let council = self.old.council.id.clone();
        let here = self.sources.entry(place.source.clone()).or_insert_with(|| {
            let Source { file, sha256 } = &*place.source;
            Arc::new(Source { file: format!("{council}/{file}"), sha256: sha256.clone() })
        });
        Place { source: here.clone(), sheet: place.sheet.clone(), cell: place.cell }
    }

    /// The id of an old measure in the new register; its own id in the old one, where that does not go there.
    fn measure(&self, id: &str) -> Option<(Arc<str>, &Arc<str>)> {
        let indicator = self.old.workspace.register.indicator(id)?;
        let key = (self.old.council.id.clone(), indicator.id.clone());
        Some((indicator.id.clone(), self.ids.measures.get(&key)?))
    }

    fn service(&self, id: &Arc<str>) -> Option<&Arc<str>> {
        self.ids.services.get(&(self.old.council.id.clone(), id.clone()))
    }

    fn readings(&mut self, over: &HandedOver, first: Period, out: &mut Carried) -> Result<()> {
        for reading in &over.readings {
            self.reading(reading, out);
        }
        for reading in worked_out(&self.old.ledger, self.register(), first, None)? {
            self.reading(&reading, out);
        }
        for part in &over.parts {
            let Some((own, new)) = self.measure(&part.indicator).map(|(own, new)| (own, new.clone())) else { continue };
            let place = self.place(&part.place);
            let service = self.service(&part.service).unwrap_or(&part.service).clone();
            let key = (self.council().clone(), own, part.name.to_lowercase());
            if let Some(id) = self.ids.parts.get(&key) {
                out.rows.readings.push(Reading {
                    indicator: id.clone(),
                    service: service.clone(),
                    period: part.period,
                    value: part.value,
                    provisional: false,
                    numerator: part.numerator,
                    denominator: part.denominator,
                    forecast: None,
                    words: Box::default(),
                    place: place.clone(),
                });
            }
            out.parts.push(Part { indicator: new, service, place, ..part.clone() });
        }
        Ok(())
    }

    fn reading(&mut self, reading: &Reading, out: &mut Carried) {
        let Some(new) = self.measure(&reading.indicator).map(|(_, new)| new.clone()) else {
            if self.register().indicator(&reading.indicator).is_none() {
                *self.unknown.entry(reading.indicator.clone()).or_default() += 1;
            }
            return;
        };
        let place = self.place(&reading.place);
        let service = self.service(&reading.service).unwrap_or(&reading.service).clone();
        out.rows.readings.push(Reading { indicator: new, service, place, ..reading.clone() });
    }

    /// The id of a risk or an action here: two councils have their R1. What two services of one council that became one both have, has the
    /// service's id before it as well.
    fn apart(&self, id: &Arc<str>, service: &Arc<str>, twice: bool) -> Arc<str> {
        let council = self.council();
        if twice { format!("{council}-{service}-{id}").into() } else { format!("{council}-{id}").into() }
    }

    /// The measure that something is about, as the new register calls it; nothing where that measure does not go there.
    fn about(&mut self, id: &str) -> String {
        match self.measure(id) {
            Some((_, here)) => here.to_string(),
            None if self.register().indicator(id).is_some() => {
                self.unlinked += 1;
                String::new()
            }
            None => id.to_owned(),
        }
    }

    fn risks_and_actions(&mut self, over: &HandedOver, out: &mut Carried) {
        for risk in &over.risks {
            let Some(service) = self.service(&risk.service).cloned() else {
                *self.homeless.entry("reviews of risks").or_default() += 1;
                continue;
            };
            let rated = |r: Option<Rating>, keep: bool| r.filter(|_| keep);
            self.unrated += usize::from(!self.matrix && risk.current.is_some());
            out.rows.risks.push(Risk {
                id: self.apart(&risk.id, &risk.service, false),
                service,
                inherent: rated(risk.inherent, self.matrix),
                current: rated(risk.current, self.matrix),
                target: rated(risk.target, self.matrix),
                indicator: self.about(&risk.indicator),
                place: self.place(&risk.place),
                ..risk.clone()
            });
        }
        let risks: BTreeSet<&str> = over.risks.iter().map(|r| &*r.id).collect();
        let twice = self.twice(over);
        for action in &over.actions {
            let Some(service) = self.service(&action.service).cloned() else {
                *self.homeless.entry("rows of actions").or_default() += 1;
                continue;
            };
            let about = match risks.contains(action.about.trim()) {
                true => self.apart(&action.about.trim().into(), &action.service, false).to_string(),
                false => self.about(action.about.trim()),
            };
            let priority = self.crosswalk.priority(self.council(), &action.priority);
            out.rows.actions.push(Action {
                id: self.apart(&action.id, &action.service, twice.contains(&(service.clone(), action.id.clone()))),
                service,
                about,
                priority: priority.map_or_else(String::new, |p| p.new_id.clone()),
                place: self.place(&action.place),
                ..action.clone()
            });
        }
    }

    /// Ids of actions that several services have which became one.
    fn twice(&self, over: &HandedOver) -> BTreeSet<(Arc<str>, Arc<str>)> {
        let mut owners: BTreeMap<OldId, BTreeSet<&Arc<str>>> = BTreeMap::new();
        for action in over.actions.iter().filter(|a| a.kind == ActionKind::Action) {
            if let Some(here) = self.service(&action.service) {
                owners.entry((here.clone(), action.id.clone())).or_default().insert(&action.service);
            }
        }
        owners.into_iter().filter(|(_, of)| of.len() > 1).map(|(key, _)| key).collect()
    }

    fn feedback(&mut self, over: &HandedOver) -> Vec<FromCouncil> {
        let mut out = vec![];
        for row in &over.feedback {
            let Some(service) = self.service(&row.service).cloned() else {
                *self.homeless.entry("lines of feedback").or_default() += 1;
                continue;
            };
            let place = self.place(&row.place);
            out.push(FromCouncil {
                council: self.old.council.name.clone(),
                of: self.senders(&service),
                split: self.shares_service(&row.service),
                row: Feedback { service, place, ..row.clone() },
            });
        }
        out
    }

    /// A service whose council goes to several successors with it: nobody says how many of its complaints are whose.
    fn shares_service(&self, id: &str) -> bool {
        self.crosswalk.service(self.council(), id).is_some_and(|s| s.successors.len() > 1)
    }

    /// How many old services are one new one.
    fn senders(&self, new: &Arc<str>) -> usize {
        self.ids.services.values().filter(|id| *id == new).count()
    }

    fn left(&self, over: &HandedOver, first: Period, left: &mut Vec<LeftBehind>) {
        let name = &self.old.council.name;
        for (id, n) in &self.unknown {
            left.push(LeftBehind::new(
                format!("{name}: {n} figures of {id}"),
                "its register does not have the measure any more",
            ));
        }
        for (what, n) in &self.homeless {
            left.push(LeftBehind::new(
                format!("{name}: {n} {what}"),
                "of a service that its register does not have any more, or that does not go there",
            ));
        }
        if self.unlinked > 0 {
            left.push(LeftBehind::new(
                format!("{name}: what {} risks and actions are about", self.unlinked),
                "a measure that does not go there; the risks and actions are handed on",
            ));
        }
        if over.later > 0 {
            left.push(LeftBehind::new(
                format!("{name}: {} figures of {first} and later", over.later),
                "the new council’s first quarter has begun then",
            ));
        }
        match over.last {
            None => left
                .push(LeftBehind::new(format!("{name}: nothing"), format!("its ledger has no figure before {first}"))),
            Some(last) if last < first.previous() => {
                let why = format!("its ledger has no figure after {last}");
                left.push(LeftBehind::new(
                    format!("{name}: no figure from {} to {}", last.plus(1), first.previous()),
                    why,
                ));
            }
            Some(_) => {}
        }
        if over.restatements > 0 {
            left.push(LeftBehind::new(
                format!("{name}: what {} figures were before they were put right, and why", over.restatements),
                "the figures are handed on as they are now; the rest is in the old council’s ledger",
            ));
        }
        if over.money > 0 {
            left.push(LeftBehind::new(
                format!("{name}: {} lines of revenue, capital and savings", over.money),
                "budgets begin anew; the old ones are in the old council’s workspace",
            ));
        }
        if self.unrated > 0 {
            left.push(LeftBehind::new(
                format!("{name}: the ratings of {} reviews of risks", self.unrated),
                "they are on another matrix than the new council’s; the risks are handed on without",
            ));
        }
    }
}

/// Writes the rows into the successor's ledger as its first record, with what they were made from.
pub(super) fn record(
    carried: &Carried,
    (crosswalk, crosswalk_path): (&Source, &Path),
    (workspace, going): (&Workspace, &[&Old]),
    (by, host): (&str, &Host<'_>),
) -> Result<()> {
    let ledger = host.ledger(&workspace.history_dir())?;
    let mut batch = LedgerBatch::import(crosswalk, &carried.rows, &[]);
    batch.parts = carried.parts.iter().collect();
    batch.by = by.to_owned();
    batch.keep = vec![FileToKeep { source: crosswalk.clone(), path: crosswalk_path.to_owned() }];
    let mut names = vec![];
    for old in going {
        let id = &old.council.id;
        let register = Source { file: format!("{id}/{FILE}"), sha256: old.council.register_sha256.clone() };
        batch.keep.push(FileToKeep { source: register.clone(), path: old.workspace.root.join(FILE) });
        let (seq, hash) = &old.council.ledger;
        let head = Source { file: format!("{id}/history/log/{seq:08}.json"), sha256: hash.clone() };
        batch.inputs.extend([register, head]);
        names.push(old.council.name.as_str());
    }
    batch.settings_sha256.clone_from(&workspace.settings_sha256);
    batch.register_sha256.clone_from(&workspace.register.sha256);
    batch.note = format!("merged from {}", crate::text::words::list(names.into_iter()));
    ledger.prepare(batch, &host.today)?.commit()?;
    Ok(())
}
