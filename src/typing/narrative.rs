//! What is written beside the parts of an indicator: of the row that all of them share it is the indicator's, and of a row
//! of its own it is the part's, whose name goes before it.

use super::cells::ExpectedNumber;
use super::row::RowCells;
use crate::reading::{BesideFigure, Narrative};
use crate::record::{Field, Share};

/// Adds what stands in the row of a part called `name`.
pub(super) fn take_beside(out: &mut BesideFigure, row: &mut RowCells<'_, '_>, name: &str, want: &ExpectedNumber) {
    out.forecast = row.number(Field::Forecast, want).ok().or(out.forecast);
    out.provisional |= row.yes(Field::Provisional);
    let Narrative { commentary, barriers, levers, remedial_action, options } = &mut out.words;
    for (field, said) in [
        (Field::Commentary, commentary),
        (Field::Barriers, barriers),
        (Field::Levers, levers),
        (Field::RemedialAction, remedial_action),
        (Field::Options, options),
    ] {
        let shared = row.filled(field).is_some_and(|c| c.share != Share::Own);
        let text = row.text(field);
        let text = if shared || text.is_empty() { text } else { format!("{name}: {text}") };
        add(said, &text);
    }
}

/// Adds a text in a line of its own, unless it stands there already.
fn add(said: &mut String, text: &str) {
    if !text.is_empty() && !said.lines().any(|line| line == text) && said != text {
        if !said.is_empty() {
            said.push('\n');
        }
        said.push_str(text);
    }
}

impl BesideFigure {
    /// Joins what a later month says to what the earlier ones said.
    pub fn join(&mut self, later: &Self) {
        self.forecast = later.forecast.or(self.forecast);
        self.provisional |= later.provisional;
        let Narrative { commentary, barriers, levers, remedial_action, options } = &later.words;
        add(&mut self.words.commentary, commentary);
        add(&mut self.words.barriers, barriers);
        add(&mut self.words.levers, levers);
        add(&mut self.words.remedial_action, remedial_action);
        add(&mut self.words.options, options);
    }
}
