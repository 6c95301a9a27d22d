//! Past quarters from one tidy workbook or CSV file: records in, rows for the ledger and findings out.

mod line;
mod money;
mod doubts;
mod words;
mod csv;
mod over;
#[cfg(test)]
mod tests;

pub use csv::{csv_records, import_csv};
pub use over::Restating;
pub use words::for_an_import;

use self::line::{ImportLine, list};
use super::rows::LedgerRow;
use crate::catalogue::{self, Check};
use crate::finding::Finding;
use crate::fit::fit;
use crate::layout;
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::money::{CapitalScheme, MoneyLines, RevenueLine, Saving};
use crate::reading::{
    Action, ActionKind, ActionStatus, Feedback, FeedbackKind, Marker, Narrative, Reading, Risk, RiskLevel, Source,
    Value, is_count,
};
use crate::record::{Field, FileRecords, Kind, Record};
use crate::register::Register;
use crate::text::words::{meaning, plain};
use std::collections::HashMap;
use std::sync::Arc;

/// Rows of past quarters, sorted by quarter and key, no key twice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastRows {
    /// Figures of indicators.
    pub readings: Vec<Reading>,
    /// Risks.
    pub risks: Vec<Risk>,
    /// Actions and milestones.
    pub actions: Vec<Action>,
    /// Complaints, compliments and comments.
    pub feedback: Vec<Feedback>,
    /// Revenue, capital and savings.
    pub money: MoneyLines,
    /// Located cells of rows that were taken, and of rows that an error refused: together, all located cells.
    pub accepted: u64,
    /// Cells that an error refused.
    pub refused: u64,
    /// Rows that name something.
    pub rows: u64,
    /// Rows that an error refused.
    pub rows_refused: u64,
    /// Rows without a figure, of a quarter in which none is due.
    pub rows_silent: u64,
    /// How many cells each row has.
    cells: RowCells,
}

/// The cells of every row of [`PastRows`], in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct RowCells {
    readings: Vec<u32>,
    risks: Vec<u32>,
    actions: Vec<u32>,
    feedback: Vec<u32>,
    revenue: Vec<u32>,
    capital: Vec<u32>,
    savings: Vec<u32>,
}

impl RowCells {
    fn all(&self) -> impl Iterator<Item = &u32> + Clone {
        let Self { readings, risks, actions, feedback, revenue, capital, savings } = self;
        [readings, risks, actions, feedback, revenue, capital, savings].into_iter().flatten()
    }
}

/// A reading with the cells of its row.
struct ImportedReading {
    reading: Reading,
    cells: u32,
    /// A percentage with its sign, or made of numerator and denominator: it is no fraction.
    signed: bool,
}

impl ImportedReading {
    fn value(&self) -> Option<f64> {
        self.reading.value.number()
    }
}

/// Types the records of one file, which its layout located. Past is what is before `now`. Findings come sorted.
pub fn import_records(file: &FileRecords, register: &Register, now: Period) -> (PastRows, Vec<Finding>) {
    let mut importer = Importer::new(file.source.clone(), register, now);
    for record in &file.records {
        importer.take(record);
    }
    importer.finish()
}

/// Takes records one at a time, so that a file of millions of lines is never held twice.
struct Importer<'r> {
    register: &'r Register,
    now: Period,
    source: Arc<Source>,
    markers: HashMap<String, Marker>,
    readings: Vec<ImportedReading>,
    risks: Vec<(Risk, u32)>,
    actions: Vec<(Action, u32)>,
    feedback: Vec<(Feedback, u32)>,
    revenue: Vec<(RevenueLine, u32)>,
    capital: Vec<(CapitalScheme, u32)>,
    savings: Vec<(Saving, u32)>,
    findings: Vec<Finding>,
    refused: u64,
    /// Cells of rows that say nothing and were right to, and the number of these rows.
    silent: (u64, u64),
    rows: u64,
}

/// A row that an error finding refused; the finding is said.
struct RowRefused;

