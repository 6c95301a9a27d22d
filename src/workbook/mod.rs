//! A workbook as data, and the one writer that turns it into a file.
//!
//! Reports and templates build a [`Book`]: sheets of placed cells and streamed tables, with styles by meaning. Only
//! this module uses rust_xlsxwriter. The same book gives the same bytes.

mod style;
mod over;
mod chart;
mod print;
mod column;
mod table;
mod write;

pub use column::{Column, Columns};
pub use print::{Paper, Print};
pub use table::Table;

use crate::error::Result;
use std::borrow::Cow;
use std::io::{Seek, Write};
use std::path::Path;

/// How a cell looks and behaves. `Style::default()` is plain text, locked, general format.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Style {
    pub number: NumberFormat,
    pub bold: bool,
    pub italic: bool,
    /// Points; 0 is the workbook's default size.
    pub size: u8,
    /// `#RRGGBB`; empty is none.
    pub fill: Cow<'static, str>,
    pub ink: Cow<'static, str>,
    pub wrap: bool,
    pub align: Align,
    /// Steps away from the side that the text is aligned to, so that a number does not touch the text beside it.
    pub indent: u8,
    pub border: Border,
    /// Unlocked on a protected sheet: a cell for people to fill.
    pub input: bool,
    /// Text rotated by 90°.
    pub upright: bool,
    /// Centred between top and bottom; otherwise text stands at the top, as beside a long comment it should.
    pub middle: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    #[default]
    Auto,
    Left,
    Centre,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Border {
    #[default]
    None,
    /// Thin grey line below.
    Below,
    /// Thin grey box.
    Box,
}

/// Number formats by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NumberFormat {
    #[default]
    General,
    /// `#,##0` with this many decimals.
    Number(u8),
    /// Percent in points, shown as `85.0%`: the number stored is 85.
    Points(u8),
    /// A share 0 to 1 shown as `85%`.
    Share(u8),
    /// `£1,234.00`.
    Pounds(u8),
    /// `£1,234k`, the number stored in thousands.
    PoundsThousands(u8),
    /// `£1.2m`, the number stored in millions.
    PoundsMillions(u8),
    /// Signed: `+1.2`, `−1.2`, `0`.
    Signed(u8),
    /// Signed share: `+12%`.
    SignedShare(u8),
    /// 0.123 as 12%; what is nearly sure is not shown as certain: `under 1%`, `over 99%`.
    Chance,
    /// `30 Sep 2026`.
    Date,
    /// Stored and shown as text, so that `001` stays `001`.
    Text,
}

/// The content of a cell. Text is never a formula, whatever it starts with.
#[derive(Debug, Clone, PartialEq)]
pub enum Content<'a> {
    Blank,
    Text(Cow<'a, str>),
    Number(f64),
    Date(chrono::NaiveDate),
    /// A formula and the result to show where it is not recalculated.
    Formula {
        formula: String,
        result: Cached,
    },
    /// Text that leads to `target`: `'Sheet name'!A1` inside the workbook.
    Link {
        text: Cow<'a, str>,
        target: String,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cached {
    Number(f64),
    Text(String),
}

/// A cell with its style by number in [`Book::styles`].
#[derive(Debug, Clone, PartialEq)]
pub struct Cell<'a> {
    pub content: Content<'a>,
    pub style: StyleId,
}

/// A style registered with [`Book::style`]. The default is the plain style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct StyleId(pub u16);

/// A sheet of a book: placed cells, then tables, then what lies over them.
#[derive(Default)]
pub struct Sheet<'a> {
    pub name: String,
    /// Column widths in characters, from column A; missing ones have the default width.
    pub widths: Vec<f64>,
    /// Heights in points of rows that need one.
    pub heights: Vec<(u32, f64)>,
    pub hidden_columns: Vec<u16>,
    pub hidden_rows: Vec<u32>,
    /// Cells at (row, column), in any order, none twice and none inside a table.
    pub cells: Vec<(u32, u16, Cell<'a>)>,
    pub merges: Vec<(u32, u16, u32, u16)>,
    pub tables: Vec<Table<'a>>,
    pub sparklines: Vec<Sparklines>,
    pub charts: Vec<Chart>,
    pub validations: Vec<Validation>,
    pub marks: Vec<Mark>,
    /// Rows and columns that stay in view.
    pub freeze: (u32, u16),
    pub print: Print,
    /// Protected against slips: only `input` cells can be typed in.
    pub protected: bool,
    pub visibility: Visibility,
    /// `#RRGGBB`, empty for none.
    pub tab: Cow<'static, str>,
    pub zoom: u16,
    pub show_grid: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    #[default]
    Visible,
    Hidden,
    /// Can be shown only by a program.
    VeryHidden,
}

/// Line sparklines down one column: cell (first + k, column) draws the data row (first + k, from..=to).
#[derive(Debug, Clone, PartialEq)]
pub struct Sparklines {
    pub first_row: u32,
    pub last_row: u32,
    pub column: u16,
    pub from_column: u16,
    pub to_column: u16,
    /// The sheet the data is on; empty for the same sheet. Data rows start at `data_first_row`.
    pub data_sheet: String,
    pub data_first_row: u32,
    pub colour: Cow<'static, str>,
}

/// A chart over ranges of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub kind: ChartKind,
    pub title: String,
    /// What the picture says, for people who cannot see it.
    pub alt: String,
    /// The x axis is the level one, in a bar chart too: there it has the values.
    pub x_title: String,
    pub y_title: String,
    pub series: Vec<ChartSeries>,
    /// Top left corner, then width and height in pixels.
    pub row: u32,
    pub column: u16,
    pub width: u32,
    pub height: u32,
    pub x_range: Option<(f64, f64)>,
    pub y_range: Option<(f64, f64)>,
    /// Number formats of the axes, in Excel's notation; empty for the data's own.
    pub x_format: String,
    pub y_format: String,
    pub legend: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    Line,
    Column,
    StackedColumn,
    StackedBar,
    Scatter,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ChartSeries {
    pub name: String,
    pub sheet: String,
    /// First and last cell of the categories (x values) and of the values: (row, column, row, column).
    pub categories: (u32, u16, u32, u16),
    pub values: (u32, u16, u32, u16),
    pub colour: String,
    pub dashed: bool,
    /// A label for each point, as text.
    pub labels: Vec<String>,
    /// Symbols only, no line.
    pub points_only: bool,
}

/// What may be typed in a range of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// (first row, first column, last row, last column)
    pub range: (u32, u16, u32, u16),
    pub rule: Rule,
    /// Shown when the cell is selected. Title up to 32, text up to 255 characters.
    pub help_title: String,
    pub help: String,
    /// Shown when the rule is broken.
    pub error_title: String,
    pub error: String,
    /// Warn and let it pass, instead of refusing.
    pub warn_only: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Help only.
    Any,
    Decimal {
        min: Option<f64>,
        max: Option<f64>,
    },
    Whole {
        min: i64,
        max: i64,
    },
    /// Words; together at most 255 characters, else use `ListRange`.
    List(Vec<String>),
    /// A reference such as `=Lists!$A$2:$A$9`.
    ListRange(String),
    Date {
        min: chrono::NaiveDate,
        max: chrono::NaiveDate,
    },
    TextLength {
        max: u32,
    },
    /// A formula that must be true, relative to the first cell.
    Formula(String),
}

