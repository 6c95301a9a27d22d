//! What the register answers: services and indicators by id or name, targets and comparators by indicator.

use super::taken::TakenCodes;
use super::{Comparator, Indicator, Predecessor, Register, Service, Target, peers};
use crate::catalogue;
use crate::fit::fit;
use crate::map::Map;
use crate::period::Period;
use crate::text::words::{letters, meaning};
use std::sync::{Arc, OnceLock};

fn any_case(text: &str) -> String {
    text.trim().to_lowercase()
}

/// As names are compared: in any case, with “and” for “&”, and one space between words.
fn as_name(text: &str) -> String {
    let words: Vec<String> = text.replace('&', " and ").split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

impl Register {
    /// Builds the look-ups; call once after the lists are complete.
    pub fn indexed(mut self) -> Self {
        let services = || self.services.iter().enumerate();
        self.service_ids = services().map(|(n, s)| (as_name(&s.id), n)).collect();
        let (mut names, others) =
            (Map::default(), services().flat_map(|(n, s)| s.names().skip(1).map(move |a| (a, n))));
        for (name, n) in services().map(|(n, s)| (s.name.as_str(), n)).chain(others) {
            names.entry(meaning(name)).or_insert(n);
        }
        self.service_names = names;
        self.indicator_index = self.indicators.iter().enumerate().map(|(n, i)| (i.id.clone(), n)).collect();
        self.indicator_any_case = OnceLock::new();
        let former = |(n, i): (usize, &Indicator)| i.formerly.iter().map(|id| (any_case(id), n)).collect::<Vec<_>>();
        self.former_ids = self.indicators.iter().enumerate().flat_map(former).collect();
        self.indicator_names = OnceLock::new();
        self.service_indicators = OnceLock::new();
        self.taken_codes = OnceLock::new();
        self.target_last = vec![0; self.indicators.len()];
        self.target_before = vec![0; self.targets.len()];
        for (row, (id, ..)) in self.targets.iter().enumerate() {
            if let Some(n) = self.indicator_index.get(id) {
                self.target_before[row] = std::mem::replace(&mut self.target_last[*n], fit::<u32>(row) + 1);
            }
        }
        peers::rank(&mut self.comparators, &self.neighbours);
        self.peers = peers::Index::new(&self.comparators, |id| self.indicator_index.get(id).copied());
        self
    }

    /// By id in any case, or by one of its names: of these letters and digits count, “and” and “&” the same.
    pub fn service(&self, id_or_name: &str) -> Option<&Service> {
        let named = || self.service_names.get(&meaning(id_or_name)).filter(|_| !meaning(id_or_name).is_empty());
        self.service_ids.get(&as_name(id_or_name)).or_else(named).map(|n| &self.services[*n])
    }

    /// The council before this one of this id or name.
    pub fn predecessor(&self, id_or_name: &str) -> Option<&Predecessor> {
        let text = meaning(id_or_name);
        let is = |p: &&Predecessor| meaning(&p.id) == text || p.names().any(|name| meaning(name) == text);
        self.predecessors.iter().find(is).filter(|_| !text.is_empty())
    }

    /// Whether anything is wanted of a service in a quarter. One whose measures are all over, not yet begun or still worked
    /// out from those of others has nothing to send; one without any measure sends its risks and actions.
    pub fn is_expected(&self, service: &str, period: Period) -> bool {
        let over = |n: &usize| {
            let indicator = &self.indicators[*n];
            !indicator.is_measured(period) || indicator.formula_until.is_some() && indicator.follows_in(period)
        };
        let own = self.positions_of(service);
        own.is_empty() || !own.iter().all(over)
    }

    /// By id, in any case; by one that it had before too.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicator_number(id).map(|n| &self.indicators[n])
    }

    /// The position of an indicator in [`Register::indicators`], by id in any case; by one that it had before, too, since
    /// the ledger and forms that are still about have that.
    pub fn indicator_number(&self, id: &str) -> Option<usize> {
        let typed = || {
            let by_id = || self.indicators.iter().enumerate().map(|(n, i)| (any_case(&i.id), n)).collect();
            self.indicator_any_case.get_or_init(by_id).get(&any_case(id))
        };
        let former = || self.former_ids.get(&any_case(id)).filter(|_| !self.former_ids.is_empty());
        self.indicator_index.get(id).or_else(typed).or_else(former).copied()
    }

    /// The positions of the indicators of a service, by its id, ascending.
    pub fn positions_of(&self, service: &str) -> &[usize] {
        let by_service = self.service_indicators.get_or_init(|| {
            let mut out: Map<Arc<str>, Vec<usize>> = Map::default();
            for (n, indicator) in self.indicators.iter().enumerate() {
                out.entry(indicator.service.clone()).or_default().push(n);
            }
            out
        });
        by_service.get(service).map_or(&[], Vec::as_slice)
    }

    /// The codes of indicators, their own and others, of which Excel makes something else.
    pub fn taken_codes(&self) -> &TakenCodes {
        self.taken_codes.get_or_init(|| {
            fn codes(of: &Indicator) -> impl Iterator<Item = &str> {
                std::iter::once(&*of.id).chain(of.also_called.iter().map(String::as_str))
            }
            TakenCodes::new(self.indicators.iter().enumerate().flat_map(|(n, i)| codes(i).map(move |code| (code, n))))
        })
    }

    /// The positions of the indicators of this name, their own or another: letters and digits count, nothing else.
    pub fn indicators_named(&self, name: &str) -> impl Iterator<Item = usize> {
        let names = self.indicator_names.get_or_init(|| {
            let mut names: Map<String, Vec<usize>> = Map::default();
            let mut key = String::new();
            for (n, name) in self.indicators.iter().enumerate().flat_map(|(n, i)| i.names().map(move |name| (n, name)))
            {
                key.clear();
                key.extend(letters(name));
                match names.get_mut(&key) {
                    Some(same) if same.last() == Some(&n) => {}
                    Some(same) => same.push(n),
                    None => drop(names.insert(key.clone(), vec![n])),
                }
            }
            names
        });
        let name = meaning(name);
        names.get(&name).filter(|_| !name.is_empty()).into_iter().flatten().copied()
    }

    /// The targets of the indicator at a position for the year of `period`.
    pub fn target(&self, indicator: usize, period: Period) -> Option<&Target> {
        let row = |next: u32| (next as usize).checked_sub(1);
        let wanted = self.indicators.get(indicator)?.year.of(period);
        let rows = std::iter::successors(row(*self.target_last.get(indicator)?), |r| row(self.target_before[*r]));
        rows.map(|r| &self.targets[r]).find(|(_, year, _)| *year == wanted).map(|(.., target)| target)
    }

    /// What others reach on the indicator at a position, in the sheet's order.
    pub fn comparators_of(&self, indicator: usize) -> impl Iterator<Item = &Comparator> + Clone {
        self.peers.of(indicator).iter().map(|n| &self.comparators[*n as usize])
    }

    /// The title of a check, of the catalogue or of the council's own; empty where there is none of this code.
    pub fn title_of_check(&self, code: &str) -> &str {
        let own = || self.checks.iter().find(|c| c.code == code).map(|c| c.title.as_str());
        catalogue::find(code).map(|c| c.title).or_else(own).unwrap_or_default()
    }

    /// The indicators of a service, in the register's order.
    pub fn indicators_of<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a Indicator> + 'a {
        self.indicators.iter().filter(move |i| &*i.service == service)
    }

    /// Directorates in the order of their first service.
    pub fn directorates(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for s in &self.services {
            if !out.contains(&s.directorate.as_str()) {
                out.push(&s.directorate);
            }
        }
        out
    }
}
