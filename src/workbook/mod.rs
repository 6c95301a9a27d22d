//! A workbook as data, and the one writer that turns it into a file.
//!
//! Reports and templates build a [`Book`]: sheets of placed cells and streamed tables, with styles by meaning. Only
//! this module uses rust_xlsxwriter. The same book gives the same bytes.

mod style;
mod room;
mod over;
mod validation;
mod picture;
mod chart;
mod print;
mod column;
mod table;
mod write;

pub use chart::{Chart, ChartKind, ChartSeries, SeriesLook};
pub use column::{Column, Columns};
pub(crate) use over::cut;
pub use picture::Picture;
pub use print::{Paper, Print, in_footer};
pub use room::{lines, measure, wrapped};
pub use style::heading_size;
pub use table::{Table, unique};
pub use validation::{BOX_TEXT, Validation, ValidationRule};
pub use write::is_address;

use crate::error::Result;
use crate::fit::fit;
use crate::label::Label;
use std::borrow::Cow;
use std::io::{Seek, Write};

/// How a cell looks and behaves. `Style::default()` is plain text, locked, general format.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Style {
    /// How numbers are shown.
    pub number: NumberFormat,
    /// In bold.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
    /// Points; 0 is the workbook's default size.
    pub size: u8,
    /// A heading of this level, 1 or 2, among those that a reader moves by; its size is that of its level. 0 for none.
    pub heading: u8,
    /// Underlined, as words that lead somewhere are.
    pub link: bool,
    /// `#RRGGBB`; empty is none.
    pub fill: Cow<'static, str>,
    /// Text, `#RRGGBB`.
    pub ink: Cow<'static, str>,
    /// Long text goes on below.
    pub wrap: bool,
    /// Left, centred or right.
    pub align: Align,
    /// Steps away from the side that the text is aligned to, so that a number does not touch the text beside it.
    pub indent: u8,
    /// Lines around it.
    pub border: Border,
    /// Unlocked on a protected sheet: a cell for people to fill.
    pub input: bool,
    /// Text rotated by 90°.
    pub upright: bool,
    /// Centred between top and bottom; otherwise text stands at the top, as beside a long comment it should.
    pub middle: bool,
}

/// Where the content of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// Texts left, numbers right.
    #[default]
    Auto,
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// Lines around a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Border {
    /// None.
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
    /// As Excel shows it.
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
pub enum CellContent<'a> {
    /// Nothing.
    Blank,
    /// A text, or the result of a formula that is one.
    Text(Cow<'a, str>),
    /// A number, or the result of a formula that is one.
    Number(f64),
    /// A day.
    Date(chrono::NaiveDate),
    /// A formula and the result to show where it is not recalculated.
    Formula {
        /// The formula, with its `=`.
        formula: String,
        /// What is shown where it is not recalculated.
        result: CachedResult,
    },
    /// Text that leads to `target`: `'Sheet name'!A1` inside the workbook, or an address: `https://…`, `mailto:…`.
    Link {
        /// A cell with a text; blank where there is none.
        text: Cow<'a, str>,
        /// Where the cell of the link leads.
        target: String,
    },
}

/// The result of a formula.
#[derive(Debug, Clone, PartialEq)]
pub enum CachedResult {
    /// A number, or the result of a formula that is one.
    Number(f64),
    /// A text, or the result of a formula that is one.
    Text(String),
}

/// A cell with its style by number in [`Book::styles`].
#[derive(Debug, Clone, PartialEq)]
pub struct SheetCell<'a> {
    /// What stands in it.
    pub content: CellContent<'a>,
    /// How it looks.
    pub style: StyleId,
}

/// A style registered with [`Book::style`]. The default is the plain style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct StyleId(pub u16);

/// A sheet of a book: placed cells, then tables, then what lies over them.
#[derive(Default)]
pub struct Sheet<'a> {
    /// Its name.
    pub name: String,
    /// Column widths in characters, from column A; missing ones have the default width.
    pub widths: Vec<f64>,
    /// Heights in points of rows that need one.
    pub heights: Vec<(u32, f64)>,
    /// Columns that are hidden.
    pub hidden_columns: Vec<u16>,
    /// Columns that a reader opens and closes together, none in two groups.
    pub groups: Vec<ColumnGroup>,
    /// Rows that are hidden.
    pub hidden_rows: Vec<u32>,
    /// Cells at (row, column), in any order, none twice and none inside a table.
    pub cells: Vec<(u32, u16, SheetCell<'a>)>,
    /// First row, first column, last row, last column.
    pub merges: Vec<(u32, u16, u32, u16)>,
    /// Its tables.
    pub tables: Vec<Table<'a>>,
    /// Its sparklines.
    pub sparklines: Vec<Sparklines>,
    /// Its charts.
    pub charts: Vec<Chart>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// What cells may hold.
    pub validations: Vec<Validation>,
    /// Fills by rule.
    pub marks: Vec<Mark>,
    /// Rows and columns that stay in view.
    pub freeze: (u32, u16),
    /// How it prints.
    pub print: Print,
    /// Protected against slips: only `input` cells can be typed in.
    pub protected: bool,
    /// Whether people see it.
    pub visibility: Visibility,
    /// `#RRGGBB`, empty for none.
    pub tab: Cow<'static, str>,
    /// In percent; 0 is 100.
    pub zoom: u16,
    /// Grid lines are shown.
    pub show_grid: bool,
}

