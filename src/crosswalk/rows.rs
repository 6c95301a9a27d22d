//! The register of a successor, row by row, and the ids that old things have in it.

use super::called::{divided, hide, predecessor_of, service_name, short};
use super::cells::{indicator_cells, put, row, service_row, target_row, words};
use super::check::settings_council;
use super::footing::Together;
use super::made::{NewIds, SuccessorRegister};
use super::model::{
    Crosswalk, CrosswalkCouncil, OldCouncil, OldMeasure, Relation, ShareOf, Successor, old_measures, same_id,
};
use super::others;
use super::terms::{Made, NewMeasure, in_place, new_measures, old_id, part_id};
use crate::map::Map;
use crate::period::Period;
use crate::record::{Field, Kind};
use crate::starter::{WrittenCell, WrittenRow};
use crate::validate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The register of a successor, from a crosswalk without errors.
pub fn successor_register(crosswalk: &Crosswalk, councils: &[OldCouncil], successor: &Successor) -> SuccessorRegister {
    let going: Vec<(&CrosswalkCouncil, &OldCouncil)> = crosswalk
        .councils_of(&successor.id)
        .filter_map(|row| Some((row, councils.iter().find(|c| c.id == row.id)?)))
        .collect();
    let mut maker = Maker {
        crosswalk,
        successor,
        settings: settings_council(crosswalk, councils, &successor.id),
        out: SuccessorRegister {
            rows: BTreeMap::new(),
            ids: NewIds::default(),
            measures: 0,
            taken_over: 0,
            together: 0,
            estimated: 0,
            without_past: 0,
            left_behind: vec![],
        },
    };
    for (row, council) in &going {
        maker.predecessor(row, council);
    }
    maker.services(&going);
    maker.priorities(&going);
    let measures = new_measures(crosswalk, councils, &successor.id);
    let key = |old: &OldMeasure<'_>| (old.council.id.clone(), old.indicator.id.clone());
    let taken: BTreeMap<(Arc<str>, Arc<str>), &Arc<str>> = measures
        .iter()
        .filter(|m| m.made == Ok(Made::TakenOver))
        .flat_map(|m| m.terms.iter().map(|t| (key(&t.old), &m.id)))
        .collect();
    let own = || old_measures(crosswalk, councils).filter(|old| old.row.successors.contains(&successor.id));
    for old in own() {
        let under = |new: &&Arc<str>| Arc::clone(new);
        let id = taken.get(&key(&old)).map_or_else(|| old_id(&old.council.id, &old.indicator.id).into(), under);
        maker.out.ids.measures.insert(key(&old), id);
    }
    for measure in &measures {
        maker.new_measure(measure);
    }
    let going_on = going_on(&measures, crosswalk);
    for old in own().filter(|old| !taken.contains_key(&key(old))) {
        maker.old_measure(old, going_on.contains(&key(&old)));
    }
    for (_, council) in &going {
        let settings = maker.settings.is_some_and(|s| s.id == council.id);
        let (rows, left) = others::rows((crosswalk, &successor.id), (council, settings), &maker.out);
        rows.into_iter().for_each(|(kind, row)| maker.push(kind, row));
        maker.out.left_behind.extend(left);
    }
    maker.out
}

/// Old measures whose figures the new ones go on being worked out from.
fn going_on(measures: &[NewMeasure<'_>], crosswalk: &Crosswalk) -> BTreeSet<(Arc<str>, Arc<str>)> {
    let mut out = BTreeSet::new();
    for measure in measures.iter().filter(|m| united(m, crosswalk).is_none()) {
        out.extend(measure.terms.iter().map(|t| (t.old.council.id.clone(), t.old.indicator.id.clone())));
    }
    out
}

/// The service of the new council that all terms of a measure are joined in.
fn united(measure: &NewMeasure<'_>, crosswalk: &Crosswalk) -> Option<String> {
    let of = |old: &OldMeasure<'_>| {
        let service = crosswalk.service(&old.council.id, &old.indicator.service)?;
        Some(service.new_id.clone()).filter(|id| !id.is_empty() && service.sent_by.is_empty())
    };
    let lead = of(&measure.lead)?;
    let same = measure.terms.iter().all(|t| of(&t.old).is_some_and(|id| same_id(&id, &lead)));
    same.then_some(lead)
}

struct Maker<'c> {
    crosswalk: &'c Crosswalk,
    successor: &'c Successor,
    settings: Option<&'c OldCouncil>,
    out: SuccessorRegister,
}

