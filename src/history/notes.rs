//! What is noticed beside the records, and how it is said.

use std::fmt;
use std::path::PathBuf;

/// Something in the folder of the records that does not stop a reader and that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerNote {
    /// A file with a name that no record has.
    NotARecord {
        /// Its name.
        name: String,
    },
    /// The newest record: a run was stopped while it wrote it, or the file was cut later.
    NotWhole {
        /// Its number.
        seq: u64,
        /// Where it lies.
        path: PathBuf,
    },
    /// A second version of a record, as programs leave it that keep folders alike on several computers.
    ConflictCopy {
        /// Its name.
        name: String,
        /// The number of the record.
        seq: u64,
        /// What is in it.
        holds: CopyHolds,
    },
}

/// What a second version of a record is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CopyHolds {
    /// The same as the record.
    TheSame,
    /// What another computer recorded at the same time; what counts in its place, where anything does.
    Another {
        /// As a title.
        title: String,
        /// As a title.
        counts: Option<String>,
    },
    /// Nothing that can be read.
    Nothing,
}

impl LedgerNote {
    /// What the ledger holds may be older than what was last recorded.
    pub fn may_lack_a_record(&self) -> bool {
        matches!(self, Self::NotWhole { .. })
    }
}

impl fmt::Display for LedgerNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ASIDE: &str = "`quarterday history repair` puts it aside";
        match self {
            Self::NotARecord { name } => {
                write!(f, "history/log/{name} is not a record of the ledger and was passed over")
            }
            Self::NotWhole { seq, path } => write!(
                f,
                "record {seq} is not whole and does not count: the run that was writing it never finished, or the file \
                 was cut later. Put {} back from a backup if there is one; else {ASIDE}, and what it was to record is \
                 recorded by running its command again",
                path.display()
            ),
            Self::ConflictCopy { name, seq, holds: CopyHolds::TheSame } => write!(
                f,
                "history/log/{name} is a copy of record {seq} that a synchronised folder made; it does not count, and \
                 nothing is lost with it: {ASIDE}"
            ),
            Self::ConflictCopy { name, seq, holds: CopyHolds::Another { title, counts } } => {
                let counts = counts.clone().unwrap_or_else(|| format!("no record {seq}"));
                write!(
                    f,
                    "history/log/{name} is {title}: two computers recorded number {seq} at the same time, and the program \
                     that keeps the folder alike kept both. What counts is {counts}. Run the other command again to take \
                     its work in; {ASIDE}"
                )
            }
            Self::ConflictCopy { name, seq, holds: CopyHolds::Nothing } => write!(
                f,
                "history/log/{name} is a copy of record {seq} that a synchronised folder made and that cannot be read; it \
                 does not count: {ASIDE}"
            ),
        }
    }
}
