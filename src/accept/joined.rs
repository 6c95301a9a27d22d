//! The parts of one service's return as one.

use crate::catalogue::{self, Check};
use crate::finding::Finding;
use crate::reading::money::MoneyLines;
use crate::reading::{Place, Return};
use std::collections::{BTreeMap, HashSet};

/// One return of all that was kept. What two parts both give is said at both places and, a reading apart, which its
/// finding refuses, not taken.
pub(super) fn join(mut kept: impl Iterator<Item = Return>, findings: &mut Vec<Finding>) -> Option<Return> {
    let mut out = kept.next()?;
    let mut joined = false;
    for part in kept {
        joined = true;
        out.readings.extend(part.readings);
        out.parts.extend(part.parts);
        out.risks.extend(part.risks);
        out.actions.extend(part.actions);
        out.feedback.extend(part.feedback);
        out.money.extend(part.money);
        out.corrections.extend(part.corrections);
        out.stated.extend(part.stated);
        out.asked.extend(part.asked);
        let of_service = !part.central;
        out.central &= part.central;
        if !out.layout.split(Return::JOINT).any(|id| *id == *part.layout) {
            out.layout = format!("{}{}{}", out.layout, Return::JOINT, part.layout).into();
        }
        if !part.signed_off_by.is_empty() && !out.signed_off_by.contains(&part.signed_off_by) {
            let gap = if out.signed_off_by.is_empty() { "" } else { ", " };
            out.signed_off_by = format!("{}{gap}{}", out.signed_off_by, part.signed_off_by);
        }
        if out.contact.is_empty() {
            out.contact = part.contact;
        }
        if of_service {
            // The whole is signed off when its last part is.
            out.signed_off = out.signed_off.zip(part.signed_off).map(|(a, b)| a.max(b));
            out.received = out.received.max(part.received);
        }
    }
    if !joined {
        return Some(out);
    }
    let service = out.service.clone();
    let mut say = |check, what: &str, places: &[&Place]| {
        for place in places {
            let got = format!("{what} in {} parts of the return", places.len());
            findings.push(Finding::new(check, "one of the parts", got).at(place).of(&*service).about(what));
        }
    };
    doubles(&out.readings, |r| r.indicator.to_string(), |r| &r.place, &catalogue::T003, &mut say);
    let twice = doubles(&out.risks, |r| r.id.to_string(), |r| &r.place, &catalogue::K010, &mut say);
    out.risks.retain(|r| !twice.contains(&*r.id));
    let twice = doubles(&out.actions, |a| a.id.to_string(), |a| &a.place, &catalogue::R011, &mut say);
    out.actions.retain(|a| !twice.contains(&*a.id));
    let twice = doubles(&out.feedback, |f| f.kind.words().to_owned(), |f| &f.place, &catalogue::T003, &mut say);
    out.feedback.retain(|f| !twice.contains(f.kind.words()));
    let MoneyLines { revenue, capital, savings } = &mut out.money;
    let twice = doubles(revenue, |l| l.id.to_string(), |l| &l.place, &catalogue::B001, &mut say);
    revenue.retain(|l| !twice.contains(&*l.id));
    let twice = doubles(capital, |s| s.id.to_string(), |s| &s.place, &catalogue::B001, &mut say);
    capital.retain(|s| !twice.contains(&*s.id));
    let twice = doubles(savings, |s| s.id.to_string(), |s| &s.place, &catalogue::B001, &mut say);
    savings.retain(|s| !twice.contains(&*s.id));
    Some(out)
}

/// The keys that occur more than once, each of them said.
fn doubles<T>(
    items: &[T],
    key: impl Fn(&T) -> String,
    place: impl Fn(&T) -> &Place,
    check: &'static Check,
    say: &mut impl FnMut(&'static Check, &str, &[&Place]),
) -> HashSet<String> {
    let mut places: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
    for item in items {
        places.entry(key(item)).or_default().push(place(item));
    }
    places.retain(|_, places| places.len() > 1);
    places.iter().for_each(|(key, places)| say(check, key, places));
    places.into_keys().collect()
}
