//! A workbook with what several points work out of it: which cells are a table's, and which look like one that is not
//! marked up.

use super::area::Area;
use super::facts::{CellFacts, CellText, Holds, SheetFacts, StyleFacts, TableFacts, WorkbookFacts};
use crate::text::words::clean;

/// A workbook that is judged.
pub(super) struct Looked<'a> {
    pub book: &'a WorkbookFacts,
    pub sheets: Vec<SheetLook<'a>>,
}

/// One of its sheets.
pub(super) struct SheetLook<'a> {
    pub facts: &'a SheetFacts,
    /// Of each cell, the number of the table that it is in.
    tables: Vec<Option<usize>>,
    /// Ranges of cells side by side that no table covers.
    pub unmarked: Vec<Area>,
}

/// The cell of a text is a sheet's or a table's.
#[derive(Clone, Copy)]
pub(super) struct TextCell<'a> {
    pub cell: &'a CellFacts,
    pub text: &'a str,
    pub style: &'a StyleFacts,
    /// The table that it is in.
    pub table: Option<&'a TableFacts>,
}

impl TextCell<'_> {
    /// It is in the header of its table.
    pub fn is_header(&self) -> bool {
        self.table.is_some_and(|t| t.header && t.area.rows.0 == self.cell.row)
    }

    /// It is in a table, and not in its header.
    pub fn is_body(&self) -> bool {
        self.table.is_some() && !self.is_header()
    }
}

impl<'a> Looked<'a> {
    pub fn new(book: &'a WorkbookFacts) -> Self {
        Self { book, sheets: book.sheets.iter().map(SheetLook::new).collect() }
    }

    /// The text of a cell; nothing where it holds something else.
    pub fn text(&self, cell: &CellFacts) -> Option<&'a str> {
        self.written(cell).map(|text| clean(&text.text))
    }

    /// The same with how it is written.
    pub fn written(&self, cell: &CellFacts) -> Option<&'a CellText> {
        match cell.holds {
            Holds::Text(number) => self.book.texts.get(number as usize),
            Holds::Number(_) | Holds::Other => None,
        }
    }

    pub fn style(&self, number: u32) -> &'a StyleFacts {
        static USUAL: std::sync::LazyLock<StyleFacts> = std::sync::LazyLock::new(StyleFacts::default);
        self.book.styles.get(number as usize).unwrap_or_else(|| &USUAL)
    }

    /// The ground of a style; nothing where it is the white of the sheet.
    pub fn fill(&self, style: u32) -> Option<&'a str> {
        self.style(style).fill.as_deref().filter(|fill| *fill != "#FFFFFF")
    }

    /// The texts of a sheet, row by row.
    pub fn texts<'s>(&'s self, sheet: &'s SheetLook<'a>) -> impl Iterator<Item = TextCell<'a>> + 's {
        sheet.cells().filter_map(|(cell, table)| {
            Some(TextCell { cell, text: self.text(cell)?, style: self.style(cell.style), table })
        })
    }

    /// What the header says above a cell of a table; empty where it says nothing.
    pub fn heading(&self, sheet: &SheetLook<'a>, table: &TableFacts, column: u32) -> &'a str {
        let cell = sheet.at(table.area.rows.0, column).filter(|_| table.header);
        cell.and_then(|cell| self.text(cell)).unwrap_or_default()
    }

    /// The sheets for notes, by their names.
    pub fn note_sheets(&self) -> impl Iterator<Item = &SheetLook<'a>> {
        self.sheets.iter().filter(|s| s.is_for_notes())
    }
}

impl<'a> SheetLook<'a> {
    fn new(facts: &'a SheetFacts) -> Self {
        let mut tables = vec![None; facts.cells.len()];
        for (number, table) in facts.tables.iter().enumerate() {
            let from = facts.cells.partition_point(|c| c.row < table.area.rows.0);
            let to = facts.cells.partition_point(|c| c.row <= table.area.rows.1);
            for (cell, slot) in facts.cells[from..to].iter().zip(&mut tables[from..to]) {
                if slot.is_none() && table.area.has(cell.row, cell.column) {
                    *slot = Some(number);
                }
            }
        }
        let mut look = Self { facts, tables, unmarked: vec![] };
        look.unmarked = look.side_by_side();
        look
    }

    pub fn is_for_notes(&self) -> bool {
        self.facts.name.to_lowercase().contains("note")
    }

