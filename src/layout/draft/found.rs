//! What was found out of a table and of each of its columns.

use super::find::{Across, TableBlock};
use super::profile::Profile;
use crate::record::{Field, Kind};

/// How a column came by its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// By words that are known.
    Words,
    /// By words and content.
    Both,
    /// By the content alone.
    Content,
}

/// What was found out of one column.
#[derive(Debug, Clone)]
pub enum FoundColumn {
    Field(Field, Because),
    /// Quarters or months across: the field under each, and what stands across.
    Across(Field, Across),
    /// Known, and read by nothing.
    Nothing,
    Unknown,
}

/// A table with what was found out.
#[derive(Debug, Clone)]
pub struct AssignedTable<'s> {
    pub block: TableBlock<'s>,
    pub kind: Kind,
    pub profiles: Vec<Profile>,
    pub found: Vec<FoundColumn>,
    /// Other sheets that hold the same table.
    pub also: Vec<&'s str>,
}

impl AssignedTable<'_> {
    /// The column that a field is read from.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.found.iter().position(|f| fills(f, field))
    }
}

/// Whether a field is read from a column.
pub fn fills(found: &FoundColumn, field: Field) -> bool {
    match found {
        FoundColumn::Field(held, _) => *held == field,
        FoundColumn::Across(held, across) => {
            let named = match across {
                Across::Id => Some(Field::Id),
                Across::Service => Some(Field::Service),
                Across::Quarter | Across::Month => None,
            };
            *held == field || named == Some(field)
        }
        FoundColumn::Nothing | FoundColumn::Unknown => false,
    }
}

/// Whether a column is that of a month.
pub fn is_month(found: &FoundColumn) -> bool {
    matches!(found, FoundColumn::Across(_, Across::Month))
}
