//! The sheet Predecessors, which a register may do without.

use super::row::{Ids, Sheets};
use crate::catalogue;
use crate::map::Map;
use crate::record::{Field, Kind};
use crate::register::Predecessor;
use crate::text::words::{meaning, quoted};

/// The councils before this one, and their ids.
pub(super) fn predecessors(sheets: &mut Sheets<'_>) -> (Vec<Predecessor>, Ids) {
    let ids = Ids::read(sheets, Kind::Predecessors, Field::Id);
    let (mut out, mut taken) = (vec![], Map::default());
    for record in sheets.of(Kind::Predecessors) {
        let mut row = sheets.row(record, Field::Id);
        let name = row.needed(Field::Name, "the name of the council");
        let (contact, email) = (row.text(Field::Contact), row.text(Field::Email));
        let last = row.text(Field::LastQuarter);
        let last = if last.is_empty() { None } else { row.period(Field::LastQuarter, &last) };
        let (Some(id), Some(name)) = (ids.own(&row, Field::Id), name) else { continue };
        let also_called = row.names(Field::AlsoCalled);
        for (name, field) in also_called.iter().map(|n| (n, Field::AlsoCalled)).chain([(&name, Field::Name)]) {
            if let Some(cell) = taken.insert(meaning(name), row.place(field).cell)
                && cell != row.place(field).cell
            {
                let got = format!("{}, which {cell} has too", quoted(name));
                row.find(&catalogue::G001, field, "a name of its own: forms may give the name alone", got);
            }
        }
        out.push(Predecessor { id, name, also_called, last, contact, email });
    }
    (out, ids)
}
