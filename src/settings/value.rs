//! What a value must be, whichever setting it is of.

/// Refuses what is no colour.
pub(super) fn colour(path: &[&str], text: &str, refuse: &mut impl FnMut(&[&str], String)) {
    let hex = text.strip_prefix('#').is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
    if !hex {
        let key = path.last().copied().unwrap_or_default();
        refuse(path, format!("`{key}` must be a colour like #1F3864; it is “{text}”"));
    }
}

/// Whether two words are one to a reader.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
