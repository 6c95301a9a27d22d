//! What a crosswalk says.

use crate::measure::{find_words, words};
use crate::period::Period;
use crate::reading::Place;
use crate::register::{Indicator, Register, SmallNumbers};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

words! {
    /// What an old measure is to a new one.
    Relation {
        /// One definition.
        SameAs "Same as",
        /// The same thing in another unit or the other way round: by a factor and an offset, or by a formula.
        ConvertibleTo "Convertible to",
        /// One of several of its council that together are the new one.
        PartOf "Part of",
        /// Something else by definition: its figures stand beside the new one and are compared with nothing of it.
        NotComparableWith "Not comparable with",
        /// The new council does not measure it.
        Ends "Ends",
    }
}

impl Relation {
    /// Its figures are counted in the new measure's.
    pub fn counts(self) -> bool {
        matches!(self, Self::SameAs | Self::ConvertibleTo | Self::PartOf)
    }
}

/// A council that ends, as its workspace has it.
#[derive(Debug, Clone)]
pub struct OldCouncil {
    /// Its id in the crosswalk.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// Name of its workspace's folder.
    pub folder: String,
    /// Its register.
    pub register: Register,
    /// SHA-256 of its register, in hex.
    pub register_sha256: String,
    /// The newest record of its ledger, and the hash of that.
    pub ledger: (u64, String),
    /// The scheme and the tolerance by which its measures are rated where their rows say nothing.
    pub scheme: (crate::measure::Scheme, f64),
    /// Steps of likelihood and impact of its risks.
    pub risk_steps: [u8; 2],
    /// Counts of people from 1 to this are hidden, of the measures that say so.
    pub small_numbers: u32,
    /// The parts that its ledger has of each measure, by id.
    pub parts: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
}

impl OldCouncil {
    /// Up to which count a measure hides people; `None` where it hides none.
    pub(super) fn hides(&self, indicator: &Indicator) -> Option<u32> {
        indicator.small_numbers.map(|small| match small {
            SmallNumbers::AsSettings => self.small_numbers,
            SmallNumbers::UpTo(most) => most,
        })
    }
}

/// A council of the sheet Councils.
#[derive(Debug, Clone, PartialEq)]
pub struct CrosswalkCouncil {
    /// Its id, which stands before the ids of its measures.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// Name of its workspace's folder.
    pub folder: String,
    /// Ids of the successors that it goes to.
    pub goes_to: Vec<Arc<str>>,
    /// SHA-256 of its register when the crosswalk was drafted; empty where it does not say.
    pub register_sha256: String,
    /// The hash of its ledger's newest record then; empty where it does not say.
    pub ledger_hash: String,
    /// Where it stands: its id, and where it goes to.
    pub places: [Place; 2],
}

/// A council that comes after.
#[derive(Debug, Clone, PartialEq)]
pub struct Successor {
    /// Its id, the name of its folder.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// Its first quarter.
    pub first: Period,
    /// Id of the council whose settings it begins with; empty for the first that goes to it.
    pub settings_from: String,
    /// Where it stands.
    pub place: Place,
}

/// What a successor gets of the figures of a council that goes to several.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareOf {
    /// A share of each figure, 0 to 1.
    Fraction(f64),
    /// The parts of these names, where the return breaks the figure down.
    Parts(Vec<String>),
}

