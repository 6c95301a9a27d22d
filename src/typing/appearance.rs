//! What a person sees of a cell, where that is not simply what it holds: read as it is seen, or asked about.

use super::row::RowCells;
use crate::measure::Unit;
use crate::record::{Cell, Field};
use crate::sight::{Sight, sight};

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
}