impl<'r> Importer<'r> {
    fn new(source: Arc<Source>, register: &'r Register, now: Period) -> Self {
        let words = layout::template().markers.into_iter().map(|(word, marker)| (meaning(&word), marker));
        Self {
            register,
            now,
            source,
            markers: words.chain(Marker::ALL.map(|m| (meaning(m.words()), m))).collect(),
            readings: vec![],
            risks: vec![],
            actions: vec![],
            feedback: vec![],
            revenue: vec![],
            capital: vec![],
            savings: vec![],
            findings: vec![],
            refused: 0,
            silent: (0, 0),
            rows: 0,
        }
    }

    fn take(&mut self, record: &Record) {
        let cells = fit::<u32>(record.fields.len());
        self.rows += 1;
        let (source, now, findings) = (&self.source, self.now, &mut self.findings);
        let mut row = ImportLine { record, source, now, findings, service: "", subject: "" };
        let taken = match record.kind {
            Kind::History => reading(&mut row, self.register, &self.markers).map(|reading| match reading {
                Some(reading) => {
                    let signed = row.percent(Field::Value) || row.record.get(Field::Value).is_none();
                    self.readings.push(ImportedReading { reading, cells, signed });
                }
                None => {
                    self.silent.0 += u64::from(cells);
                    self.silent.1 += 1;
                }
            }),
            Kind::Risks => risk(&mut row, self.register).map(|risk| self.risks.push((risk, cells))),
            Kind::Actions | Kind::Milestones => {
                action(&mut row, self.register).map(|action| self.actions.push((action, cells)))
            }
            Kind::Revenue => money::revenue(&mut row, self.register).map(|line| self.revenue.push((line, cells))),
            Kind::Capital => money::capital(&mut row, self.register).map(|scheme| self.capital.push((scheme, cells))),
            Kind::Savings => money::saving(&mut row, self.register).map(|saving| self.savings.push((saving, cells))),
            Kind::Feedback => feedback(&mut row, self.register).map(|line| self.feedback.push((line, cells))),
            // The layout of past quarters has no other tables.
            _ => Err(RowRefused),
        };
        if taken.is_err() {
            self.refused += u64::from(cells);
        }
    }

    fn finish(mut self) -> (PastRows, Vec<Finding>) {
        let (readings, doubted) = doubts::settle(self.readings, self.register, &mut self.findings);
        let mut out = PastRows { accepted: self.silent.0, refused: self.refused + doubted, ..PastRows::default() };
        let (findings, refused) = (&mut self.findings, &mut out.refused);
        (out.readings, out.cells.readings) = unique(readings, &catalogue::T003, findings, refused, |r| &r.indicator);
        (out.risks, out.cells.risks) = unique(self.risks, &catalogue::K010, findings, refused, |r| &r.id);
        (out.actions, out.cells.actions) = unique(self.actions, &catalogue::T003, findings, refused, |r| &r.id);
        (out.feedback, out.cells.feedback) =
            unique(self.feedback, &catalogue::T003, findings, refused, |r| r.kind.words());
        let MoneyLines { revenue, capital, savings } = &mut out.money;
        (*revenue, out.cells.revenue) = unique(self.revenue, &catalogue::B001, findings, refused, |l| &l.id);
        (*capital, out.cells.capital) = unique(self.capital, &catalogue::B001, findings, refused, |s| &s.id);
        (*savings, out.cells.savings) = unique(self.savings, &catalogue::B001, findings, refused, |s| &s.id);
        let cells = out.cells.all();
        out.accepted += cells.clone().copied().map(u64::from).sum::<u64>();
        let taken = cells.count();
        words::for_an_import(&mut self.findings);
        self.findings.sort();
        (out.rows, out.rows_silent) = (self.rows, self.silent.1);
        out.rows_refused = self.rows - self.silent.1 - taken as u64;
        (out, self.findings)
    }
}

