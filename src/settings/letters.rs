//! `[letters]`: what the letters of `status --letters` say in the council's own words.

use serde::{Deserialize, Serialize};

/// `[letters]`: the council's own words in its letters to services and owners of measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct LetterSettings {
    /// Where returns are sent; the address under `[council]`, where it is blank.
    pub send_to: String,
    /// What every letter ends with, before the line that says whom to ask; blank for nothing.
    pub closing: String,
}
