//! Which indicator a row means: by our id, by the form's own code, or by the indicator's name.

use super::desk::Desk;
use crate::layout::{Layout, meaning};
use crate::record::{Field, Record};
use crate::register::Register;
use std::cell::OnceCell;
use std::collections::HashMap;

/// The codes of a layout, and the names of the register's indicators.
#[derive(Default)]
pub(super) struct Codes {
    /// Our id by the meaning of theirs; with the service's id in front where it is one service's.
    ids: HashMap<(Option<String>, String), String>,
    /// Positions in the register by the meaning of the name, made when first asked.
    names: OnceCell<HashMap<String, Vec<usize>>>,
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
        Self { ids, names: OnceCell::new() }
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

    /// The one indicator of this name: the service's, or the only one in the register.
    fn named(&self, register: &Register, service: &str, text: &str) -> Option<usize> {
        let names = self.names.get_or_init(|| {
            let mut names: HashMap<String, Vec<usize>> = HashMap::new();
            for (n, indicator) in register.indicators.iter().enumerate() {
                names.entry(meaning(&indicator.name)).or_default().push(n);
            }
            names
        });
        let found = names.get(&meaning(text)).filter(|_| !meaning(text).is_empty())?;
        let of_service = |n: &&usize| *register.indicators[**n].service == *service;
        let mut own = found.iter().filter(of_service);
        match (own.next(), own.next(), found.as_slice()) {
            (Some(n), None, _) | (None, _, [n]) => Some(*n),
            _ => None,
        }
    }
}

impl Desk<'_> {
    /// The position in the register of the indicator that a row means, for the service whose row it is.
    pub fn indicator_of(&self, record: &Record, service: &str) -> Option<usize> {
        let register = self.register;
        let text = record.text(Field::Id);
        if text.is_empty() {
            return self.codes.named(register, service, &record.text(Field::Title));
        }
        let ours = self.codes.id(service, &text).unwrap_or(&text);
        register.indicator_number(ours).or_else(|| self.codes.named(register, service, &text))
    }
}
