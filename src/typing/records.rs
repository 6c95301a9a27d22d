//! The records of a file, by their kind.

use crate::map::Set;
use crate::record::{Kind, Record};

/// The kinds of record that a return is made of.
pub(super) const READ: [Kind; 8] = [
    Kind::Cover,
    Kind::Section,
    Kind::Indicators,
    Kind::Risks,
    Kind::Actions,
    Kind::Feedback,
    Kind::Corrections,
    Kind::Complaints,
];

/// The records of one kind.
pub(super) fn of_kind(records: &[Record], kind: Kind) -> impl Iterator<Item = &Record> + Clone {
    records.iter().filter(move |r| r.kind == kind)
}

/// Ids that occur more than once among `ids`.
pub(super) fn repeated<T: std::hash::Hash + Eq + Clone>(ids: impl Iterator<Item = T>) -> Set<T> {
    let mut seen = Set::default();
    ids.filter(|id| !seen.insert(id.clone())).collect()
}
