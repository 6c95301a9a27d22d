//! What services and the team said: queries with their answers, the team's own words, what is left out by hand.

use super::Ledger;
use super::columns::{PLACE, Stored};
use super::rows::LedgerRow;
use super::table::{LedgerColumns, LedgerLine};
use crate::error::Result;
use crate::period::Period;
use crate::reading::Place;
use crate::reading::left_out::LeftOut;
use crate::reading::own_words::{OwnWords, WordsAt};
use crate::reading::query::{Answer, Decision, Query, QueryState, Question, Verdict};
use chrono::NaiveDate;

/// A query as it is kept: its key stands beside what it is made of, so that a row has one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QueryRow {
    key: String,
    pub(super) query: Query,
}

/// What the team wrote for a quarter and is no decision.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TeamRow {
    period: Period,
    /// `words` or `left-out`.
    part: String,
    /// What the words stand for; the service and what is left out.
    key: String,
    service: String,
    /// Over what the words were written; what is left out.
    what: String,
    words: String,
    by: String,
    on: Option<NaiveDate>,
}

const WORDS: &str = "words";
const LEFT_OUT: &str = "left-out";

/// All that the team and the services said of one quarter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sayings {
    pub(super) queries: Vec<QueryRow>,
    pub(super) team: Vec<TeamRow>,
}

impl Sayings {
    /// Of these queries, words and lines.
    pub fn new(queries: &[Query], words: &[OwnWords], left_out: &[LeftOut]) -> Self {
        let row = |q: &Query| QueryRow { key: q.question.key(), query: q.clone() };
        let nth = |n: usize| 1 + words[..n].iter().filter(|w| w.at == words[n].at).count();
        let first = |n: usize| !matches!(words[n].at, WordsAt::Line(_)) || nth(n) == 1;
        let words = words.iter().enumerate().filter(|(n, _)| first(*n)).map(|(n, w)| TeamRow {
            period: w.period,
            part: WORDS.to_owned(),
            key: w.at.key(nth(n)),
            service: String::new(),
            what: w.over.clone().unwrap_or_default(),
            words: w.words.clone(),
            by: w.by.clone(),
            on: None,
        });
        let left_out = left_out.iter().map(|l| TeamRow {
            period: l.period,
            part: LEFT_OUT.to_owned(),
            key: format!("{}|{}", l.service, l.what),
            service: l.service.clone(),
            what: l.what.clone(),
            words: l.why.clone(),
            by: l.by.clone(),
            on: Some(l.on),
        });
        Self { queries: queries.iter().map(row).collect(), team: words.chain(left_out).collect() }
    }
}

impl Ledger {
    /// The queries of a quarter as they were last recorded, by question.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn queries(&self, period: Period) -> Result<Vec<Query>> {
        Ok(self.rows_of::<QueryRow>(period, |_| true)?.into_iter().map(|row| row.query).collect())
    }

    /// The team's own words and what it leaves out, as they were last recorded for a quarter.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn team(&self, period: Period) -> Result<(Vec<OwnWords>, Vec<LeftOut>)> {
        let (mut words, mut left_out) = (vec![], vec![]);
        for row in self.rows_of::<TeamRow>(period, |_| true)? {
            match (row.part.as_str(), row.on) {
                (WORDS, _) => words.push(OwnWords {
                    period,
                    at: WordsAt::from_key(&row.key),
                    words: row.words,
                    by: row.by,
                    // Older records do not say over what they were written.
                    over: Some(row.what).filter(|over| !over.is_empty()),
                    vouched: false,
                    cell: None,
                }),
                (LEFT_OUT, Some(on)) => left_out.push(LeftOut {
                    period,
                    service: row.service,
                    what: row.what,
                    why: row.words,
                    by: row.by,
                    on,
                }),
                _ => {}
            }
        }
        Ok((words, left_out))
    }
}

impl LedgerRow for QueryRow {
    const TABLE: &'static str = "queries";
    const KEY: (&'static str, &'static str) = ("query", "");

