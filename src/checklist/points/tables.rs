//! Tables: marked up, named, whole.

use super::{Group, Machine, Point};
use crate::checklist::area::{Area, cell};
use crate::checklist::facts::{Holds, TableFacts};
use crate::checklist::found::Found;
use crate::checklist::look::{Looked, SheetLook, TextCell};
use crate::checklist::words::given_name;
use std::collections::BTreeMap;

pub(super) static POINTS: [Point; 10] = [
    Point {
        number: 1,
        group: Group::Tables,
        essential: true,
        title: "Tables are marked up as tables",
        machine: Machine::Wholly,
        looks_at: "two rows or more with several filled cells each that no table covers",
        remedy: "In Excel select the range and press Ctrl+T; in LibreOffice give it a name under Data, Define Range.",
        judge: |book, found| {
            for sheet in &book.sheets {
                for area in &sheet.unmarked {
                    found.broken(&sheet.facts.name, area, "", || "cells side by side that are no marked table".into());
                }
            }
        },
    },
    Point {
        number: 2,
        group: Group::Tables,
        essential: false,
        title: "Tables have names that say what is in them",
        machine: Machine::Wholly,
        looks_at: "a name that the program gave, such as Table1",
        remedy: "Name the table after its content, without spaces: complaints_by_service.",
        judge: |book, found| {
            each_table(book, |sheet, table| {
                const GIVEN: [&str; 7] = ["table", "tabelle", "tableau", "tabla", "tabella", "database", "range"];
                let of_sheet = table.name.eq_ignore_ascii_case(&sheet.facts.name);
                if table.name.is_empty() || (given_name(&table.name, &GIVEN) && !of_sheet) {
                    found.broken(&sheet.facts.name, table.area, "", || format!("a table named “{}”", table.name));
                }
            });
        },
    },
    Point {
        number: 3,
        group: Group::Tables,
        essential: true,
        title: "No merged or split cells, no table within a table",
        machine: Machine::Wholly,
        looks_at: "merged cells, tables within cells, tables that overlap",
        remedy: "Unmerge them and write each value into its own cell.",
        judge: whole_cells,
    },
    Point {
        number: 4,
        group: Group::Tables,
        essential: true,
        title: "No blank row or column inside a table",
        machine: Machine::Wholly,
        looks_at: "a row or a column of a table without any filled cell",
        remedy: "Delete it, and make room by the height of rows and the width of columns.",
        judge: |book, found| {
            each_table(book, |sheet, table| {
                let (rows, _) = sheet.blanks(table.area);
                for row in rows {
                    found.broken(&sheet.facts.name, row, "row", || format!("a blank row in the table {}", table.name));
                }
                let mut filled: Vec<u32> = cells_of(sheet, table.area).map(|c| c.column).collect();
                filled.sort_unstable();
                filled.dedup();
                for column in (table.area.columns.0..=table.area.columns.1).filter(|c| filled.binary_search(c).is_err())
                {
                    let area = Area::of(table.area.rows, (column, column));
                    found.broken(&sheet.facts.name, area, "column", || {
                        format!("a blank column in the table {}", table.name)
                    });
                }
            });
        },
    },
    Point {
        number: 5,
        group: Group::Tables,
        essential: true,
        title: "Each table has one header row, marked as one, with a text in each column",
        machine: Machine::Wholly,
        looks_at: "a table without a header row, blank or doubled headings, headings of a program, a second header above",
        remedy: "Give the table one header row (“My table has headers”) with a different text in every cell.",
        judge: header_rows,
    },
    Point {
        number: 6,
        group: Group::Tables,
        essential: true,
        title: "Text is wrapped within its cell",
        machine: Machine::Wholly,
        looks_at: "a text in a table, or beside a filled cell, that is wider than its column and not wrapped",
        remedy: "Turn Wrap text on for the cell.",
        judge: |book, found| {
            for sheet in &book.sheets {
                for text in book.texts(sheet).filter(|t| !t.style.wrap && !t.style.rotated) {
                    let at = (text.cell.row, text.cell.column);
                    let cut = text.table.is_some() || sheet.at(at.0, at.1 + 1).is_some();
                    let longest = text.text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
                    if cut && wide(&text, longest) > sheet.width(at.1) {
                        let what = || format!("“{}” does not fit its column and is not wrapped", short(text.text));
                        found.broken(&sheet.facts.name, cell(at.0, at.1), "", what);
                    }
                }
            }
        },
    },
    Point {
        number: 7,
        group: Group::Tables,
        essential: false,
        title: "No filters and no frozen panes",
        machine: Machine::Wholly,
        looks_at: "buttons for filters, frozen rows or columns",
        remedy: "Turn the filter buttons of the table off, and unfreeze the panes.",
        judge: |book, found| {
            for sheet in &book.sheets {
                let name = &sheet.facts.name;
                for table in sheet.facts.tables.iter().filter(|t| t.filter) {
                    found.broken(name, table.area, "table", || format!("filter buttons on the table {}", table.name));
                }
                for area in &sheet.facts.filters {
                    found.broken(name, area, "filter", || "a filter".into());
                }
                if sheet.facts.frozen {
                    found.broken(name, "", "frozen", || "frozen panes".into());
                }
            }
        },
    },
    Point {
        number: 8,
        group: Group::Tables,
        essential: true,
        title: "No cell of a table is left blank without saying why",
        machine: Machine::Partly,
        looks_at: "blank cells in a table on a sheet that says nothing of blank cells above it",
        remedy: "Write shorthand such as [x] or [z] into the cell and explain it, or say above the table what blank means.",
        judge: blank_cells,
    },
    Point {
        number: 9,
        group: Group::Tables,
        essential: false,
        title: "No hidden rows or columns",
        machine: Machine::Partly,
        looks_at: "hidden rows or columns; a hidden sheet is for a person to look at",
        remedy: "Show them, or delete what is not to be published.",
        judge: |book, found| {
            for sheet in &book.sheets {
                let name = &sheet.facts.name;
                for (first, last) in &sheet.facts.hidden_rows {
                    found.broken(name, format!("{}:{}", first + 1, last + 1), "rows", || "hidden rows".into());
                }
                for columns in &sheet.facts.hidden_columns {
                    found.broken(name, Area::of((0, 0), *columns), "columns", || "hidden columns".into());
                }
                if sheet.facts.hidden {
                    found.ask(name, "", "sheet", || "a hidden sheet: is it to be published?".into());
                }
            }
        },
    },
    Point {
        number: 10,
        group: Group::Tables,
        essential: false,
        title: "Columns are wide enough",
        machine: Machine::Wholly,
        looks_at: "a column of a table that is narrower than a number or a word in it",
        remedy: "Widen the column until its longest word and number fit.",
        judge: widths,
    },
];

