//! Councils that become others: the crosswalk that says what each old measure is in the new council, and what follows.
//!
//! ```text
//! registers ─► draft ─► crosswalk.xlsx, edited by people ─► read ─► check ─┐
//! registers ───────────────────────────────────────────────────────────────┴─► the register of each successor
//! ```
//!
//! A measure of an old council stays a measure in the successor's register, under the old council's id (`ASH-HW01`), with its
//! own figures from its own cells. What the new council has in their place follows from them by a formula, which ends when
//! its own service sends the figure: numerators and denominators are added, never percentages averaged, and where one of them has
//! no figure there is none. So a sum is traced as every formula is, and nothing is added up anywhere else.

mod model;
mod read;
mod footing;
mod terms;
mod here;
mod check;
mod cells;
mod called;
mod likeness;
mod draft;
mod made;
mod others;
mod rows;
mod settings;
#[cfg(test)]
mod tests;

pub use check::{check, check_alone, settings_council};
pub use draft::{Becoming, draft};
pub use made::{NewIds, OldId, SuccessorRegister};
pub use model::{
    Crosswalk, CrosswalkMeasure, CrosswalkPriority, CrosswalkService, OldCouncil, Relation, ShareOf, Successor,
};
pub use read::read;
pub use rows::successor_register;
pub use settings::{of_council, with_name};
pub use terms::{CouncilTerm, council_terms};

/// The name of the crosswalk's workbook in the folder of a reorganisation.
pub const FILE: &str = "crosswalk.xlsx";
