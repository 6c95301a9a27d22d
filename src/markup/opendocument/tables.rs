//! The sheets of the workbook: their names, where they stand, and what is merged in them.

use super::super::page::KEY;
use super::super::xml::{Edit, MarkingRefusal, Tag, TagKind, Tags};
use super::{COLUMNS_REPEATED, ROWS_REPEATED, repeated, unfit};
use crate::fit::fit;
use crate::reading::CellRef;
use std::ops::Range;

/// A sheet.
pub(super) struct OdsTable {
    pub name: String,
    /// Its element.
    pub at: Range<usize>,
    /// Merged ranges: rows and columns.
    merged: Vec<[Range<u32>; 2]>,
}

impl OdsTable {
    /// The cell that is seen where `at` is.
    pub fn seen(&self, at: CellRef) -> CellRef {
        let covers = |[rows, cols]: &&[Range<u32>; 2]| rows.contains(&at.row) && cols.contains(&u32::from(at.col));
        let merged = self.merged.iter().find(covers);
        merged.map_or(at, |[rows, cols]| CellRef::new(rows.start, fit::<u16>(cols.start)))
    }
}

pub(super) struct OdsTables {
    pub list: Vec<OdsTable>,
    /// Position of our sheet from an earlier copy.
    pub ours: Option<usize>,
}

impl OdsTables {
    pub fn read(xml: &str) -> Edit<Self> {
        let mut tags = Tags::new(xml);
        let mut list = Vec::new();
        while let Some(tag) = tags.next()? {
            match (tag.depth, tag.name()) {
                (0 | 1, _) | (2, "office:spreadsheet") => {}
                (2, _) if tag.kind == TagKind::Open => _ = tags.rest_of(&tag)?,
                (3, "table:tracked-changes") => return Err(MarkingRefusal::new("it is shared with tracked changes")),
                (3, "table:table") if tag.kind == TagKind::Open => list.push(table(&mut tags, &tag)?),
                (3, _) if tag.kind == TagKind::Open => _ = tags.rest_of(&tag)?,
                _ => {}
            }
        }
        if list.is_empty() {
            return Err(unfit());
        }
        let ours = list.iter().position(|t| cell_text(&xml[t.at.clone()], 0).as_deref() == Some(KEY));
        Ok(Self { list, ours })
    }

    /// A name for our sheet that no other sheet has.
    pub fn free_name(&self) -> String {
        let taken = |name: &String| self.list.iter().any(|t| t.name.to_lowercase() == name.to_lowercase());
        let names = (1..).map(|n| if n == 1 { "Findings".to_owned() } else { format!("Findings ({n})") });
        names.into_iter().find(|n| !taken(n)).unwrap_or_default()
    }
}

fn table<'x>(tags: &mut Tags<'x>, open: &Tag<'x>) -> Edit<OdsTable> {
    let name = open.value("table:name").ok_or_else(unfit)?;
    let mut merged = Vec::new();
    let (mut row, mut next_row, mut col) = (0, 0_u32, 0_u32);
    while let Some(tag) = tags.next()? {
        if tag.kind == TagKind::Close {
            if tag.depth == open.depth {
                return Ok(OdsTable { name, at: open.at.start..tag.at.end, merged });
            }
            continue;
        }
        match tag.name() {
            "table:table-row" => {
                row = next_row;
                next_row = next_row.saturating_add(repeated(&tag, ROWS_REPEATED)?);
                col = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let span = |key| tag.number(key).unwrap_or(1).max(1);
                let (down, across) = (span("table:number-rows-spanned"), span("table:number-columns-spanned"));
                if (down, across) != (1, 1) && col < 1 << 14 {
                    merged.push([row..row.saturating_add(down), col..col.saturating_add(across)]);
                }
                col = col.saturating_add(repeated(&tag, COLUMNS_REPEATED)?);
                tags.rest_of(&tag)?;
            }
            "table:shapes" | "office:forms" => _ = tags.rest_of(&tag)?,
            _ => {}
        }
    }
    Err(unfit())
}

/// The words of a cell in the first row of a sheet.
fn cell_text(table: &str, cell: usize) -> Option<String> {
    let mut tags = Tags::new(table);
    let mut seen = 0;
    while let Some(tag) = tags.next().ok()? {
        if tag.opens("table-row") && tag.kind == TagKind::Empty || tag.closes("table-row") {
            return None;
        }
        if !tag.opens("table-cell") {
            continue;
        }
        let at = tags.rest_of(&tag).ok()?;
        if seen == cell {
            let words: String =
                table[at].split('<').filter_map(|t| t.split_once('>')).map(|(_, words)| words).collect();
            return quick_xml::escape::unescape(words.trim()).ok().map(|w| w.into_owned());
        }
        seen += 1;
    }
    None
}

/// The colours that cells had before they were marked, as our sheet of an earlier copy keeps them.
pub(super) fn kept_colours(ours: &str) -> Vec<String> {
    let words = cell_text(ours, 1).unwrap_or_default();
    let colour = |w: &&str| {
        *w == "transparent"
            || w.strip_prefix('#').is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    words.split_whitespace().take_while(colour).map(str::to_owned).collect()
}
