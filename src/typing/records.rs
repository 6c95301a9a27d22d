//! The records of a file, by their kind.

use crate::map::{Map, Set};
use crate::record::{Content, Field, Kind, Record};
use crate::text::words::meaning;

/// The kinds of record that a return is made of.
pub(super) const READ: [Kind; 13] = [
    Kind::Cover,
    Kind::Section,
    Kind::Indicators,
    Kind::Risks,
    Kind::Actions,
    Kind::Feedback,
    Kind::Corrections,
    Kind::Complaints,
    Kind::Answers,
    Kind::Revenue,
    Kind::Capital,
    Kind::Savings,
    Kind::Milestones,
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

/// The meaning of each id of an indicator that stands as a text.
pub(super) fn ids_typed(records: &[Record]) -> Set<String> {
    let ids = of_kind(records, Kind::Indicators).filter_map(|r| r.get(Field::Id));
    let texts = ids.filter_map(|c| match &c.content {
        Content::Text(text) => Some(meaning(text)),
        _ => None,
    });
    texts.collect()
}

/// The rows of each key that has more than one.
pub(super) fn rows_of_repeated<'r, T: std::hash::Hash + Eq>(
    rows: impl Iterator<Item = (T, &'r Record)>,
) -> Map<T, Vec<&'r Record>> {
    let mut out: Map<T, Vec<&Record>> = Map::default();
    rows.for_each(|(key, record)| out.entry(key).or_default().push(record));
    out.retain(|_, rows| rows.len() > 1);
    out
}
