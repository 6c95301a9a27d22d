//! The tables of the ledger: how each kind of row is named and ordered, and the columns of its fields.

use super::columns::{PLACE, Stored};
use super::older;
use super::table::{self, LedgerColumns, LedgerLine};
use crate::error::Result;
use crate::period::Period;
use crate::reading::correction::{Correction, Restatement};
use crate::reading::{Action, Feedback, Part, Place, Reading, Risk, Source};
use crate::record::Outcome;
use chrono::NaiveDate;
use polars::prelude::DataFrame;
use std::sync::Arc;

/// What became of one file of the returns folder, as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionRow {
    /// The quarter that it is about.
    pub period: Period,
    /// The file.
    pub source: Arc<Source>,
    /// Id in the register, empty when it could not be told.
    pub service: Arc<str>,
    /// Id of the layout that it was read by, empty where there is none.
    pub layout: Arc<str>,
    /// How reading it ended.
    pub outcome: Outcome,
    /// False when another return of the same service counts instead, or none does.
    pub counts: bool,
    /// The day of the sign-off, where one is given.
    pub signed_off: Option<NaiveDate>,
    /// Who signed off, where that is known.
    pub signed_off_by: String,
}

/// A kind of row. Rows of one period are one row each key; the newest counts.
pub(super) trait LedgerRow: PartialEq + Sized {
    const TABLE: &'static str;
    /// The columns of the key.
    const KEY: (&'static str, &'static str);
    fn period(&self) -> Period;
    fn key(&self) -> (&str, &str);
    /// Orders the rows in the canonical root: what a file is called does not count there.
    fn in_root(&self) -> (&str, &str) {
        self.key()
    }
    /// Orders rows of the same key in one batch.
    fn place(&self) -> Option<&Place>;
    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame>;
    /// `None` when the row is not one that this version can understand.
    fn read(line: LedgerLine<'_>) -> Option<Self>;
    /// The same words and figures, wherever they stand.
    fn says_the_same(&self, other: &Self) -> bool;
}

/// The rows of a frame: the key of each, whether it is withdrawn, and its line.
pub(super) fn keyed<R: LedgerRow>(frame: &DataFrame) -> impl Iterator<Item = ((&str, &str), bool, LedgerLine<'_>)> {
    // The columns are looked up once, not for every row.
    let column = |name| (table::text(frame, name), older::words(name));
    let (a, b) = (column(R::KEY.0), column(R::KEY.1));
    let withdrawn = table::flag(frame, "withdrawn");
    table::lines(frame).map(move |line| {
        let key = [a, b].map(|(column, words)| {
            let text = column.and_then(|c| c.get(line.row)).unwrap_or_default();
            older::key(words, text)
        });
        ((key[0], key[1]), withdrawn.and_then(|w| w.get(line.row)).unwrap_or_default(), line)
    })
}

/// The columns of a row's fields, in their order in the table: writing, reading and comparing follow from them.
macro_rules! columns {
    ($($field:ident: $names:expr,)+) => {
        fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame> {
            LedgerColumns::of(rows)$(.field($names, |r| &r.$field))+.frame(seq)
        }

        fn read(line: LedgerLine<'_>) -> Option<Self> {
            Some(Self { $($field: line.field($names)?,)+ })
        }

        fn says_the_same(&self, other: &Self) -> bool {
            true $(&& Stored::same(&self.$field, &other.$field))+
        }
    };
}

/// The columns of the narrative beside a reading.
pub(super) const WORDS: [&str; 5] = ["commentary", "barriers", "levers", "remedial_action", "options"];

impl LedgerRow for Reading {
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

    columns! {
        indicator: ["indicator"],
        service: ["service"],
        period: ["period"],
        value: ["value", "marker"],
        provisional: ["provisional"],
        numerator: ["numerator"],
        denominator: ["denominator"],
        forecast: ["forecast"],
        words: WORDS,
        place: PLACE,
    }
}

/// A table of its own: what reads the readings never meets a part.
impl LedgerRow for Part {
    const TABLE: &'static str = "parts";
    const KEY: (&'static str, &'static str) = ("indicator", "breakdown");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.indicator, &self.name)
    }

    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }

    columns! {
        indicator: ["indicator"],
        name: ["breakdown"],
        service: ["service"],
        period: ["period"],
        value: ["value", "marker"],
        numerator: ["numerator"],
        denominator: ["denominator"],
        place: PLACE,
    }
}

impl LedgerRow for Risk {
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

