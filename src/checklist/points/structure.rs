//! Structure: what stands where on a sheet.

use super::tables::short;
use super::{Group, Machine, Point};
use crate::checklist::area::{Area, cell};
use crate::checklist::found::Found;
use crate::checklist::look::{Looked, SheetLook};
use crate::checklist::words::{given_name, note_markers};
use std::collections::BTreeSet;

pub(super) static POINTS: [Point; 6] = [
    Point {
        number: 27,
        group: Group::Structure,
        essential: true,
        title: "Every sheet has a name of its own",
        machine: Machine::Wholly,
        looks_at: "a name that a program gave, such as Sheet1; one name twice",
        remedy: "Name the sheet after what is on it.",
        judge: |book, found| {
            let mut seen = BTreeSet::new();
            for sheet in &book.sheets {
                let name = &sheet.facts.name;
                if !seen.insert(name.to_lowercase()) {
                    found.broken(name, "", "twice", || "two sheets have this name".into());
                }
                if name.trim().is_empty()
                    || given_name(name, &["sheet", "tabelle", "feuil", "feuille", "hoja", "foglio"])
                {
                    found.broken(name, "", "given", || "a name that the program gave".into());
                }
            }
        },
    },
    Point {
        number: 28,
        group: Group::Structure,
        essential: true,
        title: "No blank sheet",
        machine: Machine::Wholly,
        looks_at: "a sheet without a filled cell",
        remedy: "Delete it.",
        judge: |book, found| {
            for sheet in book.sheets.iter().filter(|s| s.facts.cells.is_empty() && !s.facts.chart) {
                found.broken(&sheet.facts.name, "", "", || "no cell is filled".into());
            }
        },
    },
    Point {
        number: 29,
        group: Group::Structure,
        essential: true,
        title: "Column A leads through the sheet: title, how many tables, where notes are, one thing a cell, no gaps",
        machine: Machine::Wholly,
        looks_at: "blank cells in column A outside tables, no word of how many tables or of notes, blank lines in a cell, \
                   words beside column A",
        remedy: "Write one thing a cell down column A: the title, “This worksheet contains one table.”, where the notes are.",
        judge: |book, found| {
            for sheet in &book.sheets {
                gaps(sheet, found);
                statements(book, sheet, found);
                one_thing_a_cell(book, sheet, found);
            }
        },
    },
    Point {
        number: 30,
        group: Group::Structure,
        essential: true,
        title: "Tables stand against the left edge",
        machine: Machine::Wholly,
        looks_at: "a table, or cells like one, that begins right of column A",
        remedy: "Delete the columns at the left of it.",
        judge: |book, found| {
            for sheet in &book.sheets {
                let tables = sheet.facts.tables.iter().map(|t| t.area);
                for area in tables.chain(sheet.unmarked.iter().copied()).filter(|area| area.columns.0 > 0) {
                    found.broken(&sheet.facts.name, area, "", || "a table that begins right of column A".into());
                }
            }
        },
    },
    Point {
        number: 31,
        group: Group::Structure,
        essential: false,
        title: "Nothing stands below a table",
        machine: Machine::Wholly,
        looks_at: "filled cells below the last table of a sheet",
        remedy: "Move it above the table, notes to the sheet for notes.",
        judge: |book, found| {
            for sheet in &book.sheets {
                let Some(last) = sheet.facts.tables.iter().map(|t| t.area.rows.1).max() else { continue };
                for below in sheet.outside().filter(|c| c.row > last) {
                    let said = book.text(below).map_or_else(|| "a filled cell".into(), |t| format!("“{}”", short(t)));
                    let what = || format!("{said} below the table");
                    found.broken(&sheet.facts.name, cell(below.row, below.column), "", what);
                }
            }
        },
    },
    Point {
        number: 32,
        group: Group::Structure,
        essential: false,
        title: "One table a sheet",
        machine: Machine::Wholly,
        looks_at: "several tables on a sheet",
        remedy: "Give each table a sheet of its own.",
        judge: |book, found| {
            for sheet in &book.sheets {
                let tables = sheet.facts.tables.len() + sheet.unmarked.len();
                if tables > 1 {
                    found.broken(&sheet.facts.name, "", "", || format!("{tables} tables on one sheet"));
                }
            }
        },
    },
];