    /// Its cells with their tables.
    pub fn cells(&self) -> impl Iterator<Item = (&'a CellFacts, Option<&'a TableFacts>)> {
        let facts = self.facts;
        facts.cells.iter().zip(&self.tables).map(move |(cell, table)| (cell, table.and_then(|n| facts.tables.get(n))))
    }

    /// Its cells that are in no table.
    pub fn outside(&self) -> impl Iterator<Item = &'a CellFacts> {
        self.cells().filter(|(_, table)| table.is_none()).map(|(cell, _)| cell)
    }

    /// The filled cells of a row.
    pub fn row(&self, row: u32) -> &'a [CellFacts] {
        let from = self.facts.cells.partition_point(|c| c.row < row);
        let to = self.facts.cells.partition_point(|c| c.row <= row);
        &self.facts.cells[from..to]
    }

    /// The filled cells of a row between two columns.
    pub fn within(&self, row: u32, columns: (u32, u32)) -> &'a [CellFacts] {
        let row = self.row(row);
        let from = row.partition_point(|c| c.column < columns.0);
        let to = row.partition_point(|c| c.column <= columns.1);
        &row[from..to.max(from)]
    }

    pub fn at(&self, row: u32, column: u32) -> Option<&'a CellFacts> {
        self.within(row, (column, column)).first()
    }

    /// Whether a cell is in a range that no table covers.
    pub fn in_unmarked(&self, row: u32, column: u32) -> bool {
        let next = self.unmarked.partition_point(|area| area.rows.1 < row);
        self.unmarked.get(next).is_some_and(|area| area.has(row, column))
    }

    /// The width of a column in points.
    pub fn width(&self, column: u32) -> f64 {
        let widths = &self.facts.widths;
        let said = widths.partition_point(|(first, ..)| *first <= column).checked_sub(1).and_then(|n| widths.get(n));
        said.filter(|(_, last, _)| column <= *last).map_or(self.facts.usual_width, |(.., width)| *width)
    }

    /// The blank rows and the blank cells of the filled rows of a range.
    pub fn blanks(&self, area: Area) -> (Vec<Area>, Vec<Area>) {
        let (mut rows, mut cells) = (vec![], vec![]);
        let from = self.facts.cells.partition_point(|c| c.row < area.rows.0);
        let to = self.facts.cells.partition_point(|c| c.row <= area.rows.1);
        let inside = self.facts.cells[from..to].iter().filter(|c| area.has(c.row, c.column));
        let (mut next_row, mut next_column) = (area.rows.0, area.columns.1 + 1);
        let rest = |row: u32, column: u32, cells: &mut Vec<Area>| {
            if column <= area.columns.1 {
                cells.push(Area::of((row, row), (column, area.columns.1)));
            }
        };
        for cell in inside {
            if cell.row >= next_row {
                rest(next_row.saturating_sub(1), next_column, &mut cells);
                if cell.row > next_row {
                    rows.push(Area::of((next_row, cell.row - 1), area.columns));
                }
                (next_row, next_column) = (cell.row + 1, area.columns.0);
            }
            if cell.column > next_column {
                cells.push(Area::of((cell.row, cell.row), (next_column, cell.column - 1)));
            }
            next_column = cell.column + 1;
        }
        rest(next_row.saturating_sub(1), next_column, &mut cells);
        if next_row <= area.rows.1 {
            rows.push(Area::of((next_row, area.rows.1), area.columns));
        }
        (rows, cells)
    }

    /// Rows under each other that have several filled cells each, and no table over them.
    fn side_by_side(&self) -> Vec<Area> {
        let (mut out, mut open): (Vec<Area>, Option<Area>) = (vec![], None);
        let outside: Vec<&CellFacts> = self.outside().collect();
        for row in outside.chunk_by(|a, b| a.row == b.row).filter(|row| row.len() > 1) {
            let (at, columns) = (row[0].row, (row[0].column, row[row.len() - 1].column));
            match open.as_mut().filter(|area| area.rows.1 + 1 == at) {
                Some(area) => {
                    area.rows.1 = at;
                    area.columns = (area.columns.0.min(columns.0), area.columns.1.max(columns.1));
                }
                None => out.extend(open.replace(Area::of((at, at), columns))),
            }
        }
        out.extend(open);
        out.retain(|area| area.rows.1 > area.rows.0);
        out
    }
}
