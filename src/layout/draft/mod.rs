//! A layout file for a workbook that was never seen, drafted from what stands on its sheets: by the words of its
//! headings, by what its columns hold, by the register. Everything that was guessed says so beside the guess, so that
//! a person has only to correct it.

mod vocabulary;
mod profile;
mod cells;
mod find;
mod years;
mod names;
mod paths;
mod repeats;
mod found;
mod sums;
mod months;
mod settle;
mod assign;
mod cover;
mod sheets;
mod pages;
mod write;

pub use profile::shown;
pub use vocabulary::vocabulary;

use crate::record::{Cell, Field, SheetSurvey};
use crate::register::Register;
use crate::text::words::stem;
use assign::assign;
use cover::Label;
use found::AssignedTable;
use settle::Code;
use std::collections::BTreeMap;

/// A drafted layout file.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Draft {
    /// The layout file.
    pub toml: String,
    /// Columns and labels of which the meaning is certain, guessed, and not told.
    pub certain: usize,
    /// How many are guessed.
    pub guessed: usize,
    /// How many could not be told.
    pub open: usize,
}

/// A table by its look: the first and the last row of its headings, and each column with its heading and its cells.
pub type SeenTable<'s> = ((u32, u32), Vec<(u16, String, Vec<&'s Cell>)>);

/// The tables of a sheet by their look, whatever they mean.
pub fn tables<'s>(sheet: &'s SheetSurvey) -> Vec<SeenTable<'s>> {
    let columns = |c: find::SeenColumn<'s>| {
        let heading = [c.group, c.heading].into_iter().filter(|h| !h.is_empty()).collect::<Vec<_>>().join(" / ");
        (c.at.col, heading, c.cells)
    };
    let blocks = repeats::blocks(sheet, None).into_iter();
    blocks.map(|b| (b.rows, b.columns.into_iter().map(columns).collect())).collect()
}

/// What was found on one sheet.
struct SheetDraft<'s> {
    sheet: &'s SheetSurvey,
    labels: Vec<Label>,
    /// A title that names the quarter.
    quarter: Option<&'s Cell>,
    tables: Vec<AssignedTable<'s>>,
    /// Heading rows that belong to no kind of record.
    strangers: Vec<find::TableBlock<'s>>,
    /// Labels that stand on each sheet of its table, and speak for that sheet alone.
    on_each: Vec<Label>,
    /// Its tables are those of this sheet, too, and are read with them.
    read_with: Option<&'s str>,
    /// Figures stand beside their labels, without a table.
    page: Option<pages::LabelledPage>,
}

impl SheetDraft<'_> {
    /// Something of it is read.
    fn is_read(&self) -> bool {
        let labelled = !self.labels.is_empty() || !self.on_each.is_empty();
        !self.tables.is_empty() || labelled || self.read_with.is_some() || self.page.is_some()
    }
}

/// All that was found in a workbook.
struct WorkbookDraft<'s> {
    file: &'s str,
    parts: Vec<SheetDraft<'s>>,
    codes: BTreeMap<String, Code>,
    file_pattern: String,
    register: Option<&'s Register>,
}

/// Drafts a layout for a workbook from the survey of its sheets.
pub fn draft(file: &str, survey: &[SheetSurvey], register: Option<&Register>) -> Draft {
    let mut parts = Vec::new();
    let mut codes = BTreeMap::new();
    let year = years::of_form(file, survey);
    for sheet in survey {
        let mut blocks = repeats::blocks(sheet, register);
        for block in &mut blocks {
            let heads: Vec<&[Cell]> =
                sheet.rows().filter(|r| (block.rows.0..=block.rows.1).contains(&r[0].at.row)).collect();
            paths::name_columns(block, &heads, year, register);
        }
        let labels = cover::labels(sheet, &blocks, register);
        let quarter = cover::quarter_in_title(sheet, &blocks);
        let (mut tables, mut strangers) = (Vec::new(), Vec::new());
        for block in blocks {
            match assign(block.clone(), &sheet.name, year, register) {
                Some(mut table) => {
                    codes.extend(settle::settle(&mut table, register));
                    tables.push(table);
                }
                None => strangers.push(block),
            }
        }
        let page = if tables.is_empty() { pages::labelled(sheet, register) } else { None };
        parts.push(SheetDraft { sheet, labels, quarter, tables, strangers, on_each: vec![], read_with: None, page });
    }
    // What people see comes before what is hidden.
    parts.sort_by_key(|p| p.sheet.hidden);
    sheets::join(&mut parts);
    sheets::say_for_each(&mut parts);
    keep_one_cover(&mut parts);
    let file_pattern = cover::pattern(stem(file), register);
    write::write(&WorkbookDraft { file, parts, codes, file_pattern, register })
}

/// A field of the cover is taken from the sheet where it is certain, else from the first that has it.
fn keep_one_cover(parts: &mut [SheetDraft<'_>]) {
    let mut best: BTreeMap<Field, (bool, usize)> = BTreeMap::new();
    for (n, part) in parts.iter().enumerate() {
        for label in &part.labels {
            let held = best.entry(label.field).or_insert((label.certain, n));
            if label.certain && !held.0 {
                *held = (true, n);
            }
        }
    }
    for (n, part) in parts.iter_mut().enumerate() {
        part.labels.retain(|l| best.get(&l.field).is_some_and(|(_, sheet)| *sheet == n));
    }
}