/// Rows without a word in column A, between those that have one and beside no table.
fn gaps(sheet: &SheetLook<'_>, found: &mut Found) {
    let Some(last) = sheet.facts.cells.last().map(|c| c.row) else { return };
    // Of one column, what is blank is a blank row.
    let (rows, _) = sheet.blanks(Area::of((0, last), (0, 0)));
    let mut tables: Vec<(u32, u32)> = sheet.facts.tables.iter().map(|t| t.area.rows).collect();
    tables.extend(sheet.unmarked.iter().map(|area| area.rows));
    tables.sort_unstable();
    tables.dedup_by(|next, before| {
        let together = next.0 <= before.1;
        before.1 = if together { before.1.max(next.1) } else { before.1 };
        together
    });
    for gap in rows {
        // What is left of a gap between tables.
        let mut from = gap.rows.0;
        let first = tables.partition_point(|(_, end)| *end < from);
        for (first, end) in tables[first..].iter().take_while(|(first, _)| *first <= gap.rows.1) {
            if from < *first {
                blank(sheet, (from, first - 1), found);
            }
            from = from.max(end + 1);
        }
        if from <= gap.rows.1 {
            blank(sheet, (from, gap.rows.1), found);
        }
    }
}

fn blank(sheet: &SheetLook<'_>, rows: (u32, u32), found: &mut Found) {
    found.broken(&sheet.facts.name, Area::of(rows, (0, 0)), "gap", || "blank in column A".into());
}

/// That there is a table, and where the notes are.
fn statements(book: &Looked<'_>, sheet: &SheetLook<'_>, found: &mut Found) {
    let Some(table) = sheet.facts.tables.first() else { return };
    let above: Vec<String> = book
        .texts(sheet)
        .filter(|t| t.cell.column == 0 && t.cell.row > 0 && t.cell.row < table.area.rows.0 && t.table.is_none())
        .map(|t| t.text.to_lowercase())
        .collect();
    let name = &sheet.facts.name;
    if !above.iter().any(|text| text.contains("table") && ["sheet", "tab ", "page"].iter().any(|w| text.contains(w))) {
        let what = || "column A does not say how many tables the sheet has".into();
        found.broken(name, Area::of((0, table.area.rows.0), (0, 0)), "tables", what);
    }
    let marker = book.texts(sheet).find(|t| !note_markers(t.text).is_empty()).filter(|_| !sheet.is_for_notes());
    if let Some(marker) = marker {
        let said = above.iter().any(|text| {
            let outside: String =
                text.split('[').map(|piece| piece.split_once(']').map_or(piece, |(_, rest)| rest)).collect();
            outside.contains("note")
        });
        if !said {
            let at = cell(marker.cell.row, marker.cell.column);
            let what = || format!("a marker in {at}, and column A does not say where the notes are");
            found.broken(name, &at, "notes", what);
        }
    }
}

/// Blank lines in a cell, and words that stand beside column A and in no table.
fn one_thing_a_cell(book: &Looked<'_>, sheet: &SheetLook<'_>, found: &mut Found) {
    let name = &sheet.facts.name;
    for text in book.texts(sheet).filter(|t| t.table.is_none()) {
        let (row, column) = (text.cell.row, text.cell.column);
        let in_block = sheet.in_unmarked(row, column);
        if column == 0 && text.text.replace([' ', '\r'], "").contains("\n\n") {
            let what = || format!("several things in one cell: “{}”", short(text.text));
            found.broken(name, cell(row, column), "several", what);
        }
        if column > 0 && !in_block {
            let what = || format!("“{}” stands beside column A and in no table", short(text.text));
            found.broken(name, cell(row, column), "beside", what);
        }
    }
}
