//! What stands on a sheet beside the cells that are read: what says of a figure whose it is and in which unit, and what no
//! field reads.

use super::figures::Page;
use crate::catalogue::F040;
use crate::finding::Finding;
use crate::ingest::book::{ReadBook, ReadSheet};
use crate::ingest::preflight::Beside;
use crate::measure::UnitWords;
use crate::record::{Cell, Content, Field, Record, Share};
use crate::text::words::{clean, quoted};
use std::collections::BTreeSet;

/// Says once of a sheet what is not read on it. Notes on figures are said at their cells.
pub(super) fn unread(sheet: &ReadSheet, records: &[Record]) -> Option<Finding> {
    let Beside { text_boxes, pictures, words, notes } = &sheet.beside;
    if *text_boxes == 0 && *pictures == 0 && notes.is_empty() {
        return None;
    }
    let figures = records.iter().filter(|r| !notes.is_empty() && r.sheet == sheet.name).flat_map(|r| &r.fields);
    let figures = figures.filter(|(field, _)| field.is_figure()).map(|(_, cell)| (cell.at.row, u32::from(cell.at.col)));
    let said: BTreeSet<(u32, u32)> = figures.collect();
    let notes = notes.keys().filter(|at| !said.contains(at)).count();
    let count = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let boxes = count(*text_boxes as usize, "text box", "text boxes");
    let boxes = boxes.map(|n| if words.is_empty() { n } else { format!("{n} ({})", quoted(words)) });
    let found = [boxes, count(*pictures as usize, "picture", "pictures"), count(notes, "note", "notes")];
    let found: Vec<String> = found.into_iter().flatten().collect();
    (!found.is_empty())
        .then(|| Finding::new(&F040, "words and figures in cells", found.join(", ")).in_sheet(&*sheet.name))
}

/// What stands beside a figure and says what it is: another name, which must not contradict its label, and its unit, behind
/// the figure, in front of it, in the label or above it. A figure that is known by its place has no label.
pub(super) fn says(
    book: &ReadBook,
    sheet: &ReadSheet,
    page: &Page<'_>,
    label: Option<usize>,
    value: usize,
) -> Vec<(Field, Cell)> {
    let (cells, texts) = (page.cells, &page.texts);
    let free = |n: &usize| texts[*n].is_some() && page.labels[*n].is_none() && !page.ignored[*n];
    let is_unit = |n: &usize| texts[*n].is_some_and(|t| UnitWords::of(t).is_some());
    let in_row = move |n: &usize| cells[*n].row == cells[value].row;
    let behind = Some(value + 1).filter(|n| *n < cells.len() && in_row(n) && free(n));
    let before = |n: usize| (0..n).rev().take_while(move |m| cells[*m].row == cells[n].row);
    let between: Vec<usize> = before(value).take_while(|n| Some(*n) != label).filter(free).collect();
    let above = || (0..value).rev().filter(free).find(|n| cells[*n].col == cells[value].col);
    let printed = |n: usize| Cell { share: Share::Printed, ..book.cell(sheet, &cells[n]) };
    let in_label = || {
        let label = label?;
        let unit = texts[label].and_then(in_brackets).filter(|t| UnitWords::of(t).is_some())?;
        Some(Cell { content: Content::Text(unit.into()), ..printed(label) })
    };
    let unit = behind.iter().chain(&between).copied().find(is_unit).map(printed);
    let unit = unit.or_else(in_label).or_else(|| above().filter(is_unit).map(printed));
    let name = between.iter().copied().find(|n| !is_unit(n)).or_else(|| before(label?).find(free));
    let mut out: Vec<(Field, Cell)> = unit.into_iter().map(|cell| (Field::Unit, cell)).collect();
    if let Some(n) = name {
        out.push((Field::Ref, Cell { share: Share::Heading, ..printed(n) }));
        out.push((Field::Title, printed(n)));
    }
    out
}

/// What stands in brackets at the end of a label, or behind its last comma: `Spend (£000)`, `Spend, £m`.
fn in_brackets(text: &str) -> Option<&str> {
    let text = clean(text).trim_end_matches(':');
    match text.strip_suffix([')', ']']) {
        Some(rest) => rest.rsplit_once(['(', '[']).map(|(_, inside)| inside),
        None => text.rsplit_once(", ").map(|(_, unit)| unit),
    }
}
