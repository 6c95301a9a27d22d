//! The tables of the ledger: how each kind of row is named, ordered, written and read.

use super::table::{self, Columns, Line};
use crate::error::Result;
use crate::period::Period;
use crate::reading::{
    Action, ActionStatus, Feedback, FeedbackKind, Logged, Marker, Place, Rating, Reading, Risk, RiskLevel, Source,
    Value, Words,
};
use polars::prelude::DataFrame;
use std::sync::Arc;

/// What became of one file of the returns folder, as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionRow {
    pub period: Period,
    pub source: Arc<Source>,
    /// Id in the register, empty when it could not be told.
    pub service: Arc<str>,
    pub layout: Arc<str>,
    /// Accepted, rejected or undecided.
    pub outcome: String,
    /// False when another return of the same service counts instead, or none does.
    pub counts: bool,
}

/// A kind of row. Rows of one period are one row each key; the newest counts.
pub(super) trait Row: PartialEq + Sized {
    const TABLE: &'static str;
    /// The columns of the key.
    const KEY: (&'static str, &'static str);
    fn period(&self) -> Period;
    fn key(&self) -> (&str, &str);
    /// Orders rows of the same key in one batch.
    fn place(&self) -> Option<&Place>;
    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame>;
    /// `None` when the row is not one that this version can understand.
    fn read(line: Line<'_>) -> Option<Self>;
    /// The same words and figures, wherever they stand.
    fn says_the_same(&self, other: &Self) -> bool;
}

/// The key of a line, to be compared with [`Row::key`].
pub(super) fn key_of<R: Row>(line: Line<'_>) -> (&str, &str) {
    let (a, b) = R::KEY;
    (line.text(a), if b.is_empty() { "" } else { line.text(b) })
}

/// The rows of a frame: the key of each, whether it is withdrawn, and its line.
pub(super) fn keyed<R: Row>(frame: &DataFrame) -> impl Iterator<Item = ((&str, &str), bool, Line<'_>)> {
    // The columns are looked up once, not for every row.
    let (a, b) = (table::text(frame, R::KEY.0), table::text(frame, R::KEY.1));
    let withdrawn = table::flag(frame, "withdrawn");
    table::lines(frame).map(move |line| {
        let key = [a, b].map(|column| column.and_then(|c| c.get(line.row)).unwrap_or_default());
        ((key[0], key[1]), withdrawn.and_then(|w| w.get(line.row)).unwrap_or_default(), line)
    })
}

impl<'r, R> Columns<'r, R> {
    pub(super) fn place(self, at: impl Fn(&'r R) -> &'r Place + Copy) -> Self {
        self.text("file", move |r| &at(r).source.file)
            .text("sha256", move |r| &at(r).source.sha256)
            .text("sheet", move |r| &at(r).sheet)
            .made("cell", move |r| at(r).cell.to_string())
    }

    fn rating(self, likelihood: &str, impact: &str, of: impl Fn(&'r R) -> Option<Rating> + Copy) -> Self {
        self.whole(likelihood, move |r| of(r).map(|x| x.likelihood)).whole(impact, move |r| of(r).map(|x| x.impact))
    }
}

impl Line<'_> {
    fn source(self) -> Arc<Source> {
        Arc::new(Source { file: self.text("file").to_owned(), sha256: self.text("sha256").to_owned() })
    }

    pub(super) fn place(self) -> Place {
        let cell = self.text("cell").parse().unwrap_or_default();
        Place { source: self.source(), sheet: self.text("sheet").into(), cell }
    }

    fn rating(self, likelihood: &str, impact: &str) -> Option<Rating> {
        Some(Rating { likelihood: self.whole(likelihood)?, impact: self.whole(impact)? })
    }

    fn period(self) -> Option<Period> {
        self.text("period").parse().ok()
    }

    pub(super) fn words(self) -> Words {
        Words {
            commentary: self.text("commentary").to_owned(),
            barriers: self.text("barriers").to_owned(),
            levers: self.text("levers").to_owned(),
            remedial_action: self.text("remedial_action").to_owned(),
        }
    }
}

/// Columns that [`Line::words`] reads.
pub(super) const WORDS: [&str; 4] = ["commentary", "barriers", "levers", "remedial_action"];

impl Row for Reading {
    const TABLE: &'static str = "readings";
    const KEY: (&'static str, &'static str) = ("indicator", "");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.indicator, "")
    }

    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }

    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame> {
        Columns::of(rows)
            .text("indicator", |r| &r.indicator)
            .text("service", |r| &r.service)
            .made("period", |r| r.period.to_string())
            .number("value", |r| r.value.number())
            .text("marker", |r| match r.value {
                Value::Marker(m) => m.key(),
                Value::Number(_) => "",
            })
            .flag("provisional", |r| r.provisional)
            .number("numerator", |r| r.numerator)
            .number("denominator", |r| r.denominator)
            .number("forecast", |r| r.forecast)
            .text("commentary", |r| &r.words.commentary)
            .text("barriers", |r| &r.words.barriers)
            .text("levers", |r| &r.words.levers)
            .text("remedial_action", |r| &r.words.remedial_action)
            .place(|r| &r.place)
            .frame(seq)
    }

    fn read(line: Line<'_>) -> Option<Self> {
        let marker = || Marker::from_key(line.text("marker")).map(Value::Marker);
        Some(Self {
            indicator: line.text("indicator").into(),
            service: line.text("service").into(),
            period: line.period()?,
            value: line.number("value").map(Value::Number).or_else(marker)?,
            provisional: line.flag("provisional"),
            numerator: line.number("numerator"),
            denominator: line.number("denominator"),
            forecast: line.number("forecast"),
            words: Box::new(line.words()),
            place: line.place(),
        })
    }

    fn says_the_same(&self, other: &Self) -> bool {
        // Field by field: a clone would copy every word to compare a number.
        (&self.service, self.value, self.provisional, self.numerator, self.denominator, self.forecast, &self.words)
            == (
                &other.service,
                other.value,
                other.provisional,
                other.numerator,
                other.denominator,
                other.forecast,
                &other.words,
            )
    }
}

