//! What two versions of the same return say differently, value by value: two files of one service, or what a service
//! sends now and what the ledger recorded of it before.

mod compared;
mod money;

use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::{Action, CellRef, Feedback, Part, Place, Reading, Return, Risk, keyed};
use compared::{ComparedField, ComparedRow, Stands};
use serde::{Serialize, Serializer};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

keyed! {
    /// What kind of row a value stands in.
    ChangeKind {
        Indicator "indicator" "indicator",
        Part "part" "part of an indicator",
        Risk "risk" "risk",
        Action "action" "action",
        Feedback "feedback" "feedback",
        Revenue "revenue" "line of the budget",
        Capital "capital" "capital scheme",
        Saving "saving" "saving",
    }
}

/// One value that was superseded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Id of the service.
    pub service: Arc<str>,
    /// What the thing is that was said otherwise.
    pub kind: ChangeKind,
    /// Its id; for feedback, its kind in words.
    pub subject: Arc<str>,
    /// What of it changed, in words.
    pub field: &'static str,
    /// What gives way.
    pub before: Side,
    /// What counts.
    pub after: Side,
    /// What it is compared with.
    #[serde(flatten)]
    pub against: Against,
}

/// One version of a value: the words and where they stand.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Side {
    /// Empty where there is nothing.
    pub value: String,
    /// The file that says it now.
    pub file: String,
    /// Name of the sheet.
    pub sheet: String,
    /// The cell that says it; none where it is not known, as the ledger keeps the cell of a row's value alone.
    #[serde(serialize_with = "cell_text")]
    pub cell: Option<CellRef>,
    /// The cell of the value, rating or status that it stands beside; none where there is nothing.
    #[serde(serialize_with = "cell_text")]
    pub beside: Option<CellRef>,
}

fn cell_text<S: Serializer>(cell: &Option<CellRef>, s: S) -> Result<S::Ok, S::Error> {
    match cell {
        Some(c) => s.collect_str(c),
        None => s.serialize_none(),
    }
}

impl Side {
    /// `12.4 (waste.xlsx › Indicators!J7)`.
    pub fn shown(&self) -> String {
        let value = if self.value.is_empty() { "nothing" } else { &self.value };
        match self.place() {
            Some(place) => format!("{value} ({} › {place})", self.file),
            None => value.to_owned(),
        }
    }

    /// `Indicators!J7`, or the cell that it stands beside where its own is not known.
    pub fn place(&self) -> Option<String> {
        match (self.cell, self.beside) {
            (Some(cell), _) => Some(format!("{}!{cell}", self.sheet)),
            (None, Some(beside)) => Some(format!("{}, beside {beside}", self.sheet)),
            (None, None) => None,
        }
    }
}

/// What the version that gives way was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "against", rename_all = "kebab-case")]
pub enum Against {
    /// Another return of the same service in the same folder.
    Return,
    /// The last recorded run of the quarter.
    Record {
        /// The number of the record.
        record: u64,
        /// The day of the record.
        recorded: String,
    },
}

impl Against {
    /// As a table says it.
    pub fn words(&self) -> String {
        match self {
            Self::Return => "Another return".to_owned(),
            Self::Record { record, .. } => format!("Record {record}"),
        }
    }
}

/// Everything that services said for one quarter.
#[derive(Debug, Clone, Default)]
pub struct Values<'a> {
    /// Figures of indicators.
    pub readings: Vec<&'a Reading>,
    /// The parts of those that are broken down.
    pub parts: Vec<&'a Part>,
    /// Risks.
    pub risks: Vec<&'a Risk>,
    /// Actions.
    pub actions: Vec<&'a Action>,
    /// Complaints, compliments and comments.
    pub feedback: Vec<&'a Feedback>,
    /// Lines of revenue.
    pub revenue: Vec<&'a RevenueLine>,
    /// Capital schemes.
    pub capital: Vec<&'a CapitalScheme>,
    /// Savings.
    pub savings: Vec<&'a Saving>,
    /// The returns that say it, by service; none of what the ledger says.
    pub returns: HashMap<&'a str, &'a Return>,
}

impl<'a> Values<'a> {
    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        let money = self.revenue.is_empty() && self.capital.is_empty() && self.savings.is_empty();
        let lines = self.risks.is_empty() && self.actions.is_empty() && self.feedback.is_empty();
        self.readings.is_empty() && lines && money
    }

    /// Of these returns together.
    pub fn of(returns: impl IntoIterator<Item = &'a Return>) -> Self {
        let mut out = Self::default();
        for r in returns {
            out.returns.insert(&r.service, r);
            out.readings.extend(&r.readings);
            out.parts.extend(&r.parts);
            out.risks.extend(&r.risks);
            out.actions.extend(&r.actions);
            out.feedback.extend(&r.feedback);
            out.revenue.extend(&r.money.revenue);
            out.capital.extend(&r.money.capital);
            out.savings.extend(&r.money.savings);
        }
        out
    }
}

/// What `after` says otherwise than `before`, in the order of service, kind and id. What is in one of the two alone is
/// one change.
pub fn between(before: &Values<'_>, after: &Values<'_>, against: &Against) -> Vec<Change> {
    let mut out = vec![];
    let pair = Pair { before: &before.returns, after: &after.returns, against };
    pair.compare(&before.readings, &after.readings, &mut out);
    pair.compare(&before.parts, &after.parts, &mut out);
    pair.compare(&before.risks, &after.risks, &mut out);
    pair.compare(&before.actions, &after.actions, &mut out);
    pair.compare(&before.feedback, &after.feedback, &mut out);
    pair.compare(&before.revenue, &after.revenue, &mut out);
    pair.compare(&before.capital, &after.capital, &mut out);
    pair.compare(&before.savings, &after.savings, &mut out);
    sort(&mut out);
    out
}

