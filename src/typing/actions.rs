//! The actions' sheet: one action a row.

use super::cells::ExpectedNumber;
use super::file_context::FileContext;
use super::records::{of_kind, rows_of_repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::map::Set;
use crate::reading::{Action, ActionStatus};
use crate::record::{Field, Kind, Record};
use crate::text::words::{list, meaning};

/// Types every action row of the file.
pub(super) fn actions(file: &mut FileContext<'_>, records: &[Record]) -> Vec<Action> {
    let rows = of_kind(records, Kind::Actions);
    let now = || rows.clone().filter(|r| file.quarter_of(r) == Ok(file.period));
    let ids = || now().map(|r| (r.text(Field::Id), r)).filter(|(id, _)| !id.is_empty());
    let (known, twice) = (ids().map(|(id, _)| id).collect::<Set<_>>(), rows_of_repeated(ids()));
    rows.filter_map(|record| {
        let mut row = RowCells::new(file, record);
        let action = action(&mut row, records, |id| known.contains(id), |id| twice.get(id).map(Vec::as_slice));
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
    row.identify("the id of an action")?;
    if row.crossed(known) {
        return None;
    }
    if let Some(rows) = twice(&row.subject) {
        row.refuse_double(&catalogue::R011, rows);
        return None;
    }
    let progress =
        ExpectedNumber { percent: true, minimum: Some(0.0), maximum: Some(100.0), ..ExpectedNumber::default() };
    let status = row.choice(
        Field::Status,
        |text| ActionStatus::ALL.into_iter().find(|s| meaning(s.words()) == meaning(text)),
        || list(ActionStatus::ALL.map(ActionStatus::words)),
    );
    Some(Action {
        id: row.subject.clone(),
        service: row.file.service.clone(),
        period: row.file.period,
        title: row.text(Field::Title),
        lead: row.text(Field::Lead),
        due: row.date(Field::Due),
        status: status.ok(),
        progress: row.number(Field::Progress, &progress).ok(),
        update: row.text(Field::Update),
        about: {
            let named = row.text(Field::About);
            row.file.our_id(named)
        },
        place,
    })
}
