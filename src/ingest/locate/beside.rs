//! What stands on a sheet beside the cells that are read.

use crate::catalogue::F040;
use crate::finding::Finding;
use crate::ingest::book::ReadSheet;
use crate::ingest::preflight::Beside;
use crate::record::Record;
use crate::text::words::quoted;
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
