//! The columns in which a form asks for what may be blank.

use super::desk::Desk;
use crate::reading::asked::{Asked, AskedColumn};
use crate::record::{Field, HeadColumn, Kind, TableHead};

/// The fields that may be blank, and what each asks for.
type Beside = &'static [(Field, Asked)];

/// What is asked, by kind of table: the field that the place of a record is, and those beside it.
const BESIDE: [(Kind, Field, Beside); 3] = [
    (
        Kind::Indicators,
        Field::Value,
        &[(Field::Commentary, Asked::Commentary), (Field::RemedialAction, Asked::RemedialAction)],
    ),
    (Kind::Risks, Field::Likelihood, &[(Field::Owner, Asked::Owner), (Field::Reviewed, Asked::Reviewed)]),
    (Kind::Actions, Field::Status, &[(Field::Lead, Asked::Lead), (Field::Due, Asked::Due)]),
];

/// Every such column of the file.
pub(super) fn columns(desk: &Desk<'_>) -> Vec<AskedColumn> {
    let mut out = vec![];
    for head in &desk.heads {
        let Some((_, of, beside)) = BESIDE.iter().find(|(kind, ..)| *kind == head.kind) else { continue };
        for column in &head.columns {
            let Some((_, what)) = beside.iter().find(|(field, _)| *field == column.field) else { continue };
            // A heading of a matrix that has no column for the value itself gives nothing to stand beside.
            let beside = column.group.map(|_| of_group(head, column, *of));
            if beside == Some(None) {
                continue;
            }
            out.push(AskedColumn {
                what: *what,
                source: desk.source.clone(),
                sheet: head.sheet.clone(),
                heading: head.row,
                col: column.col,
                beside: beside.flatten(),
            });
        }
    }
    out
}

fn of_group(head: &TableHead, column: &HeadColumn, field: Field) -> Option<u16> {
    head.columns.iter().find(|c| c.group == column.group && c.field == field).map(|c| c.col)
}
