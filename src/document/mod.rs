//! A document as data, and the one writer that turns it into a file for Word and LibreOffice.
//!
//! A report builds a [`Document`]: headings, paragraphs and tables, with links. The same document gives the same bytes.
//! The parts of the file hold their elements in the order of ECMA-376, part 1; paper is A4, upright.

mod body;
mod parts;

use crate::error::{Error, Result};
use crate::label::Label;
use crate::package;
use std::io::{Seek, Write};

/// A document of one language, British English, on A4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Its title among its properties; what the first page says is a [`Block::Title`].
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// Who made it.
    pub author: String,
    /// The one font.
    pub font: String,
    /// Headings and the heading rows of tables, `#RRGGBB`.
    pub accent: String,
    /// Printed on every page in front of its number.
    pub footer: String,
    /// Its sensitivity label.
    pub label: Option<Label>,
    /// What it says, from the top.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// What the document is called.
    Title(String),
    /// The line below the title.
    Subtitle(String),
    /// A heading, among those that a reader moves by.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A paragraph with the next number in front of it.
    Numbered(Vec<Span>),
    /// A table.
    Table(DocumentTable),
}

/// Words of one look. A line break in them begins a new line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The words.
    pub text: String,
    /// In bold.
    pub bold: bool,
    /// Where they lead: an address, or a file beside this one with its place, `cabinet.xlsx#'Indicators'!A12`. Empty for
    /// nowhere.
    pub link: String,
}

/// A table that names its columns again on every page, and breaks no row in two.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DocumentTable {
    /// What it shows, for people who cannot see it.
    pub alt: String,
    /// Its columns: the heading of each and its width in millimetres. Between its margins a page has [`PAGE_WIDTH`].
    pub columns: Vec<(String, u32)>,
    /// Its rows, each with a cell a column.
    pub rows: Vec<Vec<DocumentCell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentCell {
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Span>>,
    /// Background, `#RRGGBB`; empty for none.
    pub fill: String,
    /// Words, `#RRGGBB`; empty for black.
    pub ink: String,
}

/// What an A4 page has between its margins, in millimetres.
pub const PAGE_WIDTH: u32 = 174;

impl Span {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words in bold.
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, ..Self::default() }
    }

    /// Words that lead somewhere.
    pub fn link(text: impl Into<String>, link: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false, link: link.into() }
    }
}

impl DocumentCell {
    /// A cell of one plain paragraph.
    pub fn text(text: impl Into<String>) -> Self {
        Self { paragraphs: vec![vec![Span::plain(text)]], ..Self::default() }
    }
}

/// Writes a document.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(document: &Document, to: &mut (impl Write + Seek)) -> Result<()> {
    let parts = parts::all(document).map_err(Error::io("write", "the document"))?;
    package::write(&parts, to).map_err(Error::io("write", "the document"))
}

#[cfg(test)]
mod tests;