impl Row for Risk {
    const TABLE: &'static str = "risks";
    const KEY: (&'static str, &'static str) = ("service", "id");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.service, &self.id)
    }

    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }

    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame> {
        Columns::of(rows)
            .text("id", |r| &r.id)
            .text("service", |r| &r.service)
            .made("period", |r| r.period.to_string())
            .text("title", |r| &r.title)
            .text("category", |r| &r.category)
            .text("level", |r| r.level.words())
            .rating("inherent_likelihood", "inherent_impact", |r| r.inherent)
            .rating("likelihood", "impact", |r| r.current)
            .rating("target_likelihood", "target_impact", |r| r.target)
            .number("typed_score", |r| r.typed_score)
            .number("quoted_previous", |r| r.quoted_previous)
            .text("typed_band", |r| &r.typed_band)
            .text("owner", |r| &r.owner)
            .text("controls", |r| &r.controls)
            .day("reviewed", |r| r.reviewed)
            .day("target_date", |r| r.target_date)
            .text("indicator", |r| &r.indicator)
            .place(|r| &r.place)
            .frame(seq)
    }

    fn read(line: Line<'_>) -> Option<Self> {
        Some(Self {
            id: line.text("id").into(),
            service: line.text("service").into(),
            period: line.period()?,
            title: line.text("title").to_owned(),
            category: line.text("category").to_owned(),
            level: RiskLevel::from_words(line.text("level"))?,
            inherent: line.rating("inherent_likelihood", "inherent_impact"),
            current: line.rating("likelihood", "impact"),
            target: line.rating("target_likelihood", "target_impact"),
            typed_score: line.number("typed_score"),
            quoted_previous: line.number("quoted_previous"),
            typed_band: line.text("typed_band").to_owned(),
            owner: line.text("owner").to_owned(),
            controls: line.text("controls").to_owned(),
            reviewed: line.day("reviewed"),
            target_date: line.day("target_date"),
            indicator: line.text("indicator").to_owned(),
            place: line.place(),
        })
    }

    fn says_the_same(&self, other: &Self) -> bool {
        Self { place: other.place.clone(), ..self.clone() } == *other
    }
}

