//! Which indicator a row means: by our id, by the form's own code, or by the indicator's name.

use crate::layout::Layout;
use crate::register::Register;
use crate::text::words::meaning;
use std::collections::HashMap;

/// The codes of a layout, and the names of the register's indicators.
#[derive(Default)]
pub(super) struct Codes {
    /// Our id by the meaning of theirs; with the service's id in front where it is one service's.
    ids: HashMap<(Option<String>, String), String>,
}

impl Codes {
    pub fn new(layout: Option<&Layout>, register: &Register) -> Self {
        let mut ids = HashMap::new();
        for (theirs, ours) in layout.into_iter().flat_map(|l| &l.codes) {
            ids.insert((None, meaning(theirs)), ours.clone());
            if let Some((service, code)) = theirs.split_once(" / ")
                && let Some(service) = register.service(service)
            {
                ids.insert((Some(service.id.to_string()), meaning(code)), ours.clone());
            }
        }
        Self { ids }
    }

    /// The service's own code goes before the code that all share.
    pub fn id(&self, service: &str, text: &str) -> Option<&str> {
        if self.ids.is_empty() {
            return None;
        }
        let code = meaning(text);
        let own = self.ids.get(&(Some(service.to_owned()), code.clone()));
        own.or_else(|| self.ids.get(&(None, code))).map(String::as_str)
    }
}

/// The one indicator of this name: the service's, or the only one in the register.
pub(super) fn named(register: &Register, service: &str, text: &str) -> Option<usize> {
    let found: Vec<usize> = register.indicators_named(text).collect();
    let mut own = found.iter().filter(|n| *register.indicators[**n].service == *service);
    match (own.next(), own.next(), found.as_slice()) {
        (Some(n), None, _) | (None, _, [n]) => Some(*n),
        _ => None,
    }
}
