//! The actions' sheet: one action a row.

use super::cells::Want;
use super::desk::Desk;
use super::row::Row;
use super::{of_kind, repeated};
use crate::catalogue;
use crate::map::Set;
use crate::reading::{Action, ActionStatus};
use crate::record::{Field, Kind, Record};
use crate::text::words::{list, meaning};

/// Types every action row of the file.
pub(super) fn actions(desk: &mut Desk<'_>, records: &[Record]) -> Vec<Action> {
    let rows = of_kind(records, Kind::Actions);
    let now = || rows.clone().filter(|r| desk.quarter_of(r) == Ok(desk.period));
    let ids = || now().map(|r| r.text(Field::Id)).filter(|id| !id.is_empty());
    let (known, twice) = (ids().collect::<Set<_>>(), repeated(ids()));
    rows.filter_map(|record| {
        let mut row = desk.row(record);
        let action = action(&mut row, records, |id| known.contains(id), |id| twice.contains(id));
        row.finish();
        action
    })
    .collect()
}

fn action(
    row: &mut Row<'_, '_>,
    records: &[Record],
    known: impl Fn(&str) -> bool,
    twice: impl Fn(&str) -> bool,
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
    if twice(&row.subject) {
        row.refuse_double(&catalogue::R011);
        return None;
    }
    let progress = Want { percent: true, minimum: Some(0.0), maximum: Some(100.0), ..Want::default() };
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
        about: {
            let named = row.text(Field::About);
            row.desk.our_id(named)
        },
        place,
    })
}
