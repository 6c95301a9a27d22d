//! Pages of figures beside their labels, where the labels are indicators of the register.

use super::cells::text;
use super::find::LABEL;
use super::names::{is_indicator, leads_to, named};
use super::vocabulary::{Sense, vocabulary};
use crate::reading::{CellRef, Marker};
use crate::record::{Cell, Content, Field, Kind, SheetSurvey};
use crate::register::Register;
use crate::text::number;
use crate::text::words::meaning;
use std::collections::BTreeSet;

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
    /// Words beside indicators that say why there is no figure.
    pub markers: Vec<(String, Marker)>,
    /// Headings above two columns of figures, so that the figures can only be named by their place.
    pub placed: Option<PlacedFigures>,
}

/// The figures of a page by their place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedFigures {
    /// What stands above the column that is taken for the quarter's.
    pub heading: String,
    /// What leads to each indicator, its label and its cell.
    pub cells: Vec<(String, String, CellRef)>,
}

/// The labels of a page that has no table; `None` where most of them are no indicators.
pub fn labelled(sheet: &SheetSurvey, register: Option<&Register>) -> Option<LabelledPage> {
    let register = register.filter(|_| !sheet.hidden)?;
    let mut page =
        LabelledPage { known: 0, others: vec![], offset: None, markers: vec![], placed: placed(sheet, register) };
    let mut offsets: Vec<(u16, bool)> = vec![];
    for row in sheet.rows() {
        let Some((label, beside)) = label(row) else { continue };
        let known = is_indicator(register, label);
        let figure = beside.iter().find(|c| is_figure(c));
        if let (Some(figure), Some(next), Some(of)) = (figure, beside.first(), row.iter().rev().nth(beside.len())) {
            offsets.push((figure.at.col - of.at.col, next.at.col > of.at.col + of.covers + 1));
        }
        let figure = figure.is_some();
        let before = beside.iter().take_while(|c| !is_figure(c)).filter_map(text);
        let marker = before.filter_map(|t| Some((t.to_owned(), vocabulary().marker(t)?))).next();
        match known {
            true if figure || marker.is_some() => page.known += 1,
            false if figure && !page.others.iter().any(|o| meaning(o) == meaning(label)) => {
                page.others.push(label.to_owned());
            }
            _ => {}
        }
        page.markers.extend(marker.filter(|_| known));
    }
    let one =
        offsets.first().map(|(offset, _)| *offset).filter(|first| offsets.iter().all(|(offset, _)| offset == first));
    page.offset = one.filter(|_| offsets.iter().any(|(_, apart)| *apart));
    (page.known >= LEAST && page.known >= page.others.len()).then_some(page)
}

/// The figures of the indicators by their place, where several columns have figures and words above them.
fn placed(sheet: &SheetSurvey, register: &Register) -> Option<PlacedFigures> {
    let rows: Vec<(&str, &[Cell])> =
        sheet.rows().filter_map(label).filter(|(label, _)| is_indicator(register, label)).collect();
    let first = rows.iter().filter_map(|(_, beside)| beside.first()).map(|c| c.at.row).min()?;
    let figures = rows.iter().flat_map(|(_, beside)| beside.iter().filter(|c| is_figure(c)));
    let columns: BTreeSet<u16> = figures.map(|c| c.at.col).collect();
    let heading = |col: &u16| {
        let above = sheet.cells.iter().rev().find(|c| c.at.row < first && c.at.col == *col)?;
        Some((*col, text(above)?))
    };
    let headed: Vec<(u16, &str)> = columns.iter().filter_map(heading).collect();
    let v = vocabulary();
    let says_value = |(_, heading): &&(u16, &str)| matches!(v.sense(Kind::Indicators, &v.tokens(heading)), Some((Sense::Field(Field::Value), l)) if l >= LABEL);
    let (col, heading) = headed.iter().find(says_value).or(headed.first()).filter(|_| headed.len() > 1)?;
    let cell = |(label, beside): &(&str, &[Cell])| {
        let indicator = named(register, label)?;
        let at = CellRef::new(beside.first()?.at.row, *col);
        Some((leads_to(register, indicator), (*label).to_owned(), at))
    };
    Some(PlacedFigures { heading: (*heading).to_owned(), cells: rows.iter().filter_map(cell).collect() })
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