/// A row of the sheet Shares.
#[derive(Debug, Clone, PartialEq)]
pub struct CrosswalkShare {
    /// Id of the council.
    pub council: Arc<str>,
    /// By what it is split: population, area, cases.
    pub basis: String,
    /// Id of the successor.
    pub successor: Arc<str>,
    /// How much.
    pub of: ShareOf,
    /// Where the share is from.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}

/// A row of the sheet Services.
#[derive(Debug, Clone, PartialEq)]
pub struct CrosswalkService {
    /// Id of the council.
    pub council: Arc<str>,
    /// Its id there.
    pub id: Arc<str>,
    /// Ids of the successors that it goes to.
    pub successors: Vec<Arc<str>>,
    /// Its id in the new council from the first quarter; empty while it goes on as the old council's.
    pub new_id: String,
    /// Its name there; empty for the name that it has.
    pub new_name: String,
    /// The service that sends its figures, by its id in the new register; empty for itself.
    pub sent_by: String,
    /// Where it stands.
    pub place: Place,
}

/// A row of the sheet Priorities.
#[derive(Debug, Clone, PartialEq)]
pub struct CrosswalkPriority {
    /// Id of the council.
    pub council: Arc<str>,
    /// Its id there.
    pub id: Arc<str>,
    /// Its id in the new council; empty where that has none like it.
    pub new_id: String,
    /// Its name there; empty for the name that it has.
    pub new_name: String,
}

/// A row of the sheet Measures.
#[derive(Debug, Clone, PartialEq)]
pub struct CrosswalkMeasure {
    /// Id of the council.
    pub council: Arc<str>,
    /// Its id there.
    pub id: Arc<str>,
    /// Ids of the successors that it goes to.
    pub successors: Vec<Arc<str>>,
    /// Id of the new measure; empty where it ends.
    pub new_id: Arc<str>,
    /// What it is to the new one.
    pub relation: Relation,
    /// What its value is multiplied by.
    pub factor: f64,
    /// What is added after that, in the new measure's unit.
    pub offset: f64,
    /// Arithmetic over `value`, `numerator` and `denominator` in place of the two; empty where there is none.
    pub formula: String,
    /// The basis by which it is split among successors; empty where it is not.
    pub split_by: String,
    /// The new measure has its definition.
    pub lead: bool,
    /// Why.
    pub reason: String,
    /// Where it stands: its id, the new id and the relation.
    pub places: [Place; 3],
}

impl CrosswalkMeasure {
    /// Its value is the new measure's as it is.
    pub fn is_as_it_is(&self) -> bool {
        (self.factor, self.offset) == (1.0, 0.0) && self.formula.is_empty()
    }
}

/// A crosswalk whose rows can be used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crosswalk {
    /// The councils that end, in the sheet's order.
    pub councils: Vec<CrosswalkCouncil>,
    /// Those that come after.
    pub successors: Vec<Successor>,
    /// What each gets of councils that go to several.
    pub shares: Vec<CrosswalkShare>,
    /// What becomes of services.
    pub services: Vec<CrosswalkService>,
    /// What becomes of priorities.
    pub priorities: Vec<CrosswalkPriority>,
    /// What becomes of measures.
    pub measures: Vec<CrosswalkMeasure>,
}

impl Crosswalk {
    /// The councils that go to a successor.
    pub fn councils_of<'s>(&'s self, successor: &'s str) -> impl Iterator<Item = &'s CrosswalkCouncil> + 's {
        self.councils.iter().filter(move |c| c.goes_to.iter().any(|s| **s == *successor))
    }

    /// The council of an id.
    pub fn council(&self, id: &str) -> Option<&CrosswalkCouncil> {
        self.councils.iter().find(|c| *c.id == *id)
    }

    /// What becomes of a service of a council.
    pub fn service(&self, council: &str, id: &str) -> Option<&CrosswalkService> {
        self.services.iter().find(|s| *s.council == *council && same_id(&s.id, id))
    }

    /// What becomes of a priority of a council.
    pub fn priority(&self, council: &str, id: &str) -> Option<&CrosswalkPriority> {
        self.priorities.iter().find(|p| *p.council == *council && same_id(&p.id, id))
    }

    /// What a successor gets of a council's figures by a basis.
    pub fn share(&self, council: &str, basis: &str, successor: &str) -> Option<&CrosswalkShare> {
        let same = |s: &&CrosswalkShare| *s.council == *council && s.basis.eq_ignore_ascii_case(basis);
        self.shares.iter().filter(same).find(|s| *s.successor == *successor)
    }
}

/// Ids are the same in any case.
pub(super) fn same_id(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// An old measure with its council and its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct OldMeasure<'c> {
    pub council: &'c OldCouncil,
    pub indicator: &'c Indicator,
    pub row: &'c CrosswalkMeasure,
}

/// Rows of the crosswalk whose council and measure are there.
pub(super) fn old_measures<'c>(
    crosswalk: &'c Crosswalk,
    councils: &'c [OldCouncil],
) -> impl Iterator<Item = OldMeasure<'c>> + 'c {
    crosswalk.measures.iter().filter_map(|row| {
        let council = councils.iter().find(|c| c.id == row.council)?;
        Some(OldMeasure { council, indicator: council.register.indicator(&row.id)?, row })
    })
}
