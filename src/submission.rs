//! What a service sent in, and what became of it.

use crate::record::Outcome;
use chrono::NaiveDate;
use std::sync::Arc;

/// One file of the returns folder and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    pub file: String,
    pub sha256: String,
    /// Empty when it could not be told.
    pub service: Arc<str>,
    pub layout: Arc<str>,
    pub outcome: Outcome,
    /// False when another return of the same service counts instead.
    pub counts: bool,
    /// Why it counts or does not, in words.
    pub why: String,
    pub signed_off: Option<NaiveDate>,
    pub errors: u32,
    pub queries: u32,
    pub notes: u32,
}
