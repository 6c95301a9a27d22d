//! The one catalogue of checks: everything that is true of a check stands in its literal, in the file of its family.
//!
//! `quarterday rule`, the template's Checks sheet, the findings tables and the workbook's Method sheet all print from
//! here. Codes are for ever: a check that is retired stays listed as retired.
//!
//! Only the condition of a check stands elsewhere: every stage reports findings, so this module is below all of them,
//! and a condition needs what its stage has. Which stage that is, the literal says ([`FoundBy`]). `validate` lists its
//! checks with their conditions in the order of the literals, in `rows`, `returns` and `series` over readings and beside
//! their own table over risks, actions and corrections. A stage that acts on a check asks its literal
//! ([`Finding::check`](crate::finding::Finding::check)) and compares no codes: a list of codes would have to be kept in
//! step. `tests/suite/catalogue.rs` names what a check lacks and refuses such lists; `fixtures/new_check.py` makes the
//! parts of a new check.

mod quality;
mod facts;
mod check;
mod files;
mod shared;
mod notebook;
mod cells;
mod shown;
mod actions;
mod corrections;
mod rows;
mod returns;
mod series;
mod risks;
mod money;
mod milestones;
mod register;
mod crosswalk;

use crate::map::Map;
use std::sync::LazyLock;

pub use actions::*;
pub use cells::*;
pub use check::{Check, Family, Severity};
pub use corrections::*;
pub use crosswalk::*;
pub use facts::{Doubt, FoundBy, LiveLine, Origin, Unread};
pub use files::*;
pub use milestones::*;
pub use money::*;
pub use notebook::*;
pub use quality::Characteristic;
pub use register::*;
pub use returns::*;
pub use risks::*;
pub use rows::*;
pub use series::*;
pub use shared::*;
pub use shown::*;

/// The checks of each room, in the order of their codes.
const LISTS: [&[&Check]; 15] = [
    FILES,
    SHARED,
    NOTEBOOK,
    CELLS,
    SHOWN,
    ACTIONS,
    CORRECTIONS,
    ROWS,
    RETURNS,
    SERIES,
    RISKS,
    MONEY,
    MILESTONES,
    REGISTER,
    CROSSWALK,
];

/// Every check, by family and code.
pub fn all() -> impl Iterator<Item = &'static Check> {
    LISTS.into_iter().flatten().copied()
}

/// The check of this code, in any case.
pub fn find(code: &str) -> Option<&'static Check> {
    static BY_CODE: LazyLock<Map<&str, &Check>> = LazyLock::new(|| all().map(|c| (c.code, c)).collect());
    // As our own findings have it, which are many; else as people type it.
    let typed = || BY_CODE.get(code.trim().to_ascii_uppercase().as_str());
    BY_CODE.get(code).or_else(typed).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        for list in LISTS {
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
            assert!(c.why.ends_with('.') && c.remedy.ends_with('.'), "{}: why and remedy are sentences", c.code);
            assert!(c.title.chars().count() + 2 + c.remedy.chars().count() <= 255, "{}", c.code);
        }
    }

    /// A query that words in the commentary do not settle says where its answer is read.
    #[test]
    fn a_query_leads_to_where_it_is_answered() {
        for c in [&S001, &S003, &S004, &T040] {
            assert!(
                c.severity == Severity::Query && c.remedy.contains("column Answer of the marked copy"),
                "{}",
                c.code
            );
            assert!(!c.remedy.contains("commentary"), "{}", c.code);
        }
    }

    /// Where a council could switch a check off, something came that can be taken all the same.
    #[test]
    fn facts_agree_with_each_other() {
        for c in all() {
            // A crosswalk is of several councils: the settings of one do not rule it.
            let of_several = c.family == Family::Crosswalk;
            assert!(of_several || c.council_may_change || c.severity == Severity::Error, "{} refuses nothing", c.code);
            assert!(c.unread.is_none() || !c.council_may_change, "{}: nothing of the file can be taken", c.code);
            assert!(c.doubts_size.is_none() || c.severity == Severity::Query, "{}: what is doubted is asked", c.code);
        }
        let mut doubts: Vec<Doubt> = all().filter_map(|c| c.doubts_size).collect();
        doubts.sort_unstable();
        assert!(doubts.windows(2).all(|w| w[0] < w[1]), "which doubt is the surer, when two checks have the same?");
        assert!(Characteristic::ALL.iter().zip(0..).all(|(c, n)| *c as usize == n));
    }
}
