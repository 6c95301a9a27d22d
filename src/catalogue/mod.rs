//! The one catalogue of checks: what each is called, how severe it is, why it exists and how to put it right.
//!
//! `quarterday rule`, the template's Checks sheet, the findings tables and the workbook's Method sheet all print from
//! here. Codes are for ever: a check that is retired stays listed as retired. The condition of a check stands with the
//! stage that has the facts: `ingest` for files and cells, `validate` for rows, returns, series and risks,
//! `register` for the register; a test walks the catalogue and refuses a check that nothing can set off.

mod cells;
mod files;
mod register;
mod returns;
mod risks;
mod rows;
mod series;

pub use cells::*;
pub use files::*;
pub use register::*;
pub use returns::*;
pub use risks::*;
pub use rows::*;
pub use series::*;

use crate::finding::Severity;

/// Where a check looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    File,
    Cell,
    Row,
    Return,
    Series,
    Risk,
    Register,
}

impl Family {
    pub const ALL: [Self; 7] =
        [Self::File, Self::Cell, Self::Row, Self::Return, Self::Series, Self::Risk, Self::Register];
    pub fn words(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Cell => "Cell",
            Self::Row => "Row",
            Self::Return => "Return",
            Self::Series => "Series",
            Self::Risk => "Risk",
            Self::Register => "Register",
        }
    }
}

/// A check in words. Titles are short sentences without a full stop; remedies tell the reader what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    pub code: &'static str,
    pub family: Family,
    pub severity: Severity,
    pub title: &'static str,
    pub why: &'static str,
    pub remedy: &'static str,
}

/// Declares the checks of one family as constants named by their codes, and the list of them.
macro_rules! checks {
    ($family:ident, $list:ident; $($code:ident $severity:ident: $title:literal, why $why:literal, do $remedy:literal;)+) => {
        $(#[doc = $title]
        pub const $code: $crate::catalogue::Check = $crate::catalogue::Check {
            code: stringify!($code),
            family: $crate::catalogue::Family::$family,
            severity: $crate::finding::Severity::$severity,
            title: $title,
            why: $why,
            remedy: $remedy,
        };)+
        /// Every check of this family, by code.
        pub static $list: &[&$crate::catalogue::Check] = &[$(&$code),+];
    };
}
pub(crate) use checks;

/// Every check, by family and code.
pub fn all() -> impl Iterator<Item = &'static Check> {
    [FILES, CELLS, ROWS, RETURNS, SERIES, RISKS, REGISTER].into_iter().flatten().copied()
}

/// The check of this code, in any case.
pub fn find(code: &str) -> Option<&'static Check> {
    all().find(|c| c.code.eq_ignore_ascii_case(code.trim()))
}
