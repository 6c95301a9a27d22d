//! One function a verb: strings the stages together. Progress goes through a closure; nothing here prints.

mod staging;
mod workspace;
mod written;
mod folder;
mod readings;
mod in_use;
mod released;
mod worked_out;
mod ledger;
mod demo;
mod retention;
mod compact;
mod import;
mod correct;
mod layout;
mod templates;
mod beside_past;
mod rules;
mod notebook;
mod quarter;
mod job;
mod export;
mod as_of;
mod classes;
mod classed;
mod diff;
mod scheme;
mod send_back;
mod check;
mod watch;
mod editions;
mod public;
mod outputs;
mod letters;
mod figures;
mod run;
mod consolidate;
mod publish;
mod reproduce;
mod read_again;
mod trace;
mod standing;
mod handover;
mod cluster;
mod merge;

pub use as_of::{LedgerOnDay, QuarterOnDay, as_of};
pub use check::{Checked, check, mark_checked};
pub use classes::{Difference, DifferenceClass, DifferenceOf, DifferenceSide};
pub use cluster::{cluster_consolidate, cluster_read, cluster_reader, cluster_schema, cluster_terms, organisations};
pub use compact::{Compacted, compact};
pub use consolidate::{Consolidated, RunTerms, consolidate};
pub use correct::{CorrectedTarget, FigureToCorrect, correct, correct_target};
pub use demo::{QUARTER as DEMO_QUARTER, unpack};
pub use diff::{ComparedReport, ReportDiff, ReportName, diff};
pub use editions::edition_named;
pub use export::{ExportTerms, Exported, ExportedRows, export};
pub use handover::{HandedOver, HandoverTerms, PackFault, PackState, VerifiedPack, handover, verify_pack};
pub use import::{Imported, ImportedCells, ImportedRows, import};
pub use job::JobOutput;
pub use layout::{ColumnPicture, Drafted, PartPicture, Picture, SheetPicture, UnreadTable, draft_layout, layout};
pub use ledger::{RepairedLedger, VerifiedLedger, repair as repair_ledger, verify as verify_ledger};
pub use letters::{WrittenLetter, WrittenLetters, letters};
pub use merge::{BaselineCounts, CarriedRows, LeftBehind, MadeWorkspace, MergeTerms, Merged, merge};
pub use publish::{Approved, PublishTerms, Published, approve, publish};
pub use quarter::Quarter;
pub use reproduce::{Reproduced, ReproducedFile, reproduce};
pub use retention::{Freed, free};
pub use scheme::{NamedScheme, QuarterUnder, SchemeChange, StatusCount, compare_schemes, under};
pub use send_back::SentBack;
pub use standing::{Standing, standing, workspaces_in};
pub use templates::{WrittenForms, templates};
pub use trace::trace;
pub use watch::{Turn, TurnKind, Watch};
pub use workspace::{CheckedRegister, Workspace, check_register, init};

use crate::error::Result;
use crate::history::Ledger;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What a stage tells whoever watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A stage begins; it will count up to `total`.
    Begin {
        /// Its name.
        stage: &'static str,
        /// How many steps it will count; 0 where it counts none.
        total: u64,
    },
    /// One more is done.
    Step,
    /// The stage is over.
    End,
    /// Something that people should look at, though the run goes on: to be shown whatever else is silent.
    Warning(String),
}

/// Who runs a command, where and since when, as the environment says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runner {
    /// The name of the user; may be empty.
    pub who: String,
    /// The name of the computer; may be empty.
    pub computer: String,
    /// The number of the process.
    pub process: u32,
    /// When the command began: `2026-11-03 10:42`.
    pub since: String,
    /// The same in seconds of the common clock.
    pub clock: i64,
}

/// What a run needs from outside: the clock, the program that works for it, and whoever watches.
pub struct Host<'a> {
    /// Today, as `2026-11-03`: recorded in the ledger with a change, and what is past is told by it.
    pub today: String,
    /// Who runs it, where and since when: said to whoever wants to record at the same time.
    pub runner: Runner,
    /// Which build of the program this is, blank where it does not know.
    pub build: &'static str,
    /// The program to start as a worker, and its arguments.
    pub program: PathBuf,
    /// Its arguments as a worker that reads.
    pub arguments: Vec<OsString>,
    /// Its arguments as a worker that marks returns.
    pub marking: Vec<OsString>,
    /// Who watches.
    pub progress: &'a (dyn Fn(Event) + Sync),
}

impl Host<'_> {
    fn stage<T>(&self, stage: &'static str, total: usize, work: impl FnOnce() -> T) -> T {
        (self.progress)(Event::Begin { stage, total: total as u64 });
        let out = work();
        (self.progress)(Event::End);
        out
    }

    /// The same on another day.
    fn on(&self, today: &str) -> Host<'_> {
        Host {
            today: today.to_owned(),
            runner: self.runner.clone(),
            build: self.build,
            program: self.program.clone(),
            arguments: self.arguments.clone(),
            marking: self.marking.clone(),
            progress: self.progress,
        }
    }

    /// Opens the ledger in `dir`, and says what is noticed there.
    fn ledger(&self, dir: &Path) -> Result<Ledger> {
        let ledger = Ledger::open(dir)?;
        ledger.notes().iter().for_each(|note| (self.progress)(Event::Warning(note.to_string())));
        Ok(ledger)
    }
}
