//! The columns in which a form asks for what may be blank.

use super::file_context::FileContext;
use crate::reading::asked::{AskedColumn, AskedDetail};
use crate::record::{Field, HeadColumn, Kind, TableHead};

/// The field that the place of such a record is, and the fields that are asked beside it.
type AskedBeside = (Field, [(Field, AskedDetail); 2]);

fn beside(kind: Kind) -> Option<AskedBeside> {
    match kind {
        Kind::Indicators => {
            let asked =
                [(Field::Commentary, AskedDetail::Commentary), (Field::RemedialAction, AskedDetail::RemedialAction)];
            Some((Field::Value, asked))
        }
        Kind::Risks => {
            Some((Field::Likelihood, [(Field::Owner, AskedDetail::Owner), (Field::Reviewed, AskedDetail::Reviewed)]))
        }
        Kind::Actions => Some((Field::Status, [(Field::Lead, AskedDetail::Lead), (Field::Due, AskedDetail::Due)])),
        _ => None,
    }
}

/// Every such column of the file.
pub(super) fn columns(file: &FileContext<'_>) -> Vec<AskedColumn> {
    let mut out = vec![];
    for head in &file.heads {
        let Some((of, asked)) = beside(head.kind) else { continue };
        for column in &head.columns {
            let Some((_, what)) = asked.iter().find(|(field, _)| *field == column.field) else { continue };
            // A heading of a matrix that has no column for the value itself gives nothing to stand beside.
            let beside = column.group.map(|_| of_group(head, column, of));
            if beside == Some(None) {
                continue;
            }
            out.push(AskedColumn {
                what: *what,
                source: file.source.clone(),
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
