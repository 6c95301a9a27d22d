//! What a check is, and how the checks of a family are written down.

use super::facts::{Doubt, FoundBy, LiveLine, Origin, Unread};
use super::quality::Characteristic;
use crate::reading::asked::AskedDetail;
use serde::{Deserialize, Serialize};

/// `Error`: the value is not accepted. `Query`: accepted, must be explained. `Note`: for information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The value is not accepted.
    Error,
    /// Accepted, must be explained.
    Query,
    /// For information.
    Note,
}

impl Severity {
    /// As written.
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
    /// The file as a whole.
    File,
    /// One cell.
    Cell,
    /// The cells of one row.
    Row,
    /// The rows of one return.
    Return,
    /// A figure beside its past.
    Series,
    /// The register of risks.
    Risk,
    /// Budget, capital programme and savings.
    Money,
    /// Steps of the delivery plan.
    Milestone,
    /// The single data list.
    Register,
    /// Councils that become others.
    Crosswalk,
}

impl Family {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::File,
        Self::Cell,
        Self::Row,
        Self::Return,
        Self::Series,
        Self::Risk,
        Self::Money,
        Self::Milestone,
        Self::Register,
        Self::Crosswalk,
    ];
    /// As a person reads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Cell => "Cell",
            Self::Row => "Row",
            Self::Return => "Return",
            Self::Series => "Series",
            Self::Risk => "Risk",
            Self::Money => "Money",
            Self::Milestone => "Milestone",
            Self::Register => "Register",
            Self::Crosswalk => "Crosswalk",
        }
    }
}

/// A check: its words, and every fact about it that a stage acts on. No stage keeps a list of codes of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// Its code, for ever.
    pub code: &'static str,
    /// Where it looks.
    pub family: Family,
    /// A short sentence without a full stop.
    pub title: &'static str,
    /// How severe it is, where the council says nothing else.
    pub severity: Severity,
    /// Why it exists.
    pub why: &'static str,
    /// What the reader should do.
    pub remedy: &'static str,
    /// The same for whoever imports past quarters and is no service; empty where that is the same, or it is not found there.
    pub remedy_in_past: &'static str,
    /// The same where the form is a council's own, which its layout describes; empty where that is the same.
    pub remedy_on_own_form: &'static str,
    /// Which characteristic of good data it counts for.
    pub characteristic: Characteristic,
    /// Whether a council may give it another severity or switch it off. Not where there is nothing to take (no file, no
    /// number, no owner of the number): switching it off could not bring the value back.
    pub council_may_change: bool,
    /// Which stage finds it.
    pub found_by: FoundBy,
    /// Nothing of the file is read.
    pub unread: Option<Unread>,
    /// The cells that would put it right: what is missing is said in the first of them that is blank, or in the last.
    pub asks: &'static [AskedDetail],
    /// What about a cell it is against, where others may be against the same.
    pub origin: Option<Origin>,
    /// Which doubt about a value's size it is, where it is one.
    pub doubts_size: Option<Doubt>,
    /// It questions the score of a risk: nothing is concluded from a score that may be wrong.
    pub questions_score: bool,
    /// The value of a measure was put right, or worked out, to be read.
    pub repairs_value: bool,
    /// It is made of what the register's formulas give, too.
    pub of_formulas: bool,
    /// Only a whole return can be accused: what a part of one lacks may be in another.
    pub of_whole_return: bool,
    /// Excel itself refuses or warns, by a rule on a cell of the form.
    pub excel_rule: bool,
    /// Whether the form counts it while it is filled in.
    pub live: LiveLine,
}

/// What a check is when its literal does not say otherwise.
pub(super) const PLAIN: Check = Check {
    code: "",
    family: Family::Register,
    title: "",
    severity: Severity::Error,
    why: "",
    remedy: "",
    remedy_in_past: "",
    remedy_on_own_form: "",
    characteristic: Characteristic::Validity,
    council_may_change: false,
    found_by: FoundBy::Register,
    unread: None,
    asks: &[],
    origin: None,
    doubts_size: None,
    questions_score: false,
    repairs_value: false,
    of_formulas: false,
    of_whole_return: false,
    excel_rule: false,
    live: LiveLine::No,
};

/// Declares the checks of one family as constants named by their codes, and the list of them. What every check must say
/// stands first and in this order, so that the compiler asks for it; further facts follow in any order.
macro_rules! checks {
    ($family:ident, $list:ident; $($code:ident {
        title: $title:literal,
        severity: $severity:ident,
        why: $why:literal,
        remedy: $remedy:literal,
        characteristic: $characteristic:ident,
        council_may_change: $may_change:literal,
        found_by: $found_by:ident,
        $($fact:ident: $value:expr,)*
    })+) => {
        $(#[doc = $title]
        pub const $code: $crate::catalogue::Check = $crate::catalogue::Check {
            code: stringify!($code),
            family: $crate::catalogue::Family::$family,
            title: $title,
            severity: $crate::catalogue::Severity::$severity,
            why: $why,
            remedy: $remedy,
            characteristic: $crate::catalogue::Characteristic::$characteristic,
            council_may_change: $may_change,
            found_by: $crate::catalogue::FoundBy::$found_by,
            $($fact: $value,)*
            ..$crate::catalogue::check::PLAIN
        };)+
        /// Every check of this family, by code.
        pub static $list: &[&$crate::catalogue::Check] = &[$(&$code),+];
    };
}
pub(super) use checks;
