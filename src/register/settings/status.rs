//! `[status]` and `[statuses]`: how an indicator is rated, and the word, symbol and colours of each status.

use super::preset::Preset;
use super::rules::{self, Rule};
use crate::measure::Scheme;
use serde::{Deserialize, Serialize};

/// What is said of an indicator in a quarter. Exceeds, green, amber and red are ratings; the rest say why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Better than the target by more than the tolerance, where the scheme tells it from green.
    Exceeds,
    Green,
    Amber,
    Red,
    /// Amber, where the council reads it as “unknown”: neither met nor missed, and not rated.
    Unknown,
    /// No rating is wanted: polarity none, or the scheme `context`.
    Contextual,
    NoTarget,
    NotDue,
    Awaited,
    NotAvailable,
    NotApplicable,
    NotComparable,
    Suppressed,
}

impl Status {
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
}

/// How a status is shown: always word and symbol together, colour never alone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatusLook {
    pub word: String,
    pub symbol: String,
    /// Background, `#RRGGBB`.
    pub fill: String,
    /// Text, `#RRGGBB`.
    pub ink: String,
}

/// What a value without a target counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoTarget {
    /// A word of its own, not rated.
    NoTarget,
    Red,
}

/// What amber says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amber {
    Amber,
    /// Neither met nor missed: not rated.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatusSettings {
    /// The name of a [`Preset`], or nothing.
    pub preset: String,
    /// The council's scheme; an indicator may name its own in the register.
    pub scheme: Scheme,
    /// Amber: short of the target by no more than this many percent of it.
    pub tolerance_percent: f64,
    /// Compare values rounded to the indicator's decimals, so that page and colour agree.
    pub rounded: bool,
    pub no_target: NoTarget,
    pub amber: Amber,
    /// Of the scheme `rules`: the first whose condition holds gives the status.
    pub rules: Vec<Rule>,
}

impl Default for StatusSettings {
    fn default() -> Self {
        Self {
            preset: String::new(),
            scheme: Scheme::Tolerance,
            tolerance_percent: 10.0,
            rounded: true,
            no_target: NoTarget::NoTarget,
            amber: Amber::Amber,
            rules: rules::default(),
        }
    }
}

impl StatusSettings {
    /// The preset in use.
    pub fn preset(&self) -> Option<&'static Preset> {
        Preset::find(&self.preset)
    }
}

/// The default look of each status; symbols and fills differ in shape and lightness, not in hue alone.
pub fn default_look(status: Status) -> StatusLook {
    let (word, symbol, fill, ink) = match status {
        Status::Green => ("On target", "●", "#CDE8D0", "#12491B"),
        Status::Amber => ("Near target", "◆", "#FFE0A3", "#5C3D00"),
        Status::Red => ("Off target", "▲", "#F4B6B0", "#7A0C0C"),
        Status::Contextual => ("Context", "○", "#FFFFFF", "#404040"),
        Status::NoTarget => ("No target", "–", "#EDEDED", "#404040"),
        Status::NotDue => ("Not due", "·", "#FFFFFF", "#595959"),
        Status::Awaited => ("Awaited", "?", "#E4DFEC", "#3B2A63"),
        Status::NotAvailable => ("Not available", "×", "#EDEDED", "#404040"),
        Status::NotApplicable => ("Not applicable", "–", "#FFFFFF", "#595959"),
        Status::NotComparable => ("Not comparable", "≠", "#EDEDED", "#404040"),
        Status::Suppressed => ("Suppressed", "*", "#EDEDED", "#404040"),
        Status::Exceeds => ("Better than target", "★", "#A9D8B8", "#0B3D18"),
        Status::Unknown => ("Unknown", "◇", "#F3EBD8", "#4A3B12"),
    };
    StatusLook { word: word.into(), symbol: symbol.into(), fill: fill.into(), ink: ink.into() }
}
