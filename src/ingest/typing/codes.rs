//! Which indicator a row means: by our id, by the form's own code, or by the indicator's name.

use super::desk::Desk;
use crate::layout::Layout;
use crate::record::{Field, Record};
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
    fn id(&self, service: &str, text: &str) -> Option<&str> {
        if self.ids.is_empty() {
            return None;
        }
        let code = meaning(text);
        let own = self.ids.get(&(Some(service.to_owned()), code.clone()));
        own.or_else(|| self.ids.get(&(None, code))).map(String::as_str)
    }
}

/// The one indicator of this name: the service's, or the only one in the register.
fn named(register: &Register, service: &str, text: &str) -> Option<usize> {
    let found: Vec<usize> = register.indicators_named(text).collect();
    let mut own = found.iter().filter(|n| *register.indicators[**n].service == *service);
    match (own.next(), own.next(), found.as_slice()) {
        (Some(n), None, _) | (None, _, [n]) => Some(*n),
        _ => None,
    }
}

impl Desk<'_> {
    /// The id of the indicator that a text names, where the layout has a code for it; else the text.
    pub fn our_id(&self, text: String) -> String {
        self.codes.id(&self.service, &text).map(str::to_owned).unwrap_or(text)
    }

    /// The position in the register of the indicator that a row means, for the service whose row it is.
    pub fn indicator_of(&self, record: &Record, service: &str) -> Option<usize> {
        let register = self.register;
        let text = record.text(Field::Id);
        if text.is_empty() {
            return named(register, service, &record.text(Field::Title));
        }
        let ours = self.codes.id(service, &text).unwrap_or(&text);
        register.indicator_number(ours).or_else(|| named(register, service, &text))
    }
}
