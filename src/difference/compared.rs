//! What of each kind of row is compared, and how a value of it is shown.

use super::ChangeKind;
use crate::reading::{Action, ActionStatus, Feedback, HELD_BACK, Narrative, Part, Place, Rating, Reading, Risk, Value};
use std::sync::Arc;

/// A value as it is compared: by what it is, not by how it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ComparedValue<'r> {
    Text(&'r str),
    Number(Option<f64>),
    Value(Value),
    Date(Option<chrono::NaiveDate>),
    Rating(Option<Rating>),
    Flag(bool),
}

impl ComparedValue<'_> {
    /// A number is not told where it is held back, only that there is one.
    pub(super) fn shown(self, held_back: bool) -> String {
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

/// What of a row is compared, in words, and its value.
pub(super) type ComparedField<'r> = (&'static str, ComparedValue<'r>);

/// A kind of row whose fields can be compared.
pub(super) trait ComparedRow: 'static {
    const KIND: ChangeKind;
    /// The first field stands for the whole row where the other version has no such row.
    fn fields(&self) -> impl Iterator<Item = ComparedField<'_>>;
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
    const KIND: ChangeKind = ChangeKind::Indicator;
    fn fields(&self) -> impl Iterator<Item = ComparedField<'_>> {
        let Self {
            indicator: _,
            service: _,
            period: _,
            value,
            provisional,
            numerator,
            denominator,
            forecast,
            words,
            place: _,
        } = self;
        let Narrative { commentary, barriers, levers, remedial_action } = &**words;
        let fields = [
            ("value", ComparedValue::Value(*value)),
            ("numerator", ComparedValue::Number(*numerator)),
            ("denominator", ComparedValue::Number(*denominator)),
            ("provisional", ComparedValue::Flag(*provisional)),
            ("year-end forecast", ComparedValue::Number(*forecast)),
            ("commentary", ComparedValue::Text(commentary)),
            ("barriers", ComparedValue::Text(barriers)),
            ("levers", ComparedValue::Text(levers)),
            ("remedial action", ComparedValue::Text(remedial_action)),
        ];
        fields.into_iter()
    }
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

impl ComparedRow for Part {
    const KIND: ChangeKind = ChangeKind::Part;
    fn fields(&self) -> impl Iterator<Item = ComparedField<'_>> {
        let Self { indicator: _, name: _, service: _, period: _, value, numerator, denominator, place: _ } = self;
        let fields = [
            ("value", ComparedValue::Value(*value)),
            ("numerator", ComparedValue::Number(*numerator)),
            ("denominator", ComparedValue::Number(*denominator)),
        ];
        fields.into_iter()
    }
    fn service(&self) -> &Arc<str> {
        &self.service
    }
    fn subject(&self) -> Arc<str> {
        format!("{}, {}", self.indicator, self.name).into()
    }
    fn key(&self) -> (&str, &str) {
        (&self.indicator, &self.name)
    }
    fn place(&self) -> &Place {
        &self.place
    }
    fn held_back(&self) -> bool {
        self.suppressed()
    }
}

impl ComparedRow for Risk {
    const KIND: ChangeKind = ChangeKind::Risk;
    fn fields(&self) -> impl Iterator<Item = ComparedField<'_>> {
        let Self {
            id: _,
            service: _,
            period: _,
            title,
            category,
            level,
            inherent,
            current,
            target,
            typed_score,
            quoted_previous,
            typed_band,
            owner,
            controls,
            reviewed,
            target_date,
            indicator,
            place: _,
        } = self;
        let fields = [
            ("risk", ComparedValue::Text(title)),
            ("category", ComparedValue::Text(category)),
            ("register level", ComparedValue::Text(level.words())),
            ("inherent rating", ComparedValue::Rating(*inherent)),
            ("current rating", ComparedValue::Rating(*current)),
            ("target rating", ComparedValue::Rating(*target)),
            ("typed score", ComparedValue::Number(*typed_score)),
            ("score quoted for last quarter", ComparedValue::Number(*quoted_previous)),
            ("typed band", ComparedValue::Text(typed_band)),
            ("owner", ComparedValue::Text(owner)),
            ("controls", ComparedValue::Text(controls)),
            ("date reviewed", ComparedValue::Date(*reviewed)),
            ("target date", ComparedValue::Date(*target_date)),
            ("linked indicator", ComparedValue::Text(indicator)),
        ];
        fields.into_iter()
    }
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
    const KIND: ChangeKind = ChangeKind::Action;
    fn fields(&self) -> impl Iterator<Item = ComparedField<'_>> {
        let Self { id: _, service: _, period: _, title, lead, due, status, progress, update, about, place: _ } = self;
        let fields = [
            ("action", ComparedValue::Text(title)),
            ("about", ComparedValue::Text(about)),
            ("lead", ComparedValue::Text(lead)),
            ("due date", ComparedValue::Date(*due)),
            ("status", ComparedValue::Text(status.map_or("", ActionStatus::words))),
            ("progress", ComparedValue::Number(*progress)),
            ("update", ComparedValue::Text(update)),
        ];
        fields.into_iter()
    }
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
    const KIND: ChangeKind = ChangeKind::Feedback;
    fn fields(&self) -> impl Iterator<Item = ComparedField<'_>> {
        // What a log tells beside its counts is not compared.
        let Self { service: _, period: _, kind: _, received, in_time, upheld, log: _, words, place: _ } = self;
        let fields = [
            ("received", ComparedValue::Number(*received)),
            ("answered in time", ComparedValue::Number(*in_time)),
            ("upheld", ComparedValue::Number(*upheld)),
            ("what people told us", ComparedValue::Text(words)),
        ];
        fields.into_iter()
    }
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