/// Columns beside each other with a button over the column behind them that opens and closes them. Between two groups
/// stands a column that is in neither; else they would be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnGroup {
    /// The first column, counted from 0.
    pub first: u16,
    /// The last column.
    pub last: u16,
    /// Not seen until a reader opens it.
    pub closed: bool,
}

/// Whether people see a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Seen.
    #[default]
    Visible,
    /// Hidden; people can show it.
    Hidden,
    /// Can be shown only by a program.
    VeryHidden,
}

/// Line sparklines down one column: cell (first + k, column) draws the data row (first + k, from..=to).
#[derive(Debug, Clone, PartialEq)]
pub struct Sparklines {
    /// The first row that has one.
    pub first_row: u32,
    /// The last row that has one.
    pub last_row: u32,
    /// Column, counted from 0.
    pub column: u16,
    /// The first column of the data.
    pub from_column: u16,
    /// The last column of the data.
    pub to_column: u16,
    /// The sheet the data is on; empty for the same sheet. Data rows start at `data_first_row`.
    pub data_sheet: String,
    /// The row of the data of the first.
    pub data_first_row: u32,
    /// The line goes on over blank cells, to the next figure.
    pub over_gaps: bool,
    /// `#RRGGBB`.
    pub colour: Cow<'static, str>,
}

/// Conditional formatting by formula, relative to the first cell of the range.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// First row, first column, last row, last column.
    pub range: (u32, u16, u32, u16),
    /// The formula, with its `=`.
    pub formula: String,
    /// Background, `#RRGGBB`.
    pub fill: String,
    /// Text, `#RRGGBB`.
    pub ink: String,
}

/// A workbook.
pub struct Book<'a> {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// Who made it.
    pub author: String,
    /// Default font; empty is Calibri.
    pub font: String,
    /// Default size in points; 0 is Excel's own.
    pub size: u8,
    /// The language of its words, as `en-GB`; empty says none.
    pub language: String,
    /// Its sensitivity label.
    pub label: Option<Label>,
    /// Its sheets.
    pub sheets: Vec<Sheet<'a>>,
    /// Defined names: (name, `='Sheet'!$A$1`).
    pub names: Vec<(String, String)>,
    /// The sheet that opens.
    pub opens_at: usize,
    /// Cells of a long sheet up to which each says its own reference, as some programs want it; beyond, the sheet is half as
    /// large without.
    pub references_up_to: usize,
    /// Sheets that other workbooks in the same folder have, each with the file: a link to one leads there. A link to a sheet
    /// that is nowhere is plain text.
    pub elsewhere: std::collections::BTreeMap<String, String>,
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
            size: 0,
            language: String::new(),
            label: None,
            sheets: vec![],
            names: vec![],
            opens_at: 0,
            references_up_to: usize::MAX,
            elsewhere: std::collections::BTreeMap::new(),
            styles: vec![plain.clone()],
            style_ids: std::collections::HashMap::from([(plain, StyleId(0))]),
        }
    }
}

impl<'a> SheetCell<'a> {
    /// A cell with this content and style.
    pub fn new(content: CellContent<'a>, style: StyleId) -> Self {
        Self { content, style }
    }

    /// A cell with a text; blank where there is none.
    pub fn text(text: impl Into<Cow<'a, str>>, style: StyleId) -> Self {
        Self { content: CellContent::Text(text.into()), style }
    }

    /// A number, or a blank cell where there is none.
    pub fn number(number: Option<f64>, style: StyleId) -> Self {
        Self { content: number.map_or(CellContent::Blank, CellContent::Number), style }
    }

    /// A cell with a day; blank where there is none.
    pub fn date(date: Option<chrono::NaiveDate>, style: StyleId) -> Self {
        Self { content: date.map_or(CellContent::Blank, CellContent::Date), style }
    }
}

impl<'a> Sheet<'a> {
    /// Places a cell.
    pub fn put(&mut self, row: u32, column: u16, cell: SheetCell<'a>) {
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
        let id = StyleId(fit::<u16>(self.styles.len()));
        self.styles.push(style.clone());
        self.style_ids.insert(style, id);
        id
    }

    /// The styles that were registered, by number.
    pub fn styles(&self) -> &[Style] {
        &self.styles
    }
}

/// Writes a book. Sheets are prepared side by side; a sheet of more than 2,000 table rows is packed while its rows are made,
/// so that memory follows the packed size and not the length.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(book: Book<'_>, to: &mut (impl Write + Seek + Send)) -> Result<()> {
    write::write(book, to)
}
