//! What stops a run. Bad content is never here: it is a [`crate::finding::Finding`].

use crate::finding::{Finding, Severity};
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// What a stage gives, or what stops the run.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A reason that the run could not go on; the message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused to read or write.
    #[error("cannot {action} {}: {cause}{}", path.display(), remedy(path, cause))]
    Io {
        /// What was being done: `read`, `write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says; part of the message, so that nobody who prints a chain of causes prints it twice.
        cause: std::io::Error,
    },

    /// The settings are not in order.
    #[error("{}: {faults}", path.display())]
    Settings {
        /// The file or folder.
        path: PathBuf,
        /// Each with its place.
        faults: SettingsFaults,
    },

    /// The register is not in order.
    #[error("{} has {} error(s); nothing was written", path.display(), findings.iter().filter(|f| f.severity == Severity::Error).count())]
    Register {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        findings: Vec<Finding>,
    },

    /// The notebook of the quarter cannot be read.
    #[error("the notebook {} cannot be read; nothing was written", path.display())]
    Notebook {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        findings: Vec<Finding>,
    },

    /// A layout is not in order.
    #[error("layout {}: {faults}", path.display())]
    Layout {
        /// The file or folder.
        path: PathBuf,
        /// Each with its place.
        faults: SettingsFaults,
    },

    /// The ledger is damaged.
    #[error("the ledger in {} is damaged: {message}", path.display())]
    Ledger {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },

    /// Somebody else was first.
    #[error("the ledger was changed by somebody else during this run: {0}")]
    Conflict(String),

    /// Another run is at work in the same place, and nothing was begun.
    #[error("another run is at work here: {0}; run the command again when that is done")]
    InUse(String),

    /// An output could not be put in its place.
    #[error("cannot write {}: {message}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },

    /// The command cannot be carried out as it was given.
    #[error("{0}")]
    Usage(String),

    /// A fault of ours.
    #[error("internal inconsistency, please report it: {0}")]
    Internal(String),
}

/// What helps against what a system says of the place that a file lies in; nothing where nobody knows.
fn remedy(path: &std::path::Path, cause: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    // Windows says of a path that is longer than it takes that it is not there.
    const LONGEST_OF_WINDOWS: usize = 259;
    let length = path.as_os_str().len();
    let long = || format!("; the path has {length} signs: move the folder to one with a shorter path, then run again");
    match cause.kind() {
        Kind::InvalidFilename => long(),
        Kind::NotFound if cfg!(windows) && length > LONGEST_OF_WINDOWS => long(),
        Kind::ReadOnlyFilesystem | Kind::PermissionDenied => {
            "; give whoever runs this the right to it, or copy the workspace to a folder of your own, then run again"
                .to_owned()
        }
        Kind::AlreadyExists => {
            "; a file stands where the folder is to be: move it aside or connect the drive again, then run again"
                .to_owned()
        }
        Kind::StorageFull | Kind::QuotaExceeded => "; make room on that drive, then run again".to_owned(),
        Kind::NotFound | Kind::NotADirectory => {
            "; if it lies on a network drive, connect that again, then run the command again".to_owned()
        }
        Kind::NotConnected
        | Kind::StaleNetworkFileHandle
        | Kind::NetworkDown
        | Kind::NetworkUnreachable
        | Kind::HostUnreachable
        | Kind::TimedOut => "; the drive is not connected any more: connect it, then run the command again".to_owned(),
        _ => String::new(),
    }
}

impl Error {
    /// What kind of error it is, in one word for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::Settings { .. } => "settings",
            Self::Register { .. } => "register",
            Self::Notebook { .. } => "notebook",
            Self::Layout { .. } => "layout",
            Self::Ledger { .. } => "ledger",
            Self::Conflict(_) => "conflict",
            Self::InUse(_) => "in-use",
            Self::Write { .. } => "write",
            Self::Usage(_) => "usage",
            Self::Internal(_) => "internal",
        }
    }

    /// For `map_err`: an I/O error with what was being done and to what.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Io { action, path, cause }
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