impl Maker<'_> {
    fn push(&mut self, kind: Kind, row: WrittenRow) {
        self.out.rows.entry(kind).or_default().push(row);
    }

    fn last(&self) -> Period {
        self.successor.first.previous()
    }

    fn predecessor(&mut self, council: &CrosswalkCouncil, old: &OldCouncil) {
        let short = short(&council.name);
        let head = old.register.services.iter().find(|s| !s.email.is_empty());
        let cells = [
            (Field::Id, words(&*council.id)),
            (Field::Name, words(&*council.name)),
            (Field::AlsoCalled, words(if short == council.name { String::new() } else { short })),
            (Field::LastQuarter, words(self.last().to_string())),
            (Field::Contact, words(head.map_or("", |s| s.contact.as_str()))),
            (Field::Email, words(head.map_or("", |s| s.email.as_str()))),
        ];
        self.push(Kind::Predecessors, row(cells));
        for before in &old.register.predecessors {
            // Two councils may have had the same one before them.
            let has = |row: &WrittenRow| row.get(&Field::Name) == words(&*before.name).as_ref();
            let twice = self.out.rows.get(&Kind::Predecessors).is_some_and(|rows| rows.iter().any(has));
            let name = if twice { format!("{} ({})", before.name, council.id) } else { before.name.clone() };
            let also_called = if twice { String::new() } else { before.also_called.join("; ") };
            let cells = [
                (Field::Id, words(old_id(&council.id, &before.id))),
                (Field::Name, words(name)),
                (Field::AlsoCalled, words(also_called)),
                (Field::LastQuarter, words(before.last.map(|last| last.to_string()).unwrap_or_default())),
                (Field::Contact, words(&*before.contact)),
                (Field::Email, words(&*before.email)),
            ];
            self.push(Kind::Predecessors, row(cells));
        }
    }

    /// The new council's services, then those that go on by themselves.
    fn services(&mut self, going: &[(&CrosswalkCouncil, &OldCouncil)]) {
        let mut made: Map<String, Arc<str>> = Map::default();
        let mut own: Vec<(Arc<str>, WrittenRow)> = vec![];
        // What forms of the old councils call a service that has another name here, or another that sends for it.
        let mut called: Map<Arc<str>, Vec<String>> = Map::default();
        for (council, old) in going {
            for service in &old.register.services {
                let Some(row) = self.crosswalk.service(&council.id, &service.id) else { continue };
                if !row.successors.contains(&self.successor.id) {
                    continue;
                }
                let name = service_name(row, service, council);
                let before = format!("{} ({})", service.name, short(&council.name));
                if !row.sent_by.is_empty() {
                    let id: Arc<str> = row.sent_by.as_str().into();
                    called.entry(id.clone()).or_default().extend([old_id(&council.id, &service.id), before]);
                    self.out.ids.services.insert((council.id.clone(), service.id.clone()), id);
                    continue;
                }
                let joined = !row.new_id.is_empty();
                let id: Arc<str> = match joined {
                    true => made.entry(row.new_id.to_lowercase()).or_insert_with(|| row.new_id.as_str().into()).clone(),
                    false => old_id(&council.id, &service.id).into(),
                };
                self.out.ids.services.insert((council.id.clone(), service.id.clone()), id.clone());
                if joined {
                    called.entry(id.clone()).or_default().extend([old_id(&council.id, &service.id), before]);
                }
                if own.iter().all(|(taken, _)| *taken != id) {
                    own.push((id.clone(), service_row(service, &id, &name)));
                }
            }
        }
        for (id, row) in &mut own {
            put(row, Field::AlsoCalled, called.remove(id).unwrap_or_default().join("; "));
        }
        self.out.rows.insert(Kind::Services, own.into_iter().map(|(_, row)| row).collect());
    }

    /// The service of an old measure in the new register.
    fn service(&self, old: OldMeasure<'_>) -> String {
        let key = (old.council.id.clone(), old.indicator.service.clone());
        let by_id = self.out.ids.services.get(&key).map(ToString::to_string);
        by_id.unwrap_or_else(|| old_id(&old.council.id, &old.indicator.service))
    }

    fn priorities(&mut self, going: &[(&CrosswalkCouncil, &OldCouncil)]) {
        let mut made = BTreeSet::new();
        for (council, old) in going {
            for priority in &old.register.priorities {
                let Some(to) = self.crosswalk.priority(&council.id, &priority.id) else { continue };
                if !to.new_id.is_empty() && made.insert(to.new_id.to_lowercase()) {
                    let name = if to.new_name.is_empty() { &priority.name } else { &to.new_name };
                    let cells = [
                        (Field::Id, words(&*to.new_id)),
                        (Field::Name, words(&**name)),
                        (Field::Owner, words(&*priority.owner)),
                    ];
                    self.push(Kind::Priorities, row(cells));
                }
            }
        }
    }

    /// The priorities of an old measure as the new register has them.
    fn priorities_of(&self, old: OldMeasure<'_>) -> String {
        let mut out: Vec<&str> = vec![];
        for id in &old.indicator.priorities {
            if let Some(to) = self.crosswalk.priority(&old.council.id, id)
                && !to.new_id.is_empty()
                && !out.contains(&&*to.new_id)
            {
                out.push(&to.new_id);
            }
        }
        out.join("; ")
    }

    fn new_measure(&mut self, measure: &NewMeasure<'_>) {
        let lead = measure.lead;
        let first = self.successor.first;
        let mut cells = indicator_cells(lead.indicator);
        let united = united(measure, self.crosswalk);
        cells.insert(Field::Id, WrittenCell::Words(measure.id.to_string()));
        put(&mut cells, Field::Service, united.clone().unwrap_or_else(|| self.service(lead)));
        put(&mut cells, Field::Priority, self.priorities_of(lead));
        let hidden = measure.terms.iter().filter_map(|t| t.old.council.hides(t.old.indicator)).max();
        // What one of them hides could be worked out from the sum: it is hidden by the strictest.
        hide(&mut cells, hidden.or(lead.council.hides(lead.indicator)));
        self.out.measures += 1;
        // A measure that goes on has no last quarter in the old council's time.
        let ended = lead.indicator.last.is_some_and(|last| last < first);
        if ended || measure.made != Ok(Made::TakenOver) {
            cells.remove(&Field::LastQuarter);
        }
        match &measure.made {
            Ok(Made::TakenOver) => {
                self.out.taken_over += 1;
                put(&mut cells, Field::Formerly, old_id(&lead.council.id, &lead.indicator.id));
                self.references(&mut cells, lead);
                self.targets(lead, &measure.id);
                put(&mut cells, Field::Estimated, lead.indicator.estimated.clone());
                if lead.indicator.formula.is_some() {
                    let formula = self.formula(lead, true);
                    if formula.is_none() {
                        let what = format!("{}: the formula of {}", lead.council.name, lead.indicator.id);
                        self.out.left_behind.push(format!("{what}, since it names measures that are others now"));
                    }
                    put(&mut cells, Field::Formula, formula.unwrap_or_default());
                }
            }
            Ok(Made::Formula { text, footing, together, estimated }) => {
                self.out.together += usize::from(estimated.is_empty());
                self.out.estimated += usize::from(!estimated.is_empty());
                put(&mut cells, Field::Formula, text.clone());
                if measure.terms.len() > 1 && *together == Together::Added {
                    // The most that one council can have is not the most that all can.
                    cells.remove(&Field::Maximum);
                    if lead.indicator.minimum != Some(0.0) {
                        cells.remove(&Field::Minimum);
                    }
                }
                if united.is_none() {
                    cells.remove(&Field::AlsoCalled);
                }
                let until = united.map(|_| self.last().to_string()).unwrap_or_default();
                put(&mut cells, Field::FormulaUntil, until);
                put(&mut cells, Field::Estimated, estimated.clone());
                let quarters: Vec<String> = footing.due_quarters.iter().map(|q| format!("Q{q}")).collect();
                put(&mut cells, Field::DueQuarters, quarters.join("; "));
                put(&mut cells, Field::Cumulative, if footing.cumulative { "Yes" } else { "" });
                // What it is made of has its breaks; an estimate is not compared with what is sent after it.
                let broken = !estimated.is_empty();
                put(&mut cells, Field::Breaks, if broken { first.to_string() } else { String::new() });
                let reason = format!("Before {first} it is estimated");
                put(&mut cells, Field::BreakReason, if broken { reason } else { String::new() });
            }
            Err(why) => {
                self.out.without_past += 1;
                put(&mut cells, Field::FirstQuarter, first.to_string());
                put(&mut cells, Field::Breaks, first.to_string());
                put(&mut cells, Field::BreakReason, format!("Nothing before {first} is compared with it: {why}"));
            }
        }
        for field in [Field::PartOf, Field::OpeningOf].into_iter().filter(|_| measure.made != Ok(Made::TakenOver)) {
            cells.remove(&field);
        }
        divided(&mut cells, lead.indicator);
        self.push(Kind::Definitions, cells);
    }

    /// An old council's measure with its own figures: beside the new one, and what that is worked out from.
    fn old_measure(&mut self, old: OldMeasure<'_>, goes_on: bool) {
        let (council, indicator) = (old.council, old.indicator);
        let id = old_id(&council.id, &indicator.id);
        let mut cells = indicator_cells(indicator);
        let short = short(&council.name);
        put(&mut cells, Field::Id, id.clone());
        let own = indicator.predecessor.is_empty();
        put(
            &mut cells,
            Field::Name,
            if own { format!("{} ({short})", indicator.name) } else { indicator.name.clone() },
        );
        put(&mut cells, Field::Service, self.service(old));
        put(&mut cells, Field::Priority, self.priorities_of(old));
        put(&mut cells, Field::Predecessor, predecessor_of(council, &indicator.predecessor));
        put(&mut cells, Field::Estimated, indicator.estimated.clone());
        hide(&mut cells, council.hides(indicator));
        // Rated as it was, whatever the settings of the new council say.
        if indicator.scheme.is_none() && council.scheme.0 != crate::measure::Scheme::Rules {
            put(&mut cells, Field::Scheme, council.scheme.0.words());
        }
        if indicator.tolerance_percent.is_none() && indicator.tolerance_absolute.is_none() {
            cells.insert(Field::TolerancePercent, WrittenCell::Number(council.scheme.1));
        }
        cells.remove(&Field::Key);
        self.references(&mut cells, old);
        put(&mut cells, Field::Formula, self.formula(old, false).unwrap_or_default());
        // Forms that go on have its other names; the new measure has them from then on.
        if !goes_on {
            cells.remove(&Field::AlsoCalled);
            let last = indicator.last.map_or(self.last(), |last| last.min(self.last()));
            put(&mut cells, Field::LastQuarter, last.to_string());
            // What its formula gave is handed on with its figures.
            cells.remove(&Field::Formula);
            if indicator.first.is_some_and(|first| first > last) {
                cells.remove(&Field::FirstQuarter);
            }
        }
        divided(&mut cells, indicator);
        self.targets(old, &id);
        if let Some(share) = self.crosswalk.share(&council.id, &old.row.split_by, &self.successor.id)
            && !old.row.split_by.is_empty()
            && let ShareOf::Parts(parts) = &share.of
        {
            for part in parts {
                let mut of = cells.clone();
                let id = part_id(&council.id, &indicator.id, part);
                put(&mut of, Field::Id, id.clone());
                put(&mut of, Field::Name, format!("{}, {part} ({short})", indicator.name));
                for field in [Field::AlsoCalled, Field::Formula, Field::PartOf, Field::OpeningOf] {
                    of.remove(&field);
                }
                self.push(Kind::Definitions, of);
                let key = (council.id.clone(), indicator.id.clone(), part.to_lowercase());
                self.out.ids.parts.insert(key, id.into());
            }
        }
        self.push(Kind::Definitions, cells);
    }

    /// What refers to measures of the same council.
    fn references(&self, cells: &mut WrittenRow, old: OldMeasure<'_>) {
        let here = |id: &str| {
            let key = (old.council.id.clone(), Arc::from(id));
            self.out.ids.measures.get(&key).map(ToString::to_string)
        };
        for (field, of) in [(Field::PartOf, &old.indicator.part_of), (Field::OpeningOf, &old.indicator.opening_of)] {
            put(cells, field, of.as_deref().and_then(here).unwrap_or_default());
        }
    }

    /// The formula of an old measure over the measures that stand in the place of those that it names: for an old measure the old
    /// ones, for a new one the new ones. `None` where one of them is not there, or is another thing now.
    fn formula(&self, old: OldMeasure<'_>, new: bool) -> Option<String> {
        let (register, council) = (&old.council.register, &old.council.id);
        let formula = old.indicator.formula.as_ref()?;
        let number = register.indicator_number(&old.indicator.id)?;
        let mut names = vec![];
        for feeder in validate::feeders(register, number).ok()? {
            let id = &register.indicators[feeder.number].id;
            let row = self.crosswalk.measures.iter().find(|m| m.council == *council && same_id(&m.id, id))?;
            let here = match new {
                true => {
                    Some(row.new_id.to_string()).filter(|_| row.relation == Relation::SameAs && row.split_by.is_empty())
                }
                false => self.out.ids.measures.get(&(council.clone(), id.clone())).map(ToString::to_string),
            };
            let here = here.filter(|_| row.successors.contains(&self.successor.id))?;
            names.push((feeder.name.clone(), format!("\"{here}{}\"", validate::suffix(feeder.part, feeder.year))));
        }
        let names: Vec<(&str, String)> = names.iter().map(|(name, here)| (name.as_str(), here.clone())).collect();
        Some(in_place(&formula.text, &names))
    }

    fn targets(&mut self, old: OldMeasure<'_>, id: &str) {
        let own = old.council.register.targets.iter().filter(|(of, ..)| *of == old.indicator.id);
        for (_, year, target) in own {
            let row = target_row(id, &old.indicator.year.label(*year), target);
            self.push(Kind::Targets, row);
        }
    }
}