    fn period(&self) -> Period {
        self.query.question.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.key, "")
    }

    fn place(&self) -> Option<&Place> {
        None
    }

    // By hand: what belongs to the question, the answer and the decision stands side by side.
    fn columns<'r, 't>(columns: LedgerColumns<'r, 't, Self>) -> LedgerColumns<'r, 't, Self> {
        fn said(row: &QueryRow) -> Option<&Answer> {
            row.query.answer.as_ref()
        }
        fn decided(row: &QueryRow) -> Option<&Decision> {
            row.query.decision.as_ref()
        }
        columns
            .field(["query"], |r| &r.key)
            .field(["period"], |r| &r.query.question.period)
            .field(["service"], |r| &r.query.question.service)
            .field(["code"], |r| &r.query.question.code)
            .field(["subject"], |r| &r.query.question.subject)
            .field(["figure"], |r| &r.query.question.figure)
            .field(["asked"], |r| &r.query.asked)
            .text("state", |r| r.query.state.key())
            .field(["expected"], |r| &r.query.expected)
            .field(["got"], |r| &r.query.got)
            .field(["place"], |r| &r.query.place)
            .text("answer", |r| said(r).map_or("", |a| &a.why))
            .text("answered_by", |r| said(r).map_or("", |a| &a.by))
            .day("answered", |r| said(r)?.on)
            .text(PLACE[0], |r| said(r).map_or("", |a| &a.place.source.file))
            .text(PLACE[1], |r| said(r).map_or("", |a| &a.place.source.sha256))
            .text(PLACE[2], |r| said(r).map_or("", |a| &*a.place.sheet))
            .made(PLACE[3], |r| said(r).map_or_else(String::new, |a| a.place.cell.to_string()))
            .text("decision", |r| decided(r).map_or("", |d| d.verdict.key()))
            .text("why", |r| decided(r).map_or("", |d| &d.why))
            .text("decided_by", |r| decided(r).map_or("", |d| &d.by))
            .day("decided", |r| decided(r).map(|d| d.on))
    }

    fn read(line: LedgerLine<'_>) -> Option<Self> {
        let text = |name| line.text(name).to_owned();
        let answer = match line.text("answer") {
            "" => None,
            why => Some(Answer {
                why: why.to_owned(),
                by: text("answered_by"),
                on: line.day("answered"),
                place: line.field(PLACE)?,
            }),
        };
        let decision = match line.text("decision") {
            "" => None,
            key => Some(Decision {
                verdict: Verdict::from_key(key)?,
                why: text("why"),
                by: text("decided_by"),
                on: line.day("decided")?,
            }),
        };
        let question = Question {
            period: line.field(["period"])?,
            service: line.field(["service"])?,
            code: line.field(["code"])?,
            subject: line.field(["subject"])?,
            figure: line.field(["figure"])?,
        };
        let query = Query {
            question,
            asked: line.day("asked"),
            state: QueryState::from_key(line.text("state"))?,
            expected: text("expected"),
            got: text("got"),
            place: text("place"),
            answer,
            decision,
        };
        Some(Self { key: text("query"), query })
    }

    fn says_the_same(&self, other: &Self) -> bool {
        let place = |q: &Query| Query { place: String::new(), answer: q.answer.clone().map(unplaced), ..q.clone() };
        place(&self.query) == place(&other.query)
    }
}

fn unplaced(answer: Answer) -> Answer {
    Answer { place: Place::default(), ..answer }
}

impl LedgerRow for TeamRow {
    const TABLE: &'static str = "notebook";
    const KEY: (&'static str, &'static str) = ("part", "key");

    fn period(&self) -> Period {
        self.period
    }

    fn key(&self) -> (&str, &str) {
        (&self.part, &self.key)
    }

    fn place(&self) -> Option<&Place> {
        None
    }

    columns! {
        part: ["part"],
        key: ["key"],
        period: ["period"],
        service: ["service"],
        what: ["what"],
        words: ["words"],
        by: ["by"],
        on: ["on"],
    }
}
