//! The actions' sheet: one action a row.

use super::of_kind;
use super::row::{Desk, Row, Want, list};
use crate::layout::meaning;
use crate::reading::{Action, ActionStatus};
use crate::record::{Field, Kind, Record};

/// Types every action row of the file.
pub(super) fn actions(desk: &mut Desk<'_>, records: &[Record]) -> Vec<Action> {
    of_kind(records, Kind::Actions)
        .filter_map(|record| {
            let mut row = desk.row(record);
            let action = action(&mut row);
            row.finish();
            action
        })
        .collect()
}

fn action(row: &mut Row<'_, '_>) -> Option<Action> {
    let place = row.place(&[Field::Status, Field::Id]);
    row.identify("the id of an action")?;
    let progress = Want { percent: true, minimum: Some(0.0), maximum: Some(100.0), target: None };
    let status = row.choice(
        Field::Status,
        |text| ActionStatus::ALL.into_iter().find(|s| meaning(s.words()) == meaning(text)),
        || list(ActionStatus::ALL.map(ActionStatus::words)),
    );
    Some(Action {
        id: row.subject.clone(),
        service: row.desk.service.clone(),
        period: row.desk.period,
        title: row.text(Field::Title),
        lead: row.text(Field::Lead),
        due: row.date(Field::Due),
        status: status.ok(),
        progress: row.number(Field::Progress, &progress).ok(),
        update: row.text(Field::Update),
        about: row.text(Field::About),
        place,
    })
}
