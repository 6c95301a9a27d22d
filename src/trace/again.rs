//! A source cell read again.

use serde::Serialize;

/// What reading a source cell again gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reread {
    /// What was recorded.
    Same,
    /// Something else: layouts, register or settings were changed since.
    Differs,
    /// Nothing: the row is not taken from the file as it is read now.
    NotRead,
    /// The bytes of the file are not kept.
    NotKept,
}

/// A source cell read again from the bytes that the ledger keeps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadAgain {
    /// How that went.
    pub result: Reread,
    /// What stands there, in words, where it differs.
    pub gives: String,
    /// What is found about it now: severity, code, expected and got.
    pub findings: Vec<String>,
}
