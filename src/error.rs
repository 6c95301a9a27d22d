//! What stops a run. Bad content is never here: it is a [`crate::finding::Finding`].

use crate::finding::Finding;
use std::path::PathBuf;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A reason that the run could not go on; the message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },

    #[error("{}: {message}", path.display())]
    Settings { path: PathBuf, message: String },

    #[error("{} has {} error(s); nothing was written", path.display(), findings.iter().filter(|f| f.severity == crate::finding::Severity::Error).count())]
    Register { path: PathBuf, findings: Vec<Finding> },

    #[error("layout {}: {message}", path.display())]
    Layout { path: PathBuf, message: String },

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
    /// For `map_err`: an I/O error with what was being done and to what.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}