/// Sorts rows and refuses every row of a key that occurs twice; what is left, with the cells of each.
fn unique<R: LedgerRow>(
    mut rows: Vec<(R, u32)>,
    check: &'static Check,
    findings: &mut Vec<Finding>,
    refused: &mut u64,
    subject: impl Fn(&R) -> &str,
) -> (Vec<R>, Vec<u32>) {
    rows.sort_by(|(a, _), (b, _)| (a.period(), a.key(), a.place()).cmp(&(b.period(), b.key(), b.place())));
    let twice = |k: usize, rows: &[(R, u32)]| {
        let same = |n: Option<usize>| {
            let other = n.and_then(|n| rows.get(n));
            other.is_some_and(|(r, _)| (r.period(), r.key()) == (rows[k].0.period(), rows[k].0.key()))
        };
        same(k.checked_sub(1)) || same(Some(k + 1))
    };
    let keep: Vec<bool> = (0..rows.len()).map(|k| !twice(k, &rows)).collect();
    let mut out = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for ((row, cells), keep) in rows.into_iter().zip(keep) {
        if keep {
            out.0.push(row);
            out.1.push(cells);
            continue;
        }
        *refused += u64::from(cells);
        let finding = Finding::new(check, "one row for each quarter", format!("another row for {}", row.period()));
        let finding = finding.about(subject(&row));
        findings.push(match row.place() {
            Some(place) => finding.at(place),
            None => finding,
        });
    }
    out
}

fn reading<'r>(
    row: &mut ImportLine<'_, 'r>,
    register: &'r Register,
    markers: &HashMap<String, Marker>,
) -> Result<Option<Reading>, RowRefused> {
    let id = row.record.text(Field::Id);
    if id.is_empty() {
        return row.refuse(&catalogue::C014, Field::Value, "an indicator id", "a row without one");
    }
    let Some(indicator) = register.indicator(&id) else {
        return row.refuse(&catalogue::T005, Field::Id, "an id of the register's Indicators sheet", &id);
    };
    (row.service, row.subject) = (&indicator.service, &indicator.id);
    let period = row.period()?;
    let numerator = row.number(Field::Numerator, Unit::Number)?;
    let denominator = row.number(Field::Denominator, Unit::Number)?;
    let marker_in = |field| markers.get(&meaning(&row.record.text(field))).copied();
    let (worded, marker) = (marker_in(Field::Value), marker_in(Field::Reason));
    let value = if worded.is_some() { None } else { row.number(Field::Value, indicator.unit)? };
    // Made of its parts where only they are given, and only where nothing else could be meant.
    let value = value.or_else(|| match (numerator, denominator) {
        (Some(n), Some(d)) if worded.or(marker).is_none() => indicator.quotient(n, d),
        _ => None,
    });
    let reason = row.record.text(Field::Reason);
    let value = match (value, worded.or(marker)) {
        (Some(value), _) => Value::Number(value),
        (None, Some(marker)) => Value::Marker(marker),
        (None, None) if !reason.is_empty() => {
            return row.refuse(&catalogue::C008, Field::Reason, list(Marker::ALL.map(Marker::words)), &reason);
        }
        (None, None) if !indicator.due(period) => return Ok(None),
        (None, None) => return row.refuse(&catalogue::C009, Field::Value, "a value, or the reason for none", "blank"),
    };
    if let Value::Number(n) = value {
        let (low, high) = (indicator.minimum, indicator.maximum);
        if low.is_some_and(|low| n < low) || high.is_some_and(|high| n > high) {
            let bound = |b: Option<f64>| b.map_or("any".to_owned(), |b| b.to_string());
            let range = format!("{} to {}", bound(low), bound(high));
            return row.refuse(&catalogue::C006, Field::Value, range, &n.to_string());
        }
        if !indicator.is_measured(period) {
            row.say(&catalogue::T006, Field::Value, indicator.when_due(period), &n.to_string());
        }
        if marker.is_some() {
            row.say(&catalogue::C016, Field::Reason, "a value or a reason", &reason);
        }
    } else if worded.is_some() {
        row.say(&catalogue::C017, Field::Value, "a number", &row.record.text(Field::Value));
    }
    let reading = Reading {
        indicator: indicator.id.clone(),
        service: indicator.service.clone(),
        period,
        value,
        provisional: false,
        numerator,
        denominator,
        forecast: None,
        words: Box::new(Narrative {
            commentary: row.record.text(Field::Commentary),
            remedial_action: row.record.text(Field::RemedialAction),
            ..Narrative::default()
        }),
        place: row.place(Field::Value),
    };
    Ok(Some(reading))
}

