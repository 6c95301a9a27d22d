//! Other names, in the column Also called: each must lead to one service, and to one indicator of a service. Ids that
//! indicators had before, in the column Formerly: each must lead to one indicator.

use super::row::Sheets;
use crate::catalogue;
use crate::map::Map;
use crate::reading::CellRef;
use crate::record::{Field, Kind};
use crate::text::words::{meaning, quoted};

/// Says of every name in the column that another row has it too, as its id, its name or another name. Names of
/// indicators are a service's own: each of many services has its “Sickness days”. An id is the register's.
pub(super) fn shared(sheets: &mut Sheets<'_>, kind: Kind) {
    if !sheets.of(kind).any(|record| record.get(Field::AlsoCalled).is_some()) {
        return;
    }
    let service = |row: &str| if kind == Kind::Definitions { row.to_lowercase() } else { String::new() };
    // By the service, empty for ids, and the letters of the name: the row that has it first, and the cell.
    let mut taken: Map<(String, String), (u32, CellRef)> = Map::default();
    for record in sheets.of(kind) {
        let own = service(&record.text(Field::Service));
        for (field, of) in [(Field::Id, String::new()), (Field::Name, own)] {
            if let Some(cell) = record.get(field) {
                taken.entry((of, meaning(&cell.shown()))).or_insert((record.row, cell.at));
            }
        }
    }
    for record in sheets.of(kind) {
        let own = service(&record.text(Field::Service));
        let mut row = sheets.row(record, Field::Id);
        let at = row.place(Field::AlsoCalled).cell;
        for name in row.names(Field::AlsoCalled) {
            let key = (own.clone(), meaning(&name));
            let id = taken.get(&(String::new(), key.1.clone())).filter(|(other, _)| *other != record.row);
            let other = id.or_else(|| taken.get(&key).filter(|(other, _)| *other != record.row)).copied();
            match other {
                Some((_, cell)) => {
                    let got = format!("{}, which {cell} has too", quoted(&name));
                    row.find(&catalogue::G050, Field::AlsoCalled, "a name that no other row has", got);
                }
                None => _ = taken.entry(key).or_insert((record.row, at)),
            }
        }
    }
}

/// Says of every former id that a row has it as its own, or that two rows were called by it.
pub(super) fn former(sheets: &mut Sheets<'_>) {
    if !sheets.of(Kind::Definitions).any(|record| record.get(Field::Formerly).is_some()) {
        return;
    }
    let own =
        sheets.of(Kind::Definitions).filter_map(|r| Some((r.text(Field::Id).to_lowercase(), r.get(Field::Id)?.at)));
    let mut taken: Map<String, CellRef> = own.collect();
    for record in sheets.of(Kind::Definitions) {
        let mut row = sheets.row(record, Field::Id);
        let at = row.place(Field::Formerly).cell;
        for id in row.names(Field::Formerly) {
            match taken.get(&id.to_lowercase()).copied() {
                Some(cell) => {
                    let got = format!("{}, which {cell} has too", quoted(&id));
                    row.find(&catalogue::G071, Field::Formerly, "an id that no row has any more", got);
                }
                None => _ = taken.insert(id.to_lowercase(), at),
            }
        }
    }
}
