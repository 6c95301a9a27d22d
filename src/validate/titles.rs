//! Risks and actions whose title is what the ledger holds of another one: their ids have moved, or Excel changed them.

use super::context::ValidationContext;
use crate::catalogue::{Check, K020, R025};
use crate::finding::Finding;
use crate::map::{Map, Set};
use crate::reading::Place;
use crate::text::likeness::{Likeness, Name};
use crate::text::words::quoted;

/// A risk or an action, as far as this looks at it.
#[derive(Clone, Copy)]
struct Titled<'a> {
    id: &'a str,
    service: &'a str,
    title: &'a str,
}

/// What there is to say of the risks and the actions of all returns.
pub(super) fn findings(context: &ValidationContext<'_>) -> Vec<Finding> {
    let mut out = vec![];
    let past = context.past;
    let risks = past.risks.values().map(|r| Titled { id: &r.id, service: &r.service, title: &r.title });
    let before = TitlesBefore::new(risks);
    for returned in context.returns {
        let now =
            || returned.risks.iter().map(|r| (Titled { id: &r.id, service: &r.service, title: &r.title }, &r.place));
        out.extend(moved(&K020, &before, now));
    }
    let actions = past.actions.iter().map(|a| Titled { id: &a.id, service: &a.service, title: &a.title });
    let before = TitlesBefore::new(actions);
    for returned in context.returns {
        let now =
            || returned.actions.iter().map(|a| (Titled { id: &a.id, service: &a.service, title: &a.title }, &a.place));
        out.extend(moved(&R025, &before, now));
    }
    out
}

/// What the ledger holds, by id and by the words of the title.
struct TitlesBefore<'a> {
    by_id: Map<&'a str, Name>,
    /// The only one of its service with this title.
    by_title: Map<(&'a str, String), Option<Titled<'a>>>,
}

impl<'a> TitlesBefore<'a> {
    fn new(all: impl Iterator<Item = Titled<'a>>) -> Self {
        let mut out = Self { by_id: Map::default(), by_title: Map::default() };
        for titled in all {
            out.by_id.insert(titled.id, Name::new(titled.title));
            let of_title = out.by_title.entry((titled.service, titled.title.to_lowercase()));
            of_title.and_modify(|only| *only = None).or_insert(Some(titled));
        }
        out
    }
}

/// Those that have the title of another one, which is not here under its own id with that title.
fn moved<'a, I>(check: &'static Check, before: &TitlesBefore<'a>, now: impl Fn() -> I) -> Vec<Finding>
where
    I: Iterator<Item = (Titled<'a>, &'a Place)>,
{
    let stays: Set<(&str, String)> = now().map(|(t, _)| (t.id, t.title.to_lowercase())).collect();
    let find = |(titled, place): (Titled<'a>, &'a Place)| {
        let title = titled.title.to_lowercase();
        let other = before.by_title.get(&(titled.service, title.clone())).copied().flatten()?;
        let own = before.by_id.get(titled.id);
        let alike = own.is_some_and(|own| own.likeness(&Name::new(titled.title)) >= Likeness::Close);
        if title.is_empty() || other.id == titled.id || alike || stays.contains(&(other.id, title)) {
            return None;
        }
        let expected = format!("{}, which had the title {} last", other.id, quoted(titled.title));
        Some(Finding::new(check, expected, titled.id).at(place).of(titled.service).about(titled.id))
    };
    now().filter_map(find).collect()
}