/// Conditional formatting by formula, relative to the first cell of the range.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub range: (u32, u16, u32, u16),
    pub formula: String,
    pub fill: String,
    pub ink: String,
}

/// A workbook.
pub struct Book<'a> {
    pub title: String,
    pub subject: String,
    pub author: String,
    /// Default font; empty is Calibri.
    pub font: String,
    pub sheets: Vec<Sheet<'a>>,
    /// Defined names: (name, `='Sheet'!$A$1`).
    pub names: Vec<(String, String)>,
    /// The sheet that opens.
    pub opens_at: usize,
    styles: Vec<Style>,
    style_ids: std::collections::HashMap<Style, StyleId>,
}

impl Default for Book<'_> {
    fn default() -> Self {
        let plain = Style::default();
        Self {
            title: String::new(),
            subject: String::new(),
            author: String::new(),
            font: String::new(),
            sheets: vec![],
            names: vec![],
            opens_at: 0,
            styles: vec![plain.clone()],
            style_ids: std::collections::HashMap::from([(plain, StyleId(0))]),
        }
    }
}

impl<'a> Cell<'a> {
    pub fn new(content: Content<'a>, style: StyleId) -> Self {
        Self { content, style }
    }

    pub fn text(text: impl Into<Cow<'a, str>>, style: StyleId) -> Self {
        Self { content: Content::Text(text.into()), style }
    }

    /// A number, or a blank cell where there is none.
    pub fn number(number: Option<f64>, style: StyleId) -> Self {
        Self { content: number.map_or(Content::Blank, Content::Number), style }
    }

    pub fn date(date: Option<chrono::NaiveDate>, style: StyleId) -> Self {
        Self { content: date.map_or(Content::Blank, Content::Date), style }
    }
}

impl<'a> Sheet<'a> {
    /// Places a cell.
    pub fn put(&mut self, row: u32, column: u16, cell: Cell<'a>) {
        self.cells.push((row, column, cell));
    }
}

impl<'a> Book<'a> {
    /// A book without sheets. Title, subject and author are its document properties.
    pub fn new(title: String, subject: String, author: String, font: String) -> Self {
        Self { title, subject, author, font, ..Self::default() }
    }

    /// Registers a style; the same style has the same id.
    pub fn style(&mut self, style: Style) -> StyleId {
        if let Some(id) = self.style_ids.get(&style) {
            return *id;
        }
        let id = StyleId(self.styles.len() as u16);
        self.styles.push(style.clone());
        self.style_ids.insert(style, id);
        id
    }

    pub fn styles(&self) -> &[Style] {
        &self.styles
    }
}

/// Writes a book. Sheets are prepared side by side; a sheet of more than 2,000 table rows is streamed, so that memory
/// follows its widest row and not its length; until the end its rows are kept in a nameless file in `scratch`.
pub fn write(book: Book<'_>, to: &mut (impl Write + Seek + Send), scratch: &Path) -> Result<()> {
    write::write(book, to, scratch)
}
