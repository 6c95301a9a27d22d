//! Which indicator a row means: by our id, by the form's own code, or by the indicator's name.

use crate::layout::Layout;
use crate::record::{Cell, Content, Field, Record};
use crate::register::{Indicator, Register, Service, TakenCode, TakenCodes};
use crate::text::date;
use crate::text::likeness::{Likeness, Name};
use crate::text::words::meaning;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Stands in a code's meaning for the id of the service whose row it is.
const SERVICE: &str = "{service}";

/// The codes of a layout, and the names of the register's indicators.
#[derive(Default)]
pub(super) struct Codes {
    /// Our id by the meaning of theirs; with the service's id in front where it is one service's.
    ids: HashMap<(Option<String>, String), String>,
    /// Those of which Excel makes something else.
    taken: OnceCell<TakenCodes>,
}

/// The codes of a list that the cell may have held before Excel took them for something else.
fn behind<'c>(taken: &'c TakenCodes, cell: &Cell) -> Vec<&'c TakenCode> {
    match &cell.content {
        Content::Number(n) => {
            // A day whose format was taken away again is the number that Excel counts it by.
            let serial = date::serial(*n, cell.since_1904).filter(|_| n.fract() == 0.0);
            taken.numbers(*n).chain(serial.into_iter().flat_map(|day| taken.days(day))).collect()
        }
        Content::Date(day) => taken.days(*day).collect(),
        Content::Text(text) => {
            let text = text.trim();
            let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
            let day = date::parse(text).into_iter().flat_map(|day| taken.days(day));
            number.into_iter().flat_map(|n| taken.numbers(n)).chain(day).chain(taken.written(text)).collect()
        }
        _ => vec![],
    }
}

/// An indicator whose code Excel may have changed, with the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodeBefore {
    pub number: usize,
    pub code: String,
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
        Self { ids, taken: OnceCell::new() }
    }

    /// The indicators whose code Excel may have made into what this cell holds: the service's, where there are any.
    pub fn before_excel(
        &self,
        layout: Option<&Layout>,
        register: &Register,
        service: &str,
        cell: &Cell,
    ) -> Vec<CodeBefore> {
        let codes = |layout: &Layout| {
            TakenCodes::new(layout.codes.iter().filter_map(|(theirs, ours)| {
                let code = theirs.split_once(" / ").map_or(theirs.as_str(), |(_, code)| code);
                Some((code, register.indicator_number(ours)?))
            }))
        };
        let taken = self.taken.get_or_init(|| layout.map(codes).unwrap_or_default());
        let mut found = behind(register.taken_codes(), cell);
        found.extend(behind(taken, cell));
        if matches!(cell.content, Content::Text(_)) {
            found.sort_by_key(|c| c.number);
            found.dedup_by_key(|c| c.number);
        }
        let own = |c: &&TakenCode| *register.indicators[c.number].service == *service;
        if found.iter().any(own) {
            found.retain(own);
        }
        let before = |c: &TakenCode| CodeBefore { number: c.number, code: c.code.clone() };
        found.into_iter().map(before).collect()
    }

    /// The service's own code goes before the code that all share, which may have the service's id in it.
    pub fn id(&self, service: &str, text: &str) -> Option<Cow<'_, str>> {
        let of_service = |ours: &str| ours.contains(SERVICE).then(|| ours.replace(SERVICE, service).into());
        // What a layout says of a column or a cell may have the service in it, and no form has.
        if self.ids.is_empty() || text.contains(SERVICE) {
            return of_service(text);
        }
        let code = meaning(text);
        let own = self.ids.get(&(Some(service.to_owned()), code.clone()));
        let ours = own.or_else(|| self.ids.get(&(None, code)))?;
        of_service(ours).or_else(|| Some(ours.into()))
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

/// How alike what is printed as the row's name is to the nearest name of an indicator; none where nothing is printed.
pub(super) fn likeness(record: &Record, indicator: &Indicator) -> Option<Likeness> {
    let name = Name::new(&record.stands(Field::Title)?.content.shown());
    if name.is_empty() { None } else { indicator.names().map(|own| name.likeness(&Name::new(own))).max() }
}

/// ` such as “Waste”`: the service of the register that is spelt most like it.
pub(super) fn nearest_service(register: &Register, text: &str) -> String {
    let text = text.to_lowercase();
    let likeness = |name: &&str| strsim::normalized_levenshtein(&name.to_lowercase(), &text);
    let names = register.services.iter().flat_map(Service::names);
    let best = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.filter(|name| likeness(name) >= 0.5).map(|name| format!(" such as “{name}”")).unwrap_or_default()
}
