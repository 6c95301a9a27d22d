//! The indicators of the register by their names, as forms spell them.

use crate::register::{Indicator, Register};
use std::collections::BTreeSet;

/// A name must be this like that of an indicator to be taken for it.
const SAME_NAME: f64 = 0.72;

/// The indicator whose name is a text or most like it, where it is like enough.
pub fn named<'r>(register: &'r Register, text: &str) -> Option<&'r Indicator> {
    if let Some(n) = register.indicators_named(text).next() {
        return register.indicators.get(n);
    }
    let wanted = words(text);
    let likeness = |i: &Indicator| {
        let name = words(&i.name);
        let shared = wanted.iter().filter(|w| name.contains(w)).count() as f64;
        let by_words = 2.0 * shared / (wanted.len() + name.len()).max(1) as f64;
        by_words.max(strsim::normalized_damerau_levenshtein(&wanted.join(" "), &name.join(" ")))
    };
    // What many services call the same is compared once.
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let distinct = register.indicators.iter().filter(|i| seen.insert(&i.name));
    let best = distinct.map(|i| (likeness(i), i)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= SAME_NAME).then_some(best.1)
}

/// Whether a text is an indicator's id or its very name.
pub fn is_indicator(register: &Register, text: &str) -> bool {
    register.indicator(text).is_some() || register.indicators_named(text).next().is_some()
}

/// What leads to an indicator from a code: its id, or its name where each service has one of that name.
pub fn leads_to(register: &Register, indicator: &Indicator) -> String {
    match register.indicators_named(&indicator.name).nth(1) {
        Some(_) => indicator.name.clone(),
        None => indicator.id.to_string(),
    }
}

/// The words of a name that count when names are compared.
pub fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('%', " percent ").replace('#', " number ");
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 1 && *w != "of").map(str::to_owned).collect()
}
