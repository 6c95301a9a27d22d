//! Rows of an import over what the ledger has: the same again is nothing new, anything else is a restatement, which
//! somebody answers for, or is refused.

use super::PastRows;
use crate::catalogue;
use crate::error::Result;
use crate::finding::Finding;
use crate::history::Ledger;
use crate::history::rows::LedgerRow;
use crate::period::Period;
use crate::reading::correction::{Correction, Restatement, RestatementClass, subject_of};
use crate::reading::{Reading, Value};
use crate::register::Register;
use crate::text::words::plain;
use std::collections::BTreeMap;

/// Why figures that are there change, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restating {
    /// Update, improvement or correction.
    pub class: RestatementClass,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
}

/// What becomes of a row beside the one that the ledger has.
enum Beside<R> {
    /// Nothing stands there: it is taken.
    New,
    /// The ledger has it already, perhaps with more words.
    Same(R),
    /// The ledger says otherwise, or the quarter was reported without it.
    Other(Option<R>),
}

impl Ledger {
    /// Compares the rows of an import with the ledger. Those over a figure that is there, or in a quarter that was reported,
    /// are taken as restatements, or are refused where nobody answers for them. Returns the restatements, and what is said of
    /// the rows that were refused. `worked_out` are figures that stand there without having been sent.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn over(
        &self,
        register: &Register,
        rows: &mut PastRows,
        why: Option<&Restating>,
        worked_out: &[Reading],
    ) -> Result<(Vec<Restatement>, Vec<Finding>)> {
        let (mut restatements, mut findings) = (vec![], vec![]);
        let mut refused = vec![];
        let readings = std::mem::take(&mut rows.readings);
        let cells = std::mem::take(&mut rows.cells.readings);
        // What was recorded under an id that the indicator had before is its figure, too.
        let todays = |mut held: Reading| {
            if let Some(indicator) = register.indicator(&held.indicator) {
                held.indicator = indicator.id.clone();
            }
            held
        };
        let same = |new: &Reading, held: &Reading| {
            (new.value, new.numerator, new.denominator) == (held.value, held.numerator, held.denominator)
        };
        let beside = self.beside(&readings, todays, same, worked_out)?;
        for ((reading, cells), beside) in readings.into_iter().zip(cells).zip(beside) {
            let taken = match beside {
                Beside::New => Some(reading),
                Beside::Same(held) => Some(held),
                Beside::Other(held) => match restated(&reading, held.as_ref(), why) {
                    Some(restatement) => {
                        restatements.push(restatement);
                        Some(with_words_of(reading, held))
                    }
                    None => {
                        findings.push(unanswered(&reading, held.as_ref(), why));
                        refused.push(cells);
                        None
                    }
                },
            };
            if let Some(reading) = taken {
                rows.readings.push(reading);
                rows.cells.readings.push(cells);
            }
        }
        let PastRows { risks, actions, feedback, money, cells: of, .. } = rows;
        self.settle((risks, &mut of.risks), why, |r| &r.id, (&mut findings, &mut refused))?;
        self.settle((actions, &mut of.actions), why, |a| &a.id, (&mut findings, &mut refused))?;
        self.settle((feedback, &mut of.feedback), why, |f| f.kind.words(), (&mut findings, &mut refused))?;
        self.settle((&mut money.revenue, &mut of.revenue), why, |l| &l.id, (&mut findings, &mut refused))?;
        self.settle((&mut money.capital, &mut of.capital), why, |s| &s.id, (&mut findings, &mut refused))?;
        self.settle((&mut money.savings, &mut of.savings), why, |s| &s.id, (&mut findings, &mut refused))?;
        let cells: u64 = refused.iter().copied().map(u64::from).sum();
        rows.accepted -= cells;
        rows.refused += cells;
        rows.rows_refused += refused.len() as u64;
        findings.sort();
        Ok((restatements, findings))
    }

    /// Rows that are no figures of measures: they have no line among the restatements, and need the same answer.
    fn settle<R: LedgerRow + Clone>(
        &self,
        (rows, cells): (&mut Vec<R>, &mut Vec<u32>),
        why: Option<&Restating>,
        subject: impl Fn(&R) -> &str,
        (findings, refused): (&mut Vec<Finding>, &mut Vec<u32>),
    ) -> Result<()> {
        let beside = self.beside(rows, |held| held, LedgerRow::says_the_same, &[])?;
        let all = std::mem::take(rows).into_iter().zip(std::mem::take(cells)).zip(beside);
        for ((row, n), beside) in all {
            let row = match beside {
                Beside::Same(held) => held,
                Beside::Other(held) if why.is_none() => {
                    let expected =
                        if held.is_some() { "what the ledger has of it" } else { "nothing new of a reported quarter" };
                    let finding = Finding::new(&catalogue::F083, expected, format!("another {}", words_of(R::TABLE)));
                    let subject = subject_of(subject(&row), row.period());
                    let finding = finding.about(&subject);
                    findings.push(match row.place() {
                        Some(place) => finding.at(place),
                        None => finding,
                    });
                    refused.push(n);
                    continue;
                }
                Beside::New | Beside::Other(_) => row,
            };
            rows.push(row);
            cells.push(n);
        }
        Ok(())
    }

    /// Each row beside the one of its key that counts, the ledger's rows as they are called `today`.
    fn beside<R: LedgerRow + Clone>(
        &self,
        rows: &[R],
        today: impl Fn(R) -> R,
        same: impl Fn(&R, &R) -> bool,
        more: &[R],
    ) -> Result<Vec<Beside<R>>> {
        let mut held: BTreeMap<Period, (bool, Vec<R>)> = BTreeMap::new();
        for row in rows {
            if !held.contains_key(&row.period()) {
                let (period, reported) = (row.period(), self.newest_run(row.period(), None).is_some());
                let mut rows: Vec<R> = self.rows_of(period, |_| true)?.into_iter().map(&today).collect();
                let new = more.iter().filter(|m| m.period() == period && rows.iter().all(|r| r.key() != m.key()));
                let new: Vec<R> = new.cloned().collect();
                rows.extend(new);
                rows.sort_by(|a, b| a.key().cmp(&b.key()));
                held.insert(period, (reported, rows));
            }
        }
        let beside = |row: &R| {
            let (reported, rows) = &held[&row.period()];
            let found = rows.binary_search_by(|r| r.key().cmp(&row.key())).ok().map(|n| rows[n].clone());
            match found {
                Some(held) if same(row, &held) => Beside::Same(held),
                None if !reported => Beside::New,
                other => Beside::Other(other),
            }
        };
        Ok(rows.iter().map(beside).collect())
    }
}

