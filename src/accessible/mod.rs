//! An accessible workbook as data, and the two writers that turn it into a file: one for Excel, one OpenDocument.
//!
//! A sheet says its title, then lines of text, then at most one table that goes on to its end. What the guidance of the
//! Government Analysis Function (“Making spreadsheets accessible: a brief checklist of the basics”) asks of every workbook
//! holds because nothing else can be said here: no merged, hidden or coloured cells, no filters, panes or pictures, no second
//! table, and no cell without a value or the shorthand that says why.

mod shorthand;
mod laid;
mod xlsx;
mod ods;

pub use ods::write_ods;
pub use shorthand::Shorthand;
pub use xlsx::write_xlsx;

use crate::label::Label;
use crate::workbook::{Columns, NumberFormat};
use chrono::NaiveDate;

/// An accessible workbook.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessibleBook {
    /// Its title, among its properties.
    pub title: String,
    /// The language of its words, as `en-GB`.
    pub language: String,
    /// Who publishes it.
    pub author: String,
    /// What it is about.
    pub subject: String,
    /// Its sensitivity label.
    pub label: Option<Label>,
    /// Its sheets; a reader begins in A1 of the first.
    pub sheets: Vec<AccessibleSheet>,
}

/// A sheet: its title in A1, its lines below that in column A, its table below those.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessibleSheet {
    /// Its name: unique, at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// What it is called, in full.
    pub title: String,
    /// What is said above the table, a line a cell. Lines without words are left out.
    pub lines: Vec<AccessibleLine>,
    /// Its table.
    pub table: Option<AccessibleTable>,
}

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessibleLine {
    /// A heading within the sheet, of the second level.
    Heading(String),
    /// Words.
    Text(String),
    /// Words that lead to A1 of the sheet of this name.
    ToSheet {
        /// The words, which say what is there.
        text: String,
        /// The name of the sheet.
        sheet: String,
    },
    /// Words that lead to an address outside the workbook.
    ToAddress {
        /// The words, which say what is there.
        text: String,
        /// `https://…` or `mailto:…`.
        address: String,
    },
}

/// A table with one heading row. It has a row at least, and every row has a cell a column.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessibleTable {
    name: String,
    columns: Vec<AccessibleColumn>,
    rows: Vec<Vec<AccessibleCell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessibleColumn {
    /// What stands above it; unique within its table.
    pub heading: String,
    /// In characters.
    pub width: f64,
}

/// A cell of a table, which is never blank.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessibleCell(AccessibleValue);

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum AccessibleValue {
    /// Words, never a formula.
    Text(String),
    /// A finite number and how it is shown.
    Number(f64, NumberFormat),
    /// A day.
    Date(NaiveDate),
    /// Words that lead to A1 of a sheet.
    Link {
        /// The words.
        text: String,
        /// The name of the sheet.
        sheet: String,
    },
}

impl AccessibleTable {
    /// A table of this name (letters, digits and underscores, unique in the book) with a row for each of `rows`; none where
    /// there are no rows, since a table without any is one that a reader looks for figures in: a line says so instead.
    pub fn new<R>(
        name: impl Into<String>,
        columns: &Columns<'_, R, AccessibleCell>,
        rows: impl IntoIterator<Item = R>,
    ) -> Option<Self> {
        let rows: Vec<Vec<AccessibleCell>> = rows.into_iter().map(|row| columns.values(&row).collect()).collect();
        let said = columns.headings().zip(columns.widths());
        let columns = said.map(|(heading, width)| AccessibleColumn { heading: heading.to_owned(), width }).collect();
        (!rows.is_empty()).then(|| Self { name: name.into(), columns, rows })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its columns, in their order.
    pub fn columns(&self) -> &[AccessibleColumn] {
        &self.columns
    }

    /// Its rows, each with a cell a column.
    pub fn rows(&self) -> &[Vec<AccessibleCell>] {
        &self.rows
    }
}

impl AccessibleCell {
    /// Words, or the shorthand where there are none.
    pub fn text(words: impl Into<String>, otherwise: Shorthand) -> Self {
        Some(words.into()).filter(|w| !w.trim().is_empty()).map_or(otherwise.into(), |w| Self(AccessibleValue::Text(w)))
    }

    /// A number, or the shorthand where there is none.
    pub fn number(number: Option<f64>, format: NumberFormat, otherwise: Shorthand) -> Self {
        let finite = number.filter(|n| n.is_finite());
        finite.map_or(otherwise.into(), |n| Self(AccessibleValue::Number(n, format)))
    }

    /// A day, or the shorthand where there is none.
    pub fn date(day: Option<NaiveDate>, otherwise: Shorthand) -> Self {
        day.map_or(otherwise.into(), |d| Self(AccessibleValue::Date(d)))
    }

    /// Words that lead to a sheet, or the shorthand where there are none.
    pub fn link(words: impl Into<String>, sheet: impl Into<String>, otherwise: Shorthand) -> Self {
        let words = Some(words.into()).filter(|w| !w.trim().is_empty());
        words.map_or(otherwise.into(), |text| Self(AccessibleValue::Link { text, sheet: sheet.into() }))
    }

    /// What stands in it.
    pub fn value(&self) -> &AccessibleValue {
        &self.0
    }
}

impl From<Shorthand> for AccessibleCell {
    fn from(why: Shorthand) -> Self {
        Self(AccessibleValue::Text(why.mark().to_owned()))
    }
}

#[cfg(test)]
mod tests;
