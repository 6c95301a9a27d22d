//! What two versions of the same return say differently, value by value: two files of one service, or what a service
//! sends now and what the ledger recorded of it before.

mod compared;

use crate::reading::{Action, CellRef, Feedback, Part, Place, Reading, Return, Risk, keyed};
use compared::{ComparedRow, ComparedValue};
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use std::sync::Arc;

keyed! {
    /// What kind of row a value stands in.
    ChangeKind {
        Indicator "indicator" "indicator",
        Part "part" "part of an indicator",
        Risk "risk" "risk",
        Action "action" "action",
        Feedback "feedback" "feedback",
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

/// One version of a value: the words and the cell that stands for its row.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Side {
    /// Empty where there is nothing.
    pub value: String,
    /// The file that says it now.
    pub file: String,
    /// Name of the sheet.
    pub sheet: String,
    /// The cell that says it now.
    #[serde(serialize_with = "cell_text")]
    pub cell: Option<CellRef>,
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
        match self.cell {
            Some(cell) => format!("{value} ({} › {}!{cell})", self.file, self.sheet),
            None => value.to_owned(),
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
}

impl<'a> Values<'a> {
    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty() && self.risks.is_empty() && self.actions.is_empty() && self.feedback.is_empty()
    }

    /// Of these returns together.
    pub fn of(returns: impl IntoIterator<Item = &'a Return>) -> Self {
        let mut out = Self::default();
        for r in returns {
            out.readings.extend(&r.readings);
            out.parts.extend(&r.parts);
            out.risks.extend(&r.risks);
            out.actions.extend(&r.actions);
            out.feedback.extend(&r.feedback);
        }
        out
    }
}

/// What `after` says otherwise than `before`, in the order of service, kind and id. What is in one of the two alone is
/// one change.
pub fn between(before: &Values<'_>, after: &Values<'_>, against: &Against) -> Vec<Change> {
    let mut out = vec![];
    compare(&before.readings, &after.readings, against, &mut out);
    compare(&before.parts, &after.parts, against, &mut out);
    compare(&before.risks, &after.risks, against, &mut out);
    compare(&before.actions, &after.actions, against, &mut out);
    compare(&before.feedback, &after.feedback, against, &mut out);
    sort(&mut out);
    out
}

/// By service, kind and id; the fields of one row stay in their order.
pub fn sort(changes: &mut [Change]) {
    let key = |c: &Change| (c.service.clone(), c.kind, c.subject.clone(), c.before.file.clone());
    changes.sort_by_cached_key(key);
}

fn compare<T: ComparedRow>(before: &[&T], after: &[&T], against: &Against, out: &mut Vec<Change>) {
    let mut old: HashMap<(&str, &str), &T> = before.iter().map(|t| (t.key(), *t)).collect();
    for new in after {
        let old = old.remove(&new.key());
        rows(old, Some(new), against, out);
    }
    old.into_values().for_each(|old| rows(Some(old), None, against, out));
}

fn rows<T: ComparedRow>(old: Option<&T>, new: Option<&T>, against: &Against, out: &mut Vec<Change>) {
    let Some(of) = new.or(old) else { return };
    let side = |row: &T, value: ComparedValue<'_>| {
        let Place { source, sheet, cell } = row.place();
        // What an earlier version told is suppressed now.
        let value = value.shown(of.held_back() || row.held_back());
        Side { value, file: source.file.clone(), sheet: sheet.to_string(), cell: Some(*cell) }
    };
    let mut change = |field, before, after| {
        let (kind, service, subject) = (T::KIND, of.service().clone(), of.subject());
        out.push(Change { service, kind, subject, field, before, after, against: against.clone() });
    };
    match (old, new) {
        (Some(old), Some(new)) => {
            let both = old.fields().zip(new.fields()).filter(|((_, before), (_, after))| before != after);
            both.for_each(|((field, before), (_, after))| change(field, side(old, before), side(new, after)));
        }
        (Some(old), None) => {
            old.fields().take(1).for_each(|(field, before)| change(field, side(old, before), Side::default()));
        }
        (None, Some(new)) => {
            new.fields().take(1).for_each(|(field, after)| change(field, Side::default(), side(new, after)));
        }
        (None, None) => {}
    }
}

/// `3 values differ; 2 are not in it: WAS01, WAS-R02`: how much changed, and what the version that counts lacks.
pub fn summary<'c>(changes: impl IntoIterator<Item = &'c Change>) -> String {
    const NAMED: usize = 8;
    let (mut differ, mut new, mut gone) = (0usize, 0usize, vec![]);
    for change in changes {
        match (change.before.cell, change.after.cell) {
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
