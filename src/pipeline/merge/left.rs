//! What a merge does not hand on, and why.

use serde::Serialize;

/// What was not handed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftBehind {
    /// What, with the council's name and how many.
    pub what: String,
    /// Why.
    pub why: String,
}

impl LeftBehind {
    pub(super) fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into() }
    }
}
