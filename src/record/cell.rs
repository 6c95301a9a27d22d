//! A cell that was located: what it holds, and what its sheet says of it.

use super::appearance::{Appearance, DayShown, HowShown, ShownNumber};
use crate::reading::CellRef;
use crate::text::words::clean;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// What is in a cell, by what the cell *is*, not by what it looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// A number.
    Number(f64),
    /// Trimmed of nothing: exactly as stored.
    Text(CompactString),
    /// TRUE or FALSE.
    Bool(bool),
    /// A number with a date format, as an ISO date (`2026-09-30`); the workbook's date system is already applied.
    Date(chrono::NaiveDate),
    /// An Excel error, as Excel writes it: `#DIV/0!`.
    Error(CompactString),
    /// A formula whose result was never saved.
    FormulaWithoutResult,
}

impl Content {
    /// As a person reads it: trimmed of every kind of space, numbers without needless decimals, dates as 30/09/2026.
    pub fn shown(&self) -> String {
        match self {
            Self::Number(n) => format!("{n}"),
            Self::Text(t) => clean(t).to_owned(),
            Self::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Date(d) => d.format("%d/%m/%Y").to_string(),
            Self::Error(e) => e.to_string(),
            Self::FormulaWithoutResult => String::new(),
        }
    }
}

/// A located cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Where it stands.
    pub at: CellRef,
    /// What it holds.
    pub content: Content,
    /// The number format shows a percentage, so 0.85 is 85%.
    pub percent: bool,
    /// A formula stands in the cell.
    pub formula: bool,
    /// In a hidden row, column or sheet.
    pub hidden: bool,
    /// The first cell of a merged range.
    pub merged: bool,
    /// Columns to its right that its merged range covers.
    pub covers: u16,
    /// The formula refers to another workbook.
    pub external: bool,
    /// Its workbook counts days from 1904; a date is right already, a bare number is not.
    pub since_1904: bool,
    /// Whether other records have the cell too.
    pub share: Share,
    /// How its column is typed: the number of a hint of the layout, from 1; 0 for plainly.
    pub hint: u8,
    /// What a person sees of it, where that is not simply what it holds.
    pub appearance: Option<Box<Appearance>>,
}

/// Whether a cell is one record's alone: every filled cell is counted once, however many records it speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Share {
    /// Of this record alone.
    #[default]
    Own,
    /// Of all the records that one row of a matrix gives; counted once for the row.
    Row,
    /// A heading, a cell above, a label or a sheet's name, which is counted where it stands.
    Heading,
    /// Printed for the reader and counted as that: no field of the row is filled by it, but it says whose row it is.
    Printed,
}

impl Cell {
    /// A plain cell of one record.
    pub fn new(at: CellRef, content: Content) -> Self {
        Self {
            at,
            content,
            percent: false,
            formula: false,
            hidden: false,
            merged: false,
            covers: 0,
            external: false,
            since_1904: false,
            share: Share::Own,
            hint: 0,
            appearance: None,
        }
    }

    /// The text that a number is read from: this text of the cell without its raised and lowered characters.
    pub fn on_the_line<'c>(&'c self, text: &'c str) -> &'c str {
        match &self.appearance {
            Some(seen) if !seen.on_the_line.is_empty() => &seen.on_the_line,
            _ => text,
        }
    }

    /// Whether the text has raised or lowered characters beside those on the line.
    pub fn has_raised(&self) -> bool {
        self.appearance.as_ref().is_some_and(|seen| !seen.on_the_line.is_empty())
    }

    /// The number as its format shows it, where that is another number, or none.
    pub fn shown_number(&self) -> Option<&ShownNumber> {
        self.appearance.as_ref()?.shown.as_ref()
    }

    /// How much its format shows of the day that it holds.
    pub fn day_shown(&self) -> DayShown {
        self.appearance.as_ref().map_or(DayShown::Whole, |seen| seen.day)
    }

    /// Whether its format shows nothing of it.
    pub fn shows_nothing(&self) -> bool {
        self.shown_number().is_some_and(|n| n.how == HowShown::Nothing)
    }

    /// As a person reads it: as the format has it where that is not what the cell holds.
    pub fn shown(&self) -> String {
        match self.shown_number() {
            Some(number) if !number.text.is_empty() && !matches!(self.content, Content::Text(_)) => {
                number.text.to_string()
            }
            _ => self.content.shown(),
        }
    }
}
