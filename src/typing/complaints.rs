//! A log of complaints: one row a complaint and stage, from which the quarter's counts are worked out on working days.
//!
//! A complaint belongs to the quarter in which it was received. One that is open and past its day at the end of the
//! quarter is late; one that has not come to its day yet is not judged.

use super::cover::Cover;
use super::file_context::FileContext;
use super::records::{of_kind, repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::map::Set;
use crate::reading::{ComplaintLog, ComplaintOutcome, ComplaintStage, Feedback, FeedbackKind, Place};
use crate::record::{Field, Kind, PassedOver, Record};
use crate::statistic::working_day::WorkingDays;
use crate::text::words::{list, meaning};
use chrono::{Days, NaiveDate};
use std::sync::Arc;

/// A day of the log: blank, refused with its finding, or known.
#[derive(Clone, Copy, PartialEq)]
enum Day {
    None,
    Bad,
    On(NaiveDate),
}

/// What a quarter's complaints of one stage come to.
#[derive(Default)]
struct StageCounts {
    received: f64,
    in_time: f64,
    upheld: f64,
    log: ComplaintLog,
    first: Option<Place>,
}

/// Works out the complaints of the quarter where the file has a log, in place of the counts that were typed.
pub(super) fn log(file: &mut FileContext<'_>, records: &[Record], cover: &Cover, feedback: &mut Vec<Feedback>) {
    let rows = of_kind(records, Kind::Complaints);
    if rows.clone().next().is_none() {
        return;
    }
    // Both stages of one complaint may stand under its reference.
    let stage_of = |file: &FileContext<'_>, r: &Record| {
        stage(file.our_word(Field::Stage, &r.text(Field::Stage))).unwrap_or(ComplaintStage::One)
    };
    let keys = rows.clone().map(|r| (r.text(Field::Id), stage_of(file, r))).filter(|(id, _)| !id.is_empty());
    let twice: Set<(String, ComplaintStage)> = repeated(keys.collect::<Vec<_>>().into_iter());
    let sent = cover.signed_off.max(cover.received);
    // Where no day is known, a year after the returns were due is surely a slip.
    let last = sent.unwrap_or_else(|| file.settings.due_date(file.period) + Days::new(366));
    let mut counts: [StageCounts; 2] = Default::default();
    let mut any = false;
    for record in rows {
        let mut row = RowCells::new(file, record);
        any |= complaint(&mut row, last, &twice, &mut counts);
        row.finish();
    }
    if any {
        for (stage, counts) in ComplaintStage::ALL.into_iter().zip(counts) {
            settle(file, stage.feedback(), counts, feedback);
        }
    }
}

fn stage(text: &str) -> Option<ComplaintStage> {
    match &*meaning(text) {
        "1" | "stage1" | "first" | "complaintsstage1" | "one" => Some(ComplaintStage::One),
        "2" | "stage2" | "second" | "complaintsstage2" | "two" => Some(ComplaintStage::Two),
        _ => None,
    }
}

/// Adds one row to the counts; true where it is a complaint of the quarter.
fn complaint(
    row: &mut RowCells<'_, '_>,
    last: NaiveDate,
    twice: &Set<(String, ComplaintStage)>,
    counts: &mut [StageCounts; 2],
) -> bool {
    if row.identify("the reference of a complaint").is_none() {
        return false;
    }
    if !row.any(&[Field::Received, Field::Acknowledged, Field::Answered, Field::ComplaintOutcome]) {
        row.ignore_row(PassedOver::NoValue);
        return false;
    }
    row.text(Field::Service);
    row.text(Field::Words);
    let received = match day(row, Field::Received, last) {
        Day::On(day) => day,
        Day::Bad => {
            row.refuse_row();
            return false;
        }
        Day::None => {
            let at = row.place(&[Field::Id]).cell;
            row.report(&catalogue::C010, Some(at), "the day on which the complaint was received", "nothing");
            row.refuse_row();
            return false;
        }
    };
    let start = row.file.settings.year.start_month;
    let (first, end) = (row.file.period.first_day(start), row.file.period.last_day(start));
    if received < first || received > end {
        // Our own form asks for this quarter's; a log that a service keeps has those of years.
        if row.file.layout.is_some_and(Layout::is_ours) {
            let at = row.filled(Field::Received).map(|c| c.at);
            let expected = format!("a day from {} to {}", first.format("%d/%m/%Y"), end.format("%d/%m/%Y"));
            row.report(&catalogue::C091, at, expected, received.format("%d/%m/%Y").to_string());
        }
        row.ignore_row(PassedOver::OtherPeriod);
        return false;
    }
    let stage = match row.filled(Field::Stage) {
        None => ComplaintStage::One,
        Some(_) => {
            match row.choice(Field::Stage, stage, || list(ComplaintStage::ALL.map(ComplaintStage::words))).ok() {
                Some(stage) => stage,
                None => {
                    row.refuse_row();
                    return false;
                }
            }
        }
    };
    if twice.contains(&(row.subject.to_string(), stage)) {
        row.refuse_double(&catalogue::T003, &[], &[]);
        return false;
    }
    let acknowledged = after(row, Field::Acknowledged, received, last);
    let answered = after(row, Field::Answered, received, last);
    let outcome = |text: &str| ComplaintOutcome::ALL.into_iter().find(|o| meaning(o.words()) == meaning(text));
    let words = || list(ComplaintOutcome::ALL.map(ComplaintOutcome::words));
    let upheld = row.choice(Field::ComplaintOutcome, outcome, words).ok().is_some_and(ComplaintOutcome::upheld);

    let counts = &mut counts[stage as usize];
    counts.received += 1.0;
    counts.upheld += f64::from(u8::from(upheld));
    counts.first.get_or_insert_with(|| row.place(&[Field::Received]));
    let settings = &row.file.settings.feedback;
    // An answer acknowledges too.
    let seen = match (acknowledged, answered) {
        (Day::None, answered) => answered,
        (acknowledged, _) => acknowledged,
    };
    if let Some(in_time) = in_time(seen, WorkingDays::ENGLAND.after(received, settings.acknowledge_days), end) {
        counts.log.acknowledge_due += 1.0;
        counts.log.acknowledged += f64::from(u8::from(in_time));
    }
    let from = match seen {
        Day::On(day) if settings.from_acknowledged => day,
        _ => received,
    };
    let days = match stage {
        ComplaintStage::One => settings.stage_1_days,
        ComplaintStage::Two => settings.stage_2_days,
    };
    if let Some(in_time) = in_time(answered, WorkingDays::ENGLAND.after(from, days), end) {
        counts.log.answer_due += 1.0;
        counts.in_time += f64::from(u8::from(in_time));
    }
    true
}