impl Row for Action {
    const TABLE: &'static str = "actions";
    const KEY: (&'static str, &'static str) = ("service", "id");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.service, &self.id)
    }

    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }

    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame> {
        Columns::of(rows)
            .text("id", |r| &r.id)
            .text("service", |r| &r.service)
            .made("period", |r| r.period.to_string())
            .text("title", |r| &r.title)
            .text("about", |r| &r.about)
            .text("lead", |r| &r.lead)
            .day("due", |r| r.due)
            .text("status", |r| r.status.map(ActionStatus::words).unwrap_or_default())
            .number("progress", |r| r.progress)
            .text("update", |r| &r.update)
            .place(|r| &r.place)
            .frame(seq)
    }

    fn read(line: Line<'_>) -> Option<Self> {
        let status = line.text("status");
        Some(Self {
            id: line.text("id").into(),
            service: line.text("service").into(),
            period: line.period()?,
            title: line.text("title").to_owned(),
            lead: line.text("lead").to_owned(),
            due: line.day("due"),
            status: ActionStatus::ALL.into_iter().find(|s| s.words() == status),
            progress: line.number("progress"),
            update: line.text("update").to_owned(),
            about: line.text("about").to_owned(),
            place: line.place(),
        })
    }

    fn says_the_same(&self, other: &Self) -> bool {
        Self { place: other.place.clone(), ..self.clone() } == *other
    }
}

impl Row for Feedback {
    const TABLE: &'static str = "feedback";
    const KEY: (&'static str, &'static str) = ("service", "kind");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.service, self.kind.words())
    }

    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }

    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame> {
        Columns::of(rows)
            .text("service", |r| &r.service)
            .text("kind", |r| r.kind.words())
            .made("period", |r| r.period.to_string())
            .number("received", |r| r.received)
            .number("in_time", |r| r.in_time)
            .number("upheld", |r| r.upheld)
            .number("acknowledged", |r| r.log.map(|l| l.acknowledged))
            .number("acknowledge_due", |r| r.log.map(|l| l.acknowledge_due))
            .number("answer_due", |r| r.log.map(|l| l.answer_due))
            .text("words", |r| &r.words)
            .place(|r| &r.place)
            .frame(seq)
    }

    fn read(line: Line<'_>) -> Option<Self> {
        let kind = line.text("kind");
        Some(Self {
            service: line.text("service").into(),
            period: line.period()?,
            kind: FeedbackKind::ALL.into_iter().find(|k| k.words() == kind)?,
            received: line.number("received"),
            in_time: line.number("in_time"),
            upheld: line.number("upheld"),
            log: logged(line),
            words: line.text("words").to_owned(),
            place: line.place(),
        })
    }

    fn says_the_same(&self, other: &Self) -> bool {
        Self { place: other.place.clone(), ..self.clone() } == *other
    }
}

/// What a log of complaints told; an earlier version wrote no such columns.
fn logged(line: Line<'_>) -> Option<Logged> {
    Some(Logged {
        acknowledged: line.number("acknowledged")?,
        acknowledge_due: line.number("acknowledge_due")?,
        answer_due: line.number("answer_due")?,
    })
}

impl Row for SubmissionRow {
    const TABLE: &'static str = "submissions";
    const KEY: (&'static str, &'static str) = ("file", "service");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.source.file, &self.service)
    }

    fn place(&self) -> Option<&Place> {
        None
    }

    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame> {
        Columns::of(rows)
            .text("file", |r| &r.source.file)
            .text("sha256", |r| &r.source.sha256)
            .made("period", |r| r.period.to_string())
            .text("service", |r| &r.service)
            .text("layout", |r| &r.layout)
            .text("outcome", |r| &r.outcome)
            .flag("counts", |r| r.counts)
            .frame(seq)
    }

    fn read(line: Line<'_>) -> Option<Self> {
        Some(Self {
            period: line.period()?,
            source: line.source(),
            service: line.text("service").into(),
            layout: line.text("layout").into(),
            outcome: line.text("outcome").to_owned(),
            counts: line.flag("counts"),
        })
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}