/// Every table with its sheet.
pub(super) fn each_table<'a>(book: &Looked<'a>, mut each: impl FnMut(&SheetLook<'a>, &'a TableFacts)) {
    for sheet in &book.sheets {
        sheet.facts.tables.iter().for_each(|table| each(sheet, table));
    }
}

/// The first words of a text.
pub(super) fn short(text: &str) -> String {
    const WORDS: usize = 40;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn cells_of<'a>(sheet: &SheetLook<'a>, area: Area) -> impl Iterator<Item = &'a crate::checklist::facts::CellFacts> {
    let cells = &sheet.facts.cells;
    let from = cells.partition_point(|c| c.row < area.rows.0);
    let to = cells.partition_point(|c| c.row <= area.rows.1);
    cells[from..to].iter().filter(move |c| area.has(c.row, c.column))
}

/// How wide so many letters of a text are at the least, in points.
fn wide(text: &TextCell<'_>, letters: usize) -> f64 {
    0.45 * text.style.size * letters as f64
}

fn whole_cells(book: &Looked<'_>, found: &mut Found) {
    for sheet in &book.sheets {
        let name = &sheet.facts.name;
        for area in &sheet.facts.merges {
            found.broken(name, area, "merged", || "merged cells".into());
        }
        for area in &sheet.facts.nested {
            found.broken(name, area, "nested", || "a table within a cell".into());
        }
        let tables = &sheet.facts.tables;
        for (n, table) in tables.iter().enumerate() {
            if let Some(other) = tables[..n].iter().find(|other| other.area.meets(&table.area)) {
                let what = || format!("the table {} lies over the table {}", table.name, other.name);
                found.broken(name, table.area, "over", what);
            }
        }
    }
}