/// Whether a step was taken by its day; `None` where it is open and has not come to its day by the end of the quarter,
/// and where its day cannot be told.
fn in_time(step: Day, by: Option<NaiveDate>, end: NaiveDate) -> Option<bool> {
    let by = by?;
    match step {
        Day::On(day) => Some(day <= by),
        Day::None if by < end => Some(false),
        Day::None | Day::Bad => None,
    }
}

/// A day that is not after the return was sent.
fn day(row: &mut RowCells<'_, '_>, field: Field, last: NaiveDate) -> Day {
    if row.filled(field).is_none() {
        return Day::None;
    }
    match row.date(field) {
        None => Day::Bad,
        Some(day) if day > last => {
            let expected = format!("{} or before, when the return was sent", last.format("%d/%m/%Y"));
            row.refuse(field, &catalogue::F024, expected, day.format("%d/%m/%Y").to_string());
            Day::Bad
        }
        Some(day) => Day::On(day),
    }
}

/// A later step's day, which is not before the complaint was received.
fn after(row: &mut RowCells<'_, '_>, field: Field, received: NaiveDate, last: NaiveDate) -> Day {
    match day(row, field, last) {
        Day::On(day) if day < received => {
            let expected = format!("{} or later, when the complaint was received", received.format("%d/%m/%Y"));
            row.refuse(field, &catalogue::F023, expected, day.format("%d/%m/%Y").to_string());
            Day::Bad
        }
        day => day,
    }
}

/// The log's counts in place of those that were typed; where these are others, that is said at their place.
fn settle(file: &mut FileContext<'_>, kind: FeedbackKind, counts: StageCounts, feedback: &mut Vec<Feedback>) {
    let typed = feedback.iter().position(|f| f.kind == kind);
    let none = counts.received == 0.0;
    if none && typed.is_none() {
        return;
    }
    let line = match typed {
        Some(n) => {
            let told = [
                ("received", feedback[n].received, counts.received),
                ("answered in time", feedback[n].in_time, counts.in_time),
                ("upheld", feedback[n].upheld, counts.upheld),
            ];
            let differ: Vec<_> = told.iter().filter(|(_, typed, logged)| typed.is_some_and(|t| t != *logged)).collect();
            if !differ.is_empty() {
                let words = |pick: fn(&(&str, Option<f64>, f64)) -> f64| {
                    differ.iter().map(|d| format!("{} {}", pick(d), d.0)).collect::<Vec<_>>().join(", ")
                };
                let expected = format!("{}, by the log", words(|d| d.2));
                let finding = Finding::new(&catalogue::F025, expected, words(|d| d.1.unwrap_or_default()));
                file.findings.push(finding.at(&feedback[n].place).about(kind.words()));
            }
            &mut feedback[n]
        }
        None => {
            feedback.push(Feedback {
                service: file.service.clone(),
                period: file.period,
                kind,
                received: None,
                in_time: None,
                upheld: None,
                log: None,
                words: String::new(),
                place: Place { source: file.source.clone(), sheet: Arc::default(), cell: Default::default() },
            });
            let last = feedback.len() - 1;
            &mut feedback[last]
        }
    };
    line.received = Some(counts.received);
    line.in_time = Some(counts.in_time);
    line.upheld = Some(counts.upheld);
    line.log = Some(counts.log);
    if let Some(place) = counts.first {
        line.place = place;
    }
}
