//! Service and quarter from the names that people give to files and sheets.

use super::file_context::FileContext;
use crate::register::Register;
use crate::text::words::{clean, meaning, stem};
use std::sync::Arc;

/// Service and quarter from a name by a pattern of the layout, such as `{service} {period}`. Where the text between the
/// two occurs more than once, the split counts at which both are known.
pub(super) fn from_pattern<P>(
    file: &FileContext<'_>,
    pattern: &str,
    name: &str,
    period: impl Fn(&str) -> Option<P>,
) -> (Option<Arc<str>>, Option<P>) {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let service = |text: &str| file.service_named(clean(text)).map(|s| s.id.clone());
    let period = |text: &str| period(clean(text));
    let (s, p) = (pattern.find("{service}"), pattern.find("{period}"));
    let between = |before: usize, after: usize| -> Option<(String, &str)> {
        let rest = name.strip_prefix(&pattern[..before])?.strip_suffix(&pattern[after..])?;
        Some((rest.to_owned(), pattern.get(before..after)?))
    };
    match (s, p) {
        (None, None) => (None, None),
        (Some(s), None) => (between(s, s + "{service}".len()).and_then(|(text, _)| service(&text)), None),
        (None, Some(p)) => (None, between(p, p + "{period}".len()).and_then(|(text, _)| period(&text))),
        (Some(s), Some(p)) => {
            let (first, last) = (s.min(p), if s < p { p + "{period}".len() } else { s + "{service}".len() });
            let Some((text, pair)) = between(first, last) else { return (None, None) };
            let middle = pair.trim_start_matches("{service}").trim_start_matches("{period}");
            let middle = middle.trim_end_matches("{service}").trim_end_matches("{period}");
            let splits = text.match_indices(middle).map(|(at, m)| {
                let (a, b) = (&text[..at], &text[at + m.len()..]);
                if s < p { (service(a), period(b)) } else { (service(b), period(a)) }
            });
            // Both known, else the first split that knows the quarter, else any that knows the service.
            let rank = |pair: &(Option<_>, Option<_>)| {
                (pair.0.is_some() && pair.1.is_some(), pair.1.is_some(), pair.0.is_some())
            };
            splits.fold((None, None), |best, next| if rank(&next) > rank(&best) { next } else { best })
        }
    }
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