fn header_rows(book: &Looked<'_>, found: &mut Found) {
    each_table(book, |sheet, table| {
        let name = &sheet.facts.name;
        if !table.header {
            return found.broken(name, table.area, "none", || format!("the table {} has no header row", table.name));
        }
        let (row, columns) = (table.area.rows.0, table.area.columns);
        let (blank_rows, blank_cells) = sheet.blanks(Area::of((row, row), columns));
        for area in blank_rows.into_iter().chain(blank_cells) {
            found.broken(name, area, "blank", || "a blank heading".into());
        }
        let mut seen = BTreeMap::new();
        for heading in sheet.within(row, columns) {
            let at = cell(heading.row, heading.column);
            let Some(text) = book.text(heading) else { continue };
            if let Some(first) = seen.insert(text.to_lowercase(), at.clone()) {
                found.broken(name, &at, "twice", || format!("the heading “{}” stands in {first} too", short(text)));
            }
            if given_name(text, &["column", "spalte", "colonne", "columna"]) {
                found.broken(name, &at, "given", || format!("“{text}”, a heading that the program gave"));
            }
        }
        let above = row.checked_sub(1).map(|above| sheet.within(above, columns)).unwrap_or_default();
        if above.len() > 1 && !sheet.facts.tables.iter().any(|t| t.area.has(above[0].row, above[0].column)) {
            let area = Area::of((row - 1, row - 1), (above[0].column, above[above.len() - 1].column));
            found.broken(name, area, "second", || "a row above the header that looks like a second one".into());
        }
    });
}

fn blank_cells(book: &Looked<'_>, found: &mut Found) {
    each_table(book, |sheet, table| {
        let said = book.texts(sheet).take_while(|t| t.cell.row < table.area.rows.0).any(|t| {
            let text = t.text.to_lowercase();
            ["blank", "empty", "no data", "missing"].iter().any(|word| text.contains(word))
        });
        let body = Area::of((table.area.rows.0 + u32::from(table.header), table.area.rows.1), table.area.columns);
        let (rows, cells) = if body.rows.0 > body.rows.1 { (vec![], vec![]) } else { sheet.blanks(body) };
        for area in rows.into_iter().chain(cells) {
            let name = &sheet.facts.name;
            match said {
                true => found.ask(name, area, "", || "blank, as the sheet says: is the reason right for each?".into()),
                false => found.broken(name, area, "", || "blank, and the sheet does not say why".into()),
            }
        }
    });
}

fn widths(book: &Looked<'_>, found: &mut Found) {
    /// Longer ones are addresses.
    const LONGEST_WORD: usize = 30;
    for sheet in &book.sheets {
        for (at, _) in sheet.cells().filter(|(_, table)| table.is_some()) {
            let (width, style) = (sheet.width(at.column), book.style(at.style));
            let needed = match (at.holds, book.text(at)) {
                (Holds::Number(number), _) => {
                    // Without its format a number has at least the digits before the point.
                    let digits = format!("{:.0}", number.trunc()).len();
                    if digits > 15 { 0.0 } else { 0.5 * style.size * digits as f64 }
                }
                (_, Some(text)) if style.wrap && !style.rotated => {
                    let lengths = text.split([' ', '\n', '-', '/', '\u{a0}']).map(|word| word.chars().count());
                    let longest = lengths.filter(|n| *n <= LONGEST_WORD).max().unwrap_or_default();
                    0.45 * style.size * longest as f64
                }
                _ => 0.0,
            };
            // A column without width is hidden, which is another point.
            if width > 0.0 && needed > width {
                let what = || "a word or number that is wider than its column".into();
                found.broken(&sheet.facts.name, cell(at.row, at.column), "", what);
            }
        }
    }
}
