//! What two versions of the same return say differently, value by value: two files of one service, or what a service
//! sends now and what the ledger recorded of it before.

use crate::reading::{Action, ActionStatus, CellRef, Feedback, HELD_BACK, Place, Rating, Reading, Return, Risk, Value};
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use std::sync::Arc;

/// One value that was superseded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Id of the service.
    pub service: Arc<str>,
    /// Indicator, risk, action or feedback.
    pub kind: &'static str,
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

/// A value as it is compared: by what it is, not by how it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
enum ComparedValue<'r> {
    Text(&'r str),
    Number(Option<f64>),
    Value(Value),
    Date(Option<chrono::NaiveDate>),
    Rating(Option<Rating>),
    Flag(bool),
}

impl ComparedValue<'_> {
    /// A number is not told where it is held back, only that there is one.
    fn shown(self, held_back: bool) -> String {
        match self {
            Self::Number(Some(_)) | Self::Value(Value::Number(_)) if held_back => HELD_BACK.to_owned(),
            Self::Text(text) => text.to_owned(),
            Self::Number(n) => n.map(|n| n.to_string()).unwrap_or_default(),
            Self::Value(Value::Number(n)) => n.to_string(),
            Self::Value(Value::Marker(m)) => m.words().to_owned(),
            Self::Date(day) => day.map(|d| d.format("%d/%m/%Y").to_string()).unwrap_or_default(),
            Self::Rating(r) => {
                r.map(|r| format!("{} × {} = {}", r.likelihood, r.impact, r.product())).unwrap_or_default()
            }
            Self::Flag(yes) => if yes { "Yes" } else { "No" }.to_owned(),
        }
    }
}

type ComparedField<T> = for<'r> fn(&'r T) -> ComparedValue<'r>;

/// A kind of row whose fields can be compared.
trait ComparedRow: 'static {
    const KIND: &'static str;
    /// The first field stands for the whole row where the other version has no such row.
    const FIELDS: &'static [(&'static str, ComparedField<Self>)];
    fn service(&self) -> &Arc<str>;
    fn subject(&self) -> Arc<str>;
    fn key(&self) -> (&str, &str);
    fn place(&self) -> &Place;
    /// Its numbers would tell what is suppressed.
    fn held_back(&self) -> bool {
        false
    }
}

impl ComparedRow for Reading {
    const KIND: &'static str = "indicator";
    const FIELDS: &'static [(&'static str, ComparedField<Self>)] = &[
        ("value", |r| ComparedValue::Value(r.value)),
        ("numerator", |r| ComparedValue::Number(r.numerator)),
        ("denominator", |r| ComparedValue::Number(r.denominator)),
        ("provisional", |r| ComparedValue::Flag(r.provisional)),
        ("year-end forecast", |r| ComparedValue::Number(r.forecast)),
        ("commentary", |r| ComparedValue::Text(&r.words.commentary)),
        ("barriers", |r| ComparedValue::Text(&r.words.barriers)),
        ("levers", |r| ComparedValue::Text(&r.words.levers)),
        ("remedial action", |r| ComparedValue::Text(&r.words.remedial_action)),
    ];
    fn service(&self) -> &Arc<str> {
        &self.service
    }
    fn subject(&self) -> Arc<str> {
        self.indicator.clone()
    }
    fn key(&self) -> (&str, &str) {
        (&self.indicator, "")
    }
    fn place(&self) -> &Place {
        &self.place
    }
    fn held_back(&self) -> bool {
        Reading::held_back(self)
    }
}

impl ComparedRow for Risk {
    const KIND: &'static str = "risk";
    const FIELDS: &'static [(&'static str, ComparedField<Self>)] = &[
        ("risk", |r| ComparedValue::Text(&r.title)),
        ("category", |r| ComparedValue::Text(&r.category)),
        ("register level", |r| ComparedValue::Text(r.level.words())),
        ("inherent rating", |r| ComparedValue::Rating(r.inherent)),
        ("current rating", |r| ComparedValue::Rating(r.current)),
        ("target rating", |r| ComparedValue::Rating(r.target)),
        ("typed score", |r| ComparedValue::Number(r.typed_score)),
        ("score quoted for last quarter", |r| ComparedValue::Number(r.quoted_previous)),
        ("typed band", |r| ComparedValue::Text(&r.typed_band)),
        ("owner", |r| ComparedValue::Text(&r.owner)),
        ("controls", |r| ComparedValue::Text(&r.controls)),
        ("date reviewed", |r| ComparedValue::Date(r.reviewed)),
        ("target date", |r| ComparedValue::Date(r.target_date)),
        ("linked indicator", |r| ComparedValue::Text(&r.indicator)),
    ];
    fn service(&self) -> &Arc<str> {
        &self.service
    }
    fn subject(&self) -> Arc<str> {
        self.id.clone()
    }
    fn key(&self) -> (&str, &str) {
        (&self.service, &self.id)
    }
    fn place(&self) -> &Place {
        &self.place
    }
}

