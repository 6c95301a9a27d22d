//! The one catalogue of checks: what each is called, how severe it is, why it exists and how to put it right.
//!
//! `quarterday rule`, the template's Checks sheet, the findings tables and the workbook's Method sheet all print from
//! here. Codes are for ever: a check that is retired stays listed as retired. The condition of a check stands with the
//! stage that has the facts: `ingest` for files and cells, `validate` for rows, returns, series and risks,
//! `register` for the register; a test walks the catalogue and refuses a check that nothing can set off.

mod cells;
mod files;
mod quality;
mod register;
mod returns;
mod risks;
mod rows;
mod series;

pub use cells::*;
pub use files::*;
pub use quality::Characteristic;
pub use register::*;
pub use returns::*;
pub use risks::*;
pub use rows::*;
pub use series::*;

use serde::{Deserialize, Serialize};

/// `Error`: the value is not accepted. `Query`: accepted, must be explained. `Note`: for information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Query,
    Note,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Query => "query",
            Self::Note => "note",
        }
    }
}

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
    /// Which characteristic of good data it is about.
    pub characteristic: Characteristic,
    pub title: &'static str,
    pub why: &'static str,
    pub remedy: &'static str,
}

impl Check {
    /// The check finds that there is nothing to take: no file, no number, no owner of the number. Its severity is not
    /// the council's to change, since switching it off could not bring the value back.
    pub fn firm(&self) -> bool {
        const JUDGED: [&str; 6] = ["C006", "R001", "R002", "R010", "K001", "F015"];
        self.severity == Severity::Error && !JUDGED.contains(&self.code)
    }
}

/// Declares the checks of one family as constants named by their codes, and the list of them.
macro_rules! checks {
    ($family:ident, $list:ident; $($code:ident $severity:ident: $title:literal, why $why:literal, do $remedy:literal;)+) => {
        $(#[doc = $title]
        pub const $code: $crate::catalogue::Check = $crate::catalogue::Check {
            code: stringify!($code),
            family: $crate::catalogue::Family::$family,
            severity: $crate::catalogue::Severity::$severity,
            characteristic: $crate::catalogue::quality::of(stringify!($code)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        for list in [FILES, CELLS, ROWS, RETURNS, SERIES, RISKS, REGISTER] {
            assert!(list.windows(2).all(|w| w[0].code < w[1].code && w[0].family == w[1].family));
        }
        let mut codes: Vec<_> = all().map(|c| c.code).collect();
        let n = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), n);
        assert!(codes.iter().all(|c| find(&c.to_lowercase()).is_some_and(|f| f.code == *c)));
    }

    /// Titles are headings, the rest are sentences; title and remedy together fit the message of an Excel validation.
    #[test]
    fn words_fit_where_they_are_shown() {
        for c in all() {
            assert!(c.title.len() <= 60 && c.title.starts_with(char::is_uppercase), "{}", c.code);
            assert!(!c.title.ends_with(['.', '!', '?']), "{}", c.code);
            assert!(c.why.ends_with('.') && c.remedy.ends_with('.'), "{}", c.code);
            assert!(c.title.chars().count() + 2 + c.remedy.chars().count() <= 255, "{}", c.code);
        }
    }
}
