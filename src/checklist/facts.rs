//! What the points ask of a workbook, whichever program and format wrote it.

use super::area::Area;
use crate::map::Map;
use std::collections::BTreeSet;

/// A workbook as the points see it.
#[derive(Debug, Default)]
pub(super) struct WorkbookFacts {
    /// Title in the document's information.
    pub title: String,
    /// Language in the document's information or of its cells.
    pub language: String,
    /// It holds macros.
    pub macros: bool,
    /// It brings a toolbar or ribbon of its own.
    pub toolbar: bool,
    /// Each text once.
    pub texts: Vec<CellText>,
    /// What each style says, by its number.
    pub styles: Vec<StyleFacts>,
    /// In the order of the workbook.
    pub sheets: Vec<SheetFacts>,
    /// The sheet that is shown first when it is opened.
    pub opens_at: usize,
}

/// A text and how it is written where not all of it is as its cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct CellText {
    pub text: String,
    /// Pieces that are raised, with the character before each.
    pub raised: Vec<(Option<char>, String)>,
    /// A piece is in italics.
    pub italic: bool,
    /// A piece is underlined, and is no link.
    pub underlined: bool,
    /// Colours of its pieces.
    pub inks: BTreeSet<String>,
    /// It is a heading of the document, whatever its cell's style.
    pub heading: bool,
}

/// What a style of cells says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StyleFacts {
    pub font: String,
    /// In points.
    pub size: f64,
    pub bold: bool,
    pub italic: bool,
    pub underlined: bool,
    pub raised: bool,
    /// `#RRGGBB`; nothing where it is the program's own.
    pub ink: Option<String>,
    /// `#RRGGBB` of the ground; nothing where it has none.
    pub fill: Option<String>,
    pub wrap: bool,
    pub align: Align,
    pub rotated: bool,
    /// It has a line at any side.
    pub border: bool,
    /// It is a heading or the title, by the name that the format keeps for them.
    pub heading: bool,
}

impl Default for StyleFacts {
    fn default() -> Self {
        Self {
            font: String::new(),
            size: 10.0,
            bold: false,
            italic: false,
            underlined: false,
            raised: false,
            ink: None,
            fill: None,
            wrap: false,
            align: Align::Usual,
            rotated: false,
            border: false,
            heading: false,
        }
    }
}

/// Where words stand in their cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Align {
    /// Words at the left, numbers at the right.
    #[default]
    Usual,
    Left,
    Right,
    Centre,
    /// Spread over the cell.
    Spread,
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct SheetFacts {
    pub name: String,
    pub hidden: bool,
    /// A sheet that is a chart.
    pub chart: bool,
    /// Cells that hold something, by row and column.
    pub cells: Vec<CellFacts>,
    /// Blank cells that have a fill, and its style.
    pub filled_blanks: Vec<(Area, u32)>,
    pub merges: Vec<Area>,
    /// Tables within tables.
    pub nested: Vec<Area>,
    pub tables: Vec<TableFacts>,
    /// Filters that are no table's.
    pub filters: Vec<Area>,
    pub frozen: bool,
    /// First and last of each group of them.
    pub hidden_rows: Vec<(u32, u32)>,
    pub hidden_columns: Vec<(u32, u32)>,
    /// First and last column, and the width in points; in their order.
    pub widths: Vec<(u32, u32, f64)>,
    /// Of all other columns, in points.
    pub usual_width: f64,
    /// Words of headers and footers of the page.
    pub page_texts: Vec<String>,
    /// What floats over the cells.
    pub shapes: Vec<ShapeFacts>,
    /// Cells that are links.
    pub links: BTreeSet<(u32, u32)>,
    /// Notes that pop up over cells.
    pub comments: usize,
    /// What a format that depends on values changes.
    pub conditional: Vec<(String, ConditionalLook)>,
    /// Where the cursor is.
    pub cursor: (u32, u32),
    /// The first cell in sight.
    pub first_in_sight: (u32, u32),
}

/// A cell that holds something.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellFacts {
    pub row: u32,
    pub column: u32,
    pub holds: Holds,
    /// The number of its style.
    pub style: u32,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    /// The number of its text.
    Text(u32),
    Number(f64),
    /// A day, a truth, an error.
    Other,
}

/// A table that is marked up.
#[derive(Debug, Clone)]
pub(super) struct TableFacts {
    pub name: String,
    pub area: Area,
    /// Its first row is marked as its header.
    pub header: bool,
    /// It has buttons for filters.
    pub filter: bool,
    /// The name of a look that fills cells.
    pub fills: Option<String>,
}

/// What a format that depends on values shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ConditionalLook {
    Fill,
    Ink,
    /// Scales of colours, bars, icons.
    Picture,
}

/// What floats over the cells.
#[derive(Debug, Clone)]
pub(super) struct ShapeFacts {
    pub kind: ShapeKind,
    /// The cell that it begins at, where it says so.
    pub at: Option<(u32, u32)>,
    /// Its alternative text.
    pub told: String,
}

impl ShapeFacts {
    /// One of which nothing more is known.
    pub fn plain(kind: ShapeKind) -> Self {
        Self { kind, at: None, told: String::new() }
    }
}

/// The kinds of what floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShapeKind {
    Picture,
    Chart,
    TextBox,
    /// A shape without words: a line, an arrow.
    Drawing,
    /// A button, a list, a box to tick.
    Control,
}

impl ShapeKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Picture => "a picture",
            Self::Chart => "a chart",
            Self::TextBox => "a text box",
            Self::Drawing => "a drawn shape",
            Self::Control => "a form control",
        }
    }
}

/// Texts, each kept once.
#[derive(Debug, Default)]
pub(super) struct TextStore {
    pub texts: Vec<CellText>,
    numbers: Map<CellText, u32>,
}

impl TextStore {
    /// The number of a text.
    pub fn keep(&mut self, text: CellText) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = crate::fit::fit::<u32>(self.texts.len());
        self.numbers.insert(text.clone(), number);
        self.texts.push(text);
        number
    }
}
