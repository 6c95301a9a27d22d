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
    /// Where a column or more are blank between the labels and their figures, how many columns behind its label each figure
    /// stands.
    pub offset: Option<u16>,
}

/// The labels of a page that has no table; `None` where most of them are no indicators.
pub fn labelled(sheet: &SheetSurvey, register: Option<&Register>) -> Option<LabelledPage> {
    let register = register.filter(|_| !sheet.hidden)?;
    let names: Set<String> =
        register.indicators.iter().flat_map(|i| std::iter::once(&*i.id).chain(i.names())).map(meaning).collect();
    let mut page = LabelledPage { known: 0, others: vec![], offset: None };
    let mut offsets: Vec<(u16, bool)> = vec![];
    for row in sheet.cells.chunk_by(|a, b| a.at.row == b.at.row) {
        let Some((n, label)) = label(row) else { continue };
        if let Some(figure) = row[n + 1..].iter().find(|c| is_figure(c)) {
            let Cell { at, covers, .. } = &row[n];
            offsets.push((figure.at.col - at.col, row[n + 1].at.col > at.col + covers + 1));
        }
        match names.contains(&meaning(label)) {
            true => page.known += 1,
            false if !page.others.iter().any(|o| meaning(o) == meaning(label)) => page.others.push(label.to_owned()),
            false => {}
        }
    }
    let one =
        offsets.first().map(|(offset, _)| *offset).filter(|first| offsets.iter().all(|(offset, _)| offset == first));
    page.offset = one.filter(|_| offsets.iter().any(|(_, apart)| *apart));
    (page.known >= LEAST && page.known >= page.others.len()).then_some(page)
}

/// The first words of a row, where a figure stands behind them.
fn label(row: &[Cell]) -> Option<(usize, &str)> {
    let n = row
        .iter()
        .position(|c| text(c).is_some_and(|t| meaning(t).chars().filter(|c| c.is_alphabetic()).count() > 1))?;
    row[n + 1..].iter().any(is_figure).then(|| Some((n, text(&row[n]).map(clean)?)))?
}

fn is_figure(cell: &Cell) -> bool {
    matches!(cell.content, Content::Number(_) | Content::FormulaWithoutResult)
}