    columns! {
        id: ["id"],
        service: ["service"],
        period: ["period"],
        title: ["title"],
        category: ["category"],
        level: ["level"],
        inherent: ["inherent_likelihood", "inherent_impact"],
        current: ["likelihood", "impact"],
        target: ["target_likelihood", "target_impact"],
        typed_score: ["typed_score"],
        quoted_previous: ["quoted_previous"],
        typed_band: ["typed_band"],
        owner: ["owner"],
        controls: ["controls"],
        reviewed: ["reviewed"],
        target_date: ["target_date"],
        indicator: ["indicator"],
        place: PLACE,
    }
}

impl LedgerRow for Action {
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

    columns! {
        id: ["id"],
        service: ["service"],
        period: ["period"],
        title: ["title"],
        about: ["about"],
        lead: ["lead"],
        due: ["due"],
        status: ["status"],
        progress: ["progress"],
        update: ["update"],
        kind: ["kind"],
        priority: ["priority"],
        baseline: ["baseline"],
        evidence: ["evidence"],
        place: PLACE,
    }
}

impl LedgerRow for Feedback {
    const TABLE: &'static str = "feedback";
    const KEY: (&'static str, &'static str) = ("service", "kind");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.service, self.kind.key())
    }

    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }

    columns! {
        service: ["service"],
        kind: ["kind"],
        period: ["period"],
        received: ["received"],
        in_time: ["in_time"],
        upheld: ["upheld"],
        log: ["acknowledged", "acknowledge_due", "answer_due"],
        words: ["words"],
        place: PLACE,
    }
}

impl LedgerRow for SubmissionRow {
    const TABLE: &'static str = "submissions";
    const KEY: (&'static str, &'static str) = ("file", "service");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.source.file, &self.service)
    }

    fn in_root(&self) -> (&str, &str) {
        (&self.service, &self.source.sha256)
    }

    fn place(&self) -> Option<&Place> {
        None
    }

    columns! {
        source: ["file", "sha256"],
        period: ["period"],
        service: ["service"],
        layout: ["layout"],
        outcome: ["outcome"],
        counts: ["counts"],
        signed_off: ["signed_off"],
        signed_off_by: ["signed_off_by"],
    }
}

impl LedgerRow for Restatement {
    const TABLE: &'static str = "restatements";
    const KEY: (&'static str, &'static str) = ("indicator", "of");

    fn period(&self) -> Period {
        self.declared
    }

    fn key(&self) -> (&str, &str) {
        (&self.correction.indicator, &self.of)
    }

    fn place(&self) -> Option<&Place> {
        Some(&self.correction.place)
    }

    // By hand: the fields of the correction stand among its own.
    fn frame(rows: &[(&Self, bool)], seq: u64) -> Result<DataFrame> {
        LedgerColumns::of(rows)
            .field(["indicator"], |r| &r.correction.indicator)
            .field(["service"], |r| &r.correction.service)
            .field(["period"], |r| &r.declared)
            .field(["of"], |r| &r.of)
            .field(["was"], |r| &r.was)
            .field(["numerator"], |r| &r.numerator)
            .field(["denominator"], |r| &r.denominator)
            .field(["quoted"], |r| &r.correction.published)
            .field(["corrected"], |r| &r.correction.corrected)
            .field(["corrected_numerator"], |r| &r.correction.numerator)
            .field(["corrected_denominator"], |r| &r.correction.denominator)
            .field(["class"], |r| &r.correction.class)
            .field(["reason"], |r| &r.correction.reason)
            .field(["author"], |r| &r.correction.author)
            .field(PLACE, |r| &r.correction.place)
            .frame(seq)
    }

    fn read(line: LedgerLine<'_>) -> Option<Self> {
        Some(Self {
            declared: line.field(["period"])?,
            of: line.field(["of"])?,
            correction: Correction {
                indicator: line.field(["indicator"])?,
                service: line.field(["service"])?,
                period: line.field(["of"])?,
                published: line.field(["quoted"])?,
                corrected: line.field(["corrected"])?,
                numerator: line.field(["corrected_numerator"])?,
                denominator: line.field(["corrected_denominator"])?,
                class: line.field(["class"])?,
                reason: line.field(["reason"])?,
                author: line.field(["author"])?,
                place: line.field(PLACE)?,
            },
            was: line.field(["was"])?,
            numerator: line.field(["numerator"])?,
            denominator: line.field(["denominator"])?,
        })
    }

    fn says_the_same(&self, other: &Self) -> bool {
        let correction = Correction { place: other.correction.place.clone(), ..self.correction.clone() };
        Self { correction, ..self.clone() } == *other
    }
}
