//! A part of the council as one reader answers for it: a directorate, a portfolio, a service.

use crate::finding::Finding;
use crate::map::Set;
use crate::reading::keyed;
use crate::register::{Indicator, Predecessor, Register};
use std::sync::Arc;

keyed! {
    /// What makes a part one.
    PartKind {
        Directorate "directorate" "Directorate",
        Portfolio "portfolio" "Portfolio",
        Service "service" "Service",
        /// A council before this one.
        Predecessor "predecessor" "Council before",
    }
}

/// What belongs to one reader.
#[derive(Debug, Clone)]
pub struct Part {
    /// What makes it one.
    pub kind: PartKind,
    /// What it is called: the directorate, the portfolio holder, the service.
    pub name: String,
    /// Ids of its services; where it is made of priorities, of those that measure anything of it.
    services: Set<Arc<str>>,
    /// Ids of its priorities, where it is made of them and not of services.
    priorities: Option<Set<String>>,
    /// Ids of its measures.
    measures: Set<Arc<str>>,
}

impl Part {
    /// Every directorate, in the register's order.
    pub fn directorates(register: &Register) -> Vec<Self> {
        let of = |name: &str| Self::of_services(register, PartKind::Directorate, name, |s| s.directorate == name);
        register.directorates().into_iter().map(of).collect()
    }

    /// Every service, in the register's order.
    pub fn services(register: &Register) -> Vec<Self> {
        let of = |own: &crate::register::Service| {
            Self::of_services(register, PartKind::Service, &own.name, |s| s.id == own.id)
        };
        register.services.iter().map(of).collect()
    }

    /// The portfolio of everybody whom the register names as a portfolio holder of services; where it names nobody, of
    /// everybody who owns a priority. In the register's order.
    pub fn portfolios(register: &Register) -> Vec<Self> {
        let by_service = unique(register.services.iter().map(|s| s.portfolio.as_str()));
        if by_service.is_empty() {
            let owners = unique(register.priorities.iter().map(|p| p.owner.as_str()));
            return owners.into_iter().map(|owner| Self::of_priorities(register, owner)).collect();
        }
        let of = |name: &str| Self::of_services(register, PartKind::Portfolio, name, |s| s.portfolio == name);
        by_service.into_iter().map(of).collect()
    }

    /// Every council before this one, with what was its own and is still told: its services that go on, and its measures, those
    /// that were taken over among them.
    pub fn predecessors(register: &Register) -> Vec<Self> {
        let of = |council: &Predecessor| {
            let here = |id: &str| id.strip_prefix(&*council.id).is_some_and(|rest| rest.starts_with('-'));
            let own = |i: &&Indicator| i.predecessor == *council.id || i.formerly.iter().any(|id| here(id));
            let measures = || register.indicators.iter().filter(own);
            let services = register.services.iter().map(|s| s.id.clone()).filter(|id| here(id));
            Self {
                kind: PartKind::Predecessor,
                name: council.name.clone(),
                services: services.chain(measures().map(|i| i.service.clone())).collect(),
                priorities: None,
                measures: measures().map(|i| i.id.clone()).collect(),
            }
        };
        register.predecessors.iter().map(of).collect()
    }

    fn of_services(
        register: &Register,
        kind: PartKind,
        name: &str,
        wanted: impl Fn(&crate::register::Service) -> bool,
    ) -> Self {
        let services: Set<Arc<str>> = register.services.iter().filter(|s| wanted(s)).map(|s| s.id.clone()).collect();
        let own = register.indicators.iter().filter(|i| services.contains(&i.service));
        let measures = own.map(|i| i.id.clone()).collect();
        Self { kind, name: name.to_owned(), services, priorities: None, measures }
    }

    fn of_priorities(register: &Register, owner: &str) -> Self {
        let own = register.priorities.iter().filter(|p| p.owner == owner);
        let priorities: Set<String> = own.map(|p| p.id.clone()).collect();
        let serves = |i: &&crate::register::Indicator| i.priorities.iter().any(|p| priorities.contains(p));
        let own = || register.indicators.iter().filter(serves);
        Self {
            kind: PartKind::Portfolio,
            name: owner.to_owned(),
            services: own().map(|i| i.service.clone()).collect(),
            measures: own().map(|i| i.id.clone()).collect(),
            priorities: Some(priorities),
        }
    }

    /// Whether a measure, by its id, belongs to it.
    pub fn has_measure(&self, id: &str) -> bool {
        self.measures.contains(id)
    }

    /// Whether a service, by its id, is among its services.
    pub(super) fn has_service(&self, id: &str) -> bool {
        self.services.contains(id)
    }

    /// Whether it is made of priorities, and not of services.
    pub fn is_of_priorities(&self) -> bool {
        self.priorities.is_some()
    }

    /// Whether a finding is about something of it.
    pub(super) fn has_finding(&self, finding: &Finding) -> bool {
        self.has_about(&finding.service, &finding.subject)
    }

    /// Whether what serves a priority and is a service's belongs to it: a line of money, a milestone.
    pub(super) fn has_line(&self, service: &str, priority: &str) -> bool {
        self.priorities.as_ref().map_or_else(|| self.services.contains(service), |own| own.contains(priority))
    }

    /// Whether what is a service's and is about a measure belongs to it.
    pub(super) fn has_about(&self, service: &str, about: &str) -> bool {
        if self.priorities.is_some() { self.has_measure(about) } else { self.services.contains(service) }
    }
}

/// The names, each once and none that is blank.
fn unique<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut out: Vec<&str> = vec![];
    names.filter(|name| !name.trim().is_empty()).for_each(|name| {
        if !out.contains(&name) {
            out.push(name);
        }
    });
    out
}
