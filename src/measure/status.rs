//! What can be said of an indicator in a quarter.

use serde::{Deserialize, Serialize};

/// What is said of an indicator in a quarter. Exceeds, green, amber and red are ratings; the rest say why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Better than the target by more than the tolerance, where the scheme tells it from green.
    Exceeds,
    /// On target.
    Green,
    /// Near target.
    Amber,
    /// Off target.
    Red,
    /// Amber, where the council reads it as “unknown”: neither met nor missed, and not rated.
    Unknown,
    /// No rating is wanted: polarity none, or the scheme `context`.
    Contextual,
    /// There is no target to compare with.
    NoTarget,
    /// No value is due this quarter.
    NotDue,
    /// Due, and not there yet.
    Awaited,
    /// The service cannot give it.
    NotAvailable,
    /// It means nothing here.
    NotApplicable,
    /// There is nothing like it to compare with.
    NotComparable,
    /// Held back.
    Suppressed,
}

impl Status {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::Exceeds,
        Self::Green,
        Self::Amber,
        Self::Red,
        Self::Unknown,
        Self::Contextual,
        Self::NoTarget,
        Self::NotDue,
        Self::Awaited,
        Self::NotAvailable,
        Self::NotApplicable,
        Self::NotComparable,
        Self::Suppressed,
    ];

    /// Counted in percentages of green.
    pub fn rated(self) -> bool {
        matches!(self, Self::Exceeds | Self::Green | Self::Amber | Self::Red)
    }

    /// Counted as on target.
    pub fn on_target(self) -> bool {
        matches!(self, Self::Exceeds | Self::Green)
    }

    /// The key of the settings, of conditions and of the run record.
    pub fn key(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
            Self::Contextual => "contextual",
            Self::NoTarget => "no-target",
            Self::NotDue => "not-due",
            Self::Awaited => "awaited",
            Self::NotAvailable => "not-available",
            Self::NotApplicable => "not-applicable",
            Self::NotComparable => "not-comparable",
            Self::Suppressed => "suppressed",
            Self::Exceeds => "exceeds",
            Self::Unknown => "unknown",
        }
    }

    /// By its key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}

/// What a value without a target counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoTarget {
    /// A word of its own, not rated.
    NoTarget,
    /// Off target.
    Red,
}

/// What amber says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amber {
    /// Near target.
    Amber,
    /// Neither met nor missed: not rated.
    Unknown,
}