impl ComparedRow for Action {
    const KIND: &'static str = "action";
    const FIELDS: &'static [(&'static str, ComparedField<Self>)] = &[
        ("action", |a| ComparedValue::Text(&a.title)),
        ("about", |a| ComparedValue::Text(&a.about)),
        ("lead", |a| ComparedValue::Text(&a.lead)),
        ("due date", |a| ComparedValue::Date(a.due)),
        ("status", |a| ComparedValue::Text(a.status.map_or("", ActionStatus::words))),
        ("progress", |a| ComparedValue::Number(a.progress)),
        ("update", |a| ComparedValue::Text(&a.update)),
    ];
    fn service(&self) -> &Arc<str> {
        &self.service
    }
    fn subject(&self) -> Arc<str> {
        self.id.clone()
    }
    fn key(&self) -> (&str, &str) {
        (&self.service, &self.id)
    }
    fn place(&self) -> &Place {
        &self.place
    }
}

impl ComparedRow for Feedback {
    const KIND: &'static str = "feedback";
    const FIELDS: &'static [(&'static str, ComparedField<Self>)] = &[
        ("received", |f| ComparedValue::Number(f.received)),
        ("answered in time", |f| ComparedValue::Number(f.in_time)),
        ("upheld", |f| ComparedValue::Number(f.upheld)),
        ("what people told us", |f| ComparedValue::Text(&f.words)),
    ];
    fn service(&self) -> &Arc<str> {
        &self.service
    }
    fn subject(&self) -> Arc<str> {
        self.kind.words().into()
    }
    fn key(&self) -> (&str, &str) {
        (&self.service, self.kind.words())
    }
    fn place(&self) -> &Place {
        &self.place
    }
}

/// Everything that services said for one quarter.
#[derive(Debug, Clone, Default)]
pub struct Values<'a> {
    /// Figures of indicators.
    pub readings: Vec<&'a Reading>,
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
    compare(&before.risks, &after.risks, against, &mut out);
    compare(&before.actions, &after.actions, against, &mut out);
    compare(&before.feedback, &after.feedback, against, &mut out);
    sort(&mut out);
    out
}

/// By service, kind and id; the fields of one row stay in their order.
pub fn sort(changes: &mut [Change]) {
    let kinds = [Reading::KIND, Risk::KIND, Action::KIND, Feedback::KIND];
    let rank = |c: &Change| kinds.iter().position(|k| *k == c.kind);
    let key = |c: &Change| (c.service.clone(), rank(c), c.subject.clone(), c.before.file.clone());
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
    let differs = |get: &ComparedField<T>| match (old, new) {
        (Some(old), Some(new)) => get(old) != get(new),
        _ => true,
    };
    let fields = if old.is_some() && new.is_some() { T::FIELDS } else { &T::FIELDS[..1] };
    for (field, get) in fields.iter().filter(|(_, get)| differs(get)) {
        let side = |row: Option<&T>| {
            let place = row.map(ComparedRow::place);
            Side {
                // What an earlier version told is suppressed now.
                value: row.map(|r| get(r).shown(of.held_back() || r.held_back())).unwrap_or_default(),
                file: place.map(|p| p.source.file.clone()).unwrap_or_default(),
                sheet: place.map(|p| p.sheet.to_string()).unwrap_or_default(),
                cell: place.map(|p| p.cell),
            }
        };
        let (kind, service, subject) = (T::KIND, of.service().clone(), of.subject());
        let (before, after) = (side(old), side(new));
        out.push(Change { service, kind, subject, field, before, after, against: against.clone() });
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
