//! What a merge made.

use super::left::LeftBehind;
use super::past::CarriedRows;
use serde::Serialize;
use std::path::PathBuf;

/// A workspace that was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MadeWorkspace {
    /// Id of the council.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its own measures.
    pub measures: usize,
    /// Of these: taken over as they are.
    pub taken_over: usize,
    /// Put together from several.
    pub together: usize,
    /// Estimated by shares.
    pub estimated: usize,
    /// Without any figure from before.
    pub without_past: usize,
    /// What was handed on to its ledger.
    pub carried: CarriedRows,
    /// What was not, and why.
    pub left_behind: Vec<LeftBehind>,
}
