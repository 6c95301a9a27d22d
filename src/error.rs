//! What stops a run. Bad content is never here: it is a [`crate::finding::Finding`].

use crate::finding::{Finding, Severity};
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A reason that the run could not go on; the message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },

    #[error("{}: {faults}", path.display())]
    Settings { path: PathBuf, faults: SettingsFaults },

    #[error("{} has {} error(s); nothing was written", path.display(), findings.iter().filter(|f| f.severity == Severity::Error).count())]
    Register { path: PathBuf, findings: Vec<Finding> },

    #[error("layout {}: {faults}", path.display())]
    Layout { path: PathBuf, faults: SettingsFaults },

    #[error("the ledger in {} is damaged: {message}", path.display())]
    Ledger { path: PathBuf, message: String },

    #[error("the ledger was changed by somebody else during this run: {0}")]
    Conflict(String),

    #[error("cannot write {}: {message}", path.display())]
    Write { path: PathBuf, message: String },

    #[error("{0}")]
    Usage(String),

    #[error("internal inconsistency, please report it: {0}")]
    Internal(String),
}

impl Error {
    /// What kind of error it is, in one word for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::Settings { .. } => "settings",
            Self::Register { .. } => "register",
            Self::Layout { .. } => "layout",
            Self::Ledger { .. } => "ledger",
            Self::Conflict(_) => "conflict",
            Self::Write { .. } => "write",
            Self::Usage(_) => "usage",
            Self::Internal(_) => "internal",
        }
    }

    /// For `map_err`: an I/O error with what was being done and to what.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}

/// One thing that is wrong with a settings file or a layout file. The place is data, not part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingsFault {
    /// From 1.
    pub line: usize,
    /// In characters, from 1: where the name of the setting stands, or what it says, whichever is wrong.
    pub column: usize,
    /// The setting with the sections above it; an entry of a list has its number, from 0: `status.rules[1].when`. Empty
    /// where the fault belongs to no setting.
    pub key: String,
    /// What is wrong and what to do.
    pub message: String,
    /// The word that was probably meant.
    pub nearest: Option<String>,
}

/// All that is wrong with one file; printed a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsFaults(pub Vec<SettingsFault>);

impl fmt::Display for SettingsFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            let end = if n == 0 { "" } else { "\n" };
            write!(f, "{end}line {}: {}", fault.line, fault.message)?;
        }
        Ok(())
    }
}
