//! Footnotes: pointed to by the word “note”, kept in a table of their own.

use super::tables::{each_table, short};
use super::{Group, Machine, Point};
use crate::checklist::area::cell;
use crate::checklist::facts::Holds;
use crate::checklist::found::Found;
use crate::checklist::look::Looked;
use crate::checklist::words::{bare_marker, note_markers, note_name, pointing_sign, raised_pointer};
use std::collections::BTreeMap;

pub(super) static POINTS: [Point; 4] = [
    Point {
        number: 11,
        group: Group::Footnotes,
        essential: true,
        title: "No sign and nothing raised points to a note",
        machine: Machine::Wholly,
        looks_at: "stars and daggers at the ends of a text, raised digits and letters; units such as km² and ordinals are none",
        remedy: "Write [note 1] behind the words instead.",
        judge: |book, found| {
            for sheet in &book.sheets {
                for text in book.texts(sheet) {
                    let at = cell(text.cell.row, text.cell.column);
                    if let Some(sign) = pointing_sign(text.text) {
                        let what = || format!("“{sign}” in “{}”", short(text.text));
                        found.broken(&sheet.facts.name, &at, "sign", what);
                    }
                    let mut pieces = book.written(text.cell).into_iter().flat_map(|t| &t.raised);
                    if text.style.raised || pieces.any(|(before, piece)| raised_pointer(*before, piece)) {
                        found.broken(&sheet.facts.name, at, "raised", || format!("raised in “{}”", short(text.text)));
                    }
                }
            }
        },
    },
    Point {
        number: 12,
        group: Group::Footnotes,
        essential: false,
        title: "Markers of notes say “note”",
        machine: Machine::Wholly,
        looks_at: "a number alone in square brackets",
        remedy: "Write [note 1] in place of [1].",
        judge: |book, found| {
            for sheet in &book.sheets {
                for text in book.texts(sheet) {
                    if let Some(inside) = bare_marker(text.text) {
                        let what = || format!("[{inside}] in “{}”", short(text.text));
                        found.broken(&sheet.facts.name, cell(text.cell.row, text.cell.column), "", what);
                    }
                }
            }
        },
    },
    Point {
        number: 13,
        group: Group::Footnotes,
        essential: false,
        title: "Markers of notes stand in titles, headings or a column for notes",
        machine: Machine::Wholly,
        looks_at: "[note 1] in the body of a table, but for a column with “note” in its heading and sheets of notes",
        remedy: "Move the marker to the title or the heading, or into a column Notes.",
        judge: |book, found| {
            for sheet in book.sheets.iter().filter(|s| !s.is_for_notes()) {
                for text in book.texts(sheet).filter(|t| t.is_body() && !note_markers(t.text).is_empty()) {
                    let table = text.table.map(|table| book.heading(sheet, table, text.cell.column));
                    if !table.is_some_and(|heading| heading.to_lowercase().contains("note")) {
                        let what = || format!("a marker in “{}”", short(text.text));
                        found.broken(&sheet.facts.name, cell(text.cell.row, text.cell.column), "", what);
                    }
                }
            }
        },
    },
    Point {
        number: 14,
        group: Group::Footnotes,
        essential: false,
        title: "The texts of notes stand in a table on a sheet for notes",
        machine: Machine::Wholly,
        looks_at: "a marker whose number is in no table of a sheet with “note” in its name, or has no text there",
        remedy: "Add a sheet Notes with a table: the number of each note, and its text.",
        judge: notes_are_kept,
    },
];

fn notes_are_kept(book: &Looked<'_>, found: &mut Found) {
    // By its name, whether a note has a text.
    let mut kept: BTreeMap<String, bool> = BTreeMap::new();
    each_table(book, |sheet, table| {
        if !sheet.is_for_notes() {
            return;
        }
        for row in table.area.rows.0..=table.area.rows.1.min(table.area.rows.0.saturating_add(10_000)) {
            let cells = sheet.within(row, table.area.columns);
            let Some(first) = cells.first().filter(|c| c.column == table.area.columns.0) else { continue };
            let name = match first.holds {
                Holds::Number(number) => Some(number.to_string()),
                _ => book.text(first).and_then(note_name),
            };
            if let Some(name) = name {
                *kept.entry(name).or_default() |= cells.len() > 1;
            }
        }
    });
    for sheet in book.sheets.iter().filter(|s| !s.is_for_notes()) {
        for text in book.texts(sheet) {
            for marker in note_markers(text.text) {
                let place = cell(text.cell.row, text.cell.column);
                match kept.get(&marker) {
                    None if book.note_sheets().next().is_none() => {
                        found.broken(&sheet.facts.name, place, "none", || {
                            format!("[note {marker}], and there is no sheet for notes")
                        });
                    }
                    None => found.broken(&sheet.facts.name, place, "lost", || {
                        format!("[note {marker}], which is in no table of the sheet for notes")
                    }),
                    Some(false) => found.broken(&sheet.facts.name, place, "blank", || {
                        format!("[note {marker}], which has no text on the sheet for notes")
                    }),
                    Some(true) => {}
                }
            }
        }
    }
}
