//! What a service sent in, and what became of it.

use crate::record::Outcome;
use chrono::NaiveDate;
use std::sync::Arc;

/// One file of the returns folder and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Empty when it could not be told.
    pub service: Arc<str>,
    /// Id of the layout that it was read by, empty where there is none.
    pub layout: Arc<str>,
    /// How reading it ended.
    pub outcome: Outcome,
    /// False when another return of the same service counts instead.
    pub counts: bool,
    /// Why it counts or does not, in words.
    pub why: String,
    /// The day of the sign-off, where one is given.
    pub signed_off: Option<NaiveDate>,
    /// How many errors were found in it.
    pub errors: u32,
    /// How many queries.
    pub queries: u32,
    /// How many notes.
    pub notes: u32,
}
