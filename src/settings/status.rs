//! `[status]` and `[statuses]`: how an indicator is rated, and the word, symbol and colours of each status.

use super::rulebook::{self, StatusRule};
use crate::measure::Scheme;
use crate::measure::{Amber, NoTarget, Status};
use serde::{Deserialize, Serialize};

/// How a status is shown: always word and symbol together, colour never alone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatusLook {
    /// What it is called.
    pub word: String,
    /// Its symbol, which differs in shape from the others.
    pub symbol: String,
    /// Background, `#RRGGBB`.
    pub fill: String,
    /// Text, `#RRGGBB`.
    pub ink: String,
}

/// `[status]`: how an indicator is rated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatusSettings {
    /// The name of a [preset](super::preset::StatusPreset), or nothing.
    pub preset: String,
    /// The council's scheme; an indicator may name its own in the register.
    pub scheme: Scheme,
    /// Amber: short of the target by no more than this many percent of it.
    pub tolerance_percent: f64,
    /// Compare values rounded to the indicator's decimals, so that page and colour agree.
    pub rounded: bool,
    /// What a value without a target counts as.
    pub no_target: NoTarget,
    /// What amber says.
    pub amber: Amber,
    /// Of the scheme `rules`: the first whose condition holds gives the status.
    pub rules: Vec<StatusRule>,
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
            rules: rulebook::default(),
        }
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
