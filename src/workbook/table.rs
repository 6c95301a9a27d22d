//! A table of a sheet: columns, and the rows that they are filled from, one at a time.

use super::column::{Columns, place};
use super::{CellContent, SheetCell, StyleId};

/// A named Excel table (or a plain grid of rows when its name is empty), written row by row from its source.
///
/// Over 100,000 cells the name becomes a defined name of the range with the same filters, since a table of that size
/// costs memory for each cell. RowSource beyond 2,000 are streamed; there a cell is cheapest whose style has neither fill,
/// border nor input and is the style of its column in the first row.
pub struct Table<'a> {
    /// Excel's name of the table: letters, digits and underscores; unique in the book.
    pub name: String,
    /// Where the heading row stands.
    pub row: u32,
    /// Column, counted from 0.
    pub column: u16,
    /// How its headings look.
    pub heading_style: StyleId,
    /// The same by column, where they look different.
    pub heading_styles: Vec<StyleId>,
    /// Drop-down filters on the headings.
    pub filter: bool,
    /// Without lines and stripes of its own.
    pub plain: bool,
    /// Blank cells have no style, and so are not written: for tables of many thousand rows.
    pub bare: bool,
    headings: Vec<String>,
    widths: Vec<f64>,
    groups: Vec<(&'static str, u16, u16)>,
    len: usize,
    rows: Box<RowSource<'a>>,
}

/// Fills the cells of a row; called for one row after the other.
type RowSource<'a> = dyn FnMut(usize, &mut Vec<SheetCell<'a>>) + Send + 'a;

impl<'a> Table<'a> {
    /// A table at the top left of its sheet with `len` rows, each made by `row` and told by `columns`.
    pub fn new<R: 'a>(
        name: impl Into<String>,
        columns: Columns<'a, R>,
        len: usize,
        mut row: impl FnMut(usize) -> R + Send + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            row: 0,
            column: 0,
            heading_style: StyleId::default(),
            heading_styles: vec![],
            filter: false,
            plain: false,
            bare: false,
            headings: columns.headings().map(str::to_owned).collect(),
            widths: columns.widths().collect(),
            groups: columns.groups(),
            len,
            rows: Box::new(move |n, out| out.extend(columns.values(&row(n)))),
        }
    }

    /// The same with filters on its headings.
    pub fn filtered(self) -> Self {
        Self { filter: true, ..self }
    }

    /// What stands above the columns; unique within the table.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// How the heading of column `n` of the table looks.
    pub fn heading_style(&self, n: usize) -> StyleId {
        self.heading_styles.get(n).copied().unwrap_or(self.heading_style)
    }

    /// The widths of the columns in characters.
    pub fn widths(&self) -> impl Iterator<Item = f64> {
        self.widths.iter().copied()
    }

    /// The groups of its columns, each with its first and its last column of the sheet.
    pub fn groups(&self) -> impl Iterator<Item = (&'static str, u16, u16)> {
        self.groups.iter().map(|(name, first, last)| (*name, self.column + first, self.column + last))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Without a row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The column of the sheet that has this heading; none where the table has none.
    pub fn place(&self, heading: &str) -> Option<u16> {
        place(self.headings.iter().map(String::as_str), heading).map(|n| self.column + n)
    }

    /// Puts the cells of row `n` behind what is in `out`.
    pub fn fill(&mut self, n: usize, out: &mut Vec<SheetCell<'a>>) {
        let from = out.len();
        (self.rows)(n, out);
        if self.bare {
            let blank = out[from..].iter_mut().filter(|c| c.content == CellContent::Blank);
            blank.for_each(|c| c.style = StyleId::default());
        }
    }
}

/// Headings made different, since a table with two columns of one name needs repair in Excel.
pub fn unique(headings: &[String]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut name = |(n, heading): (usize, &String)| {
        let base = if heading.is_empty() { format!("Column {}", n + 1) } else { heading.clone() };
        let fresh = |k: usize| if k == 1 { base.clone() } else { format!("{base} {k}") };
        (1..).map(fresh).find(|h| seen.insert(h.to_lowercase())).unwrap_or(base.clone())
    };
    headings.iter().enumerate().map(&mut name).collect()
}
