//! Pages of figures beside their labels, where the labels are indicators of the register.

use super::cells::text;
use super::names::is_indicator;
use super::vocabulary::vocabulary;
use crate::reading::Marker;
use crate::record::{Cell, Content, SheetSurvey};
use crate::register::Register;
use crate::text::number;
use crate::text::words::meaning;

/// Labels on a page that make it one of figures.
const LEAST: usize = 2;

/// The labels with a figure to their right.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledPage {
    /// How many are indicators of the register.
    pub known: usize,
    /// What the others say.
    pub others: Vec<String>,
    /// Words beside indicators that say why there is no figure.
    pub markers: Vec<(String, Marker)>,
}

/// The labels of a page that has no table; `None` where most of them are no indicators.
pub fn labelled(sheet: &SheetSurvey, register: Option<&Register>) -> Option<LabelledPage> {
    let register = register.filter(|_| !sheet.hidden)?;
    let mut page = LabelledPage { known: 0, others: vec![], markers: vec![] };
    for row in sheet.rows() {
        let Some((label, beside)) = label(row) else { continue };
        let known = is_indicator(register, label);
        let figure = beside.iter().any(is_figure);
        let marker = beside.iter().filter_map(text).find_map(|t| Some((t.to_owned(), vocabulary().marker(t)?)));
        match known {
            true if figure || marker.is_some() => page.known += 1,
            false if figure && !page.others.iter().any(|o| meaning(o) == meaning(label)) => {
                page.others.push(label.to_owned());
            }
            _ => {}
        }
        page.markers.extend(marker.filter(|_| known && !figure));
    }
    (page.known >= LEAST && page.known >= page.others.len()).then_some(page)
}

fn is_figure(cell: &Cell) -> bool {
    match &cell.content {
        Content::Number(_) | Content::FormulaWithoutResult => true,
        Content::Text(text) => number::parse(text, true).is_some(),
        _ => false,
    }
}

/// The first words of a row, and what stands behind them.
fn label(row: &[Cell]) -> Option<(&str, &[Cell])> {
    let words = |c: &Cell| text(c).is_some_and(|t| meaning(t).chars().filter(|c| c.is_alphabetic()).count() > 1);
    let n = row.iter().position(words)?;
    Some((text(&row[n])?, &row[n + 1..]))
}
