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
    /// The column that a field is read from; months are not read.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.found.iter().position(|f| fills(f, field))
    }
}

/// Whether a field is read from a column.
pub fn fills(found: &FoundColumn, field: Field) -> bool {
    matches!(found, FoundColumn::Field(f, _) | FoundColumn::Across(f, Across::Quarter | Across::Id | Across::Service) if *f == field)
        || matches!(
            (found, field),
            (FoundColumn::Across(_, Across::Id), Field::Id) | (FoundColumn::Across(_, Across::Service), Field::Service)
        )
}