fn risk<'r>(row: &mut ImportLine<'_, 'r>, register: &'r Register) -> Result<Risk, RowRefused> {
    let (id, service, period) = row.identity(register)?;
    let level = row.record.text(Field::Level);
    let level = match RiskLevel::from_words(&level) {
        Some(level) => level,
        None if level.is_empty() => RiskLevel::Service,
        None => return row.refuse(&catalogue::C008, Field::Level, list(RiskLevel::ALL.map(RiskLevel::words)), &level),
    };
    Ok(Risk {
        id,
        service,
        period,
        title: row.record.text(Field::Title),
        category: row.record.text(Field::Category),
        level,
        inherent: row.rating(Field::InherentLikelihood, Field::InherentImpact)?,
        current: row.rating(Field::Likelihood, Field::Impact)?,
        target: row.rating(Field::TargetLikelihood, Field::TargetImpact)?,
        typed_score: None,
        quoted_previous: None,
        typed_band: String::new(),
        owner: row.record.text(Field::Owner),
        controls: row.record.text(Field::Controls),
        reviewed: row.day(Field::Reviewed)?,
        target_date: row.day(Field::TargetDate)?,
        indicator: row.record.text(Field::Indicator),
        place: row.place(Field::Likelihood),
    })
}

fn action<'r>(row: &mut ImportLine<'_, 'r>, register: &'r Register) -> Result<Action, RowRefused> {
    let (id, service, period) = row.identity(register)?;
    let words = row.record.text(Field::Status);
    let Some(status) = ActionStatus::ALL.into_iter().find(|s| meaning(s.words()) == meaning(&words)) else {
        return row.refuse(&catalogue::C008, Field::Status, list(ActionStatus::ALL.map(ActionStatus::words)), &words);
    };
    Ok(Action {
        id,
        service,
        period,
        title: row.record.text(Field::Title),
        lead: row.record.text(Field::Lead),
        due: row.day(Field::Due)?,
        status: Some(status),
        progress: row.number(Field::Progress, Unit::Percent)?,
        update: row.record.text(Field::Update),
        about: row.record.text(Field::About),
        kind: if row.record.kind == Kind::Milestones { ActionKind::Milestone } else { ActionKind::Action },
        priority: money::priority(row, register),
        baseline: row.day(Field::BaselineDate)?,
        evidence: row.record.text(Field::Evidence),
        place: row.place(Field::Status),
    })
}

fn feedback<'r>(row: &mut ImportLine<'_, 'r>, register: &'r Register) -> Result<Feedback, RowRefused> {
    let service = row.service(register)?;
    let period = row.period()?;
    let words = row.record.text(Field::FeedbackKind);
    let Some(kind) = FeedbackKind::ALL.into_iter().find(|k| meaning(k.words()) == meaning(&words)) else {
        let kinds = list(FeedbackKind::ALL.map(FeedbackKind::words));
        return row.refuse(&catalogue::C008, Field::FeedbackKind, kinds, &words);
    };
    let received = row.number(Field::Value, Unit::Number)?;
    let [in_time, upheld] = [Field::InTime, Field::Upheld].map(|field| row.number(field, Unit::Number));
    let (in_time, upheld) = (in_time?, upheld?);
    for (field, count) in [(Field::Value, received), (Field::InTime, in_time), (Field::Upheld, upheld)] {
        let Some(n) = count else { continue };
        if !is_count(n) {
            return row.refuse(&catalogue::C090, field, "a whole number, 0 or more", &plain(n));
        }
        let most = received.unwrap_or_default();
        if n > most {
            let expected = format!("at most {}, as many as were received", plain(most));
            return row.refuse(&catalogue::R026, field, expected, &plain(n));
        }
    }
    Ok(Feedback {
        service,
        period,
        kind,
        received,
        in_time,
        upheld,
        log: None,
        words: row.record.text(Field::Words),
        place: row.place(Field::Value),
    })
}
