//! Service, quarter and month from the names that people give to files and sheets.

use super::file_context::FileContext;
use crate::register::Register;
use crate::text::date;
use crate::text::words::{clean, meaning, stem};
use std::sync::Arc;

/// What a name says by a pattern.
pub(super) struct SaidByName<P> {
    pub service: Option<Arc<str>>,
    pub period: Option<P>,
    /// A month, as it stands there.
    pub month: Option<String>,
}

/// Service, quarter and month from a name by a pattern of the layout, such as `{service} {period}`, with * for any words.
/// Where the text between two of them occurs more than once, the split counts at which the most is known.
pub(super) fn from_pattern<P>(
    file: &FileContext<'_>,
    pattern: &str,
    name: &str,
    period: impl Fn(&str) -> Option<P>,
) -> SaidByName<P> {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let mut best = SaidByName { service: None, period: None, month: None };
    let mut rank = (0, false, false);
    for split in splits(&pattern, &name, SPLITS) {
        let text = |of: &str| split.iter().find(|(place, _)| *place == of).map(|(_, text)| clean(text));
        let said = SaidByName {
            service: text("{service}").and_then(|t| file.service_named(t)).map(|s| s.id.clone()),
            period: text("{period}").and_then(&period),
            month: text("{month}").filter(|t| date::month(t).is_some()).map(str::to_owned),
        };
        let known = [said.service.is_some(), said.period.is_some(), said.month.is_some()];
        let this = (known.iter().filter(|k| **k).count(), known[1], known[0]);
        if this > rank {
            (best, rank) = (said, this);
        }
    }
    best
}

/// Ways to take a name apart that are looked at: a name has few words.
const SPLITS: usize = 10_000;

/// What may stand in each place of a pattern, in every way in which the name can be taken apart by it.
fn splits<'p, 'n>(pattern: &'p str, name: &'n str, most: usize) -> Vec<Vec<(&'p str, &'n str)>> {
    let start = pattern.find(['{', '*']).unwrap_or(pattern.len());
    let Some(name) = name.strip_prefix(&pattern[..start]) else { return vec![] };
    let rest = &pattern[start..];
    let end = if rest.starts_with('*') { 1 } else { rest.find('}').map_or(0, |n| n + 1) };
    if end == 0 {
        return if rest.is_empty() && name.is_empty() { vec![vec![]] } else { vec![] };
    }
    let (place, after) = rest.split_at(end);
    let mut out = vec![];
    for at in name.char_indices().map(|(at, _)| at).chain([name.len()]) {
        if out.len() >= most || (after.is_empty() && at < name.len()) {
            continue;
        }
        for mut split in splits(after, &name[at..], most - out.len()) {
            split.insert(0, (place, &name[..at]));
            out.push(split);
        }
    }
    out
}

/// The service of a file that could not be opened, from its name: the service whose id is a word of it, or the longest
/// name that occurs in it. Empty where none does.
pub(super) fn service_in_name(register: &Register, file: &str) -> Arc<str> {
    let stem = stem(file);
    let words = || stem.split(|c: char| !c.is_alphanumeric() && c != '-').chain(stem.split(['_', ' ']));
    let by_id = words().find_map(|w| register.service(w));
    let name = meaning(stem);
    let by_name = || {
        let names = register.services.iter().flat_map(|s| s.names().map(move |n| (meaning(n), s)));
        let inside = names.filter(|(own, _)| own.len() > 3 && name.contains(own));
        inside.max_by_key(|(own, _)| own.len()).map(|(_, service)| service)
    };
    by_id.or_else(by_name).map(|s| s.id.clone()).unwrap_or_default()
}
