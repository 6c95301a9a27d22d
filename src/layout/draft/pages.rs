//! Pages of figures beside their labels, where the labels are indicators of the register.

use super::find::text;
use crate::map::Set;
use crate::record::{Cell, Content, SheetSurvey};
use crate::register::Register;
use crate::text::words::{clean, meaning};

/// Labels on a page that make it one of figures.
const LEAST: usize = 2;

/// The labels with a figure to their right.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledPage {
    /// How many are indicators of the register.
    pub known: usize,
    /// What the others say.
    pub others: Vec<String>,
}

/// The labels of a page that has no table; `None` where most of them are no indicators.
pub fn labelled(sheet: &SheetSurvey, register: Option<&Register>) -> Option<LabelledPage> {
    let register = register.filter(|_| !sheet.hidden)?;
    let names: Set<String> =
        register.indicators.iter().flat_map(|i| std::iter::once(&*i.id).chain(i.names())).map(meaning).collect();
    let mut page = LabelledPage { known: 0, others: vec![] };
    for row in sheet.cells.chunk_by(|a, b| a.at.row == b.at.row) {
        let Some(label) = label(row) else { continue };
        match names.contains(&meaning(label)) {
            true => page.known += 1,
            false if !page.others.iter().any(|o| meaning(o) == meaning(label)) => page.others.push(label.to_owned()),
            false => {}
        }
    }
    (page.known >= LEAST && page.known >= page.others.len()).then_some(page)
}

/// The first words of a row, where a figure stands behind them.
fn label(row: &[Cell]) -> Option<&str> {
    let is_figure = |c: &Cell| matches!(c.content, Content::Number(_) | Content::FormulaWithoutResult);
    let n = row
        .iter()
        .position(|c| text(c).is_some_and(|t| meaning(t).chars().filter(|c| c.is_alphabetic()).count() > 1))?;
    row[n + 1..].iter().any(is_figure).then(|| text(&row[n]).map(clean))?
}