/// The changes between the returns of a quarter, and those since its record that are not the same pair of values again.
pub fn joined(between_returns: &[Change], since: Vec<Change>) -> Vec<Change> {
    let pair = |c: &Change| {
        (c.service.clone(), c.kind, c.subject.clone(), c.field, c.before.value.clone(), c.after.value.clone())
    };
    let said: HashSet<_> = between_returns.iter().map(pair).collect();
    let mut out = between_returns.to_vec();
    out.extend(since.into_iter().filter(|c| !said.contains(&pair(c))));
    out
}

/// By service, kind and id; the fields of one row stay in their order.
pub fn sort(changes: &mut [Change]) {
    let key = |c: &Change| (c.service.clone(), c.kind, c.subject.clone(), c.before.file.clone());
    changes.sort_by_cached_key(key);
}

/// Two versions, with the returns that tell where their fields stand.
struct Pair<'p> {
    before: &'p HashMap<&'p str, &'p Return>,
    after: &'p HashMap<&'p str, &'p Return>,
    against: &'p Against,
}

impl Pair<'_> {
    fn compare<T: ComparedRow>(&self, before: &[&T], after: &[&T], out: &mut Vec<Change>) {
        let mut old: HashMap<(&str, &str), &T> = before.iter().map(|t| (t.key(), *t)).collect();
        for new in after {
            let old = old.remove(&new.key());
            self.rows(old, Some(new), out);
        }
        old.into_values().for_each(|old| self.rows(Some(old), None, out));
    }

    fn rows<T: ComparedRow>(&self, old: Option<&T>, new: Option<&T>, out: &mut Vec<Change>) {
        let Some(of) = new.or(old) else { return };
        let side = |row: &T, returns: &HashMap<&str, &Return>, field: ComparedField<'_>| {
            let place @ Place { source, sheet, cell } = row.place();
            let own = match field.stands {
                Stands::AtThePlace => Some(*cell),
                Stands::InTheRow => None,
                Stands::Beside(what) => returns.get(&**row.service()).and_then(|r| r.cell_asked(place, what)),
            };
            // What an earlier version told is suppressed now.
            let value = field.value.shown(of.held_back() || row.held_back());
            Side { value, file: source.file.clone(), sheet: sheet.to_string(), cell: own, beside: Some(*cell) }
        };
        let before = |row, field| side(row, self.before, field);
        let after = |row, field| side(row, self.after, field);
        let mut change = |field, before, after| {
            let (kind, service, subject) = (T::KIND, of.service().clone(), of.subject());
            out.push(Change { service, kind, subject, field, before, after, against: self.against.clone() });
        };
        match (old, new) {
            (Some(old), Some(new)) => {
                let both = old.fields().zip(new.fields()).filter(|(was, is)| was.value != is.value);
                both.for_each(|(was, is)| change(is.words, before(old, was), after(new, is)));
            }
            (Some(old), None) => {
                old.fields().take(1).for_each(|was| change(was.words, before(old, was), Side::default()));
            }
            (None, Some(new)) => {
                new.fields().take(1).for_each(|is| change(is.words, Side::default(), after(new, is)));
            }
            (None, None) => {}
        }
    }
}

/// `3 values differ; 2 are not in it: WAS01, WAS-R02`: how much changed, and what the version that counts lacks.
pub fn summary<'c>(changes: impl IntoIterator<Item = &'c Change>) -> String {
    const NAMED: usize = 8;
    let (mut differ, mut new, mut gone) = (0usize, 0usize, vec![]);
    for change in changes {
        match (change.before.beside, change.after.beside) {
            (Some(_), None) => gone.push(&*change.subject),
            (None, Some(_)) => new += 1,
            _ => differ += 1,
        }
    }
    let mut parts = vec![];
    match differ {
        0 => {}
        1 => parts.push("1 value differs".to_owned()),
        n => parts.push(format!("{n} values differ")),
    }
    if new > 0 {
        parts.push(format!("{new} {} new", if new == 1 { "is" } else { "are" }));
    }
    if !gone.is_empty() {
        let more = if gone.len() > NAMED { ", …" } else { "" };
        let names = gone.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        parts.push(format!("{} {} not in it: {names}{more}", gone.len(), if gone.len() == 1 { "is" } else { "are" }));
    }
    if parts.is_empty() { "the two say the same".to_owned() } else { parts.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same pair of values is told once; what the ledger had otherwise than the return that gave way is told as well.
    #[test]
    fn a_pair_is_told_once() {
        let side = |value: &str| Side { value: value.to_owned(), ..Side::default() };
        let change = |field, before: &str, after: &str, against| Change {
            service: "STR".into(),
            kind: ChangeKind::Indicator,
            subject: "ST1".into(),
            field,
            before: side(before),
            after: side(after),
            against,
        };
        let record = Against::Record { record: 2, recorded: "2026-10-28".to_owned() };
        let between = [change("value", "421", "400", Against::Return)];
        let since = vec![
            change("value", "421", "400", record.clone()),
            change("value", "420", "400", record.clone()),
            change("numerator", "421", "400", record),
        ];
        assert_eq!(joined(&between, since.clone()), [&between[..], &since[1..]].concat());
        assert_eq!(joined(&[], since.clone()), since);
    }
}
