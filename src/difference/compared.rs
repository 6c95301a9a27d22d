//! What of each kind of row is compared, and how a value of it is shown.

use super::ChangeKind;
use crate::reading::asked::AskedDetail;
use crate::reading::money::Pence;
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
    Money(Option<Pence>),
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
            Self::Money(amount) => amount.map(|a| format!("£{:.2}", a.pounds())).unwrap_or_default(),
            Self::Flag(yes) => if yes { "Yes" } else { "No" }.to_owned(),
        }
    }
}

/// What of a row is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct ComparedField<'r> {
    /// What it is, in words.
    pub words: &'static str,
    pub value: ComparedValue<'r>,
    pub stands: Stands,
}

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// In the cell that is the place of its row.
    AtThePlace,
    /// Where the form asks for this.
    Beside(AskedDetail),
    /// In another cell of the row, which is not kept.
    InTheRow,
}

/// The field that the place of its row is.
pub(super) fn own<'r>(words: &'static str, value: ComparedValue<'r>) -> ComparedField<'r> {
    ComparedField { words, value, stands: Stands::AtThePlace }
}

/// A field that stands in another cell of the row, which is not kept.
pub(super) fn in_row<'r>(words: &'static str, value: ComparedValue<'r>) -> ComparedField<'r> {
    ComparedField { words, value, stands: Stands::InTheRow }
}

fn beside<'r>(words: &'static str, what: AskedDetail, value: ComparedValue<'r>) -> ComparedField<'r> {
    ComparedField { words, value, stands: Stands::Beside(what) }
}

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
        let Narrative { commentary, barriers, levers, remedial_action, options } = &**words;
        let fields = [
            own("value", ComparedValue::Value(*value)),
            beside("numerator", AskedDetail::Numerator, ComparedValue::Number(*numerator)),
            beside("denominator", AskedDetail::Denominator, ComparedValue::Number(*denominator)),
            beside("provisional", AskedDetail::Provisional, ComparedValue::Flag(*provisional)),
            beside("year-end forecast", AskedDetail::Forecast, ComparedValue::Number(*forecast)),
            beside("commentary", AskedDetail::Commentary, ComparedValue::Text(commentary)),
            beside("barriers", AskedDetail::Barriers, ComparedValue::Text(barriers)),
            beside("levers", AskedDetail::Levers, ComparedValue::Text(levers)),
            beside("remedial action", AskedDetail::RemedialAction, ComparedValue::Text(remedial_action)),
            in_row("options for improvement", ComparedValue::Text(options)),
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
            own("value", ComparedValue::Value(*value)),
            beside("numerator", AskedDetail::Numerator, ComparedValue::Number(*numerator)),
            beside("denominator", AskedDetail::Denominator, ComparedValue::Number(*denominator)),
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
            beside("risk", AskedDetail::RiskTitle, ComparedValue::Text(title)),
            beside("category", AskedDetail::Category, ComparedValue::Text(category)),
            beside("register level", AskedDetail::Level, ComparedValue::Text(level.words())),
            beside("inherent rating", AskedDetail::Inherent, ComparedValue::Rating(*inherent)),
            own("current rating", ComparedValue::Rating(*current)),
            beside("target rating", AskedDetail::TargetRating, ComparedValue::Rating(*target)),
            beside("typed score", AskedDetail::Score, ComparedValue::Number(*typed_score)),
            beside(
                "score quoted for last quarter",
                AskedDetail::PreviousScore,
                ComparedValue::Number(*quoted_previous),
            ),
            beside("typed band", AskedDetail::Band, ComparedValue::Text(typed_band)),
            beside("owner", AskedDetail::Owner, ComparedValue::Text(owner)),
            beside("controls", AskedDetail::Controls, ComparedValue::Text(controls)),
            beside("date reviewed", AskedDetail::Reviewed, ComparedValue::Date(*reviewed)),
            beside("target date", AskedDetail::TargetDate, ComparedValue::Date(*target_date)),
            beside("linked indicator", AskedDetail::Indicator, ComparedValue::Text(indicator)),
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
        let Self {
            id: _,
            service: _,
            period: _,
            title,
            lead,
            due,
            status,
            progress,
            update,
            about,
            kind: _,
            priority,
            baseline,
            evidence,
            place: _,
        } = self;
        let fields = [
            beside("action", AskedDetail::ActionTitle, ComparedValue::Text(title)),
            beside("about", AskedDetail::About, ComparedValue::Text(about)),
            beside("lead", AskedDetail::Lead, ComparedValue::Text(lead)),
            beside("due date", AskedDetail::Due, ComparedValue::Date(*due)),
            own("status", ComparedValue::Text(status.map_or("", ActionStatus::words))),
            beside("progress", AskedDetail::Progress, ComparedValue::Number(*progress)),
            beside("update", AskedDetail::Update, ComparedValue::Text(update)),
            in_row("priority", ComparedValue::Text(priority)),
            in_row("first due", ComparedValue::Date(*baseline)),
            in_row("evidence", ComparedValue::Text(evidence)),
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
            own("received", ComparedValue::Number(*received)),
            beside("answered in time", AskedDetail::InTime, ComparedValue::Number(*in_time)),
            beside("upheld", AskedDetail::Upheld, ComparedValue::Number(*upheld)),
            beside("what people told us", AskedDetail::Words, ComparedValue::Text(words)),
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
