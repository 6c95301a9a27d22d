//! Noughts of formulas: those that nobody typed, because the formula only points at a blank cell, and those that were
//! never worked out, because the program that saved the workbook left that to the next one.

use crate::ingest::book::{FORMULA, Held, ReadBook};
use crate::ingest::pointer::Pointer;
use crate::reading::CellRef;
use std::collections::BTreeMap;

/// A cell of a sheet, which is given by its number.
type Place = (usize, u32, u16);

/// What is known of formulas while a book is filled.
#[derive(Default)]
pub(super) struct Noughts {
    /// Where the noughts stand that only point at another cell.
    pointers: Vec<(Place, Pointer)>,
    /// Some formula has another result than a nought, though nothing was kept of it.
    pub results: bool,
}

/// What stands at the end of a chain of pointers.
enum End {
    Blank(Place),
    /// Something that is not nought, so that the nought was never worked out.
    Filled,
    /// A nought that was typed, or what cannot be followed.
    Other,
}

/// No chain is followed further.
const STEPS: usize = 100;

impl Noughts {
    pub fn point(&mut self, from: Place, to: Pointer) {
        self.pointers.push((from, to));
    }

    /// Says of each nought of a formula what it is. `recalculated`: the workbook asks to be calculated before it is
    /// looked at, as those do whose formulas were never calculated.
    pub fn settle(self, book: &mut ReadBook, recalculated: bool) {
        let names: BTreeMap<String, usize> =
            book.sheets.iter().enumerate().map(|(n, s)| (s.name.to_lowercase(), n)).collect();
        let target = |(from, to): &(Place, Pointer)| {
            let sheet = match &to.sheet {
                Some(name) => *names.get(name.to_lowercase().as_str())?,
                None => from.0,
            };
            Some((*from, (sheet, to.row, to.col)))
        };
        let targets: BTreeMap<Place, Place> = self.pointers.iter().filter_map(target).collect();
        for (from, to) in &targets {
            match end(book, &targets, *to) {
                End::Blank(place) => {
                    let name = &book.sheets[place.0].name;
                    let cell = format!("{name}!{}", CellRef::new(place.1, place.2)).into();
                    let sheet = &mut book.sheets[from.0];
                    sheet.appearances.entry((from.1, from.2)).or_default().points_at_blank = Some(cell);
                }
                End::Filled => set_uncalculated(book, *from),
                End::Other => {}
            }
        }
        if recalculated {
            self.doubt(book);
        }
    }

    /// Where every formula gave 0 none was calculated; where some gave something else it cannot be told.
    fn doubt(&self, book: &mut ReadBook) {
        let results =
            book.sheets.iter().flat_map(|s| &s.cells).filter(|c| c.flags & FORMULA != 0).any(|c| {
                !matches!(c.value, Held::FormulaWithoutResult) && !matches!(c.value, Held::Number(n) if n == 0.0)
            });
        let calculated = self.results || results;
        for sheet in &mut book.sheets {
            for cell in sheet.cells.iter_mut().filter(|c| c.flags & FORMULA != 0) {
                let at = (cell.row, cell.col);
                let told = sheet.appearances.get(&at).is_some_and(|a| a.points_at_blank.is_some());
                match cell.value {
                    Held::Number(n) if n == 0.0 && !told => {}
                    _ => continue,
                }
                if calculated {
                    sheet.appearances.entry(at).or_default().uncalculated = true;
                } else {
                    cell.value = Held::FormulaWithoutResult;
                }
            }
        }
    }
}

fn end(book: &ReadBook, targets: &BTreeMap<Place, Place>, from: Place) -> End {
    let mut place = from;
    for _ in 0..STEPS {
        let sheet = &book.sheets[place.0];
        if sheet.broken.is_some() {
            return End::Other;
        }
        let key = (place.1, place.2);
        let Ok(n) = sheet.cells.binary_search_by_key(&key, |c| (c.row, c.col)) else { return End::Blank(place) };
        match sheet.cells[n].value {
            Held::Number(n) if n == 0.0 => {}
            Held::Number(_) | Held::Text(_) | Held::Date(_) => return End::Filled,
            Held::Bool(_) | Held::Error(_) | Held::FormulaWithoutResult => return End::Other,
        }
        match targets.get(&place) {
            Some(next) => place = *next,
            None => return End::Other,
        }
    }
    End::Other
}

fn set_uncalculated(book: &mut ReadBook, (sheet, row, col): Place) {
    let sheet = &mut book.sheets[sheet];
    if let Ok(n) = sheet.cells.binary_search_by_key(&(row, col), |c| (c.row, c.col)) {
        sheet.cells[n].value = Held::FormulaWithoutResult;
    }
}
