//! The sheets of actions and of milestones: one a row, with ids that both share.

use super::cells::ExpectedNumber;
use super::file_context::FileContext;
use super::money::priority;
use super::records::rows_of_repeated;
use super::row::RowCells;
use crate::catalogue::{self, Severity};
use crate::map::Set;
use crate::reading::{Action, ActionKind, ActionStatus};
use crate::record::{Field, Kind, Record};
use crate::text::words::{list, meaning, quoted, same_word};
use chrono::NaiveDate;
use std::sync::Arc;

/// Types every action row of the file.
pub(super) fn actions(file: &mut FileContext<'_>, records: &[Record]) -> Vec<Action> {
    let rows = records.iter().filter(|r| matches!(r.kind, Kind::Actions | Kind::Milestones));
    let now = || rows.clone().filter(|r| file.quarter_of(r) == Ok(file.period));
    let ids = || now().map(|r| (r.text(Field::Id), r)).filter(|(id, _)| !id.is_empty());
    let (known, twice) =
        (ids().map(|(id, _)| id).collect::<Set<_>>(), rows_of_repeated(ids().map(|(id, r)| (meaning(&id), r))));
    rows.filter_map(|record| {
        let mut row = RowCells::new(file, record);
        let action =
            action(&mut row, records, |id| known.contains(id), |id| twice.get(&meaning(id)).map(Vec::as_slice));
        row.finish();
        action
    })
    .collect()
}

fn action<'r>(
    row: &mut RowCells<'_, '_>,
    records: &[Record],
    known: impl Fn(&str) -> bool,
    twice: impl Fn(&str) -> Option<&'r [&'r Record]>,
) -> Option<Action> {
    let place = row.place_of(Field::Status, records);
    if !row.in_quarter() {
        return None;
    }
    row.text(Field::Service);
    row.text(Field::Period);
    let milestone = row.record.kind == Kind::Milestones;
    row.identify(if milestone { "the id of a milestone" } else { "the id of an action" })?;
    if row.crossed(known) {
        return None;
    }
    if let Some(rows) = twice(&row.subject) {
        row.refuse_double(&catalogue::R011, rows, &[]);
        return None;
    }
    row.subject = row.file.id_before(&row.subject);
    let progress =
        ExpectedNumber { percent: true, minimum: Some(0.0), maximum: Some(100.0), ..ExpectedNumber::default() };
    let status = status(row);
    let due = row.deadline(Field::Due);
    if status.is_some_and(|s| !s.open())
        && let Some(said) = row.file.findings.last_mut().filter(|f| f.code == catalogue::C072.code)
    {
        said.severity = Severity::Note;
    }
    say_overdue(row, due);
    Some(Action {
        id: row.subject.clone(),
        service: row.file.service.clone(),
        period: row.file.period,
        title: row.text(Field::Title),
        lead: row.text(Field::Lead),
        due,
        status,
        progress: row.number(Field::Progress, &progress).ok(),
        update: row.text(Field::Update),
        about: {
            let named = row.text(Field::About);
            let about: Arc<str> = row.file.our_id(named).into();
            // What is no measure of the register may be a risk of the same form.
            let of_form = row.file.register.indicator(&about).is_none() && !about.is_empty();
            if of_form { row.file.id_before(&about).to_string() } else { about.to_string() }
        },
        kind: if milestone { ActionKind::Milestone } else { ActionKind::Action },
        priority: priority(row),
        baseline: row.deadline(Field::BaselineDate),
        evidence: row.text(Field::Evidence),
        place,
    })
}

