//! Formatting: grounds and colours.

use super::{Group, Machine, Point};
use crate::checklist::area::{COLUMNS, ROWS, cell};
use crate::checklist::facts::{CellFacts, ConditionalLook, TableFacts};
use crate::checklist::found::Found;
use crate::checklist::look::{Looked, SheetLook};
use crate::checklist::words::says_by_colour;
use crate::colour::{FOR_MARKS, FOR_WORDS, contrast};
use std::collections::BTreeMap;

pub(super) const NO_FILL: Point = Point {
    number: 22,
    group: Group::Formatting,
    essential: false,
    title: "No background fill",
    machine: Machine::Wholly,
    looks_at: "cells with a fill that is not white, looks of tables and formats on conditions that fill",
    remedy: "Take the fill away; for a table choose the look None.",
    judge: |book, found| {
        for sheet in &book.sheets {
            let name = &sheet.facts.name;
            for (at, _) in sheet.cells() {
                if let Some(fill) = book.fill(at.style) {
                    found.broken(name, cell(at.row, at.column), "fill", || format!("the ground {fill}"));
                }
            }
            for (area, style) in &sheet.facts.filled_blanks {
                let fill = book.fill(*style).unwrap_or_default();
                found.broken(name, area, "blank", || format!("blank cells with the ground {fill}"));
            }
            for table in &sheet.facts.tables {
                if let Some(look) = &table.fills {
                    let what = || format!("the table {} has the look {look}, which fills cells", table.name);
                    found.broken(name, table.area, "look", what);
                }
            }
            for (place, _) in sheet.facts.conditional.iter().filter(|(_, look)| *look == ConditionalLook::Fill) {
                found.broken(name, place, "conditional", || "a format on a condition that fills cells".into());
            }
        }
    },
};

pub(super) const NOT_ALONE: Point = Point {
    number: 23,
    group: Group::Formatting,
    essential: true,
    title: "Colour is never the only thing that says something",
    machine: Machine::Partly,
    looks_at: "blank cells of a table whose ground differs from their neighbour's, words such as “shaded cells are …”; \
               other colours in a table are for a person",
    remedy: "Write in a word, in a column of its own, what the colour says.",
    judge: |book, found| {
        for sheet in &book.sheets {
            let name = &sheet.facts.name;
            for text in book.texts(sheet).filter(|t| says_by_colour(t.text)) {
                let at = cell(text.cell.row, text.cell.column);
                found.broken(name, at, "told", || format!("“{}”", super::tables::short(text.text)));
            }
            told_by_blanks(book, sheet, found);
            for (place, look) in &sheet.facts.conditional {
                found.ask(name, place, "conditional", || match look {
                    ConditionalLook::Picture => "colours or icons on a condition: does a word say the same?".into(),
                    _ => "a colour on a condition: does a word say the same?".into(),
                });
            }
            for table in &sheet.facts.tables {
                if let Some(at) = first_of_another_colour(book, sheet, table) {
                    let what = || "colours that differ within the table: does a word say the same?".into();
                    found.ask(name, cell(at.row, at.column), "differ", what);
                }
            }
        }
    },
};

pub(super) const CONTRAST: Point = Point {
    number: 24,
    group: Group::Formatting,
    essential: true,
    title: "Colours of text stand out from their ground",
    machine: Machine::Wholly,
    looks_at: "a contrast below 4.5 to 1, or 3 to 1 for large text (WCAG 2.2)",
    remedy: "Make the text darker or the ground lighter.",
    judge: |book, found| {
        // Styles are few, cells many.
        let mut known: BTreeMap<(u32, String), Option<f64>> = BTreeMap::new();
        for sheet in &book.sheets {
            for (at, _) in sheet.cells() {
                let style = book.style(at.style);
                let own = style.ink.clone().unwrap_or_else(|| "#000000".into());
                let pieces = book.written(at).into_iter().flat_map(|text| &text.inks);
                for ink in std::iter::once(&own).chain(pieces) {
                    let weak = known.entry((at.style, ink.clone())).or_insert_with(|| {
                        let large = style.size >= 18.0 || (style.bold && style.size >= 14.0);
                        let ratio = contrast(ink, style.fill.as_deref().unwrap_or("#FFFFFF"));
                        ratio.filter(|ratio| *ratio < if large { FOR_MARKS } else { FOR_WORDS })
                    });
                    if let Some(ratio) = weak {
                        let ground = style.fill.as_deref().unwrap_or("white");
                        let what = || format!("{ink} on {ground}, {ratio:.1} to 1");
                        found.broken(&sheet.facts.name, cell(at.row, at.column), "", what);
                    }
                }
            }
        }
    },
};

/// Blank cells that tell something by their colour: it is not that of the cell beside them.
fn told_by_blanks(book: &Looked<'_>, sheet: &SheetLook<'_>, found: &mut Found) {
    for (area, style) in &sheet.facts.filled_blanks {
        let whole = area.rows == (0, ROWS - 1) || area.columns == (0, COLUMNS - 1);
        let (row, first) = (area.rows.0, area.columns.0);
        let table = sheet.facts.tables.iter().find(|t| t.area.has(row, first) && (!t.header || row > t.area.rows.0));
        let Some(table) = table.filter(|_| !whole) else { continue };
        let neighbour = if first > table.area.columns.0 { first - 1 } else { area.columns.1 + 1 };
        let beside = sheet.at(row, neighbour).and_then(|c| book.fill(c.style));
        if beside != book.fill(*style) {
            let what = || "a blank cell of a table that only its colour says something of".into();
            found.broken(&sheet.facts.name, area, "blank", what);
        }
    }
}

/// The first cell in the body of a table whose ground or ink differs from the cell's above it in its column.
fn first_of_another_colour<'a>(book: &Looked<'a>, sheet: &SheetLook<'a>, table: &TableFacts) -> Option<&'a CellFacts> {
    let from = table.area.rows.0 + u32::from(table.header);
    let mut above: BTreeMap<u32, (Option<&str>, Option<&str>)> = BTreeMap::new();
    let inside = sheet.cells().map(|(c, _)| c).filter(|c| c.row >= from && table.area.has(c.row, c.column));
    for at in inside.filter(|c| !sheet.facts.links.contains(&(c.row, c.column))) {
        // Black said and black unsaid are one.
        let ink = book.style(at.style).ink.as_deref().filter(|ink| *ink != "#000000");
        let colours = (book.fill(at.style), ink);
        if above.insert(at.column, colours).is_some_and(|before| before != colours) {
            return Some(at);
        }
    }
    None
}
