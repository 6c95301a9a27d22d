//! Quarterday: the returns that services send in, the workbooks that Cabinet reads out.
//!
//! ```text
//! settings, register ─┬─► layout ─► template ──────────────────────────► blank returns
//!                     │      │
//! returns ────────────┼──────┴─► ingest ─► typing ─► validate ─► accept ─► history ─► analyse ─► report ─► workbooks,
//!                     └────────────────────▲            │           ▲          │                          run record
//!                                          │            └─► markup  └──────────┘
//!                                       worker              marked copies   past series: handed over as a
//!                                                                           value by pipeline, not imported
//! ```
//!
//! The order of the `pub mod` lines below is the order in which data flows and the only direction in which modules
//! may import; the `mod` lines of every folder hold the same order one floor down. `tests/suite/architecture` reads the
//! sources and holds both, and that no two files import each other. Invariants:
//!
//! - Reading never fails on content. Bad content is a [`finding::Finding`]; an [`error::Error`] stops the run.
//! - Every filled cell of a file ends as part of a reading, as a finding, or as ignored by a named rule.
//! - Each outside library has one door: `Cargo.toml` lists the rooms that may use it. Only the binary prints.
//! - Below `pipeline` there is no clock, no locale and no environment: the same inputs give the same bytes. (A worker is
//!   ended by a clock; no result depends on it.)
//!
//! Absent on purpose: a network client; a database server; a second reader for the register (it is read as a return
//! is); a dense range of cells (two far cells would ask for half a terabyte); any way to change a record of the ledger.
//!
//! # The words
//!
//! | type | what it stands for |
//! |---|---|
//! | [`register::Register`], [`register::Indicator`], [`register::Target`] | the single data list, a measure's definition, its targets of a year |
//! | [`settings::Settings`] | all of `quarterday.toml` |
//! | [`layout::Layout`], [`layout::LayoutTable`], [`layout::LayoutColumn`] | how a form is laid out, ours or another |
//! | [`record::Record`], [`record::Field`], [`record::Tally`] | a row after its cells were located; what a cell means; what became of a sheet's cells |
//! | [`typing::TypingContext`], [`typing::Typed`] | what typing a file needs to know; the file as typed returns |
//! | [`reading::Return`], [`reading::Reading`], [`reading::Risk`], [`reading::Action`], [`reading::Feedback`] | what a service sends |
//! | [`reading::Value`], [`reading::Marker`] | a number, or why there is none |
//! | [`reading::Place`], [`reading::Source`] | file, sheet and cell; a file and its hash |
//! | [`finding::Finding`], [`catalogue::Check`] | what a check has to say; the check |
//! | [`error::Error`], [`error::SettingsFault`] | what stops a run; what is wrong with a settings or layout file, and where |
//! | [`submission::Submission`] | a file of the quarter and what became of it |
//! | [`accept::AcceptedQuarter`] | the returns that count, checked and refused |
//! | [`reported::ReportedFigure`], [`reported::PastFigure`] | what a report said of a measure; what a later one needs of it |
//! | [`past::Past`], [`history::Ledger`] | the past as values; where it is kept |
//! | [`analyse::Analysis`] | all that a report knows |
//! | [`letters::Letter`], [`letters::Owed`], [`letters::Deadline`] | a letter; what a service still owes; a deadline as a day sees it |
//! | [`trace::Trace`], [`trace::TracedThing`] | all that the ledger knows of one figure, and of what it is made of |
//! | [`crosswalk::Crosswalk`], [`crosswalk::OldCouncil`], [`crosswalk::SuccessorRegister`] | which old measure is which new one; a council that ends; what the one that comes after begins with |
//! | [`export::FigureRow`], [`export::ExportTable`] | a figure as other programs get it; a table that says what its columns mean |
//! | [`checklist::Point`], [`checklist::Verdicts`] | a point of accessibility; a workbook judged by all of them |
//! | [`workbook::Book`], [`workbook::Sheet`], [`workbook::Table`] | a workbook as data |
//! | [`disclosure::WithoutSmallNumbers`], [`public::PublicEdition`] | the quarter without what would tell of few; what everybody may read of it |
//! | [`document::Document`], [`document::Block`] | a document as data |
//! | [`accessible::AccessibleBook`], [`accessible::AccessibleTable`] | a workbook that anybody can read, as data |

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        reason = "what a test counts is small"
    )
)]

// Plain vocabulary: values that know nothing of files.
pub mod fit; // one kind of number as another, by name
pub mod elementary; // logarithms and powers, the same on every system
pub mod colour; // colours, and how well they stand out
pub mod map; // maps by ids that are only looked up
pub mod digest; // SHA-256 of bytes and files
pub mod file_name; // names that every system takes
pub mod package; // texts packed in an archive
pub mod period; // quarters: order, neighbours, days
pub mod statistic; // each statistic a pure function with its source
pub mod condition; // conditions in SQL over named columns
pub mod reading; // what services send, as values with their places
pub mod difference; // what two versions of a return say differently
pub mod catalogue; // every check: its words, and every fact that a stage acts on
pub mod finding; // what a check has to say, and where
pub mod text; // words, numbers and days as people write them
pub mod label; // a sensitivity label, as each format has it
pub mod measure; // units, polarity and the other choices made in words
pub mod record; // a row of a workbook between locating and typing
mod sight; // what a cell shows against what it holds
pub mod submission; // a file of the quarter and what became of it
pub mod error; // what stops a run
pub mod reported; // what a report said of each measure, as values
pub mod past; // what the ledger knew, as values
// What the council says.
pub mod settings; // quarterday.toml
pub mod register; // the single data list
#[cfg(test)]
mod sample; // values for tests
pub mod status; // one value against its target
pub mod shown; // how a figure is shown
pub mod layout; // where each thing sits in a form
// Blank returns out.
pub mod workbook; // a workbook as data, and its writer
pub mod document; // a document as data, and its writer
pub mod accessible; // a workbook that anybody can read, as data, and its writers
pub mod template; // the return of one service
pub mod starter; // the register to begin with
// Returns in.
mod worker; // a process of our own under limits
pub mod ingest; // file → records and findings
pub mod checklist; // any workbook against the points of accessibility
pub mod typing; // records → a typed return and findings
pub mod validate; // the conditions of the checks
pub mod notebook; // the team's answers, words and what it leaves out
pub mod accept; // which returns count, what is refused
pub mod markup; // the return with its findings, back to its service
// The quarter out.
pub mod history; // the ledger
pub mod cluster; // tables through a pipe, for an engine of many machines
pub mod export; // the figures as tables for other programs
pub mod analyse; // readings → one result
pub mod disclosure; // small numbers, which stay hidden
pub mod report; // the result → sheets
pub mod public; // the result → what everybody may read
pub mod letters; // what is still wanted, as letters to services and owners of measures
pub mod trace; // a figure, and all that led to it and was made of it
pub mod crosswalk; // councils that become others: which old measure is which new one
pub mod next; // which quarter is in hand, and what comes next
pub mod pipeline; // one function a verb