fn words_of(table: &str) -> &'static str {
    match table {
        "risks" => "rating or wording",
        "actions" => "state or wording",
        "revenue" | "capital" | "savings" => "amount or wording",
        _ => "count",
    }
}

/// The restatement, where somebody answers for it and there is a figure.
fn restated(reading: &Reading, held: Option<&Reading>, why: Option<&Restating>) -> Option<Restatement> {
    let (why, corrected) = (why?, reading.value.number()?);
    let was = held.and_then(|h| h.value.number());
    Some(Restatement {
        declared: reading.period,
        of: reading.period.to_string(),
        correction: Correction {
            indicator: reading.indicator.clone(),
            service: reading.service.clone(),
            period: reading.period,
            published: was,
            corrected,
            numerator: reading.numerator,
            denominator: reading.denominator,
            class: Some(why.class),
            reason: why.reason.clone(),
            author: why.by.clone(),
            place: reading.place.clone(),
        },
        was,
        numerator: held.and_then(|h| h.numerator),
        denominator: held.and_then(|h| h.denominator),
    })
}

/// The corrected figure beside the words that its service sent with the old one.
fn with_words_of(reading: Reading, held: Option<Reading>) -> Reading {
    let Some(old) = held else { return reading };
    let Reading { value, numerator, denominator, place, .. } = reading;
    Reading { value, numerator, denominator, place, provisional: false, ..old }
}

fn unanswered(reading: &Reading, held: Option<&Reading>, why: Option<&Restating>) -> Finding {
    let said = |value: Value| match value {
        Value::Number(n) => plain(n),
        Value::Marker(marker) => format!("“{}”", marker.words()),
    };
    let (expected, got) = match (why, held) {
        // It is answered for, and is no figure.
        (Some(_), _) => ("a figure: a restatement puts one in the place of another".to_owned(), said(reading.value)),
        (None, Some(held)) if held.value == reading.value => (
            format!("{}, made of what the ledger has", said(held.value)),
            "another numerator or denominator".to_owned(),
        ),
        (None, Some(held)) => (format!("{}, as the ledger has it", said(held.value)), said(reading.value)),
        (None, None) => (format!("no figure: {} was reported without one", reading.period), said(reading.value)),
    };
    let subject = subject_of(&reading.indicator, reading.period);
    Finding::new(&catalogue::F083, expected, got).at(&reading.place).of(&*reading.service).about(&subject)
}
