//! What money is summed by: the council, its directorates, services and priorities.

use crate::map::Map;
use crate::register::Register;

/// What brings lines together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetGroupKind {
    /// All of the council's.
    Council,
    /// A directorate.
    Directorate,
    /// A service.
    Service,
    /// A priority, or none.
    Priority,
    /// A financial year: of savings alone.
    Year,
}

/// Lines that are summed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetGroup<S> {
    /// What brings them together.
    pub kind: BudgetGroupKind,
    /// Id of the service or priority, the directorate's name or the year; empty for the council, and for what serves no
    /// priority.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is summed.
    pub sum: S,
}

/// What serves no priority, as reports call it.
pub const NO_PRIORITY: &str = "No priority";

/// Groups while lines are put into them.
pub(super) struct BudgetGroups<'r, T> {
    list: Vec<BudgetGroup<Option<T>>>,
    index: Map<(BudgetGroupKind, String), usize>,
    directorates: Map<&'r str, &'r str>,
}

impl<'r, T: Default> BudgetGroups<'r, T> {
    pub(super) fn new(register: &'r Register, council: &str) -> Self {
        let directorates = register.services.iter().map(|s| (&*s.id, s.directorate.as_str())).collect();
        let mut groups = Self { list: vec![], index: Map::default(), directorates };
        groups.open(BudgetGroupKind::Council, "", council);
        register.directorates().into_iter().for_each(|d| groups.open(BudgetGroupKind::Directorate, d, d));
        register.services.iter().for_each(|s| groups.open(BudgetGroupKind::Service, &s.id, &s.name));
        register.priorities.iter().for_each(|p| groups.open(BudgetGroupKind::Priority, &p.id, &p.name));
        groups.open(BudgetGroupKind::Priority, "", NO_PRIORITY);
        groups
    }

    fn open(&mut self, kind: BudgetGroupKind, id: &str, name: &str) {
        self.index.entry((kind, id.to_owned())).or_insert_with(|| {
            self.list.push(BudgetGroup { kind, id: id.to_owned(), name: name.to_owned(), sum: None });
            self.list.len() - 1
        });
    }

    /// Does something to the group of this id, which comes to be where it was not.
    pub(super) fn one(&mut self, kind: BudgetGroupKind, id: &str, name: &str, act: impl FnOnce(&mut T)) {
        self.open(kind, id, name);
        let group = self.index.get(&(kind, id.to_owned())).and_then(|n| self.list.get_mut(*n));
        if let Some(group) = group {
            act(group.sum.get_or_insert_default());
        }
    }

    /// Does something to every group that a line of this service and priority belongs to. A priority that the register
    /// does not have is none.
    pub(super) fn each(&mut self, service: &str, priority: &str, act: impl Fn(&mut T)) {
        use BudgetGroupKind::{Council, Directorate, Priority, Service};
        let directorate = self.directorates.get(service).copied().unwrap_or_default();
        let known = self.index.contains_key(&(Priority, priority.to_owned()));
        let priority = if known { priority } else { "" };
        for (kind, id) in [(Council, ""), (Directorate, directorate), (Service, service), (Priority, priority)] {
            self.one(kind, id, id, &act);
        }
    }

    /// Those that have a line; the council always.
    pub(super) fn finish<S>(self, sum: impl Fn(T) -> S) -> Vec<BudgetGroup<S>> {
        let there = self.list.into_iter().filter(|g| g.sum.is_some() || g.kind == BudgetGroupKind::Council);
        there
            .map(|BudgetGroup { kind, id, name, sum: own }| BudgetGroup {
                kind,
                id,
                name,
                sum: sum(own.unwrap_or_default()),
            })
            .collect()
    }
}
