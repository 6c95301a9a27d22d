//! `[publication]` and `[ledger]`: what a quarter needs before it is published, and how long the ledger keeps what was read.

use crate::finding::Severity;
use crate::measure::Approval;
use serde::{Deserialize, Serialize};

/// `[publication]`: what a quarter needs before it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublicationSettings {
    /// Whose approval it needs.
    pub approval: Approval,
    /// Findings of these severities hold it up while they stand: a query until it is answered, an error until its row is put
    /// right or left out.
    pub held_up_by: Vec<Severity>,
}

/// `[ledger]`: how long the ledger keeps the bytes of returns. Figures stay for ever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerSettings {
    /// Returns are kept for so many quarters, the newest that was run among them; 0 keeps them for ever.
    pub keep_returns: u16,
    /// Those that a release was made from are kept for ever.
    pub keep_released: bool,
}

impl Default for PublicationSettings {
    fn default() -> Self {
        Self { approval: Approval::Another, held_up_by: vec![Severity::Query] }
    }
}
impl Default for LedgerSettings {
    fn default() -> Self {
        Self { keep_returns: 0, keep_released: true }
    }
}
