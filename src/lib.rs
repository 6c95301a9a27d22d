//! Quarterday: the returns that services send in, the workbooks that Cabinet reads out.
//!
//! ```text
//! register ─┬─► layout ─► template ───────────► blank returns
//!           │      │
//! returns ──┼──────┴──► ingest ─► validate ─► history ─► analyse ─► report ─► workbooks, run record
//!           └─────────────────────▲              │
//!                      past series └── pipeline ──┘      (handed over as a value, not imported)
//! ```
//!
//! What `validate` found goes back to the service by `markup`: its own workbook with the faulty cells marked.
//!
//! The order of the `pub mod` lines below is the order in which data flows and the only direction in which modules
//! may import; `tests/suite/architecture` reads the sources and holds it. Invariants:
//!
//! - Reading never fails on content. Bad content is a [`finding::Finding`]; an [`error::Error`] stops the run.
//! - Every filled cell of a file ends as part of a reading, as a finding, or as ignored by a named rule.
//! - Only `ingest` uses calamine, only `workbook` uses rust_xlsxwriter, only the binary prints.
//! - Below `pipeline` there is no clock, no locale and no environment: the same inputs give the same bytes.
//!
//! Absent on purpose: a network client; a database server; a second reader for the register (it is read as a return
//! is); a dense range of cells (two far cells would ask for half a terabyte); any way to change a record of the ledger.

pub mod map;
pub mod period;
pub mod statistic;
pub mod condition;
pub mod catalogue;
pub mod reading;
pub mod difference;
pub mod finding;
pub mod text;
pub mod measure;
pub mod record;
pub mod submission;
pub mod error;
pub mod past;
pub mod settings;
pub mod register;
pub mod status;
pub mod shown;
pub mod layout;
pub mod workbook;
pub mod template;
pub mod starter;
mod worker;
pub mod ingest;
pub mod typing;
pub mod validate;
pub mod accept;
pub mod markup;
pub mod history;
pub mod analyse;
pub mod report;
pub mod pipeline;
