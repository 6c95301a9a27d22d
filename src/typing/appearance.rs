//! What a person sees of a cell, where that is not simply what it holds: read as it is seen, or asked about.

use super::outcome::CellOutcome;
use super::row::RowCells;
use crate::catalogue;
use crate::measure::Unit;
use crate::record::{Cell, Content, Field, Record, Share, Struck};
use crate::sight::{Sight, sight};
use crate::text::words::quoted;

impl RowCells<'_, '_> {
    /// The number of a cell as a person sees it; `None` where the cell is refused, and what is to be said is said.
    pub fn seen(
        &mut self,
        field: Field,
        cell: &Cell,
        held: f64,
        unit: Option<Unit>,
        counts_in: Option<f64>,
    ) -> Option<f64> {
        let Sight { value, said } = sight(cell, held, unit.unwrap_or(Unit::Number), counts_in);
        // What the format hides is said with all that is hidden in the row.
        if let Some((check, expected, got)) = said.filter(|_| !cell.shows_nothing()) {
            self.report(check, Some(cell.at), expected, got);
        }
        if value.is_none() {
            self.refuse_with(field);
        }
        value
    }

    /// Says that the number of a text was certain; where some of its characters were left out, asks.
    pub fn say_repaired(&mut self, cell: &Cell, text: &str, expected: String) {
        match cell.appearance.as_ref().map(|a| &a.raised).filter(|raised| !raised.is_empty()) {
            Some(raised) => {
                let line = cell.on_the_line(text);
                let got = format!("{} with {} raised or lowered", quoted(line), quoted(raised));
                self.report(&catalogue::C040, Some(cell.at), expected, got);
            }
            None => self.report(&catalogue::C001, Some(cell.at), expected, quoted(text)),
        }
    }

    /// Says what a person sees of the cells that were read and what their values do not have: what is crossed out, raised
    /// marks of ids, and notes on figures.
    pub fn say_appearances(&mut self) {
        let record = self.record;
        let read = |(k, (field, cell)): (usize, &'_ (Field, Cell))| {
            let own = cell.share == Share::Own && !matches!(self.outcomes[k], CellOutcome::Ignored(_));
            let accepted = self.outcomes[k] == CellOutcome::Accepted;
            cell.appearance.as_deref().filter(|_| own).map(|_| (k, *field, accepted))
        };
        let cells: Vec<(usize, Field, bool)> = record.fields.iter().enumerate().filter_map(read).collect();
        let mut struck = Vec::new();
        for (k, field, accepted) in cells {
            let cell = &record.fields[k].1;
            let Some(seen) = cell.appearance.as_deref() else { continue };
            match &seen.struck {
                Struck::Whole if accepted => struck.push((field, cell)),
                Struck::Part(part) if accepted => {
                    let got = format!("{} crossed out, which was not read", quoted(part));
                    self.report(&catalogue::C042, Some(cell.at), "a text that stands, all of it", got);
                }
                _ => {}
            }
            if accepted && is_id(field) && !seen.raised.is_empty() {
                let got = format!("{} raised or lowered, which was not read", quoted(&seen.raised));
                self.report(&catalogue::C042, Some(cell.at), "an id alone", got);
            }
            if field.is_figure() && !seen.note.is_empty() {
                let got = format!("a note: {}", quoted(&seen.note));
                self.report(&catalogue::C044, Some(cell.at), "words that are read, in the commentary", got);
            }
        }
        let first = struck.iter().find(|(field, _)| field.is_figure()).or_else(|| struck.first());
        if let Some((_, cell)) = first {
            let got = match struck.len() {
                1 => format!("{} crossed out", quoted(&cell.shown())),
                n => format!("{n} cells of the row crossed out, {} among them", quoted(&cell.shown())),
            };
            self.report(&catalogue::C041, Some(cell.at), "a row and a value that stand", got);
        }
    }
}

fn is_id(field: Field) -> bool {
    matches!(field, Field::Id | Field::Ref)
}

/// Takes the raised mark of a footnote for no part of an id: LE3 with a raised 1 is not LE31.
pub(super) fn ids_on_the_line(records: &mut [Record]) {
    for (_, cell) in records.iter_mut().flat_map(|r| &mut r.fields).filter(|(field, _)| is_id(*field)) {
        if let (Content::Text(text), Some(seen)) = (&mut cell.content, &cell.appearance)
            && !seen.raised.is_empty()
        {
            text.clone_from(&seen.on_the_line);
        }
    }
}