/// Words that services use for a status of ours, as they are compared, and the status that they are taken for.
const OTHER_WORDS: [(&str, ActionStatus); 48] = [
    ("completed", ActionStatus::Complete),
    ("done", ActionStatus::Complete),
    ("finished", ActionStatus::Complete),
    ("closed", ActionStatus::Complete),
    ("achieved", ActionStatus::Complete),
    ("delivered", ActionStatus::Complete),
    ("implemented", ActionStatus::Complete),
    ("inprogress", ActionStatus::OnTrack),
    ("ontarget", ActionStatus::OnTrack),
    ("onschedule", ActionStatus::OnTrack),
    ("onplan", ActionStatus::OnTrack),
    ("underway", ActionStatus::OnTrack),
    ("ongoing", ActionStatus::OnTrack),
    ("started", ActionStatus::OnTrack),
    ("progressing", ActionStatus::OnTrack),
    ("workinprogress", ActionStatus::OnTrack),
    ("delayed", ActionStatus::AtRisk),
    ("slipped", ActionStatus::AtRisk),
    ("slipping", ActionStatus::AtRisk),
    ("slippage", ActionStatus::AtRisk),
    ("behind", ActionStatus::AtRisk),
    ("behindschedule", ActionStatus::AtRisk),
    ("offtrack", ActionStatus::AtRisk),
    ("offtarget", ActionStatus::AtRisk),
    ("late", ActionStatus::AtRisk),
    (OVERDUE, ActionStatus::AtRisk),
    ("notyetstarted", ActionStatus::NotStarted),
    ("notbegun", ActionStatus::NotStarted),
    ("yettostart", ActionStatus::NotStarted),
    ("tostart", ActionStatus::NotStarted),
    ("notdue", ActionStatus::NotStarted),
    ("notyetdue", ActionStatus::NotStarted),
    ("planned", ActionStatus::NotStarted),
    ("cancelled", ActionStatus::Discontinued),
    ("canceled", ActionStatus::Discontinued),
    ("stopped", ActionStatus::Discontinued),
    ("withdrawn", ActionStatus::Discontinued),
    ("abandoned", ActionStatus::Discontinued),
    ("dropped", ActionStatus::Discontinued),
    ("terminated", ActionStatus::Discontinued),
    ("nolongerrequired", ActionStatus::Discontinued),
    ("nolongerneeded", ActionStatus::Discontinued),
    ("onhold", ActionStatus::Paused),
    ("held", ActionStatus::Paused),
    ("suspended", ActionStatus::Paused),
    ("carriedforward", ActionStatus::CarriedOver),
    ("rolledforward", ActionStatus::CarriedOver),
    ("rolledover", ActionStatus::CarriedOver),
];
const OVERDUE: &str = "overdue";

/// The status in our words, or in other words whose meaning is certain; those are said.
fn status(row: &mut RowCells<'_, '_>) -> Option<ActionStatus> {
    let ours = |text: &str| ActionStatus::ALL.into_iter().find(|s| same_word(s.words(), text));
    let theirs = |text: &str| {
        let meant = meaning(text);
        OTHER_WORDS.iter().find(|(word, _)| *word == meant).map(|(_, status)| *status)
    };
    let allowed = || list(ActionStatus::ALL.map(ActionStatus::words));
    let status = row.choice(Field::Status, |text| ours(text).or_else(|| theirs(text)), allowed).ok()?;
    let typed = row.filled(Field::Status)?;
    let text = typed.content.shown();
    if ours(row.file.our_word(Field::Status, &text)).is_none() {
        row.report(&catalogue::C070, Some(typed.at), status.words(), quoted(&text));
    }
    Some(status)
}

/// Asks about an action that is called overdue and whose day has not come.
fn say_overdue(row: &mut RowCells<'_, '_>, due: Option<NaiveDate>) {
    let end = row.file.period.last_day(row.file.settings.year.start_month);
    let Some(typed) = row.filled(Field::Status).filter(|c| meaning(&c.content.shown()) == OVERDUE) else { return };
    if due.is_none_or(|due| due >= end) {
        let due = due.map_or("no due date".to_owned(), |due| format!("due on {}", due.format("%d/%m/%Y")));
        let expected = format!("a due date before {}, or another status", end.format("%d/%m/%Y"));
        row.report(&catalogue::C074, Some(typed.at), expected, format!("{}, {due}", quoted(&typed.content.shown())));
    }
}
