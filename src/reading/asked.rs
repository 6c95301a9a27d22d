//! Where a form asks for what was left blank: a blank cell is in no record, and its finding must stand in it all the same.

use super::Source;
use std::sync::Arc;

/// What a form asks beside a value, a risk's rating or an action's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedDetail {
    /// What the service says of a figure.
    Commentary,
    /// What is being done.
    RemedialAction,
    /// Who leads an action.
    Lead,
    /// By when an action is due.
    Due,
    /// Who owns a risk.
    Owner,
    /// When a risk was reviewed.
    Reviewed,
}

impl AskedDetail {
    /// It is asked beside a measure's value.
    pub fn beside_value(self) -> bool {
        matches!(self, Self::Commentary | Self::RemedialAction)
    }
}

/// The column of a table in which it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedColumn {
    /// What is asked.
    pub what: AskedDetail,
    /// The file.
    pub source: Arc<Source>,
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// The heading row that it stands below.
    pub heading: u32,
    /// Column, counted from 0.
    pub col: u16,
    /// In a matrix, the column of the values that it is about.
    pub beside: Option<u16>,
}
